/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The steps of a migration, and what they make of the machine on each side. */
#include "drivers/test/migration/migrate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <libvirt/libvirt.h>

#include "drivers/domain/definition.h"
#include "drivers/machine/emit.h"
#include "drivers/test/guest/guest.h"
#include "drivers/test/machine/lifecycle.h"
#include "drivers/test/machine/bandwidth.h"
#include "drivers/test/migration/migrate_cookie.h"
#include "drivers/test/migration/migrate_disks.h"
#include "drivers/test/migration/migrate_postcopy.h"
#include "drivers/reply.h"
#include "drivers/test/world/world.h"
#include "drivers/xml/xml.h"

#define KNOWN_FLAGS ((VIR_MIGRATE_ZEROCOPY << 1) - 1U)

/* Disks go along. */
#define COPIES (VIR_MIGRATE_NON_SHARED_DISK | VIR_MIGRATE_NON_SHARED_INC)

enum { FIRST_PORT = 49152, PORTS = 64 };

/* ---- checks ---- */

static int check_how(const struct migrate_how *how)
{
    const unsigned long f = how->flags, copies = COPIES;

    if (check_flags((unsigned)f, KNOWN_FLAGS) < 0)
        return -1;
    if ((f & VIR_MIGRATE_TUNNELLED) && !(f & VIR_MIGRATE_PEER2PEER))
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG,
                         "a tunnel is between two daemons: VIR_MIGRATE_PEER2PEER is missing");
    if ((f & VIR_MIGRATE_OFFLINE) &&
        (!(f & VIR_MIGRATE_PERSIST_DEST) || (f & (copies | VIR_MIGRATE_TUNNELLED))))
        return error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_INVALID,
                         "a definition is moved to be kept there, without disks and memory");
    if ((f & copies) == copies)
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG,
                         "disks are copied whole or in part, not both");
    if ((f & copies) && !(f & VIR_MIGRATE_PEER2PEER))
        return error_set(VIR_FROM_TEST, VIR_ERR_ARGUMENT_UNSUPPORTED,
                         "disks are copied from daemon to daemon only: VIR_MIGRATE_PEER2PEER");
    return postcopy_check(how);
}

static int check_uri(const char *uri)
{
    static const char *const schemes[] = {"tcp:", "rdma:", "unix:"};

    if (!uri)
        return 0;
    for (size_t i = 0; i < ARRAY_SIZE(schemes); i++) {
        if (strncmp(uri, schemes[i], strlen(schemes[i])) == 0)
            return 0;
    }
    return error_set(VIR_FROM_TEST,
                     strchr(uri, ':') ? VIR_ERR_ARGUMENT_UNSUPPORTED : VIR_ERR_INVALID_ARG,
                     "memory is sent to tcp:HOST, rdma:HOST or unix:PATH, not '%s'", uri);
}

/* The machine may leave. */
static int check_leaves(const struct machine *m, unsigned long flags)
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
static int check_sent(const struct machine *m)
{
    return machine_check_unlocked(m) < 0 ? -1 : check_leaves(m, 0);
}

/* or who began to. */
static int check_begun(const struct machine *m)
{
    if (test_machine(m)->migration.phase != MIGRATION_BEGUN)
        return error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_INVALID,
                         "no protected migration of domain '%s' has begun", machine_name(m));
    return check_leaves(m, 0);
}

/* ---- the source ---- */

