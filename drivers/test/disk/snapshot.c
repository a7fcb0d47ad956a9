/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Snapshots of a machine: they are taken and thrown away here, and gone back to in revert.c. Memory
 * and disks are kept inside, as in libvirt's test driver, or in files of their own.
 */
#include "drivers/domain/snapshot.h"

#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "drivers/domain/definition.h"
#include "drivers/domain/tuning.h"
#include "drivers/machine/snapshots.h"
#include "drivers/reply.h"
#include "drivers/test/disk/snapshot_disks.h"
#include "drivers/test/machine/lifecycle.h"
#include "drivers/test/ops.h"
#include "drivers/test/world/world.h"
#include "drivers/xml/checks.h"
#include "drivers/xml/schema.h"
#include "drivers/forms/validate.h"
#include "drivers/xml/xml.h"

/* ---- taking ---- */

static const struct check snapshot_checks[] = {
    {"memory@snapshot", false, "no internal external manual", NULL, VIR_FROM_XML,
     VIR_ERR_XML_ERROR},
    {"disks/disk@name", true, NULL, NULL, VIR_FROM_DOMAIN_SNAPSHOT, VIR_ERR_INTERNAL_ERROR},
    {"disks/disk@snapshot", false, "no internal external manual", NULL, VIR_FROM_XML,
     VIR_ERR_XML_ERROR},
};

/* Memory is in the snapshot by itself, in a file of its own, or not. */
static int snapshot_fill_memory(const struct machine *m, xmlNode *root, bool disk_only,
                                bool *ret_external)
{
    xmlNode *memory = schema_want(snapshot_kind.schema, root, "memory");
    bool file = xmlHasProp(memory, BAD_CAST "file");
    _cleanup_free_ char *how = NULL;

    xml_default(memory, "snapshot",
                disk_only || !machine_active(m) ? "no"
                : file                          ? "external"
                                                : "internal");
    how = xml_attribute(memory, "snapshot");
    if (!how)
        return error_oom(VIR_FROM_DOMAIN_SNAPSHOT);
    *ret_external = strcmp(how, "external") == 0;
    if ((disk_only || !machine_active(m)) && (file || strcmp(how, "no") != 0))
        return error_set(VIR_FROM_DOMAIN_SNAPSHOT, VIR_ERR_CONFIG_UNSUPPORTED,
                         "a snapshot of disks alone has no memory of domain '%s'", machine_name(m));
    if (file != *ret_external)
        return error_set(VIR_FROM_DOMAIN_SNAPSHOT, VIR_ERR_XML_ERROR, "<memory snapshot='%s'> %s",
                         how, file ? "has a file" : "has no file");
    return 0;
}

static int snapshot_fill(const struct machine *m, struct snapshot_node *s, bool disk_only)
{
    xmlNode *root = xmlDocGetRootElement(s->doc);
    bool external = false;

    s->state = disk_only && machine_active(m) ? SNAPSHOT_OF_DISKS : m->state;
    s->domain = definition_copy(machine_now(m));
    if (!s->domain || checks_pass(root, snapshot_checks, ARRAY_SIZE(snapshot_checks)) < 0 ||
        snapshot_fill_memory(m, root, disk_only, &external) < 0 ||
        snapshot_disks_fill(root, s->domain, s->name, disk_only || external) < 0)
        return -1;
    if (disk_only && !snapshot_is_external(s))
        return error_set(VIR_FROM_DOMAIN_SNAPSHOT, VIR_ERR_CONFIG_UNSUPPORTED,
                         "a snapshot of disks alone needs an external one");
    xml_set_text(schema_want(snapshot_kind.schema, root, "state"), snapshot_state(s));
    return 0;
}

/* Reads one that was kept before; without a <domain> it is of that which it had here. */
static int snapshot_redefine(const struct machine *m, const char *xml, struct snapshot_node **ret)
{
    const struct snapshot_node *before;

    if (snapshot_read(&m->snapshots, xml, m->uuid, ret) < 0)
        return -1;
    if ((*ret)->domain)
        return 0;
    before = snapshot_tree_look(&m->snapshots, (*ret)->name);
    if (!before || !before->domain)
        return error_set(VIR_FROM_DOMAIN_SNAPSHOT, VIR_ERR_INTERNAL_ERROR,
                         "snapshot '%s' has no <domain>", (*ret)->name);
    (*ret)->domain = definition_copy(before->domain);
    return (*ret)->domain ? 0 : -1;
}

