/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Streams: bytes that flow beside the calls of a connection (volumes, consoles, screenshots).
 */
#ifndef LIBVIRT_STREAM_H
#define LIBVIRT_STREAM_H

#include <libvirt/libvirt-host.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Flags of virStreamNew. Since 0.7.2. */
typedef enum {
    VIR_STREAM_NONBLOCK = 1 << 0, /* calls return -2 instead of waiting */
} virStreamFlags;

/* Flags of virStreamRecvFlags. Since 3.4.0. */
typedef enum {
    VIR_STREAM_RECV_STOP_AT_HOLE = 1 << 0, /* stop before a hole and return -3 */
} virStreamRecvFlagsValues;

/* What is watched for on a stream, and what was found. Since 0.7.2. */
typedef enum {
    VIR_STREAM_EVENT_READABLE = 1 << 0,
    VIR_STREAM_EVENT_WRITABLE = 1 << 1,
    VIR_STREAM_EVENT_ERROR = 1 << 2,
    VIR_STREAM_EVENT_HANGUP = 1 << 3,
} virStreamEventType;

/* Told in the loop that the stream is ready: events is a set of virStreamEventType. Since 0.7.2. */
typedef void (*virStreamEventCallback)(virStreamPtr stream, int events, void *opaque);

/* ---- callbacks that move the whole of a stream ---- */

/*
 * Fills data with at most nbytes to be sent. Returns how many, 0 at the end, -1 to give up. Since
 * 0.7.2.
 */
typedef int (*virStreamSourceFunc)(virStreamPtr st, char *data, size_t nbytes, void *opaque);

/* Takes nbytes that arrived. Returns how many it took, -1 to give up. Since 0.7.2. */
typedef int (*virStreamSinkFunc)(virStreamPtr st, const char *data, size_t nbytes, void *opaque);

/*
 * Tells whether data comes next (*inData is 1) or a hole (0), and how long it is in bytes. Returns
 * 0, or -1 to give up. Since 3.4.0.
 */
typedef int (*virStreamSourceHoleFunc)(virStreamPtr st, int *inData, long long *length,
                                       void *opaque);

/* Skips length bytes of a hole in what is sent. Returns 0, or -1 to give up. Since 3.4.0. */
typedef int (*virStreamSourceSkipFunc)(virStreamPtr st, long long length, void *opaque);

/* Makes a hole of length bytes in what arrives. Returns 0, or -1 to give up. Since 3.4.0. */
typedef int (*virStreamSinkHoleFunc)(virStreamPtr st, long long length, void *opaque);

/* ---- make and end ---- */

/*
 * Makes a stream, which a call like virStorageVolUpload then opens. flags: 0 or
 * VIR_STREAM_NONBLOCK. Returns it with one reference, or NULL. Since 0.7.2.
 */
virStreamPtr virStreamNew(virConnectPtr conn, unsigned int flags);

/* One more reference. Returns 0, or -1. Since 0.7.2. */
int virStreamRef(virStreamPtr stream);

/*
 * One reference less; the last one ends the stream, which is aborted, without waiting for anybody,
 * when it is still open. Returns 0, or -1. Since 0.7.2.
 */
int virStreamFree(virStreamPtr stream);

/*
 * Says that all has been sent or received, and waits for the other side to agree: whether an upload
 * has succeeded is known after this. The stream is closed then, also after a failure. Returns 0, or
 * -1. Since 0.7.2.
 */
int virStreamFinish(virStreamPtr stream);

/* Gives up: what is on its way is lost. The stream is closed then. Returns 0, or -1. Since 0.7.2.
 */
int virStreamAbort(virStreamPtr stream);

/* ---- bytes and holes ---- */

/*
 * Sends bytes. Returns how many of them (all of them, unless the stream is non-blocking), -2 when
 * it would have to wait, -1 on a failure, which may be that of an earlier call. Since 0.7.2.
 */
int virStreamSend(virStreamPtr stream, const char *data, size_t nbytes);

/*
 * Sends a hole of length bytes, when the call that opened the stream was asked for a sparse one.
 * flags: 0. Returns 0, or -1. Since 3.4.0.
 */
int virStreamSendHole(virStreamPtr stream, long long length, unsigned int flags);

/*
 * Receives at most nbytes; a hole reads as zeros. Returns how many, 0 at the end, -2 when it would
 * have to wait, -1 on a failure. Since 0.7.2.
 */
int virStreamRecv(virStreamPtr stream, char *data, size_t nbytes);

/*
 * The same; with VIR_STREAM_RECV_STOP_AT_HOLE it returns -3 where a hole starts, and
 * virStreamRecvHole tells how long it is. Since 3.4.0.
 */
int virStreamRecvFlags(virStreamPtr stream, char *data, size_t nbytes, unsigned int flags);

/*
 * Skips the hole that the stream is at and stores its length; 0: it is at none. Never waits.
 * flags: 0. Returns 0, or -1. Since 3.4.0.
 */
int virStreamRecvHole(virStreamPtr stream, long long *length, unsigned int flags);

/* ---- the whole of a stream ---- */

/*
 * Send all that handler gives, or hand all that arrives to handler, until the end; the program
 * calls virStreamFinish afterwards. Not for a non-blocking stream. When a callback or the stream
 * fails, the stream is aborted. Return 0, or -1. Since 0.7.2 and, the sparse ones, 3.4.0.
 */
int virStreamSendAll(virStreamPtr stream, virStreamSourceFunc handler, void *opaque);
int virStreamSparseSendAll(virStreamPtr stream, virStreamSourceFunc handler,
                           virStreamSourceHoleFunc holeHandler, virStreamSourceSkipFunc skipHandler,
                           void *opaque);
int virStreamRecvAll(virStreamPtr stream, virStreamSinkFunc handler, void *opaque);
int virStreamSparseRecvAll(virStreamPtr stream, virStreamSinkFunc handler,
                           virStreamSinkHoleFunc holeHandler, void *opaque);

/* ---- from the event loop ---- */

/*
 * Has cb called from the event loop, again and again, while one of events
 * (VIR_STREAM_EVENT_READABLE, ...) holds. A stream has one callback at most. It keeps the stream
 * alive, and may remove itself, end the stream and free it. ff (may be NULL) gets opaque, once,
 * from the loop, after the callback was removed. Returns 0, or -1. Since 0.7.2.
 */
int virStreamEventAddCallback(virStreamPtr stream, int events, virStreamEventCallback cb,
                              void *opaque, virFreeCallback ff);

/* Changes what the callback waits for. Returns 0, or -1. Since 0.7.2. */
int virStreamEventUpdateCallback(virStreamPtr stream, int events);

/* Removes the callback; virStreamFinish and virStreamAbort do it too. Returns 0, or -1. Since
 * 0.7.2. */
int virStreamEventRemoveCallback(virStreamPtr stream);

#ifdef __cplusplus
}
#endif

#endif /* LIBVIRT_STREAM_H */
