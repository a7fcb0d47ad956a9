/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A stream's states and who moves them:
 *
 *     opened --reply sent--> started --client's finish or abort, or an error--> gone
 *                               \--all was read--> drained --finish or abort------/
 *
 * `scheduled` says that a run is queued or goes on; what comes meanwhile sets `again`, so that the
 * run's end queues the next one. Only a run, or the end of the peer, frees a stream.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/queue.h>

#include "daemon/peer/peer.h"
#include "daemon/peer/stream.h"
#include "drivers/stream.h"
#include "protocol/frame.h"

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
    struct call *run; /* the job of a run; NULL while it is queued or goes on */
    bool started, scheduled, again;
    bool blocked; /* the client shall read first */

    bool ended; /* the run's: the driver's data is at its end */
};

/* The stream of those packets, or NULL; the streams' lock is held. */
struct peer_stream *streams_find(struct peer *peer, const struct frame_header *h);

/* Queues a run; the streams' lock is held. */
void stream_schedule(struct peer_stream *s);

/* Takes it out of the peer's list; the streams' lock is held. And frees it: the driver hears of it
 * outside every lock. stream_free: both. */
void stream_unlist(struct peer_stream *s);
void stream_release(struct peer_stream *s);
void stream_free(struct peer_stream *s);

/* The client was sent the end of the driver's data: unless packets wait for the stream it is freed,
 * and counts no more. Returns true if it is gone. */
bool stream_drain(struct peer_stream *s);

/* A packet of no stream: the end of a drained one is answered; others are ignored, since their
 * sender may not know yet that the stream is over. Loop thread. */
void streams_answer_drained(struct peer *peer, const struct frame_header *header);
