/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The table of transports. */
#include "rpc/address.h"

#include <stddef.h>
#include <string.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "rpc/transport_unix.h"

/* connect NULL: libvirt has it, and it is not there yet. */
static const struct transport_kind {
    const char *name;
    struct transport *(*connect)(const struct transport_address *to, unsigned seconds);
} transport_kinds[] = {
    {"unix", transport_unix_connect},
    {"tls", NULL},
    {"tcp", NULL},
    {"ssh", NULL},
    {"libssh", NULL},
    {"libssh2", NULL},
    {"ext", NULL},
};

static const struct transport_kind *transport_kind_find(const char *name)
{
    for (size_t i = 0; i < ARRAY_SIZE(transport_kinds); i++) {
        if (strcmp(transport_kinds[i].name, name) == 0)
            return &transport_kinds[i];
    }
    return NULL;
}

const char *transport_named(const char *transport)
{
    const struct transport_kind *kind = transport_kind_find(transport);

    if (!kind)
        error_set(VIR_FROM_REMOTE, VIR_ERR_INVALID_ARG, "the URI has the unknown transport '%s'",
                  transport);
    else if (!kind->connect)
        error_set(VIR_FROM_REMOTE, VIR_ERR_NO_SUPPORT,
                  "transport '%s' of the URI: only 'unix' is there so far", transport);
    return kind && kind->connect ? kind->name : NULL;
}

struct transport *transport_connect(const struct transport_address *to, unsigned seconds)
{
    if (!transport_named(to->transport))
        return NULL;
    return transport_kind_find(to->transport)->connect(to, seconds);
}
