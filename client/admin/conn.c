/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Connections to a daemon's administration: opening, closing, and the callback for their end.
 *
 * That callback needs no event loop: it runs in whichever thread finds the socket closed. It keeps
 * the connection alive until it was called or is unregistered; the watch, which has it, is kept
 * alive by the connection and by its channel.
 */
#include "client/admin/conn.h"

#include "client/core/api.h"
#include "client/core/uri_config.h"
#include "client/remote/remote.h"
#include "drivers/driver.h"
#include "drivers/uri.h"

/* Where the channel's end is told. */
struct watch {
    atomic_int refs;
    pthread_mutex_t lock;   /* the callback: */
    virAdmConnectPtr admin; /* a reference; NULL: none is registered */
    virAdmConnectCloseFunc cb;
    void *opaque;
    virFreeCallback free_cb;
};

virConnectPtr api_admin(virAdmConnectPtr admin)
{
    error_reset();
    if (admin && admin->base.magic == ADMIN_MAGIC)
        return &admin->base;
    error_set(VIR_FROM_ADMIN, VIR_ERR_INVALID_CONN, NULL);
    api_fail(NULL);
    return NULL;
}

#define ADMIN(admin, bad)      \
    do {                       \
        if (!api_admin(admin)) \
            return bad;        \
    } while (0)

/* ---- the watch ---- */

static void watch_ref(void *opaque)
{
    struct watch *w = opaque;

    atomic_fetch_add(&w->refs, 1);
}

static void watch_unref(void *opaque)
{
    struct watch *w = opaque;

    if (atomic_fetch_sub(&w->refs, 1) != 1)
        return;
    pthread_mutex_destroy(&w->lock);
    free(w);
}

/* Takes the callback out: w->admin of the result is NULL when there was none. */
static struct watch watch_empty(struct watch *w)
{
    LOCK_SCOPE(&w->lock);
    struct watch was = {
        .admin = take(w->admin),
        .cb = w->cb,
        .opaque = w->opaque,
        .free_cb = w->free_cb,
    };

    w->cb = NULL;
    return was;
}

static void watch_closed(void *opaque, int reason)
{
    struct watch was = watch_empty(opaque);

    if (!was.admin)
        return;
    was.cb(was.admin, reason, was.opaque);
    if (was.free_cb)
        was.free_cb(was.opaque);
    conn_unref(&was.admin->base);
}

static void watch_left(void *opaque)
{
    struct watch *w = opaque;

    pthread_mutex_init(&w->lock, NULL);
    w->admin = NULL;
}

/* Administration has no events. */
static void watch_message(void *opaque, const struct program *program, const struct proc *proc,
                          const uint8_t *payload, size_t len)
{
}

static struct watch *watch_of(virAdmConnectPtr admin)
{
    return admin->base.sink.opaque;
}

/* ---- opening and closing ---- */

static virConnectPtr admin_new(unsigned flags)
{
    struct watch *w = calloc(1, sizeof(*w));
    virConnectPtr conn;

    if (!w) {
        error_oom(VIR_FROM_ADMIN);
        return NULL;
    }
    atomic_init(&w->refs, 1);
    pthread_mutex_init(&w->lock, NULL);
    conn = conn_new(ADMIN_MAGIC, flags,
                    (struct event_sink){
                        .opaque = w,
                        .ref = watch_ref,
                        .unref = watch_unref,
                        .message = watch_message,
                        .closed = watch_closed,
                        .left = watch_left,
                    });
    watch_unref(w);
    return conn;
}

static int admin_open(virConnectPtr conn, const char *name)
{
    _cleanup_(uri_freep) struct uri *uri = NULL;

    if (uri_parse(name, &uri) < 0)
        return -1;
    return conn_open(conn, &remote_admin_driver, name, uri);
}

