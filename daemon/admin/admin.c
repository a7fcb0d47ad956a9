/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Answers the administration program. Its calls run on the pool of the administration's own
 * server, so that they get through when the other one is stuck; what they look at of the other
 * server is behind that server's and its pool's locks.
 */
#include "daemon/admin/admin.h"

#include <errno.h>
#include <grp.h>
#include <limits.h>
#include <pwd.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <libvirt/libvirt-admin.h>
#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "daemon/peer.h"
#include "daemon/peer_output.h"
#include "daemon/process/logging.h"
#include "daemon/server.h"
#include "daemon/service.h"
#include "event/loop.h"

enum { TYPE_INT = 1, TYPE_UINT = 2, TYPE_BOOLEAN = 6, TYPE_STRING = 7 };

static int no_flags(const char *call, unsigned flags)
{
    return flags ? error_set(VIR_FROM_ADMIN, VIR_ERR_INVALID_ARG, "unknown flags 0x%x of %s", flags,
                             call)
                 : 0;
}

/* ---- servers ---- */

static struct server *own_server(struct session *s)
{
    return peer_of_session(s)->context->owner;
}

static struct server *find_server(struct session *s, const char *name)
{
    struct server *own = own_server(s);

    for (struct server *server = own->siblings; server; server = server->next) {
        if (strcmp(server->context.service->name, name) == 0)
            return server;
    }
    error_set(VIR_FROM_ADMIN, VIR_ERR_NO_SERVER, "'%s'", name);
    return NULL;
}

static int connect_open(struct session *s, const admin_connect_open_args *args)
{
    struct peer *peer = peer_of_session(s);

    if (no_flags("CONNECT_OPEN", args->flags) < 0)
        return -1;
    if (peer->opened)
        return error_set(VIR_FROM_ADMIN, VIR_ERR_INTERNAL_ERROR, "the connection is open already");
    peer->opened = true;
    return 0;
}

static int connect_close(struct session *s)
{
    return 0;
}

static int connect_get_lib_version(struct session *s, admin_connect_get_lib_version_ret *ret)
{
    ret->libVer = LIBVIR_VERSION_NUMBER;
    return 0;
}

static int connect_list_servers(struct session *s, const admin_connect_list_servers_args *args,
                                admin_connect_list_servers_ret *ret)
{
    struct server *own = own_server(s);
    unsigned n = 0;

    if (no_flags("CONNECT_LIST_SERVERS", args->flags) < 0)
        return -1;
    for (struct server *server = own->siblings; server; server = server->next)
        n++;
    ret->ret = n;
    if (!args->need_results)
        return 0;
    ret->servers.servers_val = calloc(n, sizeof(*ret->servers.servers_val));
    if (!ret->servers.servers_val)
        return error_oom(VIR_FROM_ADMIN);
    ret->servers.servers_len = n;
    n = 0;
    for (struct server *server = own->siblings; server; server = server->next) {
        if (!(ret->servers.servers_val[n++].name = strdup(server->context.service->name)))
            return error_oom(VIR_FROM_ADMIN);
    }
    return 0;
}

static int connect_lookup_server(struct session *s, const admin_connect_lookup_server_args *args,
                                 admin_connect_lookup_server_ret *ret)
{
    struct server *server;

    if (no_flags("CONNECT_LOOKUP_SERVER", args->flags) < 0 ||
        !(server = find_server(s, args->name)))
        return -1;
    ret->srv.name = strdup(server->context.service->name);
    return ret->srv.name ? 0 : error_oom(VIR_FROM_ADMIN);
}

/* ---- parameters ---- */

/* A list of parameters that is filled front to back. */
struct params {
    admin_typed_param *val;
    unsigned len, room;
};

static admin_typed_param *add(struct params *p, const char *field, int type)
{
    admin_typed_param *param;

    if (p->len == p->room) {
        param = reallocarray(p->val, p->room + 8, sizeof(*param));
        if (!param)
            return NULL;
        p->val = param;
        p->room += 8;
    }
    param = &p->val[p->len];
    *param = (admin_typed_param){.field = strdup(field), .value.type = type};
    if (!param->field)
        return NULL;
    p->len++;
    return param;
}

