/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A stream's states and who moves them:
 *
 *     opened --reply sent--> started --client's finish or abort, or an error--> gone
 *
 * `scheduled` says that a run is queued or goes on; what comes meanwhile sets `again`, so that the
 * run's end queues the next one. Only a run, or the end of the peer, frees a stream.
 */
#include "daemon/stream.h"

#include <stdlib.h>
#include <string.h>

#include <libvirt/virterror.h>

#include "common/buf.h"
#include "common/cleanup.h"
#include "common/error.h"
#include "common/log.h"
#include "daemon/call.h"
#include "daemon/client_limits.h"
#include "daemon/peer.h"
#include "daemon/peer_output.h"
#include "drivers/stream.h"
#include "protocol/codec.h"
#include "protocol/message.h"

#define LOG_MODULE "daemon.stream"

enum { PACKETS_PER_RUN = 16 };

struct packet {
    STAILQ_ENTRY(packet) next;
    int type, status;
    size_t len;
    uint8_t payload[];
};

STAILQ_HEAD(packets, packet);

struct peer_stream {
    struct stream stream; /* first: the driver wakes it */
    struct peer *peer;
    struct frame_header header; /* of its packets; type and status vary */
    LIST_ENTRY(peer_stream) link;

    /* Guarded by the peer's streams.lock. */
    struct packets in;
    bool started, scheduled, again;
    bool blocked; /* the client shall read first */

    bool ended; /* the run's: the driver's data is at its end */
};

void streams_init(struct peer *peer)
{
    pthread_mutex_init(&peer->streams.lock, NULL);
    LIST_INIT(&peer->streams.list);
}

static void stream_drop_packets(struct peer *peer, struct packets *packets)
{
    struct packet *p;

    while ((p = STAILQ_FIRST(packets))) {
        STAILQ_REMOVE_HEAD(packets, next);
        atomic_fetch_sub(&peer->streams.bytes, p->len + sizeof(*p));
        free(p);
    }
}

/* Takes it out of the peer's list and frees it; the driver hears of it outside every lock. */
static void stream_free(struct peer_stream *s)
{
    struct peer *peer = s->peer;

    if (s->stream.ops && s->stream.ops->done)
        s->stream.ops->done(s->stream.opaque);
    pthread_mutex_lock(&peer->streams.lock);
    LIST_REMOVE(s, link);
    peer->streams.n--;
    pthread_mutex_unlock(&peer->streams.lock);
    stream_drop_packets(peer, &s->in);
    free(s);
}

void streams_done(struct peer *peer)
{
    struct peer_stream *s;

    while ((s = LIST_FIRST(&peer->streams.list)))
        stream_free(s);
    pthread_mutex_destroy(&peer->streams.lock);
}

/* ---- runs ---- */

/* Queues a run; the lock is held. */
static void stream_schedule(struct peer_stream *s)
{
    struct job_list jobs = STAILQ_HEAD_INITIALIZER(jobs);
    struct call *call;

    s->again = true;
    if (!s->started || s->scheduled)
        return;
    call = calloc(1, sizeof(*call));
    if (!call) {
        log_warning("client %llu: no memory to go on with its stream",
                    (unsigned long long)s->peer->id);
        return;
    }
    call->header = s->header;
    call->header.type = VIR_NET_STREAM;
    call->job.bytes = sizeof(*call);
    s->scheduled = true;
    s->again = false;
    STAILQ_INSERT_TAIL(&jobs, &call->job, next);
    pool_submit(s->peer->context->pool, &s->peer->flow, &jobs);
}

static void stream_wake_run(struct stream *stream)
{
    struct peer_stream *s = (struct peer_stream *)stream;
    LOCK_SCOPE(&s->peer->streams.lock);

    stream_schedule(s);
}

/* The stream of those packets; the lock is held. */
static struct peer_stream *streams_find(struct peer *peer, const struct frame_header *h)
{
    struct peer_stream *s;

    LIST_FOREACH (s, &peer->streams.list, link) {
        if (s->header.serial == h->serial && s->header.procedure == h->procedure &&
            s->header.program == h->program)
            return s;
    }
    return NULL;
}

