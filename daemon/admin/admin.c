/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Answers the administration program. Its calls run on the pool of the administration's own
 * server, so that they get through when the other one is stuck; what they look at of the other
 * server is behind that server's and its pool's locks.
 */
#include "daemon/admin/admin.h"

#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "daemon/admin/admin_internal.h"
#include "daemon/admin/admin_lookup.h"
#include "daemon/admin/admin_params.h"
#include "daemon/peer/peer.h"
#include "daemon/server/server.h"
#include "daemon/service.h"

static int admin_connect_open(struct session *s, const admin_connect_open_args *args)
{
    struct peer *peer = peer_of_session(s);

    if (admin_no_flags("CONNECT_OPEN", args->flags) < 0)
        return -1;
    if (peer->opened)
        return error_set(VIR_FROM_ADMIN, VIR_ERR_INTERNAL_ERROR, "the connection is open already");
    peer->opened = true;
    return 0;
}

static int admin_connect_close(struct session *s)
{
    return 0;
}

static int admin_connect_get_lib_version(struct session *s, admin_connect_get_lib_version_ret *ret)
{
    ret->libVer = LIBVIR_VERSION_NUMBER;
    return 0;
}

static int admin_connect_list_servers(struct session *s,
                                      const admin_connect_list_servers_args *args,
                                      admin_connect_list_servers_ret *ret)
{
    struct server *own = admin_own_server(s);
    unsigned n = 0;

    if (admin_no_flags("CONNECT_LIST_SERVERS", args->flags) < 0)
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

static int admin_connect_lookup_server(struct session *s,
                                       const admin_connect_lookup_server_args *args,
                                       admin_connect_lookup_server_ret *ret)
{
    struct server *server;

    if (admin_no_flags("CONNECT_LOOKUP_SERVER", args->flags) < 0 ||
        !(server = admin_find_server(s, args->name)))
        return -1;
    ret->srv.name = strdup(server->context.service->name);
    return ret->srv.name ? 0 : error_oom(VIR_FROM_ADMIN);
}

const struct admin_ops admin_ops = {
    .connect_open = admin_connect_open,
    .connect_close = admin_connect_close,
    .connect_get_lib_version = admin_connect_get_lib_version,
    .connect_list_servers = admin_connect_list_servers,
    .connect_lookup_server = admin_connect_lookup_server,
    .server_get_threadpool_parameters = admin_server_get_threadpool_parameters,
    .server_set_threadpool_parameters = admin_server_set_threadpool_parameters,
    .server_list_clients = admin_server_list_clients,
    .server_lookup_client = admin_server_lookup_client,
    .client_get_info = admin_client_get_info,
    .client_close = admin_client_close,
    .server_get_client_limits = admin_server_get_client_limits,
    .server_set_client_limits = admin_server_set_client_limits,
    .server_update_tls_files = admin_server_update_tls_files,
    .connect_get_logging_outputs = admin_connect_get_logging_outputs,
    .connect_get_logging_filters = admin_connect_get_logging_filters,
    .connect_set_logging_outputs = admin_connect_set_logging_outputs,
    .connect_set_logging_filters = admin_connect_set_logging_filters,
    .connect_set_daemon_timeout = admin_connect_set_daemon_timeout,
    .connect_daemon_shutdown = admin_connect_daemon_shutdown,
};
