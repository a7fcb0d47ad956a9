/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The inside of a channel, shared by its three parts: channel.c (calls), channel_input.c (what is
 * read), channel_watch.c (the program's loop, and keepalive).
 */
#pragma once

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "client/remote/channel.h"
#include "common/buf.h"
#include "common/error.h"
#include "protocol/frame.h"

/* A call whose reply is not there yet; lives on its caller's stack. */
struct waiter {
    struct waiter *next;
    pthread_cond_t cond;
    uint32_t serial, program;
    int32_t procedure;
    bool done;
    struct buf payload; /* of the reply */
    struct error error; /* code 0: success */
};

struct channel {
    atomic_int refs; /* the session's, the watch's and the timer's */
    int fd;
    int wake_fd; /* makes the leader look again: there is something to write */
    struct remote_owner owner;

    pthread_mutex_t lock; /* all below; callbacks and system calls run without it */
    struct waiter *waiters;
    uint32_t next_serial;
    bool reading;       /* somebody leads; `in` is theirs */
    bool writing;       /* somebody sends from `out` */
    bool refused;       /* the socket was full */
    bool dead, closing; /* closing: by its owner */
    struct error death;
    struct buf out;
    struct buf in;
    uint32_t fds_to_skip; /* zero bytes behind a frame, each with a descriptor */

    int watch, timer;
    bool watch_off; /* the loop does not look while a caller leads */

    int interval_ms; /* 0: no keepalive */
    unsigned count, unanswered;
    int64_t due; /* of the next ping */
};

void channel_ref(struct channel *ch);
void channel_unref(void *channel);

/* Everybody fails with the calling thread's error from now on. Call without the lock. */
void channel_die(struct channel *ch, int reason);

/* Sends, or keeps what the socket refuses. */
int channel_send(struct channel *ch, const struct buf *frame);
void channel_flush(struct channel *ch);

/* Leading: reads what is there, once, and hands it out. Never waits. */
void channel_read(struct channel *ch);

/* With the lock: what the loop's watch is to wait for. */
int channel_wanted(const struct channel *ch);

/* With the lock: milliseconds until a ping is due; -1: none. */
int channel_keepalive_ms(const struct channel *ch);

/* Without the lock: pings, or gives up, when it is time. */
void channel_keepalive_tick(struct channel *ch);

/* Sends one of keepalive's two messages. */
int channel_send_keepalive(struct channel *ch, int procedure);
