#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What happens to machines of the in-memory hypervisor, by itself or on demand, is seen in their state and heard
of in events, by Debian's libvirt bindings for Python.

Usage: happenings.py URI VIREO        (the command)
"""

import subprocess
import sys

import libvirt

XML = """<domain type='test'><name>web</name><memory>1048576</memory><os><type>hvm</type></os><devices>
<disk type='file'><source file='/default-pool/web.img'/><target dev='vda' bus='virtio'/></disk>
</devices></domain>"""


class Heard:
    """Events of one kind; each is the list of its arguments."""

    def __init__(self, dom, kind):
        self.conn, self.list = dom.connect(), []
        self.id = self.conn.domainEventRegisterAny(dom, kind, lambda c, d, *said: self.list.append(list(said[:-1])), None)

    def expect(self, *wanted):
        """Those and no others have come; each is said by a call that has returned."""
        self.conn.isAlive()
        while len(self.list) < len(wanted):
            libvirt.virEventRunDefaultImpl()
        self.conn.getLibVersion()  # whatever else there is comes before its answer
        timer = libvirt.virEventAddTimeout(0, lambda *_: None, None)
        libvirt.virEventRunDefaultImpl()
        libvirt.virEventRemoveTimeout(timer)
        assert self.list == list(wanted), f"{self.list}\ninstead of {list(wanted)}"
        self.conn.domainEventDeregisterAny(self.id)


def upload(vol, offset, data):
    stream = vol.connect().newStream()
    vol.upload(stream, offset, len(data))
    stream.send(data)
    stream.finish()


def a_threshold_is_passed_by_what_is_written(dom):
    pool = dom.connect().storagePoolLookupByName("default-pool")
    vol = pool.createXML("<volume><name>web.img</name><capacity>1048576</capacity></volume>")
    heard = Heard(dom, libvirt.VIR_DOMAIN_EVENT_ID_BLOCK_THRESHOLD)
    dom.setBlockThreshold("vda", 4096)
    upload(vol, 0, bytes(4096))
    upload(vol, 0, bytes(4097))
    upload(vol, 0, bytes(8192))
    dom.setBlockThreshold("vda", 65536)
    vol.wipe()
    heard.expect(["vda", "/default-pool/web.img", 4096, 1], ["vda", "/default-pool/web.img", 65536, 1048576 - 65536])
    vol.delete()


def main():
    libvirt.virEventRegisterDefaultImpl()
    libvirt.registerErrorHandler(lambda *_: None, None)
    conn = libvirt.open(sys.argv[1])
    dom = conn.defineXML(XML)
    for test in (a_threshold_is_passed_by_what_is_written,):
        dom.create()
        test(dom)
        if dom.isActive():
            dom.destroy()


main()