/* The definition that a caller gives, of the same machine, or a copy of ours. */
static int given(const char *xml, const struct machine *m, const struct definition *ours,
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
static int check_begins(const struct machine *m, unsigned long flags)
{
    if (flags & VIR_MIGRATE_POSTCOPY_RESUME)
        return postcopy_was_cut(m);
    return machine_check_unlocked(m) < 0 || machine_check_no_job(m) < 0 ? -1
                                                                        : check_leaves(m, flags);
}

int migrate_begin(struct session *session, const remote_nonnull_domain *dom,
                  const struct migrate_how *how, struct migrate_reply cookie, char **ret_xml)
{
    _cleanup_(definition_freep) struct definition *now = NULL, *then = NULL;
    _cleanup_(xml_doc_freep) xmlDoc *doc = NULL;
    WRITE_WORLD(w, session);
    struct machine *m = world_find_busy(w, dom);

    bool again = how->flags & VIR_MIGRATE_POSTCOPY_RESUME;

    if (!m || check_how(how) < 0 || check_begins(m, how->flags) < 0 ||
        given(how->xml, m, machine_now(m), &now) < 0 ||
        ((how->flags & VIR_MIGRATE_PERSIST_DEST) &&
         given(how->persistent, m, m->config, &then) < 0) ||
        migrate_cookie_make(m, then, &doc) < 0 ||
        ((how->flags & COPIES) && !again && migrate_disks_note(w, m, how, doc) < 0) ||
        migrate_cookie_give(doc, cookie) < 0)
        return -1;
    *ret_xml = definition_format(now, -1);
    if (!*ret_xml)
        return -1;
    if ((how->flags & VIR_MIGRATE_CHANGE_PROTECTION) && !again) {
        test_machine(m)->migration.phase = MIGRATION_BEGUN;
        machine_lead(session, m);
    }
    return 0;
}

/* There is nothing left that could be ended by itself. */
static void cut_sent(struct world *w, struct domain_job *job, bool lost)
{
    if (lost)
        job_part(w, job, VIR_DOMAIN_JOB_FAILED);
}

/* All is there: the guest stands still until both sides have agreed. */
static void stand_still(struct world *w, struct machine *m, const struct domain_job *job)
{
    job_keep(job, &test_machine(m)->migration.sent, cut_sent);
    test_machine(m)->migration.phase = MIGRATION_SENT;
    test_machine(m)->migration.was_running = m->state == VIR_DOMAIN_RUNNING;
    emit_migration_iteration(m, 2);
    if (!test_machine(m)->migration.was_running || job->postcopy)
        return;
    m->state = VIR_DOMAIN_PAUSED;
    m->reason = VIR_DOMAIN_PAUSED_MIGRATION;
    machine_lifecycle(w, m, VIR_DOMAIN_EVENT_SUSPENDED, VIR_DOMAIN_EVENT_SUSPENDED_MIGRATED);
}

static void begin_sending(struct world *w, struct domain_job *job, const struct job_kind *kind)
{
    const struct migration *of = &test_machine(job->machine)->migration;

    job_limit(w, job, kind->bandwidth ? kind->bandwidth : of->speed * MIB);
    emit_migration_iteration(job->machine, 1);
}

static unsigned long long postcopy_speed(const struct machine *m, const struct migrate_how *how)
{
    unsigned long long bytes = 0, mib = how->bandwidth_postcopy;

    return mib_to_bytes(mib ? mib : test_machine(m)->migration.postcopy, 0, &bytes) < 0 ? 0 : bytes;
}

/* All is there, or the guest is to go on without the rest. */
static int sent(struct session *session, struct world *w, struct domain_job *job,
                const struct migrate_how *how, xmlDoc *cookie, struct migrate_reply out)
{
    struct machine *m = job->machine;

    if (m->state != VIR_DOMAIN_RUNNING) {
        migrate_cookie_pause(cookie);
        job->postcopy = false;
    }
    machine_lead(session, m);
    stand_still(w, m, job);
    if (job->postcopy)
        migrate_cookie_put_rest(cookie, postcopy_leave(w, m, postcopy_speed(m, how)));
    return migrate_cookie_give(cookie, out);
}

/* What was cut off goes on with the rest. */
static int resume(struct session *session, const remote_nonnull_domain *dom,
                  const struct migrate_how *how, xmlDoc *cookie, struct migrate_reply out)
{
    WRITE_WORLD(w, session);
    struct machine *m = world_find_busy_active(w, dom);

    if (!m || postcopy_was_cut(m) < 0)
        return -1;
    machine_lead(session, m);
    migrate_cookie_put_rest(cookie, postcopy_leave_again(w, m, postcopy_speed(m, how)));
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
        .known = KNOWN_FLAGS,
        .check = how->flags & VIR_MIGRATE_CHANGE_PROTECTION ? check_begun : check_sent,
        .begun = begin_sending,
        .moves = true,
    };
    struct domain_job job;

    if (check_how(how) < 0 || check_uri(how->uri) < 0 || migrate_cookie_read(in, &cookie) < 0 ||
        mib_to_bytes(how->bandwidth, 0, &kind.bandwidth) < 0)
        return -1;
    if (how->flags & VIR_MIGRATE_POSTCOPY_RESUME)
        return resume(session, dom, how, cookie, out);
    kind.disks = migrate_disks_bytes(cookie);
    if (job_run(session, dom, &kind, &job) < 0)
        return -1;
    WRITE_WORLD(w, session);
    return job_meet(w, &job) ? sent(session, w, &job, how, cookie, out) : -1;
}

