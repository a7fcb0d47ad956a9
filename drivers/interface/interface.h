/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Interfaces of the host: the room of them, what kind of objects they are. */
#pragma once

#include "drivers/guard.h"
#include "drivers/object/objects.h"
#include "drivers/session.h"

struct interface_backend;

/* What sessions that share interfaces share; a driver embeds it. */
struct interface_room {
    struct guard *guard; /* of all that is here, and of what the backend keeps */
    const struct interface_backend *backend;
    struct objects interfaces;
    struct objects before; /* the same, while they are being changed */
    bool changing;
};

/* Makes it without interfaces; the driver sets what stands before them. */
void interface_room_init(struct interface_room *room);
void interface_room_done(struct interface_room *room);

static inline struct interface_room *interface_room_of(const struct session *session)
{
    return session->rooms[ROOM_INTERFACE];
}

extern const struct xml_object_kind interface_kind;
