/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The same calls to a driver of this process, or to a daemon.
 */
#include "drivers/rpc_client.h"

#include <stdlib.h>
#include <unistd.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "drivers/caller_rights.h"
#include "drivers/daemon_address.h"
#include "drivers/driver.h"
#include "drivers/session.h"
#include "drivers/stream.h"
#include "drivers/uri.h"
#include "protocol/program.h"
#include "protocol/remote.h"
#include "rpc/caller.h"

enum { ANSWER_SECONDS = 60, PIECE = 65536 };

struct rpc_client {
    bool local;             /* it is a driver here, else a daemon */
    struct session session; /* of the driver */
    struct stream stream;
    struct caller daemon;
    struct frame_header sent; /* the call whose stream it has */
    bool streams;             /* it has one */
};

/* ---- a driver here ---- */

static void client_hear_nothing(struct session *session, const struct program *program,
                                const struct proc *proc, const void *msg)
{
}

static const struct session_host client_host = {.emit = client_hear_nothing};

static void client_wake_nobody(struct stream *stream)
{
}

static void client_end_stream(struct rpc_client *c)
{
    c->streams = false;
    if (c->stream.ops)
        c->stream.ops->done(c->stream.opaque);
    c->stream.ops = NULL;
}

/* ---- calls ---- */

int rpc_client_call(struct rpc_client *c, int procedure, const void *args, void *ret)
{
    const struct proc *proc = program_proc(&remote_program, procedure);

    return c->local ? driver_call(&c->session, &remote_program, proc, args, ret, NULL)
                    : caller_call(&c->daemon, &remote_program, proc, args, ret, NULL);
}

/* ---- streams ---- */

int rpc_client_open_stream(struct rpc_client *c, int procedure, const void *args, void *ret)
{
    const struct proc *proc = program_proc(&remote_program, procedure);
    const struct proc_extra extra = {.stream = &c->stream};
    int r;

    c->stream = (struct stream){.wake = client_wake_nobody};
    r = c->local ? driver_call(&c->session, &remote_program, proc, args, ret, &extra)
                 : caller_call(&c->daemon, &remote_program, proc, args, ret, &c->sent);
    if (r < 0)
        return -1;
    c->streams = true;
    return 0;
}

static int client_send_piece(struct rpc_client *c, const void *bytes, size_t len)
{
    return c->local ? c->stream.ops->write(c->stream.opaque, bytes, len)
                    : caller_stream_bytes(&c->daemon, &c->sent, bytes, len);
}

static int client_send_hole(struct rpc_client *c, unsigned long long len)
{
    return c->local ? c->stream.ops->hole(c->stream.opaque, len)
                    : caller_stream_hole(&c->daemon, &c->sent, len);
}

int rpc_client_send(struct rpc_client *c, const void *bytes, unsigned long long len)
{
    if (!bytes)
        return client_send_hole(c, len);
    for (const char *at = bytes; len;) {
        size_t n = len < PIECE ? (size_t)len : PIECE;

        if (client_send_piece(c, at, n) < 0)
            return -1;
        at += n;
        len -= n;
    }
    return 0;
}

int rpc_client_finish(struct rpc_client *c)
{
    int r = 0;

    if (!c->local)
        r = caller_stream_close(&c->daemon, &c->sent, VIR_NET_OK);
    else if (c->stream.ops->finish)
        r = c->stream.ops->finish(c->stream.opaque);
    client_end_stream(c);
    return r;
}

void rpc_client_abort(struct rpc_client *c)
{
    struct error kept = {0};

    error_copy(&kept, error_get());
    if (!c->local)
        caller_stream_close(&c->daemon, &c->sent, VIR_NET_ERROR);
    client_end_stream(c);
    error_adopt(&kept);
}

/* ---- make, end ---- */

