/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What nobody has said is drawn at random: UUIDs and MAC addresses.
 *
 * A world with a seed has its own row of numbers, so that the same calls in the same order make the
 * same things; any other takes the kernel's. Who completes a document knows of no world: it is the
 * thread that draws from one,
 *
 *     WRITE_WORLD(w, session)       as long as it holds that world for writing
 *     RANDOM_SCOPE(&w->random)      or says so, since it makes things before it holds the world
 *
 * Any thread may draw; the numbers that two draw at the same time come in either order.
 */
#pragma once

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/cleanup.h"

struct random {
    bool seeded;
    _Atomic uint64_t row; /* where it is */
};

/* Lets the numbers follow from the seed. Nobody draws meanwhile. */
void random_seed(struct random *c, uint64_t seed);

/* The thread draws from c from now on; NULL: from no world's. Returns what it drew from. */
struct random *random_use(struct random *c);

/* Fills the bytes. 0, or -1 with the error set: there are none for that. */
int random_draw(void *bytes, size_t n, const char *what);

/* Makes a UUID (version 4), of UUID_LEN bytes. 0, or -1 with the error set. */
int random_uuid(unsigned char *ret_uuid);

static inline void random_backp(struct random **before)
{
    random_use(*before);
}

#define RANDOM_SCOPE(c) _cleanup_(random_backp) struct random *random_before = random_use(c)
