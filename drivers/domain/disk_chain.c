/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Steps on <backingStore>. The top has its format in <driver>, the others have it in <format>; else
 * a layer is the same wherever it stands.
 */
#include "drivers/domain/disk_chain.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "drivers/domain/devices.h"
#include "drivers/xml/schema.h"
#include "drivers/xml/xml.h"

/* ---- looks ---- */

/* The next layer, or NULL: an empty <backingStore/> says that there is none. */
static xmlNode *disk_chain_below(const xmlNode *layer)
{
    xmlNode *n = xml_child(layer, "backingStore");

    return n && xml_child(n, "source") ? n : NULL;
}

static const xmlNode *layer_at(const xmlNode *disk, unsigned layer)
{
    const xmlNode *n = disk;

    for (; n && layer; layer--)
        n = disk_chain_below(n);
    return n;
}

unsigned chain_length(const xmlNode *disk)
{
    unsigned n = 0;

    if (!xml_child(disk, "source"))
        return 0;
    for (const xmlNode *layer = disk; layer; layer = disk_chain_below(layer))
        n++;
    return n;
}

static char *disk_chain_source_of(const xmlNode *layer)
{
    static const char *const names[] = {"file", "dev", "name", "dir", "volume", "path"};
    const xmlNode *source = xml_child(layer, "source");
    char *text = NULL;

    for (size_t i = 0; source && !text && i < ARRAY_SIZE(names); i++)
        text = xml_attribute(source, names[i]);
    return text;
}

char *chain_source(const xmlNode *disk, unsigned layer)
{
    const xmlNode *n = layer_at(disk, layer);

    return n ? disk_chain_source_of(n) : NULL;
}

/* "vda[1]" names a layer by its place. */
static int disk_chain_numbered(const xmlNode *disk, const char *name)
{
    _cleanup_free_ char *target = xml_attribute(xml_child(disk, "target"), "dev");
    size_t len = target ? strlen(target) : 0;
    char *end;
    unsigned long n;

    if (!target || strncmp(name, target, len) != 0)
        return -1;
    if (!name[len])
        return 0;
    if (name[len] != '[' || name[len + 1] < '0' || name[len + 1] > '9')
        return -1;
    n = strtoul(name + len + 1, &end, 10);
    return strcmp(end, "]") == 0 && n < chain_length(disk) ? (int)n : -1;
}

int chain_find(const xmlNode *disk, const char *name)
{
    int i = 0;

    for (const xmlNode *layer = disk; layer; layer = disk_chain_below(layer), i++) {
        _cleanup_free_ char *source = disk_chain_source_of(layer);

        if (source && strcmp(source, name) == 0)
            return i;
    }
    return disk_chain_numbered(disk, name);
}

static char *format_of(const xmlNode *layer)
{
    const xmlNode *driver = xml_child(layer, "driver"), *format = xml_child(layer, "format");

    return driver ? xml_attribute(driver, "type") : format ? xml_attribute(format, "type") : NULL;
}

char *chain_format(const xmlNode *disk, unsigned layer)
{
    const xmlNode *n = layer_at(disk, layer);

    return n ? format_of(n) : NULL;
}

/* ---- changes ---- */

static void disk_chain_drop(xmlNode *layer, const char *child)
{
    xmlNode *n = xml_child(layer, child);

    if (n) {
        xmlUnlinkNode(n);
        xmlFreeNode(n);
    }
}

/* Gives a layer what stands below it, which is in no tree; NULL: nothing. */
static void set_below(xmlNode *layer, xmlNode *n)
{
    disk_chain_drop(layer, "backingStore");
    if (!n)
        n = xml_new_node(layer->doc, "backingStore");
    if (xmlStrEqual(layer->name, BAD_CAST "disk"))
        schema_put(&disk_schema, layer, n);
    else
        xmlAddChild(layer, n);
}

/* Takes it out of the tree, with all below it. */
static xmlNode *disk_chain_unhook(const xmlNode *disk, unsigned layer)
{
    xmlNode *n = (xmlNode *)(uintptr_t)layer_at(disk, layer);

    if (n)
        xmlUnlinkNode(n);
    return n;
}

void chain_cut(xmlNode *disk, unsigned above, unsigned under)
{
    xmlNode *keep = under < chain_length(disk) ? disk_chain_unhook(disk, under) : NULL;
    const xmlNode *top = layer_at(disk, above);

    set_below((xmlNode *)(uintptr_t)top, keep);
}

int chain_replace_top(xmlNode *disk, const xmlNode *image)
{
    _cleanup_free_ char *type = xml_attribute(image, "type"), *format = format_of(image);
    xmlNode *source = xml_copy_node(xml_child(image, "source"), disk->doc);

    if (!source)
        return error_oom(VIR_FROM_DOMAIN);
    xml_set(disk, "type", (type ? type : "file"));
    disk_chain_drop(disk, "source");
    schema_put(&disk_schema, disk, source);
    if (format)
        xml_set(schema_want(&disk_schema, disk, "driver"), "type", format);
    return 0;
}

/* A <backingStore> of what the disk has on top. NULL: no memory. */
static xmlNode *top_as_layer(const xmlNode *disk)
{
    _cleanup_free_ char *type = xml_attribute(disk, "type"), *format = format_of(disk);
    xmlNode *layer = xml_new_node(disk->doc, "backingStore");
    xmlNode *source = xml_copy_node(xml_child(disk, "source"), disk->doc);

    if (!layer || !source) {
        xmlFreeNode(layer);
        xmlFreeNode(source);
        return NULL;
    }
    xml_set(layer, "type", (type ? type : "file"));
    xml_add(layer, "format", "type", format ? format : "raw", NULL);
    xmlAddChild(layer, source);
    return layer;
}

int chain_push(xmlNode *disk, const xmlNode *image)
{
    xmlNode *layer = top_as_layer(disk), *under;

    if (!layer)
        return error_oom(VIR_FROM_DOMAIN);
    if (chain_replace_top(disk, image) < 0) {
        xmlFreeNode(layer);
        return -1;
    }
    under = disk_chain_unhook(disk, 1);
    set_below(layer, under);
    set_below(disk, layer);
    return 0;
}

int chain_fall_to(xmlNode *disk, unsigned layer)
{
    const xmlNode *image = layer_at(disk, layer);

    if (!image || chain_replace_top(disk, image) < 0)
        return -1;
    chain_cut(disk, 0, layer + 1);
    return 0;
}
