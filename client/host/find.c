/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Which daemon a program means whose user names none: the one that runs.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <vireo/vireo.h>

#include "client/core/api.h"
#include "client/core/uri_config.h"
#include "drivers/daemon_address.h"
#include "drivers/uri.h"
#include "rpc/address.h"
#include "rpc/transport.h"

/* Where to look, in this order. Root has no daemon but the system's. */
static const char *const find_places[] = {"vireo:///system", "vireo:///session"};

/* 0: somebody listens there; else an errno, or -1 with another error set. *ret_path: where. */
static int find_listens(const char *place, bool readonly, char **ret_path)
{
    _cleanup_(daemon_address_clear) struct transport_address to = {0};
    _cleanup_(transport_closep) struct transport *t = NULL;
    _cleanup_(uri_freep) struct uri *uri = NULL;

    if (uri_parse(place, &uri) < 0 || daemon_address_find(uri, readonly, &to) < 0)
        return -1;
    t = transport_connect(&to, 1);
    *ret_path = take(to.path);
    if (t)
        return 0;
    return error_get()->code == VIR_ERR_SYSTEM_ERROR ? error_get()->int1 : -1;
}

static char *find_running(bool readonly)
{
    size_t n = geteuid() == 0 ? 1 : ARRAY_SIZE(find_places);
    _cleanup_free_ char *denied = NULL, *last = NULL;

    for (size_t i = 0; i < n; i++) {
        _cleanup_free_ char *path = NULL;
        int r = find_listens(find_places[i], readonly, &path);

        if (r == 0) {
            char *found = strdup(find_places[i]);

            error_reset();
            if (!found)
                error_oom(VIR_FROM_NONE);
            return found;
        }
        if (r < 0)
            return NULL;
        free(last);
        last = take(path);
        if (r == EACCES && !denied)
            denied = strdup(last);
    }
    if (denied)
        error_set_errno(VIR_FROM_REMOTE, EACCES, "a daemon's socket '%s' is not for this user",
                        denied);
    else
        error_set_errno(VIR_FROM_REMOTE, ENOENT, "no daemon listens%s%s%s", n == 1 ? " at '" : "",
                        n == 1 ? last : ", neither the system's nor this user's own",
                        n == 1 ? "'" : "");
    return NULL;
}

VIREO_API char *vireoFindDaemon(unsigned int flags)
{
    char *uri = NULL;

    error_reset();
    if (flags & ~(unsigned)VIR_CONNECT_RO)
        error_set(VIR_FROM_NONE, VIR_ERR_INVALID_ARG, "unknown flags 0x%x of vireoFindDaemon",
                  flags);
    else if (uri_config_find(&uri_config_client, NULL, true, &uri) == 0 && !uri)
        uri = find_running(flags & VIR_CONNECT_RO);
    if (!uri)
        api_fail(NULL);
    return uri;
}
