/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* daemon.conf: what it may say, and that a mistake names file, line and key. */
#include "daemon/config/settings.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "daemon/config/settings_remarks.h"
#include "tests/unit/suite.h"
#include "tests/unit/text_file.h"

static char path[] = "/tmp/vireo-settings.XXXXXX";

/* Reads a file of that text. */
static int load(const char *text, struct settings *ret)
{
    text_file_write(path, text);
    return settings_load(path, ret, NULL);
}

static void make_file(void)
{
    text_file_make(path);
}

static void remove_file(void)
{
    unlink(path);
}

START_TEST(an_empty_file_means_the_defaults)
{
    struct settings s = {0}, defaults = {0};

    ck_assert_int_eq(settings_init(&defaults), 0);
    ck_assert_int_eq(load("# nothing\n\n", &s), 0);
    ck_assert_int_eq(s.max_workers, defaults.max_workers);
    ck_assert_int_eq(s.max_client_queue_bytes, defaults.max_client_queue_bytes);
    ck_assert_int_eq(s.unix_sock_ro_perms, 0777);
    ck_assert_str_eq(s.unix_sock_dir, defaults.unix_sock_dir);
    ck_assert(!s.test_keep_world);
    settings_clear(&s);
    settings_clear(&defaults);
}
END_TEST

START_TEST(each_type_is_read)
{
    struct settings s = {0};

    ck_assert_int_eq(load("max_workers = 40\n"
                          "keepalive_interval = -1 # never\n"
                          "max_client_queue_bytes = 17179869184\n"
                          "test_keep_world = 1\n"
                          "unix_sock_dir = '/a \"#b'\n"
                          "unix_sock_rw_perms = \"660\"\n"
                          "unix_sock_ro_perms = \" 01777\"\n"
                          "sasl_allowed_username_list = [ \"joe\",\n '*@A', ]\n"
                          "log_outputs = \"1:stderr\" ; min_workers = 16\n"
                          "log_level = 0",
                          &s),
                     0);
    ck_assert_int_eq(s.max_workers, 40);
    ck_assert_int_eq(s.min_workers, 16);
    ck_assert_int_eq(s.keepalive_interval, -1);
    ck_assert_int_eq(s.max_client_queue_bytes, 17179869184);
    ck_assert(s.test_keep_world);
    ck_assert_str_eq(s.unix_sock_dir, "/a \"#b");
    ck_assert_int_eq(s.unix_sock_rw_perms, 0660);
    ck_assert_int_eq(s.unix_sock_ro_perms, 0777);
    ck_assert_int_eq(s.log_level, 0);
    ck_assert_str_eq(s.log_outputs, "1:stderr");
    ck_assert_str_eq(s.sasl_allowed_username_list[0], "joe");
    ck_assert_str_eq(s.sasl_allowed_username_list[1], "*@A");
    ck_assert_ptr_null(s.sasl_allowed_username_list[2]);
    settings_clear(&s);
}
END_TEST

static const struct {
    const char *text, *place, *what; /* the file's name is put before place */
} mistakes[] = {
    {"\n\nlisten_tls = \"1\"\n", ":3: key 'listen_tls' ", "number"},
    {"tls_port = 16514\n", ":1: key 'tls_port' ", "text"},
    {"tls_allowed_dn_list = 'x'\n", ":1: key 'tls_allowed_dn_list' ", "list"},
    {"access_drivers = [ \"polkit\" ]\n", ":1: key 'access_drivers' ", "would open"},
    {"access_drivers = \"none\"\n", ":1: key 'access_drivers' ", "list"},
    {"min_workers = 1\nmax_workers = \"20\"\n", ":2: key 'max_workers' ", "number"},
    {"max_workers = 20.5\n", ":1: key 'max_workers': ", "follows"},
    {"max_workers = 0x10\n", ":1: key 'max_workers': ", "follows"},
    {"max_workers = true\n", ":1: key 'max_workers': ", "number"},
    {"max_workers = 0\n", ":1: key 'max_workers' ", "1 to 10000, not 0"},
    {"worker_idle_timeout = 86401\n", ":1: key 'worker_idle_timeout' ", "1 to 86400, not 86401"},
    {"max_workers = 4294967297\n", ":1: key 'max_workers' ", "not 4294967297"},
    {"max_workers = -4294967295\n", ":1: key 'max_workers' ", "not -4294967295"},
    {"max_workers = 99999999999999999999\n", ":1: key 'max_workers': ", "too large"},
    {"log_level = 5\n", ":1: key 'log_level' ", "0 to 4, not 5"},
    {"max_client_queue_bytes = 1\n", ":1: key 'max_client_queue_bytes' ", "not 1"},
    {"test_keep_world = 2\n", ":1: key 'test_keep_world' ", "0 to 1, not 2"},
    {"unix_sock_dir = 5\n", ":1: key 'unix_sock_dir' ", "quotes"},
    {"unix_sock_dir = [ \"/a\" ]\n", ":1: key 'unix_sock_dir' ", "quotes"},
    {"unix_sock_dir = \"run\"\n", ":1: key 'unix_sock_dir' ", "'run'"},
    {"unix_sock_rw_perms = \"0888\"\n", ":1: key 'unix_sock_rw_perms' ", "0888"},
    {"unix_sock_rw_perms = \"\"\n", ":1: key 'unix_sock_rw_perms' ", "octal"},
    {"unix_sock_rw_perms = \"0770 \"\n", ":1: key 'unix_sock_rw_perms' ", "0770"},
    {"unix_sock_rw_perms = 0700\n", ":1: key 'unix_sock_rw_perms' ", "quotes"},
    {"host_uuid = \"1\"\n", ":1: key 'host_uuid' ", "'1'"},
    {"host_uuid = \"11111111-1111-1111-1111-111111111111\"\n", ":1: key 'host_uuid' ", "filler"},
    {"log_filters = \"1:a 7:b\"\n", ":1: key 'log_filters' ", "7:b"},
    {"log_outputs = \"1:paper\"\n", ":1: key 'log_outputs' ", "1:paper"},
    {"sasl_allowed_username_list = \"a\"\n", ":1: key 'sasl_allowed_username_list' ", "list"},
    {"sasl_allowed_username_list = [ 5 ]\n", ":1: key 'sasl_allowed_username_list' ", "quotes"},
    {"sasl_allowed_username_list = ( \"a\" )\n", ":1: key 'sasl_allowed_username_list': ", "list"},
    {"max_workers 20\n", ":1: key 'max_workers': ", ""},
    {"\nmax_workers = \n", ":2: key 'max_workers': ", ""},
    {"# @\n@include \"/nonexistent\"\n", ":2: ", ""},
};

