/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The machines of a world: found by UUID, name and ID. */
#include "drivers/test/world/world.h"

#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "common/error.h"
#include "common/uuid.h"
#include "drivers/domain/definition.h"
#include "drivers/session.h"
#include "drivers/test/world/state.h"

struct world *world_of(const struct session *session)
{
    const struct test_state *state = session->state;

    return state->world;
}

/* ---- the world's lock as the guard of its parts ---- */

static struct world *guard_world(struct guard *guard)
{
    return (struct world *)((char *)guard - offsetof(struct world, guard));
}

static void guard_world_read(struct guard *guard)
{
    pthread_rwlock_rdlock(&guard_world(guard)->lock);
}

static void guard_world_read_done(struct guard *guard)
{
    pthread_rwlock_unlock(&guard_world(guard)->lock);
}

static void guard_world_write(struct guard *guard)
{
    world_lock_write(guard_world(guard));
}

static void guard_world_write_done(struct guard *guard)
{
    struct world *w = guard_world(guard);

    world_writtenp(&w);
}

const struct guard_ops world_guard_ops = {
    .read = guard_world_read,
    .read_done = guard_world_read_done,
    .write = guard_world_write,
    .write_done = guard_world_write_done,
};

/* ---- machines ---- */

static int machine_busy(const struct machine *m, const char *how)
{
    return error_set(VIR_FROM_DOMAIN, VIR_ERR_OPERATION_TIMEOUT, "domain '%s' %s", machine_name(m),
                     how);
}

int machine_check_no_job(const struct machine *m)
{
    return test_machine(m)->job ? machine_busy(m, "has a job already") : 0;
}

int machine_check_unlocked(const struct machine *m)
{
    if (test_machine(m)->migration.phase != MIGRATION_NONE)
        return machine_busy(m, "is on its way to another host");
    return test_machine(m)->job && test_machine(m)->job->cut ? 0 : machine_check_no_job(m);
}

struct machine *world_find_busy(struct world *w, const remote_nonnull_domain *domain)
{
    return machine_table_find(&w->machines, domain);
}

struct machine *world_find(struct world *w, const remote_nonnull_domain *domain)
{
    struct machine *m = world_find_busy(w, domain);

    return m && w->changes && machine_check_unlocked(m) < 0 ? NULL : m;
}

static struct machine *if_active(struct machine *m, int error_domain)
{
    return m && machine_check_active(m, error_domain) < 0 ? NULL : m;
}

struct machine *world_find_active(struct world *w, const remote_nonnull_domain *domain)
{
    return if_active(world_find(w, domain), VIR_FROM_DOMAIN);
}

struct machine *world_find_running(struct world *w, const remote_nonnull_domain *domain)
{
    return if_active(world_find(w, domain), VIR_FROM_TEST);
}

struct machine *world_find_busy_active(struct world *w, const remote_nonnull_domain *domain)
{
    return if_active(world_find_busy(w, domain), VIR_FROM_DOMAIN);
}

struct machine *world_add(struct world *w, const unsigned char *uuid, const char *name)
{
    struct machine *m;

    if (world_use_take(&w->use, WORLD_MACHINES, 1) < 0)
        return NULL;
    m = machine_table_add(&w->machines, sizeof(struct test_machine), uuid, name);
    if (!m) {
        world_use_give(&w->use, WORLD_MACHINES, 1);
        return NULL;
    }
    test_machine(m)->clock = &w->time;
    test_machine(m)->weight = 50;
    return m;
}

unsigned long long machine_cpu_time(const struct machine *m)
{
    return virtual_clock_date(test_machine(m)->clock);
}
