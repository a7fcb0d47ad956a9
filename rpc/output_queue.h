/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What leaves through a transport: bytes in their order, and the descriptors that go with some of
 * them.
 *
 *     appended ---> bytes .......... | behind ...........
 *                   sent from here     appended while `bytes` are in a system call
 *
 * The owner's lock guards it. Who sends may give the lock up for each system call: the bytes that
 * are in flight then stay where they are, and others append behind them. So there is one sender at
 * a time, nobody waits for it, and it sends what the others have appended, too.
 */
#pragma once

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

#include "common/buf.h"
#include "rpc/fds.h"

struct transport;

struct output_queue {
    struct buf bytes, behind;
    bool in_flight;      /* somebody sends from `bytes` without the lock */
    struct fd_queue fds; /* that leave with both */
};

enum output_result {
    OUTPUT_SENT,    /* nothing waits */
    OUTPUT_BLOCKED, /* the transport takes no more for now; or another thread sends */
    OUTPUT_FAILED,  /* errno: the transport has broken */
};

void output_queue_init(struct output_queue *q);

/* Forgets what waits, and closes the descriptors. Nothing is in flight. */
void output_queue_done(struct output_queue *q);

/* Bytes that wait, without those in flight. */
static inline size_t output_queue_waiting(const struct output_queue *q)
{
    return (q->in_flight ? 0 : buf_len(&q->bytes)) + buf_len(&q->behind);
}

/* Bytes that will leave before those which are appended now. */
static inline size_t output_queue_len(const struct output_queue *q)
{
    return buf_len(&q->bytes) + buf_len(&q->behind);
}

/* Memory that is held. */
static inline size_t output_queue_size(const struct output_queue *q)
{
    return q->bytes.size + q->behind.size;
}

/* Where to append messages; until the lock is given up. */
static inline struct buf *output_queue_tail(struct output_queue *q)
{
    return q->in_flight || buf_len(&q->behind) ? &q->behind : &q->bytes;
}

/* Appends a copy of whole messages. 0, or -1 with the error set and nothing appended. */
int output_queue_add(struct output_queue *q, const struct buf *messages);

/* The same for one message whose last bytes carry the descriptors of the list, which is empty
 * then. NULL: none. */
int output_queue_add_fds(struct output_queue *q, const struct buf *message, struct fd_list *fds);

/* Sends what waits, as far as the transport takes it. lock: the owner's, given up for each system
 * call; NULL: it is kept. */
enum output_result output_queue_flush(struct output_queue *q, struct transport *t,
                                      pthread_mutex_t *lock);

/* Sends messages (eaten from *messages) straight from where they are, when nothing waits. The
 * owner's lock is kept. What is left of them, the caller may add. */
enum output_result output_queue_send(struct output_queue *q, struct transport *t,
                                     struct buf *messages);

/* Promises that the last bytes of the message, which is sent or added next, carry the descriptors.
 * 0: the list is empty; or -1 with the error set. */
int output_queue_expect_fds(struct output_queue *q, const struct buf *message, struct fd_list *fds);

/* Gives memory back that has grown beyond `keep` while nothing waits. */
void output_queue_trim(struct output_queue *q, size_t keep);
