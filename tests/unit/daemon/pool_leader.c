/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Tests the thread of a pool that runs the event loop: what it runs itself, and that the loop goes
 * on whatever that does.
 *
 * "In the loop" means: deferred to it, as what a socket brings would be.
 */
#include <check.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "common/cleanup.h"
#include "daemon/pool/pool.h"
#include "event/loop.h"
#include "tests/unit/suite.h"

enum { CHEAP = 1000, DEAR = 1000 * 1000 };

struct test_job {
    struct job job;
    bool gated, waits;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static struct loop *loop;
static struct pool *pool;
static struct flow flow;
static pthread_t runner, submitter, ran_on;
static int n_batches, n_running, n_done, n_loop, n_finished;
static bool open_gate;

/* ---- jobs ---- */

static void run(struct flow *of, struct job *job)
{
    struct test_job *t = (struct test_job *)job;

    if (t->waits)
        pool_waiting(pool, of, true);
    pthread_mutex_lock(&lock);
    ran_on = pthread_self();
    n_running++;
    pthread_cond_broadcast(&changed);
    while (t->gated && !open_gate)
        pthread_cond_wait(&changed, &lock);
    n_running--;
    pthread_mutex_unlock(&lock);
    if (t->waits)
        pool_waiting(pool, of, false);
    LOCK_SCOPE(&lock);
    n_done++;
    pthread_cond_broadcast(&changed);
    free(t);
}

static void batch_end(struct flow *of)
{
    LOCK_SCOPE(&lock);
    n_batches++;
}

static void drop(struct flow *of, struct job *job)
{
    free(job);
}

static void finished(struct flow *of)
{
    LOCK_SCOPE(&lock);
    n_finished++;
    pthread_cond_broadcast(&changed);
}

static const struct pool_ops ops = {
    .run = run,
    .batch_end = batch_end,
    .drop = drop,
    .finished = finished,
};

static void await(const int *counter, int value)
{
    LOCK_SCOPE(&lock);
    while (*counter < value)
        pthread_cond_wait(&changed, &lock);
}

/* How many batches have ended since it was asked last. */
static int take_batches(void)
{
    LOCK_SCOPE(&lock);
    int n = n_batches;

    n_batches = 0;
    return n;
}

/* ---- the loop ---- */

/* What is to be submitted in the loop. */
struct order {
    int count;
    struct test_job kind;
};

static void submit_in_loop(void *opaque)
{
    struct job_list jobs = STAILQ_HEAD_INITIALIZER(jobs);
    const struct order *order = opaque;

    for (int i = 0; i < order->count; i++) {
        struct test_job *t = malloc(sizeof(*t));

        *t = order->kind;
        STAILQ_INSERT_TAIL(&jobs, &t->job, next);
    }
    submitter = pthread_self();
    pool_submit(pool, &flow, &jobs);
}

static void count_in_loop(void *opaque)
{
    LOCK_SCOPE(&lock);
    n_loop++;
    pthread_cond_broadcast(&changed);
}

static void loop_turns(void)
{
    int before = n_loop;

    ck_assert_int_eq(loop_defer(loop, count_in_loop, NULL), 0);
    await(&n_loop, before + 1);
}

static void submit(struct order *order)
{
    ck_assert_int_eq(loop_defer(loop, submit_in_loop, order), 0);
}

static void *run_loop(void *opaque)
{
    ck_assert_int_eq(pool_run_loop(pool, loop), 0);
    return NULL;
}

static void start(unsigned min, unsigned max)
{
    const struct pool_size size = {
        .min = min, .max = max, .max_waiting = 100, .per_domain = 100, .idle_seconds = 1};

    n_batches = n_running = n_done = n_loop = n_finished = 0;
    open_gate = false;
    flow = (struct flow){0};
    loop = loop_new(NULL);
    pool = pool_new(&size, &ops);
    ck_assert_ptr_nonnull(loop);
    ck_assert_ptr_nonnull(pool);
    pool_flow_init(&flow, pool_trusted(pool), 50, 50);
    ck_assert_int_eq(pthread_create(&runner, NULL, run_loop, NULL), 0);
}

static void open_the_gate(void)
{
    LOCK_SCOPE(&lock);
    open_gate = true;
    pthread_cond_broadcast(&changed);
}

static void end(void)
{
    loop_quit(loop);
    pthread_join(runner, NULL);
    pool_flow_close(pool, &flow);
    await(&n_finished, 1);
    pool = pool_free(pool);
    loop = loop_free(loop);
}

/* ---- tests ---- */

START_TEST(cheap_jobs_run_on_the_thread_of_the_loop_in_one_batch)
{
    _Atomic uint32_t cost = CHEAP;
    struct order order = {.count = 5, .kind.job.cost = &cost};
    bool so = false;

    start(2, 4);
    /* A thread that loses its processor for a tick loses leadership as well. */
    for (int i = 1; i <= 1000 && !so; i++) {
        cost = CHEAP;
        take_batches();
        submit(&order);
        await(&n_done, 5 * i);
        loop_turns();
        so = pthread_equal(submitter, ran_on) && take_batches() == 1;
    }
    ck_assert(so);
    end();
}
END_TEST

START_TEST(dear_jobs_and_unknown_ones_run_elsewhere)
{
    _Atomic uint32_t dear = DEAR, unknown = 0;
    struct order a = {.count = 1, .kind = {.job.cost = &dear, .gated = true}};
    struct order b = {.count = 1, .kind = {.job.cost = &unknown, .gated = true}};
    struct order c = {.count = 1, .kind = {.gated = true}};

    start(2, 4);
    submit(&a);
    submit(&b);
    submit(&c);
    await(&n_running, 3); /* at the same time */
    loop_turns();
    open_the_gate();
    await(&n_done, 3);
    end();
}
END_TEST

START_TEST(a_cheap_job_that_says_it_waits_leaves_the_loop_to_others)
{
    _Atomic uint32_t cost = CHEAP;
    struct order order = {.count = 1, .kind = {.job.cost = &cost, .gated = true, .waits = true}};

    start(2, 4);
    submit(&order);
    await(&n_running, 1);
    loop_turns();
    open_the_gate();
    await(&n_done, 1);
    end();
    ck_assert_uint_gt(cost, CHEAP);
}
END_TEST

START_TEST(a_cheap_job_that_is_slow_and_says_nothing_loses_the_loop)
{
    _Atomic uint32_t cost = CHEAP;
    struct order order = {.count = 1, .kind = {.job.cost = &cost, .gated = true}};

    start(2, 4);
    submit(&order);
    await(&n_running, 1);
    loop_turns(); /* the watchdog has seen it */
    open_the_gate();
    await(&n_done, 1);
    end();
}
END_TEST

START_TEST(what_is_behind_a_slow_cheap_job_runs_meanwhile)
{
    _Atomic uint32_t cost = CHEAP, other = CHEAP;
    struct order slow = {.count = 1, .kind = {.job.cost = &cost, .gated = true}};
    struct order quick = {.count = 20, .kind.job.cost = &other};

    start(2, 4);
    submit(&slow);
    await(&n_running, 1);
    submit(&quick);
    await(&n_done, 20);
    open_the_gate();
    await(&n_done, 21);
    end();
}
END_TEST

START_TEST(no_more_jobs_run_than_the_workers_allow)
{
    _Atomic uint32_t cost = CHEAP;
    struct order dear = {.count = 2, .kind.gated = true};
    struct order cheap = {.count = 1, .kind = {.job.cost = &cost, .gated = true}};

    start(1, 2);
    submit(&dear);
    await(&n_running, 2);
    submit(&cheap);
    loop_turns();
    loop_turns();
    ck_assert_int_eq(n_running, 2);
    open_the_gate();
    await(&n_done, 3);
    end();
}
END_TEST

START_TEST(many_cheap_jobs_that_hang_do_not_stop_the_loop)
{
    _Atomic uint32_t cost = CHEAP;
    struct order order = {.count = 1, .kind = {.job.cost = &cost, .gated = true, .waits = true}};

    start(1, 2);
    for (int i = 1; i <= 30; i++) {
        cost = CHEAP;
        submit(&order);
        await(&n_running, i);
        loop_turns();
    }
    open_the_gate();
    await(&n_done, 30);
    end();
}
END_TEST

START_TEST(the_loop_quits_while_a_job_hangs)
{
    _Atomic uint32_t cost = CHEAP;
    struct order order = {.count = 1, .kind = {.job.cost = &cost, .gated = true, .waits = true}};

    start(1, 2);
    submit(&order);
    await(&n_running, 1);
    loop_quit(loop);
    pthread_join(runner, NULL);
    ck_assert_int_eq(pthread_create(&runner, NULL, run_loop, NULL), 0);
    loop_turns(); /* and may be run again */
    open_the_gate();
    await(&n_done, 1);
    end();
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("pool leader");
    TCase *tests = tcase_create("all");

    tcase_add_test(tests, cheap_jobs_run_on_the_thread_of_the_loop_in_one_batch);
    tcase_add_test(tests, dear_jobs_and_unknown_ones_run_elsewhere);
    tcase_add_test(tests, a_cheap_job_that_says_it_waits_leaves_the_loop_to_others);
    tcase_add_test(tests, a_cheap_job_that_is_slow_and_says_nothing_loses_the_loop);
    tcase_add_test(tests, what_is_behind_a_slow_cheap_job_runs_meanwhile);
    tcase_add_test(tests, no_more_jobs_run_than_the_workers_allow);
    tcase_add_test(tests, many_cheap_jobs_that_hang_do_not_stop_the_loop);
    tcase_add_test(tests, the_loop_quits_while_a_job_hangs);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
