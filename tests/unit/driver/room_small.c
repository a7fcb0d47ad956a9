/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Interfaces, devices, filters and secrets on a host that fails: what a call leaves behind. */
#include "drivers/interface/backend.h"
#include "drivers/interface/interface.h"
#include "drivers/interface/ops.h"
#include "drivers/nodedev/backend.h"
#include "drivers/nodedev/nodedev.h"
#include "drivers/nodedev/ops.h"
#include "drivers/nwfilter/backend.h"
#include "drivers/nwfilter/nwfilter.h"
#include "drivers/nwfilter/ops.h"
#include "drivers/secret/backend.h"
#include "drivers/secret/ops.h"
#include "drivers/secret/secret.h"
#include "drivers/xml/xml.h"
#include "tests/unit/driver/room_fixture.h"

#define SECRET(text)                                                              \
    "<secret><uuid>dd8fe884-6c02-601e-7551-cca97df1c5df</uuid><description>" text \
    "</description></secret>"
#define BINDING "<filterbinding><portdev name='vnet0'/><filterref filter='clean'/></filterbinding>"

/* ---- interfaces ---- */

static struct interface_room interfaces;

static int host_start(struct interface_room *room, struct xml_object *interface)
{
    ck_assert_ptr_nonnull(interface->live);
    return fixture_backend();
}

static int host_stop(struct interface_room *room, struct xml_object *interface)
{
    ck_assert_ptr_nonnull(interface->live);
    return fixture_backend();
}

static int host_restore(struct interface_room *room, const struct objects *before)
{
    return fixture_backend();
}

START_TEST(an_interface_stays_as_the_host_has_it)
{
    static const struct interface_backend backend = {host_start, host_stop, host_restore};
    remote_interface_define_xml_args define = {
        .xml = TEXT("<interface type='ethernet' name='eth7'/>")};
    remote_interface_define_xml_ret ret = {0};
    remote_interface_create_args create = {0};
    remote_interface_destroy_args destroy = {0};
    const remote_interface_change_begin_args begin = {0};
    const remote_interface_change_rollback_args rollback = {0};

    interfaces.guard = &f.guard;
    interfaces.backend = &backend;
    interface_room_init(&interfaces);
    fixture_open(ROOM_INTERFACE, &interfaces);
    GIVES(interface_change_begin(&f.session, &begin));
    GIVES(interface_define_xml(&f.session, &define, &ret));
    create.iface = destroy.iface = ret.iface;
    f.fails = true;
    FAILS(BACKEND_ERROR, interface_create(&f.session, &create));
    ck_assert_ptr_null(interfaces.interfaces.first->live);
    f.fails = false;
    GIVES(interface_create(&f.session, &create));
    f.fails = true;
    FAILS(BACKEND_ERROR, interface_destroy(&f.session, &destroy));
    ck_assert_ptr_nonnull(interfaces.interfaces.first->live);
    FAILS(BACKEND_ERROR, interface_change_rollback(&f.session, &rollback));
    ck_assert_uint_eq(interfaces.interfaces.n, 1);
    f.fails = false;
    GIVES(interface_change_rollback(&f.session, &rollback));
    ck_assert_uint_eq(interfaces.interfaces.n, 0);
    free(ret.iface.name);
    free(ret.iface.mac);
    interface_room_done(&interfaces);
    fixture_close();
}
END_TEST

/* ---- devices ---- */

#define MDEV                                                                  \
    "<device><parent>computer</parent><capability type='mdev'><type id='t'/>" \
    "<uuid>dd8fe884-6c02-601e-7551-cca97df1c5df</uuid></capability></device>"
#define MDEV_NAME "mdev_dd8fe884_6c02_601e_7551_cca97df1c5df_computer"
#define HOST_DEVICES                                                                             \
    "<node><device><name>computer</name></device><device><name>pci_1</name><capability "         \
    "type='pci'><domain>0</domain><bus>1</bus><slot>2</slot><function>3</function></capability>" \
    "</device></node>"

static struct nodedev_room devices;
static const char *user_name;

static int host_device(struct nodedev_room *room, struct device *device)
{
    return fixture_backend();
}

static int host_device_update(struct nodedev_room *room, struct device *device, const xmlDoc *doc)
{
    return fixture_backend();
}

