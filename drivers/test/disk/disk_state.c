/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Sizes of disks and thresholds of what is filled. A disk whose source is a volume passes one when
 * somebody writes into the volume beyond it. Any other disk is always full, to the last byte and a
 * little beyond: it passes one when it grows, or at once.
 */
#include "drivers/test/disk/disk_state.h"

#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "drivers/domain/definition.h"
#include "drivers/domain/devices.h"
#include "drivers/domain/facts.h"
#include "drivers/machine/emit.h"
#include "drivers/reply.h"
#include "drivers/storage/storage.h"
#include "drivers/test/machine/counters.h"
#include "drivers/test/ops.h"
#include "drivers/test/world/world.h"

/* What a disk needs beside its bytes. */
#define OVERHEAD (DISK_ALLOCATION - DISK_CAPACITY)

struct disk_state {
    struct disk_state *next;
    char *target;
    unsigned long long capacity;
    unsigned long long threshold;
    int run; /* the machine's ID when the threshold was set: it ends with that life */
};

void disk_states_freed(struct world *w, struct machine *m)
{
    struct disk_state *notes = take(test_machine(m)->disk_states);

    while (notes) {
        struct disk_state *next = notes->next;

        free(notes->target);
        free(notes);
        notes = next;
    }
}

static struct disk_state *disk_state_find(const struct machine *m, const char *target)
{
    struct disk_state *n = test_machine(m)->disk_states;

    while (n && strcmp(n->target, target) != 0)
        n = n->next;
    return n;
}

/* NULL: no memory, error set. */
static struct disk_state *disk_state_want(struct machine *m, const char *target)
{
    struct disk_state *n = disk_state_find(m, target);

    if (n)
        return n;
    n = calloc(1, sizeof(*n));
    if (n)
        n->target = strdup(target);
    if (!n || !n->target) {
        free(n);
        error_oom(VIR_FROM_TEST);
        return NULL;
    }
    n->capacity = DISK_CAPACITY;
    n->next = test_machine(m)->disk_states;
    test_machine(m)->disk_states = n;
    return n;
}

struct disk_sizes disk_sizes(const struct machine *m, const char *target)
{
    const struct disk_state *n =
        test_machine(m)->disk_states && target ? disk_state_find(m, target) : NULL;

    if (!n)
        return (struct disk_sizes){.capacity = DISK_CAPACITY, .allocation = DISK_ALLOCATION};
    return (struct disk_sizes){
        .capacity = n->capacity,
        .allocation = n->capacity + OVERHEAD,
        .threshold = n->run == m->id ? n->threshold : 0,
    };
}

/* The note on a disk of an active machine, which has a source. NULL with the error set. */
static struct disk_state *note_on(struct machine *m, const char *path,
                                  const struct disk_facts **ret_disk)
{
    const struct disk_facts *disk = m ? devices_disk_facts(m->live, path) : NULL;

    if (!disk)
        return NULL;
    if (!disk->target || disk->empty) {
        error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_INVALID, "disk '%s' of '%s' is empty", path,
                  machine_name(m));
        return NULL;
    }
    *ret_disk = disk;
    return disk_state_want(m, disk->target);
}

static const char *disk_state_source(const struct disk_facts *disk)
{
    return disk->file ? disk->file : disk->dev;
}

/* Tells once that the disk is filled up to there, when that is more than the threshold allows. */
static void disk_state_filled(struct world *w, const struct machine *m, struct disk_state *n,
                              const struct disk_facts *disk, unsigned long long end)
{
    const struct disk_sizes s = disk_sizes(m, n->target);

    if (!s.threshold || end <= s.threshold)
        return;
    emit_block_threshold(m, n->target, disk_state_source(disk), s.threshold, end - s.threshold);
    n->threshold = 0;
}

/* A disk that is always full has grown, or has a threshold now. */
static void check_threshold(struct world *w, const struct machine *m, struct disk_state *n,
                            const struct disk_facts *disk)
{
    if (!disk_state_source(disk) || !volume_at(&w->storage, disk_state_source(disk)))
        disk_state_filled(w, m, n, disk, disk_sizes(m, n->target).allocation);
}

/* Bytes were written into the source of a machine's disks, if it is that. */
static void disk_state_written(struct world *w, const struct machine *m, const char *path,
                               unsigned long long end)
{
    const struct facts *f = definition_facts(m->live);

    for (size_t i = 0; f && i < f->n_disks; i++) {
        const struct disk_facts *disk = &f->disks[i];
        struct disk_state *n = disk->target ? disk_state_find(m, disk->target) : NULL;

        if (n && disk_state_source(disk) && strcmp(disk_state_source(disk), path) == 0)
            disk_state_filled(w, m, n, disk, end);
    }
}

void disk_states_written(struct world *w, const char *path, unsigned long long end)
{
    if (!w->thresholds)
        return;
    for (size_t i = 0; i < w->machines.n; i++) {
        if (test_machine(w->machines.list[i])->disk_states && machine_active(w->machines.list[i]))
            disk_state_written(w, w->machines.list[i], path, end);
    }
}

int test_domain_block_resize(struct session *session, const remote_domain_block_resize_args *args)
{
    const unsigned known = VIR_DOMAIN_BLOCK_RESIZE_BYTES | VIR_DOMAIN_BLOCK_RESIZE_CAPACITY |
                           VIR_DOMAIN_BLOCK_RESIZE_EXTEND;
    unsigned long long bytes = args->size;
    WRITE_WORLD(w, session);
    struct machine *m = world_find_active(w, &args->dom);
    struct disk_state *n;
    const struct disk_facts *disk;

    if (!m || check_flags(args->flags, known) < 0)
        return -1;
    if (!(args->flags & VIR_DOMAIN_BLOCK_RESIZE_BYTES) &&
        __builtin_mul_overflow(bytes, 1024ULL, &bytes))
        return error_set(VIR_FROM_TEST, VIR_ERR_OVERFLOW, "%llu KiB are more than there can be",
                         (unsigned long long)args->size);
    if (bytes > INT64_MAX)
        return error_set(VIR_FROM_TEST, VIR_ERR_OVERFLOW, "%llu bytes are more than there can be",
                         bytes);
    n = note_on(m, args->disk, &disk);
    if (!n)
        return -1;
    if (args->flags & VIR_DOMAIN_BLOCK_RESIZE_CAPACITY) {
        if (bytes)
            return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG,
                             "a disk of the size below it is given no other one");
        bytes = n->capacity;
    }
    if (args->flags & VIR_DOMAIN_BLOCK_RESIZE_EXTEND && bytes < n->capacity)
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "disk '%s' would shrink", args->disk);
    n->capacity = bytes;
    check_threshold(w, m, n, disk);
    return 0;
}

int test_domain_set_block_threshold(struct session *session,
                                    const remote_domain_set_block_threshold_args *args)
{
    WRITE_WORLD(w, session);
    struct machine *m = world_find_active(w, &args->dom);
    struct disk_state *n;
    const struct disk_facts *disk;

    if (!m || check_flags(args->flags, 0) < 0)
        return -1;
    n = note_on(m, args->dev, &disk);
    if (!n)
        return -1;
    n->threshold = args->threshold;
    n->run = m->id;
    w->thresholds = true;
    check_threshold(w, m, n, disk);
    return 0;
}
