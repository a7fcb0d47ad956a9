/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Who wants to hear of which events. A driver has a hub for what its sessions share, subscribes
 * sessions in it, and emits; the hub sends each matching subscription its message through the
 * session's host, in the old style (a procedure an event, without a number) or with the
 * subscription's callback ID.
 *
 * Any thread may call anything. When a subscription's end has returned, no event of it follows.
 */
#pragma once

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

#include "protocol/remote.h"

struct session;

/* Whose events: the messages of a family are numbered apart. */
enum hub_family {
    HUB_DOMAIN,
    HUB_NETWORK,
    HUB_STORAGE_POOL,
    HUB_NODE_DEVICE,
    HUB_SECRET,
};

/* What an object goes by: its UUID or, of a node device, its name. */
struct hub_key {
    const void *bytes;
    size_t len;
};

struct hub {
    pthread_mutex_t lock;
    struct hub_entry *entries;
    size_t n_entries;
};

void hub_init(struct hub *hub);
void hub_done(struct hub *hub);

/*
 * Subscribes a session to an event of domains (of one, by UUID, or of all: NULL). legacy: the old
 * style, which has no IDs. 0 with the ID; or -1:
 * VIR_ERR_INVALID_ARG when it is subscribed already, VIR_ERR_INTERNAL_ERROR for an event that does
 * not exist, VIR_ERR_RESOURCE_BUSY when the session has as many as its host allows.
 */
int hub_subscribe(struct hub *hub, struct session *session, int event_id,
                  const remote_nonnull_domain *only, bool legacy, int *ret_id);

/* Ends one by callback ID, or by event in the old style. -1 with VIR_ERR_INTERNAL_ERROR: none. */
int hub_unsubscribe(struct hub *hub, struct session *session, int id);
int hub_unsubscribe_legacy(struct hub *hub, struct session *session, int event_id);

/*
 * The same for any family; only NULL: of all objects. hub_unsubscribe is of domains, as IDs of one
 * family end none of another.
 */
int hub_subscribe_to(struct hub *hub, struct session *session, enum hub_family family, int event_id,
                     const struct hub_key *only, int *ret_id);
int hub_unsubscribe_from(struct hub *hub, struct session *session, enum hub_family family, int id);

/* Counts one subscription more of a session, or one less, that is kept elsewhere. 0, or -1 with
 * VIR_ERR_RESOURCE_BUSY: it has as many as its host allows. */
int hub_count(struct session *session);
void hub_uncount(struct session *session);

/* Ends all of a session. */
void hub_leave(struct hub *hub, struct session *session);

/* ---- events; the domain stays the caller's ---- */

/* Sends a domain's event to who subscribed: msg is the message whose first member is the callback
 * ID, which is filled in; legacy is the old style's message, NULL where there is none. */
void hub_emit_domain(struct hub *hub, int event_id, const remote_nonnull_domain *dom, int *msg,
                     const void *legacy);

void hub_emit_lifecycle(struct hub *hub, const remote_nonnull_domain *dom, int event, int detail);
void hub_emit_reboot(struct hub *hub, const remote_nonnull_domain *dom);
void hub_emit_balloon(struct hub *hub, const remote_nonnull_domain *dom, unsigned long long kib);
void hub_emit_metadata(struct hub *hub, const remote_nonnull_domain *dom, int type,
                       const char *uri);

/* ---- events of any family ---- */

/* Sends an event's message, which begins with the callback ID, to who wants it of this object. */
void hub_emit(struct hub *hub, enum hub_family family, int event_id, const struct hub_key *of,
              int *msg);
