#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What happens to domains of the test driver, by itself or on demand, is seen in their state and heard
of in events, by Debian's libvirt bindings for Python.

Usage: events_state.py URI VIREO        (the command)
"""

import subprocess
import sys

import libvirt

from expect_error import refused

XML = """<domain type='test'><name>web</name><memory>1048576</memory><os><type>hvm</type></os><devices>
<disk type='file'><source file='/default-pool/web.img'/><target dev='vda' bus='virtio'/></disk>
<disk type='file' device='cdrom'><source file='/cd.iso'/><target dev='sda' bus='sata'/></disk>
<memory model='virtio-mem'><target><size unit='KiB'>1048576</size><node>0</node><block unit='KiB'>2048</block>
<requested unit='KiB'>524288</requested></target><alias name='ua-mem'/></memory>
<channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>
<channel type='unix'><target type='virtio' name='other'/></channel>
<watchdog model='i6300esb' action='poweroff'/>
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


def emit(dom, event, *fields):
    subprocess.run([sys.argv[2], "-c", sys.argv[1], "emit", dom.name(), event, *fields], check=True)


def a_failing_disk_pauses(dom):
    life = Heard(dom, libvirt.VIR_DOMAIN_EVENT_ID_LIFECYCLE)
    disk = ("path=/default-pool/web.img", "alias=virtio-disk0")
    emit(dom, "io-error", *disk, "action=report")
    assert dom.state() == [libvirt.VIR_DOMAIN_RUNNING, libvirt.VIR_DOMAIN_RUNNING_BOOTED]
    emit(dom, "io-error-reason", *disk, "action=pause", "reason=enospc")
    emit(dom, "io-error", *disk, "action=pause")
    assert dom.state() == [libvirt.VIR_DOMAIN_PAUSED, libvirt.VIR_DOMAIN_PAUSED_IOERROR]
    dom.resume()
    life.expect([libvirt.VIR_DOMAIN_EVENT_SUSPENDED, libvirt.VIR_DOMAIN_EVENT_SUSPENDED_IOERROR],
                [libvirt.VIR_DOMAIN_EVENT_RESUMED, libvirt.VIR_DOMAIN_EVENT_RESUMED_UNPAUSED])


def a_watchdog_bites(dom):
    life, reboot = Heard(dom, libvirt.VIR_DOMAIN_EVENT_ID_LIFECYCLE), Heard(dom, libvirt.VIR_DOMAIN_EVENT_ID_REBOOT)
    for action in "none", "dump", "inject-nmi", "reset":
        emit(dom, "watchdog", f"action={action}")
        assert dom.state()[0] == libvirt.VIR_DOMAIN_RUNNING
    emit(dom, "watchdog", "action=pause")
    assert dom.state() == [libvirt.VIR_DOMAIN_PAUSED, libvirt.VIR_DOMAIN_PAUSED_WATCHDOG]
    dom.resume()
    dom.injectNMI()  # the XML says poweroff
    assert dom.state() == [libvirt.VIR_DOMAIN_SHUTOFF, libvirt.VIR_DOMAIN_SHUTOFF_SHUTDOWN]
    life.expect([libvirt.VIR_DOMAIN_EVENT_SUSPENDED, libvirt.VIR_DOMAIN_EVENT_SUSPENDED_WATCHDOG],
                [libvirt.VIR_DOMAIN_EVENT_RESUMED, libvirt.VIR_DOMAIN_EVENT_RESUMED_UNPAUSED],
                [libvirt.VIR_DOMAIN_EVENT_STOPPED, libvirt.VIR_DOMAIN_EVENT_STOPPED_SHUTDOWN])
    reboot.expect([])


def memory_fails(dom):
    life, reboot = Heard(dom, libvirt.VIR_DOMAIN_EVENT_ID_LIFECYCLE), Heard(dom, libvirt.VIR_DOMAIN_EVENT_ID_REBOOT)
    for action in "ignore", "inject", "reset", "fatal":
        assert dom.isActive()
        emit(dom, "memory-failure", "recipient=guest", f"action={action}")
    assert dom.state() == [libvirt.VIR_DOMAIN_SHUTOFF, libvirt.VIR_DOMAIN_SHUTOFF_CRASHED]
    life.expect([libvirt.VIR_DOMAIN_EVENT_STOPPED, libvirt.VIR_DOMAIN_EVENT_STOPPED_CRASHED])
    reboot.expect([])


