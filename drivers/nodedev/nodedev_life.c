/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Devices that come and go, and who hears of them. */
#include <string.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "drivers/event_hub.h"
#include "drivers/nodedev/backend.h"
#include "drivers/nodedev/nodedev.h"
#include "drivers/nodedev/ops.h"
#include "drivers/object/reply_objects.h"
#include "drivers/reply.h"
#include "drivers/session.h"
#include "drivers/xml/schema.h"
#include "drivers/forms/validate.h"
#include "drivers/xml/xml.h"

/* ---- events ---- */

static void emit_device(struct nodedev_room *room, const struct xml_object *o, int event)
{
    const struct hub_key key = {o->name, strlen(o->name)};
    remote_node_device_event_lifecycle_msg m = {.dev.name = o->name, .event = event};

    hub_emit(room->hub, HUB_NODE_DEVICE, VIR_NODE_DEVICE_EVENT_ID_LIFECYCLE, &key, &m.callbackID);
}

static void emit_device_update(struct nodedev_room *room, const struct xml_object *o)
{
    const struct hub_key key = {o->name, strlen(o->name)};
    remote_node_device_event_update_msg m = {.dev.name = o->name};

    hub_emit(room->hub, HUB_NODE_DEVICE, VIR_NODE_DEVICE_EVENT_ID_UPDATE, &key, &m.callbackID);
}

int connect_node_device_event_register_any(
    struct session *session, const remote_connect_node_device_event_register_any_args *args,
    remote_connect_node_device_event_register_any_ret *ret)
{
    const struct hub_key key = {args->dev ? args->dev->name : NULL,
                                args->dev ? strlen(args->dev->name) : 0};

    return hub_subscribe_to(nodedev_room_of(session)->hub, session, HUB_NODE_DEVICE, args->eventID,
                            args->dev ? &key : NULL, &ret->callbackID);
}

int connect_node_device_event_deregister_any(
    struct session *session, const remote_connect_node_device_event_deregister_any_args *args)
{
    return hub_unsubscribe_from(nodedev_room_of(session)->hub, session, HUB_NODE_DEVICE,
                                args->callbackID);
}

/* ---- lives ---- */

/* Makes a device of that XML, or defines it. */
static int make_device(struct nodedev_room *room, const char *xml, bool defining,
                       struct xml_object **ret_object)
{
    _cleanup_(xml_doc_freep) xmlDoc *doc = NULL;

    if (schema_parse(device_kind.schema, xml, &doc) < 0 ||
        nodedev_name(room, xmlDocGetRootElement(doc), defining) < 0 ||
        objects_place(&room->devices, doc, !defining, !defining, ret_object) < 0)
        return -1;
    take(doc);
    return 0;
}

/* Has the host make a device that has become active; when it can't, it is no more. 0 or -1. */
static int start_device(struct nodedev_room *room, struct xml_object *o)
{
    if (room->backend->start && room->backend->start(room, (struct device *)o) < 0) {
        xml_object_stop(&room->devices, o);
        return -1;
    }
    emit_device(room, o, VIR_NODE_DEVICE_EVENT_CREATED);
    return 0;
}

int node_device_create_xml(struct session *session, const remote_node_device_create_xml_args *args,
                           remote_node_device_create_xml_ret *ret)
{
    struct xml_object *o = NULL;
    struct nodedev_room *room = nodedev_room_of(session);

    if (check_flags(args->flags, VIR_NODE_DEVICE_CREATE_XML_VALIDATE) < 0 ||
        validate_document(args->flags & VIR_NODE_DEVICE_CREATE_XML_VALIDATE, device_kind.schema,
                          "nodedev", args->xml_desc) < 0)
        return -1;
    WRITE_GUARD(room->guard);
    if (make_device(room, args->xml_desc, false, &o) < 0 || start_device(room, o) < 0)
        return -1;
    return reply_object(o, &ret->dev.name, NULL);
}

int node_device_destroy(struct session *session, const remote_node_device_destroy_args *args)
{
    struct nodedev_room *room = nodedev_room_of(session);
    WRITE_GUARD(room->guard);
    struct xml_object *o = objects_name(&room->devices, args->name);

    if (!o)
        return -1;
    if (!o->live)
        return error_set(VIR_FROM_NODEDEV, VIR_ERR_OPERATION_INVALID, "device '%s' is not active",
                         o->name);
    if (room->backend->stop && room->backend->stop(room, (struct device *)o) < 0)
        return -1;
    emit_device(room, o, VIR_NODE_DEVICE_EVENT_DELETED);
    xml_object_stop(&room->devices, o);
    return 0;
}

