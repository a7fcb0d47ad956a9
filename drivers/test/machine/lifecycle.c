/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The life of a machine:
 *
 *     define --> SHUTOFF --create--> RUNNING <--suspend/resume--> PAUSED
 *                   ^                   |                            |
 *                   +------ destroy, shutdown, save -----------------+
 */
#include "drivers/test/machine/lifecycle.h"

#include <stdlib.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"

#include "drivers/session.h"
#include "drivers/domain/definition.h"
#include "drivers/test/ops.h"
#include "drivers/reply.h"
#include "drivers/test/world/state.h"
#include "drivers/test/world/world.h"

#define EACH_PART(w, part)                             \
    for (const struct machine_part *part = (w)->parts; \
         part->boot || part->stopped || part->changed || part->left || part->freed; part++)

void machine_lifecycle(struct world *w, const struct machine *m, int event, int detail)
{
    /* what the monitor calls it */
    static const char *const monitor_events[] = {
        [VIR_DOMAIN_EVENT_SUSPENDED] = "STOP",
        [VIR_DOMAIN_EVENT_RESUMED] = "RESUME",
        [VIR_DOMAIN_EVENT_STOPPED] = "SHUTDOWN",
        [VIR_DOMAIN_EVENT_SHUTDOWN] = "POWERDOWN",
    };
    remote_nonnull_domain dom;

    if (machine_ref(m, &dom) < 0)
        return;
    hub_emit_lifecycle(&w->hub, &dom, event, detail);
    if (event >= 0 && (size_t)event < ARRAY_SIZE(monitor_events) && monitor_events[event])
        monitor_says(w, &dom, monitor_events[event], NULL);
    free(dom.name);
    EACH_PART(w, part)
    if (part->changed)
        part->changed(m);
}

static void lifecycle_boot(const struct world *w, struct machine *m)
{
    EACH_PART(w, part)
    if (part->boot)
        part->boot(m);
}

void machine_free(struct world *w, struct machine *m)
{
    machine_table_drop(m);
    EACH_PART(w, part)
    if (part->freed)
        part->freed(w, m);
    definition_free(test_machine(m)->migration.coming);
    passed_fds_close(&test_machine(m)->passed_fds);
    xmlFreeDoc(test_machine(m)->guest.keys);
    machine_done(m);
    free(m);
}

int machine_start(struct world *w, struct machine *m, bool paused, int reason, int detail)
{
    if (!m->live) {
        m->live = definition_copy(m->config);
        if (!m->live)
            return -1;
    }
    machine_table_activate(m);
    lifecycle_boot(w, m);
    m->state = paused ? VIR_DOMAIN_PAUSED : VIR_DOMAIN_RUNNING;
    m->reason = paused ? VIR_DOMAIN_PAUSED_USER : reason;
    machine_lifecycle(w, m, VIR_DOMAIN_EVENT_STARTED, detail);
    if (paused)
        machine_lifecycle(w, m, VIR_DOMAIN_EVENT_SUSPENDED, VIR_DOMAIN_EVENT_SUSPENDED_PAUSED);
    return 0;
}

void machine_stop(struct world *w, struct machine *m, int reason, int detail)
{
    machine_table_deactivate(m);
    m->state = VIR_DOMAIN_SHUTOFF;
    m->reason = reason;
    test_machine(m)->owner = NULL;
    m->control_broken = false;
    passed_fds_close(&test_machine(m)->passed_fds);
    EACH_PART(w, part)
    if (part->stopped)
        part->stopped(w, m);
    machine_lifecycle(w, m, VIR_DOMAIN_EVENT_STOPPED, detail);
    if (m->config)
        m->live = definition_free(m->live);
    else
        machine_free(w, m);
}

/* Something of the world ends with it. */
static const struct session *look_after(struct session *session)
{
    struct test_state *state = session->state;

    state->owns = true;
    return session;
}

void machine_own(struct session *session, struct machine *m)
{
    test_machine(m)->owner = look_after(session);
}

void machine_lead(struct session *session, struct machine *m)
{
    test_machine(m)->migration.leader = look_after(session);
}

void machines_of_session_end(struct world *w, const struct session *session)
{
    for (size_t i = w->machines.n; i-- > 0;) {
        struct machine *m = w->machines.list[i];
        bool owned = test_machine(m)->owner == session;

        EACH_PART(w, part) /* after which only what is owned is there for sure */
        if (part->left)
            part->left(w, m, session);
        if (owned)
            machine_stop(w, m, VIR_DOMAIN_SHUTOFF_DESTROYED, VIR_DOMAIN_EVENT_STOPPED_DESTROYED);
    }
}

