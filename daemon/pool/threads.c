/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The threads of a pool, and what one does in a turn.
 *
 * What a wake-up of another thread costs decides the shape of a turn. A job that takes longer than
 * that is run alone, and whoever takes it first wakes somebody for what is behind it. Cheap jobs of
 * one lane are run one after another, nobody is woken for those behind them, and what they have
 * to say leaves together at the end of the turn. What a job is going to cost is a running mean
 * of what its kind has cost. That a cheap one may be slow for once is the watch's business
 * (pool_lead.c).
 */
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "daemon/pool/pool_internal.h"

enum {
    CHEAP_NS = 40 * 1000,       /* about what it takes to wake a thread and to have it run */
    COST_MAX_NS = 5 * CHEAP_NS, /* one preemption more or less makes nothing dear */
    /* A higher figure is an eighth of the mean, a lower one a half: what waited once, or ran on a
     * processor that had slept, is soon known again for what it mostly is. */
    SHARE_UP = 8,
    SHARE_DOWN = 2,
    TURN_NS = 20 * 1000, /* of cheap jobs, while other lanes wait */
    TURN_ALONE_NS = 40 * 1000,
};

__thread struct pool_self pool_self;

static void *worker_main(void *opaque);
static void *prio_main(void *opaque);

int64_t pool_now_ns(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* ---- hands ---- */

int pool_start_thread(struct pool *pool, void *(*main)(void *))
{
    pthread_attr_t attr;
    pthread_t thread;
    int r;

    pthread_attr_init(&attr);
    pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
    r = pthread_create(&thread, &attr, main, pool);
    pthread_attr_destroy(&attr);
    return r ? error_set_errno(VIR_FROM_THREAD, r, "a worker thread does not start") : 0;
}

static int start_worker(struct pool *pool)
{
    if (pool_start_thread(pool, worker_main) < 0)
        return -1;
    pool->workers++;
    return 0;
}

static int start_prio(struct pool *pool)
{
    if (pool_start_thread(pool, prio_main) < 0)
        return -1;
    pool->prio++;
    return 0;
}

/* How many are at hand for jobs that do not wait. */
static unsigned working(const struct pool *pool)
{
    return pool->workers - pool->waiting;
}

static unsigned working_prio(const struct pool *pool)
{
    return pool->prio - pool->prio_waiting;
}

int pool_fill(struct pool *pool)
{
    while (pool->workers < pool->size.min) {
        if (start_worker(pool) < 0)
            return -1;
    }
    while (working_prio(pool) < pool->size.prio) {
        if (start_prio(pool) < 0)
            return -1;
    }
    return 0;
}

int pool_add_hand(struct pool *pool)
{
    if (!pool->idle)
        return start_worker(pool);
    pthread_cond_signal(&pool->work);
    return 0;
}

unsigned pool_busy(const struct pool *pool)
{
    return working(pool) - pool->idle;
}

void pool_wake_one(struct pool *pool)
{
    if (lane_first(pool)) {
        if (pool->idle && pool_busy(pool) < pool->size.max) {
            pthread_cond_signal(&pool->work);
            return;
        }
        if (working(pool) < pool->size.max && start_worker(pool) == 0)
            return;
    }
    if (TAILQ_EMPTY(&pool->ready_high))
        return;
    if (pool->idle_prio)
        pthread_cond_signal(&pool->work_high);
    else if (working_prio(pool) < pool->size.prio)
        start_prio(pool);
}

/* ---- turns ---- */

/* Without a watch nobody would notice that it was not. */
static bool is_cheap(const struct pool *pool, const _Atomic uint32_t *cost)
{
    uint32_t ns = cost ? atomic_load_explicit(cost, memory_order_relaxed) : 0;

    return ns && ns < CHEAP_NS && pool->watch_started;
}

uint32_t pool_expected_ns(const struct job *job)
{
    return job->cost ? atomic_load_explicit(job->cost, memory_order_relaxed) : 0;
}

bool pool_cheap(const struct pool *pool, const struct lane *lane)
{
    if (lane->closed)
        return is_cheap(pool, &pool->finish_cost);
    return is_cheap(pool, lane_peek(lane, false)->cost);
}

/* Two threads may lose one another's figure; it is a guess anyway. */
static void learn(_Atomic uint32_t *cost, int64_t ns)
{
    uint32_t mean, newest = ns < COST_MAX_NS ? (uint32_t)ns : COST_MAX_NS;

    if (!cost)
        return;
    mean = atomic_load_explicit(cost, memory_order_relaxed);
    if (!mean)
        mean = newest;
    else if (newest > mean)
        mean += (newest - mean) / SHARE_UP;
    else
        mean -= (mean - newest) / SHARE_DOWN;
    atomic_store_explicit(cost, mean ? mean : 1, memory_order_relaxed);
}

/* Says whether the lane's next job belongs to the turn that has taken so long already. */
static bool turn_goes_on(const struct pool *pool, const struct lane *lane, bool high_only,
                         int64_t elapsed)
{
    const struct lane *first = lane_first(pool);
    bool alone = !first || (first == lane && !TAILQ_NEXT(first, ready_link));
    const struct job *job = lane->closed ? NULL : lane_peek(lane, high_only);

    return job && is_cheap(pool, job->cost) && !pool->quit &&
           elapsed < (alone ? TURN_ALONE_NS : TURN_NS) && lane->running <= lane->max_running;
}

/* Runs a job that was taken; the lock is let go meanwhile. Returns when it ended. */
static int64_t run_job(struct pool *pool, struct lane *lane, struct job *job, int64_t begun)
{
    _Atomic uint32_t *cost = job->cost;
    int64_t now;

    if (is_cheap(pool, cost))
        pool_be_watched(pool);
    else
        pool_wake_one(pool);
    pool_self.waited = false;
    pool_self.key = job->key;
    if (gates_watched(&pool->gates))
        machine_enter(pool);
    pthread_mutex_unlock(&pool->lock);
    pool->ops->run(lane, job);
    now = pool_now_ns();
    learn(cost, pool_self.waited ? COST_MAX_NS : now - begun);
    pthread_mutex_lock(&pool->lock);
    machine_leave(pool);
    return now;
}

static void run_jobs(struct pool *pool, struct lane *lane, bool high_only)
{
    struct job *job = lane_take(pool, lane, high_only);
    int64_t begun = pool_now_ns(), now = begun;

    if (!job)
        return;
    do {
        now = run_job(pool, lane, job, now);
        job = NULL;
        if (turn_goes_on(pool, lane, high_only, now - begun)) {
            job = lane_take(pool, lane, high_only);
            lane->running -= job != NULL; /* two jobs, one of which has ended */
        }
    } while (job);
    pthread_mutex_unlock(&pool->lock);
    pool->ops->turn_ends(lane);
    pthread_mutex_lock(&pool->lock);
    lane->running--;
    lane_place(pool, lane);
}

static void run_finish(struct pool *pool, struct lane *lane)
{
    int64_t begun = pool_now_ns();

    lane->finished = true;
    lane_place(pool, lane);
    pool->taken++;
    if (is_cheap(pool, &pool->finish_cost))
        pool_be_watched(pool);
    else
        pool_wake_one(pool);
    pthread_mutex_unlock(&pool->lock);
    pool->ops->finished(lane);
    learn(&pool->finish_cost, pool_now_ns() - begun);
    pthread_mutex_lock(&pool->lock);
}

void pool_run_turn(struct pool *pool, struct lane *lane, bool high_only)
{
    if (lane->closed)
        run_finish(pool, lane);
    else
        run_jobs(pool, lane, high_only);
}

/* ---- the threads ---- */

/* Sleeps until there may be work. Returns false after the idle time without any. */
static bool sleep_for_work(struct pool *pool)
{
    struct timespec until;
    int r;

    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += pool->size.idle_seconds;
    pool->idle++;
    r = pool->workers > pool->size.min ? pthread_cond_timedwait(&pool->work, &pool->lock, &until)
                                       : pthread_cond_wait(&pool->work, &pool->lock);
    pool->idle--;
    return r == 0;
}

/* More workers run than the sizes allow now (a shrink, or jobs that came back from waiting). */
static bool too_many(const struct pool *pool)
{
    return working(pool) > pool->size.max;
}

static bool lead_is_vacant(const struct pool *pool)
{
    return pool->loop && !pool->led;
}

static void *worker_main(void *opaque)
{
    struct pool *pool = opaque;

    pool_self = (struct pool_self){.kind = POOL_WORKER};
    LOCK_SCOPE(&pool->lock);
    while (pool->quit ? lane_first(pool) != NULL : lead_is_vacant(pool) || !too_many(pool)) {
        struct lane *lane = lane_first(pool);

        if (lead_is_vacant(pool))
            pool_lead_here(pool);
        else if (lane)
            pool_run_turn(pool, lane, false);
        else if (!sleep_for_work(pool) && pool->workers > pool->size.min && !lane_first(pool) &&
                 !lead_is_vacant(pool))
            break;
    }
    pool->workers--;
    pool_wake_one(pool);
    pthread_cond_broadcast(&pool->ended);
    return NULL;
}

static void *prio_main(void *opaque)
{
    struct pool *pool = opaque;

    pool_self = (struct pool_self){.kind = POOL_PRIO_WORKER};
    LOCK_SCOPE(&pool->lock);
    while (!pool->quit && working_prio(pool) <= pool->size.prio) {
        struct lane *lane = TAILQ_FIRST(&pool->ready_high);

        if (lane) {
            pool_run_turn(pool, lane, true);
            pool_wake_one(pool); /* what the end of the turn made ready is not for us */
            continue;
        }
        pool->idle_prio++;
        pthread_cond_wait(&pool->work_high, &pool->lock);
        pool->idle_prio--;
    }
    pool->prio--;
    pthread_cond_broadcast(&pool->ended);
    return NULL;
}
