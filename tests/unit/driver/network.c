/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Virtual networks of the test driver, by its operations. */
#include "tests/unit/driver/driver_fixture.h"

#define XML  "<network><own/><name>a</name><ip address='10.0.0.1'/></network>"
#define UUID "<uuid>dd8fe884-6c02-601e-7551-cca97df1c5df</uuid>" /* of default */

static void read_event(struct heard *h, const void *msg)
{
    const remote_network_event_lifecycle_msg *m = msg;

    h->numbers[0] = m->event;
    h->numbers[1] = m->callbackID;
    snprintf(h->name, sizeof(h->name), "%s", m->net.name);
}

static remote_nonnull_network defined(struct heard *h, const char *xml)
{
    remote_network_define_xml_args args = {.xml = TEXT(xml)};
    remote_network_define_xml_ret ret = {0};

    GIVES(OPS->network_define_xml(&h->session, &args, &ret));
    return ret.net;
}

static unsigned count(struct heard *h, unsigned flags)
{
    remote_connect_list_all_networks_args args = {.flags = flags};
    remote_connect_list_all_networks_ret ret = {0};

    GIVES(OPS->connect_list_all_networks(&h->session, &args, &ret));
    return ret.ret;
}

START_TEST(a_network_lives_and_subscribers_hear_of_it)
{
    struct heard h;
    remote_connect_network_event_register_any_args sub = {.eventID =
                                                              VIR_NETWORK_EVENT_ID_LIFECYCLE};
    remote_connect_network_event_register_any_ret subbed = {0};
    remote_connect_network_event_deregister_any_args unsub = {0};
    remote_network_create_args create;
    remote_network_destroy_args destroy;
    remote_network_undefine_args undefine;

    open_world(&h);
    h.read = read_event;
    GIVES(OPS->connect_network_event_register_any(&h.session, &sub, &subbed));
    FAILS(VIR_ERR_INVALID_ARG, OPS->connect_network_event_register_any(&h.session, &sub, &subbed));
    create.net = destroy.net = undefine.net = defined(&h, XML);
    ck_assert_int_eq(h.numbers[0], VIR_NETWORK_EVENT_DEFINED);
    ck_assert_str_eq(h.name, "a");
    FAILS(VIR_ERR_OPERATION_INVALID, OPS->network_destroy(&h.session, &destroy));
    GIVES(OPS->network_create(&h.session, &create));
    ck_assert_int_eq(h.numbers[0], VIR_NETWORK_EVENT_STARTED);
    FAILS(VIR_ERR_OPERATION_INVALID, OPS->network_create(&h.session, &create));
    FAILS(VIR_ERR_OPERATION_INVALID, OPS->network_undefine(&h.session, &undefine));
    GIVES(OPS->network_destroy(&h.session, &destroy));
    ck_assert_int_eq(h.numbers[0], VIR_NETWORK_EVENT_STOPPED);
    unsub.callbackID = subbed.callbackID;
    GIVES(OPS->connect_network_event_deregister_any(&h.session, &unsub));
    GIVES(OPS->network_undefine(&h.session, &undefine));
    FAILS(VIR_ERR_NO_NETWORK, OPS->network_undefine(&h.session, &undefine));
    ck_assert_int_eq(h.count, 3);
    free(create.net.name);
    close_world(&h);
}
END_TEST

START_TEST(a_subscription_to_one_network_hears_of_no_other_and_ends_no_domains)
{
    struct heard h;
    remote_nonnull_network a, b;
    remote_connect_network_event_register_any_args sub = {.net = &a};
    remote_connect_network_event_register_any_ret subbed = {0};
    remote_connect_domain_event_callback_deregister_any_args other;
    remote_network_create_args create;

    open_world(&h);
    a = defined(&h, XML);
    b = defined(&h, "<network><name>b</name></network>");
    GIVES(OPS->connect_network_event_register_any(&h.session, &sub, &subbed));
    create.net = b;
    GIVES(OPS->network_create(&h.session, &create));
    ck_assert_int_eq(h.count, 0);
    create.net = a;
    GIVES(OPS->network_create(&h.session, &create));
    ck_assert_int_eq(h.count, 1);
    other.callbackID = subbed.callbackID;
    FAILS(VIR_ERR_INTERNAL_ERROR,
          OPS->connect_domain_event_callback_deregister_any(&h.session, &other));
    free(a.name);
    free(b.name);
    close_world(&h);
}
END_TEST

