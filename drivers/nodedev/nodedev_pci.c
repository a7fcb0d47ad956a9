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
#include "drivers/domain/definition.h"
#include "drivers/nodedev/nodedev.h"
#include "drivers/test/ops.h"
#include "drivers/reply.h"
#include "drivers/xml/schema.h"
#include "drivers/test/world/world.h"
#include "drivers/xml/xml.h"

#define GUESTS_DRIVER "vfio-pci"

/* ---- who has it ---- */

/* Where a device is, in the order of these names. */
static const char *const parts[] = {"domain", "bus", "slot", "function"};

struct place {
    unsigned long part[ARRAY_SIZE(parts)];
};

/* From the elements of a device's capability. */
static void read_place(const xmlNode *capability, struct place *ret_place)
{
    for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
        _cleanup_free_ char *text = xml_text(xml_child(capability, parts[i]));

        ret_place->part[i] = text ? strtoul(text, NULL, 10) : 0;
    }
}

/* Says whether an <address> is that. */
static bool is_at(const xmlNode *address, const struct place *place)
{
    for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
        const char *text = xml_peek(address, parts[i]);

        if ((text ? strtoul(text, NULL, 0) : 0) != place->part[i])
            return false;
    }
    return true;
}

static bool is_pci(const xmlNode *n)
{
    const char *type = xml_peek(n, "type");

    return type && strcmp(type, "pci") == 0;
}

/* Says whether an active machine has the host's device as one of its own. */
static bool has_place(const struct machine *m, const struct place *place)
{
    const xmlNode *devices = xml_child(definition_root(m->live), "devices");

    for (const xmlNode *n = devices ? xml_child(devices, NULL) : NULL; n;
         n = xml_element(n->next, NULL)) {
        const xmlNode *address = xml_child(xml_child(n, "source"), "address");

        /* a <hostdev> has the type, an <interface type='hostdev'> its address */
        if (address && (is_pci(n) || is_pci(address)) && is_at(address, place))
            return true;
    }
    return false;
}

/* The device, if it is one that can change hands now; NULL with the error set. */
static struct device *find_free(const struct world *w, const char *name)
{
    struct xml_object *o = objects_name(&w->families.devices, name);
    const xmlNode *capability;
    struct place place;

    if (!o)
        return NULL;
    capability =
        xml_child_with(xmlDocGetRootElement(xml_object_now(o)), "capability", "type", "pci");
    if (!capability) {
        error_set(VIR_FROM_NODEDEV, VIR_ERR_INVALID_ARG, "device '%s' is no PCI device", o->name);
        return NULL;
    }
    read_place(capability, &place);
    for (size_t i = 0; i < w->machines.n; i++) {
        const struct machine *m = w->machines.list[i];

        if (machine_active(m) && has_place(m, &place)) {
            error_set(VIR_FROM_NODEDEV, VIR_ERR_OPERATION_INVALID, "domain '%s' has device '%s'",
                      machine_name(m), o->name);
            return NULL;
        }
    }
    return (struct device *)o;
}

/* ---- its driver ---- */

static char *read_driver(const struct device *d)
{
    const xmlNode *root = xmlDocGetRootElement(xml_object_now(&d->o));

    return xml_text(xml_child(xml_child(root, "driver"), "name"));
}

/* NULL: it has none. */
static void write_driver(struct device *d, const char *name)
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

static int detach(const struct world *w, const char *name)
{
    struct device *d = find_free(w, name);

    if (!d)
        return -1;
    if (d->detached)
        return 0;
    d->host_driver = read_driver(d);
    d->detached = true;
    write_driver(d, GUESTS_DRIVER);
    return 0;
}

int test_node_device_dettach(struct session *session, const remote_node_device_dettach_args *args)
{
    WRITE_WORLD(w, session);

    return detach(w, args->name);
}

int test_node_device_detach_flags(struct session *session,
                                  const remote_node_device_detach_flags_args *args)
{
    WRITE_WORLD(w, session);

    if (check_flags(args->flags, 0) < 0)
        return -1;
    if (args->driverName && strcmp(*args->driverName, "vfio") != 0)
        return error_set(VIR_FROM_NODEDEV, VIR_ERR_CONFIG_UNSUPPORTED,
                         "guests have no devices by a driver '%s'", *args->driverName);
    return detach(w, args->name);
}

int test_node_device_re_attach(struct session *session,
                               const remote_node_device_re_attach_args *args)
{
    WRITE_WORLD(w, session);
    struct device *d = find_free(w, args->name);

    if (!d)
        return -1;
    if (!d->detached)
        return 0;
    write_driver(d, d->host_driver);
    free(take(d->host_driver));
    d->detached = false;
    return 0;
}

int test_node_device_reset(struct session *session, const remote_node_device_reset_args *args)
{
    READ_WORLD(w, session);

    return find_free(w, args->name) ? 0 : -1;
}
