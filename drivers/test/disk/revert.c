/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Going back to a snapshot: the machine gets the definition and the state of that time.
 *
 *                     snapshot of one that ran         snapshot of one that was off
 *     machine runs    paused, goes on as it was then    stopped; started anew if asked
 *     machine is off  started as it was then            off; started anew if asked
 *
 * What it becomes in the end may be asked for: running or paused.
 */
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "drivers/domain/definition.h"
#include "drivers/domain/snapshot.h"
#include "drivers/machine/snapshots.h"
#include "drivers/reply.h"
#include "drivers/test/machine/lifecycle.h"
#include "drivers/test/ops.h"
#include "drivers/test/world/world.h"

static int revert_check(const struct machine *m, const struct snapshot_node *s, unsigned flags)
{
    const unsigned wanted = VIR_DOMAIN_SNAPSHOT_REVERT_RUNNING | VIR_DOMAIN_SNAPSHOT_REVERT_PAUSED;
    bool ran = s->state == VIR_DOMAIN_RUNNING || s->state == VIR_DOMAIN_PAUSED;

    if ((flags & wanted) == wanted)
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG,
                         "a machine is either running or paused afterwards");
    if (!m->config && !ran && !(flags & wanted))
        return error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_INVALID,
                         "domain '%s' is transient, and can not become off", machine_name(m));
    if (!s->domain)
        return error_set(VIR_FROM_TEST, VIR_ERR_SNAPSHOT_REVERT_RISKY,
                         "snapshot '%s' does not say what the domain was", s->name);
    if (machine_active(m) && !ran && (flags & wanted) &&
        !(flags & VIR_DOMAIN_SNAPSHOT_REVERT_FORCE))
        return error_set(VIR_FROM_TEST, VIR_ERR_SNAPSHOT_REVERT_RISKY,
                         "snapshot '%s' is of one that was off: '%s' would be started anew",
                         s->name, machine_name(m));
    return 0;
}

/* A machine that is active becomes what a snapshot of an active one says. */
static void go_back(struct world *w, struct machine *m, struct definition *then, bool paused)
{
    if (m->state == VIR_DOMAIN_RUNNING) {
        m->state = VIR_DOMAIN_PAUSED;
        m->reason = VIR_DOMAIN_PAUSED_FROM_SNAPSHOT;
        machine_lifecycle(w, m, VIR_DOMAIN_EVENT_SUSPENDED,
                          VIR_DOMAIN_EVENT_SUSPENDED_FROM_SNAPSHOT);
    }
    block_jobs_lose(w, m);
    definition_free(m->live);
    m->live = then;
    if (paused) {
        m->state = VIR_DOMAIN_PAUSED;
        m->reason = VIR_DOMAIN_PAUSED_FROM_SNAPSHOT;
        return;
    }
    m->state = VIR_DOMAIN_RUNNING;
    m->reason = VIR_DOMAIN_RUNNING_FROM_SNAPSHOT;
    machine_lifecycle(w, m, VIR_DOMAIN_EVENT_RESUMED, VIR_DOMAIN_EVENT_RESUMED_FROM_SNAPSHOT);
}

/* One that is off starts with that definition. */
static int revert_start(struct world *w, struct machine *m, struct definition *then, bool paused)
{
    definition_free(m->live);
    m->live = then;
    if (machine_start(w, m, false, VIR_DOMAIN_RUNNING_FROM_SNAPSHOT,
                      VIR_DOMAIN_EVENT_STARTED_FROM_SNAPSHOT) < 0)
        return -1;
    if (paused) {
        m->state = VIR_DOMAIN_PAUSED;
        m->reason = VIR_DOMAIN_PAUSED_FROM_SNAPSHOT;
        machine_lifecycle(w, m, VIR_DOMAIN_EVENT_SUSPENDED,
                          VIR_DOMAIN_EVENT_SUSPENDED_FROM_SNAPSHOT);
    }
    return 0;
}

/* Stops a persistent machine; the snapshot's definition is what it has then. */
static int revert_stop(struct world *w, struct machine *m, struct definition **then)
{
    if (!m->config)
        m->config = definition_copy(*then); /* one that is started again at once is not lost */
    if (!m->config)
        return -1;
    if (machine_active(m))
        machine_stop(w, m, VIR_DOMAIN_SHUTOFF_FROM_SNAPSHOT,
                     VIR_DOMAIN_EVENT_STOPPED_FROM_SNAPSHOT);
    definition_free(m->config);
    m->config = take(*then);
    return 0;
}

/* The domain may have been renamed since, and a redefined snapshot may call it anything. */
static int revert_name(const struct machine *m, struct definition *then)
{
    const char *name = machine_name(m);

    if (strcmp(then->name, name) == 0)
        return 0;
    return definition_edit(then) ? definition_set_name(then, name) : -1;
}

int test_domain_revert_to_snapshot(struct session *session,
                                   const remote_domain_revert_to_snapshot_args *args)
{
    _cleanup_(definition_freep) struct definition *then = NULL;
    WRITE_WORLD(w, session);
    struct machine *m = world_find(w, &args->snap.dom);
    struct snapshot_node *s = snapshots_find(m, &args->snap);
    bool running = args->flags & VIR_DOMAIN_SNAPSHOT_REVERT_RUNNING;
    bool paused = args->flags & VIR_DOMAIN_SNAPSHOT_REVERT_PAUSED;

    if (!s ||
        check_flags(args->flags, VIR_DOMAIN_SNAPSHOT_REVERT_RUNNING |
                                     VIR_DOMAIN_SNAPSHOT_REVERT_PAUSED |
                                     VIR_DOMAIN_SNAPSHOT_REVERT_FORCE) < 0 ||
        revert_check(m, s, args->flags) < 0)
        return -1;
    then = definition_copy(s->domain);
    if (!then || revert_name(m, then) < 0)
        return -1;
    m->snapshots.current = s;
    if (s->state == VIR_DOMAIN_RUNNING || s->state == VIR_DOMAIN_PAUSED) {
        paused = !running && (paused || s->state == VIR_DOMAIN_PAUSED);
        if (!machine_active(m))
            return revert_start(w, m, take(then), paused);
        go_back(w, m, take(then), paused);
        return 0;
    }
    if (revert_stop(w, m, &then) < 0)
        return -1;
    return running || paused ? revert_start(w, m, NULL, paused) : 0;
}
