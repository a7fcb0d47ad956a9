/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The rooms of a world, which share its lock and its hub. */
#include "drivers/session.h"
#include "drivers/test/host/backends.h"
#include "drivers/test/world/world.h"

void host_rooms_init(struct world *w)
{
    w->networks.guard = &w->guard;
    w->networks.hub = &w->hub;
    w->networks.backend = &test_network_backend;
    network_room_init(&w->networks);
}

void host_rooms_done(struct world *w)
{
    network_room_done(&w->networks);
}

void host_rooms_open(struct world *w, struct session *session)
{
    session->rooms[ROOM_NETWORK] = &w->networks;
}
