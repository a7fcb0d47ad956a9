/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Files of settings: what libvirt reads is read, and a mistake names its line and key. */
#include "common/conf.h"

#include <stdio.h>
#include <string.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "tests/unit/suite.h"

static int parse(const char *text, struct conf *ret)
{
    return conf_parse("f", text, strlen(text), ret);
}

static void print_value(FILE *out, const struct conf_value *v)
{
    if (v->type == CONF_NUMBER)
        fprintf(out, "%lld", (long long)v->number);
    else if (v->type == CONF_TEXT)
        fprintf(out, "<%s>", v->text);
    else
        fputc('[', out);
    for (size_t i = 0; i < v->n_items; i++) {
        fputs(i ? " " : "", out);
        print_value(out, &v->items[i]);
    }
    if (v->type == CONF_LIST)
        fputc(']', out);
}

/* "LINE:KEY=VALUE ..." of what was read; to be freed. */
static char *printed(const struct conf *conf)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    ck_assert_ptr_nonnull(out);
    for (size_t i = 0; i < conf->n_entries; i++) {
        fprintf(out, "%s%u:%s=", i ? " " : "", conf->entries[i].line, conf->entries[i].key);
        print_value(out, &conf->entries[i].value);
    }
    fclose(out);
    return text;
}

/* What each means was asked of libvirt's own reader, save for the last few, which it refuses. */
static const struct {
    const char *text, *means;
} good[] = {
    {"", ""},
    {"# c", ""},
    {"a=1", "1:a=1"},
    {"  a_2 =\t010 # c\n", "1:a_2=10"},
    {"a=-5;b=+5;", "1:a=-5 1:b=5"},
    {"a=1 ;# c\nb=2#c", "1:a=1 2:b=2"},
    {"a=9223372036854775807\nb=-9223372036854775808", "1:a=9223372036854775807 "
                                                      "2:b=-9223372036854775808"},
    {"a = 'x\"y'\nA = \"x'y\"", "1:a=<x\"y> 2:A=<x'y>"},
    {"a = \"C:\\new\\\"", "1:a=<C:\\new\\>"},
    {"a = '#;=[\t'", "1:a=<#;=[\t>"},
    {"a = ''\nb = \"\"\nc = \"\"\"\"\"\"", "1:a=<> 2:b=<> 3:c=<>"},
    {"a = \"\"\"x\n\"y\" z\n\"\"\"\nb=1", "1:a=<x\n\"y\" z\n> 4:b=1"},
    {"a=1\na='x'\n", "1:a=1 2:a=<x>"},
    {"a=[]", "1:a=[]"},
    {"a=[1,\"x\",'y']", "1:a=[1 <x> <y>]"},
    {"a = [\n\n 'x' ,\n 'y',\n]\nb=[[1],2]", "1:a=[<x> <y>] 6:b=[[1] 2]"},
    {"a=1\r\nb=[\r\n1,\r\n2\r\n]\r\nc='x'\r\n", "1:a=1 2:b=[1 2] 6:c=<x>"},
    {"a='\xc3\xa4\xff'", "1:a=<\xc3\xa4\xff>"},
    {"\n", ""},
    {"a=[ # c\n1, # ]\n# ,\n2 #\n]", "1:a=[1 2]"},
};

START_TEST(what_libvirt_reads_is_read)
{
    _cleanup_(conf_clear) struct conf conf = {0};
    _cleanup_free_ char *means = NULL;

    ck_assert_msg(parse(good[_i].text, &conf) == 0, "'%s': %s", good[_i].text,
                  error_get()->message);
    means = printed(&conf);
    ck_assert_str_eq(means, good[_i].means);
}
END_TEST

