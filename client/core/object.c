/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Objects of every kind: made from an identity on the wire, counted, freed.
 */
#include "client/core/object.h"

#include <string.h>

#include "client/core/conn.h"
#include "client/core/errors.h"
#include "common/buf.h"
#include "protocol/codec.h"

#define OBJECT(type, name, wire_type, from, code)            \
    const struct object_kind name##_object_kind = {          \
        .size = sizeof(struct _##type),                      \
        .wire_at = offsetof(struct _##type, wire),           \
        .wire_size = sizeof(wire_type),                      \
        .codec = (xdrproc_t)(void (*)(void))xdr_##wire_type, \
        .origin = from,                                      \
        .invalid = code,                                     \
    };
#define OBJECT_ID(type, name, wire_type, from, code)         \
    const struct object_kind name##_object_kind = {          \
        .size = sizeof(struct _##type),                      \
        .wire_at = offsetof(struct _##type, wire),           \
        .wire_size = sizeof(wire_type),                      \
        .codec = (xdrproc_t)(void (*)(void))xdr_##wire_type, \
        .id_at = offsetof(struct _##type, id),               \
        .wire_id_at = offsetof(wire_type, id),               \
        .origin = from,                                      \
        .invalid = code,                                     \
    };
#include "client/core/objects.def"

static void *wire_of(struct object *o)
{
    return (char *)o + o->kind->wire_at;
}

void *object_new(const struct object_kind *kind, virConnectPtr conn, struct object *parent,
                 void *wire)
{
    struct object *o = calloc(1, kind->size);

    if (!o) {
        error_oom(kind->origin);
        return NULL;
    }
    o->kind = kind;
    atomic_init(&o->refs, 1);
    o->conn = conn_ref(conn);
    o->parent = parent;
    if (parent)
        object_ref(parent);
    memcpy(wire_of(o), wire, kind->wire_size);
    memset(wire, 0, kind->wire_size);
    if (kind->id_at) {
        int id;

        memcpy(&id, (char *)wire_of(o) + kind->wire_id_at, sizeof(id));
        atomic_init((atomic_int *)(void *)((char *)o + kind->id_at), id);
    }
    return o;
}

void *object_copy(const struct object_kind *kind, virConnectPtr conn, struct object *parent,
                  const void *wire)
{
    _cleanup_free_ void *copy = calloc(1, kind->wire_size);
    struct buf bytes = {0};
    void *o = NULL;
    int r = -1;

    if (!copy) {
        error_oom(kind->origin);
        return NULL;
    }
    if (codec_encode(&bytes, kind->codec, wire) == 0)
        r = codec_decode(buf_bytes(&bytes), buf_len(&bytes), kind->codec, copy);
    buf_free(&bytes);
    if (r < 0)
        return NULL;
    o = object_new(kind, conn, parent, copy);
    codec_free(kind->codec, copy);
    return o;
}

void *object_made(const struct object_kind *kind, virConnectPtr conn, struct object *parent,
                  void *wire)
{
    void *o = object_new(kind, conn, parent, wire);

    if (!o)
        errors_report(conn);
    return o;
}

int object_list(const struct object_kind *kind, virConnectPtr conn, struct object *parent,
                void *wires, size_t n, void *ret_list)
{
    void **list = calloc(n + 1, sizeof(void *));

    if (!list)
        return error_oom(kind->origin);
    for (size_t i = 0; i < n; i++) {
        list[i] = object_new(kind, conn, parent, (char *)wires + i * kind->wire_size);
        if (!list[i]) {
            while (i)
                object_unref(list[--i]);
            free(list);
            return -1;
        }
    }
    *(void ***)ret_list = list;
    return 0;
}

void object_ref(struct object *o)
{
    atomic_fetch_add(&o->refs, 1);
}

void object_unref(void *object)
{
    struct object *o = object;
    const struct object_kind *kind;

    if (!o || atomic_fetch_sub(&o->refs, 1) != 1)
        return;
    kind = o->kind;
    o->kind = NULL;
    codec_free(kind->codec, (char *)o + kind->wire_at);
    free(atomic_load(&o->memo));
    object_unref(o->parent);
    conn_unref(o->conn);
    free(o);
}
