/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Opens a connection's session with the driver of its URI, and answers for the daemon.
 */
#include "daemon/connection_ops.h"

#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt-host.h>
#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "daemon/auth/auth.h"
#include "daemon/peer/client_limits.h"
#include "daemon/peer/peer.h"
#include "drivers/driver.h"
#include "drivers/registry.h"
#include "drivers/uri.h"
#include "protocol/admin.h"
#include "protocol/features.h"
#include "protocol/frame.h"

/* The driver of the URI; *ret_uri is what it is opened with. */
static int connection_choose_driver(struct session *s, const char *name, struct uri **ret_uri)
{
    _cleanup_(uri_freep) struct uri *uri = NULL;
    const struct driver *driver;
    char *text;

    if (!*name)
        name = driver_at(0)->default_uri;
    if (uri_parse(name, &uri) < 0)
        return -1;
    driver = driver_find(uri->driver);
    if (!driver)
        return error_set(VIR_FROM_NONE, VIR_ERR_NO_CONNECT, "'%s': this daemon has no driver '%s'",
                         name, uri->driver);
    text = uri_for_driver(uri);
    if (!text)
        return error_oom(VIR_FROM_RPC);
    free(s->uri);
    s->uri = text;
    s->driver = driver;
    *ret_uri = take(uri);
    return 0;
}

static int connection_open(struct session *s, const remote_connect_open_args *args)
{
    /* The others are about the library's own search for a daemon. */
    unsigned flags = args->flags & VIR_CONNECT_RO;
    struct peer *peer = peer_of_session(s);
    _cleanup_(uri_freep) struct uri *uri = NULL;

    if (peer->opened)
        return error_set(VIR_FROM_RPC, VIR_ERR_INTERNAL_ERROR, "the connection is open already");
    if (!args->name)
        return error_set(VIR_FROM_RPC, VIR_ERR_INTERNAL_ERROR, "a connection needs a URI");
    if (connection_choose_driver(s, *args->name, &uri) < 0)
        return -1;
    s->readonly = peer->role == PEER_RO || flags;
    if (driver_open(s->driver, s, uri, flags) < 0)
        return -1;
    peer->opened = true;
    pool_flow_limit(peer->context->pool, &peer->flow, peer->context->limits->max_requests);
    return 0;
}

static int connection_close(struct session *s)
{
    return 0;
}

static int connection_supports_feature(struct session *s,
                                       const remote_connect_supports_feature_args *args,
                                       remote_connect_supports_feature_ret *ret)
{
    struct peer *peer = peer_of_session(s);

    if (args->feature == FEATURE_PROGRAM_KEEPALIVE)
        peer->keepalive = true;
    else if (!peer->opened)
        return error_set(VIR_FROM_RPC, VIR_ERR_INTERNAL_ERROR,
                         "feature %d was asked for before the connection was opened",
                         args->feature);
    switch (args->feature) {
    case FEATURE_FD_PASSING:
    case FEATURE_TYPED_PARAM_STRING:
    case FEATURE_PROGRAM_KEEPALIVE:
    case FEATURE_EVENT_CALLBACK:
    case FEATURE_CLOSE_CALLBACK:
    case FEATURE_NETWORK_UPDATE_ORDER:
        ret->supported = 1;
        return 0;
    default:
        return s->driver->remote->connect_supports_feature
                   ? s->driver->remote->connect_supports_feature(s, args, ret)
                   : 0;
    }
}

/* Our drivers live in this process: their connection ends with the client's, of which no notice
 * can be sent. So there is nothing to remember. */
static int connection_register_close_callback(struct session *s)
{
    return 0;
}

static int connection_unregister_close_callback(struct session *s)
{
    return 0;
}

const struct remote_ops connection_ops = {
    .auth_list = auth_list,
    .auth_polkit = auth_polkit,
    .auth_sasl_init = auth_sasl_init,
    .auth_sasl_start = auth_sasl_start,
    .auth_sasl_step = auth_sasl_step,
    .connect_open = connection_open,
    .connect_close = connection_close,
    .connect_supports_feature = connection_supports_feature,
    .connect_register_close_callback = connection_register_close_callback,
    .connect_unregister_close_callback = connection_unregister_close_callback,
};

bool connection_ends_after(const struct frame_header *h)
{
    return (h->program == REMOTE_PROGRAM && h->procedure == REMOTE_PROC_CONNECT_CLOSE) ||
           (h->program == ADMIN_PROGRAM && h->procedure == ADMIN_PROC_CONNECT_CLOSE);
}
