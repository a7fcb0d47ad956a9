/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Looking at the snapshots of a machine. */
#include "drivers/machine/snapshots.h"

#include <stdlib.h>

#include <libvirt/libvirt.h>

#include "drivers/domain/snapshot.h"
#include "drivers/machine/hold.h"
#include "drivers/machine/ops.h"
#include "drivers/reply.h"

#define SNAPSHOT_LIST_FLAGS ((VIR_DOMAIN_SNAPSHOT_LIST_TOPOLOGICAL << 1) - 1U)

struct snapshot_node *snapshots_find(const struct machine *m,
                                     const remote_nonnull_domain_snapshot *snapshot)
{
    return m ? snapshot_tree_find(&m->snapshots, &snapshot_kind, snapshot->name) : NULL;
}

int snapshots_give(const struct machine *m, const struct snapshot_node *s,
                   remote_nonnull_domain_snapshot *ret)
{
    return reply_text(&ret->name, s->name) < 0 ? -1 : machine_ref(m, &ret->dom);
}

int machine_domain_snapshot_get_xml_desc(struct session *session,
                                         const remote_domain_snapshot_get_xml_desc_args *args,
                                         remote_domain_snapshot_get_xml_desc_ret *ret)
{
    READ_MACHINE(m, session, &args->snap.dom);
    const struct snapshot_node *s = snapshots_find(m, &args->snap);

    if (!s || check_flags(args->flags, VIR_DOMAIN_SNAPSHOT_XML_SECURE) < 0)
        return -1;
    ret->xml =
        snapshot_node_format(s, &snapshot_kind, true,
                             secrets_asked(session, args->flags, VIR_DOMAIN_SNAPSHOT_XML_SECURE));
    return ret->xml ? 0 : -1;
}

int machine_domain_snapshot_lookup_by_name(struct session *session,
                                           const remote_domain_snapshot_lookup_by_name_args *args,
                                           remote_domain_snapshot_lookup_by_name_ret *ret)
{
    READ_MACHINE(m, session, &args->dom);
    const struct snapshot_node *s;

    if (!m || check_flags(args->flags, 0) < 0)
        return -1;
    s = snapshot_tree_find(&m->snapshots, &snapshot_kind, args->name);
    return s ? snapshots_give(m, s, &ret->snap) : -1;
}

int machine_domain_has_current_snapshot(struct session *session,
                                        const remote_domain_has_current_snapshot_args *args,
                                        remote_domain_has_current_snapshot_ret *ret)
{
    READ_MACHINE(m, session, &args->dom);

    if (!m || check_flags(args->flags, 0) < 0)
        return -1;
    ret->result = m->snapshots.current ? 1 : 0;
    return 0;
}

int machine_domain_snapshot_current(struct session *session,
                                    const remote_domain_snapshot_current_args *args,
                                    remote_domain_snapshot_current_ret *ret)
{
    READ_MACHINE(m, session, &args->dom);

    if (!m || check_flags(args->flags, 0) < 0)
        return -1;
    if (!m->snapshots.current)
        return error_set(FROM_DRIVER, VIR_ERR_NO_DOMAIN_SNAPSHOT, "'%s' has no current one",
                         machine_name(m));
    return snapshots_give(m, m->snapshots.current, &ret->snap);
}

int machine_domain_snapshot_get_parent(struct session *session,
                                       const remote_domain_snapshot_get_parent_args *args,
                                       remote_domain_snapshot_get_parent_ret *ret)
{
    READ_MACHINE(m, session, &args->snap.dom);
    const struct snapshot_node *s = snapshots_find(m, &args->snap);

    if (!s || check_flags(args->flags, 0) < 0)
        return -1;
    if (!s->parent)
        return error_set(FROM_DRIVER, VIR_ERR_NO_DOMAIN_SNAPSHOT, "'%s' has no parent", s->name);
    return snapshots_give(m, s->parent, &ret->snap);
}

