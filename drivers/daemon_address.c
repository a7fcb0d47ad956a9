/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Sockets of daemons. Ours is looked for before libvirt's.
 */
#include "drivers/daemon_address.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "common/userdir.h"
#include "drivers/driver.h"
#include "drivers/uri.h"

bool daemon_address_is_remote(const struct uri *uri, const struct driver *local)
{
    return uri->transport || uri->server || !local;
}

static char *address_join(const char *dir, const char *name)
{
    char *path;

    if (asprintf(&path, "%s/%s", dir, name) >= 0)
        return path;
    error_oom(VIR_FROM_REMOTE);
    return NULL;
}

static bool address_is_session(const struct uri *uri)
{
    return uri ? strcmp(uri->path, "/session") == 0 : geteuid() != 0;
}

/* Malloc'ed; NULL with the error set. */
static char *address_socket(const struct uri *uri, bool readonly)
{
    const char *given = uri ? uri_param(uri, "socket") : NULL;
    const char *name = readonly ? "libvirt-sock-ro" : "libvirt-sock";
    char *path;

    if (given) {
        path = strdup(given);
        if (!path)
            error_oom(VIR_FROM_REMOTE);
        return path;
    }
    if (address_is_session(uri)) {
        _cleanup_free_ char *dir = userdir_runtime("vireo");

        /* The socket that reads and writes, since nobody else may open it. */
        return dir ? address_join(dir, "libvirt-sock") : NULL;
    }
    path = address_join(RUNSTATEDIR "/vireo", name);
    if (!path || access(path, F_OK) == 0)
        return path;
    free(path);
    return address_join("/run/libvirt", name);
}

/* The transport of the URI, checked; NULL with the error set. */
static const char *address_transport(const struct uri *uri)
{
    const char *name = uri->transport ? uri->transport : uri->server ? "tls" : "unix";
    const char *transport = transport_named(name);

    if (transport && uri->server && strcmp(transport, "unix") == 0) {
        error_set(VIR_FROM_REMOTE, VIR_ERR_INVALID_ARG,
                  "the URI names the host '%s', but a UNIX socket is of this one", uri->server);
        return NULL;
    }
    return transport;
}

int daemon_address_find(const struct uri *uri, bool readonly, struct transport_address *ret)
{
    const char *transport = uri ? address_transport(uri) : "unix";
    char *path = transport ? address_socket(uri, readonly) : NULL;

    if (!path)
        return -1;
    *ret = (struct transport_address){.transport = transport, .path = path};
    return 0;
}

void daemon_address_clear(struct transport_address *address)
{
    free(address->path);
    *address = (struct transport_address){0};
}
