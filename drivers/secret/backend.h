/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Where secrets are kept besides in memory. The room's guard is held for writing. What gives 0 or
 * -1 has the error set with -1, and has changed nothing then. A member that is NULL: nowhere.
 */
#pragma once

#include <stddef.h>

#include <libxml/tree.h>

struct secret;
struct secret_room;

struct secret_backend {
    /* Keeps the definition that the secret with that UUID is about to have. */
    int (*define)(struct secret_room *room, const unsigned char *uuid, const xmlDoc *doc);
    /* Forgets one, and its value. */
    int (*undefine)(struct secret_room *room, const struct secret *secret);
    /* Keeps the value that a secret is about to have. */
    int (*set_value)(struct secret_room *room, const struct secret *secret, const void *value,
                     size_t len);
};
