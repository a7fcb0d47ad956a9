/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A hash of two lists: jobs inside and parked jobs, by key. */
#include "daemon/pool/admission.h"

#include <stddef.h>

#include "daemon/pool/pool.h"

static size_t admission_bucket(uint64_t key)
{
    return key % ADMISSION_BUCKETS;
}

void admission_init(struct admission *admission)
{
    for (size_t i = 0; i < ADMISSION_BUCKETS; i++) {
        LIST_INIT(&admission->inside[i]);
        TAILQ_INIT(&admission->parked[i]);
    }
    admission->n_inside = admission->n_parked = 0;
}

void admission_enter(struct admission *admission, struct admission_entry *entry, uint64_t key)
{
    entry->key = key;
    LIST_INSERT_HEAD(&admission->inside[admission_bucket(key)], entry, link);
    admission->n_inside++;
}

void admission_leave(struct admission *admission, struct admission_entry *entry)
{
    LIST_REMOVE(entry, link);
    admission->n_inside--;
}

bool admission_is_full(const struct admission *admission, uint64_t key, unsigned limit)
{
    const struct admission_entry *entry;
    unsigned n = 0;

    if (admission->n_inside < limit)
        return false;
    LIST_FOREACH (entry, &admission->inside[admission_bucket(key)], link)
        n += entry->key == key;
    return n >= limit;
}

void admission_park(struct admission *admission, struct job *job)
{
    struct admission_queue *queue = &admission->parked[admission_bucket(job->key)];

    if (job->was_parked)
        TAILQ_INSERT_HEAD(queue, job, parked);
    else
        TAILQ_INSERT_TAIL(queue, job, parked);
    job->was_parked = true;
    admission->n_parked++;
}

static struct job *admission_take_out(struct admission *admission, struct admission_queue *queue,
                                      struct job *job)
{
    if (!job)
        return NULL;
    TAILQ_REMOVE(queue, job, parked);
    admission->n_parked--;
    return job;
}

struct job *admission_next(struct admission *admission, uint64_t key)
{
    struct admission_queue *queue = &admission->parked[admission_bucket(key)];
    struct job *job;

    if (!admission->n_parked)
        return NULL;
    TAILQ_FOREACH (job, queue, parked) {
        if (job->key == key)
            break;
    }
    return admission_take_out(admission, queue, job);
}

struct job *admission_next_of(struct admission *admission, const struct flow *flow)
{
    for (size_t i = 0; i < ADMISSION_BUCKETS && admission->n_parked; i++) {
        struct job *job;

        TAILQ_FOREACH (job, &admission->parked[i], parked) {
            if (job->flow == flow)
                return admission_take_out(admission, &admission->parked[i], job);
        }
    }
    return NULL;
}
