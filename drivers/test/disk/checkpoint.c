/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Checkpoints: points from which on changes of disks are noted. */
#include "drivers/test/disk/checkpoint.h"

#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "drivers/domain/definition.h"
#include "drivers/domain/devices.h"
#include "drivers/domain/snapshot_tree.h"
#include "drivers/machine/checkpoints.h"
#include "drivers/reply.h"
#include "drivers/test/ops.h"
#include "drivers/test/world/world.h"
#include "drivers/xml/checks.h"
#include "drivers/xml/schema.h"
#include "drivers/forms/validate.h"
#include "drivers/xml/xml.h"
#include "drivers/xml/xml_path.h"

/* ---- making ---- */

#define INVALID VIR_FROM_XML, VIR_ERR_XML_INVALID_SCHEMA

static const struct check checkpoint_checks[] = {
    {"name", false, NULL, checks_file_name, INVALID},
    {"disks/disk@name", true, NULL, NULL, INVALID},
    {"disks/disk@checkpoint", false, "no bitmap", NULL, INVALID},
};

/* Each disk with a source has a bitmap of the checkpoint's name, unless its writer said else. */
static int checkpoint_fill_disks(xmlNode *root, const struct snapshot_node *c)
{
    xmlNode *disks = xml_child(root, "disks");
    const xmlNode *devices = xml_child(definition_root(c->domain), "devices");
    bool all = !disks;

    if (all)
        disks = schema_want(checkpoint_kind.schema, root, "disks");
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
                    struct snapshot_node **ret_checkpoint)
{
    _cleanup_(snapshot_node_freep) struct snapshot_node *fresh = NULL;

    if (m->snapshots.n)
        return error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_UNSUPPORTED,
                         "domain '%s' has snapshots, beside which there are no checkpoints",
                         machine_name(m));
    if (!machine_active(m))
        return error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_UNSUPPORTED,
                         "domain '%s' is off: a checkpoint is of a running one", machine_name(m));
    if (snapshot_node_parse(&m->checkpoints, &checkpoint_kind, xml, redefine, m->uuid,
                            virtual_clock_date_seconds(&w->time), &fresh) < 0 ||
        checks_pass(xmlDocGetRootElement(fresh->doc), checkpoint_checks,
                    ARRAY_SIZE(checkpoint_checks)) < 0)
        return -1;
    if (!fresh->domain)
        fresh->domain = definition_copy(m->live);
    if (!fresh->domain)
        return -1;
    if (checkpoint_fill_disks(xmlDocGetRootElement(fresh->doc), fresh) < 0)
        return -1;
    if (snapshot_tree_add(&m->checkpoints, fresh, true) < 0)
        return -1;
    *ret_checkpoint = take(fresh);
    return 0;
}

int test_domain_checkpoint_create_xml(struct session *session,
                                      const remote_domain_checkpoint_create_xml_args *args,
                                      remote_domain_checkpoint_create_xml_ret *ret)
{
    const unsigned validate = VIR_DOMAIN_CHECKPOINT_CREATE_REDEFINE_VALIDATE;
    bool redefine = args->flags & VIR_DOMAIN_CHECKPOINT_CREATE_REDEFINE;

    if (check_flags(args->flags, VIR_DOMAIN_CHECKPOINT_CREATE_REDEFINE |
                                     VIR_DOMAIN_CHECKPOINT_CREATE_QUIESCE | validate) < 0 ||
        validate_document(args->flags & validate, checkpoint_kind.schema, "domaincheckpoint",
                          args->xml_desc) < 0)
        return -1;
    WRITE_WORLD(w, session);
    struct machine *m = world_find(w, &args->dom);
    struct snapshot_node *c = NULL;

    if (!m || checkpoint_take(w, m, args->xml_desc, redefine, &c) < 0)
        return -1;
    return checkpoints_give(m, c, &ret->checkpoint);
}

int test_domain_checkpoint_delete(struct session *session,
                                  const remote_domain_checkpoint_delete_args *args)
{
    WRITE_WORLD(w, session);
    struct machine *m = world_find(w, &args->checkpoint.dom);
    struct snapshot_node *c = checkpoints_find(m, &args->checkpoint);

    if (!c || check_flags(args->flags, VIR_DOMAIN_CHECKPOINT_DELETE_CHILDREN |
                                           VIR_DOMAIN_CHECKPOINT_DELETE_METADATA_ONLY |
                                           VIR_DOMAIN_CHECKPOINT_DELETE_CHILDREN_ONLY) < 0)
        return -1;
    snapshot_tree_remove(&m->checkpoints, c,
                         args->flags & ~VIR_DOMAIN_CHECKPOINT_DELETE_METADATA_ONLY);
    return 0;
}