void streams_unblock(struct peer *peer)
{
    struct peer_stream *s;

    if (!atomic_exchange(&peer->streams.blocked, false))
        return;
    LOCK_SCOPE(&peer->streams.lock);
    LIST_FOREACH (s, &peer->streams.list, link) {
        if (s->blocked)
            stream_schedule(s);
        s->blocked = false;
    }
}

/* ---- a call's ---- */

struct peer_stream *streams_open(struct peer *peer, const struct frame_header *call)
{
    unsigned max = peer->context->limits->max_streams;
    struct peer_stream *s = calloc(1, sizeof(*s));
    LOCK_SCOPE(&peer->streams.lock);

    if (!s) {
        error_oom(VIR_FROM_RPC);
        return NULL;
    }
    if (peer->streams.n >= max || streams_find(peer, call)) {
        free(s);
        if (peer->streams.n >= max)
            error_set(VIR_FROM_RPC, VIR_ERR_RESOURCE_BUSY,
                      "the client has %u streams, as many as max_client_streams allows", max);
        else
            error_set(VIR_FROM_RPC, VIR_ERR_RPC, "serial %u is that of a stream already",
                      call->serial);
        return NULL;
    }
    s->stream.wake = stream_wake_run;
    s->peer = peer;
    s->header = *call;
    STAILQ_INIT(&s->in);
    LIST_INSERT_HEAD(&peer->streams.list, s, link);
    peer->streams.n++;
    return s;
}

struct stream *stream_of_driver(struct peer_stream *s)
{
    return &s->stream;
}

void stream_start(struct peer_stream *s)
{
    LOCK_SCOPE(&s->peer->streams.lock);

    s->started = true;
    stream_schedule(s);
}

void stream_forget(struct peer_stream *s)
{
    stream_free(s);
}

/* ---- packets from the client ---- */

int streams_take(struct peer *peer, const struct frame *f)
{
    struct packet *p = malloc(sizeof(*p) + f->payload_len);
    struct peer_stream *s;
    LOCK_SCOPE(&peer->streams.lock);

    if (!p)
        return -1;
    s = streams_find(peer, &f->header);
    if (!s) {
        free(p);
        return 0;
    }
    p->type = f->header.type;
    p->status = f->header.status;
    p->len = f->payload_len;
    memcpy(p->payload, f->payload, p->len);
    atomic_fetch_add(&peer->streams.bytes, p->len + sizeof(*p));
    STAILQ_INSERT_TAIL(&s->in, p, next);
    stream_schedule(s);
    return 0;
}

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

static void stream_run_ends(struct peer_stream *s, bool more)
{
    LOCK_SCOPE(&s->peer->streams.lock);

    s->scheduled = false;
    if (more || s->again || !STAILQ_EMPTY(&s->in))
        stream_schedule(s);
}

void streams_run(struct peer *peer, const struct frame_header *header)
{
    _cleanup_(buf_free) struct buf out = {0};
    struct peer_stream *s;
    struct frame_header h;
    int r = 0;

    pthread_mutex_lock(&peer->streams.lock);
    s = streams_find(peer, header);
    pthread_mutex_unlock(&peer->streams.lock);
    if (!s)
        return;
    error_reset();
    for (int i = 0; i < PACKETS_PER_RUN && r == 0; i++) {
        r = stream_step(s, &out);
        if (r < 0) {
            log_debug("client %llu: stream of procedure %d: %s", (unsigned long long)peer->id,
                      header->procedure, error_get()->message);
            h = stream_header(s, VIR_NET_STREAM, VIR_NET_ERROR);
            message_append_error(&out, &h, error_get());
        }
        /* First this: a client that hears of the end may open the next one at once. */
        if (r < 0 || r == 2)
            stream_free(s);
        if (buf_len(&out))
            peer_send(peer, &out);
    }
    if (r == 0 || r == 1)
        stream_run_ends(s, r == 0);
    peer_call_left(peer);
}
