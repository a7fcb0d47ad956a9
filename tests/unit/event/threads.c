/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Other threads change a loop that sleeps or runs, and wake it no more than needed. */
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

#include "tests/unit/event/event_fixture.h"

/* A loop that runs in a thread of its own until it is told to quit. */
struct runner {
    struct loop *loop;
    pthread_t thread;
};

static void *run(void *opaque)
{
    struct runner *runner = opaque;

    ck_assert_int_eq(loop_run(runner->loop), 0);
    return NULL;
}

static void runner_start(struct runner *runner, const char *backend)
{
    runner->loop = loop_new(backend);
    ck_assert_ptr_nonnull(runner->loop);
    ck_assert_int_eq(pthread_create(&runner->thread, NULL, run, runner), 0);
}

static void runner_stop(struct runner *runner)
{
    loop_quit(runner->loop);
    pthread_join(runner->thread, NULL);
    runner->loop = loop_free(runner->loop);
}

/* What the callbacks below count, waited for with a condition rather than with sleeps. */
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t cond = PTHREAD_COND_INITIALIZER;

static void count(int *counter)
{
    LOCK_SCOPE(&mutex);

    ++*counter;
    pthread_cond_broadcast(&cond);
}

static void await(const int *counter, int value)
{
    LOCK_SCOPE(&mutex);

    while (*counter < value)
        pthread_cond_wait(&cond, &mutex);
}

static void count_handle(int watch, int fd, int events, void *opaque)
{
    char c;

    if (read(fd, &c, 1) == 1)
        count(opaque);
}

static void count_timer(int timer, void *opaque)
{
    count(opaque);
}

static void count_any(void *opaque)
{
    count(opaque);
}

/* Returns when the loop has dealt with all that was there before the call, and sleeps. */
static void let_it_sleep(struct runner *runner)
{
    struct loop_stats stats;
    int passed = 0;

    ck_assert_int_eq(loop_defer(runner->loop, count_any, &passed), 0);
    await(&passed, 1);
    do {
        sched_yield();
        loop_get_stats(runner->loop, &stats);
    } while (!stats.sleeping);
}

START_TEST(a_watch_added_from_another_thread_reaches_a_sleeping_loop)
{
    struct runner runner;
    int calls = 0;
    int fds[2];
    int watch;

    make_pair(fds);
    poke(fds[1]);
    runner_start(&runner, backends[_i]);
    let_it_sleep(&runner);
    watch = loop_add_handle(runner.loop, fds[0], R, count_handle, &calls, NULL);
    await(&calls, 1);
    loop_update_handle(runner.loop, watch, 0);
    poke(fds[1]);
    let_it_sleep(&runner);
    ck_assert_int_eq(calls, 1);
    loop_update_handle(runner.loop, watch, R);
    await(&calls, 2);
    ck_assert_int_eq(loop_remove_handle(runner.loop, watch), 0);
    poke(fds[1]);
    let_it_sleep(&runner);
    ck_assert_int_eq(calls, 2);
    runner_stop(&runner);
}
END_TEST

START_TEST(a_regular_file_added_from_another_thread_wakes_the_loop)
{
    struct runner runner;
    int calls = 0;
    FILE *file = tmpfile();

    fputs("xxxx", file);
    rewind(file);
    runner_start(&runner, backends[_i]);
    let_it_sleep(&runner);
    loop_add_handle(runner.loop, fileno(file), R, count_handle, &calls, NULL);
    await(&calls, 2);
    runner_stop(&runner);
    fclose(file);
}
END_TEST

START_TEST(a_removal_from_another_thread_is_freed_by_a_sleeping_loop)
{
    struct runner runner;
    int frees = 0;
    int fds[2];

    make_pair(fds);
    runner_start(&runner, backends[_i]);
    let_it_sleep(&runner);
    loop_remove_handle(runner.loop,
                       loop_add_handle(runner.loop, fds[0], R, count_handle, NULL, NULL));
    loop_remove_handle(runner.loop,
                       loop_add_handle(runner.loop, fds[0], R, count_handle, &frees, count_any));
    await(&frees, 1);
    loop_remove_timeout(runner.loop,
                        loop_add_timeout(runner.loop, -1, count_timer, &frees, count_any));
    await(&frees, 2);
    runner_stop(&runner);
    ck_assert_int_eq(frees, 2);
}
END_TEST

