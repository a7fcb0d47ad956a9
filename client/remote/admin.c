/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The driver for a daemon's administration: which socket a URI means, and the two calls round a
 * conversation. Nothing is asked of the caller there: the socket's owner alone may open it.
 *
 *     vireod:///system      RUNSTATEDIR/vireo/libvirt-admin-sock
 *     libvirtd:///system    /run/libvirt/libvirt-admin-sock
 *     virtqemud:///system   /run/libvirt/virtqemud-admin-sock, and so on for virt*
 *     ...:///session        the same in $XDG_RUNTIME_DIR instead of /run
 *     ...?socket=PATH       that one, whatever the daemon is called
 */
#include "client/remote/remote.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <libvirt/virterror.h>

#include "client/remote/call.h"
#include "client/remote/channel.h"
#include "common/cleanup.h"
#include "common/error.h"
#include "common/userdir.h"
#include "drivers/driver.h"
#include "drivers/session.h"
#include "drivers/uri.h"
#include "rpc/address.h"

/* The default socket of the daemon of that name; malloc'ed. NULL with the error set. */
static char *admin_default_socket(const char *daemon, bool session)
{
    const char *dir = "/run/libvirt", *name = daemon;
    _cleanup_free_ char *user = NULL;
    char *path;

    if (strcmp(daemon, "vireod") == 0)
        dir = RUNSTATEDIR "/vireo";
    if (strncmp(daemon, "virt", 4) != 0)
        name = "libvirt";
    if (session) {
        dir = user = userdir_runtime(strrchr(dir, '/') + 1);
        if (!user)
            return NULL;
    }
    if (asprintf(&path, "%s/%s-admin-sock", dir, name) >= 0)
        return path;
    error_oom(VIR_FROM_ADMIN);
    return NULL;
}

const char *remote_admin_default(void)
{
    bool session = geteuid() != 0;
    _cleanup_free_ char *ours = admin_default_socket("vireod", session);

    error_reset();
    if (ours && access(ours, F_OK) == 0)
        return session ? "vireod:///session" : "vireod:///system";
    return session ? "libvirtd:///session" : "libvirtd:///system";
}

static char *admin_refuse(const char *what, const char *value)
{
    error_set(VIR_FROM_ADMIN, VIR_ERR_CONFIG_UNSUPPORTED, "%s '%s' of an administration URI", what,
              value);
    return NULL;
}

/* The socket of a URI; malloc'ed. NULL with the error set. */
static char *admin_socket_path(const struct uri *uri)
{
    const char *given = uri_param(uri, "socket");
    bool session = strcmp(uri->path, "/session") == 0;
    char *path;

    for (size_t i = 0; i < uri->n_params; i++) {
        if (strcmp(uri->params[i].name, "socket") != 0)
            return admin_refuse("parameter", uri->params[i].name);
    }
    if (!session && strcmp(uri->path, "/system") != 0)
        return admin_refuse("path", uri->path);
    if (uri->transport)
        return admin_refuse("transport", uri->transport);
    if (given) {
        path = strdup(given);
        if (!path)
            error_oom(VIR_FROM_ADMIN);
        return path;
    }
    if (strncmp(uri->driver, "virt", 4) != 0 && strcmp(uri->driver, "libvirtd") != 0 &&
        strcmp(uri->driver, "vireod") != 0)
        return admin_refuse("daemon", uri->driver);
    return admin_default_socket(uri->driver, session);
}

static int remote_admin_open(struct session *s, const struct uri *uri, unsigned flags)
{
    admin_connect_open_args args = {.flags = flags};
    _cleanup_free_ char *path = admin_socket_path(uri);
    const struct transport_address to = {.transport = "unix", .path = path};
    struct remote *r;

    if (!path || remote_attach(s, &to) < 0)
        return -1;
    if (admin_stub_ops.connect_open(s, &args) < 0) {
        remote_detach(s);
        return -1;
    }
    r = s->state;
    channel_watch(atomic_load(&r->channel));
    return 0;
}

static void admin_close(struct session *s)
{
    if (remote_alive(s))
        admin_stub_ops.connect_close(s);
    remote_detach(s);
}

const struct driver remote_admin_driver = {
    .name = "admin",
    .open = remote_admin_open,
    .close = admin_close,
    .admin = &admin_stub_ops,
};
