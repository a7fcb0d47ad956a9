/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The steps of a migration where the machine comes from. */
#include "drivers/test/migration/migrate.h"

#include <string.h>

#include <libvirt/libvirt.h>

#include "drivers/domain/definition.h"
#include "drivers/machine/emit.h"
#include "drivers/reply.h"
#include "drivers/test/guest/guest.h"
#include "drivers/test/machine/bandwidth.h"
#include "drivers/test/machine/lifecycle.h"
#include "drivers/test/migration/migrate_cookie.h"
#include "drivers/test/migration/migrate_disks.h"
#include "drivers/test/migration/migrate_postcopy.h"
#include "drivers/test/world/world.h"
#include "drivers/xml/xml.h"

/* The machine may leave. */
static int source_check_leaves(const struct machine *m, unsigned long flags)
{
    bool offline = flags & VIR_MIGRATE_OFFLINE;

    if (offline == machine_active(m))
        return error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_INVALID, "domain '%s' %s",
                         machine_name(m), offline ? "is running" : "is not running");
    if (m->snapshots.n || m->checkpoints.n)
        return error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_INVALID,
                         "domain '%s' has snapshots or checkpoints, which would stay behind",
                         machine_name(m));
    if (!LIST_EMPTY(&test_machine(m)->block_jobs))
        return error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_INVALID,
                         "a disk of domain '%s' has a job", machine_name(m));
    return 0;
}

/* For the job: nobody moves it already, */
static int source_check_sent(const struct machine *m)
{
    return machine_check_unlocked(m) < 0 ? -1 : source_check_leaves(m, 0);
}

/* or who began to. */
static int source_check_begun(const struct machine *m)
{
    if (test_machine(m)->migration.phase != MIGRATION_BEGUN)
        return error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_INVALID,
                         "no protected migration of domain '%s' has begun", machine_name(m));
    return source_check_leaves(m, 0);
}

/* The definition that a caller gives, of the same machine, or a copy of ours. */
static int source_given(const char *xml, const struct machine *m, const struct definition *ours,
                        struct definition **ret_definition)
{
    struct definition *d;

    if (!xml) {
        *ret_definition = ours ? definition_copy(ours) : NULL;
        return *ret_definition || !ours ? 0 : -1;
    }
    if (definition_parse(xml, &d) < 0)
        return -1;
    if (memcmp(d->uuid, m->uuid, sizeof(d->uuid)) != 0) {
        definition_free(d);
        return error_set(VIR_FROM_DOMAIN, VIR_ERR_CONFIG_UNSUPPORTED,
                         "<uuid> of the XML is not that of domain '%s'", machine_name(m));
    }
    *ret_definition = d;
    return 0;
}

/* It may begin to move, or go on. */
static int source_check_begins(const struct machine *m, unsigned long flags)
{
    if (flags & VIR_MIGRATE_POSTCOPY_RESUME)
        return postcopy_was_cut(m);
    return machine_check_unlocked(m) < 0 || machine_check_no_job(m) < 0
               ? -1
               : source_check_leaves(m, flags);
}

int migrate_begin(struct session *session, const remote_nonnull_domain *dom,
                  const struct migrate_how *how, struct migrate_reply cookie, char **ret_xml)
{
    _cleanup_(definition_freep) struct definition *now = NULL, *then = NULL;
    _cleanup_(xml_doc_freep) xmlDoc *doc = NULL;
    WRITE_WORLD(w, session);
    struct machine *m = world_find_busy(w, dom);

    bool again = how->flags & VIR_MIGRATE_POSTCOPY_RESUME;

    if (!m || migrate_check_how(how) < 0 || source_check_begins(m, how->flags) < 0 ||
        source_given(how->xml, m, machine_now(m), &now) < 0 ||
        ((how->flags & VIR_MIGRATE_PERSIST_DEST) &&
         source_given(how->persistent, m, m->config, &then) < 0) ||
        migrate_cookie_make(m, then, &doc) < 0 ||
        ((how->flags & MIGRATE_COPIES) && !again && migrate_disks_note(w, m, how, doc) < 0) ||
        migrate_cookie_give(doc, cookie) < 0)
        return -1;
    *ret_xml = definition_format(now, -1, SECRETS_SHOWN); /* the other side has the same */
    if (!*ret_xml)
        return -1;
    if ((how->flags & VIR_MIGRATE_CHANGE_PROTECTION) && !again) {
        test_machine(m)->migration.phase = MIGRATION_BEGUN;
        machine_lead(session, m);
    }
    return 0;
}

