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
#include "common/uuid.h"
#include "drivers/session.h"
#include "drivers/test/console.h"
#include "drivers/test/definition.h"
#include "drivers/test/disk_notes.h"
#include "drivers/test/state.h"
#include "drivers/test/test.h"
#include "drivers/test/worldfile.h"
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
    while (w->n_machines)
        world_remove(w, w->machines[w->n_machines - 1]);
    free(w->machines);
    for (int by = 0; by < WORLD_INDEXES; by++)
        free(w->buckets[by]);
    xmlFreeDoc(w->host.cpu);
    families_done(&w->families);
    hub_done(&w->hub);
    monitor_watches_done(&w->monitor_watches);
    faults_done(&w->faults);
    sayings_done(&w->sayings);
    timeline_done(&w->time);
    users_done(&w->users);
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
        .shared = {100, 20, 1},
    };
    struct world *w = calloc(1, sizeof(*w));

    if (!w) {
        error_oom(VIR_FROM_TEST);
        return NULL;
    }
    w->host = host;
    hub_init(&w->hub);
    monitor_watches_init(&w->monitor_watches);
    families_init(&w->families);
    faults_init(&w->faults);
    timeline_init(&w->time);
    alarms_init(&w->alarms);
    w->job_ms = JOB_MS;
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

struct world *world_of(const struct session *session)
{
    const struct test_state *state = session->state;

    return state->world;
}

/* ---- machines ---- */

/* FNV-1a, with the high bits folded into the low ones. */
static size_t hash(const void *bytes, size_t len)
{
    uint64_t h = 0xcbf29ce484222325;

    for (size_t i = 0; i < len; i++)
        h = (h ^ ((const unsigned char *)bytes)[i]) * 0x100000001b3;
    return (size_t)(h ^ h >> 32);
}

static size_t hash_of(const struct machine *m, enum world_index by)
{
    switch (by) {
    case BY_UUID:
        return hash(m->uuid, sizeof(m->uuid));
    case BY_NAME:
        return hash(m->name, strlen(m->name));
    default:
        return (size_t)m->id; /* they are given out in turn */
    }
}

/* The first machine in the bucket, or NULL. */
static struct machine *bucket(const struct world *w, enum world_index by, size_t hash)
{
    return w->n_buckets ? w->buckets[by][hash & (w->n_buckets - 1)] : NULL;
}

static void index_put(struct world *w, struct machine *m, enum world_index by)
{
    struct machine **first = &w->buckets[by][hash_of(m, by) & (w->n_buckets - 1)];

    if (by == BY_ID && m->id < 0)
        return;
    m->next[by] = *first;
    *first = m;
}

static void index_take(struct world *w, struct machine *m, enum world_index by)
{
    struct machine **at = &w->buckets[by][hash_of(m, by) & (w->n_buckets - 1)];

    if (by == BY_ID && m->id < 0)
        return;
    while (*at != m)
        at = &(*at)->next[by];
    *at = m->next[by];
}

/* Sees to it that there is a bucket for each machine and one more. */
static int index_grow(struct world *w)
{
    size_t n = w->n_buckets ? 2 * w->n_buckets : 64;
    struct machine **buckets[WORLD_INDEXES];
    bool failed = false;

    if (w->n_machines < w->n_buckets)
        return 0;
    for (int by = 0; by < WORLD_INDEXES; by++) {
        buckets[by] = calloc(n, sizeof(struct machine *));
        failed = failed || !buckets[by];
    }
    for (int by = 0; by < WORLD_INDEXES && failed; by++)
        free(buckets[by]);
    if (failed)
        return -1;
    w->n_buckets = n;
    for (int by = 0; by < WORLD_INDEXES; by++) {
        free(w->buckets[by]);
        w->buckets[by] = buckets[by];
        for (size_t i = 0; i < w->n_machines; i++)
            index_put(w, w->machines[i], by);
    }
    return 0;
}

struct machine *world_find_uuid(struct world *w, const unsigned char *uuid)
{
    struct machine *m = bucket(w, BY_UUID, hash(uuid, sizeof(m->uuid)));

