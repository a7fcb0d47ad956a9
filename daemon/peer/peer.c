/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The life of a peer, and who it is. */
#include "daemon/peer/peer.h"

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/clock.h"
#include "common/error.h"
#include "common/log.h"
#include "daemon/peer/account.h"
#include "daemon/peer/budget.h"
#include "daemon/peer/client_fds.h"
#include "daemon/peer/client_limits.h"
#include "daemon/peer/peer_output.h"
#include "daemon/peer/queue_limit.h"
#include "drivers/driver.h"
#include "event/loop.h"

#define LOG_MODULE "daemon.peer"

static int peer_identify(struct peer *peer)
{
    struct peer_identity who;

    if (transport_peer_identity(peer->transport, &who) < 0)
        return -1;
    peer->session.pid = who.pid;
    peer->session.uid = who.uid;
    peer->session.gid = who.gid;
    if (who.uid != geteuid() && transport_peer_groups(peer->transport, &peer->session.groups.list,
                                                      &peer->session.groups.count) < 0)
        return -1;
    peer->in.fds.owner = (unsigned)who.uid;
    if (peer->role == PEER_ADMIN && who.uid != geteuid() && who.uid != 0)
        return error_set(VIR_FROM_RPC, VIR_ERR_AUTH_FAILED,
                         "user %d may not administer the daemon of user %d", (int)who.uid,
                         (int)geteuid());
    return 0;
}

/* Makes it one of its user's. */
static int peer_join_user(struct peer *peer)
{
    struct peer_context *context = peer->context;
    struct flow_group *group = pool_trusted(context->pool);

    if (!peer_is_trusted(peer)) {
        peer->account = account_open(context->accounts, (unsigned)peer->session.uid);
        if (!peer->account)
            return -1;
        group = &peer->account->group;
    }
    /* One call at a time until CONNECT_OPEN. */
    pool_flow_init(&peer->flow, group, 1, context->limits->max_waiting);
    return 0;
}

bool peer_is_trusted(const struct peer *peer)
{
    return peer->role != PEER_RO && (peer->session.uid == 0 || peer->session.uid == geteuid());
}

/* Dropped by the last reference; no thread knows the peer any more. */
static void peer_free(struct peer *peer)
{
    atomic_uint *alive = &peer->context->alive;

    account_leave(peer->context->accounts, peer->account); /* turned away, else it has left */
    if (peer->transport)                                   /* as well */
        client_fds_close_transport(peer->transport, peer->in.fds.owner);
    input_queue_done(&peer->in);
    output_queue_done(&peer->out);
    output_runs_done(&peer->out_runs);
    auth_free(peer);
    free(peer->session.uri);
    free(peer->session.groups.list);
    pthread_mutex_destroy(&peer->lock);
    free(peer);
    atomic_fetch_sub(alive, 1); /* then the server may end, and its context */
}

void peer_unref(struct peer *peer)
{
    if (atomic_fetch_sub(&peer->refs, 1) == 1)
        peer_free(peer);
}

struct peer *peer_new(struct peer_context *context, struct transport *transport,
                      enum peer_role role)
{
    struct peer *peer = calloc(1, sizeof(*peer));

    if (!peer) {
        transport_close(transport);
        error_oom(VIR_FROM_RPC);
        return NULL;
    }
    pthread_mutex_init(&peer->lock, NULL);
    output_queue_init(&peer->out);
    streams_init(peer);
    peer->context = context;
    atomic_fetch_add(&context->alive, 1);
    peer->refs = 1; /* the flow: dropped in peer_finished */
    peer->transport = transport;
    peer->role = role;
    peer->watch = peer->timer = peer->auth_timer = -1;
    peer->since = time(NULL);
    peer->heard_at = clock_now_ms();
    peer->reading = true;
    peer->session = (struct session){
        .host = context->session_host,
        .owner = peer,
        .readonly = role == PEER_RO,
        .remote = true,
    };
    if (peer_identify(peer) < 0 || peer_join_user(peer) < 0) {
        peer_unref(peer);
        return NULL;
    }
    auth_begin(peer, context->auth[role]);
    return peer;
}

void peer_interrupt(struct peer *peer)
{
    const struct driver *driver = peer->opened ? peer->session.driver : NULL;

    peer->session.gone = true;
    auth_interrupt(peer);
    if (driver && driver->interrupt)
        driver->interrupt(&peer->session);
}

void peer_unwatch(struct peer *peer)
{
    struct loop *loop = peer->context->loop;

    if (peer->watch >= 0)
        loop_remove_handle(loop, peer->watch);
    if (peer->timer >= 0)
        loop_remove_timeout(loop, peer->timer);
    if (peer->auth_timer >= 0)
        loop_remove_timeout(loop, peer->auth_timer);
    peer->watch = peer->timer = peer->auth_timer = -1;
}

void peer_close(struct peer *peer, const char *reason)
{
    struct peer_context *context = peer->context;

    if (peer->watch < 0)
        return;
    log_debug("client %llu: closing, %s", (unsigned long long)peer->id, reason);
    peer_unwatch(peer);
    fd_list_close(&peer->in.fds);
    peer->reading = peer->writing = false;
    peer_output_close(peer);
    budget_set(peer_budget(peer), &peer->in_bytes, 0);
    peer_interrupt(peer);
    context->events->closed(context->owner, peer);
    pool_flow_close(context->pool, &peer->flow);
    queue_limit_call_left(context->queue_limit);
}

/* On a worker: no call of the peer runs or will run. */
void peer_finished(struct flow *flow)
{
    struct peer *peer = peer_of_flow(flow);

    streams_done(peer);
    auth_count_ends(peer); /* or never will be */
    if (peer->opened && peer->session.driver)
        peer->session.driver->close(&peer->session);
    account_leave(peer->context->accounts, peer->account);
    peer->account = NULL;
    peer_unref(peer);
}
