/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Whose turn it is among groups, as flows.c says it of the flows in one, and how much of the pool a
 * bounded group holds: a job is counted in its group as a normal or a priority worker, by which one
 * took it, and while it waits as one that waits.
 */
#include "common/cleanup.h"
#include "daemon/pool/pool_internal.h"
#include "daemon/pool/share.h"

__thread struct pool_self pool_self;

static void group_init_lists(struct flow_group *group)
{
    TAILQ_INIT(&group->new_flows);
    TAILQ_INIT(&group->old_flows);
    TAILQ_INIT(&group->high_flows);
}

void pool_group_init(struct pool *pool, struct flow_group *group)
{
    group_init_lists(group);
    group->bounded = true;
    LOCK_SCOPE(&pool->lock);
    LIST_INSERT_HEAD(&pool->groups, group, known);
}

void pool_group_done(struct pool *pool, struct flow_group *group)
{
    LOCK_SCOPE(&pool->lock);
    LIST_REMOVE(group, known);
}

void pool_init_groups(struct pool *pool)
{
    TAILQ_INIT(&pool->new_groups);
    TAILQ_INIT(&pool->old_groups);
    TAILQ_INIT(&pool->high_groups);
    LIST_INIT(&pool->groups);
    group_init_lists(&pool->trusted);
    group_init_lists(&pool->closing);
}

struct flow_group *pool_trusted(struct pool *pool)
{
    return &pool->trusted;
}

/* ---- what groups hold ---- */

static bool group_may_run(const struct pool *pool, const struct flow_group *group,
                          enum pool_kind kind)
{
    unsigned most = kind == POOL_PRIO ? pool->size.prio : pool->size.max;

    return !group->bounded || group->running[kind] < share_of_user(most, pool->size.user_share);
}

/* Says whether bounded groups hold all that is not kept for others. */
static bool groups_hold_all(const struct pool *pool)
{
    return pool->users_running >= share_of_all_users(pool->size.max, pool->size.user_share);
}

static enum pool_kind group_kind_here(void)
{
    return pool_self.kind == POOL_PRIO_WORKER ? POOL_PRIO : POOL_NORMAL;
}

static void group_count_running(struct pool *pool, struct flow_group *group, int n)
{
    enum pool_kind kind = group_kind_here();

    group->running[kind] += (unsigned)n;
    if (group->bounded && kind == POOL_NORMAL)
        pool->users_running += (unsigned)n;
    group_place(pool, group);
}

void group_begin_running(struct pool *pool, struct flow_group *group)
{
    pool_self.group = group;
    group_count_running(pool, group, 1);
}

void group_end_running(struct pool *pool)
{
    group_count_running(pool, pool_self.group, -1);
}

bool group_begin_waiting(struct pool *pool)
{
    struct flow_group *group = pool_self.group;
    unsigned most = pool->size.max_waiting, percent = pool->size.user_share;

    if (group->bounded && (group->waiting >= share_of_user(most, percent) ||
                           pool->users_waiting >= share_of_all_users(most, percent)))
        return false;
    group->waiting++;
    pool->users_waiting += group->bounded;
    group_count_running(pool, group, -1);
    return true;
}

void group_end_waiting(struct pool *pool)
{
    struct flow_group *group = pool_self.group;

    group->waiting--;
    pool->users_waiting -= group->bounded;
    group_count_running(pool, group, 1);
}

/* ---- whose turn it is ---- */

static bool group_is_ready(const struct pool *pool, const struct flow_group *group)
{
    return (!TAILQ_EMPTY(&group->new_flows) || !TAILQ_EMPTY(&group->old_flows)) &&
           group_may_run(pool, group, POOL_NORMAL);
}

static bool group_is_ready_high(const struct pool *pool, const struct flow_group *group)
{
    return !TAILQ_EMPTY(&group->high_flows) && group_may_run(pool, group, POOL_PRIO);
}

static const struct flow_group *group_first(const struct pool *pool)
{
    const struct flow_group *group = TAILQ_FIRST(&pool->new_groups);

    if (!group)
        group = TAILQ_FIRST(&pool->old_groups);
    if (!group || !group->bounded || !groups_hold_all(pool))
        return group;
    if (pool->trusted.list)
        return &pool->trusted;
    return pool->closing.list ? &pool->closing : NULL;
}

struct flow *flow_first(const struct pool *pool)
{
    const struct flow_group *group = group_first(pool);
    struct flow *flow = group ? TAILQ_FIRST(&group->new_flows) : NULL;

    return flow || !group ? flow : TAILQ_FIRST(&group->old_flows);
}

struct flow *flow_first_high(const struct pool *pool)
{
    const struct flow_group *group = TAILQ_FIRST(&pool->high_groups);

    return group ? TAILQ_FIRST(&group->high_flows) : NULL;
}

bool flow_is_alone(const struct pool *pool, const struct flow *flow)
{
    const struct flow *first = flow_first(pool);

    return !first || (first == flow && !TAILQ_NEXT(flow, link) && !TAILQ_NEXT(flow->group, link));
}

static void group_leave_list(struct pool *pool, struct flow_group *group)
{
    if (!group->list)
        return;
    pool->n_old_groups -= group->list == &pool->old_groups;
    TAILQ_REMOVE(group->list, group, link);
    group->list = NULL;
}

static void group_join_list(struct pool *pool, struct flow_group *group, struct group_list *list)
{
    pool->n_old_groups += list == &pool->old_groups;
    TAILQ_INSERT_TAIL(list, group, link);
    group->list = list;
}

void group_place(struct pool *pool, struct flow_group *group)
{
    bool high = group_is_ready_high(pool, group);

    if (!group_is_ready(pool, group))
        group_leave_list(pool, group);
    else if (!group->list)
        group_join_list(pool, group,
                        pool->rounds >= group->new_at ? &pool->new_groups : &pool->old_groups);
    if (high && !group->in_high)
        TAILQ_INSERT_TAIL(&pool->high_groups, group, high_link);
    else if (!high && group->in_high)
        TAILQ_REMOVE(&pool->high_groups, group, high_link);
    group->in_high = high;
}

void pool_review_groups(struct pool *pool)
{
    struct flow_group *group;

    LIST_FOREACH (group, &pool->groups, known)
        group_place(pool, group);
}

void group_to_back(struct pool *pool, struct flow_group *group)
{
    pool->rounds += group->list == &pool->old_groups;
    group_leave_list(pool, group);
    group->new_at = pool->rounds + pool->n_old_groups;
    if (group->in_high)
        TAILQ_REMOVE(&pool->high_groups, group, high_link);
    group->in_high = false;
    if (group_is_ready(pool, group))
        group_join_list(pool, group, &pool->old_groups);
    group_place(pool, group);
}
