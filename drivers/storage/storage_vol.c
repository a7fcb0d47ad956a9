/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The documents of volumes, and making one. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "drivers/object/reply_objects.h"
#include "drivers/reply.h"
#include "drivers/session.h"
#include "drivers/storage/ops.h"
#include "drivers/storage/storage.h"
#include "drivers/xml/amount.h"
#include "drivers/xml/checks.h"
#include "drivers/xml/xml.h"

static const char *const order[] = {
    "name", "key", "capacity", "allocation", "physical", NULL, "source", "target", "backingStore",
};
static const struct schema schema = {"volume", VIR_FROM_STORAGE, order, ARRAY_SIZE(order)};

static const char *const target_order[] = {
    "path",       "format",      "permissions", "timestamps", "compat",
    "encryption", "clusterSize", "nocow",       "features",   NULL,
};
static const struct schema target_schema = {"target", VIR_FROM_STORAGE, target_order,
                                            ARRAY_SIZE(target_order)};

static int read_volume(const struct xml_object_kind *kind, xmlNode *root, char **ret_name,
                       unsigned char *ret_uuid)
{
    return schema_name(kind->schema, root, ret_name);
}

static void volume_done(struct xml_object *o)
{
    struct volume *v = (struct volume *)o;

    if (v->pool)
        v->pool->room->backend->forget(v->pool->room, v);
    free(v->path);
}

const struct xml_object_kind volume_kind = {
    .schema = &schema,
    .size = sizeof(struct volume),
    .missing = VIR_ERR_NO_STORAGE_VOL,
    .domain = FROM_DRIVER,
    .no_uuid = true,
    .read = read_volume,
    .done = volume_done,
};

/* ---- finding ---- */

struct volume *volume_find(struct storage_room *room, const remote_nonnull_storage_vol *vol)
{
    struct storage_pool *p = (struct storage_pool *)objects_name(&room->pools, vol->pool);

    if (!p)
        return NULL;
    if (!p->o.live) {
        error_set(FROM_DRIVER, VIR_ERR_OPERATION_INVALID, "pool '%s' is not active", p->o.name);
        return NULL;
    }
    return (struct volume *)objects_name(&p->volumes, vol->name);
}

struct volume *volume_at(struct storage_room *room, const char *path)
{
    for (struct xml_object *o = room->pools.first; o; o = o->next) {
        const struct storage_pool *p = (const struct storage_pool *)o;
        size_t len = strlen(p->target);
        struct xml_object *v;

        if (!o->live || strncmp(path, p->target, len) != 0 || path[len] != '/')
            continue;
        v = objects_by_name(&p->volumes, path + len + 1);
        if (v)
            return (struct volume *)v;
    }
    return NULL;
}

struct volume *volume_find_path(struct storage_room *room, const char *path)
{
    struct volume *v = volume_at(room, path);

    if (!v)
        error_set(FROM_DRIVER, VIR_ERR_NO_STORAGE_VOL, "no volume has the path '%s'", path);
    return v;
}

int volume_ref(const struct volume *v, remote_nonnull_storage_vol *ret_vol)
{
    return reply_text(&ret_vol->pool, v->pool->o.name) < 0 ||
                   reply_text(&ret_vol->name, v->o.name) < 0 ||
                   reply_text(&ret_vol->key, v->path) < 0
               ? -1
               : 0;
}

/* ---- making ---- */

static const struct check checks[] = {
    {"@type", false, "file block dir network netdir ploop", NULL, VIR_FROM_STORAGE,
     VIR_ERR_CONFIG_UNSUPPORTED},
    {"target/permissions/mode", false, NULL, checks_number, VIR_FROM_STORAGE, VIR_ERR_XML_ERROR},
};

static int read_volume_format(const struct storage_pool *p, xmlNode *target)
{
    const char *formats =
        p->type->volume == VIR_STORAGE_VOL_FILE
            ? "none raw dir bochs cloop dmg iso qcow qcow2 qed vmdk vpc fat vhd ploop vdi"
            : "none raw linux fat16 fat32 linux-swap linux-lvm linux-raid extended";
    xmlNode *n = xml_child(target, "format");
    _cleanup_free_ char *format = xml_attribute(n, "type");

    if (!p->type->volume_format) {
        xmlUnlinkNode(n);
        xmlFreeNode(n);
        return 0;
    }
    if (format && !checks_word(formats, format))
        return error_set(VIR_FROM_STORAGE, VIR_ERR_CONFIG_UNSUPPORTED,
                         "<format type='%s'> is not a format of volumes in pool '%s'", format,
                         p->o.name);
    if (!format)
        xml_set(schema_want(&target_schema, target, "format"), "type", p->type->volume_format);
    return 0;
}

