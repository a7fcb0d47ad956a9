/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Objects of a kind, as networks, pools and the like are: each has a name, perhaps a UUID, and its
 * XML, in libvirt's form where the kind has one. They are found by name or UUID in constant time,
 * and listed in the order of their making.
 *
 *                  live    config
 *     defined      NULL    set       inactive, persistent
 *     running      set     set       persistent: config is what the next start takes
 *     transient    set     NULL      gone when it stops
 *
 * A family's object begins with a struct xml_object, and its kind says what differs. Nothing here
 * is locked: who keeps the set holds its guard.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <libxml/tree.h>

struct form;
struct objects;
struct schema;
struct xml_object;

struct xml_object_kind {
    const struct schema *schema;
    const struct form *form; /* of the documents; NULL: they stay as they came */
    size_t size;             /* of the family's structure */
    int missing;             /* the error of one that is not there: VIR_ERR_NO_NETWORK */
    int domain;              /* of the errors of one that is not there, or in another state */
    bool unnamed;            /* its UUID is all that it goes by; the name is for people */
    bool no_uuid;            /* its name is */
    bool undefined;          /* those of a world's file are active, and not defined */

    /* Reads identity (name malloc'ed; no_uuid: uuid stays) and puts what is missing into the
     * document. 0, or -1 with the error set. NULL: <name> and <uuid>, nothing more. */
    int (*read)(const struct xml_object_kind *kind, xmlNode *root, char **ret_name,
                unsigned char *ret_uuid);
    /* The object, new or not, has a new document. 0, or -1 with the error set. NULL: nothing. */
    int (*settle)(struct objects *set, struct xml_object *o);
    /* Frees what the family keeps besides. NULL: nothing. */
    void (*done)(struct xml_object *o);
};

struct xml_object {
    char *name;
    unsigned char uuid[16];
    bool autostart;
    xmlDoc *live, *config;
    struct xml_object *prev, *next;                 /* in the order of their making */
    struct xml_object *next_of_name, *next_of_uuid; /* in their buckets */
};

struct objects {
    const struct xml_object_kind *kind;
    struct xml_object *first, *last;
    struct xml_object **by_name, **by_uuid;
    size_t n, n_buckets; /* a power of 2, or 0 */
};

/* ---- sets ---- */

void objects_init(struct objects *set, const struct xml_object_kind *kind);
void objects_done(struct objects *set);

/* Fills to, which is empty, with copies of the objects of a kind that keeps nothing besides. 0 or
 * -1, then to is empty again. */
int objects_copy(struct objects *to, const struct objects *from);

/* ---- finding: NULL, without an error set ---- */

struct xml_object *objects_by_name(const struct objects *set, const char *name);
struct xml_object *objects_by_uuid(const struct objects *set, const unsigned char *uuid);

/* ---- finding what a caller names: NULL, with the kind's error set ---- */

struct xml_object *objects_name(const struct objects *set, const char *name);
struct xml_object *objects_uuid(const struct objects *set, const void *uuid);
struct xml_object *objects_inactive(const struct objects *set, const void *uuid);
struct xml_object *objects_active(const struct objects *set, const void *uuid);

/* ---- lives: 0, or -1 with the error set ---- */

/* Defines from XML: a new object, or the next start of one with this name and UUID. */
int objects_define(struct objects *set, const char *xml, struct xml_object **ret_object);

/* Makes an active one from XML: a transient one, or one that was defined. fresh: refuses what is
 * there already, active or not. */
int objects_create(struct objects *set, const char *xml, bool fresh,
                   struct xml_object **ret_object);

/* The same from a document of the kind's schema, which becomes the set's on success. */
int objects_place(struct objects *set, xmlDoc *doc, bool live, bool fresh,
                  struct xml_object **ret_object);

/* An active one, persistent or as the kind says, from a world's file; the element stays the
 * caller's. */
int objects_load(struct objects *set, xmlNode *node, struct xml_object **ret_object);

/* Starts one that is not active. */
int xml_object_start(struct objects *set, struct xml_object *o);

/* Stops an active one; a transient one is freed: true. */
bool xml_object_stop(struct objects *set, struct xml_object *o);

/* Takes its place away; it is freed. */
void objects_remove(struct objects *set, struct xml_object *o);

/* ---- looks ---- */

/* What is true now: live, or config of an inactive one. */
static inline xmlDoc *xml_object_now(const struct xml_object *o)
{
    return o->live ? o->live : o->config;
}

/* Its XML, malloc'ed: what is true now, or (inactive) of the next start. NULL: error set. */
char *xml_object_format(const struct xml_object *o, bool inactive);
