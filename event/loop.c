/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The loop: one lock round watches and timers, who sleeps and who wakes, and the order of an
 * iteration.
 *
 *     deferred, graves -> prepare | sleep | collect -> timers due -> handles ready -> the same
 * again locked          locked       each callback without the lock
 *
 * Locks in order of taking: `turn` (who runs the loop; held for an iteration), `lock` (everything
 * else; held for a few instructions, or one epoll_ctl). No callback runs under `lock`.
 *
 * Waking. `sleeping` is set, under the lock, before the sleep begins and cleared after it; a
 * change that the sleeper must see writes to the eventfd only then and only once a sleep
 * (`woken`). At any other time a note (`pending`) keeps the next sleep from beginning.
 */
#include "event/loop.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "common/cleanup.h"
#include "event/handles.h"
#include "event/timers.h"

struct deferred {
    struct deferred *next;
    void (*fn)(void *opaque);
    void *opaque;
};

struct loop {
    pthread_mutex_t turn;
    pthread_mutex_t lock;
    /* All below under `lock`. */
    struct handles handles;
    struct timers timers;
    struct release *graves;
    struct deferred *deferred;
    struct deferred **deferred_end;
    unsigned deferred_count;
    unsigned owed; /* graves with a free callback to run */
    int wake_fd;
    bool sleeping;
    bool woken;   /* the eventfd was written for this sleep */
    bool pending; /* the next sleep must not begin */
    bool quit;
    bool ending;
    int64_t sleep_until; /* while sleeping: when it ends by itself */
    unsigned depth;      /* 0: nobody runs the loop; > 1: nested */
    pthread_t runner;
    struct watch *current_watch; /* whose callback is under way, innermost */
    struct timer *current_timer;
    struct loop_stats stats;
};

/* Leaves the reason in errno, for code. Returns -1. */
static int __attribute__((format(printf, 2, 3))) fail(int errnum, const char *fmt, ...)
{
    errno = errnum;
    return -1;
}

static int64_t now_ns(void)
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

static void wake(struct loop *loop)
{
    loop->pending = true;
    wake_sleeper(loop);
}

/* A handle changed: a back end that is not live, or a file that is always ready, needs a new
 * wait. */
static void handle_changed(struct loop *loop)
{
    if (!loop->handles.backend->live || handles_always_ready(&loop->handles))
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
        fail(EINVAL, "no event back end is called '%s'", backend ? backend : getenv("VIREO_LOOP"));
        return NULL;
    }
    loop = calloc(1, sizeof(*loop));
    if (!loop) {
        fail(ENOMEM, "cannot make an event loop");
        return NULL;
    }
    pthread_mutex_init(&loop->turn, NULL);
    pthread_mutex_init(&loop->lock, NULL);
    loop->deferred_end = &loop->deferred;
    loop->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (loop->wake_fd < 0) {
        fail(errno, "cannot make the event loop's eventfd");
        return NULL;
    }
    r = handles_init(&loop->handles, found, loop->wake_fd);
    if (r < 0) {
        fail(-r, "cannot make the event loop's %s back end", found->name);
        return NULL;
    }
    return take(loop);
}

