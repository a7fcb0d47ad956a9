/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Calls in flight: each has a serial number, by which its reply finds it.
 *
 *     call_queue_add ---> waits ---> call_queue_take, call_fill: its reply came
 *                           \------> call_queue_fail: none will come
 *
 * Bytes in, outcome out: how a caller sleeps and is woken, and who reads the replies, is its
 * owner's affair. So is the lock that guards a queue; call_fill needs none, the call has left the
 * queue by then.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/queue.h>

#include "common/buf.h"
#include "common/error.h"
#include "protocol/frame.h"

struct fd_list;
struct input_queue;

/* Lives with its caller, as long as it is in a queue. */
struct queued_call {
    TAILQ_ENTRY(queued_call) link;
    uint32_t serial, program;
    int32_t procedure;
    bool no_reply;       /* it waits for something else (a stream's packet) */
    struct buf payload;  /* of the reply */
    struct fd_list *fds; /* takes what comes with it; NULL: it is closed */
    struct error error;  /* of the reply, or why there is none; code 0: success */
};

TAILQ_HEAD(queued_calls, queued_call);

struct call_queue {
    struct queued_calls calls; /* in the order of their serials */
    uint32_t next_serial;
};

static inline void call_queue_init(struct call_queue *q)
{
    TAILQ_INIT(&q->calls);
    q->next_serial = 0;
}

/* The next serial, for a call whose replies are only counted. */
static inline uint32_t call_queue_serial(struct call_queue *q)
{
    return q->next_serial++;
}

/* Gives the call, and its encoded frame, the next serial. */
void call_queue_number(struct call_queue *q, struct queued_call *call, const struct buf *frame);

/* The call waits from now on, behind those that do. */
void call_queue_add(struct call_queue *q, struct queued_call *call);

/* Takes out the call that the reply is for. NULL: nobody waits for it (any more). */
struct queued_call *call_queue_take(struct call_queue *q, const struct frame_header *reply);

/* Takes out a call whose reply nobody will read. */
void call_queue_remove(struct call_queue *q, struct queued_call *call);

/* Gives a call that was taken out its reply, and what of the input's descriptors comes with it. 0,
 * also when the reply is an error; or -1 with the error set: the other side can't be followed. */
int call_fill(struct queued_call *call, const struct frame *reply, struct input_queue *in);

/* Takes all calls out, with a copy of the error. Each may be gone as soon as it is woken. */
void call_queue_fail(struct call_queue *q, const struct error *why,
                     void (*wake)(struct queued_call *call));

/* Frees what the reply has brought. */
void call_done(struct queued_call *call);
