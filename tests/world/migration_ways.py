#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Domains move by every function and flag, and what is said when a step of it goes wrong.

    migration_ways.py HERE THERE     URIs of two hosts
"""
import itertools
import os
import threading

import libvirt
from migration_side import Side, fails, main

P2P = libvirt.VIR_MIGRATE_PEER2PEER
RUNNING, PAUSED, SHUTOFF = libvirt.VIR_DOMAIN_RUNNING, libvirt.VIR_DOMAIN_PAUSED, libvirt.VIR_DOMAIN_SHUTOFF
SENT = ["iteration 1", "iteration 2", "suspended 1"]  # what the source tells before the last step
LEFT = SENT + ["job 5", "stopped 3"]
names = (f"way-{os.getpid()}-{n}" for n in itertools.count())


def xml(name):
    return (f"<domain type='test'><name>{name}</name><memory>1048576</memory>"
            "<os><type>hvm</type></os></domain>")


def fresh(here, defined=False):
    """A domain that runs here."""
    name = next(names)
    if not defined:
        dom = here.conn.createXML(xml(name))
        here.expect("started 0")
        return dom
    dom = here.conn.defineXML(xml(name))
    dom.create()
    here.expect("defined 0", "started 0")
    return dom


def every_function(here, there):
    """Each moves it, with a new name and other XML where it takes them."""
    uri = there.conn.getURI()

    def retitled(dom):
        return dom.XMLDesc(libvirt.VIR_DOMAIN_XML_MIGRATABLE).replace("<os>", "<title>t</title><os>")

    ways = {
        "migrate": lambda d, f, n: d.migrate(there.conn, f, n, None, 0),
        "migrate to a port": lambda d, f, n: d.migrate(there.conn, f, n, uri if f & P2P else "tcp:there:1", 90000),
        "migrate2": lambda d, f, n: d.migrate2(there.conn, retitled(d), f, n, None, 70000),
        "toURI": lambda d, f, n: d.migrateToURI(uri, f | P2P, n, 80000),
        "toURI2": lambda d, f, n: d.migrateToURI2(uri, None, retitled(d), f | P2P, n, 0),
        "toURI2 to a port": lambda d, f, n: d.migrateToURI2(uri, "tcp:there:1", None, f | P2P, n, 0),
        "migrate3": lambda d, f, n: d.migrate3(there.conn, {
            libvirt.VIR_MIGRATE_PARAM_DEST_NAME: n, libvirt.VIR_MIGRATE_PARAM_DEST_XML: retitled(d),
            libvirt.VIR_MIGRATE_PARAM_BANDWIDTH: 90000}, f & ~P2P),
        "toURI3": lambda d, f, n: d.migrateToURI3(uri, {
            libvirt.VIR_MIGRATE_PARAM_DEST_NAME: n, libvirt.VIR_MIGRATE_PARAM_DEST_XML: retitled(d)}, f | P2P),
    }
    for (way, call), p2p in itertools.product(ways.items(), (0, P2P)):
        dom = fresh(here)
        name = "new-" + dom.name()
        call(dom, libvirt.VIR_MIGRATE_LIVE | p2p, name)
        moved = there.conn.lookupByName(name)
        assert moved.state() == [RUNNING, libvirt.VIR_DOMAIN_RUNNING_MIGRATED], (way, moved.state())
        assert ("<title>t</title>" in moved.XMLDesc()) == ("retitled" in call.__code__.co_names +
                                                          call.__code__.co_freevars), way
        here.expect(*LEFT)
        there.expect("started 1", "resumed 1")


def every_flag(here, there):
    m = libvirt
    flags = {
        "LIVE": (m.VIR_MIGRATE_LIVE, LEFT, ["started 1", "resumed 1"]),
        "PAUSED": (m.VIR_MIGRATE_PAUSED, LEFT, ["started 1", "suspended 0"]),
        "PERSIST_DEST": (m.VIR_MIGRATE_PERSIST_DEST, LEFT, ["started 1", "defined 0", "resumed 1"]),
        "UNDEFINE_SOURCE": (m.VIR_MIGRATE_UNDEFINE_SOURCE, LEFT + ["undefined 0"], ["started 1", "resumed 1"]),
        "CHANGE_PROTECTION": (m.VIR_MIGRATE_CHANGE_PROTECTION, LEFT, ["started 1", "resumed 1"]),
        "UNSAFE": (m.VIR_MIGRATE_UNSAFE, LEFT, ["started 1", "resumed 1"]),
        "ABORT_ON_ERROR": (m.VIR_MIGRATE_ABORT_ON_ERROR, LEFT, ["started 1", "resumed 1"]),
        "AUTO_CONVERGE": (m.VIR_MIGRATE_AUTO_CONVERGE | m.VIR_MIGRATE_COMPRESSED, LEFT, ["started 1", "resumed 1"]),
        "TUNNELLED": (m.VIR_MIGRATE_TUNNELLED | P2P, LEFT, ["started 1", "resumed 1"]),
        "OFFLINE": (m.VIR_MIGRATE_OFFLINE | m.VIR_MIGRATE_PERSIST_DEST, [], ["defined 0"]),
        "OFFLINE and gone": (m.VIR_MIGRATE_OFFLINE | m.VIR_MIGRATE_PERSIST_DEST | m.VIR_MIGRATE_UNDEFINE_SOURCE,
                             ["undefined 0"], ["defined 0"]),
    }
    for (name, (flag, left, came)), p2p in itertools.product(flags.items(), (0, P2P)):
        dom = fresh(here, defined=True)
        if flag & m.VIR_MIGRATE_OFFLINE:
            dom.destroy()
            here.expect("stopped 1")
        moved = dom.migrate(there.conn, flag | p2p, None, None, 0)
        here.expect(*left)
        there.expect(*came)
        assert moved.isPersistent() == bool(flag & m.VIR_MIGRATE_PERSIST_DEST), name
        if flag & m.VIR_MIGRATE_UNDEFINE_SOURCE:
            fails(m.VIR_ERR_NO_DOMAIN, dom.info)
        else:
            assert dom.info()[0] == SHUTOFF, name
    dom = fresh(here, defined=True)
    fails(m.VIR_ERR_OPERATION_INVALID, lambda: dom.migrate(there.conn, m.VIR_MIGRATE_OFFLINE |
                                                          m.VIR_MIGRATE_PERSIST_DEST, None, None, 0))
    fails(m.VIR_ERR_INVALID_ARG, lambda: dom.migrate(there.conn, m.VIR_MIGRATE_NON_SHARED_DISK |
                                                    m.VIR_MIGRATE_NON_SHARED_INC, None, None, 0))
    fails(m.VIR_ERR_OPERATION_INVALID, lambda: dom.migrate(there.conn, m.VIR_MIGRATE_TUNNELLED, None, None, 0))
    fails(m.VIR_ERR_INVALID_ARG, lambda: dom.migrate3(there.conn, {}, m.VIR_MIGRATE_TUNNELLED))
    fails(m.VIR_ERR_INVALID_ARG, lambda: dom.migrate3(there.conn, {}, P2P))
    for flag in (0, m.VIR_MIGRATE_TUNNELLED):
        fails(m.VIR_ERR_ARGUMENT_UNSUPPORTED, lambda: dom.migrateToURI("tcp:there", flag, None, 0))
        fails(m.VIR_ERR_ARGUMENT_UNSUPPORTED, lambda: dom.migrateToURI2(None, "tcp:there", None, flag, None, 0))
        fails(m.VIR_ERR_ARGUMENT_UNSUPPORTED, lambda: dom.migrateToURI3(None, {}, flag))
    for local in ("test:///default", "test+unix:///default", "test+tcp://localhost/default"):
        fails(m.VIR_ERR_INVALID_ARG, lambda: dom.migrateToURI(local, P2P, None, 0))
        fails(m.VIR_ERR_INVALID_ARG, lambda: dom.migrate(there.conn, P2P, None, local, 0))
    here.expect()


class Moving:
    """A domain on its way in a thread, slowly: it is there, and not done."""

    def __init__(self, here, there, flags, dom=None):
        dom = dom or fresh(here)
        self.dom = here.aside.lookupByName(dom.name())
        self.error = None
        self.thread = threading.Thread(target=self.move, args=(dom, there, flags), daemon=True)
        self.thread.start()
        here.expect("iteration 1")
        there.expect("started 1")

    def move(self, dom, there, flags):
        try:
            dom.migrate(there.conn, flags, None, None, 1)
        except libvirt.libvirtError as e:
            self.error = e.get_error_code()

    def ends(self, code):
        self.thread.join(20)
        assert self.error == code, f"{self.error}, not {code}"


def on_the_way(here, there):
    """It can be aborted, and sped up; other limits can change."""
    for p2p in (0, P2P):
        way = Moving(here, there, p2p and P2P | libvirt.VIR_MIGRATE_TUNNELLED)
        info = way.dom.jobStats()
        assert info["type"] == libvirt.VIR_DOMAIN_JOB_UNBOUNDED and info["operation"] == 5, info
        way.dom.abortJob()
        way.ends(libvirt.VIR_ERR_OPERATION_ABORTED)
        assert way.dom.state()[0] == RUNNING
        here.expect("job 5 failed")
        there.expect("stopped 5")

        way = Moving(here, there, p2p)
        way.dom.migrateSetMaxDowntime(70)
        assert way.dom.migrateGetMaxDowntime() == 70
        way.dom.migrateSetCompressionCache(8 << 20)
        way.dom.migrateSetMaxSpeed(100000)
        way.ends(None)
        here.expect(*LEFT[1:])
        there.expect("resumed 1")


def gone_at_the_end(here, there):
    """The other side has lost it when all is there: it runs on here."""
    for p2p in (0, P2P):
        way = Moving(here, there, p2p)
        there.aside.lookupByName(way.dom.name()).destroy()
        there.expect("stopped 1")
        way.dom.migrateSetMaxSpeed(100000)
        way.ends(libvirt.VIR_ERR_NO_DOMAIN)
        here.expect(*SENT[1:], "job 5 failed", "resumed 1")
        assert way.dom.state() == [RUNNING, libvirt.VIR_DOMAIN_RUNNING_MIGRATION_CANCELED], way.dom.state()
        assert way.dom.migrate(there.conn, p2p, None, None, 0).isActive()
        here.expect(*LEFT)
        there.expect("started 1", "resumed 1")


def nobody_changes_it(here, there):
    """While it moves it may be looked at, paused and ended, on both sides, and nothing else."""
    for p2p, protected in itertools.product((0, P2P), (0, libvirt.VIR_MIGRATE_CHANGE_PROTECTION)):
        way = Moving(here, there, p2p | protected, fresh(here, defined=True))
        dom, comes = way.dom, there.aside.lookupByName(way.dom.name())
        redefined = dom.XMLDesc().replace("<os>", "<title>changed</title><os>")
        for change in (
                dom.undefine, dom.resume, dom.shutdown, dom.reboot, dom.managedSave, comes.suspend, comes.resume,
                comes.shutdown,
                lambda: dom.save("/nonexistent/image"), lambda: dom.setAutostart(1), lambda: dom.setMemory(1024),
                lambda: dom.setVcpusFlags(1, 0), lambda: dom.snapshotCreateXML("<domainsnapshot/>"),
                lambda: dom.attachDevice("<disk type='file'><target dev='vda'/></disk>"),
                lambda: dom.setSchedulerParameters({"weight": 5}),
                lambda: dom.setMetadata(libvirt.VIR_DOMAIN_METADATA_TITLE, "t", None, None),
                lambda: dom.migrate(there.aside, p2p, None, None, 0),
                lambda: here.aside.defineXML(redefined)):
            fails(libvirt.VIR_ERR_OPERATION_TIMEOUT, change)
        dom.suspend()
        here.expect("suspended 0")
        way.dom.migrateSetMaxSpeed(100000)
        way.ends(None)
        here.expect("iteration 2", "job 5", "stopped 3")
        there.expect("suspended 0")
        dom.setAutostart(1)
        dom.undefine()
        here.expect("undefined 0")

    way = Moving(here, there, 0)
    way.dom.destroy()
    way.ends(libvirt.VIR_ERR_OPERATION_FAILED)
    here.expect("stopped 1")
    there.expect("stopped 5")


def an_old_life_is_forgotten(here, there):
    """That of the guest over there, before it was off."""
    dom = fresh(here, defined=True)
    moved = dom.migrate(there.conn, libvirt.VIR_MIGRATE_PERSIST_DEST, None, None, 0)
    here.expect(*LEFT)
    there.expect("started 1", "defined 0", "resumed 1")
    assert moved.fsFreeze() == 2
    moved.destroy()
    there.expect("stopped 1")
    dom.create()
    here.expect("started 0")
    moved = dom.migrate(there.conn, 0, None, None, 0)
    here.expect(*LEFT)
    there.expect("started 1", "resumed 1")
    assert moved.fsThaw() == 0, "it is frozen from before"


if __name__ == "__main__":
    main(every_function, every_flag, on_the_way, gone_at_the_end, nobody_changes_it, an_old_life_is_forgotten)
