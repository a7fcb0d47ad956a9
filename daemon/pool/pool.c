/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A pool as seen from outside: making and ending it, handing jobs in, sizes and figures.
 */
#include <pthread.h>
#include <stdlib.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "common/log.h"
#include "daemon/pool/pool_internal.h"

#define LOG_MODULE "daemon.pool"

static int pool_cond_init(pthread_cond_t *cond)
{
    pthread_condattr_t attr;

    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(cond, &attr);
    pthread_condattr_destroy(&attr);
    return 0;
}

struct pool *pool_new(const struct pool_size *size, const struct pool_ops *ops)
{
    struct pool *pool = calloc(1, sizeof(*pool));
    int r;

    if (!pool) {
        error_oom(VIR_FROM_RPC);
        return NULL;
    }
    pool->size = *size;
    pool->ops = ops;
    pool_init_groups(pool);
    admission_init(&pool->admission);
    pthread_mutex_init(&pool->lock, NULL);
    pool_cond_init(&pool->work);
    pool_cond_init(&pool->work_high);
    pool_cond_init(&pool->ended);
    pool_cond_init(&pool->watchdog);
    pthread_mutex_lock(&pool->lock);
    r = pool_fill(pool);
    pthread_mutex_unlock(&pool->lock);
    return r < 0 ? pool_free(pool) : pool;
}

struct pool *pool_free(struct pool *pool)
{
    if (!pool)
        return NULL;
    pthread_mutex_lock(&pool->lock);
    pool->quit = true;
    pthread_cond_broadcast(&pool->work);
    pthread_cond_broadcast(&pool->work_high);
    pthread_cond_broadcast(&pool->watchdog);
    while (pool->workers || pool->prio || pool->watchdog_started)
        pthread_cond_wait(&pool->ended, &pool->lock);
    pthread_mutex_unlock(&pool->lock);
    pthread_cond_destroy(&pool->work);
    pthread_cond_destroy(&pool->work_high);
    pthread_cond_destroy(&pool->ended);
    pthread_cond_destroy(&pool->watchdog);
    pthread_mutex_destroy(&pool->lock);
    free(pool);
    return NULL;
}

/* Hands the jobs of a closed flow back; no lock is held. */
static void pool_drop_jobs(struct pool *pool, struct flow *flow, struct job_list *jobs)
{
    struct job *job;

    while ((job = STAILQ_FIRST(jobs))) {
        STAILQ_REMOVE_HEAD(jobs, next);
        pool->ops->drop(flow, job);
    }
}

size_t pool_submit(struct pool *pool, struct flow *flow, struct job_list *jobs)
{
    ssize_t n = 0, n_bytes = 0;
    int64_t n_ns = 0;
    struct job *job;
    size_t bytes;

    pthread_mutex_lock(&pool->lock);
    while (!flow->closed && (job = STAILQ_FIRST(jobs))) {
        STAILQ_REMOVE_HEAD(jobs, next);
        job->ticket = flow->tickets++;
        job->expected_ns = pool_expected_ns(job);
        STAILQ_INSERT_TAIL(&flow->jobs[job->high], job, next);
        n++;
        n_bytes += (ssize_t)job->bytes;
        n_ns += job->expected_ns;
    }
    flow_count(pool, flow, n, n_bytes, n_ns);
    flow_place(pool, flow);
    /* The leader looks at what is ready when its iteration is over. */
    if ((flow->list || flow->in_high) && !pool_is_leader(pool))
        pool_wake_one(pool);
    bytes = flow->queued_bytes;
    pthread_mutex_unlock(&pool->lock);
    pool_drop_jobs(pool, flow, jobs);
    return bytes;
}

size_t pool_flow_bytes(struct pool *pool, struct flow *flow)
{
    LOCK_SCOPE(&pool->lock);
    return flow->queued_bytes;
}

size_t pool_bytes(const struct pool *pool)
{
    return pool->queued_bytes;
}

bool pool_flow_busy(struct pool *pool, struct flow *flow)
{
    LOCK_SCOPE(&pool->lock);
    return flow->queued || flow->running || flow->waiting;
}

