/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Tests the worker pool: batches, quotas, priorities, waiting, resizing, closing.
 *
 * Jobs here stop at a gate that the test opens, so that what runs at the same time is known and
 * nothing sleeps.
 */
#include <check.h>
#include <pthread.h>
#include <stdlib.h>

#include "common/cleanup.h"
#include "daemon/pool/pool.h"
#include "tests/unit/suite.h"

struct test_job {
    struct job job;
    int id;
    bool gated, waits;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static struct pool *pool;
static int order[1024];
static int n_done, n_running, n_dropped, n_finished, tickets; /* tickets: jobs that may pass */

static void run(struct flow *flow, struct job *job)
{
    struct test_job *t = (struct test_job *)job;

    pthread_mutex_lock(&lock);
    n_running++;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
    if (t->waits)
        pool_waiting(pool, flow, true);
    pthread_mutex_lock(&lock);
    while (t->gated && !tickets)
        pthread_cond_wait(&changed, &lock);
    tickets -= t->gated;
    pthread_mutex_unlock(&lock);
    if (t->waits)
        pool_waiting(pool, flow, false);
    pthread_mutex_lock(&lock);
    n_running--;
    order[n_done++] = t->id;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
    free(t);
}

static void drop(struct flow *flow, struct job *job)
{
    LOCK_SCOPE(&lock);
    n_dropped++;
    free(job);
}

static void finished(struct flow *flow)
{
    LOCK_SCOPE(&lock);
    n_finished++;
    pthread_cond_broadcast(&changed);
}

static void batch_end(struct flow *flow)
{
}

static const struct pool_ops ops = {
    .run = run,
    .batch_end = batch_end,
    .drop = drop,
    .finished = finished,
};

static void start(unsigned min, unsigned max, unsigned prio)
{
    const struct pool_size size = {.min = min,
                                   .max = max,
                                   .prio = prio,
                                   .max_waiting = 100,
                                   .per_domain = 3,
                                   .idle_seconds = 1};

    n_done = n_running = n_dropped = n_finished = tickets = 0;
    pool = pool_new(&size, &ops);
    ck_assert_ptr_nonnull(pool);
}

static void submit(struct flow *flow, int first, int count, struct test_job kind)
{
    struct job_list jobs = STAILQ_HEAD_INITIALIZER(jobs);

    for (int i = 0; i < count; i++) {
        struct test_job *t = malloc(sizeof(*t));

        *t = kind;
        t->id = first + i;
        t->job.bytes = 10;
        STAILQ_INSERT_TAIL(&jobs, &t->job, next);
    }
    pool_submit(pool, flow, &jobs);
}

static void await(const int *counter, int value)
{
    pthread_mutex_lock(&lock);
    while (*counter < value)
        pthread_cond_wait(&changed, &lock);
    pthread_mutex_unlock(&lock);
}

static void let_pass(int n)
{
    LOCK_SCOPE(&lock);
    tickets += n;
    pthread_cond_broadcast(&changed);
}

static int place_of(int id)
{
    for (int i = 0; i < n_done; i++) {
        if (order[i] == id)
            return i;
    }
    return -1;
}

static void close_flow(struct flow *flow)
{
    int before = n_finished;

    pool_flow_close(pool, flow);
    await(&n_finished, before + 1);
}

START_TEST(one_call_waits_for_one_call_of_a_greedy_flow)
{
    struct flow greedy = {0}, meek = {0};

    start(1, 1, 0);
    pool_flow_init(&greedy, pool_trusted(pool), 5, 0);
    pool_flow_init(&meek, pool_trusted(pool), 5, 0);
    submit(&greedy, 0, 1, (struct test_job){.gated = true});
    await(&n_running, 1);
    submit(&greedy, 1, 500, (struct test_job){0});
    submit(&meek, 1000, 1, (struct test_job){0});
    let_pass(1);
    await(&n_done, 502);
    ck_assert_int_le(place_of(1000), 2);
    close_flow(&greedy);
    close_flow(&meek);
    pool = pool_free(pool);
}
END_TEST

START_TEST(jobs_of_a_flow_start_in_order_of_arrival)
{
    struct flow flow = {0};

    start(1, 1, 0);
    pool_flow_init(&flow, pool_trusted(pool), 1, 0);
    for (int i = 0; i < 100; i++)
        submit(&flow, i, 1, (struct test_job){.job.high = i % 3 == 0});
    await(&n_done, 100);
    for (int i = 0; i < 100; i++)
        ck_assert_int_eq(order[i], i);
    close_flow(&flow);
    pool = pool_free(pool);
}
END_TEST

START_TEST(no_more_of_a_flow_run_than_its_quota)
{
    struct flow flow = {0}, other = {0};

    start(1, 8, 0);
    pool_flow_init(&flow, pool_trusted(pool), 3, 0);
    pool_flow_init(&other, pool_trusted(pool), 1, 0);
    submit(&flow, 0, 20, (struct test_job){.gated = true});
    await(&n_running, 3);
    submit(&other, 100, 1, (struct test_job){0}); /* places are free for others */
    await(&n_done, 1);
    ck_assert_int_eq(order[0], 100);
    ck_assert_int_eq(n_running, 3);
    let_pass(20);
    await(&n_done, 21);
    close_flow(&flow);
    close_flow(&other);
    pool = pool_free(pool);
}
END_TEST

START_TEST(high_jobs_get_through_when_all_workers_are_stuck)
{
    struct flow stuck = {0}, admin = {0};

    start(2, 2, 1);
    pool_flow_init(&stuck, pool_trusted(pool), 5, 0);
    pool_flow_init(&admin, pool_trusted(pool), 5, 0);
    submit(&stuck, 0, 2, (struct test_job){.gated = true});
    await(&n_running, 2);
    submit(&admin, 50, 1, (struct test_job){0});
    submit(&admin, 51, 1, (struct test_job){.job.high = true});
    await(&n_done, 1);
    ck_assert_int_eq(order[0], 51);
    let_pass(2);
    await(&n_done, 4);
    close_flow(&stuck);
    close_flow(&admin);
    pool = pool_free(pool);
}
END_TEST

START_TEST(a_job_that_waits_gives_its_place_away)
{
    struct flow hung = {0}, healthy = {0};

    start(1, 2, 0);
    pool_flow_init(&hung, pool_trusted(pool), 2, 100);
    pool_flow_init(&healthy, pool_trusted(pool), 2, 0);
    submit(&hung, 0, 30, (struct test_job){.gated = true, .waits = true});
    await(&n_running, 30); /* 30 of them with two places */
    submit(&healthy, 100, 50, (struct test_job){0});
    await(&n_done, 50);
    let_pass(30);
    await(&n_done, 80);
    close_flow(&hung);
    close_flow(&healthy);
    pool = pool_free(pool);
}
END_TEST

START_TEST(waiting_has_a_limit_of_its_own)
{
    struct flow hung = {0};
    struct pool_stats stats;

    start(1, 4, 0);
    pool_flow_init(&hung, pool_trusted(pool), 1, 3);
    submit(&hung, 0, 30, (struct test_job){.gated = true, .waits = true});
    await(&n_running, 4); /* three that wait, and one that may not */
    pool_get_stats(pool, &stats);
    ck_assert_uint_eq(stats.queued, 26);
    let_pass(30);
    await(&n_done, 30);
    close_flow(&hung);
    pool = pool_free(pool);
}
END_TEST

START_TEST(few_wait_in_one_domain_and_the_rest_holds_no_thread)
{
    struct flow a = {0}, b = {0}, healthy = {0};
    struct pool_stats stats;

    start(1, 2, 0);
    pool_flow_init(&a, pool_trusted(pool), 2, 100);
    pool_flow_init(&b, pool_trusted(pool), 2, 100);
    pool_flow_init(&healthy, pool_trusted(pool), 2, 100);
    submit(&a, 0, 30, (struct test_job){.gated = true, .waits = true, .job.key = 7});
    submit(&b, 30, 30, (struct test_job){.gated = true, .waits = true, .job.key = 7});
    await(&n_running, 3);
    submit(&a, 100, 50, (struct test_job){.job.key = 8});
    submit(&healthy, 150, 50, (struct test_job){.job.key = 7 + ADMISSION_BUCKETS});
    await(&n_done, 100);
    pool_get_stats(pool, &stats);
    ck_assert_uint_le(stats.waiting, 4); /* two may have met at the gate */
    ck_assert_uint_ge(stats.queued, 56);
    let_pass(60);
    await(&n_done, 160);
    close_flow(&a);
    close_flow(&b);
    close_flow(&healthy);
    pool = pool_free(pool);
}
END_TEST

START_TEST(a_closed_flow_leaves_no_job_behind_at_a_gate)
{
    struct flow a = {0}, b = {0};

    start(1, 2, 0);
    pool_flow_init(&a, pool_trusted(pool), 2, 100);
    pool_flow_init(&b, pool_trusted(pool), 2, 100);
    submit(&a, 0, 30, (struct test_job){.gated = true, .waits = true, .job.key = 7});
    await(&n_running, 3);
    submit(&b, 30, 30, (struct test_job){.waits = true, .job.key = 7});
    pool_flow_close(pool, &a);
    ck_assert(pool_flow_busy(pool, &a));
    let_pass(30);
    await(&n_finished, 1);
    await(&n_done, 30 - n_dropped + 30);
    close_flow(&b);
    pool = pool_free(pool);
}
END_TEST

START_TEST(priority_workers_give_their_places_away_too)
{
    struct flow hung = {0}, admin = {0};

    start(1, 1, 1);
    pool_flow_init(&hung, pool_trusted(pool), 5, 100);
    pool_flow_init(&admin, pool_trusted(pool), 5, 100);
    submit(&admin, 0, 1, (struct test_job){.gated = true});
    await(&n_running, 1); /* the worker */
    submit(&hung, 1, 20, (struct test_job){.gated = true, .waits = true, .job.high = true});
    await(&n_running, 21);
    submit(&admin, 50, 20, (struct test_job){.job.high = true});
    await(&n_done, 20);
    let_pass(21);
    await(&n_done, 41);
    close_flow(&hung);
    close_flow(&admin);
    pool = pool_free(pool);
}
END_TEST

START_TEST(a_closed_flow_drops_its_queue_and_finishes_after_its_last_job)
{
    struct flow flow = {0};

    start(1, 1, 0);
    pool_flow_init(&flow, pool_trusted(pool), 1, 0);
    submit(&flow, 0, 10, (struct test_job){.gated = true});
    await(&n_running, 1);
    pool_flow_close(pool, &flow);
    ck_assert_int_eq(n_dropped, 9);
    ck_assert_int_eq(n_finished, 0);
    submit(&flow, 20, 1, (struct test_job){0}); /* comes too late */
    ck_assert_int_eq(n_dropped, 10);
    let_pass(1);
    await(&n_finished, 1);
    ck_assert_int_eq(n_done, 1);
    pool = pool_free(pool);
}
END_TEST

START_TEST(resizing_under_load_loses_and_doubles_nothing)
{
    enum { LANES = 8, JOBS = 100 };
    struct flow flows[LANES] = {0};
    bool seen[LANES * JOBS] = {false};

    start(1, 1, 1);
    for (int i = 0; i < LANES; i++)
        pool_flow_init(&flows[i], pool_trusted(pool), 5, 0);
    for (int round = 0; round < JOBS; round++) {
        const struct pool_size size = {
            .min = round % 4 + 1, .max = round % 2 ? 64 : 4, .prio = round % 3, .idle_seconds = 1};

        pool_resize(pool, &size);
        for (int i = 0; i < LANES; i++)
            submit(&flows[i], round * LANES + i, 1, (struct test_job){.job.high = i == 0});
    }
    await(&n_done, LANES * JOBS);
    for (int i = 0; i < LANES * JOBS; i++) {
        ck_assert(!seen[order[i]]);
        seen[order[i]] = true;
    }
    for (int i = 0; i < LANES; i++)
        close_flow(&flows[i]);
    pool = pool_free(pool);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("pool");
    TCase *tc = tcase_create("pool");

    tcase_add_test(tc, one_call_waits_for_one_call_of_a_greedy_flow);
    tcase_add_test(tc, jobs_of_a_flow_start_in_order_of_arrival);
    tcase_add_test(tc, no_more_of_a_flow_run_than_its_quota);
    tcase_add_test(tc, high_jobs_get_through_when_all_workers_are_stuck);
    tcase_add_test(tc, a_job_that_waits_gives_its_place_away);
    tcase_add_test(tc, waiting_has_a_limit_of_its_own);
    tcase_add_test(tc, few_wait_in_one_domain_and_the_rest_holds_no_thread);
    tcase_add_test(tc, a_closed_flow_leaves_no_job_behind_at_a_gate);
    tcase_add_test(tc, priority_workers_give_their_places_away_too);
    tcase_add_test(tc, a_closed_flow_drops_its_queue_and_finishes_after_its_last_job);
    tcase_add_test(tc, resizing_under_load_loses_and_doubles_nothing);
    suite_add_tcase(suite, tc);
    return run_suite(suite);
}
