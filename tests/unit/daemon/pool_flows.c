/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Tests which flow is next (daemon/pool/flows.c, groups.c), and what a user's flows may hold: the
 * test takes the jobs itself, there is no thread.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/pool/pool_internal.h"
#include "daemon/pool/share.h"
#include "tests/unit/suite.h"

enum { JOBS = 100 };

static struct pool pool;
static struct job jobs[JOBS];
static unsigned n_jobs;
static struct flow flows[5];
static struct flow_group users[2];

static void setup(void)
{
    memset(&pool, 0, sizeof(pool));
    memset(flows, 0, sizeof(flows));
    memset(jobs, 0, sizeof(jobs));
    n_jobs = 0;
    pool_init_groups(&pool);
    admission_init(&pool.admission);
    for (unsigned i = 0; i < 5; i++)
        pool_flow_init(&flows[i], pool_trusted(&pool), 5, 5);
}

static void come(unsigned flow, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        struct job *job = &jobs[n_jobs++];

        STAILQ_INSERT_TAIL(&flows[flow].jobs[0], job, next);
        flow_count(&pool, &flows[flow], 1, 0, 0);
    }
    flow_place(&pool, &flows[flow]);
}

/* Takes a batch of one job of the next flow, and returns which one that was. */
static unsigned next_batch(void)
{
    struct flow *flow = flow_first(&pool);
    struct job *job;

    ck_assert_ptr_nonnull(flow);
    job = flow_take(&pool, flow, false);
    ck_assert_ptr_nonnull(job);
    flow_ended(&pool, flow);
    flow_place(&pool, flow);
    return (unsigned)(flow - flows);
}

START_TEST(flows_that_always_have_jobs_alternate)
{
    come(0, 3);
    come(1, 3);
    come(2, 3);
    for (unsigned i = 0; i < 9; i++)
        ck_assert_uint_eq(next_batch(), i % 3);
    ck_assert_ptr_null(flow_first(&pool));
}
END_TEST

START_TEST(who_calls_now_and_then_goes_before_them)
{
    come(0, 10);
    come(1, 10);
    come(2, 10);
    for (unsigned i = 0; i < 4; i++)
        next_batch();
    come(3, 1);
    ck_assert_uint_eq(next_batch(), 3);
    ck_assert_uint_eq(next_batch(), 1); /* who was next */
}
END_TEST

START_TEST(a_flow_that_comes_back_at_once_waits_for_the_others)
{
    come(0, 10);
    come(1, 10);
    next_batch();
    next_batch();
    come(3, 1);
    ck_assert_uint_eq(next_batch(), 3);
    come(3, 1);
    ck_assert_uint_eq(next_batch(), 0);
    ck_assert_uint_eq(next_batch(), 1);
    ck_assert_uint_eq(next_batch(), 3);
}
END_TEST

START_TEST(new_flows_together_cannot_starve_old_flows)
{
    unsigned greedy = 0;

    come(0, 40);
    come(2, 1);
    come(3, 1);
    come(4, 1);
    for (unsigned i = 0; i < 40; i++) {
        unsigned who = next_batch();

        greedy += who == 0;
        if (who != 0)
            come(who, 1);
    }
    ck_assert_uint_ge(greedy, 9);
}
END_TEST

START_TEST(one_with_one_job_left_is_at_its_end_and_new_after_the_others)
{
    come(0, 5);
    come(1, 1);
    ck_assert_uint_eq(next_batch(), 0);
    ck_assert_uint_eq(next_batch(), 1);
    ck_assert_uint_eq(next_batch(), 0);
    come(1, 1);
    ck_assert_uint_eq(next_batch(), 1);
    ck_assert_uint_eq(next_batch(), 0);
}
END_TEST

/* ---- groups ---- */

/* Flows 0, 1 and 2 are one user's, 3 is another's, 4 is root's. */
static void setup_users(void)
{
    setup();
    memset(users, 0, sizeof(users));
    pool_group_init(&pool, &users[0]);
    pool_group_init(&pool, &users[1]);
    for (unsigned i = 0; i < 4; i++)
        flows[i].group = &users[i / 3];
    pool.size = (struct pool_size){.max = 8, .prio = 4, .max_waiting = 8, .user_share = 50};
}

/* Takes the next job and keeps it: whose it is; 9: nobody may run one. */
static unsigned begin_next(void)
{
    struct flow *flow = flow_first(&pool);

    if (!flow)
        return 9;
    ck_assert_ptr_nonnull(flow_take(&pool, flow, false));
    return (unsigned)(flow - flows);
}

/* A job of the flow that was begun has ended. */
static void end_one(unsigned flow)
{
    pool_self.group = flows[flow].group;
    flow_ended(&pool, &flows[flow]);
    flow_place(&pool, &flows[flow]);
}

START_TEST(users_take_turns_however_many_flows_they_have)
{
    unsigned meek = 0;

    for (unsigned i = 0; i < 3; i++)
        come(i, 10);
    come(3, 10);
    for (unsigned i = 0; i < 10; i++)
        meek += next_batch() == 3;
    ck_assert_uint_eq(meek, 5);
}
END_TEST

START_TEST(a_user_who_reconnects_has_one_turn)
{
    come(0, 1);
    come(1, 1);
    come(2, 1);
    come(3, 1);
    ck_assert_uint_eq(next_batch(), 0);
    ck_assert_uint_eq(next_batch(), 3);
}
END_TEST

START_TEST(a_user_holds_no_more_than_its_share_of_the_workers)
{
    for (unsigned i = 0; i < 3; i++)
        come(i, 5);
    for (unsigned i = 0; i < 4; i++)
        ck_assert_uint_eq(begin_next(), i % 3);
    ck_assert_uint_eq(begin_next(), 9);
    come(3, 1);
    ck_assert_uint_eq(begin_next(), 3);
    end_one(0);
    ck_assert_uint_ne(begin_next(), 9); /* as one has ended */
    ck_assert_uint_eq(begin_next(), 9);
}
END_TEST

