/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Names of devices that are made: virtual ports of a Fibre Channel host, and mediated devices. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "common/uuid.h"
#include "drivers/nodedev/nodedev.h"
#include "drivers/xml/random.h"
#include "drivers/xml/schema.h"
#include "drivers/xml/xml.h"

static const struct xml_object *find_parent_device(const struct nodedev_room *room,
                                                   const xmlNode *root, const char *capability)
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
        n = xml_new_node(capability->doc, name);
        if (!n)
            return;
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
        xml_set_text(xml_add(fc, "fabric_wwn", NULL), fabric);
    if (asprintf(&name, "scsi_host%d", last + 1) >= 0)
        return name;
    error_oom(VIR_FROM_NODEDEV);
    return NULL;
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
        n = xml_add(capability, "uuid", NULL);
    xml_set_text(n, text);
    for (char *c = text; *c; c++)
        *c = *c == '-' ? '_' : *c;
    if (asprintf(&name, "mdev_%s_%s", text, parent->name) >= 0)
        return name;
    error_oom(VIR_FROM_NODEDEV);
    return NULL;
}

int nodedev_name(const struct nodedev_room *room, xmlNode *root, bool defining)
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
    parent = find_parent_device(room, root, vport ? "vport_ops" : NULL);
    if (!parent)
        return -1;
    name = vport ? name_vport(room, parent, capability) : name_mdev(parent, capability);
    if (!name)
        return -1;
    xml_set_text(schema_want(schema, root, "name"), name);
    xml_set_text(schema_want(schema, root, "parent"), parent->name);
    return 0;
}
