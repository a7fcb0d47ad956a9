/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Post-copy: the guest goes on over there while the rest of its memory is still here.
 *
 *                source                                  destination
 *     start      PAUSED, POSTCOPY, with the rest         PAUSED
 *     finish                                             RUNNING, POSTCOPY: the call waits
 *                                                        RUNNING, MIGRATED: all is there
 *     confirm    gone
 *
 *     cut off    PAUSED, POSTCOPY_FAILED                 RUNNING, POSTCOPY_FAILED
 *
 * What was cut off can neither go back nor on, but by another migration (..._POSTCOPY_RESUME),
 * which begins with what was left. It is cut off when who leads it has gone, when a step fails,
 * and, where the source leads, by virDomainAbortJobFlags().
 *
 * The world is held for writing, where nothing else is said.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct rpc_client;
struct domain_job;
struct machine;
struct migrate_how;
struct session;
struct world;

/* ---- both sides ---- */

/* The way of migrating allows it. 0 or -1. */
int postcopy_check(const struct migrate_how *how);

/* That it was cut off, and can be resumed; 0, or -1 with VIR_ERR_OPERATION_INVALID. */
int postcopy_was_cut(const struct machine *m);

/* ---- the source ---- */

/* The guest stands still here; how long the rest takes (ns), at most at so many bytes a second. */
uint64_t postcopy_leave(struct world *w, struct machine *m, unsigned long long bytes_per_second);

/* The same again for one that was cut off. */
uint64_t postcopy_leave_again(struct world *w, struct machine *m,
                              unsigned long long bytes_per_second);

/* It was on its way and is not any more. */
void postcopy_cut_source(struct world *w, struct machine *m);

/* The source's own client of the destination ends when somebody asks for it; NULL: no more. */
void postcopy_set_client(struct session *session, const unsigned char *uuid,
                         struct rpc_client *client);

/* Somebody asks for its end. 0 or -1. */
int postcopy_abort(struct machine *m);

/* ---- the destination ---- */

/* Lets it run while the rest comes. What the world's lock guards changes meanwhile: the caller
 * holds nothing. 0, or -1: cut off. */
int postcopy_arrive(struct session *session, const unsigned char *uuid, uint64_t ns);

/* It ran already, and the rest does not come. */
void postcopy_cut_destination(struct world *w, struct machine *m);