/* The source's part of it, however it ended. Says whether all had been sent. */
static bool over(struct world *w, struct machine *m, int type)
{
    bool sent = test_machine(m)->migration.phase == MIGRATION_SENT;

    if (sent)
        job_part(w, &test_machine(m)->migration.sent, type);
    test_machine(m)->migration.phase = MIGRATION_NONE;
    test_machine(m)->migration.leader = NULL;
    return sent;
}

static bool is_postcopy(const struct machine *m)
{
    return test_machine(m)->migration.phase == MIGRATION_SENT &&
           test_machine(m)->migration.sent.postcopy;
}

void migration_stopped(struct world *w, struct machine *m)
{
    test_machine(m)->migration.phase = MIGRATION_NONE;
    test_machine(m)->migration.leader = NULL;
    test_machine(m)->migration.tunnel = TUNNEL_NONE;
    if (test_machine(m)->migration.rest)
        virtual_clock_wake(&w->time, test_machine(m)->migration.rest);
    test_machine(m)->migration.rest = NULL;
}

/* Back to what it was. */
static void stay(struct world *w, struct machine *m)
{
    if (is_postcopy(m)) {
        postcopy_cut_source(w, m);
        return;
    }
    if (test_machine(m)->migration.phase == MIGRATION_CUT || !over(w, m, VIR_DOMAIN_JOB_FAILED) ||
        !test_machine(m)->migration.was_running)
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

    if (!m || check_flags((unsigned)flags, KNOWN_FLAGS) < 0)
        return -1;
    if (cancelled) {
        stay(w, m);
        return 0;
    }
    if (!offline && test_machine(m)->migration.phase != MIGRATION_SENT)
        return error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_INVALID, "domain '%s' is not on its way",
                         machine_name(m));
    over(w, m, VIR_DOMAIN_JOB_COMPLETED);
    transient = !m->config;
    if (!offline)
        machine_stop(w, m, VIR_DOMAIN_SHUTOFF_MIGRATED, VIR_DOMAIN_EVENT_STOPPED_MIGRATED);
    if ((flags & VIR_MIGRATE_UNDEFINE_SOURCE) && !transient) {
        machine_lifecycle(w, m, VIR_DOMAIN_EVENT_UNDEFINED, VIR_DOMAIN_EVENT_UNDEFINED_REMOVED);
        machine_free(w, m);
    }
    return 0;
}

/* ---- the destination ---- */

static int rename_to(struct definition *d, const char *name)
{
    return strcmp(d->name, name) == 0 ? 0 : definition_edit(d) ? definition_set_name(d, name) : -1;
}

/* Where memory is to be sent, unless the caller knows; ret_uri NULL: through the tunnel. */
static int tell_uri(const struct world *w, const char *wanted, char ***ret_uri)
{
    _cleanup_free_ char **uri = NULL;
    char host[256] = "localhost";

    if (!ret_uri)
        return 0;
    if (wanted && strcmp(wanted, "tcp:") != 0)
        return 0;
    uri = calloc(1, sizeof(*uri));
    gethostname(host, sizeof(host) - 1);
    if (!uri || asprintf(uri, "tcp:%s:%d", host, FIRST_PORT + w->machines.last_id % PORTS) < 0)
        return error_oom(VIR_FROM_TEST);
    *ret_uri = take(uri);
    return 0;
}

/* The machine of that definition here, new or off. */
static struct machine *make_room(struct world *w, const struct definition *d)
{
    struct machine *m;

    if (machine_same(w, d, &m) < 0)
        return NULL;
    if (m && machine_active(m)) {
        error_set(VIR_FROM_DOMAIN, VIR_ERR_OPERATION_INVALID, "domain '%s' is running here",
                  machine_name(m));
        return NULL;
    }
    if (m)
        return m;
    m = world_add(w, d->uuid, d->name);
    if (m)
        test_machine(m)->migration.fresh = true;
    return m;
}

/* It does not come. */
static void turn_away(struct world *w, struct machine *m)
{
    test_machine(m)->migration.phase = MIGRATION_NONE;
    test_machine(m)->migration.coming = definition_free(test_machine(m)->migration.coming);
    if (machine_active(m))
        machine_stop(w, m, VIR_DOMAIN_SHUTOFF_FAILED, VIR_DOMAIN_EVENT_STOPPED_FAILED);
    else if (test_machine(m)->migration.fresh)
        machine_free(w, m);
}

