/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The streams of a peer: opened by calls, fed by the loop, scheduled as jobs. */
#include "daemon/peer/stream_internal.h"

#include <stdlib.h>
#include <string.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "common/log.h"
#include "daemon/call.h"
#include "daemon/peer/client_limits.h"
#include "daemon/peer/peer.h"

#define LOG_MODULE "daemon.stream"

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

void stream_unlist(struct peer_stream *s)
{
    LIST_REMOVE(s, link);
    s->peer->streams.n--;
}

void stream_release(struct peer_stream *s)
{
    if (s->stream.ops && s->stream.ops->done)
        s->stream.ops->done(s->stream.opaque);
    stream_drop_packets(s->peer, &s->in);
    free(s->run);
    free(s);
}

void stream_free(struct peer_stream *s)
{
    pthread_mutex_lock(&s->peer->streams.lock);
    stream_unlist(s);
    pthread_mutex_unlock(&s->peer->streams.lock);
    stream_release(s);
}

void streams_done(struct peer *peer)
{
    struct peer_stream *s;

    while ((s = LIST_FIRST(&peer->streams.list)))
        stream_free(s);
    free(peer->streams.drained);
    pthread_mutex_destroy(&peer->streams.lock);
}

/* ---- runs ---- */

void stream_schedule(struct peer_stream *s)
{
    struct job_list jobs = STAILQ_HEAD_INITIALIZER(jobs);
    struct call *call;

    s->again = true;
    if (!s->started || s->scheduled)
        return;
    call = take(s->run);
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

struct peer_stream *streams_find(struct peer *peer, const struct frame_header *h)
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

    if (s)
        s->run = calloc(1, sizeof(*s->run));
    if (!s || !s->run) {
        free(s);
        error_oom(VIR_FROM_RPC);
        return NULL;
    }
    if (peer->streams.n >= max || streams_find(peer, call)) {
        free(s->run);
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

/* Hands a copy of the packet to its stream. 0; 1: there is none; -1 without memory. */
static int streams_give(struct peer *peer, const struct frame *f)
{
    struct packet *p;
    struct peer_stream *s;
    LOCK_SCOPE(&peer->streams.lock);

    s = streams_find(peer, &f->header);
    if (!s)
        return 1;
    p = malloc(sizeof(*p) + f->payload_len);
    if (!p)
        return -1;
    p->type = f->header.type;
    p->status = f->header.status;
    p->len = f->payload_len;
    memcpy(p->payload, f->payload, p->len);
    atomic_fetch_add(&peer->streams.bytes, p->len + sizeof(*p));
    STAILQ_INSERT_TAIL(&s->in, p, next);
    stream_schedule(s);
    return 0;
}

int streams_take(struct peer *peer, const struct frame *f)
{
    int r = streams_give(peer, f);

    if (r == 1)
        streams_answer_drained(peer, &f->header);
    return r < 0 ? -1 : 0;
}
