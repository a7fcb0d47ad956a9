/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The public virEvent functions. Each test is a process of its own, as registration is for life. */
#include "tests/unit/event/event_fixture.h"

static int default_loop(int i)
{
    ck_assert_int_eq(setenv("VIREO_LOOP", backends[i], 1), 0);
    return virEventRegisterDefaultImpl();
}

START_TEST(without_an_implementation_adding_and_removing_fail)
{
    struct seen seen = {0};

    ck_assert_int_eq(virEventAddHandle(0, R, on_handle, &seen, on_free), -1);
    ck_assert_int_eq(virEventRemoveHandle(1), -1);
    ck_assert_int_eq(virEventAddTimeout(0, on_timer, &seen, on_free), -1);
    ck_assert_int_eq(virEventRemoveTimeout(1), -1);
    virEventUpdateHandle(1, R);
    virEventUpdateTimeout(1, 0);
    ck_assert_int_eq(seen.frees, 0);
}
END_TEST

START_TEST(running_the_default_loop_unregistered_fails_and_does_not_sleep)
{
    ck_assert_int_eq(virEventRunDefaultImpl(), -1);
}
END_TEST

START_TEST(the_default_implementation_may_be_registered_twice)
{
    ck_assert_int_eq(default_loop(_i), 0);
    ck_assert_int_eq(virEventRegisterDefaultImpl(), 0);
}
END_TEST

START_TEST(an_unknown_VIREO_LOOP_is_an_error)
{
    setenv("VIREO_LOOP", "select", 1);
    ck_assert_int_eq(virEventRegisterDefaultImpl(), -1);
    setenv("VIREO_LOOP", "poll", 1);
    ck_assert_int_eq(virEventRegisterDefaultImpl(), 0);
}
END_TEST

START_TEST(the_default_implementation_serves_handles_and_timeouts)
{
    struct seen handle = {0}, timer = {0};
    int fds[2];
    int watch, timeout;

    ck_assert_int_eq(default_loop(_i), 0);
    make_pair(fds);
    watch = virEventAddHandle(fds[0], 0, on_handle, &handle, on_free);
    timeout = virEventAddTimeout(-1, on_timer, &timer, on_free);
    ck_assert_int_gt(watch, 0);
    ck_assert_int_gt(timeout, 0);
    virEventUpdateHandle(watch, W);
    ck_assert_int_eq(virEventRunDefaultImpl(), 0);
    ck_assert_int_eq(handle.events, W);
    virEventUpdateHandle(watch, 0);
    virEventUpdateTimeout(timeout, 1);
    ck_assert_int_eq(virEventRunDefaultImpl(), 0);
    ck_assert_int_eq(timer.calls, 1);
    ck_assert_int_eq(virEventRemoveHandle(watch), 0);
    ck_assert_int_eq(virEventRemoveTimeout(timeout), 0);
    ck_assert_int_eq(virEventRemoveHandle(watch), -1);
    ck_assert_int_eq(virEventRemoveTimeout(timeout), -1);
    ck_assert_int_eq(handle.frees + timer.frees, 0);
    ck_assert_int_eq(virEventRunDefaultImpl(), 0);
    ck_assert_int_eq(handle.frees, 1);
    ck_assert_int_eq(timer.frees, 1);
}
END_TEST

/* ---- numbers that become other files ---- */

static void on_tick(int timer, void *opaque)
{
}

/* Runs the loop until *calls has risen to more than that, or for the time; each sleep ends soon. */
static void run_for(int ms, const int *calls, int above)
{
    static int timer;
    int64_t end = now_ms() + ms;

    if (!timer)
        timer = virEventAddTimeout(15, on_tick, NULL, NULL);
    while (*calls <= above && now_ms() < end)
        ck_assert_int_eq(virEventRunDefaultImpl(), 0);
}

/* After some stray calls nothing comes any more: how many there were. */
static int falls_silent(const struct seen *seen)
{
    int calls;

    run_for(100, &seen->calls, 100);
    ck_assert_int_le(seen->calls, 20);
    calls = seen->calls;
    run_for(60, &seen->calls, calls);
    ck_assert_int_eq(seen->calls, calls);
    return calls;
}

