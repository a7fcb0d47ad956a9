/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Domains of the test driver, by its operations: what they become, and who hears of it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "drivers/driver.h"
#include "drivers/session.h"
#include "drivers/test/test.h"
#include "drivers/uri.h"
#include "tests/unit/suite.h"

#define OPS test_driver.remote
#define XML                                                           \
    "<domain type='test'><name>a</name><memory unit='MiB'>4</memory>" \
    "<os><type>hvm</type></os><own/></domain>"

static int events, last_event, last_id;

static void on_emit(struct session *s, const struct program *program, const struct proc *proc,
                    const void *msg)
{
    const remote_domain_event_callback_lifecycle_msg *m = msg;

    events++;
    last_id = m->callbackID;
    last_event = m->msg.event;
}

static const struct session_host host = {.emit = on_emit};

static void open_session(struct session *s)
{
    _cleanup_(uri_freep) struct uri *uri = NULL;

    *s = (struct session){.host = &host, .driver = &test_driver};
    ck_assert_int_eq(uri_parse("test:///default", &uri), 0);
    ck_assert_int_eq(test_driver.open(s, uri, 0), 0);
}

START_TEST(a_domain_lives_and_subscribers_hear_of_it)
{
    struct session s;
    remote_domain_define_xml_args define = {.xml = (char *)(uintptr_t)XML};
    remote_domain_define_xml_ret defined = {0};
    remote_connect_domain_event_callback_register_any_args sub = {.eventID = 0};
    remote_connect_domain_event_callback_register_any_ret subbed;
    remote_connect_domain_event_callback_deregister_any_args unsub = {0};
    remote_domain_create_args create;
    remote_domain_destroy_args destroy;
    remote_domain_undefine_args undefine;

    open_session(&s);
    ck_assert_int_eq(OPS->connect_domain_event_callback_register_any(&s, &sub, &subbed), 0);
    ck_assert_int_eq(subbed.callbackID, 0);
    ck_assert_int_eq(OPS->connect_domain_event_callback_register_any(&s, &sub, &subbed), -1);
    ck_assert_int_eq(error_get()->code, VIR_ERR_INVALID_ARG);

    ck_assert_int_eq(OPS->domain_define_xml(&s, &define, &defined), 0);
    ck_assert_int_eq(last_event, VIR_DOMAIN_EVENT_DEFINED);
    create.dom = destroy.dom = undefine.dom = defined.dom;
    ck_assert_int_eq(OPS->domain_create(&s, &create), 0);
    ck_assert_int_eq(last_event, VIR_DOMAIN_EVENT_STARTED);
    ck_assert_int_eq(OPS->domain_create(&s, &create), -1);
    ck_assert_int_eq(OPS->domain_destroy(&s, &destroy), 0);
    ck_assert_int_eq(last_event, VIR_DOMAIN_EVENT_STOPPED);
    ck_assert_int_eq(OPS->domain_destroy(&s, &destroy), -1);
    ck_assert_int_eq(error_get()->code, VIR_ERR_OPERATION_INVALID);
    ck_assert_int_eq(events, 3);
    ck_assert_int_eq(last_id, 0);

    ck_assert_int_eq(OPS->connect_domain_event_callback_deregister_any(&s, &unsub), 0);
    ck_assert_int_eq(OPS->connect_domain_event_callback_deregister_any(&s, &unsub), -1);
    ck_assert_int_eq(error_get()->code, VIR_ERR_INTERNAL_ERROR);
    ck_assert_int_eq(OPS->domain_undefine(&s, &undefine), 0);
    ck_assert_int_eq(events, 3);
    free(defined.dom.name);
    test_driver.close(&s);
}
END_TEST

START_TEST(a_document_has_what_libvirt_knows)
{
    struct session s;
    remote_domain_define_xml_args define = {.xml = (char *)(uintptr_t)XML};
    remote_domain_define_xml_ret defined = {0};
    remote_domain_get_xml_desc_args args = {0};
    remote_domain_get_xml_desc_ret ret = {0};

    open_session(&s);
    ck_assert_int_eq(OPS->domain_define_xml(&s, &define, &defined), 0);
    args.dom = defined.dom;
    ck_assert_int_eq(OPS->domain_get_xml_desc(&s, &args, &ret), 0);
    ck_assert_ptr_null(strstr(ret.xml, "<own"));
    ck_assert_ptr_nonnull(strstr(ret.xml, "<memory unit='KiB'>4096</memory>"));
    free(ret.xml);
    free(defined.dom.name);
    test_driver.close(&s);
}
END_TEST

START_TEST(xml_with_entities_is_refused)
{
    static const char xml[] = "<!DOCTYPE domain [<!ENTITY x 'y'>]>" XML;
    struct session s;
    remote_domain_define_xml_args define = {.xml = (char *)(uintptr_t)xml};
    remote_domain_define_xml_ret defined = {0};

    open_session(&s);
    ck_assert_int_eq(OPS->domain_define_xml(&s, &define, &defined), -1);
    ck_assert_int_eq(error_get()->code, VIR_ERR_XML_ERROR);
    test_driver.close(&s);
}
END_TEST

