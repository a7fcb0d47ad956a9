/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Looking at the checkpoints of a machine. */
#include "drivers/machine/checkpoints.h"

#include <stdlib.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "drivers/machine/hold.h"
#include "drivers/machine/ops.h"
#include "drivers/reply.h"
#include "drivers/xml/schema.h"

static const char *const checkpoint_order[] = {
    "name", "description", "parent", "creationTime", "disks", NULL, "domain",
};
static const struct schema checkpoint_schema = {"domaincheckpoint", VIR_FROM_DOMAIN_CHECKPOINT,
                                                checkpoint_order, ARRAY_SIZE(checkpoint_order)};
const struct snapshot_tree_kind checkpoint_kind = {&checkpoint_schema,
                                                   VIR_ERR_NO_DOMAIN_CHECKPOINT};

#define CHECKPOINT_LIST_FLAGS                                                    \
    (VIR_DOMAIN_CHECKPOINT_LIST_ROOTS | VIR_DOMAIN_CHECKPOINT_LIST_TOPOLOGICAL | \
     VIR_DOMAIN_CHECKPOINT_LIST_LEAVES | VIR_DOMAIN_CHECKPOINT_LIST_NO_LEAVES)

struct snapshot_node *checkpoints_find(const struct machine *m,
                                       const remote_nonnull_domain_checkpoint *checkpoint)
{
    return m ? snapshot_tree_find(&m->checkpoints, &checkpoint_kind, checkpoint->name) : NULL;
}

int checkpoints_give(const struct machine *m, const struct snapshot_node *c,
                     remote_nonnull_domain_checkpoint *ret)
{
    return reply_text(&ret->name, c->name) < 0 ? -1 : machine_ref(m, &ret->dom);
}

int machine_domain_checkpoint_get_xml_desc(struct session *session,
                                           const remote_domain_checkpoint_get_xml_desc_args *args,
                                           remote_domain_checkpoint_get_xml_desc_ret *ret)
{
    READ_MACHINE(m, session, &args->checkpoint.dom);
    const struct snapshot_node *c = checkpoints_find(m, &args->checkpoint);

    if (!c || check_flags(args->flags, VIR_DOMAIN_CHECKPOINT_XML_SECURE |
                                           VIR_DOMAIN_CHECKPOINT_XML_NO_DOMAIN) < 0)
        return -1;
    ret->xml = snapshot_node_format(
        c, &checkpoint_kind, !(args->flags & VIR_DOMAIN_CHECKPOINT_XML_NO_DOMAIN),
        secrets_asked(session, args->flags, VIR_DOMAIN_CHECKPOINT_XML_SECURE));
    return ret->xml ? 0 : -1;
}

int machine_domain_checkpoint_lookup_by_name(
    struct session *session, const remote_domain_checkpoint_lookup_by_name_args *args,
    remote_domain_checkpoint_lookup_by_name_ret *ret)
{
    READ_MACHINE(m, session, &args->dom);
    const struct snapshot_node *c;

    if (!m || check_flags(args->flags, 0) < 0)
        return -1;
    c = snapshot_tree_find(&m->checkpoints, &checkpoint_kind, args->name);
    return c ? checkpoints_give(m, c, &ret->checkpoint) : -1;
}

int machine_domain_checkpoint_get_parent(struct session *session,
                                         const remote_domain_checkpoint_get_parent_args *args,
                                         remote_domain_checkpoint_get_parent_ret *ret)
{
    READ_MACHINE(m, session, &args->checkpoint.dom);
    const struct snapshot_node *c = checkpoints_find(m, &args->checkpoint);

    if (!c || check_flags(args->flags, 0) < 0)
        return -1;
    if (!c->parent)
        return error_set(FROM_DRIVER, VIR_ERR_NO_DOMAIN_CHECKPOINT, "'%s' has no parent", c->name);
    return checkpoints_give(m, c->parent, &ret->parent);
}

/* ---- lists ---- */

static int checkpoints_list(const struct machine *m, const struct snapshot_node *below,
                            unsigned flags, bool wanted,
                            remote_domain_list_all_checkpoints_ret *ret)
{
    const struct snapshot_tree *set = &m->checkpoints;

    if (wanted) {
        ret->checkpoints.checkpoints_val =
            calloc(set->n + 1, sizeof(*ret->checkpoints.checkpoints_val));
        if (!ret->checkpoints.checkpoints_val)
            return error_oom(FROM_DRIVER);
    }
    for (size_t i = 0; i < set->n; i++) {
        if (!snapshot_tree_lists(set, set->list[i], below, flags))
            continue;
        if (wanted &&
            checkpoints_give(m, set->list[i], &ret->checkpoints.checkpoints_val[ret->ret]) < 0)
            return -1;
        ret->ret++;
        ret->checkpoints.checkpoints_len = wanted ? (u_int)ret->ret : 0;
    }
    return 0;
}

int machine_domain_list_all_checkpoints(struct session *session,
                                        const remote_domain_list_all_checkpoints_args *args,
                                        remote_domain_list_all_checkpoints_ret *ret)
{
    READ_MACHINE(m, session, &args->dom);

    if (!m || check_flags(args->flags, CHECKPOINT_LIST_FLAGS) < 0)
        return -1;
    return checkpoints_list(m, NULL, args->flags, args->need_results, ret);
}

int machine_domain_checkpoint_list_all_children(
    struct session *session, const remote_domain_checkpoint_list_all_children_args *args,
    remote_domain_checkpoint_list_all_children_ret *ret)
{
    remote_domain_list_all_checkpoints_ret all = {0};
    READ_MACHINE(m, session, &args->checkpoint.dom);
    const struct snapshot_node *c = checkpoints_find(m, &args->checkpoint);
    int r;

    if (!c || check_flags(args->flags, CHECKPOINT_LIST_FLAGS) < 0)
        return -1;
    r = checkpoints_list(m, c, args->flags, args->need_results, &all);
    ret->checkpoints.checkpoints_len = all.checkpoints.checkpoints_len;
    ret->checkpoints.checkpoints_val = all.checkpoints.checkpoints_val;
    ret->ret = all.ret;
    return r;
}
