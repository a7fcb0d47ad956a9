/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a forked child does with its copy of a loop, and its parent with its own, the other does not
 * see. */
#include <dirent.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/wait.h>

#include "tests/unit/event/event_fixture.h"

/* In a child: ends it with a line number that says what was wrong. */
#define CHILD_ASSERT(what)   \
    do {                     \
        if (!(what))         \
            _exit(__LINE__); \
    } while (0)

/* The parent's side: a child that hangs is ended by its alarm. */
static void child_was_right(pid_t pid)
{
    int status;

    ck_assert_int_gt(pid, 0);
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    ck_assert_msg(WIFEXITED(status), "the child ended by signal %d", WTERMSIG(status));
    ck_assert_msg(WEXITSTATUS(status) == 0, "in the child, line %d (of 256) is wrong",
                  WEXITSTATUS(status));
}

static pid_t child_fork(void)
{
    pid_t pid = fork();

    if (pid == 0)
        alarm(10);
    return pid;
}

static void hears(struct loop *loop, struct seen *seen, int end)
{
    int before = seen->calls;
    char byte;

    poke(end);
    loop_iterate_for(loop, 2000);
    ck_assert_int_eq(seen->calls, before + 1);
    ck_assert_int_eq(read(seen->fd, &byte, 1), 1);
}

START_TEST(what_a_child_removes_its_parent_goes_on_to_hear)
{
    _cleanup_(loop_freep) struct loop *loop = LOOP();
    struct seen seen[2] = {0};
    int fds[2][2], watch[2];
    pid_t pid;

    for (int i = 0; i < 2; i++) {
        make_pair(fds[i]);
        watch[i] = loop_add_handle(loop, fds[i][0], R, on_handle, &seen[i], NULL);
    }
    hears(loop, &seen[0], fds[0][1]);
    pid = child_fork();
    if (pid == 0) {
        CHILD_ASSERT(loop_remove_handle(loop, watch[0]) == 0);
        CHILD_ASSERT(loop_update_handle(loop, watch[1], 0) == 0);
        CHILD_ASSERT(loop_iterate_for(loop, 0) == 0);
        loop_free(loop);
        _exit(0);
    }
    child_was_right(pid);
    hears(loop, &seen[0], fds[0][1]);
    hears(loop, &seen[1], fds[1][1]);
}
END_TEST

START_TEST(a_child_hears_by_its_own_copy)
{
    _cleanup_(loop_freep) struct loop *loop = LOOP();
    struct seen old = {0}, young = {0}, timer = {0};
    int fds[2], more[2];
    pid_t pid;

    make_pair(fds);
    loop_add_handle(loop, fds[0], R, on_handle, &old, NULL);
    pid = child_fork();
    if (pid == 0) {
        poke(fds[1]);
        CHILD_ASSERT(loop_iterate(loop) == 0 && old.calls == 1);
        make_pair(more);
        CHILD_ASSERT(loop_add_handle(loop, more[0], W, on_handle, &young, NULL) > 0);
        CHILD_ASSERT(loop_add_timeout(loop, 1, on_timer, &timer, NULL) > 0);
        while (!young.calls || !timer.calls)
            CHILD_ASSERT(loop_iterate(loop) == 0);
        pid = child_fork();
        if (pid == 0) {
            young.calls = 0;
            while (!young.calls)
                CHILD_ASSERT(loop_iterate(loop) == 0);
            _exit(0);
        }
        child_was_right(pid);
        _exit(0);
    }
    child_was_right(pid);
    ck_assert_int_eq(old.calls + young.calls + timer.calls, 0);
}
END_TEST

