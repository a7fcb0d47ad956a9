/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Machines are in a list, and in a hash table a way to find them. */
#include "drivers/machine/machine_table.h"

#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "common/error.h"
#include "common/uuid.h"
#include "drivers/reply.h"

/* FNV-1a, with the high bits folded into the low ones. */
static size_t table_hash(const void *bytes, size_t len)
{
    uint64_t h = 0xcbf29ce484222325;

    for (size_t i = 0; i < len; i++)
        h = (h ^ ((const unsigned char *)bytes)[i]) * 0x100000001b3;
    return (size_t)(h ^ h >> 32);
}

static size_t table_hash_of(const struct machine *m, enum machine_index by)
{
    switch (by) {
    case BY_UUID:
        return table_hash(m->uuid, sizeof(m->uuid));
    case BY_NAME:
        return table_hash(m->name, strlen(m->name));
    default:
        return (size_t)m->id; /* they are given out in turn */
    }
}

/* The first machine in the bucket, or NULL. */
static struct machine *table_bucket(const struct machine_table *t, enum machine_index by,
                                    size_t hash)
{
    return t->n_buckets ? t->buckets[by][hash & (t->n_buckets - 1)] : NULL;
}

static void index_put(struct machine_table *t, struct machine *m, enum machine_index by)
{
    struct machine **first = &t->buckets[by][table_hash_of(m, by) & (t->n_buckets - 1)];

    if (by == BY_ID && m->id < 0)
        return;
    m->next[by] = *first;
    *first = m;
}

static void index_take(struct machine_table *t, struct machine *m, enum machine_index by)
{
    struct machine **at = &t->buckets[by][table_hash_of(m, by) & (t->n_buckets - 1)];

    if (by == BY_ID && m->id < 0)
        return;
    while (*at != m)
        at = &(*at)->next[by];
    *at = m->next[by];
}

/* Sees to it that there is a bucket for each machine and one more. */
static int index_grow(struct machine_table *t)
{
    size_t n = t->n_buckets ? 2 * t->n_buckets : 64;
    struct machine **buckets[MACHINE_INDEXES];
    bool failed = false;

    if (t->n < t->n_buckets)
        return 0;
    for (int by = 0; by < MACHINE_INDEXES; by++) {
        buckets[by] = calloc(n, sizeof(struct machine *));
        failed = failed || !buckets[by];
    }
    for (int by = 0; by < MACHINE_INDEXES && failed; by++)
        free(buckets[by]);
    if (failed)
        return -1;
    t->n_buckets = n;
    for (int by = 0; by < MACHINE_INDEXES; by++) {
        free(t->buckets[by]);
        t->buckets[by] = buckets[by];
        for (size_t i = 0; i < t->n; i++)
            index_put(t, t->list[i], by);
    }
    return 0;
}

struct machine *machine_table_uuid(const struct machine_table *t, const unsigned char *uuid)
{
    struct machine *m = table_bucket(t, BY_UUID, table_hash(uuid, sizeof(m->uuid)));

    while (m && memcmp(m->uuid, uuid, sizeof(m->uuid)) != 0)
        m = m->next[BY_UUID];
    return m;
}

struct machine *machine_table_name(const struct machine_table *t, const char *name)
{
    struct machine *m = table_bucket(t, BY_NAME, table_hash(name, strlen(name)));

    while (m && strcmp(m->name, name) != 0)
        m = m->next[BY_NAME];
    return m;
}

struct machine *machine_table_id(const struct machine_table *t, int id)
{
    struct machine *m = id < 0 ? NULL : table_bucket(t, BY_ID, (size_t)id);

    while (m && m->id != id)
        m = m->next[BY_ID];
    return m;
}

struct machine *machine_table_find(const struct machine_table *t,
                                   const remote_nonnull_domain *domain)
{
    struct machine *m = machine_table_uuid(t, (const unsigned char *)domain->uuid);
    char text[UUID_TEXT];

    if (!m)
        error_set(FROM_DRIVER, VIR_ERR_NO_DOMAIN, "'%s' with UUID %s", domain->name,
                  uuid_format((const unsigned char *)domain->uuid, text));
    return m;
}

struct machine *machine_table_add(struct machine_table *t, size_t size, const unsigned char *uuid,
                                  const char *name)
{
    size_t n = t->n;
    struct machine **list =
        n & (n - 1) ? t->list : reallocarray(t->list, n ? 2 * n : 1, sizeof(*list));
    struct machine *m = calloc(1, size);

    if (list)
        t->list = list;
    if (m)
        m->name = strdup(name);
    if (!list || !m || !m->name || index_grow(t) < 0) {
        if (m)
            free(m->name);
        free(m);
        error_oom(FROM_DRIVER);
        return NULL;
    }
    m->table = t;
    memcpy(m->uuid, uuid, 16);
    m->id = -1;
    m->state = VIR_DOMAIN_SHUTOFF;
    t->list[t->n++] = m;
    index_put(t, m, BY_UUID);
    index_put(t, m, BY_NAME);
    return m;
}

int machine_table_rename(struct machine *m, const char *name)
{
    char *copy = strdup(name);

    if (!copy)
        return error_oom(FROM_DRIVER);
    index_take(m->table, m, BY_NAME);
    free(m->name);
    m->name = copy;
    index_put(m->table, m, BY_NAME);
    return 0;
}

void machine_table_activate(struct machine *m)
{
    m->id = ++m->table->last_id;
    index_put(m->table, m, BY_ID);
}

void machine_table_deactivate(struct machine *m)
{
    index_take(m->table, m, BY_ID);
    m->id = -1;
}

void machine_table_drop(struct machine *m)
{
    struct machine_table *t = m->table;

    for (size_t i = t->n; i-- > 0;) {
        if (t->list[i] == m) {
            memmove(&t->list[i], &t->list[i + 1], (--t->n - i) * sizeof(*t->list));
            break;
        }
    }
    index_take(t, m, BY_UUID);
    index_take(t, m, BY_NAME);
    index_take(t, m, BY_ID);
}

void machine_table_done(struct machine_table *t)
{
    free(t->list);
    for (int by = 0; by < MACHINE_INDEXES; by++)
        free(t->buckets[by]);
}
