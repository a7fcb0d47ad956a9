/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Storage pools and the volumes in them: what kinds of objects they are.
 *
 * A pool's volumes outlive its being stopped. A volume's key is its path, the pool's target and its
 * name, so that a volume is found by its path in the pool whose target the path begins with.
 */
#pragma once

#include "drivers/storage/sparse_bytes.h"
#include "drivers/object/objects.h"
#include "drivers/xml/schema.h"
#include "protocol/remote.h"

struct world;

/* What a type of pool has, and what a volume in it is like. */
struct storage_pool_type {
    const char *name;
    unsigned filter; /* VIR_CONNECT_LIST_STORAGE_POOLS_... */
    unsigned needs;  /* of its <source> */
    const char *format, *target, *volume_format;
    int volume; /* VIR_STORAGE_VOL_...*/
};

struct storage_pool {
    struct xml_object o;
    struct objects volumes;
    const struct storage_pool_type *type;
    char *target; /* the directory of its volumes */
    unsigned long long allocation;
};

struct volume {
    struct xml_object o; /* live is its document */
    char *path;
    unsigned long long capacity, allocation;
    struct bytes bytes;
    struct bytes_quota *quota; /* of the bytes */
    struct storage_pool *pool;
};

/* Bytes in every pool: the world has disks of one size only. */
#define POOL_CAPACITY (100ULL << 30)

extern const struct xml_object_kind pool_kind;
extern const struct xml_object_kind volume_kind;

/* ---- pools ---- */

/* The pool, or NULL with VIR_ERR_NO_STORAGE_POOL; one that is active, or VIR_ERR_OPERATION_INVALID.
 */
struct storage_pool *pool_find(struct world *w, const remote_nonnull_storage_pool *pool);
struct storage_pool *pool_find_active(struct world *w, const remote_nonnull_storage_pool *pool);

/* Completes the document and checks that no other pool of the type has the same source. 0 or -1. */
int pool_check_source(const struct objects *pools, xmlDoc *doc);

/* Counts bytes, more or less, to the pool's allocation, and writes it down. */
void pool_count(struct storage_pool *p, long long bytes);

/* ---- volumes ---- */

/* The volume, in an active pool. NULL: VIR_ERR_NO_STORAGE_POOL, _VOL or _OPERATION_INVALID. */
struct volume *volume_find(struct world *w, const remote_nonnull_storage_vol *vol);

/* The same by its path; NULL: no error set, or VIR_ERR_NO_STORAGE_VOL. */
struct volume *volume_at(struct world *w, const char *path);
struct volume *volume_find_path(struct world *w, const char *path);

/* Fills the reply's volume. 0, or -1 without memory. */
int volume_ref(const struct volume *v, remote_nonnull_storage_vol *ret_vol);

/* Makes a volume from XML, like another one and with its bytes (NULL: none). 0, or -1. */
int volume_make(struct storage_pool *p, const char *xml, const struct volume *like,
                struct bytes_quota *quota, struct volume **ret_volume);

/* Writes capacity and allocation into its document. */
void volume_put_sizes(struct volume *v);
