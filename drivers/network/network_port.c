/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Ports: what is plugged into an active network. They go by UUID, end with their network, and know
 * how much they may send and receive.
 */
#include "drivers/network/network_port.h"

#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "drivers/network/backend.h"
#include "drivers/network/network.h"
#include "drivers/network/ops.h"
#include "drivers/object/reply_objects.h"
#include "drivers/reply.h"
#include "drivers/session.h"
#include "drivers/xml/params.h"
#include "drivers/xml/schema.h"
#include "drivers/forms/validate.h"
#include "drivers/xml/xml.h"

#define FAIL(code, ...) error_set(VIR_FROM_NETWORK, code, __VA_ARGS__)

struct port {
    struct xml_object o;
    unsigned char network[16];
};

static const char *const port_order[] = {"uuid",      "owner",     "group", "mac", "virtualport",
                                         "bandwidth", "rxfilters", NULL,    "plug"};
static const struct schema port_schema = {"networkport", VIR_FROM_NETWORK, port_order,
                                          ARRAY_SIZE(port_order)};

static int read_port(const struct xml_object_kind *kind, xmlNode *root, char **ret_name,
                     unsigned char *ret_uuid)
{
    const xmlNode *owner = xml_child(root, "owner");

    if (!owner || !xml_child(owner, "name"))
        return FAIL(VIR_ERR_XML_ERROR, "<networkport> has no <owner> with a <name>");
    return schema_uuid(kind->schema, root, ret_uuid) < 0 ? -1 : reply_text(ret_name, "");
}

const struct xml_object_kind port_kind = {
    .schema = &port_schema,
    .size = sizeof(struct port),
    .missing = VIR_ERR_NO_NETWORK_PORT,
    .domain = VIR_FROM_NETWORK,
    .unnamed = true,
    .undefined = true,
    .read = read_port,
};

static bool port_is_of(const struct xml_object *port, const struct xml_object *network)
{
    return memcmp(((const struct port *)port)->network, network->uuid, 16) == 0;
}

/* Disconnects the port; it is freed. */
static void end_port(struct network_room *room, const struct xml_object *network,
                     struct xml_object *port)
{
    if (room->backend->unplug)
        room->backend->unplug(room, network, port);
    objects_remove(&room->ports, port);
}

void ports_of_network_end(struct network_room *room, const struct xml_object *network)
{
    struct xml_object *next;

    for (struct xml_object *o = room->ports.first; o; o = next) {
        next = o->next;
        if (port_is_of(o, network))
            end_port(room, network, o);
    }
}

/* ---- finding ---- */

/* The port of that network. */
static struct xml_object *find_port(struct network_room *room, const remote_nonnull_network *net,
                                    const char *uuid)
{
    const struct xml_object *network = objects_uuid(&room->networks, net->uuid);
    struct xml_object *o = network ? objects_uuid(&room->ports, uuid) : NULL;

    if (o && !port_is_of(o, network)) {
        FAIL(VIR_ERR_NO_NETWORK_PORT, "the port is one of another network than '%s'",
             network->name);
        return NULL;
    }
    return o;
}

/* Fills a reply's port. */
static int refer_port(const struct xml_object *network, const struct xml_object *o,
                      remote_nonnull_network_port *ret_port)
{
    memcpy(ret_port->uuid, o->uuid, sizeof(ret_port->uuid));
    return reply_object(network, &ret_port->net.name, ret_port->net.uuid);
}

