#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Debian's libvirt bindings for Python, unmodified, with more calls hung on one connection than it may have:
it stays alive by its own keepalive and the daemon's, and its other calls are answered.

Usage: isolation_libvirt.py URI SOCKET. The daemon asks each second whether its clients live, and twice.
"""

import sys
import threading
import time

import libvirt

from wire import Client, Faults

WAIT, HUNG = 20, 55
XML = "<domain type='test'><name>hung-{}</name><memory>4096</memory><os><type>hvm</type></os></domain>"

libvirt.registerErrorHandler(lambda *_: None, None)
libvirt.virEventRegisterDefaultImpl()


def run_loop():
    while True:
        libvirt.virEventRunDefaultImpl()


threading.Thread(target=run_loop, daemon=True).start()
conn = libvirt.open(sys.argv[1])
assert conn.setKeepAlive(1, 2) == 0
machines = [conn.createXML(XML.format(i)) for i in range(HUNG)]
control, failures = Faults(Client(sys.argv[2])), []
control.add(Faults.HANG, domain="hung-*")


def ask(machine):
    try:
        assert machine.info()[0] == libvirt.VIR_DOMAIN_RUNNING
    except Exception as e:  # any failure of a thread is the test's
        failures.append(e)


threads = [threading.Thread(target=ask, args=[m]) for m in machines]
for t in threads:
    t.start()
control.await_held(HUNG)
end, calls = time.monotonic() + 5, 0  # longer than either side bears a silent peer
while time.monotonic() < end:
    assert conn.lookupByName("test").info()[0] == libvirt.VIR_DOMAIN_RUNNING
    assert conn.isAlive() == 1, "the connection died"
    calls += 1
# A thread that waits in libvirt's library (9.0) may miss that another has something to send, until the next
# keepalive; so there may be no more of them than that.
assert calls >= 3, f"{calls} calls beside the hung ones"
assert control.held() == HUNG and not failures, failures
control.clear()
for t in threads:
    t.join(WAIT)
assert not failures, failures
