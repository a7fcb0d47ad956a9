/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The inside of a channel. Its parts, each of which uses those to its right only:
 *
 *     channel ---> stream --\
 *       |                    leader ---> input ---> packets --\
 *       |         watch ----/   \------> keepalive ----------- output ---> state
 *       \------> (both)
 *
 * state: who waits, who leads, death. output: what leaves. packets: what comes of streams. input:
 * what comes at all. keepalive: pings. leader: who waits for replies reads. watch: the program's
 * loop reads. stream: what the host of a stream calls. fork: what a forked child finds.
 */
#pragma once

#include <semaphore.h>
#include <stdatomic.h>

#include "client/remote/channel.h"
#include "client/remote/channel_stream.h"
#include "common/forks.h"
#include "rpc/call_queue.h"
#include "rpc/input_queue.h"
#include "rpc/output_queue.h"
#include "rpc/packet_queue.h"
#include "rpc/transport.h"

/*
 * A thread that waits for a reply, or for a stream; lives on its stack. It sleeps on `woken` and
 * takes no lock when it wakes: what it was woken for was written before, and once `done` is set
 * nobody else touches the waiter but to wake it.
 */
struct waiter {
    struct queued_call call; /* first; no_reply: it waits for the stream */
    sem_t woken;
    struct channel_stream *stream;
    bool done;  /* the reply, or the channel's death, is there */
    bool leads; /* it was made the leader */
};

LIST_HEAD(channel_streams, channel_stream);

struct channel {
    struct fork_member fork;
    atomic_int refs; /* the session's, the watch's and the timer's */
    struct transport *transport;
    int wake_fd; /* makes the leader look again: there is something to write */
    struct event_sink sink;

    pthread_mutex_t lock;    /* all below; callbacks and system calls run without it */
    struct call_queue calls; /* of waiters */
    bool reading;            /* somebody leads; `in` and `filled` are theirs */
    bool leader_sends;       /* what is in `out`, before it sleeps the next time */
    bool starved;            /* a stream waits until less is in `out` */
    bool dead, closing;      /* closing: by its owner */
    struct error death;
    atomic_bool left; /* it lives in the process that this one was forked from */
    struct output_queue out;
    struct input_queue in;
    struct queued_calls filled; /* their replies were read; to be woken */
    struct channel_streams streams;
    unsigned full; /* streams of which so much waits that nothing more is read for them */

    int watch, timer, trickle;
    bool watch_off; /* the loop does not look while a caller leads */
    bool watch_old; /* what it looks for has changed while a caller led */

    int interval_ms; /* 0: no keepalive */
    unsigned count, unanswered;
    int64_t due; /* of the next ping */
};

struct channel_stream {
    struct channel *ch; /* outlives it: the host's connection holds it */
    struct stream *host;
    struct frame_header header; /* of its packets; type and status vary */

    /* Guarded by the channel's lock. */
    LIST_ENTRY(channel_stream) link;
    bool listed;
    bool open; /* the call has succeeded */
    bool full;
    struct packet_queue packets; /* closed: OK or ERROR was sent */
};

/* ---- state ---- */

void channel_ref(struct channel *ch);
void channel_unref(void *channel);

static inline struct waiter *waiter_of(struct queued_call *call)
{
    return (struct waiter *)(void *)call;
}

/* Wakes a waiter that has left the queue; it may be gone then. */
void channel_wake_waiter(struct queued_call *call);

/* With the lock: makes the leader, if there is one, look again. */
void channel_wake_leader(struct channel *ch);

/* With the lock: makes one who waits the leader, or gives the socket back to the program's loop. */
void channel_pass_leadership(struct channel *ch);

/* With the lock: what the loop's watch is to wait for; and that this has changed. */
int channel_watch_events(const struct channel *ch);
void channel_rewatch(struct channel *ch);

/* With the lock: who waits for the stream shall look again. _all: the caller may not be the
 * leader. */
void channel_wake_stream(struct channel_stream *s);
void channel_wake_stream_all(struct channel_stream *s);

/* Everybody fails with the calling thread's error from now on. Call without the lock. */
void channel_die(struct channel *ch, int reason);

/* The same after a system call on the socket failed; where the daemon closed it, that is the
 * reason. */
void channel_break(struct channel *ch, int err);

/* ---- fork ---- */

/* The channel is told of forks, until forks_leave: its copy in a child is dead. */
void channel_join_forks(struct channel *ch);

/* ---- output ---- */

/* Sends what waits; or, with the lock, which is given up meanwhile. What the socket refuses stays.
 */
void channel_flush(struct channel *ch);
void channel_flush_locked(struct channel *ch);

/* Sends, or keeps what the socket refuses. */
int channel_send(struct channel *ch, const struct buf *frame);

/* ---- packets ---- */

/* Leading: hands a packet to its stream; one of no stream is dropped. 0, or -1. */
int channel_take_packet(struct channel *ch, const struct frame *f);

/* With the lock: so much of the stream waits now as its packets say. */
void channel_count_packets(struct channel_stream *s);

/* With the lock: appends a packet without bytes that ends the stream, to be flushed. */
int channel_append_end(struct channel_stream *s, int status);

/* ---- input ---- */

/* Leading: reads what is there, once, and hands it out. Never waits. */
void channel_read(struct channel *ch);

/* ---- keepalive ---- */

/* With the lock: milliseconds until a ping is due; -1: none. */
int channel_keepalive_ms(const struct channel *ch);

/* Without the lock: pings, or gives up, when it is time. */
void channel_keepalive_tick(struct channel *ch);

/* Sends one of keepalive's two messages. */
int channel_send_keepalive(struct channel *ch, int procedure);

/* ---- leader ---- */

/* Waits until the waiter, which is in the queue, is done; leads: the caller leads. */
void channel_wait(struct channel *ch, struct waiter *w, bool leads);
