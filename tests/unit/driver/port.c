/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Ports of virtual networks, by the operations of the test driver. */
#include "tests/unit/driver/driver_fixture.h"

#define PORT                                                          \
    "<networkport><uuid>9f5d7a3c-47d5-4d0c-9f4e-5fb0a1a5f0e7</uuid>"  \
    "<owner><name>a</name></owner><mac address='52:54:00:00:00:01'/>" \
    "<bandwidth><inbound average='100'/></bandwidth></networkport>"

static remote_nonnull_network default_network(struct heard *h)
{
    remote_network_lookup_by_name_args args = {.name = TEXT("default")};
    remote_network_lookup_by_name_ret ret = {0};

    GIVES(OPS->network_lookup_by_name(&h->session, &args, &ret));
    return ret.net;
}

static int create(struct heard *h, const remote_nonnull_network *net, const char *xml,
                  remote_nonnull_network_port *ret_port)
{
    remote_network_port_create_xml_args args = {.network = *net, .xml = TEXT(xml)};
    remote_network_port_create_xml_ret ret = {0};

    if (OPS->network_port_create_xml(&h->session, &args, &ret) < 0)
        return -1;
    *ret_port = ret.port;
    return 0;
}

static unsigned count(struct heard *h, const remote_nonnull_network *net)
{
    remote_network_list_all_ports_args args = {.network = *net};
    remote_network_list_all_ports_ret ret = {0};

    GIVES(OPS->network_list_all_ports(&h->session, &args, &ret));
    return ret.ret;
}

static void forget(remote_network_port_get_parameters_ret *got)
{
    xdr_free((xdrproc_t)(void (*)(void))xdr_remote_network_port_get_parameters_ret, (char *)got);
    *got = (remote_network_port_get_parameters_ret){0};
}

START_TEST(ports_end_with_their_network)
{
    struct heard h;
    remote_nonnull_network net;
    remote_nonnull_network_port port = {0}, other;
    remote_network_destroy_args destroy;
    remote_network_port_delete_args del;

    open_world(&h);
    destroy.net = net = default_network(&h);
    FAILS(VIR_ERR_XML_ERROR, create(&h, &net, "<networkport/>", &other));
    GIVES(create(&h, &net, PORT, &port));
    FAILS(VIR_ERR_NETWORK_PORT_EXIST, create(&h, &net, PORT, &other));
    ck_assert_uint_eq(count(&h, &net), 1);
    GIVES(OPS->network_destroy(&h.session, &destroy));
    ck_assert_uint_eq(count(&h, &net), 0);
    del = (remote_network_port_delete_args){.port = port};
    FAILS(VIR_ERR_NO_NETWORK_PORT, OPS->network_port_delete(&h.session, &del));
    FAILS(VIR_ERR_OPERATION_INVALID, create(&h, &net, PORT, &other));
    free(port.net.name);
    free(net.name);
    close_world(&h);
}
END_TEST

START_TEST(a_ports_bandwidth_is_read_and_set)
{
    struct heard h;
    remote_nonnull_network net;
    remote_nonnull_network_port port = {0};
    remote_typed_param given = {
        .field = TEXT(VIR_NETWORK_PORT_BANDWIDTH_OUT_PEAK),
        .value = {.type = VIR_TYPED_PARAM_UINT, .remote_typed_param_value_u.ui = 7}};
    remote_network_port_set_parameters_args set;
    remote_network_port_get_parameters_args get;
    remote_network_port_get_parameters_ret got = {0};
    remote_network_port_get_xml_desc_args describe;
    remote_network_port_get_xml_desc_ret xml = {0};

    open_world(&h);
    net = default_network(&h);
    GIVES(create(&h, &net, PORT, &port));
    get = (remote_network_port_get_parameters_args){.port = port};
    GIVES(OPS->network_port_get_parameters(&h.session, &get, &got));
    ck_assert_int_eq(got.nparams, 4);
    forget(&got);
    set = (remote_network_port_set_parameters_args){
        .port = port, .params.params_val = &given, .params.params_len = 1};
    GIVES(OPS->network_port_set_parameters(&h.session, &set));
    GIVES(OPS->network_port_get_parameters(&h.session, &get, &got));
    ck_assert_int_eq(got.nparams, 7);
    forget(&got);
    describe = (remote_network_port_get_xml_desc_args){.port = port};
    GIVES(OPS->network_port_get_xml_desc(&h.session, &describe, &xml));
    ck_assert_ptr_nonnull(strstr(xml.xml, "<outbound peak='7'/>"));
    given.field = TEXT("inbound.colour");
    FAILS(VIR_ERR_ARGUMENT_UNSUPPORTED, OPS->network_port_set_parameters(&h.session, &set));
    free(xml.xml);
    free(port.net.name);
    free(net.name);
    close_world(&h);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("ports of the test driver");
    TCase *tc = tcase_create("ports");

    tcase_add_test(tc, ports_end_with_their_network);
    tcase_add_test(tc, a_ports_bandwidth_is_read_and_set);
    suite_add_tcase(suite, tc);
    return run_suite(suite);
}
