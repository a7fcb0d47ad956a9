/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Lanes: whose turn it is, and which of its jobs. Whether a lane stands in a ready list is a pure
 * function of its state (lane_place), worked out after every change.
 */
#include "daemon/pool_impl.h"

void lane_count(struct pool *pool, struct lane *lane, ssize_t jobs, ssize_t bytes)
{
    lane->queued += (size_t)jobs;
    lane->queued_bytes += (size_t)bytes;
    pool->queued += (size_t)jobs;
    pool->queued_bytes += (size_t)bytes;
}

void pool_lane_init(struct lane *lane, unsigned max_running, unsigned max_waiting)
{
    STAILQ_INIT(&lane->jobs[0]);
    STAILQ_INIT(&lane->jobs[1]);
    lane->max_running = max_running;
    lane->max_waiting = max_waiting;
}

/* Says whether the lane's quota lets one more job run. */
static bool lane_may_run(const struct lane *lane)
{
    return lane->running < lane->max_running;
}

static bool lane_wants_ready(const struct lane *lane)
{
    if (lane->closed)
        return !lane->finished && !lane->running && !lane->waiting;
    return lane->queued > lane->parked && lane_may_run(lane);
}

static bool lane_wants_high(const struct lane *lane)
{
    return !lane->closed && !STAILQ_EMPTY(&lane->jobs[1]) && lane_may_run(lane);
}

void lane_place(struct pool *pool, struct lane *lane)
{
    bool ready = lane_wants_ready(lane), high = lane_wants_high(lane);

    if (ready && !lane->in_ready)
        TAILQ_INSERT_TAIL(&pool->ready, lane, ready_link);
    else if (!ready && lane->in_ready)
        TAILQ_REMOVE(&pool->ready, lane, ready_link);
    if (high && !lane->in_high)
        TAILQ_INSERT_TAIL(&pool->ready_high, lane, high_link);
    else if (!high && lane->in_high)
        TAILQ_REMOVE(&pool->ready_high, lane, high_link);
    lane->in_ready = ready;
    lane->in_high = high;
}

/* Its turn is over: to the back of both lists. */
static void lane_to_back(struct pool *pool, struct lane *lane)
{
    if (lane->in_ready)
        TAILQ_REMOVE(&pool->ready, lane, ready_link);
    if (lane->in_high)
        TAILQ_REMOVE(&pool->ready_high, lane, high_link);
    lane->in_ready = lane->in_high = false;
    lane_place(pool, lane);
}

struct job *lane_peek(const struct lane *lane, bool high_only)
{
    struct job *normal = STAILQ_FIRST(&lane->jobs[0]), *high = STAILQ_FIRST(&lane->jobs[1]);

    if (high_only || !normal || (high && high->ticket < normal->ticket))
        return high;
    return normal;
}

struct job *lane_next(struct lane *lane, bool high_only)
{
    struct job *job = lane_peek(lane, high_only);

    if (job)
        STAILQ_REMOVE_HEAD(&lane->jobs[job->high], next);
    return job;
}

struct job *lane_take(struct pool *pool, struct lane *lane, bool high_only)
{
    struct job *job;

    while ((job = lane_next(lane, high_only))) {
        if (!job->key || !gates_full(&pool->gates, job->key, pool->size.per_machine))
            break;
        job->lane = lane;
        lane->parked++;
        gates_park(&pool->gates, job);
    }
    if (job) {
        lane_count(pool, lane, -1, -(ssize_t)job->bytes);
        pool->taken++;
        lane->running++;
    }
    lane_to_back(pool, lane);
    return job;
}

void lane_let_one_try(struct pool *pool, uint64_t key)
{
    struct job *job = key ? gates_next(&pool->gates, key) : NULL;

    if (!job)
        return;
    job->lane->parked--;
    STAILQ_INSERT_HEAD(&job->lane->jobs[job->high], job, next);
    lane_place(pool, job->lane);
}

void machine_enter(struct pool *pool)
{
    if (!pool_self.key || pool_self.visits)
        return;
    gates_enter(&pool->gates, &pool_self.visit, pool_self.key);
    pool_self.visits = true;
}

void machine_leave(struct pool *pool)
{
    if (pool_self.visits)
        gates_leave(&pool->gates, &pool_self.visit);
    pool_self.visits = false;
    lane_let_one_try(pool, pool_self.key);
}
