/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A stream: bytes that follow a reply, to the caller, from it, or both ways.
 *
 * An operation that is called with a stream attaches itself to it: what it does not have stays
 * NULL. The host of the session (the daemon, or the client library) calls the functions once the
 * operation has succeeded, never two at once for one stream, until done; the session outlives its
 * streams.
 *
 *      operation ---> attached ---> read, write, hole, ... ---> done
 *                                    finish: all is there
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include <libvirt/virterror.h>

#include "common/error.h"

struct stream;

/* What read returns when it has nothing now; stream_wake says when to ask again. */
enum { STREAM_LATER = -2 };

struct stream_ops {
    /* Fills at most size bytes for the caller: how many; 0: the end, or a hole of *ret_hole bytes
     * (0 before the call) that the room says nothing of; STREAM_LATER; -1 with the error set. */
    ssize_t (*read)(void *opaque, void *room, size_t size, unsigned long long *ret_hole);
    /* Takes all of the caller's bytes, or a hole of them. 0, or -1 with the error set. */
    int (*write)(void *opaque, const void *bytes, size_t len);
    int (*hole)(void *opaque, unsigned long long len);
    /* The caller has said that it sends no more. 0, or -1 with the error set: it failed. */
    int (*finish)(void *opaque);
    /* The end, good or bad; always called, once. After it the driver wakes the stream no more. */
    void (*done)(void *opaque);

    /* ---- of a driver whose bytes go on to another process; each may be NULL ---- */

    /* The caller gives up: waits until the other side knows. 0, or -1 with the error set. */
    int (*abort)(void *opaque);
    /* Whether a write would not have to be kept for long; if not, stream_wake says when to ask
     * again. NULL: always. */
    bool (*room)(void *opaque);
    /* Waits until read may give something (or for_room: until there is room), or another thread
     * has called finish or abort; may return early. Any thread, beside all the others but done.
     * NULL: the host sleeps until it is woken. */
    void (*wait)(void *opaque, bool for_room);
};

struct stream {
    const struct stream_ops *ops; /* NULL: nobody is attached */
    void *opaque;
    void (*wake)(struct stream *stream); /* the host's; any thread */
};

/* Attaches an operation. 0, or -1 with VIR_ERR_NO_SUPPORT where the host carries no streams: then
 * done will not be called. */
static inline int stream_attach(struct stream *stream, const struct stream_ops *ops, void *opaque)
{
    if (!stream)
        return error_set(VIR_FROM_STREAMS, VIR_ERR_NO_SUPPORT, "streams");
    stream->ops = ops;
    stream->opaque = opaque;
    return 0;
}

/* read has something again. */
static inline void stream_wake(struct stream *stream)
{
    stream->wake(stream);
}
