/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Lets calls finish before the daemon ends, for a while. */
#include "common/cleanup.h"
#include "daemon/peer/peer.h"
#include "daemon/server/server_internal.h"
#include "event/loop.h"

enum {
    DRAIN_LOOK_MS = 10,
    INTERRUPT_MS = 1000, /* for calls that wait, once they were told to end */
};

static bool server_has_nothing_to_do(struct server *server)
{
    struct peer *peer;
    bool busy =
        atomic_load(&server->context.alive) > server->n_peers; /* a call of one that is gone */

    TAILQ_FOREACH (peer, &server->peers, link) {
        LOCK_SCOPE(&peer->lock);
        busy |= output_queue_len(&peer->out) > 0;
    }
    TAILQ_FOREACH (peer, &server->peers, link)
        busy |= pool_flow_busy(server->context.pool, &peer->flow);
    return !busy;
}

bool server_is_drained(const struct server *server)
{
    for (struct server *s = server->siblings; s; s = s->next) {
        if (!server_has_nothing_to_do(s))
            return false;
    }
    return true;
}

static void server_on_drain(int timer, void *opaque)
{
    struct server *server = opaque;

    struct peer *peer;

    if (server->drain_ms == 0) {
        /* Time is up: what waits for a domain is told to end, and gets a moment to say so. */
        TAILQ_FOREACH (peer, &server->peers, link)
            peer_interrupt(peer);
    }
    server->drain_ms -= DRAIN_LOOK_MS;
    if (server_is_drained(server) || server->drain_ms <= -INTERRUPT_MS)
        loop_quit(server->context.loop);
}

void server_drain(struct server *server, int seconds)
{
    if (server->context.draining) {
        loop_quit(server->context.loop); /* asked twice: now */
        return;
    }
    server->context.draining = true;
    server_enforce_limits(server);
    if (server_is_drained(server)) {
        loop_quit(server->context.loop);
        return;
    }
    server->drain_ms = seconds * 1000;
    server->drain_timer =
        loop_add_timeout(server->context.loop, DRAIN_LOOK_MS, server_on_drain, server, NULL);
    if (server->drain_timer < 0)
        loop_quit(server->context.loop);
}
