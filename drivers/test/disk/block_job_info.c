/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The job of a disk: how far it is, how fast it may be, and its end. */
#include <libvirt/libvirt.h>

#include "drivers/domain/definition.h"
#include "drivers/domain/devices.h"
#include "drivers/reply.h"
#include "drivers/test/disk/block_job.h"
#include "drivers/test/machine/bandwidth.h"
#include "drivers/test/ops.h"
#include "drivers/test/world/world.h"

int test_domain_get_block_job_info(struct session *session,
                                   const remote_domain_get_block_job_info_args *args,
                                   remote_domain_get_block_job_info_ret *ret)
{
    READ_WORLD(w, session);
    const struct machine *m = world_find_active(w, &args->dom);
    bool bytes = args->flags & VIR_DOMAIN_BLOCK_JOB_INFO_BANDWIDTH_BYTES;
    const struct block_job *job;
    const xmlNode *disk;

    if (!m || check_flags(args->flags, VIR_DOMAIN_BLOCK_JOB_INFO_BANDWIDTH_BYTES) < 0)
        return -1;
    disk = devices_disk(m->live, args->path);
    if (!disk)
        return -1;
    job = block_job_find(m, disk);
    if (!job)
        return 0;
    ret->found = 1;
    ret->type = job->type;
    ret->bandwidth = bytes ? job->bandwidth : (job->bandwidth + MIB - 1) / MIB;
    ret->end = job->progress.total;
    ret->cur = progress_done(&job->progress, virtual_clock_now(&w->time));
    if (ret->cur == ret->end && !job->ready)
        ret->cur--; /* who sees them equal counts on what comes with the end */
    return 0;
}

/* The job of an active machine's disk, or NULL with the error set. */
static struct block_job *find_job(struct world *w, const remote_nonnull_domain *dom,
                                  const char *path)
{
    const struct machine *m = world_find_active(w, dom);
    const xmlNode *disk = m ? devices_disk(m->live, path) : NULL;

    return disk ? block_job_want(m, disk) : NULL;
}

int test_domain_block_job_set_speed(struct session *session,
                                    const remote_domain_block_job_set_speed_args *args)
{
    unsigned long long bandwidth = 0;
    struct block_job *job;

    if (check_flags(args->flags, VIR_DOMAIN_BLOCK_JOB_SPEED_BANDWIDTH_BYTES) < 0 ||
        mib_to_bytes(args->bandwidth, args->flags & VIR_DOMAIN_BLOCK_JOB_SPEED_BANDWIDTH_BYTES,
                     &bandwidth) < 0)
        return -1;
    WRITE_WORLD(w, session);
    job = find_job(w, &args->dom, args->path);
    return job ? block_job_limit(w, job, bandwidth) : -1;
}

/* It is over when the call is, asynchronous or not. */
int test_domain_block_job_abort(struct session *session,
                                const remote_domain_block_job_abort_args *args)
{
    WRITE_WORLD(w, session);
    struct block_job *job = find_job(w, &args->dom, args->path);

    if (!job || check_flags(args->flags, VIR_DOMAIN_BLOCK_JOB_ABORT_ASYNC |
                                             VIR_DOMAIN_BLOCK_JOB_ABORT_PIVOT) < 0)
        return -1;
    if (args->flags & VIR_DOMAIN_BLOCK_JOB_ABORT_PIVOT)
        return block_job_pivot(w, job);
    block_job_cancel(w, job);
    return 0;
}
