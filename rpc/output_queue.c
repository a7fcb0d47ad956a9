/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Sends pieces: from one descriptor's byte to the next, or all that is there.
 */
#include "rpc/output_queue.h"

#include "rpc/transport.h"

void output_queue_init(struct output_queue *q)
{
    *q = (struct output_queue){0};
    fd_queue_init(&q->fds);
}

void output_queue_done(struct output_queue *q)
{
    buf_free(&q->bytes);
    buf_free(&q->behind);
    fd_queue_done(&q->fds);
}

int output_queue_add(struct output_queue *q, const struct buf *messages)
{
    return buf_append(output_queue_tail(q), buf_bytes(messages), buf_len(messages));
}

int output_queue_expect_fds(struct output_queue *q, const struct buf *message, struct fd_list *fds)
{
    return fd_queue_add(&q->fds, output_queue_len(q) + buf_len(message) - fds->count, fds);
}

int output_queue_add_fds(struct output_queue *q, const struct buf *message, struct fd_list *fds)
{
    struct buf *tail = output_queue_tail(q);

    if (!buf_reserve(tail, buf_len(message)) ||
        (fds && output_queue_expect_fds(q, message, fds) < 0))
        return -1;
    return buf_append(tail, buf_bytes(message), buf_len(message)); /* there is room */
}

/* One system call's worth from the front of the buffer. Out: what the transport has said. */
static ssize_t output_send_piece(struct output_queue *q, struct transport *t, struct buf *from,
                                 pthread_mutex_t *lock)
{
    int fd;
    size_t len = fd_queue_next(&q->fds, buf_len(from), &fd);
    ssize_t n;

    q->in_flight = true;
    if (lock)
        pthread_mutex_unlock(lock);
    n = transport_send(t, buf_bytes(from), len, fd);
    if (lock)
        pthread_mutex_lock(lock);
    q->in_flight = false;
    if (n > 0) {
        fd_queue_sent(&q->fds, (size_t)n);
        buf_eat(from, (size_t)n);
    }
    return n;
}

static enum output_result output_send_all(struct output_queue *q, struct transport *t,
                                          struct buf *from, pthread_mutex_t *lock)
{
    while (buf_len(from)) {
        ssize_t n = output_send_piece(q, t, from, lock);

        if (n < 0)
            return transport_blocked(n) ? OUTPUT_BLOCKED : OUTPUT_FAILED;
    }
    return OUTPUT_SENT;
}

/* `bytes` is empty: what was appended behind comes to the front. */
static void output_advance(struct output_queue *q)
{
    struct buf empty = q->bytes;

    q->bytes = q->behind;
    q->behind = empty;
}

enum output_result output_queue_flush(struct output_queue *q, struct transport *t,
                                      pthread_mutex_t *lock)
{
    if (q->in_flight)
        return OUTPUT_BLOCKED;
    while (output_queue_waiting(q)) {
        enum output_result r;

        if (!buf_len(&q->bytes))
            output_advance(q);
        r = output_send_all(q, t, &q->bytes, lock);
        if (r != OUTPUT_SENT)
            return r;
    }
    return OUTPUT_SENT;
}

enum output_result output_queue_send(struct output_queue *q, struct transport *t,
                                     struct buf *messages)
{
    return output_queue_len(q) ? OUTPUT_BLOCKED : output_send_all(q, t, messages, NULL);
}

void output_queue_trim(struct output_queue *q, size_t keep)
{
    if (!output_queue_len(q) && output_queue_size(q) > keep) {
        buf_free(&q->bytes);
        buf_free(&q->behind);
    }
}
