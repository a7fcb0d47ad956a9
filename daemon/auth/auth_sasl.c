/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The procedures AUTH_SASL_*. A client has one conversation at a time; the call that goes on with
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
#include "daemon/peer.h"
#include "drivers/session.h"

#define LOG_MODULE "daemon.auth"

DEFINE_CLEANUP(struct sasl_talk *, sasl_talk_free)

/* ---- whose turn it is ---- */

/* The peer's conversation, the caller's until give_back; NULL: there is none. */
static struct sasl_talk *take_talk(struct peer *peer)
{
    LOCK_SCOPE(&peer->lock);
    return take(peer->auth.talk);
}

static void give_back(struct peer *peer, struct sasl_talk *talk)
{
    LOCK_SCOPE(&peer->lock);
    peer->auth.talk = talk;
}

static bool begin(struct peer *peer)
{
    LOCK_SCOPE(&peer->lock);
    if (peer->auth.method != AUTH_METHOD_SASL || peer->auth.done || peer->auth.talking)
        return false;
    peer->auth.talking = true;
    return true;
}

static void end(struct peer *peer)
{
    LOCK_SCOPE(&peer->lock);
    peer->auth.talking = false;
}

/* ---- how it goes on ---- */

static int fail(struct peer *peer, const char *problem)
{
    log_warning("client %llu (pid %d, uid %d) is not let in: %s", (unsigned long long)peer->id,
                (int)peer->session.pid, (int)peer->session.uid, problem);
    end(peer);
    return auth_refuse("SASL does not let this client in");
}

/* Lets in the user whose name the conversation has brought out. */
static int admit(struct peer *peer, const struct sasl_talk *talk)
{
    const char *user = sasl_talk_user(talk);

    if (!user || !*user)
        return fail(peer, "SASL has no name for it");
    if (!allowed_users_match(peer->context->users, user)) {
        log_warning("user '%s' is not in sasl_allowed_username_list", user);
        return fail(peer, "SASL knows its user, who may not come");
    }
    peer->auth.sasl_user = strdup(user);
    if (!peer->auth.sasl_user) {
        end(peer);
        return error_oom(VIR_FROM_RPC);
    }
    log_info("client %llu is '%s' by SASL", (unsigned long long)peer->id, user);
    auth_succeeded(peer, "SASL knows its user");
    return 0;
}

/* What the client says; where it says nothing, a length beside it means nothing. */
static struct sasl_words words_of(int nil, const char *data, unsigned len)
{
    return nil ? (struct sasl_words){0} : (struct sasl_words){data, len};
}

/* What a call of the protocol carries either way; START and STEP have the same reply. */
static int reply(struct sasl_words words, int complete, remote_auth_sasl_start_ret *ret)
{
    char *copy = NULL;

    if (words.len > REMOTE_AUTH_SASL_DATA_MAX)
        return error_set(VIR_FROM_RPC, VIR_ERR_AUTH_FAILED, "SASL says %zu bytes, a reply holds %d",
                         words.len, REMOTE_AUTH_SASL_DATA_MAX);
    if (words.len && !(copy = malloc(words.len)))
        return error_oom(VIR_FROM_RPC);
    if (words.len)
        memcpy(copy, words.data, words.len);
    ret->complete = complete;
    ret->nil = !words.data;
    ret->data.data_val = copy;
    ret->data.data_len = (unsigned)words.len;
    return 0;
}

static int go_on(struct peer *peer, const char *mechanism, struct sasl_words words,
                 remote_auth_sasl_start_ret *ret)
{
    _cleanup_(sasl_talk_freep) struct sasl_talk *talk = take_talk(peer);
    struct sasl_words answer = {0};
    int r;

    if (!talk)
        return auth_refuse("this client has begun no conversation in SASL");
    session_waiting(&peer->session, true);
    r = sasl_talk_take(talk, mechanism, words, &answer);
    session_waiting(&peer->session, false);
    if (r < 0)
        return fail(peer, sasl_talk_problem(talk));
    if (reply(answer, r, ret) < 0) {
        end(peer);
        return -1;
    }
    if (r == 0)
        give_back(peer, take(talk));
    return r == 0 ? 0 : admit(peer, talk);
}

/* ---- operations ---- */

int auth_sasl_init(struct session *s, remote_auth_sasl_init_ret *ret)
{
    struct peer *peer = peer_of_session(s);
    struct sasl_talk *talk;
    int r;

    if (!begin(peer))
        return auth_refuse("there is no conversation in SASL to begin");
    session_waiting(s, true);
    r = sasl_talk_new(&talk, &ret->mechlist);
    session_waiting(s, false);
    if (r < 0) {
        log_error("%s", error_get()->message);
        end(peer);
        return -1;
    }
    give_back(peer, talk);
    return 0;
}

int auth_sasl_start(struct session *s, const remote_auth_sasl_start_args *args,
                    remote_auth_sasl_start_ret *ret)
{
    struct sasl_words words = words_of(args->nil, args->data.data_val, args->data.data_len);

    return go_on(peer_of_session(s), args->mech, words, ret);
}

int auth_sasl_step(struct session *s, const remote_auth_sasl_step_args *args,
                   remote_auth_sasl_step_ret *ret)
{
    struct sasl_words words = words_of(args->nil, args->data.data_val, args->data.data_len);
    remote_auth_sasl_start_ret got = {0};

    if (go_on(peer_of_session(s), NULL, words, &got) < 0)
        return -1;
    ret->complete = got.complete;
    ret->nil = got.nil;
    ret->data.data_val = got.data.data_val;
    ret->data.data_len = got.data.data_len;
    return 0;
}
