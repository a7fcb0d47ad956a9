/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The families of a world in one table, and what the default world has of them. */
#include "drivers/test/families.h"

#include "common/cleanup.h"
#include "drivers/test/interface.h"
#include "drivers/test/network.h"
#include "drivers/test/schema.h"
#include "drivers/test/storage.h"
#include "drivers/test/xml.h"

/* Bytes that the volumes of a world hold: they are kept in memory. */
enum { STORED_MAX = 256 << 20 };

static const struct family {
    const struct object_kind *kind;
    size_t offset; /* of its set in struct families */
} table[] = {
    {&network_kind, offsetof(struct families, networks)},
    {&pool_kind, offsetof(struct families, pools)},
    {&interface_kind, offsetof(struct families, interfaces)},
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
    "</node>";

static struct objects *set_of(struct families *f, const struct family *family)
{
    return (struct objects *)((char *)f + family->offset);
}

void families_init(struct families *f)
{
    f->stored = (struct bytes_quota){.max = STORED_MAX};
    for (size_t i = 0; i < ARRAY_SIZE(table); i++)
        objects_init(set_of(f, &table[i]), table[i].kind);
    objects_init(&f->before, &interface_kind);
}

void families_done(struct families *f)
{
    for (size_t i = 0; i < ARRAY_SIZE(table); i++)
        objects_done(set_of(f, &table[i]));
    objects_done(&f->before);
}

int families_load(struct families *f, xmlNode *root)
{
    struct object *o;

    for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
        const char *name = table[i].kind->schema->root;

        for (xmlNode *n = xml_child(root, name); n; n = xml_element(n->next, name)) {
            if (objects_load(set_of(f, &table[i]), n, &o) < 0)
                return -1;
        }
    }
    return 0;
}

int families_default(struct families *f)
{
    _cleanup_(xml_doc_freep) xmlDoc *doc = NULL;

    return xml_parse(default_objects, "the default world", &doc) < 0
               ? -1
               : families_load(f, xmlDocGetRootElement(doc));
}
