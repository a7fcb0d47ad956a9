/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* virConnectOpenAuth: its flags, and what its callback is asked for a world with users. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "tests/unit/suite.h"
#include "tests/unit/text_file.h"

static char world[] = "/tmp/vireo-open-auth.XXXXXX", config[] = "/tmp/vireo-open-auth.XXXXXX";
static char uri[64];

static void quiet(void *data, virErrorPtr error)
{
}

static void make_files(void)
{
    _cleanup_free_ char *alias = NULL;

    text_file_make(world);
    text_file_make(config);
    text_file_write(world, "<node><auth><user password='123'>joe</user></auth>"
                           "<domain type='test'><name>web</name><memory>1024</memory>"
                           "<os><type>hvm</type></os></domain></node>");
    ck_assert_int_gt(snprintf(uri, sizeof(uri), "test://%s", world), 0);
    ck_assert_int_gt(asprintf(&alias, "uri_aliases = [ \"joes=%s\" ]\n", uri), 0);
    text_file_write(config, alias);
    setenv("VIREO_CLIENT_CONFIG", config, 1);
    setenv("LIBVIRT_AUTH_FILE", "/dev/null", 1);
    virSetErrorFunc(NULL, quiet);
}

static void remove_files(void)
{
    unlink(world);
    unlink(config);
}

/* A person with two answers. */
struct person {
    const char *name, *password;
    bool leaves;
    unsigned asked;
};

static int answer(virConnectCredentialPtr credentials, unsigned n, void *opaque)
{
    struct person *person = opaque;

    for (unsigned i = 0; i < n; i++) {
        virConnectCredentialPtr c = &credentials[i];
        const char *says = c->type == VIR_CRED_AUTHNAME ? person->name : person->password;

        ck_assert(c->type == VIR_CRED_AUTHNAME || c->type == VIR_CRED_PASSPHRASE);
        ck_assert_ptr_nonnull(c->prompt);
        ck_assert_str_eq(c->challenge, "localhost");
        ck_assert_ptr_null(c->result);
        person->asked++;
        if (!says)
            continue;
        c->result = strdup(says);
        c->resultlen = (unsigned)strlen(says);
    }
    return person->leaves ? -1 : 0;
}

static virConnectPtr open_by(struct person *person, const char *name, unsigned flags)
{
    int types[] = {VIR_CRED_PASSPHRASE, VIR_CRED_AUTHNAME};
    virConnectAuth auth = {types, ARRAY_SIZE(types), answer, person};

    return virConnectOpenAuth(name, &auth, flags);
}

START_TEST(the_right_answers_open)
{
    struct person joe = {.name = "joe", .password = "123"};
    virConnectPtr conn = open_by(&joe, uri, 0);

    ck_assert_ptr_nonnull(conn);
    ck_assert_uint_eq(joe.asked, 2);
    ck_assert_int_eq(virConnectNumOfDomains(conn), 1);
    ck_assert_int_eq(virConnectClose(conn), 0);
}
END_TEST

static const struct person wrong[] = {
    {.name = "joe", .password = "x", .asked = 2},
    {.name = "joe", .asked = 2},
    {.name = "ann", .password = "123", .asked = 2},
    {.password = "123", .asked = 1},
    {.name = "joe", .password = "123", .leaves = true, .asked = 1},
};

START_TEST(others_do_not)
{
    struct person person = wrong[_i];

    person.asked = 0;
    ck_assert_ptr_null(open_by(&person, uri, 0));
    ck_assert_int_eq(virGetLastErrorCode(), VIR_ERR_AUTH_FAILED);
    ck_assert_uint_eq(person.asked, wrong[_i].asked);
}
END_TEST

START_TEST(who_cannot_be_asked_is_told_so)
{
    ck_assert_ptr_null(virConnectOpenAuth(uri, NULL, 0));
    ck_assert_int_eq(virGetLastErrorCode(), VIR_ERR_INVALID_ARG);
    ck_assert_ptr_null(virConnectOpen(uri));
    ck_assert_int_eq(virGetLastErrorCode(), VIR_ERR_INVALID_ARG);
}
END_TEST

START_TEST(nobody_is_asked_without_need)
{
    struct person person = {.leaves = true};
    virConnectPtr conn = open_by(&person, "test:///default", 0);

    ck_assert_ptr_nonnull(conn);
    ck_assert_uint_eq(person.asked, 0);
    ck_assert_int_eq(virConnectClose(conn), 0);
}
END_TEST

START_TEST(a_reader_may_only_read)
{
    struct person joe = {.name = "joe", .password = "123"};
    virConnectPtr conn = open_by(&joe, uri, VIR_CONNECT_RO);
    virDomainPtr web = virDomainLookupByName(conn, "web");

    ck_assert_ptr_nonnull(web);
    ck_assert_int_eq(virDomainSuspend(web), -1);
    ck_assert_int_eq(virGetLastErrorCode(), VIR_ERR_OPERATION_DENIED);
    ck_assert_int_eq(virDomainFree(web), 0);
    ck_assert_int_eq(virConnectClose(conn), 0);
}
END_TEST

START_TEST(aliases_can_be_left_alone)
{
    struct person joe = {.name = "joe", .password = "123"};
    virConnectPtr conn = open_by(&joe, "joes", 0);

    ck_assert_ptr_nonnull(conn);
    ck_assert_int_eq(virConnectClose(conn), 0);
    ck_assert_ptr_null(open_by(&joe, "joes", VIR_CONNECT_NO_ALIASES));
    conn = open_by(&joe, uri, VIR_CONNECT_NO_ALIASES | VIR_CONNECT_RO);
    ck_assert_ptr_nonnull(conn);
    ck_assert_int_eq(virConnectClose(conn), 0);
}
END_TEST

START_TEST(unknown_flags_are_refused)
{
    struct person joe = {.name = "joe", .password = "123"};

    for (unsigned flag = VIR_CONNECT_NO_ALIASES << 1; flag; flag <<= 1) {
        ck_assert_ptr_null(open_by(&joe, uri, flag));
        ck_assert_int_eq(virGetLastErrorCode(), VIR_ERR_INVALID_ARG);
    }
    ck_assert_uint_eq(joe.asked, 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("open_auth");
    TCase *tc = tcase_create("open_auth");

    tcase_add_unchecked_fixture(tc, make_files, remove_files);
    tcase_add_test(tc, the_right_answers_open);
    tcase_add_loop_test(tc, others_do_not, 0, ARRAY_SIZE(wrong));
    tcase_add_test(tc, who_cannot_be_asked_is_told_so);
    tcase_add_test(tc, nobody_is_asked_without_need);
    tcase_add_test(tc, a_reader_may_only_read);
    tcase_add_test(tc, aliases_can_be_left_alone);
    tcase_add_test(tc, unknown_flags_are_refused);
    suite_add_tcase(suite, tc);
    return run_suite(suite);
}
