/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A run of a stream: the client's packets to the driver, the driver's bytes to the client. */
#include <stdlib.h>

#include <libvirt/virterror.h>

#include "common/buf.h"
#include "common/cleanup.h"
#include "common/error.h"
#include "common/log.h"
#include "daemon/call.h"
#include "daemon/peer/peer_output.h"
#include "daemon/peer/stream_internal.h"
#include "protocol/codec.h"
#include "protocol/message.h"

#define LOG_MODULE "daemon.stream"

enum { PACKETS_PER_RUN = 16 };

/* ---- packets from the client ---- */

/* The next packet, or NULL. */
static struct packet *stream_next_packet(struct peer_stream *s)
{
    struct packet *p;
    LOCK_SCOPE(&s->peer->streams.lock);

    p = STAILQ_FIRST(&s->in);
    if (p) {
        STAILQ_REMOVE_HEAD(&s->in, next);
        atomic_fetch_sub(&s->peer->streams.bytes, p->len + sizeof(*p));
    }
    return p;
}

static int stream_take_hole(struct peer_stream *s, const struct packet *p)
{
    virNetStreamHole hole = {0};

    if (codec_decode(p->payload, p->len, (xdrproc_t)xdr_virNetStreamHole, &hole) < 0)
        return -1;
    if (!s->stream.ops->hole || hole.length < 0)
        return error_set(VIR_FROM_STREAMS, VIR_ERR_RPC, "this stream takes no hole of %lld bytes",
                         (long long)hole.length);
    return s->stream.ops->hole(s->stream.opaque, (unsigned long long)hole.length);
}

/* What a packet says: 0: go on; 1: the stream is over; -1 with the error set. */
static int stream_take_packet(struct peer_stream *s, const struct packet *p)
{
    const struct stream_ops *ops = s->stream.ops;

    if (p->type == VIR_NET_STREAM_HOLE)
        return stream_take_hole(s, p);
    switch (p->status) {
    case VIR_NET_CONTINUE:
        if (!ops->write)
            return error_set(VIR_FROM_STREAMS, VIR_ERR_RPC, "this stream takes no bytes");
        return ops->write(s->stream.opaque, p->payload, p->len);
    case VIR_NET_OK:
        return ops->finish && ops->finish(s->stream.opaque) < 0 ? -1 : 1;
    case VIR_NET_ERROR:
        return 1;
    default:
        return error_set(VIR_FROM_STREAMS, VIR_ERR_RPC, "a stream's packet has no status %d",
                         p->status);
    }
}

/* ---- packets to the client ---- */

static struct frame_header stream_header(const struct peer_stream *s, int type, int status)
{
    struct frame_header h = s->header;

    h.type = type;
    h.status = status;
    return h;
}

/* Reads from the driver into a packet, the only one of *out. 0: go on; 1: not now; -1 with the
 * error set. */
static int stream_send_data(struct peer_stream *s, struct buf *out)
{
    struct frame_header h = stream_header(s, VIR_NET_STREAM, VIR_NET_CONTINUE);
    unsigned long long gap = 0;
    ptrdiff_t start = frame_begin(out, &h);
    uint8_t *room = start < 0 ? NULL : buf_reserve(out, STREAM_PACKET);
    ssize_t n;

    if (!room)
        return -1;
    n = s->stream.ops->read(s->stream.opaque, room, STREAM_PACKET, &gap);
    if (n < 0 || (n == 0 && gap)) {
        virNetStreamHole hole = {.length = (int64_t)gap};

        buf_reset(out); /* it holds this packet only */
        if (n < 0)
            return n == STREAM_LATER ? 1 : -1;
        h = stream_header(s, VIR_NET_STREAM_HOLE, VIR_NET_CONTINUE);
        return message_append(out, &h, (xdrproc_t)xdr_virNetStreamHole, &hole);
    }
    buf_added(out, (size_t)n);
    s->ended = n == 0;
    return frame_end(out, start);
}

/* Returns true if the client has read enough to be sent more; else streams_unblock will come. */
static bool stream_has_room(struct peer_stream *s)
{
    struct peer *peer = s->peer;

    pthread_mutex_lock(&peer->streams.lock);
    s->blocked = true;
    peer->streams.blocked = true;
    pthread_mutex_unlock(&peer->streams.lock);
    /* First the flag, then the look: a client that reads in between unblocks it. */
    if (peer_unsent(peer) >= STREAM_AHEAD)
        return false;
    pthread_mutex_lock(&peer->streams.lock);
    s->blocked = false;
    pthread_mutex_unlock(&peer->streams.lock);
    return true;
}

/* One step of a run. 0: more to do; 1: nothing now; 2: it is over; -1 with the error set. */
static int stream_step(struct peer_stream *s, struct buf *out)
{
    struct packet *p = stream_next_packet(s);
    struct frame_header h;
    int r;

    if (p) {
        r = stream_take_packet(s, p);
        free(p);
        if (r <= 0)
            return r;
        h = stream_header(s, VIR_NET_STREAM, VIR_NET_OK);
        return message_append(out, &h, NULL, NULL) < 0 ? -1 : 2;
    }
    if (!s->stream.ops->read || s->ended || !stream_has_room(s))
        return 1;
    return stream_send_data(s, out);
}

static void stream_run_ends(struct peer_stream *s, struct call *run, bool more)
{
    LOCK_SCOPE(&s->peer->streams.lock);

    free(s->run); /* of another one that has taken its serial */
    s->run = run;
    s->scheduled = false;
    if (more || s->again || !STAILQ_EMPTY(&s->in))
        stream_schedule(s);
}

/* The stream has failed: its client is told, or disconnected. */
static void stream_send_error(struct peer_stream *s, struct buf *out)
{
    struct frame_header h = stream_header(s, VIR_NET_STREAM, VIR_NET_ERROR);

    log_debug("client %llu: stream of procedure %d: %s", (unsigned long long)s->peer->id,
              h.procedure, error_text(error_get()));
    buf_reset(out); /* it may hold the beginning of a packet */
    if (message_append_error(out, &h, error_get()) < 0)
        peer_disconnect(s->peer, "no memory to tell it that its stream failed");
}

void streams_run(struct peer *peer, struct call *run)
{
    _cleanup_(buf_free) struct buf out = {0};
    _cleanup_free_ struct call *own = run;
    struct peer_stream *s;
    int r = 0;

    pthread_mutex_lock(&peer->streams.lock);
    s = streams_find(peer, &run->header);
    pthread_mutex_unlock(&peer->streams.lock);
    if (!s)
        return;
    error_reset();
    for (int i = 0; i < PACKETS_PER_RUN && r == 0; i++) {
        r = stream_step(s, &out);
        if (r < 0)
            stream_send_error(s, &out);
        /* First this: a client that hears of the end may open the next one at once. */
        if (r < 0 || r == 2)
            stream_free(s);
        else if (s->ended && stream_drain(s))
            r = 2;
        if (buf_len(&out))
            peer_send(peer, &out);
    }
    if (r == 0 || r == 1)
        stream_run_ends(s, take(own), r == 0);
    peer_call_left(peer);
}
