/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a server of the daemon serves: programs, and who answers their calls.
 *
 * The daemon answers what concerns the connection itself and its administration; all else is the
 * driver's that the connection was opened with.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "protocol/program.h"

struct served_program {
    const struct program *program; /* NULL: the end of the list */
    const void *own_ops;           /* what the daemon answers itself; NULL: nothing */
    bool has_drivers;              /* what it does not is the driver's to answer */
};

struct service {
    const char *name; /* for administration */
    bool admin;       /* that of the daemon, by who may administer it */
    const struct served_program *programs;
};

extern const struct service service_drivers, service_admin;

/* The program of that number, or NULL. */
static inline const struct served_program *service_find(const struct service *service,
                                                        uint32_t number)
{
    for (const struct served_program *p = service->programs; p->program; p++) {
        if (p->program->number == number)
            return p;
    }
    return NULL;
}
