/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The loop at work: one iteration, and who may run it.
 *
 *     deferred, frees -> prepare | sleep | collect -> timers due -> handles ready -> the same
 * again locked          locked       each callback without the lock
 *
 * Nothing that is to be called waits on a stack: timers stay in their heap and watches in their
 * queue until the moment of the call, so whatever a callback removes or changes, and whatever a
 * nested run calls first, the rest of the iteration sees.
 */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/cleanup.h"
#include "event/loop_impl.h"
#include "event/nodes.h"

enum { QUIET_NS = 10000000 }; /* of a longer sleep: then it is time to look at all files */

/* ---- one iteration ---- */

static struct loop_task *pop_deferred(struct loop *loop)
{
    LOCK_SCOPE(&loop->lock);
    struct loop_task *task = loop->deferred;

    if (task) {
        loop->deferred = task->next;
        loop->deferred_count--;
    }
    if (!loop->deferred)
        loop->deferred_end = &loop->deferred;
    return task;
}

/* From now on it is its owner's again. */
static void run_task(struct loop_task *task)
{
    void (*fn)(void *opaque) = task->fn;
    void *opaque = task->opaque;

    if (task->allocated)
        free(task);
    fn(opaque);
}

static unsigned count_deferred(struct loop *loop)
{
    LOCK_SCOPE(&loop->lock);

    return loop->deferred_count;
}

bool loop_run_deferred(struct loop *loop)
{
    unsigned count = count_deferred(loop);
    bool any = count > 0;
    struct loop_task *task;

    while (count-- > 0 && (task = pop_deferred(loop)))
        run_task(task);
    return any;
}

/* In the order of removal: the free list is a stack. */
static struct release *loop_take_freed(struct loop *loop)
{
    LOCK_SCOPE(&loop->lock);
    struct release *list = NULL, *freed, *next;

    for (freed = take(loop->free_list); freed; freed = next) {
        next = freed->next;
        freed->next = list;
        list = freed;
    }
    loop->pending_frees = 0;
    return list;
}

bool loop_run_free_callbacks(struct loop *loop)
{
    struct release *freed = loop_take_freed(loop);
    bool any = false;

    while (freed) {
        struct release *next = freed->next;

        if (freed->free_cb) {
            freed->free_cb(freed->opaque);
            any = true;
        }
        free(freed);
        freed = next;
    }
    return any;
}

/* When the sleep ends by itself; 0: it does not begin. */
static int64_t sleep_limit(const struct loop *loop, int64_t now, int max_ms)
{
    int64_t due = timers_next(&loop->timers);
    int64_t limit = max_ms < 0 ? TIMERS_NEVER : now + (int64_t)max_ms * 1000000;

    if (loop->pending || loop->deferred || max_ms == 0 || handles_any_not_pollable(&loop->handles))
        return 0;
    if (loop->pending_frees && loop->depth == 1)
        return 0;
    return due < limit ? due : limit;
}

/* After how long a sleep all files are looked at, so that this, too, takes little of the time; < 0:
 * never. */
static int64_t sleep_quiet(const struct handles *handles)
{
    int64_t check = (int64_t)handles->ids.used * CHECK_NS;

    if (!handles->recheck)
        return -1;
    return check > QUIET_NS ? check : QUIET_NS;
}

static int sleep_begin(struct loop *loop, int max_ms, int64_t *ret_ns, int64_t *ret_quiet)
{
    LOCK_SCOPE(&loop->lock);
    bool timed = max_ms > 0 || timers_next(&loop->timers) != TIMERS_NEVER;
    int64_t now = timed ? loop_now() : 0;
    int r = loop_own(loop);

    if (r == 0)
        r = loop->handles.backend->prepare(loop->handles.state);
    if (r < 0)
        return r;
    loop->stats.iterations++;
    loop->sleep_until = sleep_limit(loop, now, max_ms);
    if (loop->sleep_until == TIMERS_NEVER)
        *ret_ns = -1;
    else
        *ret_ns = loop->sleep_until > now ? loop->sleep_until - now : 0;
    *ret_quiet = sleep_quiet(&loop->handles);
    loop->pending = false;
    loop->sleeping = *ret_ns != 0;
    return 0;
}

/* Returns false if some file turned out to be ready at any time. */
static bool sleep_recheck(struct loop *loop)
{
    LOCK_SCOPE(&loop->lock);

    nodes_recheck(&loop->handles, true);
    return !handles_any_not_pollable(&loop->handles) &&
           loop->handles.backend->prepare(loop->handles.state) == 0;
}

static int64_t ns_left(int64_t until)
{
    int64_t now = loop_now();

    return until > now ? until - now : 0;
}

/* Returns < 0: -errno. */
static int loop_sleep(struct loop *loop, int64_t ns, int64_t quiet)
{
    const struct backend *backend = loop->handles.backend;
    int r;

    if (quiet < 0 || (ns >= 0 && ns <= quiet))
        return backend->wait(loop->handles.state, ns);
    r = backend->wait(loop->handles.state, quiet);
    if (r != 0)
        return r;
    if (!sleep_recheck(loop))
        ns = 0;
    else if (ns > 0)
        ns = ns_left(loop->sleep_until);
    return backend->wait(loop->handles.state, ns);
}