/* There is nothing left that could be ended by itself. */
static void source_cut_sent(struct world *w, struct domain_job *job, bool lost)
{
    if (lost)
        job_part(w, job, VIR_DOMAIN_JOB_FAILED);
}

/* All is there: the guest stands still until both sides have agreed. */
static void source_stand_still(struct world *w, struct machine *m, const struct domain_job *job)
{
    job_keep(job, &test_machine(m)->migration.sent, source_cut_sent);
    test_machine(m)->migration.phase = MIGRATION_SENT;
    test_machine(m)->migration.was_running = m->state == VIR_DOMAIN_RUNNING;
    emit_migration_iteration(m, 2);
    if (!test_machine(m)->migration.was_running || job->postcopy)
        return;
    m->state = VIR_DOMAIN_PAUSED;
    m->reason = VIR_DOMAIN_PAUSED_MIGRATION;
    machine_lifecycle(w, m, VIR_DOMAIN_EVENT_SUSPENDED, VIR_DOMAIN_EVENT_SUSPENDED_MIGRATED);
}

static void source_begin_sending(struct world *w, struct domain_job *job,
                                 const struct job_kind *kind)
{
    const struct migration *of = &test_machine(job->machine)->migration;

    job_limit(w, job, kind->bandwidth ? kind->bandwidth : of->speed * MIB);
    emit_migration_iteration(job->machine, 1);
}

static unsigned long long source_postcopy_speed(const struct machine *m,
                                                const struct migrate_how *how)
{
    unsigned long long bytes = 0, mib = how->bandwidth_postcopy;

    return mib_to_bytes(mib ? mib : test_machine(m)->migration.postcopy, 0, &bytes) < 0 ? 0 : bytes;
}

/* All is there, or the guest is to go on without the rest. */
static int source_sent(struct session *session, struct world *w, struct domain_job *job,
                       const struct migrate_how *how, xmlDoc *cookie, struct migrate_reply out)
{
    struct machine *m = job->machine;

    if (m->state != VIR_DOMAIN_RUNNING) {
        migrate_cookie_pause(cookie);
        job->postcopy = false;
    }
    machine_lead(session, m);
    source_stand_still(w, m, job);
    if (job->postcopy)
        migrate_cookie_put_rest(cookie, postcopy_leave(w, m, source_postcopy_speed(m, how)));
    return migrate_cookie_give(cookie, out);
}

/* What was cut off goes on with the rest. */
static int source_resume(struct session *session, const remote_nonnull_domain *dom,
                         const struct migrate_how *how, xmlDoc *cookie, struct migrate_reply out)
{
    WRITE_WORLD(w, session);
    struct machine *m = world_find_busy_active(w, dom);

    if (!m || postcopy_was_cut(m) < 0)
        return -1;
    machine_lead(session, m);
    migrate_cookie_put_rest(cookie, postcopy_leave_again(w, m, source_postcopy_speed(m, how)));
    return migrate_cookie_give(cookie, out);
}

int migrate_perform(struct session *session, const remote_nonnull_domain *dom,
                    const struct migrate_how *how, struct migrate_cookie in,
                    struct migrate_reply out)
{
    _cleanup_(xml_doc_freep) xmlDoc *cookie = NULL;
    struct job_kind kind = {
        .operation = VIR_DOMAIN_JOB_OPERATION_MIGRATION_OUT,
        .flags = (unsigned)how->flags,
        .known = MIGRATE_FLAGS,
        .check =
            how->flags & VIR_MIGRATE_CHANGE_PROTECTION ? source_check_begun : source_check_sent,
        .begun = source_begin_sending,
        .moves = true,
    };
    struct domain_job job;

