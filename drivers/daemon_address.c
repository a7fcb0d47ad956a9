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
#include "drivers/uri_params.h"

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

/* Where daemons listen: ours, libvirt's for one driver, libvirt's for all. */
enum place_of { PLACE_OURS, PLACE_DIRECT, PLACE_LEGACY, N_PLACES };

/* The first socket that is there and that the mode means; where none is, that of `otherwise`.
 * Malloc'ed; NULL with the error set. */
static char *address_in(const char *const dirs[N_PLACES], const char *driver, const char *suffix,
                        enum uri_mode mode, enum place_of otherwise)
{
    const bool meant[N_PLACES] = {
        [PLACE_OURS] = mode != URI_MODE_DIRECT,
        [PLACE_DIRECT] = mode != URI_MODE_LEGACY && driver,
        [PLACE_LEGACY] = mode != URI_MODE_DIRECT,
    };
    char *path = NULL;

    for (int i = 0; i <= N_PLACES; i++) {
        int p = i < N_PLACES ? i : mode == URI_MODE_DIRECT ? PLACE_DIRECT : (int)otherwise;
        _cleanup_free_ char *name = NULL;

        if (!meant[p])
            continue;
        free(path);
        if (asprintf(&name, "%s%s%s%s", p == PLACE_DIRECT ? "virt" : "libvirt-sock",
                     p == PLACE_DIRECT ? driver : "", p == PLACE_DIRECT ? "d-sock" : "",
                     suffix) < 0) {
            error_oom(VIR_FROM_REMOTE);
            return NULL;
        }
        path = address_join(dirs[p], name);
        if (!path || access(path, F_OK) == 0)
            break;
    }
    return path;
}

/* Malloc'ed; NULL with the error set. */
static char *address_socket(const struct uri *uri, bool readonly, enum uri_mode mode)
{
    static const char *const system_dirs[N_PLACES] = {RUNSTATEDIR "/vireo", "/run/libvirt",
                                                      "/run/libvirt"};
    const char *given = uri ? uri_param(uri, "socket") : NULL;
    const char *driver = uri ? uri->driver : NULL;

    if (given) {
        char *path = strdup(given);

        if (!path)
            error_oom(VIR_FROM_REMOTE);
        return path;
    }
    if (address_is_session(uri)) {
        _cleanup_free_ char *ours = userdir_runtime("vireo");
        _cleanup_free_ char *libvirts = ours ? userdir_runtime("libvirt") : NULL;
        const char *const dirs[N_PLACES] = {ours, libvirts, libvirts};

        /* The socket that reads and writes, since nobody else may open it. */
        return libvirts ? address_in(dirs, driver, "", mode, PLACE_OURS) : NULL;
    }
    return address_in(system_dirs, driver, readonly ? "-ro" : "", mode, PLACE_LEGACY);
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
    enum uri_mode mode = URI_MODE_AUTO;
    char *path;

    if (!transport || (uri && uri_params_check(uri, transport, &mode) < 0))
        return -1;
    path = address_socket(uri, readonly, mode);
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