int machine_domain_snapshot_is_current(struct session *session,
                                       const remote_domain_snapshot_is_current_args *args,
                                       remote_domain_snapshot_is_current_ret *ret)
{
    READ_MACHINE(m, session, &args->snap.dom);
    const struct snapshot_node *s = snapshots_find(m, &args->snap);

    if (!s || check_flags(args->flags, 0) < 0)
        return -1;
    ret->current = m->snapshots.current == s;
    return 0;
}

int machine_domain_snapshot_has_metadata(struct session *session,
                                         const remote_domain_snapshot_has_metadata_args *args,
                                         remote_domain_snapshot_has_metadata_ret *ret)
{
    READ_MACHINE(m, session, &args->snap.dom);

    if (!snapshots_find(m, &args->snap) || check_flags(args->flags, 0) < 0)
        return -1;
    ret->metadata = 1;
    return 0;
}

/* ---- lists ---- */

static bool snapshots_in_group(unsigned flags, unsigned group, unsigned bit)
{
    return !(flags & group) || (flags & bit);
}

static bool snapshots_passes(const struct machine *m, const struct snapshot_node *s,
                             const struct snapshot_node *below, unsigned flags)
{
    return snapshot_tree_lists(&m->snapshots, s, below, flags) &&
           snapshots_in_group(
               flags, VIR_DOMAIN_SNAPSHOT_LIST_METADATA | VIR_DOMAIN_SNAPSHOT_LIST_NO_METADATA,
               VIR_DOMAIN_SNAPSHOT_LIST_METADATA) &&
           snapshots_in_group(flags,
                              VIR_DOMAIN_SNAPSHOT_LIST_INACTIVE | VIR_DOMAIN_SNAPSHOT_LIST_ACTIVE |
                                  VIR_DOMAIN_SNAPSHOT_LIST_DISK_ONLY,
                              s->state == SNAPSHOT_OF_DISKS ? VIR_DOMAIN_SNAPSHOT_LIST_DISK_ONLY
                              : snapshot_is_off(s)          ? VIR_DOMAIN_SNAPSHOT_LIST_INACTIVE
                                                            : VIR_DOMAIN_SNAPSHOT_LIST_ACTIVE) &&
           snapshots_in_group(flags,
                              VIR_DOMAIN_SNAPSHOT_LIST_INTERNAL | VIR_DOMAIN_SNAPSHOT_LIST_EXTERNAL,
                              snapshot_is_external(s) ? VIR_DOMAIN_SNAPSHOT_LIST_EXTERNAL
                                                      : VIR_DOMAIN_SNAPSHOT_LIST_INTERNAL);
}

/* Fills what passes, NULL where only the count is wanted; the count grows as it does. */
static int snapshots_collect(const struct machine *m, const struct snapshot_node *below,
                             unsigned flags, remote_nonnull_domain_snapshot *val, u_int *len)
{
    *len = 0;
    for (size_t i = 0; i < m->snapshots.n; i++) {
        if (!snapshots_passes(m, m->snapshots.list[i], below, flags))
            continue;
        if (val && snapshots_give(m, m->snapshots.list[i], &val[*len]) < 0)
            return -1;
        (*len)++;
    }
    return 0;
}

static int snapshots_list(const struct machine *m, const struct snapshot_node *below,
                          unsigned flags, bool wanted, remote_domain_list_all_snapshots_ret *ret)
{
    if (wanted) {
        ret->snapshots.snapshots_val =
            calloc(m->snapshots.n + 1, sizeof(*ret->snapshots.snapshots_val));
        if (!ret->snapshots.snapshots_val)
            return error_oom(FROM_DRIVER);
    }
    if (snapshots_collect(m, below, flags, ret->snapshots.snapshots_val,
                          &ret->snapshots.snapshots_len) < 0)
        return -1;
    ret->ret = (int)ret->snapshots.snapshots_len;
    if (!wanted)
        ret->snapshots.snapshots_len = 0;
    return 0;
}