/* ---- coming and going ---- */

int machine_same(struct world *w, const struct definition *d, struct machine **ret_machine)
{
    struct machine *same = machine_table_uuid(&w->machines, d->uuid),
                   *named = machine_table_name(&w->machines, d->name);

    if (named && named != same)
        return error_set(VIR_FROM_DOMAIN, VIR_ERR_OPERATION_FAILED,
                         "there is a domain '%s' with another UUID", d->name);
    if (same && !named)
        return error_set(VIR_FROM_DOMAIN, VIR_ERR_OPERATION_FAILED,
                         "the UUID of '%s' is that of domain '%s'", d->name, machine_name(same));
    *ret_machine = same;
    return 0;
}

static int define(struct session *session, const char *xml, unsigned flags,
                  remote_nonnull_domain *ret_dom)
{
    _cleanup_(definition_freep) struct definition *d = NULL;
    RANDOM_SCOPE(&world_of(session)->random);
    struct machine *m;
    bool known;

    if (check_flags(flags, VIR_DOMAIN_DEFINE_VALIDATE) < 0 || definition_parse(xml, &d) < 0)
        return -1;
    WRITE_WORLD(w, session);
    if (machine_same(w, d, &m) < 0 || (m && machine_check_unlocked(m) < 0))
        return -1;
    known = m && m->config;
    if (!m && !(m = world_add(w, d->uuid, d->name)))
        return -1;
    definition_free(m->config);
    m->config = take(d);
    machine_lifecycle(w, m, VIR_DOMAIN_EVENT_DEFINED,
                      known ? VIR_DOMAIN_EVENT_DEFINED_UPDATED : VIR_DOMAIN_EVENT_DEFINED_ADDED);
    return machine_ref(m, ret_dom);
}

int test_domain_define_xml(struct session *session, const remote_domain_define_xml_args *args,
                           remote_domain_define_xml_ret *ret)
{
    return define(session, args->xml, 0, &ret->dom);
}

int test_domain_define_xml_flags(struct session *session,
                                 const remote_domain_define_xml_flags_args *args,
                                 remote_domain_define_xml_flags_ret *ret)
{
    return define(session, args->xml, args->flags, &ret->dom);
}

int test_domain_create_xml(struct session *session, const remote_domain_create_xml_args *args,
                           remote_domain_create_xml_ret *ret)
{
    _cleanup_(definition_freep) struct definition *d = NULL;
    RANDOM_SCOPE(&world_of(session)->random);
    struct machine *m;

    if (check_flags(args->flags, VIR_DOMAIN_START_PAUSED | VIR_DOMAIN_START_AUTODESTROY |
                                     VIR_DOMAIN_START_VALIDATE) < 0 ||
        definition_parse(args->xml_desc, &d) < 0)
        return -1;
    WRITE_WORLD(w, session);
    if (machine_same(w, d, &m) < 0)
        return -1;
    if (m && machine_active(m))
        return error_set(VIR_FROM_DOMAIN, VIR_ERR_OPERATION_INVALID, "domain '%s' is running",
                         machine_name(m));
    if (m && machine_check_unlocked(m) < 0) /* its definition is on its way here */
        return -1;
    if (!m && !(m = world_add(w, d->uuid, d->name)))
        return -1;
    m->live = take(d);
    if (args->flags & VIR_DOMAIN_START_AUTODESTROY)
        machine_own(session, m);
    if (machine_start(w, m, args->flags & VIR_DOMAIN_START_PAUSED, VIR_DOMAIN_RUNNING_BOOTED,
                      VIR_DOMAIN_EVENT_STARTED_BOOTED) < 0)
        return -1;
    return machine_ref(m, &ret->dom);
}

