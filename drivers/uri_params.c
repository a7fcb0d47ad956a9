/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The table of those parameters, as libvirt documents them.
 */
#include "drivers/uri_params.h"

#include <stddef.h>
#include <string.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "drivers/uri.h"

/* transports NULL: any; else the ones that it is of, none of which is there yet. */
static const struct param_known {
    const char *name, *transports;
} params_known[] = {
    {"auth", NULL},
    {"authfile", NULL},
    {"keepalive_count", NULL},
    {"keepalive_interval", NULL},
    {"mode", NULL},
    {"name", NULL},
    {"socket", NULL},
    {"command", "ssh and ext"},
    {"keyfile", "ssh, libssh and libssh2"},
    {"known_hosts", "libssh and libssh2"},
    {"known_hosts_verify", "libssh and libssh2"},
    {"netcat", "ssh, libssh and libssh2"},
    {"no_sanity", "tls"},
    {"no_tty", "ssh"},
    {"no_verify", "tls, ssh, libssh and libssh2"},
    {"pkipath", "tls"},
    {"proxy", "ssh, libssh and libssh2"},
    {"sshauth", "libssh and libssh2"},
    {"tls_priority", "tls"},
};

static const char *const uri_modes[] = {
    [URI_MODE_AUTO] = "auto",
    [URI_MODE_LEGACY] = "legacy",
    [URI_MODE_DIRECT] = "direct",
};

static const struct param_known *param_find(const char *name)
{
    for (size_t i = 0; i < ARRAY_SIZE(params_known); i++) {
        if (strcmp(params_known[i].name, name) == 0)
            return &params_known[i];
    }
    return NULL;
}

bool uri_param_is_ours(const char *name)
{
    return param_find(name) != NULL;
}

static int param_read_mode(const char *text, enum uri_mode *ret_mode)
{
    for (size_t i = 0; i < ARRAY_SIZE(uri_modes); i++) {
        if (strcmp(uri_modes[i], text) == 0) {
            *ret_mode = (enum uri_mode)i;
            return 0;
        }
    }
    return error_set(VIR_FROM_REMOTE, VIR_ERR_INVALID_ARG,
                     "mode=%s of the URI is none of auto, legacy and direct", text);
}

int uri_params_check(const struct uri *uri, const char *transport, enum uri_mode *ret_mode)
{
    const char *mode = uri_param(uri, "mode");

    for (size_t i = 0; i < uri->n_params; i++) {
        const struct param_known *p = param_find(uri->params[i].name);

        if (p && p->transports)
            return error_set(VIR_FROM_REMOTE, VIR_ERR_INVALID_ARG,
                             "parameter '%s' of the URI is for %s, and the transport is %s",
                             p->name, p->transports, transport);
    }
    *ret_mode = URI_MODE_AUTO;
    return mode ? param_read_mode(mode, ret_mode) : 0;
}
