/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Sleep, as the guest knows it:
 *
 *     RUNNING --mem, hybrid--> PMSUSPENDED --wake up--> RUNNING
 *     RUNNING --disk--> SHUTOFF
 */
#include <libvirt/libvirt.h>

#include "drivers/machine/emit.h"
#include "drivers/reply.h"
#include "drivers/test/machine/lifecycle.h"
#include "drivers/test/ops.h"
#include "drivers/test/world/world.h"

int test_domain_pm_suspend_for_duration(struct session *session,
                                        const remote_domain_pm_suspend_for_duration_args *args)
{
    WRITE_WORLD(w, session);
    struct machine *m = world_find_busy_active(w, &args->dom);

    if (!m || check_flags(args->flags, 0) < 0)
        return -1;
    if (args->target > VIR_NODE_SUSPEND_TARGET_HYBRID)
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "there is no sleep of kind %u",
                         args->target);
    if (args->duration)
        return error_set(VIR_FROM_TEST, VIR_ERR_ARGUMENT_UNSUPPORTED,
                         "a guest sleeps until it is woken up: the duration is 0");
    if (m->state != VIR_DOMAIN_RUNNING)
        return error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_INVALID, "domain '%s' does not run",
                         machine_name(m));
    if (args->target == VIR_NODE_SUSPEND_TARGET_DISK) {
        emit_pmsuspend_disk(m);
        machine_stop(w, m, VIR_DOMAIN_SHUTOFF_SHUTDOWN, VIR_DOMAIN_EVENT_STOPPED_SHUTDOWN);
        return 0;
    }
    m->state = VIR_DOMAIN_PMSUSPENDED;
    m->reason = VIR_DOMAIN_PMSUSPENDED_UNKNOWN;
    machine_lifecycle(w, m, VIR_DOMAIN_EVENT_PMSUSPENDED, VIR_DOMAIN_EVENT_PMSUSPENDED_MEMORY);
    emit_pmsuspend(m);
    return 0;
}

int test_domain_pm_wakeup(struct session *session, const remote_domain_pm_wakeup_args *args)
{
    WRITE_WORLD(w, session);
    struct machine *m = world_find_active(w, &args->dom);

    if (!m || check_flags(args->flags, 0) < 0)
        return -1;
    if (m->state != VIR_DOMAIN_PMSUSPENDED)
        return error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_INVALID, "domain '%s' does not sleep",
                         machine_name(m));
    m->state = VIR_DOMAIN_RUNNING;
    m->reason = VIR_DOMAIN_RUNNING_WAKEUP;
    machine_lifecycle(w, m, VIR_DOMAIN_EVENT_STARTED, VIR_DOMAIN_EVENT_STARTED_WAKEUP);
    emit_pmwakeup(m);
    return 0;
}
