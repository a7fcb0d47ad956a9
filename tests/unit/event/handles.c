/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Watches on file descriptors keep their contract, whatever a callback does. */
#include <signal.h>
#include <sys/epoll.h>
#include <sys/time.h>

#include "common/clock.h"
#include "event/nodes.h"
#include "tests/unit/event/event_fixture.h"

START_TEST(a_readable_fd_is_reported)
{
    _cleanup_(loop_freep) struct loop *loop = LOOP();
    struct seen seen = {0};
    int fds[2];
    int watch;

    make_pair(fds);
    watch = loop_add_handle(loop, fds[0], R, on_handle, &seen, NULL);
    ck_assert_int_gt(watch, 0);
    ck_assert_int_eq(loop_iterate_for(loop, 0), 0);
    ck_assert_int_eq(seen.calls, 0);
    poke(fds[1]);
    ck_assert_int_eq(loop_iterate(loop), 0);
    ck_assert_int_eq(seen.calls, 1);
    ck_assert_int_eq(seen.id, watch);
    ck_assert_int_eq(seen.fd, fds[0]);
    ck_assert_int_eq(seen.events, R);
}
END_TEST

START_TEST(readiness_is_reported_until_it_is_consumed)
{
    _cleanup_(loop_freep) struct loop *loop = LOOP();
    struct seen seen = {0};
    int fds[2];

    make_pair(fds);
    loop_add_handle(loop, fds[0], R | W, on_handle, &seen, NULL);
    loop_iterate(loop);
    loop_iterate(loop);
    ck_assert_int_eq(seen.calls, 2);
    ck_assert_int_eq(seen.events, W);
}
END_TEST

START_TEST(two_watches_on_one_fd_each_hear_what_they_want)
{
    _cleanup_(loop_freep) struct loop *loop = LOOP();
    struct seen reader = {0}, writer = {0};
    int fds[2];
    int watch;

    make_pair(fds);
    watch = loop_add_handle(loop, fds[0], R, on_handle, &reader, NULL);
    loop_add_handle(loop, fds[0], W, on_handle, &writer, NULL);
    loop_iterate(loop);
    ck_assert_int_eq(reader.calls, 0);
    ck_assert_int_eq(writer.events, W);
    poke(fds[1]);
    loop_iterate(loop);
    ck_assert_int_eq(reader.events, R);
    ck_assert_int_eq(writer.events, W);
    loop_remove_handle(loop, watch);
    loop_iterate(loop);
    ck_assert_int_eq(reader.calls, 1);
    ck_assert_int_eq(writer.calls, 3);
}
END_TEST

START_TEST(a_hangup_is_reported_to_whoever_wants_anything)
{
    _cleanup_(loop_freep) struct loop *loop = LOOP();
    struct seen wants = {0}, off = {0}, only_errors = {0};
    int fds[2];

    ck_assert_int_eq(pipe(fds), 0);
    loop_add_handle(loop, fds[0], R, on_handle, &wants, NULL);
    loop_add_handle(loop, fds[0], 0, on_handle, &off, NULL);
    loop_add_handle(loop, fds[0], E, on_handle, &only_errors, NULL);
    close(fds[1]);
    loop_iterate(loop);
    ck_assert_int_eq(wants.events, H);
    ck_assert_int_eq(only_errors.events, H);
    ck_assert_int_eq(off.calls, 0);
}
END_TEST

START_TEST(an_error_is_reported_as_one)
{
    _cleanup_(loop_freep) struct loop *loop = LOOP();
    struct seen seen = {0};
    int fds[2];

    ck_assert_int_eq(pipe(fds), 0);
    loop_add_handle(loop, fds[1], W, on_handle, &seen, NULL);
    close(fds[0]);
    loop_iterate(loop);
    ck_assert_int_eq(seen.events, W | E);
}
END_TEST

START_TEST(a_watch_that_wants_nothing_is_silent_at_a_hangup)
{
    _cleanup_(loop_freep) struct loop *loop = LOOP();
    struct seen seen = {0};
    struct loop_stats stats;
    int fds[2];
    int watch;

    make_pair(fds);
    watch = loop_add_handle(loop, fds[0], R, on_handle, &seen, NULL);
    loop_update_handle(loop, watch, 0);
    close(fds[1]);
    loop_iterate_for(loop, 5);
    loop_get_stats(loop, &stats);
    ck_assert_int_eq(seen.calls, 0);
    ck_assert_int_eq((int)stats.iterations, 1);
    loop_update_handle(loop, watch, R);
    loop_iterate(loop);
    ck_assert_int_eq(seen.events, R | H);
}
END_TEST

