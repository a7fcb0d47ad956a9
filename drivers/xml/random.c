/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The row of a seed is that of splitmix64: a counter whose every value is mixed well. */
#include "drivers/xml/random.h"

#include <string.h>
#include <sys/random.h>

#include <libvirt/virterror.h>

#include "common/error.h"
#include "common/uuid.h"

#define STEP 0x9e3779b97f4a7c15

static _Thread_local struct random *used;

void random_seed(struct random *c, uint64_t seed)
{
    c->seeded = true;
    c->row = seed;
}

struct random *random_use(struct random *c)
{
    struct random *before = used;

    used = c;
    return before;
}

static uint64_t random_next(struct random *c)
{
    uint64_t z = atomic_fetch_add_explicit(&c->row, STEP, memory_order_relaxed) + STEP;

    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
}

int random_draw(void *bytes, size_t n, const char *what)
{
    unsigned char *to = bytes;
    uint64_t number = 0;

    if (!used || !used->seeded) {
        if (getentropy(bytes, n) < 0)
            return error_set(VIR_FROM_NONE, VIR_ERR_INTERNAL_ERROR, "no random bytes for a %s",
                             what);
        return 0;
    }
    for (size_t i = 0; i < n; i++, number >>= 8) {
        if (i % sizeof(number) == 0)
            number = random_next(used);
        to[i] = (unsigned char)number;
    }
    return 0;
}

int random_uuid(unsigned char *ret_uuid)
{
    unsigned char uuid[UUID_LEN];

    if (random_draw(uuid, sizeof(uuid), "UUID") < 0)
        return -1;
    uuid[6] = (unsigned char)((uuid[6] & 0x0f) | 0x40);
    uuid[8] = (unsigned char)((uuid[8] & 0x3f) | 0x80);
    memcpy(ret_uuid, uuid, sizeof(uuid));
    return 0;
}