void pool_flow_limit(struct pool *pool, struct flow *flow, unsigned max_running)
{
    LOCK_SCOPE(&pool->lock);
    flow->max_running = max_running;
    flow_place(pool, flow);
    pool_wake_one(pool);
}

void pool_flow_close(struct pool *pool, struct flow *flow)
{
    struct job_list dropped = STAILQ_HEAD_INITIALIZER(dropped);
    struct job *job;

    pthread_mutex_lock(&pool->lock);
    flow_count(pool, flow, -(ssize_t)flow->queued, -(ssize_t)flow->queued_bytes, -flow->queued_ns);
    while (flow->parked && (job = admission_next_of(&pool->admission, flow))) {
        flow->parked--;
        STAILQ_INSERT_TAIL(&dropped, job, next);
    }
    while ((job = flow_next(flow, false))) {
        STAILQ_INSERT_TAIL(&dropped, job, next);
        if (job->was_parked)
            flow_let_one_try(pool, job->key); /* in its stead */
    }
    flow_close(pool, flow);
    flow->running++; /* keeps finished() away, after which the flow may be gone */
    flow_place(pool, flow);
    pthread_mutex_unlock(&pool->lock);
    pool_drop_jobs(pool, flow, &dropped);
    pthread_mutex_lock(&pool->lock);
    flow->running--;
    flow_place(pool, flow);
    if (!pool_is_leader(pool))
        pool_wake_one(pool);
    pthread_mutex_unlock(&pool->lock);
}

static void pool_begin_waiting(struct pool *pool, struct flow *flow)
{
    unsigned *waiting = pool_self.kind == POOL_WORKER ? &pool->waiting : &pool->prio_waiting;

    pool_self.waits = true;
    pool_enter_domain(pool);
    pool_self.gave_flow_slot = flow->waiting < flow->max_waiting;
    if (pool_self.gave_flow_slot) {
        flow->waiting++;
        flow->running--;
    }
    pool_self.gave_pool_slot =
        pool->waiting + pool->prio_waiting < pool->size.max_waiting && group_begin_waiting(pool);
    *waiting += pool_self.gave_pool_slot;
}

static void pool_end_waiting(struct pool *pool, struct flow *flow)
{
    unsigned *waiting = pool_self.kind == POOL_WORKER ? &pool->waiting : &pool->prio_waiting;

    pool_self.waits = false;
    if (pool_self.gave_flow_slot) {
        flow->waiting--;
        flow->running++;
    }
    if (pool_self.gave_pool_slot)
        group_end_waiting(pool);
    *waiting -= pool_self.gave_pool_slot;
}

void pool_waiting(struct pool *pool, struct flow *flow, bool begins)
{
    LOCK_SCOPE(&pool->lock);
    if (pool_self.kind == POOL_OTHER_THREAD || pool_self.waits == begins)
        return;
    pool_self.waited = true;
    if (begins && pool_is_leader(pool))
        pool_pass_leadership(pool);
    if (begins)
        pool_begin_waiting(pool, flow);
    else
        pool_end_waiting(pool, flow);
    flow_place(pool, flow);
    pool_wake_one(pool);
}

void pool_resize(struct pool *pool, const struct pool_size *size)
{
    LOCK_SCOPE(&pool->lock);
    pool->size = *size;
    pool_review_groups(pool);
    if (pool_fill(pool) < 0)
        log_warning("the pool has %u workers, not %u", pool->workers, size->min);
    pthread_cond_broadcast(&pool->work);
    pthread_cond_broadcast(&pool->work_high);
}

void pool_get_size(struct pool *pool, struct pool_size *ret_size)
{
    LOCK_SCOPE(&pool->lock);
    *ret_size = pool->size;
}

void pool_get_stats(struct pool *pool, struct pool_stats *ret_stats)
{
    LOCK_SCOPE(&pool->lock);
    *ret_stats = (struct pool_stats){
        .workers = pool->workers,
        .free_workers = pool->idle,
        .prio_workers = pool->prio,
        .waiting = pool->waiting + pool->prio_waiting,
        .queued = pool->queued,
    };
}
