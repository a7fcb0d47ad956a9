/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Networks of a world: nothing is made on the host. A lease is there for each interface of a
 * running machine on the network, with the address that the machine says it has. It was renewed
 * just now.
 */
#include <string.h>

#include "common/cleanup.h"
#include "drivers/domain/definition.h"
#include "drivers/network/backend.h"
#include "drivers/test/host/backends.h"
#include "drivers/test/machine/address.h"
#include "drivers/test/world/world.h"
#include "drivers/xml/xml.h"

enum { LEASE_SECONDS = 3600 };

static struct world *network_world(struct network_room *room)
{
    return (struct world *)((char *)room - offsetof(struct world, networks));
}

/* Tells the leases of one machine. */
static int machine_leases(struct world *w, const struct xml_object *network,
                          const struct machine *m, network_lease_found *found, void *opaque)
{
    const xmlNode *devices = xml_child(definition_root(m->live), "devices");
    xmlNode *n = devices ? xml_child(devices, "interface") : NULL;

    for (unsigned i = 0; n; i++, n = xml_element(n->next, "interface")) {
        const char *name = xml_peek(xml_child(n, "source"), "network");
        char address[INET_ADDRSTRLEN];
        struct network_lease lease = {
            .mac = xml_peek(xml_child(n, "mac"), "address"),
            .address = address,
            .hostname = machine_name(m),
            .expires = virtual_clock_date_seconds(&w->time) + LEASE_SECONDS,
        };

        if (!name || !lease.mac || strcmp(name, network->name) != 0)
            continue;
        machine_address(w, m, name, i, address, &lease.prefix);
        if (found(opaque, &lease) < 0)
            return -1;
    }
    return 0;
}

static int world_leases(struct network_room *room, const struct xml_object *network,
                        network_lease_found *found, void *opaque)
{
    struct world *w = network_world(room);

    for (size_t i = 0; i < w->machines.n; i++) {
        if (machine_active(w->machines.list[i]) &&
            machine_leases(w, network, w->machines.list[i], found, opaque) < 0)
            return -1;
    }
    return 0;
}

const struct network_backend test_network_backend = {.leases = world_leases};
