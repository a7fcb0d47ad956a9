/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A stream on a channel: packets that carry the serial of the call that opened it. It is the
 * driver's side of drivers/stream.h.
 *
 *     leader --take--> chunks --read--> the host of the stream
 *     the channel's out <------write--- the host
 *     OK or ERROR ---> out, then waits until the daemon has said OK or ERROR, or is dead
 *
 * What the program does not read must neither grow without a bound nor hold up the calls beside it.
 * While STREAM_FULL bytes wait, the program's loop reads a trickle only, so that the daemon, which
 * sends only so much ahead, all but stops, and yet gets its pings answered. A thread that waits for
 * a reply reads on, since the reply comes behind those packets; a stream of which STREAM_TOO_MUCH
 * bytes wait then is given up, with an error. The other way, a write has no room while STREAM_OUT
 * bytes of the channel wait for the socket.
 */
#pragma once

#include <stdint.h>

struct channel;
struct channel_stream;
struct frame_header;
struct proc;
struct stream;

enum {
    STREAM_FULL = 4 << 20,
    STREAM_TOO_MUCH = 256 << 20,
    STREAM_OUT = 1 << 20,
};

/* For a call of that header; host is woken from now on. NULL with the error set. */
struct channel_stream *channel_stream_new(struct channel *ch, const struct frame_header *call,
                                          struct stream *host);

/* With the channel's lock: the call has that serial, and packets may come. */
void channel_stream_begin(struct channel_stream *s, uint32_t serial);

/* The call has succeeded: attaches the stream to its host, which frees it then. */
void channel_stream_attach(struct channel_stream *s, const struct proc *proc);

/* Aborts it, without waiting, when it is open. Accepts NULL. */
void channel_stream_free(void *stream);
