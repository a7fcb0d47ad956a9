/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The families besides domains through the public API, on the world that test:///default has: the
 * handles, what a list gives, what a handle keeps alive, and events.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "tests/unit/suite.h"
#include "tests/unit/turn.h"

static virConnectPtr conn;

static void quiet(void *data, virErrorPtr error)
{
    (void)data;
    (void)error;
}

static void open_world(void)
{
    virEventRegisterDefaultImpl();
    virSetErrorFunc(NULL, quiet);
    conn = virConnectOpen("test:///default");
    ck_assert_ptr_nonnull(conn);
}

static void close_world(void)
{
    ck_assert_int_eq(virConnectClose(conn), 0);
}

static void check_code(int domain, int code)
{
    virErrorPtr e = virGetLastError();

    ck_assert_ptr_nonnull(e);
    ck_assert_int_eq(e->domain, domain);
    ck_assert_int_eq(e->code, code);
}

START_TEST(a_network_is_found_by_name_and_by_uuid)
{
    virNetworkPtr net = virNetworkLookupByName(conn, "default"), again;
    char uuid[VIR_UUID_STRING_BUFLEN];
    char *xml;

    ck_assert_ptr_nonnull(net);
    ck_assert_str_eq(virNetworkGetName(net), "default");
    ck_assert_int_eq(virNetworkGetUUIDString(net, uuid), 0);
    again = virNetworkLookupByUUIDString(conn, uuid);
    ck_assert_ptr_nonnull(again);
    ck_assert_str_eq(virNetworkGetName(again), "default");
    ck_assert_int_eq(virNetworkIsActive(net), 1);
    xml = virNetworkGetXMLDesc(net, 0);
    ck_assert_ptr_nonnull(strstr(xml, uuid));
    free(xml);
    ck_assert_int_eq(virNetworkFree(again), 0);
    ck_assert_int_eq(virNetworkFree(net), 0);
}
END_TEST

START_TEST(lists_end_with_null_and_can_be_counted_only)
{
    virNetworkPtr *nets;
    virStoragePoolPtr *pools;
    char *names[4];
    int n = virConnectListAllNetworks(conn, &nets, 0);

    ck_assert_int_eq(n, 1);
    ck_assert_ptr_null(nets[1]);
    ck_assert_str_eq(virNetworkGetName(nets[0]), "default");
    virNetworkFree(nets[0]);
    free(nets);
    ck_assert_int_eq(virConnectListAllNetworks(conn, NULL, 0), 1);
    ck_assert_int_eq(virConnectListNetworks(conn, names, 4), 1);
    ck_assert_str_eq(names[0], "default");
    free(names[0]);
    ck_assert_int_eq(virConnectListNetworks(conn, NULL, 0), 0);
    ck_assert_int_eq(virConnectListNetworks(conn, names, -1), -1);
    check_code(VIR_FROM_NETWORK, VIR_ERR_INVALID_ARG);
    n = virConnectListAllStoragePools(conn, &pools, 0);
    ck_assert_int_eq(n, 1);
    virStoragePoolFree(pools[0]);
    free(pools);
}
END_TEST

START_TEST(a_volume_keeps_its_connection_alive)
{
    virStoragePoolPtr pool = virStoragePoolLookupByName(conn, "default-pool"), found;
    virStoragePoolInfo info;
    virStorageVolPtr vol;
    char *path;

    ck_assert_ptr_nonnull(pool);
    ck_assert_int_eq(virStoragePoolGetInfo(pool, &info), 0);
    ck_assert_int_eq(info.state, VIR_STORAGE_POOL_RUNNING);
    vol = virStorageVolCreateXML(pool,
                                 "<volume><name>disk</name><capacity>4096</capacity></volume>", 0);
    ck_assert_ptr_nonnull(vol);
    ck_assert_int_eq(virStoragePoolFree(pool), 0);
    ck_assert_int_eq(virConnectClose(conn), 1);
    ck_assert_str_eq(virStorageVolGetName(vol), "disk");
    path = virStorageVolGetPath(vol);
    ck_assert_ptr_nonnull(path);
    free(path);
    found = virStoragePoolLookupByVolume(vol);
    ck_assert_ptr_nonnull(found);
    conn = virStorageVolGetConnect(vol);
    ck_assert_int_eq(virConnectRef(conn), 0);
    virStoragePoolFree(found);
    ck_assert_int_eq(virStorageVolDelete(vol, 0), 0);
    virStorageVolFree(vol);
}
END_TEST

