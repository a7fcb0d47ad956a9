/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The life of a disk's job, and what becomes of the disk. */
#include "drivers/test/disk/block_job.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/clock.h"
#include "common/error.h"
#include "drivers/domain/definition.h"
#include "drivers/domain/devices.h"
#include "drivers/domain/disk_chain.h"
#include "drivers/machine/emit.h"
#include "drivers/test/world/world.h"
#include "drivers/xml/schema.h"
#include "drivers/xml/xml.h"

static struct block_job *job_free(struct block_job *job)
{
    if (job) {
        xmlFreeDoc(job->image);
        free(job->disk);
        free(job);
    }
    return NULL;
}
DEFINE_CLEANUP(struct block_job *, job_free)

/* ---- looks ---- */

struct block_job *block_job_find(const struct machine *m, const xmlNode *disk)
{
    _cleanup_free_ char *target = xml_attribute(xml_child(disk, "target"), "dev");
    struct block_job *job;

    LIST_FOREACH (job, &test_machine(m)->block_jobs, link) {
        if (target && strcmp(job->disk, target) == 0)
            return job;
    }
    return NULL;
}

struct block_job *block_job_want(const struct machine *m, const xmlNode *disk)
{
    struct block_job *job = block_job_find(m, disk);

    if (!job)
        error_set(VIR_FROM_DOMAIN, VIR_ERR_INVALID_ARG, "no job runs on this disk of domain '%s'",
                  machine_name(m));
    return job;
}

static bool block_job_mirrors(const struct block_job *job)
{
    return job->type == VIR_DOMAIN_BLOCK_JOB_TYPE_COPY ||
           job->type == VIR_DOMAIN_BLOCK_JOB_TYPE_ACTIVE_COMMIT;
}

static int block_job_busy(const struct machine *m, const struct block_job *job)
{
    return job ? error_set(VIR_FROM_DOMAIN,
                           block_job_mirrors(job) ? VIR_ERR_BLOCK_COPY_ACTIVE
                                                  : VIR_ERR_OPERATION_UNSUPPORTED,
                           "disk '%s' of domain '%s' has a job already", job->disk, machine_name(m))
               : 0;
}

int block_job_none(const struct machine *m, const xmlNode *disk)
{
    return block_job_busy(m, block_job_find(m, disk));
}

int block_jobs_none(const struct machine *m)
{
    return block_job_busy(m, LIST_FIRST(&test_machine(m)->block_jobs));
}

/* ---- the disk ---- */

/* To be changed. */
static xmlNode *block_job_disk_of(struct definition *d, const char *target)
{
    const xmlNode *root = definition_edit(d);
    xmlNode *devices = root ? xml_child(root, "devices") : NULL;

    for (xmlNode *n = devices ? xml_child(devices, "disk") : NULL; n;
         n = xml_element(n->next, "disk")) {
        if (xml_child_with(n, "target", "dev", target))
            return n;
    }
    return NULL;
}

/* Says in the XML what the disk is mirrored to. */
static int show_mirror(xmlNode *disk, const struct block_job *job)
{
    bool copy = job->type == VIR_DOMAIN_BLOCK_JOB_TYPE_COPY;
    xmlNode *image = copy ? xmlDocGetRootElement(job->image) : NULL, *mirror, *source;
    _cleanup_free_ char *type = copy ? xml_attribute(image, "type") : NULL;
    _cleanup_free_ char *format =
        copy ? xml_attribute(xml_child(image, "driver"), "type") : chain_format(disk, job->under);
    _cleanup_free_ char *path = copy ? NULL : chain_source(disk, job->under);

    mirror = schema_want(&disk_schema, disk, "mirror");
    xml_set(mirror, "type", (type ? type : "file"));
    xml_set(mirror, "job", (copy ? "copy" : "active-commit"));
    xml_add(mirror, "format", "type", format ? format : "raw", NULL);
    if (path)
        return xml_add(mirror, "source", "file", path, NULL) ? 0 : error_oom(VIR_FROM_DOMAIN);
    source = xml_copy_node(xml_child(image, "source"), disk->doc);
    if (!source)
        return error_oom(VIR_FROM_DOMAIN);
    xmlAddChild(mirror, source);
    return 0;
}

static void hide_mirror(xmlNode *disk)
{
    xmlNode *mirror = xml_child(disk, "mirror");

    if (mirror) {
        xmlUnlinkNode(mirror);
        xmlFreeNode(mirror);
    }
}

/* What the job was for, done to a disk. */
static void block_job_settle(const struct block_job *job, xmlNode *disk)
{
    if (job->type == VIR_DOMAIN_BLOCK_JOB_TYPE_ACTIVE_COMMIT) {
        chain_fall_to(disk, job->under);
    } else if (job->type != VIR_DOMAIN_BLOCK_JOB_TYPE_COPY) {
        chain_cut(disk, job->above, job->under);
    } else {
        chain_replace_top(disk, xmlDocGetRootElement(job->image));
        if (!job->shallow)
            chain_cut(disk, 0, chain_length(disk));
    }
}

