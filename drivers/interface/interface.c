/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Interfaces of the host. A transaction keeps a copy of all of them, which a rollback puts in
 * their place.
 */
#include "drivers/forms/forms.h"
#include "drivers/interface/interface.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "drivers/interface/backend.h"
#include "drivers/interface/ops.h"
#include "drivers/object/reply_objects.h"
#include "drivers/reply.h"
#include "drivers/session.h"
#include "drivers/xml/checks.h"
#include "drivers/xml/schema.h"
#include "drivers/forms/validate.h"
#include "drivers/xml/xml.h"

static const char *const host_interface_order[] = {
    "start", "mtu", "protocol", NULL, "bridge", "bond", "vlan", "mac",
};
static const struct schema host_interface_schema = {
    "interface", VIR_FROM_INTERFACE, host_interface_order, ARRAY_SIZE(host_interface_order)};

#define WRONG VIR_FROM_INTERFACE, VIR_ERR_XML_ERROR

static const struct check interface_checks[] = {
    {"@type", true, "ethernet bridge bond vlan", NULL, VIR_FROM_XML, VIR_ERR_XML_ERROR},
    {"start@mode", EMPTY_IS_NONE, "none onboot hotplug", NULL, WRONG},
    {"mtu@size", EMPTY_IS_NONE, NULL, checks_number, VIR_FROM_NONE, VIR_ERR_INTERNAL_ERROR},
    {"protocol@family", true, "ipv4 ipv6", NULL, WRONG},
    {"protocol/ip@prefix", false, NULL, checks_number, VIR_FROM_XML, VIR_ERR_XML_ERROR},
    {"[type=bridge]/bridge", true, NULL, NULL, WRONG},
    {"[type=bond]/bond", true, NULL, NULL, WRONG},
    {"bond@mode", EMPTY_IS_NONE,
     "balance-rr active-backup balance-xor broadcast 802.3ad balance-tlb balance-alb", NULL, WRONG},
    {"[type=vlan]/vlan", true, NULL, NULL, WRONG},
    {"vlan@tag", true, NULL, NULL, WRONG},
    {"vlan/interface", true, NULL, NULL, WRONG},
};

static int read_interface(const struct xml_object_kind *kind, xmlNode *root, char **ret_name,
                          unsigned char *ret_uuid)
{
    _cleanup_free_ char *name = xml_attribute(root, "name");

    if (checks_pass(root, interface_checks, ARRAY_SIZE(interface_checks)) < 0)
        return -1;
    if (!name || !*name)
        return error_set(VIR_FROM_INTERFACE, VIR_ERR_XML_ERROR, "<interface> has no name");
    *ret_name = take(name);
    return 0;
}

const struct xml_object_kind interface_kind = {
    .schema = &host_interface_schema,
    .form = &interface_form,
    .size = sizeof(struct xml_object),
    .missing = VIR_ERR_NO_INTERFACE,
    .domain = FROM_DRIVER,
    .no_uuid = true,
    .read = read_interface,
};

void interface_room_init(struct interface_room *room)
{
    objects_init(&room->interfaces, &interface_kind);
    objects_init(&room->before, &interface_kind);
    room->changing = false;
}

void interface_room_done(struct interface_room *room)
{
    objects_done(&room->interfaces);
    objects_done(&room->before);
}

/* Its MAC address, malloc'ed; NULL: it has none. */
static char *interface_mac(const struct xml_object *o)
{
    return xml_attribute(xml_child(xmlDocGetRootElement(xml_object_now(o)), "mac"), "address");
}

static int fill_interface(const struct xml_object *o, void *item)
{
    remote_nonnull_interface *iface = item;

    iface->mac = interface_mac(o);
    if (!iface->mac && reply_text(&iface->mac, "") < 0)
        return -1;
    return reply_text(&iface->name, o->name);
}

/* ---- finding ---- */

int connect_num_of_interfaces(struct session *session, remote_connect_num_of_interfaces_ret *ret)
{
    struct interface_room *room = interface_room_of(session);
    READ_GUARD(room->guard);

    ret->num = reply_count(&room->interfaces, true);
    return 0;
}