static void bury(struct loop *loop, struct release *release)
{
    release->next = loop->graves;
    loop->graves = release;
    /* Memory alone can wait; whoever gave a free callback waits for it. */
    if (release->free_cb) {
        loop->owed++;
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
        bury(loop, &handles_remove(&loop->handles, watch->id)->release);
    cursor = 0;
    while ((timer = ids_each(&loop->timers.ids, &cursor)))
        bury(loop, &timers_remove(&loop->timers, timer->id)->release);
}

static bool run_deferred(struct loop *loop);
static bool run_free_callbacks(struct loop *loop);

struct loop *loop_free(struct loop *loop)
{
    if (!loop)
        return NULL;
    while (loop->deferred)
        run_deferred(loop);
    remove_everything(loop);
    while (loop->graves)
        run_free_callbacks(loop);
    handles_done(&loop->handles);
    timers_done(&loop->timers);
    closep(&loop->wake_fd);
    pthread_mutex_destroy(&loop->lock);
    pthread_mutex_destroy(&loop->turn);
    free(loop);
    return NULL;
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
    watch = handles_add(&loop->handles, fd, events, cb, opaque, free_cb);
    if (watch > 0)
        handle_changed(loop);
    return watch;
}

int loop_add_handle(struct loop *loop, int fd, int events, virEventHandleCallback cb, void *opaque,
                    virFreeCallback free_cb)
{
    int watch = cb ? add_handle(loop, fd, events, cb, opaque, free_cb) : -EINVAL;

    return watch > 0 ? watch : fail(-watch, "cannot watch fd %d", fd);
}

static int update_handle(struct loop *loop, int watch, int events)
{
    LOCK_SCOPE(&loop->lock);
    int r = handles_update(&loop->handles, watch, events);

    if (r == 0)
        handle_changed(loop);
    return r;
}

int loop_update_handle(struct loop *loop, int watch, int events)
{
    int r = update_handle(loop, watch, events);

    return r < 0 ? fail(-r, "cannot update watch %d", watch) : 0;
}

static int remove_handle(struct loop *loop, int id)
{
    LOCK_SCOPE(&loop->lock);
    struct watch *watch = handles_remove(&loop->handles, id);

    if (!watch)
        return -ENOENT;
    bury(loop, &watch->release);
    handle_changed(loop);
    return 0;
}

int loop_remove_handle(struct loop *loop, int watch)
{
    int r = remove_handle(loop, watch);

    return r < 0 ? fail(-r, "cannot remove watch %d", watch) : 0;
}

static int add_timeout(struct loop *loop, int ms, virEventTimeoutCallback cb, void *opaque,
                       virFreeCallback free_cb)
{
    LOCK_SCOPE(&loop->lock);
    int timer;

    if (loop->ending)
        return -ESHUTDOWN;
    timer = timers_add(&loop->timers, now_ns(), ms, cb, opaque, free_cb);
    if (timer > 0)
        timer_changed(loop);
    return timer;
}

int loop_add_timeout(struct loop *loop, int ms, virEventTimeoutCallback cb, void *opaque,
                     virFreeCallback free_cb)
{
    int timer = cb ? add_timeout(loop, ms, cb, opaque, free_cb) : -EINVAL;

    return timer > 0 ? timer : fail(-timer, "cannot add a timer of %d ms", ms);
}

static int update_timeout(struct loop *loop, int timer, int ms)
{
    LOCK_SCOPE(&loop->lock);
    int r = timers_update(&loop->timers, now_ns(), timer, ms);

    if (r == 0)
        timer_changed(loop);
    return r;
}

int loop_update_timeout(struct loop *loop, int timer, int ms)
{
    int r = update_timeout(loop, timer, ms);

    return r < 0 ? fail(-r, "cannot update timer %d", timer) : 0;
}

static int remove_timeout(struct loop *loop, int id)
{
    LOCK_SCOPE(&loop->lock);
    struct timer *timer = timers_remove(&loop->timers, id);

    if (!timer)
        return -ENOENT;
    bury(loop, &timer->release);
    return 0;
}

int loop_remove_timeout(struct loop *loop, int timer)
{
    int r = remove_timeout(loop, timer);

    return r < 0 ? fail(-r, "cannot remove timer %d", timer) : 0;
}

/* ---- from other threads ---- */

void loop_wakeup(struct loop *loop)
{
    LOCK_SCOPE(&loop->lock);

    wake(loop);
}

static int defer(struct loop *loop, struct deferred *deferred)
{
    LOCK_SCOPE(&loop->lock);

    if (loop->ending)
        return -ESHUTDOWN;
    *loop->deferred_end = deferred;
    loop->deferred_end = &deferred->next;
    loop->deferred_count++;
    wake_sleeper(loop);
    return 0;
}

int loop_defer(struct loop *loop, void (*fn)(void *opaque), void *opaque)
{
    _cleanup_free_ struct deferred *deferred = calloc(1, sizeof(*deferred));
    int r = -ENOMEM;

    if (deferred) {
        *deferred = (struct deferred){.fn = fn, .opaque = opaque};
        r = defer(loop, deferred);
    }
    if (r < 0)
        return fail(-r, "cannot hand work to the event loop");
    take(deferred);
    return 0;
}

/* ---- one iteration ---- */

static struct deferred *pop_deferred(struct loop *loop)
{
    LOCK_SCOPE(&loop->lock);
    struct deferred *deferred = loop->deferred;

    if (deferred) {
        loop->deferred = deferred->next;
        loop->deferred_count--;
    }
    if (!loop->deferred)
        loop->deferred_end = &loop->deferred;
    return deferred;
}

static unsigned count_deferred(struct loop *loop)
{
    LOCK_SCOPE(&loop->lock);

    return loop->deferred_count;
}

/* Runs what was deferred up to now; what that defers waits for the next round. Returns whether
 * there was anything. */
static bool run_deferred(struct loop *loop)
{
    unsigned count = count_deferred(loop);
    bool any = count > 0;
    struct deferred *deferred;

    while (count-- > 0 && (deferred = pop_deferred(loop))) {
        deferred->fn(deferred->opaque);
        free(deferred);
    }
    return any;
}

/* In the order of removal: the list of graves is a stack. */
static struct release *take_graves(struct loop *loop)
{
    LOCK_SCOPE(&loop->lock);
    struct release *list = NULL, *grave, *next;

    for (grave = take(loop->graves); grave; grave = next) {
        next = grave->next;
        grave->next = list;
        list = grave;
    }
    loop->owed = 0;
    return list;
}

/* Returns whether there was any to run. */
static bool run_free_callbacks(struct loop *loop)
{
    struct release *grave = take_graves(loop);
    bool any = false;

    while (grave) {
        struct release *next = grave->next;

        if (grave->free_cb) {
            grave->free_cb(grave->opaque);
            any = true;
        }
        free(grave);
        grave = next;
    }
    return any;
}

/* When the sleep ends by itself; 0: it does not begin. */
static int64_t sleep_limit(const struct loop *loop, int64_t now, int max_ms)
{
    int64_t due = timers_next(&loop->timers);
    int64_t limit = max_ms < 0 ? TIMERS_NEVER : now + (int64_t)max_ms * 1000000;

    if (loop->pending || loop->deferred || max_ms == 0 || handles_always_ready(&loop->handles))
        return 0;
    if (loop->owed && loop->depth == 1)
        return 0;
    return due < limit ? due : limit;
}

static int sleep_begin(struct loop *loop, int max_ms, int64_t *ret_ns)
{
    LOCK_SCOPE(&loop->lock);
    bool timed = max_ms > 0 || timers_next(&loop->timers) != TIMERS_NEVER;
    int64_t now = timed ? now_ns() : 0;
    int r = loop->handles.backend->prepare(loop->handles.state);

    if (r < 0)
        return r;
    loop->stats.iterations++;
    loop->sleep_until = sleep_limit(loop, now, max_ms);
    if (loop->sleep_until == TIMERS_NEVER)
        *ret_ns = -1;
    else
        *ret_ns = loop->sleep_until > now ? loop->sleep_until - now : 0;
    loop->pending = false;
    loop->sleeping = *ret_ns != 0;
    return 0;
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
    int64_t now = sequence ? now_ns() : 0;
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

static int iterate(struct loop *loop, int max_ms, bool outermost)
{
    bool busy = run_deferred(loop);
    int64_t ns;
    int r;

    if (outermost && run_free_callbacks(loop))
        busy = true;
    /* What just ran may be what the caller is waiting for. */
    r = sleep_begin(loop, busy ? 0 : max_ms, &ns);
    if (r < 0)
        return fail(-r, "cannot prepare the event loop's wait");
    r = loop->handles.backend->wait(loop->handles.state, ns);
    sleep_end(loop);
    if (r < 0 && r != -EINTR)
        return fail(-r, "the event loop cannot wait");
    run_timers(loop);
    run_handles(loop);
    run_deferred(loop);
    if (outermost)
        run_free_callbacks(loop);
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
static void enter(struct loop *loop, struct nesting *ret_outer)
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

static void leave(struct loop *loop, const struct nesting *outer)
{
    LOCK_SCOPE(&loop->lock);

    /* They may have been removed meanwhile, but graves wait for the outermost run. */
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

    enter(loop, &outer);
    r = iterate(loop, max_ms, outermost);
    leave(loop, &outer);
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

static bool take_quit(struct loop *loop)
{
    LOCK_SCOPE(&loop->lock);
    bool quit = loop->quit;

    loop->quit = false;
    return quit;
}

int loop_run(struct loop *loop)
{
    while (!take_quit(loop)) {
        if (loop_iterate(loop) < 0)
            return -1;
    }
    return 0;
}

void loop_quit(struct loop *loop)
{
    LOCK_SCOPE(&loop->lock);

    loop->quit = true;
    wake(loop);
}

void loop_get_stats(struct loop *loop, struct loop_stats *ret_stats)
{
    LOCK_SCOPE(&loop->lock);

    *ret_stats = loop->stats;
    ret_stats->sleeping = loop->sleeping && !loop->woken;
}
