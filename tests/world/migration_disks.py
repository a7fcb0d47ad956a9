#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Disks go with a domain: the bytes of the volumes behind them are those of the other side afterwards.

    migration_disks.py HERE THERE     URIs of two hosts
"""
import itertools
import os

import libvirt
from migration_side import fails, main
from migration_ways import Moving

P2P, ALL, INC = libvirt.VIR_MIGRATE_PEER2PEER, libvirt.VIR_MIGRATE_NON_SHARED_DISK, libvirt.VIR_MIGRATE_NON_SHARED_INC
MIB = 1 << 20
tag = f"d{os.getpid()}"
names = (f"{tag}-{n}" for n in itertools.count())


def pool(side, name):
    return side.conn.storagePoolCreateXML(f"<pool type='dir'><name>{name}</name><target><path>/{name}</path>"
                                          "</target></pool>")


def volume(side, in_pool, name, size=MIB):
    return side.conn.storagePoolLookupByName(in_pool).createXML(
        f"<volume><name>{name}</name><capacity>{size}</capacity></volume>")


def write(side, vol, offset, data):
    stream = side.conn.newStream()
    vol.upload(stream, offset, len(data))
    stream.sendAll(lambda st, n, at: data[at[0]:at.__setitem__(0, at[0] + n) or at[0]], [0])
    stream.finish()


def read(side, vol):
    stream, parts = side.conn.newStream(), []
    vol.download(stream, 0, 0)
    stream.recvAll(lambda st, part, parts: parts.append(part), parts)
    stream.finish()
    return b"".join(parts)


def domain(side, name, *disks):
    return side.conn.createXML(f"<domain type='test'><name>{name}</name><memory>65536</memory><os><type>hvm</type></os>"
                               f"<devices>{''.join(disks)}</devices></domain>")


def disk(target, source, more=""):
    kind = "volume" if "pool=" in source else "file"
    return f"<disk type='{kind}'><source {source}/><target dev='{target}'/>{more}</disk>"


def bytes_arrive(here, there):
    """Into volumes that were there, with other bytes, and into new ones."""
    for side in (here, there):
        pool(side, tag)
    name = next(names)
    data = {f"{name}-{v}": os.urandom(200000) for v in "abc"}
    for vol, content in data.items():
        write(here, volume(here, tag, vol, 40 * MIB if vol.endswith("a") else MIB), 70000, content)
    volume(here, tag, "common")
    write(there, volume(there, tag, f"{name}-b"), 0, b"x" * MIB)
    dom = domain(here, name, disk("vda", f"file='/{tag}/{name}-a'"), disk("vdb", f"file='/{tag}/{name}-b'"),
                 disk("vdc", f"pool='{tag}' volume='{name}-c'"), disk("vdd", f"file='/{tag}/common'", "<readonly/>"))
    here.expect("started 0")
    fails(libvirt.VIR_ERR_ARGUMENT_UNSUPPORTED, lambda: dom.migrate(there.conn, ALL, None, None, 0))
    dom.migrate(there.conn, P2P | ALL, None, None, 0)
    here.expect("iteration 1", "iteration 2", "suspended 1", "job 5", "stopped 3")
    there.expect("started 1", "resumed 1")
    for vol, content in data.items():
        found = there.conn.storageVolLookupByPath(f"/{tag}/{vol}")
        assert found.info()[1] == (40 * MIB if vol.endswith("a") else MIB)
        got = read(there, found)
        assert got == bytes(70000) + content + bytes(found.info()[1] - 70000 - len(content)), vol
    fails(libvirt.VIR_ERR_NO_STORAGE_VOL, lambda: there.conn.storageVolLookupByPath(f"/{tag}/common"))


def only_some(here, there):
    """Those that the caller names; and where the XML of the other side has them."""
    name, other = next(names), next(names)
    write(here, volume(here, tag, f"{name}-a"), 0, b"first")
    write(here, volume(here, tag, f"{name}-b"), 0, b"second")
    pool(there, other)
    dom = domain(here, name, disk("vda", f"file='/{tag}/{name}-a'"), disk("vdb", f"file='/{tag}/{name}-b'"))
    here.expect("started 0")
    xml = dom.XMLDesc().replace(f"/{tag}/{name}-b", f"/{other}/moved")
    uri = there.conn.getURI()
    disks, dxml = libvirt.VIR_MIGRATE_PARAM_MIGRATE_DISKS, libvirt.VIR_MIGRATE_PARAM_DEST_XML
    fails(libvirt.VIR_ERR_INVALID_ARG, lambda: dom.migrateToURI3(uri, {disks: ["vdz"]}, P2P | ALL))
    fails(libvirt.VIR_ERR_NO_STORAGE_VOL, lambda: dom.migrateToURI3(uri, {disks: ["vda"]}, P2P | INC))
    fails(libvirt.VIR_ERR_NO_STORAGE_POOL, lambda: dom.migrateToURI3(
        uri, {disks: ["vdb"], dxml: dom.XMLDesc().replace(f"/{tag}/", "/nowhere/")}, P2P | ALL))
    here.expect()
    dom.migrateToURI3(uri, {disks: ["vdb"], dxml: xml}, P2P | ALL)
    here.expect("iteration 1", "iteration 2", "suspended 1", "job 5", "stopped 3")
    there.expect("started 1", "resumed 1")
    assert read(there, there.conn.storageVolLookupByPath(f"/{other}/moved")).startswith(b"second")
    fails(libvirt.VIR_ERR_NO_STORAGE_VOL, lambda: there.conn.storageVolLookupByPath(f"/{tag}/{name}-a"))


def progress_counts(here, there):
    """Disks count as they go, and a volume that is lost on the way ends it."""
    name = next(names)
    volume(here, tag, name, 512 * MIB)
    dom = domain(here, name, disk("vda", f"file='/{tag}/{name}'"))
    here.expect("started 0")
    way = Moving(here, there, P2P | ALL, dom)
    job = way.dom.jobStats()
    assert job["disk_total"] == 512 * MIB and job["memory_total"] == 64 * MIB, job
    assert job["data_total"] == 576 * MIB and job["disk_processed"] < 512 * MIB, job
    there.aside.storageVolLookupByPath(f"/{tag}/{name}").delete()
    way.dom.migrateSetMaxSpeed(100000)
    way.ends(libvirt.VIR_ERR_NO_STORAGE_VOL)
    here.expect("iteration 2", "suspended 1", "job 5 failed", "resumed 1")
    there.expect("stopped 5")


if __name__ == "__main__":
    main(bytes_arrive, only_some, progress_counts)
