#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Debian's libvirt bindings for Python, unmodified, against a daemon: the default event loop, every
kind of event in order, the old way of hearing of them, threads that share a connection, errors with
their codes, and what a client hears when the daemon is dead or stopped: an error, and no hang.

Usage: python_libvirt.py URI PID-OF-THE-DAEMON        (which does not survive it)
"""

import os
import signal
import sys
import threading
import time

import libvirt

WAIT = 40
XML = ("<domain type='test'><name>py</name><memory>4096</memory><currentMemory>2048</currentMemory>"
       "<vcpu>1</vcpu><os><type>hvm</type></os></domain>")


def run_loop():
    while True:
        libvirt.virEventRunDefaultImpl()


class Heard:
    """What callbacks noted; of the machine py only, since others may be there."""

    def __init__(self):
        self.list, self.changed = [], threading.Condition()

    def note(self, *what):
        with self.changed:
            self.list.append(what)
            self.changed.notify_all()

    def expect(self, *wanted):
        with self.changed:
            self.changed.wait_for(lambda: len(self.list) >= len(wanted), WAIT)
            assert self.list == list(wanted), f"{self.list}\ninstead of {list(wanted)}"


def every_event(conn):
    """A callback for each kind of event; those that our script causes come in order, the rest never."""
    heard = Heard()
    kinds = {libvirt.VIR_DOMAIN_EVENT_ID_LIFECYCLE: lambda c, d, event, detail, o: heard.note("life", event, detail),
             libvirt.VIR_DOMAIN_EVENT_ID_METADATA_CHANGE: lambda c, d, kind, uri, o: heard.note("metadata", kind, uri)}
    silent = {libvirt.VIR_DOMAIN_EVENT_ID_REBOOT, libvirt.VIR_DOMAIN_EVENT_ID_BALLOON_CHANGE,
              libvirt.VIR_DOMAIN_EVENT_ID_JOB_COMPLETED}  # libvirt's driver's are
    ids = []
    for kind in range(libvirt.VIR_DOMAIN_EVENT_ID_MEMORY_DEVICE_SIZE_CHANGE + 1):
        call = kinds.get(kind, (lambda *_: None) if kind in silent else lambda c, d, *rest: heard.note(*rest))
        ids.append(conn.domainEventRegisterAny(None, kind, call, None))
    assert len(set(ids)) == len(ids), "two callbacks have the same ID"

    dom = conn.defineXML(XML)
    dom.setMetadata(libvirt.VIR_DOMAIN_METADATA_TITLE, "t", None, None, libvirt.VIR_DOMAIN_AFFECT_CONFIG)
    dom.create()
    dom.suspend()
    dom.resume()
    dom.reboot(0)
    dom.setMemory(1024)
    dom.setMetadata(libvirt.VIR_DOMAIN_METADATA_ELEMENT, "<x/>", "k", "urn:x", libvirt.VIR_DOMAIN_AFFECT_LIVE)
    dom.managedSave(0)
    dom.managedSaveRemove(0)
    dom.create()
    dom.undefine()
    dom.destroy()
    heard.expect(("life", libvirt.VIR_DOMAIN_EVENT_DEFINED, libvirt.VIR_DOMAIN_EVENT_DEFINED_ADDED),
                 ("metadata", libvirt.VIR_DOMAIN_METADATA_TITLE, None),
                 ("life", libvirt.VIR_DOMAIN_EVENT_STARTED, libvirt.VIR_DOMAIN_EVENT_STARTED_BOOTED),
                 ("life", libvirt.VIR_DOMAIN_EVENT_SUSPENDED, libvirt.VIR_DOMAIN_EVENT_SUSPENDED_PAUSED),
                 ("life", libvirt.VIR_DOMAIN_EVENT_RESUMED, libvirt.VIR_DOMAIN_EVENT_RESUMED_UNPAUSED),
                 ("metadata", libvirt.VIR_DOMAIN_METADATA_ELEMENT, "urn:x"),
                 ("life", libvirt.VIR_DOMAIN_EVENT_STOPPED, libvirt.VIR_DOMAIN_EVENT_STOPPED_SAVED),
                 ("life", libvirt.VIR_DOMAIN_EVENT_STARTED, libvirt.VIR_DOMAIN_EVENT_STARTED_BOOTED),
                 ("life", libvirt.VIR_DOMAIN_EVENT_UNDEFINED, libvirt.VIR_DOMAIN_EVENT_UNDEFINED_REMOVED),
                 ("life", libvirt.VIR_DOMAIN_EVENT_STOPPED, libvirt.VIR_DOMAIN_EVENT_STOPPED_DESTROYED))
    for callback in ids:
        conn.domainEventDeregisterAny(callback)


def old_events(conn):
    """virConnectDomainEventRegister beside the new way, for one machine; both hear each event once."""
    test, heard = conn.lookupByName("test"), Heard()

    def old(_conn, dom, event, detail, opaque):
        heard.note(opaque, dom.name(), event)

    conn.domainEventRegister(old, "old")
    new = conn.domainEventRegisterAny(test, libvirt.VIR_DOMAIN_EVENT_ID_LIFECYCLE,
                                      lambda c, d, event, detail, opaque: heard.note(opaque, d.name(), event), "new")
    test.suspend()
    test.resume()
    with heard.changed:
        heard.changed.wait_for(lambda: len(heard.list) >= 4, WAIT)
    events = [libvirt.VIR_DOMAIN_EVENT_SUSPENDED, libvirt.VIR_DOMAIN_EVENT_RESUMED]
    for way in ("old", "new"):
        assert [h for h in heard.list if h[0] == way] == [(way, "test", event) for event in events], heard.list
    conn.domainEventDeregister(old)
    conn.domainEventDeregisterAny(new)
    test.suspend()
    test.resume()
    assert len(heard.list) == 4, heard.list


def shared_by_threads(conn):
    failures = []

    def many_calls():
        try:
            for _ in range(200):
                test = conn.lookupByName("test")
                assert test.info()[0] == libvirt.VIR_DOMAIN_RUNNING
                assert "<name>test</name>" in test.XMLDesc(0)
        except Exception as e:  # any failure of a thread is the test's
            failures.append(e)

    threads = [threading.Thread(target=many_calls) for _ in range(8)]
    for t in threads:
        t.start()
    for t in threads:
        t.join(WAIT)
    assert not failures, failures


def fails(code, make):
    try:
        make()
    except libvirt.libvirtError as e:
        print(e.get_error_code(), e.get_error_domain(), e)
        assert e.get_error_code() in code, f"code {e.get_error_code()}, not {code}: {e}"
    else:
        sys.exit("what must fail went well")


def errors(conn):
    fails([libvirt.VIR_ERR_NO_DOMAIN], lambda: conn.lookupByName("nobody"))
    fails([libvirt.VIR_ERR_XML_DETAIL], lambda: conn.defineXML("<domain"))
    fails([libvirt.VIR_ERR_INTERNAL_ERROR], lambda: conn.lookupByName("test").create())
    fails([libvirt.VIR_ERR_INTERNAL_ERROR], lambda: conn.lookupByName("test").resume())


def lost(uri, send, reason):
    """The daemon gets a signal: the callback hears why the connection is gone, and calls are errors."""
    conn, heard = libvirt.open(uri), Heard()
    conn.registerCloseCallback(lambda c, why, opaque: heard.note(why, opaque), "mine")
    test = conn.lookupByName("test")
    begun = time.monotonic()

    def call():
        while time.monotonic() < begun + WAIT:  # a signal takes a moment, a call in flight ends as well
            test.info()

    failures = [libvirt.VIR_ERR_SYSTEM_ERROR, libvirt.VIR_ERR_INTERNAL_ERROR]
    if send == signal.SIGSTOP:  # nothing but keepalive tells
        assert conn.setKeepAlive(1, 1) == 0
        os.kill(int(sys.argv[2]), send)
        fails(failures, call)
        heard.expect((reason, "mine"))
    else:  # bytes on their way to a dead daemon would make the reason another one, by chance
        os.kill(int(sys.argv[2]), send)
        heard.expect((reason, "mine"))
    fails(failures, test.info)
    assert conn.isAlive() == 0
    assert time.monotonic() < begun + WAIT
    conn.close()


def ended(pid):
    """Whether the process has closed all that it had, with its last thread; its parent may not have looked yet."""
    try:
        state = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()[0]
        return state == "Z" and len(os.listdir(f"/proc/{pid}/task")) == 1
    except (FileNotFoundError, ProcessLookupError):
        return True


def main():
    uri = sys.argv[1]
    libvirt.registerErrorHandler(lambda *_: None, None)
    libvirt.virEventRegisterDefaultImpl()
    threading.Thread(target=run_loop, daemon=True).start()
    conn = libvirt.open(uri)
    assert conn.setKeepAlive(1, 10) == 0
    assert conn.isAlive() == 1
    for part in (every_event, old_events, shared_by_threads, errors):
        part(conn)
    assert conn.close() >= 0  # the count of references that objects still hold
    lost(uri, signal.SIGSTOP, libvirt.VIR_CONNECT_CLOSE_REASON_KEEPALIVE)
    os.kill(int(sys.argv[2]), signal.SIGCONT)
    lost(uri, signal.SIGKILL, libvirt.VIR_CONNECT_CLOSE_REASON_EOF)
    begun = time.monotonic()
    while not ended(sys.argv[2]):
        assert time.monotonic() < begun + WAIT, "the daemon does not die"
        time.sleep(0.01)
    fails([libvirt.VIR_ERR_SYSTEM_ERROR], lambda: libvirt.open(uri))


if __name__ == "__main__":
    main()
