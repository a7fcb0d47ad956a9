/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Bytes and holes in and out of an open stream; who may wait, waits here.
 */
#include "client/stream/stream.h"

#include <limits.h>

#include "client/core/api.h"

enum {
    SEND_SLICE = 262120, /* what the driver gets at once: a packet */
    AHEAD_SIZE = 65536,
};

/* ---- waiting ---- */

static unsigned stream_wakes(virStreamPtr st)
{
    LOCK_SCOPE(&st->lock);

    return st->wakes;
}

/* With the turn, which is given up meanwhile: waits for a wake after the one that was seen. */
static void wait_turn(virStreamPtr st, unsigned seen, bool for_room)
{
    const struct stream_ops *ops = st->driver.ops;
    void *opaque = st->driver.opaque;

    st->waiting++;
    pthread_mutex_unlock(&st->turn);
    if (ops->wait) {
        ops->wait(opaque, for_room);
    } else {
        LOCK_SCOPE(&st->lock);

        while (st->wakes == seen)
            pthread_cond_wait(&st->woken, &st->lock);
    }
    pthread_mutex_lock(&st->turn);
    if (--st->waiting == 0)
        pthread_cond_broadcast(&st->quiet);
}

static int wrong_way(virStreamPtr st)
{
    return error_set(VIR_FROM_STREAMS, VIR_ERR_OPERATION_INVALID,
                     "the stream does not carry that in this direction");
}

/* ---- receiving ---- */

ssize_t stream_read(virStreamPtr st, void *data, size_t size, bool stop_at_hole)
{
    ssize_t n;

    for (;;) {
        if (buf_len(&st->ahead)) {
            n = (ssize_t)(size < buf_len(&st->ahead) ? size : buf_len(&st->ahead));
            memcpy(data, buf_bytes(&st->ahead), (size_t)n);
            buf_eat(&st->ahead, (size_t)n);
            return n;
        }
        if (st->hole) {
            if (stop_at_hole)
                return STREAM_HOLE;
            n = (ssize_t)(size < st->hole ? size : st->hole);
            memset(data, 0, (size_t)n);
            st->hole -= (size_t)n;
            return n;
        }
        if (st->ended)
            return 0;
        n = st->driver.ops->read(st->driver.opaque, data, size, &st->hole);
        if (n == -1)
            stream_broken(st);
        if (n)
            return n;
        st->ended = !st->hole;
    }
}

/* The shape of both receiving functions. */
static int stream_receive(virStreamPtr st, const char *function, char *data, size_t nbytes,
                          bool stop_at_hole)
{
    size_t size = nbytes < INT_MAX ? nbytes : INT_MAX;
    ssize_t n = 0;

    pthread_mutex_lock(&st->turn);
    for (;;) {
        unsigned seen = stream_wakes(st);

        if (stream_need_open(st, function) < 0 || (!st->driver.ops->read && wrong_way(st) < 0))
            n = -1;
        else if (size)
            n = stream_read(st, data, size, stop_at_hole);
        if (n != STREAM_LATER || st->nonblock)
            break;
        wait_turn(st, seen, false);
    }
    pthread_mutex_unlock(&st->turn);
    return n == -1 ? stream_fail(st) : (int)n;
}

VIREO_API int virStreamRecv(virStreamPtr stream, char *data, size_t nbytes)
{
    if (stream_is_one(stream) < 0)
        return -1;
    NEED(stream->conn, VIR_FROM_STREAMS, -1, data);
    return stream_receive(stream, __func__, data, nbytes, false);
}

static int unknown_flags(virStreamPtr st, const char *function, unsigned flags)
{
    error_set(VIR_FROM_STREAMS, VIR_ERR_INVALID_ARG, "unknown flags 0x%x of %s", flags, function);
    return stream_fail(st);
}

VIREO_API int virStreamRecvFlags(virStreamPtr stream, char *data, size_t nbytes, unsigned int flags)
{
    if (stream_is_one(stream) < 0)
        return -1;
    NEED(stream->conn, VIR_FROM_STREAMS, -1, data);
    if (flags & ~(unsigned)VIR_STREAM_RECV_STOP_AT_HOLE)
        return unknown_flags(stream, __func__, flags);
    return stream_receive(stream, __func__, data, nbytes, flags & VIR_STREAM_RECV_STOP_AT_HOLE);
}

