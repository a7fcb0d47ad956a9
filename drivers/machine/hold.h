/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Holding machines for a scope, by whichever locks their driver has.
 *
 *     READ_TABLE(t, session);                  who is there
 *     READ_MACHINE(m, session, &args->dom);    as it is; readers share it
 *     CHANGE_MACHINE(m, session, &args->dom);  nobody else changes it, or looks at it
 *
 * m is NULL, with the error set, when there is no such machine, or when it may not be changed now.
 */
#pragma once

#include "common/cleanup.h"
#include "drivers/machine/hypervisor.h"
#include "drivers/machine/machine_table.h"
#include "drivers/session.h"

static inline struct machine_table *machine_table_of(const struct session *session)
{
    return session->rooms[ROOM_MACHINE];
}

static inline struct machine_table *hold_table_read(const struct session *session)
{
    struct machine_table *t = machine_table_of(session);

    t->hypervisor->read_table(t);
    return t;
}

static inline void hold_table_read_donep(struct machine_table **t)
{
    (*t)->hypervisor->read_table_done(*t);
}

static inline struct machine *hold_read(const struct session *session,
                                        const remote_nonnull_domain *dom)
{
    struct machine_table *t = machine_table_of(session);

    return t->hypervisor->read(t, dom);
}

static inline void hold_read_donep(struct machine **m)
{
    if (*m)
        (*m)->table->hypervisor->read_done(*m);
}

static inline struct machine *hold_change(struct session *session, const remote_nonnull_domain *dom)
{
    struct machine_table *t = machine_table_of(session);

    return t->hypervisor->change(t, session, dom);
}

static inline void hold_change_donep(struct machine **m)
{
    if (*m)
        (*m)->table->hypervisor->change_done(*m);
}

#define READ_TABLE(t, session) \
    _cleanup_(hold_table_read_donep) struct machine_table *t = hold_table_read(session)
#define READ_MACHINE(m, session, dom) \
    _cleanup_(hold_read_donep) struct machine *m = hold_read(session, dom)
#define CHANGE_MACHINE(m, session, dom) \
    _cleanup_(hold_change_donep) struct machine *m = hold_change(session, dom)

/* What follows from a change of a live definition; 0 or -1. */
#define APPLY(m, what, ...) \
    ((m)->table->hypervisor->apply.what ? (m)->table->hypervisor->apply.what((m), __VA_ARGS__) : 0)
