/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Tests which flow is next (daemon/pool/flows.c): the test takes the jobs itself, there is no
 * thread.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/pool/pool_internal.h"
#include "tests/unit/suite.h"

enum { JOBS = 100 };

static struct pool pool;
static struct job jobs[JOBS];
static unsigned n_jobs;
static struct flow flows[5];

static void setup(void)
{
    memset(&pool, 0, sizeof(pool));
    memset(flows, 0, sizeof(flows));
    memset(jobs, 0, sizeof(jobs));
    n_jobs = 0;
    TAILQ_INIT(&pool.new_flows);
    TAILQ_INIT(&pool.old_flows);
    TAILQ_INIT(&pool.high_flows);
    admission_init(&pool.admission);
    for (unsigned i = 0; i < 5; i++)
        pool_flow_init(&flows[i], 5, 5);
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
    flow->running--;
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
    return run_suite(suite);
}
