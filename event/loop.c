/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The loop as others see it: made and ended, changed and woken, from any thread. */
#include "event/loop.h"

#include <errno.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "event/loop_impl.h"

int loop_fail(int errnum, const char *fmt, ...)
{
    _cleanup_free_ char *what = NULL;
    va_list ap;

    va_start(ap, fmt);
    if (vasprintf(&what, fmt, ap) < 0)
        what = NULL;
    va_end(ap);
    error_set_errno(VIR_FROM_EVENT, errnum, "%s", what ? what : "event loop");
    errno = errnum;
    return -1;
}

int64_t loop_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* ---- waking (under the lock) ---- */

static void wake_sleeper(struct loop *loop)
{
    const uint64_t one = 1;

    if (!loop->sleeping || loop->woken)
        return;
    loop->woken = true;
    loop->stats.wakeups++;
    /* Cannot fail: nobody else writes, so the counter is far from its limit. */
    if (write(loop->wake_fd, &one, sizeof(one)) < 0)
        loop->woken = false;
}

static void loop_wake(struct loop *loop)
{
    loop->pending = true;
    wake_sleeper(loop);
}

/* A handle changed: a back end that is not live, or a file that is always ready, needs a new
 * wait. */
static void handle_changed(struct loop *loop)
{
    if (!loop->handles.backend->live || handles_any_not_pollable(&loop->handles))
        wake_sleeper(loop);
}

static void timer_changed(struct loop *loop)
{
    if (timers_next(&loop->timers) < loop->sleep_until)
        wake_sleeper(loop);
}

/* ---- make and end ---- */

struct loop *loop_new(const char *backend)
{
    const struct backend *found = backend_find(backend);
    _cleanup_(loop_freep) struct loop *loop = NULL;
    int r;

    if (!found) {
        loop_fail(EINVAL, "no event back end is called '%s'",
                  backend ? backend : getenv("VIREO_LOOP"));
        return NULL;
    }
    loop = calloc(1, sizeof(*loop));
    if (!loop) {
        loop_fail(ENOMEM, "cannot make an event loop");
        return NULL;
    }
    pthread_mutex_init(&loop->turn, NULL);
    pthread_mutex_init(&loop->lock, NULL);
    loop->deferred_end = &loop->deferred;
    loop->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (loop->wake_fd < 0) {
        loop_fail(errno, "cannot make the event loop's eventfd");
        return NULL;
    }
    r = handles_init(&loop->handles, found, loop->wake_fd);
    if (r < 0) {
        loop_fail(-r, "cannot make the event loop's %s back end", found->name);
        return NULL;
    }
    loop_join_forks(loop);
    return take(loop);
}

static void defer_free(struct loop *loop, struct release *release)
{
    release->next = loop->free_list;
    loop->free_list = release;
    /* Memory alone can wait; whoever gave a free callback waits for it. */
    if (release->free_cb) {
        loop->pending_frees++;
        wake_sleeper(loop);
    }
}

static void remove_everything(struct loop *loop)
{
    LOCK_SCOPE(&loop->lock);
    struct watch *watch;
    struct timer *timer;
    size_t cursor = 0;

    loop->ending = true;
    while ((watch = ids_each(&loop->handles.ids, &cursor)))
        defer_free(loop, &handles_remove(&loop->handles, watch->id)->release);
    cursor = 0;
    while ((timer = ids_each(&loop->timers.ids, &cursor)))
        defer_free(loop, &timers_remove(&loop->timers, timer->id)->release);
}

struct loop *loop_free(struct loop *loop)
{
    if (!loop)
        return NULL;
    if (loop->fork.ops)
        forks_leave(&loop->fork);
    while (loop->deferred)
        loop_run_deferred(loop);
    remove_everything(loop);
    while (loop->free_list)
        loop_run_free_callbacks(loop);
    handles_done(&loop->handles);
    timers_done(&loop->timers);
    cleanup_close(&loop->wake_fd);
    pthread_mutex_destroy(&loop->lock);
    pthread_mutex_destroy(&loop->turn);
    free(loop);
    return NULL;
}

void loop_recheck_files(struct loop *loop)
{
    LOCK_SCOPE(&loop->lock);

    loop->handles.recheck = true;
}

const char *loop_backend(const struct loop *loop)
{
    return loop->handles.backend->name;
}

/* ---- watches and timers ---- */

static int add_handle(struct loop *loop, int fd, int events, virEventHandleCallback cb,
                      void *opaque, virFreeCallback free_cb)
{
    LOCK_SCOPE(&loop->lock);
    int watch;

    if (loop->ending)
        return -ESHUTDOWN;
    watch = loop_own(loop);
    if (watch < 0)
        return watch;
    watch = handles_add(&loop->handles, fd, events, cb, opaque, free_cb);
    if (watch > 0)
        handle_changed(loop);
    return watch;
}

