/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Admission: jobs inside a domain that makes them wait, and jobs that would only join them.
 *
 * A job's key names the domain that it is for (0: none). While as many jobs as the limit are inside
 * a domain, further ones are parked: they hold no thread and no place. Each job that leaves the
 * domain lets the next one try, so whoever is parked has somebody inside who will call him:
 *
 *     job for a domain ---- fewer than the limit are inside ----> runs --- waits --- ends
 *            ^         \                                                              |
 *            |          ---- as many as the limit ----> parked                        |
 *            +--------------------------------------------+<--- lets one out ---------+
 *
 * Jobs are counted from the first one that waits, in whatever domain, until all are over: while
 * none waits admission costs one comparison, and a domain may be entered by all workers at once,
 * who then are more than the limit if it is just now that it hangs. Nothing here locks: the pool's
 * lock is held.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/queue.h>

struct job;
struct flow;

enum { ADMISSION_BUCKETS = 256 };

/* A job inside a domain; lives on its thread. */
struct admission_entry {
    LIST_ENTRY(admission_entry) link;
    uint64_t key;
};

struct admission {
    LIST_HEAD(, admission_entry) inside[ADMISSION_BUCKETS];
    TAILQ_HEAD(admission_queue, job) parked[ADMISSION_BUCKETS];
    unsigned n_inside, n_parked;
};

void admission_init(struct admission *admission);

/* Returns true if jobs are to be counted. */
static inline bool admission_is_counting(const struct admission *admission)
{
    return admission->n_inside > 0;
}

/* A job goes into the domain (key not 0), or out. */
void admission_enter(struct admission *admission, struct admission_entry *entry, uint64_t key);
void admission_leave(struct admission *admission, struct admission_entry *entry);

/* Returns true if that many are inside the domain. */
bool admission_is_full(const struct admission *admission, uint64_t key, unsigned limit);

/* Keeps a job of a full domain: behind those parked before or, if it has been out, before them. */
void admission_park(struct admission *admission, struct job *job);

/* Takes out the next one parked for the domain, or NULL. */
struct job *admission_next(struct admission *admission, uint64_t key);

/* Takes out one that the flow has parked, or NULL. */
struct job *admission_next_of(struct admission *admission, const struct flow *flow);