START_TEST(a_mistake_names_file_line_and_key)
{
    _cleanup_free_ char *place = NULL;
    struct settings s = {.max_workers = 77};

    ck_assert_int_eq(load(mistakes[_i].text, &s), -1);
    ck_assert_int_eq(error_get()->code, VIR_ERR_CONF_SYNTAX);
    ck_assert_int_gt(asprintf(&place, "%s%s", path, mistakes[_i].place), 0);
    ck_assert_msg(strstr(error_get()->message, place) != NULL, "no '%s' in '%s'", place,
                  error_get()->message);
    ck_assert_msg(strstr(error_get()->message, mistakes[_i].what) != NULL, "no '%s' in '%s'",
                  mistakes[_i].what, error_get()->message);
    ck_assert_int_eq(s.max_workers, 77); /* untouched */
}
END_TEST

/* As libvirtd starts with them; what it makes of each was seen by virt-admin. */
static const struct {
    const char *text, *remark; /* the file's name is put before it; NULL: none */
    int min_workers, max_workers;
} oddities[] = {
    {"max_workers = 3\n", NULL, 3, 3},
    {"min_workers = 30\n",
     ":1: key 'min_workers' is more than 'max_workers': not 30, but 20 counts", 20, 20},
    {"max_workers = 7\nmax_workers = 'x'\n",
     ":2: key 'max_workers' has no effect: line 1 has it already, which counts", 5, 7},
    {"max_workers = 100000\n",
     ":1: key 'max_workers' takes 1 to 10000: not 100000, but 10000 counts", 5, 10000},
    {"min_workers = 0\n", ":1: key 'min_workers' takes 1 to 10000: not 0, but 1 counts", 1, 20},
    {"keepalive_interval = -5\n",
     ":1: key 'keepalive_interval' takes -1 to 86400: not -5, but -1 counts", 5, 20},
    {"\nmax_worker = [ 1 ]\n", ":2: key 'max_worker' is unknown and has no effect", 5, 20},
    {"listen_tls = 1\n", ":1: key 'listen_tls' has no effect: there is neither TLS nor TCP", 5, 20},
    {"tcp_port = '16509'", ":1: key 'tcp_port' has no effect: there is neither TLS nor TCP", 5, 20},
    {"mdns_adv = 0\n", ":1: key 'mdns_adv' has no effect: libvirt had it formerly", 5, 20},
    {"host_uuid = '8510b1f23b5d4c689d1f3f7c1a9a2b11'\n",
     ":1: key 'host_uuid' has no effect: no driver shows the UUID of the host", 5, 20},
    {"access_drivers = [ 'none' ]\n", NULL, 5, 20},
};

