/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The documents of storage pools: what a type needs of its source, and what a pool holds. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "common/text_stream.h"
#include "drivers/forms/forms.h"
#include "drivers/reply.h"
#include "drivers/session.h"
#include "drivers/storage/ops.h"
#include "drivers/storage/storage.h"
#include "drivers/xml/xml.h"

static const char *const pool_order[] = {
    "name", "uuid", "capacity", "allocation", "available", "features", NULL, "source", "target",
};
static const struct schema pool_schema = {"pool", VIR_FROM_STORAGE, pool_order,
                                          ARRAY_SIZE(pool_order)};

static const char *const source_order[] = {
    "host", "device", "dir",    "adapter", "name",    "initiator",
    "auth", NULL,     "format", "vendor",  "product",
};
static const struct schema source_schema = {"source", VIR_FROM_STORAGE, source_order,
                                            ARRAY_SIZE(source_order)};

enum {
    HOST = 1,
    DEVICE = 2,
    DIR = 4,
    ADAPTER = 8,
    NAME = 16,
    OWN_NAME = 32, /* that of the pool, when it has none */
};

#define FILE_FORMATS "raw dir bochs cloop cow dmg iso qcow qcow2 qed vmdk vpc fat vhd ploop vdi"
#define DISK_FORMATS "none linux fat16 fat32 linux-swap linux-lvm linux-raid extended"

#define TYPE(name) VIR_CONNECT_LIST_STORAGE_POOLS_##name
#define FILES      "raw", FILE_FORMATS, VIR_STORAGE_VOL_FILE
#define BLOCKS     NULL, NULL, VIR_STORAGE_VOL_BLOCK
#define REMOTE     VIR_STORAGE_VOL_NETWORK

/* %s in a target is the source's name. */
static const struct storage_pool_type pool_types[] = {
    {"dir", TYPE(DIR), 0, NULL, NULL, FILES},
    {"fs", TYPE(FS), DEVICE, "auto", NULL, FILES},
    {"netfs", TYPE(NETFS), HOST | DIR, "auto", NULL, FILES},
    {"logical", TYPE(LOGICAL), OWN_NAME, "lvm2", "/dev/%s", BLOCKS},
    {"disk", TYPE(DISK), DEVICE, "unknown", "/dev", "none", DISK_FORMATS, VIR_STORAGE_VOL_BLOCK},
    {"iscsi", TYPE(ISCSI), HOST | DEVICE, NULL, "/dev/disk/by-path", BLOCKS},
    {"scsi", TYPE(SCSI), ADAPTER, NULL, "/dev/disk/by-path", BLOCKS},
    {"mpath", TYPE(MPATH), 0, NULL, "/dev/mapper", BLOCKS},
    {"rbd", TYPE(RBD), HOST | NAME, NULL, "", "raw", FILE_FORMATS, REMOTE},
    {"sheepdog", TYPE(SHEEPDOG), HOST | NAME, NULL, "", NULL, NULL, REMOTE},
    {"gluster", TYPE(GLUSTER), HOST | NAME, NULL, "", "raw", FILE_FORMATS, REMOTE},
    {"zfs", TYPE(ZFS), NAME, NULL, "/dev/zvol/%s", BLOCKS},
    {"vstorage", TYPE(VSTORAGE), NAME, NULL, NULL, FILES},
    {"iscsi-direct", TYPE(ISCSI_DIRECT), HOST | DEVICE, NULL, "", NULL, NULL, REMOTE},
};

#define XML_ERROR(...) error_set(VIR_FROM_STORAGE, VIR_ERR_XML_ERROR, __VA_ARGS__)

static const struct storage_pool_type *pool_type_of(const xmlNode *root)
{
    _cleanup_free_ char *name = xml_attribute(root, "type");

    for (size_t i = 0; name && i < ARRAY_SIZE(pool_types); i++) {
        if (strcmp(pool_types[i].name, name) == 0)
            return &pool_types[i];
    }
    error_set(VIR_FROM_XML, VIR_ERR_XML_ERROR, "<pool type='%s'> is not a type of pool",
              name ? name : "");
    return NULL;
}

/* ---- source ---- */

