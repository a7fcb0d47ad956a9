/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Virtual networks: their lives, and finding them. */
#include "drivers/network/network.h"

#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "drivers/event_hub.h"
#include "drivers/network/backend.h"
#include "drivers/network/network_port.h"
#include "drivers/network/ops.h"
#include "drivers/object/reply_objects.h"
#include "drivers/reply.h"
#include "drivers/session.h"
#include "drivers/forms/validate.h"

void network_room_init(struct network_room *room)
{
    objects_init(&room->networks, &network_kind);
    objects_init(&room->ports, &port_kind);
}

void network_room_done(struct network_room *room)
{
    objects_done(&room->networks);
    objects_done(&room->ports);
}

/* ---- events ---- */

static void emit_network(struct network_room *room, const struct xml_object *o, int event)
{
    const struct hub_key key = {o->uuid, sizeof(o->uuid)};
    remote_network_event_lifecycle_msg m = {.net.name = o->name, .event = event};

    memcpy(m.net.uuid, o->uuid, sizeof(m.net.uuid));
    hub_emit(room->hub, HUB_NETWORK, VIR_NETWORK_EVENT_ID_LIFECYCLE, &key, &m.callbackID);
}

int connect_network_event_register_any(struct session *session,
                                       const remote_connect_network_event_register_any_args *args,
                                       remote_connect_network_event_register_any_ret *ret)
{
    const struct hub_key key = {args->net ? args->net->uuid : NULL, sizeof(args->net->uuid)};

    return hub_subscribe_to(network_room_of(session)->hub, session, HUB_NETWORK, args->eventID,
                            args->net ? &key : NULL, &ret->callbackID);
}

int connect_network_event_deregister_any(
    struct session *session, const remote_connect_network_event_deregister_any_args *args)
{
    return hub_unsubscribe_from(network_room_of(session)->hub, session, HUB_NETWORK,
                                args->callbackID);
}

/* ---- finding ---- */

static int fill_network(const struct xml_object *o, void *item)
{
    remote_nonnull_network *net = item;

    return reply_object(o, &net->name, net->uuid);
}

int connect_num_of_networks(struct session *session, remote_connect_num_of_networks_ret *ret)
{
    struct network_room *room = network_room_of(session);
    READ_GUARD(room->guard);

    ret->num = reply_count(&room->networks, true);
    return 0;
}

int connect_num_of_defined_networks(struct session *session,
                                    remote_connect_num_of_defined_networks_ret *ret)
{
    struct network_room *room = network_room_of(session);
    READ_GUARD(room->guard);

    ret->num = reply_count(&room->networks, false);
    return 0;
}

int connect_list_networks(struct session *session, const remote_connect_list_networks_args *args,
                          remote_connect_list_networks_ret *ret)
{
    struct network_room *room = network_room_of(session);
    READ_GUARD(room->guard);

    return reply_names(&room->networks, true, args->maxnames, &ret->names);
}

int connect_list_defined_networks(struct session *session,
                                  const remote_connect_list_defined_networks_args *args,
                                  remote_connect_list_defined_networks_ret *ret)
{
    struct network_room *room = network_room_of(session);
    READ_GUARD(room->guard);

    return reply_names(&room->networks, false, args->maxnames, &ret->names);
}

int connect_list_all_networks(struct session *session,
                              const remote_connect_list_all_networks_args *args,
                              remote_connect_list_all_networks_ret *ret)
{
    const struct reply_list list = {args->flags, reply_passes, sizeof(remote_nonnull_network),
                                    fill_network};
    struct network_room *room = network_room_of(session);
    READ_GUARD(room->guard);

    if (check_flags(args->flags, (VIR_CONNECT_LIST_NETWORKS_NO_AUTOSTART << 1) - 1) < 0)
        return -1;
    return reply_all(&room->networks, &list, args->need_results, &ret->nets, &ret->ret);
}

int network_lookup_by_uuid(struct session *session, const remote_network_lookup_by_uuid_args *args,
                           remote_network_lookup_by_uuid_ret *ret)
{
    struct network_room *room = network_room_of(session);
    READ_GUARD(room->guard);
    const struct xml_object *o = objects_uuid(&room->networks, args->uuid);

    return o ? fill_network(o, &ret->net) : -1;
}

