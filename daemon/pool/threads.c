/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The threads of a pool, and what one does in a batch.
 *
 * What a wake-up of another thread costs decides the shape of a batch. A job that takes longer than
 * that is run alone, and whoever takes it first wakes somebody for what is behind it. Cheap jobs of
 * one flow are run one after another, nobody is woken for those behind them, and what they have
 * to say leaves together at the end of the batch. What a job is going to cost is a running mean
 * of what its kind has cost. That a cheap one may be slow for once is the watchdog's business
 * (leader.c).
 */
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/clock.h"
#include "common/error.h"
#include "daemon/pool/pool_internal.h"

enum {
    CHEAP_NS = 40 * 1000,       /* about what it takes to wake a thread and to have it run */
    COST_MAX_NS = 5 * CHEAP_NS, /* one preemption more or less makes nothing dear */
    /* A higher figure is an eighth of the mean, a lower one a half: what waited once, or ran on a
     * processor that had slept, is soon known again for what it mostly is. */
    SHARE_UP = 8,
    SHARE_DOWN = 2,
    BATCH_NS = 20 * 1000, /* of cheap jobs, while other flows wait */
    BATCH_ALONE_NS = 40 * 1000,
};

static void *worker_main(void *opaque);
static void *prio_worker_main(void *opaque);

/* ---- starting and waking ---- */

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

static int pool_start_worker(struct pool *pool)
{
    if (pool_start_thread(pool, worker_main) < 0)
        return -1;
    pool->workers++;
    return 0;
}

static int pool_start_prio(struct pool *pool)
{
    if (pool_start_thread(pool, prio_worker_main) < 0)
        return -1;
    pool->prio++;
    return 0;
}

/* How many are there for jobs that do not wait. */
static unsigned pool_n_working(const struct pool *pool)
{
    return pool->workers - pool->waiting;
}

static unsigned pool_n_working_prio(const struct pool *pool)
{
    return pool->prio - pool->prio_waiting;
}

int pool_fill(struct pool *pool)
{
    while (pool->workers < pool->size.min) {
        if (pool_start_worker(pool) < 0)
            return -1;
    }
    while (pool_n_working_prio(pool) < pool->size.prio) {
        if (pool_start_prio(pool) < 0)
            return -1;
    }
    return 0;
}

int pool_wake_or_start_worker(struct pool *pool)
{
    if (!pool->idle)
        return pool_start_worker(pool);
    pthread_cond_signal(&pool->work);
    return 0;
}

unsigned pool_busy(const struct pool *pool)
{
    return pool_n_working(pool) - pool->idle;
}

void pool_wake_one(struct pool *pool)
{
    if (flow_first(pool)) {
        if (pool->idle && pool_busy(pool) < pool->size.max) {
            pthread_cond_signal(&pool->work);
            return;
        }
        if (pool_n_working(pool) < pool->size.max && pool_start_worker(pool) == 0)
            return;
    }
    if (!flow_first_high(pool))
        return;
    if (pool->idle_prio)
        pthread_cond_signal(&pool->work_high);
    else if (pool_n_working_prio(pool) < pool->size.prio)
        pool_start_prio(pool);
}

/* ---- batches ---- */

/* Without a watchdog nobody would notice that it was not. */
static bool pool_cost_is_cheap(const struct pool *pool, const _Atomic uint32_t *cost)
{
    uint32_t ns = cost ? atomic_load_explicit(cost, memory_order_relaxed) : 0;

    return ns && ns < CHEAP_NS && pool->watchdog_started;
}

uint32_t pool_expected_ns(const struct job *job)
{
    return job->cost ? atomic_load_explicit(job->cost, memory_order_relaxed) : 0;
}

bool pool_next_is_cheap(const struct pool *pool, const struct flow *flow)
{
    if (flow->closed)
        return pool_cost_is_cheap(pool, &pool->finish_cost);
    return pool_cost_is_cheap(pool, flow_peek(flow, false)->cost);
}

/* Two threads may lose one another's figure; it is a guess anyway. */
static void pool_learn_cost(_Atomic uint32_t *cost, int64_t ns)
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

/* Returns true if the flow's next job belongs to the batch that has taken so long already. */
static bool pool_batch_continues(const struct pool *pool, const struct flow *flow, bool high_only,
                                 int64_t elapsed)
{
    const struct job *job = flow->closed ? NULL : flow_peek(flow, high_only);

    return job && pool_cost_is_cheap(pool, job->cost) && !pool->quit &&
           elapsed < (flow_is_alone(pool, flow) ? BATCH_ALONE_NS : BATCH_NS) &&
           flow->running <= flow->max_running;
}

