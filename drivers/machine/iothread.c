/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * I/O threads: <iothreads> says how many, <iothreadids> which; those that it does not name have the
 * lowest free numbers. A change names them all.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "drivers/domain/affect.h"
#include "drivers/domain/definition.h"
#include "drivers/machine/hold.h"
#include "drivers/machine/ops.h"
#include "drivers/machine/pin.h"
#include "drivers/machine/tuning_ops.h"
#include "drivers/reply.h"
#include "drivers/xml/amount.h"
#include "drivers/xml/schema.h"
#include "drivers/xml/xml.h"
#include "drivers/xml/xml_path.h"

static xmlNode *iothread_find(const struct definition *d, const char *id)
{
    const xmlNode *ids = xml_child(definition_root(d), "iothreadids");

    return ids ? xml_child_with(ids, "iothread", "id", id) : NULL;
}

static xmlNode *iothread_want(const struct definition *d, const char *id)
{
    xmlNode *n = iothread_find(d, id);

    if (!n)
        error_set(VIR_FROM_DOMAIN, VIR_ERR_INVALID_ARG, "domain '%s' has no iothread %s", d->name,
                  id);
    return n;
}

/* How many <iothreads> says, and how many <iothreadids> names. */
static size_t iothread_count(const struct definition *d, size_t *ret_named)
{
    const xmlNode *root = definition_root(d), *ids = xml_child(root, "iothreadids");
    _cleanup_free_ char *text = xml_text(xml_child(root, "iothreads"));
    unsigned long long count = 0;

    *ret_named = 0;
    for (xmlNode *n = ids ? xml_child(ids, "iothread") : NULL; n;
         n = xml_element(n->next, "iothread"))
        (*ret_named)++;
    if (text && amount_number(text, &count) < 0)
        count = 0;
    return count < *ret_named ? *ret_named : count > UINT16_MAX ? UINT16_MAX : (size_t)count;
}

/* Writes the count down; without threads there is nothing to write. */
static void iothread_write_count(struct definition *d, size_t count)
{
    xmlNode *root = definition_root(d);
    char text[24];

    snprintf(text, sizeof(text), "%zu", count);
    xml_path_set(&definition_schema, root, "iothreads", count ? text : NULL);
}

/* Names all threads; those without a name get the lowest numbers that are free. */
static void iothread_name_all(struct definition *d)
{
    xmlNode *root = definition_root(d), *ids;
    size_t named, count = iothread_count(d, &named);
    _cleanup_free_ bool *taken = calloc(count + 1, sizeof(*taken));
    char id[24];

    if (named == count || !error_note_null(taken))
        return;
    ids = schema_want(&definition_schema, root, "iothreadids");
    for (xmlNode *n = xml_child(ids, "iothread"); n; n = xml_element(n->next, "iothread")) {
        _cleanup_free_ char *is = xml_attribute(n, "id");
        unsigned long number = is ? strtoul(is, NULL, 10) : 0;

        if (number <= count)
            taken[number] = true;
    }
    for (size_t next = 1; named < count && next <= count; next++) {
        if (taken[next])
            continue;
        snprintf(id, sizeof(id), "%zu", next);
        xml_add(ids, "iothread", "id", id, NULL);
        named++;
    }
}

int machine_domain_get_iothread_info(struct session *session,
                                     const remote_domain_get_iothread_info_args *args,
                                     remote_domain_get_iothread_info_ret *ret)
{
    _cleanup_(definition_freep) struct definition *d = NULL;
    READ_MACHINE(m, session, &args->dom);
    struct affected of;
    const xmlNode *ids;
    size_t named, n;
    u_int map_bytes;

    if (!m || check_flags(args->flags, AFFECT_FLAGS) < 0 || machine_seen(m, args->flags, &of) < 0)
        return -1;
    d = definition_copy(of.live ? of.live : of.config);
    if (!d || !definition_edit(d))
        return -1;
    map_bytes = (m->table->hypervisor->mapped_cpus + 7) / 8;
    iothread_name_all(d);
    n = iothread_count(d, &named);
    ret->info.info_val = calloc(n + 1, sizeof(*ret->info.info_val));
    if (!ret->info.info_val)
        return error_oom(FROM_DRIVER);
    ids = xml_child(definition_root(d), "iothreadids");
    for (xmlNode *t = ids ? xml_child(ids, "iothread") : NULL; t;
         t = xml_element(t->next, "iothread")) {
        remote_domain_iothread_info *info = &ret->info.info_val[ret->info.info_len];
        _cleanup_free_ char *id = xml_attribute(t, "id");
        const struct pinned what = PINNED_IOTHREAD(id ? (unsigned)strtoul(id, NULL, 10) : 0);

        info->iothread_id = what.id;
        info->cpumap.cpumap_val = malloc(map_bytes);
        if (!info->cpumap.cpumap_val)
            return error_oom(FROM_DRIVER);
        info->cpumap.cpumap_len = map_bytes;
        ret->info.info_len++;
        pin_get(m, d, &what, info->cpumap.cpumap_val, map_bytes);
    }
    ret->ret = ret->info.info_len;
    return 0;
}

/* ---- changes: of each definition that is meant, checked in all before one is made ---- */

static int iothread_check_new(const struct definition *d, const char *id)
{
    if (iothread_find(d, id))
        return error_set(VIR_FROM_DOMAIN, VIR_ERR_INVALID_ARG, "domain '%s' has an iothread %s",
                         d->name, id);
    return 0;
}

static void iothread_add(struct definition *d, const char *id)
{
    size_t named;

    xml_add(schema_want(&definition_schema, definition_root(d), "iothreadids"), "iothread", "id",
            id, NULL);
    iothread_write_count(d, iothread_count(d, &named));
}

