#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Debian's libvirt bindings for Python: calls that must fail, each in a world of its own, and the domain,
code and level of the error.

Usage: errors.py URI
"""

import os
import sys
import tempfile

import libvirt

NOWHERE = "11111111-2222-3333-4444-555555555555"
OTHER = "99999999-8888-7777-6666-555555555555"
MALFORMED = {"empty": "", "open": "<x", "no XML": "x", "another": "<other/>", "two roots": "<a/><b/>"}
DOMAIN = "<domain type='test'><name>{name}</name>{uuid}<memory>1024</memory><os><type>hvm</type></os>{more}</domain>"
IP = "<ip address='192.0.2.1' prefix='24'/>"
NETWORK = "<network><name>{name}</name>{uuid}{more}</network>"
POOL = "<pool type='dir'><name>{name}</name>{uuid}<target><path>/somewhere</path></target>{more}</pool>"
VOLUME = "<volume><name>{name}</name><capacity>1000</capacity>{more}</volume>"
INTERFACE = "<interface type='ethernet' name='{name}'><start mode='none'/>{more}</interface>"
VPORT = ("<device><parent>scsi_host1</parent><capability type='scsi_host'><capability type='fc_host'>{more}"
         "</capability></capability></device>")
SNAPSHOT = "<domainsnapshot><name>{name}</name>{more}</domainsnapshot>"
CHECKPOINT = "<domaincheckpoint><name>{name}</name>{more}</domaincheckpoint>"
STRANGER = ("<domain type='test'><name>test</name><uuid>d2b1f0a4-1111-4222-8333-abcdefabcdef</uuid>"
            "<memory>1024</memory><os><type>hvm</type></os></domain>")
SECRET = "<secret><usage type='volume'><volume>/x</volume></usage>{more}</secret>"


def fill(template, name="odd", uuid=None, more=""):
    return template.format(name=name, uuid=f"<uuid>{uuid}</uuid>" if uuid else "", more=more)


class World:
    """The default world, and an inactive one of each kind beside it."""

    def __init__(self, uri):
        self.c = libvirt.open(uri)
        # A daemon hears a moment later that nobody has the last world any more.
        while self.c.listDefinedNetworks() or self.c.listDefinedDomains() or self.c.listDefinedStoragePools():
            self.c.close()
            self.c = libvirt.open(uri)
        self.on = self.c.lookupByName("test")
        self.off = self.c.defineXML(fill(DOMAIN, "off"))
        self.net = self.c.networkLookupByName("default")
        self.net_off = self.c.networkDefineXML(fill(NETWORK, "off"))
        self.pool = self.c.storagePoolLookupByName("default-pool")
        self.pool_off = self.c.storagePoolDefineXML(fill(POOL, "off"))
        self.vol = self.pool.createXML(fill(VOLUME, "vol"))
        self.iface = self.c.interfaceLookupByName("eth1")
        self.iface_off = self.c.interfaceDefineXML(fill(INTERFACE, "eth7"))
        self.dev = self.c.nodeDeviceLookupByName("computer")

    def transient(self):
        return self.c.createXML(fill(DOMAIN, "passing"))

    def restore(self, end):
        """Restores a domain from the first bytes of its image."""
        with tempfile.NamedTemporaryFile() as image:
            self.on.save(image.name)
            image.truncate(max(0, end if end >= 0 else os.stat(image.name).st_size + end))
            return self.c.restore(image.name)

    def snapshot(self):
        return self.on.snapshotCreateXML(fill(SNAPSHOT, "s"))

    def checkpoint(self):
        return self.on.checkpointCreateXML(fill(CHECKPOINT, "c"))


CASES = []


def case(label, call):
    CASES.append((label, call))


def documents():
    """Every call that takes XML, with what is none."""
    calls = {
        "defineXML": lambda w, x: w.c.defineXML(x),
        "defineXML, checked": lambda w, x: w.c.defineXMLFlags(x, 1),
        "createXML": lambda w, x: w.c.createXML(x),
        "domainXMLFromNative": lambda w, x: w.c.domainXMLFromNative("x", x),
        "domainXMLToNative": lambda w, x: w.c.domainXMLToNative("x", x),
        "networkDefineXML": lambda w, x: w.c.networkDefineXML(x),
        "networkCreateXML": lambda w, x: w.c.networkCreateXML(x),
        "network.update": lambda w, x: w.net.update(3, 4, -1, x),
        "network.portCreateXML": lambda w, x: w.net.portCreateXML(x),
        "storagePoolDefineXML": lambda w, x: w.c.storagePoolDefineXML(x),
        "storagePoolCreateXML": lambda w, x: w.c.storagePoolCreateXML(x),
        "findStoragePoolSources": lambda w, x: w.c.findStoragePoolSources("netfs", x),
        "pool.createXML": lambda w, x: w.pool.createXML(x),
        "pool.createXMLFrom": lambda w, x: w.pool.createXMLFrom(x, w.vol),
        "interfaceDefineXML": lambda w, x: w.c.interfaceDefineXML(x),
        "nodeDeviceCreateXML": lambda w, x: w.c.nodeDeviceCreateXML(x),
        "nodeDeviceDefineXML": lambda w, x: w.c.nodeDeviceDefineXML(x),
        "secretDefineXML": lambda w, x: w.c.secretDefineXML(x),
        "nwfilterDefineXML": lambda w, x: w.c.nwfilterDefineXML(x),
        "nwfilterBindingCreateXML": lambda w, x: w.c.nwfilterBindingCreateXML(x),
        "snapshotCreateXML": lambda w, x: w.on.snapshotCreateXML(x),
        "snapshotCreateXML, redefined": lambda w, x: w.on.snapshotCreateXML(x, 1),
        "checkpointCreateXML": lambda w, x: w.on.checkpointCreateXML(x),
        "checkpointCreateXML, redefined": lambda w, x: w.on.checkpointCreateXML(x, 1),
        "attachDevice": lambda w, x: w.on.attachDevice(x),
        "detachDevice": lambda w, x: w.on.detachDevice(x),
        "updateDeviceFlags": lambda w, x: w.on.updateDeviceFlags(x),
        "backupBegin": lambda w, x: w.on.backupBegin(x, None),
        "blockCopy": lambda w, x: w.on.blockCopy("vda", x),
        "setMetadata": lambda w, x: w.on.setMetadata(libvirt.VIR_DOMAIN_METADATA_ELEMENT, x, "k", "http://x"),
        "saveImageDefineXML": lambda w, x: w.c.saveImageDefineXML("/nowhere/at/all", x),
        "restoreFlags": lambda w, x: w.c.restoreFlags("/nowhere/at/all", x),
        "managedSaveDefineXML": lambda w, x: w.on.managedSaveDefineXML(x),
        "baselineCPU": lambda w, x: w.c.baselineCPU([x]),
        "compareCPU": lambda w, x: w.c.compareCPU(x),
    }
    for name, call in calls.items():
        for what, xml in MALFORMED.items():
            case(f"{name}: {what}", lambda w, call=call, xml=xml: call(w, xml))


def wrong_documents():
    """XML of the right kind that says nothing of use."""
    wrong = {
        "defineXML": (lambda w, x: w.c.defineXML(x), (
            "<domain/>", "<domain type='test'/>", "<domain type='nonsense'><name>x</name></domain>",
            "<domain type='test'><name/></domain>", "<domain type='test'><name>a/b</name></domain>",
            "<domain type='test'><name>x</name></domain>",
            "<domain type='test'><name>x</name><memory>1</memory></domain>",
            "<domain type='test'><name>x</name><memory>x</memory><os><type>hvm</type></os></domain>",
            "<domain type='test'><name>x</name><memory unit='x'>1</memory><os><type>hvm</type></os></domain>",
            "<domain type='test'><name>x</name><memory>1</memory><os/></domain>",
            "<domain type='test'><name>x</name><memory>1</memory><os><type>odd</type></os></domain>",
            "<domain type='test'><name>x</name><memory>1</memory><os><type arch='pdp11'>hvm</type></os></domain>",
            "<domain type='test'><name>x</name><memory>1</memory><os><type arch='sparc64'>hvm</type></os></domain>",
            fill(DOMAIN, "\n"), fill(DOMAIN, "x" * 300), fill(DOMAIN, "x", "short"), fill(DOMAIN, "x", "0" * 32),
            fill(DOMAIN, "x", more="<vcpu>0</vcpu>"), fill(DOMAIN, "x", more="<vcpu>x</vcpu>"),
            fill(DOMAIN, "x", more="<vcpu>100000</vcpu>"), fill(DOMAIN, "x", more="<vcpu current='3'>2</vcpu>"),
            fill(DOMAIN, "x", more="<vcpu cpuset='x'>2</vcpu>"),
            fill(DOMAIN, "x", more="<currentMemory>x</currentMemory>"),
            fill(DOMAIN, "x", more="<on_poweroff>x</on_poweroff>"), fill(DOMAIN, "x", more="<on_crash>x</on_crash>"),
            fill(DOMAIN, "x", more="<clock offset='x'/>"), fill(DOMAIN, "x", more="<features><acpi/><x/></features>"),
            fill(DOMAIN, "x", more="<title>a\nb</title>"), fill(DOMAIN, "x", more="<iothreads>x</iothreads>"),
            fill(DOMAIN, "x", more="<devices><disk/></devices>"),
            fill(DOMAIN, "x", more="<devices><disk><target dev='vda'/></disk></devices>"),
            fill(DOMAIN, "x", more="<devices><disk type='x'><target dev='vda'/></disk></devices>"),
            fill(DOMAIN, "x", more="<devices><disk device='x'><target dev='vda'/></disk></devices>"),
            fill(DOMAIN, "x", more="<devices><disk type='file'><target dev='vda' bus='x'/></disk></devices>"),
            fill(DOMAIN, "x", more="<devices><disk type='file'><source file='/a'/><target dev='vda'/></disk>"
                 "<disk type='file'><source file='/b'/><target dev='vda'/></disk></devices>"),
            fill(DOMAIN, "x", more="<devices><interface/></devices>"),
            fill(DOMAIN, "x", more="<devices><interface type='x'/></devices>"),
            fill(DOMAIN, "x", more="<devices><interface type='network'/></devices>"),
            fill(DOMAIN, "x", more="<devices><interface type='bridge'/></devices>"),
            fill(DOMAIN, "x", more="<devices><interface type='user'><mac address='x'/></interface></devices>"),
            fill(DOMAIN, "x", more="<devices><graphics/></devices>"),
            fill(DOMAIN, "x", more="<devices><graphics type='x'/></devices>"),
            fill(DOMAIN, "x", more="<devices><hostdev/></devices>"),
            fill(DOMAIN, "x", more="<devices><hostdev mode='x'/></devices>"),
            fill(DOMAIN, "x", more="<devices><controller type='x'/></devices>"),
            fill(DOMAIN, "x", more="<devices><input type='x'/></devices>"),
            fill(DOMAIN, "x", more="<devices><sound model='x'/></devices>"),
            fill(DOMAIN, "x", more="<devices><video><model type='x'/></video></devices>"),
            fill(DOMAIN, "x", more="<devices><console type='x'/></devices>"),
            fill(DOMAIN, "x", more="<devices><channel type='unix'/></devices>"),
            fill(DOMAIN, "x", more="<devices><watchdog/></devices>"),
            fill(DOMAIN, "x", more="<devices><memballoon model='x'/></devices>"),
            fill(DOMAIN, "x", more="<devices><filesystem/></devices>"),
            fill(DOMAIN, "x", more="<devices><rng/></devices>"), fill(DOMAIN, "x", more="<devices><tpm/></devices>"),
            fill(DOMAIN, "x", more="<cpu mode='x'/>"), fill(DOMAIN, "x", more="<cpu match='x'><model>y</model></cpu>"),
            fill(DOMAIN, "x", more="<cpu><topology sockets='2' cores='2' threads='2'/></cpu>"),
            fill(DOMAIN, "x", more="<numatune><memory mode='x'/></numatune>"),
            fill(DOMAIN, "x", more="<cputune><vcpupin/></cputune>"),
            fill(DOMAIN, "x", more="<cputune><vcpupin vcpu='0' cpuset='x'/></cputune>"),
            fill(DOMAIN, "x", more="<seclabel type='x'/>"), fill(DOMAIN, "x", more="<sysinfo type='x'/>"))),
        "networkDefineXML": (lambda w, x: w.c.networkDefineXML(x), (
            "<network/>", "<network><name/></network>", fill(NETWORK, "a/b"), fill(NETWORK, "x", "short"),
            fill(NETWORK, "x", more="<forward mode='x'/>"), fill(NETWORK, "x", more="<ip address='x'/>"),
            fill(NETWORK, "x", more="<ip address='1.2.3.4' netmask='x'/>"),
            fill(NETWORK, "x", more="<ip address='1.2.3.4' prefix='99'/>"),
            fill(NETWORK, "x", more="<ip/>"), fill(NETWORK, "x", more="<mac address='x'/>"),
            fill(NETWORK, "x", more="<bridge stp='x'/>"), fill(NETWORK, "x", more="<bridge name='b' delay='x'/>"),
            fill(NETWORK, "x", more="<ip address='1.2.3.4' prefix='24'><dhcp><range start='x' end='y'/></dhcp></ip>"),
            fill(NETWORK, "x", more="<ip address='1.2.3.4' prefix='24'><dhcp><range start='1.2.3.9' end='1.2.3.5'/>"
                 "</dhcp></ip>"),
            fill(NETWORK, "x", more="<ip address='1.2.3.4' prefix='24'><dhcp><host/></dhcp></ip>"),
            fill(NETWORK, "x", more="<dns><host/></dns>"), fill(NETWORK, "x", more="<portgroup/>"),
            fill(NETWORK, "x", more="<vlan/>"), fill(NETWORK, "x", more="<mtu size='x'/>"),
            fill(NETWORK, "x", more="<bandwidth><inbound/></bandwidth>"),
            fill(NETWORK, "x", more="<forward/>"),
            fill(NETWORK, "x", more="<forward mode='route'/>"),
            fill(NETWORK, "x", more="<forward mode='nat'><interface dev='a'/><interface dev='b'/></forward>" + IP),
            fill(NETWORK, "x", more="<forward dev='b'><interface dev='a'/></forward>" + IP),
            fill(NETWORK, "x", more="<forward mode='open' dev='a'/>" + IP))),
        "storagePoolDefineXML": (lambda w, x: w.c.storagePoolDefineXML(x), (
            "<pool/>", "<pool type='x'/>", "<pool type='dir'/>", "<pool type='dir'><name>x</name></pool>",
            fill(POOL, "a/b"), fill(POOL, "x", "short"), "<pool type='dir'><name>x</name><target/></pool>",
            "<pool type='dir'><target><path>/x</path></target></pool>",
            "<pool type='netfs'><name>x</name><target><path>/x</path></target></pool>",
            "<pool type='logical'><name>x</name></pool>", "<pool type='iscsi'><name>x</name></pool>",
            "<pool type='rbd'><name>x</name></pool>", "<pool type='disk'><name>x</name></pool>",
            "<pool type='scsi'><name>x</name><target><path>/x</path></target></pool>")),
        "pool.createXML": (lambda w, x: w.pool.createXML(x), (
            "<volume/>", "<volume><name/></volume>", "<volume><name>x</name></volume>",
            "<volume><name>x</name><capacity>x</capacity></volume>",
            "<volume><name>x</name><capacity unit='x'>1</capacity></volume>",
            "<volume type='x'><name>x</name><capacity>1</capacity></volume>", fill(VOLUME, "a/b"),
            fill(VOLUME, "x", more="<allocation>x</allocation>"),
            fill(VOLUME, "x", more="<target><format type='x'/></target>"),
            fill(VOLUME, "x", more="<target><permissions><mode>x</mode></permissions></target>"),
            fill(VOLUME, "x", more="<backingStore/>"))),
        "interfaceDefineXML": (lambda w, x: w.c.interfaceDefineXML(x), (
            "<interface/>", "<interface type='x'/>", "<interface type='ethernet'/>",
            "<interface type='x' name='y'/>", "<interface type='bridge' name='y'/>", "<interface type='bond' name='y'/>",
            "<interface type='vlan' name='y'/>", "<interface type='ethernet' name='y'><start mode='x'/></interface>",
            fill(INTERFACE, "x", more="<mtu size='x'/>"), fill(INTERFACE, "x", more="<protocol/>"),
            fill(INTERFACE, "x", more="<protocol family='x'/>"),
            "<interface type='vlan' name='y'><start mode='none'/><vlan/></interface>",
            "<interface type='bond' name='y'><start mode='none'/><bond/></interface>",
            "<interface type='bridge' name='y'><start mode='none'/><bridge stp='x'/></interface>")),
        "nodeDeviceCreateXML": (lambda w, x: w.c.nodeDeviceCreateXML(x), (
            "<device/>", "<device><name>x</name></device>", "<device><capability/></device>",
            "<device><capability type='x'/></device>", "<device><capability type='system'/></device>",
            "<device><parent>computer</parent><capability type='scsi_host'><host>1</host></capability></device>",
            "<device><parent>nothing</parent><capability type='scsi_host'><capability type='fc_host'/></capability>"
            "</device>", fill(VPORT), fill(VPORT, more="<wwnn>x</wwnn><wwpn>y</wwpn>"),
            fill(VPORT, more="<wwnn>2000000012341234</wwnn>"))),
        "snapshotCreateXML": (lambda w, x: w.on.snapshotCreateXML(x), (
            fill(SNAPSHOT, "a/b"), fill(SNAPSHOT, ".hidden"),
            fill(SNAPSHOT, "x", more="<memory snapshot='x'/>"), fill(SNAPSHOT, "x", more="<memory snapshot='external'/>"),
            fill(SNAPSHOT, "x", more="<disks><disk/></disks>"),
            fill(SNAPSHOT, "x", more="<disks><disk name='vdz'/></disks>"),
            fill(SNAPSHOT, "x", more="<disks><disk name='vda' snapshot='x'/></disks>"))),
        "snapshotCreateXML, redefined": (lambda w, x: w.on.snapshotCreateXML(x, 1), (
            "<domainsnapshot/>", fill(SNAPSHOT, "x"), fill(SNAPSHOT, "x", more="<creationTime>x</creationTime>"),
            fill(SNAPSHOT, "x", more="<creationTime>1</creationTime>"),
            fill(SNAPSHOT, "x", more="<creationTime>1</creationTime><state>x</state>"),
            fill(SNAPSHOT, "x", more="<creationTime>1</creationTime><state>running</state><parent/>"),
            fill(SNAPSHOT, "x", more="<creationTime>1</creationTime><state>running</state>"
                 "<parent><name>nobody</name></parent>"),
            fill(SNAPSHOT, "x", more="<creationTime>1</creationTime><state>running</state>"
                 "<parent><name>x</name></parent>"),
            fill(SNAPSHOT, "x", more="<creationTime>1</creationTime><state>running</state>"),
            fill(SNAPSHOT, "x", more="<creationTime>1</creationTime><state>running</state>" + STRANGER))),
        "checkpointCreateXML": (lambda w, x: w.on.checkpointCreateXML(x), (
            fill(CHECKPOINT, "a/b"), fill(CHECKPOINT, "x", more="<disks><disk/></disks>"),
            fill(CHECKPOINT, "x", more="<disks><disk name='vdz'/></disks>"),
            fill(CHECKPOINT, "x", more="<disks><disk name='vda' checkpoint='x'/></disks>"))),
        "checkpointCreateXML, redefined": (lambda w, x: w.on.checkpointCreateXML(x, 1), (
            "<domaincheckpoint/>", fill(CHECKPOINT, "x"),
            fill(CHECKPOINT, "x", more="<creationTime>1</creationTime>"),
            fill(CHECKPOINT, "x", more="<creationTime>1</creationTime><parent><name>nobody</name></parent>"),
            fill(CHECKPOINT, "x", more="<creationTime>1</creationTime>" + STRANGER))),
    }
    for name, (call, xmls) in wrong.items():
        for i, xml in enumerate(xmls):
            case(f"{name} {i}: {xml[:150]}", lambda w, call=call, xml=xml: call(w, xml))


def lookups():
    for label, call in {
            "lookupByName": lambda w: w.c.lookupByName("nobody"),
            "lookupByName, empty": lambda w: w.c.lookupByName(""),
            "lookupByUUIDString": lambda w: w.c.lookupByUUIDString(NOWHERE),
            "lookupByUUIDString, none": lambda w: w.c.lookupByUUIDString("x"),
            "lookupByID": lambda w: w.c.lookupByID(77),
            "lookupByID, negative": lambda w: w.c.lookupByID(-1),
            "networkLookupByName": lambda w: w.c.networkLookupByName("nobody"),
            "networkLookupByUUIDString": lambda w: w.c.networkLookupByUUIDString(NOWHERE),
            "networkLookupByUUIDString, none": lambda w: w.c.networkLookupByUUIDString("x"),
            "network.portLookupByUUIDString": lambda w: w.net.portLookupByUUIDString(NOWHERE),
            "storagePoolLookupByName": lambda w: w.c.storagePoolLookupByName("nobody"),
            "storagePoolLookupByUUIDString": lambda w: w.c.storagePoolLookupByUUIDString(NOWHERE),
            "storagePoolLookupByTargetPath": lambda w: w.c.storagePoolLookupByTargetPath("/nowhere"),
            "pool.storageVolLookupByName": lambda w: w.pool.storageVolLookupByName("nobody"),
            "pool.storageVolLookupByName, inactive": lambda w: w.pool_off.storageVolLookupByName("nobody"),
            "storageVolLookupByKey": lambda w: w.c.storageVolLookupByKey("/nowhere"),
            "storageVolLookupByPath": lambda w: w.c.storageVolLookupByPath("/nowhere"),
            "interfaceLookupByName": lambda w: w.c.interfaceLookupByName("nobody"),
            "interfaceLookupByMACString": lambda w: w.c.interfaceLookupByMACString("00:11:22:33:44:99"),
            "interfaceLookupByMACString, none": lambda w: w.c.interfaceLookupByMACString("x"),
            "nodeDeviceLookupByName": lambda w: w.c.nodeDeviceLookupByName("nobody"),
            "nodeDeviceLookupSCSIHostByWWN": lambda w: w.c.nodeDeviceLookupSCSIHostByWWN("1", "2"),
            "secretLookupByUUIDString": lambda w: w.c.secretLookupByUUIDString(NOWHERE),
            "secretLookupByUsage": lambda w: w.c.secretLookupByUsage(1, "x"),
            "nwfilterLookupByName": lambda w: w.c.nwfilterLookupByName("nobody"),
            "nwfilterLookupByUUIDString": lambda w: w.c.nwfilterLookupByUUIDString(NOWHERE),
            "nwfilterBindingLookupByPortDev": lambda w: w.c.nwfilterBindingLookupByPortDev("x"),
            "snapshotLookupByName": lambda w: w.on.snapshotLookupByName("nobody"),
            "snapshotCurrent": lambda w: w.on.snapshotCurrent(),
            "checkpointLookupByName": lambda w: w.on.checkpointLookupByName("nobody"),
            "getParent of the first": lambda w: w.snapshot().getParent(),
            "checkpoint.getParent of the first": lambda w: w.checkpoint().getParent(),
            "metadata": lambda w: w.on.metadata(libvirt.VIR_DOMAIN_METADATA_TITLE, None),
            "metadata, element": lambda w: w.on.metadata(libvirt.VIR_DOMAIN_METADATA_ELEMENT, "http://x"),
            "metadata, no namespace": lambda w: w.on.metadata(libvirt.VIR_DOMAIN_METADATA_ELEMENT, None),
            "metadata, odd": lambda w: w.on.metadata(77, None),
            "getCPUModelNames": lambda w: w.c.getCPUModelNames("pdp11"),
            "getMaxVcpus": lambda w: w.c.getMaxVcpus("nonsense"),
            "findStoragePoolSources": lambda w: w.c.findStoragePoolSources("nonsense", None),
            "findStoragePoolSources, dir": lambda w: w.c.findStoragePoolSources("dir", None),
    }.items():
        case(label, call)
    for label, call in {
            "domain": lambda w: (w.off.undefine(), w.off),
            "network": lambda w: (w.net_off.undefine(), w.net_off),
            "pool": lambda w: (w.pool_off.undefine(), w.pool_off),
            "vol": lambda w: (w.vol.delete(), w.vol),
            "interface": lambda w: (w.iface_off.undefine(), w.iface_off),
            "snapshot": lambda w: (lambda s: (s.delete(), s))(w.snapshot()),
            "checkpoint": lambda w: (lambda s: (s.delete(), s))(w.checkpoint()),
            "passing": lambda w: (lambda s: (s.destroy(), s))(w.transient()),
    }.items():
        for method in ("create", "destroy", "undefine", "XMLDesc", "info", "isActive", "isPersistent", "autostart",
                       "delete", "suspend", "refresh", "wipe", "path", "numOfVolumes", "getXMLDesc", "state"):
            def gone(w, call=call, method=method):
                found = getattr(call(w)[1], method, None)
                return found() if found else "no such method"
            case(f"{label} that is gone: {method}", gone)


def states():
    for label, call in {
            "create, running": lambda w: w.on.create(), "destroy, inactive": lambda w: w.off.destroy(),
            "shutdown, inactive": lambda w: w.off.shutdown(), "reboot, inactive": lambda w: w.off.reboot(),
            "reset, inactive": lambda w: w.off.reset(),
            "suspend, inactive": lambda w: w.off.suspend(), "suspend, paused": lambda w: (w.on.suspend(), w.on.suspend()),
            "resume, inactive": lambda w: w.off.resume(), "resume, running": lambda w: w.on.resume(),
            "undefine, passing": lambda w: w.transient().undefine(),
            "undefine, with snapshots": lambda w: (w.snapshot(), w.on.destroy(), w.on.undefine()),
            "undefine, with managed save": lambda w: (w.on.managedSave(), w.on.undefine()),
            "undefine, with checkpoints": lambda w: (w.checkpoint(), w.on.destroy(), w.on.undefine()),
            "setAutostart, passing": lambda w: w.transient().setAutostart(1),
            "save, inactive": lambda w: w.off.save("/tmp/nothing"),
            "save, nowhere": lambda w: w.on.save("/nowhere/at/all"),
            "restore": lambda w: w.c.restore("/nowhere/at/all"),
            "restore, no image": lambda w: w.c.restore("/etc/passwd"),
            "restore, empty": lambda w: w.restore(0), "restore, short": lambda w: w.restore(3),
            "restore, no end": lambda w: w.restore(-20),
            "saveImageGetXMLDesc": lambda w: w.c.saveImageGetXMLDesc("/nowhere/at/all"),
            "coreDump, inactive": lambda w: w.off.coreDump("/tmp/nothing"),
            "coreDump, nowhere": lambda w: w.on.coreDump("/nowhere/at/all"),
            "managedSave, inactive": lambda w: w.off.managedSave(),
            "managedSave, passing": lambda w: w.transient().managedSave(),
            "managedSaveRemove": lambda w: w.on.managedSaveRemove(),
            "managedSaveGetXMLDesc": lambda w: w.on.managedSaveGetXMLDesc(),
            "rename, running": lambda w: w.on.rename("other"), "rename, taken": lambda w: w.off.rename("test"),
            "rename, itself": lambda w: w.off.rename("off"), "rename, empty": lambda w: w.off.rename(""),
            "rename, path": lambda w: w.off.rename("a/b"),
            "setMemory, inactive": lambda w: w.off.setMemory(1024), "setMemory, much": lambda w: w.on.setMemory(1 << 40),
            "setMaxMemory, running": lambda w: w.on.setMaxMemory(1024),
            "setMemoryFlags, both": lambda w: w.on.setMemoryFlags(1024, 3),
            "setVcpus, inactive": lambda w: w.off.setVcpus(1), "setVcpus, many": lambda w: w.on.setVcpus(1000),
            "setVcpus, none": lambda w: w.on.setVcpus(0), "setVcpusFlags, odd": lambda w: w.on.setVcpusFlags(1, 1 << 30),
            "pinVcpu, inactive": lambda w: w.off.pinVcpu(0, (True,)), "pinVcpu, none": lambda w: w.on.pinVcpu(99, (True,)),
            "vcpus, inactive": lambda w: w.off.vcpus(),
            "pinEmulator, inactive": lambda w: w.off.pinEmulator((True,), 1),
            "blockStats": lambda w: w.on.blockStats("nothing"), "blockStats, inactive": lambda w: w.off.blockStats("vda"),
            "blockInfo": lambda w: w.on.blockInfo("nothing"), "blockResize": lambda w: w.on.blockResize("nothing", 1),
            "blockPeek": lambda w: w.on.blockPeek("nothing", 0, 1),
            "interfaceStats": lambda w: w.on.interfaceStats("nothing"),
            "interfaceStats, inactive": lambda w: w.off.interfaceStats("nothing"),
            "interfaceParameters": lambda w: w.on.interfaceParameters("nothing"),
            "setInterfaceParameters": lambda w: w.on.setInterfaceParameters("nothing", {"inbound.average": 1}),
            "interfaceAddresses": lambda w: w.on.interfaceAddresses(77),
            "interfaceAddresses, inactive": lambda w: w.off.interfaceAddresses(0),
            "memoryStats, inactive": lambda w: w.off.memoryStats(), "getCPUStats, inactive": lambda w: w.off.getCPUStats(True),
            "blockIoTune": lambda w: w.on.blockIoTune("nothing"),
            "setBlockIoTune": lambda w: w.on.setBlockIoTune("nothing", {"total_bytes_sec": 1}),
            "setBlockIoTune, odd": lambda w: w.on.setBlockIoTune("vda", {"odd": 1}),
            "setMemoryParameters, odd": lambda w: w.on.setMemoryParameters({"odd": 1}),
            "setSchedulerParameters, inactive": lambda w: w.off.setSchedulerParameters({"weight": 1}),
            "setSchedulerParameters, odd": lambda w: w.on.setSchedulerParameters({"odd": 1}),
            "schedulerParameters, inactive": lambda w: w.off.schedulerParameters(),
            "setNumaParameters, odd": lambda w: w.on.setNumaParameters({"odd": 1}),
            "setBlkioParameters, odd": lambda w: w.on.setBlkioParameters({"odd": 1}),
            "setPerfEvents, odd": lambda w: w.on.setPerfEvents({"odd": True}),
            "openConsole, inactive": lambda w: w.off.openConsole(None, w.c.newStream()),
            "openConsole, nothing": lambda w: w.on.openConsole("nothing", w.c.newStream()),
            "openChannel": lambda w: w.on.openChannel("nothing", w.c.newStream()),
            "screenshot, inactive": lambda w: w.off.screenshot(w.c.newStream(), 0),
            "screenshot, other": lambda w: w.on.screenshot(w.c.newStream(), 9),
            "sendKey, inactive": lambda w: w.off.sendKey(0, 0, [1], 1),
            "sendKey, odd": lambda w: w.on.sendKey(0, 0, [1 << 20], 1),
            "sendProcessSignal": lambda w: w.on.sendProcessSignal(99, 9),
            "sendProcessSignal, inactive": lambda w: w.off.sendProcessSignal(1, 9),
            "injectNMI, inactive": lambda w: w.off.injectNMI(),
            "fsInfo, inactive": lambda w: w.off.fsInfo(), "hostname, inactive": lambda w: w.off.hostname(),
            "getTime, inactive": lambda w: w.off.getTime(), "setTime, inactive": lambda w: w.off.setTime({"seconds": 1}),
            "guestInfo, inactive": lambda w: w.off.guestInfo(), "guestVcpus, inactive": lambda w: w.off.guestVcpus(),
            "guestVcpus, odd": lambda w: w.on.setGuestVcpus("x", 1), "fsFreeze, inactive": lambda w: w.off.fsFreeze(),
            "fsTrim, inactive": lambda w: w.off.fsTrim(None, 0), "fsTrim, nowhere": lambda w: w.on.fsTrim("/nowhere", 0),
            "setUserPassword, inactive": lambda w: w.off.setUserPassword("x", "y"),
            "addIOThread, taken": lambda w: w.on.addIOThread(1, 1), "addIOThread, 0": lambda w: w.on.addIOThread(0, 1),
            "delIOThread": lambda w: w.on.delIOThread(99, 1), "pinIOThread": lambda w: w.on.pinIOThread(99, (True,), 1),
            "ioThreadInfo, inactive live": lambda w: w.off.ioThreadInfo(1),
            "setMetadata, odd": lambda w: w.on.setMetadata(77, "x", None, None),
            "setMetadata, lines": lambda w: w.on.setMetadata(1, "a\nb", None, None),
            "setMetadata, inactive live": lambda w: w.off.setMetadata(0, "x", None, None, 1),
            "XMLDesc, odd": lambda w: w.on.XMLDesc(1 << 30), "state, odd": lambda w: w.on.state(7),
            "attachDevice, inactive live": lambda w: w.off.attachDeviceFlags("<disk/>", 1),
            "jobInfo": lambda w: w.on.jobInfo(), "jobInfo, inactive": lambda w: w.off.jobInfo(),
            "jobStats": lambda w: w.on.jobStats(), "abortJob": lambda w: w.on.abortJob(),
            "abortJob, inactive": lambda w: w.off.abortJob(), "controlInfo, inactive": lambda w: w.off.controlInfo(),
            "setLifecycleAction": lambda w: w.on.setLifecycleAction(77, 0, 1),
            "setLifecycleAction, odd": lambda w: w.on.setLifecycleAction(0, 77, 1),
            "launchSecurityInfo": lambda w: w.off.launchSecurityInfo(),
            "numaParameters, inactive live": lambda w: w.off.numaParameters(1),
            "memoryParameters, both": lambda w: w.on.memoryParameters(3),
            "getMessages": lambda w: w.on.messages(), "diskErrors, inactive": lambda w: w.off.diskErrors(),
            "snapshotCreateXML, twice": lambda w: (w.snapshot(), w.snapshot()),
            "snapshotCreateXML, odd": lambda w: w.on.snapshotCreateXML(fill(SNAPSHOT), 1 << 30),
            "revertToSnapshot, to running": lambda w: (w.snapshot(), w.on.destroy(), w.on.revertToSnapshot(
                w.on.snapshotLookupByName("s"), 5)),
            "snapshot.delete, both": lambda w: w.snapshot().delete(3),
            "checkpointCreateXML, twice": lambda w: (w.checkpoint(), w.checkpoint()),
            "checkpointCreateXML, inactive": lambda w: w.off.checkpointCreateXML(fill(CHECKPOINT)),
            "networks: create, active": lambda w: w.net.create(), "networks: destroy": lambda w: w.net_off.destroy(),
            "networks: undefine, passing": lambda w: w.c.networkCreateXML(fill(NETWORK, "passing")).undefine(),
            "networks: autostart, passing": lambda w: w.c.networkCreateXML(fill(NETWORK, "passing")).setAutostart(1),
            "networks: bridgeName": lambda w: w.net_off.bridgeName(),
            "networks: update, inactive": lambda w: w.net_off.update(3, 4, -1, "<host/>", 1),
            "networks: update, odd": lambda w: w.net.update(77, 4, -1, "<host/>"),
            "networks: update, section": lambda w: w.net.update(3, 77, -1, "<host/>"),
            "networks: update, range": lambda w: w.net.update(3, 5, 0, "<range start='x' end='y'/>"),
            "networks: update, host": lambda w: w.net.update(3, 4, 0, "<host mac='x'/>"),
            "networks: update, another": lambda w: w.net.update(3, 4, 0, "<range/>"),
            "networks: update, missing": lambda w: w.net.update(2, 4, 0, "<host mac='52:54:00:00:00:01' ip='1.2.3.4'/>"),
            "networks: DHCPLeases, odd": lambda w: w.net.DHCPLeases("x"),
            "pools: create, active": lambda w: w.pool.create(), "pools: destroy": lambda w: w.pool_off.destroy(),
            "pools: undefine, active": lambda w: w.pool.undefine(), "pools: build, active": lambda w: w.pool.build(),
            "pools: delete, active": lambda w: w.pool.delete(), "pools: refresh": lambda w: w.pool_off.refresh(),
            "pools: autostart, passing": lambda w: w.c.storagePoolCreateXML(fill(POOL, "passing")).setAutostart(1),
            "pools: numOfVolumes": lambda w: w.pool_off.numOfVolumes(),
            "pools: listVolumes": lambda w: w.pool_off.listVolumes(),
            "pools: listAllVolumes": lambda w: w.pool_off.listAllVolumes(),
            "pools: createXML, inactive": lambda w: w.pool_off.createXML(fill(VOLUME)),
            "vols: twice": lambda w: w.pool.createXML(fill(VOLUME, "vol")),
            "vols: too large": lambda w: w.pool.createXML(fill(VOLUME, "big").replace("1000", "9" * 18)),
            "vols: from, twice": lambda w: w.pool.createXMLFrom(fill(VOLUME, "vol"), w.vol),
            "vols: resize": lambda w: w.vol.resize(1, 0), "vols: wipe, odd": lambda w: w.vol.wipePattern(77, 0),
            "vols: info, inactive": lambda w: (w.pool.destroy(), w.vol.info()),
            "vols: delete, inactive": lambda w: (w.pool.destroy(), w.vol.delete()),
            "vols: upload, inactive": lambda w: (w.pool.destroy(), w.vol.upload(w.c.newStream(), 0, 1)),
            "interfaces: create, active": lambda w: w.iface.create(), "interfaces: destroy": lambda w: w.iface_off.destroy(),
            "interfaces: undefine, active": lambda w: w.iface.undefine(),
            "interfaces: commit": lambda w: w.c.changeCommit(), "interfaces: rollback": lambda w: w.c.changeRollback(),
            "interfaces: begin, twice": lambda w: (w.c.changeBegin(), w.c.changeBegin()),
            "devices: destroy": lambda w: w.dev.destroy(), "devices: dettach": lambda w: w.dev.dettach(),
            "devices: reset": lambda w: w.dev.reset(), "devices: parent": lambda w: w.dev.parent(),
            "devices: create": lambda w: w.dev.create(), "devices: undefine": lambda w: w.dev.undefine(),
            "host: getCellsFreeMemory": lambda w: w.c.getCellsFreeMemory(99, 1),
            "host: getCPUStats": lambda w: w.c.getCPUStats(99), "host: getMemoryStats": lambda w: w.c.getMemoryStats(99),
            "host: getFreePages": lambda w: w.c.getFreePages([4], 99, 1),
            "host: getFreePages, odd": lambda w: w.c.getFreePages([3], 0, 1),
            "host: allocPages": lambda w: w.c.allocPages({3: 1}, 0, 1),
            "host: getSysinfo": lambda w: w.c.getSysinfo(1 << 20),
            "host: setMemoryParameters": lambda w: w.c.setMemoryParameters({"odd": 1}),
            "host: suspend": lambda w: w.c.suspendForDuration(77, 60),
            "host: listAllDomains, odd": lambda w: w.c.listAllDomains(1 << 30),
            "host: getAllDomainStats, odd": lambda w: w.c.getAllDomainStats(1 << 30, 1 << 31),
            "host: getAllDomainStats, enforced": lambda w: w.c.getAllDomainStats(1 << 20, 1 << 31),
            "migrate": lambda w: w.on.migrateToURI("test:///default", 0, None, 0),
            "migrateSetMaxDowntime, inactive": lambda w: w.off.migrateSetMaxDowntime(1),
            "blockJobInfo": lambda w: w.on.blockJobInfo("nothing"), "blockPull": lambda w: w.on.blockPull("nothing"),
            "agent": lambda w: w.off.setAgentResponseTimeout(77),
    }.items():
        case(label, call)


def duplicates():
    kinds = {
        "domain": (lambda w, x: w.c.defineXML(x), DOMAIN, lambda w: w.on, lambda w: w.off),
        "running domain": (lambda w, x: w.c.createXML(x), DOMAIN, lambda w: w.on, lambda w: w.off),
        "checked domain": (lambda w, x: w.c.createXML(x, libvirt.VIR_DOMAIN_START_VALIDATE), DOMAIN, lambda w: w.on,
                           lambda w: w.off),
        "network": (lambda w, x: w.c.networkDefineXML(x), NETWORK, lambda w: w.net, lambda w: w.net_off),
        "running network": (lambda w, x: w.c.networkCreateXML(x), NETWORK, lambda w: w.net, lambda w: w.net_off),
        "pool": (lambda w, x: w.c.storagePoolDefineXML(x), POOL, lambda w: w.pool, lambda w: w.pool_off),
        "running pool": (lambda w, x: w.c.storagePoolCreateXML(x), POOL, lambda w: w.pool, lambda w: w.pool_off),
    }
    for kind, (call, template, active, inactive) in kinds.items():
        for what, other in {"active": active, "inactive": inactive}.items():
            case(f"{kind}: name of an {what} one", lambda w, call=call, template=template, other=other:
                 call(w, fill(template, other(w).name())))
            case(f"{kind}: name of an {what} one, uuid", lambda w, call=call, template=template, other=other:
                 call(w, fill(template, other(w).name(), OTHER)))
            case(f"{kind}: uuid of an {what} one", lambda w, call=call, template=template, other=other:
                 call(w, fill(template, "another", other(w).UUIDString())))
            case(f"{kind}: both of an {what} one", lambda w, call=call, template=template, other=other:
                 call(w, fill(template, other(w).name(), other(w).UUIDString())))


def main():
    libvirt.registerErrorHandler(lambda *_: None, None)
    for family in (documents, wrong_documents, lookups, states, duplicates):
        family()
    for label, call in CASES:
        world = World(sys.argv[1])
        label = label.replace("\n", " ")
        try:
            call(world)
            print(f"{label} => -")
        except libvirt.libvirtError as e:
            # The binding makes errors of its own where the library has none.
            print(f"{label} => {e.get_error_domain()} {e.get_error_code()} {e.get_error_level()}")
        except Exception as e:  # the binding's own: what it does not send
            print(f"{label} => {type(e).__name__}")
        del world


if __name__ == "__main__":
    main()
