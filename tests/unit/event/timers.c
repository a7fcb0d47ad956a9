/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Timers come in order, never early, and do not mind what callbacks do to them. */
#include <limits.h>

#include "event/timers.h"
#include "tests/unit/event/event_fixture.h"

static int64_t ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

START_TEST(a_timer_is_never_early_and_the_loop_does_not_spin_before_it)
{
    _cleanup_(loop_freep) struct loop *loop = LOOP();
    struct seen seen = {0};
    struct loop_stats stats;
    int64_t start = ns();

    ck_assert_int_gt(loop_add_timeout(loop, 7, on_timer, &seen, NULL), 0);
    while (seen.calls < 3)
        ck_assert_int_eq(loop_iterate(loop), 0);
    ck_assert_int_ge(ns() - start, 21 * 1000000);
    loop_get_stats(loop, &stats);
    ck_assert_int_eq((int)stats.iterations, 3);
}
END_TEST

START_TEST(timers_run_in_order_of_their_due_time)
{
    _cleanup_(loop_freep) struct loop *loop = LOOP();
    int counter = 0;
    struct seen late = {.counter = &counter}, early = late, middle = late, same = late;

    loop_add_timeout(loop, 8, on_timer, &late, NULL);
    loop_add_timeout(loop, 2, on_timer, &early, NULL);
    loop_add_timeout(loop, 5, on_timer, &middle, NULL);
    loop_add_timeout(loop, 8, on_timer, &same, NULL);
    usleep(10000); /* all are due: one iteration runs them */
    loop_iterate(loop);
    ck_assert_int_eq(early.order, 1);
    ck_assert_int_eq(middle.order, 2);
    ck_assert_int_eq(late.order, 3);
    ck_assert_int_eq(same.order, 4);
    ck_assert_int_eq(early.calls, 1);
}
END_TEST

START_TEST(frequency_0_runs_once_in_each_iteration)
{
    _cleanup_(loop_freep) struct loop *loop = LOOP();
    struct seen timer = {0}, handle = {0};
    int fds[2];

    make_pair(fds);
    loop_add_timeout(loop, 0, on_timer, &timer, NULL);
    loop_add_handle(loop, fds[0], W, on_handle, &handle, NULL);
    for (int i = 1; i <= 3; i++) {
        loop_iterate(loop);
        ck_assert_int_eq(timer.calls, i);
        ck_assert_int_eq(handle.calls, i);
    }
}
END_TEST

START_TEST(frequency_minus_1_is_off_until_an_update)
{
    _cleanup_(loop_freep) struct loop *loop = LOOP();
    struct seen seen = {0};
    int timer = loop_add_timeout(loop, -1, on_timer, &seen, NULL);

    loop_iterate_for(loop, 3);
    ck_assert_int_eq(seen.calls, 0);
    ck_assert_int_eq(loop_update_timeout(loop, timer, 0), 0);
    loop_iterate(loop);
    ck_assert_int_eq(seen.calls, 1);
    loop_update_timeout(loop, timer, -5);
    loop_iterate_for(loop, 0);
    ck_assert_int_eq(seen.calls, 1);
}
END_TEST

START_TEST(unknown_timers_and_missing_callbacks_are_refused)
{
    _cleanup_(loop_freep) struct loop *loop = LOOP();

    ck_assert_int_eq(loop_update_timeout(loop, 5, 0), -1);
    ck_assert_int_eq(errno, ENOENT);
    ck_assert_int_eq(loop_remove_timeout(loop, 5), -1);
    ck_assert_int_eq(loop_remove_timeout(loop, 0), -1);
    ck_assert_int_eq(loop_remove_timeout(loop, -1), -1);
    ck_assert_int_eq(errno, ENOENT);
    ck_assert_int_eq(loop_add_timeout(loop, 1, NULL, NULL, NULL), -1);
    ck_assert_int_eq(errno, EINVAL);
}
END_TEST

static void removes_itself(int timer, void *opaque)
{
    struct seen *seen = opaque;

    on_timer(timer, opaque);
    ck_assert_int_eq(loop_remove_timeout(seen->loop, timer), 0);
    ck_assert_int_eq(loop_remove_timeout(seen->loop, timer), -1);
    ck_assert_int_eq(seen->frees, 0);
}