START_TEST(filters_count_what_they_name)
{
    struct heard h;
    remote_connect_list_all_networks_args unknown = {.flags = 1U << 30};
    remote_connect_list_all_networks_ret ret = {0};

    open_world(&h);
    free(defined(&h, XML).name);
    ck_assert_uint_eq(count(&h, 0), 2);
    ck_assert_uint_eq(count(&h, VIR_CONNECT_LIST_NETWORKS_ACTIVE), 1);
    ck_assert_uint_eq(count(&h, VIR_CONNECT_LIST_NETWORKS_INACTIVE), 1);
    ck_assert_uint_eq(
        count(&h, VIR_CONNECT_LIST_NETWORKS_ACTIVE | VIR_CONNECT_LIST_NETWORKS_INACTIVE), 2);
    ck_assert_uint_eq(count(&h, VIR_CONNECT_LIST_NETWORKS_TRANSIENT), 0);
    ck_assert_uint_eq(count(&h, VIR_CONNECT_LIST_NETWORKS_AUTOSTART), 0);
    FAILS(VIR_ERR_INVALID_ARG, OPS->connect_list_all_networks(&h.session, &unknown, &ret));
    close_world(&h);
}
END_TEST

START_TEST(one_name_or_uuid_for_two_networks_is_refused)
{
    static const char *const wrong[] = {
        "<network><name>default</name></network>",
        "<network><name>b</name>" UUID "</network>",
    };
    struct heard h;
    remote_network_define_xml_ret ret = {0};

    open_world(&h);
    for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
        remote_network_define_xml_args args = {.xml = TEXT(wrong[i])};

        FAILS(VIR_ERR_OPERATION_FAILED, OPS->network_define_xml(&h.session, &args, &ret));
    }
    close_world(&h);
}
END_TEST

START_TEST(a_definition_has_what_libvirt_knows)
{
    struct heard h;
    remote_network_get_xml_desc_args args = {0};
    remote_network_get_xml_desc_ret ret = {0};

    open_world(&h);
    args.net = defined(&h, XML);
    GIVES(OPS->network_get_xml_desc(&h.session, &args, &ret));
    ck_assert_ptr_null(strstr(ret.xml, "<own"));
    ck_assert_ptr_nonnull(strstr(ret.xml, "<bridge stp='on' delay='0'/>"));
    ck_assert_ptr_nonnull(strstr(ret.xml, "<ip address='10.0.0.1'>\n  </ip>"));
    free(ret.xml);
    free(args.net.name);
    close_world(&h);
}
END_TEST

START_TEST(an_update_changes_both_definitions_or_none)
{
    struct heard h;
    remote_network_lookup_by_name_args by = {.name = TEXT("default")};
    remote_network_lookup_by_name_ret found = {0};
    remote_network_update_args update = {
        .command = VIR_NETWORK_UPDATE_COMMAND_ADD_LAST,
        .section = VIR_NETWORK_SECTION_PORTGROUP,
        .parentIndex = -1,
        .xml = TEXT("<portgroup name='a'/>"),
        .flags = VIR_NETWORK_UPDATE_AFFECT_CONFIG,
    };
    remote_network_get_xml_desc_args get = {0};
    remote_network_get_xml_desc_ret xml = {0};

    open_world(&h);
    GIVES(OPS->network_lookup_by_name(&h.session, &by, &found));
    update.net = get.net = found.net;
    GIVES(OPS->network_update(&h.session, &update));
    update.flags |= VIR_NETWORK_UPDATE_AFFECT_LIVE; /* live lacks it, but config has it */
    FAILS(VIR_ERR_OPERATION_INVALID, OPS->network_update(&h.session, &update));
    GIVES(OPS->network_get_xml_desc(&h.session, &get, &xml));
    ck_assert_ptr_null(strstr(xml.xml, "portgroup"));
    update.xml = TEXT("<route/>");
    FAILS(VIR_ERR_XML_ERROR, OPS->network_update(&h.session, &update));
    update.section = 1000;
    FAILS(VIR_ERR_OPERATION_UNSUPPORTED, OPS->network_update(&h.session, &update));
    free(xml.xml);
    free(found.net.name);
    close_world(&h);
}
END_TEST

START_TEST(notes_are_kept_and_subscribers_hear_of_them)
{
    struct heard h;
    remote_nonnull_string uri = TEXT("urn:x"), key = TEXT("k"), xml = TEXT("<note/>");
    remote_connect_network_event_register_any_args sub = {.eventID =
                                                              VIR_NETWORK_EVENT_ID_METADATA_CHANGE};
    remote_connect_network_event_register_any_ret subbed = {0};
    remote_network_set_metadata_args set = {
        .type = VIR_NETWORK_METADATA_ELEMENT, .metadata = &xml, .key = &key, .uri = &uri};
    remote_network_get_metadata_args get = {.type = VIR_NETWORK_METADATA_ELEMENT, .uri = &uri};
    remote_network_get_metadata_ret got = {0};

    open_world(&h);
    GIVES(OPS->connect_network_event_register_any(&h.session, &sub, &subbed));
    set.network = get.network = defined(&h, XML);
    FAILS(VIR_ERR_NO_NETWORK_METADATA, OPS->network_get_metadata(&h.session, &get, &got));
    GIVES(OPS->network_set_metadata(&h.session, &set));
    ck_assert_int_eq(h.procedure, REMOTE_PROC_NETWORK_EVENT_CALLBACK_METADATA_CHANGE);
    GIVES(OPS->network_get_metadata(&h.session, &get, &got));
    ck_assert_str_eq(got.metadata, "<note/>");
    get.type = 9;
    FAILS(VIR_ERR_INVALID_ARG, OPS->network_get_metadata(&h.session, &get, &got));
    set.flags = VIR_NETWORK_UPDATE_AFFECT_LIVE;
    FAILS(VIR_ERR_OPERATION_INVALID, OPS->network_set_metadata(&h.session, &set));
    free(got.metadata);
    free(set.network.name);
    close_world(&h);
}
END_TEST

