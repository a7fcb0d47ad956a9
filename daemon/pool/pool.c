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

static int cond_init_monotonic(pthread_cond_t *cond)
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
    TAILQ_INIT(&pool->fresh);
    TAILQ_INIT(&pool->ready);
    TAILQ_INIT(&pool->ready_high);
    gates_init(&pool->gates);
    pthread_mutex_init(&pool->lock, NULL);
    cond_init_monotonic(&pool->work);
    cond_init_monotonic(&pool->work_high);
    cond_init_monotonic(&pool->ended);
    cond_init_monotonic(&pool->watch);
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
    pthread_cond_broadcast(&pool->watch);
    while (pool->workers || pool->prio || pool->watch_started)
        pthread_cond_wait(&pool->ended, &pool->lock);
    pthread_mutex_unlock(&pool->lock);
    pthread_cond_destroy(&pool->work);
    pthread_cond_destroy(&pool->work_high);
    pthread_cond_destroy(&pool->ended);
    pthread_cond_destroy(&pool->watch);
    pthread_mutex_destroy(&pool->lock);
    free(pool);
    return NULL;
}

/* Hands the jobs of a closed lane back; no lock is held. */
static void drop_all(struct pool *pool, struct lane *lane, struct job_list *jobs)
{
    struct job *job;

    while ((job = STAILQ_FIRST(jobs))) {
        STAILQ_REMOVE_HEAD(jobs, next);
        pool->ops->drop(lane, job);
    }
}

size_t pool_submit(struct pool *pool, struct lane *lane, struct job_list *jobs)
{
    ssize_t n = 0, n_bytes = 0;
    int64_t n_ns = 0;
    struct job *job;
    size_t bytes;

    pthread_mutex_lock(&pool->lock);
    while (!lane->closed && (job = STAILQ_FIRST(jobs))) {
        STAILQ_REMOVE_HEAD(jobs, next);
        job->ticket = lane->tickets++;
        job->expected_ns = pool_expected_ns(job);
        STAILQ_INSERT_TAIL(&lane->jobs[job->high], job, next);
        n++;
        n_bytes += (ssize_t)job->bytes;
        n_ns += job->expected_ns;
    }
    lane_count(pool, lane, n, n_bytes, n_ns);
    lane_place(pool, lane);
    /* The leader looks at what is ready when its iteration is over. */
    if ((lane->ready_list || lane->in_high) && !pool_leads(pool))
        pool_wake_one(pool);
    bytes = lane->queued_bytes;
    pthread_mutex_unlock(&pool->lock);
    drop_all(pool, lane, jobs);
    return bytes;
}

size_t pool_lane_bytes(struct pool *pool, struct lane *lane)
{
    LOCK_SCOPE(&pool->lock);
    return lane->queued_bytes;
}

size_t pool_bytes(const struct pool *pool)
{
    return pool->queued_bytes;
}

bool pool_lane_busy(struct pool *pool, struct lane *lane)
{
    LOCK_SCOPE(&pool->lock);
    return lane->queued || lane->running || lane->waiting;
}

void pool_lane_limit(struct pool *pool, struct lane *lane, unsigned max_running)
{
    LOCK_SCOPE(&pool->lock);
    lane->max_running = max_running;
    lane_place(pool, lane);
    pool_wake_one(pool);
}

void pool_lane_close(struct pool *pool, struct lane *lane)
{
    struct job_list dropped = STAILQ_HEAD_INITIALIZER(dropped);
    struct job *job;

    pthread_mutex_lock(&pool->lock);
    lane_count(pool, lane, -(ssize_t)lane->queued, -(ssize_t)lane->queued_bytes, -lane->queued_ns);
    lane->closed = true;
    while (lane->parked && (job = gates_next_of(&pool->gates, lane))) {
        lane->parked--;
        STAILQ_INSERT_TAIL(&dropped, job, next);
    }
    while ((job = lane_next(lane, false))) {
        STAILQ_INSERT_TAIL(&dropped, job, next);
        if (job->was_parked)
            lane_let_one_try(pool, job->key); /* in its stead */
    }
    lane->running++; /* keeps finished() away, after which the lane may be gone */
    lane_place(pool, lane);
    pthread_mutex_unlock(&pool->lock);
    drop_all(pool, lane, &dropped);
    pthread_mutex_lock(&pool->lock);
    lane->running--;
    lane_place(pool, lane);
    if (!pool_leads(pool))
        pool_wake_one(pool);
    pthread_mutex_unlock(&pool->lock);
}

static void begin_waiting(struct pool *pool, struct lane *lane)
{
    unsigned *waiting = pool_self.kind == POOL_WORKER ? &pool->waiting : &pool->prio_waiting;

    pool_self.waits = true;
    machine_enter(pool);
    pool_self.gave_turn = lane->waiting < lane->max_waiting;
    if (pool_self.gave_turn) {
        lane->waiting++;
        lane->running--;
    }
    pool_self.gave_place = pool->waiting + pool->prio_waiting < pool->size.max_waiting;
    *waiting += pool_self.gave_place;
}

static void end_waiting(struct pool *pool, struct lane *lane)
{
    unsigned *waiting = pool_self.kind == POOL_WORKER ? &pool->waiting : &pool->prio_waiting;

    pool_self.waits = false;
    if (pool_self.gave_turn) {
        lane->waiting--;
        lane->running++;
    }
    *waiting -= pool_self.gave_place;
}

void pool_waiting(struct pool *pool, struct lane *lane, bool begins)
{
    LOCK_SCOPE(&pool->lock);
    if (pool_self.kind == POOL_STRANGER || pool_self.waits == begins)
        return;
    pool_self.waited = true;
    if (begins && pool_leads(pool))
        pool_hand_lead_over(pool);
    if (begins)
        begin_waiting(pool, lane);
    else
        end_waiting(pool, lane);
    lane_place(pool, lane);
    pool_wake_one(pool);
}

void pool_resize(struct pool *pool, const struct pool_size *size)
{
    LOCK_SCOPE(&pool->lock);
    pool->size = *size;
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
