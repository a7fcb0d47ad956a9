/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Warnings that come too often are counted and not passed on. */
#include "common/log.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "tests/unit/suite.h"

#define LOG_MODULE "test"

static time_t seconds = 1000;
static unsigned n_lines;
static char last[300], count[300];

int __wrap_clock_gettime(clockid_t clock, struct timespec *ret);

int __wrap_clock_gettime(clockid_t clock, struct timespec *ret)
{
    *ret = (struct timespec){.tv_sec = seconds};
    return 0;
}

static void keep_line(enum log_level level, const char *module, const char *text, void *opaque)
{
    n_lines++;
    snprintf(last, sizeof(last), "%s", text);
    if (strstr(text, "were not logged"))
        snprintf(count, sizeof(count), "%s", text);
}

static void listen_to_all(void)
{
    seconds += 100;
    n_lines = 0;
    count[0] = 0;
    log_set_sink(keep_line, NULL, LOG_LEVEL_DEBUG);
}

START_TEST(a_storm_is_counted)
{
    for (int i = 0; i < 1000; i++)
        log_warning("client %d goes", i);
    ck_assert_uint_eq(n_lines, LOG_BURST);
    ck_assert_str_eq(last, "client 19 goes");
    log_warning("another kind");
    ck_assert_str_eq(last, "another kind");
    seconds += LOG_WINDOW_MS / 1000;
    log_warning("another kind");
    ck_assert_str_eq(count,
                     "980 more messages such as 'client %d goes' in 10 seconds were not logged");
    ck_assert_uint_eq(n_lines, LOG_BURST + 3);
}
END_TEST

START_TEST(what_an_administrator_asked_for_comes_each_time)
{
    log_set_sink(keep_line, NULL, LOG_LEVEL_ERROR);
    for (int i = 0; i < 100; i++)
        log_each_warning("key %d", i);
    ck_assert_uint_eq(n_lines, 0);
    log_notice("reloaded");
    ck_assert_str_eq(last, "reloaded");
    log_set_sink(keep_line, NULL, LOG_LEVEL_WARNING);
    for (int i = 0; i < 100; i++)
        log_each_warning("key %d", i);
    ck_assert_uint_eq(n_lines, 101);
    ck_assert_str_eq(last, "key 99");
}
END_TEST

START_TEST(a_storm_that_goes_on_is_told_of_each_time)
{
    for (int window = 0; window < 5; window++) {
        for (int i = 0; i < 100; i++)
            log_error("client %d fails", i);
        seconds += LOG_WINDOW_MS / 1000;
    }
    ck_assert_uint_eq(n_lines, 5 * LOG_BURST + 4);
    ck_assert_ptr_nonnull(strstr(count, "80 more"));
}
END_TEST

START_TEST(what_is_asked_for_is_not_counted)
{
    for (int i = 0; i < 1000; i++) {
        log_info("information %d", i);
        log_debug("debugging %d", i);
    }
    ck_assert_uint_eq(n_lines, 2000);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("log");
    TCase *t = tcase_create("log");

    tcase_add_checked_fixture(t, listen_to_all, NULL);
    tcase_add_test(t, what_an_administrator_asked_for_comes_each_time);
    tcase_add_test(t, a_storm_is_counted);
    tcase_add_test(t, a_storm_that_goes_on_is_told_of_each_time);
    tcase_add_test(t, what_is_asked_for_is_not_counted);
    suite_add_tcase(suite, t);
    return run_suite(suite);
}