static int start(struct session *session, const remote_nonnull_domain *dom, unsigned flags,
                 remote_nonnull_domain *ret_dom)
{
    WRITE_WORLD(w, session);
    struct machine *m = world_find(w, dom);
    bool restored;

    if (!m || check_flags(flags, VIR_DOMAIN_START_PAUSED | VIR_DOMAIN_START_AUTODESTROY |
                                     VIR_DOMAIN_START_FORCE_BOOT) < 0)
        return -1;
    if (machine_active(m))
        return error_set(VIR_FROM_TEST, VIR_ERR_INTERNAL_ERROR, "domain '%s' is running already",
                         machine_name(m));
    restored = m->saved && !(flags & VIR_DOMAIN_START_FORCE_BOOT);
    if (restored)
        m->live = take(m->saved);
    m->saved = definition_free(m->saved);
    if (machine_start(w, m, (flags & VIR_DOMAIN_START_PAUSED) || (restored && m->saved_paused),
                      restored ? VIR_DOMAIN_RUNNING_RESTORED : VIR_DOMAIN_RUNNING_BOOTED,
                      restored ? VIR_DOMAIN_EVENT_STARTED_RESTORED
                               : VIR_DOMAIN_EVENT_STARTED_BOOTED) < 0)
        return -1;
    if (flags & VIR_DOMAIN_START_AUTODESTROY)
        machine_own(session, m);
    return ret_dom ? machine_ref(m, ret_dom) : 0;
}

int test_domain_create(struct session *session, const remote_domain_create_args *args)
{
    return start(session, &args->dom, 0, NULL);
}

int test_domain_create_with_flags(struct session *session,
                                  const remote_domain_create_with_flags_args *args,
                                  remote_domain_create_with_flags_ret *ret)
{
    return start(session, &args->dom, args->flags, &ret->dom);
}

static int undefine(struct session *session, const remote_nonnull_domain *dom, unsigned flags)
{
    WRITE_WORLD(w, session);
    struct machine *m = world_find(w, dom);

    if (!m || check_flags(
                  flags, VIR_DOMAIN_UNDEFINE_MANAGED_SAVE | VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA |
                             VIR_DOMAIN_UNDEFINE_CHECKPOINTS_METADATA | VIR_DOMAIN_UNDEFINE_NVRAM |
                             VIR_DOMAIN_UNDEFINE_KEEP_NVRAM) < 0)
        return -1;
    if (!m->config)
        return error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_INVALID,
                         "domain '%s' is transient: there is nothing to undefine", machine_name(m));
    if (m->saved && !(flags & VIR_DOMAIN_UNDEFINE_MANAGED_SAVE))
        return error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_INVALID,
                         "domain '%s' has a managed save image", machine_name(m));
    if (!machine_active(m) && m->snapshots.n && !(flags & VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA))
        return error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_INVALID, "domain '%s' has %zu snapshots",
                         machine_name(m), m->snapshots.n);
    m->saved = definition_free(m->saved);
    machine_lifecycle(w, m, VIR_DOMAIN_EVENT_UNDEFINED, VIR_DOMAIN_EVENT_UNDEFINED_REMOVED);
    if (machine_active(m))
        m->config = definition_free(m->config);
    else
        machine_free(w, m);
    return 0;
}

int test_domain_undefine(struct session *session, const remote_domain_undefine_args *args)
{
    return undefine(session, &args->dom, 0);
}

int test_domain_undefine_flags(struct session *session,
                               const remote_domain_undefine_flags_args *args)
{
    return undefine(session, &args->dom, args->flags);
}

/* ---- running ---- */

int test_domain_suspend(struct session *session, const remote_domain_suspend_args *args)
{
    WRITE_WORLD(w, session);
    struct machine *m = world_find_busy(w, &args->dom);

    if (!m)
        return -1;
    if (test_machine(m)->job && test_machine(m)->job->operation == VIR_DOMAIN_JOB_OPERATION_SAVE)
        return machine_check_no_job(m); /* which a dump and a migration's source bear */
    if (test_machine(m)->migration.phase == MIGRATION_COMING ||
        test_machine(m)->migration.phase == MIGRATION_CUT)
        return machine_check_unlocked(m);
    if (m->state != VIR_DOMAIN_RUNNING)
        return error_set(VIR_FROM_TEST, VIR_ERR_INTERNAL_ERROR, "domain '%s' does not run",
                         machine_name(m));
    m->state = VIR_DOMAIN_PAUSED;
    m->reason = VIR_DOMAIN_PAUSED_USER;
    machine_lifecycle(w, m, VIR_DOMAIN_EVENT_SUSPENDED, VIR_DOMAIN_EVENT_SUSPENDED_PAUSED);
    return 0;
}