/* Nor does it when it runs already; but then what came stays. */
static void lose(struct world *w, struct machine *m)
{
    test_machine(m)->migration.leader = NULL;
    if (m->state == VIR_DOMAIN_RUNNING)
        postcopy_cut_destination(w, m);
    else
        turn_away(w, m);
}

/* Nothing runs: the definition waits for the end. */
static int prepare_offline(struct session *session, struct world *w, struct definition *d)
{
    _cleanup_(definition_freep) struct definition *coming = d;
    struct machine *m = make_room(w, d);

    if (!m || (!m->config && !(m->config = definition_copy(d))))
        return -1;
    definition_free(test_machine(m)->migration.coming);
    test_machine(m)->migration.coming = take(coming);
    test_machine(m)->migration.phase = MIGRATION_COMING;
    machine_lead(session, m);
    return 0;
}

/* It is here, and waits for the rest. */
static int prepare_again(struct session *session, struct world *w, const struct definition *d)
{
    struct machine *m = machine_table_uuid(&w->machines, d->uuid);

    if (!m)
        return error_set(VIR_FROM_TEST, VIR_ERR_NO_DOMAIN, "'%s' is not here", d->name);
    if (postcopy_was_cut(m) < 0)
        return -1;
    test_machine(m)->migration.phase = MIGRATION_COMING;
    machine_lead(session, m);
    return 0;
}

int migrate_prepare(struct session *session, const struct migrate_how *how,
                    struct migrate_cookie in, struct migrate_reply out, char ***ret_uri)
{
    _cleanup_(definition_freep) struct definition *d = NULL;
    _cleanup_(xml_doc_freep) xmlDoc *cookie = NULL;
    RANDOM_SCOPE(&world_of(session)->random);
    struct machine *m;

    if (check_how(how) < 0 || check_uri(how->uri) < 0 || migrate_cookie_read(in, &cookie) < 0)
        return -1;
    if (!how->xml)
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "parameter '%s' is missing",
                         VIR_MIGRATE_PARAM_DEST_XML);
    if (!(how->flags & VIR_MIGRATE_TUNNELLED) != !how->tunnel)
        return error_set(VIR_FROM_TEST, VIR_ERR_INTERNAL_ERROR,
                         how->tunnel ? "a tunnel comes without VIR_MIGRATE_TUNNELLED"
                                     : "VIR_MIGRATE_TUNNELLED comes without a tunnel");
    if (definition_parse(how->xml, &d) < 0 || (how->name && rename_to(d, how->name) < 0))
        return -1;
    WRITE_WORLD(w, session);
    if (how->flags & VIR_MIGRATE_POSTCOPY_RESUME)
        return prepare_again(session, w, d) < 0 || tell_uri(w, how->uri, ret_uri) < 0
                   ? -1
                   : migrate_cookie_give(cookie, out);
    if (migrate_disks_expect(w, d, how->flags & VIR_MIGRATE_NON_SHARED_INC, cookie) < 0)
        return -1;
    if (how->flags & VIR_MIGRATE_OFFLINE)
        return prepare_offline(session, w, take(d)) < 0 || tell_uri(w, how->uri, ret_uri) < 0
                   ? -1
                   : migrate_cookie_give(cookie, out);
    m = make_room(w, d);
    if (!m)
        return -1;
    m->live = take(d);
    machine_table_activate(m);
    guest_boot(m);
    m->state = VIR_DOMAIN_PAUSED;
    m->reason = VIR_DOMAIN_PAUSED_MIGRATION;
    test_machine(m)->migration.phase = MIGRATION_COMING;
    machine_own(session, m);
    machine_lifecycle(w, m, VIR_DOMAIN_EVENT_STARTED, VIR_DOMAIN_EVENT_STARTED_MIGRATED);
    if (tell_uri(w, how->uri, ret_uri) < 0 || migrate_cookie_give(cookie, out) < 0 ||
        (how->tunnel && migrate_tunnel_open(session, m, how->tunnel) < 0)) {
        turn_away(w, m);
        return -1;
    }
    return 0;
}

/* It is kept here. */
static int keep(struct world *w, struct machine *m, const xmlDoc *cookie)
{
    _cleanup_(definition_freep) struct definition *d = take(test_machine(m)->migration.coming);
    bool known = m->config && !test_machine(m)->migration.fresh;

    if (!d && migrate_cookie_definition(cookie, "persistent", &d) < 0)
        return -1;
    if (!d && !(d = definition_copy(machine_now(m))))
        return -1;
    if (rename_to(d, machine_name(m)) < 0)
        return -1;
    definition_free(m->config);
    m->config = take(d);
    machine_lifecycle(w, m, VIR_DOMAIN_EVENT_DEFINED,
                      known ? VIR_DOMAIN_EVENT_DEFINED_UPDATED : VIR_DOMAIN_EVENT_DEFINED_ADDED);
    return 0;
}

