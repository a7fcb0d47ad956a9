/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which session shares which world, and how a world begins and ends. */
#include <stdlib.h>
#include <string.h>

#include <libvirt/virterror.h>

#include "common/error.h"
#include "drivers/session.h"
#include "drivers/test/host/backends.h"
#include "drivers/test/machine/lifecycle.h"
#include "drivers/test/world/world.h"
#include "drivers/test/world/worldfile.h"
#include "drivers/uri.h"

/* The world of test:///default; worlds_lock guards it and every world's count of sessions. It is
 * made anew for the first session after the last has gone, unless nobody has changed anything:
 * then it is as good as new. */
static pthread_mutex_t worlds_lock = PTHREAD_MUTEX_INITIALIZER;
static struct world *default_world;
static bool keep_default;
static char *default_file; /* NULL: as libvirt's */

static void world_free(struct world *w)
{
    alarms_done(w);
    while (w->machines.n)
        machine_free(w, w->machines.list[w->machines.n - 1]);
    machine_table_done(&w->machines);
    xmlFreeDoc(w->host.cpu);
    host_rooms_done(w);
    hub_done(&w->hub);
    monitor_watches_done(&w->monitor_watches);
    faults_done(&w->faults);
    console_script_done(&w->console_script);
    virtual_clock_done(&w->time);
    users_done(&w->users);
    world_use_done(&w->use);
    pthread_rwlock_destroy(&w->lock);
    free(w);
}

static struct world *world_new(const struct hypervisor *hypervisor,
                               const struct machine_part *parts)
{
    static const struct host host = {
        .facts =
            {
                .model = "i686",
                .memory = 3145728,
                .cpus = 16,
                .mhz = 1400,
                .nodes = 2,
                .sockets = 2,
                .cores = 2,
                .threads = 2,
            },
        .shared = {100, 20, 1},
    };
    struct world *w = calloc(1, sizeof(*w));

    if (!w) {
        error_oom(VIR_FROM_TEST);
        return NULL;
    }
    w->host = host;
    w->parts = parts;
    w->guard.ops = &world_guard_ops;
    hub_init(&w->hub);
    w->machines.hypervisor = hypervisor;
    w->machines.hub = &w->hub;
    monitor_watches_init(&w->monitor_watches);
    host_rooms_init(w);
    faults_init(&w->faults);
    virtual_clock_init(&w->time);
    alarms_init(&w->alarms);
    w->job_ms = JOB_MS;
    pthread_rwlock_init(&w->lock, NULL);
    return w;
}

static int join_default(const struct hypervisor *hypervisor, const struct machine_part *parts,
                        struct world **ret_world)
{
    LOCK_SCOPE(&worlds_lock);

    if (!default_world) {
        struct world *w = world_new(hypervisor, parts);

        if (!w)
            return -1;
        if ((default_file ? worldfile_load(w, default_file) : worldfile_default(w)) < 0) {
            world_free(w);
            return -1;
        }
        default_world = w;
    }
    default_world->sessions++;
    *ret_world = default_world;
    return 0;
}

/* A daemon is also called by which one it is: test+unix:///session means its default world. */
static bool means_default(const struct session *session, const char *path)
{
    return strcmp(path, "/default") == 0 ||
           (session->remote && (strcmp(path, "/system") == 0 || strcmp(path, "/session") == 0));
}

int world_join(const struct session *session, const struct uri *uri,
               const struct hypervisor *hypervisor, const struct machine_part *parts,
               struct world **ret_world)
{
    struct world *w;

    if (means_default(session, uri->path))
        return join_default(hypervisor, parts, ret_world);
    if (session->remote && session->readonly)
        return error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_DENIED,
                         "a read-only connection opens test:///default only, no file");
    if (uri->path[0] != '/' || !uri->path[1])
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG,
                         "the URI names no world: test:///default or test:///FILE, not '%s'",
                         uri->path);
    w = world_new(hypervisor, parts);
    if (!w)
        return -1;
    w->use.clients = session->remote;
    w->reader = session;
    if (worldfile_load(w, uri->path) < 0) {
        world_free(w);
        return -1;
    }
    w->reader = NULL;
    w->sessions = 1;
    *ret_world = w;
    return 0;
}

static bool as_good_as_new(const struct world *w)
{
    return !w->touched && !w->faults.last_id;
}

void world_leave(struct world *w)
{
    LOCK_SCOPE(&worlds_lock);

    if (--w->sessions || (w == default_world && (keep_default || as_good_as_new(w))))
        return;
    if (w == default_world)
        default_world = NULL;
    world_free(w);
}

void test_world_keep(bool keep)
{
    LOCK_SCOPE(&worlds_lock);

    keep_default = keep;
    if (!keep && default_world && !default_world->sessions) {
        world_free(default_world);
        default_world = NULL;
    }
}

int test_world_file(const char *path)
{
    char *copy = *path ? strdup(path) : NULL;

    if (*path && !copy)
        return error_oom(VIR_FROM_TEST);
    LOCK_SCOPE(&worlds_lock);
    free(default_file);
    default_file = copy;
    return 0;
}

__attribute__((destructor)) static void forget_default(void)
{
    test_world_keep(false);
}
