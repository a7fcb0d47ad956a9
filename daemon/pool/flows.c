/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Which flow is next, and which of its jobs. Whether a flow stands in a list is a pure function of
 * its state (flow_place), worked out after every change. As in fq_codel:
 *
 *      jobs came, and since its last batch        jobs came, and they have not
 *      all old flows have had theirs                      |
 *               |                                         v
 *               v                                 +--> old_flows  [C][D][E] --> its batch --+
 *          new_flows  [A][B] --> its batch        |       ^                                 |
 *          (before old_flows)        |            +-------|------- has more jobs -----------+
 *                                    +--- has more jobs --+
 *
 * So a client that makes a call now and then does not wait for those that always have some, and
 * cannot starve them either, however many such clients there are.
 *
 * There are two floors of it: groups in the pool (groups.c), and in each group its flows.
 */
#include "daemon/pool/pool_internal.h"

void flow_count(struct pool *pool, struct flow *flow, ssize_t jobs, ssize_t bytes, int64_t ns)
{
    flow->queued += (size_t)jobs;
    flow->queued_bytes += (size_t)bytes;
    flow->queued_ns += ns;
    flow->group->queued_bytes += (size_t)bytes;
    pool->queued += (size_t)jobs;
    pool->queued_bytes += (size_t)bytes;
    pool->queued_ns += ns;
}

void pool_flow_init(struct flow *flow, struct flow_group *group, unsigned max_running,
                    unsigned max_waiting)
{
    flow->group = group;
    STAILQ_INIT(&flow->jobs[0]);
    STAILQ_INIT(&flow->jobs[1]);
    flow->max_running = max_running;
    flow->max_waiting = max_waiting;
}

/* Returns true if the flow's quota lets one more job run. */
static bool flow_may_run(const struct flow *flow)
{
    return flow->running < flow->max_running;
}

static bool flow_is_ready(const struct flow *flow)
{
    if (flow->closed)
        return !flow->finished && !flow->running && !flow->waiting;
    return flow->queued > flow->parked && flow_may_run(flow);
}

static bool flow_is_ready_high(const struct flow *flow)
{
    return !flow->closed && !STAILQ_EMPTY(&flow->jobs[1]) && flow_may_run(flow);
}

static void flow_leave_list(struct flow *flow)
{
    if (!flow->list)
        return;
    flow->group->n_old_flows -= flow->list == &flow->group->old_flows;
    TAILQ_REMOVE(flow->list, flow, link);
    flow->list = NULL;
}

static void flow_join_list(struct flow *flow, struct flow_list *list)
{
    flow->group->n_old_flows += list == &flow->group->old_flows;
    TAILQ_INSERT_TAIL(list, flow, link);
    flow->list = list;
}

static void flow_place_in_group(struct flow *flow)
{
    bool ready = flow_is_ready(flow), high = flow_is_ready_high(flow);
    struct flow_group *group = flow->group;

    if (!ready)
        flow_leave_list(flow);
    else if (!flow->list)
        flow_join_list(flow, group->rounds >= flow->new_at ? &group->new_flows : &group->old_flows);
    if (high && !flow->in_high)
        TAILQ_INSERT_TAIL(&group->high_flows, flow, high_link);
    else if (!high && flow->in_high)
        TAILQ_REMOVE(&group->high_flows, flow, high_link);
    flow->in_high = high;
}

void flow_place(struct pool *pool, struct flow *flow)
{
    flow_place_in_group(flow);
    group_place(pool, flow->group);
}

void flow_close(struct pool *pool, struct flow *flow)
{
    flow->closed = true;
    flow_place_in_group(flow);
    flow_leave_list(flow);
    group_place(pool, flow->group);
    flow->group = &pool->closing;
    flow->new_at = 0;
}

/* It has its batch: to the back of both lists, and not new before the others have had theirs. */
static void flow_to_back(struct pool *pool, struct flow *flow)
{
    struct flow_group *group = flow->group;

    group->rounds += flow->list == &group->old_flows;
    flow_leave_list(flow);
    flow->new_at = group->rounds + group->n_old_flows;
    if (flow->in_high)
        TAILQ_REMOVE(&group->high_flows, flow, high_link);
    flow->in_high = false;
    if (flow_is_ready(flow))
        flow_join_list(flow, &group->old_flows);
    flow_place_in_group(flow);
    group_to_back(pool, group);
}

struct job *flow_peek(const struct flow *flow, bool high_only)
{
    struct job *normal = STAILQ_FIRST(&flow->jobs[0]), *high = STAILQ_FIRST(&flow->jobs[1]);

    if (high_only || !normal || (high && high->ticket < normal->ticket))
        return high;
    return normal;
}

struct job *flow_next(struct flow *flow, bool high_only)
{
    struct job *job = flow_peek(flow, high_only);

    if (job)
        STAILQ_REMOVE_HEAD(&flow->jobs[job->high], next);
    return job;
}

struct job *flow_take(struct pool *pool, struct flow *flow, bool high_only)
{
    struct job *job;

    while ((job = flow_next(flow, high_only))) {
        if (!job->key || !admission_is_full(&pool->admission, job->key, pool->size.per_domain))
            break;
        job->flow = flow;
        flow->parked++;
        admission_park(&pool->admission, job);
    }
    if (job) {
        flow_count(pool, flow, -1, -(ssize_t)job->bytes, -(int64_t)job->expected_ns);
        pool->taken++;
        flow->running++;
        group_begin_running(pool, flow->group);
    }
    flow_to_back(pool, flow);
    return job;
}

void flow_ended(struct pool *pool, struct flow *flow)
{
    flow->running--;
    group_end_running(pool);
}

void flow_let_one_try(struct pool *pool, uint64_t key)
{
    struct job *job = key ? admission_next(&pool->admission, key) : NULL;

    if (!job)
        return;
    job->flow->parked--;
    STAILQ_INSERT_HEAD(&job->flow->jobs[job->high], job, next);
    flow_place(pool, job->flow);
}
