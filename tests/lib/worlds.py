# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the lines of procedures.table name: objects of test:///default, and documents for more."""
import os

# Answered before there is a connection to a driver.
BEFORE_OPEN = {"CONNECT_OPEN", "AUTH_LIST", "AUTH_SASL_INIT", "AUTH_SASL_START", "AUTH_SASL_STEP", "AUTH_POLKIT"}

LEFT = "left"  # a network that tells the world of a line before

UUID = bytes.fromhex("6695eb01f6a4830479aa97f2502e193f")
WEB_UUID = bytes.fromhex("00000000000000000000000000000001")
NET_UUID = bytes.fromhex("dd8fe8846c02601e7551cca97df1c5df")
POOL_UUID = bytes.fromhex("dfe224cb28fb8dd0c4b264eb3f0f4566")
NEW_UUID = bytes.fromhex("0000000000000000000000000000000a")

NEW = "<uuid>00000000-0000-0000-0000-00000000000a</uuid>"
UUIDS = {"test": UUID, "web": WEB_UUID, "default": NET_UUID, "default-pool": POOL_UUID}
DOMAIN = {"name": "test", "uuid": UUID, "id": 1}

# For each structure of an object: the one that is meant where nothing is said.
DEFAULTS = {
    "remote_nonnull_domain": DOMAIN,
    "remote_nonnull_network": {"name": "default", "uuid": NET_UUID},
    "remote_nonnull_storage_pool": {"name": "default-pool", "uuid": POOL_UUID},
    "remote_nonnull_storage_vol": {"pool": "default-pool", "name": "disk", "key": "/default-pool/disk"},
    "remote_nonnull_interface": {"name": "eth1", "mac": "aa:bb:cc:dd:ee:ff"},
    "remote_nonnull_node_device": {"name": "computer"},
    "remote_nonnull_secret": {"uuid": NEW_UUID, "usageType": 1, "usageID": "/s"},
    "remote_nonnull_nwfilter": {"name": "new", "uuid": NEW_UUID},
    "remote_nonnull_nwfilter_binding": {"portdev": "vnet0", "filtername": "new"},
    "remote_nonnull_domain_snapshot": {"name": "s", "dom": DOMAIN},
    "remote_nonnull_domain_checkpoint": {"name": "c", "dom": DOMAIN},
    "remote_nonnull_network_port": {"net": {"name": "default", "uuid": NET_UUID}, "uuid": NEW_UUID},
}

WEB = """<domain type='test'><name>web</name><uuid>00000000-0000-0000-0000-000000000001</uuid>
<memory>1048576</memory><currentMemory>524288</currentMemory><vcpu current='2'>4</vcpu><iothreads>1</iothreads>
<os><type arch='x86_64'>hvm</type></os><features><acpi/></features>
<devices>
<disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='/default-pool/web.img'/>
<target dev='vda' bus='virtio'/></disk>
<interface type='network'><mac address='52:54:00:00:00:01'/><source network='default'/><target dev='web0'/>
<model type='virtio'/></interface>
<console type='pty'><target type='serial' port='0'/></console>
<channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>
<graphics type='vnc' port='5900'/><graphics type='spice' port='5901'/>
<memballoon model='virtio'/></devices></domain>"""


def plain(kind, name, rest=""):
    return f"<{kind}><name>{name}</name>{rest}</{kind}>"


TEST = """<domain type='test'><name>test</name><uuid>6695eb01-f6a4-8304-79aa-97f2502e193f</uuid>
<memory>8388608</memory><currentMemory>2097152</currentMemory><vcpu>2</vcpu><os><type>linux</type></os></domain>"""
WATCHED = WEB.replace("<memballoon", "<watchdog model='i6300esb' action='none'/><memballoon")
TRAY = "<disk type='file' device='cdrom'>{}<target dev='sda' bus='sata'/><readonly/></disk>"
CDROM = WEB.replace("<interface", TRAY.format("<source file='/default-pool/cd.iso'/>") + "<interface", 1)
EJECTED = TRAY.format("")
DISK = """<disk type='file' device='disk'><source file='/default-pool/more.img'/><target dev='vdb' bus='virtio'/>
<alias name='ua-new'/></disk>"""
LINK_DOWN = """<interface type='network'><mac address='52:54:00:00:00:01'/><source network='default'/>
<target dev='web0'/><model type='virtio'/><link state='down'/></interface>"""
CHANNEL = "<channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>"
NETWORK = plain("network", "new", NEW + "<bridge name='virbr9'/>")
POOL = "<pool type='dir'><name>new</name>" + NEW + "<target><path>/new</path></target></pool>"
VOLUME = plain("volume", "disk", "<capacity>4096</capacity>")
CLONE = plain("volume", "clone", "<capacity>4096</capacity>")
INTERFACE = """<interface type='ethernet' name='eth5'><start mode='none'/><mac address='aa:bb:cc:dd:ee:05'/>
<protocol family='ipv4'><dhcp/></protocol></interface>"""
SECRET = "<secret ephemeral='no' private='no'>" + NEW + "<usage type='volume'><volume>/s</volume></usage></secret>"
FILTER = "<filter name='new'>" + NEW + "</filter>"
BINDING = """<filterbinding><owner><name>test</name><uuid>6695eb01-f6a4-8304-79aa-97f2502e193f</uuid></owner>
<portdev name='vnet0'/><mac address='52:54:00:00:00:01'/><filterref filter='new'/></filterbinding>"""
PORT = """<networkport>""" + NEW + """<owner><name>test</name><uuid>6695eb01-f6a4-8304-79aa-97f2502e193f</uuid></owner>
<mac address='52:54:00:00:00:01'/></networkport>"""
SNAPSHOT, CHILD = plain("domainsnapshot", "s"), plain("domainsnapshot", "child")
CHECKPOINT, LATER = plain("domaincheckpoint", "c"), plain("domaincheckpoint", "later")
VPORT = """<device><parent>scsi_host1</parent><capability type='scsi_host'><capability type='fc_host'>
<wwnn>2000000012349999</wwnn><wwpn>1000000012349999</wwpn></capability></capability></device>"""
MDEV = "<device><parent>computer</parent><capability type='mdev'><type id='t'/>" + NEW + "</capability></device>"
VIEWER = ("phase=initialize", "local-family=ipv4", "local-node=127.0.0.1", "local-service=5900", "remote-family=ipv6",
          "remote-node=::1", "remote-service=9", "auth=vnc", "identity-type=x509dname", "identity-name=CN=me",
          "identity-type=saslUsername", "identity-name=me")
