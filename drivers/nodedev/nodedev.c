/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Devices of the host: finding them, and what they say of themselves. */
#include "drivers/nodedev/nodedev.h"

#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "drivers/nodedev/ops.h"
#include "drivers/object/reply_objects.h"
#include "drivers/reply.h"
#include "drivers/session.h"
#include "drivers/xml/schema.h"
#include "drivers/xml/xml.h"

static const char *const nodedev_order[] = {
    "name", "path", "devnode", "parent", "driver", NULL, "capability",
};
static const struct schema nodedev_schema = {"device", VIR_FROM_NODEDEV, nodedev_order,
                                             ARRAY_SIZE(nodedev_order)};

static int read_node_device(const struct xml_object_kind *kind, xmlNode *root, char **ret_name,
                            unsigned char *ret_uuid)
{
    return schema_name(kind->schema, root, ret_name);
}

static void device_done(struct xml_object *o)
{
    free(((struct device *)o)->host_driver);
}

const struct xml_object_kind device_kind = {
    .schema = &nodedev_schema,
    .size = sizeof(struct device),
    .missing = VIR_ERR_NO_NODE_DEVICE,
    .domain = FROM_DRIVER,
    .no_uuid = true,
    .undefined = true,
    .read = read_node_device,
    .done = device_done,
};

void nodedev_room_init(struct nodedev_room *room)
{
    objects_init(&room->devices, &device_kind);
}

void nodedev_room_done(struct nodedev_room *room)
{
    objects_done(&room->devices);
}

/* ---- capabilities ---- */

/* In the order of VIR_CONNECT_LIST_NODE_DEVICES_CAP_*. */
static const char *const capabilities[] = {
    "system",      "pci",        "usb_device", "usb",     "net",          "scsi_host",
    "scsi_target", "scsi",       "storage",    "fc_host", "vport_ops",    "scsi_generic",
    "drm",         "mdev_types", "mdev",       "ccw",     "css",          "vdpa",
    "ap_card",     "ap_queue",   "ap_matrix",  "vpd",     "ccwgroup_dev", "ccwgroup_member",
};

bool device_capability_known(const char *name)
{
    for (size_t i = 0; i < ARRAY_SIZE(capabilities); i++) {
        if (strcmp(capabilities[i], name) == 0)
            return true;
    }
    return false;
}

static bool has_capability(const xmlNode *parent, const char *name, bool inside)
{
    for (const xmlNode *n = xml_child(parent, "capability"); n;
         n = xml_element(n->next, "capability")) {
        _cleanup_free_ char *type = xml_attribute(n, "type");

        if ((type && strcmp(type, name) == 0) || (inside && has_capability(n, name, false)))
            return true;
    }
    return false;
}

bool device_has(const struct xml_object *o, const char *capability)
{
    return has_capability(xmlDocGetRootElement(xml_object_now(o)), capability, true);
}

/* ---- lists ---- */

static int fill_device(const struct xml_object *o, void *item)
{
    return reply_object(o, &((remote_nonnull_node_device *)item)->name, NULL);
}

/* Persistent is what is defined, and what the host was made with. */
static bool device_persistent(const struct xml_object *o)
{
    return o->config || !device_has(o, "mdev");
}

static bool device_passes(const struct xml_object *o, unsigned flags)
{
    const unsigned caps = flags & ((1U << ARRAY_SIZE(capabilities)) - 1),
                   active = VIR_CONNECT_LIST_NODE_DEVICES_ACTIVE,
                   inactive = VIR_CONNECT_LIST_NODE_DEVICES_INACTIVE,
                   persistent = VIR_CONNECT_LIST_NODE_DEVICES_PERSISTENT,
                   transient = VIR_CONNECT_LIST_NODE_DEVICES_TRANSIENT;
    bool found = !caps;

    for (size_t i = 0; i < ARRAY_SIZE(capabilities) && !found; i++)
        found = caps & 1U << i && device_has(o, capabilities[i]);
    return found && (!(flags & (active | inactive)) || (flags & (o->live ? active : inactive))) &&
           (!(flags & (persistent | transient)) ||
            (flags & (device_persistent(o) ? persistent : transient)));
}

