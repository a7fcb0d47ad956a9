/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The parts of a server, put together, and the limits that they work with. */
#include "daemon/server/server.h"

#include <stdlib.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "common/log.h"
#include "daemon/auth/sasl.h"
#include "daemon/call.h"
#include "daemon/config/settings.h"
#include "daemon/dispatch.h"
#include "daemon/peer/peer_watch.h"
#include "daemon/server/server_internal.h"
#include "daemon/service.h"
#include "daemon/session_host.h"
#include "event/loop.h"

#define LOG_MODULE "daemon.server"

static struct pool_size server_pool_size(const struct settings *s, bool admin)
{
    return (struct pool_size){
        .min = (unsigned)(admin ? s->admin_min_workers : s->min_workers),
        .max = (unsigned)(admin ? s->admin_max_workers : s->max_workers),
        .prio = (unsigned)(admin ? 0 : s->prio_workers),
        .max_waiting = (unsigned)s->max_waiting_workers,
        .user_share = (unsigned)s->max_user_share,
        .per_domain = (unsigned)s->max_waiting_per_domain,
        .idle_seconds = s->worker_idle_timeout,
    };
}

static const struct pool_ops server_pool_ops = {
    .run = dispatch_run,
    .batch_end = dispatch_batch_end,
    .drop = call_drop,
    .finished = peer_finished,
};

static bool server_needs_sasl(const struct server *server)
{
    return !server->context.service->admin && (server->context.auth[PEER_RW] == AUTH_METHOD_SASL ||
                                               server->context.auth[PEER_RO] == AUTH_METHOD_SASL);
}

/* Hands the server's parts to one another. */
static void server_connect_parts(struct server *server, struct loop *loop,
                                 const struct settings *settings, const struct service *service)
{
    server->context = (struct peer_context){
        .loop = loop,
        .limits = &server->limits,
        .budget = &server->budget,
        .queue_limit = &server->queue_limit,
        .accounts = &server->accounts,
        .users = &server->users,
        .service = service,
        .auth[PEER_RW] = (enum auth_method)auth_method_find(settings->auth_unix_rw),
        .auth[PEER_RO] = (enum auth_method)auth_method_find(settings->auth_unix_ro),
        .auth[PEER_ADMIN] = AUTH_METHOD_NONE, /* the caller's user decides */
        .session_host = &daemon_session_host,
        .events = &server_peer_events,
        .owner = server,
        .pump = peer_pump_deferred,
    };
    server->budget = (struct budget){
        .loop = loop,
        .limit = &server->limits.total_buffer_bytes,
        .exceeded = server_shed_peers,
        .owner = server,
    };
    server->queue_limit = (struct queue_limit){
        .loop = loop,
        .limit = &server->limits.total_queue_bytes,
        .queue_drained = server_pump_peers,
        .owner = server,
    };
}

struct server *server_new(struct loop *loop, const struct settings *settings,
                          const struct service *service)
{
    struct server *server = calloc(1, sizeof(*server));
    struct pool_size size = server_pool_size(settings, service->admin);

    if (!server) {
        error_oom(VIR_FROM_RPC);
        return NULL;
    }
    server->siblings = server;
    server_connect_parts(server, loop, settings, service);
    pthread_mutex_init(&server->list_lock, NULL);
    TAILQ_INIT(&server->peers);
    server->pending = client_limits_of(settings, service->admin);
    client_limits_publish(&server->limits, &server->pending);
    allowed_users_init(&server->users);
    listeners_init(&server->listeners, loop, &server_listener_events, server);
    server->idle_timer = loop_add_timeout(loop, -1, server_on_idle, server, NULL);
    server->drain_timer = -1;
    server->context.pool = server->queue_limit.pool = pool_new(&size, &server_pool_ops);
    accounts_init(&server->accounts, server->context.pool, &server->limits, &server->budget);
    server->context.read_room = malloc(PEER_READ_CHUNK);
    if (!server->context.read_room)
        error_oom(VIR_FROM_RPC);
    if (!server->context.pool || !server->context.read_room ||
        allowed_users_set(&server->users, settings->sasl_allowed_username_list) < 0 ||
        (server_needs_sasl(server) && sasl_exchange_prepare() < 0))
        return server_free(server);
    return server;
}

int server_run(struct server *server)
{
    return pool_run_loop(server->context.pool, server->context.loop);
}

void server_join(struct server *first, struct server *second)
{
    first->next = second;
    second->siblings = first;
}

void server_review_limits(struct server *server)
{
    pthread_mutex_lock(&server->list_lock);
    client_limits_publish(&server->limits, &server->pending);
    pthread_mutex_unlock(&server->list_lock);
    server_enforce_limits(server);
}

void server_reload(struct server *server, const struct settings *settings)
{
    struct pool_size size = server_pool_size(settings, server->context.service->admin);

    pthread_mutex_lock(&server->list_lock);
    server->pending = client_limits_of(settings, server->context.service->admin);
    pthread_mutex_unlock(&server->list_lock);
    if (allowed_users_set(&server->users, settings->sasl_allowed_username_list) < 0)
        log_error("who may come by SASL stays as it was: %s", error_get()->message);
    pool_resize(server->context.pool, &size);
    server_review_limits(server);
}

struct server *server_free(struct server *server)
{
    struct peer *peer;

    if (!server)
        return NULL;
    for (struct server *s = server->siblings; s; s = s->next) {
        if (s->next == server)
            s->next = server->next;
    }
    server->context.draining = true;
    while ((peer = TAILQ_FIRST(&server->peers)))
        peer_close(peer, "the daemon ends");
    listeners_done(&server->listeners);
    loop_remove_timeout(server->context.loop, server->idle_timer);
    if (server->drain_timer >= 0)
        loop_remove_timeout(server->context.loop, server->drain_timer);
    server->context.pool = pool_free(server->context.pool);
    do /* the loop drops its references, and runs what it was asked for */
        loop_iterate_for(server->context.loop, 0);
    while (atomic_load(&server->context.alive));
    pthread_mutex_destroy(&server->list_lock);
    accounts_done(&server->accounts);
    allowed_users_done(&server->users);
    free(server->context.read_room);
    free(server);
    return NULL;
}
