/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Accepts clients within the limits, and knows who is there.
 */
#include "daemon/server.h"

#include <stdlib.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "common/log.h"
#include "daemon/auth/sasl.h"
#include "daemon/call.h"
#include "daemon/config/settings.h"
#include "daemon/dispatch.h"
#include "daemon/peer_watch.h"
#include "daemon/service.h"
#include "daemon/session_host.h"
#include "event/loop.h"

#define LOG_MODULE "daemon.server"

enum {
    DRAIN_LOOK_MS = 10,
    INTERRUPT_MS = 1000, /* for calls that wait, once they were told to end */
};

/* ---- what all cost together ---- */

static void server_pump_peers(void *opaque)
{
    struct server *server = opaque;
    struct peer *peer, *next;

    /* Pumping may close a peer, which takes it from the list. */
    for (peer = TAILQ_FIRST(&server->peers); peer; peer = next) {
        next = TAILQ_NEXT(peer, link);
        peer_pump(peer);
    }
}

static size_t peer_buffer_bytes(const struct peer *peer)
{
    return peer->in_bytes + peer->out_bytes;
}

static struct peer *server_largest_peer(struct server *server)
{
    struct peer *peer, *largest = NULL;

    TAILQ_FOREACH (peer, &server->peers, link) {
        if (!largest || peer_buffer_bytes(peer) > peer_buffer_bytes(largest))
            largest = peer;
    }
    return largest;
}

/* Nothing but a peer itself can make its buffers smaller: whoever holds most is disconnected. */
static void server_shed_peers(void *opaque)
{
    struct server *server = opaque;
    struct peer *peer;

    while (budget_is_exceeded(&server->budget) && (peer = server_largest_peer(server))) {
        log_warning("%zu bytes of all clients are unfinished or unread, max_total_buffer_bytes is "
                    "%zu: disconnecting client %llu (pid %d, uid %d), which holds most, %zu",
                    server->budget.used, server->limits.total_buffer_bytes,
                    (unsigned long long)peer->id, (int)peer->session.pid, (int)peer->session.uid,
                    peer_buffer_bytes(peer));
        peer_close(peer, "it holds most");
    }
}

/* ---- who may come ---- */

/* The limit that keeps further clients out; NULL: none does. */
static const char *server_limit_met(const struct server *server)
{
    const struct client_limits *l = &server->limits;

    if (server->n_peers >= l->max_clients)
        return "max_clients";
    return l->max_unauthenticated && server->n_unauthenticated >= l->max_unauthenticated
               ? "max_anonymous_clients"
               : NULL;
}

static bool server_may_accept(void *opaque)
{
    const struct server *server = opaque;

    return !server->context.draining && !server_limit_met(server);
}

static void server_refused(void *opaque)
{
    const struct server *server = opaque;
    const char *limit = server_limit_met(server);

    if (limit) /* it may be met no more just now: then the loop was asked to look again */
        log_warning(
            "%u clients are connected, %u are not authenticated, as many as %s allows: others wait",
            server->n_peers, server->n_unauthenticated, limit);
}

static void server_accept_again(void *opaque)
{
    struct server *server = opaque;

    listeners_review(&server->listeners);
}

static void server_peer_authenticated(void *owner, struct peer *peer)
{
    struct server *server = owner;
    unsigned max;

    pthread_mutex_lock(&server->list_lock); /* the loop may take new limits just now */
    max = server->limits.max_unauthenticated;
    pthread_mutex_unlock(&server->list_lock);
    /* Counted before the loop looks. If it can't be told now, it looks when a client goes. */
    if (atomic_fetch_sub(&server->n_unauthenticated, 1) >= max &&
        loop_defer(server->context.loop, server_accept_again, server) < 0)
        log_warning("no memory to accept clients again now");
}

/* Says whether a client is connected to any server of the process. */
static bool server_has_clients(const struct server *server)
{
    for (const struct server *s = server->siblings; s; s = s->next) {
        if (s->n_peers)
            return true;
    }
    return false;
}

/* The first of the servers keeps the time for all. */
static void server_start_idle_timer(struct server *server)
{
    struct server *first = server->siblings;
    bool idle = first->idle_seconds > 0 && !server_has_clients(first);

    if (first->idle_timer >= 0)
        loop_update_timeout(first->context.loop, first->idle_timer,
                            idle ? first->idle_seconds * 1000 : -1);
}

