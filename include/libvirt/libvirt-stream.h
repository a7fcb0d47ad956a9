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

typedef enum {
    VIR_STREAM_NONBLOCK = 1 << 0,
} virStreamFlags;

typedef enum {
    VIR_STREAM_RECV_STOP_AT_HOLE = 1 << 0,
} virStreamRecvFlagsValues;

typedef enum {
    VIR_STREAM_EVENT_READABLE = 1 << 0,
    VIR_STREAM_EVENT_WRITABLE = 1 << 1,
    VIR_STREAM_EVENT_ERROR = 1 << 2,
    VIR_STREAM_EVENT_HANGUP = 1 << 3,
} virStreamEventType;

typedef void (*virStreamEventCallback)(virStreamPtr stream, int events, void *opaque);

/* Callbacks that move the whole of a stream. */
typedef int (*virStreamSourceFunc)(virStreamPtr st, char *data, size_t nbytes, void *opaque);

typedef int (*virStreamSinkFunc)(virStreamPtr st, const char *data, size_t nbytes, void *opaque);

typedef int (*virStreamSourceHoleFunc)(virStreamPtr st, int *inData, long long *length,
                                       void *opaque);

typedef int (*virStreamSourceSkipFunc)(virStreamPtr st, long long length, void *opaque);

typedef int (*virStreamSinkHoleFunc)(virStreamPtr st, long long length, void *opaque);

#ifdef __cplusplus
}
#endif

#endif /* LIBVIRT_STREAM_H */
