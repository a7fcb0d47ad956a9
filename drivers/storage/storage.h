/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Storage pools and the volumes in them: the room of them, what kinds of objects they are.
 *
 * A pool's volumes outlive its being stopped. A volume's path is the pool's target and its name,
 * and its key is its path, so that a volume is found by its path in the pool whose target the path
 * begins with. Those that were there before the pool may be elsewhere; the pool counts them.
 */
#pragma once

#include "drivers/guard.h"
#include "drivers/object/objects.h"
#include "drivers/session.h"
#include "drivers/storage/backend.h"
#include "drivers/xml/schema.h"
#include "protocol/remote.h"

struct hub;

/* What sessions that share storage share; a driver embeds it. */
struct storage_room {
    struct guard *guard; /* of all that is here, and of what the backend keeps */
    struct hub *hub;     /* where events go */
    const struct storage_backend *backend;
    struct objects pools;
};

/* What a type of pool has, and what a volume in it is like. */
struct storage_pool_type {
    const char *name;
    unsigned filter; /* VIR_CONNECT_LIST_STORAGE_POOLS_... */
    unsigned needs;  /* of its <source> */
    const char *format, *target;
    const char *volume_format;  /* of a volume that names none; NULL: volumes have no format */
    const char *volume_formats; /* all that one may name */
    int volume;                 /* VIR_STORAGE_VOL_...*/
};

struct storage_pool {
    struct xml_object o;
    struct objects volumes;
    struct storage_room *room;
    const struct storage_pool_type *type;
    char *target; /* the directory of its volumes */
    unsigned long long capacity, allocation;
    size_t n_elsewhere; /* volumes with a path or key of their own */
};

struct volume {
    struct xml_object o; /* live is its document */
    char *path, *key;
    bool elsewhere; /* they are not what its pool and its name make */
    unsigned long long capacity, allocation;
    struct storage_pool *pool;
    void *storage; /* the backend's */
};

/* Makes it without pools; the driver sets what stands before them. */
void storage_room_init(struct storage_room *room);
void storage_room_done(struct storage_room *room);

static inline struct storage_room *storage_room_of(const struct session *session)
{
    return session->rooms[ROOM_STORAGE];
}

extern const struct xml_object_kind pool_kind;
extern const struct xml_object_kind volume_kind;

/* ---- pools ---- */

/* The pool, or NULL with VIR_ERR_NO_STORAGE_POOL; one that is active, or VIR_ERR_OPERATION_INVALID.
 */
struct storage_pool *pool_find(struct storage_room *room, const remote_nonnull_storage_pool *pool);
struct storage_pool *pool_find_active(struct storage_room *room,
                                      const remote_nonnull_storage_pool *pool);

/* Completes the document and checks that no other pool of the type has the same source. 0 or -1. */
int pool_check_source(const struct objects *pools, xmlDoc *doc);

/* Counts bytes, more or less, to the pool's allocation, and writes it down. */
void pool_count(struct storage_pool *p, long long bytes);

/* Tells of the event VIR_STORAGE_POOL_EVENT_ID_REFRESH of that pool. */
void pool_emit_refresh(struct storage_room *room, const struct xml_object *pool);

/* ---- volumes ---- */

/* The volume, in an active pool. NULL: VIR_ERR_NO_STORAGE_POOL, _VOL or _OPERATION_INVALID. */
struct volume *volume_find(struct storage_room *room, const remote_nonnull_storage_vol *vol);

/* The same by its path; NULL: no error set, or VIR_ERR_NO_STORAGE_VOL; and by its key. */
struct volume *volume_at(struct storage_room *room, const char *path);
struct volume *volume_find_path(struct storage_room *room, const char *path);
struct volume *volume_find_key(struct storage_room *room, const char *key);

/* What of a pool's capacity nothing takes. */
unsigned long long pool_available(const struct storage_pool *p);

/* Fills the reply's volume. 0, or -1 without memory. */
int volume_ref(const struct volume *v, remote_nonnull_storage_vol *ret_vol);

/* Makes a volume from XML, like another one and with its bytes (NULL: none). 0, or -1. */
int volume_make(struct storage_pool *p, const char *xml, const struct volume *like,
                struct volume **ret_volume);

/* Adds one that was there before the pool: it may have a path and a key of its own, and be larger
 * than the pool. 0, or -1. */
int volume_load(struct storage_pool *p, const char *xml);

/* Writes capacity and allocation into its document. */
void volume_put_sizes(struct volume *v);

/* Makes it larger, as a file that is written behind its end; of what is new, so many bytes are data
 * and the others a hole. 0, or -1: VIR_ERR_SYSTEM_ERROR where the pool has not the room. */
int volume_grow(struct volume *v, unsigned long long capacity, unsigned long long data);

/* ---- its bytes: 0, or -1 with the error set ---- */

static inline int volume_extent(const struct volume *v, unsigned long long offset,
                                unsigned long long len, unsigned long long *ret_len, bool *ret_hole)
{
    struct storage_room *room = v->pool->room;

    return room->backend->extent(room, v, offset, len, ret_len, ret_hole);
}

static inline int volume_read(const struct volume *v, unsigned long long offset, void *to,
                              size_t len)
{
    return v->pool->room->backend->read(v->pool->room, v, offset, to, len);
}