START_TEST(what_is_odd_is_remarked)
{
    _cleanup_(settings_remarks_clear) struct settings_remarks remarks = {0};
    _cleanup_(settings_clear) struct settings s = {0};
    const char *remark = oddities[_i].remark;

    text_file_write(path, oddities[_i].text);
    ck_assert_msg(settings_load(path, &s, &remarks) == 0, "%s", error_get()->message);
    ck_assert_int_eq(s.min_workers, oddities[_i].min_workers);
    ck_assert_int_eq(s.max_workers, oddities[_i].max_workers);
    ck_assert_uint_eq(remarks.n, remark != NULL);
    if (remark) {
        ck_assert_int_eq(strncmp(remarks.texts[0], path, strlen(path)), 0);
        ck_assert_str_eq(remarks.texts[0] + strlen(path), remark);
    }
}
END_TEST

START_TEST(remarks_are_bounded)
{
    _cleanup_(settings_remarks_clear) struct settings_remarks remarks = {0};
    _cleanup_(settings_clear) struct settings s = {0};
    char text[8 * 1000 + 1] = "";

    for (int i = 0; i < 1000; i++)
        strcpy(text + 8 * i, "unk = 1\n");
    text_file_write(path, text);
    ck_assert_int_eq(settings_load(path, &s, &remarks), 0);
    ck_assert_uint_eq(remarks.n, SETTINGS_REMARKS_MAX);
    ck_assert_uint_eq(remarks.more, 1000 - SETTINGS_REMARKS_MAX);
}
END_TEST

START_TEST(a_file_that_is_not_there_is_a_system_error)
{
    struct settings s;

    ck_assert_int_eq(settings_load("/nonexistent/daemon.conf", &s, NULL), -1);
    ck_assert_int_eq(error_get()->code, VIR_ERR_SYSTEM_ERROR);
    ck_assert_ptr_nonnull(strstr(error_get()->message, "/nonexistent/daemon.conf"));
}
END_TEST

START_TEST(a_reload_takes_over_what_can_change)
{
    struct settings s = {0}, fresh = {0};
    _cleanup_free_ char *changes = NULL;

    ck_assert_int_eq(load("max_workers = 30\nunix_sock_dir = \"/a\"\nlog_filters = \"1:x\"\n", &s),
                     0);
    ck_assert_int_eq(
        load("max_workers = 40\nunix_sock_dir = \"/b\"\nlog_filters = \"2:y\"\n"
             "test_keep_world = 1\nunix_sock_rw_perms = '0770'\nmax_document_bytes = 65536\n"
             "sasl_allowed_username_list = [ 'a', 'b' ]\n",
             &fresh),
        0);
    changes = settings_reload(&s, &fresh);
    ck_assert_str_eq(changes, "unix_sock_dir \"/a\" -> \"/b\" (from the next start), "
                              "unix_sock_rw_perms \"0700\" -> \"0770\" (from the next start), "
                              "sasl_allowed_username_list [ \"*\" ] -> [ \"a\", \"b\" ], "
                              "max_workers 30 -> 40, max_document_bytes 4194304 -> 65536, "
                              "log_filters \"1:x\" -> \"2:y\", test_keep_world 0 -> 1");
    ck_assert_int_eq(s.max_workers, 40);
    ck_assert_str_eq(s.log_filters, "2:y");
    ck_assert_str_eq(s.unix_sock_dir, "/a"); /* from the next start */
    settings_clear(&s);
}
END_TEST

START_TEST(what_is_printed_can_be_read)
{
    struct settings s = {0};
    char *text = NULL, *line, *save = NULL;
    char all[65536] = "";
    size_t size = 0;
    FILE *f = open_memstream(&text, &size);
    int keys = 0;

    ck_assert_ptr_nonnull(f);
    settings_print_documented(f);
    fclose(f);
    for (line = strtok_r(text, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
        ck_assert_int_eq(line[0], '#');
        ck_assert_uint_le(strlen(line), 100);
        if (line[1] < 'a' || line[1] > 'z')
            continue;
        ck_assert_uint_lt(strlen(all) + strlen(line) + 1, sizeof(all));
        strcat(all, line + 1);
        strcat(all, "\n");
        keys++;
    }
    ck_assert_int_gt(keys, 20);
    ck_assert_int_eq(load(all, &s), 0);
    settings_clear(&s);
    free(text);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("settings");
    TCase *tc = tcase_create("settings");

    tcase_add_checked_fixture(tc, make_file, remove_file);
    tcase_add_test(tc, an_empty_file_means_the_defaults);
    tcase_add_test(tc, each_type_is_read);
    tcase_add_loop_test(tc, a_mistake_names_file_line_and_key, 0, ARRAY_SIZE(mistakes));
    tcase_add_loop_test(tc, what_is_odd_is_remarked, 0, ARRAY_SIZE(oddities));
    tcase_add_test(tc, remarks_are_bounded);
    tcase_add_test(tc, a_file_that_is_not_there_is_a_system_error);
    tcase_add_test(tc, a_reload_takes_over_what_can_change);
    tcase_add_test(tc, what_is_printed_can_be_read);
    suite_add_tcase(suite, tc);
    return run_suite(suite);
}
