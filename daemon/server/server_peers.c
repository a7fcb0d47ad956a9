/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Who is there: clients are accepted within the limits, and those that cost too much are closed. */
#include "common/error.h"
#include "common/log.h"
#include "daemon/peer/client_fds.h"
#include "daemon/peer/peer_watch.h"
#include "daemon/server/server_internal.h"
#include "event/loop.h"
#include "rpc/transport_unix.h"

#define LOG_MODULE "daemon.server"

/* ---- what all cost together ---- */

void server_pump_peers(void *opaque)
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

/* The user whose peers hold most; NULL: there is none. */
static struct account *server_greediest_user(struct server *server)
{
    struct account *greediest = NULL;
    struct peer *peer;

    TAILQ_FOREACH (peer, &server->peers, link) {
        if (peer->account && (!greediest || peer->account->budget.used > greediest->budget.used))
            greediest = peer->account;
    }
    return greediest;
}

/* Of the user's peers, or of all (NULL). */
static struct peer *server_largest_peer(struct server *server, const struct account *account)
{
    struct peer *peer, *largest = NULL;

    TAILQ_FOREACH (peer, &server->peers, link) {
        if ((!account || peer->account == account) &&
            (!largest || peer_buffer_bytes(peer) > peer_buffer_bytes(largest)))
            largest = peer;
    }
    return largest;
}

static void server_shed_one(struct server *server, const struct account *account)
{
    struct peer *peer = server_largest_peer(server, account);

    log_warning("%zu bytes of all clients%s are unfinished or unread, max_total_buffer_bytes is "
                "%zu%s: disconnecting client %llu (pid %d, uid %d), which holds most, %zu",
                account ? account->budget.used : server->budget.used, account ? " of its user" : "",
                server->limits.total_buffer_bytes,
                account ? ", of which users have a share (max_user_share)" : "",
                (unsigned long long)peer->id, (int)peer->session.pid, (int)peer->session.uid,
                peer_buffer_bytes(peer));
    peer_close(peer, "it holds most");
}

/* Nothing but a peer itself can make its buffers smaller: whoever holds most is disconnected, first
 * among the peers of users who have more than their share, one alone or all together. */
void server_shed_peers(void *opaque)
{
    struct server *server = opaque;
    struct account *account;

    while ((account = server_greediest_user(server)) &&
           (budget_is_exceeded(&account->budget) || budget_is_exceeded(&server->accounts.budget)))
        server_shed_one(server, account);
    while (budget_is_exceeded(&server->budget) && !TAILQ_EMPTY(&server->peers))
        server_shed_one(server, NULL);
}

/* ---- who may come ---- */

