/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Network filters and their bindings: the room of them, what kinds of objects they are. */
#pragma once

#include "drivers/guard.h"
#include "drivers/object/objects.h"
#include "drivers/session.h"

struct nwfilter_backend;

/* What sessions that share filters share; a driver embeds it. */
struct nwfilter_room {
    struct guard *guard; /* of all that is here, and of what the backend keeps */
    const struct nwfilter_backend *backend;
    struct objects filters, bindings;
};

/* Makes it without filters; the driver sets what stands before them. */
void nwfilter_room_init(struct nwfilter_room *room);
void nwfilter_room_done(struct nwfilter_room *room);

static inline struct nwfilter_room *nwfilter_room_of(const struct session *session)
{
    return session->rooms[ROOM_NWFILTER];
}

extern const struct xml_object_kind filter_kind;
extern const struct xml_object_kind binding_kind;
