/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One sum a server. Peers are closed by the loop between two of its callbacks: whoever notices the
 * excess may be in the middle of a list of peers, or under the lock of one. */
#include "daemon/held.h"

#include "common/log.h"
#include "daemon/peer.h"
#include "daemon/server.h"
#include "event/loop.h"

#define LOG_MODULE "daemon.held"

static size_t held_by(const struct peer *peer)
{
    return peer->held[HELD_IN] + peer->held[HELD_OUT];
}

static struct peer *who_holds_most(struct server *server)
{
    struct peer *peer, *most = NULL;

    TAILQ_FOREACH (peer, &server->peers, link) {
        if (!most || held_by(peer) > held_by(most))
            most = peer;
    }
    return most;
}

static void shed(void *opaque)
{
    struct server *server = opaque;
    struct peer *peer;

    server->shedding = false;
    while (server->held > server->limits.total_buffer_bytes && (peer = who_holds_most(server))) {
        log_warning("%zu bytes of all clients are unfinished or unread, max_total_buffer_bytes is "
                    "%zu: disconnecting client %llu (pid %d, uid %d), which holds most, %zu",
                    server->held, server->limits.total_buffer_bytes, (unsigned long long)peer->id,
                    (int)peer->session.pid, (int)peer->session.uid, held_by(peer));
        peer_close(peer, "it holds most");
    }
}

void held_set(struct peer *peer, enum held kind, size_t bytes)
{
    struct server *server = peer->server;
    size_t before = peer->held[kind];

    if (bytes == before)
        return;
    peer->held[kind] = bytes;
    server->held += bytes - before;
    if (bytes > before && server->held > server->limits.total_buffer_bytes &&
        !atomic_exchange(&server->shedding, true) && loop_defer(server->loop, shed, server) < 0)
        server->shedding = false; /* the next to grow tries again */
}
