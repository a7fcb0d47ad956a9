/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The life of a job, and its numbers. */
#include "common/clock.h"
#include "drivers/test/machine/job.h"

#include <limits.h>
#include <time.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "drivers/domain/definition.h"
#include "drivers/machine/emit.h"
#include "drivers/reply.h"
#include "drivers/session.h"
#include "drivers/test/world/world.h"

#define FOR_EVER (UINT64_MAX / 2)

/*
 * Not for show: virsh calls save and dump from a thread and only then begins to wait for its end;
 * an answer that came sooner, an error too, it would miss, and wait for ever.
 */
int job_refused(struct session *session)
{
    const struct timespec moment = {.tv_nsec = 10 * NS_PER_MS};

    session_waiting(session, true);
    nanosleep(&moment, NULL);
    session_waiting(session, false);
    return -1;
}

/* ---- a job's life ---- */

static unsigned long long total_of(const struct machine *m, const struct job_kind *kind)
{
    unsigned long long total;

    return __builtin_add_overflow(m->live->memory * 1024, kind->disks, &total) ? ULLONG_MAX : total;
}

static int job_begin(struct session *session, const remote_nonnull_domain *dom,
                     const struct job_kind *kind, struct domain_job *job)
{
    WRITE_WORLD(w, session);
    struct machine *m = (kind->moves ? world_find_busy_active : world_find_active)(w, dom);
    uint64_t now = virtual_clock_now(&w->time);

    if (!m || check_flags(kind->flags, kind->known) < 0 || machine_check_no_job(m) < 0 ||
        (kind->check && kind->check(m) < 0))
        return -1;
    *job = (struct domain_job){
        .machine = m,
        .operation = kind->operation,
        .begun = now,
        .disks = kind->disks,
        .flags = kind->flags,
    };
    progress_begin(&job->progress, total_of(m, kind), w->job_ms * (uint64_t)NS_PER_MS, now);
    virtual_clock_announce(&w->time, &job->wait, session, progress_end(&job->progress));
    test_machine(m)->job = job;
    if (kind->begun)
        kind->begun(w, job, kind);
    return 0;
}

int job_run(struct session *session, const remote_nonnull_domain *dom, const struct job_kind *kind,
            struct domain_job *job)
{
    if (job_begin(session, dom, kind, job) < 0)
        return job_refused(session);
    virtual_clock_sleep(&world_of(session)->time, &job->wait, session);
    return 0;
}

void job_leave(struct world *w, struct machine *m, struct domain_job *job, unsigned long long bytes,
               bool for_ever)
{
    uint64_t now = virtual_clock_now(&w->time),
             ns = for_ever ? FOR_EVER : w->job_ms * (uint64_t)NS_PER_MS;

    job->machine = m;
    job->begun = now;
    job->disks = bytes;
    progress_begin(&job->progress, bytes, ns, now);
    test_machine(m)->job = job;
}

void job_keep(const struct domain_job *job, struct domain_job *to,
              void (*cut)(struct world *w, struct domain_job *job, bool lost))
{
    *to = *job;
    to->cut = cut;
    test_machine(to->machine)->job = to;
}

/* Tells subscribers how it ended; without memory they miss the event, as with every other. */
static void job_tell_end(struct world *w, const struct machine *m)
{
    remote_domain_get_job_stats_ret stats = {0};
    struct params p = PARAMS(stats.params);

    if (job_past_stats(&test_machine(m)->past_job, &p) == 0)
        emit_job_completed(m, stats.params.params_val, stats.params.params_len);
    xdr_free((xdrproc_t)(void (*)(void))xdr_remote_domain_get_job_stats_ret, (char *)&stats);
}

/* Takes the job off its machine and keeps what there is to know of it. */
void job_part(struct world *w, struct domain_job *job, int type)
{
    struct machine *m = job->machine;

    job_look(w, m, &test_machine(m)->past_job);
    test_machine(m)->past_job.type = type;
    test_machine(m)->job = NULL;
    job_tell_end(w, m);
}

struct machine *job_meet(struct world *w, struct domain_job *job)
{
    if (!job->machine) {
        error_set(VIR_FROM_DOMAIN, VIR_ERR_OPERATION_FAILED, "the domain stopped during its job");
        return NULL;
    }
    if (job->aborted || job->wait.session->gone) {
        error_set(VIR_FROM_DOMAIN, VIR_ERR_OPERATION_ABORTED, "the job of domain '%s' was ended",
                  machine_name(job->machine));
        job_part(w, job, VIR_DOMAIN_JOB_CANCELLED);
        return NULL;
    }
    return job->machine;
}

int job_done(struct world *w, struct domain_job *job, int result)
{
    job_part(w, job, result < 0 ? VIR_DOMAIN_JOB_FAILED : VIR_DOMAIN_JOB_COMPLETED);
    return result;
}