START_TEST(a_regular_file_is_always_ready)
{
    _cleanup_(loop_freep) struct loop *loop = LOOP();
    struct seen reader = {0}, both = {0};
    char path[] = "/tmp/vireo-event-XXXXXX";
    int fd = mkstemp(path);
    int watch;

    ck_assert_int_ge(fd, 0);
    unlink(path);
    watch = loop_add_handle(loop, fd, R, on_handle, &reader, NULL);
    ck_assert_int_gt(watch, 0);
    ck_assert_int_gt(loop_add_handle(loop, fd, R | W, on_handle, &both, NULL), 0);
    loop_iterate(loop);
    loop_iterate(loop);
    ck_assert_int_eq(reader.calls, 2);
    ck_assert_int_eq(reader.events, R);
    ck_assert_int_eq(both.events, R | W);
    loop_update_handle(loop, watch, 0);
    loop_iterate(loop);
    ck_assert_int_eq(reader.calls, 2);
    ck_assert_int_eq(both.calls, 3);
    close(fd);
    loop_iterate_for(loop, 0);
    ck_assert_int_eq(both.calls, 3);
}
END_TEST

START_TEST(the_kernel_still_refuses_regular_files_in_epoll)
{
    struct epoll_event event = {.events = EPOLLIN};
    _cleanup_close_ int epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    char path[] = "/tmp/vireo-event-XXXXXX";
    _cleanup_close_ int fd = mkstemp(path);

    unlink(path);
    ck_assert_int_eq(epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fd, &event), -1);
    ck_assert_int_eq(errno, EPERM);
}
END_TEST

START_TEST(a_bad_fd_a_missing_callback_and_an_unknown_watch_are_refused)
{
    _cleanup_(loop_freep) struct loop *loop = LOOP();
    struct seen seen = {0};
    int fds[2];

    make_pair(fds);
    close(fds[1]);
    ck_assert_int_eq(loop_add_handle(loop, -1, R, on_handle, &seen, on_free), -1);
    ck_assert_int_eq(errno, EBADF);
    ck_assert_int_eq(loop_add_handle(loop, fds[1], R, on_handle, &seen, on_free), -1);
    ck_assert_int_eq(errno, EBADF);
    ck_assert_int_eq(loop_add_handle(loop, fds[0], R, NULL, &seen, on_free), -1);
    ck_assert_int_eq(errno, EINVAL);
    ck_assert_int_eq(loop_update_handle(loop, 99, R), -1);
    ck_assert_int_eq(loop_remove_handle(loop, 99), -1);
    ck_assert_int_eq(errno, ENOENT);
    ck_assert_int_eq(loop_remove_handle(loop, 0), -1);
    ck_assert_int_eq(loop_remove_handle(loop, -1), -1);
    loop_iterate_for(loop, 0);
    ck_assert_int_eq(seen.frees, 0);
}
END_TEST

/* ---- what callbacks do ---- */

static void removes_itself(int watch, int fd, int events, void *opaque)
{
    struct seen *seen = opaque;

    on_handle(watch, fd, events, opaque);
    ck_assert_int_eq(loop_remove_handle(seen->loop, watch), 0);
    ck_assert_int_eq(loop_remove_handle(seen->loop, watch), -1);
    ck_assert_int_eq(seen->frees, 0);
}

START_TEST(a_callback_may_remove_itself_and_is_freed_once_after_it)
{
    _cleanup_(loop_freep) struct loop *loop = LOOP();
    struct seen seen = {.loop = loop};
    int fds[2];

    make_pair(fds);
    loop_add_handle(loop, fds[0], W, removes_itself, &seen, on_free);
    loop_iterate(loop);
    loop_iterate_for(loop, 0);
    ck_assert_int_eq(seen.calls, 1);
    ck_assert_int_eq(seen.frees, 1);
}
END_TEST

static void removes_other(int watch, int fd, int events, void *opaque)
{
    struct seen *seen = opaque;

    on_handle(watch, fd, events, opaque);
    if (seen->calls == 1)
        ck_assert_int_eq(loop_remove_handle(seen->loop, seen->other), 0);
}