START_TEST(a_running_machine_has_a_lease_for_each_interface_on_the_network)
{
    struct heard h;
    remote_network_lookup_by_name_args by = {.name = TEXT("default")};
    remote_network_lookup_by_name_ret found = {0};
    remote_nonnull_string mac = TEXT("AA:BB:CC:DD:EE:FF"), other = TEXT("AA:BB:CC:DD:EE:00");
    remote_network_get_dhcp_leases_args args = {.mac = &mac, .need_results = 1};
    remote_network_get_dhcp_leases_ret ret = {0};

    open_world(&h);
    GIVES(OPS->network_lookup_by_name(&h.session, &by, &found));
    args.net = found.net;
    GIVES(OPS->network_get_dhcp_leases(&h.session, &args, &ret));
    ck_assert_uint_eq(ret.ret, 1);
    ck_assert_str_eq(ret.leases.leases_val[0].iface, "virbr0");
    ck_assert_str_eq(ret.leases.leases_val[0].ipaddr, "192.168.122.3");
    ck_assert_str_eq(*ret.leases.leases_val[0].hostname, "test");
    xdr_free((xdrproc_t)(void (*)(void))xdr_remote_network_get_dhcp_leases_ret, (char *)&ret);
    memset(&ret, 0, sizeof(ret));
    args.mac = &other;
    GIVES(OPS->network_get_dhcp_leases(&h.session, &args, &ret));
    ck_assert_uint_eq(ret.ret, 0);
    free(found.net.name);
    close_world(&h);
}
END_TEST

START_TEST(thousands_are_found_by_name_and_by_uuid_in_the_order_of_their_making)
{
    struct heard h;
    char xml[80];
    remote_connect_list_defined_networks_args all = {.maxnames = 5000};
    remote_connect_list_defined_networks_ret names = {0};
    remote_network_lookup_by_name_args by_name = {.name = TEXT("n1777")};
    remote_network_lookup_by_name_ret named = {0};
    remote_network_lookup_by_uuid_args by_uuid;
    remote_network_lookup_by_uuid_ret found = {0};

    open_world(&h);
    for (int i = 0; i < 3000; i++) {
        snprintf(xml, sizeof(xml), "<network><name>n%d</name></network>", i);
        free(defined(&h, xml).name);
    }
    GIVES(OPS->network_lookup_by_name(&h.session, &by_name, &named));
    memcpy(by_uuid.uuid, named.net.uuid, sizeof(by_uuid.uuid));
    GIVES(OPS->network_lookup_by_uuid(&h.session, &by_uuid, &found));
    ck_assert_str_eq(found.net.name, "n1777");
    GIVES(OPS->connect_list_defined_networks(&h.session, &all, &names));
    ck_assert_uint_eq(names.names.names_len, 3000);
    ck_assert_str_eq(names.names.names_val[1777], "n1777");
    for (u_int i = 0; i < names.names.names_len; i++)
        free(names.names.names_val[i]);
    free(names.names.names_val);
    free(named.net.name);
    free(found.net.name);
    close_world(&h);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("networks of the test driver");
    TCase *tc = tcase_create("networks");

    tcase_add_test(tc, a_network_lives_and_subscribers_hear_of_it);
    tcase_add_test(tc, a_subscription_to_one_network_hears_of_no_other_and_ends_no_domains);
    tcase_add_test(tc, filters_count_what_they_name);
    tcase_add_test(tc, one_name_or_uuid_for_two_networks_is_refused);
    tcase_add_test(tc, a_definition_has_what_libvirt_knows);
    tcase_add_test(tc, an_update_changes_both_definitions_or_none);
    tcase_add_test(tc, notes_are_kept_and_subscribers_hear_of_them);
    tcase_add_test(tc, a_running_machine_has_a_lease_for_each_interface_on_the_network);
    tcase_add_test(tc, thousands_are_found_by_name_and_by_uuid_in_the_order_of_their_making);
    suite_add_tcase(suite, tc);
    return run_suite(suite);
}
