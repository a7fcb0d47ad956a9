/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A list for the order and two hash tables with chains for finding. A table grows when it holds
 * more objects than buckets; that moves all of them, which the many insertions before paid for.
 */
#include "drivers/object/objects.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "common/uuid.h"
#include "drivers/xml/form.h"
#include "drivers/xml/schema.h"
#include "drivers/xml/secrets.h"
#include "drivers/xml/xml.h"

#define FAIL(set, ...) error_set((set)->kind->domain, __VA_ARGS__)

void objects_init(struct objects *set, const struct xml_object_kind *kind)
{
    *set = (struct objects){.kind = kind};
}

static void xml_object_free(const struct xml_object_kind *kind, struct xml_object *o)
{
    if (kind->done)
        kind->done(o);
    xmlFreeDoc(o->live);
    xmlFreeDoc(o->config);
    free(o->name);
    free(o);
}

void objects_done(struct objects *set)
{
    struct xml_object *next;

    for (struct xml_object *o = set->first; o; o = next) {
        next = o->next;
        xml_object_free(set->kind, o);
    }
    free(set->by_name);
    free(set->by_uuid);
}

/* ---- tables ---- */

static size_t bucket_of(const struct objects *set, const void *bytes, size_t len)
{
    uint64_t hash = 14695981039346656037ULL; /* FNV-1a */

    for (size_t i = 0; i < len; i++)
        hash = (hash ^ ((const unsigned char *)bytes)[i]) * 1099511628211ULL;
    return (size_t)(hash ^ hash >> 32) & (set->n_buckets - 1);
}

static struct xml_object **name_bucket(const struct objects *set, const char *name)
{
    return &set->by_name[bucket_of(set, name, strlen(name))];
}

static struct xml_object **uuid_bucket(const struct objects *set, const unsigned char *uuid)
{
    return &set->by_uuid[bucket_of(set, uuid, 16)];
}

static void link_object(struct objects *set, struct xml_object *o)
{
    struct xml_object **bucket = name_bucket(set, o->name);

    o->next_of_name = *bucket;
    *bucket = o;
    if (set->kind->no_uuid)
        return;
    bucket = uuid_bucket(set, o->uuid);
    o->next_of_uuid = *bucket;
    *bucket = o;
}

static int grow_tables(struct objects *set)
{
    size_t n = set->n_buckets ? set->n_buckets * 2 : 16;
    struct xml_object **by_name, **by_uuid;

    if (set->n < set->n_buckets)
        return 0;
    by_name = calloc(n, sizeof(*by_name));
    by_uuid = calloc(n, sizeof(*by_uuid));
    if (!by_name || !by_uuid) {
        free(by_name);
        free(by_uuid);
        return error_oom(set->kind->schema->domain);
    }
    free(set->by_name);
    free(set->by_uuid);
    set->by_name = by_name;
    set->by_uuid = by_uuid;
    set->n_buckets = n;
    for (struct xml_object *o = set->first; o; o = o->next)
        link_object(set, o);
    return 0;
}

struct xml_object *objects_by_name(const struct objects *set, const char *name)
{
    struct xml_object *o = set->n_buckets ? *name_bucket(set, name) : NULL;

    while (o && strcmp(o->name, name) != 0)
        o = o->next_of_name;
    return o;
}

struct xml_object *objects_by_uuid(const struct objects *set, const unsigned char *uuid)
{
    struct xml_object *o = set->n_buckets ? *uuid_bucket(set, uuid) : NULL;

    while (o && memcmp(o->uuid, uuid, 16) != 0)
        o = o->next_of_uuid;
    return o;
}

/* ---- finding for a caller ---- */

struct xml_object *objects_name(const struct objects *set, const char *name)
{
    struct xml_object *o = objects_by_name(set, name);

    if (!o)
        FAIL(set, set->kind->missing, "no %s is called '%s'", set->kind->schema->root, name);
    return o;
}