START_TEST(an_object_of_another_kind_is_refused)
{
    virNetworkPtr net = virNetworkLookupByName(conn, "default");
    virDomainPtr domain = virDomainLookupByID(conn, 1);

    ck_assert_int_eq(virDomainFree((virDomainPtr)(void *)net), -1);
    check_code(VIR_FROM_DOM, VIR_ERR_INVALID_DOMAIN);
    ck_assert_int_eq(virNetworkIsActive((virNetworkPtr)(void *)domain), -1);
    check_code(VIR_FROM_NETWORK, VIR_ERR_INVALID_NETWORK);
    ck_assert_ptr_null(virNetworkGetName(NULL));
    check_code(VIR_FROM_NETWORK, VIR_ERR_INVALID_NETWORK);
    virDomainFree(domain);
    virNetworkFree(net);
}
END_TEST

START_TEST(what_a_driver_lacks_is_said_with_its_family)
{
    ck_assert_ptr_null(virConnectDomainXMLToNative(conn, "qemu-argv", "<domain/>", 0));
    check_code(VIR_FROM_DOMAIN, VIR_ERR_NO_SUPPORT);
}
END_TEST

START_TEST(a_read_only_connection_changes_nothing)
{
    virConnectPtr ro = virConnectOpenReadOnly("test:///default");
    virNetworkPtr net = virNetworkLookupByName(ro, "default");

    ck_assert_ptr_nonnull(net);
    ck_assert_int_eq(virNetworkDestroy(net), -1);
    check_code(VIR_FROM_NETWORK, VIR_ERR_OPERATION_DENIED);
    ck_assert_ptr_null(virNetworkDefineXML(ro, NULL)); /* before the argument is looked at */
    check_code(VIR_FROM_NETWORK, VIR_ERR_OPERATION_DENIED);
    virNetworkFree(net);
    virConnectClose(ro);
}
END_TEST

START_TEST(a_read_only_connection_gets_nothing_by_flags)
{
    virConnectPtr ro = virConnectOpenReadOnly("test:///default");
    virDomainPtr dom = virDomainLookupByName(ro, "test");
    char *xml;

    xml = virDomainGetXMLDesc(dom, 0);
    ck_assert_ptr_nonnull(xml);
    free(xml);
    ck_assert_ptr_null(virDomainGetXMLDesc(dom, VIR_DOMAIN_XML_SECURE));
    check_code(VIR_FROM_DOMAIN, VIR_ERR_OPERATION_DENIED);
    ck_assert_ptr_null(virDomainGetXMLDesc(dom, VIR_DOMAIN_XML_MIGRATABLE));
    check_code(VIR_FROM_DOMAIN, VIR_ERR_OPERATION_DENIED);
    ck_assert_ptr_null(virDomainManagedSaveGetXMLDesc(dom, VIR_DOMAIN_SAVE_IMAGE_XML_SECURE));
    check_code(VIR_FROM_DOMAIN, VIR_ERR_OPERATION_DENIED);
    ck_assert_int_ge(virDomainGetVcpusFlags(dom, 0), 1);
    ck_assert_int_eq(virDomainGetVcpusFlags(dom, VIR_DOMAIN_VCPU_GUEST), -1);
    check_code(VIR_FROM_DOMAIN, VIR_ERR_OPERATION_DENIED);
    virDomainFree(dom);
    virConnectClose(ro);
}
END_TEST

static const struct {
    const char *uri;
    int domain, code;
} wrong_uris[] = {
    {"test", VIR_FROM_NONE, VIR_ERR_NO_CONNECT},
    {"/default", VIR_FROM_NONE, VIR_ERR_NO_CONNECT},
    {"://", VIR_FROM_URI, VIR_ERR_INTERNAL_ERROR},
    {"test://[", VIR_FROM_URI, VIR_ERR_INTERNAL_ERROR},
    {"1test:///default", VIR_FROM_URI, VIR_ERR_INTERNAL_ERROR},
    {"test+nix:///default", VIR_FROM_REMOTE, VIR_ERR_INVALID_ARG},
    {"test+unix://host/default", VIR_FROM_REMOTE, VIR_ERR_INVALID_ARG},
    {"test+tls://host/default", VIR_FROM_REMOTE, VIR_ERR_NO_SUPPORT},
};

START_TEST(a_uri_that_leads_nowhere_has_libvirts_error)
{
    ck_assert_ptr_null(virConnectOpen(wrong_uris[_i].uri));
    check_code(wrong_uris[_i].domain, wrong_uris[_i].code);
}
END_TEST

/* ---- events ---- */

static int heard, freed;
static char last[64];

static void on_network(virConnectPtr c, virNetworkPtr net, int event, int detail, void *opaque)
{
    snprintf(last, sizeof(last), "%s %d %d", virNetworkGetName(net), event, detail);
    ck_assert_ptr_eq(c, opaque);
    heard++;
}

