/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The limit on the bytes of calls that wait, of all clients of a server together.
 *
 * While it is met, clients that have calls waiting are not read from. Once a quarter of it is free
 * again, the owner is told to look at all of them.
 */
#pragma once

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include "event/loop.h"

struct pool;

struct queue_limit {
    struct loop *loop;
    struct pool *pool;
    const _Atomic size_t *limit;        /* may change */
    void (*queue_drained)(void *owner); /* loop thread */
    void *owner;

    struct loop_task drained;
    atomic_bool full; /* met, and not told to be free again */
    atomic_bool told; /* `drained` waits in the loop */
};

/* Returns true if the calls that wait leave room for more; else queue_drained comes when there is
 * some again. Loop thread. */
bool queue_limit_has_room(struct queue_limit *limit);

/* A call has left the queue. Any thread; costs nothing while there is room. */
void queue_limit_call_left(struct queue_limit *limit);