static void server_peer_closed(void *owner, struct peer *peer)
{
    struct server *server = owner;

    pthread_mutex_lock(&server->list_lock);
    TAILQ_REMOVE(&server->peers, peer, link);
    server->n_peers--;
    pthread_mutex_unlock(&server->list_lock);
    listeners_review(&server->listeners);
    server_start_idle_timer(server);
}

static void server_accepted(void *opaque, int fd, enum peer_role role)
{
    struct server *server = opaque;
    struct peer *peer = peer_new(&server->context, fd, role);

    if (!peer || peer_watch_start(peer) < 0) {
        log_warning("a client is turned away: %s", error_get()->message);
        if (peer)
            peer_unref(peer);
        return;
    }
    if (peer->auth.unauthenticated)
        server->n_unauthenticated++;
    pthread_mutex_lock(&server->list_lock);
    peer->id = ++server->next_id;
    TAILQ_INSERT_TAIL(&server->peers, peer, link);
    server->n_peers++;
    pthread_mutex_unlock(&server->list_lock);
    server_start_idle_timer(server);
    log_debug("client %llu: uid %d pid %d", (unsigned long long)peer->id, (int)peer->session.uid,
              (int)peer->session.pid);
}

static const struct peer_events server_peer_events = {
    .closed = server_peer_closed,
    .authenticated = server_peer_authenticated,
};

static const struct listener_events server_listener_events = {
    .may_accept = server_may_accept,
    .refused = server_refused,
    .accepted = server_accepted,
};

/* ---- life ---- */

static void server_on_idle(int timer, void *opaque)
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

static struct pool_size server_pool_size(const struct settings *s, bool admin)
{
    return (struct pool_size){
        .min = (unsigned)(admin ? s->admin_min_workers : s->min_workers),
        .max = (unsigned)(admin ? s->admin_max_workers : s->max_workers),
        .prio = (unsigned)(admin ? 0 : s->prio_workers),
        .max_waiting = (unsigned)s->max_waiting_workers,
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
    server->context = (struct peer_context){
        .loop = loop,
        .limits = &server->limits,
        .budget = &server->budget,
        .queue_limit = &server->queue_limit,
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
    pthread_mutex_init(&server->list_lock, NULL);
    TAILQ_INIT(&server->peers);
    server->limits = server->pending = client_limits_of(settings, service->admin);
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
    allowed_users_init(&server->users);
    listeners_init(&server->listeners, loop, &server_listener_events, server);
    server->idle_timer = loop_add_timeout(loop, -1, server_on_idle, server, NULL);
    server->drain_timer = -1;
    server->context.pool = pool_new(&size, &server_pool_ops);
    server->context.read_room = malloc(PEER_READ_CHUNK);
    if (!server->context.read_room)
        error_oom(VIR_FROM_RPC);
    server->queue_limit.pool = server->context.pool;
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

/* Makes every peer and the listeners obey the present limits. */
static void server_enforce_limits(struct server *server)
{
    struct peer *peer;

    TAILQ_FOREACH (peer, &server->peers, link) {
        if (peer->opened)
            pool_flow_limit(server->context.pool, &peer->flow, peer_max_requests(peer));
    }
    queue_limit_call_left(&server->queue_limit);
    server_pump_peers(server);
    listeners_review(&server->listeners);
}

void server_review_limits(struct server *server)
{
    pthread_mutex_lock(&server->list_lock);
    server->limits = server->pending;
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

static bool server_has_nothing_to_do(struct server *server)
{
    struct peer *peer;
    bool busy =
        atomic_load(&server->context.alive) > server->n_peers; /* a call of one that is gone */

    TAILQ_FOREACH (peer, &server->peers, link) {
        LOCK_SCOPE(&peer->lock);
        busy |= buf_len(&peer->out) > 0;
    }
    TAILQ_FOREACH (peer, &server->peers, link)
        busy |= pool_flow_busy(server->context.pool, &peer->flow);
    return !busy;
}

bool server_idle(const struct server *server)
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
    if (server_idle(server) || server->drain_ms <= -INTERRUPT_MS)
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
    if (server_idle(server)) {
        loop_quit(server->context.loop);
        return;
    }
    server->drain_ms = seconds * 1000;
    server->drain_timer =
        loop_add_timeout(server->context.loop, DRAIN_LOOK_MS, server_on_drain, server, NULL);
    if (server->drain_timer < 0)
        loop_quit(server->context.loop);
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
    allowed_users_done(&server->users);
    free(server->context.read_room);
    free(server);
    return NULL;
}