int network_list_all_ports(struct session *session, const remote_network_list_all_ports_args *args,
                           remote_network_list_all_ports_ret *ret)
{
    struct network_room *room = network_room_of(session);
    READ_GUARD(room->guard);
    const struct xml_object *network = objects_uuid(&room->networks, args->network.uuid);

    if (!network || check_flags(args->flags, 0) < 0)
        return -1;
    ret->ret = 0;
    for (const struct xml_object *o = room->ports.first; o; o = o->next)
        ret->ret += port_is_of(o, network);
    if (!args->need_results || !ret->ret)
        return 0;
    ret->ports.ports_val = calloc(ret->ret, sizeof(*ret->ports.ports_val));
    if (!ret->ports.ports_val)
        return error_oom(VIR_FROM_NETWORK);
    for (const struct xml_object *o = room->ports.first; o; o = o->next) {
        if (!port_is_of(o, network))
            continue;
        if (refer_port(network, o, &ret->ports.ports_val[ret->ports.ports_len]) < 0)
            return -1;
        ret->ports.ports_len++;
    }
    return 0;
}

int network_port_lookup_by_uuid(struct session *session,
                                const remote_network_port_lookup_by_uuid_args *args,
                                remote_network_port_lookup_by_uuid_ret *ret)
{
    struct network_room *room = network_room_of(session);
    READ_GUARD(room->guard);
    const struct xml_object *o = find_port(room, &args->network, args->uuid);

    return o ? refer_port(objects_uuid(&room->networks, args->network.uuid), o, &ret->port) : -1;
}

/* ---- lives ---- */

int network_port_create_xml(struct session *session,
                            const remote_network_port_create_xml_args *args,
                            remote_network_port_create_xml_ret *ret)
{
    _cleanup_(xml_doc_freep) xmlDoc *doc = NULL;
    _cleanup_free_ char *name = NULL;
    unsigned char uuid[16];
    struct xml_object *o = NULL;
    struct network_room *room = network_room_of(session);

    if (check_flags(args->flags,
                    VIR_NETWORK_PORT_CREATE_RECLAIM | VIR_NETWORK_PORT_CREATE_VALIDATE) < 0 ||
        validate_document(args->flags & VIR_NETWORK_PORT_CREATE_VALIDATE, &port_schema,
                          "networkport", args->xml) < 0)
        return -1;
    WRITE_GUARD(room->guard);
    const struct xml_object *network = objects_active(&room->networks, args->network.uuid);

    if (!network || schema_parse(&port_schema, args->xml, &doc) < 0 ||
        read_port(&port_kind, xmlDocGetRootElement(doc), &name, uuid) < 0)
        return -1;
    if (objects_by_uuid(&room->ports, uuid))
        return FAIL(VIR_ERR_NETWORK_PORT_EXIST, "network '%s' has a port with this UUID",
                    network->name);
    if (objects_place(&room->ports, doc, true, true, &o) < 0)
        return -1;
    take(doc);
    memcpy(((struct port *)o)->network, network->uuid, 16);
    if (room->backend->plug && room->backend->plug(room, network, o) < 0) {
        objects_remove(&room->ports, o);
        return -1;
    }
    return refer_port(network, o, &ret->port);
}

int network_port_delete(struct session *session, const remote_network_port_delete_args *args)
{
    struct network_room *room = network_room_of(session);
    WRITE_GUARD(room->guard);
    struct xml_object *o = find_port(room, &args->port.net, args->port.uuid);

    if (!o || check_flags(args->flags, 0) < 0)
        return -1;
    end_port(room, objects_uuid(&room->networks, args->port.net.uuid), o);
    return 0;
}

int network_port_get_xml_desc(struct session *session,
                              const remote_network_port_get_xml_desc_args *args,
                              remote_network_port_get_xml_desc_ret *ret)
{
    struct network_room *room = network_room_of(session);
    READ_GUARD(room->guard);
    const struct xml_object *o = find_port(room, &args->port.net, args->port.uuid);

    if (!o || check_flags(args->flags, 0) < 0)
        return -1;
    ret->xml = xml_object_format(o, false);
    return ret->xml ? 0 : -1;
}

/* ---- bandwidth ---- */