static int add_uint(struct params *p, const char *field, unsigned value)
{
    admin_typed_param *param = add(p, field, TYPE_UINT);

    if (!param)
        return error_oom(VIR_FROM_ADMIN);
    param->value.admin_typed_param_value_u.ui = value;
    return 0;
}

static int add_int(struct params *p, const char *field, int type, int value)
{
    admin_typed_param *param = add(p, field, type);

    if (!param)
        return error_oom(VIR_FROM_ADMIN);
    param->value.admin_typed_param_value_u.i = value;
    return 0;
}

static int add_text(struct params *p, const char *field, const char *value)
{
    char *copy = strdup(value);
    admin_typed_param *param = copy ? add(p, field, TYPE_STRING) : NULL;

    if (!param) {
        free(copy);
        return error_oom(VIR_FROM_ADMIN);
    }
    param->value.admin_typed_param_value_u.s = copy;
    return 0;
}

/* One number that a set call may bring. */
struct wanted {
    const char *field;
    unsigned *value;
    unsigned lowest, highest;
};

static int take_param(const admin_typed_param *p, const struct wanted *wanted, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct wanted *w = &wanted[i];
        unsigned value = p->value.admin_typed_param_value_u.ui;

        if (strcmp(p->field, w->field) != 0)
            continue;
        if (p->value.type != TYPE_UINT)
            return error_set(VIR_FROM_ADMIN, VIR_ERR_INVALID_ARG,
                             "parameter '%s' is an unsigned number, not of type %d", p->field,
                             p->value.type);
        if (value < w->lowest || value > w->highest)
            return error_set(VIR_FROM_ADMIN, VIR_ERR_INVALID_ARG,
                             "parameter '%s' is %u, outside %u..%u", p->field, value, w->lowest,
                             w->highest);
        *w->value = value;
        return 0;
    }
    return error_set(VIR_FROM_ADMIN, VIR_ERR_INVALID_ARG, "unknown parameter '%s'", p->field);
}

static int take_params(const admin_typed_param *val, unsigned len, const struct wanted *wanted,
                       size_t n)
{
    for (unsigned i = 0; i < len; i++) {
        if (take_param(&val[i], wanted, n) < 0)
            return -1;
    }
    return 0;
}

/* ---- pools ---- */

enum { WORKERS_HIGHEST = 10000, CLIENTS_HIGHEST = 1000000 };

static int server_get_threadpool_parameters(struct session *s,
                                            const admin_server_get_threadpool_parameters_args *args,
                                            admin_server_get_threadpool_parameters_ret *ret)
{
    struct server *server = find_server(s, args->srv.name);
    struct params p = {0};
    struct pool_stats stats;
    struct pool_size size;
    int r;

    if (!server || no_flags("SERVER_GET_THREADPOOL_PARAMETERS", args->flags) < 0)
        return -1;
    pool_get_stats(server->context.pool, &stats);
    pool_get_size(server->context.pool, &size);
    r = add_uint(&p, VIR_THREADPOOL_WORKERS_MIN, size.min) < 0 ||
                add_uint(&p, VIR_THREADPOOL_WORKERS_MAX, size.max) < 0 ||
                add_uint(&p, VIR_THREADPOOL_WORKERS_CURRENT, stats.workers) < 0 ||
                add_uint(&p, VIR_THREADPOOL_WORKERS_FREE, stats.free_workers) < 0 ||
                add_uint(&p, VIR_THREADPOOL_WORKERS_PRIORITY, size.prio) < 0 ||
                add_uint(&p, VIR_THREADPOOL_JOB_QUEUE_DEPTH, (unsigned)stats.queued) < 0
            ? -1
            : 0;
    ret->params.params_val = p.val;
    ret->params.params_len = p.len;
    return r;
}