START_TEST(a_user_holds_no_more_than_its_share_of_the_priority_workers)
{
    for (unsigned i = 0; i < 4; i++) {
        struct job *job = &jobs[n_jobs++];

        job->high = true;
        STAILQ_INSERT_TAIL(&flows[i % 2].jobs[1], job, next);
        flow_count(&pool, &flows[i % 2], 1, 0, 0);
        flow_place(&pool, &flows[i % 2]);
    }
    pool_self.kind = POOL_PRIO_WORKER;
    for (unsigned i = 0; i < 2; i++) {
        ck_assert_ptr_eq(flow_first_high(&pool), &flows[i]);
        ck_assert_ptr_nonnull(flow_take(&pool, &flows[i], true));
    }
    ck_assert_ptr_null(flow_first_high(&pool));
    pool_self.kind = POOL_OTHER_THREAD;
    ck_assert_uint_eq(begin_next(), 0); /* normal workers take them as well */
}
END_TEST

START_TEST(the_last_quarter_is_for_who_is_trusted)
{
    come(0, 10);
    come(1, 10);
    come(3, 5);
    for (unsigned i = 0; i < 6; i++)
        ck_assert_uint_ne(begin_next(), 9);
    ck_assert_uint_eq(begin_next(), 9);
    come(4, 3);
    for (unsigned i = 0; i < 3; i++)
        ck_assert_uint_eq(begin_next(), 4);
    end_one(3);
    ck_assert_uint_lt(begin_next(), 4);
}
END_TEST

START_TEST(of_those_that_wait_a_user_has_a_share_too)
{
    for (unsigned i = 0; i < 3; i++)
        come(i, 5);
    for (unsigned i = 0; i < 4; i++) {
        ck_assert_uint_ne(begin_next(), 9);
        ck_assert(group_begin_waiting(&pool));
    }
    ck_assert_uint_ne(begin_next(), 9);
    ck_assert(!group_begin_waiting(&pool)); /* it goes on as one that runs */
    ck_assert_uint_eq(users[0].running[POOL_NORMAL], 1);
    come(3, 2);
    ck_assert_uint_ne(begin_next(), 9);
    pool_self.group = &users[1];
    ck_assert(group_begin_waiting(&pool));
    group_end_waiting(&pool);
    ck_assert_uint_eq(users[1].waiting, 0);
    ck_assert_uint_eq(pool.users_waiting, 4);
}
END_TEST

START_TEST(new_sizes_count_for_users_who_are_held_up)
{
    come(0, 5);
    come(1, 5);
    for (unsigned i = 0; i < 4; i++)
        ck_assert_uint_ne(begin_next(), 9);
    ck_assert_uint_eq(begin_next(), 9);
    pool.size.user_share = 100;
    pool_review_groups(&pool);
    ck_assert_uint_ne(begin_next(), 9);
    ck_assert_uint_ne(begin_next(), 9);
    pool.size.max = 4;
    pool_review_groups(&pool);
    ck_assert_uint_eq(begin_next(), 9);
    for (unsigned i = 0; i < 3; i++)
        end_one(0);
    ck_assert_uint_ne(begin_next(), 9);
    pool_group_done(&pool, &users[0]);
    pool_group_done(&pool, &users[1]);
    ck_assert(LIST_EMPTY(&pool.groups));
}
END_TEST

START_TEST(a_share_is_never_nothing)
{
    ck_assert_uint_eq(share_of_user(1, 50), 1);
    ck_assert_uint_eq(share_of_all_users(1, 50), 1);
    ck_assert_uint_eq(share_of_user(0, 50), 0);
    ck_assert_uint_eq(share_of_user(20, 50), 10);
    ck_assert_uint_eq(share_of_user(20, 99), 15);
    ck_assert_uint_eq(share_of_user(20, 100), 20);
    ck_assert_uint_eq(share_of_all_users(20, 100), 20);
    ck_assert_uint_eq(share_of_user(SIZE_MAX, 99), SIZE_MAX - SIZE_MAX / 4);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("pool flows");
    TCase *tc = tcase_create("flows");

    tcase_add_checked_fixture(tc, setup, NULL);
    tcase_add_test(tc, flows_that_always_have_jobs_alternate);
    tcase_add_test(tc, who_calls_now_and_then_goes_before_them);
    tcase_add_test(tc, a_flow_that_comes_back_at_once_waits_for_the_others);
    tcase_add_test(tc, new_flows_together_cannot_starve_old_flows);
    tcase_add_test(tc, one_with_one_job_left_is_at_its_end_and_new_after_the_others);
    suite_add_tcase(suite, tc);
    tc = tcase_create("groups");
    tcase_add_checked_fixture(tc, setup_users, NULL);
    tcase_add_test(tc, users_take_turns_however_many_flows_they_have);
    tcase_add_test(tc, a_user_who_reconnects_has_one_turn);
    tcase_add_test(tc, a_user_holds_no_more_than_its_share_of_the_workers);
    tcase_add_test(tc, a_user_holds_no_more_than_its_share_of_the_priority_workers);
    tcase_add_test(tc, the_last_quarter_is_for_who_is_trusted);
    tcase_add_test(tc, of_those_that_wait_a_user_has_a_share_too);
    tcase_add_test(tc, new_sizes_count_for_users_who_are_held_up);
    tcase_add_test(tc, a_share_is_never_nothing);
    suite_add_tcase(suite, tc);
    return run_suite(suite);
}