static int snapshots_list_names(const struct machine *m, const struct snapshot_node *below,
                                unsigned flags, int max, remote_domain_snapshot_list_names_ret *ret)
{
    if (max < 0)
        return error_set(FROM_DRIVER, VIR_ERR_INVALID_ARG, "room for %d names", max);
    ret->names.names_val = calloc(m->snapshots.n + 1, sizeof(char *));
    if (!ret->names.names_val)
        return error_oom(FROM_DRIVER);
    for (size_t i = 0; i < m->snapshots.n && ret->names.names_len < (u_int)max; i++) {
        const struct snapshot_node *s = m->snapshots.list[i];

        if (!snapshots_passes(m, s, below, flags))
            continue;
        if (reply_text(&ret->names.names_val[ret->names.names_len], s->name) < 0)
            return -1;
        ret->names.names_len++;
    }
    return 0;
}

int machine_domain_snapshot_num(struct session *session,
                                const remote_domain_snapshot_num_args *args,
                                remote_domain_snapshot_num_ret *ret)
{
    READ_MACHINE(m, session, &args->dom);

    if (!m || check_flags(args->flags, SNAPSHOT_LIST_FLAGS) < 0)
        return -1;
    return snapshots_collect(m, NULL, args->flags, NULL, (u_int *)&ret->num);
}

int machine_domain_snapshot_list_names(struct session *session,
                                       const remote_domain_snapshot_list_names_args *args,
                                       remote_domain_snapshot_list_names_ret *ret)
{
    READ_MACHINE(m, session, &args->dom);

    if (!m || check_flags(args->flags, SNAPSHOT_LIST_FLAGS) < 0)
        return -1;
    return snapshots_list_names(m, NULL, args->flags, args->maxnames, ret);
}

int machine_domain_list_all_snapshots(struct session *session,
                                      const remote_domain_list_all_snapshots_args *args,
                                      remote_domain_list_all_snapshots_ret *ret)
{
    READ_MACHINE(m, session, &args->dom);

    if (!m || check_flags(args->flags, SNAPSHOT_LIST_FLAGS) < 0)
        return -1;
    return snapshots_list(m, NULL, args->flags, args->need_results, ret);
}

int machine_domain_snapshot_num_children(struct session *session,
                                         const remote_domain_snapshot_num_children_args *args,
                                         remote_domain_snapshot_num_children_ret *ret)
{
    READ_MACHINE(m, session, &args->snap.dom);
    const struct snapshot_node *s = snapshots_find(m, &args->snap);

    if (!s || check_flags(args->flags, SNAPSHOT_LIST_FLAGS) < 0)
        return -1;
    return snapshots_collect(m, s, args->flags, NULL, (u_int *)&ret->num);
}

int machine_domain_snapshot_list_children_names(
    struct session *session, const remote_domain_snapshot_list_children_names_args *args,
    remote_domain_snapshot_list_children_names_ret *ret)
{
    remote_domain_snapshot_list_names_ret names = {0};
    READ_MACHINE(m, session, &args->snap.dom);
    const struct snapshot_node *s = snapshots_find(m, &args->snap);
    int r;

    if (!s || check_flags(args->flags, SNAPSHOT_LIST_FLAGS) < 0)
        return -1;
    r = snapshots_list_names(m, s, args->flags, args->maxnames, &names);
    ret->names.names_len = names.names.names_len;
    ret->names.names_val = names.names.names_val;
    return r;
}

int machine_domain_snapshot_list_all_children(
    struct session *session, const remote_domain_snapshot_list_all_children_args *args,
    remote_domain_snapshot_list_all_children_ret *ret)
{
    remote_domain_list_all_snapshots_ret all = {0};
    READ_MACHINE(m, session, &args->snapshot.dom);
    const struct snapshot_node *s = snapshots_find(m, &args->snapshot);
    int r;

    if (!s || check_flags(args->flags, SNAPSHOT_LIST_FLAGS) < 0)
        return -1;
    r = snapshots_list(m, s, args->flags, args->need_results, &all);
    ret->snapshots.snapshots_len = all.snapshots.snapshots_len;
    ret->snapshots.snapshots_val = all.snapshots.snapshots_val;
    ret->ret = all.ret;
    return r;
}