VIEWED = {"phase": 1, "local": {"family": 0, "node": "127.0.0.1", "service": "5900"},
          "remote": {"family": 1, "node": "::1", "service": "9"}, "authScheme": "vnc",
          "subject": [{"type": "x509dname", "name": "CN=me"}, {"type": "saslUsername", "name": "me"}]}
MDEV_NAME = "mdev_00000000_0000_0000_0000_00000000000a_computer"

CPU = "<cpu><arch>x86_64</arch><model>Penryn</model></cpu>"
# A host whose CPU has a model, and a device that guests may have.
HOST = """<node><host><cpu><arch>x86_64</arch><model>Penryn</model><vendor>Intel</vendor><feature name='vmx'/></cpu></host>
<device><name>pci_0000_01_00_0</name><driver><name>e1000e</name></driver><capability type='pci'><domain>0</domain>
<bus>1</bus><slot>0</slot><function>0</function></capability></device></node>"""
PCI_NAME = "pci_0000_01_00_0"


def error(code, domain):
    return (code, domain)


# Several calls at once: each is a name that lines may use, and gets the line.
def web(line, xml=WEB):
    """A running persistent machine with devices."""
    line.step("DOMAIN_DEFINE_XML", {"xml": xml})
    line.step("DOMAIN_CREATE", {"dom": "web"})


def full(line):
    """The same, and bytes in its first disk."""
    vol = {"pool": "default-pool", "name": "web.img", "key": ""}
    web(line)
    line.step("STORAGE_VOL_CREATE_XML", {"xml": plain("volume", "web.img", "<capacity>4096</capacity>")})
    line.step("STORAGE_VOL_UPLOAD", {"vol": vol})
    line.feed("STORAGE_VOL_UPLOAD", b"data")


def sev(line):
    """One that was launched with a secure memory, and that does not run yet."""
    web(line, WEB.replace("<devices>", "<launchSecurity type='sev'><policy>0x3</policy></launchSecurity><devices>"))
    line.step("DOMAIN_SUSPEND", {"dom": "web"})


def watched(line):
    web(line, WATCHED)


def cdrom(line):
    web(line, CDROM)


def bound(line):
    """A network filter and its binding."""
    line.step("NWFILTER_DEFINE_XML", {})
    line.step("NWFILTER_BINDING_CREATE_XML", {})


def host(line):
    """The host of HOST, instead of the default world."""
    path = os.path.join(line.test.dir, "host.xml")
    with open(path, "w", encoding="utf-8") as f:
        f.write(HOST)
    line.enter_another("test://" + path)


def other(line):
    """A world of nothing, at DIR/other.xml, for the daemon itself to go to."""
    with open(os.path.join(line.test.dir, "other.xml"), "w", encoding="utf-8") as f:
        f.write("<node/>")


def hear(line, event):
    line.step("CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY", {"eventID": event})


def befall(line, event, *fields):
    """What nothing but a control call brings about."""
    line.step("DOMAIN_EVENT", {"eventID": event, "fields": fields})


STEPS = {f.__name__: f for f in (web, full, sev, watched, cdrom, bound, host, other, hear, befall)}


def named(base, value):
    """The value of an object: the usual one, or the one of a name."""
    if base not in DEFAULTS:
        return value or {}
    if isinstance(value, str) and base == "remote_nonnull_interface":
        return {"name": value, "mac": ""}
    if isinstance(value, str) and base.endswith(("snapshot", "checkpoint")):
        return {"name": value, "dom": DOMAIN}
    if isinstance(value, str):
        return dict(DEFAULTS[base], name=value, uuid=UUIDS.get(value, NEW_UUID))
    return DEFAULTS[base] if value is None else dict(DEFAULTS[base], **value)
