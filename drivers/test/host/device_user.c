/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which machine of a world has a PCI device of its host. */
#include <stdlib.h>
#include <string.h>

#include "drivers/domain/definition.h"
#include "drivers/nodedev/nodedev.h"
#include "drivers/test/host/backends.h"
#include "drivers/test/world/world.h"
#include "drivers/xml/xml.h"

static bool part_is(const xmlNode *address, const char *name, unsigned long part)
{
    const char *text = xml_peek(address, name);

    return (text ? strtoul(text, NULL, 0) : 0) == part;
}

/* Returns true if an <address> is that. */
static bool is_at(const xmlNode *address, const struct pci_address *at)
{
    return part_is(address, "domain", at->domain) && part_is(address, "bus", at->bus) &&
           part_is(address, "slot", at->slot) && part_is(address, "function", at->function);
}

static bool is_pci(const xmlNode *n)
{
    const char *type = xml_peek(n, "type");

    return type && strcmp(type, "pci") == 0;
}

/* Returns true if an active machine has the host's device as one of its own. */
static bool machine_has_device(const struct machine *m, const struct pci_address *at)
{
    const xmlNode *devices = xml_child(definition_root(m->live), "devices");

    for (const xmlNode *n = devices ? xml_child(devices, NULL) : NULL; n;
         n = xml_element(n->next, NULL)) {
        const xmlNode *address = xml_child(xml_child(n, "source"), "address");

        /* a <hostdev> has the type, an <interface type='hostdev'> its address */
        if (address && (is_pci(n) || is_pci(address)) && is_at(address, at))
            return true;
    }
    return false;
}

const char *host_device_user(struct nodedev_room *room, const struct pci_address *address)
{
    const struct world *w = (struct world *)((char *)room - offsetof(struct world, devices));

    for (size_t i = 0; i < w->machines.n; i++) {
        const struct machine *m = w->machines.list[i];

        if (machine_active(m) && machine_has_device(m, address))
            return machine_name(m);
    }
    return NULL;
}
