/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a host does for virtual networks. The room's guard is held: for reading by leases, for
 * writing by the others. What gives 0 or -1 has the error set with -1, and has changed nothing
 * then. A member that is NULL: there is nothing to do, or to tell.
 */
#pragma once

#include <libxml/tree.h>

struct network_room;
struct xml_object;

struct network_lease {
    const char *mac, *address, *hostname;
    unsigned prefix;
    long long expires; /* seconds since 1970 */
};

/* Hears of a lease. 0, or -1 with the error set: it wants no more of them. */
typedef int network_lease_found(void *opaque, const struct network_lease *lease);

struct network_backend {
    /* Makes a network that is about to be active, as its live document says. */
    int (*start)(struct network_room *room, struct xml_object *network);
    /* Ends what start has made; its ports have been unplugged. */
    void (*stop)(struct network_room *room, struct xml_object *network);
    /* Changes an active network to what a document says that will be its live one. */
    int (*update)(struct network_room *room, struct xml_object *network, const xmlDoc *doc);

    /* Connects a new port, and disconnects one. */
    int (*plug)(struct network_room *room, const struct xml_object *network,
                struct xml_object *port);
    void (*unplug)(struct network_room *room, const struct xml_object *network,
                   struct xml_object *port);
    /* Gives a port the bandwidth that a document says that will be its live one. */
    int (*shape)(struct network_room *room, struct xml_object *port, const xmlDoc *doc);

    /* Tells the leases of an active network. 0, or -1 when found() gave it or with an error. */
    int (*leases)(struct network_room *room, const struct xml_object *network,
                  network_lease_found *found, void *opaque);
};