struct xml_object *objects_uuid(const struct objects *set, const void *uuid)
{
    struct xml_object *o = objects_by_uuid(set, uuid);
    char text[UUID_TEXT];

    if (!o)
        FAIL(set, set->kind->missing, "no %s has the UUID %s", set->kind->schema->root,
             uuid_format(uuid, text));
    return o;
}

struct xml_object *objects_inactive(const struct objects *set, const void *uuid)
{
    struct xml_object *o = objects_uuid(set, uuid);

    if (o && o->live) {
        FAIL(set, VIR_ERR_OPERATION_INVALID, "%s '%s' is active", set->kind->schema->root, o->name);
        return NULL;
    }
    return o;
}

struct xml_object *objects_active(const struct objects *set, const void *uuid)
{
    struct xml_object *o = objects_uuid(set, uuid);

    if (o && !o->live) {
        FAIL(set, VIR_ERR_OPERATION_INVALID, "%s '%s' is not active", set->kind->schema->root,
             o->name);
        return NULL;
    }
    return o;
}

/* ---- lives ---- */

static int read_object_identity(const struct xml_object_kind *kind, xmlNode *root, char **ret_name,
                                unsigned char *ret_uuid)
{
    if (kind->read)
        return kind->read(kind, root, ret_name, ret_uuid);
    return schema_name(kind->schema, root, ret_name) < 0 ||
                   schema_uuid(kind->schema, root, ret_uuid) < 0
               ? -1
               : 0;
}

/* The object that the XML is of: NULL when it is a new one. -1: it is two at once. */
static int find_defined_object(const struct objects *set, const char *name,
                               const unsigned char *uuid, struct xml_object **ret_object)
{
    struct xml_object *of_name = set->kind->unnamed ? NULL : objects_by_name(set, name);
    struct xml_object *of_uuid = set->kind->no_uuid ? of_name : objects_by_uuid(set, uuid);
    char text[UUID_TEXT];

    if (of_uuid && !set->kind->unnamed && of_uuid != of_name)
        return error_set(set->kind->schema->domain, VIR_ERR_OPERATION_FAILED,
                         "%s '%s' has the UUID %s already", set->kind->schema->root, of_uuid->name,
                         uuid_format(uuid, text));
    if (of_name && of_uuid != of_name)
        return error_set(set->kind->schema->domain, VIR_ERR_OPERATION_FAILED,
                         "%s '%s' exists, and has the UUID %s", set->kind->schema->root, name,
                         uuid_format(of_name->uuid, text));
    *ret_object = of_uuid;
    return 0;
}

/* Adds a new one without documents. */
static int add_object(struct objects *set, char **name, const unsigned char *uuid,
                      struct xml_object **ret_object)
{
    struct xml_object *o;

    if (grow_tables(set) < 0)
        return -1;
    o = calloc(1, set->kind->size);
    if (!o)
        return error_oom(set->kind->schema->domain);
    o->name = take(*name);
    memcpy(o->uuid, uuid, 16);
    o->prev = set->last;
    *(set->last ? &set->last->next : &set->first) = o;
    set->last = o;
    set->n++;
    link_object(set, o);
    *ret_object = o;
    return 0;
}

int objects_place(struct objects *set, xmlDoc *doc, bool live, bool fresh,
                  struct xml_object **ret_object)
{
    _cleanup_free_ char *name = NULL;
    unsigned char uuid[16] = {0};
    struct xml_object *o = NULL;
    xmlDoc **slot, *before;

