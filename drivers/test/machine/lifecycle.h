/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Starting and stopping machines; the world is held for writing. */
#pragma once

#include <stdbool.h>

struct definition;
struct machine;
struct session;
struct world;

/*
 * What takes part in the life of machines; each step may be NULL. A table of them, whose last row
 * is all NULL, comes with the world, so that nothing here knows what there is.
 */
struct machine_part {
    void (*boot)(struct machine *m);                     /* the guest begins */
    void (*stopped)(struct world *w, struct machine *m); /* before subscribers hear of it */
    void (*changed)(const struct machine *m);            /* after subscribers have heard of it */
    void (*left)(struct world *w, struct machine *m, const struct session *session);
    void (*freed)(struct world *w, struct machine *m); /* what it has of its own is to go */
};

/* Starts an inactive machine: its state, and STARTED (and SUSPENDED) with the detail. 0 or -1. */
int machine_start(struct world *w, struct machine *m, bool paused, int reason, int detail);

/* Stops it with the event's detail; a transient machine is gone afterwards. */
void machine_stop(struct world *w, struct machine *m, int reason, int detail);

/* An active machine's guest ends by itself; so does it when <on_reboot> does not want it to boot
 * again. 0, or -1 with the error set. */
void machine_shut_down(struct world *w, struct machine *m);
int machine_reboot(struct world *w, struct machine *m);

/* It begins anew without being asked. 0 or -1. */
int machine_reset(struct world *w, struct machine *m);

/* The machine that a definition is of: NULL when it is a new one. 0, or -1 with the error set: it
 * is another's. */
int machine_same(struct world *w, const struct definition *d, struct machine **ret_machine);

/* It ends with the session; so does its migration. */
void machine_own(struct session *session, struct machine *m);
void machine_lead(struct session *session, struct machine *m);

/* Takes it out of the table, and frees it. */
void machine_free(struct world *w, struct machine *m);

/* Tells subscribers. */
void machine_lifecycle(struct world *w, const struct machine *m, int event, int detail);

/* Ends what was to end with the session. */
void machines_of_session_end(struct world *w, const struct session *session);
