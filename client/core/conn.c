/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Connections: made, opened with a driver, counted, closed; and what a driver in this process may
 * ask of one.
 */
#include "client/core/conn.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/auth/credentials.h"
#include "common/buf.h"
#include "drivers/driver.h"
#include "drivers/registry.h"
#include "protocol/codec.h"

/* ---- forks ---- */

/* A daemon may be asked with the lock, so that a fork does not wait for it. */
static void conn_in_child(struct fork_member *m)
{
    virConnectPtr conn = FORK_OWNER(m, struct _virConnect);

    pthread_mutex_init(&conn->lock, NULL);
}

static const struct fork_ops conn_fork_ops = {.child = conn_in_child};

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
    forks_leave(&conn->fork);
    conn->magic = 0;
    if (conn->open)
        conn->session.driver->close(&conn->session);
    if (conn->events)
        conn->events_close(conn->events);
    conn->sink.unref(conn->sink.opaque);
    free(conn->session.uri);
    free(conn->type);
    error_clear(&conn->error);
    pthread_mutex_destroy(&conn->lock);
    free(conn);
    return 0;
}

/* ---- opening ---- */

/* A driver in this process says that something happened. */
static void conn_emit(struct session *session, const struct program *program,
                      const struct proc *proc, const void *msg)
{
    const struct event_sink *sink = session->owner;
    struct buf bytes = {0};

    if (codec_encode(&bytes, proc->args_codec, msg) == 0)
        sink->message(sink->opaque, program, proc, buf_bytes(&bytes), buf_len(&bytes));
    buf_free(&bytes);
}

static int conn_ask_user(struct session *session, const char *service, const char *user, char **ret)
{
    const struct event_sink *sink = session->owner;

    return credentials_user(sink->credentials, service, user, ret);
}

static const struct session_host host = {
    .emit = conn_emit, .ask_user = conn_ask_user, .find_driver = driver_find};

virConnectPtr conn_new(unsigned magic, unsigned flags, struct event_sink sink)
{
    virConnectPtr conn = calloc(1, sizeof(*conn));

    if (!conn) {
        error_oom(VIR_FROM_NONE);
        return NULL;
    }
    conn->magic = magic;
    atomic_init(&conn->refs, 1);
    pthread_mutex_init(&conn->lock, NULL);
    forks_join(&conn->fork, &conn_fork_ops, FORK_CONNECTION);
    conn->flags = flags;
    sink.ref(sink.opaque);
    conn->sink = sink;
    conn->session = (struct session){
        .host = &host,
        .owner = &conn->sink,
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
    if (driver_open(driver, s, uri, conn->flags) < 0)
        return -1;
    conn->open = true;
    return 0;
}
