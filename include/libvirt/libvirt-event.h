/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The event loop: watches on file descriptors and timers.
 *
 * Domain events, keepalive and close callbacks need a loop that runs. A program registers one
 * implementation, once and before its first connection: its own (virEventRegisterImpl) or the
 * library's (virEventRegisterDefaultImpl), which a thread of the program then drives with
 * virEventRunDefaultImpl. A callback may do anything: remove itself or others, close the
 * descriptor, call any function of the library.
 */
#ifndef LIBVIRT_EVENT_H
#define LIBVIRT_EVENT_H

#include <libvirt/libvirt-common.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum {
    VIR_EVENT_HANDLE_READABLE = 1 << 0,
    VIR_EVENT_HANDLE_WRITABLE = 1 << 1,
    VIR_EVENT_HANDLE_ERROR = 1 << 2,
    VIR_EVENT_HANDLE_HANGUP = 1 << 3,
} virEventHandleType;

typedef void (*virEventHandleCallback)(int watch, int fd, int events, void *opaque);

typedef void (*virEventTimeoutCallback)(int timer, void *opaque);

/* What an implementation consists of. */
typedef int (*virEventAddHandleFunc)(int fd, int event, virEventHandleCallback cb, void *opaque,
                                     virFreeCallback ff);

typedef void (*virEventUpdateHandleFunc)(int watch, int event);

typedef int (*virEventRemoveHandleFunc)(int watch);

typedef int (*virEventAddTimeoutFunc)(int timeout, virEventTimeoutCallback cb, void *opaque,
                                      virFreeCallback ff);

typedef void (*virEventUpdateTimeoutFunc)(int timer, int timeout);

typedef int (*virEventRemoveTimeoutFunc)(int timer);

/* Choosing and running an implementation. */
void virEventRegisterImpl(virEventAddHandleFunc addHandle, virEventUpdateHandleFunc updateHandle,
                          virEventRemoveHandleFunc removeHandle, virEventAddTimeoutFunc addTimeout,
                          virEventUpdateTimeoutFunc updateTimeout,
                          virEventRemoveTimeoutFunc removeTimeout);

int virEventRegisterDefaultImpl(void);

int virEventRunDefaultImpl(void);

/* Using it. */
int virEventAddHandle(int fd, int events, virEventHandleCallback cb, void *opaque,
                      virFreeCallback ff);

void virEventUpdateHandle(int watch, int events);

int virEventRemoveHandle(int watch);

int virEventAddTimeout(int timeout, virEventTimeoutCallback cb, void *opaque, virFreeCallback ff);

void virEventUpdateTimeout(int timer, int timeout);

int virEventRemoveTimeout(int timer);

#ifdef __cplusplus
}
#endif

#endif /* LIBVIRT_EVENT_H */