START_TEST(a_watch_removed_by_an_earlier_callback_is_not_called)
{
    _cleanup_(loop_freep) struct loop *loop = LOOP();
    struct seen first = {.loop = loop}, second = {.loop = loop};
    int fds[2];

    make_pair(fds);
    loop_add_handle(loop, fds[0], W, removes_other, &first, on_free);
    first.other = loop_add_handle(loop, fds[1], W, on_handle, &second, on_free);
    /* Whichever comes first in the kernel's order, the second one hears nothing after removal. */
    loop_iterate(loop);
    ck_assert_int_eq(first.calls, 1);
    ck_assert_int_le(second.calls, 1);
    ck_assert_int_eq(second.frees, 1);
    loop_iterate(loop);
    ck_assert_int_le(second.calls, 1);
}
END_TEST

START_TEST(a_watch_on_the_same_fd_removed_by_an_earlier_callback_is_not_called)
{
    _cleanup_(loop_freep) struct loop *loop = LOOP();
    struct seen first = {.loop = loop}, second = {.loop = loop};
    int fds[2];

    make_pair(fds);
    loop_add_handle(loop, fds[0], W, removes_other, &first, NULL);
    first.other = loop_add_handle(loop, fds[0], W, on_handle, &second, on_free);
    loop_iterate(loop);
    ck_assert_int_eq(second.calls, 0);
    ck_assert_int_eq(second.frees, 1);
}
END_TEST

static void turns_other_off(int watch, int fd, int events, void *opaque)
{
    struct seen *seen = opaque;

    on_handle(watch, fd, events, opaque);
    loop_update_handle(seen->loop, seen->other, 0);
}

START_TEST(a_watch_updated_by_an_earlier_callback_hears_only_what_it_wants_now)
{
    _cleanup_(loop_freep) struct loop *loop = LOOP();
    struct seen first = {.loop = loop}, second = {0};
    int fds[2];

    make_pair(fds);
    loop_add_handle(loop, fds[0], W, turns_other_off, &first, NULL);
    first.other = loop_add_handle(loop, fds[0], W, on_handle, &second, NULL);
    loop_iterate(loop);
    ck_assert_int_eq(first.calls, 1);
    ck_assert_int_eq(second.calls, 0);
}
END_TEST

static void adds_other(int watch, int fd, int events, void *opaque)
{
    struct seen *seen = opaque;

    on_handle(watch, fd, events, opaque);
    loop_remove_handle(seen->loop, watch);
    seen->other = loop_add_handle(seen->loop, fd, W, on_handle, seen + 1, NULL);
}

START_TEST(a_watch_added_by_a_callback_is_called_in_the_next_iteration)
{
    _cleanup_(loop_freep) struct loop *loop = LOOP();
    struct seen seen[2] = {{.loop = loop}};
    int fds[2];

    make_pair(fds);
    loop_add_handle(loop, fds[0], W, adds_other, &seen[0], NULL);
    loop_iterate(loop);
    ck_assert_int_eq(seen[1].calls, 0);
    loop_iterate(loop);
    ck_assert_int_eq(seen[1].calls, 1);
    ck_assert_int_eq(seen[1].id, seen[0].other);
}
END_TEST

/* Closes the fd of `other` and opens another file under the same number. */
static void reuses_number(int watch, int fd, int events, void *opaque)
{
    struct seen *seen = opaque;
    int fds[2];

    on_handle(watch, fd, events, opaque);
    if (seen->calls > 1)
        return;
    make_pair(fds);
    if (seen->id % 2)
        loop_remove_handle(seen->loop, seen->other);
    ck_assert_int_eq(dup2(fds[0], seen[1].fd), seen[1].fd);
    ck_assert_int_gt(loop_add_handle(seen->loop, seen[1].fd, R, on_handle, seen + 2, NULL), 0);
    if (seen->id % 2 == 0)
        loop_remove_handle(seen->loop, seen->other);
    seen[2].other = fds[1];
}