/* A thread that is there, and that no disk uses. */
static int iothread_check_unused(const struct definition *d, const char *id)
{
    const xmlNode *devices = xml_child(definition_root(d), "devices");

    if (!iothread_want(d, id))
        return -1;
    for (xmlNode *n = xml_child(devices, "disk"); n; n = xml_element(n->next, "disk")) {
        _cleanup_free_ char *used = xml_path_get(n, "driver@iothread");

        if (used && strcmp(used, id) == 0)
            return error_set(VIR_FROM_DOMAIN, VIR_ERR_INVALID_ARG,
                             "a disk of '%s' uses iothread %s", d->name, id);
    }
    return 0;
}

static void iothread_remove(struct definition *d, const char *id)
{
    const struct pinned what = PINNED_IOTHREAD((unsigned)strtoul(id, NULL, 10));
    xmlNode *n = iothread_find(d, id), *ids;
    size_t named;

    if (!n)
        return; /* it was there; no memory to find it again, which is noted */
    ids = n->parent;
    pin_forget(d, &what);
    xmlUnlinkNode(n);
    xmlFreeNode(n);
    if (!ids->children) {
        xmlUnlinkNode(ids);
        xmlFreeNode(ids);
    }
    iothread_count(d, &named);
    iothread_write_count(d, named);
}

static int iothread_change(struct session *session, const remote_nonnull_domain *dom,
                           unsigned number, unsigned flags,
                           int (*check)(const struct definition *, const char *),
                           void (*make)(struct definition *, const char *))
{
    CHANGE_MACHINE(m, session, dom);
    struct affected to;
    char id[12];

    if (!m || check_flags(flags, AFFECT_FLAGS) < 0 || machine_changed(m, flags, &to) < 0)
        return -1;
    snprintf(id, sizeof(id), "%u", number);
    if (to.live)
        iothread_name_all(to.live);
    if (to.config)
        iothread_name_all(to.config);
    if ((to.live && check(to.live, id) < 0) || (to.config && check(to.config, id) < 0))
        return -1;
    if (to.live && APPLY(m, iothread, number, make == iothread_add) < 0)
        return -1;
    if (to.live)
        make(to.live, id);
    if (to.config)
        make(to.config, id);
    return 0;
}

int machine_domain_add_iothread(struct session *session,
                                const remote_domain_add_iothread_args *args)
{
    if (!args->iothread_id)
        return error_set(FROM_DRIVER, VIR_ERR_INVALID_ARG, "iothreads are numbered from 1");
    return iothread_change(session, &args->dom, args->iothread_id, args->flags, iothread_check_new,
                           iothread_add);
}

int machine_domain_del_iothread(struct session *session,
                                const remote_domain_del_iothread_args *args)
{
    return iothread_change(session, &args->dom, args->iothread_id, args->flags,
                           iothread_check_unused, iothread_remove);
}

int machine_domain_pin_iothread(struct session *session,
                                const remote_domain_pin_iothread_args *args)
{
    const struct pinned what = PINNED_IOTHREAD(args->iothreads_id);
    CHANGE_MACHINE(m, session, &args->dom);
    struct affected to;
    char id[12];

    if (!m || check_flags(args->flags, AFFECT_FLAGS) < 0 ||
        machine_changed(m, args->flags, &to) < 0)
        return -1;
    snprintf(id, sizeof(id), "%u", args->iothreads_id);
    if (to.live)
        iothread_name_all(to.live);
    if (to.config)
        iothread_name_all(to.config);
    if ((to.live && !iothread_find(to.live, id)) || (to.config && !iothread_find(to.config, id)))
        return error_set(FROM_DRIVER, VIR_ERR_INVALID_ARG, "domain '%s' has no iothread %s",
                         machine_name(m), id);
    return pin_set(m, &to, &what, args->cpumap.cpumap_val, args->cpumap.cpumap_len);
}

/* ---- parameters ---- */

static const struct tunable thread_table[] = {
    {{VIR_DOMAIN_IOTHREAD_POLL_MAX_NS, VIR_TYPED_PARAM_ULLONG}, .path = "poll@max", .unset = "0"},
    {{VIR_DOMAIN_IOTHREAD_POLL_GROW, VIR_TYPED_PARAM_UINT}, .path = "poll@grow", .unset = "0"},
    {{VIR_DOMAIN_IOTHREAD_POLL_SHRINK, VIR_TYPED_PARAM_UINT}, .path = "poll@shrink", .unset = "0"},
    {{VIR_DOMAIN_IOTHREAD_THREAD_POOL_MIN, VIR_TYPED_PARAM_INT},
     .path = "@thread_pool_min",
     .unset = "-1"},
    {{VIR_DOMAIN_IOTHREAD_THREAD_POOL_MAX, VIR_TYPED_PARAM_INT},
     .path = "@thread_pool_max",
     .unset = "-1"},
};
static const struct schema thread_schema = {.root = "iothread", .domain = VIR_FROM_DOMAIN};
static const struct tuned thread_tuned = {
    .schema = &thread_schema,
    .table = thread_table,
    .n = ARRAY_SIZE(thread_table),
    .find = iothread_want,
};

int machine_domain_set_iothread_params(struct session *session,
                                       const remote_domain_set_iothread_params_args *args)
{
    char id[12];

    snprintf(id, sizeof(id), "%u", args->iothread_id);
    return tuning_set(&thread_tuned, session, &args->dom, id, args->params.params_val,
                      args->params.params_len, args->flags);
}
