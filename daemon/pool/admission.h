/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Gates: jobs inside a machine that makes them wait, and jobs that would only join them.
 *
 * A job's key names the machine that it is for (0: none). While as many jobs as the limit are in a
 * machine, further ones are parked: they hold no thread and no place. Each job that leaves the
 * machine lets the next one try, so whoever is parked has somebody inside who will call him:
 *
 *     job for a machine ---- fewer than the limit are in it ----> runs --- waits --- ends
 *            ^         \                                                              |
 *            |          ---- as many as the limit ----> parked                        |
 *            +--------------------------------------------+<--- lets one out ---------+
 *
 * Visits are counted from the first job that waits, in whatever machine, until all are over: while
 * none waits the gates cost one comparison, and a machine may be entered by all workers at once,
 * who then are more than the limit if it is just now that it hangs. Nothing here locks: the pool's
 * lock is held.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/queue.h>

struct job;
struct lane;

enum { GATES_BUCKETS = 256 };

/* A job inside a machine; lives on its thread. */
struct gate_visit {
    LIST_ENTRY(gate_visit) link;
    uint64_t key;
};

struct gates {
    LIST_HEAD(, gate_visit) visits[GATES_BUCKETS];
    TAILQ_HEAD(gate_queue, job) parked[GATES_BUCKETS];
    unsigned n_visits, n_parked;
};

void gates_init(struct gates *gates);

/* Says whether visits are to be counted. */
static inline bool gates_watched(const struct gates *gates)
{
    return gates->n_visits > 0;
}

/* Somebody goes into the machine (key not 0), or out. */
void gates_enter(struct gates *gates, struct gate_visit *visit, uint64_t key);
void gates_leave(struct gates *gates, struct gate_visit *visit);

/* Says whether that many are in the machine. */
bool gates_full(const struct gates *gates, uint64_t key, unsigned limit);

/* Keeps a job of a full machine: behind those parked before or, if it has been out, before them. */
void gates_park(struct gates *gates, struct job *job);

/* Takes out the next one parked for the machine, or NULL. */
struct job *gates_next(struct gates *gates, uint64_t key);

/* Takes out one that the lane has parked, or NULL. */
struct job *gates_next_of(struct gates *gates, const struct lane *lane);