/* A callback that is under way while another thread removes its watch. */
struct gate {
    int entered, opened, left, freed;
};

static void passes_gate(int watch, int fd, int events, void *opaque)
{
    struct gate *gate = opaque;

    count(&gate->entered);
    await(&gate->opened, 1);
    count(&gate->left);
}

static void frees_gate(void *opaque)
{
    struct gate *gate = opaque;

    ck_assert_int_eq(gate->left, 1);
    count(&gate->freed);
}

START_TEST(removed_from_another_thread_in_mid_call_it_is_freed_after_that_call)
{
    struct runner runner;
    struct gate gate = {0};
    int fds[2];
    int watch;

    make_pair(fds);
    runner_start(&runner, backends[_i]);
    watch = loop_add_handle(runner.loop, fds[0], W, passes_gate, &gate, frees_gate);
    await(&gate.entered, 1);
    ck_assert_int_eq(loop_remove_handle(runner.loop, watch), 0);
    ck_assert_int_eq(gate.freed, 0);
    count(&gate.opened);
    await(&gate.freed, 1);
    runner_stop(&runner);
    ck_assert_int_eq(gate.entered, 1);
}
END_TEST

START_TEST(an_update_from_another_thread_shortens_a_sleep)
{
    struct runner runner;
    int calls = 0;
    int timer;
    int64_t start = now_ms();

    runner_start(&runner, backends[_i]);
    timer = loop_add_timeout(runner.loop, 60000, count_timer, &calls, NULL);
    let_it_sleep(&runner);
    loop_update_timeout(runner.loop, timer, 1);
    await(&calls, 1);
    ck_assert_int_lt(now_ms() - start, 30000);
    runner_stop(&runner);
}
END_TEST

START_TEST(a_later_timer_from_another_thread_wakes_nobody)
{
    struct runner runner;
    struct loop_stats before, after;
    int calls = 0;

    runner_start(&runner, backends[_i]);
    loop_add_timeout(runner.loop, 60000, count_timer, &calls, NULL);
    let_it_sleep(&runner);
    loop_get_stats(runner.loop, &before);
    loop_add_timeout(runner.loop, 90000, count_timer, &calls, NULL);
    loop_add_timeout(runner.loop, -1, count_timer, &calls, NULL);
    loop_get_stats(runner.loop, &after);
    ck_assert_int_eq((int)after.wakeups, (int)before.wakeups);
    runner_stop(&runner);
}
END_TEST

START_TEST(wakeups_of_a_sleeping_loop_coalesce)
{
    _cleanup_(loop_freep) struct loop *loop = LOOP();
    struct loop_stats stats;

    /* Nobody sleeps: any number of wake-ups is one sleep that does not begin, and no write. */
    for (int i = 0; i < 100; i++)
        loop_wakeup(loop);
    ck_assert_int_eq(loop_iterate(loop), 0);
    loop_get_stats(loop, &stats);
    ck_assert_int_eq((int)stats.wakeups, 0);
    ck_assert_int_eq((int)stats.iterations, 1);
    /* And it counts for one iteration only. */
    loop_iterate_for(loop, 2);
    loop_get_stats(loop, &stats);
    ck_assert_int_eq((int)stats.iterations, 2);
}
END_TEST

START_TEST(a_wakeup_costs_at_most_one_write_an_iteration)
{
    struct runner runner;
    struct loop_stats stats;

    runner_start(&runner, backends[_i]);
    for (int i = 0; i < 10000; i++)
        loop_wakeup(runner.loop);
    loop_get_stats(runner.loop, &stats);
    ck_assert_int_le((int)stats.wakeups, (int)stats.iterations);
    let_it_sleep(&runner);
    loop_get_stats(runner.loop, &stats);
    ck_assert_int_le((int)stats.wakeups, (int)stats.iterations);
    runner_stop(&runner);
}
END_TEST

