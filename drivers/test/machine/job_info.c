/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The job of a machine: how far it is, what became of the last one, and its early end. */
#include <libvirt/libvirt.h>

#include "drivers/reply.h"
#include "drivers/test/machine/job.h"
#include "drivers/test/migration/migrate_postcopy.h"
#include "drivers/test/ops.h"
#include "drivers/test/world/world.h"

/* The job as it is now. 0, or -1 with the error set. */
static int job_info_look(struct session *session, const remote_nonnull_domain *dom,
                         struct job_past *ret_now)
{
    READ_WORLD(w, session);
    const struct machine *m = world_find(w, dom);

    if (!m)
        return -1;
    job_look(w, m, ret_now);
    return 0;
}

int test_domain_get_job_info(struct session *session, const remote_domain_get_job_info_args *args,
                             remote_domain_get_job_info_ret *ret)
{
    struct job_past now;

    if (job_info_look(session, &args->dom, &now) < 0)
        return -1;
    *ret = (remote_domain_get_job_info_ret){
        .type = now.type,
        .timeElapsed = now.ns / 1000000,
        .dataTotal = now.total,
        .dataProcessed = now.done,
        .dataRemaining = now.total - now.done,
        .memTotal = now.total - now.disk_total,
        .memProcessed = now.done - now.disk_done,
        .fileTotal = now.disk_total,
        .fileProcessed = now.disk_done,
    };
    ret->memRemaining = ret->memTotal - ret->memProcessed;
    ret->fileRemaining = ret->fileTotal - ret->fileProcessed;
    return 0;
}

static int job_info_put(const struct job_past *job, remote_domain_get_job_stats_ret *ret)
{
    struct params p = PARAMS(ret->params);

    ret->type = job->type;
    return job->type ? job_past_stats(job, &p) : 0;
}

/* The last one, which is forgotten if asked. */
static int past_stats(struct session *session, const remote_nonnull_domain *dom, bool forget,
                      remote_domain_get_job_stats_ret *ret)
{
    WRITE_WORLD(w, session);
    struct machine *m = world_find_busy(w, dom);

    if (!m || job_info_put(&test_machine(m)->past_job, ret) < 0)
        return -1;
    if (forget)
        test_machine(m)->past_job.type = VIR_DOMAIN_JOB_NONE;
    return 0;
}

int test_domain_get_job_stats(struct session *session, const remote_domain_get_job_stats_args *args,
                              remote_domain_get_job_stats_ret *ret)
{
    const unsigned completed = VIR_DOMAIN_JOB_STATS_COMPLETED,
                   keep = VIR_DOMAIN_JOB_STATS_KEEP_COMPLETED;
    struct job_past now;

    if (check_flags(args->flags, completed | keep) < 0)
        return -1;
    if (args->flags & completed)
        return past_stats(session, &args->dom, !(args->flags & keep), ret);
    return job_info_look(session, &args->dom, &now) < 0 ? -1 : job_info_put(&now, ret);
}

static int end_job(struct session *session, const remote_nonnull_domain *dom, unsigned flags)
{
    WRITE_WORLD(w, session);
    struct machine *m = world_find_busy_active(w, dom);

    if (!m || check_flags(flags, VIR_DOMAIN_ABORT_JOB_POSTCOPY) < 0)
        return -1;
    if (flags & VIR_DOMAIN_ABORT_JOB_POSTCOPY)
        return postcopy_abort(m);
    if (test_machine(m)->job && test_machine(m)->job->cut && test_machine(m)->job->postcopy)
        return error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_INVALID,
                         "domain '%s' runs elsewhere already", machine_name(m));
    return job_abort(w, m);
}

int test_domain_abort_job(struct session *session, const remote_domain_abort_job_args *args)
{
    return end_job(session, &args->dom, 0);
}

int test_domain_abort_job_flags(struct session *session,
                                const remote_domain_abort_job_flags_args *args)
{
    return end_job(session, &args->dom, args->flags);
}
