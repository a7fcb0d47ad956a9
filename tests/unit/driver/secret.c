/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Secrets of the test driver, by its operations. */
#include "tests/unit/driver/driver_fixture.h"

#define SECRET(attributes, uuid, usage) \
    "<secret" attributes "><uuid>" uuid "</uuid>" usage "</secret>"
#define ONE    "9f5d7a3c-47d5-4d0c-9f4e-5fb0a1a5f0e7"
#define TWO    "9f5d7a3c-47d5-4d0c-9f4e-5fb0a1a5f0e8"
#define CEPH   "<usage type='ceph'><name>pool</name></usage>"
#define VOLUME "<usage type='volume'><volume>pool</volume></usage>"

static void read_event(struct heard *h, const void *msg)
{
    const remote_secret_event_lifecycle_msg *m = msg;

    h->numbers[0] = h->procedure == REMOTE_PROC_SECRET_EVENT_LIFECYCLE ? m->event : -1;
    snprintf(h->name, sizeof(h->name), "%s", m->secret.usageID);
}

static int define(struct heard *h, const char *xml, remote_nonnull_secret *ret_secret)
{
    remote_secret_define_xml_args args = {.xml = TEXT(xml)};
    remote_secret_define_xml_ret ret = {0};

    if (OPS->secret_define_xml(&h->session, &args, &ret) < 0)
        return -1;
    *ret_secret = ret.secret;
    return 0;
}

static int get_value(struct heard *h, const remote_nonnull_secret *secret, char *to)
{
    remote_secret_get_value_args args = {.secret = *secret};
    remote_secret_get_value_ret ret = {0};

    if (OPS->secret_get_value(&h->session, &args, &ret) < 0)
        return -1;
    memcpy(to, ret.value.value_val, ret.value.value_len);
    free(ret.value.value_val);
    return (int)ret.value.value_len;
}

static void set_value(struct heard *h, const remote_nonnull_secret *secret, const char *text)
{
    remote_secret_set_value_args args = {.secret = *secret};

    args.value.value_val = TEXT(text);
    args.value.value_len = (u_int)strlen(text);
    GIVES(OPS->secret_set_value(&h->session, &args));
}

START_TEST(a_value_is_kept_until_the_secret_is_undefined_and_subscribers_hear_of_it)
{
    struct heard h;
    remote_connect_secret_event_register_any_args sub = {0};
    remote_connect_secret_event_register_any_ret subbed = {0};
    remote_nonnull_secret secret = {0};
    remote_secret_undefine_args undefine;
    char value[16];

    open_world(&h);
    h.read = read_event;
    GIVES(OPS->connect_secret_event_register_any(&h.session, &sub, &subbed));
    sub.eventID = VIR_SECRET_EVENT_ID_VALUE_CHANGED;
    GIVES(OPS->connect_secret_event_register_any(&h.session, &sub, &subbed));
    GIVES(define(&h, SECRET("", ONE, CEPH), &secret));
    ck_assert_int_eq(h.numbers[0], VIR_SECRET_EVENT_DEFINED);
    ck_assert_str_eq(h.name, "pool");
    FAILS(VIR_ERR_NO_SECRET, get_value(&h, &secret, value));
    set_value(&h, &secret, "first");
    ck_assert_int_eq(h.numbers[0], -1);
    set_value(&h, &secret, "2nd");
    ck_assert_int_eq(get_value(&h, &secret, value), 3);
    ck_assert_int_eq(memcmp(value, "2nd", 3), 0);
    undefine.secret = secret;
    GIVES(OPS->secret_undefine(&h.session, &undefine));
    ck_assert_int_eq(h.numbers[0], VIR_SECRET_EVENT_UNDEFINED);
    FAILS(VIR_ERR_NO_SECRET, OPS->secret_undefine(&h.session, &undefine));
    ck_assert_int_eq(h.count, 4);
    free(secret.usageID);
    close_world(&h);
}
END_TEST

START_TEST(a_private_value_is_not_given_away_and_stays_private)
{
    struct heard h;
    remote_nonnull_secret secret = {0};
    char value[16];

    open_world(&h);
    GIVES(define(&h, SECRET(" private='yes'", ONE, CEPH), &secret));
    set_value(&h, &secret, "hidden");
    FAILS(VIR_ERR_INVALID_SECRET, get_value(&h, &secret, value));
    FAILS(VIR_ERR_OPERATION_DENIED, define(&h, SECRET("", ONE, CEPH), &secret));
    FAILS(VIR_ERR_INVALID_SECRET, get_value(&h, &secret, value));
    free(secret.usageID);
    close_world(&h);
}
END_TEST

START_TEST(no_two_secrets_are_for_the_same_usage)
{
    struct heard h;
    remote_nonnull_secret a = {0}, b = {0};
    remote_secret_lookup_by_usage_args by = {.usageType = VIR_SECRET_USAGE_TYPE_VOLUME,
                                             .usageID = TEXT("pool")};
    remote_secret_lookup_by_usage_ret found = {0};

    open_world(&h);
    GIVES(define(&h, SECRET("", ONE, CEPH), &a));
    FAILS(VIR_ERR_NO_SECRET, OPS->secret_lookup_by_usage(&h.session, &by, &found));
    FAILS(VIR_ERR_INTERNAL_ERROR, define(&h, SECRET("", TWO, CEPH), &b));
    FAILS(VIR_ERR_INTERNAL_ERROR, define(&h, SECRET("", ONE, VOLUME), &b));
    GIVES(define(&h, SECRET("", TWO, VOLUME), &b)); /* the same ID of another type */
    GIVES(OPS->secret_lookup_by_usage(&h.session, &by, &found));
    ck_assert_int_eq(memcmp(found.secret.uuid, b.uuid, 16), 0);
    free(found.secret.usageID);
    free(a.usageID);
    free(b.usageID);
    close_world(&h);
}
END_TEST

START_TEST(what_is_not_a_secret_is_refused)
{
    static const char *const wrong[] = {
        SECRET("", ONE, "<usage/>"),
        SECRET("", ONE, "<usage type='door'/>"),
        SECRET("", ONE, "<usage type='ceph'/>"),
        SECRET(" private='perhaps'", ONE, CEPH),
    };
    struct heard h;
    remote_nonnull_secret secret;

    open_world(&h);
    for (size_t i = 0; i < ARRAY_SIZE(wrong); i++)
        FAILS(VIR_ERR_XML_ERROR, define(&h, wrong[i], &secret));
    close_world(&h);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("secrets of the test driver");
    TCase *tc = tcase_create("secrets");

    tcase_add_test(tc, a_value_is_kept_until_the_secret_is_undefined_and_subscribers_hear_of_it);
    tcase_add_test(tc, a_private_value_is_not_given_away_and_stays_private);
    tcase_add_test(tc, no_two_secrets_are_for_the_same_usage);
    tcase_add_test(tc, what_is_not_a_secret_is_refused);
    suite_add_tcase(suite, tc);
    return run_suite(suite);
}