int test_domain_snapshot_create_xml(struct session *session,
                                    const remote_domain_snapshot_create_xml_args *args,
                                    remote_domain_snapshot_create_xml_ret *ret)
{
    const unsigned known = VIR_DOMAIN_SNAPSHOT_CREATE_REDEFINE |
                           VIR_DOMAIN_SNAPSHOT_CREATE_CURRENT | VIR_DOMAIN_SNAPSHOT_CREATE_HALT |
                           VIR_DOMAIN_SNAPSHOT_CREATE_QUIESCE | VIR_DOMAIN_SNAPSHOT_CREATE_ATOMIC |
                           VIR_DOMAIN_SNAPSHOT_CREATE_LIVE | VIR_DOMAIN_SNAPSHOT_CREATE_VALIDATE |
                           VIR_DOMAIN_SNAPSHOT_CREATE_DISK_ONLY |
                           VIR_DOMAIN_SNAPSHOT_CREATE_REUSE_EXT;
    bool redefine = args->flags & VIR_DOMAIN_SNAPSHOT_CREATE_REDEFINE;
    bool current = args->flags & VIR_DOMAIN_SNAPSHOT_CREATE_CURRENT;
    _cleanup_(snapshot_node_freep) struct snapshot_node *fresh = NULL;
    struct snapshot_node *s;

    if (check_flags(args->flags, known) < 0 ||
        validate_document(args->flags & VIR_DOMAIN_SNAPSHOT_CREATE_VALIDATE, snapshot_kind.schema,
                          "domainsnapshot", args->xml_desc) < 0)
        return -1;
    WRITE_WORLD(w, session);
    struct machine *m = world_find(w, &args->dom);

    if (!m)
        return -1;
    if (current && !redefine)
        return error_set(VIR_FROM_DOMAIN_SNAPSHOT, VIR_ERR_INVALID_ARG,
                         "CURRENT is for redefined snapshots only");
    if (m->checkpoints.n && !redefine)
        return error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_UNSUPPORTED,
                         "domain '%s' has checkpoints, beside which there are no snapshots",
                         machine_name(m));
    if (redefine
            ? snapshot_redefine(m, args->xml_desc, &fresh) < 0
            : snapshot_node_parse(&m->snapshots, &snapshot_kind, args->xml_desc, false, NULL,
                                  virtual_clock_date_seconds(&w->time), &fresh) < 0 ||
                  snapshot_fill(m, fresh, args->flags & VIR_DOMAIN_SNAPSHOT_CREATE_DISK_ONLY) < 0 ||
                  snapshot_disks_push(m, fresh) < 0)
        return -1;
    if (snapshot_tree_add(&m->snapshots, fresh, !redefine || current) < 0)
        return -1;
    s = take(fresh);
    if (snapshots_give(m, s, &ret->snap) < 0)
        return -1;
    if (!redefine && (args->flags & VIR_DOMAIN_SNAPSHOT_CREATE_HALT) && machine_active(m))
        machine_stop(w, m, VIR_DOMAIN_SHUTOFF_FROM_SNAPSHOT,
                     VIR_DOMAIN_EVENT_STOPPED_FROM_SNAPSHOT);
    return 0;
}

/* The external disks of all that go. */
static void snapshot_merge_deleted(struct machine *m, const struct snapshot_node *s, unsigned flags)
{
    const unsigned only = VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN_ONLY,
                   below = VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN | only;

    for (size_t i = m->snapshots.n; i-- > 0;) {
        const struct snapshot_node *one = m->snapshots.list[i];

        if (one == s ? !(flags & only) : (flags & below) && snapshot_node_below(one, s))
            snapshot_disks_merge(m, one);
    }
}

int test_domain_snapshot_delete(struct session *session,
                                const remote_domain_snapshot_delete_args *args)
{
    WRITE_WORLD(w, session);
    struct machine *m = world_find(w, &args->snap.dom);
    struct snapshot_node *s = snapshots_find(m, &args->snap);

    if (!s || check_flags(args->flags, VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN |
                                           VIR_DOMAIN_SNAPSHOT_DELETE_METADATA_ONLY |
                                           VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN_ONLY) < 0)
        return -1;
    if (!(args->flags & VIR_DOMAIN_SNAPSHOT_DELETE_METADATA_ONLY))
        snapshot_merge_deleted(m, s, args->flags);
    snapshot_tree_remove(&m->snapshots, s, args->flags & ~VIR_DOMAIN_SNAPSHOT_DELETE_METADATA_ONLY);
    return 0;
}
