/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Timers in order of their due time: a binary heap, and the numbers that name them.
 *
 * A timer with an interval < 0 is off: it has a number but no place in the heap. Ties are broken by
 * the order of arming, and the same sequence number tells which timers were armed after a round
 * began: those wait for the next round, so a timer of interval 0 runs once in each and cannot
 * hold the loop.
 *
 * Pure bookkeeping: it reads no clock and takes no lock. Times are CLOCK_MONOTONIC nanoseconds.
 */
#pragma once

#include <stdint.h>

#include "event/ids.h"
#include "event/release.h"

#define TIMERS_NEVER INT64_MAX

struct timer {
    struct release release; /* must be first */
    int id;
    int interval_ms; /* milliseconds, < 0: off */
    bool suspended;
    size_t place; /* 1 + index in the heap, 0: not in it */
    int64_t due;
    uint64_t sequence;
    virEventTimeoutCallback cb;
};

struct timers {
    struct ids ids;
    struct timer **heap;
    size_t count; /* timers in the heap */
    size_t room;  /* places in the heap: enough for every timer, so that arming cannot fail */
    uint64_t sequence;
};

/* Ends the heap. Every timer must have been removed. A zeroed struct is an empty heap. */
void timers_done(struct timers *timers);

/* Adds a timer. Returns its number (> 0), or -ENOMEM. */
int timers_add(struct timers *timers, int64_t now, int interval_ms, virEventTimeoutCallback cb,
               void *opaque, virFreeCallback free_cb);

/* Starts a timer's wait again with a new interval. Returns 0, or -ENOENT. */
int timers_update(struct timers *timers, int64_t now, int id, int interval_ms);

/* Takes a timer out. Returns it for burial (the caller frees it), or NULL: no such timer. */
struct timer *timers_remove(struct timers *timers, int id);

/* When the first timer is due, TIMERS_NEVER when all are off. */
int64_t timers_next(const struct timers *timers);

/*
 * The first timer that is due at `now` and was armed up to `sequence`, armed again already (from
 * `now`: a late timer runs once and skips what it missed), or NULL. Pass timers->sequence as it
 * was when the round began.
 */
struct timer *timers_pop(struct timers *timers, int64_t now, uint64_t sequence);

/* Keeps a timer from coming due while its own callback runs the loop, and lets it again. */
void timers_suspend(struct timers *timers, struct timer *timer);
void timers_resume(struct timers *timers, struct timer *timer);