static int client_check_auth(struct rpc_client *c)
{
    remote_auth_list_ret list = {0};
    int type = REMOTE_AUTH_NONE;

    if (rpc_client_call(c, REMOTE_PROC_AUTH_LIST, NULL, &list) < 0)
        return -1;
    if (list.types.types_len)
        type = (int)list.types.types_val[0];
    free(list.types.types_val);
    if (type == REMOTE_AUTH_NONE)
        return 0;
    return error_set(VIR_FROM_REMOTE, VIR_ERR_AUTH_UNAVAILABLE,
                     "the other daemon asks this one for authentication");
}

struct client_connect {
    struct rpc_client *client;
    const struct transport_address *to;
    struct error error;
};

static void client_connect_now(void *opaque)
{
    struct client_connect *act = opaque;

    if (caller_connect(&act->client->daemon, act->to, ANSWER_SECONDS) < 0)
        error_copy(&act->error, error_get());
}

/* As the caller could: to a socket that is for him, and as himself. */
static int client_connect_for(const struct session *session, struct rpc_client *c,
                              const struct transport_address *to)
{
    struct client_connect act = {.client = c, .to = to};

    if (session->remote && to->path[0] != '/')
        return error_set(VIR_FROM_REMOTE, VIR_ERR_INVALID_ARG,
                         "the socket '%s' has no absolute path", to->path);
    if (caller_rights_run(session, client_connect_now, &act) < 0)
        return -1;
    if (!act.error.code)
        return 0;
    error_adopt(&act.error);
    return -1;
}

static int client_open_daemon(const struct session *session, struct rpc_client *c,
                              const struct uri *uri)
{
    _cleanup_(daemon_address_clear) struct transport_address to = {0};
    _cleanup_free_ char *name = uri_name_there(uri);
    remote_connect_open_args args = {.name = &name};

    if (!name)
        return error_oom(VIR_FROM_REMOTE);
    if (daemon_address_find(uri, false, &to) < 0)
        return -1;
    if (client_connect_for(session, c, &to) < 0 || client_check_auth(c) < 0)
        return -1;
    return rpc_client_call(c, REMOTE_PROC_CONNECT_OPEN, &args, NULL);
}

/* On behalf of the same caller. */
static int client_open_driver(const struct session *session, struct rpc_client *c,
                              const struct driver *driver, const struct uri *uri, const char *text)
{
    c->local = true;
    c->session = (struct session){
        .host = &client_host,
        .driver = driver,
        .uri = (char *)(uintptr_t)text,
        .readonly = session->readonly,
        .remote = session->remote,
        .pid = session->pid,
        .uid = session->uid,
        .gid = session->gid,
        .groups = {session->groups.list, session->groups.count},
    };
    return driver_open(c->session.driver, &c->session, uri, 0);
}

int rpc_client_open(const struct session *session, const char *text, struct rpc_client **ret_client)
{
    const struct driver *local;
    _cleanup_(uri_freep) struct uri *uri = NULL;
    _cleanup_(rpc_client_closep) struct rpc_client *c = NULL;

    if (uri_parse(text, &uri) < 0)
        return -1;
    c = calloc(1, sizeof(*c));
    if (!c)
        return error_oom(VIR_FROM_REMOTE);
    local = session_find_driver(session, uri->driver);
    if (daemon_address_is_remote(uri, local) ? client_open_daemon(session, c, uri) < 0
                                             : client_open_driver(session, c, local, uri, text) < 0)
        return -1;
    c->session.uri = NULL;
    *ret_client = take(c);
    return 0;
}

void rpc_client_cut(struct rpc_client *c)
{
    if (!c->local) {
        caller_cut(&c->daemon);
        return;
    }
    c->session.gone = true;
    if (c->session.driver->interrupt)
        c->session.driver->interrupt(&c->session);
}

struct rpc_client *rpc_client_close(struct rpc_client *c)
{
    struct error kept = {0};

    if (!c)
        return NULL;
    error_copy(&kept, error_get());
    if (c->streams)
        rpc_client_abort(c);
    if (c->session.state)
        c->session.driver->close(&c->session);
    if (c->daemon.transport)
        rpc_client_call(c, REMOTE_PROC_CONNECT_CLOSE, NULL, NULL);
    caller_done(&c->daemon);
    free(c);
    error_adopt(&kept);
    return NULL;
}
