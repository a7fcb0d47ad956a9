/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* auth.conf: whose credentials are whose, and that a mistake names file and line. */
#include "client/auth/authfile.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "tests/unit/suite.h"
#include "tests/unit/text_file.h"

static char path[] = "/tmp/vireo-authfile.XXXXXX";

static int load(const char *text, struct authfile **ret)
{
    text_file_write(path, text);
    return authfile_load(path, ret);
}

static void make_file(void)
{
    text_file_make(path);
}

static void remove_file(void)
{
    unlink(path);
}

#define HERE "[auth-libvirt-here]\ncredentials=x\n"

static const struct {
    const char *text, *host, *key, *value;
} files[] = {
    {"", "here", "authname", NULL},
    {"[credentials-x]\nauthname=joe\n" HERE, "here", "authname", "joe"},
    {"[credentials-x]\nauthname=joe\n" HERE, "here", "password", NULL},
    {"[credentials-x]\nauthname=joe\n" HERE, "there", "authname", NULL},
    {"[credentials-x]\na=joe\n[auth-libvirt-default]\ncredentials=x\n", "there", "a", "joe"},
    {"[auth-libvirt-default]\ncredentials=y\n" HERE "[credentials-x]\na=joe", "here", "a", "joe"},
    {"[auth-other-here]\ncredentials=x\n[credentials-x]\na=joe\n", "here", "a", NULL},
    {"[credentials-x]\na=1\na=2\n" HERE, "here", "a", "2"},
    {"[credentials-x]\na=1\n" HERE "[credentials-x]\na=2\nb=3\n", "here", "a", "2"},
    {"# a\n\n \t[credentials-x] \r\n  a b \t= \t1 2 \r\n#a b=3\n" HERE, "here", "a b", "1 2 "},
    {"[credentials-x]\na=\n" HERE, "here", "a", ""},
    {"[credentials-x]\na==#\n" HERE, "here", "a", "=#"},
    {"[credentials-x]\na=\\s\\t\\n\\r\\\\s\n" HERE, "here", "a", " \t\n\r\\s"},
};

START_TEST(credentials_are_found)
{
    struct authfile *file = NULL;
    const char *value = "untouched";

    ck_assert_int_eq(load(files[_i].text, &file), 0);
    ck_assert_int_eq(authfile_find(file, "libvirt", files[_i].host, files[_i].key, &value), 0);
    if (files[_i].value)
        ck_assert_str_eq(value, files[_i].value);
    else
        ck_assert_ptr_null(value);
    authfile_free(file);
}
END_TEST

static const struct {
    const char *text, *line;
} mistakes[] = {
    {"a=b\n", ":1: "},          {"[x]\n\na\n", ":3: "},   {"[x]\n=a\n", ":2: "},
    {"[x\n", ":1: "},           {"[]\n", ":1: "},         {"[x] y\n", ":1: "},
    {"[x]y]\n", ":1: "},        {"[x]\na=\\x\n", ":2: "}, {"[x]\na=\\", ":2: "},
    {"; no comment\n", ":1: "},
};

START_TEST(a_mistake_names_file_and_line)
{
    _cleanup_free_ char *place = NULL;
    struct authfile *file = NULL;

    ck_assert_int_eq(load(mistakes[_i].text, &file), -1);
    ck_assert_ptr_null(file);
    ck_assert_int_eq(error_get()->code, VIR_ERR_CONF_SYNTAX);
    ck_assert_int_gt(asprintf(&place, "%s%s", path, mistakes[_i].line), 0);
    ck_assert_msg(strstr(error_get()->message, place) != NULL, "no '%s' in '%s'", place,
                  error_get()->message);
}
END_TEST

START_TEST(what_is_meant_has_to_be_there)
{
    static const char *const texts[] = {"[auth-libvirt-here]\n", HERE};

    for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
        struct authfile *file = NULL;
        const char *value = NULL;

        ck_assert_int_eq(load(texts[i], &file), 0);
        ck_assert_int_eq(authfile_find(file, "libvirt", "here", "authname", &value), -1);
        ck_assert_int_eq(error_get()->code, VIR_ERR_CONF_SYNTAX);
        authfile_free(file);
    }
}
END_TEST

START_TEST(a_file_that_is_not_there_is_an_error)
{
    struct authfile *file = NULL;

    ck_assert_int_eq(authfile_load("/nonexistent/auth.conf", &file), -1);
    ck_assert_int_eq(error_get()->code, VIR_ERR_SYSTEM_ERROR);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("authfile");
    TCase *tc = tcase_create("authfile");

    tcase_add_checked_fixture(tc, make_file, remove_file);
    tcase_add_loop_test(tc, credentials_are_found, 0, ARRAY_SIZE(files));
    tcase_add_loop_test(tc, a_mistake_names_file_and_line, 0, ARRAY_SIZE(mistakes));
    tcase_add_test(tc, what_is_meant_has_to_be_there);
    tcase_add_test(tc, a_file_that_is_not_there_is_an_error);
    suite_add_tcase(suite, tc);
    return run_suite(suite);
}
