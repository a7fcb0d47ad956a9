/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The public event API: virEvent*, forwarded to whichever implementation was registered first.
 *
 * A process has one implementation for its life: the application's own functions, or the default
 * one, which is a struct loop made by virEventRegisterDefaultImpl. The first registration with an
 * addHandle function stands; later ones are ignored, as programs that register from several places
 * expect. Readers take no lock: the table is written once, before the pointer to it is published.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>

#include <libvirt/libvirt-event.h>
#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "common/export.h"
#include "event/loop.h"

struct event_impl {
    virEventAddHandleFunc add_handle;
    virEventUpdateHandleFunc update_handle;
    virEventRemoveHandleFunc remove_handle;
    virEventAddTimeoutFunc add_timeout;
    virEventUpdateTimeoutFunc update_timeout;
    virEventRemoveTimeoutFunc remove_timeout;
};

static pthread_mutex_t registering = PTHREAD_MUTEX_INITIALIZER;
static struct event_impl own;
static _Atomic(const struct event_impl *) impl;
static struct loop *default_loop; /* set before impl points to the default, then for ever */

static int default_add_handle(int fd, int events, virEventHandleCallback cb, void *opaque,
                              virFreeCallback ff)
{
    return loop_add_handle(default_loop, fd, events, cb, opaque, ff);
}

static void default_update_handle(int watch, int events)
{
    loop_update_handle(default_loop, watch, events);
}

static int default_remove_handle(int watch)
{
    return loop_remove_handle(default_loop, watch);
}

static int default_add_timeout(int frequency, virEventTimeoutCallback cb, void *opaque,
                               virFreeCallback ff)
{
    return loop_add_timeout(default_loop, frequency, cb, opaque, ff);
}

static void default_update_timeout(int timer, int frequency)
{
    loop_update_timeout(default_loop, timer, frequency);
}

static int default_remove_timeout(int timer)
{
    return loop_remove_timeout(default_loop, timer);
}

static const struct event_impl default_impl = {
    .add_handle = default_add_handle,
    .update_handle = default_update_handle,
    .remove_handle = default_remove_handle,
    .add_timeout = default_add_timeout,
    .update_timeout = default_update_timeout,
    .remove_timeout = default_remove_timeout,
};

static int event_fail(const char *what)
{
    return error_set(VIR_FROM_EVENT, VIR_ERR_NO_SUPPORT, "%s", what);
}

static int no_implementation(void)
{
    return event_fail("no event loop implementation is registered");
}

/**
 * virEventRegisterImpl:
 * @addHandle: adds a watch on an fd
 * @updateHandle: changes what a watch wants
 * @removeHandle: removes a watch
 * @addTimeout: adds a timer
 * @updateTimeout: changes the frequency of a timer
 * @removeTimeout: removes a timer
 *
 * Makes the application's own event loop the one that connections use. Call it once, before the
 * first connection is opened. When an implementation is registered already, the call does nothing.
 *
 * The functions must be callable from any thread, and must run the free callbacks that they are
 * given later, from the loop, not from within removeHandle or removeTimeout.
 *
 * Since: 0.1.0
 */
VIREO_API void virEventRegisterImpl(virEventAddHandleFunc addHandle,
                                    virEventUpdateHandleFunc updateHandle,
                                    virEventRemoveHandleFunc removeHandle,
                                    virEventAddTimeoutFunc addTimeout,
                                    virEventUpdateTimeoutFunc updateTimeout,
                                    virEventRemoveTimeoutFunc removeTimeout)
{
    LOCK_SCOPE(&registering);

    if (atomic_load(&impl) || !addHandle)
        return;
    own = (struct event_impl){
        .add_handle = addHandle,
        .update_handle = updateHandle,
        .remove_handle = removeHandle,
        .add_timeout = addTimeout,
        .update_timeout = updateTimeout,
        .remove_timeout = removeTimeout,
    };
    atomic_store(&impl, &own);
}

/**
 * virEventRegisterDefaultImpl:
 *
 * Registers the event loop that comes with the library; the program then calls
 * virEventRunDefaultImpl() again and again from one of its threads. Call it once, before the first
 * connection is opened. When an implementation is registered already, the call does nothing and
 * succeeds. $VIREO_LOOP (epoll or poll) picks how the loop waits.
 *
 * Returns 0, or -1 with the error set: the loop could not be made.
 *
 * Since: 0.1.0
 */
VIREO_API int virEventRegisterDefaultImpl(void)
{
    LOCK_SCOPE(&registering);

    if (atomic_load(&impl))
        return 0;
    default_loop = loop_new(NULL);
    if (!default_loop)
        return -1;
    loop_recheck_files(default_loop);
    atomic_store(&impl, &default_impl);
    return 0;
}

