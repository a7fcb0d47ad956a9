/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Finds a back end by name. */
#include "config.h"

#include "event/backend.h"

#include <stdlib.h>
#include <string.h>

#include "common/cleanup.h"

static const struct backend *const backends[] = {
    &backend_epoll,
    &backend_poll,
};

const struct backend *backend_find(const char *name)
{
    if (!name)
        name = secure_getenv("VIREO_LOOP");
    if (!name || !*name)
        return backends[0];
    for (size_t i = 0; i < ARRAY_SIZE(backends); i++) {
        if (strcmp(backends[i]->name, name) == 0)
            return backends[i];
    }
    return NULL;
}
