/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Calls that let machines come and go, run and stop:
 *
 *     define --> SHUTOFF --create--> RUNNING <--suspend/resume--> PAUSED
 *                   ^                   |                            |
 *                   +------ destroy, shutdown, save -----------------+
 */

#include <stdlib.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"

#include "drivers/domain/definition.h"
#include "drivers/reply.h"
#include "drivers/session.h"
#include "drivers/test/machine/lifecycle.h"
#include "drivers/test/ops.h"
#include "drivers/test/world/world.h"
#include "drivers/forms/validate.h"

/* ---- coming and going ---- */

static int lifecycle_define(struct session *session, const char *xml, unsigned flags,
                            remote_nonnull_domain *ret_dom)
{
    _cleanup_(definition_freep) struct definition *d = NULL;
    RANDOM_SCOPE(&world_of(session)->random);
    struct machine *m;
    bool known;

    if (check_flags(flags, VIR_DOMAIN_DEFINE_VALIDATE) < 0 ||
        validate_document(flags & VIR_DOMAIN_DEFINE_VALIDATE, &definition_schema, "domain", xml) <
            0 ||
        definition_parse(xml, &d) < 0)
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
    return lifecycle_define(session, args->xml, 0, &ret->dom);
}

int test_domain_define_xml_flags(struct session *session,
                                 const remote_domain_define_xml_flags_args *args,
                                 remote_domain_define_xml_flags_ret *ret)
{
    return lifecycle_define(session, args->xml, args->flags, &ret->dom);
}

int test_domain_create_xml(struct session *session, const remote_domain_create_xml_args *args,
                           remote_domain_create_xml_ret *ret)
{
    _cleanup_(definition_freep) struct definition *d = NULL;
    RANDOM_SCOPE(&world_of(session)->random);
    struct machine *m;

    if (check_flags(args->flags, VIR_DOMAIN_START_PAUSED | VIR_DOMAIN_START_AUTODESTROY |
                                     VIR_DOMAIN_START_VALIDATE) < 0 ||
        validate_document(args->flags & VIR_DOMAIN_START_VALIDATE, &definition_schema, "domain",
                          args->xml_desc) < 0 ||
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

static int lifecycle_start(struct session *session, const remote_nonnull_domain *dom,
                           unsigned flags, remote_nonnull_domain *ret_dom)
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
    return lifecycle_start(session, &args->dom, 0, NULL);
}

int test_domain_create_with_flags(struct session *session,
                                  const remote_domain_create_with_flags_args *args,
                                  remote_domain_create_with_flags_ret *ret)
{
    return lifecycle_start(session, &args->dom, args->flags, &ret->dom);
}

static int lifecycle_undefine(struct session *session, const remote_nonnull_domain *dom,
                              unsigned flags)
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
    return lifecycle_undefine(session, &args->dom, 0);
}

int test_domain_undefine_flags(struct session *session,
                               const remote_domain_undefine_flags_args *args)
{
    return lifecycle_undefine(session, &args->dom, args->flags);
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

static int lifecycle_shut_down(struct session *session, const remote_nonnull_domain *dom,
                               unsigned flags)
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
    return lifecycle_shut_down(session, &args->dom, 0);
}

int test_domain_shutdown_flags(struct session *session,
                               const remote_domain_shutdown_flags_args *args)
{
    return lifecycle_shut_down(session, &args->dom, args->flags);
}

static int lifecycle_destroy(struct session *session, const remote_nonnull_domain *dom,
                             unsigned flags)
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
    return lifecycle_destroy(session, &args->dom, 0);
}

int test_domain_destroy_flags(struct session *session, const remote_domain_destroy_flags_args *args)
{
    return lifecycle_destroy(session, &args->dom, args->flags);
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
