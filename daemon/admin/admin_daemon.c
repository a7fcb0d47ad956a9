/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The daemon itself: its log, its idle timeout, its end. */
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "daemon/admin/admin_internal.h"
#include "daemon/admin/admin_lookup.h"
#include "daemon/admin/admin_params.h"
#include "daemon/process/logging.h"
#include "daemon/server/server.h"
#include "event/loop.h"

int admin_connect_get_logging_outputs(struct session *s,
                                      const admin_connect_get_logging_outputs_args *args,
                                      admin_connect_get_logging_outputs_ret *ret)
{
    if (admin_no_flags("CONNECT_GET_LOGGING_OUTPUTS", args->flags) < 0)
        return -1;
    return logging_outputs(&ret->outputs, &ret->noutputs);
}

/* No filters are no text: that is what a client of the protocol expects. */
int admin_connect_get_logging_filters(struct session *s,
                                      const admin_connect_get_logging_filters_args *args,
                                      admin_connect_get_logging_filters_ret *ret)
{
    _cleanup_free_ char *text = NULL;
    unsigned count = 0;

    if (admin_no_flags("CONNECT_GET_LOGGING_FILTERS", args->flags) < 0 ||
        logging_filters(&text, &count) < 0)
        return -1;
    ret->nfilters = count;
    if (!count)
        return 0;
    ret->filters = malloc(sizeof(*ret->filters));
    if (!ret->filters)
        return error_oom(VIR_FROM_ADMIN);
    *ret->filters = take(text);
    return 0;
}

int admin_connect_set_logging_outputs(struct session *s,
                                      const admin_connect_set_logging_outputs_args *args)
{
    if (admin_no_flags("CONNECT_SET_LOGGING_OUTPUTS", args->flags) < 0)
        return -1;
    return logging_change(NULL, args->outputs ? *args->outputs : "");
}

int admin_connect_set_logging_filters(struct session *s,
                                      const admin_connect_set_logging_filters_args *args)
{
    if (admin_no_flags("CONNECT_SET_LOGGING_FILTERS", args->flags) < 0)
        return -1;
    return logging_change(args->filters ? *args->filters : "", NULL);
}

struct idle_timeout {
    struct server *first;
    int seconds;
};

static void admin_set_idle_timeout(void *opaque)
{
    _cleanup_free_ struct idle_timeout *wanted = opaque;

    server_set_idle_timeout(wanted->first, wanted->seconds);
}

int admin_connect_set_daemon_timeout(struct session *s,
                                     const admin_connect_set_daemon_timeout_args *args)
{
    struct server *own = admin_own_server(s);
    struct idle_timeout *wanted;

    if (admin_no_flags("CONNECT_SET_DAEMON_TIMEOUT", args->flags) < 0)
        return -1;
    if (args->timeout > INT_MAX / 1000)
        return error_set(VIR_FROM_ADMIN, VIR_ERR_INVALID_ARG,
                         "a timeout of %u seconds, more than %d", args->timeout, INT_MAX / 1000);
    wanted = malloc(sizeof(*wanted));
    if (!wanted)
        return error_oom(VIR_FROM_ADMIN);
    *wanted = (struct idle_timeout){own->siblings, (int)args->timeout};
    if (loop_defer(own->context.loop, admin_set_idle_timeout, wanted) < 0) {
        free(wanted);
        return error_oom(VIR_FROM_ADMIN);
    }
    return 0;
}

/* The way of the signal, so that there is one way to end. */
int admin_connect_daemon_shutdown(struct session *s, const admin_connect_daemon_shutdown_args *args)
{
    if (admin_no_flags("CONNECT_DAEMON_SHUTDOWN", args->flags) < 0)
        return -1;
    if (kill(getpid(), SIGTERM) < 0)
        return error_set_errno(VIR_FROM_ADMIN, errno, "the daemon can't tell itself to end");
    return 0;
}
