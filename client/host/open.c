/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Opening and closing a connection: which driver a URI means.
 */
#include "client/core/api.h"

#include "client/auth/credentials.h"
#include "client/core/uri_config.h"
#include "client/events/events.h"
#include "drivers/daemon_address.h"
#include "drivers/driver.h"
#include "drivers/registry.h"
#include "drivers/uri.h"

static void conn_unrefp(virConnectPtr *conn)
{
    conn_unref(*conn);
}

static virConnectPtr conn_with_events(unsigned flags)
{
    struct events *events = events_new();
    virConnectPtr conn = NULL;

    if (events)
        conn = conn_new(CONNECT_MAGIC, flags, events_sink(events));
    else
        error_oom(VIR_FROM_NONE);
    if (!conn) {
        events_close(events);
        return NULL;
    }
    conn->events = events;
    conn->events_close = events_close;
    return conn;
}

static int open_uri(virConnectPtr conn, const char *name)
{
    _cleanup_(uri_freep) struct uri *uri = NULL;
    const struct driver *local;

    if (uri_parse(name, &uri) < 0)
        return -1;
    conn->sink.credentials->given_file = uri_param(uri, "authfile");
    local = driver_find(uri->driver);
    return conn_open(conn, daemon_address_is_remote(uri, local) ? &remote_driver : local, name,
                     uri);
}

/* Whatever the daemon on the default socket has. */
static int open_default(virConnectPtr conn)
{
    conn->session.driver = &remote_driver;
    if (remote_open_default(&conn->session, conn->flags) < 0)
        return -1;
    conn->open = true;
    return 0;
}

/* Opens what the URI means, or what there is if it is NULL; whoever has to know who the user is may
 * ask meanwhile. */
static int open_as(virConnectPtr conn, const char *uri, const virConnectAuth *auth)
{
    struct credentials credentials = {.auth = auth};
    int r;

    conn->sink.credentials = &credentials;
    r = uri ? open_uri(conn, uri) : open_default(conn);
    conn->sink.credentials = NULL;
    credentials_done(&credentials);
    return r;
}

static virConnectPtr open_conn(const char *name, const virConnectAuth *auth, unsigned flags)
{
    _cleanup_(conn_unrefp) virConnectPtr conn = NULL;
    _cleanup_free_ char *uri = NULL;

    error_reset();
    if (flags & ~(unsigned)(VIR_CONNECT_RO | VIR_CONNECT_NO_ALIASES)) {
        error_set(VIR_FROM_NONE, VIR_ERR_INVALID_ARG, "unknown flags 0x%x for opening", flags);
        api_fail(NULL);
        return NULL;
    }
    if (uri_config_find(&uri_config_client, name, !(flags & VIR_CONNECT_NO_ALIASES), &uri) < 0 ||
        !(conn = conn_with_events(flags)) || open_as(conn, uri, auth) < 0) {
        api_fail(NULL);
        return NULL;
    }
    return take(conn);
}

/**
 * virConnectOpen:
 * @name: the URI, or an alias of the client's configuration file; NULL or empty:
 *        $VIREO_DEFAULT_URI, $LIBVIRT_DEFAULT_URI, the file's uri_default, or else whatever the
 *        daemon on the default socket has
 *
 * Opens a connection. test:///default and test:///FILE run in this process; a URI with a transport
 * (test+unix:///default) or with a driver that is not built in (qemu:///system) goes to a daemon.
 *
 * Returns a connection to be ended with virConnectClose(), or NULL with the error set.
 */
VIREO_API virConnectPtr virConnectOpen(const char *name)
{
    return open_conn(name, NULL, 0);
}

VIREO_API virConnectPtr virConnectOpenReadOnly(const char *name)
{
    return open_conn(name, NULL, VIR_CONNECT_RO);
}

/**
 * virConnectOpenAuth:
 * @name: as virConnectOpen()
 * @auth: what the program answers when it is asked who its user is; NULL: nothing
 * @flags: VIR_CONNECT_RO, VIR_CONNECT_NO_ALIASES
 *
 * Opens a connection where somebody wants to know who the user is: a daemon that authenticates by
 * SASL, or a world of test:///FILE that has users. The program is asked only for what auth.conf
 * does not say.
 *
 * Returns a connection to be ended with virConnectClose(), or NULL with the error set:
 * VIR_ERR_AUTH_FAILED where the answers do not do.
 */
VIREO_API virConnectPtr virConnectOpenAuth(const char *name, virConnectAuthPtr auth,
                                           unsigned int flags)
{
    return open_conn(name, auth, flags);
}

VIREO_API int virConnectRef(virConnectPtr conn)
{
    CONN(conn, VIR_FROM_DOMAIN, -1);
    conn_ref(conn);
    return 0;
}

/**
 * virConnectClose:
 * @conn: a connection
 *
 * Gives one reference back. Domains and registered callbacks hold references too.
 *
 * Returns 1 while references are left, 0 when the connection has ended, or -1.
 */
VIREO_API int virConnectClose(virConnectPtr conn)
{
    CONN(conn, VIR_FROM_NONE, -1);
    return conn_unref(conn) ? 1 : 0;
}
