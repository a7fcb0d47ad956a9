/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a virtual network is asked and told about itself. */
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "drivers/network/network.h"
#include "drivers/network/ops.h"
#include "drivers/reply.h"
#include "drivers/session.h"
#include "drivers/xml/xml.h"

static struct xml_object *find_network(struct network_room *room, const remote_nonnull_network *net)
{
    return objects_uuid(&room->networks, net->uuid);
}

int network_get_xml_desc(struct session *session, const remote_network_get_xml_desc_args *args,
                         remote_network_get_xml_desc_ret *ret)
{
    struct network_room *room = network_room_of(session);
    READ_GUARD(room->guard);
    const struct xml_object *o = find_network(room, &args->net);

    if (!o || check_flags(args->flags, VIR_NETWORK_XML_INACTIVE) < 0)
        return -1;
    ret->xml = xml_object_format(o, args->flags & VIR_NETWORK_XML_INACTIVE);
    return ret->xml ? 0 : -1;
}

int network_get_bridge_name(struct session *session,
                            const remote_network_get_bridge_name_args *args,
                            remote_network_get_bridge_name_ret *ret)
{
    struct network_room *room = network_room_of(session);
    READ_GUARD(room->guard);
    const struct xml_object *o = find_network(room, &args->net);

    if (!o)
        return -1;
    ret->name = xml_attribute(xml_child(xmlDocGetRootElement(xml_object_now(o)), "bridge"), "name");
    if (!ret->name)
        return error_set(FROM_DRIVER, VIR_ERR_INTERNAL_ERROR, "network '%s' has no bridge",
                         o->name);
    return 0;
}

int network_get_autostart(struct session *session, const remote_network_get_autostart_args *args,
                          remote_network_get_autostart_ret *ret)
{
    struct network_room *room = network_room_of(session);
    READ_GUARD(room->guard);
    const struct xml_object *o = find_network(room, &args->net);

    if (!o)
        return -1;
    ret->autostart = o->autostart;
    return 0;
}

int network_set_autostart(struct session *session, const remote_network_set_autostart_args *args)
{
    struct network_room *room = network_room_of(session);
    WRITE_GUARD(room->guard);
    struct xml_object *o = find_network(room, &args->net);

    if (!o)
        return -1;
    o->autostart = args->autostart;
    return 0;
}

int network_is_active(struct session *session, const remote_network_is_active_args *args,
                      remote_network_is_active_ret *ret)
{
    struct network_room *room = network_room_of(session);
    READ_GUARD(room->guard);
    const struct xml_object *o = find_network(room, &args->net);

    if (!o)
        return -1;
    ret->active = o->live != NULL;
    return 0;
}

int network_is_persistent(struct session *session, const remote_network_is_persistent_args *args,
                          remote_network_is_persistent_ret *ret)
{
    struct network_room *room = network_room_of(session);
    READ_GUARD(room->guard);
    const struct xml_object *o = find_network(room, &args->net);

    if (!o)
        return -1;
    ret->persistent = o->config != NULL;
    return 0;
}
