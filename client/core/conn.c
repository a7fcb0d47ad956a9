/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Connections: which driver a URI means, opening, counting, closing, and what a connection says of
 * itself.
 */
#include "client/core/shell.h"

#include "client/core/uri_config.h"
#include "client/auth/credentials.h"
#include "client/events/events.h"
#include "common/buf.h"
#include "drivers/driver.h"
#include "drivers/registry.h"
#include "drivers/uri.h"
#include "drivers/whereabouts.h"
#include "protocol/codec.h"

/* ---- counting ---- */

virConnectPtr conn_ref(virConnectPtr conn)
{
    atomic_fetch_add(&conn->refs, 1);
    return conn;
}

int conn_unref(virConnectPtr conn)
{
    int left;

    if (!conn)
        return 0;
    left = atomic_fetch_sub(&conn->refs, 1) - 1;
    if (left)
        return left;
    conn->magic = 0;
    if (conn->open)
        conn->session.driver->close(&conn->session);
    events_close(conn->events);
    conn->owner.unref(conn->owner.opaque);
    free(conn->session.uri);
    free(conn->type);
    error_clear(&conn->error);
    pthread_mutex_destroy(&conn->lock);
    free(conn);
    return 0;
}

static void conn_unrefp(virConnectPtr *conn)
{
    conn_unref(*conn);
}

/* ---- opening ---- */

/* A driver in this process says that something happened. */
static void emit(struct session *session, const struct program *program, const struct proc *proc,
                 const void *msg)
{
    const struct remote_owner *owner = session->owner;
    struct buf bytes = {0};

    if (codec_encode(&bytes, proc->args_codec, msg) == 0)
        owner->message(owner->opaque, program, proc, buf_bytes(&bytes), buf_len(&bytes));
    buf_free(&bytes);
}

static int ask_user(struct session *session, const char *service, const char *user, char **ret)
{
    const struct remote_owner *owner = session->owner;

    return credentials_user(owner->credentials, service, user, ret);
}

static const struct session_host host = {
    .emit = emit, .ask_user = ask_user, .find_driver = driver_find};

virConnectPtr conn_new(unsigned magic, unsigned flags, struct remote_owner owner)
{
    virConnectPtr conn = calloc(1, sizeof(*conn));

    if (!conn) {
        error_oom(VIR_FROM_NONE);
        return NULL;
    }
    conn->magic = magic;
    atomic_init(&conn->refs, 1);
    pthread_mutex_init(&conn->lock, NULL);
    conn->flags = flags;
    owner.ref(owner.opaque);
    conn->owner = owner;
    conn->session = (struct session){
        .host = &host,
        .owner = &conn->owner,
        .readonly = flags & VIR_CONNECT_RO,
        .pid = getpid(),
        .uid = getuid(),
        .gid = getgid(),
    };
    return conn;
}

int conn_open(virConnectPtr conn, const struct driver *driver, const char *name,
              const struct uri *uri)
{
    struct session *s = &conn->session;

    s->uri = strdup(name);
    if (!s->uri)
        return error_oom(VIR_FROM_NONE);
    s->driver = driver;
    if (driver->open(s, uri, conn->flags) < 0)
        return -1;
    conn->open = true;
    return 0;
}

static virConnectPtr conn_with_events(unsigned flags)
{
    struct events *events = events_new();
    virConnectPtr conn = NULL;

    if (events)
        conn = conn_new(CONNECT_MAGIC, flags, events_owner(events));
    else
        error_oom(VIR_FROM_NONE);
    if (conn)
        conn->events = events;
    else
        events_close(events);
    return conn;
}