    if (read_object_identity(set->kind, xmlDocGetRootElement(doc), &name, uuid) < 0 ||
        find_defined_object(set, name, uuid, &o) < 0)
        return -1;
    if (set->kind->form)
        form_apply(set->kind->form, xmlDocGetRootElement(doc), !live);
    if (o && (fresh || (live && o->live)))
        return error_set(set->kind->schema->domain,
                         fresh ? VIR_ERR_OPERATION_FAILED : VIR_ERR_OPERATION_INVALID,
                         "%s '%s' is %s already", set->kind->schema->root, o->name,
                         o->live ? "active" : "defined");
    if (!o && add_object(set, &name, uuid, &o) < 0)
        return -1;
    slot = live ? &o->live : &o->config;
    before = *slot;
    *slot = doc;
    if ((set->kind->settle && set->kind->settle(set, o) < 0) || xml_changes_made() < 0) {
        *slot = before;
        if (!xml_object_now(o))
            objects_remove(set, o);
        return -1;
    }
    xmlFreeDoc(before);
    *ret_object = o;
    return 0;
}

int objects_define(struct objects *set, const char *xml, struct xml_object **ret_object)
{
    _cleanup_(xml_doc_freep) xmlDoc *doc = NULL;

    if (schema_parse(set->kind->schema, xml, &doc) < 0 ||
        objects_place(set, doc, false, false, ret_object) < 0)
        return -1;
    take(doc);
    return 0;
}

int objects_create(struct objects *set, const char *xml, bool fresh, struct xml_object **ret_object)
{
    _cleanup_(xml_doc_freep) xmlDoc *doc = NULL;

    if (schema_parse(set->kind->schema, xml, &doc) < 0 ||
        objects_place(set, doc, true, fresh, ret_object) < 0)
        return -1;
    take(doc);
    return 0;
}

int objects_load(struct objects *set, xmlNode *node, struct xml_object **ret_object)
{
    _cleanup_(xml_doc_freep) xmlDoc *doc = NULL;

    if (schema_copy_node(set->kind->schema, node, &doc) < 0 ||
        objects_place(set, doc, set->kind->undefined, true, ret_object) < 0)
        return -1;
    take(doc);
    return set->kind->undefined ? 0 : xml_object_start(set, *ret_object);
}

static int copy_object(struct objects *to, const struct xml_object *from)
{
    _cleanup_free_ char *name = strdup(from->name);
    struct xml_object *o = NULL;

    if (!name || add_object(to, &name, from->uuid, &o) < 0)
        return -1;
    o->autostart = from->autostart;
    o->live = from->live ? xml_copy_doc(from->live) : NULL;
    o->config = from->config ? xml_copy_doc(from->config) : NULL;
    return !o->live == !from->live && !o->config == !from->config ? 0 : -1;
}

int objects_copy(struct objects *to, const struct objects *from)
{
    for (const struct xml_object *o = from->first; o; o = o->next) {
        if (copy_object(to, o) < 0) {
            objects_done(to);
            objects_init(to, from->kind);
            return error_oom(from->kind->schema->domain);
        }
    }
    return 0;
}

int xml_object_start(struct objects *set, struct xml_object *o)
{
    o->live = xml_copy_doc(o->config);
    return o->live ? 0 : error_oom(set->kind->schema->domain);
}

bool xml_object_stop(struct objects *set, struct xml_object *o)
{
    xmlFreeDoc(o->live);
    o->live = NULL;
    if (o->config)
        return false;
    objects_remove(set, o);
    return true;
}

void objects_remove(struct objects *set, struct xml_object *o)
{
    struct xml_object **at = name_bucket(set, o->name);

    while (*at != o)
        at = &(*at)->next_of_name;
    *at = o->next_of_name;
    if (!set->kind->no_uuid) {
        at = uuid_bucket(set, o->uuid);
        while (*at != o)
            at = &(*at)->next_of_uuid;
        *at = o->next_of_uuid;
    }
    *(o->prev ? &o->prev->next : &set->first) = o->next;
    *(o->next ? &o->next->prev : &set->last) = o->prev;
    set->n--;
    xml_object_free(set->kind, o);
}

char *xml_object_format(const struct xml_object *o, bool inactive)
{
    const xmlDoc *doc = inactive && o->config ? o->config : xml_object_now(o);

    return secrets_format(xmlDocGetRootElement(doc), SECRETS_HIDDEN);
}