static int read_source(const struct storage_pool_type *type, xmlNode *root, const char *name)
{
    static const struct {
        unsigned need;
        const char *element;
    } needs[] = {
        {HOST, "host"}, {DEVICE, "device"}, {DIR, "dir"}, {ADAPTER, "adapter"}, {NAME, "name"},
    };
    xmlNode *source = schema_want(&pool_schema, root, "source"), *format;

    schema_sort(&source_schema, source);
    for (size_t i = 0; i < ARRAY_SIZE(needs); i++) {
        if (type->needs & needs[i].need && !xml_child(source, needs[i].element))
            return XML_ERROR("the <source> of a pool of type '%s' has no <%s>", type->name,
                             needs[i].element);
    }
    if (type->needs & OWN_NAME)
        schema_want_text(&source_schema, source, "name", name);
    if (strcmp(type->name, "gluster") == 0 && !xml_child(source, "dir"))
        xml_set(schema_want(&source_schema, source, "dir"), "path", "/");
    if (type->format && !xml_child(source, "format")) {
        format = schema_want(&source_schema, source, "format");
        xml_set(format, "type", type->format);
    }
    return 0;
}

/* What the pool's source is, as a text that another pool of its type must not have. */
static char *source_text(const xmlDoc *doc, const char *type)
{
    xmlNode *root = xmlDocGetRootElement(doc);
    bool on_target = type && (strcmp(type, "dir") == 0 || strcmp(type, "mpath") == 0);

    return xml_format(xml_child(root, on_target ? "target" : "source"));
}

/* ---- target ---- */

/* The target of the type, where the pool itself has no say or said nothing; NULL: none. */
static char *default_target(const struct storage_pool_type *type, const xmlNode *source)
{
    _cleanup_free_ char *name = xml_text(xml_child(source, "name"));
    const char *where = type->target ? strstr(type->target, "%s") : NULL;
    char *path = NULL;

    if (!where)
        return type->target ? error_note_null(strdup(type->target)) : NULL;
    if (asprintf(&path, "%.*s%s", (int)(where - type->target), type->target, name) < 0)
        path = NULL;
    return error_note_null(path);
}

static int read_target(const struct storage_pool_type *type, xmlNode *root)
{
    static const char *const target_order[] = {"path", NULL};
    static const struct schema target_schema = {"target", VIR_FROM_STORAGE, target_order, 2};
    xmlNode *target = schema_want(&pool_schema, root, "target");
    _cleanup_free_ char *path = xml_text(xml_child(target, "path"));
    _cleanup_free_ char *standard = default_target(type, xml_child(root, "source"));
    bool fixed = standard && strstr(type->target, "%s");
    size_t len;

    if (!path && !standard)
        return XML_ERROR("the <target> of a pool of type '%s' has no <path>", type->name);
    if (standard && !*standard) {
        xmlUnlinkNode(target);
        xmlFreeNode(target);
        return 0;
    }
    if (!path || fixed) {
        free(path);
        path = take(standard);
    }
    len = strlen(path);
    while (len > 1 && path[len - 1] == '/')
        path[--len] = '\0';
    schema_sort(&target_schema, target);
    xml_set_text(schema_want(&target_schema, target, "path"), path);
    return 0;
}

/* ---- the kind ---- */

/* Where pools are named on another host, that is the name of one that has none here. */
static void name_pool(const struct storage_pool_type *type, xmlNode *root)
{
    _cleanup_free_ char *name = xml_text(xml_child(root, "name"));
    _cleanup_free_ char *there = xml_text(xml_child(xml_child(root, "source"), "name"));

    if (!name && there && type->needs & (NAME | OWN_NAME))
        xml_set_text(schema_want(&pool_schema, root, "name"), there);
}

static int read_pool(const struct xml_object_kind *kind, xmlNode *root, char **ret_name,
                     unsigned char *ret_uuid)
{
    const struct storage_pool_type *type = pool_type_of(root);
    _cleanup_free_ char *name = NULL;

    if (!type)
        return -1;
    name_pool(type, root);
    if (schema_name(kind->schema, root, &name) < 0 ||
        schema_uuid(kind->schema, root, ret_uuid) < 0 || read_source(type, root, name) < 0 ||
        read_target(type, root) < 0)
        return -1;
    *ret_name = take(name);
    return 0;
}

static void put_pool_amount(xmlDoc *doc, const char *name, unsigned long long bytes)
{
    xmlNode *n;
    char text[24];

    if (!doc)
        return;
    n = schema_want(&pool_schema, xmlDocGetRootElement(doc), name);
    snprintf(text, sizeof(text), "%llu", bytes);
    xml_set_text(n, text);
    xml_set(n, "unit", "bytes");
}

unsigned long long pool_available(const struct storage_pool *p)
{
    return p->allocation < p->capacity ? p->capacity - p->allocation : 0;
}

void pool_count(struct storage_pool *p, long long bytes)
{
    xmlDoc *docs[] = {p->o.live, p->o.config};

    p->allocation += (unsigned long long)bytes;
    for (size_t i = 0; i < ARRAY_SIZE(docs); i++) {
        put_pool_amount(docs[i], "capacity", p->capacity);
        put_pool_amount(docs[i], "allocation", p->allocation);
        put_pool_amount(docs[i], "available", pool_available(p));
    }
}