int node_device_define_xml(struct session *session, const remote_node_device_define_xml_args *args,
                           remote_node_device_define_xml_ret *ret)
{
    struct xml_object *o = NULL;
    struct nodedev_room *room = nodedev_room_of(session);

    if (check_flags(args->flags, VIR_NODE_DEVICE_DEFINE_XML_VALIDATE) < 0 ||
        validate_document(args->flags & VIR_NODE_DEVICE_DEFINE_XML_VALIDATE, device_kind.schema,
                          "nodedev", args->xml_desc) < 0)
        return -1;
    WRITE_GUARD(room->guard);
    if (make_device(room, args->xml_desc, true, &o) < 0)
        return -1;
    emit_device(room, o, VIR_NODE_DEVICE_EVENT_DEFINED);
    return reply_object(o, &ret->dev.name, NULL);
}

/* One that is defined. */
static struct xml_object *find_defined_device(struct nodedev_room *room, const char *name)
{
    struct xml_object *o = objects_name(&room->devices, name);

    if (o && !o->config) {
        error_set(VIR_FROM_NODEDEV, VIR_ERR_OPERATION_INVALID, "device '%s' has no definition",
                  o->name);
        return NULL;
    }
    return o;
}

int node_device_undefine(struct session *session, const remote_node_device_undefine_args *args)
{
    struct nodedev_room *room = nodedev_room_of(session);
    WRITE_GUARD(room->guard);
    struct xml_object *o = find_defined_device(room, args->name);

    if (!o || check_flags(args->flags, 0) < 0)
        return -1;
    emit_device(room, o, VIR_NODE_DEVICE_EVENT_UNDEFINED);
    if (!o->live) {
        objects_remove(&room->devices, o);
        return 0;
    }
    xmlFreeDoc(o->config);
    o->config = NULL;
    o->autostart = false;
    return 0;
}

int node_device_create(struct session *session, const remote_node_device_create_args *args)
{
    struct nodedev_room *room = nodedev_room_of(session);
    WRITE_GUARD(room->guard);
    struct xml_object *o = find_defined_device(room, args->name);

    if (!o || check_flags(args->flags, 0) < 0)
        return -1;
    if (o->live)
        return error_set(VIR_FROM_NODEDEV, VIR_ERR_OPERATION_INVALID, "device '%s' is active",
                         o->name);
    return xml_object_start(&room->devices, o) < 0 ? -1 : start_device(room, o);
}

int node_device_get_autostart(struct session *session,
                              const remote_node_device_get_autostart_args *args,
                              remote_node_device_get_autostart_ret *ret)
{
    struct nodedev_room *room = nodedev_room_of(session);
    READ_GUARD(room->guard);
    const struct xml_object *o = objects_name(&room->devices, args->name);

    if (!o)
        return -1;
    ret->autostart = o->autostart;
    return 0;
}

int node_device_set_autostart(struct session *session,
                              const remote_node_device_set_autostart_args *args)
{
    struct nodedev_room *room = nodedev_room_of(session);
    WRITE_GUARD(room->guard);
    struct xml_object *o = find_defined_device(room, args->name);

    if (!o)
        return -1;
    o->autostart = args->autostart;
    return 0;
}

/* Replaces one of a device's documents by a copy. */
static int replace_document(xmlDoc **doc, xmlDoc *by)
{
    xmlDoc *copy = xml_copy_doc(by);

    if (!copy)
        return error_oom(VIR_FROM_NODEDEV);
    xmlFreeDoc(*doc);
    *doc = copy;
    return 0;
}

int node_device_update(struct session *session, const remote_node_device_update_args *args)
{
    const unsigned live = VIR_NODE_DEVICE_UPDATE_AFFECT_LIVE,
                   config = VIR_NODE_DEVICE_UPDATE_AFFECT_CONFIG;
    _cleanup_(xml_doc_freep) xmlDoc *doc = NULL;
    unsigned flags = args->flags;
    struct nodedev_room *room = nodedev_room_of(session);
    WRITE_GUARD(room->guard);
    struct xml_object *o = objects_name(&room->devices, args->name);

    if (!o || check_flags(flags, live | config) < 0 ||
        schema_parse(device_kind.schema, args->xml_desc, &doc) < 0)
        return -1;
    if (!flags)
        flags = o->live ? live : config;
    if (!device_has(o, "mdev") || (flags & live && !o->live) || (flags & config && !o->config))
        return error_set(VIR_FROM_NODEDEV, VIR_ERR_OPERATION_INVALID,
                         "device '%s' can not be changed so", o->name);
    xml_set_text(schema_want(device_kind.schema, xmlDocGetRootElement(doc), "name"), o->name);
    if (flags & live && room->backend->update &&
        room->backend->update(room, (struct device *)o, doc) < 0)
        return -1;
    if ((flags & live && replace_document(&o->live, doc) < 0) ||
        (flags & config && replace_document(&o->config, doc) < 0))
        return -1;
    emit_device_update(room, o);
    return 0;
}
