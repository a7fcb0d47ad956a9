/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Authentication of a peer. polkit is asked on the worker that runs the call, which does not
 * count in the pool meanwhile; closing the peer ends the question through cancel_fd.
 */
#include "daemon/auth/auth.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "common/log.h"
#include "daemon/auth/polkit.h"
#include "daemon/auth/sasl.h"
#include "daemon/peer/client_limits.h"
#include "daemon/peer/peer.h"
#include "drivers/session.h"

#define LOG_MODULE "daemon.auth"

int auth_method_find(const char *name)
{
    if (strcmp(name, "none") == 0)
        return AUTH_METHOD_NONE;
    if (strcmp(name, "polkit") == 0)
        return AUTH_METHOD_POLKIT;
    return sasl_exchange_supported() && strcmp(name, "sasl") == 0 ? AUTH_METHOD_SASL : -1;
}

bool auth_is_being_asked(struct peer *peer)
{
    LOCK_SCOPE(&peer->lock);
    return peer->auth.cancel_fd >= 0;
}

void auth_begin(struct peer *peer, enum auth_method method)
{
    peer->auth = (struct auth){
        .method = method,
        .done = method == AUTH_METHOD_NONE,
        .unauthenticated = method != AUTH_METHOD_NONE,
        .cancel_fd = -1,
    };
    if (!peer->auth.done)
        peer->auth.start_time = polkit_start_time(peer->session.pid);
}

void auth_interrupt(struct peer *peer)
{
    LOCK_SCOPE(&peer->lock);
    if (peer->auth.cancel_fd >= 0 && eventfd_write(peer->auth.cancel_fd, 1) < 0)
        log_warning("a question to polkit cannot be dropped: %s", strerror(errno));
}

void auth_free(struct peer *peer)
{
    sasl_exchange_free(peer->auth.exchange);
    free(peer->auth.sasl_user);
}

/* ---- operations ---- */

void auth_count_ends(struct peer *peer)
{
    const struct peer_context *context = peer->context;

    if (atomic_exchange(&peer->auth.unauthenticated, false))
        context->events->authenticated(context->owner, peer);
}

void auth_succeeded(struct peer *peer, const char *how)
{
    log_info("client %llu is pid %d of uid %d: %s", (unsigned long long)peer->id,
             (int)peer->session.pid, (int)peer->session.uid, how);
    peer->auth.done = true;
    auth_count_ends(peer);
}

int auth_refuse(const char *what)
{
    return error_set(VIR_FROM_RPC, VIR_ERR_AUTH_FAILED, "%s", what);
}

static remote_auth_type auth_type(const struct auth *auth)
{
    if (auth->done)
        return REMOTE_AUTH_NONE;
    return auth->method == AUTH_METHOD_SASL ? REMOTE_AUTH_SASL : REMOTE_AUTH_POLKIT;
}

int auth_list(struct session *s, remote_auth_list_ret *ret)
{
    struct peer *peer = peer_of_session(s);
    remote_auth_type *types = malloc(sizeof(*types));

    if (!types)
        return error_oom(VIR_FROM_RPC);
    /* Root gets in also where polkit does not run. */
    if (!peer->auth.done && peer->auth.method == AUTH_METHOD_POLKIT && s->uid == 0)
        auth_succeeded(peer, "root needs no more");
    *types = auth_type(&peer->auth);
    ret->types.types_val = types;
    ret->types.types_len = 1;
    return 0;
}

/* Makes cancel_fd; one question at a time. */
static int auth_begin_question(struct peer *peer)
{
    LOCK_SCOPE(&peer->lock);

    if (peer->auth.cancel_fd >= 0)
        return error_set(VIR_FROM_POLKIT, VIR_ERR_AUTH_FAILED,
                         "polkit is being asked about this client already");
    peer->auth.cancel_fd = eventfd(peer->session.gone, EFD_CLOEXEC | EFD_NONBLOCK);
    return peer->auth.cancel_fd < 0
               ? error_set_errno(VIR_FROM_POLKIT, errno, "no descriptor for a question to polkit")
               : peer->auth.cancel_fd;
}

static void auth_end_question(struct peer *peer)
{
    LOCK_SCOPE(&peer->lock);
    close(peer->auth.cancel_fd);
    peer->auth.cancel_fd = -1;
}

int auth_polkit(struct session *s, remote_auth_polkit_ret *ret)
{
    struct peer *peer = peer_of_session(s);
    const struct polkit_subject subject = {
        .pid = s->pid, .uid = s->uid, .start_time = peer->auth.start_time};
    static const struct polkit_action monitor = {"org.vireo.unix.monitor",
                                                 "org.libvirt.unix.monitor"},
                                      manage = {"org.vireo.unix.manage", "org.libvirt.unix.manage"};
    const struct polkit_action *action = peer->role == PEER_RO ? &monitor : &manage;
    int seconds = peer->context->limits->auth_timeout;
    char cookie[64];
    int fd, r;

    if (peer->auth.done || peer->auth.method != AUTH_METHOD_POLKIT)
        return error_set(VIR_FROM_RPC, VIR_ERR_INTERNAL_ERROR,
                         "there is nothing to ask polkit (any more) on this connection");
    fd = auth_begin_question(peer);
    if (fd < 0)
        return -1;
    snprintf(cookie, sizeof(cookie), "vireod-%d-%llu", (int)getpid(), (unsigned long long)peer->id);
    session_waiting(s, true);
    r = polkit_check(&subject, action, cookie, seconds > 0 ? seconds * 1000 : -1, fd);
    session_waiting(s, false);
    auth_end_question(peer);
    if (r < 0) {
        log_warning("client %llu (pid %d, uid %d) is not let in: %s", (unsigned long long)peer->id,
                    (int)s->pid, (int)s->uid, error_get()->message);
        return -1;
    }
    auth_succeeded(peer, "polkit allows it");
    ret->complete = 1;
    return 0;
}
