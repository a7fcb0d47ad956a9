/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Finding machines: by what they are called, and all that pass a filter.
 */
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "common/uuid.h"
#include "drivers/machine/hold.h"
#include "drivers/machine/ops.h"
#include "drivers/reply.h"

static size_t list_count(const struct machine_table *t, bool active)
{
    size_t n = 0;

    for (size_t i = 0; i < t->n; i++)
        n += machine_active(t->list[i]) == active;
    return n;
}

int machine_connect_num_of_domains(struct session *session, remote_connect_num_of_domains_ret *ret)
{
    READ_TABLE(t, session);

    ret->num = (int)list_count(t, true);
    return 0;
}

int machine_connect_num_of_defined_domains(struct session *session,
                                           remote_connect_num_of_defined_domains_ret *ret)
{
    READ_TABLE(t, session);

    ret->num = (int)list_count(t, false);
    return 0;
}

/* How many of n a caller with room for max gets. */
static int list_limit(size_t n, int max, size_t *ret_n)
{
    if (max < 0)
        return error_set(FROM_DRIVER, VIR_ERR_INVALID_ARG, "room for %d domains", max);
    *ret_n = n < (size_t)max ? n : (size_t)max;
    return 0;
}

int machine_connect_list_domains(struct session *session,
                                 const remote_connect_list_domains_args *args,
                                 remote_connect_list_domains_ret *ret)
{
    READ_TABLE(t, session);
    size_t n = 0;

    if (list_limit(list_count(t, true), args->maxids, &n) < 0)
        return -1;
    ret->ids.ids_val = calloc(n ? n : 1, sizeof(int));
    if (!ret->ids.ids_val)
        return error_oom(FROM_DRIVER);
    for (size_t i = 0; i < t->n && ret->ids.ids_len < n; i++) {
        if (machine_active(t->list[i]))
            ret->ids.ids_val[ret->ids.ids_len++] = t->list[i]->id;
    }
    return 0;
}

int machine_connect_list_defined_domains(struct session *session,
                                         const remote_connect_list_defined_domains_args *args,
                                         remote_connect_list_defined_domains_ret *ret)
{
    READ_TABLE(t, session);
    size_t n = 0;

    if (list_limit(list_count(t, false), args->maxnames, &n) < 0)
        return -1;
    ret->names.names_val = calloc(n ? n : 1, sizeof(char *));
    if (!ret->names.names_val)
        return error_oom(FROM_DRIVER);
    for (size_t i = 0; i < t->n && ret->names.names_len < n; i++) {
        if (machine_active(t->list[i]))
            continue;
        if (reply_text(&ret->names.names_val[ret->names.names_len], machine_name(t->list[i])) < 0)
            return -1;
        ret->names.names_len++;
    }
    return 0;
}

/* ---- filters ---- */

/* The filters of a pair exclude one another; none or both: all pass. */
static bool list_passes_pair(unsigned flags, unsigned yes, unsigned no, bool is)
{
    return !(flags & (yes | no)) || (flags & (is ? yes : no));
}

static unsigned list_state_filter(int state)
{
    switch (state) {
    case VIR_DOMAIN_RUNNING:
        return VIR_CONNECT_LIST_DOMAINS_RUNNING;
    case VIR_DOMAIN_PAUSED:
        return VIR_CONNECT_LIST_DOMAINS_PAUSED;
    case VIR_DOMAIN_SHUTOFF:
        return VIR_CONNECT_LIST_DOMAINS_SHUTOFF;
    default:
        return VIR_CONNECT_LIST_DOMAINS_OTHER;
    }
}

