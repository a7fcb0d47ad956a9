/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Which arguments go together in a call about metadata: domains and networks have the same rules,
 * and the same numbers for the types.
 */
#include <stdbool.h>
#include <string.h>

#include <libvirt/virterror.h>

#include "client/generate/hooks.h"
#include "common/error.h"

_Static_assert((int)VIR_DOMAIN_METADATA_ELEMENT == (int)VIR_NETWORK_METADATA_ELEMENT &&
                   (int)VIR_DOMAIN_METADATA_TITLE == (int)VIR_NETWORK_METADATA_TITLE,
               "one check serves both");

static int metadata_check_uri(int origin, int type, const char *uri)
{
    bool element = type == VIR_DOMAIN_METADATA_ELEMENT;

    /* A type that is none is the driver's to refuse. */
    if (type < VIR_DOMAIN_METADATA_DESCRIPTION || type > VIR_DOMAIN_METADATA_ELEMENT ||
        element == (uri != NULL))
        return 0;
    return error_set(origin, VIR_ERR_INVALID_ARG,
                     uri ? "a title or description has no uri"
                         : "an element of metadata has a uri");
}

static int metadata_check_new(int origin, int type, const char *metadata, const char *key,
                              const char *uri)
{
    if (metadata_check_uri(origin, type, uri) < 0)
        return -1;
    if (type == VIR_DOMAIN_METADATA_ELEMENT) {
        if (!metadata || key)
            return 0;
        return error_set(origin, VIR_ERR_INVALID_ARG,
                         "key must not be NULL: it becomes the prefix of %s", uri);
    }
    if (type < VIR_DOMAIN_METADATA_DESCRIPTION || type > VIR_DOMAIN_METADATA_ELEMENT)
        return 0;
    if (key)
        return error_set(origin, VIR_ERR_INVALID_ARG, "a title or description has no key");
    if (type == VIR_DOMAIN_METADATA_TITLE && metadata && strchr(metadata, '\n'))
        return error_set(origin, VIR_ERR_INVALID_ARG, "a title is one line");
    return 0;
}

int hook_check_metadata(virConnectPtr conn, int type, const char *uri)
{
    (void)conn;
    return metadata_check_uri(VIR_FROM_DOMAIN, type, uri);
}

int hook_check_new_metadata(virConnectPtr conn, int type, const char *metadata, const char *key,
                            const char *uri)
{
    (void)conn;
    return metadata_check_new(VIR_FROM_DOMAIN, type, metadata, key, uri);
}

int hook_check_network_metadata(virConnectPtr conn, int type, const char *uri)
{
    (void)conn;
    return metadata_check_uri(VIR_FROM_NETWORK, type, uri);
}

int hook_check_new_network_metadata(virConnectPtr conn, int type, const char *metadata,
                                    const char *key, const char *uri)
{
    (void)conn;
    return metadata_check_new(VIR_FROM_NETWORK, type, metadata, key, uri);
}