int test_domain_resume(struct session *session, const remote_domain_resume_args *args)
{
    WRITE_WORLD(w, session);
    struct machine *m = world_find(w, &args->dom);

    if (!m)
        return -1;
    if (m->state != VIR_DOMAIN_PAUSED)
        return error_set(VIR_FROM_TEST, VIR_ERR_INTERNAL_ERROR, "domain '%s' is not paused",
                         machine_name(m));
    m->state = VIR_DOMAIN_RUNNING;
    m->reason = VIR_DOMAIN_RUNNING_UNPAUSED;
    machine_lifecycle(w, m, VIR_DOMAIN_EVENT_RESUMED, VIR_DOMAIN_EVENT_RESUMED_UNPAUSED);
    return 0;
}

void machine_shut_down(struct world *w, struct machine *m)
{
    machine_stop(w, m, VIR_DOMAIN_SHUTOFF_SHUTDOWN, VIR_DOMAIN_EVENT_STOPPED_SHUTDOWN);
}

static int shut_down(struct session *session, const remote_nonnull_domain *dom, unsigned flags)
{
    WRITE_WORLD(w, session);
    struct machine *m = world_find(w, dom);

    if (!m || check_flags(flags, 0) < 0)
        return -1;
    if (!machine_active(m))
        return error_set(VIR_FROM_TEST, VIR_ERR_INTERNAL_ERROR, "domain '%s' does not run",
                         machine_name(m));
    machine_shut_down(w, m);
    return 0;
}

int test_domain_shutdown(struct session *session, const remote_domain_shutdown_args *args)
{
    return shut_down(session, &args->dom, 0);
}

int test_domain_shutdown_flags(struct session *session,
                               const remote_domain_shutdown_flags_args *args)
{
    return shut_down(session, &args->dom, args->flags);
}

static int destroy(struct session *session, const remote_nonnull_domain *dom, unsigned flags)
{
    WRITE_WORLD(w, session);
    struct machine *m = world_find_busy_active(w, dom);

    if (!m || check_flags(flags, VIR_DOMAIN_DESTROY_GRACEFUL) < 0)
        return -1;
    machine_stop(w, m, VIR_DOMAIN_SHUTOFF_DESTROYED, VIR_DOMAIN_EVENT_STOPPED_DESTROYED);
    return 0;
}

int test_domain_destroy(struct session *session, const remote_domain_destroy_args *args)
{
    return destroy(session, &args->dom, 0);
}

int test_domain_destroy_flags(struct session *session, const remote_domain_destroy_flags_args *args)
{
    return destroy(session, &args->dom, args->flags);
}

static int tell_reboot(struct world *w, const struct machine *m)
{
    remote_nonnull_domain ref;

    if (machine_ref(m, &ref) < 0)
        return -1;
    hub_emit_reboot(&w->hub, &ref);
    monitor_says(w, &ref, "RESET", "{\"guest\":false}");
    free(ref.name);
    return 0;
}

int machine_reset(struct world *w, struct machine *m)
{
    if (tell_reboot(w, m) < 0)
        return -1;
    lifecycle_boot(w, m);
    return 0;
}

int machine_reboot(struct world *w, struct machine *m)
{
    _cleanup_free_ char *action = definition_text(m->live, "on_reboot");

    if (tell_reboot(w, m) < 0)
        return -1;
    if (action && (strcmp(action, "destroy") == 0 || strcmp(action, "preserve") == 0)) {
        machine_shut_down(w, m);
        return 0;
    }
    m->state = VIR_DOMAIN_RUNNING;
    m->reason = VIR_DOMAIN_RUNNING_BOOTED;
    lifecycle_boot(w, m);
    return 0;
}

int test_domain_reboot(struct session *session, const remote_domain_reboot_args *args)
{
    const unsigned known = VIR_DOMAIN_REBOOT_ACPI_POWER_BTN | VIR_DOMAIN_REBOOT_GUEST_AGENT |
                           VIR_DOMAIN_REBOOT_INITCTL | VIR_DOMAIN_REBOOT_SIGNAL |
                           VIR_DOMAIN_REBOOT_PARAVIRT;
    WRITE_WORLD(w, session);
    struct machine *m = world_find_active(w, &args->dom);

    return m && check_flags(args->flags, known) == 0 ? machine_reboot(w, m) : -1;
}

int test_domain_reset(struct session *session, const remote_domain_reset_args *args)
{
    WRITE_WORLD(w, session);
    struct machine *m = world_find_active(w, &args->dom);

    return m && check_flags(args->flags, 0) == 0 ? machine_reset(w, m) : -1;
}