/* It goes on here. */
static void arrive(struct world *w, struct machine *m, bool paused)
{
    test_machine(m)->owner = NULL;
    m->state = paused ? VIR_DOMAIN_PAUSED : VIR_DOMAIN_RUNNING;
    m->reason = paused ? (int)VIR_DOMAIN_PAUSED_USER : (int)VIR_DOMAIN_RUNNING_MIGRATED;
    if (paused)
        machine_lifecycle(w, m, VIR_DOMAIN_EVENT_SUSPENDED, VIR_DOMAIN_EVENT_SUSPENDED_PAUSED);
    else
        machine_lifecycle(w, m, VIR_DOMAIN_EVENT_RESUMED, VIR_DOMAIN_EVENT_RESUMED_MIGRATED);
}

/* The machine that is coming under that name. */
static struct machine *coming(struct world *w, const char *name)
{
    struct machine *m = machine_table_name(&w->machines, name);

    if (m && test_machine(m)->migration.phase == MIGRATION_COMING)
        return m;
    error_set(VIR_FROM_TEST, VIR_ERR_NO_DOMAIN, "'%s' is not on its way here", name);
    return NULL;
}

/* Takes back what there is of it. Returns -1. */
static int cancel(struct session *session, const char *name)
{
    WRITE_WORLD(w, session);
    struct machine *m = coming(w, name);

    if (!m)
        return -1;
    lose(w, m);
    return error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_ABORTED,
                     "the migration of '%s' was cancelled", name);
}

/* Before the guest runs; 0 or -1, then it is gone. */
static int settle(struct session *session, const struct migrate_how *how, const xmlDoc *cookie,
                  unsigned char *ret_uuid)
{
    WRITE_WORLD(w, session);
    struct machine *m = coming(w, how->name);

    if (!m)
        return -1;
    if (test_machine(m)->migration.tunnel == TUNNEL_OPEN) {
        turn_away(w, m);
        return error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_FAILED,
                         "the memory of '%s' did not come through the tunnel", how->name);
    }
    if ((how->flags & VIR_MIGRATE_PERSIST_DEST) && keep(w, m, cookie) < 0) {
        lose(w, m);
        return -1;
    }
    memcpy(ret_uuid, m->uuid, sizeof(m->uuid));
    return 0;
}

int migrate_finish(struct session *session, const struct migrate_how *how, struct migrate_cookie in,
                   bool cancelled, remote_nonnull_domain *ret_domain)
{
    _cleanup_(xml_doc_freep) xmlDoc *cookie = NULL;
    unsigned char uuid[16];
    struct machine *m;
    uint64_t rest;

    if (check_flags((unsigned)how->flags, KNOWN_FLAGS) < 0 || migrate_cookie_read(in, &cookie) < 0)
        return -1;
    if (!how->name)
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "parameter '%s' is missing",
                         VIR_MIGRATE_PARAM_DEST_NAME);
    if (cancelled)
        return cancel(session, how->name);
    if (settle(session, how, cookie, uuid) < 0 ||
        (migrate_cookie_rest(cookie, &rest) && postcopy_arrive(session, uuid, rest) < 0))
        return -1;
    WRITE_WORLD(w, session);
    m = coming(w, how->name);
    if (!m)
        return -1;
    if (machine_active(m))
        arrive(w, m, (how->flags & VIR_MIGRATE_PAUSED) || migrate_cookie_paused(cookie));
    test_machine(m)->migration.phase = MIGRATION_NONE;
    test_machine(m)->migration.leader = NULL;
    test_machine(m)->migration.tunnel = TUNNEL_NONE;
    test_machine(m)->migration.fresh = false;
    return machine_ref(m, ret_domain);
}

/* ---- either side ---- */

void migration_left(struct world *w, struct machine *m, const struct session *session)
{
    if (test_machine(m)->migration.leader != session)
        return;
    if (test_machine(m)->migration.phase == MIGRATION_COMING)
        lose(w, m);
    else if (is_postcopy(m))
        postcopy_cut_source(w, m);
    else
        over(w, m, VIR_DOMAIN_JOB_FAILED);
}
