/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A close() that never returns stops nobody but the same owner's other descriptors. */
#include "daemon/peer/fd_closer.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <unistd.h>

#include "daemon/peer/client_fds.h"
#include "daemon/peer/client_limits.h"
#include "tests/unit/suite.h"

static atomic_int hanging = -1; /* the descriptor whose close() hangs */
static pthread_mutex_t hang = PTHREAD_MUTEX_INITIALIZER;
static atomic_int n_closed;

int __real_close(int fd);
int __wrap_close(int fd);

int __wrap_close(int fd)
{
    if (fd == hanging) {
        pthread_mutex_lock(&hang);
        pthread_mutex_unlock(&hang);
    }
    return __real_close(fd);
}

static void count_closed(unsigned owner)
{
    n_closed++;
}

static int open_null(void)
{
    int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);

    ck_assert_int_ge(fd, 0);
    return fd;
}

static bool is_open(int fd)
{
    return fcntl(fd, F_GETFD) >= 0;
}

static void await_closed(int fd)
{
    for (int i = 0; is_open(fd) && i < 20000; i++)
        usleep(1000);
    ck_assert(!is_open(fd));
}

static void await_none_waits(unsigned owner)
{
    for (int i = 0; fd_closer_waiting(owner) && i < 20000; i++)
        usleep(1000);
    ck_assert_uint_eq(fd_closer_waiting(owner), 0);
}

START_TEST(descriptors_are_closed)
{
    int fds[100];

    for (int i = 0; i < 100; i++)
        fds[i] = open_null();
    for (int i = 0; i < 100; i++)
        fd_closer_add((unsigned)i, fds[i], count_closed);
    for (int i = 0; i < 100; i++)
        await_closed(fds[i]);
    for (int i = 0; n_closed < 100 && i < 20000; i++)
        usleep(1000);
    ck_assert_int_eq(n_closed, 100);
}
END_TEST

START_TEST(one_that_hangs_stops_its_owner_alone)
{
    int stuck = open_null(), behind = open_null(), of_root = open_null(), other = open_null();

    pthread_mutex_lock(&hang);
    hanging = stuck;
    fd_closer_add(1, stuck, NULL);
    fd_closer_add(1, behind, NULL);
    fd_closer_add(0, of_root, NULL);
    fd_closer_add(2, other, NULL);
    await_closed(of_root);
    await_closed(other);
    ck_assert(is_open(stuck));
    ck_assert(is_open(behind));
    ck_assert_uint_eq(fd_closer_waiting(1), 2);
    pthread_mutex_unlock(&hang);
    await_closed(stuck);
    await_closed(behind);
    await_none_waits(1);
}
END_TEST

/* Counts n more descriptors of the user and returns how many were too many. */
static unsigned take_some(struct fd_list *list, unsigned user, unsigned n, bool trusted,
                          const struct live_limits *limits)
{
    unsigned from = list->count;

    list->owner = user;
    for (unsigned i = 0; i < n; i++)
        fd_list_take(list, open_null());
    return client_fds_take(list, from, trusted, limits);
}

START_TEST(users_have_a_share_and_root_the_last_quarter)
{
    const struct live_limits limits = {.user_fds = 10, .total_fds = 24};
    struct fd_list a = {0}, b = {0}, root = {0};

    client_fds_start();
    ck_assert_uint_eq(take_some(&a, 1000, 8, false, &limits), 0);
    ck_assert_uint_eq(take_some(&a, 1000, 8, false, &limits), 6); /* his 10 */
    ck_assert_uint_eq(a.count, 10);
    ck_assert_uint_eq(take_some(&b, 1001, 10, false, &limits), 2); /* the 18 of all */
    ck_assert_uint_eq(take_some(&root, 0, 8, true, &limits), 2);   /* the 24 */
    fd_list_close(&a);
    await_none_waits(1000);
    for (int i = 0; i < 20000 && take_some(&b, 1001, 1, false, &limits); i++)
        usleep(1000); /* counted down a moment after */
    ck_assert_uint_eq(b.count, 9);
    fd_list_close(&b);
    fd_list_close(&root);
    await_none_waits(1001);
    await_none_waits(0);
}
END_TEST

START_TEST(who_has_many_that_do_not_close_is_not_listened_to)
{
    int stuck = open_null();

    pthread_mutex_lock(&hang);
    hanging = stuck;
    fd_closer_add(7, stuck, NULL);
    ck_assert(client_fds_may_come(7, false));
    for (int i = 0; i < 1100 && client_fds_may_come(7, false); i++)
        fd_closer_add(7, 1000000 + i, NULL); /* of no file */
    ck_assert(!client_fds_may_come(7, false));
    ck_assert(client_fds_may_come(8, false));
    ck_assert(client_fds_may_come(7, true));
    pthread_mutex_unlock(&hang);
    await_none_waits(7);
    ck_assert(client_fds_may_come(7, false));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("fd_closer");
    TCase *t = tcase_create("fd_closer");

    tcase_set_timeout(t, 60);
    tcase_add_test(t, descriptors_are_closed);
    tcase_add_test(t, one_that_hangs_stops_its_owner_alone);
    tcase_add_test(t, users_have_a_share_and_root_the_last_quarter);
    tcase_add_test(t, who_has_many_that_do_not_close_is_not_listened_to);
    suite_add_tcase(suite, t);
    return run_suite(suite);
}