    while (m && memcmp(m->uuid, uuid, sizeof(m->uuid)) != 0)
        m = m->next[BY_UUID];
    return m;
}

struct machine *world_find_name(struct world *w, const char *name)
{
    struct machine *m = bucket(w, BY_NAME, hash(name, strlen(name)));

    while (m && strcmp(m->name, name) != 0)
        m = m->next[BY_NAME];
    return m;
}

struct machine *world_find_id(struct world *w, int id)
{
    struct machine *m = id < 0 ? NULL : bucket(w, BY_ID, (size_t)id);

    while (m && m->id != id)
        m = m->next[BY_ID];
    return m;
}

struct machine *world_find_busy(struct world *w, const remote_nonnull_domain *domain)
{
    struct machine *m = world_find_uuid(w, (const unsigned char *)domain->uuid);
    char text[UUID_TEXT];

    if (!m)
        error_set(VIR_FROM_TEST, VIR_ERR_NO_DOMAIN, "'%s' with UUID %s", domain->name,
                  uuid_format((const unsigned char *)domain->uuid, text));
    return m;
}

struct machine *world_find(struct world *w, const remote_nonnull_domain *domain)
{
    struct machine *m = world_find_busy(w, domain);

    return m && w->changes && job_lets_change(m) < 0 ? NULL : m;
}

static struct machine *if_active(struct machine *m, int error_domain)
{
    if (m && !machine_active(m)) {
        error_set(error_domain, VIR_ERR_OPERATION_INVALID, "domain '%s' is not running",
                  machine_name(m));
        return NULL;
    }
    return m;
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
    size_t n = w->n_machines;
    struct machine **list =
        n & (n - 1) ? w->machines : reallocarray(w->machines, n ? 2 * n : 1, sizeof(*list));
    struct machine *m = calloc(1, sizeof(*m));

    if (list)
        w->machines = list;
    if (m)
        m->name = strdup(name);
    if (!list || !m || !m->name || index_grow(w) < 0) {
        if (m)
            free(m->name);
        free(m);
        error_oom(VIR_FROM_TEST);
        return NULL;
    }
    memcpy(m->uuid, uuid, 16);
    m->id = -1;
    m->state = VIR_DOMAIN_SHUTOFF;
    m->clock = &w->time;
    m->weight = 50;
    w->machines[w->n_machines++] = m;
    index_put(w, m, BY_UUID);
    index_put(w, m, BY_NAME);
    return m;
}

int world_rename(struct world *w, struct machine *m, const char *name)
{
    char *copy = strdup(name);

    if (!copy)
        return error_oom(VIR_FROM_TEST);
    index_take(w, m, BY_NAME);
    free(m->name);
    m->name = copy;
    index_put(w, m, BY_NAME);
    return 0;
}

void world_activate(struct world *w, struct machine *m)
{
    m->id = ++w->last_id;
    index_put(w, m, BY_ID);
}

void world_deactivate(struct world *w, struct machine *m)
{
    index_take(w, m, BY_ID);
    m->id = -1;
}

void world_remove(struct world *w, struct machine *m)
{
    for (size_t i = w->n_machines; i-- > 0;) {
        if (w->machines[i] == m) {
            memmove(&w->machines[i], &w->machines[i + 1],
                    (--w->n_machines - i) * sizeof(*w->machines));
            break;
        }
    }
    index_take(w, m, BY_UUID);
    index_take(w, m, BY_NAME);
    job_lose(w, m);
    block_jobs_lose(w, m);
    index_take(w, m, BY_ID);
    definition_free(m->live);
    definition_free(m->config);
    definition_free(m->saved);
    definition_free(m->migration.coming);
    free(m->name);
    held_close(&m->held);
    console_end(m);
    moments_done(&m->snapshots);
    moments_done(&m->checkpoints);
    xmlFreeDoc(m->guest.keys);
    disk_notes_free(m->disk_notes);
    free(m);
}

unsigned long long machine_cpu_time(const struct machine *m)
{
    return timeline_date(m->clock);
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
