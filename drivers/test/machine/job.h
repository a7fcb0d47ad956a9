/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Jobs: operations on a whole machine that take their time, with progress, and can be aborted. A
 * machine has one at a time; it belongs to the call that began it (but for those that no call waits
 * for), and lies on its stack:
 *
 *     if (job_run(session, &dom, &kind, &job) < 0)     begins and waits; the world is not held
 *         return -1;
 *     WRITE_WORLD(w, session);
 *     m = job_meet(w, &job);                           NULL: aborted, or the machine has stopped
 *     if (!m)
 *         return -1;
 *     ...                                              what the job was for
 *     job_done(w, &job, result);
 *
 *     begun --- time is over ------------> met ---> done: completed or failed
 *        \----- virDomainAbortJob -------> met: cancelled, VIR_ERR_OPERATION_ABORTED
 *         \---- the machine stops -------> met: VIR_ERR_OPERATION_FAILED
 *
 * While a call waits for a job, and while a machine moves, nobody else changes it: world_find()
 * refuses it. Everything but job_run wants the world held for writing.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "drivers/test/disk/progress.h"
#include "drivers/test/world/virtual_clock.h"
#include "drivers/xml/params.h"

struct domain_job;
struct machine;
struct session;
struct world;

enum { JOB_MS = 10 }; /* what a job takes where the world's file says nothing */

struct job_kind {
    int operation; /* virDomainJobOperation */
    unsigned flags, known;
    int (*check)(const struct machine *m); /* before it begins: 0 or -1; NULL: nothing */
    /* When it has begun; NULL: nothing. */
    void (*begun)(struct world *w, struct domain_job *job, const struct job_kind *kind);
    unsigned long long bandwidth; /* bytes a second, for begun; 0: no limit */
    unsigned long long disks;     /* bytes of them that are done before memory */
    bool moves;                   /* of a machine that nobody else may change */
};

struct domain_job {
    struct machine *machine; /* NULL: it has stopped */
    int operation;
    uint64_t begun;
    struct progress progress;
    unsigned long long disks; /* bytes of it that are those of disks, and come first */
    unsigned flags;
    bool aborted, postcopy; /* the rest is fetched from the other side */
    struct virtual_clock_wait wait;
    /* Of one that no call waits for: it is ended, or (lost) the machine stops. NULL: it is a call's
     */
    void (*cut)(struct world *w, struct domain_job *job, bool lost);
};

/* What is remembered of a machine's job when it is over. */
struct job_past {
    int type, operation; /* virDomainJobType, 0: there was none */
    uint64_t ns;
    unsigned long long total, done;
    unsigned long long disk_total, disk_done; /* of them; the rest is memory */
};

/* ---- a job's life ---- */

/* Begins a job of an active machine and lets its time pass. 0: meet it; -1 with the error set. */
int job_run(struct session *session, const remote_nonnull_domain *dom, const struct job_kind *kind,
            struct domain_job *job);

struct machine *job_meet(struct world *w, struct domain_job *job);

/* It is over, with the result of what it was for: that and the event. Returns the result. */
int job_done(struct world *w, struct domain_job *job, int result);

/* After job_meet: it goes on without the call, as one of job_leave does. */
void job_keep(const struct domain_job *job, struct domain_job *to,
              void (*cut)(struct world *w, struct domain_job *job, bool lost));

/* For what is refused before a job begins: returns -1 some milliseconds later, so that virsh does
 * not miss it. The world is not held. */
int job_refused(struct session *session);

/* Begins one of so many bytes of disks that no call waits for: whoever begins it sets `cut` and
 * says when it is over, with job_part. for_ever: it comes to no end by itself. The machine has no
 * other. */
void job_leave(struct world *w, struct machine *m, struct domain_job *job, unsigned long long bytes,
               bool for_ever);
void job_part(struct world *w, struct domain_job *job, int type);

/* ---- what others do to it ---- */

/* It goes on at no more than that many bytes a second; 0: no limit. */
void job_limit(struct world *w, struct domain_job *job, unsigned long long bytes_per_second);

/* The machine has one: it is asked to end. -1 with VIR_ERR_OPERATION_INVALID: it has none. */
int job_abort(struct world *w, struct machine *m);

/* The machine stops. */
void job_lose(struct world *w, struct machine *m);

/* ---- what it says of itself ---- */

/* What stands in remote_domain_get_job_stats_ret and in the event. */
int job_past_stats(const struct job_past *past, struct params *p);
void job_look(struct world *w, const struct machine *m, struct job_past *ret_now);
