/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * How much worlds may hold: what a short file says can be large. The worlds of files that a
 * daemon's clients name (test:///FILE) share the limits of daemon.conf, whose keys errors name;
 * all others of a process share large ones.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum world_resource {
    WORLD_MACHINES,
    WORLD_DEVICES, /* of the domains in files */
    WORLD_MEMORY,  /* that documents in files take, reckoned from their text */
    WORLD_RESOURCES,
};

/* What one world has of each; in the world, and changed by whoever holds it for writing. */
struct world_use {
    bool clients; /* set before anything is taken: of a file that a client named */
    size_t used[WORLD_RESOURCES];
};

/* Takes n more. 0, or -1 with VIR_ERR_RESOURCE_BUSY naming the limit. */
int world_use_take(struct world_use *use, enum world_resource what, size_t n);

/* Gives n of them back, or all that there is. */
void world_use_give(struct world_use *use, enum world_resource what, size_t n);
void world_use_done(struct world_use *use);

/* What the daemon's clients may have, from now on. Any thread. */
void world_limits_set(enum world_resource what, size_t limit);
