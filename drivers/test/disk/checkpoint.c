/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Checkpoints: moments from which on changes of disks are noted. */
#include "drivers/test/disk/checkpoint.h"

#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "drivers/xml/checks.h"
#include "drivers/domain/definition.h"
#include "drivers/domain/devices.h"
#include "drivers/domain/snapshot_tree.h"
#include "drivers/test/ops.h"
#include "drivers/reply.h"
#include "drivers/xml/schema.h"
#include "drivers/test/world/world.h"
#include "drivers/xml/xml.h"
#include "drivers/xml/xml_path.h"

static const char *const order[] = {
    "name", "description", "parent", "creationTime", "disks", NULL, "domain",
};
static const struct schema schema = {"domaincheckpoint", VIR_FROM_DOMAIN_CHECKPOINT, order,
                                     ARRAY_SIZE(order)};
static const struct moment_kind kind = {&schema, VIR_ERR_NO_DOMAIN_CHECKPOINT};

#define LIST_FLAGS                                                               \
    (VIR_DOMAIN_CHECKPOINT_LIST_ROOTS | VIR_DOMAIN_CHECKPOINT_LIST_TOPOLOGICAL | \
     VIR_DOMAIN_CHECKPOINT_LIST_LEAVES | VIR_DOMAIN_CHECKPOINT_LIST_NO_LEAVES)

static struct moment *find(struct world *w, const remote_nonnull_domain_checkpoint *checkpoint,
                           struct machine **ret_machine)
{
    struct machine *m = world_find(w, &checkpoint->dom);

    *ret_machine = m;
    return m ? moments_find(&m->checkpoints, &kind, checkpoint->name) : NULL;
}

static int give(const struct machine *m, const struct moment *c,
                remote_nonnull_domain_checkpoint *ret)
{
    return reply_text(&ret->name, c->name) < 0 ? -1 : machine_ref(m, &ret->dom);
}

/* ---- making ---- */

#define INVALID VIR_FROM_XML, VIR_ERR_XML_INVALID_SCHEMA

static const struct check checks[] = {
    {"name", false, NULL, checks_file_name, INVALID},
    {"disks/disk@name", true, NULL, NULL, INVALID},
    {"disks/disk@checkpoint", false, "no bitmap", NULL, INVALID},
};

/* Each disk with a source has a bitmap of the checkpoint's name, unless its writer said else. */
static int fill_disks(xmlNode *root, const struct moment *c)
{
    xmlNode *disks = xml_child(root, "disks");
    const xmlNode *devices = xml_child(definition_root(c->domain), "devices");
    bool all = !disks;

    if (all)
        disks = schema_want(&schema, root, "disks");
    for (xmlNode *n = xml_child(devices, "disk"); n; n = xml_element(n->next, "disk")) {
        _cleanup_free_ char *target = xml_path_get(n, "target@dev");

        if (target && !xml_child_with(disks, "disk", "name", target))
            xml_add(disks, "disk", "name", target, "checkpoint",
                    all && xml_child(n, "source") ? "bitmap" : "no", NULL);
    }
    for (xmlNode *k = xml_child(disks, "disk"); k; k = xml_element(k->next, "disk")) {
        _cleanup_free_ char *how = NULL;

        if (!devices_seek_disk(devices, xml_peek(k, "name")))
            return error_set(VIR_FROM_DOMAIN_CHECKPOINT, VIR_ERR_CONFIG_UNSUPPORTED,
                             "domain '%s' has no disk '%s'", c->domain->name, xml_peek(k, "name"));
        xml_default(k, "checkpoint", "bitmap");
        how = xml_attribute(k, "checkpoint");
        if (how && strcmp(how, "bitmap") == 0)
            xml_default(k, "bitmap", c->name);
    }
    return 0;
}

int checkpoint_take(struct world *w, struct machine *m, const char *xml, bool redefine,
                    struct moment **ret_checkpoint)
{
    _cleanup_(moment_freep) struct moment *fresh = NULL;

    if (m->snapshots.n)
        return error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_UNSUPPORTED,
                         "domain '%s' has snapshots, beside which there are no checkpoints",
                         machine_name(m));
    if (!machine_active(m))
        return error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_UNSUPPORTED,
                         "domain '%s' is off: a checkpoint is of a running one", machine_name(m));
    if (moment_parse(&m->checkpoints, &kind, xml, redefine, timeline_date_seconds(&w->time),
                     &fresh) < 0 ||
        checks_pass(xmlDocGetRootElement(fresh->doc), checks, ARRAY_SIZE(checks)) < 0)
        return -1;
    if (!fresh->domain)
        fresh->domain = definition_copy(m->live);
    if (!fresh->domain)
        return -1;
    if (fill_disks(xmlDocGetRootElement(fresh->doc), fresh) < 0)
        return -1;
    if (moments_add(&m->checkpoints, fresh, true) < 0)
        return -1;
    *ret_checkpoint = take(fresh);
    return 0;
}

