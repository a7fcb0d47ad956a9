/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The documents of volumes, and making one. */
#include <stdio.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "drivers/forms/forms.h"
#include "drivers/object/reply_objects.h"
#include "drivers/reply.h"
#include "drivers/session.h"
#include "drivers/storage/ops.h"
#include "drivers/storage/storage.h"
#include "drivers/xml/amount.h"
#include "drivers/xml/checks.h"
#include "drivers/xml/xml.h"

static const char *const volume_order[] = {
    "name", "key", "capacity", "allocation", "physical", NULL, "source", "target", "backingStore",
};
static const struct schema volume_schema = {"volume", VIR_FROM_STORAGE, volume_order,
                                            ARRAY_SIZE(volume_order)};

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

/* Where it is; all that one has which is not placed yet. */
static void volume_drop(struct volume *v)
{
    free(v->path);
    free(v->key);
}

static void volume_done(struct xml_object *o)
{
    struct volume *v = (struct volume *)o;

    if (v->pool)
        v->pool->room->backend->forget(v->pool->room, v);
    volume_drop(v);
}

const struct xml_object_kind volume_kind = {
    .schema = &volume_schema,
    .form = &storagevol_form,
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

/* One that is elsewhere than its pool says, by its path or its key. */
static struct volume *find_elsewhere(const struct storage_room *room, const char *name, bool key)
{
    for (const struct xml_object *p = room->pools.first; p; p = p->next) {
        const struct storage_pool *pool = (const struct storage_pool *)p;
        struct xml_object *o = p->live && pool->n_elsewhere ? pool->volumes.first : NULL;

        for (; o; o = o->next) {
            struct volume *v = (struct volume *)o;

            if (v->elsewhere && strcmp(key ? v->key : v->path, name) == 0)
                return v;
        }
    }
    return NULL;
}

/* One by its path, which is its key, where its pool says. */
static struct volume *find_in_place(const struct storage_room *room, const char *path)
{
    for (const struct xml_object *o = room->pools.first; o; o = o->next) {
        const struct storage_pool *p = (const struct storage_pool *)o;
        size_t len = strlen(p->target);
        struct xml_object *v;

        if (!o->live || strncmp(path, p->target, len) != 0 || path[len] != '/')
            continue;
        v = objects_by_name(&p->volumes, path + len + 1);
        if (v && !((struct volume *)v)->elsewhere)
            return (struct volume *)v;
    }
    return NULL;
}

struct volume *volume_at(struct storage_room *room, const char *path)
{
    struct volume *v = find_in_place(room, path);

    return v ? v : find_elsewhere(room, path, false);
}

struct volume *volume_find_path(struct storage_room *room, const char *path)
{
    struct volume *v = volume_at(room, path);

    if (!v)
        error_set(FROM_DRIVER, VIR_ERR_NO_STORAGE_VOL, "no volume has the path '%s'", path);
    return v;
}

struct volume *volume_find_key(struct storage_room *room, const char *key)
{
    struct volume *v = find_in_place(room, key);

    if (!v)
        v = find_elsewhere(room, key, true);
    if (!v)
        error_set(FROM_DRIVER, VIR_ERR_NO_STORAGE_VOL, "no volume has the key '%s'", key);
    return v;
}

int volume_ref(const struct volume *v, remote_nonnull_storage_vol *ret_vol)
{
    return reply_text(&ret_vol->pool, v->pool->o.name) < 0 ||
                   reply_text(&ret_vol->name, v->o.name) < 0 ||
                   reply_text(&ret_vol->key, v->key) < 0
               ? -1
               : 0;
}

/* ---- making ---- */

static const struct check volume_checks[] = {
    {"target/format@type", EMPTY_IS_NONE, NULL, NULL, VIR_FROM_STORAGE, VIR_ERR_XML_ERROR},
    {"@type", EMPTY_IS_NONE, "file block dir network netdir ploop", NULL, VIR_FROM_STORAGE,
     VIR_ERR_CONFIG_UNSUPPORTED},
    {"target/permissions/mode", EMPTY_IS_NONE, NULL, checks_number, VIR_FROM_STORAGE,
     VIR_ERR_XML_ERROR},
};

static void drop_element(xmlNode *n)
{
    if (!n)
        return;
    xmlUnlinkNode(n);
    xmlFreeNode(n);
}

static int read_volume_format(const struct storage_pool *p, xmlNode *target)
{
    xmlNode *n = xml_child(target, "format");
    const char *format = n ? xml_peek(n, "type") : NULL;

    if (!p->type->volume_format) {
        drop_element(n);
        return 0;
    }
    if (format && !checks_word(p->type->volume_formats, format))
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
        n = schema_want(&volume_schema, root, amounts[i].name);
        snprintf(text, sizeof(text), "%llu", amounts[i].bytes);
        xml_set_text(n, text);
        xml_set(n, "unit", "bytes");
    }
}

int volume_grow(struct volume *v, unsigned long long capacity, unsigned long long data)
{
    struct storage_pool *p = v->pool;

    if (capacity > p->capacity || data > pool_available(p))
        return error_set_errno(VIR_FROM_STORAGE, ENOSPC, "pool '%s' has not the room for '%s'",
                               p->o.name, v->o.name);
    if (p->room->backend->resize(p->room, v, capacity, 0) < 0)
        return -1;
    v->capacity = capacity;
    v->allocation += data;
    pool_count(p, (long long)data);
    volume_put_sizes(v);
    return 0;
}

