/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A server's pool and limits, looked at and changed. */
#include <libvirt/libvirt-admin.h>
#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "daemon/admin/admin_internal.h"
#include "daemon/admin/admin_lookup.h"
#include "daemon/admin/admin_params.h"
#include "daemon/server/server.h"
#include "event/loop.h"

/* ---- pools ---- */

enum { WORKERS_HIGHEST = 10000, CLIENTS_HIGHEST = 1000000 };

int admin_server_get_threadpool_parameters(struct session *s,
                                           const admin_server_get_threadpool_parameters_args *args,
                                           admin_server_get_threadpool_parameters_ret *ret)
{
    struct server *server = admin_find_server(s, args->srv.name);
    struct admin_params p = {0};
    struct pool_stats stats;
    struct pool_size size;
    int r;

    if (!server || admin_no_flags("SERVER_GET_THREADPOOL_PARAMETERS", args->flags) < 0)
        return -1;
    pool_get_stats(server->context.pool, &stats);
    pool_get_size(server->context.pool, &size);
    r = admin_params_add_uint(&p, VIR_THREADPOOL_WORKERS_MIN, size.min) < 0 ||
                admin_params_add_uint(&p, VIR_THREADPOOL_WORKERS_MAX, size.max) < 0 ||
                admin_params_add_uint(&p, VIR_THREADPOOL_WORKERS_CURRENT, stats.workers) < 0 ||
                admin_params_add_uint(&p, VIR_THREADPOOL_WORKERS_FREE, stats.free_workers) < 0 ||
                admin_params_add_uint(&p, VIR_THREADPOOL_WORKERS_PRIORITY, size.prio) < 0 ||
                admin_params_add_uint(&p, VIR_THREADPOOL_JOB_QUEUE_DEPTH, (unsigned)stats.queued) <
                    0
            ? -1
            : 0;
    ret->params.params_val = p.val;
    ret->params.params_len = p.len;
    return r;
}

int admin_server_set_threadpool_parameters(struct session *s,
                                           const admin_server_set_threadpool_parameters_args *args)
{
    struct server *server = admin_find_server(s, args->srv.name);
    struct pool_size size;

    if (!server || admin_no_flags("SERVER_SET_THREADPOOL_PARAMETERS", args->flags) < 0)
        return -1;
    pool_get_size(server->context.pool, &size);
    const struct admin_wanted wanted[] = {
        {VIR_THREADPOOL_WORKERS_MIN, &size.min, 1, WORKERS_HIGHEST},
        {VIR_THREADPOOL_WORKERS_MAX, &size.max, 1, WORKERS_HIGHEST},
        {VIR_THREADPOOL_WORKERS_PRIORITY, &size.prio, 0, WORKERS_HIGHEST},
    };
    if (admin_params_take(args->params.params_val, args->params.params_len, wanted,
                          ARRAY_SIZE(wanted)) < 0)
        return -1;
    if (size.min > size.max)
        return error_set(VIR_FROM_ADMIN, VIR_ERR_INVALID_ARG,
                         "%u workers at least are more than %u at most", size.min, size.max);
    pool_resize(server->context.pool, &size);
    return 0;
}

/* ---- limits ---- */

int admin_server_get_client_limits(struct session *s,
                                   const admin_server_get_client_limits_args *args,
                                   admin_server_get_client_limits_ret *ret)
{
    struct server *server = admin_find_server(s, args->srv.name);
    struct admin_params p = {0};
    int r;

    if (!server || admin_no_flags("SERVER_GET_CLIENT_LIMITS", args->flags) < 0)
        return -1;
    LOCK_SCOPE(&server->list_lock);
    /* What was asked for last: the loop may not have come to it yet. */
    r = admin_params_add_uint(&p, VIR_SERVER_CLIENTS_MAX, server->pending.max_clients) < 0 ||
                admin_params_add_uint(&p, VIR_SERVER_CLIENTS_CURRENT, server->n_peers) < 0 ||
                admin_params_add_uint(&p, VIR_SERVER_CLIENTS_UNAUTH_MAX,
                                      server->pending.max_unauthenticated) < 0 ||
                admin_params_add_uint(&p, VIR_SERVER_CLIENTS_UNAUTH_CURRENT,
                                      atomic_load(&server->n_unauthenticated)) < 0
            ? -1
            : 0;
    ret->params.params_val = p.val;
    ret->params.params_len = p.len;
    return r;
}

static void admin_review_limits(void *server)
{
    server_review_limits(server);
}

int admin_server_set_client_limits(struct session *s,
                                   const admin_server_set_client_limits_args *args)
{
    struct server *server = admin_find_server(s, args->srv.name);
    struct client_limits limits;

    if (!server || admin_no_flags("SERVER_SET_CLIENT_LIMITS", args->flags) < 0)
        return -1;
    LOCK_SCOPE(&server->list_lock);
    limits = server->pending;
    const struct admin_wanted wanted[] = {
        {VIR_SERVER_CLIENTS_MAX, &limits.max_clients, 1, CLIENTS_HIGHEST},
        {VIR_SERVER_CLIENTS_UNAUTH_MAX, &limits.max_unauthenticated, 0, CLIENTS_HIGHEST},
    };
    if (admin_params_take(args->params.params_val, args->params.params_len, wanted,
                          ARRAY_SIZE(wanted)) < 0)
        return -1;
    if (limits.max_unauthenticated > limits.max_clients)
        return error_set(VIR_FROM_ADMIN, VIR_ERR_INVALID_ARG,
                         "%u clients that are not known yet are more than %u clients",
                         limits.max_unauthenticated, limits.max_clients);
    server->pending = limits;
    return loop_defer(server->context.loop, admin_review_limits, server) < 0
               ? error_oom(VIR_FROM_ADMIN)
               : 0;
}

/* Clients come over UNIX sockets only. */
int admin_server_update_tls_files(struct session *s, const admin_server_update_tls_files_args *args)
{
    if (admin_no_flags("SERVER_UPDATE_TLS_FILES", args->flags) < 0 ||
        !admin_find_server(s, args->srv.name))
        return -1;
    return error_set(VIR_FROM_ADMIN, VIR_ERR_NO_SUPPORT, "server '%s' has no TLS", args->srv.name);
}