def an_agent_goes_and_comes(dom):
    said = Heard(dom, libvirt.VIR_DOMAIN_EVENT_ID_AGENT_LIFECYCLE)
    assert dom.hostname() == "webhost"
    emit(dom, "agent-lifecycle", "state=disconnected", "reason=channel")
    assert "name='org.qemu.guest_agent.0' state='disconnected'" in dom.XMLDesc()
    for call in dom.hostname, dom.getTime, dom.fsInfo, dom.guestInfo:
        refused(libvirt.VIR_ERR_AGENT_UNRESPONSIVE, call)
    refused(libvirt.VIR_ERR_AGENT_UNRESPONSIVE, dom.interfaceAddresses, libvirt.VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_AGENT)
    dom.interfaceAddresses(libvirt.VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_LEASE)
    emit(dom, "agent-lifecycle", "state=connected", "reason=channel")
    assert "state='connected'" in dom.XMLDesc() and dom.hostname() == "webhost"
    emit(dom, "channel-lifecycle", "name=other", "state=connected", "reason=channel")
    assert "name='other' state='connected'" in dom.XMLDesc() and dom.hostname() == "webhost"
    emit(dom, "channel-lifecycle", "name=org.qemu.guest_agent.0", "state=disconnected", "reason=channel")
    refused(libvirt.VIR_ERR_AGENT_UNRESPONSIVE, dom.hostname)
    dom.reboot()
    assert dom.hostname() == "webhost"
    said.expect([2, 2], [1, 2])


def devices_are_as_events_say(dom):
    emit(dom, "tray-change", "alias=sata0-0-0", "reason=open")
    assert "tray='open'" in dom.XMLDesc()
    emit(dom, "tray-change", "alias=sata0-0-0", "reason=close")
    assert "tray=" not in dom.XMLDesc()
    emit(dom, "disk-change", "alias=sata0-0-0", "old-path=/cd.iso", "new-path=/new.iso", "reason=change-missing")
    assert "<source file='/new.iso'/>" in dom.XMLDesc()
    emit(dom, "disk-change", "alias=sata0-0-0", "old-path=/new.iso", "reason=change-missing")
    assert ".iso" not in dom.XMLDesc() and "sda" in dom.XMLDesc()
    emit(dom, "disk-change", "alias=sata0-0-0", "reason=drop-missing")
    assert "dev='sda'" not in dom.XMLDesc() and "dev='sda'" in dom.XMLDesc(libvirt.VIR_DOMAIN_XML_INACTIVE)
    for size, kib in (1 << 29, 1 << 19), (1 << 30, 1 << 20):
        emit(dom, "memory-device-size-change", "alias=ua-mem", f"size={size}")
        assert f"<current unit='KiB'>{kib}</current>" in dom.XMLDesc()
    before = dom.XMLDesc()
    for event, *fields in (("memory-device-size-change", "alias=nothing", "size=1"), ("tray-change", "alias=nothing", "reason=open"),
                           ("disk-change", "alias=ua-mem", "reason=drop-missing"), ("device-removal-failed", "alias=ua-mem")):
        emit(dom, event, *fields)
    assert dom.XMLDesc() == before


def a_broken_control_is_told_of(dom):
    assert dom.controlInfo()[0] == libvirt.VIR_DOMAIN_CONTROL_OK
    emit(dom, "control-error")
    assert dom.controlInfo()[0] == libvirt.VIR_DOMAIN_CONTROL_ERROR
    dom.destroy()
    dom.create()
    assert dom.controlInfo()[0] == libvirt.VIR_DOMAIN_CONTROL_OK


def main():
    libvirt.virEventRegisterDefaultImpl()
    libvirt.registerErrorHandler(lambda *_: None, None)
    conn = libvirt.open(sys.argv[1])
    dom = conn.defineXML(XML)
    for test in (a_threshold_is_passed_by_what_is_written, a_failing_disk_pauses, a_watchdog_bites, memory_fails,
                 an_agent_goes_and_comes, devices_are_as_events_say, a_broken_control_is_told_of):
        dom.create()
        test(dom)
        if dom.isActive():
            dom.destroy()


main()
