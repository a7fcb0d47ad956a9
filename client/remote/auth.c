/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which way to authenticate, and polkit, which asks the user by itself. */
#include "client/remote/auth.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <libvirt/virterror.h>

#include "client/remote/call.h"
#include "client/remote/remote.h"
#include "common/cleanup.h"
#include "common/error.h"
#include "drivers/session.h"

#define SASL_MECHANISM "sasl."

/* The type that auth= means, or -1 with the error set. */
static int auth_wanted_type(const char *want)
{
    if (strcasecmp(want, "polkit") == 0)
        return REMOTE_AUTH_POLKIT;
    if (strcasecmp(want, "sasl") == 0 ||
        strncasecmp(want, SASL_MECHANISM, strlen(SASL_MECHANISM)) == 0)
        return REMOTE_AUTH_SASL;
    return error_set(VIR_FROM_REMOTE, VIR_ERR_AUTH_FAILED, "auth=%s of the URI is unknown", want);
}

/* The type to take of those that the daemon offers, or -1 with the error set. */
static int auth_choose(const remote_auth_list_ret *offered, const char *want)
{
    int type = want ? auth_wanted_type(want) : 0;

    if (type < 0)
        return -1;
    if (!want)
        return offered->types.types_len ? (int)offered->types.types_val[0] : REMOTE_AUTH_NONE;
    for (unsigned i = 0; i < offered->types.types_len; i++) {
        if ((int)offered->types.types_val[i] == type)
            return type;
    }
    return error_set(VIR_FROM_REMOTE, VIR_ERR_AUTH_FAILED,
                     "the daemon does not offer auth=%s of the URI", want);
}

static int auth_by_polkit(struct session *s)
{
    remote_auth_polkit_ret ret = {0};

    if (remote_stub_ops.auth_polkit(s, &ret) < 0)
        return -1;
    return ret.complete ? 0
                        : error_set(VIR_FROM_REMOTE, VIR_ERR_AUTH_FAILED, "polkit did not agree");
}

static int auth_by_sasl(struct session *s, const char *want)
{
    const struct event_sink *sink = s->owner;
    const char *dot = want ? strchr(want, '.') : NULL;

    if (!sink->credentials)
        return error_set(VIR_FROM_RPC, VIR_ERR_AUTH_FAILED,
                         "a forked child has no credentials: open another connection");
    return sasl_open(s, sink->credentials, dot ? dot + 1 : NULL);
}

int auth_open(struct session *s, const char *want)
{
    remote_auth_list_ret list = {0};
    int type;

    if (remote_stub_ops.auth_list(s, &list) < 0)
        return -1;
    type = auth_choose(&list, want);
    free(list.types.types_val);
    switch (type) {
    case -1:
        return -1;
    case REMOTE_AUTH_NONE:
        return 0;
    case REMOTE_AUTH_POLKIT:
        return auth_by_polkit(s);
    case REMOTE_AUTH_SASL:
        return auth_by_sasl(s, want);
    default:
        return error_set(VIR_FROM_REMOTE, VIR_ERR_AUTH_UNAVAILABLE,
                         "the daemon asks for authentication of the unknown type %d", type);
    }
}
