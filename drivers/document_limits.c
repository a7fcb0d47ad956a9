/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One set for all sessions, one for those that only read. */
#include "drivers/document_limits.h"

#include <stdatomic.h>

#include "drivers/session.h"

static struct {
    atomic_size_t bytes;
    atomic_uint elements, attributes;
} limits_of[2] = {{4194304, 250000, 256}, {1048576, 16384, 256}};

static __thread const struct session *caller;

void document_limits_set(bool readonly, const struct document_limits *limits)
{
    atomic_store(&limits_of[readonly].bytes, limits->bytes);
    atomic_store(&limits_of[readonly].elements, limits->elements);
    atomic_store(&limits_of[readonly].attributes, limits->attributes);
}

const struct session *document_limits_enter(const struct session *session)
{
    const struct session *before = caller;

    caller = session;
    return before;
}

void document_limits_leave(const struct session *before)
{
    caller = before;
}

bool document_limits_now(struct document_limits *ret_limits, const char **ret_keys)
{
    bool readonly = caller && caller->readonly;

    if (!caller || !caller->remote)
        return false;
    *ret_limits = (struct document_limits){
        .bytes = atomic_load(&limits_of[readonly].bytes),
        .elements = atomic_load(&limits_of[readonly].elements),
        .attributes = atomic_load(&limits_of[readonly].attributes),
    };
    *ret_keys = readonly ? "max_readonly_document" : "max_document";
    return true;
}

bool document_limits_moot(void)
{
    return caller && caller->readonly && caller->gone;
}