static void adds_and_removes(int timer, void *opaque)
{
    struct seen *seen = opaque;
    int watch = loop_add_handle(seen->loop, seen->fd, R, on_handle, seen, on_free);

    loop_update_handle(seen->loop, watch, W);
    loop_remove_handle(seen->loop, watch);
    loop_remove_timeout(seen->loop, loop_add_timeout(seen->loop, 0, on_timer, seen, NULL));
    loop_update_timeout(seen->loop, timer, -1);
    loop_wakeup(seen->loop);
}

START_TEST(changes_from_the_loops_own_thread_write_no_wakeup)
{
    _cleanup_(loop_freep) struct loop *loop = LOOP();
    struct loop_stats stats;
    int fds[2];
    struct seen seen = {.loop = loop};

    make_pair(fds);
    seen.fd = fds[0];
    loop_add_timeout(loop, 0, adds_and_removes, &seen, NULL);
    loop_iterate(loop);
    loop_iterate(loop);
    loop_get_stats(loop, &stats);
    ck_assert_int_eq(seen.frees, 1);
    ck_assert_int_eq((int)stats.wakeups, 0);
}
END_TEST

static void note_order(void *opaque)
{
    struct seen *seen = opaque;

    seen->order = ++*seen->counter;
}

START_TEST(deferred_work_runs_in_order_in_the_loop)
{
    _cleanup_(loop_freep) struct loop *loop = LOOP();
    int counter = 0;
    struct seen first = {.counter = &counter}, second = first;

    ck_assert_int_eq(loop_defer(loop, note_order, &first), 0);
    ck_assert_int_eq(loop_defer(loop, note_order, &second), 0);
    ck_assert_int_eq(counter, 0);
    loop_iterate(loop);
    ck_assert_int_eq(first.order, 1);
    ck_assert_int_eq(second.order, 2);
}
END_TEST

/* A task of the caller's own, which defers itself once more. */
struct twice {
    struct loop *loop;
    struct loop_task task;
    int calls;
};

static void run_twice(void *opaque)
{
    struct twice *twice = opaque;

    if (++twice->calls == 1)
        ck_assert_int_eq(loop_defer_task(twice->loop, &twice->task), 0);
}

START_TEST(a_task_may_be_deferred_again_as_soon_as_it_runs)
{
    _cleanup_(loop_freep) struct loop *loop = LOOP();
    struct twice twice = {.loop = loop, .task = {.fn = run_twice, .opaque = &twice}};
    int counter = 0;
    struct seen between = {.counter = &counter};

    ck_assert_int_eq(loop_defer_task(loop, &twice.task), 0);
    ck_assert_int_eq(loop_defer(loop, note_order, &between), 0);
    loop_iterate(loop);
    ck_assert_int_eq(twice.calls, 2);
    ck_assert_int_eq(between.order, 1);
}
END_TEST

START_TEST(deferred_work_is_not_lost_when_the_loop_ends)
{
    struct loop *loop = LOOP();
    int counter = 0;
    struct seen seen = {.counter = &counter};

    loop_defer(loop, note_order, &seen);
    loop_free(loop);
    ck_assert_int_eq(counter, 1);
}
END_TEST

START_TEST(deferred_work_reaches_a_sleeping_loop)
{
    struct runner runner;
    int calls = 0;

    runner_start(&runner, backends[_i]);
    for (int i = 1; i <= 3; i++) {
        let_it_sleep(&runner);
        loop_defer(runner.loop, count_any, &calls);
        await(&calls, i);
    }
    runner_stop(&runner);
}
END_TEST

START_TEST(quit_before_run_is_kept_for_it)
{
    _cleanup_(loop_freep) struct loop *loop = LOOP();

    loop_quit(loop);
    ck_assert_int_eq(loop_run(loop), 0);
}
END_TEST

/* ---- everybody at once ---- */

struct crowd {
    struct loop *loop;
    atomic_int calls, added, freed;
};

static void crowd_free(void *opaque)
{
    struct crowd *crowd = opaque;

    atomic_fetch_add(&crowd->freed, 1);
}

static void crowd_handle(int watch, int fd, int events, void *opaque)
{
    struct crowd *crowd = opaque;

    atomic_fetch_add(&crowd->calls, 1);
}

static void crowd_timer(int timer, void *opaque)
{
    crowd_handle(timer, -1, 0, opaque);
}

