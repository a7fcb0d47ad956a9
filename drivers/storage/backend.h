/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a host does for pools and volumes. What gives 0 or -1 has the error set with -1, and has
 * changed nothing then. The room's guard is held: for reading by read and extent, for writing by
 * the others, and not at all by find_sources.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct storage_pool;
struct storage_room;
struct volume;

struct storage_backend {
    /* ---- pools; NULL: there is nothing to do ---- */

    /* Makes a pool that is about to be active, as its live document says; and ends it. */
    int (*start)(struct storage_room *room, struct storage_pool *pool);
    int (*stop)(struct storage_room *room, struct storage_pool *pool);
    /* Looks for the volumes of an active pool, and for its size. */
    int (*refresh)(struct storage_room *room, struct storage_pool *pool);
    /* Makes the storage below a pool that is not active, or removes it. The flags are the call's.
     */
    int (*build)(struct storage_room *room, struct storage_pool *pool, unsigned flags);
    int (*remove)(struct storage_room *room, struct storage_pool *pool, unsigned flags);

    /* Fills in the capacity of a pool whose definition is new; NULL: it is known when it runs. */
    void (*measure)(struct storage_pool *pool);

    /* Finds what could be pools of a type; spec, perhaps NULL, is a <source> that says where. 0
     * with the <sources>, malloc'ed; 1: nobody looks for that type. NULL: for no type. */
    int (*find_sources)(struct storage_room *room, const char *type, const char *spec,
                        char **ret_xml);

    /* ---- volumes; none is NULL ---- */

    /* Makes the storage of a new one, with the bytes of another one (NULL: without). */
    int (*make)(struct storage_room *room, struct volume *volume, const struct volume *like);
    /* Deletes it. The flags are the call's, as below. */
    int (*unmake)(struct storage_room *room, struct volume *volume, unsigned flags);
    /* Frees what it keeps of one, which need not be deleted. */
    void (*forget)(struct storage_room *room, struct volume *volume);
    int (*resize)(struct storage_room *room, struct volume *volume, unsigned long long capacity,
                  unsigned flags);
    /* Overwrites all of it; VIR_STORAGE_VOL_WIPE_ALG_... */
    int (*wipe)(struct storage_room *room, struct volume *volume, unsigned algorithm);

    /* How far it goes on as at the offset, up to len: a hole or data. */
    int (*extent)(struct storage_room *room, const struct volume *volume, unsigned long long offset,
                  unsigned long long len, unsigned long long *ret_len, bool *ret_hole);
    /* Reads and writes within its capacity, and makes a hole there. */
    int (*read)(struct storage_room *room, const struct volume *volume, unsigned long long offset,
                void *to, size_t len);
    int (*write)(struct storage_room *room, struct volume *volume, unsigned long long offset,
                 const void *from, size_t len);
    int (*punch)(struct storage_room *room, struct volume *volume, unsigned long long offset,
                 unsigned long long len);
};