int test_domain_checkpoint_create_xml(struct session *session,
                                      const remote_domain_checkpoint_create_xml_args *args,
                                      remote_domain_checkpoint_create_xml_ret *ret)
{
    bool redefine = args->flags & VIR_DOMAIN_CHECKPOINT_CREATE_REDEFINE;
    WRITE_WORLD(w, session);
    struct machine *m = world_find(w, &args->dom);
    struct moment *c = NULL;

    if (!m ||
        check_flags(args->flags, VIR_DOMAIN_CHECKPOINT_CREATE_REDEFINE |
                                     VIR_DOMAIN_CHECKPOINT_CREATE_QUIESCE) < 0 ||
        checkpoint_take(w, m, args->xml_desc, redefine, &c) < 0)
        return -1;
    return give(m, c, &ret->checkpoint);
}

int test_domain_checkpoint_delete(struct session *session,
                                  const remote_domain_checkpoint_delete_args *args)
{
    WRITE_WORLD(w, session);
    struct machine *m;
    struct moment *c = find(w, &args->checkpoint, &m);

    if (!c || check_flags(args->flags, VIR_DOMAIN_CHECKPOINT_DELETE_CHILDREN |
                                           VIR_DOMAIN_CHECKPOINT_DELETE_METADATA_ONLY |
                                           VIR_DOMAIN_CHECKPOINT_DELETE_CHILDREN_ONLY) < 0)
        return -1;
    moments_remove(&m->checkpoints, c, args->flags & ~VIR_DOMAIN_CHECKPOINT_DELETE_METADATA_ONLY);
    return 0;
}

/* ---- looking ---- */

int test_domain_checkpoint_get_xml_desc(struct session *session,
                                        const remote_domain_checkpoint_get_xml_desc_args *args,
                                        remote_domain_checkpoint_get_xml_desc_ret *ret)
{
    READ_WORLD(w, session);
    struct machine *m;
    const struct moment *c = find(w, &args->checkpoint, &m);

    if (!c || check_flags(args->flags, VIR_DOMAIN_CHECKPOINT_XML_SECURE |
                                           VIR_DOMAIN_CHECKPOINT_XML_NO_DOMAIN) < 0)
        return -1;
    ret->xml = moment_format(c, &kind, !(args->flags & VIR_DOMAIN_CHECKPOINT_XML_NO_DOMAIN));
    return ret->xml ? 0 : -1;
}

int test_domain_checkpoint_lookup_by_name(struct session *session,
                                          const remote_domain_checkpoint_lookup_by_name_args *args,
                                          remote_domain_checkpoint_lookup_by_name_ret *ret)
{
    READ_WORLD(w, session);
    const struct machine *m = world_find(w, &args->dom);
    const struct moment *c;

    if (!m || check_flags(args->flags, 0) < 0)
        return -1;
    c = moments_find(&m->checkpoints, &kind, args->name);
    return c ? give(m, c, &ret->checkpoint) : -1;
}

int test_domain_checkpoint_get_parent(struct session *session,
                                      const remote_domain_checkpoint_get_parent_args *args,
                                      remote_domain_checkpoint_get_parent_ret *ret)
{
    READ_WORLD(w, session);
    struct machine *m;
    const struct moment *c = find(w, &args->checkpoint, &m);

    if (!c || check_flags(args->flags, 0) < 0)
        return -1;
    if (!c->parent)
        return error_set(VIR_FROM_TEST, VIR_ERR_NO_DOMAIN_CHECKPOINT, "'%s' has no parent",
                         c->name);
    return give(m, c->parent, &ret->parent);
}

/* ---- lists ---- */

static int list(const struct machine *m, const struct moment *below, unsigned flags, bool wanted,
                remote_domain_list_all_checkpoints_ret *ret)
{
    const struct moments *set = &m->checkpoints;

    if (wanted) {
        ret->checkpoints.checkpoints_val =
            calloc(set->n + 1, sizeof(*ret->checkpoints.checkpoints_val));
        if (!ret->checkpoints.checkpoints_val)
            return error_oom(VIR_FROM_TEST);
    }
    for (size_t i = 0; i < set->n; i++) {
        if (!moment_listed(set, set->list[i], below, flags))
            continue;
        if (wanted && give(m, set->list[i], &ret->checkpoints.checkpoints_val[ret->ret]) < 0)
            return -1;
        ret->ret++;
        ret->checkpoints.checkpoints_len = wanted ? (u_int)ret->ret : 0;
    }
    return 0;
}

int test_domain_list_all_checkpoints(struct session *session,
                                     const remote_domain_list_all_checkpoints_args *args,
                                     remote_domain_list_all_checkpoints_ret *ret)
{
    READ_WORLD(w, session);
    const struct machine *m = world_find(w, &args->dom);

    if (!m || check_flags(args->flags, LIST_FLAGS) < 0)
        return -1;
    return list(m, NULL, args->flags, args->need_results, ret);
}

int test_domain_checkpoint_list_all_children(
    struct session *session, const remote_domain_checkpoint_list_all_children_args *args,
    remote_domain_checkpoint_list_all_children_ret *ret)
{
    remote_domain_list_all_checkpoints_ret all = {0};
    READ_WORLD(w, session);
    struct machine *m;
    const struct moment *c = find(w, &args->checkpoint, &m);
    int r;

    if (!c || check_flags(args->flags, LIST_FLAGS) < 0)
        return -1;
    r = list(m, c, args->flags, args->need_results, &all);
    ret->checkpoints.checkpoints_len = all.checkpoints.checkpoints_len;
    ret->checkpoints.checkpoints_val = all.checkpoints.checkpoints_val;
    ret->ret = all.ret;
    return r;
}
