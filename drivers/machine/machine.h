/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A machine: what every hypervisor knows of one. A driver's own structure begins with it.
 *
 * Its definitions:
 *
 *                    live    config
 *     defined        NULL    set       inactive, persistent
 *     running        set     set       persistent: config is what the next start takes
 *     transient      set     NULL      gone when it stops
 *
 * drivers/machine/hold.h says who may look at it, and who may change it.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "drivers/domain/snapshot_tree.h"
#include "protocol/remote.h"

struct affected;
struct definition;
struct machine_table;

/* By what machines are found without looking at all of them. */
enum machine_index { BY_UUID, BY_NAME, BY_ID, MACHINE_INDEXES };

struct machine {
    struct machine_table *table;
    unsigned char uuid[16];
    char *name;
    struct machine *next[MACHINE_INDEXES]; /* in its bucket of each */
    int id;                                /* -1: not active */
    int state, reason;
    bool control_broken; /* nobody can say what it does; until it stops */
    bool autostart, autostart_once;
    struct definition *live, *config;
    struct definition *saved; /* managed save image; NULL: none */
    bool saved_paused;
    struct snapshot_tree snapshots, checkpoints;
};

/* What is true now: live, or config of an inactive machine. */
static inline struct definition *machine_now(const struct machine *m)
{
    return m->live ? m->live : m->config;
}

static inline bool machine_active(const struct machine *m)
{
    return m->live;
}

static inline const char *machine_name(const struct machine *m)
{
    return m->name;
}

/* Fills the reply's domain; 0, or -1 without memory. */
int machine_ref(const struct machine *m, remote_nonnull_domain *ret_domain);

/* -1 with VIR_ERR_OPERATION_INVALID: it is not. The domain is that of the error. */
int machine_check_active(const struct machine *m, int error_domain);

/* ---- definitions that a change is for ---- */

/* By VIR_DOMAIN_AFFECT_*; none: what is true now. -1 with VIR_ERR_OPERATION_INVALID where the
 * machine has no such definition. */
int machine_affected(struct machine *m, unsigned flags, struct affected *ret_affected);

/* The same for one of them: both at once are VIR_ERR_INVALID_ARG. */
int machine_seen(struct machine *m, unsigned flags, struct affected *ret_affected);

/* Those that are meant, to be changed: definition_edit() was called for each. */
int machine_changed(struct machine *m, unsigned flags, struct affected *ret_affected);

/* ---- end ---- */

/* Frees what it has; its own memory stays its driver's. */
void machine_done(struct machine *m);