/* ---- what others do to it ---- */

void job_limit(struct world *w, struct domain_job *job, unsigned long long bytes_per_second)
{
    progress_limit(&job->progress, bytes_per_second, virtual_clock_now(&w->time));
    if (!job->cut)
        virtual_clock_move(&w->time, &job->wait, progress_end(&job->progress));
}

int job_abort(struct world *w, struct machine *m)
{
    if (!test_machine(m)->job)
        return error_set(VIR_FROM_DOMAIN, VIR_ERR_OPERATION_INVALID, "domain '%s' has no job",
                         machine_name(m));
    if (test_machine(m)->job->cut) {
        test_machine(m)->job->cut(w, test_machine(m)->job, false);
        return 0;
    }
    test_machine(m)->job->aborted = true;
    virtual_clock_wake(&w->time, &test_machine(m)->job->wait);
    return 0;
}

void job_lose(struct world *w, struct machine *m)
{
    if (!test_machine(m)->job)
        return;
    if (test_machine(m)->job->cut) {
        test_machine(m)->job->cut(w, test_machine(m)->job, true);
    } else {
        test_machine(m)->job->machine = NULL;
        virtual_clock_wake(&w->time, &test_machine(m)->job->wait);
    }
    test_machine(m)->job = NULL;
}

/* ---- what it says of itself ---- */

void job_look(struct world *w, const struct machine *m, struct job_past *ret_now)
{
    const struct domain_job *job = test_machine(m)->job;
    uint64_t now = virtual_clock_now(&w->time);

    *ret_now = (struct job_past){0};
    if (!job)
        return;
    *ret_now = (struct job_past){
        .type = VIR_DOMAIN_JOB_UNBOUNDED,
        .operation = job->operation,
        .ns = now - job->begun,
        .total = job->progress.total,
        .done = progress_done(&job->progress, now),
        .disk_total = job->disks,
    };
    ret_now->disk_done = ret_now->done < job->disks ? ret_now->done : job->disks;
}

struct amount_names {
    const char *total, *processed, *remaining, *bps;
};

static int put_amount(struct params *p, const struct amount_names *names, unsigned long long total,
                      unsigned long long done, unsigned long long ms)
{
    return params_put_ullong(p, names->total, total) < 0 ||
                   params_put_ullong(p, names->processed, done) < 0 ||
                   params_put_ullong(p, names->remaining, total - done) < 0 ||
                   params_put_ullong(p, names->bps, ms ? done / ms * 1000 : 0) < 0
               ? -1
               : 0;
}

/* Those of disks where there are any, and of memory but for a backup. */
static int job_put_bytes(const struct job_past *past, struct params *p)
{
    static const struct amount_names memory = {VIR_DOMAIN_JOB_MEMORY_TOTAL,
                                               VIR_DOMAIN_JOB_MEMORY_PROCESSED,
                                               VIR_DOMAIN_JOB_MEMORY_REMAINING,
                                               VIR_DOMAIN_JOB_MEMORY_BPS},
                                     disks = {
                                         VIR_DOMAIN_JOB_DISK_TOTAL, VIR_DOMAIN_JOB_DISK_PROCESSED,
                                         VIR_DOMAIN_JOB_DISK_REMAINING, VIR_DOMAIN_JOB_DISK_BPS};
    bool backup = past->operation == VIR_DOMAIN_JOB_OPERATION_BACKUP;
    unsigned long long ms = past->ns / NS_PER_MS;

    if (!backup && put_amount(p, &memory, past->total - past->disk_total,
                              past->done - past->disk_done, ms) < 0)
        return -1;
    return (backup || past->disk_total) &&
                   put_amount(p, &disks, past->disk_total, past->disk_done, ms) < 0
               ? -1
               : 0;
}

int job_past_stats(const struct job_past *past, struct params *p)
{
    if (params_put_int(p, VIR_DOMAIN_JOB_OPERATION, past->operation) < 0 ||
        params_put_ullong(p, VIR_DOMAIN_JOB_TIME_ELAPSED, past->ns / NS_PER_MS) < 0 ||
        params_put_ullong(p, VIR_DOMAIN_JOB_DATA_TOTAL, past->total) < 0 ||
        params_put_ullong(p, VIR_DOMAIN_JOB_DATA_PROCESSED, past->done) < 0 ||
        params_put_ullong(p, VIR_DOMAIN_JOB_DATA_REMAINING, past->total - past->done) < 0 ||
        job_put_bytes(past, p) < 0)
        return -1;
    return past->type > VIR_DOMAIN_JOB_UNBOUNDED
               ? params_put_bool(p, VIR_DOMAIN_JOB_SUCCESS, past->type == VIR_DOMAIN_JOB_COMPLETED)
               : 0;
}
