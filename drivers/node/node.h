/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The host itself: the room that a driver has of it. */
#pragma once

#include "drivers/guard.h"
#include "drivers/session.h"

struct node_backend;

/* A driver embeds it. */
struct node_room {
    struct guard *guard; /* of what the backend keeps */
    const struct node_backend *backend;
};

static inline struct node_room *node_room_of(const struct session *session)
{
    return session->rooms[ROOM_NODE];
}
