/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* log_filters and log_outputs: what is read, and what is refused with a reason. */
#include "daemon/process/logspec.h"

#include <string.h>

#include "common/cleanup.h"
#include "tests/unit/suite.h"

START_TEST(filters_keep_their_order)
{
    struct log_filter *filters = NULL;
    char *problem = NULL;
    size_t n = 0;

    ck_assert_int_eq(
        logspec_parse_filters("  4:daemon.peer\t1:daemon.*\n2:* ", &filters, &n, &problem), 0);
    ck_assert_uint_eq(n, 3);
    ck_assert_int_eq(filters[0].level, LOG_LEVEL_ERROR);
    ck_assert_str_eq(filters[0].pattern, "daemon.peer");
    ck_assert_int_eq(filters[1].level, LOG_LEVEL_DEBUG);
    ck_assert_str_eq(filters[1].pattern, "daemon.*");
    ck_assert_int_eq(filters[2].level, LOG_LEVEL_INFO);
    ck_assert_str_eq(filters[2].pattern, "*");
    free(filters);
}
END_TEST

START_TEST(outputs_of_every_kind_are_read)
{
    struct log_output *outputs = NULL;
    char *problem = NULL;
    size_t n = 0;

    ck_assert_int_eq(
        logspec_parse_outputs("1:stderr 2:file:/var/log/a:b 3:syslog:vireod 4:journald", &outputs,
                              &n, &problem),
        0);
    ck_assert_uint_eq(n, 4);
    for (size_t i = 0; i < n; i++)
        ck_assert_int_eq(outputs[i].level, LOG_LEVEL_DEBUG + i);
    ck_assert_int_eq(outputs[0].kind, LOG_TO_STDERR);
    ck_assert_ptr_null(outputs[0].where);
    ck_assert_int_eq(outputs[1].kind, LOG_TO_FILE);
    ck_assert_str_eq(outputs[1].where, "/var/log/a:b");
    ck_assert_int_eq(outputs[2].kind, LOG_TO_SYSLOG);
    ck_assert_str_eq(outputs[2].where, "vireod");
    ck_assert_int_eq(outputs[3].kind, LOG_TO_JOURNAL);
    ck_assert_ptr_null(outputs[3].where);
    logspec_free_outputs(outputs, n);
}
END_TEST

START_TEST(nothing_is_an_empty_list)
{
    struct log_output *outputs = NULL;
    struct log_filter *filters = NULL;
    char *problem = NULL;
    size_t n = 7;

    ck_assert_int_eq(logspec_parse_outputs("", &outputs, &n, &problem), 0);
    ck_assert_uint_eq(n, 0);
    logspec_free_outputs(outputs, n);
    n = 7;
    ck_assert_int_eq(logspec_parse_filters(" \t\n", &filters, &n, &problem), 0);
    ck_assert_uint_eq(n, 0);
    free(filters);
}
END_TEST

static const struct {
    const char *text, *named;
} bad_filters[] = {
    {"0:x", "0:x"},   {"5:x", "5:x"},         {"x", "x"},    {"1", "1"}, {"1:", "1:"},
    {"11:x", "11:x"}, {"1:a 9:b 1:c", "9:b"}, {"1 :x", "1"}, {":", ":"}, {"-1:x", "-1:x"},
};

START_TEST(a_filter_that_is_wrong_is_named)
{
    char *problem = NULL;

    ck_assert_int_eq(logspec_check_filters(bad_filters[_i].text, &problem), -1);
    ck_assert_ptr_nonnull(problem);
    ck_assert_ptr_nonnull(strstr(problem, bad_filters[_i].named));
    free(problem);
}
END_TEST

static const char *const bad_outputs[] = {
    "stderr",   "1:stdout", "1:file:",  "1:file:relative", "1:syslog:",   "1:journal",
    "0:stderr", "1:file",   "1:syslog", "1:stderr:x",      "1:journald:", "5:file:/a/b",
};

START_TEST(an_output_that_is_wrong_is_named)
{
    char *problem = NULL;

    ck_assert_int_eq(logspec_check_outputs(bad_outputs[_i], &problem), -1);
    ck_assert_ptr_nonnull(problem);
    ck_assert_ptr_nonnull(strstr(problem, bad_outputs[_i]));
    free(problem);
}
END_TEST

START_TEST(one_mistake_spoils_all_outputs)
{
    struct log_output *outputs = (void *)&outputs;
    char *problem = NULL;
    size_t n = 7;

    ck_assert_int_eq(
        logspec_parse_outputs("1:file:/a 1:syslog:b 1:nowhere", &outputs, &n, &problem), -1);
    ck_assert_ptr_nonnull(strstr(problem, "1:nowhere"));
    ck_assert_uint_eq(n, 7);
    ck_assert_ptr_eq(outputs, &outputs);
    free(problem);
}
END_TEST

START_TEST(a_pattern_has_a_longest_length)
{
    struct log_filter filter;
    char text[sizeof(filter.pattern) + 3] = "1:", *problem = NULL;

    memset(text + 2, 'a', sizeof(filter.pattern));
    ck_assert_int_eq(logspec_check_filters(text, &problem), -1);
    ck_assert_ptr_nonnull(problem);
    free(problem);
    text[sizeof(text) - 2] = '\0';
    ck_assert_int_eq(logspec_check_filters(text, &problem), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("logspec");
    TCase *tc = tcase_create("logspec");

    tcase_add_test(tc, filters_keep_their_order);
    tcase_add_test(tc, outputs_of_every_kind_are_read);
    tcase_add_test(tc, nothing_is_an_empty_list);
    tcase_add_loop_test(tc, a_filter_that_is_wrong_is_named, 0, ARRAY_SIZE(bad_filters));
    tcase_add_loop_test(tc, an_output_that_is_wrong_is_named, 0, ARRAY_SIZE(bad_outputs));
    tcase_add_test(tc, one_mistake_spoils_all_outputs);
    tcase_add_test(tc, a_pattern_has_a_longest_length);
    suite_add_tcase(suite, tc);
    return run_suite(suite);
}
