/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Networks on a host that fails: what a call leaves behind, and what it asks of the host. */
#include "drivers/network/backend.h"
#include "drivers/network/network.h"
#include "drivers/network/ops.h"
#include "tests/unit/driver/room_fixture.h"

#define XML  "<network><name>a</name><uuid>" UUID "</uuid><ip address='10.0.0.1'/></network>"
#define UUID "dd8fe884-6c02-601e-7551-cca97df1c5df"
#define HOST "<host mac='52:54:00:00:00:01' ip='10.0.0.9'/>"
#define PORT "<networkport><owner><name>vm</name></owner></networkport>"

static struct network_room room;
static int stopped, unplugged;

static int host_start(struct network_room *r, struct xml_object *network)
{
    ck_assert_ptr_nonnull(network->live);
    return fixture_backend();
}

static void host_stop(struct network_room *r, struct xml_object *network)
{
    stopped++;
}

static int host_update(struct network_room *r, struct xml_object *network, const xmlDoc *doc)
{
    ck_assert_ptr_ne(network->live, doc);
    return fixture_backend();
}

static int host_plug(struct network_room *r, const struct xml_object *network,
                     struct xml_object *port)
{
    return fixture_backend();
}

static void host_unplug(struct network_room *r, const struct xml_object *network,
                        struct xml_object *port)
{
    ck_assert_int_eq(stopped, 0);
    unplugged++;
}

static int host_shape(struct network_room *r, struct xml_object *port, const xmlDoc *doc)
{
    return fixture_backend();
}

static int host_leases(struct network_room *r, const struct xml_object *network,
                       network_lease_found *found, void *opaque)
{
    static const struct network_lease lease = {"52:54:00:00:00:01", "fd00::9", NULL, 64, 17};

    return f.fails ? error_set(VIR_FROM_NONE, BACKEND_ERROR, "no") : found(opaque, &lease);
}

static const struct network_backend backend = {
    host_start, host_stop, host_update, host_plug, host_unplug, host_shape, host_leases,
};

static void open_room(void)
{
    room = (struct network_room){.guard = &f.guard, .hub = &f.hub, .backend = &backend};
    network_room_init(&room);
    stopped = unplugged = 0;
    fixture_open(ROOM_NETWORK, &room);
}

static void close_room(void)
{
    network_room_done(&room);
    fixture_close();
}

static void subscribe(void)
{
    remote_connect_network_event_register_any_args args = {.eventID =
                                                               VIR_NETWORK_EVENT_ID_LIFECYCLE};
    remote_connect_network_event_register_any_ret ret;

    GIVES(connect_network_event_register_any(&f.session, &args, &ret));
}

static remote_nonnull_network define(void)
{
    const remote_network_define_xml_args args = {.xml = TEXT(XML)};
    remote_network_define_xml_ret ret = {0};

    GIVES(network_define_xml(&f.session, &args, &ret));
    free(ret.net.name);
    ret.net.name = TEXT("a");
    return ret.net;
}

static remote_nonnull_network define_and_start(void)
{
    const remote_network_create_args args = {define()};

    GIVES(network_create(&f.session, &args));
    return args.net;
}

START_TEST(a_network_that_does_not_start_is_not_active_and_nobody_hears_of_it)
{
    remote_network_create_args create;
    const remote_network_create_xml_args transient = {TEXT("<network><name>b</name></network>")},
                                         defined = {TEXT(XML)};
    remote_network_create_xml_ret ret = {0};

    open_room();
    create.net = define();
    subscribe();
    f.fails = true;
    FAILS(BACKEND_ERROR, network_create(&f.session, &create));
    FAILS(BACKEND_ERROR, network_create_xml(&f.session, &defined, &ret));
    FAILS(BACKEND_ERROR, network_create_xml(&f.session, &transient, &ret));
    ck_assert_int_eq(f.called, 3);
    ck_assert_uint_eq(room.networks.n, 1);
    ck_assert_ptr_null(room.networks.first->live);
    ck_assert_int_eq(f.heard, 0);
    f.fails = false;
    GIVES(network_create(&f.session, &create));
    ck_assert_int_eq(f.heard, 1);
    close_room();
}
END_TEST