static int host_device_reset(struct nodedev_room *room, struct device *device)
{
    ck_assert_int_eq(f.reading, 1);
    return 0;
}

static const char *device_user(struct nodedev_room *room, const struct pci_address *address)
{
    ck_assert_uint_eq(address->bus * 100 + address->slot * 10 + address->function, 123);
    return user_name;
}

static void open_devices(void)
{
    static const struct nodedev_backend backend = {
        host_device, host_device, host_device_update, host_device, host_device, host_device_reset,
    };
    _cleanup_(xml_doc_freep) xmlDoc *doc = NULL;
    struct xml_object *o;

    devices = (struct nodedev_room){
        .guard = &f.guard, .hub = &f.hub, .backend = &backend, .user = device_user};
    nodedev_room_init(&devices);
    fixture_open(ROOM_NODEDEV, &devices);
    GIVES(xml_parse(VIR_FROM_NODEDEV, HOST_DEVICES, "devices", &doc));
    for (xmlNode *n = xml_child(xmlDocGetRootElement(doc), "device"); n;
         n = xml_element(n->next, "device"))
        GIVES(objects_load(&devices.devices, n, &o));
}

static void close_devices(void)
{
    nodedev_room_done(&devices);
    fixture_close();
}

START_TEST(a_device_that_is_not_made_is_not_there)
{
    const remote_node_device_create_xml_args make = {TEXT(MDEV), 0};
    remote_node_device_create_xml_ret ret = {0};
    remote_node_device_destroy_args destroy = {TEXT(MDEV_NAME)};
    const remote_node_device_update_args update = {TEXT(MDEV_NAME), TEXT(MDEV), 0};

    open_devices();
    f.fails = true;
    FAILS(BACKEND_ERROR, node_device_create_xml(&f.session, &make, &ret));
    ck_assert_uint_eq(devices.devices.n, 2);
    f.fails = false;
    GIVES(node_device_create_xml(&f.session, &make, &ret));
    f.fails = true;
    FAILS(BACKEND_ERROR, node_device_update(&f.session, &update));
    FAILS(BACKEND_ERROR, node_device_destroy(&f.session, &destroy));
    ck_assert_uint_eq(devices.devices.n, 3);
    free(ret.dev.name);
    close_devices();
}
END_TEST

START_TEST(a_pci_device_changes_hands_when_the_host_lets_it)
{
    const remote_node_device_dettach_args detach = {TEXT("pci_1")};
    const remote_node_device_re_attach_args attach = {TEXT("pci_1")};
    const remote_node_device_reset_args reset = {TEXT("pci_1")};
    const struct device *d;

    open_devices();
    d = (const struct device *)devices.devices.last;
    f.fails = true;
    FAILS(BACKEND_ERROR, node_device_dettach(&f.session, &detach));
    ck_assert(!d->detached);
    f.fails = false;
    GIVES(node_device_dettach(&f.session, &detach));
    f.fails = true;
    FAILS(BACKEND_ERROR, node_device_re_attach(&f.session, &attach));
    ck_assert(d->detached);
    user_name = "web";
    FAILS(VIR_ERR_OPERATION_INVALID, node_device_re_attach(&f.session, &attach));
    FAILS(VIR_ERR_OPERATION_INVALID, node_device_reset(&f.session, &reset));
    user_name = NULL;
    GIVES(node_device_reset(&f.session, &reset));
    close_devices();
}
END_TEST

/* ---- filters ---- */

static struct nwfilter_room filters;

static int host_bind(struct nwfilter_room *room, struct xml_object *binding,
                     const struct xml_object *filter)
{
    ck_assert_str_eq(filter->name, "clean");
    return fixture_backend();
}

static void host_unbind(struct nwfilter_room *room, struct xml_object *binding)
{
    fixture_backend();
}

