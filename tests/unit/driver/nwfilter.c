/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Network filters and their bindings, by the operations of the test driver. */
#include "tests/unit/driver/driver_fixture.h"

#define BINDING(port, filter)                                                \
    "<filterbinding><owner><name>a</name></owner><portdev name='" port "'/>" \
    "<mac address='52:54:00:00:00:01'/><filterref filter='" filter "'/></filterbinding>"

static int bound(struct heard *h, const char *xml)
{
    remote_nwfilter_binding_create_xml_args args = {.xml = TEXT(xml)};
    remote_nwfilter_binding_create_xml_ret ret = {0};
    int r = OPS->nwfilter_binding_create_xml(&h->session, &args, &ret);

    free(ret.nwfilter.portdev);
    free(ret.nwfilter.filtername);
    return r;
}

static remote_nonnull_nwfilter defined(struct heard *h)
{
    remote_nwfilter_define_xml_args args = {
        .xml = TEXT("<filter name='f'><rule action='drop' direction='in'/></filter>")};
    remote_nwfilter_define_xml_ret ret = {0};

    GIVES(OPS->nwfilter_define_xml(&h->session, &args, &ret));
    return ret.nwfilter;
}

START_TEST(a_filter_on_a_port_is_not_undefined)
{
    struct heard h;
    remote_nwfilter_undefine_args undefine;
    remote_nwfilter_binding_delete_args del = {.nwfilter.portdev = TEXT("vnet0")};

    open_world(&h);
    undefine.nwfilter = defined(&h);
    FAILS(VIR_ERR_NO_NWFILTER, bound(&h, BINDING("vnet0", "none")));
    FAILS(VIR_ERR_NO_NWFILTER_BINDING, OPS->nwfilter_binding_delete(&h.session, &del));
    GIVES(bound(&h, BINDING("vnet0", "f")));
    FAILS(VIR_ERR_OPERATION_FAILED, bound(&h, BINDING("vnet0", "f")));
    FAILS(VIR_ERR_OPERATION_INVALID, OPS->nwfilter_undefine(&h.session, &undefine));
    GIVES(OPS->nwfilter_binding_delete(&h.session, &del));
    GIVES(OPS->nwfilter_undefine(&h.session, &undefine));
    FAILS(VIR_ERR_NO_NWFILTER, OPS->nwfilter_undefine(&h.session, &undefine));
    free(undefine.nwfilter.name);
    close_world(&h);
}
END_TEST

START_TEST(filters_are_found_listed_and_kept_whole)
{
    struct heard h;
    remote_nonnull_nwfilter filter;
    remote_nwfilter_lookup_by_name_args by = {.name = TEXT("f")};
    remote_nwfilter_lookup_by_name_ret found = {0};
    remote_connect_num_of_nwfilters_ret n = {0};
    remote_nwfilter_get_xml_desc_args get = {0};
    remote_nwfilter_get_xml_desc_ret xml = {0};

    open_world(&h);
    filter = defined(&h);
    GIVES(OPS->nwfilter_lookup_by_name(&h.session, &by, &found));
    ck_assert_int_eq(memcmp(found.nwfilter.uuid, filter.uuid, 16), 0);
    GIVES(OPS->connect_num_of_nwfilters(&h.session, &n));
    ck_assert_int_eq(n.num, 1);
    get.nwfilter = filter;
    GIVES(OPS->nwfilter_get_xml_desc(&h.session, &get, &xml));
    ck_assert_ptr_nonnull(strstr(xml.xml, "<filter name='f' chain='root'>"));
    ck_assert_ptr_nonnull(strstr(xml.xml, "<rule action='drop' direction='in'/>"));
    free(xml.xml);
    free(found.nwfilter.name);
    free(filter.name);
    close_world(&h);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("network filters of the test driver");
    TCase *tc = tcase_create("filters");

    tcase_add_test(tc, a_filter_on_a_port_is_not_undefined);
    tcase_add_test(tc, filters_are_found_listed_and_kept_whole);
    suite_add_tcase(suite, tc);
    return run_suite(suite);
}
