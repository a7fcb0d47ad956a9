/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Devices of the test driver's host, by its operations. */
#include "tests/unit/driver/driver_fixture.h"

#define MDEV                                                                  \
    "<device><parent>computer</parent><capability type='mdev'><type id='t'/>" \
    "<uuid>9f5d7a3c-47d5-4d0c-9f4e-5fb0a1a5f0e7</uuid></capability></device>"
#define NAME "mdev_9f5d7a3c_47d5_4d0c_9f4e_5fb0a1a5f0e7_computer"

static void read_event(struct heard *h, const void *msg)
{
    const remote_node_device_event_lifecycle_msg *m = msg;

    h->numbers[0] = h->procedure == REMOTE_PROC_NODE_DEVICE_EVENT_LIFECYCLE ? m->event : -1;
}

static unsigned count(struct heard *h, unsigned flags)
{
    remote_connect_list_all_node_devices_args args = {.flags = flags};
    remote_connect_list_all_node_devices_ret ret = {0};

    GIVES(OPS->connect_list_all_node_devices(&h->session, &args, &ret));
    return ret.ret;
}

START_TEST(a_mediated_device_is_defined_started_changed_and_forgotten)
{
    struct heard h;
    remote_nonnull_node_device dev = {.name = TEXT(NAME)};
    remote_connect_node_device_event_register_any_args sub = {.dev = &dev};
    remote_connect_node_device_event_register_any_ret subbed = {0};
    remote_node_device_define_xml_args define = {.xml_desc = TEXT(MDEV)};
    remote_node_device_define_xml_ret defined = {0};
    remote_node_device_create_args create = {.name = TEXT(NAME)};
    remote_node_device_update_args update = {.name = TEXT(NAME), .xml_desc = TEXT(MDEV)};
    remote_node_device_set_autostart_args autostart = {.name = TEXT(NAME), .autostart = 1};
    remote_node_device_destroy_args destroy = {.name = TEXT(NAME)};
    remote_node_device_undefine_args undefine = {.name = TEXT(NAME)};

    open_world(&h);
    h.read = read_event;
    GIVES(OPS->connect_node_device_event_register_any(&h.session, &sub, &subbed));
    sub.eventID = VIR_NODE_DEVICE_EVENT_ID_UPDATE;
    GIVES(OPS->connect_node_device_event_register_any(&h.session, &sub, &subbed));
    GIVES(OPS->node_device_define_xml(&h.session, &define, &defined));
    ck_assert_str_eq(defined.dev.name, NAME);
    ck_assert_int_eq(h.numbers[0], VIR_NODE_DEVICE_EVENT_DEFINED);
    ck_assert_uint_eq(count(&h, VIR_CONNECT_LIST_NODE_DEVICES_INACTIVE), 1);
    GIVES(OPS->node_device_set_autostart(&h.session, &autostart));
    GIVES(OPS->node_device_create(&h.session, &create));
    ck_assert_int_eq(h.numbers[0], VIR_NODE_DEVICE_EVENT_CREATED);
    FAILS(VIR_ERR_OPERATION_INVALID, OPS->node_device_create(&h.session, &create));
    GIVES(OPS->node_device_update(&h.session, &update));
    ck_assert_int_eq(h.numbers[0], -1);
    GIVES(OPS->node_device_undefine(&h.session, &undefine));
    ck_assert_uint_eq(count(&h, VIR_CONNECT_LIST_NODE_DEVICES_CAP_MDEV), 1);
    ck_assert_uint_eq(count(&h, VIR_CONNECT_LIST_NODE_DEVICES_TRANSIENT), 1);
    GIVES(OPS->node_device_destroy(&h.session, &destroy));
    ck_assert_int_eq(h.numbers[0], VIR_NODE_DEVICE_EVENT_DELETED);
    FAILS(VIR_ERR_NO_NODE_DEVICE, OPS->node_device_destroy(&h.session, &destroy));
    ck_assert_int_eq(h.count, 5);
    free(defined.dev.name);
    close_world(&h);
}
END_TEST

START_TEST(devices_are_found_by_what_they_can_do)
{
    struct heard h;
    remote_nonnull_string cap = TEXT("fc_host");
    remote_node_num_of_devices_args args = {.cap = &cap};
    remote_node_num_of_devices_ret ret = {0};

    open_world(&h);
    ck_assert_uint_eq(count(&h, 0), 4);
    ck_assert_uint_eq(count(&h, VIR_CONNECT_LIST_NODE_DEVICES_CAP_SYSTEM), 1);
    ck_assert_uint_eq(count(&h, VIR_CONNECT_LIST_NODE_DEVICES_CAP_SCSI_HOST), 3);
    ck_assert_uint_eq(count(&h, VIR_CONNECT_LIST_NODE_DEVICES_CAP_VPORTS), 2);
    ck_assert_uint_eq(count(&h, VIR_CONNECT_LIST_NODE_DEVICES_CAP_NET), 0);
    GIVES(OPS->node_num_of_devices(&h.session, &args, &ret));
    ck_assert_int_eq(ret.num, 3);
    close_world(&h);
}
END_TEST

START_TEST(what_can_not_be_made_is_refused)
{
    static const struct {
        int code;
        const char *xml;
    } wrong[] = {
        {VIR_ERR_INTERNAL_ERROR, "<device><capability type='net'/></device>"},
        {VIR_ERR_INTERNAL_ERROR, "<device/>"},
        {VIR_ERR_XML_ERROR, "<device><parent>computer</parent><capability type='mdev'/></device>"},
        {VIR_ERR_INTERNAL_ERROR, "<device><parent>scsi_host1</parent>"
                                 "<capability type='scsi_host'/></device>"},
        {VIR_ERR_INTERNAL_ERROR, "<device><parent>computer</parent>"
                                 "<capability type='scsi_host'/></device>"},
        {VIR_ERR_INTERNAL_ERROR, "<device><parent>none</parent>"
                                 "<capability type='scsi_host'/></device>"},
    };
    struct heard h;
    remote_node_device_create_xml_ret ret = {0};

    open_world(&h);
    for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
        remote_node_device_create_xml_args args = {.xml_desc = TEXT(wrong[i].xml)};

        FAILS(wrong[i].code, OPS->node_device_create_xml(&h.session, &args, &ret));
    }
    close_world(&h);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("node devices of the test driver");
    TCase *tc = tcase_create("devices");

    tcase_add_test(tc, a_mediated_device_is_defined_started_changed_and_forgotten);
    tcase_add_test(tc, devices_are_found_by_what_they_can_do);
    tcase_add_test(tc, what_can_not_be_made_is_refused);
    suite_add_tcase(suite, tc);
    return run_suite(suite);
}