/* Without what says nothing, and what is found out anew of each volume. */
static void tidy_volume(xmlNode *root, xmlNode *target)
{
    static const char *const rights[] = {"mode", "owner", "group", "label"};
    xmlNode *backing = xml_child(root, "backingStore"), *may = xml_child(target, "permissions");
    xmlNode *path = xml_child(backing, "path");

    drop_element(xml_child(root, "source"));
    drop_element(xml_child(root, "physical"));
    drop_element(xml_child(target, "timestamps"));
    if (!path || !path->children)
        drop_element(backing);
    for (size_t i = 0; i < ARRAY_SIZE(rights); i++) {
        xmlNode *n = xml_child(may, rights[i]);

        if (n && !n->children)
            drop_element(n);
    }
    if (may && !xml_child(may, NULL))
        drop_element(may);
}

/* Puts where the volume is into its document. */
static int complete_volume(const struct volume *v, const struct storage_pool *p, xmlNode *root)
{
    xmlNode *target = schema_want(&volume_schema, root, "target");

    schema_sort(&target_schema, target);
    tidy_volume(root, target);
    xml_set_text(schema_want(&volume_schema, root, "key"), v->key);
    xml_set_text(schema_want(&target_schema, target, "path"), v->path);
    if (!xml_peek(root, "type"))
        xml_set(root, "type", "file");
    return read_volume_format(p, target);
}

/* What the XML says of sizes, or the volume that the new one is like. */
static int read_volume_sizes(const xmlNode *root, const struct volume *like, struct volume *v)
{
    int r = amount_read(VIR_FROM_STORAGE, root, "capacity", "bytes", &v->capacity);

    if (r < 0)
        return -1;
    if (r > 0 && !like)
        return error_set(VIR_FROM_STORAGE, VIR_ERR_XML_ERROR, "<capacity> is missing");
    if (like && v->capacity < like->capacity)
        v->capacity = like->capacity;
    v->allocation = v->capacity;
    return amount_read(VIR_FROM_STORAGE, root, "allocation", "bytes", &v->allocation) < 0 ? -1 : 0;
}

/* Where it is: as its pool and its name make it, or (there) as the XML says. */
static int read_volume_place(const struct storage_pool *p, const xmlNode *root, bool there,
                             const char *name, struct volume *v)
{
    _cleanup_free_ char *place = NULL;

    if (asprintf(&place, "%s/%s", p->target, name) < 0) {
        place = NULL;
        return error_oom(VIR_FROM_STORAGE);
    }
    if (there) {
        v->path = xml_text(xml_child(xml_child(root, "target"), "path"));
        v->key = xml_text(xml_child(root, "key"));
    }
    v->elsewhere = v->path || v->key;
    if (!v->path)
        v->path = strdup(place);
    if (!v->key && v->path)
        v->key = strdup(v->path);
    return v->path && v->key ? 0 : error_oom(VIR_FROM_STORAGE);
}

/* Gives the pool the volume of a document; what it is comes from draft. */
static int place_volume(struct storage_pool *p, xmlDoc **doc, struct volume *draft,
                        const struct volume *like, struct volume **ret_volume)
{
    struct xml_object *o = NULL;
    struct volume *v;

    if (objects_place(&p->volumes, *doc, true, true, &o) < 0)
        return -1;
    take(*doc);
    v = (struct volume *)o;
    v->path = take(draft->path);
    v->key = take(draft->key);
    v->elsewhere = draft->elsewhere;
    v->pool = p;
    v->capacity = draft->capacity;
    v->allocation = draft->allocation;
    volume_put_sizes(v);
    if (p->room->backend->make(p->room, v, like) < 0) {
        objects_remove(&p->volumes, o);
        return -1;
    }
    p->n_elsewhere += v->elsewhere;
    pool_count(p, (long long)v->allocation);
    *ret_volume = v;
    return 0;
}

static int volume_from_xml(struct storage_pool *p, const char *xml, const struct volume *like,
                           bool there, struct volume **ret_volume)
{
    _cleanup_(xml_doc_freep) xmlDoc *doc = NULL;
    _cleanup_(volume_drop) struct volume draft = {0};
    _cleanup_free_ char *name = NULL;
    xmlNode *root;

    if (schema_parse(&volume_schema, xml, &doc) < 0)
        return -1;
    root = xmlDocGetRootElement(doc);
    if (checks_pass(root, volume_checks, ARRAY_SIZE(volume_checks)) < 0 ||
        schema_name(&volume_schema, root, &name) < 0 || read_volume_sizes(root, like, &draft) < 0)
        return -1;
    if (!there && draft.allocation > pool_available(p))
        return error_set(FROM_DRIVER, VIR_ERR_INTERNAL_ERROR,
                         "pool '%s' has not the room for %llu bytes", p->o.name, draft.allocation);
    if (objects_by_name(&p->volumes, name))
        return error_set(FROM_DRIVER, VIR_ERR_OPERATION_FAILED, "pool '%s' has a volume '%s'",
                         p->o.name, name);
    return read_volume_place(p, root, there, name, &draft) < 0 ||
                   complete_volume(&draft, p, root) < 0 ||
                   place_volume(p, &doc, &draft, like, ret_volume) < 0
               ? -1
               : 0;
}

int volume_make(struct storage_pool *p, const char *xml, const struct volume *like,
                struct volume **ret_volume)
{
    return volume_from_xml(p, xml, like, false, ret_volume);
}

int volume_load(struct storage_pool *p, const char *xml)
{
    struct volume *v = NULL;

    return volume_from_xml(p, xml, NULL, true, &v);
}