static bool list_passes(const struct machine *m, unsigned f)
{
    const unsigned states = VIR_CONNECT_LIST_DOMAINS_RUNNING | VIR_CONNECT_LIST_DOMAINS_PAUSED |
                            VIR_CONNECT_LIST_DOMAINS_SHUTOFF | VIR_CONNECT_LIST_DOMAINS_OTHER;

    if (!f) /* of thousands, the memory is not even looked at */
        return true;
    return list_passes_pair(f, VIR_CONNECT_LIST_DOMAINS_ACTIVE, VIR_CONNECT_LIST_DOMAINS_INACTIVE,
                            machine_active(m)) &&
           list_passes_pair(f, VIR_CONNECT_LIST_DOMAINS_PERSISTENT,
                            VIR_CONNECT_LIST_DOMAINS_TRANSIENT, m->config) &&
           list_passes_pair(f, VIR_CONNECT_LIST_DOMAINS_MANAGEDSAVE,
                            VIR_CONNECT_LIST_DOMAINS_NO_MANAGEDSAVE, m->saved) &&
           list_passes_pair(f, VIR_CONNECT_LIST_DOMAINS_AUTOSTART,
                            VIR_CONNECT_LIST_DOMAINS_NO_AUTOSTART, m->autostart) &&
           list_passes_pair(f, VIR_CONNECT_LIST_DOMAINS_HAS_SNAPSHOT,
                            VIR_CONNECT_LIST_DOMAINS_NO_SNAPSHOT, m->snapshots.n) &&
           list_passes_pair(f, VIR_CONNECT_LIST_DOMAINS_HAS_CHECKPOINT,
                            VIR_CONNECT_LIST_DOMAINS_NO_CHECKPOINT, m->checkpoints.n) &&
           (!(f & states) || (f & list_state_filter(m->state)));
}

int machine_connect_list_all_domains(struct session *session,
                                     const remote_connect_list_all_domains_args *args,
                                     remote_connect_list_all_domains_ret *ret)
{
    READ_TABLE(t, session);
    unsigned n = 0;

    if (check_flags(args->flags, (VIR_CONNECT_LIST_DOMAINS_NO_CHECKPOINT << 1) - 1) < 0)
        return -1;
    for (size_t i = 0; i < t->n; i++)
        n += list_passes(t->list[i], args->flags);
    ret->ret = n;
    if (!args->need_results || !n)
        return 0;
    ret->domains.domains_val = calloc(n, sizeof(remote_nonnull_domain));
    if (!ret->domains.domains_val)
        return error_oom(FROM_DRIVER);
    for (size_t i = 0; i < t->n; i++) {
        if (!list_passes(t->list[i], args->flags))
            continue;
        if (machine_ref(t->list[i], &ret->domains.domains_val[ret->domains.domains_len]) < 0)
            return -1;
        ret->domains.domains_len++;
    }
    return 0;
}

/* ---- one ---- */

int machine_domain_lookup_by_id(struct session *session,
                                const remote_domain_lookup_by_id_args *args,
                                remote_domain_lookup_by_id_ret *ret)
{
    READ_TABLE(t, session);
    const struct machine *m = machine_table_id(t, args->id);

    if (!m)
        return error_set(FROM_DRIVER, VIR_ERR_NO_DOMAIN, "id %d", args->id);
    return machine_ref(m, &ret->dom);
}

int machine_domain_lookup_by_uuid(struct session *session,
                                  const remote_domain_lookup_by_uuid_args *args,
                                  remote_domain_lookup_by_uuid_ret *ret)
{
    READ_TABLE(t, session);
    const struct machine *m = machine_table_uuid(t, (const unsigned char *)args->uuid);
    char text[UUID_TEXT];

    if (!m)
        return error_set(FROM_DRIVER, VIR_ERR_NO_DOMAIN, "UUID %s",
                         uuid_format((const unsigned char *)args->uuid, text));
    return machine_ref(m, &ret->dom);
}

int machine_domain_lookup_by_name(struct session *session,
                                  const remote_domain_lookup_by_name_args *args,
                                  remote_domain_lookup_by_name_ret *ret)
{
    READ_TABLE(t, session);
    const struct machine *m = machine_table_name(t, args->name);

    if (!m)
        return error_set(FROM_DRIVER, VIR_ERR_NO_DOMAIN, "'%s'", args->name);
    return machine_ref(m, &ret->dom);
}