START_TEST(a_new_file_under_a_closed_number_does_not_get_the_old_ones_events)
{
    struct loop *loop = loop_new(backends[_i % 2]);
    struct seen seen[3] = {{.loop = loop}};
    struct seen filler = {0};
    int fds[2];

    make_pair(fds);
    /* Even and odd watch numbers: close before the removal, and after it. */
    if (_i >= 2)
        loop_remove_handle(loop, loop_add_handle(loop, fds[0], R, on_handle, &filler, NULL));
    poke(fds[1]);
    loop_add_handle(loop, fds[0], R, reuses_number, &seen[0], NULL);
    seen[1].fd = dup(fds[0]);
    seen[0].other = loop_add_handle(loop, seen[1].fd, R, on_handle, &seen[1], NULL);
    loop_iterate(loop);
    loop_iterate(loop);
    loop_iterate(loop);
    ck_assert_int_eq(seen[0].calls, 3);
    ck_assert_int_eq(seen[2].calls, 0);
    poke(seen[2].other);
    loop_iterate(loop);
    ck_assert_int_eq(seen[2].calls, 1);
    loop_free(loop);
}
END_TEST

START_TEST(a_closed_fd_whose_file_lives_on_elsewhere_does_not_make_the_loop_spin)
{
    _cleanup_(loop_freep) struct loop *loop = LOOP();
    struct seen seen = {0};
    struct loop_stats stats;
    int fds[2], copy, watch;
    int64_t start;

    make_pair(fds);
    copy = dup(fds[0]);
    watch = loop_add_handle(loop, copy, R, on_handle, &seen, NULL);
    close(copy);
    loop_remove_handle(loop, watch);
    poke(fds[1]);
    start = now_ms();
    while (now_ms() < start + 20)
        loop_iterate_for(loop, 20);
    loop_get_stats(loop, &stats);
    ck_assert_int_eq(seen.calls, 0);
    ck_assert_int_le((int)stats.iterations, 5);
}
END_TEST

START_TEST(a_watch_whose_fd_was_closed_is_silent)
{
    _cleanup_(loop_freep) struct loop *loop = LOOP();
    struct seen seen = {0};
    struct loop_stats stats;
    int fds[2];
    int64_t start = now_ms();

    make_pair(fds);
    loop_add_handle(loop, fds[0], R | W, on_handle, &seen, NULL);
    close(fds[0]);
    while (now_ms() < start + 20)
        loop_iterate_for(loop, 20);
    loop_get_stats(loop, &stats);
    ck_assert_int_eq(seen.calls, 0);
    ck_assert_int_le((int)stats.iterations, 5);
}
END_TEST

/* ---- nested runs ---- */

static void runs_nested(int watch, int fd, int events, void *opaque)
{
    struct seen *seen = opaque;

    on_handle(watch, fd, events, opaque);
    ck_assert_int_eq(seen->calls, 1);
    ck_assert_int_eq(loop_iterate_for(seen->loop, 0), 0);
    ck_assert_int_eq(loop_iterate_for(seen->loop, 0), 0);
}

START_TEST(a_nested_run_calls_the_others_but_not_the_one_that_runs_it)
{
    _cleanup_(loop_freep) struct loop *loop = LOOP();
    struct seen outer = {.loop = loop}, other = {0};
    int fds[2];

    make_pair(fds);
    loop_add_handle(loop, fds[0], W, runs_nested, &outer, NULL);
    loop_add_handle(loop, fds[0], W, on_handle, &other, NULL);
    loop_iterate(loop);
    ck_assert_int_eq(outer.calls, 1);
    ck_assert_int_eq(other.calls, 2);
    /* Afterwards it is heard again. */
    outer.calls = 0;
    loop_iterate(loop);
    ck_assert_int_eq(outer.calls, 1);
}
END_TEST

static void removes_and_runs_nested(int watch, int fd, int events, void *opaque)
{
    struct seen *seen = opaque;

    on_handle(watch, fd, events, opaque);
    loop_remove_handle(seen->loop, watch);
    loop_iterate_for(seen->loop, 0);
    ck_assert_int_eq(seen->frees, 0);
}

START_TEST(free_callbacks_wait_for_the_outermost_run)
{
    _cleanup_(loop_freep) struct loop *loop = LOOP();
    struct seen seen = {.loop = loop};
    int fds[2];

    make_pair(fds);
    loop_add_handle(loop, fds[0], W, removes_and_runs_nested, &seen, on_free);
    loop_iterate(loop);
    ck_assert_int_eq(seen.calls, 1);
    ck_assert_int_eq(seen.frees, 1);
}
END_TEST

/* ---- free callbacks ---- */

