/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a connection says of itself, and of its end.
 */
#include "client/core/api.h"

#include "client/events/events.h"

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
        api_fail(conn);
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
    return r < 0 ? api_fail(conn) : r;
}

VIREO_API int virConnectRegisterCloseCallback(virConnectPtr conn, virConnectCloseFunc cb,
                                              void *opaque, virFreeCallback freecb)
{
    CONN(conn, VIR_FROM_DOMAIN, -1);
    NEED(conn, VIR_FROM_DOMAIN, -1, cb);
    if (events_add_close(conn, cb, opaque, freecb) < 0)
        return api_fail(conn);
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
        return api_fail(conn);
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