static int server_set_threadpool_parameters(struct session *s,
                                            const admin_server_set_threadpool_parameters_args *args)
{
    struct server *server = find_server(s, args->srv.name);
    struct pool_size size;

    if (!server || no_flags("SERVER_SET_THREADPOOL_PARAMETERS", args->flags) < 0)
        return -1;
    pool_get_size(server->context.pool, &size);
    const struct wanted wanted[] = {
        {VIR_THREADPOOL_WORKERS_MIN, &size.min, 1, WORKERS_HIGHEST},
        {VIR_THREADPOOL_WORKERS_MAX, &size.max, 1, WORKERS_HIGHEST},
        {VIR_THREADPOOL_WORKERS_PRIORITY, &size.prio, 0, WORKERS_HIGHEST},
    };
    if (take_params(args->params.params_val, args->params.params_len, wanted, ARRAY_SIZE(wanted)) <
        0)
        return -1;
    if (size.min > size.max)
        return error_set(VIR_FROM_ADMIN, VIR_ERR_INVALID_ARG,
                         "%u workers at least are more than %u at most", size.min, size.max);
    pool_resize(server->context.pool, &size);
    return 0;
}

/* ---- clients ---- */

static int describe(const struct server *server, const struct peer *peer, admin_nonnull_client *ret)
{
    *ret = (admin_nonnull_client){
        .srv.name = strdup(server->context.service->name),
        .id = peer->id,
        .timestamp = peer->since,
        .transport = VIR_CLIENT_TRANS_UNIX,
    };
    return ret->srv.name ? 0 : error_oom(VIR_FROM_ADMIN);
}

/* The client of that number with a reference, or NULL. */
static struct peer *find_client(struct session *s, const char *name, uint64_t id)
{
    struct server *server = find_server(s, name);
    struct peer *peer;

    if (!server)
        return NULL;
    LOCK_SCOPE(&server->list_lock);
    TAILQ_FOREACH (peer, &server->peers, link) {
        if (peer->id == id) {
            peer_ref(peer);
            return peer;
        }
    }
    error_set(VIR_FROM_ADMIN, VIR_ERR_NO_CLIENT, "number %llu of server '%s'",
              (unsigned long long)id, name);
    return NULL;
}

static void peer_unrefp(struct peer **peer)
{
    if (*peer)
        peer_unref(*peer);
}

static int server_list_clients(struct session *s, const admin_server_list_clients_args *args,
                               admin_server_list_clients_ret *ret)
{
    struct server *server = find_server(s, args->srv.name);
    struct peer *peer;
    unsigned n = 0;

    if (!server || no_flags("SERVER_LIST_CLIENTS", args->flags) < 0)
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
        if (describe(server, peer, &ret->clients.clients_val[n++]) < 0)
            return -1;
    }
    return 0;
}

static int server_lookup_client(struct session *s, const admin_server_lookup_client_args *args,
                                admin_server_lookup_client_ret *ret)
{
    _cleanup_(peer_unrefp) struct peer *peer = find_client(s, args->srv.name, args->id);

    if (!peer || no_flags("SERVER_LOOKUP_CLIENT", args->flags) < 0)
        return -1;
    return describe(peer->context->owner, peer, &ret->clnt);
}

/* The name that the client has by SASL, which is there and stays once it is authenticated. */
static int add_sasl_user(struct params *p, const struct auth *auth)
{
    return auth->done && auth->sasl_user
               ? add_text(p, VIR_CLIENT_INFO_SASL_USER_NAME, auth->sasl_user)
               : 0;
}

static int add_identity(struct params *p, const struct session *s)
{
    char buf[4096];
    struct passwd pw, *user = NULL;
    struct group gr, *group = NULL;

    if (add_int(p, VIR_CLIENT_INFO_UNIX_USER_ID, TYPE_INT, (int)s->uid) < 0)
        return -1;
    if (getpwuid_r(s->uid, &pw, buf, sizeof(buf), &user) == 0 && user &&
        add_text(p, VIR_CLIENT_INFO_UNIX_USER_NAME, pw.pw_name) < 0)
        return -1;
    if (add_int(p, VIR_CLIENT_INFO_UNIX_GROUP_ID, TYPE_INT, (int)s->gid) < 0)
        return -1;
    if (getgrgid_r(s->gid, &gr, buf, sizeof(buf), &group) == 0 && group &&
        add_text(p, VIR_CLIENT_INFO_UNIX_GROUP_NAME, gr.gr_name) < 0)
        return -1;
    return add_int(p, VIR_CLIENT_INFO_UNIX_PROCESS_ID, TYPE_INT, (int)s->pid);
}