/**
 * virEventRunDefaultImpl:
 *
 * Runs one iteration of the default event loop: sleeps until an fd is ready, a timer is due or
 * something changed, and calls the callbacks of all that is. A callback may call it again; its own
 * callback is then left out until it returns. A second thread that calls it waits for its turn.
 *
 * Returns 0, or -1 with the error set: the default loop is not registered, or cannot wait.
 *
 * Since: 0.1.0
 */
VIREO_API int virEventRunDefaultImpl(void)
{
    if (atomic_load(&impl) != &default_impl)
        return event_fail("the default event loop is not registered");
    return loop_iterate(default_loop);
}

/**
 * virEventAddHandle:
 * @fd: the file descriptor, which stays the caller's
 * @events: VIR_EVENT_HANDLE_* bits to wait for; 0: none for now
 * @cb: called with the watch, the fd, the bits found and @opaque
 * @opaque: handed to @cb and @ff
 * @ff: NULL, or called once, later and from the loop, when @opaque is no longer used
 *
 * Watches a file descriptor. Errors and hang-ups are reported to every watch that waits for
 * anything. Any thread may call it, a callback too.
 *
 * Returns the number of the watch (> 0), or -1 with the error set; @ff is then not called.
 *
 * Since: 0.1.0
 */
VIREO_API int virEventAddHandle(int fd, int events, virEventHandleCallback cb, void *opaque,
                                virFreeCallback ff)
{
    const struct event_impl *use = atomic_load(&impl);

    return use && use->add_handle ? use->add_handle(fd, events, cb, opaque, ff)
                                  : no_implementation();
}

/**
 * virEventUpdateHandle:
 * @watch: what virEventAddHandle() returned
 * @events: VIR_EVENT_HANDLE_* bits to wait for from now on; 0: none
 *
 * Changes what a watch waits for. An unknown watch is ignored. Any thread may call it, a callback
 * too.
 *
 * Since: 0.1.0
 */
VIREO_API void virEventUpdateHandle(int watch, int events)
{
    const struct event_impl *use = atomic_load(&impl);

    if (use && use->update_handle)
        use->update_handle(watch, events);
}

/**
 * virEventRemoveHandle:
 * @watch: what virEventAddHandle() returned
 *
 * Stops watching. From the loop's thread the callback never runs again after this; called from
 * another thread, a call that had begun may still be under way. The free callback follows later,
 * from the loop. Any thread may call it, a callback too. The fd is not closed.
 *
 * Returns 0, or -1 with the error set: there is no such watch.
 *
 * Since: 0.1.0
 */
VIREO_API int virEventRemoveHandle(int watch)
{
    const struct event_impl *use = atomic_load(&impl);

    return use && use->remove_handle ? use->remove_handle(watch) : no_implementation();
}

/**
 * virEventAddTimeout:
 * @frequency: milliseconds between calls; 0: in each iteration of the loop; < 0: off for now
 * @cb: called with the timer and @opaque
 * @opaque: handed to @cb and @ff
 * @ff: NULL, or called once, later and from the loop, when @opaque is no longer used
 *
 * Adds a timer that fires again and again until it is removed or updated to -1. It is never
 * early. Any thread may call it, a callback too.
 *
 * Returns the number of the timer (> 0), or -1 with the error set; @ff is then not called.
 *
 * Since: 0.1.0
 */
VIREO_API int virEventAddTimeout(int frequency, virEventTimeoutCallback cb, void *opaque,
                                 virFreeCallback ff)
{
    const struct event_impl *use = atomic_load(&impl);

    return use && use->add_timeout ? use->add_timeout(frequency, cb, opaque, ff)
                                   : no_implementation();
}

/**
 * virEventUpdateTimeout:
 * @timer: what virEventAddTimeout() returned
 * @frequency: milliseconds, 0 or < 0 as for virEventAddTimeout()
 *
 * Starts the timer's wait anew with this frequency. An unknown timer is ignored. Any thread may
 * call it, a callback too.
 *
 * Since: 0.1.0
 */
VIREO_API void virEventUpdateTimeout(int timer, int frequency)
{
    const struct event_impl *use = atomic_load(&impl);

    if (use && use->update_timeout)
        use->update_timeout(timer, frequency);
}

/**
 * virEventRemoveTimeout:
 * @timer: what virEventAddTimeout() returned
 *
 * Removes a timer, with the promises of virEventRemoveHandle().
 *
 * Returns 0, or -1 with the error set: there is no such timer.
 *
 * Since: 0.1.0
 */
VIREO_API int virEventRemoveTimeout(int timer)
{
    const struct event_impl *use = atomic_load(&impl);

    return use && use->remove_timeout ? use->remove_timeout(timer) : no_implementation();
}
