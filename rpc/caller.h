/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A client of one thread: one call at a time, whose caller waits for the reply, and streams to the
 * other side, one at a time. What comes unasked for is dropped. Functions return 0, or -1 with the
 * other side's error or ours set.
 *
 *     caller_call ---> caller_stream_bytes, caller_stream_hole ... ---> caller_stream_close
 */
#pragma once

#include <stddef.h>

#include "protocol/frame.h"
#include "rpc/call_queue.h"
#include "rpc/input_queue.h"
#include "rpc/output_queue.h"

struct proc;
struct program;
struct transport;
struct transport_address;

struct caller {
    struct transport *transport; /* waits for answers; NULL: not connected */
    unsigned seconds;
    struct call_queue calls;
    struct output_queue out;
    struct input_queue in;
};

/* seconds: how long to wait for each answer. To be ended with caller_done, after a failure too. */
int caller_connect(struct caller *c, const struct transport_address *to, unsigned seconds);

/* *ret is zeroed by the caller, and freed by it on success. *ret_header (may be NULL): what was
 * sent, by which a stream of the call is known. */
int caller_call(struct caller *c, const struct program *program, const struct proc *proc,
                const void *args, void *ret, struct frame_header *ret_header);

/* One packet of a stream; len is at most that of a message. */
int caller_stream_bytes(struct caller *c, const struct frame_header *stream, const void *bytes,
                        size_t len);
int caller_stream_hole(struct caller *c, const struct frame_header *stream, unsigned long long len);

/* Ends the stream, VIR_NET_OK or VIR_NET_ERROR, and waits until it is answered. */
int caller_stream_close(struct caller *c, const struct frame_header *stream, int status);

/* What waits for an answer fails. Any thread. */
void caller_cut(struct caller *c);

/* Hangs up. Accepts one that is zeroed. */
void caller_done(struct caller *c);
