/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Lanes: whose turn it is, and which of its jobs. Whether a lane stands in a ready list is a pure
 * function of its state (lane_place), worked out after every change.
 *
 *      jobs came, and since its last turn         jobs came, and they have not
 *      all that were ready have had theirs                |
 *               |                                         v
 *               v                                 +--> ready  [C][D][E] --> its turn --+
 *             fresh  [A][B] --> its turn          |       ^                            |
 *             (before ready)       |              +-------|--- has more jobs ----------+
 *                                  +--- has more jobs ----+
 *
 * So who makes a call now and then need not wait for those who always have some, and cannot keep
 * them from their turns either, however many such callers there are (as fq_codel does for packets).
 */
#include "daemon/pool/pool_internal.h"

void lane_count(struct pool *pool, struct lane *lane, ssize_t jobs, ssize_t bytes, int64_t ns)
{
    lane->queued += (size_t)jobs;
    lane->queued_bytes += (size_t)bytes;
    lane->queued_ns += ns;
    pool->queued += (size_t)jobs;
    pool->queued_bytes += (size_t)bytes;
    pool->queued_ns += ns;
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

struct lane *lane_first(const struct pool *pool)
{
    struct lane *lane = TAILQ_FIRST(&pool->fresh);

    return lane ? lane : TAILQ_FIRST(&pool->ready);
}

static void leave_ready(struct pool *pool, struct lane *lane)
{
    if (!lane->ready_list)
        return;
    pool->n_ready -= lane->ready_list == &pool->ready;
    TAILQ_REMOVE(lane->ready_list, lane, ready_link);
    lane->ready_list = NULL;
}

static void join_ready(struct pool *pool, struct lane *lane, struct lane_list *list)
{
    pool->n_ready += list == &pool->ready;
    TAILQ_INSERT_TAIL(list, lane, ready_link);
    lane->ready_list = list;
}

void lane_place(struct pool *pool, struct lane *lane)
{
    bool ready = lane_wants_ready(lane), high = lane_wants_high(lane);

    if (!ready)
        leave_ready(pool, lane);
    else if (!lane->ready_list)
        join_ready(pool, lane, pool->turns >= lane->fresh_at ? &pool->fresh : &pool->ready);
    if (high && !lane->in_high)
        TAILQ_INSERT_TAIL(&pool->ready_high, lane, high_link);
    else if (!high && lane->in_high)
        TAILQ_REMOVE(&pool->ready_high, lane, high_link);
    lane->in_high = high;
}

/* It has its turn: to the back of both lists, and not fresh before the others have had theirs. */
static void lane_to_back(struct pool *pool, struct lane *lane)
{
    pool->turns += lane->ready_list == &pool->ready;
    leave_ready(pool, lane);
    lane->fresh_at = pool->turns + pool->n_ready;
    if (lane->in_high)
        TAILQ_REMOVE(&pool->ready_high, lane, high_link);
    lane->in_high = false;
    if (lane_wants_ready(lane))
        join_ready(pool, lane, &pool->ready);
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
        lane_count(pool, lane, -1, -(ssize_t)job->bytes, -(int64_t)job->expected_ns);
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
