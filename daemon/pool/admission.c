/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A hash of two lists: visitors and parked jobs, by key. */
#include "daemon/pool/admission.h"

#include <stddef.h>

#include "daemon/pool/pool.h"

static size_t bucket(uint64_t key)
{
    return key % GATES_BUCKETS;
}

void gates_init(struct gates *gates)
{
    for (size_t i = 0; i < GATES_BUCKETS; i++) {
        LIST_INIT(&gates->visits[i]);
        TAILQ_INIT(&gates->parked[i]);
    }
    gates->n_visits = gates->n_parked = 0;
}

void gates_enter(struct gates *gates, struct gate_visit *visit, uint64_t key)
{
    visit->key = key;
    LIST_INSERT_HEAD(&gates->visits[bucket(key)], visit, link);
    gates->n_visits++;
}

void gates_leave(struct gates *gates, struct gate_visit *visit)
{
    LIST_REMOVE(visit, link);
    gates->n_visits--;
}

bool gates_full(const struct gates *gates, uint64_t key, unsigned limit)
{
    const struct gate_visit *visit;
    unsigned n = 0;

    if (gates->n_visits < limit)
        return false;
    LIST_FOREACH (visit, &gates->visits[bucket(key)], link)
        n += visit->key == key;
    return n >= limit;
}

void gates_park(struct gates *gates, struct job *job)
{
    struct gate_queue *queue = &gates->parked[bucket(job->key)];

    if (job->was_parked)
        TAILQ_INSERT_HEAD(queue, job, parked);
    else
        TAILQ_INSERT_TAIL(queue, job, parked);
    job->was_parked = true;
    gates->n_parked++;
}

static struct job *take_out(struct gates *gates, struct gate_queue *queue, struct job *job)
{
    if (!job)
        return NULL;
    TAILQ_REMOVE(queue, job, parked);
    gates->n_parked--;
    return job;
}

struct job *gates_next(struct gates *gates, uint64_t key)
{
    struct gate_queue *queue = &gates->parked[bucket(key)];
    struct job *job;

    if (!gates->n_parked)
        return NULL;
    TAILQ_FOREACH (job, queue, parked) {
        if (job->key == key)
            break;
    }
    return take_out(gates, queue, job);
}

struct job *gates_next_of(struct gates *gates, const struct lane *lane)
{
    for (size_t i = 0; i < GATES_BUCKETS && gates->n_parked; i++) {
        struct job *job;

        TAILQ_FOREACH (job, &gates->parked[i], parked) {
            if (job->lane == lane)
                return take_out(gates, &gates->parked[i], job);
        }
    }
    return NULL;
}
