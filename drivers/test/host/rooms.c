/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The rooms of a world, which share its lock and its hub. */
#include "drivers/interface/backend.h"
#include "drivers/nodedev/backend.h"
#include "drivers/nwfilter/backend.h"
#include "drivers/secret/backend.h"
#include "drivers/session.h"
#include "drivers/test/host/backends.h"
#include "drivers/test/world/world.h"

/* Bytes that the volumes of a world hold: they are kept in memory. */
enum { STORED_MAX = 256 << 20 };

/* On this host nothing happens by itself, and nothing fails. */
static const struct interface_backend no_interface_backend;
static const struct nodedev_backend no_nodedev_backend;
static const struct nwfilter_backend no_nwfilter_backend;
static const struct secret_backend no_secret_backend;

void host_rooms_init(struct world *w)
{
    w->networks.guard = w->secrets.guard = w->filters.guard = w->interfaces.guard = &w->guard;
    w->node.guard = w->storage.guard = w->devices.guard = &w->guard;
    w->networks.hub = w->secrets.hub = w->storage.hub = w->devices.hub = &w->hub;
    w->node.backend = &test_node_backend;
    w->networks.backend = &test_network_backend;
    w->storage.backend = &test_storage_backend;
    w->devices.backend = &no_nodedev_backend;
    w->devices.user = host_device_user;
    w->secrets.backend = &no_secret_backend;
    w->filters.backend = &no_nwfilter_backend;
    w->interfaces.backend = &no_interface_backend;
    w->stored = (struct bytes_quota){.max = STORED_MAX};
    network_room_init(&w->networks);
    storage_room_init(&w->storage);
    nodedev_room_init(&w->devices);
    secret_room_init(&w->secrets);
    nwfilter_room_init(&w->filters);
    interface_room_init(&w->interfaces);
}

void host_rooms_done(struct world *w)
{
    network_room_done(&w->networks);
    storage_room_done(&w->storage);
    nodedev_room_done(&w->devices);
    secret_room_done(&w->secrets);
    nwfilter_room_done(&w->filters);
    interface_room_done(&w->interfaces);
}

void host_rooms_open(struct world *w, struct session *session)
{
    session->rooms[ROOM_NODE] = &w->node;
    session->rooms[ROOM_NETWORK] = &w->networks;
    session->rooms[ROOM_STORAGE] = &w->storage;
    session->rooms[ROOM_NODEDEV] = &w->devices;
    session->rooms[ROOM_SECRET] = &w->secrets;
    session->rooms[ROOM_NWFILTER] = &w->filters;
    session->rooms[ROOM_INTERFACE] = &w->interfaces;
}
