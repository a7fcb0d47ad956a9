/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * PCI devices of the host, which change hands between it and guests:
 *
 *                      detach
 *     the host's driver ----> vfio-pci          what a device has says its <driver>
 *                      <----
 *                     reattach
 *
 * As with libvirt's driver for QEMU, a step that was done before is no error, and a device that an
 * active machine has stays as it is. A reset leaves nothing to be seen.
 */
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "drivers/nodedev/backend.h"
#include "drivers/nodedev/nodedev.h"
#include "drivers/nodedev/ops.h"
#include "drivers/reply.h"
#include "drivers/session.h"
#include "drivers/xml/schema.h"
#include "drivers/xml/xml.h"

#define GUESTS_DRIVER "vfio-pci"

/* ---- who has it ---- */

static unsigned long address_part(const xmlNode *capability, const char *name)
{
    _cleanup_free_ char *text = xml_text(xml_child(capability, name));

    return text ? strtoul(text, NULL, 10) : 0;
}

/* The device, if it is one that can change hands now; NULL with the error set. */
static struct device *find_free_device(struct nodedev_room *room, const char *name)
{
    struct xml_object *o = objects_name(&room->devices, name);
    const xmlNode *capability;
    struct pci_address address;
    const char *user;

    if (!o)
        return NULL;
    capability =
        xml_child_with(xmlDocGetRootElement(xml_object_now(o)), "capability", "type", "pci");
    if (!capability) {
        error_set(VIR_FROM_NODEDEV, VIR_ERR_INVALID_ARG, "device '%s' is no PCI device", o->name);
        return NULL;
    }
    address.domain = address_part(capability, "domain");
    address.bus = address_part(capability, "bus");
    address.slot = address_part(capability, "slot");
    address.function = address_part(capability, "function");
    user = room->user(room, &address);
    if (user) {
        error_set(VIR_FROM_NODEDEV, VIR_ERR_OPERATION_INVALID, "domain '%s' has device '%s'", user,
                  o->name);
        return NULL;
    }
    return (struct device *)o;
}

/* ---- its driver ---- */

static char *device_driver(const struct device *d)
{
    const xmlNode *root = xmlDocGetRootElement(xml_object_now(&d->o));

    return xml_text(xml_child(xml_child(root, "driver"), "name"));
}

/* NULL: it has none. */
static void set_device_driver(struct device *d, const char *name)
{
    xmlNode *root = xmlDocGetRootElement(xml_object_now(&d->o));
    xmlNode *driver = schema_want(device_kind.schema, root, "driver");
    xmlNode *n = xml_child(driver, "name");

    if (name) {
        xml_set_text(n ? n : xml_add(driver, "name", NULL), name);
        return;
    }
    xmlUnlinkNode(driver);
    xmlFreeNode(driver);
}

static int detach_device(struct nodedev_room *room, const char *name)
{
    struct device *d = find_free_device(room, name);

    if (!d)
        return -1;
    if (d->detached)
        return 0;
    if (room->backend->detach && room->backend->detach(room, d) < 0)
        return -1;
    d->host_driver = device_driver(d);
    d->detached = true;
    set_device_driver(d, GUESTS_DRIVER);
    return 0;
}

int node_device_dettach(struct session *session, const remote_node_device_dettach_args *args)
{
    struct nodedev_room *room = nodedev_room_of(session);
    WRITE_GUARD(room->guard);

    return detach_device(room, args->name);
}

int node_device_detach_flags(struct session *session,
                             const remote_node_device_detach_flags_args *args)
{
    struct nodedev_room *room = nodedev_room_of(session);
    WRITE_GUARD(room->guard);

    if (check_flags(args->flags, 0) < 0)
        return -1;
    if (args->driverName && strcmp(*args->driverName, "vfio") != 0)
        return error_set(VIR_FROM_NODEDEV, VIR_ERR_CONFIG_UNSUPPORTED,
                         "guests have no devices by a driver '%s'", *args->driverName);
    return detach_device(room, args->name);
}

int node_device_re_attach(struct session *session, const remote_node_device_re_attach_args *args)
{
    struct nodedev_room *room = nodedev_room_of(session);
    WRITE_GUARD(room->guard);
    struct device *d = find_free_device(room, args->name);

    if (!d)
        return -1;
    if (!d->detached)
        return 0;
    if (room->backend->attach && room->backend->attach(room, d) < 0)
        return -1;
    set_device_driver(d, d->host_driver);
    free(take(d->host_driver));
    d->detached = false;
    return 0;
}

int node_device_reset(struct session *session, const remote_node_device_reset_args *args)
{
    struct nodedev_room *room = nodedev_room_of(session);
    READ_GUARD(room->guard);
    struct device *d = find_free_device(room, args->name);

    if (!d)
        return -1;
    return room->backend->reset ? room->backend->reset(room, d) : 0;
}
