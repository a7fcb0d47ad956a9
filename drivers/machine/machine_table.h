/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The machines of a hypervisor: found by UUID, name and ID. Nothing here is locked: who looks holds
 * the table for reading, who adds, drops or renames holds it for writing (drivers/machine/hold.h).
 */
#pragma once

#include "drivers/machine/machine.h"

struct hub;
struct hypervisor;

struct machine_table {
    const struct hypervisor *hypervisor;
    struct hub *hub;       /* who hears of their events */
    struct machine **list; /* in the order of their making */
    size_t n;
    struct machine **buckets[MACHINE_INDEXES];
    size_t n_buckets; /* of each; 0 or a power of two */
    int last_id;
};

/* ---- find; no error set ---- */

struct machine *machine_table_uuid(const struct machine_table *t, const unsigned char *uuid);
struct machine *machine_table_name(const struct machine_table *t, const char *name);
struct machine *machine_table_id(const struct machine_table *t, int id);

/* The domain of a call; NULL with VIR_ERR_NO_DOMAIN. */
struct machine *machine_table_find(const struct machine_table *t,
                                   const remote_nonnull_domain *domain);

/* ---- change ---- */

/* Adds a machine, made of that many zeros, which has no definitions and is not active; NULL without
 * memory, the error set. Its definitions are to have that name. */
struct machine *machine_table_add(struct machine_table *t, size_t size, const unsigned char *uuid,
                                  const char *name);

/* Takes it out; its memory stays the caller's. */
void machine_table_drop(struct machine *m);

/* Renames it; 0, or -1 without memory. */
int machine_table_rename(struct machine *m, const char *name);

/* Gives it the next id, and takes it away. */
void machine_table_activate(struct machine *m);
void machine_table_deactivate(struct machine *m);

/* ---- end; no machine is in it any more ---- */

void machine_table_done(struct machine_table *t);
