/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The states of a post-copy migration, and the time that its rest takes. */
#include "drivers/test/migration/migrate_postcopy.h"

#include <libvirt/libvirt.h>

#include "drivers/reply.h"
#include "drivers/rpc_client.h"
#include "drivers/session.h"
#include "drivers/test/machine/lifecycle.h"
#include "drivers/test/migration/migrate.h"
#include "drivers/test/ops.h"
#include "drivers/test/world/world.h"

/* ---- both sides ---- */

int postcopy_check(const struct migrate_how *how)
{
    const unsigned long f = how->flags;

    if ((f & VIR_MIGRATE_POSTCOPY_RESUME) && !(f & VIR_MIGRATE_POSTCOPY))
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG,
                         "VIR_MIGRATE_POSTCOPY_RESUME is for VIR_MIGRATE_POSTCOPY");
    if ((f & VIR_MIGRATE_POSTCOPY) &&
        (!(f & VIR_MIGRATE_LIVE) || (f & (VIR_MIGRATE_PAUSED | VIR_MIGRATE_TUNNELLED))))
        return error_set(VIR_FROM_TEST, VIR_ERR_ARGUMENT_UNSUPPORTED,
                         "post-copy is for guests that run all the time, and for no tunnel");
    return 0;
}

int postcopy_was_cut(const struct machine *m)
{
    return test_machine(m)->migration.phase == MIGRATION_CUT
               ? 0
               : error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_INVALID,
                           "domain '%s' is in no post-copy migration that could be resumed",
                           machine_name(m));
}

static void migrate_postcopy_become(struct world *w, struct machine *m, int state, int reason,
                                    int detail)
{
    m->state = state;
    m->reason = reason;
    machine_lifecycle(
        w, m, state == VIR_DOMAIN_RUNNING ? VIR_DOMAIN_EVENT_RESUMED : VIR_DOMAIN_EVENT_SUSPENDED,
        detail);
}

/* ---- the source ---- */

/* The job goes on with what is left. */
static uint64_t rest_of(struct world *w, struct domain_job *job,
                        unsigned long long bytes_per_second)
{
    uint64_t now = virtual_clock_now(&w->time), end;

    progress_limit(&job->progress, bytes_per_second, now);
    end = progress_end(&job->progress);
    return end > now ? end - now : 0;
}

uint64_t postcopy_leave(struct world *w, struct machine *m, unsigned long long bytes_per_second)
{
    migrate_postcopy_become(w, m, VIR_DOMAIN_PAUSED, VIR_DOMAIN_PAUSED_POSTCOPY,
                            VIR_DOMAIN_EVENT_SUSPENDED_POSTCOPY);
    return rest_of(w, test_machine(m)->job, bytes_per_second);
}

uint64_t postcopy_leave_again(struct world *w, struct machine *m,
                              unsigned long long bytes_per_second)
{
    struct domain_job *job = &test_machine(m)->migration.sent;

    job->progress.since = virtual_clock_now(&w->time);
    test_machine(m)->job = job;
    test_machine(m)->migration.phase = MIGRATION_SENT;
    return postcopy_leave(w, m, bytes_per_second);
}

void postcopy_cut_source(struct world *w, struct machine *m)
{
    struct domain_job *job = &test_machine(m)->migration.sent;

    job->progress.done = progress_done(&job->progress, virtual_clock_now(&w->time));
    job_part(w, job, VIR_DOMAIN_JOB_FAILED);
    test_machine(m)->migration.phase = MIGRATION_CUT;
    test_machine(m)->migration.leader = NULL;
    migrate_postcopy_become(w, m, VIR_DOMAIN_PAUSED, VIR_DOMAIN_PAUSED_POSTCOPY_FAILED,
                            VIR_DOMAIN_EVENT_SUSPENDED_POSTCOPY_FAILED);
}

void postcopy_set_client(struct session *session, const unsigned char *uuid,
                         struct rpc_client *client)
{
    WRITE_WORLD(w, session);
    struct machine *m = machine_table_uuid(&w->machines, uuid);

    if (m)
        test_machine(m)->migration.client = client;
}

int postcopy_abort(struct machine *m)
{
    if (test_machine(m)->migration.phase != MIGRATION_SENT ||
        !test_machine(m)->migration.sent.postcopy)
        return error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_INVALID,
                         "domain '%s' is in no post-copy migration", machine_name(m));
    if (!test_machine(m)->migration.client)
        return error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_UNSUPPORTED,
                         "post-copy of domain '%s' ends with the client that leads it",
                         machine_name(m));
    rpc_client_cut(test_machine(m)->migration.client);
    return 0;
}

int test_domain_migrate_start_post_copy(struct session *session,
                                        const remote_domain_migrate_start_post_copy_args *args)
{
    WRITE_WORLD(w, session);
    struct machine *m = world_find_busy_active(w, &args->dom);

    if (!m || check_flags(args->flags, 0) < 0)
        return -1;
    if (!test_machine(m)->job ||
        test_machine(m)->job->operation != VIR_DOMAIN_JOB_OPERATION_MIGRATION_OUT ||
        test_machine(m)->job->cut || !(test_machine(m)->job->flags & VIR_MIGRATE_POSTCOPY))
        return error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_INVALID,
                         "domain '%s' does not move in a way that can go over to post-copy",
                         machine_name(m));
    test_machine(m)->job->postcopy = true;
    virtual_clock_wake(&w->time, &test_machine(m)->job->wait);
    return 0;
}

/* ---- the destination ---- */

static int migrate_postcopy_run(struct session *session, const unsigned char *uuid, uint64_t ns,
                                struct virtual_clock_wait *wait)
{
    WRITE_WORLD(w, session);
    struct machine *m = machine_table_uuid(&w->machines, uuid);

    if (!m || test_machine(m)->migration.phase != MIGRATION_COMING)
        return error_set(VIR_FROM_TEST, VIR_ERR_NO_DOMAIN, "the domain has gone");
    test_machine(m)->owner = NULL;
    migrate_postcopy_become(w, m, VIR_DOMAIN_RUNNING, VIR_DOMAIN_RUNNING_POSTCOPY,
                            VIR_DOMAIN_EVENT_RESUMED_POSTCOPY);
    test_machine(m)->migration.rest = wait;
    virtual_clock_announce(&w->time, wait, session, virtual_clock_now(&w->time) + ns);
    return 0;
}

int postcopy_arrive(struct session *session, const unsigned char *uuid, uint64_t ns)
{
    struct virtual_clock_wait wait;
    struct machine *m;

    if (migrate_postcopy_run(session, uuid, ns, &wait) < 0)
        return -1;
    virtual_clock_sleep(&world_of(session)->time, &wait, session);
    WRITE_WORLD(w, session);
    m = machine_table_uuid(&w->machines, uuid);
    if (!m || test_machine(m)->migration.rest != &wait)
        return error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_FAILED,
                         "the domain stopped while its memory still came");
    test_machine(m)->migration.rest = NULL;
    if (!session->gone)
        return 0;
    postcopy_cut_destination(w, m);
    return error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_FAILED,
                     "the rest of the memory of domain '%s' does not come", machine_name(m));
}

void postcopy_cut_destination(struct world *w, struct machine *m)
{
    test_machine(m)->migration.phase = MIGRATION_CUT;
    test_machine(m)->migration.leader = NULL;
    migrate_postcopy_become(w, m, VIR_DOMAIN_RUNNING, VIR_DOMAIN_RUNNING_POSTCOPY_FAILED,
                            VIR_DOMAIN_EVENT_RESUMED_POSTCOPY_FAILED);
}
