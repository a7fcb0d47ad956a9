/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Opening and closing a connection to a daemon.
 *
 *     socket > AUTH_LIST > [polkit or SASL] > feature 10 > OPEN > [GET_URI] > features 14, 15
 *            > work > CLOSE
 */
#include "client/remote/remote.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "client/remote/auth.h"
#include "client/remote/call.h"
#include "client/remote/channel.h"
#include "common/cleanup.h"
#include "common/error.h"
#include "drivers/daemon_address.h"
#include "drivers/driver.h"
#include "drivers/session.h"
#include "drivers/uri.h"
#include "protocol/features.h"
#include "protocol/message.h"

/* ---- the channel ---- */

int remote_attach(struct session *session, const struct transport_address *to)
{
    struct remote *r = calloc(1, sizeof(*r));

    if (!r)
        return error_oom(VIR_FROM_REMOTE);
    r->channel = channel_connect(to, session->owner);
    if (!r->channel) {
        free(r);
        return -1;
    }
    session->state = r;
    return 0;
}

void remote_detach(struct session *session)
{
    struct remote *r = session->state;

    channel_close(r->channel);
    free(r);
    session->state = NULL;
}

/* ---- the first calls ---- */

/* want: the URI's auth=, or NULL. */
static int remote_open_on_daemon(struct session *s, const char *name, const char *want,
                                 unsigned flags)
{
    char *name_there = (char *)(uintptr_t)name;
    remote_connect_open_args args = {.name = &name_there, .flags = flags & VIR_CONNECT_RO};
    struct remote *r = s->state;
    int has;

    if (auth_open(s, want) < 0)
        return -1;
    has = remote_supports(s, FEATURE_PROGRAM_KEEPALIVE);
    if (has < 0)
        return -1;
    r->keepalive = has;
    if (remote_stub_ops.connect_open(s, &args) < 0)
        return -1;
    has = remote_supports(s, FEATURE_EVENT_CALLBACK);
    if (has == 0)
        return error_set(VIR_FROM_REMOTE, VIR_ERR_NO_SUPPORT,
                         "the daemon is too old: its events have no callback IDs");
    if (has > 0)
        has = remote_supports(s, FEATURE_CLOSE_CALLBACK);
    if (has < 0)
        return -1;
    r->close_notice = has;
    channel_watch(r->channel);
    return 0;
}

/* name: of the driver there; NULL: no memory. */
static int remote_open_at(struct session *s, const struct transport_address *to, const char *name,
                          const char *want, unsigned flags)
{
    if (!name)
        return error_oom(VIR_FROM_REMOTE);
    if (remote_attach(s, to) < 0)
        return -1;
    if (remote_open_on_daemon(s, name, want, flags) == 0)
        return 0;
    remote_detach(s);
    return -1;
}

static void remote_close(struct session *s)
{
    if (remote_alive(s))
        remote_stub_ops.connect_close(s);
    remote_detach(s);
}

/* A whole number among the URI's parameters, in *ret_value; absent: *ret_value stays. */
static int remote_number_param(const struct uri *uri, const char *name, int *ret_value)
{
    const char *text = uri_param(uri, name);
    char *end;
    long n;

    if (!text)
        return 0;
    errno = 0;
    n = strtol(text, &end, 10);
    if (errno || end == text || *end || n < -1 || n > INT_MAX / 1000)
        return error_set(VIR_FROM_REMOTE, VIR_ERR_INVALID_ARG, "'%s' of the URI is no %s", text,
                         name);
    *ret_value = (int)n;
    return 0;
}

static int remote_open(struct session *s, const struct uri *uri, unsigned flags)
{
    _cleanup_(daemon_address_clear) struct transport_address to = {0};
    _cleanup_free_ char *name = NULL;
    int interval = 0, count = 5;

    if (daemon_address_find(uri, flags & VIR_CONNECT_RO, &to) < 0 ||
        remote_number_param(uri, "keepalive_interval", &interval) < 0 ||
        remote_number_param(uri, "keepalive_count", &count) < 0)
        return -1;
    name = uri_for_driver(uri);
    if (remote_open_at(s, &to, name, uri_param(uri, "auth"), flags) < 0)
        return -1;
    if (interval <= 0 || remote_set_keepalive(s, interval, count < 0 ? 0 : (unsigned)count) >= 0)
        return 0;
    remote_close(s);
    return -1;
}

int remote_open_default(struct session *s, unsigned flags)
{
    _cleanup_(daemon_address_clear) struct transport_address to = {0};
    remote_connect_get_uri_ret ret = {0};

    if (daemon_address_find(NULL, flags & VIR_CONNECT_RO, &to) < 0 ||
        remote_open_at(s, &to, "", NULL, flags) < 0)
        return -1;
    if (remote_stub_ops.connect_get_uri(s, &ret) < 0) {
        remote_close(s);
        return -1;
    }
    free(s->uri);
    s->uri = ret.uri;
    return 0;
}

/* ---- what a connection asks ---- */

bool remote_alive(struct session *s)
{
    const struct remote *r = s->state;

    return channel_alive(r->channel);
}

int remote_set_keepalive(struct session *s, int interval, unsigned count)
{
    const struct remote *r = s->state;

    return r->keepalive ? channel_set_keepalive(r->channel, interval, count) : 1;
}

bool remote_has_close_notice(struct session *s)
{
    const struct remote *r = s->state;

    return r->close_notice;
}

const struct driver remote_driver = {
    .name = "remote",
    .open = remote_open,
    .close = remote_close,
    .remote = &remote_stub_ops,
    .qemu = &qemu_stub_ops,
    .lxc = &lxc_stub_ops,
    .vireo = &vireo_stub_ops,
};
