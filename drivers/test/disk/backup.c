/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Backups of a machine's disks: a job that no call waits for. In push mode it ends when all is
 * written; in pull mode somebody reads the disks until the job is ended, which is no failure there.
 * No bytes move.
 */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "drivers/domain/definition.h"
#include "drivers/domain/devices.h"
#include "drivers/domain/disk_chain.h"
#include "drivers/machine/emit.h"
#include "drivers/reply.h"
#include "drivers/test/disk/block_job.h"
#include "drivers/test/disk/checkpoint.h"
#include "drivers/test/machine/job.h"
#include "drivers/test/ops.h"
#include "drivers/test/world/world.h"
#include "drivers/xml/schema.h"
#include "drivers/xml/secrets.h"
#include "drivers/xml/xml.h"
#include "drivers/xml/xml_path.h"

static const char *const backup_order[] = {"incremental", "server", NULL, "disks"};
static const struct schema backup_schema = {"domainbackup", VIR_FROM_DOMAIN, backup_order,
                                            ARRAY_SIZE(backup_order)};

struct backup {
    struct domain_job job;
    struct alarm alarm; /* push: all is written */
    xmlDoc *doc;
    bool pull;
};

static struct backup *backup_free(struct backup *b)
{
    if (b)
        xmlFreeDoc(b->doc);
    free(b);
    return NULL;
}
DEFINE_CLEANUP(struct backup *, backup_free)

/* The machine's backup, or NULL: its job, if any, is another one. */
static struct backup *backup_of(const struct machine *m)
{
    return test_machine(m)->job &&
                   test_machine(m)->job->operation == VIR_DOMAIN_JOB_OPERATION_BACKUP
               ? (struct backup *)((char *)test_machine(m)->job - offsetof(struct backup, job))
               : NULL;
}

/* ---- what is backed up ---- */

static bool backup_chosen(const xmlNode *disk)
{
    _cleanup_free_ char *backup = xml_attribute(disk, "backup");

    return !backup || strcmp(backup, "no") != 0;
}

/* Says where a disk's copy goes when its writer did not. */
static void backup_complete_disk(xmlNode *disk, const char *source, bool pull)
{
    const char *place = pull ? "scratch" : "target";
    _cleanup_free_ char *file = NULL;

    xml_default(disk, "backup", "yes");
    xml_default(disk, "type", "file");
    if (xml_child(disk, place))
        return;
    if (asprintf(&file, "%s.backup", source) > 0)
        xml_add(disk, place, "file", file, NULL);
    else
        error_note_lost();
}

/* Lists all disks that have something in them, chosen or not. -1 naming one that is not there. */
static int backup_complete(xmlNode *root, const struct definition *d, bool pull,
                           unsigned *ret_chosen)
{
    const xmlNode *devices = xml_child(definition_root(d), "devices");
    bool all = !xml_child(root, "disks");
    xmlNode *disks = schema_want(&backup_schema, root, "disks"), *entry;

    for (xmlNode *n = xml_child(disks, "disk"); n; n = xml_element(n->next, "disk")) {
        _cleanup_free_ char *name = xml_attribute(n, "name");

        if (!name)
            return error_set(VIR_FROM_DOMAIN, VIR_ERR_XML_ERROR, "a <disk> has no name");
        if (!devices_disk(d, name))
            return -1;
    }
    for (xmlNode *n = devices ? xml_child(devices, "disk") : NULL; n;
         n = xml_element(n->next, "disk")) {
        _cleanup_free_ char *target = xml_path_get(n, "target@dev"), *source = chain_source(n, 0);

        if (!target || !source)
            continue;
        entry = xml_child_with(disks, "disk", "name", target);
        if (!entry)
            entry = xml_add(disks, "disk", "name", target, "backup", all ? "yes" : "no", NULL);
        if (!backup_chosen(entry))
            continue;
        backup_complete_disk(entry, source, pull);
        ++*ret_chosen;
    }
    return *ret_chosen ? 0
                       : error_set(VIR_FROM_DOMAIN, VIR_ERR_INVALID_ARG,
                                   "no disk of domain '%s' is to be backed up", d->name);
}

/* ---- the life ---- */

static void tell_disks(struct world *w, struct backup *b, int status)
{
    const struct machine *m = b->job.machine;
    const xmlNode *disks = xml_child(xmlDocGetRootElement(b->doc), "disks");

    for (xmlNode *n = xml_child(disks, "disk"); n; n = xml_element(n->next, "disk")) {
        _cleanup_free_ char *name = xml_attribute(n, "name");
        const xmlNode *disk = backup_chosen(n) ? devices_disk(m->live, name) : NULL;
        _cleanup_free_ char *source = disk ? chain_source(disk, 0) : NULL;

        if (source)
            emit_block_job(m, source, name, VIR_DOMAIN_BLOCK_JOB_TYPE_BACKUP, status);
    }
}

