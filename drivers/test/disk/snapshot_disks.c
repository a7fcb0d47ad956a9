/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Disks of snapshots, as the XML of both sides tells of them. */
#include "drivers/test/disk/snapshot_disks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "drivers/domain/definition.h"
#include "drivers/domain/devices.h"
#include "drivers/domain/disk_chain.h"
#include "drivers/domain/snapshot.h"
#include "drivers/domain/snapshot_tree.h"
#include "drivers/test/disk/block_job.h"
#include "drivers/test/world/world.h"
#include "drivers/xml/schema.h"
#include "drivers/xml/xml.h"
#include "drivers/xml/xml_path.h"

static bool snapshot_disks_is(const xmlNode *disk, const char *how)
{
    _cleanup_free_ char *text = xml_attribute(disk, "snapshot");

    return text && strcmp(text, how) == 0;
}

/* The path of a new image beside the old one: its suffix is the snapshot's name. Malloc'ed. */
static char *snapshot_disks_beside(const char *source, const char *name)
{
    const char *slash = strrchr(source, '/'), *dot = strrchr(slash ? slash : source, '.');
    char *path;

    return asprintf(&path, "%.*s.%s", (int)(dot ? dot - source : (long)strlen(source)), source,
                    name) < 0
               ? NULL
               : path;
}

/* What an external disk's writer left out. */
static int snapshot_disks_complete(xmlNode *entry, const xmlNode *disk, const char *name)
{
    _cleanup_free_ char *source = chain_source(disk, 0), *path = NULL;

    if (!source)
        return error_set(VIR_FROM_DOMAIN_SNAPSHOT, VIR_ERR_CONFIG_UNSUPPORTED,
                         "an empty drive has no external snapshot");
    xml_default(entry, "type", "file");
    if (!xml_child(entry, "driver"))
        xml_add(entry, "driver", "type", "qcow2", NULL);
    if (xml_child(entry, "source"))
        return 0;
    path = snapshot_disks_beside(source, name);
    return path && xml_add(entry, "source", "file", path, NULL)
               ? 0
               : error_oom(VIR_FROM_DOMAIN_SNAPSHOT);
}

int snapshot_disks_fill(xmlNode *root, const struct definition *d, const char *name, bool external)
{
    xmlNode *disks = schema_want(snapshot_kind.schema, root, "disks"), *entry;
    const xmlNode *devices = xml_child(definition_root(d), "devices");
    const char *usual = external ? "external" : "internal";
    bool inside = false, outside = false;

    if (!disks)
        return error_oom(VIR_FROM_DOMAIN_SNAPSHOT);
    for (xmlNode *n = xml_child(disks, "disk"); n; n = xml_element(n->next, "disk")) {
        if (!devices_seek_disk(devices, xml_peek(n, "name")))
            return error_set(VIR_FROM_DOMAIN_SNAPSHOT, VIR_ERR_CONFIG_UNSUPPORTED,
                             "domain '%s' has no disk '%s'", d->name, xml_peek(n, "name"));
        xml_default(n, "snapshot", xml_child(n, "source") ? "external" : usual);
    }
    for (xmlNode *n = xml_child(devices, "disk"); n; n = xml_element(n->next, "disk")) {
        _cleanup_free_ char *target = xml_path_get(n, "target@dev");

        if (!target)
            continue;
        entry = xml_child_with(disks, "disk", "name", target);
        if (!entry)
            entry = xml_add(disks, "disk", "name", target, "snapshot",
                            xml_child(n, "source") ? usual : "no", NULL);
        if (snapshot_disks_is(entry, "external") && snapshot_disks_complete(entry, n, name) < 0)
            return -1;
        inside = inside || snapshot_disks_is(entry, "internal");
        outside = outside || snapshot_disks_is(entry, "external");
    }
    if (outside && inside)
        return error_set(VIR_FROM_DOMAIN_SNAPSHOT, VIR_ERR_CONFIG_UNSUPPORTED,
                         "disks are all in the snapshot internally, or all externally");
    if (!disks->children)
        xmlFreeNode((xmlUnlinkNode(disks), disks));
    return 0;
}

/* ---- external ones ---- */

static xmlNode *snapshot_disks_first_disk(const struct snapshot_node *s)
{
    const xmlNode *disks = xml_child(xmlDocGetRootElement(s->doc), "disks");

    return disks ? xml_child(disks, "disk") : NULL;
}

/* The definition's disk of an external entry; NULL: there is none any more. */
static xmlNode *snapshot_disks_disk_of(struct definition *d, const xmlNode *entry)
{
    _cleanup_free_ char *name = xml_attribute(entry, "name");
    const xmlNode *devices =
        d && definition_edit(d) ? xml_child(definition_root(d), "devices") : NULL;

    for (xmlNode *n = devices ? xml_child(devices, "disk") : NULL; n;
         n = xml_element(n->next, "disk")) {
        if (name && snapshot_disks_is(entry, "external") &&
            xml_child_with(n, "target", "dev", name))
            return n;
    }
    return NULL;
}

int snapshot_disks_push(struct machine *m, const struct snapshot_node *s)
{
    struct definition *const both[] = {m->live, m->config};

    if (snapshot_is_external(s) && block_jobs_none(m) < 0)
        return -1;
    for (xmlNode *n = snapshot_disks_first_disk(s); n; n = xml_element(n->next, "disk")) {
        for (size_t i = 0; i < ARRAY_SIZE(both); i++) {
            xmlNode *disk = snapshot_disks_disk_of(both[i], n);

            if (disk && chain_length(disk) && chain_push(disk, n) < 0)
                return -1;
        }
    }
    return 0;
}

static void snapshot_disk_merge(xmlNode *disk, const char *source)
{
    int layer = chain_find(disk, source);

    if (layer == 0 && chain_length(disk) > 1)
        chain_fall_to(disk, 1);
    else if (layer > 0)
        chain_cut(disk, (unsigned)layer - 1, (unsigned)layer + 1);
}

void snapshot_disks_merge(struct machine *m, const struct snapshot_node *s)
{
    struct definition *const both[] = {m->live, m->config};

    for (xmlNode *n = snapshot_disks_first_disk(s); n; n = xml_element(n->next, "disk")) {
        _cleanup_free_ char *source = chain_source(n, 0);

        for (size_t i = 0; i < ARRAY_SIZE(both); i++) {
            xmlNode *disk = source ? snapshot_disks_disk_of(both[i], n) : NULL;

            if (disk)
                snapshot_disk_merge(disk, source);
        }
    }
}
