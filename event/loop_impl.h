/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a loop is made of, for the files that implement it: loop.c changes it from any thread,
 * loop_run.c runs it from one, loop_fork.c has it survive a fork.
 *
 * Locks in order of taking: `turn` (who runs the loop; held for an iteration), `lock` (everything
 * else; held for a few instructions, or one epoll_ctl). No callback runs under `lock`.
 *
 * Waking. `sleeping` is set, under the lock, before the sleep begins and cleared after it; a
 * change that the sleeper must see writes to the eventfd only then and only once a sleep
 * (`woken`). At any other time a note (`pending`) keeps the next sleep from beginning.
 */
#pragma once

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "common/forks.h"
#include "event/handles.h"
#include "event/loop.h"
#include "event/timers.h"

struct loop {
    struct fork_member fork;
    pthread_mutex_t turn;
    pthread_mutex_t lock;
    /* All below under `lock`. */
    struct handles handles;
    struct timers timers;
    struct release *free_list;
    struct loop_task *deferred;
    struct loop_task **deferred_end;
    unsigned deferred_count;
    unsigned pending_frees; /* of them: how many have a free callback to run */
    int wake_fd;
    bool sleeping;
    bool woken;   /* the eventfd was written for this sleep */
    bool pending; /* the next sleep must not begin */
    bool quit;
    bool ending;
    bool forked;         /* this process is a child that has not used the loop yet */
    int64_t sleep_until; /* while sleeping: when it ends by itself */
    unsigned depth;      /* 0: nobody runs the loop; > 1: nested */
    pthread_t runner;
    struct watch *current_watch; /* whose callback is under way, innermost */
    struct timer *current_timer;
    struct loop_stats stats;
};

/* Leaves the reason in errno, for code. Returns -1. */
int loop_fail(int errnum, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* The loop is told of forks, until forks_leave. */
void loop_join_forks(struct loop *loop);

/* With the lock, before the back end is asked anything: in a forked child the loop gets an eventfd
 * and a back end of its own. Returns 0 or -errno. */
int loop_renew(struct loop *loop);

static inline int loop_own(struct loop *loop)
{
    return __builtin_expect(loop->forked, false) ? loop_renew(loop) : 0;
}

/* CLOCK_MONOTONIC in nanoseconds. */
int64_t loop_now(void);

/* Runs what was deferred up to now; what that defers waits for the next round. Takes the lock by
 * itself. Returns whether there was anything. */
bool loop_run_deferred(struct loop *loop);

/* Frees what was removed up to now, and runs their free callbacks. Takes the lock by itself.
 * Returns whether there was any to run. */
bool loop_run_free_callbacks(struct loop *loop);