static int client_get_info(struct session *s, const admin_client_get_info_args *args,
                           admin_client_get_info_ret *ret)
{
    _cleanup_(peer_unrefp) struct peer *peer = NULL;
    struct params p = {0};
    int r;

    if (no_flags("CLIENT_GET_INFO", args->flags) < 0)
        return -1;
    peer = find_client(s, args->clnt.srv.name, args->clnt.id);
    if (!peer)
        return -1;
    r = add_int(&p, VIR_CLIENT_INFO_READONLY, TYPE_BOOLEAN, peer->role == PEER_RO);
    if (r == 0)
        r = add_sasl_user(&p, &peer->auth);
    if (r == 0)
        r = add_identity(&p, &peer->session);
    ret->params.params_val = p.val;
    ret->params.params_len = p.len;
    return r;
}

static int client_close(struct session *s, const admin_client_close_args *args)
{
    _cleanup_(peer_unrefp) struct peer *peer = NULL;

    if (no_flags("CLIENT_CLOSE", args->flags) < 0)
        return -1;
    peer = find_client(s, args->clnt.srv.name, args->clnt.id);
    if (!peer)
        return -1;
    peer_close_later(peer);
    return 0;
}

static int server_get_client_limits(struct session *s,
                                    const admin_server_get_client_limits_args *args,
                                    admin_server_get_client_limits_ret *ret)
{
    struct server *server = find_server(s, args->srv.name);
    struct params p = {0};
    int r;

    if (!server || no_flags("SERVER_GET_CLIENT_LIMITS", args->flags) < 0)
        return -1;
    LOCK_SCOPE(&server->list_lock);
    /* What was asked for last: the loop may not have come to it yet. */
    r = add_uint(&p, VIR_SERVER_CLIENTS_MAX, server->pending.max_clients) < 0 ||
                add_uint(&p, VIR_SERVER_CLIENTS_CURRENT, server->n_peers) < 0 ||
                add_uint(&p, VIR_SERVER_CLIENTS_UNAUTH_MAX, server->pending.max_unauthenticated) <
                    0 ||
                add_uint(&p, VIR_SERVER_CLIENTS_UNAUTH_CURRENT,
                         atomic_load(&server->n_unauthenticated)) < 0
            ? -1
            : 0;
    ret->params.params_val = p.val;
    ret->params.params_len = p.len;
    return r;
}

static void review_limits(void *server)
{
    server_review_limits(server);
}

static int server_set_client_limits(struct session *s,
                                    const admin_server_set_client_limits_args *args)
{
    struct server *server = find_server(s, args->srv.name);
    struct client_limits limits;

    if (!server || no_flags("SERVER_SET_CLIENT_LIMITS", args->flags) < 0)
        return -1;
    LOCK_SCOPE(&server->list_lock);
    limits = server->pending;
    const struct wanted wanted[] = {
        {VIR_SERVER_CLIENTS_MAX, &limits.max_clients, 1, CLIENTS_HIGHEST},
        {VIR_SERVER_CLIENTS_UNAUTH_MAX, &limits.max_unauthenticated, 0, CLIENTS_HIGHEST},
    };
    if (take_params(args->params.params_val, args->params.params_len, wanted, ARRAY_SIZE(wanted)) <
        0)
        return -1;
    if (limits.max_unauthenticated > limits.max_clients)
        return error_set(VIR_FROM_ADMIN, VIR_ERR_INVALID_ARG,
                         "%u clients that are not known yet are more than %u clients",
                         limits.max_unauthenticated, limits.max_clients);
    server->pending = limits;
    return loop_defer(server->context.loop, review_limits, server) < 0 ? error_oom(VIR_FROM_ADMIN)
                                                                       : 0;
}

/* Clients come over UNIX sockets only. */
static int server_update_tls_files(struct session *s,
                                   const admin_server_update_tls_files_args *args)
{
    if (no_flags("SERVER_UPDATE_TLS_FILES", args->flags) < 0 || !find_server(s, args->srv.name))
        return -1;
    return error_set(VIR_FROM_ADMIN, VIR_ERR_NO_SUPPORT, "server '%s' has no TLS", args->srv.name);
}

/* ---- the daemon ---- */

static int connect_get_logging_outputs(struct session *s,
                                       const admin_connect_get_logging_outputs_args *args,
                                       admin_connect_get_logging_outputs_ret *ret)
{
    if (no_flags("CONNECT_GET_LOGGING_OUTPUTS", args->flags) < 0)
        return -1;
    return logging_outputs(&ret->outputs, &ret->noutputs);
}