void volume_put_sizes(struct volume *v)
{
    const struct {
        const char *name;
        unsigned long long bytes;
    } amounts[] = {{"capacity", v->capacity}, {"allocation", v->allocation}};
    xmlNode *root = xmlDocGetRootElement(v->o.live), *n;
    char text[24];

    for (size_t i = 0; i < ARRAY_SIZE(amounts); i++) {
        n = schema_want(&schema, root, amounts[i].name);
        snprintf(text, sizeof(text), "%llu", amounts[i].bytes);
        xml_set_text(n, text);
        xml_set(n, "unit", "bytes");
    }
}

/* Puts what the pool says of a volume into its document. */
static int complete_volume(const struct storage_pool *p, xmlNode *root, const char *path)
{
    xmlNode *target = schema_want(&schema, root, "target");

    schema_sort(&target_schema, target);
    xml_set_text(schema_want(&schema, root, "key"), path);
    xml_set_text(schema_want(&target_schema, target, "path"), path);
    xml_set(root, "type", "file");
    return read_volume_format(p, target);
}

/* What the XML says of sizes, or the volume that the new one is like. */
static int read_volume_sizes(const struct storage_pool *p, const xmlNode *root,
                             const struct volume *like, unsigned long long *ret_capacity,
                             unsigned long long *ret_allocation)
{
    unsigned long long capacity = 0, allocation;
    int r = amount_read(VIR_FROM_STORAGE, root, "capacity", "bytes", &capacity);

    if (r < 0)
        return -1;
    if (r > 0 && !like)
        return error_set(VIR_FROM_STORAGE, VIR_ERR_XML_ERROR, "<capacity> is missing");
    if (like && capacity < like->capacity)
        capacity = like->capacity;
    allocation = capacity;
    if (amount_read(VIR_FROM_STORAGE, root, "allocation", "bytes", &allocation) < 0)
        return -1;
    if (allocation > p->capacity - p->allocation)
        return error_set(FROM_DRIVER, VIR_ERR_INTERNAL_ERROR,
                         "pool '%s' has not the room for %llu bytes", p->o.name, allocation);
    *ret_capacity = capacity;
    *ret_allocation = allocation;
    return 0;
}

int volume_make(struct storage_pool *p, const char *xml, const struct volume *like,
                struct volume **ret_volume)
{
    _cleanup_(xml_doc_freep) xmlDoc *doc = NULL;
    _cleanup_free_ char *name = NULL, *path = NULL;
    unsigned long long capacity = 0, allocation = 0;
    struct xml_object *o = NULL;
    struct volume *v;
    xmlNode *root;

    if (schema_parse(&schema, xml, &doc) < 0)
        return -1;
    root = xmlDocGetRootElement(doc);
    if (checks_pass(root, checks, ARRAY_SIZE(checks)) < 0 ||
        schema_name(&schema, root, &name) < 0 ||
        read_volume_sizes(p, root, like, &capacity, &allocation) < 0)
        return -1;
    if (objects_by_name(&p->volumes, name))
        return error_set(FROM_DRIVER, VIR_ERR_OPERATION_FAILED, "pool '%s' has a volume '%s'",
                         p->o.name, name);
    if (asprintf(&path, "%s/%s", p->target, name) < 0) {
        path = NULL;
        return error_oom(VIR_FROM_STORAGE);
    }
    if (complete_volume(p, root, path) < 0 || objects_place(&p->volumes, doc, true, true, &o) < 0)
        return -1;
    take(doc);
    v = (struct volume *)o;
    v->path = take(path);
    v->pool = p;
    v->capacity = capacity;
    v->allocation = allocation;
    volume_put_sizes(v);
    if (p->room->backend->make(p->room, v, like) < 0) {
        objects_remove(&p->volumes, o);
        return -1;
    }
    pool_count(p, (long long)allocation);
    *ret_volume = v;
    return 0;
}
