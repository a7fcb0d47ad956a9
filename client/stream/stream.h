/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Streams of the library: the host's side of drivers/stream.h, the same for a driver in this
 * process and for a daemon's, whose bytes client/remote/ carries.
 *
 *     new --a call has opened it--> open --finish, abort--> closed --another call--> open
 *                                    |a function of the driver fails        ^
 *                                    v                                      |
 *                                  failed --finish, abort-------------------/
 *
 * Two locks. `turn` is held while a function of the driver runs, save its wait, and orders all that
 * the program's threads do; one may thus send while another one waits for bytes. `lock` is what a
 * driver that wakes the stream takes, whatever it holds itself: no driver is called with it.
 */
#pragma once

#include "client/core/object.h"
#include "common/buf.h"
#include "drivers/stream.h"

struct proc;
struct program;
struct stream_watch;

struct _virStream {
    struct stream driver; /* first: the driver wakes it. ops is NULL unless the stream is open */
    unsigned magic;
    atomic_int refs;
    virConnectPtr conn;
    bool nonblock;

    pthread_mutex_t turn;    /* what follows */
    pthread_cond_t quiet;    /* nobody waits in the driver any more */
    unsigned waiting;        /* threads that do */
    struct buf ahead;        /* read to see whether there is something */
    unsigned long long hole; /* behind that */
    bool ended;              /* behind that */
    bool sparse;             /* the program may send holes */
    struct error failure;    /* code 0: has not failed */

    pthread_mutex_t lock; /* what follows */
    pthread_cond_t woken;
    unsigned wakes;             /* how often */
    struct stream_watch *watch; /* the program's callback; NULL: none */
    int watch_timer;            /* due when the driver has something */
};

/* ---- for calls that open one ---- */

/* The stream is one, and of this connection. 0, or -1 with the error reported. */
int stream_check(virConnectPtr conn, int origin, virStreamPtr st);

/* As api_call; the stream is open after a success. sparse: the caller may send holes. */
int stream_call(virConnectPtr conn, const struct program *program, int procedure, const void *args,
                void *ret, virStreamPtr st, bool sparse);

/* ---- the start of a public function: 0, or -1 with the error reported ---- */

/* It is a stream. */
int stream_is_one(virStreamPtr st);

/* With the turn: it is open; else the error, that of its failure where it has failed, is set and
 * not reported. */
int stream_need_open(virStreamPtr st, const char *function);

/* Reports the thread's error; returns -1. */
int stream_fail(virStreamPtr st);

/* ---- what the driver is asked; all with the turn ---- */

/* Keeps the thread's error as the stream's, and lets the driver go. */
void stream_broken(virStreamPtr st);

/* Lets the driver go; waits for those who wait in it, without the turn. */
void stream_release(virStreamPtr st);

/* The same for good; gives the turn back, and removes the callback. */
void stream_close(virStreamPtr st);

/* Reads without waiting: how many bytes; 0: the end; STREAM_LATER; STREAM_HOLE; -1: broken. */
enum { STREAM_HOLE = -3 };
ssize_t stream_read(virStreamPtr st, void *data, size_t size, bool stop_at_hole);

/* Which of those events hold now. Takes the turn itself. */
int stream_ready(virStreamPtr st, int events);

/* ---- the callback ---- */

/* Removes it, if there is one: true. Without `lock`. */
bool stream_unwatch(virStreamPtr st);

void stream_unref(virStreamPtr st);
