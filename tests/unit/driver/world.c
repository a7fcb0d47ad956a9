/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Worlds from files: what they make, and what is said of those that are wrong. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "drivers/driver.h"
#include "drivers/session.h"
#include "drivers/test/test.h"
#include "drivers/uri.h"
#include "tests/unit/suite.h"

#define OPS       test_driver.remote
#define XMLNS     " xmlns:t='http://libvirt.org/schemas/domain/test/1.0'"
#define BODY(n)   "<name>" n "</name><memory>8192</memory><os><type>hvm</type></os>"
#define DOMAIN(n) "<domain type='test'>" BODY(n) "</domain>"

static char folder[] = "/tmp/vireo-world.XXXXXX";
static int old_style, new_style;

static void on_emit(struct session *s, const struct program *program, const struct proc *proc,
                    const void *msg)
{
    if (proc->number == REMOTE_PROC_DOMAIN_EVENT_LIFECYCLE)
        old_style = ((const remote_domain_event_lifecycle_msg *)msg)->event;
    else
        new_style = ((const remote_domain_event_callback_lifecycle_msg *)msg)->msg.event;
}

static const struct session_host host = {.emit = on_emit};

static void write_file(const char *name, const char *text)
{
    _cleanup_free_ char *path = NULL;
    _cleanup_(cleanup_fclose) FILE *f = NULL;

    ck_assert_int_gt(asprintf(&path, "%s/%s", folder, name), 0);
    f = fopen(path, "w");
    ck_assert_ptr_nonnull(f);
    ck_assert_int_ge(fputs(text, f), 0);
}

/* Opens the world of a file of that text. */
static int open_world(struct session *s, const char *text)
{
    _cleanup_(uri_freep) struct uri *uri = NULL;
    _cleanup_free_ char *name = NULL;

    write_file("world.xml", text);
    *s = (struct session){.host = &host, .driver = &test_driver};
    ck_assert_int_gt(asprintf(&name, "test://%s/world.xml", folder), 0);
    ck_assert_int_eq(uri_parse(name, &uri), 0);
    return test_driver.open(s, uri, 0);
}

static int state_of(struct session *s, const char *name)
{
    remote_domain_lookup_by_name_args look = {.name = (char *)(uintptr_t)name};
    remote_domain_lookup_by_name_ret found = {0};
    remote_domain_get_state_args args = {0};
    remote_domain_get_state_ret ret = {0};

    ck_assert_int_eq(OPS->domain_lookup_by_name(s, &look, &found), 0);
    args.dom = found.dom;
    ck_assert_int_eq(OPS->domain_get_state(s, &args, &ret), 0);
    free(found.dom.name);
    return ret.state;
}

START_TEST(a_file_says_what_host_and_domains_there_are)
{
    struct session s;
    remote_node_get_info_ret info = {0};

    write_file("other.xml", DOMAIN("other"));
    ck_assert_int_eq(
        open_world(&s, "<node><cpu><mhz>6000</mhz><model>big</model><nodes>2</nodes>"
                       "<sockets>1</sockets><cores>4</cores><threads>1</threads></cpu>"
                       "<memory>8192000</memory><domain file='other.xml'/>"
                       "<domain type='test'" XMLNS
                       ">" BODY("held") "<t:runstate>3</t:runstate></domain>"
                                        "<domain type='test'" XMLNS ">" BODY(
                                            "off") "<t:runstate>5</t:runstate></domain></node>"),
        0);
    ck_assert_int_eq(OPS->node_get_info(&s, &info), 0);
    ck_assert_int_eq(info.cpus, 8);
    ck_assert_int_eq(info.mhz, 6000);
    ck_assert_uint_eq(info.memory, 8192000);
    ck_assert_int_eq(state_of(&s, "other"), VIR_DOMAIN_RUNNING);
    ck_assert_int_eq(state_of(&s, "held"), VIR_DOMAIN_PAUSED);
    ck_assert_int_eq(state_of(&s, "off"), VIR_DOMAIN_SHUTOFF);
    test_driver.close(&s);
}
END_TEST

START_TEST(a_domain_of_a_file_has_its_snapshots)
{
    struct session s;
    remote_domain_lookup_by_name_args look = {.name = (char[]){"kept"}};
    remote_domain_lookup_by_name_ret found = {0};
    remote_domain_snapshot_current_args args = {0};
    remote_domain_snapshot_current_ret ret = {0};
    remote_domain_snapshot_num_args count = {0};
    remote_domain_snapshot_num_ret number = {0};

    write_file("first.xml", "<domainsnapshot><name>first</name><state>running</state>"
                            "<creationTime>5</creationTime></domainsnapshot>");
    ck_assert_int_eq(
        open_world(&s, "<node><domain type='test'" XMLNS ">" BODY(
                           "kept") "<t:domainsnapshot file='first.xml'/><t:domainsnapshot>"
                                   "<name>second</name><parent><name>first</name></parent>"
                                   "<state>shutoff</state><creationTime>6</creationTime>"
                                   "<active>1</active><t:odd/></t:domainsnapshot></domain></node>"),
        0);
    ck_assert_int_eq(OPS->domain_lookup_by_name(&s, &look, &found), 0);
    args.dom = count.dom = found.dom;
    ck_assert_int_eq(OPS->domain_snapshot_num(&s, &count, &number), 0);
    ck_assert_int_eq(number.num, 2);
    ck_assert_int_eq(OPS->domain_snapshot_current(&s, &args, &ret), 0);
    ck_assert_str_eq(ret.snap.name, "second");
    free(ret.snap.name);
    free(ret.snap.dom.name);
    free(found.dom.name);
    test_driver.close(&s);
}
END_TEST