VIREO_API int virStreamRecvHole(virStreamPtr stream, long long *length, unsigned int flags)
{
    int r;

    if (stream_is_one(stream) < 0)
        return -1;
    NEED(stream->conn, VIR_FROM_STREAMS, -1, length);
    if (flags)
        return unknown_flags(stream, __func__, flags);
    pthread_mutex_lock(&stream->turn);
    r = stream_need_open(stream, __func__);
    if (r == 0) {
        *length = 0;
        if (!buf_len(&stream->ahead)) {
            *length = (long long)stream->hole;
            stream->hole = 0;
        }
    }
    pthread_mutex_unlock(&stream->turn);
    return r < 0 ? stream_fail(stream) : 0;
}

/* ---- sending ---- */

/* With the turn: 0: open, and there is room; STREAM_LATER; -1 with the error set. Waits for room
 * where it may. */
static int need_room(virStreamPtr st, const char *function, bool bytes)
{
    for (;;) {
        unsigned seen = stream_wakes(st);
        const struct stream_ops *ops;

        if (stream_need_open(st, function) < 0)
            return -1;
        ops = st->driver.ops;
        if (!ops->write || (!bytes && !ops->hole))
            return wrong_way(st);
        if (!bytes && !st->sparse)
            return error_set(VIR_FROM_STREAMS, VIR_ERR_NO_SUPPORT, "%s: the stream is not sparse",
                             function);
        if (!ops->room || ops->room(st->driver.opaque))
            return 0;
        if (st->nonblock)
            return STREAM_LATER;
        wait_turn(st, seen, true);
    }
}

VIREO_API int virStreamSend(virStreamPtr stream, const char *data, size_t nbytes)
{
    size_t size = nbytes < INT_MAX ? nbytes : INT_MAX, sent = 0;
    int r;

    if (stream_is_one(stream) < 0)
        return -1;
    NEED(stream->conn, VIR_FROM_STREAMS, -1, data);
    pthread_mutex_lock(&stream->turn);
    do {
        size_t n = size - sent < SEND_SLICE ? size - sent : SEND_SLICE;

        r = need_room(stream, __func__, true);
        if (r == 0 && n && stream->driver.ops->write(stream->driver.opaque, data + sent, n) < 0) {
            stream_broken(stream);
            r = -1;
        }
        if (r == 0)
            sent += n;
    } while (r == 0 && sent < size);
    pthread_mutex_unlock(&stream->turn);
    if (r == STREAM_LATER && sent)
        r = 0;
    return r == -1 ? stream_fail(stream) : r ? r : (int)sent;
}

VIREO_API int virStreamSendHole(virStreamPtr stream, long long length, unsigned int flags)
{
    int r;

    if (stream_is_one(stream) < 0)
        return -1;
    if (flags)
        return unknown_flags(stream, __func__, flags);
    if (api_at_least(stream->conn, VIR_FROM_STREAMS, "length", length, 0) < 0)
        return -1;
    pthread_mutex_lock(&stream->turn);
    r = need_room(stream, __func__, false);
    if (r == 0 && stream->driver.ops->hole(stream->driver.opaque, (unsigned long long)length) < 0) {
        stream_broken(stream);
        r = -1;
    }
    pthread_mutex_unlock(&stream->turn);
    return r == -1 ? stream_fail(stream) : r;
}

/* ---- what may be done now ---- */

/* Reads ahead, since only that tells. */
static bool stream_readable(virStreamPtr st)
{
    uint8_t *room;
    ssize_t n;

    if (buf_len(&st->ahead) || st->hole || st->ended)
        return true;
    room = buf_reserve(&st->ahead, AHEAD_SIZE);
    if (!room)
        return true; /* who reads now, reads without it */
    n = st->driver.ops->read(st->driver.opaque, room, AHEAD_SIZE, &st->hole);
    if (n == -1)
        stream_broken(st);
    if (n > 0)
        buf_added(&st->ahead, (size_t)n);
    if (n == 0)
        st->ended = !st->hole;
    return n != STREAM_LATER;
}

int stream_ready(virStreamPtr st, int events)
{
    const struct stream_ops *ops;
    int ready = 0;
    LOCK_SCOPE(&st->turn);

    ops = st->driver.ops;
    if (ops && ops->read && events & VIR_STREAM_EVENT_READABLE && stream_readable(st))
        ready |= VIR_STREAM_EVENT_READABLE;
    ops = st->driver.ops;
    if (!ops)
        return events & ~VIR_STREAM_EVENT_HANGUP; /* broken: whatever is tried tells why */
    if (ops->write && events & VIR_STREAM_EVENT_WRITABLE &&
        (!ops->room || ops->room(st->driver.opaque)))
        ready |= VIR_STREAM_EVENT_WRITABLE;
    if (st->ended && !buf_len(&st->ahead))
        ready |= events & VIR_STREAM_EVENT_HANGUP;
    return ready;
}
