/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The events that `vireo emit` raises, as virsh calls them, with their fields: for its help, its
 * errors and completion. A test holds them to the test driver's own table.
 */
#pragma once

#include <stdbool.h>

struct emit_field {
    const char *name;
    const char
        *values; /* "none|pause|report", or in capitals what is to be there; NULL ends a list */
    bool optional;
};

struct emit_event {
    const char *name;
    int id; /* virDomainEventID */
    const struct emit_field *fields;
};

/* Ends with a NULL name. */
extern const struct emit_event emit_events[];

/* NULL: there is none. */
const struct emit_event *emit_event_find(const char *name);

/* The fields as one types them, in a text to be freed; NULL: no memory. */
char *emit_event_usage(const struct emit_event *event);
