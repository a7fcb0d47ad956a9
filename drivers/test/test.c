/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The table of the test driver, and how a session of it begins and ends.
 */
#include "drivers/test/test.h"

#include <stdlib.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "common/error.h"
#include "drivers/driver.h"
#include "drivers/machine/ops.h"
#include "drivers/reply.h"
#include "drivers/session.h"
#include "drivers/test/disk/block_job.h"
#include "drivers/test/disk/disk_state.h"
#include "drivers/test/guest/channels.h"
#include "drivers/test/guest/console.h"
#include "drivers/test/guest/guest.h"
#include "drivers/test/guest/qemu.h"
#include "drivers/test/host/backends.h"
#include "drivers/test/machine/hypervisor.h"
#include "drivers/test/machine/lifecycle.h"
#include "drivers/test/migration/migrate.h"
#include "drivers/test/ops.h"
#include "drivers/test/world/state.h"
#include "drivers/test/world/world.h"

/* Disk states come last: jobs of disks look at them when they end. */
static const struct machine_part machine_parts[] = {
    {.boot = guest_boot},
    {.changed = chardev_wake, .stopped = chardev_end},
    {.boot = console_boot, .stopped = console_stopped, .freed = console_stopped},
    {.stopped = migration_stopped, .left = migrate_source_left},
    {.left = migrate_destination_left}, /* which may be its end */
    {.stopped = job_lose, .freed = job_lose},
    {.stopped = block_jobs_lose, .freed = block_jobs_lose},
    {.freed = disk_states_freed},
    {0},
};

static void state_freep(struct test_state **state)
{
    free(*state);
}

static int test_open(struct session *session, const struct uri *uri, unsigned flags)
{
    _cleanup_(state_freep) struct test_state *state = calloc(1, sizeof(*state));

    if (!state)
        return error_oom(VIR_FROM_TEST);
    if (world_join(session, uri, &test_hypervisor, machine_parts, &state->world) < 0) {
        error_set_domain(FROM_DRIVER, VIR_FROM_TEST); /* as driver_call() does for calls */
        return -1;
    }
    if (users_admit(&state->world->users, session) < 0) {
        world_leave(state->world);
        return -1;
    }
    session->scope = (uintptr_t)state->world;
    host_rooms_open(state->world, session);
    session->rooms[ROOM_MACHINE] = &state->world->machines;
    session->state = take(state);
    return 0;
}

/* Ends the machines that were to end with the session. */
static void end_owned(const struct session *session)
{
    _cleanup_(world_unlockp) struct world *w = world_of(session);

    pthread_rwlock_wrlock(&w->lock); /* no WRITE_WORLD: what ends here has been begun with one */
    machines_of_session_end(w, session);
}

static void test_close(struct session *session)
{
    struct test_state *state = session->state;

    if (!state)
        return;
    hub_leave(&state->world->hub, session);
    monitor_watches_leave(&state->world->monitor_watches, session);
    if (state->owns)
        end_owned(session);
    world_leave(state->world);
    free(state);
    session->state = NULL;
}

static int test_before(struct session *session, const struct program *program,
                       const struct proc *proc, const void *args)
{
    struct faults *faults = &world_of(session)->faults;

    if (!faults_any(faults) || program == &vireo_program)
        return 0;
    return faults_meet(faults, session, proc, args);
}

static void test_interrupt(struct session *session)
{
    virtual_clock_interrupt(&world_of(session)->time, session);
}

static int test_configure(const struct driver_setting *settings, size_t n)
{
    static const struct {
        const char *name;
        enum world_resource what;
    } limits[] = {
        {"test_max_domains", WORLD_MACHINES},
        {"test_max_devices", WORLD_DEVICES},
        {"test_max_memory", WORLD_MEMORY},
    };
    const struct driver_setting *keep = driver_setting_find(settings, n, "test_keep_world");
    const struct driver_setting *file = driver_setting_find(settings, n, "test_world");

    test_world_keep(keep && keep->number);
    for (size_t i = 0; i < ARRAY_SIZE(limits); i++) {
        const struct driver_setting *limit = driver_setting_find(settings, n, limits[i].name);

        if (limit)
            world_limits_set(limits[i].what, (size_t)limit->number);
    }
    return test_world_file(file ? file->text : "");
}

#define OP_ENTRY(op)      .op = test_##op,
#define MACHINE_ENTRY(op) .op = machine_##op,
static const struct remote_ops test_ops = {MACHINE_OPS(MACHINE_ENTRY) TEST_OPS(OP_ENTRY)
                                               ROOM_OPS(CALL_ENTRY)};
static const struct qemu_ops test_qemu_ops = {QEMU_OPS(OP_ENTRY)};

const struct driver test_driver = {
    .name = "test",
    .default_uri = "test:///default",
    .error_domain = VIR_FROM_TEST,
    .open = test_open,
    .close = test_close,
    .remote = &test_ops,
    .qemu = &test_qemu_ops,
    .vireo = &faults_ops,
    .before = test_before,
    .interrupt = test_interrupt,
    .configure = test_configure,
};
