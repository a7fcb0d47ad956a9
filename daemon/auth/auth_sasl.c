/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The procedures AUTH_SASL_*. A client has one exchange at a time; the call that goes on with
 * it takes it out of the peer, so that a second call of the same client finds none. What the client
 * is told of a failure is the same whatever failed; the log knows more.
 */
#include <stdlib.h>
#include <string.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "common/log.h"
#include "daemon/auth/allowed_users.h"
#include "daemon/auth/auth.h"
#include "daemon/auth/sasl.h"
#include "daemon/peer/peer.h"
#include "drivers/session.h"

#define LOG_MODULE "daemon.auth"

/* ---- whose it is ---- */

/* The peer's exchange, the caller's until put_back; NULL: there is none. */
static struct sasl_exchange *sasl_take_exchange(struct peer *peer)
{
    LOCK_SCOPE(&peer->lock);
    return take(peer->auth.exchange);
}

static void sasl_put_back(struct peer *peer, struct sasl_exchange *exchange)
{
    LOCK_SCOPE(&peer->lock);
    peer->auth.exchange = exchange;
}

static bool sasl_begin(struct peer *peer)
{
    LOCK_SCOPE(&peer->lock);
    if (peer->auth.method != AUTH_METHOD_SASL || peer->auth.done || peer->auth.exchanging)
        return false;
    peer->auth.exchanging = true;
    return true;
}

static void sasl_end(struct peer *peer)
{
    LOCK_SCOPE(&peer->lock);
    peer->auth.exchanging = false;
}

/* ---- how it goes on ---- */

static int sasl_fail(struct peer *peer, const char *problem)
{
    log_warning("client %llu (pid %d, uid %d) is not let in: %s", (unsigned long long)peer->id,
                (int)peer->session.pid, (int)peer->session.uid, problem);
    sasl_end(peer);
    return auth_refuse("SASL does not let this client in");
}

/* Lets in the user whose name the exchange has brought out. */
static int sasl_admit(struct peer *peer, const struct sasl_exchange *exchange)
{
    const char *user = sasl_exchange_user(exchange);

    if (!user || !*user)
        return sasl_fail(peer, "SASL has no name for it");
    if (!allowed_users_match(peer->context->users, user)) {
        log_warning("user '%s' is not in sasl_allowed_username_list", user);
        return sasl_fail(peer, "SASL knows its user, who may not come");
    }
    peer->auth.sasl_user = strdup(user);
    if (!peer->auth.sasl_user) {
        sasl_end(peer);
        return error_oom(VIR_FROM_RPC);
    }
    log_info("client %llu is '%s' by SASL", (unsigned long long)peer->id, user);
    auth_succeeded(peer, "SASL knows its user");
    return 0;
}

/* What the client says; where it says nothing, a length beside it means nothing. */
static struct sasl_data sasl_data_of(int nil, const char *data, unsigned len)
{
    return nil ? (struct sasl_data){0} : (struct sasl_data){data, len};
}

/* What a call of the protocol carries either way; START and STEP have the same reply. */
static int sasl_reply(struct sasl_data data, int complete, remote_auth_sasl_start_ret *ret)
{
    char *copy = NULL;

    if (data.len > REMOTE_AUTH_SASL_DATA_MAX)
        return error_set(VIR_FROM_RPC, VIR_ERR_AUTH_FAILED, "SASL says %zu bytes, a reply holds %d",
                         data.len, REMOTE_AUTH_SASL_DATA_MAX);
    if (data.len && !(copy = malloc(data.len)))
        return error_oom(VIR_FROM_RPC);
    if (data.len)
        memcpy(copy, data.data, data.len);
    ret->complete = complete;
    ret->nil = !data.data;
    ret->data.data_val = copy;
    ret->data.data_len = (unsigned)data.len;
    return 0;
}

static int sasl_step(struct peer *peer, const char *mechanism, struct sasl_data data,
                     remote_auth_sasl_start_ret *ret)
{
    _cleanup_(sasl_exchange_freep) struct sasl_exchange *exchange = sasl_take_exchange(peer);
    struct sasl_data answer = {0};
    int r;

    if (!exchange)
        return auth_refuse("this client has begun no SASL exchange");
    session_waiting(&peer->session, true);
    r = sasl_exchange_step(exchange, mechanism, data, &answer);
    session_waiting(&peer->session, false);
    if (r < 0)
        return sasl_fail(peer, sasl_exchange_problem(exchange));
    if (sasl_reply(answer, r, ret) < 0) {
        sasl_end(peer);
        return -1;
    }
    if (r == 0)
        sasl_put_back(peer, take(exchange));
    return r == 0 ? 0 : sasl_admit(peer, exchange);
}

/* ---- operations ---- */

int auth_sasl_init(struct session *s, remote_auth_sasl_init_ret *ret)
{
    struct peer *peer = peer_of_session(s);
    struct sasl_exchange *exchange;
    int r;

    if (!sasl_begin(peer))
        return auth_refuse("there is no SASL exchange to begin");
    session_waiting(s, true);
    r = sasl_exchange_new(&exchange, &ret->mechlist);
    session_waiting(s, false);
    if (r < 0) {
        log_error("%s", error_get()->message);
        sasl_end(peer);
        return -1;
    }
    sasl_put_back(peer, exchange);
    return 0;
}

int auth_sasl_start(struct session *s, const remote_auth_sasl_start_args *args,
                    remote_auth_sasl_start_ret *ret)
{
    struct sasl_data data = sasl_data_of(args->nil, args->data.data_val, args->data.data_len);

    return sasl_step(peer_of_session(s), args->mech, data, ret);
}

int auth_sasl_step(struct session *s, const remote_auth_sasl_step_args *args,
                   remote_auth_sasl_step_ret *ret)
{
    struct sasl_data data = sasl_data_of(args->nil, args->data.data_val, args->data.data_len);
    remote_auth_sasl_start_ret got = {0};
    int r = sasl_step(peer_of_session(s), NULL, data, &got);

    /* Also when it failed: whoever called frees what ret has. */
    ret->complete = got.complete;
    ret->nil = got.nil;
    ret->data.data_val = got.data.data_val;
    ret->data.data_len = got.data.data_len;
    return r;
}
