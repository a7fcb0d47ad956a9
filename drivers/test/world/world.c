/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The machines of a world: found by UUID, name and ID. */
#include "drivers/test/world/world.h"

#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "common/error.h"
#include "common/uuid.h"
#include "drivers/session.h"
#include "drivers/domain/definition.h"
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

static int machine_busy(const struct machine *m, const char *how)
{
    return error_set(VIR_FROM_DOMAIN, VIR_ERR_OPERATION_TIMEOUT, "domain '%s' %s", machine_name(m),
                     how);
}

int machine_check_no_job(const struct machine *m)
{
    return m->job ? machine_busy(m, "has a job already") : 0;
}

int machine_check_unlocked(const struct machine *m)
{
    if (m->migration.phase != MIGRATION_NONE)
        return machine_busy(m, "is on its way to another host");
    return m->job && m->job->cut ? 0 : machine_check_no_job(m);
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

    return m && w->changes && machine_check_unlocked(m) < 0 ? NULL : m;
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

void world_drop(struct world *w, struct machine *m)
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
    index_take(w, m, BY_ID);
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
