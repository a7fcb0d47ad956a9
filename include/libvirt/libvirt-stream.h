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

#ifdef __cplusplus
}
#endif

#endif /* LIBVIRT_STREAM_H */
