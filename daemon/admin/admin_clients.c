/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A server's clients: who is there, what is known of each, and closing one. */
#include <grp.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt-admin.h>
#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "daemon/admin/admin_internal.h"
#include "daemon/admin/admin_lookup.h"
#include "daemon/admin/admin_params.h"
#include "daemon/peer/peer_output.h"
#include "daemon/server/server.h"
#include "daemon/service.h"

static int admin_describe_client(const struct server *server, const struct peer *peer,
                                 admin_nonnull_client *ret)
{
    *ret = (admin_nonnull_client){
        .srv.name = strdup(server->context.service->name),
        .id = peer->id,
        .timestamp = peer->since,
        .transport = VIR_CLIENT_TRANS_UNIX,
    };
    return ret->srv.name ? 0 : error_oom(VIR_FROM_ADMIN);
}

static void admin_peer_unrefp(struct peer **peer)
{
    if (*peer)
        peer_unref(*peer);
}

int admin_server_list_clients(struct session *s, const admin_server_list_clients_args *args,
                              admin_server_list_clients_ret *ret)
{
    struct server *server = admin_find_server(s, args->srv.name);
    struct peer *peer;
    unsigned n = 0;

    if (!server || admin_no_flags("SERVER_LIST_CLIENTS", args->flags) < 0)
        return -1;
    LOCK_SCOPE(&server->list_lock);
    ret->ret = server->n_peers;
    if (!args->need_results || !server->n_peers)
        return 0;
    if (server->n_peers > ADMIN_CLIENT_LIST_MAX)
        return error_set(VIR_FROM_ADMIN, VIR_ERR_RPC, "%u clients, a list holds %d",
                         server->n_peers, ADMIN_CLIENT_LIST_MAX);
    ret->clients.clients_val = calloc(server->n_peers, sizeof(*ret->clients.clients_val));
    if (!ret->clients.clients_val)
        return error_oom(VIR_FROM_ADMIN);
    ret->clients.clients_len = server->n_peers;
    TAILQ_FOREACH (peer, &server->peers, link) {
        if (admin_describe_client(server, peer, &ret->clients.clients_val[n++]) < 0)
            return -1;
    }
    return 0;
}

int admin_server_lookup_client(struct session *s, const admin_server_lookup_client_args *args,
                               admin_server_lookup_client_ret *ret)
{
    _cleanup_(admin_peer_unrefp) struct peer *peer = admin_find_client(s, args->srv.name, args->id);

    if (!peer || admin_no_flags("SERVER_LOOKUP_CLIENT", args->flags) < 0)
        return -1;
    return admin_describe_client(peer->context->owner, peer, &ret->clnt);
}

/* The name that the client has by SASL, which is there and stays once it is authenticated. */
static int admin_add_sasl_user(struct admin_params *p, const struct auth *auth)
{
    return auth->done && auth->sasl_user
               ? admin_params_add_text(p, VIR_CLIENT_INFO_SASL_USER_NAME, auth->sasl_user)
               : 0;
}

static int admin_add_identity(struct admin_params *p, const struct session *s)
{
    char buf[4096];
    struct passwd pw, *user = NULL;
    struct group gr, *group = NULL;

    if (admin_params_add_int(p, VIR_CLIENT_INFO_UNIX_USER_ID, ADMIN_PARAM_INT, (int)s->uid) < 0)
        return -1;
    if (getpwuid_r(s->uid, &pw, buf, sizeof(buf), &user) == 0 && user &&
        admin_params_add_text(p, VIR_CLIENT_INFO_UNIX_USER_NAME, pw.pw_name) < 0)
        return -1;
    if (admin_params_add_int(p, VIR_CLIENT_INFO_UNIX_GROUP_ID, ADMIN_PARAM_INT, (int)s->gid) < 0)
        return -1;
    if (getgrgid_r(s->gid, &gr, buf, sizeof(buf), &group) == 0 && group &&
        admin_params_add_text(p, VIR_CLIENT_INFO_UNIX_GROUP_NAME, gr.gr_name) < 0)
        return -1;
    return admin_params_add_int(p, VIR_CLIENT_INFO_UNIX_PROCESS_ID, ADMIN_PARAM_INT, (int)s->pid);
}

int admin_client_get_info(struct session *s, const admin_client_get_info_args *args,
                          admin_client_get_info_ret *ret)
{
    _cleanup_(admin_peer_unrefp) struct peer *peer = NULL;
    struct admin_params p = {0};
    int r;

    if (admin_no_flags("CLIENT_GET_INFO", args->flags) < 0)
        return -1;
    peer = admin_find_client(s, args->clnt.srv.name, args->clnt.id);
    if (!peer)
        return -1;
    r = admin_params_add_int(&p, VIR_CLIENT_INFO_READONLY, ADMIN_PARAM_BOOLEAN,
                             peer->role == PEER_RO);
    if (r == 0)
        r = admin_add_sasl_user(&p, &peer->auth);
    if (r == 0)
        r = admin_add_identity(&p, &peer->session);
    ret->params.params_val = p.val;
    ret->params.params_len = p.len;
    return r;
}

int admin_client_close(struct session *s, const admin_client_close_args *args)
{
    _cleanup_(admin_peer_unrefp) struct peer *peer = NULL;

    if (admin_no_flags("CLIENT_CLOSE", args->flags) < 0)
        return -1;
    peer = admin_find_client(s, args->clnt.srv.name, args->clnt.id);
    if (!peer)
        return -1;
    peer_close_later(peer);
    return 0;
}