static void free_calls_back_in(void *opaque)
{
    struct seen *seen = opaque;

    seen->frees++;
    ck_assert_int_eq(loop_remove_handle(seen->loop, seen->other), 0);
    seen->other = loop_add_timeout(seen->loop, -1, on_timer, seen, NULL);
    ck_assert_int_gt(seen->other, 0);
}

START_TEST(a_free_callback_may_call_back_in)
{
    _cleanup_(loop_freep) struct loop *loop = LOOP();
    struct seen seen = {.loop = loop}, other = {0};
    int fds[2];
    int watch;

    make_pair(fds);
    watch = loop_add_handle(loop, fds[0], R, on_handle, &seen, free_calls_back_in);
    seen.other = loop_add_handle(loop, fds[0], R, on_handle, &other, on_free);
    loop_remove_handle(loop, watch);
    ck_assert_int_eq(seen.frees, 0);
    loop_iterate(loop);
    ck_assert_int_eq(seen.frees, 1);
    ck_assert_int_eq(other.frees, 1);
}
END_TEST

START_TEST(a_removal_between_iterations_is_freed_by_the_next_which_does_not_sleep)
{
    _cleanup_(loop_freep) struct loop *loop = LOOP();
    struct seen seen = {.loop = loop};
    int fds[2];

    make_pair(fds);
    loop_remove_handle(loop, loop_add_handle(loop, fds[0], R, on_handle, &seen, on_free));
    ck_assert_int_eq(seen.frees, 0);
    loop_iterate(loop);
    ck_assert_int_eq(seen.frees, 1);
}
END_TEST

START_TEST(the_end_of_a_loop_frees_what_is_left_once)
{
    struct loop *loop = LOOP();
    struct seen handle = {0}, timer = {0}, removed = {0};
    int fds[2];

    make_pair(fds);
    loop_add_handle(loop, fds[0], R, on_handle, &handle, on_free);
    loop_add_timeout(loop, 0, on_timer, &timer, on_free);
    loop_remove_handle(loop, loop_add_handle(loop, fds[0], R, on_handle, &removed, on_free));
    ck_assert_ptr_null(loop_free(loop));
    ck_assert_int_eq(handle.frees, 1);
    ck_assert_int_eq(timer.frees, 1);
    ck_assert_int_eq(removed.frees, 1);
    ck_assert_int_eq(timer.calls, 0);
}
END_TEST

START_TEST(an_unknown_back_end_is_an_error)
{
    ck_assert_ptr_null(loop_new("select"));
    ck_assert_int_eq(errno, EINVAL);
}
END_TEST

START_TEST(ten_thousand_watches_are_found_and_removed)
{
    enum { COUNT = 10000 };
    _cleanup_(loop_freep) struct loop *loop = LOOP();
    static int watches[COUNT];
    struct seen seen = {0};
    int fds[2];

    make_pair(fds);
    for (int i = 0; i < COUNT; i++) {
        watches[i] =
            loop_add_handle(loop, fds[i % 2], i < COUNT - 1 ? R : W, on_handle, &seen, on_free);
        ck_assert_int_gt(watches[i], 0);
    }
    loop_iterate(loop);
    ck_assert_int_eq(seen.calls, 1);
    ck_assert_int_eq(seen.id, watches[COUNT - 1]);
    for (int i = 0; i < COUNT; i += 3)
        ck_assert_int_eq(loop_remove_handle(loop, watches[i]), 0);
    loop_iterate(loop);
    ck_assert_int_eq(seen.frees, (COUNT + 2) / 3);
}
END_TEST

START_TEST(when_very_many_fds_are_ready_each_has_its_turn)
{
    enum { COUNT = 600 };
    _cleanup_(loop_freep) struct loop *loop = LOOP();
    static struct seen seen[COUNT];
    int fds[2];

    make_pair(fds);
    for (int i = 0; i < COUNT; i++)
        loop_add_handle(loop, dup(fds[0]), W, on_handle, &seen[i], NULL);
    for (int i = 0; i < 3; i++)
        loop_iterate(loop);
    for (int i = 0; i < COUNT; i++)
        ck_assert_int_ge(seen[i].calls, 1);
}
END_TEST

static int checks_made;

static int counts_check(void *state, const struct backend_fd *f)
{
    checks_made++;
    return backend_epoll.check(state, f);
}

