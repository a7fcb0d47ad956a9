/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What comes through a transport, cut into frames: bytes, and descriptors that wait for the frame
 * which says that it brings them. One owner at a time; no lock.
 *
 *     input_queue_receive ---> | frame | frame | fr...
 *                              input_queue_next, work on it, input_queue_eat
 */
#pragma once

#include <stddef.h>
#include <sys/types.h>

#include "common/buf.h"
#include "protocol/frame.h"
#include "rpc/fds.h"

struct transport;

struct input_queue {
    struct buf bytes;
    struct fd_list fds; /* that came, for a frame that is not whole yet */
};

void input_queue_done(struct input_queue *q);

/* Receives once, into a room of at least size bytes. As transport_receive; TRANSPORT_FAILED with
 * ENOMEM too. */
ssize_t input_queue_receive(struct input_queue *q, struct transport *t, size_t size);

/* The same; descriptors are not kept. */
ssize_t input_queue_receive_bytes(struct input_queue *q, struct transport *t, size_t size);

/* As frame_parse, for a frame with the bytes of its descriptors behind it: *ret_need is how many
 * bytes from the front the frame takes, or would take. */
int input_parse(const uint8_t *bytes, size_t len, struct frame *ret, size_t *ret_need);

/* The frame at the front: FRAME_READY, or FRAME_PARTIAL with *ret_need, or -1 with the error set.
 */
int input_queue_next(const struct input_queue *q, struct frame *ret, size_t *ret_need);

/* Forgets the frame, of need bytes, at the front. */
static inline void input_queue_eat(struct input_queue *q, size_t need)
{
    buf_eat(&q->bytes, need);
}

/* Moves the descriptors that came with the frame at the front to the list; some may be missing. */
void input_queue_take_fds(struct input_queue *q, const struct frame *f, struct fd_list *to);