static void *crowd_member(void *opaque)
{
    struct crowd *crowd = opaque;

    for (int i = 0; i < 300; i++) {
        int fds[2];
        int watches[2], timer;

        make_pair(fds);
        watches[0] = loop_add_handle(crowd->loop, fds[0], R | W, crowd_handle, crowd, crowd_free);
        watches[1] = loop_add_handle(crowd->loop, fds[0], R, crowd_handle, crowd, crowd_free);
        timer = loop_add_timeout(crowd->loop, i % 3, crowd_timer, crowd, crowd_free);
        poke(fds[1]);
        loop_update_handle(crowd->loop, watches[0], R);
        loop_update_timeout(crowd->loop, timer, 0);
        loop_remove_handle(crowd->loop, watches[i % 2]);
        loop_remove_timeout(crowd->loop, timer);
        loop_remove_handle(crowd->loop, watches[!(i % 2)]);
        close(fds[0]);
        close(fds[1]);
        atomic_fetch_add(&crowd->added, 3);
    }
    return NULL;
}

START_TEST(many_threads_change_a_running_loop_and_each_free_callback_runs_once)
{
    struct runner runner;
    struct crowd crowd = {0};
    pthread_t threads[4];

    runner_start(&runner, backends[_i]);
    crowd.loop = runner.loop;
    for (size_t i = 0; i < ARRAY_SIZE(threads); i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, crowd_member, &crowd), 0);
    for (size_t i = 0; i < ARRAY_SIZE(threads); i++)
        pthread_join(threads[i], NULL);
    runner_stop(&runner);
    ck_assert_int_eq(crowd.added, 4 * 300 * 3);
    ck_assert_int_eq(crowd.freed, crowd.added);
}
END_TEST

static void *iterates(void *opaque)
{
    for (int i = 0; i < 200; i++)
        ck_assert_int_eq(loop_iterate(opaque), 0);
    return NULL;
}

static void must_be_alone(int timer, void *opaque)
{
    int *inside = opaque; /* not atomic: the thread sanitizer tells if they meet */

    ck_assert_int_eq(++*inside, 1);
    --*inside;
}

START_TEST(two_threads_that_run_a_loop_take_turns)
{
    _cleanup_(loop_freep) struct loop *loop = LOOP();
    pthread_t threads[2];
    int inside = 0;

    loop_add_timeout(loop, 0, must_be_alone, &inside, NULL);
    for (size_t i = 0; i < ARRAY_SIZE(threads); i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, iterates, loop), 0);
    for (size_t i = 0; i < ARRAY_SIZE(threads); i++)
        pthread_join(threads[i], NULL);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("event threads");
    TCase *tcase = tcase_create("contract");

    tcase_set_timeout(tcase, 30);
    add_for_all(tcase, a_watch_added_from_another_thread_reaches_a_sleeping_loop);
    add_for_all(tcase, a_regular_file_added_from_another_thread_wakes_the_loop);
    add_for_all(tcase, a_removal_from_another_thread_is_freed_by_a_sleeping_loop);
    add_for_all(tcase, removed_from_another_thread_in_mid_call_it_is_freed_after_that_call);
    add_for_all(tcase, an_update_from_another_thread_shortens_a_sleep);
    add_for_all(tcase, a_later_timer_from_another_thread_wakes_nobody);
    add_for_all(tcase, wakeups_of_a_sleeping_loop_coalesce);
    add_for_all(tcase, a_wakeup_costs_at_most_one_write_an_iteration);
    add_for_all(tcase, changes_from_the_loops_own_thread_write_no_wakeup);
    add_for_all(tcase, deferred_work_runs_in_order_in_the_loop);
    add_for_all(tcase, a_task_may_be_deferred_again_as_soon_as_it_runs);
    add_for_all(tcase, deferred_work_is_not_lost_when_the_loop_ends);
    add_for_all(tcase, deferred_work_reaches_a_sleeping_loop);
    add_for_all(tcase, quit_before_run_is_kept_for_it);
    add_for_all(tcase, many_threads_change_a_running_loop_and_each_free_callback_runs_once);
    add_for_all(tcase, two_threads_that_run_a_loop_take_turns);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