int connect_list_all_node_devices(struct session *session,
                                  const remote_connect_list_all_node_devices_args *args,
                                  remote_connect_list_all_node_devices_ret *ret)
{
    const unsigned known =
        ((1U << ARRAY_SIZE(capabilities)) - 1) | VIR_CONNECT_LIST_NODE_DEVICES_ACTIVE |
        VIR_CONNECT_LIST_NODE_DEVICES_INACTIVE | VIR_CONNECT_LIST_NODE_DEVICES_PERSISTENT |
        VIR_CONNECT_LIST_NODE_DEVICES_TRANSIENT;
    const struct reply_list list = {args->flags, device_passes, sizeof(remote_nonnull_node_device),
                                    fill_device};
    struct nodedev_room *room = nodedev_room_of(session);
    READ_GUARD(room->guard);

    if (check_flags(args->flags, known) < 0)
        return -1;
    return reply_all(&room->devices, &list, args->need_results, &ret->devices, &ret->ret);
}

int node_num_of_devices(struct session *session, const remote_node_num_of_devices_args *args,
                        remote_node_num_of_devices_ret *ret)
{
    struct nodedev_room *room = nodedev_room_of(session);
    READ_GUARD(room->guard);

    if (check_flags(args->flags, 0) < 0)
        return -1;
    ret->num = 0;
    for (const struct xml_object *o = room->devices.first; o; o = o->next)
        ret->num += o->live && (!args->cap || device_has(o, *args->cap));
    return 0;
}

int node_list_devices(struct session *session, const remote_node_list_devices_args *args,
                      remote_node_list_devices_ret *ret)
{
    struct nodedev_room *room = nodedev_room_of(session);
    READ_GUARD(room->guard);
    size_t max = args->maxnames < 0 ? 0 : (size_t)args->maxnames;

    if (check_flags(args->flags, 0) < 0)
        return -1;
    if (max > room->devices.n)
        max = room->devices.n;
    ret->names.names_val = calloc(max + 1, sizeof(char *));
    if (!ret->names.names_val)
        return error_oom(VIR_FROM_NODEDEV);
    for (const struct xml_object *o = room->devices.first; o && ret->names.names_len < max;
         o = o->next) {
        if (!o->live || (args->cap && !device_has(o, *args->cap)))
            continue;
        if (reply_text(&ret->names.names_val[ret->names.names_len], o->name) < 0)
            return -1;
        ret->names.names_len++;
    }
    return 0;
}

/* ---- one ---- */

static struct xml_object *find_device(struct nodedev_room *room, const char *name)
{
    return objects_name(&room->devices, name);
}

int node_device_lookup_by_name(struct session *session,
                               const remote_node_device_lookup_by_name_args *args,
                               remote_node_device_lookup_by_name_ret *ret)
{
    struct nodedev_room *room = nodedev_room_of(session);
    READ_GUARD(room->guard);
    const struct xml_object *o = find_device(room, args->name);

    return o ? fill_device(o, &ret->dev) : -1;
}

char *device_fc_text(const struct xml_object *o, const char *element)
{
    const xmlNode *host = xml_child(xmlDocGetRootElement(xml_object_now(o)), "capability");

    for (const xmlNode *n = host ? xml_child(host, "capability") : NULL; n;
         n = xml_element(n->next, "capability")) {
        if (xml_child(n, element))
            return xml_text(xml_child(n, element));
    }
    return NULL;
}

int node_device_lookup_scsi_host_by_wwn(struct session *session,
                                        const remote_node_device_lookup_scsi_host_by_wwn_args *args,
                                        remote_node_device_lookup_scsi_host_by_wwn_ret *ret)
{
    struct nodedev_room *room = nodedev_room_of(session);
    READ_GUARD(room->guard);

    if (check_flags(args->flags, 0) < 0)
        return -1;
    for (const struct xml_object *o = room->devices.first; o; o = o->next) {
        _cleanup_free_ char *wwnn = device_fc_text(o, "wwnn"), *wwpn = device_fc_text(o, "wwpn");

        if (wwnn && wwpn && strcmp(wwnn, args->wwnn) == 0 && strcmp(wwpn, args->wwpn) == 0)
            return fill_device(o, &ret->dev);
    }
    return error_set(VIR_FROM_NODEDEV, VIR_ERR_NO_NODE_DEVICE, "no host has the names %s and %s",
                     args->wwnn, args->wwpn);
}

