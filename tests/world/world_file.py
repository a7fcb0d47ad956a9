#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the worlds of files say of states, processors and volumes.

Usage: world_file.py FOLDER
"""

import re
import sys

import libvirt

DOMAIN = ("<node><domain type='test' xmlns:test='http://libvirt.org/schemas/domain/test/1.0'><name>a</name>"
          "<memory>1024</memory><os><type>hvm</type></os><test:runstate>{state}</test:runstate>{more}</domain></node>")
POOL = "<node><pool type='{kind}'><name>p</name>{source}<target><path>/there</path></target>{volume}</pool></node>"
SOURCE = ("<source><host name='h'/><device path='/dev/x'/><dir path='/d'/><adapter type='scsi_host' name='host1'/>"
          "<name>n</name><initiator><iqn name='iqn.a'/></initiator></source>")
VOLUME = ("<volume{kind}><name>v</name>{key}<capacity>{size}</capacity><allocation>50</allocation>"
          "<target>{path}{form}</target></volume>")
POOLS = "dir fs netfs logical disk iscsi scsi mpath rbd sheepdog gluster zfs vstorage iscsi-direct"
FORMATS = "none raw qcow2 iso dir luks auto unknown linux extended dos gpt lvm2"


def world(folder, xml):
    path = f"{folder}/world.xml"
    with open(path, "w", encoding="utf-8") as file:
        file.write(xml)
    return libvirt.open(f"test://{path}")


def told(call):
    """What a call gives, or the error's code."""
    try:
        return call()
    except libvirt.libvirtError as e:
        return f"error {e.get_error_code()}"


def state(folder, number, more=""):
    c = world(folder, DOMAIN.format(state=number, more=more))
    d = c.lookupByName("a")
    return (f"{d.state()[0]} {'active' if d.isActive() else 'off'} {d.info()[0]} "
            f"persistent {d.isPersistent()} saved {d.hasManagedSaveImage()}")


def volume(folder, pool, **of):
    fields = {"kind": "", "key": "", "size": 1000, "path": "<path>/own/place</path>", "form": ""} | of
    c = world(folder, POOL.format(kind=pool, source=SOURCE, volume=VOLUME.format(**fields)))
    p = c.storagePoolLookupByName("p")
    v = p.storageVolLookupByName("v")
    xml = v.XMLDesc(0)
    assert c.storageVolLookupByPath(v.path()).key() == c.storageVolLookupByKey(v.key()).key() == v.key()
    return (v.path(), v.key(), v.info(), p.info(), re.findall("<volume type='(.*?)'", xml),
            re.findall("<format type='(.*?)'", xml), re.findall("<(?:path|key)>.*?<", xml))


def main(folder):
    libvirt.registerErrorHandler(lambda *_: None, None)
    for number in ("", *range(10), "-1", "05", "5x", "0x5", "5.0", "shutoff"):
        print(f"state {number}:", told(lambda number=number: state(folder, number)))
    for more in ("<test:transient/>", "<test:hasmanagedsave/>"):
        for number in range(8):
            print(more, number, told(lambda number=number, more=more: state(folder, number, more)))
    for pool in POOLS.split():
        for form in ("", *(f"<format type='{name}'/>" for name in FORMATS.split())):
            print(pool, form, told(lambda pool=pool, form=form: volume(folder, pool, form=form)))
    print("with a key:", told(lambda: volume(folder, "dir", key="<key>k</key>")))
    print("key alone:", told(lambda: volume(folder, "dir", key="<key>k</key>", path="")))
    print("neither:", told(lambda: volume(folder, "dir", path="")))
    print("larger than its pool:", told(lambda: volume(folder, "dir", size=1 << 40)))
    for kind in "file block dir network netdir odd".split():
        print("type", kind, told(lambda kind=kind: volume(folder, "dir", kind=f" type='{kind}'")))
    print("active:", world(folder, "<node><cpu><nodes>1</nodes><sockets>4</sockets><cores>4</cores>"
                                   "<threads>1</threads><active>4</active></cpu></node>").getInfo()[2:])


main(sys.argv[1])