static int open_uri(virConnectPtr conn, const char *name)
{
    _cleanup_(uri_freep) struct uri *uri = NULL;
    const struct driver *local;

    if (uri_parse(name, &uri) < 0)
        return -1;
    conn->owner.credentials->given_file = uri_param(uri, "authfile");
    local = driver_find(uri->driver);
    return conn_open(conn, whereabouts_remote(uri, local) ? &remote_driver : local, name, uri);
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

    conn->owner.credentials = &credentials;
    r = uri ? open_uri(conn, uri) : open_default(conn);
    conn->owner.credentials = NULL;
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
        shell_fail(NULL);
        return NULL;
    }
    if (config_uri(&config_client, name, !(flags & VIR_CONNECT_NO_ALIASES), &uri) < 0 ||
        !(conn = conn_with_events(flags)) || open_as(conn, uri, auth) < 0) {
        shell_fail(NULL);
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

/* ---- what a connection says of itself ---- */

static bool is_remote(virConnectPtr conn)
{
    return conn->session.driver == &remote_driver;
}

VIREO_API const char *virConnectGetType(virConnectPtr conn)
{
    RET(remote, REMOTE_PROC_CONNECT_GET_TYPE, remote_connect_get_type_ret);

    CONN(conn, VIR_FROM_DOMAIN, NULL);
    if (GET0(conn, CONNECT_GET_TYPE) < 0)
        return NULL;
    LOCK_SCOPE(&conn->lock);
    if (!conn->type)
        conn->type = take(ret.type);
    return conn->type;
}

VIREO_API int virConnectGetLibVersion(virConnectPtr conn, unsigned long *libVer)
{
    RET(remote, REMOTE_PROC_CONNECT_GET_LIB_VERSION, remote_connect_get_lib_version_ret);

    CONN(conn, VIR_FROM_DOMAIN, -1);
    NEED(conn, VIR_FROM_DOMAIN, -1, libVer);
    if (!is_remote(conn)) {
        *libVer = LIBVIR_VERSION_NUMBER;
        return 0;
    }
    if (GET0(conn, CONNECT_GET_LIB_VERSION) < 0)
        return -1;
    *libVer = ret.lib_ver;
    return 0;
}

VIREO_API char *virConnectGetURI(virConnectPtr conn)
{
    char *uri;

    CONN(conn, VIR_FROM_DOMAIN, NULL);
    uri = strdup(conn->session.uri);
    if (!uri) {
        error_oom(VIR_FROM_NONE);
        shell_fail(conn);
    }
    return uri;
}

VIREO_API int virConnectIsEncrypted(virConnectPtr conn)
{
    CONN(conn, VIR_FROM_DOMAIN, -1);
    return 0; /* neither this process nor a UNIX socket encrypts */
}

VIREO_API int virConnectIsSecure(virConnectPtr conn)
{
    RET(remote, REMOTE_PROC_CONNECT_IS_SECURE, remote_connect_is_secure_ret);

    CONN(conn, VIR_FROM_DOMAIN, -1);
    if (!is_remote(conn))
        return 1;
    return GET0(conn, CONNECT_IS_SECURE) < 0 ? -1 : ret.secure;
}

VIREO_API int virConnectIsAlive(virConnectPtr conn)
{
    CONN(conn, VIR_FROM_DOMAIN, -1);
    return !is_remote(conn) || remote_alive(&conn->session);
}

/**
 * virConnectSetKeepAlive:
 * @conn: a connection
 * @interval: seconds between two messages; <= 0: none any more
 * @count: after so many messages without an answer the connection is given up
 *
 * Keeps watch over the other side. Runs from the program's event loop; without one, while calls
 * wait for their replies.
 *
 * Returns 0, 1 when the other side does not take part, -1 with the error set.
 */
VIREO_API int virConnectSetKeepAlive(virConnectPtr conn, int interval, unsigned int count)
{
    int r;

    CONN(conn, VIR_FROM_DOMAIN, -1);
    if (!is_remote(conn))
        return 1;
    r = remote_set_keepalive(&conn->session, interval, count);
    return r < 0 ? shell_fail(conn) : r;
}

VIREO_API int virConnectRegisterCloseCallback(virConnectPtr conn, virConnectCloseFunc cb,
                                              void *opaque, virFreeCallback freecb)
{
    CONN(conn, VIR_FROM_DOMAIN, -1);
    NEED(conn, VIR_FROM_DOMAIN, -1, cb);
    if (events_add_close(conn, cb, opaque, freecb) < 0)
        return shell_fail(conn);
    if (is_remote(conn) && remote_has_close_notice(&conn->session) &&
        CALL0(conn, CONNECT_REGISTER_CLOSE_CALLBACK) < 0) {
        events_remove_close(conn, cb, false);
        return -1;
    }
    return 0;
}

VIREO_API int virConnectUnregisterCloseCallback(virConnectPtr conn, virConnectCloseFunc cb)
{
    CONN(conn, VIR_FROM_DOMAIN, -1);
    NEED(conn, VIR_FROM_DOMAIN, -1, cb);
    if (events_remove_close(conn, cb, true) < 0)
        return shell_fail(conn);
    if (is_remote(conn) && remote_has_close_notice(&conn->session) && remote_alive(&conn->session))
        return CALL0(conn, CONNECT_UNREGISTER_CLOSE_CALLBACK);
    return 0;
}

/* ---- without a connection ---- */

VIREO_API int virInitialize(void)
{
    return 0; /* everything is made when it is first used */
}

VIREO_API int virGetVersion(unsigned long *libVer, const char *type, unsigned long *typeVer)
{
    error_reset();
    NEED(NULL, VIR_FROM_NONE, -1, libVer);
    *libVer = LIBVIR_VERSION_NUMBER;
    if (typeVer)
        *typeVer = LIBVIR_VERSION_NUMBER;
    return 0;
}
