/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Devices that come and go: virtual ports of a Fibre Channel host, and mediated devices. Their
 * names are the host's to give.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "common/uuid.h"
#include "drivers/session.h"
#include "drivers/object/reply_objects.h"
#include "drivers/xml/random.h"
#include "drivers/nodedev/nodedev.h"
#include "drivers/event_hub.h"
#include "drivers/nodedev/backend.h"
#include "drivers/nodedev/ops.h"
#include "drivers/reply.h"
#include "drivers/xml/schema.h"
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

/* ---- names ---- */

static const struct xml_object *find_parent(const struct nodedev_room *room, const xmlNode *root,
                                            const char *capability)
{
    _cleanup_free_ char *name = xml_text(xml_child(root, "parent"));
    const struct xml_object *o = room->devices.first;

    if (name) {
        o = objects_by_name(&room->devices, name);
        if (!o)
            error_set(VIR_FROM_NODEDEV, VIR_ERR_INTERNAL_ERROR, "the parent '%s' is not there",
                      name);
        else if (capability && !device_has(o, capability))
            error_set(VIR_FROM_NODEDEV, VIR_ERR_INTERNAL_ERROR, "the parent '%s' has no %s", name,
                      capability);
        else
            return o;
        return NULL;
    }
    while (o && capability && !device_has(o, capability))
        o = o->next;
    if (!o || !capability) {
        error_set(VIR_FROM_NODEDEV, VIR_ERR_INTERNAL_ERROR, "the device has no parent");
        return NULL;
    }
    return o;
}

/* Makes text that of a child of the capability, the first one when it is new. */
static void put_first_child(xmlNode *capability, const char *name, const char *text)
{
    xmlNode *n = xml_child(capability, name);

    if (!n) {
        n = xmlNewDocNode(capability->doc, NULL, BAD_CAST name, NULL);
        if (capability->children)
            xmlAddPrevSibling(capability->children, n);
        else
            xmlAddChild(capability, n);
    }
    xml_set_text(n, text);
}

/* A virtual port gets the next number of a host, and the fabric of its parent. */
static char *name_vport(const struct nodedev_room *room, const struct xml_object *parent,
                        xmlNode *capability)
{
    xmlNode *fc = xml_child(capability, "capability");
    _cleanup_free_ char *fabric = device_fc_text(parent, "fabric_wwn");
    char text[12], *name = NULL;
    int last = 0, number;

    for (const struct xml_object *o = room->devices.first; o; o = o->next) {
        if (sscanf(o->name, "scsi_host%d", &number) == 1 && number > last)
            last = number;
    }
    if (last == INT_MAX || !fc || !xml_child(fc, "wwnn") || !xml_child(fc, "wwpn")) {
        error_set(VIR_FROM_NODEDEV, VIR_ERR_INTERNAL_ERROR, "a virtual port has <wwnn> and <wwpn>");
        return NULL;
    }
    snprintf(text, sizeof(text), "%d", last);
    put_first_child(capability, "unique_id", text);
    snprintf(text, sizeof(text), "%d", last + 1);
    put_first_child(capability, "host", text);
    if (fabric && !xml_child(fc, "fabric_wwn"))
        xmlNewTextChild(fc, NULL, BAD_CAST "fabric_wwn", BAD_CAST fabric);
    return asprintf(&name, "scsi_host%d", last + 1) < 0 ? NULL : name;
}

/* A mediated device is called by its UUID and its parent. */
static char *name_mdev(const struct xml_object *parent, xmlNode *capability)
{
    xmlNode *n = xml_child(capability, "uuid");
    _cleanup_free_ char *given = xml_text(n);
    unsigned char uuid[16];
    char text[UUID_TEXT], *name = NULL;

    if (given ? uuid_parse(given, uuid) < 0 : random_uuid(uuid) < 0) {
        error_set(VIR_FROM_NODEDEV, VIR_ERR_XML_ERROR, "<uuid> is '%s', not a UUID",
                  given ? given : "");
        return NULL;
    }
    uuid_format(uuid, text);
    if (!n)
        n = xmlNewChild(capability, NULL, BAD_CAST "uuid", NULL);
    xml_set_text(n, text);
    for (char *c = text; *c; c++)
        *c = *c == '-' ? '_' : *c;
    return asprintf(&name, "mdev_%s_%s", text, parent->name) < 0 ? NULL : name;
}

/* Gives the device of the document its name and its parent. */
static int name_device(const struct nodedev_room *room, xmlNode *root, bool defining)
{
    const struct schema *schema = device_kind.schema;
    xmlNode *capability = xml_child(root, "capability");
    _cleanup_free_ char *type = xml_attribute(capability, "type"), *name = NULL;
    bool vport = type && strcmp(type, "scsi_host") == 0;
    const struct xml_object *parent;

    if (capability && (!type || !device_capability_known(type)))
        return error_set(VIR_FROM_XML, VIR_ERR_XML_ERROR, "<capability type='%s'> can't be",
                         type ? type : "");
    if (!capability || (strcmp(type, "mdev") != 0 && (defining || !vport)))
        return error_set(VIR_FROM_NODEDEV, VIR_ERR_INTERNAL_ERROR,
                         "a device with the capability '%s' can not be made", type ? type : "");
    if (!vport && !xml_child(capability, "type"))
        return error_set(VIR_FROM_NODEDEV, VIR_ERR_XML_ERROR, "a mediated device has a <type>");
    parent = find_parent(room, root, vport ? "vport_ops" : NULL);
    if (!parent)
        return -1;
    name = vport ? name_vport(room, parent, capability) : name_mdev(parent, capability);
    if (!name)
        return -1;
    xml_set_text(schema_want(schema, root, "name"), name);
    xml_set_text(schema_want(schema, root, "parent"), parent->name);
    return 0;
}

/* Makes a device of that XML, or defines it. */
static int make_device(struct nodedev_room *room, const char *xml, bool defining,
                       struct xml_object **ret_object)
{
    _cleanup_(xml_doc_freep) xmlDoc *doc = NULL;

    if (schema_parse(device_kind.schema, xml, &doc) < 0 ||
        name_device(room, xmlDocGetRootElement(doc), defining) < 0 ||
        objects_place(&room->devices, doc, !defining, !defining, ret_object) < 0)
        return -1;
    take(doc);
    return 0;
}

/* ---- lives ---- */

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
    WRITE_GUARD(room->guard);

    if (check_flags(args->flags, VIR_NODE_DEVICE_CREATE_XML_VALIDATE) < 0 ||
        make_device(room, args->xml_desc, false, &o) < 0 || start_device(room, o) < 0)
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
    WRITE_GUARD(room->guard);

    if (check_flags(args->flags, VIR_NODE_DEVICE_DEFINE_XML_VALIDATE) < 0 ||
        make_device(room, args->xml_desc, true, &o) < 0)
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
    xmlDoc *copy = xmlCopyDoc(by, 1);

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