int loop_add_handle(struct loop *loop, int fd, int events, virEventHandleCallback cb, void *opaque,
                    virFreeCallback free_cb)
{
    int watch = cb ? add_handle(loop, fd, events, cb, opaque, free_cb) : -EINVAL;

    return watch > 0 ? watch : loop_fail(-watch, "cannot watch fd %d", fd);
}

static int update_handle(struct loop *loop, int watch, int events)
{
    LOCK_SCOPE(&loop->lock);
    int r = loop_own(loop);

    if (r == 0)
        r = handles_update(&loop->handles, watch, events);
    if (r == 0)
        handle_changed(loop);
    return r;
}

int loop_update_handle(struct loop *loop, int watch, int events)
{
    int r = update_handle(loop, watch, events);

    return r < 0 ? loop_fail(-r, "cannot update watch %d", watch) : 0;
}

static int remove_handle(struct loop *loop, int id)
{
    LOCK_SCOPE(&loop->lock);
    struct watch *watch = handles_remove(&loop->handles, id);

    if (!watch)
        return -ENOENT;
    defer_free(loop, &watch->release);
    handle_changed(loop);
    return 0;
}

int loop_remove_handle(struct loop *loop, int watch)
{
    int r = remove_handle(loop, watch);

    return r < 0 ? loop_fail(-r, "cannot remove watch %d", watch) : 0;
}

static int add_timeout(struct loop *loop, int ms, virEventTimeoutCallback cb, void *opaque,
                       virFreeCallback free_cb)
{
    LOCK_SCOPE(&loop->lock);
    int timer;

    if (loop->ending)
        return -ESHUTDOWN;
    timer = timers_add(&loop->timers, loop_now(), ms, cb, opaque, free_cb);
    if (timer > 0)
        timer_changed(loop);
    return timer;
}

int loop_add_timeout(struct loop *loop, int ms, virEventTimeoutCallback cb, void *opaque,
                     virFreeCallback free_cb)
{
    int timer = cb ? add_timeout(loop, ms, cb, opaque, free_cb) : -EINVAL;

    return timer > 0 ? timer : loop_fail(-timer, "cannot add a timer of %d ms", ms);
}

static int update_timeout(struct loop *loop, int timer, int ms)
{
    LOCK_SCOPE(&loop->lock);
    int r = timers_update(&loop->timers, loop_now(), timer, ms);

    if (r == 0)
        timer_changed(loop);
    return r;
}

int loop_update_timeout(struct loop *loop, int timer, int ms)
{
    int r = update_timeout(loop, timer, ms);

    return r < 0 ? loop_fail(-r, "cannot update timer %d", timer) : 0;
}

static int remove_timeout(struct loop *loop, int id)
{
    LOCK_SCOPE(&loop->lock);
    struct timer *timer = timers_remove(&loop->timers, id);

    if (!timer)
        return -ENOENT;
    defer_free(loop, &timer->release);
    return 0;
}

int loop_remove_timeout(struct loop *loop, int timer)
{
    int r = remove_timeout(loop, timer);

    return r < 0 ? loop_fail(-r, "cannot remove timer %d", timer) : 0;
}

/* ---- from other threads ---- */

void loop_wakeup(struct loop *loop)
{
    LOCK_SCOPE(&loop->lock);

    loop_wake(loop);
}

static int loop_defer_update(struct loop *loop, struct loop_task *task)
{
    LOCK_SCOPE(&loop->lock);

    if (loop->ending)
        return -ESHUTDOWN;
    task->next = NULL;
    *loop->deferred_end = task;
    loop->deferred_end = &task->next;
    loop->deferred_count++;
    wake_sleeper(loop);
    return 0;
}

int loop_defer(struct loop *loop, void (*fn)(void *opaque), void *opaque)
{
    _cleanup_free_ struct loop_task *task = malloc(sizeof(*task));
    int r = -ENOMEM;

    if (task) {
        *task = (struct loop_task){.fn = fn, .opaque = opaque, .allocated = true};
        r = loop_defer_update(loop, task);
    }
    if (r < 0)
        return loop_fail(-r, "cannot hand work to the event loop");
    take(task);
    return 0;
}

int loop_defer_task(struct loop *loop, struct loop_task *task)
{
    int r = loop_defer_update(loop, task);

    return r < 0 ? loop_fail(-r, "cannot hand work to the event loop") : 0;
}

void loop_quit(struct loop *loop)
{
    LOCK_SCOPE(&loop->lock);

    loop->quit = true;
    loop_wake(loop);
}

void loop_get_stats(struct loop *loop, struct loop_stats *ret_stats)
{
    LOCK_SCOPE(&loop->lock);

    *ret_stats = loop->stats;
    ret_stats->sleeping = loop->sleeping && !loop->woken;
}
