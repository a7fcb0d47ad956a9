/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The whole of a stream through callbacks of the program.
 */
#include "client/stream/stream.h"

#include <errno.h>

#include "client/core/api.h"

enum { ALL_SIZE = 262120 }; /* a packet */

/* One step with the program's callbacks and ALL_SIZE bytes of room. 1: there is more; 0: the end;
 * -1: with the error reported. */
typedef int (*step_fn)(virStreamPtr st, const void *callbacks, char *room);

/* Only a stream that waits can be taken as a whole: 0, or -1 with the error reported. */
static int stream_all_begin(virStreamPtr st, const char *function)
{
    if (!st->nonblock)
        return 0;
    error_set(VIR_FROM_STREAMS, VIR_ERR_OPERATION_INVALID, "%s on a non-blocking stream", function);
    return stream_fail(st);
}

/* A callback gave up: its errno says why, if anything does. */
static int callback_failed(virStreamPtr st, const char *which)
{
    error_set_errno(VIR_FROM_STREAMS, errno ? errno : EIO, "the program's %s gave up", which);
    return stream_fail(st);
}

/* Aborts the stream; the error stays what it is. */
static int stream_all_give_up(virStreamPtr st)
{
    struct error why = {0};

    error_copy(&why, error_get());
    pthread_mutex_lock(&st->turn);
    if (st->driver.ops && st->driver.ops->abort)
        st->driver.ops->abort(st->driver.opaque);
    stream_close(st);
    error_adopt(&why);
    return -1;
}

/* Steps until the end: 0, or -1 with the error reported and the stream aborted. */
static int stream_all(virStreamPtr st, const char *function, step_fn step, const void *callbacks)
{
    _cleanup_free_ char *room = NULL;
    int r;

    if (stream_all_begin(st, function) < 0)
        return stream_all_give_up(st);
    room = malloc(ALL_SIZE);
    if (!room) {
        error_oom(VIR_FROM_STREAMS);
        stream_fail(st);
        return stream_all_give_up(st);
    }
    do
        r = step(st, callbacks, room);
    while (r > 0);
    return r < 0 ? stream_all_give_up(st) : 0;
}

/* ---- sending ---- */

struct source {
    virStreamSourceFunc handler;
    virStreamSourceHoleFunc hole; /* NULL: not sparse */
    virStreamSourceSkipFunc skip;
    void *opaque;
};

/* Sends a hole if one comes next: 1; 0: *ret_want bytes at most come next; -1. */
static int stream_all_send_hole(virStreamPtr st, const struct source *from, size_t *ret_want)
{
    long long length = 0;
    int in_data = 0;

    errno = 0;
    if (from->hole(st, &in_data, &length, from->opaque) < 0)
        return callback_failed(st, "hole handler");
    if (in_data || !length) {
        *ret_want = length < ALL_SIZE ? (size_t)(length < 0 ? 0 : length) : ALL_SIZE;
        return 0;
    }
    if (virStreamSendHole(st, length, 0) < 0)
        return -1;
    errno = 0;
    return from->skip(st, length, from->opaque) < 0 ? callback_failed(st, "skip handler") : 1;
}

static int send_some(virStreamPtr st, const void *callbacks, char *room)
{
    const struct source *from = callbacks;
    size_t want = ALL_SIZE;
    int got, sent, r = from->hole ? stream_all_send_hole(st, from, &want) : 0;

    if (r)
        return r;
    errno = 0;
    got = from->handler(st, room, want, from->opaque);
    if (got < 0)
        return callback_failed(st, "source handler");
    for (int done = 0; done < got; done += sent) {
        sent = virStreamSend(st, room + done, (size_t)(got - done));
        if (sent < 0)
            return -1;
    }
    return got > 0;
}

VIREO_API int virStreamSendAll(virStreamPtr stream, virStreamSourceFunc handler, void *opaque)
{
    if (stream_is_one(stream) < 0)
        return -1;
    NEED(stream->conn, VIR_FROM_STREAMS, -1, handler);
    return stream_all(stream, __func__, send_some,
                      &(struct source){.handler = handler, .opaque = opaque});
}

VIREO_API int virStreamSparseSendAll(virStreamPtr stream, virStreamSourceFunc handler,
                                     virStreamSourceHoleFunc holeHandler,
                                     virStreamSourceSkipFunc skipHandler, void *opaque)
{
    if (stream_is_one(stream) < 0)
        return -1;
    NEED(stream->conn, VIR_FROM_STREAMS, -1, handler);
    NEED(stream->conn, VIR_FROM_STREAMS, -1, holeHandler);
    NEED(stream->conn, VIR_FROM_STREAMS, -1, skipHandler);
    return stream_all(stream, __func__, send_some,
                      &(struct source){handler, holeHandler, skipHandler, opaque});
}

/* ---- receiving ---- */

struct sink {
    virStreamSinkFunc handler;
    virStreamSinkHoleFunc hole; /* NULL: holes come as zeros */
    void *opaque;
};

static int receive_some(virStreamPtr st, const void *callbacks, char *room)
{
    const struct sink *to = callbacks;
    unsigned flags = to->hole ? VIR_STREAM_RECV_STOP_AT_HOLE : 0;
    int got = virStreamRecvFlags(st, room, ALL_SIZE, flags), taken;
    long long length;

    if (got == STREAM_HOLE) {
        if (virStreamRecvHole(st, &length, 0) < 0)
            return -1;
        errno = 0;
        return to->hole(st, length, to->opaque) < 0 ? callback_failed(st, "hole handler") : 1;
    }
    if (got < 0)
        return -1;
    for (int done = 0; done < got; done += taken) {
        errno = 0;
        taken = to->handler(st, room + done, (size_t)(got - done), to->opaque);
        if (taken < 0)
            return callback_failed(st, "sink handler");
    }
    return got > 0;
}

VIREO_API int virStreamRecvAll(virStreamPtr stream, virStreamSinkFunc handler, void *opaque)
{
    if (stream_is_one(stream) < 0)
        return -1;
    NEED(stream->conn, VIR_FROM_STREAMS, -1, handler);
    return stream_all(stream, __func__, receive_some,
                      &(struct sink){.handler = handler, .opaque = opaque});
}

VIREO_API int virStreamSparseRecvAll(virStreamPtr stream, virStreamSinkFunc handler,
                                     virStreamSinkHoleFunc holeHandler, void *opaque)
{
    if (stream_is_one(stream) < 0)
        return -1;
    NEED(stream->conn, VIR_FROM_STREAMS, -1, handler);
    NEED(stream->conn, VIR_FROM_STREAMS, -1, holeHandler);
    return stream_all(stream, __func__, receive_some, &(struct sink){handler, holeHandler, opaque});
}