/* The same for both definitions, if the next start's disk is this one. */
static void settle_both(struct machine *m, const struct block_job *job)
{
    xmlNode *live = block_job_disk_of(m->live, job->disk);
    xmlNode *config = m->config ? block_job_disk_of(m->config, job->disk) : NULL;
    _cleanup_free_ char *now = live ? chain_source(live, 0) : NULL;
    _cleanup_free_ char *then = config ? chain_source(config, 0) : NULL;

    if (now && then && strcmp(now, then) == 0 && chain_length(live) == chain_length(config))
        block_job_settle(job, config);
    if (live)
        block_job_settle(job, live);
}

/* ---- the life ---- */

static void block_job_tell(struct world *w, const struct block_job *job, int status)
{
    const xmlNode *disk = block_job_disk_of(job->machine->live, job->disk);
    _cleanup_free_ char *path = disk ? chain_source(disk, 0) : NULL;

    emit_block_job(job->machine, path ? path : "", job->disk, job->type, status);
}

static void block_job_end(struct world *w, struct block_job *job, int status)
{
    xmlNode *disk = block_job_disk_of(job->machine->live, job->disk);

    alarm_clear(w, &job->alarm);
    LIST_REMOVE(job, link);
    if (disk)
        hide_mirror(disk);
    if (status == VIR_DOMAIN_BLOCK_JOB_COMPLETED)
        settle_both(job->machine, job);
    block_job_tell(w, job, status);
    job_free(job);
}

/* All is copied. */
static void block_job_ring(struct world *w, struct alarm *alarm)
{
    struct block_job *job = (void *)((char *)alarm - offsetof(struct block_job, alarm));
    xmlNode *disk = block_job_disk_of(job->machine->live, job->disk);

    if (!block_job_mirrors(job)) {
        block_job_end(w, job, VIR_DOMAIN_BLOCK_JOB_COMPLETED);
        return;
    }
    job->ready = true;
    if (disk)
        xml_set(xml_child(disk, "mirror"), "ready", "yes");
    block_job_tell(w, job, VIR_DOMAIN_BLOCK_JOB_READY);
}

int block_job_begin(struct world *w, struct machine *m, xmlNode *disk, struct block_job *plan)
{
    _cleanup_(job_freep) struct block_job *job = calloc(1, sizeof(*job));
    uint64_t now = virtual_clock_now(&w->time);

    if (!job) {
        xmlFreeDoc(plan->image);
        return error_oom(VIR_FROM_DOMAIN);
    }
    *job = *plan;
    job->machine = m;
    job->alarm.ring = block_job_ring;
    if (block_job_none(m, disk) < 0)
        return -1;
    job->disk = xml_attribute(xml_child(disk, "target"), "dev");
    if (!job->disk || (block_job_mirrors(job) && show_mirror(disk, job) < 0))
        return error_oom(VIR_FROM_DOMAIN);
    progress_begin(&job->progress, BLOCK_JOB_BYTES, w->job_ms * (uint64_t)NS_PER_MS, now);
    if (block_job_limit(w, job, job->bandwidth) < 0) {
        hide_mirror(disk);
        return -1;
    }
    LIST_INSERT_HEAD(&test_machine(m)->block_jobs, job, link);
    job = NULL;
    return 0;
}

int block_job_limit(struct world *w, struct block_job *job, unsigned long long bandwidth)
{
    job->bandwidth = bandwidth;
    progress_limit(&job->progress, bandwidth, virtual_clock_now(&w->time));
    return job->ready ? 0 : alarm_set(w, &job->alarm, progress_end(&job->progress));
}

int block_job_pivot(struct world *w, struct block_job *job)
{
    if (!block_job_mirrors(job))
        return error_set(VIR_FROM_DOMAIN, VIR_ERR_OPERATION_INVALID,
                         "disk '%s' can pivot to a copy only, and its job makes none", job->disk);
    if (!job->ready)
        return error_set(VIR_FROM_DOMAIN, VIR_ERR_BLOCK_COPY_ACTIVE,
                         "the copy of disk '%s' is not ready", job->disk);
    block_job_end(w, job, VIR_DOMAIN_BLOCK_JOB_COMPLETED);
    return 0;
}

void block_job_cancel(struct world *w, struct block_job *job)
{
    block_job_end(w, job, VIR_DOMAIN_BLOCK_JOB_CANCELED);
}

void block_jobs_lose(struct world *w, struct machine *m)
{
    struct block_job *job;

    while ((job = LIST_FIRST(&test_machine(m)->block_jobs))) {
        alarm_clear(w, &job->alarm);
        LIST_REMOVE(job, link);
        job_free(job);
    }
}
