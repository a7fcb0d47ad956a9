/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Secrets go by their UUID, and are looked up by what they are for: a type of usage and an ID,
 * which no two of them share.
 */
#pragma once

#include <stdbool.h>

#include "drivers/guard.h"
#include "drivers/object/objects.h"
#include "drivers/session.h"
#include "protocol/remote.h"

struct hub;
struct secret_backend;

/* What sessions that share secrets share; a driver embeds it. */
struct secret_room {
    struct guard *guard; /* of all that is here, and of what the backend keeps */
    struct hub *hub;     /* where events go */
    const struct secret_backend *backend;
    struct objects secrets;
};

struct secret {
    struct xml_object o; /* its name is the usage's ID */
    int usage;           /* VIR_SECRET_USAGE_TYPE_... */
    bool ephemeral, private;
    unsigned char *value; /* NULL: not set */
    size_t len;
};

/* Makes it without secrets; the driver sets what stands before them. */
void secret_room_init(struct secret_room *room);
void secret_room_done(struct secret_room *room);

static inline struct secret_room *secret_room_of(const struct session *session)
{
    return session->rooms[ROOM_SECRET];
}

extern const struct xml_object_kind secret_kind;

/* The secret, or NULL with VIR_ERR_NO_SECRET. */
struct secret *secret_find(struct secret_room *room, const remote_nonnull_secret *secret);

/* The secret for that usage, or NULL; none is for no usage. */
struct secret *secret_of_usage(const struct secret_room *room, int type, const char *id);

/* Fills a reply's secret, a remote_nonnull_secret. 0, or -1 without memory. */
int secret_ref(const struct xml_object *o, void *item);