int connect_num_of_defined_interfaces(struct session *session,
                                      remote_connect_num_of_defined_interfaces_ret *ret)
{
    struct interface_room *room = interface_room_of(session);
    READ_GUARD(room->guard);

    ret->num = reply_count(&room->interfaces, false);
    return 0;
}

int connect_list_interfaces(struct session *session,
                            const remote_connect_list_interfaces_args *args,
                            remote_connect_list_interfaces_ret *ret)
{
    struct interface_room *room = interface_room_of(session);
    READ_GUARD(room->guard);

    return reply_names(&room->interfaces, true, args->maxnames, &ret->names);
}

int connect_list_defined_interfaces(struct session *session,
                                    const remote_connect_list_defined_interfaces_args *args,
                                    remote_connect_list_defined_interfaces_ret *ret)
{
    struct interface_room *room = interface_room_of(session);
    READ_GUARD(room->guard);

    return reply_names(&room->interfaces, false, args->maxnames, &ret->names);
}

int connect_list_all_interfaces(struct session *session,
                                const remote_connect_list_all_interfaces_args *args,
                                remote_connect_list_all_interfaces_ret *ret)
{
    const struct reply_list list = {args->flags, reply_passes, sizeof(remote_nonnull_interface),
                                    fill_interface};
    struct interface_room *room = interface_room_of(session);
    READ_GUARD(room->guard);

    if (check_flags(args->flags, (VIR_CONNECT_LIST_INTERFACES_ACTIVE << 1) - 1) < 0)
        return -1;
    return reply_all(&room->interfaces, &list, args->need_results, &ret->ifaces, &ret->ret);
}

int interface_lookup_by_name(struct session *session,
                             const remote_interface_lookup_by_name_args *args,
                             remote_interface_lookup_by_name_ret *ret)
{
    struct interface_room *room = interface_room_of(session);
    READ_GUARD(room->guard);
    const struct xml_object *o = objects_name(&room->interfaces, args->name);

    return o ? fill_interface(o, &ret->iface) : -1;
}

int interface_lookup_by_mac_string(struct session *session,
                                   const remote_interface_lookup_by_mac_string_args *args,
                                   remote_interface_lookup_by_mac_string_ret *ret)
{
    const struct xml_object *found = NULL;
    struct interface_room *room = interface_room_of(session);
    READ_GUARD(room->guard);

    for (const struct xml_object *o = room->interfaces.first; o; o = o->next) {
        _cleanup_free_ char *mac = interface_mac(o);

        if (!mac || strcasecmp(mac, args->mac) != 0)
            continue;
        if (found)
            return error_set(FROM_DRIVER, VIR_ERR_MULTIPLE_INTERFACES,
                             "'%s' and '%s' have the MAC address %s", found->name, o->name, mac);
        found = o;
    }
    if (!found)
        return error_set(FROM_DRIVER, VIR_ERR_NO_INTERFACE, "none has the MAC address %s",
                         args->mac);
    return fill_interface(found, &ret->iface);
}

/* ---- lives ---- */

static struct xml_object *find_interface(struct interface_room *room,
                                         const remote_nonnull_interface *iface)
{
    return objects_name(&room->interfaces, iface->name);
}

/* One that is in that state. */
static struct xml_object *interface_in_state(struct interface_room *room,
                                             const remote_nonnull_interface *iface, bool active)
{
    struct xml_object *o = find_interface(room, iface);

    if (o && !o->live == active) {
        error_set(FROM_DRIVER, VIR_ERR_OPERATION_INVALID, "interface '%s' is %s", o->name,
                  active ? "not active" : "active");
        return NULL;
    }
    return o;
}

int interface_define_xml(struct session *session, const remote_interface_define_xml_args *args,
                         remote_interface_define_xml_ret *ret)
{
    struct xml_object *o = NULL;
    struct interface_room *room = interface_room_of(session);

    if (check_flags(args->flags, VIR_INTERFACE_DEFINE_VALIDATE) < 0 ||
        validate_document(args->flags & VIR_INTERFACE_DEFINE_VALIDATE, &host_interface_schema,
                          "interface", args->xml) < 0)
        return -1;
    WRITE_GUARD(room->guard);
    if (objects_define(&room->interfaces, args->xml, &o) < 0)
        return -1;
    return fill_interface(o, &ret->iface);
}

