/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The packets of one stream that came and were not read yet: bytes, holes, and how it ended.
 *
 *     CONTINUE with bytes, or a hole ----> waits
 *     CONTINUE without bytes ------------> ended: no more bytes come behind those that wait
 *     OK --------------------------------> ended, answered
 *     ERROR -----------------------------> error
 *
 * Bytes in, bytes out; the owner's lock guards it.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/queue.h>
#include <sys/types.h>

#include "common/error.h"

struct frame;
struct queued_packet;

struct packet_queue {
    TAILQ_HEAD(queued_packets, queued_packet) packets;
    size_t bytes;       /* in them */
    size_t held;        /* what they take of memory, about: that is what is to be bounded */
    bool ended;         /* no more bytes come behind them */
    bool answered;      /* the other side has said OK */
    bool closed;        /* by this side: what still comes is not kept */
    struct error error; /* the other side's; code 0: none */
};

void packet_queue_init(struct packet_queue *q);
void packet_queue_done(struct packet_queue *q);

/* Takes a packet. 0, or -1 with the error set: it is none. */
int packet_queue_take(struct packet_queue *q, const struct frame *f);

static inline bool packet_queue_empty(const struct packet_queue *q)
{
    return TAILQ_EMPTY(&q->packets);
}

/* Reads from a queue that is not empty: how many bytes, or 0 and *ret_hole, the length of a hole
 * (0 otherwise). */
ssize_t packet_queue_read(struct packet_queue *q, void *room, size_t size,
                          unsigned long long *ret_hole);

/* This side ends the stream: forgets what waits, and what still comes. */
void packet_queue_close(struct packet_queue *q);
