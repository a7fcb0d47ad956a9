/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Servers by their names, clients by their numbers. */
#include "daemon/admin/admin_lookup.h"

#include <string.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "daemon/peer/peer.h"
#include "daemon/server/server.h"
#include "daemon/service.h"

struct server *admin_own_server(struct session *s)
{
    return peer_of_session(s)->context->owner;
}

struct server *admin_find_server(struct session *s, const char *name)
{
    struct server *own = admin_own_server(s);

    for (struct server *server = own->siblings; server; server = server->next) {
        if (strcmp(server->context.service->name, name) == 0)
            return server;
    }
    error_set(VIR_FROM_ADMIN, VIR_ERR_NO_SERVER, "'%s'", name);
    return NULL;
}

struct peer *admin_find_client(struct session *s, const char *name, uint64_t id)
{
    struct server *server = admin_find_server(s, name);
    struct peer *peer;

    if (!server)
        return NULL;
    LOCK_SCOPE(&server->list_lock);
    TAILQ_FOREACH (peer, &server->peers, link) {
        if (peer->id == id) {
            peer_ref(peer);
            return peer;
        }
    }
    error_set(VIR_FROM_ADMIN, VIR_ERR_NO_CLIENT, "number %llu of server '%s'",
              (unsigned long long)id, name);
    return NULL;
}