/* The limit that keeps further clients out; NULL: none does. */
static const char *server_limit_met(const struct server *server)
{
    const struct live_limits *l = &server->limits;

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

/* ---- who has not said who he is ---- */

static bool server_may_read_stranger(const struct server *server, const struct account *account)
{
    const struct live_limits *l = &server->limits;

    return !l->max_unauthenticated ||
           (account->n_unauthenticated < l->of_user.max_unauthenticated &&
            server->accounts.n_unauthenticated < l->of_all_users.max_unauthenticated);
}

static void server_count_unauthenticated(struct server *server, struct peer *peer)
{
    server->n_unauthenticated++;
    if (!peer->account)
        return;
    peer->account->n_unauthenticated++;
    server->accounts.n_unauthenticated++;
}

/* Counts a new peer, or holds it while its user has as many as a user may: it connects as any other
 * then, as if it waited to be accepted. */
static void server_take_unauthenticated(struct server *server, struct peer *peer)
{
    server->accounts.n_held++; /* before the look: who authenticates meanwhile sees it */
    peer->held = peer->account && !server_may_read_stranger(server, peer->account);
    if (!peer->held) {
        server->accounts.n_held--;
        server_count_unauthenticated(server, peer);
        return;
    }
    peer->auth.unauthenticated = false; /* not counted */
    log_warning(
        "a client of user %u waits: %u of his are not authenticated, max_user_share (%u %%) "
        "of max_anonymous_clients (%u) allows no more",
        peer->account->user, peer->account->n_unauthenticated, server->limits.user_share,
        server->limits.max_unauthenticated);
    peer_pump(peer);
}

static void server_read_held(struct server *server)
{
    struct peer *peer, *next;

    for (peer = TAILQ_FIRST(&server->peers); peer && server->accounts.n_held; peer = next) {
        next = TAILQ_NEXT(peer, link);
        if (!peer->held || !server_may_read_stranger(server, peer->account))
            continue;
        peer->held = false;
        peer->auth.unauthenticated = true;
        server_count_unauthenticated(server, peer);
        server->accounts.n_held--;
        peer_pump(peer);
    }
}

void server_enforce_limits(struct server *server)
{
    struct peer *peer;

    TAILQ_FOREACH (peer, &server->peers, link) {
        if (peer->opened)
            pool_flow_limit(server->context.pool, &peer->flow, peer_max_requests(peer));
    }
    queue_limit_call_left(&server->queue_limit);
    server_read_held(server);
    server_pump_peers(server);
    listeners_review(&server->listeners);
}

static void server_accept_again(void *opaque)
{
    struct server *server = opaque;

    server->accept_asked = false;
    server_read_held(server);
    listeners_review(&server->listeners);
}

static void server_peer_authenticated(void *owner, struct peer *peer)
{
    struct server *server = owner;
    unsigned max = server->limits.max_unauthenticated;

    if (peer->account) {
        peer->account->n_unauthenticated--;
        server->accounts.n_unauthenticated--;
    }
    /* Counted before the loop looks. */
    if ((atomic_fetch_sub(&server->n_unauthenticated, 1) < max && !server->accounts.n_held) ||
        atomic_exchange(&server->accept_asked, true))
        return;
    server->accept_again = (struct loop_task){.fn = server_accept_again, .opaque = server};
    if (loop_defer_task(server->context.loop, &server->accept_again) < 0)
        server->accept_asked = false; /* the loop ends */
}

static void server_count_user(struct server *server, struct peer *peer, int n)
{
    if (!peer->account)
        return;
    peer->account->n_peers += (unsigned)n;
    server->accounts.n_peers += (unsigned)n;
}

static void server_peer_closed(void *owner, struct peer *peer)
{
    struct server *server = owner;

    pthread_mutex_lock(&server->list_lock);
    TAILQ_REMOVE(&server->peers, peer, link);
    server->n_peers--;
    server->accounts.n_held -= peer->held;
    peer->held = false;
    server_count_user(server, peer, -1);
    pthread_mutex_unlock(&server->list_lock);
    listeners_review(&server->listeners);
    server_start_idle_timer(server);
}

/* Returns true if the user has as many clients as a user may, or all users have. */
static bool server_has_enough_of(const struct server *server, const struct account *account)
{
    const struct live_limits *l = &server->limits;

    if (account->n_peers >= l->of_user.max_clients)
        log_warning("a client of user %u is turned away: %u of his are connected, as many as "
                    "max_user_share (%u %%) of max_clients (%u) allows",
                    account->user, account->n_peers, l->user_share, l->max_clients);
    else if (server->accounts.n_peers >= l->of_all_users.max_clients)
        log_warning("a client of user %u is turned away: %u of users are connected, and the last "
                    "quarter of max_clients (%u) is for root",
                    account->user, server->accounts.n_peers, l->max_clients);
    else
        return false;
    return true;
}

/* Returns true if nobody has the room or the descriptors for this client, who may be one of many.
 */
static bool server_turns_away(const struct server *server, const struct peer *peer, int fd)
{
    bool trusted = peer_is_trusted(peer);

    if (peer->account && server_has_enough_of(server, peer->account))
        return true;
    if (!trusted && client_fds_in_reserve(fd)) {
        log_warning("a client of user %d is turned away: the last descriptors are for root",
                    (int)peer->session.uid);
        return true;
    }
    if (client_fds_may_come(peer->in.fds.owner, trusted))
        return false;
    log_warning("a client of user %d is turned away: very many of his descriptors do not close",
                (int)peer->session.uid);
    return true;
}

static void server_accepted(void *opaque, int fd, enum peer_role role)
{
    struct server *server = opaque;
    struct transport *transport = transport_unix_new(fd);
    struct peer *peer = transport ? peer_new(&server->context, transport, role) : NULL;

    if (peer && server_turns_away(server, peer, fd)) {
        peer_unref(peer);
        return;
    }
    if (!peer || peer_watch_start(peer) < 0) {
        log_warning("a client is turned away: %s", error_text(error_get()));
        if (peer)
            peer_unref(peer);
        return;
    }
    pthread_mutex_lock(&server->list_lock);
    peer->id = ++server->next_id;
    TAILQ_INSERT_TAIL(&server->peers, peer, link);
    server->n_peers++;
    server_count_user(server, peer, 1);
    pthread_mutex_unlock(&server->list_lock);
    server_start_idle_timer(server);
    log_debug("client %llu: uid %d pid %d", (unsigned long long)peer->id, (int)peer->session.uid,
              (int)peer->session.pid);
    if (peer->auth.unauthenticated)
        server_take_unauthenticated(server, peer);
}

const struct peer_events server_peer_events = {
    .closed = server_peer_closed,
    .authenticated = server_peer_authenticated,
};

const struct listener_events server_listener_events = {
    .may_accept = server_may_accept,
    .refused = server_refused,
    .accepted = server_accepted,
};