START_TEST(an_update_that_the_host_refuses_changes_nothing)
{
    remote_network_update_args update = {
        .command = VIR_NETWORK_UPDATE_COMMAND_ADD_LAST,
        .section = VIR_NETWORK_SECTION_IP_DHCP_HOST,
        .parentIndex = -1,
        .xml = TEXT(HOST),
        .flags = VIR_NETWORK_UPDATE_AFFECT_LIVE | VIR_NETWORK_UPDATE_AFFECT_CONFIG,
    };
    remote_network_get_xml_desc_args get = {0};
    remote_network_get_xml_desc_ret live = {0}, config = {0};

    open_room();
    get.net = update.net = define_and_start();
    f.fails = true;
    FAILS(BACKEND_ERROR, network_update(&f.session, &update));
    GIVES(network_get_xml_desc(&f.session, &get, &live));
    get.flags = VIR_NETWORK_XML_INACTIVE;
    GIVES(network_get_xml_desc(&f.session, &get, &config));
    ck_assert_ptr_null(strstr(live.xml, "10.0.0.9"));
    ck_assert_ptr_null(strstr(config.xml, "10.0.0.9"));
    f.fails = false;
    GIVES(network_update(&f.session, &update));
    update.flags = VIR_NETWORK_UPDATE_AFFECT_CONFIG;
    update.command = VIR_NETWORK_UPDATE_COMMAND_DELETE;
    f.called = 0;
    GIVES(network_update(&f.session, &update)); /* only of the next start */
    ck_assert_int_eq(f.called, 0);
    free(live.xml);
    free(config.xml);
    close_room();
}
END_TEST

START_TEST(ports_are_there_when_the_host_has_them_and_end_before_their_network)
{
    remote_network_port_create_xml_args create = {.xml = TEXT(PORT)};
    remote_network_port_create_xml_ret ret = {0};
    remote_typed_param peak = {TEXT(VIR_NETWORK_PORT_BANDWIDTH_IN_PEAK),
                               {VIR_TYPED_PARAM_UINT, {.ui = 5}}};
    remote_network_port_set_parameters_args set = {.params = {1, &peak}};
    remote_network_destroy_args destroy;

    open_room();
    create.network = destroy.net = define_and_start();
    f.fails = true;
    FAILS(BACKEND_ERROR, network_port_create_xml(&f.session, &create, &ret));
    ck_assert_uint_eq(room.ports.n, 0);
    f.fails = false;
    GIVES(network_port_create_xml(&f.session, &create, &ret));
    set.port = ret.port;
    f.fails = true;
    FAILS(BACKEND_ERROR, network_port_set_parameters(&f.session, &set));
    ck_assert_ptr_null(xmlDocGetRootElement(room.ports.first->live)->last->properties);
    GIVES(network_destroy(&f.session, &destroy));
    ck_assert_int_eq(unplugged, 1);
    ck_assert_int_eq(stopped, 1);
    ck_assert_uint_eq(room.ports.n, 0);
    free(ret.port.net.name);
    close_room();
}
END_TEST

START_TEST(leases_are_what_the_host_tells)
{
    remote_network_get_dhcp_leases_args get = {.need_results = 1};
    remote_network_get_dhcp_leases_ret ret = {0};
    const remote_network_dhcp_lease *lease;

    open_room();
    get.net = define_and_start();
    f.fails = true;
    FAILS(BACKEND_ERROR, network_get_dhcp_leases(&f.session, &get, &ret));
    f.fails = false;
    GIVES(network_get_dhcp_leases(&f.session, &get, &ret));
    ck_assert_uint_eq(ret.leases.leases_len, 1);
    lease = ret.leases.leases_val;
    ck_assert_int_eq(lease->type, VIR_IP_ADDR_TYPE_IPV6);
    ck_assert_int_eq(lease->expirytime, 17);
    ck_assert_ptr_null(lease->hostname);
    xdr_free((xdrproc_t)(void (*)(void))xdr_remote_network_get_dhcp_leases_ret, (char *)&ret);
    close_room();
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("networks on a host that fails");
    TCase *tc = tcase_create("network");

    tcase_add_test(tc, a_network_that_does_not_start_is_not_active_and_nobody_hears_of_it);
    tcase_add_test(tc, an_update_that_the_host_refuses_changes_nothing);
    tcase_add_test(tc, ports_are_there_when_the_host_has_them_and_end_before_their_network);
    tcase_add_test(tc, leases_are_what_the_host_tells);
    suite_add_tcase(suite, tc);
    return run_suite(suite);
}
