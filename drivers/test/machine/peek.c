/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The bytes of disks and of memory: those of the volume that a disk is, and zeros elsewhere.
 */
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "drivers/domain/definition.h"
#include "drivers/domain/devices.h"
#include "drivers/domain/facts.h"
#include "drivers/reply.h"
#include "drivers/storage/storage.h"
#include "drivers/test/disk/disk_state.h"
#include "drivers/test/ops.h"
#include "drivers/test/world/world.h"

/* Room of that size, zeros, for the reply. 0 or -1. */
static int make_room(unsigned size, unsigned most, u_int *ret_len, char **ret_bytes)
{
    if (size > most)
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "%u bytes are more than %u at once",
                         size, most);
    *ret_bytes = calloc(size ? size : 1, 1);
    if (!*ret_bytes)
        return error_oom(VIR_FROM_TEST);
    *ret_len = size;
    return 0;
}

static int check_range(const char *what, unsigned long long offset, unsigned size,
                       unsigned long long end)
{
    if (offset > end || size > end - offset)
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "%s ends at %llu, before %llu + %u",
                         what, end, offset, size);
    return 0;
}

int test_domain_block_peek(struct session *session, const remote_domain_block_peek_args *args,
                           remote_domain_block_peek_ret *ret)
{
    READ_WORLD(w, session);
    const struct machine *m = world_find(w, &args->dom);
    const struct disk_facts *disk = m ? devices_disk_facts(machine_now(m), args->path) : NULL;
    const struct volume *v;

    if (!disk || check_flags(args->flags, 0) < 0)
        return -1;
    v = disk->file ? volume_at(&w->storage, disk->file) : NULL;
    if (check_range("the disk", args->offset, args->size,
                    v ? v->capacity : disk_sizes(m, disk->target).capacity) < 0 ||
        make_room(args->size, REMOTE_DOMAIN_BLOCK_PEEK_BUFFER_MAX, &ret->buffer.buffer_len,
                  &ret->buffer.buffer_val) < 0)
        return -1;
    return v ? volume_read(v, args->offset, ret->buffer.buffer_val, args->size) : 0;
}

int test_domain_memory_peek(struct session *session, const remote_domain_memory_peek_args *args,
                            remote_domain_memory_peek_ret *ret)
{
    READ_WORLD(w, session);
    const struct machine *m = world_find_active(w, &args->dom);
    bool physical = args->flags == VIR_MEMORY_PHYSICAL;

    if (!m)
        return -1;
    if (!physical && args->flags != VIR_MEMORY_VIRTUAL)
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG,
                         "memory is read by virtual or by physical address");
    /* a virtual address may be anywhere */
    if (physical &&
        check_range("the memory", args->offset, args->size, m->live->max_memory * 1024ULL) < 0)
        return -1;
    return make_room(args->size, REMOTE_DOMAIN_MEMORY_PEEK_BUFFER_MAX, &ret->buffer.buffer_len,
                     &ret->buffer.buffer_val);
}