static const struct {
    const char *world, *said;
} wrong[] = {
    {"<node>", "world.xml, line 1"},
    {"<garden/>", "world.xml: the root element is <garden>"},
    {"<node><cpu><mhz>fast</mhz></cpu></node>", "world.xml, line 1: <cpu><mhz> is 'fast'"},
    {"<node>\n\n<domain type='test'><name>a</name><memory>x</memory><os><type>hvm</type></os>"
     "</domain></node>",
     "world.xml, line 3: <memory> is 'x'"},
    {"<node><domain file='missing.xml'/></node>", "/missing.xml'"},
    {"<node><domain file='broken.xml'/></node>", "/broken.xml, line 2: <os> has no <type>"},
    {"<node>" DOMAIN("twin") "\n" DOMAIN("twin") "</node>",
     "world.xml, line 2: there are two domains 'twin'"},
    {"<node><domain type='test'" XMLNS ">" BODY("a") "<t:runstate>99</t:runstate></domain></node>",
     "<runstate> is '99'"},
    {"<node><domain type='test'" XMLNS
     ">" BODY("a") "<t:transient/><t:runstate>5</t:runstate></domain></node>",
     "transient"},
    {"<node><domain type='test'" XMLNS
     ">" BODY("a") "<t:domainsnapshot><name>x</name></t:domainsnapshot></domain></node>",
     "<creationTime> of 'x' is missing"},
};

START_TEST(what_is_wrong_in_a_file_is_named_with_file_line_and_element)
{
    struct session s;

    write_file("broken.xml",
               "\n<domain type='test'><name>a</name><memory>1</memory><os/></domain>");
    ck_assert_int_eq(open_world(&s, wrong[_i].world), -1);
    ck_assert_msg(strstr(error_get()->message, wrong[_i].said), "'%s' does not say '%s'",
                  error_get()->message, wrong[_i].said);
}
END_TEST

START_TEST(who_subscribed_in_the_old_style_hears_in_the_old_style)
{
    struct session s;
    remote_connect_domain_event_register_ret on = {0};
    remote_connect_domain_event_deregister_ret off = {0};
    remote_domain_lookup_by_name_args look = {.name = (char[]){"a"}};
    remote_domain_lookup_by_name_ret found = {0};
    remote_domain_suspend_args suspend;
    remote_domain_resume_args resume;

    ck_assert_int_eq(open_world(&s, "<node>" DOMAIN("a") "</node>"), 0);
    ck_assert_int_eq(OPS->domain_lookup_by_name(&s, &look, &found), 0);
    suspend.dom = resume.dom = found.dom;
    old_style = new_style = -1;
    ck_assert_int_eq(OPS->connect_domain_event_register(&s, &on), 0);
    ck_assert_int_eq(on.cb_registered, 1);
    ck_assert_int_eq(OPS->domain_suspend(&s, &suspend), 0);
    ck_assert_int_eq(old_style, VIR_DOMAIN_EVENT_SUSPENDED);
    ck_assert_int_eq(new_style, -1);
    ck_assert_int_eq(OPS->connect_domain_event_deregister(&s, &off), 0);
    ck_assert_int_eq(off.cb_registered, 0);
    ck_assert_int_eq(OPS->domain_resume(&s, &resume), 0);
    ck_assert_int_eq(old_style, VIR_DOMAIN_EVENT_SUSPENDED);
    free(found.dom.name);
    test_driver.close(&s);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("test_driver_world");
    TCase *tc = tcase_create("world");
    int status;

    if (!mkdtemp(folder))
        return EXIT_FAILURE;
    tcase_add_test(tc, a_file_says_what_host_and_domains_there_are);
    tcase_add_test(tc, a_domain_of_a_file_has_its_snapshots);
    tcase_add_loop_test(tc, what_is_wrong_in_a_file_is_named_with_file_line_and_element, 0,
                        ARRAY_SIZE(wrong));
    tcase_add_test(tc, who_subscribed_in_the_old_style_hears_in_the_old_style);
    suite_add_tcase(suite, tc);
    status = run_suite(suite);
    for (const char *const *name =
             (const char *const[]){"world.xml", "other.xml", "first.xml", "broken.xml", NULL};
         *name; name++) {
        _cleanup_free_ char *path = NULL;

        if (asprintf(&path, "%s/%s", folder, *name) > 0)
            unlink(path);
    }
    rmdir(folder);
    return status;
}