static void sleep_end(struct loop *loop)
{
    LOCK_SCOPE(&loop->lock);
    uint64_t count;

    loop->sleeping = false;
    /* A wake-up that came after something else had ended the sleep would end the next one. */
    if (!handles_collect(&loop->handles) && loop->woken &&
        read(loop->wake_fd, &count, sizeof(count)) < 0)
        errno = 0;
    if (loop->woken)
        loop->pending = false;
    loop->woken = false;
}

static bool next_timer(struct loop *loop, int64_t now, uint64_t sequence, struct timer *ret_call)
{
    LOCK_SCOPE(&loop->lock);
    struct timer *timer = timers_pop(&loop->timers, now, sequence);

    loop->current_timer = timer;
    if (!timer)
        return false;
    loop->stats.callbacks++;
    *ret_call = *timer;
    return true;
}

static uint64_t timer_sequence(struct loop *loop)
{
    LOCK_SCOPE(&loop->lock);

    return timers_next(&loop->timers) == TIMERS_NEVER ? 0 : loop->timers.sequence;
}

static void run_timers(struct loop *loop)
{
    uint64_t sequence = timer_sequence(loop);
    int64_t now = sequence ? loop_now() : 0;
    struct timer call;

    while (next_timer(loop, now, sequence, &call))
        call.cb(call.id, call.release.opaque);
}

static bool next_handle(struct loop *loop, struct watch *ret_call, int *ret_fd, int *ret_events)
{
    LOCK_SCOPE(&loop->lock);
    struct watch *watch = handles_pop(&loop->handles, ret_events);

    loop->current_watch = watch;
    if (!watch)
        return false;
    loop->stats.callbacks++;
    *ret_call = *watch;
    *ret_fd = watch->node->backend.fd;
    return true;
}

static void run_handles(struct loop *loop)
{
    struct watch call;
    int fd, events;

    while (next_handle(loop, &call, &fd, &events))
        call.cb(call.id, fd, events, call.release.opaque);
}

static int loop_run_iterate(struct loop *loop, int max_ms, bool outermost)
{
    bool busy = loop_run_deferred(loop);
    int64_t ns, quiet;
    int r;

    if (outermost && loop_run_free_callbacks(loop))
        busy = true;
    /* What just ran may be what the caller is waiting for. */
    r = sleep_begin(loop, busy ? 0 : max_ms, &ns, &quiet);
    if (r < 0)
        return loop_fail(-r, "cannot prepare the event loop's wait");
    r = loop_sleep(loop, ns, quiet);
    sleep_end(loop);
    if (r < 0 && r != -EINTR)
        return loop_fail(-r, "the event loop cannot wait");
    run_timers(loop);
    run_handles(loop);
    loop_run_deferred(loop);
    if (outermost)
        loop_run_free_callbacks(loop);
    return 0;
}

/* ---- who runs it ---- */

/* What a nested run has to put back. */
struct nesting {
    struct watch *watch;
    struct timer *timer;
};

static bool runs_here(struct loop *loop)
{
    LOCK_SCOPE(&loop->lock);

    return loop->depth > 0 && pthread_equal(loop->runner, pthread_self());
}

/* The callback under way does not hear of anything while it runs the loop itself: an fd that it
 * has not read yet would call it again without end. */
static void loop_run_enter(struct loop *loop, struct nesting *ret_outer)
{
    LOCK_SCOPE(&loop->lock);

    loop->depth++;
    loop->runner = pthread_self();
    *ret_outer = (struct nesting){loop->current_watch, loop->current_timer};
    loop->current_watch = NULL;
    loop->current_timer = NULL;
    if (ret_outer->watch)
        handles_suspend(&loop->handles, ret_outer->watch);
    if (ret_outer->timer)
        timers_suspend(&loop->timers, ret_outer->timer);
}

static void loop_run_leave(struct loop *loop, const struct nesting *outer)
{
    LOCK_SCOPE(&loop->lock);

    /* They may have been removed meanwhile, but the free list waits for the outermost run. */
    if (outer->watch)
        handles_resume(&loop->handles, outer->watch);
    if (outer->timer)
        timers_resume(&loop->timers, outer->timer);
    loop->current_watch = outer->watch;
    loop->current_timer = outer->timer;
    loop->depth--;
}

static int iterate_at_depth(struct loop *loop, int max_ms, bool outermost)
{
    struct nesting outer;
    int r;

    loop_run_enter(loop, &outer);
    r = loop_run_iterate(loop, max_ms, outermost);
    loop_run_leave(loop, &outer);
    return r;
}

int loop_iterate_for(struct loop *loop, int max_ms)
{
    if (runs_here(loop))
        return iterate_at_depth(loop, max_ms, false);

    LOCK_SCOPE(&loop->turn);

    return iterate_at_depth(loop, max_ms, true);
}

int loop_iterate(struct loop *loop)
{
    return loop_iterate_for(loop, -1);
}

bool loop_take_quit(struct loop *loop)
{
    LOCK_SCOPE(&loop->lock);
    bool quit = loop->quit;

    loop->quit = false;
    return quit;
}

int loop_run(struct loop *loop)
{
    while (!loop_take_quit(loop)) {
        if (loop_iterate(loop) < 0)
            return -1;
    }
    return 0;
}