/* The child's files are ready all the time, and it wakes its loop again and again. */
START_TEST(a_childs_loop_does_not_wake_its_parents)
{
    _cleanup_(loop_freep) struct loop *loop = LOOP();
    struct seen seen = {0};
    int ready[2], go[2], fds[2];
    struct loop_stats stats;
    char byte;
    pid_t pid;

    make_pair(fds);
    ck_assert_int_eq(pipe(ready), 0);
    ck_assert_int_eq(pipe(go), 0);
    loop_add_handle(loop, fds[0], R, on_handle, &seen, NULL);
    pid = child_fork();
    if (pid == 0) {
        for (int i = 0; i < 20; i++) {
            CHILD_ASSERT(loop_add_handle(loop, fds[1], W, on_handle, &seen, NULL) > 0);
            loop_wakeup(loop);
            CHILD_ASSERT(loop_iterate(loop) == 0);
        }
        CHILD_ASSERT(write(ready[1], "x", 1) == 1 && read(go[0], &byte, 1) == 1);
        _exit(0);
    }
    ck_assert_int_eq(read(ready[0], &byte, 1), 1);
    for (int i = 0; i < 3; i++)
        ck_assert_int_eq(loop_iterate_for(loop, 5), 0);
    ck_assert_int_eq(seen.calls, 0);
    loop_get_stats(loop, &stats);
    ck_assert_int_eq((int)stats.iterations, 3);
    ck_assert_int_eq((int)stats.wakeups, 0);
    ck_assert_int_eq(write(go[1], "x", 1), 1);
    child_was_right(pid);
}
END_TEST

static void on_handle_fork(int watch, int fd, int events, void *opaque)
{
    struct seen *seen = opaque;
    char byte;

    on_handle(watch, fd, events, opaque);
    if (read(fd, &byte, 1) == 1 && seen->other == -1)
        seen->other = child_fork();
}

START_TEST(a_callback_may_fork_and_both_go_on)
{
    _cleanup_(loop_freep) struct loop *loop = LOOP();
    struct seen forks = {.other = -1}, seen = {.fd = -1};
    int fds[2], more[2], own[2];

    make_pair(fds);
    make_pair(more);
    loop_add_handle(loop, fds[0], R, on_handle_fork, &forks, NULL);
    loop_add_handle(loop, more[0], R, on_handle, &seen, NULL);
    poke(fds[1]);
    ck_assert_int_eq(loop_iterate(loop), 0);
    if (forks.other == 0) {
        make_pair(own);
        CHILD_ASSERT(loop_add_handle(loop, own[0], W, on_handle, &seen, NULL) > 0);
        CHILD_ASSERT(loop_iterate(loop) == 0 && seen.calls == 1);
        _exit(0);
    }
    child_was_right(forks.other);
    hears(loop, &seen, more[1]);
}
END_TEST

static void *run_until_quit(void *loop)
{
    loop_run(loop);
    return NULL;
}

START_TEST(a_child_runs_a_loop_that_another_thread_ran_in_its_parent)
{
    _cleanup_(loop_freep) struct loop *loop = LOOP();
    struct loop_stats stats = {0};
    struct seen seen = {0};
    int fds[2];
    pthread_t runner;
    pid_t pid;

    make_pair(fds);
    loop_add_handle(loop, fds[0], R, on_handle, &seen, NULL);
    ck_assert_int_eq(pthread_create(&runner, NULL, run_until_quit, loop), 0);
    while (!stats.sleeping)
        loop_get_stats(loop, &stats);
    pid = child_fork();
    if (pid == 0) {
        loop_wakeup(loop);
        CHILD_ASSERT(loop_iterate(loop) == 0);
        CHILD_ASSERT(loop_add_handle(loop, fds[1], W, on_handle, &seen, NULL) > 0);
        CHILD_ASSERT(loop_iterate(loop) == 0 && seen.calls == 1);
        _exit(0);
    }
    child_was_right(pid);
    loop_get_stats(loop, &stats);
    ck_assert(stats.sleeping);
    loop_quit(loop);
    pthread_join(runner, NULL);
    ck_assert_int_eq(seen.calls, 0);
}
END_TEST

struct change {
    struct loop *loop;
    int fd;
    atomic_bool over;
};

static void *change_until_over(void *opaque)
{
    struct change *c = opaque;
    struct seen seen = {0};

    while (!atomic_load(&c->over)) {
        int watch = loop_add_handle(c->loop, c->fd, W, on_handle, &seen, NULL);

        loop_update_handle(c->loop, watch, R);
        loop_remove_handle(c->loop, watch);
        loop_remove_timeout(c->loop, loop_add_timeout(c->loop, 5, on_timer, &seen, NULL));
    }
    return NULL;
}