START_TEST(a_timer_may_remove_itself_and_is_freed_once_after_it)
{
    _cleanup_(loop_freep) struct loop *loop = LOOP();
    struct seen seen = {.loop = loop};

    loop_add_timeout(loop, 0, removes_itself, &seen, on_free);
    loop_iterate(loop);
    loop_iterate_for(loop, 0);
    ck_assert_int_eq(seen.calls, 1);
    ck_assert_int_eq(seen.frees, 1);
}
END_TEST

static void removes_other(int timer, void *opaque)
{
    struct seen *seen = opaque;

    on_timer(timer, opaque);
    if (seen->calls == 1)
        ck_assert_int_eq(loop_remove_timeout(seen->loop, seen->other), 0);
}

START_TEST(a_timer_removed_by_an_earlier_one_is_not_called)
{
    _cleanup_(loop_freep) struct loop *loop = LOOP();
    struct seen first = {.loop = loop}, second = {0};

    loop_add_timeout(loop, 0, removes_other, &first, NULL);
    first.other = loop_add_timeout(loop, 0, on_timer, &second, on_free);
    loop_iterate(loop);
    loop_iterate(loop);
    ck_assert_int_eq(first.calls, 2);
    ck_assert_int_eq(second.calls, 0);
    ck_assert_int_eq(second.frees, 1);
}
END_TEST

static void puts_other_off(int timer, void *opaque)
{
    struct seen *seen = opaque;

    on_timer(timer, opaque);
    loop_update_timeout(seen->loop, seen->other, 60000);
}

START_TEST(a_timer_put_off_by_an_earlier_one_is_not_called)
{
    _cleanup_(loop_freep) struct loop *loop = LOOP();
    struct seen first = {.loop = loop}, second = {0};

    loop_add_timeout(loop, 0, puts_other_off, &first, NULL);
    first.other = loop_add_timeout(loop, 0, on_timer, &second, NULL);
    loop_iterate(loop);
    ck_assert_int_eq(first.calls, 1);
    ck_assert_int_eq(second.calls, 0);
}
END_TEST

static void adds_other(int timer, void *opaque)
{
    struct seen *seen = opaque;

    on_timer(timer, opaque);
    loop_remove_timeout(seen->loop, timer);
    ck_assert_int_gt(loop_add_timeout(seen->loop, 0, on_timer, seen + 1, NULL), 0);
}

START_TEST(a_timer_added_by_a_callback_waits_for_the_next_iteration)
{
    _cleanup_(loop_freep) struct loop *loop = LOOP();
    struct seen seen[2] = {{.loop = loop}};

    loop_add_timeout(loop, 0, adds_other, &seen[0], NULL);
    loop_iterate(loop);
    ck_assert_int_eq(seen[1].calls, 0);
    loop_iterate(loop);
    ck_assert_int_eq(seen[1].calls, 1);
}
END_TEST

static void runs_nested(int timer, void *opaque)
{
    struct seen *seen = opaque;

    on_timer(timer, opaque);
    loop_iterate_for(seen->loop, 0);
}

START_TEST(a_nested_run_does_not_call_the_timer_that_runs_it)
{
    _cleanup_(loop_freep) struct loop *loop = LOOP();
    struct seen outer = {.loop = loop}, other = {0};

    loop_add_timeout(loop, 0, runs_nested, &outer, NULL);
    loop_add_timeout(loop, 0, on_timer, &other, NULL);
    loop_iterate(loop);
    ck_assert_int_eq(outer.calls, 1);
    ck_assert_int_ge(other.calls, 1);
    loop_iterate(loop);
    ck_assert_int_eq(outer.calls, 2);
}
END_TEST

START_TEST(the_longest_frequency_does_not_overflow)
{
    _cleanup_(loop_freep) struct loop *loop = LOOP();
    struct seen seen = {0};

    loop_add_timeout(loop, INT_MAX, on_timer, &seen, NULL);
    loop_iterate_for(loop, 1);
    ck_assert_int_eq(seen.calls, 0);
}
END_TEST