int node_device_get_xml_desc(struct session *session,
                             const remote_node_device_get_xml_desc_args *args,
                             remote_node_device_get_xml_desc_ret *ret)
{
    struct nodedev_room *room = nodedev_room_of(session);
    READ_GUARD(room->guard);
    const struct xml_object *o = find_device(room, args->name);

    if (!o || check_flags(args->flags, VIR_NODE_DEVICE_XML_INACTIVE) < 0)
        return -1;
    ret->xml = xml_object_format(o, args->flags & VIR_NODE_DEVICE_XML_INACTIVE);
    return ret->xml ? 0 : -1;
}

int node_device_get_parent(struct session *session, const remote_node_device_get_parent_args *args,
                           remote_node_device_get_parent_ret *ret)
{
    struct nodedev_room *room = nodedev_room_of(session);
    READ_GUARD(room->guard);
    const struct xml_object *o = find_device(room, args->name);
    _cleanup_free_ char *parent = NULL;

    if (!o)
        return -1;
    parent = xml_text(xml_child(xmlDocGetRootElement(xml_object_now(o)), "parent"));
    if (!parent)
        return 0;
    ret->parentName = calloc(1, sizeof(*ret->parentName));
    if (!ret->parentName)
        return error_oom(VIR_FROM_NODEDEV);
    *ret->parentName = take(parent);
    return 0;
}

int node_device_num_of_caps(struct session *session,
                            const remote_node_device_num_of_caps_args *args,
                            remote_node_device_num_of_caps_ret *ret)
{
    struct nodedev_room *room = nodedev_room_of(session);
    READ_GUARD(room->guard);
    const struct xml_object *o = find_device(room, args->name);

    if (!o)
        return -1;
    ret->num = 0;
    for (xmlNode *n = xml_child(xmlDocGetRootElement(xml_object_now(o)), "capability"); n;
         n = xml_element(n->next, "capability"))
        ret->num++;
    return 0;
}

int node_device_list_caps(struct session *session, const remote_node_device_list_caps_args *args,
                          remote_node_device_list_caps_ret *ret)
{
    struct nodedev_room *room = nodedev_room_of(session);
    READ_GUARD(room->guard);
    const struct xml_object *o = find_device(room, args->name);
    xmlNode *n;

    if (!o)
        return -1;
    n = xml_child(xmlDocGetRootElement(xml_object_now(o)), "capability");
    for (int i = 0; n && i < args->maxnames; i++, n = xml_element(n->next, "capability")) {
        _cleanup_free_ char *type = xml_attribute(n, "type");
        char **names = reallocarray(ret->names.names_val, (size_t)i + 1, sizeof(*names));

        if (!names)
            return error_oom(VIR_FROM_NODEDEV);
        ret->names.names_val = names;
        if (reply_text(&names[i], type ? type : "") < 0)
            return -1;
        ret->names.names_len = (u_int)i + 1;
    }
    return 0;
}

int node_device_is_active(struct session *session, const remote_node_device_is_active_args *args,
                          remote_node_device_is_active_ret *ret)
{
    struct nodedev_room *room = nodedev_room_of(session);
    READ_GUARD(room->guard);
    const struct xml_object *o = find_device(room, args->name);

    if (!o)
        return -1;
    ret->active = o->live != NULL;
    return 0;
}

int node_device_is_persistent(struct session *session,
                              const remote_node_device_is_persistent_args *args,
                              remote_node_device_is_persistent_ret *ret)
{
    struct nodedev_room *room = nodedev_room_of(session);
    READ_GUARD(room->guard);
    const struct xml_object *o = find_device(room, args->name);

    if (!o)
        return -1;
    ret->persistent = device_persistent(o);
    return 0;
}