START_TEST(a_watch_goes_on_with_the_file_that_dup2_puts_on_its_number)
{
    struct seen seen = {0};
    int old[2], new[2];

    ck_assert_int_eq(default_loop(_i), 0);
    make_pair(old);
    make_pair(new);
    ck_assert_int_gt(virEventAddHandle(old[0], R, on_handle, &seen, NULL), 0);
    run_for(40, &seen.calls, 0);
    ck_assert_int_eq(dup2(new[0], old[0]), old[0]);
    poke(new[1]);
    run_for(5000, &seen.calls, 0);
    ck_assert_int_eq(seen.fd, old[0]);
    ck_assert_int_eq(seen.events, R);
}
END_TEST

/* The old file is readable, and nobody can read it under its number any more. */
START_TEST(a_file_that_dup2_displaced_is_not_heard_for_ever)
{
    struct seen seen = {0};
    int old[2], new[2];
    int copy, calls;

    ck_assert_int_eq(default_loop(_i), 0);
    make_pair(old);
    make_pair(new);
    copy = dup(old[0]);
    ck_assert_int_gt(virEventAddHandle(old[0], R, on_handle, &seen, NULL), 0);
    poke(old[1]);
    ck_assert_int_eq(virEventRunDefaultImpl(), 0);
    ck_assert_int_eq(dup2(new[0], old[0]), old[0]);
    calls = falls_silent(&seen);
    poke(new[1]);
    run_for(5000, &seen.calls, calls);
    ck_assert_int_eq(seen.events, R);
    close(copy);
}
END_TEST

START_TEST(a_closed_number_whose_file_lives_on_falls_silent)
{
    struct seen seen = {0};
    int fds[2];
    int copy;

    ck_assert_int_eq(default_loop(_i), 0);
    make_pair(fds);
    copy = dup(fds[0]);
    ck_assert_int_gt(virEventAddHandle(fds[0], W, on_handle, &seen, NULL), 0);
    ck_assert_int_eq(virEventRunDefaultImpl(), 0);
    close(fds[0]);
    falls_silent(&seen);
    close(copy);
}
END_TEST

START_TEST(a_number_may_become_a_regular_file_and_a_socket_again)
{
    struct seen seen = {0};
    int fds[2];
    int file = open("/proc/self/exe", O_RDONLY | O_CLOEXEC), calls;

    ck_assert_int_eq(default_loop(_i), 0);
    make_pair(fds);
    ck_assert_int_gt(virEventAddHandle(fds[0], R, on_handle, &seen, NULL), 0);
    run_for(40, &seen.calls, 0);
    ck_assert_int_eq(seen.calls, 0);
    calls = dup(fds[0]);
    ck_assert_int_eq(dup2(file, fds[0]), fds[0]);
    run_for(5000, &seen.calls, 0);
    ck_assert_int_gt(seen.calls, 0);
    ck_assert_int_eq(dup2(calls, fds[0]), fds[0]);
    calls = seen.calls + 600;
    run_for(500, &seen.calls, calls);
    ck_assert_int_le(seen.calls, calls);
    calls = seen.calls;
    poke(fds[1]);
    run_for(5000, &seen.calls, calls);
    ck_assert_int_eq(seen.events, R);
}
END_TEST

/* ---- an application's own ---- */

static struct seen own;

static int own_add_handle(int fd, int event, virEventHandleCallback cb, void *opaque,
                          virFreeCallback ff)
{
    own.fd = fd;
    own.events = event;
    cb(77, fd, event, opaque);
    ff(opaque);
    return 77;
}

static void own_update_handle(int watch, int event)
{
    own.id = watch;
    own.events = event;
}

static int own_remove_handle(int watch)
{
    own.id = watch;
    return 0;
}

static int own_add_timeout(int timeout, virEventTimeoutCallback cb, void *opaque,
                           virFreeCallback ff)
{
    own.events = timeout;
    return 78;
}