START_TEST(whatever_another_thread_does_at_the_fork_the_childs_copy_is_whole)
{
    _cleanup_(loop_freep) struct loop *loop = LOOP();
    struct change change = {.loop = loop};
    pthread_t changer, runner;
    int fds[2];

    make_pair(fds);
    change.fd = fds[0];
    ck_assert_int_eq(pthread_create(&changer, NULL, change_until_over, &change), 0);
    ck_assert_int_eq(pthread_create(&runner, NULL, run_until_quit, loop), 0);
    for (int i = 0; i < 50; i++) {
        struct seen seen = {0};
        pid_t pid = child_fork();

        if (pid == 0) {
            CHILD_ASSERT(loop_add_handle(loop, fds[1], W, on_handle, &seen, NULL) > 0);
            while (!seen.calls)
                CHILD_ASSERT(loop_iterate(loop) == 0);
            _exit(0);
        }
        child_was_right(pid);
    }
    atomic_store(&change.over, true);
    pthread_join(changer, NULL);
    loop_quit(loop);
    pthread_join(runner, NULL);
}
END_TEST

/* What daemons do first. */
START_TEST(a_child_may_close_every_descriptor_it_was_given)
{
    _cleanup_(loop_freep) struct loop *loop = LOOP();
    struct seen seen = {0}, young = {0};
    int fds[2], own[8][2];
    pid_t pid;

    make_pair(fds);
    loop_add_handle(loop, fds[0], R, on_handle, &seen, NULL);
    pid = child_fork();
    if (pid == 0) {
        for (int fd = 3; fd < 256; fd++)
            close(fd);
        for (size_t i = 0; i < ARRAY_SIZE(own); i++)
            make_pair(own[i]);
        CHILD_ASSERT(loop_add_handle(loop, own[7][0], W, on_handle, &young, NULL) > 0);
        CHILD_ASSERT(loop_iterate(loop) == 0 && young.calls == 1);
        loop_free(loop);
        for (size_t i = 0; i < ARRAY_SIZE(own); i++)
            CHILD_ASSERT(write(own[i][0], "x", 1) == 1);
        _exit(0);
    }
    child_was_right(pid);
    hears(loop, &seen, fds[1]);
}
END_TEST

static int descriptors_open(void)
{
    DIR *dir = opendir("/proc/self/fd");
    int n = 0;

    while (dir && readdir(dir))
        n++;
    closedir(dir);
    return n;
}

START_TEST(a_child_that_does_not_use_the_loop_has_nothing_of_it)
{
    int without = descriptors_open();
    _cleanup_(loop_freep) struct loop *loop = LOOP();
    pid_t pid = child_fork();

    if (pid == 0) {
        CHILD_ASSERT(descriptors_open() == without);
        CHILD_ASSERT(loop_iterate_for(loop, 0) == 0);
        CHILD_ASSERT(descriptors_open() > without);
        loop_free(loop);
        CHILD_ASSERT(descriptors_open() == without);
        _exit(0);
    }
    child_was_right(pid);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("forks");
    TCase *tcase = tcase_create("contract");

    tcase_set_timeout(tcase, 30);
    add_for_all(tcase, what_a_child_removes_its_parent_goes_on_to_hear);
    add_for_all(tcase, a_child_hears_by_its_own_copy);
    add_for_all(tcase, a_childs_loop_does_not_wake_its_parents);
    add_for_all(tcase, a_callback_may_fork_and_both_go_on);
    add_for_all(tcase, a_child_runs_a_loop_that_another_thread_ran_in_its_parent);
    add_for_all(tcase, whatever_another_thread_does_at_the_fork_the_childs_copy_is_whole);
    add_for_all(tcase, a_child_may_close_every_descriptor_it_was_given);
    add_for_all(tcase, a_child_that_does_not_use_the_loop_has_nothing_of_it);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