static const struct bandwidth {
    struct params_known known;
    const char *direction, *attribute;
} bandwidths[] = {
    {{VIR_NETWORK_PORT_BANDWIDTH_IN_AVERAGE, VIR_TYPED_PARAM_UINT}, "inbound", "average"},
    {{VIR_NETWORK_PORT_BANDWIDTH_IN_PEAK, VIR_TYPED_PARAM_UINT}, "inbound", "peak"},
    {{VIR_NETWORK_PORT_BANDWIDTH_IN_FLOOR, VIR_TYPED_PARAM_UINT}, "inbound", "floor"},
    {{VIR_NETWORK_PORT_BANDWIDTH_IN_BURST, VIR_TYPED_PARAM_UINT}, "inbound", "burst"},
    {{VIR_NETWORK_PORT_BANDWIDTH_OUT_AVERAGE, VIR_TYPED_PARAM_UINT}, "outbound", "average"},
    {{VIR_NETWORK_PORT_BANDWIDTH_OUT_PEAK, VIR_TYPED_PARAM_UINT}, "outbound", "peak"},
    {{VIR_NETWORK_PORT_BANDWIDTH_OUT_BURST, VIR_TYPED_PARAM_UINT}, "outbound", "burst"},
};

int network_port_get_parameters(struct session *session,
                                const remote_network_port_get_parameters_args *args,
                                remote_network_port_get_parameters_ret *ret)
{
    struct params p = PARAMS(ret->params);
    struct network_room *room = network_room_of(session);
    READ_GUARD(room->guard);
    const struct xml_object *o = find_port(room, &args->port.net, args->port.uuid);
    const xmlNode *bandwidth;

    if (!o || check_flags(args->flags, VIR_TYPED_PARAM_STRING_OKAY) < 0)
        return -1;
    bandwidth = xml_child(xmlDocGetRootElement(o->live), "bandwidth");
    for (size_t i = 0; bandwidth && i < ARRAY_SIZE(bandwidths); i++) {
        const struct bandwidth *b = &bandwidths[i];
        const xmlNode *direction = xml_child(bandwidth, b->direction);
        _cleanup_free_ char *text = xml_attribute(direction, b->attribute);

        if (direction && params_put_text(&p, b->known.field, b->known.type, text ? text : "0") < 0)
            return -1;
    }
    return params_limit(&p, args->nparams, args->flags, &ret->nparams);
}

static const char *const bandwidth_order[] = {"inbound", "outbound", NULL};
static const struct schema bandwidth_schema = {"bandwidth", VIR_FROM_NETWORK, bandwidth_order,
                                               ARRAY_SIZE(bandwidth_order)};

int network_port_set_parameters(struct session *session,
                                const remote_network_port_set_parameters_args *args)
{
    struct network_room *room = network_room_of(session);
    WRITE_GUARD(room->guard);
    struct xml_object *o = find_port(room, &args->port.net, args->port.uuid);
    _cleanup_(xml_doc_freep) xmlDoc *doc = NULL;
    xmlNode *root, *n;

    if (!o || check_flags(args->flags, VIR_TYPED_PARAM_STRING_OKAY) < 0 ||
        params_check(args->params.params_val, args->params.params_len, bandwidths,
                     ARRAY_SIZE(bandwidths), sizeof(*bandwidths)) < 0)
        return -1;
    doc = xml_copy_doc(o->live);
    if (!doc)
        return error_oom(VIR_FROM_NETWORK);
    root = xmlDocGetRootElement(doc);
    for (size_t i = 0; i < ARRAY_SIZE(bandwidths); i++) {
        const struct bandwidth *b = &bandwidths[i];
        const remote_typed_param *given =
            params_find(args->params.params_val, args->params.params_len, b->known.field);
        _cleanup_free_ char *text = given ? params_text(given) : NULL;

        if (given && !text)
            return error_oom(VIR_FROM_NETWORK);
        if (!given)
            continue;
        n = schema_want(&bandwidth_schema, schema_want(&port_schema, root, "bandwidth"),
                        b->direction);
        xml_set(n, b->attribute, text);
    }
    if (room->backend->shape && room->backend->shape(room, o, doc) < 0)
        return -1;
    xmlFreeDoc(o->live);
    o->live = take(doc);
    return 0;
}