int interface_undefine(struct session *session, const remote_interface_undefine_args *args)
{
    struct interface_room *room = interface_room_of(session);
    WRITE_GUARD(room->guard);
    struct xml_object *o = find_interface(room, &args->iface);

    if (!o)
        return -1;
    objects_remove(&room->interfaces, o);
    return 0;
}

int interface_create(struct session *session, const remote_interface_create_args *args)
{
    struct interface_room *room = interface_room_of(session);
    WRITE_GUARD(room->guard);
    struct xml_object *o = interface_in_state(room, &args->iface, false);

    if (!o || check_flags(args->flags, 0) < 0 || xml_object_start(&room->interfaces, o) < 0)
        return -1;
    if (room->backend->start && room->backend->start(room, o) < 0) {
        xml_object_stop(&room->interfaces, o);
        return -1;
    }
    return 0;
}

int interface_destroy(struct session *session, const remote_interface_destroy_args *args)
{
    struct interface_room *room = interface_room_of(session);
    WRITE_GUARD(room->guard);
    struct xml_object *o = interface_in_state(room, &args->iface, true);

    if (!o || check_flags(args->flags, 0) < 0 ||
        (room->backend->stop && room->backend->stop(room, o) < 0))
        return -1;
    xml_object_stop(&room->interfaces, o);
    return 0;
}

int interface_get_xml_desc(struct session *session, const remote_interface_get_xml_desc_args *args,
                           remote_interface_get_xml_desc_ret *ret)
{
    struct interface_room *room = interface_room_of(session);
    READ_GUARD(room->guard);
    const struct xml_object *o = find_interface(room, &args->iface);

    if (!o || check_flags(args->flags, VIR_INTERFACE_XML_INACTIVE) < 0)
        return -1;
    ret->xml = xml_object_format(o, args->flags & VIR_INTERFACE_XML_INACTIVE);
    return ret->xml ? 0 : -1;
}

int interface_is_active(struct session *session, const remote_interface_is_active_args *args,
                        remote_interface_is_active_ret *ret)
{
    struct interface_room *room = interface_room_of(session);
    READ_GUARD(room->guard);
    const struct xml_object *o = find_interface(room, &args->iface);

    if (!o)
        return -1;
    ret->active = o->live != NULL;
    return 0;
}

/* ---- transactions ---- */

int interface_change_begin(struct session *session, const remote_interface_change_begin_args *args)
{
    struct interface_room *room = interface_room_of(session);
    WRITE_GUARD(room->guard);

    if (check_flags(args->flags, 0) < 0)
        return -1;
    if (room->changing)
        return error_set(FROM_DRIVER, VIR_ERR_OPERATION_INVALID,
                         "the interfaces are being changed already");
    if (objects_copy(&room->before, &room->interfaces) < 0)
        return -1;
    room->changing = true;
    return 0;
}

/* Ends a transaction; its outcome stays in the second set. */
static int end_change(struct interface_room *room, unsigned flags, bool rollback)
{
    struct objects lost = rollback ? room->interfaces : room->before;

    if (check_flags(flags, 0) < 0)
        return -1;
    if (!room->changing)
        return error_set(FROM_DRIVER, VIR_ERR_OPERATION_INVALID,
                         "the interfaces are not being changed");
    if (rollback && room->backend->restore && room->backend->restore(room, &room->before) < 0)
        return -1;
    if (rollback)
        room->interfaces = room->before;
    objects_done(&lost);
    objects_init(&room->before, &interface_kind);
    room->changing = false;
    return 0;
}

int interface_change_commit(struct session *session,
                            const remote_interface_change_commit_args *args)
{
    struct interface_room *room = interface_room_of(session);
    WRITE_GUARD(room->guard);

    return end_change(room, args->flags, false);
}

int interface_change_rollback(struct session *session,
                              const remote_interface_change_rollback_args *args)
{
    struct interface_room *room = interface_room_of(session);
    WRITE_GUARD(room->guard);

    return end_change(room, args->flags, true);
}
