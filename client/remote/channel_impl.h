/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The inside of a channel, shared by its three parts: channel.c (calls), channel_input.c (what is
 * read), channel_watch.c (the program's loop, and keepalive).
 */
#pragma once

#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/queue.h>

#include "client/remote/channel.h"
#include "common/buf.h"
#include "common/error.h"
#include "rpc/fds.h"
#include "protocol/frame.h"

/*
 * A call whose reply is not there yet; lives on its caller's stack. Its caller sleeps on `woken`
 * and takes no lock when it wakes: what it was woken for was written before, and once `done` is
 * set nobody else touches the waiter but to wake it.
 */
struct waiter {
    TAILQ_ENTRY(waiter) link; /* in the channel's list, or in that of those to be woken */
    sem_t woken;
    uint32_t serial, program;
    int32_t procedure;
    struct channel_stream *stream; /* it waits for that, not for a reply; NULL: for a reply */
    bool done;                     /* the reply, or the channel's death, is there */
    bool lead;                     /* it has the lead */
    struct buf payload;            /* of the reply */
    struct fd_list *fds;           /* what comes with it; NULL: is closed */
    struct error error;            /* code 0: success */
};

TAILQ_HEAD(waiter_list, waiter);
LIST_HEAD(channel_streams, channel_stream);

struct channel {
    atomic_int refs; /* the session's, the watch's and the timer's */
    int fd;
    int wake_fd; /* makes the leader look again: there is something to write */
    struct event_sink sink;

    pthread_mutex_t lock;       /* all below; callbacks and system calls run without it */
    struct waiter_list waiters; /* in order of their serials */
    uint32_t next_serial;
    bool reading;       /* somebody leads; `in`, `in_fds` and `done` are theirs */
    bool leader_sends;  /* what is in `out`, before it sleeps the next time */
    bool writing;       /* somebody sends from `out` */
    bool refused;       /* the socket was full */
    bool starved;       /* a stream waits until less is in `out` */
    bool dead, closing; /* closing: by its owner */
    struct error death;
    struct buf out;
    size_t in_flight;        /* bytes that somebody sends now, before those of `out` */
    struct fd_queue out_fds; /* that leave with the bytes of both */
    struct buf in;
    struct fd_list in_fds;   /* that came, for a frame that is not whole yet */
    struct waiter_list done; /* their replies were read; to be woken */
    struct channel_streams streams;
    unsigned full; /* streams of which so much waits that nothing more is read for them */

    int watch, timer, trickle;
    bool watch_off; /* the loop does not look while a caller leads */
    bool watch_old; /* what it looks for has changed while a caller led */

    int interval_ms; /* 0: no keepalive */
    unsigned count, unanswered;
    int64_t due; /* of the next ping */
};

void channel_ref(struct channel *ch);
void channel_unref(void *channel);

/* Everybody fails with the calling thread's error from now on. Call without the lock. */
void channel_die(struct channel *ch, int reason);

/* The same after a system call on the socket failed; where the daemon closed it, that is the
 * reason. */
void channel_broke(struct channel *ch, int err);

/* With the lock: gives the lead to one who waits, or else the socket back to the program's loop. */
void channel_hand_on(struct channel *ch);

/* Sends, or keeps what the socket refuses. */
int channel_send(struct channel *ch, const struct buf *frame);
void channel_flush(struct channel *ch);
void channel_flush_locked(struct channel *ch);

/* Waits until the waiter, which is in the list, is done; leads: the caller has the lead. */
void channel_wait(struct channel *ch, struct waiter *w, bool leads);

/* With the lock: makes the leader, if there is one, look again. */
void channel_wake_leader(struct channel *ch);

/* With the lock: what the loop's watch is to wait for has changed. */
void channel_rewatch(struct channel *ch);

/* With the lock: `full` has become 0, or is that no more. */
void channel_full_changed(struct channel *ch);

/* Leading: reads what is there, once, and hands it out. Never waits. */
void channel_read(struct channel *ch);

/* Leading: hands a packet to its stream; one of no stream is dropped. 0, or -1. */
int channel_stream_take(struct channel *ch, const struct frame *f);

/* With the lock: the streams that were starved may write again. */
void channel_streams_feed(struct channel *ch);

/* With the lock: the channel has died. */
void channel_streams_die(struct channel *ch);

/* With the lock: what the loop's watch is to wait for. */
int channel_wanted(const struct channel *ch);

/* With the lock: milliseconds until a ping is due; -1: none. */
int channel_keepalive_ms(const struct channel *ch);

/* Without the lock: pings, or gives up, when it is time. */
void channel_keepalive_tick(struct channel *ch);

/* Sends one of keepalive's two messages. */
int channel_send_keepalive(struct channel *ch, int procedure);
