/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Counts what worlds hold, over all worlds of a process. */
#include "drivers/test/world/world_limits.h"

#include <stdatomic.h>
#include <stdint.h>

#include <libvirt/virterror.h>

#include "common/error.h"

enum { OWN_MACHINES_MAX = 1000000, OWN_DEVICES_MAX = 4000000 };
#define OWN_MEMORY_MAX (SIZE_MAX / 2 < 8ULL << 30 ? SIZE_MAX / 2 : (size_t)(8ULL << 30))

struct world_limit {
    const char *what, *name;
    atomic_size_t limit, used;
};

static struct world_limit own_limits[WORLD_RESOURCES] = {
    {.what = "domains", .name = "a limit of the test driver", .limit = OWN_MACHINES_MAX},
    {.what = "devices", .name = "a limit of the test driver", .limit = OWN_DEVICES_MAX},
    {.what = "bytes of documents", .name = "a limit of the test driver", .limit = OWN_MEMORY_MAX},
};

/* daemon/config/settings.def has the same defaults, and configures them. */
static struct world_limit client_limits[WORLD_RESOURCES] = {
    {.what = "domains", .name = "test_max_domains", .limit = 20000},
    {.what = "devices", .name = "test_max_devices", .limit = 100000},
    {.what = "bytes of documents", .name = "test_max_memory", .limit = 256 << 20},
};

static struct world_limit *world_limit_of(const struct world_use *use, enum world_resource what)
{
    return use->clients ? &client_limits[what] : &own_limits[what];
}

int world_use_take(struct world_use *use, enum world_resource what, size_t n)
{
    struct world_limit *l = world_limit_of(use, what);
    size_t limit = atomic_load(&l->limit), before = atomic_fetch_add(&l->used, n);

    if (before <= limit && n <= limit - before) {
        use->used[what] += n;
        return 0;
    }
    atomic_fetch_sub(&l->used, n);
    return error_set(VIR_FROM_TEST, VIR_ERR_RESOURCE_BUSY,
                     use->clients ? "the worlds of files would have more than %zu %s (%s)"
                                  : "the worlds would have more than %zu %s (%s)",
                     limit, l->what, l->name);
}

void world_use_give(struct world_use *use, enum world_resource what, size_t n)
{
    use->used[what] -= n;
    atomic_fetch_sub(&world_limit_of(use, what)->used, n);
}

void world_use_done(struct world_use *use)
{
    for (int what = 0; what < WORLD_RESOURCES; what++)
        world_use_give(use, what, use->used[what]);
}

void world_limits_set(enum world_resource what, size_t limit)
{
    atomic_store(&client_limits[what].limit, limit);
}
