/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Who shares which world, and the machines in it.
 */
#include "drivers/test/world.h"

#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "common/error.h"
#include "drivers/session.h"
#include "drivers/test/definition.h"
#include "drivers/test/state.h"
#include "drivers/test/test.h"
#include "drivers/test/uuid.h"
#include "drivers/test/worldfile.h"
#include "drivers/uri.h"

/* The world of test:///default; worlds_lock guards it and every world's count of sessions. It is
 * made anew for the first session after the last has gone, unless nobody has changed anything:
 * then it is as good as new. */
static pthread_mutex_t worlds_lock = PTHREAD_MUTEX_INITIALIZER;
static struct world *default_world;
static bool keep_default;

static void world_free(struct world *w)
{
    while (w->n_machines)
        world_remove(w, w->machines[0]);
    free(w->machines);
    families_done(&w->families);
    hub_done(&w->hub);
    faults_done(&w->faults);
    pthread_rwlock_destroy(&w->lock);
    free(w);
}

static struct world *world_new(void)
{
    static const struct host host = {
        .model = "i686",
        .memory = 3145728,
        .cpus = 16,
        .mhz = 1400,
        .nodes = 2,
        .sockets = 2,
        .cores = 2,
        .threads = 2,
    };
    struct world *w = calloc(1, sizeof(*w));

    if (!w) {
        error_oom(VIR_FROM_TEST);
        return NULL;
    }
    w->host = host;
    hub_init(&w->hub);
    families_init(&w->families);
    faults_init(&w->faults);
    pthread_rwlock_init(&w->lock, NULL);
    return w;
}

static int join_default(struct world **ret_world)
{
    LOCK_SCOPE(&worlds_lock);

    if (!default_world) {
        struct world *w = world_new();

        if (!w)
            return -1;
        if (worldfile_default(w) < 0) {
            world_free(w);
            return -1;
        }
        default_world = w;
    }
    default_world->sessions++;
    *ret_world = default_world;
    return 0;
}

int world_join(const struct uri *uri, struct world **ret_world)
{
    struct world *w;

    if (strcmp(uri->path, "/default") == 0)
        return join_default(ret_world);
    if (uri->path[0] != '/' || !uri->path[1])
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG,
                         "the URI names no world: test:///default or test:///FILE, not '%s'",
                         uri->path);
    w = world_new();
    if (!w)
        return -1;
    if (worldfile_load(w, uri->path) < 0) {
        world_free(w);
        return -1;
    }
    w->sessions = 1;
    *ret_world = w;
    return 0;
}

static bool as_good_as_new(const struct world *w)
{
    return !w->touched && !faults_any(&w->faults);
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

__attribute__((destructor)) static void forget_default(void)
{
    test_world_keep(false);
}

struct world *world_of(const struct session *session)
{
    const struct test_state *state = session->state;

    return state->world;
}

/* ---- machines ---- */

struct machine *world_find_uuid(struct world *w, const unsigned char *uuid)
{
    for (size_t i = 0; i < w->n_machines; i++) {
        if (memcmp(w->machines[i]->uuid, uuid, 16) == 0)
            return w->machines[i];
    }
    return NULL;
}

struct machine *world_find_name(struct world *w, const char *name)
{
    for (size_t i = 0; i < w->n_machines; i++) {
        if (strcmp(machine_name(w->machines[i]), name) == 0)
            return w->machines[i];
    }
    return NULL;
}

struct machine *world_find(struct world *w, const remote_nonnull_domain *domain)
{
    struct machine *m = world_find_uuid(w, (const unsigned char *)domain->uuid);
    char text[UUID_TEXT];

    if (!m)
        error_set(VIR_FROM_TEST, VIR_ERR_NO_DOMAIN, "'%s' with UUID %s", domain->name,
                  uuid_format((const unsigned char *)domain->uuid, text));
    return m;
}

struct machine *world_find_active(struct world *w, const remote_nonnull_domain *domain)
{
    struct machine *m = world_find(w, domain);

    if (m && !machine_active(m)) {
        error_set(VIR_FROM_DOMAIN, VIR_ERR_OPERATION_INVALID, "domain '%s' is not running",
                  machine_name(m));
        return NULL;
    }
    return m;
}

struct machine *world_add(struct world *w, const unsigned char *uuid)
{
    struct machine **list = reallocarray(w->machines, w->n_machines + 1, sizeof(*list));
    struct machine *m = calloc(1, sizeof(*m));

    if (list)
        w->machines = list;
    if (!list || !m) {
        free(m);
        error_oom(VIR_FROM_TEST);
        return NULL;
    }
    memcpy(m->uuid, uuid, 16);
    m->id = -1;
    m->state = VIR_DOMAIN_SHUTOFF;
    m->weight = 50;
    m->guest.seconds = GUEST_BOOT_TIME;
    w->machines[w->n_machines++] = m;
    return m;
}

void world_remove(struct world *w, struct machine *m)
{
    for (size_t i = 0; i < w->n_machines; i++) {
        if (w->machines[i] == m) {
            memmove(&w->machines[i], &w->machines[i + 1],
                    (--w->n_machines - i) * sizeof(*w->machines));
            break;
        }
    }
    definition_free(m->live);
    definition_free(m->config);
    definition_free(m->saved);
    free(m);
}

const char *machine_name(const struct machine *m)
{
    return machine_now(m)->name;
}

unsigned long long machine_cpu_time(void)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return (unsigned long long)now.tv_sec * 1000000000 + (unsigned long long)now.tv_nsec;
}

int machine_ref(const struct machine *m, remote_nonnull_domain *ret_domain)
{
    ret_domain->name = strdup(machine_name(m));
    if (!ret_domain->name)
        return error_oom(VIR_FROM_TEST);
    memcpy(ret_domain->uuid, m->uuid, 16);
    ret_domain->id = m->id;
    return 0;
}
