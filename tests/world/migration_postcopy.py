#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A domain goes on over there before its memory is there; what is cut off on the way can be resumed.

    migration_postcopy.py HERE THERE     URIs of two hosts
"""
import os
import subprocess

import libvirt
from migration_side import fails, main
from migration_ways import Moving, fresh

P2P, LIVE = libvirt.VIR_MIGRATE_PEER2PEER, libvirt.VIR_MIGRATE_LIVE
POSTCOPY, RESUME = LIVE | libvirt.VIR_MIGRATE_POSTCOPY, libvirt.VIR_MIGRATE_POSTCOPY_RESUME
SLOW, CUT = libvirt.VIR_DOMAIN_MIGRATE_MAX_SPEED_POSTCOPY, libvirt.VIR_DOMAIN_ABORT_JOB_POSTCOPY
RUNNING, PAUSED = libvirt.VIR_DOMAIN_RUNNING, libvirt.VIR_DOMAIN_PAUSED
WENT = ("iteration 2", "suspended 7")
BROKEN = ("job 5 failed", "suspended 8")


def goes_on_there(here, there):
    for p2p in (0, P2P):
        way = Moving(here, there, POSTCOPY | p2p)
        fails(libvirt.VIR_ERR_OPERATION_INVALID, lambda: way.dom.abortJobFlags(CUT))
        way.dom.migrateStartPostCopy()
        way.ends(None)
        here.expect(*WENT, "job 5", "stopped 3")
        there.expect("resumed 3", "resumed 1")
        moved = there.aside.lookupByName(way.dom.name())
        assert moved.state() == [RUNNING, libvirt.VIR_DOMAIN_RUNNING_MIGRATED], moved.state()


def is_refused(here, there):
    way = Moving(here, there, LIVE)
    fails(libvirt.VIR_ERR_OPERATION_INVALID, way.dom.migrateStartPostCopy)
    way.dom.abortJob()
    way.ends(libvirt.VIR_ERR_OPERATION_ABORTED)
    here.expect("job 5 failed")
    there.expect("stopped 5")
    dom = here.conn.lookupByName(way.dom.name())

    def move(flags):
        return lambda: dom.migrate(there.conn, flags, None, None, 0)

    fails(libvirt.VIR_ERR_ARGUMENT_UNSUPPORTED, move(libvirt.VIR_MIGRATE_POSTCOPY))
    fails(libvirt.VIR_ERR_ARGUMENT_UNSUPPORTED, move(POSTCOPY | libvirt.VIR_MIGRATE_PAUSED))
    fails(libvirt.VIR_ERR_INVALID_ARG, move(LIVE | RESUME))
    fails(libvirt.VIR_ERR_OPERATION_INVALID, move(POSTCOPY | RESUME))
    fails(libvirt.VIR_ERR_OPERATION_INVALID, dom.migrateStartPostCopy)


def states(here, there, name, before, after):
    dom, moved = here.aside.lookupByName(name), there.aside.lookupByName(name)
    assert (dom.state(), moved.state()) == ([PAUSED, before], [RUNNING, after]), (dom.state(), moved.state())


def resumes(here, there, dom, p2p):
    """What was cut off: nothing else can be done with it."""
    name = dom.name()
    states(here, there, name, libvirt.VIR_DOMAIN_PAUSED_POSTCOPY_FAILED, libvirt.VIR_DOMAIN_RUNNING_POSTCOPY_FAILED)
    fails(libvirt.VIR_ERR_OPERATION_TIMEOUT, dom.resume)
    fails(libvirt.VIR_ERR_OPERATION_TIMEOUT, lambda: dom.migrate(there.conn, LIVE | p2p, None, None, 0))
    dom.migrateSetMaxSpeed(100000, SLOW)
    here.conn.lookupByName(name).migrate(there.conn, POSTCOPY | RESUME | p2p, None, None, 0)
    here.expect("suspended 7", "job 5", "stopped 3")
    there.expect("resumed 3", "resumed 1")
    moved = there.aside.lookupByName(name)
    assert moved.state() == [RUNNING, libvirt.VIR_DOMAIN_RUNNING_MIGRATED], moved.state()


def cut(here, there):
    """A domain that was on its way until the source cut it off."""
    dom = fresh(here)
    dom.migrateSetMaxSpeed(1, SLOW)
    way = Moving(here, there, POSTCOPY | P2P, dom)
    way.dom.migrateStartPostCopy()
    here.expect(*WENT)
    there.expect("resumed 3")
    states(here, there, dom.name(), libvirt.VIR_DOMAIN_PAUSED_POSTCOPY, libvirt.VIR_DOMAIN_RUNNING_POSTCOPY)
    assert way.dom.jobStats()["memory_remaining"] > 0
    fails(libvirt.VIR_ERR_OPERATION_INVALID, way.dom.abortJob)
    fails(libvirt.VIR_ERR_OPERATION_TIMEOUT, there.aside.lookupByName(dom.name()).suspend)
    way.dom.abortJobFlags(CUT)
    way.thread.join(20)
    assert way.error, "the cut is no error"
    here.expect(*BROKEN)
    there.expect("resumed 4")
    return way.dom


def is_cut_by_the_source(here, there):
    resumes(here, there, cut(here, there), P2P)


def is_cut_again(here, there):
    """The step that would let it go on does not arrive, and who led it has gone."""
    dom = cut(here, there)
    subprocess.run([os.environ["top_builddir"] + "/client/vireo/vireo", "-c", there.conn.getURI(), "fault", "add",
                    "--procedure", "domain_migrate_finish3*", "--error", str(libvirt.VIR_ERR_SYSTEM_ERROR),
                    "--count", "1"], check=True, stdout=subprocess.DEVNULL)
    fails(libvirt.VIR_ERR_SYSTEM_ERROR, lambda: here.conn.lookupByName(dom.name()).migrate(
        there.conn, POSTCOPY | RESUME | P2P, None, None, 0))
    here.expect("suspended 7", *BROKEN)
    there.expect("resumed 4")
    resumes(here, there, dom, P2P)


def is_cut_with_its_client(here, there):
    dom = fresh(here)
    dom.migrateSetMaxSpeed(1, SLOW)
    command = ["virsh", "-k", "0", "-c", here.conn.getURI(), "migrate", "--live", "--postcopy", "--bandwidth", "1",
               dom.name(), there.conn.getURI()]
    theirs = {name: value for name, value in os.environ.items() if name != "LD_LIBRARY_PATH"}
    with subprocess.Popen(command, env=theirs) as client:
        here.expect("iteration 1")
        there.expect("started 1")
        dom.migrateStartPostCopy()
        here.expect(*WENT)
        there.expect("resumed 3")
        fails(libvirt.VIR_ERR_OPERATION_UNSUPPORTED, lambda: dom.abortJobFlags(CUT))
        client.kill()
    here.expect(*BROKEN)
    there.expect("resumed 4")
    resumes(here, there, dom, 0)


def is_lost_there(here, there):
    """It ends over there, where it ran: here it waits for ever, or for its end."""
    dom = fresh(here)
    dom.migrateSetMaxSpeed(1, SLOW)
    way = Moving(here, there, POSTCOPY, dom)
    way.dom.migrateStartPostCopy()
    here.expect(*WENT)
    there.expect("resumed 3")
    there.aside.lookupByName(dom.name()).destroy()
    way.ends(libvirt.VIR_ERR_OPERATION_FAILED)
    here.expect(*BROKEN)
    there.expect("stopped 1")
    way.dom.destroy()
    here.expect("stopped 1")


if __name__ == "__main__":
    main(goes_on_there, is_refused, is_cut_by_the_source, is_cut_again, is_cut_with_its_client, is_lost_there)