VIREO_API virAdmConnectPtr virAdmConnectOpen(const char *name, unsigned int flags)
{
    _cleanup_free_ char *uri = NULL;
    virConnectPtr conn = NULL;

    error_reset();
    if (uri_config_find(&uri_config_admin, name, !(flags & VIR_CONNECT_NO_ALIASES), &uri) == 0)
        conn = admin_new(flags & ~(unsigned)VIR_CONNECT_NO_ALIASES);
    if (conn && admin_open(conn, uri ? uri : remote_admin_default()) == 0)
        return (virAdmConnectPtr)(void *)conn;
    api_fail(NULL);
    conn_unref(conn);
    return NULL;
}

VIREO_API int virAdmConnectRef(virAdmConnectPtr admin)
{
    ADMIN(admin, -1);
    conn_ref(&admin->base);
    return 0;
}

VIREO_API int virAdmConnectClose(virAdmConnectPtr admin)
{
    error_reset();
    if (!admin)
        return 0;
    ADMIN(admin, -1);
    return conn_unref(&admin->base) ? 1 : 0;
}

/* ---- what a connection says of itself ---- */

VIREO_API char *virAdmConnectGetURI(virAdmConnectPtr admin)
{
    char *uri;

    ADMIN(admin, NULL);
    uri = strdup(admin->base.session.uri);
    if (!uri) {
        error_oom(VIR_FROM_ADMIN);
        api_fail(&admin->base);
    }
    return uri;
}

VIREO_API int virAdmConnectIsAlive(virAdmConnectPtr admin)
{
    error_reset();
    if (!admin)
        return 0;
    ADMIN(admin, -1);
    return remote_alive(&admin->base.session);
}

/* ---- the callback for its end ---- */

VIREO_API int virAdmConnectRegisterCloseCallback(virAdmConnectPtr admin, virAdmConnectCloseFunc cb,
                                                 void *opaque, virFreeCallback freecb)
{
    struct watch *w;

    ADMIN(admin, -1);
    NEED(&admin->base, VIR_FROM_ADMIN, -1, cb);
    w = watch_of(admin);
    pthread_mutex_lock(&w->lock);
    if (w->cb) {
        pthread_mutex_unlock(&w->lock);
        error_set(VIR_FROM_ADMIN, VIR_ERR_OPERATION_INVALID,
                  "the connection has a close callback already");
        return api_fail(&admin->base);
    }
    conn_ref(&admin->base);
    w->admin = admin;
    w->cb = cb;
    w->opaque = opaque;
    w->free_cb = freecb;
    pthread_mutex_unlock(&w->lock);
    return 0;
}

VIREO_API int virAdmConnectUnregisterCloseCallback(virAdmConnectPtr admin,
                                                   virAdmConnectCloseFunc cb)
{
    struct watch was = {0};
    struct watch *w;
    bool same;

    ADMIN(admin, -1);
    NEED(&admin->base, VIR_FROM_ADMIN, -1, cb);
    w = watch_of(admin);
    pthread_mutex_lock(&w->lock);
    same = w->cb == cb;
    pthread_mutex_unlock(&w->lock);
    if (same)
        was = watch_empty(w);
    if (!was.admin) {
        error_set(VIR_FROM_NONE, VIR_ERR_OPERATION_INVALID,
                  "the connection has no such close callback");
        return api_fail(&admin->base);
    }
    if (was.free_cb)
        was.free_cb(was.opaque);
    conn_unref(&was.admin->base);
    return 0;
}

/* ---- handles: those of nothing may be freed ---- */

VIREO_API int virAdmServerFree(virAdmServerPtr srv)
{
    error_reset();
    if (srv && !api_admin_server(srv))
        return -1;
    object_unref(srv);
    return 0;
}

VIREO_API int virAdmClientFree(virAdmClientPtr client)
{
    error_reset();
    if (client && !api_admin_client(client))
        return -1;
    object_unref(client);
    return 0;
}

/* ---- without a connection ---- */

VIREO_API int virAdmInitialize(void)
{
    return virInitialize();
}

VIREO_API int virAdmGetVersion(unsigned long long *libVer)
{
    error_reset();
    NEED(NULL, VIR_FROM_ADMIN, -1, libVer);
    *libVer = LIBVIR_VERSION_NUMBER;
    return 0;
}