static const struct {
    const char *text, *place, *what;
} bad[] = {
    {"a", "f:1: key 'a': ", "no ="},
    {"a\n=1", "f:1: key 'a': ", "no ="},
    {"b=1\na : 1", "f:2: key 'a': ", "no ="},
    {"a-b=1", "f:1: key 'a': ", "no ="},
    {"a=", "f:1: key 'a': ", "no number"},
    {"a=\n1", "f:1: key 'a': ", "no number"},
    {"a=yes", "f:1: key 'a': ", "no number"},
    {"a=(1)", "f:1: key 'a': ", "no number"},
    {"a=0x10", "f:1: key 'a': ", "follows"},
    {"a=1.5", "f:1: key 'a': ", "follows"},
    {"a=5L", "f:1: key 'a': ", "follows"},
    {"a=1 b=2", "f:1: key 'a': ", "follows"},
    {"a='x'y", "f:1: key 'a': ", "follows"},
    {"a=\"x\\\"y\"", "f:1: key 'a': ", "follows"},
    {"a=- 5", "f:1: key 'a': ", "digits"},
    {"a=--5", "f:1: key 'a': ", "digits"},
    {"a=9223372036854775808", "f:1: key 'a': ", "too large"},
    {"a=-9223372036854775809", "f:1: key 'a': ", "too large"},
    {"\n\na='x\n'", "f:3: key 'a': ", "quote"},
    {"a=\"x", "f:1: key 'a': ", "quote"},
    {"a=\"\"\"x\n\"\"", "f:2: key 'a': ", "three quotes"},
    {"a=[,]", "f:1: key 'a': ", "no number"},
    {"a=[1,\n,2]", "f:2: key 'a': ", "no number"},
    {"a=[1\n2]", "f:2: key 'a': ", "comma"},
    {"a=[1,\n", "f:2: key 'a': ", "no ]"},
    {"a=[[[[[[[[[1]]]]]]]]]", "f:1: key 'a': ", "deep"},
    {"=1", "f:1: ", "no key"},
    {"1a=1", "f:1: ", "no key"},
    {"a=1\n_a=1", "f:2: ", "no key"},
    {"// c", "f:1: ", "no key"},
    {"[section]\na=1", "f:1: ", "no key"},
    {"@include 'x'", "f:1: ", "no key"},
    {"\xef\xbb\xbf"
     "a=1",
     "f:1: ", "no key"},
};

START_TEST(a_mistake_names_line_and_key)
{
    struct conf conf = {.n_entries = 77};

    ck_assert_msg(parse(bad[_i].text, &conf) < 0, "'%s'", bad[_i].text);
    ck_assert_int_eq(error_get()->code, VIR_ERR_CONF_SYNTAX);
    ck_assert_msg(strstr(error_get()->message, bad[_i].place) != NULL, "'%s' in '%s'",
                  bad[_i].place, error_get()->message);
    ck_assert_msg(strstr(error_get()->message, bad[_i].what) != NULL, "'%s' in '%s'", bad[_i].what,
                  error_get()->message);
    ck_assert_uint_eq(conf.n_entries, 77);
}
END_TEST

START_TEST(the_first_of_a_key_is_found)
{
    _cleanup_(conf_clear) struct conf conf = {0};

    ck_assert_int_eq(parse("b=0\na=1\na=2\n", &conf), 0);
    ck_assert_int_eq(conf_find(&conf, "a")->value.number, 1);
    ck_assert_uint_eq(conf_find(&conf, "a")->line, 2);
    ck_assert_ptr_null(conf_find(&conf, "A"));
}
END_TEST

/* What may never end is read up to its bound. */
START_TEST(a_file_is_bounded_and_a_text)
{
    _cleanup_(conf_clear) struct conf conf = {0};
    _cleanup_(cleanup_fclose) FILE *zeroes = fopen("/dev/zero", "re");
    _cleanup_(cleanup_fclose) FILE *nothing = fopen("/dev/null", "re");
    _cleanup_(cleanup_fclose) FILE *folder = fopen("/", "re");

    ck_assert_int_eq(conf_read(nothing, "f", &conf), 0);
    ck_assert_int_eq(conf_read(zeroes, "f", &conf), -1);
    ck_assert_ptr_nonnull(strstr(error_get()->message, "more than 1048576 bytes"));
    ck_assert_int_eq(conf_read(folder, "/", &conf), -1);
    ck_assert_int_eq(error_get()->code, VIR_ERR_SYSTEM_ERROR);
    ck_assert_int_eq(conf_parse("f", "a=1\0b=2", 7, &conf), -1);
    ck_assert_ptr_nonnull(strstr(error_get()->message, "zero byte"));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("conf");
    TCase *tc = tcase_create("conf");

    tcase_add_loop_test(tc, what_libvirt_reads_is_read, 0, ARRAY_SIZE(good));
    tcase_add_loop_test(tc, a_mistake_names_line_and_key, 0, ARRAY_SIZE(bad));
    tcase_add_test(tc, the_first_of_a_key_is_found);
    tcase_add_test(tc, a_file_is_bounded_and_a_text);
    suite_add_tcase(suite, tc);
    return run_suite(suite);
}
