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
#include <pthread.h>
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
#include "drivers/registry.h"
#include "drivers/session.h"
#include "drivers/uri.h"
#include "protocol/features.h"
#include "protocol/message.h"

/* ---- the channel ---- */

static void remote_way_clear(struct remote_way *way)
{
    daemon_address_clear(&way->to);
    cleanup_free(&way->name);
    cleanup_free(&way->want);
}

/* Calls are made with the lock, so that a fork does not wait for it. */
static void remote_in_child(struct fork_member *m)
{
    pthread_mutex_init(&FORK_OWNER(m, struct remote)->lock, NULL);
}

static const struct fork_ops remote_fork_ops = {.child = remote_in_child};

int remote_attach(struct session *session, const struct transport_address *to)
{
    struct remote *r = calloc(1, sizeof(*r));
    struct channel *ch;

    if (!r)
        return error_oom(VIR_FROM_REMOTE);
    ch = channel_connect(to, session->owner);
    if (!ch) {
        free(r);
        return -1;
    }
    atomic_init(&r->channel, ch);
    pthread_mutex_init(&r->lock, NULL);
    forks_join(&r->fork, &remote_fork_ops, FORK_CONNECTION);
    session->state = r;
    return 0;
}

void remote_detach(struct session *session)
{
    struct remote *r = session->state, *left;

    session->state = NULL;
    for (; r; r = left) {
        left = r->left;
        channel_close(atomic_load(&r->channel));
        forks_leave(&r->fork);
        pthread_mutex_destroy(&r->lock);
        remote_way_clear(&r->way);
        free(r);
    }
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
    channel_watch(atomic_load(&r->channel));
    return 0;
}

/* The state of the session on success. */
static int remote_go(struct session *s, const struct remote_way *way)
{
    if (remote_attach(s, &way->to) < 0)
        return -1;
    if (remote_open_on_daemon(s, way->name, way->want, way->flags) == 0 &&
        (way->interval <= 0 || remote_set_keepalive(s, way->interval, way->count) >= 0))
        return 0;
    remote_detach(s);
    return -1;
}

/* In a forked child. The new channel's remote keeps the old one, until the session ends. */
static int remote_go_again(struct session *s, struct remote *r)
{
    struct session again = *s;
    struct remote *fresh;

    if (remote_go(&again, &r->way) < 0)
        return -1;
    fresh = again.state;
    fresh->left = r->left;
    r->left = fresh;
    atomic_store(&fresh->channel, atomic_exchange(&r->channel, atomic_load(&fresh->channel)));
    return 0;
}

/* Takes what way has, in any case. name NULL: no memory. */
static int remote_open_way(struct session *s, struct remote_way *way)
{
    struct remote *r;

    if (!way->name)
        error_oom(VIR_FROM_REMOTE);
    if (!way->name || remote_go(s, way) < 0) {
        remote_way_clear(way);
        return -1;
    }
    r = s->state;
    r->way = *way;
    r->go_again = remote_go_again;
    return 0;
}

static void remote_close(struct session *s)
{
    const struct remote *r = s->state;

    if (channel_alive(atomic_load(&r->channel)))
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

/* Whether the URI means a daemon and whatever it has: vireo:///system, vireo:///session. */
static bool remote_means_daemon(const struct uri *uri)
{
    return strcmp(uri->driver, "vireo") == 0;
}

static int remote_check_daemon(const struct uri *uri)
{
    if (!remote_means_daemon(uri) || strcmp(uri->path, "/system") == 0 ||
        strcmp(uri->path, "/session") == 0)
        return 0;
    return error_set(VIR_FROM_REMOTE, VIR_ERR_INVALID_ARG,
                     "'%s' is no daemon: vireo:///system or vireo:///session", uri->path);
}

/* The URI that leads to this daemon again: its own, with the socket where that means somewhere
 * else. Takes the daemon's own; NULL with the error set. */
static char *remote_uri_back(const struct session *s, char *own)
{
    const struct remote *r = s->state;
    _cleanup_(daemon_address_clear) struct transport_address to = {0};
    _cleanup_(uri_freep) struct uri *uri = NULL;
    _cleanup_free_ char *text = own;
    char *back;

    if (uri_parse(text, &uri) < 0)
        return NULL;
    if (daemon_address_is_remote(uri, driver_find(uri->driver)) &&
        daemon_address_find(uri, r->way.flags & VIR_CONNECT_RO, &to) == 0 &&
        strcmp(to.path, r->way.to.path) == 0)
        return take(text);
    error_reset(); /* of looking where it would lead */
    back = uri_with_socket(uri, r->way.to.path);
    if (!back)
        error_oom(VIR_FROM_REMOTE);
    return back;
}

/* The session's URI becomes what the daemon calls its own. Closes the session on failure. */
static int remote_learn_uri(struct session *s)
{
    remote_connect_get_uri_ret ret = {0};
    char *uri = NULL;

    if (remote_stub_ops.connect_get_uri(s, &ret) == 0)
        uri = remote_uri_back(s, ret.uri);
    if (!uri) {
        remote_close(s);
        return -1;
    }
    free(s->uri);
    s->uri = uri;
    return 0;
}

static int remote_open(struct session *s, const struct uri *uri, unsigned flags)
{
    struct remote_way way = {.flags = flags};
    const char *want = uri_param(uri, "auth");
    int count = 5;

    if (remote_check_daemon(uri) < 0 ||
        remote_number_param(uri, "keepalive_interval", &way.interval) < 0 ||
        remote_number_param(uri, "keepalive_count", &count) < 0 ||
        daemon_address_find(uri, flags & VIR_CONNECT_RO, &way.to) < 0)
        return -1;
    way.count = count < 0 ? 0 : (unsigned)count;
    way.want = want ? strdup(want) : NULL;
    if (!want || way.want)
        way.name = remote_means_daemon(uri) ? strdup("") : uri_name_there(uri);
    if (remote_open_way(s, &way) < 0)
        return -1;
    return remote_means_daemon(uri) ? remote_learn_uri(s) : 0;
}

int remote_open_default(struct session *s, unsigned flags)
{
    struct remote_way way = {.flags = flags};

    if (daemon_address_find(NULL, flags & VIR_CONNECT_RO, &way.to) < 0)
        return -1;
    way.name = strdup("");
    if (remote_open_way(s, &way) < 0)
        return -1;
    return remote_learn_uri(s);
}

/* ---- what a connection asks ---- */

bool remote_alive(struct session *s)
{
    struct channel *ch = remote_channel(s);

    return ch && channel_alive(ch);
}

int remote_set_keepalive(struct session *s, int interval, unsigned count)
{
    struct channel *ch = remote_channel(s);
    struct remote *r = s->state;

    if (!ch)
        return -1;
    if (!r->keepalive)
        return 1;
    LOCK_SCOPE(&r->lock);
    r->way.interval = interval;
    r->way.count = count;
    return channel_set_keepalive(ch, interval, count);
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
