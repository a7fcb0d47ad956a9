/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Receives into the room behind the content, and looks at its front.
 */
#include "rpc/input_queue.h"

#include <errno.h>

#include "rpc/transport.h"

void input_queue_done(struct input_queue *q)
{
    buf_free(&q->bytes);
    fd_list_close(&q->fds);
}

static ssize_t input_receive(struct input_queue *q, struct transport *t, size_t size,
                             struct fd_list *fds)
{
    uint8_t *room = buf_reserve(&q->bytes, size);
    ssize_t n;

    if (!room) {
        errno = ENOMEM;
        return TRANSPORT_FAILED;
    }
    n = transport_receive(t, room, buf_room(&q->bytes), fds);
    if (n > 0)
        buf_added(&q->bytes, (size_t)n);
    return n;
}

ssize_t input_queue_receive(struct input_queue *q, struct transport *t, size_t size)
{
    return input_receive(q, t, size, &q->fds);
}

ssize_t input_queue_receive_bytes(struct input_queue *q, struct transport *t, size_t size)
{
    return input_receive(q, t, size, NULL);
}

int input_parse(const uint8_t *bytes, size_t len, struct frame *ret, size_t *ret_need)
{
    int r = frame_parse(bytes, len, ret, ret_need);

    if (r != FRAME_READY)
        return r;
    *ret_need = ret->len + ret->n_fds;
    return len < *ret_need ? FRAME_PARTIAL : FRAME_READY;
}

int input_queue_next(const struct input_queue *q, struct frame *ret, size_t *ret_need)
{
    return input_parse(buf_bytes(&q->bytes), buf_len(&q->bytes), ret, ret_need);
}

void input_queue_take_fds(struct input_queue *q, const struct frame *f, struct fd_list *to)
{
    fd_list_move(&q->fds, f->n_fds < q->fds.count ? f->n_fds : q->fds.count, to);
}
