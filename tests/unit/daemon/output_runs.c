/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Events among replies in an output queue: how many bytes of them wait, whatever was sent. */
#include "daemon/peer/output_runs.h"

#include "tests/unit/suite.h"

START_TEST(events_are_counted_and_replies_are_not)
{
    struct output_runs u = {0};

    ck_assert_uint_eq(output_runs_events(&u, 0), 0);
    ck_assert_int_eq(output_runs_add(&u, 1000, false), 0);
    ck_assert_uint_eq(output_runs_events(&u, 1000), 0);
    ck_assert_int_eq(output_runs_add(&u, 30, true), 0);
    ck_assert_int_eq(output_runs_add(&u, 40, true), 0); /* the same run */
    ck_assert_uint_eq(buf_len(&u.runs), 2 * sizeof(uint64_t));
    ck_assert_int_eq(output_runs_add(&u, 500, false), 0);
    ck_assert_int_eq(output_runs_add(&u, 10, true), 0);
    ck_assert_uint_eq(output_runs_events(&u, 1580), 80);
    ck_assert_uint_eq(output_runs_events(&u, 580), 80);
    ck_assert_uint_eq(output_runs_events(&u, 570), 70); /* inside a run */
    ck_assert_uint_eq(output_runs_events(&u, 400), 10);
    ck_assert_uint_eq(output_runs_events(&u, 3), 3);
    ck_assert_uint_eq(output_runs_events(&u, 0), 0);
    ck_assert_uint_eq(u.runs.size, 0); /* and the memory is given back */
    ck_assert_int_eq(output_runs_add(&u, 7, true), 0);
    ck_assert_uint_eq(output_runs_events(&u, 7), 7);
    output_runs_done(&u);
}
END_TEST

/* The runs equal a count of each byte, for any order of things. */
START_TEST(any_order_of_things)
{
    static bool is_event[100000];
    struct output_runs u = {0};
    size_t begin = 0, end = 0, waiting = 0;

    srand(1);
    while (end < sizeof(is_event) - 100) {
        size_t n = (size_t)rand() % 100;
        bool event = rand() % 3 == 0;

        ck_assert_int_eq(output_runs_add(&u, n, event), 0);
        for (size_t i = 0; i < n; i++, end++)
            is_event[end] = event;
        waiting += event ? n : 0;
        for (size_t send = (size_t)rand() % 110; send && begin < end; send--)
            waiting -= is_event[begin++];
        if (rand() % 2)
            ck_assert_uint_eq(output_runs_events(&u, end - begin), waiting);
    }
    output_runs_done(&u);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("output runs");
    TCase *t = tcase_create("runs");

    tcase_add_test(t, events_are_counted_and_replies_are_not);
    tcase_add_test(t, any_order_of_things);
    suite_add_tcase(suite, t);
    return run_suite(suite);
}
