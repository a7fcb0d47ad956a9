/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Storage of a world: its pools are on disks of one size, its volumes' bytes are kept in memory,
 * and who writes into a volume may pass a disk's threshold.
 */
#include <stdlib.h>

#include <libvirt/virterror.h>

#include "common/error.h"
#include "drivers/storage/storage.h"
#include "drivers/test/disk/disk_state.h"
#include "drivers/test/host/backends.h"
#include "drivers/test/host/sparse_bytes.h"
#include "drivers/test/host/storage_sources.h"
#include "drivers/test/world/world.h"

#define POOL_CAPACITY (100ULL << 30)

static struct world *storage_world(struct storage_room *room)
{
    return (struct world *)((char *)room - offsetof(struct world, storage));
}

static void measure_pool(struct storage_pool *pool)
{
    pool->capacity = POOL_CAPACITY;
}

/* ---- making and deleting ---- */

static void forget_bytes(struct storage_room *room, struct volume *volume)
{
    if (volume->storage)
        bytes_free(volume->storage, &storage_world(room)->stored);
    free(volume->storage);
    volume->storage = NULL;
}

static int make_bytes(struct storage_room *room, struct volume *volume, const struct volume *like)
{
    volume->storage = calloc(1, sizeof(struct bytes));
    if (!volume->storage)
        return error_oom(VIR_FROM_STORAGE);
    return like ? bytes_copy(volume->storage, &storage_world(room)->stored, like->storage) : 0;
}

static int unmake_bytes(struct storage_room *room, struct volume *volume, unsigned flags)
{
    forget_bytes(room, volume);
    return 0;
}

/* ---- changing ---- */

static int resize_bytes(struct storage_room *room, struct volume *volume,
                        unsigned long long capacity, unsigned flags)
{
    if (capacity < volume->capacity)
        bytes_zero(volume->storage, &storage_world(room)->stored, capacity,
                   volume->capacity - capacity);
    return 0;
}

static int wipe_bytes(struct storage_room *room, struct volume *volume, unsigned algorithm)
{
    struct world *w = storage_world(room);

    bytes_zero(volume->storage, &w->stored, 0, volume->capacity);
    disk_states_written(w, volume->path, volume->capacity);
    return 0;
}

/* ---- reading and writing ---- */

static int extent_of_bytes(struct storage_room *room, const struct volume *volume,
                           unsigned long long offset, unsigned long long len,
                           unsigned long long *ret_len, bool *ret_hole)
{
    *ret_len = bytes_run(volume->storage, offset, len, ret_hole);
    return 0;
}

static int read_from_bytes(struct storage_room *room, const struct volume *volume,
                           unsigned long long offset, void *to, size_t len)
{
    bytes_read(volume->storage, offset, to, len);
    return 0;
}

static int write_to_bytes(struct storage_room *room, struct volume *volume,
                          unsigned long long offset, const void *from, size_t len)
{
    struct world *w = storage_world(room);

    if (bytes_write(volume->storage, &w->stored, offset, from, len) < 0)
        return -1;
    disk_states_written(w, volume->path, offset + len);
    return 0;
}

static int punch_bytes(struct storage_room *room, struct volume *volume, unsigned long long offset,
                       unsigned long long len)
{
    bytes_zero(volume->storage, &storage_world(room)->stored, offset, len);
    return 0;
}

const struct storage_backend test_storage_backend = {
    .measure = measure_pool,
    .find_sources = storage_sources,
    .make = make_bytes,
    .unmake = unmake_bytes,
    .forget = forget_bytes,
    .resize = resize_bytes,
    .wipe = wipe_bytes,
    .extent = extent_of_bytes,
    .read = read_from_bytes,
    .write = write_to_bytes,
    .punch = punch_bytes,
};