void pool_enter_domain(struct pool *pool)
{
    if (!pool_self.key || pool_self.inside)
        return;
    admission_enter(&pool->admission, &pool_self.entry, pool_self.key);
    pool_self.inside = true;
}

void pool_leave_domain(struct pool *pool)
{
    if (pool_self.inside)
        admission_leave(&pool->admission, &pool_self.entry);
    pool_self.inside = false;
    flow_let_one_try(pool, pool_self.key);
}

/* Runs a job that was taken; the lock is released meanwhile. Returns when it ended. */
static int64_t pool_run_job(struct pool *pool, struct flow *flow, struct job *job, int64_t begun)
{
    _Atomic uint32_t *cost = job->cost;
    int64_t now;

    if (pool_cost_is_cheap(pool, cost))
        pool_wake_watchdog(pool);
    else
        pool_wake_one(pool);
    pool_self.waited = false;
    pool_self.key = job->key;
    if (admission_is_counting(&pool->admission))
        pool_enter_domain(pool);
    pthread_mutex_unlock(&pool->lock);
    pool->ops->run(flow, job);
    now = clock_now_ns();
    pool_learn_cost(cost, pool_self.waited ? COST_MAX_NS : now - begun);
    pthread_mutex_lock(&pool->lock);
    pool_leave_domain(pool);
    return now;
}

static void pool_run_jobs(struct pool *pool, struct flow *flow, bool high_only)
{
    struct job *job = flow_take(pool, flow, high_only);
    int64_t begun = clock_now_ns(), now = begun;

    if (!job)
        return;
    do {
        now = pool_run_job(pool, flow, job, now);
        job = NULL;
        if (pool_batch_continues(pool, flow, high_only, now - begun)) {
            job = flow_take(pool, flow, high_only);
            if (job)
                flow_ended(pool, flow); /* two jobs, one of which has ended */
        }
    } while (job);
    pthread_mutex_unlock(&pool->lock);
    pool->ops->batch_end(flow);
    pthread_mutex_lock(&pool->lock);
    flow_ended(pool, flow);
    flow_place(pool, flow);
}

static void pool_run_finish(struct pool *pool, struct flow *flow)
{
    int64_t begun = clock_now_ns();

    flow->finished = true;
    flow_place(pool, flow);
    group_to_back(pool, flow->group);
    group_begin_running(pool, flow->group);
    pool->taken++;
    if (pool_cost_is_cheap(pool, &pool->finish_cost))
        pool_wake_watchdog(pool);
    else
        pool_wake_one(pool);
    pthread_mutex_unlock(&pool->lock);
    pool->ops->finished(flow);
    pool_learn_cost(&pool->finish_cost, clock_now_ns() - begun);
    pthread_mutex_lock(&pool->lock);
    group_end_running(pool);
}

void pool_run_batch(struct pool *pool, struct flow *flow, bool high_only)
{
    if (flow->closed)
        pool_run_finish(pool, flow);
    else
        pool_run_jobs(pool, flow, high_only);
}

/* ---- the threads ---- */

/* Sleeps until there may be work. Returns false after the idle time without any. */
static bool worker_sleep(struct pool *pool)
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
static bool pool_has_too_many(const struct pool *pool)
{
    return pool_n_working(pool) > pool->size.max;
}

static bool pool_needs_leader(const struct pool *pool)
{
    return pool->loop && !pool->has_leader;
}

static void *worker_main(void *opaque)
{
    struct pool *pool = opaque;

    pool_self = (struct pool_self){.kind = POOL_WORKER};
    LOCK_SCOPE(&pool->lock);
    while (pool->quit ? flow_first(pool) != NULL
                      : pool_needs_leader(pool) || !pool_has_too_many(pool)) {
        struct flow *flow = flow_first(pool);

        if (pool_needs_leader(pool))
            pool_lead_loop(pool);
        else if (flow)
            pool_run_batch(pool, flow, false);
        else if (!worker_sleep(pool) && pool->workers > pool->size.min && !flow_first(pool) &&
                 !pool_needs_leader(pool))
            break;
    }
    pool->workers--;
    pool_wake_one(pool);
    pthread_cond_broadcast(&pool->ended);
    return NULL;
}

static void *prio_worker_main(void *opaque)
{
    struct pool *pool = opaque;

    pool_self = (struct pool_self){.kind = POOL_PRIO_WORKER};
    LOCK_SCOPE(&pool->lock);
    while (!pool->quit && pool_n_working_prio(pool) <= pool->size.prio) {
        struct flow *flow = flow_first_high(pool);

        if (flow) {
            pool_run_batch(pool, flow, true);
            pool_wake_one(pool); /* what the end of the batch made ready is not for us */
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
