/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A client of the wire that costs as little as it can: what it measures is the other side.
 * One thread a wire. Functions return 0 or -1 with errno set (EPROTO: an answer that isn't one).
 */
#pragma once

#include <rpc/rpc.h>
#include <stdbool.h>
#include <sys/types.h>

#include "rpc/call_queue.h"
#include "rpc/input_queue.h"
#include "rpc/output_queue.h"

struct frame;
struct transport;

struct wire {
    struct transport *transport; /* waits when it receives */
    int fd;                      /* the transport's */
    int expects;                 /* virNetMessageType of what comes: replies, or events */
    struct call_queue calls;     /* their serials: nobody waits for a certain one */
    uint32_t answered;           /* calls so far */
    struct output_queue out;
    struct input_queue in;
};

/* Connects to a UNIX socket. The caller ends it with wire_close, after a failure too. */
int wire_connect(struct wire *w, const char *path);

/* Encodes a call into *ret, which the caller frees. codec NULL: no arguments. */
int wire_frame(struct buf *ret, uint32_t program, int procedure, xdrproc_t codec, const void *args);

/* Sends n copies of a call in one write, each with a serial number of its own. What the socket does
 * not take at once stays: a daemon may read no more calls before its replies are read. */
int wire_send(struct wire *w, const struct buf *frame, unsigned n);

/* Adds a call to what the next wire_flush sends. */
int wire_put(struct wire *w, const struct buf *frame);

/* Whether something stayed, and another try to send it. */
static inline bool wire_pending(const struct wire *w)
{
    return output_queue_waiting(&w->out) > 0;
}

int wire_flush(struct wire *w);

/* Waits for bytes and counts the whole replies in them, at least one. Out: how many. */
int wire_receive(struct wire *w, unsigned *ret_n);

/* Calls so far. */
static inline uint32_t wire_sent(const struct wire *w)
{
    return w->calls.next_serial;
}

/* Waits for the next reply, which stays readable until the wire is used again. */
int wire_reply(struct wire *w, struct frame *ret);

/* The process at the other end, or -1. */
pid_t wire_peer(const struct wire *w);

void wire_close(struct wire *w);