/* ---- the heap and the numbers, without a loop ---- */

static void no_call(int timer, void *opaque)
{
}

START_TEST(the_heap_stays_in_order_under_random_changes)
{
    enum { COUNT = 500 };
    struct timers timers = {0};
    struct timer *timer;
    int64_t last = 0, now = 0;
    int ids[COUNT];

    srandom(1);
    for (int i = 0; i < COUNT; i++)
        ids[i] = timers_add(&timers, now, (int)(random() % 1000), no_call, NULL, NULL);
    for (int i = 0; i < 2000; i++)
        ck_assert_int_eq(
            timers_update(&timers, now, ids[random() % COUNT], (int)(random() % 1000) - 100), 0);
    for (int i = 0; i < COUNT; i += 5)
        free(timers_remove(&timers, ids[i]));
    while ((now = timers_next(&timers)) != TIMERS_NEVER) {
        ck_assert_int_ge(now, last);
        last = now;
        timer = timers_pop(&timers, now, timers.sequence);
        ck_assert_ptr_nonnull(timer);
        free(timers_remove(&timers, timer->id));
    }
    for (int i = 0; i < COUNT; i++)
        free(timers_remove(&timers, ids[i])); /* those that were off */
    ck_assert_int_eq((int)timers.ids.used, 0);
    timers_done(&timers);
}
END_TEST

START_TEST(a_late_timer_runs_once_and_starts_from_then)
{
    struct timers timers = {0};
    int id = timers_add(&timers, 0, 10, no_call, NULL, NULL);

    ck_assert_ptr_nonnull(timers_pop(&timers, 95 * 1000000, timers.sequence));
    ck_assert_ptr_null(timers_pop(&timers, 95 * 1000000, timers.sequence));
    ck_assert_int_eq(timers_next(&timers), 105 * 1000000);
    free(timers_remove(&timers, id));
    timers_done(&timers);
}
END_TEST

START_TEST(a_number_is_not_given_out_again_soon_and_survives_the_end_of_the_range)
{
    struct ids ids = {.last = INT_MAX - 3};
    int object;
    int given[64];

    for (int i = 0; i < 64; i++) {
        given[i] = ids_add(&ids, &object);
        ck_assert_int_gt(given[i], 0);
        for (int j = 0; j < i; j++)
            ck_assert_int_ne(given[i], given[j]);
    }
    for (int i = 0; i < 64; i++)
        ck_assert_ptr_eq(ids_remove(&ids, given[i]), &object);
    ck_assert_ptr_null(ids_get(&ids, given[0]));
    ck_assert_int_ne(ids_add(&ids, &object), given[63]);
    ids_done(&ids);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("event timers");
    TCase *tcase = tcase_create("contract");

    add_for_all(tcase, a_timer_is_never_early_and_the_loop_does_not_spin_before_it);
    add_for_all(tcase, timers_run_in_order_of_their_due_time);
    add_for_all(tcase, frequency_0_runs_once_in_each_iteration);
    add_for_all(tcase, frequency_minus_1_is_off_until_an_update);
    add_for_all(tcase, unknown_timers_and_missing_callbacks_are_refused);
    add_for_all(tcase, a_timer_may_remove_itself_and_is_freed_once_after_it);
    add_for_all(tcase, a_timer_removed_by_an_earlier_one_is_not_called);
    add_for_all(tcase, a_timer_put_off_by_an_earlier_one_is_not_called);
    add_for_all(tcase, a_timer_added_by_a_callback_waits_for_the_next_iteration);
    add_for_all(tcase, a_nested_run_does_not_call_the_timer_that_runs_it);
    add_for_all(tcase, the_longest_frequency_does_not_overflow);
    tcase_add_test(tcase, the_heap_stays_in_order_under_random_changes);
    tcase_add_test(tcase, a_late_timer_runs_once_and_starts_from_then);
    tcase_add_test(tcase, a_number_is_not_given_out_again_soon_and_survives_the_end_of_the_range);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
