/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Channels answer with what was sent, until the caller has said that it sends no more. */
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "drivers/driver.h"
#include "drivers/session.h"
#include "drivers/stream.h"
#include "drivers/test/test.h"
#include "drivers/uri.h"
#include "tests/unit/suite.h"

#define OPS test_driver.remote
#define XML                                                                               \
    "<domain type='test'><name>a</name><memory>1024</memory><os><type>hvm</type></os>"    \
    "<devices><console type='pty'/><channel type='unix'><target type='virtio' name='c'/>" \
    "</channel></devices></domain>"

static int woken;

static void on_emit(struct session *s, const struct program *program, const struct proc *proc,
                    const void *msg)
{
}

static void on_wake(struct stream *stream)
{
    woken++;
}

static const struct session_host host = {.emit = on_emit};
static struct session s;
static struct stream stream;
static remote_nonnull_domain dom;

static void set_up(void)
{
    _cleanup_(uri_freep) struct uri *uri = NULL;
    remote_domain_create_xml_args create = {.xml_desc = (char[]){XML}};
    remote_domain_create_xml_ret created = {0};

    s = (struct session){.host = &host, .driver = &test_driver};
    stream = (struct stream){.wake = on_wake};
    woken = 0;
    ck_assert_int_eq(uri_parse("test:///default", &uri), 0);
    ck_assert_int_eq(test_driver.open(&s, uri, 0), 0);
    ck_assert_int_eq(OPS->domain_create_xml(&s, &create, &created), 0);
    dom = created.dom;
}

static void tear_down(void)
{
    free(dom.name);
    test_driver.close(&s);
}

START_TEST(a_channel_answers_and_ends_when_its_caller_does)
{
    remote_domain_open_channel_args args = {.dom = dom};
    unsigned long long hole = 0;
    char room[8];

    ck_assert_int_eq(OPS->domain_open_channel(&s, &args, &stream), 0);
    ck_assert_int_eq(stream.ops->read(stream.opaque, room, sizeof(room), &hole), STREAM_LATER);
    ck_assert_int_eq(stream.ops->write(stream.opaque, "hello", 5), 0);
    ck_assert_int_eq(woken, 1);
    ck_assert_int_eq(stream.ops->read(stream.opaque, room, 3, &hole), 3);
    ck_assert_mem_eq(room, "hel", 3);
    ck_assert_int_eq(stream.ops->finish(stream.opaque), 0);
    ck_assert_int_eq(stream.ops->read(stream.opaque, room, sizeof(room), &hole), 2);
    ck_assert_int_eq(stream.ops->read(stream.opaque, room, sizeof(room), &hole), 0);
    stream.ops->done(stream.opaque);
}
END_TEST

START_TEST(what_nobody_reads_is_bounded)
{
    remote_domain_open_channel_args args = {.dom = dom};
    static char bytes[1 << 16];
    int accepted = 0;

    ck_assert_int_eq(OPS->domain_open_channel(&s, &args, &stream), 0);
    while (accepted < 100 && stream.ops->write(stream.opaque, bytes, sizeof(bytes)) == 0)
        accepted++;
    ck_assert_int_eq(accepted, 16);
    stream.ops->done(stream.opaque);
}
END_TEST

START_TEST(a_channel_is_found_by_its_name)
{
    char *name = (char[]){"c"}, *other = (char[]){"nowhere"};
    remote_domain_open_channel_args args = {.dom = dom, .name = &name};

    ck_assert_int_eq(OPS->domain_open_channel(&s, &args, &stream), 0);
    stream.ops->done(stream.opaque);
    args.name = &other;
    ck_assert_int_eq(OPS->domain_open_channel(&s, &args, &stream), -1);
    ck_assert_int_eq(error_get()->code, VIR_ERR_INVALID_ARG);
}
END_TEST

START_TEST(without_a_stream_there_is_no_console)
{
    remote_domain_open_console_args args = {.dom = dom};

    ck_assert_int_eq(OPS->domain_open_console(&s, &args, NULL), -1);
    ck_assert_int_eq(error_get()->code, VIR_ERR_NO_SUPPORT);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("test_driver_screen");
    TCase *tc = tcase_create("lines");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, a_channel_answers_and_ends_when_its_caller_does);
    tcase_add_test(tc, what_nobody_reads_is_bounded);
    tcase_add_test(tc, a_channel_is_found_by_its_name);
    tcase_add_test(tc, without_a_stream_there_is_no_console);
    suite_add_tcase(suite, tc);
    return run_suite(suite);
}
