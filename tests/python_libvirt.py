#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Debian's libvirt bindings for Python, unmodified, against a daemon: the default event loop,
lifecycle callbacks in order, threads that share a connection, keepalive, errors with their codes.

Usage: python_libvirt.py URI
"""

import sys
import threading

import libvirt

WAIT = 20
XML = "<domain type='test'><name>py</name><memory>4096</memory><vcpu>1</vcpu><os><type>hvm</type></os></domain>"

libvirt.registerErrorHandler(lambda *_: None, None)
libvirt.virEventRegisterDefaultImpl()


def run_loop():
    while True:
        libvirt.virEventRunDefaultImpl()


threading.Thread(target=run_loop, daemon=True).start()
conn = libvirt.open(sys.argv[1])
assert conn.setKeepAlive(1, 3) == 0
assert conn.isAlive() == 1

seen, enough = [], threading.Event()


def on_lifecycle(_conn, dom, event, detail, _opaque):
    seen.append((dom.name(), event))
    if len(seen) == 6:
        enough.set()


callback = conn.domainEventRegisterAny(None, libvirt.VIR_DOMAIN_EVENT_ID_LIFECYCLE, on_lifecycle, None)
dom = conn.defineXML(XML)
dom.create()
dom.suspend()
dom.resume()
dom.destroy()
dom.undefine()
assert enough.wait(WAIT), seen
want = [libvirt.VIR_DOMAIN_EVENT_DEFINED, libvirt.VIR_DOMAIN_EVENT_STARTED, libvirt.VIR_DOMAIN_EVENT_SUSPENDED,
        libvirt.VIR_DOMAIN_EVENT_RESUMED, libvirt.VIR_DOMAIN_EVENT_STOPPED, libvirt.VIR_DOMAIN_EVENT_UNDEFINED]
assert seen == [("py", event) for event in want], seen

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

for make, code in ((lambda: conn.lookupByName("nobody"), libvirt.VIR_ERR_NO_DOMAIN),
                   (lambda: conn.defineXML("<domain"), libvirt.VIR_ERR_XML_DETAIL),
                   (lambda: conn.lookupByName("test").create(), libvirt.VIR_ERR_INTERNAL_ERROR),
                   (lambda: conn.lookupByName("test").resume(), libvirt.VIR_ERR_INTERNAL_ERROR)):
    try:
        make()
    except libvirt.libvirtError as e:
        print(e.get_error_code(), e.get_error_domain(), e)
        assert e.get_error_code() == code, f"code {e.get_error_code()}, not {code}: {e}"
    else:
        sys.exit("what must fail went well")

conn.domainEventDeregisterAny(callback)
assert conn.close() >= 0  # the count of references that objects still hold
