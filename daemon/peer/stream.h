/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The streams of a peer: packets that follow the reply to a call and carry its serial.
 *
 * The loop appends a client's packets to their stream; a run of the stream, a job in the peer's
 * flow, hands them to the driver and sends what the driver gives. One run of a stream goes on at
 * once, so its packets keep their order; its size is bounded, so that other calls have theirs.
 *
 *     client --packets--> loop --in--> run --write--> driver
 *     client <--packets-- peer <------ run <--read--- driver
 *
 * Nothing grows without a bound: while a peer's packets wait for the driver beyond
 * max_client_queue_bytes, it is not read from; while its output waits for the client beyond
 * STREAM_AHEAD, the driver is not asked for more. A stream that was read to its end is drained: the
 * driver lets go, and it counts no more, though the client may finish it much later or never.
 */
#pragma once

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/queue.h>

struct call;
struct frame;
struct frame_header;
struct peer;
struct peer_stream;
struct stream;

enum {
    STREAM_AHEAD = 1024 * 1024, /* bytes of output that a stream adds to */
    STREAM_PACKET = 262120,     /* bytes of data in a packet, as libvirt's daemon cuts them */
};

struct streams {
    pthread_mutex_t lock; /* the pool's is taken inside, no other */
    LIST_HEAD(, peer_stream) list;
    unsigned n;
    atomic_size_t bytes; /* of packets that wait */
    atomic_bool blocked; /* a stream waits until the client has read */
    struct streams_drained *drained;
};

void streams_init(struct peer *peer);

/* Ends what is left. No job of the peer runs any more. */
void streams_done(struct peer *peer);

/* ---- a call's ---- */

/* A stream for the call of that header. NULL with the error set: too many, or two of one serial. */
struct peer_stream *streams_open(struct peer *peer, const struct frame_header *call);

/* What the driver's operation gets. */
struct stream *stream_of_driver(struct peer_stream *s);

/* The reply was sent: packets may follow. */
void stream_start(struct peer_stream *s);

/* The call has failed. */
void stream_forget(struct peer_stream *s);

/* ---- packets ---- */

/* Takes a client's packet. Loop thread. 0, or -1 without memory. */
int streams_take(struct peer *peer, const struct frame *f);

/* Runs the job of a stream, and gives it back or frees it. On a worker. */
void streams_run(struct peer *peer, struct call *run);

/* The client has read: blocked streams go on. Loop thread. */
void streams_unblock(struct peer *peer);