START_TEST(a_binding_is_there_when_the_filter_is_on_the_port)
{
    static const struct nwfilter_backend backend = {host_bind, host_unbind};
    remote_nwfilter_define_xml_args define = {.xml = TEXT("<filter name='clean'/>")};
    remote_nwfilter_define_xml_ret defined = {0};
    remote_nwfilter_binding_create_xml_args create = {.xml = TEXT(BINDING)};
    remote_nwfilter_binding_create_xml_ret bound = {0};
    remote_nwfilter_binding_delete_args delete = {0};

    filters.guard = &f.guard;
    filters.backend = &backend;
    nwfilter_room_init(&filters);
    fixture_open(ROOM_NWFILTER, &filters);
    FAILS(VIR_ERR_NO_NWFILTER, nwfilter_binding_create_xml(&f.session, &create, &bound));
    GIVES(nwfilter_define_xml(&f.session, &define, &defined));
    ck_assert_int_eq(f.called, 0);
    f.fails = true;
    FAILS(BACKEND_ERROR, nwfilter_binding_create_xml(&f.session, &create, &bound));
    ck_assert_uint_eq(filters.bindings.n, 0);
    f.fails = false;
    GIVES(nwfilter_binding_create_xml(&f.session, &create, &bound));
    delete.nwfilter = bound.nwfilter;
    GIVES(nwfilter_binding_delete(&f.session, &delete));
    ck_assert_int_eq(f.called, 3);
    free(defined.nwfilter.name);
    free(bound.nwfilter.portdev);
    free(bound.nwfilter.filtername);
    nwfilter_room_done(&filters);
    fixture_close();
}
END_TEST

/* ---- secrets ---- */

static struct secret_room secrets;

static int host_define(struct secret_room *room, const unsigned char *uuid, const xmlDoc *doc)
{
    ck_assert_uint_eq(uuid[0], 0xdd);
    return fixture_backend();
}

static int host_undefine(struct secret_room *room, const struct secret *secret)
{
    return fixture_backend();
}

static int host_set_value(struct secret_room *room, const struct secret *secret, const void *value,
                          size_t len)
{
    return fixture_backend();
}

static remote_nonnull_secret define_secret(const char *xml)
{
    remote_secret_define_xml_args define = {.xml = TEXT(xml)};
    remote_secret_define_xml_ret ret = {0};

    GIVES(secret_define_xml(&f.session, &define, &ret));
    free(ret.secret.usageID);
    ret.secret.usageID = TEXT("");
    return ret.secret;
}

START_TEST(a_secret_that_can_not_be_kept_stays_what_it_was)
{
    static const struct secret_backend backend = {host_define, host_undefine, host_set_value};
    remote_secret_define_xml_args redefine = {.xml = TEXT(SECRET("new"))};
    remote_secret_define_xml_ret ret = {0};
    remote_secret_set_value_args set = {.value = {3, TEXT("old")}};
    remote_secret_get_value_args get = {0};
    remote_secret_get_value_ret got = {0};
    remote_secret_undefine_args undefine = {0};

    secrets.guard = &f.guard;
    secrets.hub = &f.hub;
    secrets.backend = &backend;
    secret_room_init(&secrets);
    fixture_open(ROOM_SECRET, &secrets);
    set.secret = get.secret = undefine.secret = define_secret(SECRET("old"));
    GIVES(secret_set_value(&f.session, &set));
    f.fails = true;
    FAILS(BACKEND_ERROR, secret_define_xml(&f.session, &redefine, &ret));
    set.value.value_val = TEXT("new");
    FAILS(BACKEND_ERROR, secret_set_value(&f.session, &set));
    FAILS(BACKEND_ERROR, secret_undefine(&f.session, &undefine));
    GIVES(secret_get_value(&f.session, &get, &got));
    ck_assert_mem_eq(got.value.value_val, "old", 3);
    f.fails = false;
    GIVES(secret_undefine(&f.session, &undefine));
    ck_assert_uint_eq(secrets.secrets.n, 0);
    free(got.value.value_val);
    secret_room_done(&secrets);
    fixture_close();
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("interfaces, devices, filters and secrets on a host that fails");
    TCase *tc = tcase_create("small rooms");

    tcase_add_test(tc, an_interface_stays_as_the_host_has_it);
    tcase_add_test(tc, a_device_that_is_not_made_is_not_there);
    tcase_add_test(tc, a_pci_device_changes_hands_when_the_host_lets_it);
    tcase_add_test(tc, a_binding_is_there_when_the_filter_is_on_the_port);
    tcase_add_test(tc, a_secret_that_can_not_be_kept_stays_what_it_was);
    suite_add_tcase(suite, tc);
    return run_suite(suite);
}
