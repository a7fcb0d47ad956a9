/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Streams that the client has been sent to their end, and has not finished: all that is left of
 * them is their number, so that their end is answered when it comes, if ever.
 */
#include <stdlib.h>

#include <libvirt/virterror.h>

#include "common/buf.h"
#include "common/cleanup.h"
#include "common/error.h"
#include "daemon/peer/peer_output.h"
#include "daemon/peer/stream_internal.h"
#include "protocol/message.h"

enum { DRAINED_MAX = 256 }; /* of one peer; of older ones only the highest serial is known */

struct drained {
    uint32_t program, serial;
    int32_t procedure; /* 0: none */
    bool takes_bytes;
};

struct streams_drained {
    struct drained ring[DRAINED_MAX];
    unsigned next;
    uint32_t forgotten; /* the highest serial of those that had to make room */
};

/* The stream is over for the driver, unless packets wait for it. The streams' lock is held. */
static bool stream_become_drained(struct peer_stream *s)
{
    struct streams_drained **all = &s->peer->streams.drained;
    struct drained *d;

    if (!STAILQ_EMPTY(&s->in) || (!*all && !(*all = calloc(1, sizeof(**all)))))
        return false;
    d = &(*all)->ring[(*all)->next++ % DRAINED_MAX];
    if (d->procedure && d->serial > (*all)->forgotten)
        (*all)->forgotten = d->serial;
    *d = (struct drained){
        .program = s->header.program,
        .serial = s->header.serial,
        .procedure = s->header.procedure,
        .takes_bytes = s->stream.ops->write != NULL,
    };
    return true;
}

bool stream_drain(struct peer_stream *s)
{
    struct peer *peer = s->peer;

    pthread_mutex_lock(&peer->streams.lock);
    if (!stream_become_drained(s)) {
        pthread_mutex_unlock(&peer->streams.lock);
        return false;
    }
    stream_unlist(s);
    pthread_mutex_unlock(&peer->streams.lock);
    stream_release(s);
    return true;
}

/* ---- packets that come for them ---- */

/* The one of that serial, or NULL. */
static struct drained *drained_find(struct streams_drained *all, const struct frame_header *h)
{
    for (size_t i = 0; i < DRAINED_MAX; i++) {
        struct drained *d = &all->ring[i];

        if (d->procedure && d->serial == h->serial && d->procedure == h->procedure &&
            d->program == h->program)
            return d;
    }
    return NULL;
}

/* What a packet is answered: a status, or VIR_NET_CONTINUE: nothing. The streams' lock is held. */
static int drained_answer(struct streams_drained *all, const struct frame_header *h)
{
    bool data = h->type == VIR_NET_STREAM_HOLE || h->status == VIR_NET_CONTINUE;
    bool end = !data && (h->status == VIR_NET_OK || h->status == VIR_NET_ERROR);
    struct drained *d = drained_find(all, h);

    if (!d)
        return end && h->serial <= all->forgotten ? VIR_NET_OK : VIR_NET_CONTINUE;
    if (data && d->takes_bytes)
        return VIR_NET_CONTINUE; /* the other end has gone: they are lost */
    d->procedure = 0;
    return end ? VIR_NET_OK : VIR_NET_ERROR;
}

void streams_answer_drained(struct peer *peer, const struct frame_header *header)
{
    _cleanup_(buf_free) struct buf out = {0};
    struct frame_header h = *header;

    pthread_mutex_lock(&peer->streams.lock);
    h.status =
        peer->streams.drained ? drained_answer(peer->streams.drained, header) : VIR_NET_CONTINUE;
    pthread_mutex_unlock(&peer->streams.lock);
    h.type = VIR_NET_STREAM;
    if (h.status == VIR_NET_OK) {
        message_append(&out, &h, NULL, NULL);
    } else if (h.status == VIR_NET_ERROR) {
        error_set(VIR_FROM_STREAMS, VIR_ERR_RPC, "this stream takes no such packet");
        message_append_error(&out, &h, error_get());
    }
    if (buf_len(&out))
        peer_send(peer, &out);
}