    if (migrate_check_how(how) < 0 || migrate_check_uri(how->uri) < 0 ||
        migrate_cookie_read(in, &cookie) < 0 ||
        mib_to_bytes(how->bandwidth, 0, &kind.bandwidth) < 0)
        return -1;
    if (how->flags & VIR_MIGRATE_POSTCOPY_RESUME)
        return source_resume(session, dom, how, cookie, out);
    kind.disks = migrate_disks_bytes(cookie);
    if (job_run(session, dom, &kind, &job) < 0)
        return -1;
    WRITE_WORLD(w, session);
    return job_meet(w, &job) ? source_sent(session, w, &job, how, cookie, out) : -1;
}

/* The source's part of it, however it ended. Returns true if all had been sent. */
static bool source_over(struct world *w, struct machine *m, int type)
{
    bool sent = test_machine(m)->migration.phase == MIGRATION_SENT;

    if (sent)
        job_part(w, &test_machine(m)->migration.sent, type);
    test_machine(m)->migration.phase = MIGRATION_NONE;
    test_machine(m)->migration.leader = NULL;
    return sent;
}

static bool source_is_postcopy(const struct machine *m)
{
    return test_machine(m)->migration.phase == MIGRATION_SENT &&
           test_machine(m)->migration.sent.postcopy;
}

/* Back to what it was. */
static void source_stay(struct world *w, struct machine *m)
{
    if (source_is_postcopy(m)) {
        postcopy_cut_source(w, m);
        return;
    }
    if (test_machine(m)->migration.phase == MIGRATION_CUT ||
        !source_over(w, m, VIR_DOMAIN_JOB_FAILED) || !test_machine(m)->migration.was_running)
        return;
    m->state = VIR_DOMAIN_RUNNING;
    m->reason = VIR_DOMAIN_RUNNING_MIGRATION_CANCELED;
    machine_lifecycle(w, m, VIR_DOMAIN_EVENT_RESUMED, VIR_DOMAIN_EVENT_RESUMED_MIGRATED);
}

int migrate_confirm(struct session *session, const remote_nonnull_domain *dom, unsigned long flags,
                    bool cancelled)
{
    bool offline = flags & VIR_MIGRATE_OFFLINE, transient;
    WRITE_WORLD(w, session);
    struct machine *m = world_find_busy(w, dom);

    if (!m || check_flags((unsigned)flags, MIGRATE_FLAGS) < 0)
        return -1;
    if (cancelled) {
        source_stay(w, m);
        return 0;
    }
    if (!offline && test_machine(m)->migration.phase != MIGRATION_SENT)
        return error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_INVALID, "domain '%s' is not on its way",
                         machine_name(m));
    source_over(w, m, VIR_DOMAIN_JOB_COMPLETED);
    transient = !m->config;
    if (!offline)
        machine_stop(w, m, VIR_DOMAIN_SHUTOFF_MIGRATED, VIR_DOMAIN_EVENT_STOPPED_MIGRATED);
    if ((flags & VIR_MIGRATE_UNDEFINE_SOURCE) && !transient) {
        machine_lifecycle(w, m, VIR_DOMAIN_EVENT_UNDEFINED, VIR_DOMAIN_EVENT_UNDEFINED_REMOVED);
        machine_free(w, m);
    }
    return 0;
}

void migrate_source_left(struct world *w, struct machine *m, const struct session *session)
{
    if (test_machine(m)->migration.leader != session ||
        test_machine(m)->migration.phase == MIGRATION_COMING)
        return;
    if (source_is_postcopy(m))
        postcopy_cut_source(w, m);
    else
        source_over(w, m, VIR_DOMAIN_JOB_FAILED);
}
