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

static char *join(const char *dir, const char *name)
{
    char *path;

    if (asprintf(&path, "%s/%s", dir, name) >= 0)
        return path;
    error_oom(VIR_FROM_REMOTE);
    return NULL;
}

static bool is_session(const struct uri *uri)
{
    return uri ? strcmp(uri->path, "/session") == 0 : geteuid() != 0;
}

char *daemon_address_socket(const struct uri *uri, bool readonly)
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
    if (is_session(uri)) {
        _cleanup_free_ char *dir = userdir_runtime("vireo");

        /* The socket that reads and writes, since nobody else may open it. */
        return dir ? join(dir, "libvirt-sock") : NULL;
    }
    path = join(RUNSTATEDIR "/vireo", name);
    if (!path || access(path, F_OK) == 0)
        return path;
    free(path);
    return join("/run/libvirt", name);
}

int daemon_address_check(const struct uri *uri)
{
    static const char *const others[] = {"tls", "tcp", "ssh", "libssh", "libssh2", "ext"};
    const char *transport = uri->transport ? uri->transport : uri->server ? "tls" : "unix";

    if (strcmp(transport, "unix") == 0) {
        if (!uri->server)
            return 0;
        return error_set(VIR_FROM_REMOTE, VIR_ERR_INVALID_ARG,
                         "the URI names the host '%s', but a UNIX socket is of this one",
                         uri->server);
    }
    for (size_t i = 0; i < ARRAY_SIZE(others); i++) {
        if (strcmp(transport, others[i]) == 0)
            return error_set(VIR_FROM_REMOTE, VIR_ERR_NO_SUPPORT,
                             "transport '%s' of the URI: only 'unix' is there so far", transport);
    }
    return error_set(VIR_FROM_REMOTE, VIR_ERR_INVALID_ARG, "the URI has the unknown transport '%s'",
                     transport);
}