int network_lookup_by_name(struct session *session, const remote_network_lookup_by_name_args *args,
                           remote_network_lookup_by_name_ret *ret)
{
    struct network_room *room = network_room_of(session);
    READ_GUARD(room->guard);
    const struct xml_object *o = objects_name(&room->networks, args->name);

    return o ? fill_network(o, &ret->net) : -1;
}

/* ---- lives ---- */

static int define_network(struct session *session, const char *xml, unsigned flags,
                          remote_nonnull_network *ret_net)
{
    struct xml_object *o = NULL;
    struct network_room *room = network_room_of(session);

    if (check_flags(flags, VIR_NETWORK_DEFINE_VALIDATE) < 0 ||
        validate_document(flags & VIR_NETWORK_DEFINE_VALIDATE, &network_schema, "network", xml) < 0)
        return -1;
    WRITE_GUARD(room->guard);
    if (objects_define(&room->networks, xml, &o) < 0)
        return -1;
    emit_network(room, o, VIR_NETWORK_EVENT_DEFINED);
    return fill_network(o, ret_net);
}

int network_define_xml(struct session *session, const remote_network_define_xml_args *args,
                       remote_network_define_xml_ret *ret)
{
    return define_network(session, args->xml, 0, &ret->net);
}

int network_define_xml_flags(struct session *session,
                             const remote_network_define_xml_flags_args *args,
                             remote_network_define_xml_flags_ret *ret)
{
    return define_network(session, args->xml, args->flags, &ret->net);
}

/* Has the host make a network that has become active; when it can't, it is no more. 0 or -1. */
static int start_network(struct network_room *room, struct xml_object *o)
{
    if (room->backend->start && room->backend->start(room, o) < 0) {
        xml_object_stop(&room->networks, o);
        return -1;
    }
    emit_network(room, o, VIR_NETWORK_EVENT_STARTED);
    return 0;
}

static int create_network(struct session *session, const char *xml, unsigned flags,
                          remote_nonnull_network *ret_net)
{
    struct xml_object *o = NULL;
    struct network_room *room = network_room_of(session);

    if (check_flags(flags, VIR_NETWORK_CREATE_VALIDATE) < 0 ||
        validate_document(flags & VIR_NETWORK_CREATE_VALIDATE, &network_schema, "network", xml) < 0)
        return -1;
    WRITE_GUARD(room->guard);
    if (objects_create(&room->networks, xml, false, &o) < 0 || start_network(room, o) < 0)
        return -1;
    return fill_network(o, ret_net);
}

int network_create_xml(struct session *session, const remote_network_create_xml_args *args,
                       remote_network_create_xml_ret *ret)
{
    return create_network(session, args->xml, 0, &ret->net);
}

int network_create_xml_flags(struct session *session,
                             const remote_network_create_xml_flags_args *args,
                             remote_network_create_xml_flags_ret *ret)
{
    return create_network(session, args->xml, args->flags, &ret->net);
}

int network_create(struct session *session, const remote_network_create_args *args)
{
    struct network_room *room = network_room_of(session);
    WRITE_GUARD(room->guard);
    struct xml_object *o = objects_inactive(&room->networks, args->net.uuid);

    return !o || xml_object_start(&room->networks, o) < 0 ? -1 : start_network(room, o);
}

int network_destroy(struct session *session, const remote_network_destroy_args *args)
{
    struct network_room *room = network_room_of(session);
    WRITE_GUARD(room->guard);
    struct xml_object *o = objects_active(&room->networks, args->net.uuid);

    if (!o)
        return -1;
    ports_of_network_end(room, o);
    if (room->backend->stop)
        room->backend->stop(room, o);
    emit_network(room, o, VIR_NETWORK_EVENT_STOPPED);
    xml_object_stop(&room->networks, o);
    return 0;
}

int network_undefine(struct session *session, const remote_network_undefine_args *args)
{
    struct network_room *room = network_room_of(session);
    WRITE_GUARD(room->guard);
    struct xml_object *o = objects_inactive(&room->networks, args->net.uuid);

    if (!o)
        return -1;
    emit_network(room, o, VIR_NETWORK_EVENT_UNDEFINED);
    objects_remove(&room->networks, o);
    return 0;
}
