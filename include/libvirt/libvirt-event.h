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

/* What is watched for on a descriptor, and what was found. Since 0.5.0. */
typedef enum {
    VIR_EVENT_HANDLE_READABLE = 1 << 0,
    VIR_EVENT_HANDLE_WRITABLE = 1 << 1,
    VIR_EVENT_HANDLE_ERROR = 1 << 2,
    VIR_EVENT_HANDLE_HANGUP = 1 << 3,
} virEventHandleType;

/*
 * Told in the loop that the descriptor fd of a watch is ready: events is a set of
 * virEventHandleType. Since 0.5.0.
 */
typedef void (*virEventHandleCallback)(int watch, int fd, int events, void *opaque);

/* Told in the loop that a timer is due. Since 0.5.0. */
typedef void (*virEventTimeoutCallback)(int timer, void *opaque);

/* ---- what an implementation consists of ---- */

/* Does the work of virEventAddHandle. Since 0.5.0. */
typedef int (*virEventAddHandleFunc)(int fd, int event, virEventHandleCallback cb, void *opaque,
                                     virFreeCallback ff);

/* Does the work of virEventUpdateHandle. Since 0.5.0. */
typedef void (*virEventUpdateHandleFunc)(int watch, int event);

/* Does the work of virEventRemoveHandle. Since 0.5.0. */
typedef int (*virEventRemoveHandleFunc)(int watch);

/* Does the work of virEventAddTimeout. Since 0.5.0. */
typedef int (*virEventAddTimeoutFunc)(int timeout, virEventTimeoutCallback cb, void *opaque,
                                      virFreeCallback ff);

/* Does the work of virEventUpdateTimeout. Since 0.5.0. */
typedef void (*virEventUpdateTimeoutFunc)(int timer, int timeout);

/* Does the work of virEventRemoveTimeout. Since 0.5.0. */
typedef int (*virEventRemoveTimeoutFunc)(int timer);

/* ---- choosing and running an implementation ---- */

/*
 * Makes the program's own event loop the one that the library uses. The functions must be callable
 * from any thread, and call the free functions that they are given later, from the loop, not from
 * within removeHandle or removeTimeout. The first registration of a process stands, later ones are
 * ignored.
 *
 * Call it before the first connection is opened.
 *
 * Since 0.5.0.
 */
void virEventRegisterImpl(virEventAddHandleFunc addHandle, virEventUpdateHandleFunc updateHandle,
                          virEventRemoveHandleFunc removeHandle, virEventAddTimeoutFunc addTimeout,
                          virEventUpdateTimeoutFunc updateTimeout,
                          virEventRemoveTimeoutFunc removeTimeout);

/*
 * Makes the library's own event loop the one that it uses; a thread of the program has to run it
 * with virEventRunDefaultImpl. Call it before the first connection is opened. Returns 0 (also when
 * an implementation is registered already) or -1.
 *
 * Since 0.9.0.
 */
int virEventRegisterDefaultImpl(void);

/*
 * Runs one iteration of the default loop: waits until a descriptor is ready, a timer is due or a
 * watch was changed, and calls what is to be called. A program calls it again and again from one
 * thread; a second thread waits for its turn. A callback may run it too: its own callback is left
 * out meanwhile.
 *
 * Returns 0, or -1: nothing is registered, or another implementation is. A timer that the program
 * adds before ends the wait at a time of its choice.
 *
 * Since 0.9.0.
 */
int virEventRunDefaultImpl(void);

/* ---- using it ---- */

/*
 * Watches the descriptor fd for events, a set of virEventHandleType; 0: off for now. A watch for
 * anything also hears of errors and hang-ups. cb(watch, fd, events, opaque) runs in the loop,
 * again and again as long as the descriptor is ready. The descriptor stays the caller's; several
 * watches of one are fine.
 *
 * ff(opaque), unless NULL, is called once after the watch is removed, later and from the loop.
 * Returns the watch's number, or -1: no implementation, or it failed; then ff is not called.
 *
 * Since 0.9.3.
 */
int virEventAddHandle(int fd, int events, virEventHandleCallback cb, void *opaque,
                      virFreeCallback ff);

/*
 * Changes for what the watch of that number looks. An unknown number is ignored.
 *
 * Since 0.9.3.
 */
void virEventUpdateHandle(int watch, int events);

/*
 * Removes a watch: no call of its callback begins once this returned. Called from a thread other
 * than the loop's, one that had begun may still be under way. The descriptor may be closed at
 * once. Returns 0, or -1 for an unknown number.
 *
 * Since 0.9.3.
 */
int virEventRemoveHandle(int watch);

/*
 * Adds a timer that calls cb(timer, opaque) in the loop every timeout milliseconds, never early;
 * 0: in every iteration, -1: not until it is updated. ff as for virEventAddHandle. Returns the
 * timer's number or -1.
 *
 * Since 0.9.3.
 */
int virEventAddTimeout(int timeout, virEventTimeoutCallback cb, void *opaque, virFreeCallback ff);

/*
 * Sets the timer's period in milliseconds (0 and -1 as for virEventAddTimeout) and starts it anew.
 * An unknown number is ignored.
 *
 * Since 0.9.3.
 */
void virEventUpdateTimeout(int timer, int timeout);

/*
 * Removes a timer, as virEventRemoveHandle does a watch. Returns 0, or -1 for an unknown number.
 *
 * Since 0.9.3.
 */
int virEventRemoveTimeout(int timer);

#ifdef __cplusplus
}
#endif

#endif /* LIBVIRT_EVENT_H */