static void on_pool(virConnectPtr c, virStoragePoolPtr pool, void *opaque)
{
    (void)c;
    (void)opaque;
    snprintf(last, sizeof(last), "%s refreshed", virStoragePoolGetName(pool));
    heard++;
}

static int on_domain(virConnectPtr c, virDomainPtr domain, int event, int detail, void *opaque)
{
    (void)c;
    (void)domain;
    (void)event;
    (void)detail;
    (void)opaque;
    heard++;
    return 0;
}

static void on_free(void *opaque)
{
    (void)opaque;
    freed++;
}

START_TEST(events_of_a_family_reach_its_callbacks_only)
{
    virNetworkPtr net = virNetworkLookupByName(conn, "default");
    virStoragePoolPtr pool = virStoragePoolLookupByName(conn, "default-pool");
    int of_net, of_pool;

    heard = freed = 0;
    of_net =
        virConnectNetworkEventRegisterAny(conn, net, VIR_NETWORK_EVENT_ID_LIFECYCLE,
                                          VIR_NETWORK_EVENT_CALLBACK(on_network), conn, on_free);
    of_pool = virConnectStoragePoolEventRegisterAny(conn, NULL, VIR_STORAGE_POOL_EVENT_ID_REFRESH,
                                                    on_pool, conn, NULL);
    ck_assert_int_ge(of_net, 0);
    ck_assert_int_ge(of_pool, 0);
    ck_assert_int_eq(virNetworkDestroy(net), 0);
    ck_assert_int_eq(heard, 0);
    turn();
    ck_assert_int_eq(heard, 1);
    ck_assert_str_eq(last, "default 3 0");
    ck_assert_int_eq(virStoragePoolRefresh(pool, 0), 0);
    turn();
    ck_assert_int_eq(heard, 2);
    ck_assert_str_eq(last, "default-pool refreshed");
    ck_assert_int_eq(virConnectNetworkEventDeregisterAny(conn, of_pool), -1);
    check_code(VIR_FROM_NONE, VIR_ERR_INVALID_ARG);
    ck_assert_int_eq(virConnectNetworkEventDeregisterAny(conn, of_net), 0);
    ck_assert_int_eq(virNetworkCreate(net), 0);
    turn();
    ck_assert_int_eq(heard, 2);
    ck_assert_int_eq(freed, 1);
    ck_assert_int_eq(virConnectStoragePoolEventDeregisterAny(conn, of_pool), 0);
    turn();
    virNetworkFree(net);
    virStoragePoolFree(pool);
}
END_TEST

START_TEST(a_loop_that_does_not_run_costs_bounded_memory)
{
    virDomainPtr domain = virDomainLookupByName(conn, "test");
    int many = 120000, id;

    heard = 0;
    id = virConnectDomainEventRegisterAny(conn, NULL, VIR_DOMAIN_EVENT_ID_LIFECYCLE,
                                          VIR_DOMAIN_EVENT_CALLBACK(on_domain), NULL, NULL);
    ck_assert_int_ge(id, 0);
    for (int i = 0; i < many; i++)
        ck_assert_int_eq(i % 2 ? virDomainResume(domain) : virDomainSuspend(domain), 0);
    turn();
    ck_assert_int_gt(heard, 1000);
    ck_assert_int_lt(heard, many);
    heard = 0;
    ck_assert_int_eq(virDomainSuspend(domain), 0);
    turn();
    ck_assert_int_eq(heard, 1); /* later ones come again */
    ck_assert_int_eq(virConnectDomainEventDeregisterAny(conn, id), 0);
    turn();
    virDomainFree(domain);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("families of the public API");
    TCase *tests = tcase_create("test:///default");

    tcase_add_checked_fixture(tests, open_world, close_world);
    tcase_add_test(tests, a_network_is_found_by_name_and_by_uuid);
    tcase_add_test(tests, lists_end_with_null_and_can_be_counted_only);
    tcase_add_test(tests, a_volume_keeps_its_connection_alive);
    tcase_add_test(tests, an_object_of_another_kind_is_refused);
    tcase_add_test(tests, what_a_driver_lacks_is_said_with_its_family);
    tcase_add_test(tests, a_read_only_connection_changes_nothing);
    tcase_add_test(tests, a_read_only_connection_gets_nothing_by_flags);
    tcase_add_loop_test(tests, a_uri_that_leads_nowhere_has_libvirts_error, 0,
                        ARRAY_SIZE(wrong_uris));
    tcase_add_test(tests, events_of_a_family_reach_its_callbacks_only);
    tcase_add_test(tests, a_loop_that_does_not_run_costs_bounded_memory);
    tcase_set_timeout(tests, 60);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
