/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Virtual networks: the room that a driver has of them, what kind of objects they are.
 *
 * A network is active when the host has it (drivers/network/backend.h); its ports are those of an
 * active one.
 */
#pragma once

#include "drivers/guard.h"
#include "drivers/object/objects.h"
#include "drivers/session.h"
#include "drivers/xml/schema.h"

struct hub;
struct network_backend;

/* What sessions that share networks share; a driver embeds it, and its open puts it into
 * session->rooms. */
struct network_room {
    struct guard *guard; /* of all that is here, and of what the backend keeps */
    struct hub *hub;     /* where events go */
    const struct network_backend *backend;
    struct objects networks, ports;
};

/* Makes it without networks; the driver sets what stands before them. */
void network_room_init(struct network_room *room);
void network_room_done(struct network_room *room);

static inline struct network_room *network_room_of(const struct session *session)
{
    return session->rooms[ROOM_NETWORK];
}

extern const struct xml_object_kind network_kind;
extern const struct schema network_schema;

/* Whether the root of a network's XML says what is understood. 0, or -1 with the error set. */
int network_check(xmlNode *root);
