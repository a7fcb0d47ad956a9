#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What both sides tell of domains that move, and what becomes of a migration that fails.

    migration.py HERE THERE     URIs of two hosts; vm-5 to vm-7 run HERE
"""
import libvirt
from migration_side import fails, main


def moves(here, there):
    dom = here.conn.lookupByName("vm-5")
    flags = libvirt.VIR_MIGRATE_LIVE | libvirt.VIR_MIGRATE_PERSIST_DEST | libvirt.VIR_MIGRATE_UNDEFINE_SOURCE
    moved = dom.migrate(there.conn, flags, None, None, 0)
    assert moved.isPersistent() and moved.info()[0] == libvirt.VIR_DOMAIN_RUNNING
    here.expect("iteration 1", "iteration 2", "suspended 1", "job 5", "stopped 3", "undefined 0")
    there.expect("started 1", "defined 0", "resumed 1")

    dom = here.conn.lookupByName("vm-6")
    xml = dom.XMLDesc(libvirt.VIR_DOMAIN_XML_MIGRATABLE).replace("<os>", "<title>moved</title><os>")
    params = {libvirt.VIR_MIGRATE_PARAM_DEST_XML: xml, libvirt.VIR_MIGRATE_PARAM_DEST_NAME: "six"}
    dom.migrateToURI3(there.conn.getURI(), params, libvirt.VIR_MIGRATE_PEER2PEER | libvirt.VIR_MIGRATE_PAUSED)
    moved = there.conn.lookupByName("six")
    assert moved.state() == [libvirt.VIR_DOMAIN_PAUSED, libvirt.VIR_DOMAIN_PAUSED_USER]
    assert moved.metadata(libvirt.VIR_DOMAIN_METADATA_TITLE, None) == "moved"
    here.expect("iteration 1", "iteration 2", "suspended 1", "job 5", "stopped 3")
    there.expect("started 1", "suspended 0")


def stays(here, there):
    """The name is taken over there, and then the last step fails: it runs on here."""
    dom = here.conn.lookupByName("vm-7")
    there.conn.createXML("<domain type='test'><name>vm-7</name><memory>1024</memory>"
                         "<os><type>hvm</type></os></domain>")
    there.expect("started 0")
    for flags in (0, libvirt.VIR_MIGRATE_PEER2PEER):
        move = (lambda: dom.migrate(there.conn, 0, None, None, 0)) if not flags else \
            (lambda: dom.migrateToURI(there.conn.getURI(), flags, None, 0))
        fails(libvirt.VIR_ERR_OPERATION_FAILED, move)
        assert dom.info()[0] == libvirt.VIR_DOMAIN_RUNNING
    here.expect()
    there.expect()
    fails(libvirt.VIR_ERR_INVALID_ARG, lambda: dom.migrate3(there.conn, {"migrate_uri": "nowhere"}, 0))
    here.expect()
    there.conn.lookupByName("vm-7").destroy()
    there.expect("stopped 1")
    fails(libvirt.VIR_ERR_ARGUMENT_UNSUPPORTED, lambda: dom.migrate3(there.conn, {"nonsense": 1}, 0))


main(moves, stays)
