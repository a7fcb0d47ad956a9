/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How a machine begins and ends, and who takes part. */
#include "drivers/test/machine/lifecycle.h"

#include <stdlib.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"

#include "drivers/domain/definition.h"
#include "drivers/reply.h"
#include "drivers/session.h"
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
    world_use_give(&w->use, WORLD_MACHINES, 1);
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
static const struct session *lifecycle_look_after(struct session *session)
{
    struct test_state *state = session->state;

    state->owns = true;
    return session;
}

void machine_own(struct session *session, struct machine *m)
{
    test_machine(m)->owner = lifecycle_look_after(session);
}

void machine_lead(struct session *session, struct machine *m)
{
    test_machine(m)->migration.leader = lifecycle_look_after(session);
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

/* ---- the guest ends by itself ---- */

void machine_shut_down(struct world *w, struct machine *m)
{
    machine_stop(w, m, VIR_DOMAIN_SHUTOFF_SHUTDOWN, VIR_DOMAIN_EVENT_STOPPED_SHUTDOWN);
}

static int lifecycle_tell_reboot(struct world *w, const struct machine *m)
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
    if (lifecycle_tell_reboot(w, m) < 0)
        return -1;
    lifecycle_boot(w, m);
    return 0;
}

int machine_reboot(struct world *w, struct machine *m)
{
    _cleanup_free_ char *action = definition_text(m->live, "on_reboot");

    if (lifecycle_tell_reboot(w, m) < 0)
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
