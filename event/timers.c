/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The timer heap; the idea is in the header. */
#include "event/timers.h"

#include <errno.h>
#include <stdlib.h>

#include "common/cleanup.h"
#include "common/clock.h"

static bool timers_before(const struct timer *a, const struct timer *b)
{
    return a->due < b->due || (a->due == b->due && a->sequence < b->sequence);
}

static void timers_put(struct timers *timers, size_t i, struct timer *timer)
{
    timers->heap[i] = timer;
    timer->place = i + 1;
}

static void sift_up(struct timers *timers, size_t i, struct timer *timer)
{
    while (i > 0 && timers_before(timer, timers->heap[(i - 1) / 2])) {
        timers_put(timers, i, timers->heap[(i - 1) / 2]);
        i = (i - 1) / 2;
    }
    timers_put(timers, i, timer);
}

static void sift_down(struct timers *timers, size_t i, struct timer *timer)
{
    for (;;) {
        size_t child = 2 * i + 1;

        if (child + 1 < timers->count &&
            timers_before(timers->heap[child + 1], timers->heap[child]))
            child++;
        if (child >= timers->count || !timers_before(timers->heap[child], timer))
            break;
        timers_put(timers, i, timers->heap[child]);
        i = child;
    }
    timers_put(timers, i, timer);
}

static void heap_remove(struct timers *timers, struct timer *timer)
{
    size_t i = timer->place - 1;
    struct timer *last;

    if (timer->place == 0)
        return;
    timer->place = 0;
    last = timers->heap[--timers->count];
    if (last == timer)
        return;
    if (i > 0 && timers_before(last, timers->heap[(i - 1) / 2]))
        sift_up(timers, i, last);
    else
        sift_down(timers, i, last);
}

static void heap_insert(struct timers *timers, struct timer *timer)
{
    sift_up(timers, timers->count++, timer);
}

static void timers_arm(struct timers *timers, int64_t now, struct timer *timer)
{
    heap_remove(timers, timer);
    if (timer->interval_ms < 0)
        return;
    timer->due = now + (int64_t)timer->interval_ms * NS_PER_MS;
    timer->sequence = ++timers->sequence;
    if (!timer->suspended)
        heap_insert(timers, timer);
}

static int timers_reserve(struct timers *timers, size_t count)
{
    size_t room = timers->room ? timers->room * 2 : 8;
    struct timer **heap;

    if (count <= timers->room)
        return 0;
    heap = realloc(timers->heap, room * sizeof(struct timer *));
    if (!heap)
        return -ENOMEM;
    timers->heap = heap;
    timers->room = room;
    return 0;
}

void timers_done(struct timers *timers)
{
    ids_done(&timers->ids);
    free(timers->heap);
    *timers = (struct timers){0};
}

int timers_add(struct timers *timers, int64_t now, int interval_ms, virEventTimeoutCallback cb,
               void *opaque, virFreeCallback free_cb)
{
    _cleanup_free_ struct timer *timer = NULL;
    int id;

    if (timers_reserve(timers, timers->ids.used + 1) < 0)
        return -ENOMEM;
    timer = calloc(1, sizeof(*timer));
    if (!timer)
        return -ENOMEM;
    id = ids_add(&timers->ids, timer);
    if (id < 0)
        return id;
    timer->release = (struct release){.free_cb = free_cb, .opaque = opaque};
    timer->id = id;
    timer->interval_ms = interval_ms;
    timer->cb = cb;
    timers_arm(timers, now, timer);
    take(timer);
    return id;
}

int timers_update(struct timers *timers, int64_t now, int id, int interval_ms)
{
    struct timer *timer = ids_get(&timers->ids, id);

    if (!timer)
        return -ENOENT;
    timer->interval_ms = interval_ms;
    timers_arm(timers, now, timer);
    return 0;
}

struct timer *timers_remove(struct timers *timers, int id)
{
    struct timer *timer = ids_remove(&timers->ids, id);

    if (!timer)
        return NULL;
    heap_remove(timers, timer);
    timer->release.removed = true;
    return timer;
}

int64_t timers_next(const struct timers *timers)
{
    return timers->count ? timers->heap[0]->due : TIMERS_NEVER;
}

struct timer *timers_pop(struct timers *timers, int64_t now, uint64_t sequence)
{
    struct timer *timer = timers->count ? timers->heap[0] : NULL;

    if (!timer || timer->due > now || timer->sequence > sequence)
        return NULL;
    timers_arm(timers, now, timer);
    return timer;
}

void timers_suspend(struct timers *timers, struct timer *timer)
{
    timer->suspended = true;
    heap_remove(timers, timer);
}

void timers_resume(struct timers *timers, struct timer *timer)
{
    timer->suspended = false;
    if (!timer->release.removed && timer->interval_ms >= 0 && timer->place == 0)
        heap_insert(timers, timer);
}
