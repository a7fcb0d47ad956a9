/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Each packet is kept as it came, since holes lie between them; holes in a row are one.
 */
#include "rpc/packet_queue.h"

#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/virterror.h>

#include "protocol/codec.h"
#include "protocol/frame.h"
#include "protocol/message.h"

struct queued_packet {
    TAILQ_ENTRY(queued_packet) next;
    unsigned long long hole; /* 0: bytes */
    size_t at, len;
    uint8_t bytes[];
};

enum { PACKET_HELD = sizeof(struct queued_packet) + 2 * sizeof(size_t) };

void packet_queue_init(struct packet_queue *q)
{
    *q = (struct packet_queue){0};
    TAILQ_INIT(&q->packets);
}

static void packet_queue_drop(struct packet_queue *q)
{
    struct queued_packet *p;

    while ((p = TAILQ_FIRST(&q->packets))) {
        TAILQ_REMOVE(&q->packets, p, next);
        free(p);
    }
    q->bytes = q->held = 0;
}

void packet_queue_done(struct packet_queue *q)
{
    packet_queue_drop(q);
    error_clear(&q->error);
}

void packet_queue_close(struct packet_queue *q)
{
    q->closed = true;
    packet_queue_drop(q);
}

/* ---- in ---- */

static int packet_queue_append(struct packet_queue *q, const struct frame *f,
                               unsigned long long hole)
{
    size_t len = hole ? 0 : f->payload_len;
    struct queued_packet *p;

    if (q->closed)
        return 0;
    p = TAILQ_LAST(&q->packets, queued_packets);
    if (p && p->hole && hole && hole <= LLONG_MAX - p->hole) {
        p->hole += hole;
        return 0;
    }
    p = malloc(sizeof(*p) + len);
    if (!p)
        return error_oom(VIR_FROM_STREAMS);
    p->hole = hole;
    p->at = 0;
    p->len = len;
    if (len)
        memcpy(p->bytes, f->payload, len);
    TAILQ_INSERT_TAIL(&q->packets, p, next);
    q->bytes += len;
    q->held += PACKET_HELD + len;
    return 0;
}

static int packet_queue_take_hole(struct packet_queue *q, const struct frame *f)
{
    virNetStreamHole hole = {0};

    if (codec_decode(f->payload, f->payload_len, (xdrproc_t)(void (*)(void))xdr_virNetStreamHole,
                     &hole) < 0)
        return -1;
    if (hole.length < 0)
        return error_set(VIR_FROM_RPC, VIR_ERR_RPC, "a hole of %lld bytes came in a stream",
                         (long long)hole.length);
    return hole.length ? packet_queue_append(q, f, (unsigned long long)hole.length) : 0;
}

static int packet_queue_take_bytes(struct packet_queue *q, const struct frame *f)
{
    if (f->payload_len)
        return packet_queue_append(q, f, 0);
    q->ended = true;
    return 0;
}

int packet_queue_take(struct packet_queue *q, const struct frame *f)
{
    switch (f->header.status) {
    case VIR_NET_CONTINUE:
        return f->header.type == VIR_NET_STREAM_HOLE ? packet_queue_take_hole(q, f)
                                                     : packet_queue_take_bytes(q, f);
    case VIR_NET_OK:
        q->answered = q->ended = true;
        return 0;
    default:
        if (message_read_error(f->payload, f->payload_len, &q->error) < 0)
            return -1;
        if (!q->error.code)
            q->error.code = VIR_ERR_INTERNAL_ERROR;
        return 0;
    }
}

/* ---- out ---- */

ssize_t packet_queue_read(struct packet_queue *q, void *room, size_t size,
                          unsigned long long *ret_hole)
{
    struct queued_packet *p = TAILQ_FIRST(&q->packets);
    size_t n = size < p->len - p->at ? size : p->len - p->at;

    if (n)
        memcpy(room, p->bytes + p->at, n);
    p->at += n;
    q->bytes -= n;
    q->held -= n;
    *ret_hole = p->hole;
    if (p->at == p->len) {
        q->held -= PACKET_HELD;
        TAILQ_REMOVE(&q->packets, p, next);
        free(p);
    }
    return (ssize_t)n;
}
