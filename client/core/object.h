/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the library hands out of a connection: objects, counted and marked.
 *
 *     virDomainSnapshotPtr --parent--> virDomainPtr --conn--> virConnectPtr
 *
 * An object is its identity on the wire, as it came, and nothing more: so every kind is made, sent
 * and freed by the same few functions. It keeps its connection and its parent alive. An identity
 * never changes, except the id of a domain, which follows its starts and stops and is atomic
 * therefore; its copy within `wire` is not looked at.
 */
#pragma once

#include <stdatomic.h>
#include <stddef.h>

#include <libvirt/libvirt-admin.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "common/export.h"
#include "protocol/admin.h"
#include "protocol/remote.h"

/* What all objects of a type have in common. */
struct object_kind {
    size_t size, wire_at, wire_size;
    xdrproc_t codec;          /* of the identity */
    size_t id_at, wire_id_at; /* where the id is, in the object and in it; 0: has none */
    int origin, invalid;      /* domain and code of the error for something that is none */
};

/* Starts every object. */
struct object {
    const struct object_kind *kind; /* NULL: freed */
    atomic_int refs;
    virConnectPtr conn;
    struct object *parent; /* the domain of a snapshot; NULL: none */
    _Atomic(char *) memo;  /* a text that was asked for and belongs to the object; owned */
};

/* For each line of objects.def: struct _virX, X_object_kind, and X_wire(), the identity, which
 * borrows its texts. */
#define OBJECT_COMMON(type, name) extern VIREO_SHARED const struct object_kind name##_object_kind;
#define OBJECT(type, name, wire_type, origin, invalid)           \
    struct _##type {                                             \
        struct object base;                                      \
        wire_type wire;                                          \
    };                                                           \
    static inline wire_type name##_wire(const struct _##type *o) \
    {                                                            \
        return o->wire;                                          \
    }                                                            \
    OBJECT_COMMON(type, name)
#define OBJECT_ID(type, name, wire_type, origin, invalid)        \
    struct _##type {                                             \
        struct object base;                                      \
        wire_type wire;                                          \
        atomic_int id;                                           \
    };                                                           \
    static inline wire_type name##_wire(const struct _##type *o) \
    {                                                            \
        wire_type wire = o->wire;                                \
                                                                 \
        wire.id = atomic_load(&o->id);                           \
        return wire;                                             \
    }                                                            \
    OBJECT_COMMON(type, name)
#include "client/core/objects.def"
#undef OBJECT
#undef OBJECT_ID

/* ---- make: all take references to the connection and the parent, which may be NULL ---- */

/* An object whose identity is *wire (of the kind's type), which is empty afterwards. NULL with the
 * error set and *wire as before. */
void *object_new(const struct object_kind *kind, virConnectPtr conn, struct object *parent,
                 void *wire);

/* The same with a copy of *wire. */
void *object_copy(const struct object_kind *kind, virConnectPtr conn, struct object *parent,
                  const void *wire);

/* The same as object_new for a public function's result: a failure is reported. */
VIREO_SHARED void *object_made(const struct object_kind *kind, virConnectPtr conn,
                               struct object *parent, void *wire);

/* n objects in a new array that ends with NULL, for *(virXPtr **)ret_list. 0, or -1 with the error
 * set. */
VIREO_SHARED int object_list(const struct object_kind *kind, virConnectPtr conn,
                             struct object *parent, void *wires, size_t n, void *ret_list);

void object_ref(struct object *object);

/* ---- end: accept NULL ---- */

VIREO_SHARED void object_unref(void *object);

static inline void object_unrefp(void *object)
{
    object_unref(*(void **)object);
}