/* Defines a machine of that number. */
static remote_nonnull_domain define_number(struct session *s, int i)
{
    remote_domain_define_xml_args define;
    remote_domain_define_xml_ret defined = {0};
    char xml[256];

    snprintf(xml, sizeof(xml),
             "<domain type='test'><name>m%d</name><memory>4096</memory>"
             "<os><type>hvm</type></os></domain>",
             i);
    define.xml = xml;
    ck_assert_int_eq(OPS->domain_define_xml(s, &define, &defined), 0);
    return defined.dom;
}

/* Finds it by name and by UUID, or by neither. */
static void expect_found(struct session *s, const char *name, const remote_nonnull_domain *dom,
                         bool found)
{
    remote_domain_lookup_by_name_args by_name = {.name = (char *)(uintptr_t)name};
    remote_domain_lookup_by_name_ret named = {0};
    remote_domain_lookup_by_uuid_args by_uuid;
    remote_domain_lookup_by_uuid_ret identified = {0};

    memcpy(by_uuid.uuid, dom->uuid, sizeof(by_uuid.uuid));
    ck_assert_int_eq(OPS->domain_lookup_by_name(s, &by_name, &named), found ? 0 : -1);
    ck_assert_int_eq(OPS->domain_lookup_by_uuid(s, &by_uuid, &identified), found ? 0 : -1);
    if (found) {
        ck_assert_mem_eq(named.dom.uuid, dom->uuid, sizeof(dom->uuid));
        ck_assert_str_eq(identified.dom.name, name);
    }
    free(named.dom.name);
    free(identified.dom.name);
}

START_TEST(machines_are_found_by_name_and_uuid_while_they_are_there)
{
    enum { MACHINES = 500 };
    remote_nonnull_domain doms[MACHINES];
    struct session s;

    open_session(&s);
    for (int i = 0; i < MACHINES; i++)
        doms[i] = define_number(&s, i);
    for (int i = 0; i < MACHINES; i += 2) {
        char *new_name = NULL;
        remote_domain_rename_args rename = {.dom = doms[i], .new_name = &new_name};
        remote_domain_rename_ret renamed;

        ck_assert_int_gt(asprintf(&new_name, "renamed%d", i), 0);
        ck_assert_int_eq(OPS->domain_rename(&s, &rename, &renamed), 0);
        expect_found(&s, new_name, &doms[i], true);
        free(doms[i].name);
        doms[i].name = new_name;
    }
    for (int i = 0; i < MACHINES; i++) {
        remote_domain_undefine_args undefine = {.dom = doms[i]};

        expect_found(&s, doms[i].name, &doms[i], true);
        ck_assert_int_eq(OPS->domain_undefine(&s, &undefine), 0);
        expect_found(&s, doms[i].name, &doms[i], false);
        free(doms[i].name);
    }
    test_driver.close(&s);
}
END_TEST

START_TEST(a_machine_ends_with_the_session_that_it_was_made_for)
{
    struct session owner, other;
    remote_domain_create_xml_args create = {.xml_desc = (char *)(uintptr_t)XML,
                                            .flags = VIR_DOMAIN_START_AUTODESTROY};
    remote_domain_create_xml_ret created = {0};
    remote_connect_num_of_domains_ret before = {0}, after = {0};

    open_session(&owner);
    open_session(&other);
    ck_assert_int_eq(OPS->domain_create_xml(&owner, &create, &created), 0);
    ck_assert_int_eq(OPS->connect_num_of_domains(&other, &before), 0);
    ck_assert_int_eq(before.num, 2);
    test_driver.close(&owner);
    ck_assert_int_eq(OPS->connect_num_of_domains(&other, &after), 0);
    ck_assert_int_eq(after.num, 1);
    free(created.dom.name);
    test_driver.close(&other);
}
END_TEST

START_TEST(the_default_world_is_new_after_its_last_session)
{
    struct session s, second;
    remote_connect_num_of_domains_ret ret;
    remote_domain_lookup_by_id_args id = {.id = 1};
    remote_domain_lookup_by_id_ret found = {0};
    remote_domain_destroy_args destroy;

    open_session(&s);
    open_session(&second);
    ck_assert_int_eq(OPS->domain_lookup_by_id(&s, &id, &found), 0);
    destroy.dom = found.dom;
    ck_assert_int_eq(OPS->domain_destroy(&s, &destroy), 0);
    test_driver.close(&s);
    ck_assert_int_eq(OPS->connect_num_of_domains(&second, &ret), 0);
    ck_assert_int_eq(ret.num, 0);
    test_driver.close(&second);
    open_session(&s);
    ck_assert_int_eq(OPS->connect_num_of_domains(&s, &ret), 0);
    ck_assert_int_eq(ret.num, 1);
    test_driver.close(&s);
    free(found.dom.name);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("test driver");
    TCase *tcase = tcase_create("life");

    tcase_add_test(tcase, a_domain_lives_and_subscribers_hear_of_it);
    tcase_add_test(tcase, a_document_has_what_libvirt_knows);
    tcase_add_test(tcase, xml_with_entities_is_refused);
    tcase_add_test(tcase, machines_are_found_by_name_and_uuid_while_they_are_there);
    tcase_add_test(tcase, a_machine_ends_with_the_session_that_it_was_made_for);
    tcase_add_test(tcase, the_default_world_is_new_after_its_last_session);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