static void own_update_timeout(int timer, int timeout)
{
    own.id = timer;
    own.events = timeout;
}

static int own_remove_timeout(int timer)
{
    own.id = timer;
    return 5;
}

static void register_own(void)
{
    virEventRegisterImpl(own_add_handle, own_update_handle, own_remove_handle, own_add_timeout,
                         own_update_timeout, own_remove_timeout);
}

START_TEST(an_applications_implementation_gets_every_call_as_it_was_made)
{
    struct seen seen = {0};

    register_own();
    ck_assert_int_eq(virEventAddHandle(-3, 255, on_handle, &seen, on_free), 77);
    ck_assert_int_eq(own.fd, -3);
    ck_assert_int_eq(own.events, 255);
    ck_assert_int_eq(seen.id, 77);
    ck_assert_int_eq(seen.frees, 1);
    virEventUpdateHandle(77, R);
    ck_assert_int_eq(own.id, 77);
    ck_assert_int_eq(own.events, R);
    ck_assert_int_eq(virEventRemoveHandle(-7), 0);
    ck_assert_int_eq(own.id, -7);
    ck_assert_int_eq(virEventAddTimeout(-5, on_timer, &seen, on_free), 78);
    ck_assert_int_eq(own.events, -5);
    virEventUpdateTimeout(78, 9);
    ck_assert_int_eq(own.id, 78);
    ck_assert_int_eq(own.events, 9);
    ck_assert_int_eq(virEventRemoveTimeout(78), 5);
}
END_TEST

START_TEST(the_first_implementation_stays_when_others_register)
{
    struct seen seen = {0};

    register_own();
    virEventRegisterImpl(NULL, NULL, NULL, NULL, NULL, NULL);
    ck_assert_int_eq(virEventRegisterDefaultImpl(), 0);
    ck_assert_int_eq(virEventAddHandle(0, R, on_handle, &seen, on_free), 77);
    ck_assert_int_eq(virEventRunDefaultImpl(), -1);
}
END_TEST

START_TEST(the_default_implementation_stays_when_an_own_one_registers)
{
    struct seen seen = {0};

    ck_assert_int_eq(default_loop(_i), 0);
    register_own();
    ck_assert_int_eq(virEventAddTimeout(0, on_timer, &seen, NULL), 1);
    ck_assert_int_eq(virEventRunDefaultImpl(), 0);
    ck_assert_int_eq(seen.calls, 1);
}
END_TEST

START_TEST(registering_nothing_leaves_the_place_free)
{
    virEventRegisterImpl(NULL, NULL, NULL, NULL, NULL, NULL);
    ck_assert_int_eq(virEventAddHandle(0, R, on_handle, NULL, NULL), -1);
    register_own();
    ck_assert_int_eq(virEventRemoveHandle(1), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("event api");
    TCase *tcase = tcase_create("contract");

    tcase_add_test(tcase, without_an_implementation_adding_and_removing_fail);
    tcase_add_test(tcase, running_the_default_loop_unregistered_fails_and_does_not_sleep);
    add_for_all(tcase, the_default_implementation_may_be_registered_twice);
    tcase_add_test(tcase, an_unknown_VIREO_LOOP_is_an_error);
    add_for_all(tcase, the_default_implementation_serves_handles_and_timeouts);
    add_for_all(tcase, a_watch_goes_on_with_the_file_that_dup2_puts_on_its_number);
    add_for_all(tcase, a_file_that_dup2_displaced_is_not_heard_for_ever);
    add_for_all(tcase, a_closed_number_whose_file_lives_on_falls_silent);
    add_for_all(tcase, a_number_may_become_a_regular_file_and_a_socket_again);
    tcase_add_test(tcase, an_applications_implementation_gets_every_call_as_it_was_made);
    tcase_add_test(tcase, the_first_implementation_stays_when_others_register);
    add_for_all(tcase, the_default_implementation_stays_when_an_own_one_registers);
    tcase_add_test(tcase, registering_nothing_leaves_the_place_free);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