static int settle_pool(struct objects *set, struct xml_object *o)
{
    struct storage_pool *p = (struct storage_pool *)o;
    struct storage_room *room =
        (struct storage_room *)((char *)set - offsetof(struct storage_room, pools));
    xmlNode *root = xmlDocGetRootElement(xml_object_now(o)), *target = xml_child(root, "target");
    char *path = target ? xml_text(xml_child(target, "path"))
                        : xml_text(xml_child(xml_child(root, "source"), "name"));

    if (!path)
        path = strdup(o->name);
    if (!path)
        return error_oom(VIR_FROM_STORAGE);
    free(p->target);
    p->target = path;
    p->type = pool_type_of(root);
    if (!p->volumes.kind)
        objects_init(&p->volumes, &volume_kind);
    p->room = room;
    if (room->backend->measure)
        room->backend->measure(p);
    pool_count(p, 0);
    return 0;
}

static void pool_done(struct xml_object *o)
{
    struct storage_pool *p = (struct storage_pool *)o;

    if (p->volumes.kind)
        objects_done(&p->volumes);
    free(p->target);
}

const struct xml_object_kind pool_kind = {
    .form = &storagepool_form,
    .schema = &pool_schema,
    .size = sizeof(struct storage_pool),
    .missing = VIR_ERR_NO_STORAGE_POOL,
    .domain = FROM_DRIVER,
    .read = read_pool,
    .settle = settle_pool,
    .done = pool_done,
};

void storage_room_init(struct storage_room *room)
{
    objects_init(&room->pools, &pool_kind);
}

void storage_room_done(struct storage_room *room)
{
    objects_done(&room->pools);
}

int pool_check_source(const struct objects *pools, xmlDoc *doc)
{
    xmlNode *root = xmlDocGetRootElement(doc);
    _cleanup_free_ char *name = NULL, *type = NULL, *source = NULL;
    unsigned char uuid[16];

    if (read_pool(pools->kind, root, &name, uuid) < 0)
        return -1;
    type = xml_attribute(root, "type");
    source = source_text(doc, type);
    if (!type)
        return error_oom(VIR_FROM_STORAGE);
    for (const struct xml_object *o = pools->first; o && source; o = o->next) {
        const struct storage_pool *p = (const struct storage_pool *)o;
        _cleanup_free_ char *other = NULL;

        if (strcmp(o->name, name) == 0 || strcmp(p->type->name, type) != 0)
            continue;
        other = source_text(xml_object_now(o), type);
        if (other && strcmp(other, source) == 0)
            return error_set(VIR_FROM_STORAGE, VIR_ERR_OPERATION_FAILED,
                             "pool '%s' has the same source", o->name);
    }
    return source ? 0 : -1;
}

struct storage_pool *pool_find(struct storage_room *room, const remote_nonnull_storage_pool *pool)
{
    return (struct storage_pool *)objects_uuid(&room->pools, pool->uuid);
}

struct storage_pool *pool_find_active(struct storage_room *room,
                                      const remote_nonnull_storage_pool *pool)
{
    return (struct storage_pool *)objects_active(&room->pools, pool->uuid);
}

/* ---- what kinds there are ---- */

int connect_get_storage_pool_capabilities(
    struct session *session, const remote_connect_get_storage_pool_capabilities_args *args,
    remote_connect_get_storage_pool_capabilities_ret *ret)
{
    size_t size;
    FILE *f;

    if (check_flags(args->flags, 0) < 0)
        return -1;
    f = text_stream_open(&ret->capabilities, &size);
    if (!f)
        return error_oom(FROM_DRIVER);
    fputs("<storagepoolCapabilities>\n", f);
    for (size_t i = 0; i < ARRAY_SIZE(pool_types); i++) {
        fprintf(f, "  <pool type='%s' supported='yes'>\n", pool_types[i].name);
        if (pool_types[i].format)
            fprintf(f, "    <poolOptions>\n      <defaultFormat type='%s'/>\n    </poolOptions>\n",
                    pool_types[i].format);
        if (pool_types[i].volume_format)
            fprintf(f, "    <volOptions>\n      <defaultFormat type='%s'/>\n    </volOptions>\n",
                    pool_types[i].volume_format);
        fputs("  </pool>\n", f);
    }
    fputs("</storagepoolCapabilities>\n", f);
    return fclose(f) == 0 ? 0 : error_oom(FROM_DRIVER);
}
