/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The pool counts the bytes; here is the flag that says whether anybody waits for fewer. */
#include "daemon/peer/queue_limit.h"

#include "common/log.h"
#include "daemon/pool/pool.h"
#include "event/loop.h"

#define LOG_MODULE "daemon.server"

bool queue_limit_has_room(struct queue_limit *q)
{
    size_t limit = *q->limit;

    if (pool_bytes(q->pool) < limit)
        return !q->full;
    if (!q->full)
        log_info("calls of %zu bytes wait, max_total_queue_bytes is %zu: reading no more from "
                 "clients that have some waiting",
                 pool_bytes(q->pool), limit);
    /* First the flag, then the look: who takes a call from the queue in between sees the flag. */
    q->full = true;
    queue_limit_call_left(q);
    return !q->full;
}

static void queue_limit_tell_owner(void *opaque)
{
    struct queue_limit *q = opaque;

    q->told = false;
    q->queue_drained(q->owner);
}

void queue_limit_call_left(struct queue_limit *q)
{
    size_t limit = *q->limit;
    bool full = true;

    /* A quarter of the room first, so that not each call wakes everybody. */
    if (!q->full || pool_bytes(q->pool) > limit - limit / 4)
        return;
    if (!atomic_compare_exchange_strong(&q->full, &full, false) || atomic_exchange(&q->told, true))
        return;
    q->drained = (struct loop_task){.fn = queue_limit_tell_owner, .opaque = q};
    if (loop_defer_task(q->loop, &q->drained) < 0)
        q->told = false; /* the loop ends */
}