static void backup_end(struct world *w, struct backup *b, bool complete)
{
    alarm_clear(w, &b->alarm);
    tell_disks(w, b, complete ? VIR_DOMAIN_BLOCK_JOB_COMPLETED : VIR_DOMAIN_BLOCK_JOB_CANCELED);
    job_part(w, &b->job, complete ? VIR_DOMAIN_JOB_COMPLETED : VIR_DOMAIN_JOB_CANCELLED);
    backup_free(b);
}

static void backup_ring(struct world *w, struct alarm *alarm)
{
    backup_end(w, (struct backup *)((char *)alarm - offsetof(struct backup, alarm)), true);
}

/* It is ended, or the machine stops. */
static void backup_cut(struct world *w, struct domain_job *job, bool lost)
{
    struct backup *b = (struct backup *)((char *)job - offsetof(struct backup, job));

    if (!lost) {
        backup_end(w, b, b->pull);
        return;
    }
    alarm_clear(w, &b->alarm);
    backup_free(b);
}

static int backup_begin(struct world *w, struct machine *m, struct backup *backup)
{
    _cleanup_(backup_freep) struct backup *b = backup;
    xmlNode *root = xmlDocGetRootElement(b->doc);
    _cleanup_free_ char *mode = xml_attribute(root, "mode"), *since = NULL;
    unsigned disks = 0;

    xml_default(root, "mode", "push");
    b->pull = mode && strcmp(mode, "pull") == 0;
    since = xml_text(xml_child(root, "incremental"));
    if (since && !snapshot_tree_look(&m->checkpoints, since))
        return error_set(VIR_FROM_DOMAIN_CHECKPOINT, VIR_ERR_NO_DOMAIN_CHECKPOINT,
                         "'%s' of domain '%s'", since, machine_name(m));
    if (machine_check_no_job(m) < 0 || block_jobs_none(m) < 0 ||
        backup_complete(root, m->live, b->pull, &disks) < 0)
        return -1;
    b->alarm.ring = backup_ring;
    job_leave(w, m, &b->job, disks * BLOCK_JOB_BYTES, b->pull);
    b->job.operation = VIR_DOMAIN_JOB_OPERATION_BACKUP;
    b->job.cut = backup_cut;
    if (!b->pull && alarm_set(w, &b->alarm, progress_end(&b->job.progress)) < 0) {
        test_machine(m)->job = NULL;
        return -1;
    }
    b = NULL;
    return 0;
}

int test_domain_backup_begin(struct session *session, const remote_domain_backup_begin_args *args)
{
    _cleanup_(backup_freep) struct backup *b = calloc(1, sizeof(*b));
    struct snapshot_node *checkpoint = NULL;
    struct machine *m;

    if (!b)
        return error_oom(VIR_FROM_DOMAIN);
    if (check_flags(args->flags, VIR_DOMAIN_BACKUP_BEGIN_REUSE_EXTERNAL |
                                     VIR_DOMAIN_BACKUP_BEGIN_PRESERVE_SHUTDOWN_DOMAIN) < 0 ||
        schema_parse(&backup_schema, args->backup_xml, &b->doc) < 0)
        return -1;
    WRITE_WORLD(w, session);
    m = world_find(w, &args->dom);
    if (!m)
        return -1;
    if (!machine_active(m))
        return error_set(VIR_FROM_DOMAIN, VIR_ERR_OPERATION_UNSUPPORTED,
                         "domain '%s' is not running: its disks can be copied as files",
                         machine_name(m));
    if (args->checkpoint_xml &&
        checkpoint_take(w, m, *args->checkpoint_xml, false, &checkpoint) < 0)
        return -1;
    if (backup_begin(w, m, take(b)) == 0)
        return 0;
    if (checkpoint)
        snapshot_tree_remove(&m->checkpoints, checkpoint, 0);
    return -1;
}

int test_domain_backup_get_xml_desc(struct session *session,
                                    const remote_domain_backup_get_xml_desc_args *args,
                                    remote_domain_backup_get_xml_desc_ret *ret)
{
    READ_WORLD(w, session);
    const struct machine *m = world_find(w, &args->dom);
    const struct backup *b;

    if (!m || check_flags(args->flags, 0) < 0)
        return -1;
    b = backup_of(m);
    if (!b)
        return error_set(VIR_FROM_DOMAIN, VIR_ERR_NO_DOMAIN_BACKUP, "of domain '%s'",
                         machine_name(m));
    ret->xml = secrets_format(xmlDocGetRootElement(b->doc), SECRETS_HIDDEN);
    return ret->xml ? 0 : -1;
}
