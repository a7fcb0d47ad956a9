/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Interfaces of the test driver's host, by its operations. */
#include "tests/unit/driver/driver_fixture.h"

static int count(struct heard *h, unsigned flags)
{
    remote_connect_list_all_interfaces_args args = {.flags = flags};
    remote_connect_list_all_interfaces_ret ret = {0};

    GIVES(OPS->connect_list_all_interfaces(&h->session, &args, &ret));
    return (int)ret.ret;
}

static void define(struct heard *h, const char *xml)
{
    remote_interface_define_xml_args args = {.xml = TEXT(xml)};
    remote_interface_define_xml_ret ret = {0};

    GIVES(OPS->interface_define_xml(&h->session, &args, &ret));
    free(ret.iface.name);
    free(ret.iface.mac);
}

START_TEST(a_rollback_brings_back_what_was_and_takes_away_what_is_new)
{
    struct heard h;
    remote_interface_change_begin_args begin = {0};
    remote_interface_change_rollback_args rollback = {0};
    remote_interface_change_commit_args commit = {0};
    remote_interface_undefine_args undefine = {.iface.name = TEXT("eth1")};
    remote_interface_destroy_args destroy = {.iface.name = TEXT("eth1")};

    open_world(&h);
    FAILS(VIR_ERR_OPERATION_INVALID, OPS->interface_change_rollback(&h.session, &rollback));
    GIVES(OPS->interface_change_begin(&h.session, &begin));
    FAILS(VIR_ERR_OPERATION_INVALID, OPS->interface_change_begin(&h.session, &begin));
    GIVES(OPS->interface_destroy(&h.session, &destroy));
    GIVES(OPS->interface_undefine(&h.session, &undefine));
    define(&h, "<interface type='ethernet' name='new'/>");
    GIVES(OPS->interface_change_rollback(&h.session, &rollback));
    ck_assert_int_eq(count(&h, 0), 1);
    ck_assert_int_eq(count(&h, VIR_CONNECT_LIST_INTERFACES_ACTIVE), 1);

    GIVES(OPS->interface_change_begin(&h.session, &begin));
    define(&h, "<interface type='ethernet' name='new'/>");
    GIVES(OPS->interface_change_commit(&h.session, &commit));
    FAILS(VIR_ERR_OPERATION_INVALID, OPS->interface_change_commit(&h.session, &commit));
    ck_assert_int_eq(count(&h, VIR_CONNECT_LIST_INTERFACES_INACTIVE), 1);
    close_world(&h);
}
END_TEST

START_TEST(two_interfaces_of_one_address_are_not_found_by_it)
{
    struct heard h;
    remote_interface_lookup_by_mac_string_args args = {.mac = TEXT("AA:BB:CC:DD:EE:FF")};
    remote_interface_lookup_by_mac_string_ret ret = {0};

    open_world(&h);
    GIVES(OPS->interface_lookup_by_mac_string(&h.session, &args, &ret));
    ck_assert_str_eq(ret.iface.name, "eth1");
    free(ret.iface.name);
    free(ret.iface.mac);
    define(&h,
           "<interface type='ethernet' name='b'><mac address='aa:bb:cc:dd:ee:ff'/></interface>");
    FAILS(VIR_ERR_MULTIPLE_INTERFACES,
          OPS->interface_lookup_by_mac_string(&h.session, &args, &ret));
    args.mac = TEXT("00:00:00:00:00:00");
    FAILS(VIR_ERR_NO_INTERFACE, OPS->interface_lookup_by_mac_string(&h.session, &args, &ret));
    close_world(&h);
}
END_TEST

START_TEST(an_interface_without_name_or_type_is_refused)
{
    static const char *const wrong[] = {"<interface type='ethernet'/>", "<interface name='a'/>"};
    struct heard h;
    remote_interface_define_xml_ret ret = {0};

    open_world(&h);
    for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
        remote_interface_define_xml_args args = {.xml = TEXT(wrong[i])};

        FAILS(VIR_ERR_XML_ERROR, OPS->interface_define_xml(&h.session, &args, &ret));
    }
    close_world(&h);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("interfaces of the test driver");
    TCase *tc = tcase_create("interfaces");

    tcase_add_test(tc, a_rollback_brings_back_what_was_and_takes_away_what_is_new);
    tcase_add_test(tc, two_interfaces_of_one_address_are_not_found_by_it);
    tcase_add_test(tc, an_interface_without_name_or_type_is_refused);
    suite_add_tcase(suite, tc);
    return run_suite(suite);
}