/* A look at each number costs a system call: their count must not be a cost of every wait. */
START_TEST(files_are_looked_at_in_their_time_however_many_are_watched)
{
    enum { COUNT = 500, WAITS = 2000 };
    struct backend counting = backend_epoll;
    int64_t since = clock_now_ns();
    struct handles handles;
    struct seen seen = {0};
    int fds[2], watches[COUNT];

    counting.check = counts_check;
    make_pair(fds);
    ck_assert_int_eq(handles_init(&handles, &counting, fds[1]), 0);
    handles.recheck = true;
    for (int i = 0; i < COUNT; i++) {
        watches[i] = handles_add(&handles, dup(fds[0]), R, on_handle, &seen, NULL);
        ck_assert_int_gt(watches[i], 0);
    }
    for (int i = 0; i < WAITS; i++) {
        ck_assert_int_ge(counting.wait(handles.state, 0), 0);
        handles_collect(&handles);
    }
    ck_assert_int_ge(checks_made, COUNT);
    ck_assert_int_le(checks_made - COUNT, (clock_now_ns() - since) / CHECK_NS);
    for (int i = 0; i < COUNT; i++)
        free(handles_remove(&handles, watches[i]));
    handles_done(&handles);
}
END_TEST

static void on_signal(int number)
{
}

START_TEST(a_signal_ends_the_sleep_without_an_error)
{
    _cleanup_(loop_freep) struct loop *loop = LOOP();
    /* Again and again, since the first may come before the sleep. */
    struct itimerval soon = {.it_value.tv_usec = 1000, .it_interval.tv_usec = 1000};
    struct sigaction action = {.sa_handler = on_signal};

    ck_assert_int_eq(sigaction(SIGALRM, &action, NULL), 0);
    ck_assert_int_eq(setitimer(ITIMER_REAL, &soon, NULL), 0);
    ck_assert_int_eq(loop_iterate(loop), 0);
    ck_assert_int_eq(loop_iterate_for(loop, 60000), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("event handles");
    TCase *tcase = tcase_create("contract");

    add_for_all(tcase, a_readable_fd_is_reported);
    add_for_all(tcase, readiness_is_reported_until_it_is_consumed);
    add_for_all(tcase, two_watches_on_one_fd_each_hear_what_they_want);
    add_for_all(tcase, a_hangup_is_reported_to_whoever_wants_anything);
    add_for_all(tcase, an_error_is_reported_as_one);
    add_for_all(tcase, a_watch_that_wants_nothing_is_silent_at_a_hangup);
    add_for_all(tcase, a_regular_file_is_always_ready);
    tcase_add_test(tcase, the_kernel_still_refuses_regular_files_in_epoll);
    add_for_all(tcase, a_bad_fd_a_missing_callback_and_an_unknown_watch_are_refused);
    add_for_all(tcase, a_callback_may_remove_itself_and_is_freed_once_after_it);
    add_for_all(tcase, a_watch_removed_by_an_earlier_callback_is_not_called);
    add_for_all(tcase, a_watch_on_the_same_fd_removed_by_an_earlier_callback_is_not_called);
    add_for_all(tcase, a_watch_updated_by_an_earlier_callback_hears_only_what_it_wants_now);
    add_for_all(tcase, a_watch_added_by_a_callback_is_called_in_the_next_iteration);
    tcase_add_loop_test(tcase, a_new_file_under_a_closed_number_does_not_get_the_old_ones_events, 0,
                        2 * (int)ARRAY_SIZE(backends));
    add_for_all(tcase, a_closed_fd_whose_file_lives_on_elsewhere_does_not_make_the_loop_spin);
    add_for_all(tcase, a_watch_whose_fd_was_closed_is_silent);
    add_for_all(tcase, a_nested_run_calls_the_others_but_not_the_one_that_runs_it);
    add_for_all(tcase, free_callbacks_wait_for_the_outermost_run);
    add_for_all(tcase, a_free_callback_may_call_back_in);
    add_for_all(tcase, a_removal_between_iterations_is_freed_by_the_next_which_does_not_sleep);
    add_for_all(tcase, the_end_of_a_loop_frees_what_is_left_once);
    tcase_add_test(tcase, an_unknown_back_end_is_an_error);
    add_for_all(tcase, ten_thousand_watches_are_found_and_removed);
    add_for_all(tcase, when_very_many_fds_are_ready_each_has_its_turn);
    tcase_add_test(tcase, files_are_looked_at_in_their_time_however_many_are_watched);
    add_for_all(tcase, a_signal_ends_the_sleep_without_an_error);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