/* No filters are no text: that is what a client of the protocol expects. */
static int connect_get_logging_filters(struct session *s,
                                       const admin_connect_get_logging_filters_args *args,
                                       admin_connect_get_logging_filters_ret *ret)
{
    _cleanup_free_ char *text = NULL;
    unsigned count = 0;

    if (no_flags("CONNECT_GET_LOGGING_FILTERS", args->flags) < 0 ||
        logging_filters(&text, &count) < 0)
        return -1;
    ret->nfilters = count;
    if (!count)
        return 0;
    ret->filters = malloc(sizeof(*ret->filters));
    if (!ret->filters)
        return error_oom(VIR_FROM_ADMIN);
    *ret->filters = take(text);
    return 0;
}

static int connect_set_logging_outputs(struct session *s,
                                       const admin_connect_set_logging_outputs_args *args)
{
    if (no_flags("CONNECT_SET_LOGGING_OUTPUTS", args->flags) < 0)
        return -1;
    return logging_change(NULL, args->outputs ? *args->outputs : "");
}

static int connect_set_logging_filters(struct session *s,
                                       const admin_connect_set_logging_filters_args *args)
{
    if (no_flags("CONNECT_SET_LOGGING_FILTERS", args->flags) < 0)
        return -1;
    return logging_change(args->filters ? *args->filters : "", NULL);
}

struct idle_timeout {
    struct server *first;
    int seconds;
};

static void set_idle_timeout(void *opaque)
{
    _cleanup_free_ struct idle_timeout *wanted = opaque;

    server_set_idle_timeout(wanted->first, wanted->seconds);
}

static int connect_set_daemon_timeout(struct session *s,
                                      const admin_connect_set_daemon_timeout_args *args)
{
    struct server *own = own_server(s);
    struct idle_timeout *wanted;

    if (no_flags("CONNECT_SET_DAEMON_TIMEOUT", args->flags) < 0)
        return -1;
    if (args->timeout > INT_MAX / 1000)
        return error_set(VIR_FROM_ADMIN, VIR_ERR_INVALID_ARG,
                         "a timeout of %u seconds, more than %d", args->timeout, INT_MAX / 1000);
    wanted = malloc(sizeof(*wanted));
    if (!wanted)
        return error_oom(VIR_FROM_ADMIN);
    *wanted = (struct idle_timeout){own->siblings, (int)args->timeout};
    if (loop_defer(own->context.loop, set_idle_timeout, wanted) < 0) {
        free(wanted);
        return error_oom(VIR_FROM_ADMIN);
    }
    return 0;
}

/* The way of the signal, so that there is one way to end. */
static int connect_daemon_shutdown(struct session *s,
                                   const admin_connect_daemon_shutdown_args *args)
{
    if (no_flags("CONNECT_DAEMON_SHUTDOWN", args->flags) < 0)
        return -1;
    if (kill(getpid(), SIGTERM) < 0)
        return error_set_errno(VIR_FROM_ADMIN, errno, "the daemon can't tell itself to end");
    return 0;
}

const struct admin_ops admin_ops = {
    .connect_open = connect_open,
    .connect_close = connect_close,
    .connect_get_lib_version = connect_get_lib_version,
    .connect_list_servers = connect_list_servers,
    .connect_lookup_server = connect_lookup_server,
    .server_get_threadpool_parameters = server_get_threadpool_parameters,
    .server_set_threadpool_parameters = server_set_threadpool_parameters,
    .server_list_clients = server_list_clients,
    .server_lookup_client = server_lookup_client,
    .client_get_info = client_get_info,
    .client_close = client_close,
    .server_get_client_limits = server_get_client_limits,
    .server_set_client_limits = server_set_client_limits,
    .server_update_tls_files = server_update_tls_files,
    .connect_get_logging_outputs = connect_get_logging_outputs,
    .connect_get_logging_filters = connect_get_logging_filters,
    .connect_set_logging_outputs = connect_set_logging_outputs,
    .connect_set_logging_filters = connect_set_logging_filters,
    .connect_set_daemon_timeout = connect_set_daemon_timeout,
    .connect_daemon_shutdown = connect_daemon_shutdown,
};
