/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Ends a daemon that nobody has used for a while. */
#include "common/log.h"
#include "daemon/server/server_internal.h"
#include "event/loop.h"

#define LOG_MODULE "daemon.server"

/* Returns true if a client is connected to any server of the process. */
static bool server_has_clients(const struct server *server)
{
    for (const struct server *s = server->siblings; s; s = s->next) {
        if (s->n_peers)
            return true;
    }
    return false;
}

/* The first of the servers keeps the time for all. */
void server_start_idle_timer(struct server *server)
{
    struct server *first = server->siblings;
    bool idle = first->idle_seconds > 0 && !server_has_clients(first);

    if (first->idle_timer >= 0)
        loop_update_timeout(first->context.loop, first->idle_timer,
                            idle ? first->idle_seconds * 1000 : -1);
}

void server_on_idle(int timer, void *opaque)
{
    struct server *server = opaque;

    /* If it may not end now, the timer asks again. */
    if (!server_has_clients(server) && (!server->may_end || server->may_end())) {
        log_info("no client for %d seconds: ending", server->idle_seconds);
        loop_quit(server->context.loop);
    }
}

void server_set_idle_timeout(struct server *server, int seconds)
{
    server->idle_seconds = seconds;
    server_start_idle_timer(server);
}
