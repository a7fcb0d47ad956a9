/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The kinds of objects that a host has in one table, and what the default world's has of them. */
#include "drivers/test/world/host_objects.h"

#include <stdlib.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "drivers/interface/interface.h"
#include "drivers/network/network.h"
#include "drivers/network/network_port.h"
#include "drivers/nodedev/nodedev.h"
#include "drivers/nwfilter/nwfilter.h"
#include "drivers/secret/secret.h"
#include "drivers/storage/storage.h"
#include "drivers/test/world/world.h"
#include "drivers/test/world/worldfile_include.h"
#include "drivers/xml/schema.h"
#include "drivers/xml/xml.h"

static const struct host_kind {
    const struct xml_object_kind *kind;
    size_t offset; /* of its set in struct world */
} host_kinds[] = {
    {&network_kind, offsetof(struct world, networks.networks)},
    {&port_kind, offsetof(struct world, networks.ports)},
    {&pool_kind, offsetof(struct world, storage.pools)},
    {&interface_kind, offsetof(struct world, interfaces.interfaces)},
    {&device_kind, offsetof(struct world, devices.devices)},
    {&secret_kind, offsetof(struct world, secrets.secrets)},
    {&filter_kind, offsetof(struct world, filters.filters)},
    {&binding_kind, offsetof(struct world, filters.bindings)},
};

static const char default_objects[] =
    "<node>"
    "<network><name>default</name><uuid>dd8fe884-6c02-601e-7551-cca97df1c5df</uuid>"
    "<forward mode='nat'/><bridge name='virbr0' stp='on' delay='0'/>"
    "<ip address='192.168.122.1' netmask='255.255.255.0'><dhcp>"
    "<range start='192.168.122.2' end='192.168.122.254'/></dhcp></ip></network>"
    "<pool type='dir'><name>default-pool</name><uuid>dfe224cb-28fb-8dd0-c4b2-64eb3f0f4566</uuid>"
    "<target><path>/default-pool</path></target></pool>"
    "<interface type='ethernet' name='eth1'><start mode='onboot'/>"
    "<mac address='aa:bb:cc:dd:ee:ff'/><mtu size='1492'/><protocol family='ipv4'>"
    "<ip address='192.168.0.5' prefix='24'/><route gateway='192.168.0.1'/></protocol>"
    "</interface>"
    "<device><name>computer</name><capability type='system'><hardware><vendor>Libvirt</vendor>"
    "<version>Test driver</version><serial>123456</serial>"
    "<uuid>11111111-2222-3333-4444-555555555555</uuid></hardware><firmware>"
    "<vendor>Libvirt</vendor><version>Test Driver</version>"
    "<release_date>01/22/2007</release_date></firmware></capability></device>"
    "<device><name>scsi_host1</name><parent>computer</parent><capability type='scsi_host'>"
    "<host>1</host><unique_id>0</unique_id><capability type='fc_host'>"
    "<wwnn>2000000012341234</wwnn><wwpn>1000000012341234</wwpn>"
    "<fabric_wwn>2000000043214321</fabric_wwn></capability>"
    "<capability type='vport_ops'><max_vports>0</max_vports><vports>0</vports>"
    "</capability>"
    "</capability></device>"
    "<device><name>scsi_host2</name><parent>computer</parent><capability type='scsi_host'>"
    "<host>2</host><unique_id>1</unique_id><capability type='fc_host'>"
    "<wwnn>2000000056785678</wwnn><wwpn>1000000056785678</wwpn>"
    "<fabric_wwn>2000000087658765</fabric_wwn></capability>"
    "<capability type='vport_ops'><max_vports>0</max_vports><vports>0</vports>"
    "</capability>"
    "</capability></device>"
    "<device><name>scsi_host11</name><parent>scsi_host1</parent><capability type='scsi_host'>"
    "<host>11</host><unique_id>10</unique_id><capability type='fc_host'>"
    "<wwnn>2000000034563456</wwnn><wwpn>1000000034563456</wwpn>"
    "<fabric_wwn>2000000043214321</fabric_wwn></capability>"
    "</capability></device>"
    "</node>";

static struct objects *set_of(struct world *w, const struct host_kind *host_kind)
{
    return (struct objects *)((char *)w + host_kind->offset);
}

/* Makes a pool's volumes. */
static int load_volumes(struct world *w, struct storage_pool *p, xmlNode *volumes, const char *path)
{
    for (xmlNode *n = xml_child(volumes, "volume"); n; n = xml_element(n->next, "volume")) {
        _cleanup_(xml_doc_freep) xmlDoc *doc = NULL;
        _cleanup_free_ char *xml = NULL;
        xmlNode *volume = NULL;

        if (worldfile_include_find(w, n, path, &doc, &volume) < 0)
            return -1;
        xml = xml_format(volume);
        if (!xml || volume_load(p, xml) < 0)
            return -1;
    }
    return 0;
}

/* Loads one element. The <volume>s of a pool are apart from its own document. */
static int load_object(struct world *w, const struct host_kind *host_kind, xmlNode *node,
                       const char *path)
{
    _cleanup_(xml_doc_freep) xmlDoc *doc = NULL, *volumes = xml_new_doc("volumes");
    xmlNode *element = NULL, *kept, *next;
    struct xml_object *o = NULL;

    if (!volumes || worldfile_include_find(w, node, path, &doc, &element) < 0)
        return volumes ? -1 : error_oom(VIR_FROM_TEST);
    if (host_kind->kind != &pool_kind)
        return objects_load(set_of(w, host_kind), element, &o);
    kept = xmlDocGetRootElement(volumes);
    for (xmlNode *n = xml_child(node, "volume"); n; n = next) {
        next = xml_element(n->next, "volume");
        /* a node that moves would take names of the old document's dictionary along */
        xmlAddChild(kept, xml_copy_node(n, volumes));
        xmlUnlinkNode(n);
        xmlFreeNode(n);
    }
    if (objects_load(set_of(w, host_kind), element, &o) < 0)
        return -1;
    return load_volumes(w, (struct storage_pool *)o, kept, path);
}

int host_objects_load(struct world *w, xmlNode *root, const char *path)
{
    for (size_t i = 0; i < ARRAY_SIZE(host_kinds); i++) {
        const char *name = host_kinds[i].kind->schema->root;

        for (xmlNode *n = xml_child(root, name); n; n = xml_element(n->next, name)) {
            if (load_object(w, &host_kinds[i], n, path) < 0)
                return -1;
        }
    }
    return 0;
}

int host_objects_default(struct world *w)
{
    _cleanup_(xml_doc_freep) xmlDoc *doc = NULL;

    return xml_parse_known(VIR_FROM_DOMAIN, default_objects, "the default world", &doc) < 0
               ? -1
               : host_objects_load(w, xmlDocGetRootElement(doc), "");
}
