/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Beginning jobs of disks: pull, rebase, commit, copy. Layers are named by path or as "vda[1]".
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "drivers/domain/definition.h"
#include "drivers/domain/devices.h"
#include "drivers/domain/disk_chain.h"
#include "drivers/reply.h"
#include "drivers/test/disk/block_job.h"
#include "drivers/test/machine/bandwidth.h"
#include "drivers/test/ops.h"
#include "drivers/test/world/world.h"
#include "drivers/xml/params.h"
#include "drivers/xml/xml.h"

/* The disk, with something in it, of an active machine, to be changed; NULL with the error set. */
static xmlNode *block_ops_find_disk(struct world *w, const remote_nonnull_domain *dom,
                                    const char *path, struct machine **ret_machine)
{
    struct machine *m = world_find_active(w, dom);
    xmlNode *disk = m && definition_edit(m->live) ? devices_disk(m->live, path) : NULL;

    if (disk && !chain_length(disk)) {
        error_set(VIR_FROM_DOMAIN, VIR_ERR_INVALID_ARG, "disk '%s' of '%s' is empty", path,
                  machine_name(m));
        return NULL;
    }
    *ret_machine = m;
    return disk;
}

/* The layer that a caller names; NULL: `otherwise`. 0 or -1. */
static int find_layer(const xmlNode *disk, const char *name, unsigned otherwise,
                      unsigned *ret_layer)
{
    int layer = name ? chain_find(disk, name) : (int)otherwise;

    if (layer < 0)
        return error_set(VIR_FROM_DOMAIN, VIR_ERR_INVALID_ARG,
                         "'%s' is no image of the disk's chain", name);
    *ret_layer = (unsigned)layer;
    return 0;
}

/* ---- pull ---- */

static int block_ops_pull(struct session *session, const remote_nonnull_domain *dom,
                          const char *path, const char *base, unsigned long long bytes_per_second)
{
    struct block_job plan = {
        .type = VIR_DOMAIN_BLOCK_JOB_TYPE_PULL,
        .bandwidth = bytes_per_second,
    };
    WRITE_WORLD(w, session);
    struct machine *m;
    xmlNode *disk = block_ops_find_disk(w, dom, path, &m);

    if (!disk || find_layer(disk, base, chain_length(disk), &plan.under) < 0)
        return -1;
    if (!plan.under)
        return error_set(VIR_FROM_DOMAIN, VIR_ERR_INVALID_ARG,
                         "'%s' is the disk's own image, nothing is below it to keep", base);
    return block_job_begin(w, m, disk, &plan);
}

int test_domain_block_pull(struct session *session, const remote_domain_block_pull_args *args)
{
    unsigned long long bandwidth = 0;

    if (check_flags(args->flags, VIR_DOMAIN_BLOCK_PULL_BANDWIDTH_BYTES) < 0 ||
        mib_to_bytes(args->bandwidth, args->flags & VIR_DOMAIN_BLOCK_PULL_BANDWIDTH_BYTES,
                     &bandwidth) < 0)
        return -1;
    return block_ops_pull(session, &args->dom, args->path, NULL, bandwidth);
}

/* ---- copy ---- */

/* Begins a copy to what the document describes; the document is taken. */
static int block_ops_copy(struct session *session, const remote_nonnull_domain *dom,
                          const char *path, xmlDoc *image, unsigned long long bytes_per_second,
                          bool shallow)
{
    _cleanup_(xml_doc_freep) xmlDoc *doc = image;
    struct block_job plan = {
        .type = VIR_DOMAIN_BLOCK_JOB_TYPE_COPY,
        .bandwidth = bytes_per_second,
        .shallow = shallow,
    };
    xmlNode *root = xmlDocGetRootElement(doc), *disk;
    struct machine *m;

    if (!xmlStrEqual(root->name, BAD_CAST "disk") || !xml_child(root, "source"))
        return error_set(VIR_FROM_DOMAIN, VIR_ERR_XML_ERROR,
                         "the copy is <%s>, not a <disk> with a <source>",
                         (const char *)root->name);
    WRITE_WORLD(w, session);
    disk = block_ops_find_disk(w, dom, path, &m);
    if (!disk || block_job_none(m, disk) < 0)
        return -1;
    plan.image = take(doc);
    return block_job_begin(w, m, disk, &plan);
}

/* What the old call says of the copy, as XML: a path, and flags. */
static xmlDoc *block_ops_describe(const char *path, unsigned flags)
{
    bool block = flags & VIR_DOMAIN_BLOCK_REBASE_COPY_DEV;
    xmlDoc *doc = xml_new_doc("disk");
    xmlNode *root = xmlDocGetRootElement(doc);

    xml_set(root, "type", (block ? "block" : "file"));
    if (flags & VIR_DOMAIN_BLOCK_REBASE_COPY_RAW)
        xml_add(root, "driver", "type", "raw", NULL);
    xml_add(root, "source", block ? "dev" : "file", path, NULL);
    return doc;
}

int test_domain_block_rebase(struct session *session, const remote_domain_block_rebase_args *args)
{
    const unsigned of_copy = VIR_DOMAIN_BLOCK_REBASE_SHALLOW | VIR_DOMAIN_BLOCK_REBASE_REUSE_EXT |
                             VIR_DOMAIN_BLOCK_REBASE_COPY_RAW | VIR_DOMAIN_BLOCK_REBASE_COPY_DEV,
                   own = VIR_DOMAIN_BLOCK_REBASE_COPY | VIR_DOMAIN_BLOCK_REBASE_RELATIVE |
                         VIR_DOMAIN_BLOCK_REBASE_BANDWIDTH_BYTES;
    const char *base = args->base ? *args->base : NULL;
    bool copies = args->flags & VIR_DOMAIN_BLOCK_REBASE_COPY;
    unsigned long long bandwidth = 0;

    if (check_flags(args->flags, own | of_copy) < 0 ||
        mib_to_bytes(args->bandwidth, args->flags & VIR_DOMAIN_BLOCK_REBASE_BANDWIDTH_BYTES,
                     &bandwidth) < 0)
        return -1;
    if (copies && !base)
        return error_set(VIR_FROM_DOMAIN, VIR_ERR_INVALID_ARG, "the copy of '%s' has no place",
                         args->path);
    if (!copies)
        return check_flags(args->flags, own) < 0
                   ? -1
                   : block_ops_pull(session, &args->dom, args->path, base, bandwidth);
    return block_ops_copy(session, &args->dom, args->path, block_ops_describe(base, args->flags),
                          bandwidth, args->flags & VIR_DOMAIN_BLOCK_REBASE_SHALLOW);
}

int test_domain_block_copy(struct session *session, const remote_domain_block_copy_args *args)
{
    static const struct params_known known[] = {
        {VIR_DOMAIN_BLOCK_COPY_BANDWIDTH, VIR_TYPED_PARAM_ULLONG},
        {VIR_DOMAIN_BLOCK_COPY_GRANULARITY, VIR_TYPED_PARAM_UINT},
        {VIR_DOMAIN_BLOCK_COPY_BUF_SIZE, VIR_TYPED_PARAM_ULLONG},
    };
    const unsigned flags = VIR_DOMAIN_BLOCK_COPY_SHALLOW | VIR_DOMAIN_BLOCK_COPY_REUSE_EXT |
                           VIR_DOMAIN_BLOCK_COPY_TRANSIENT_JOB |
                           VIR_DOMAIN_BLOCK_COPY_SYNCHRONOUS_WRITES |
                           VIR_DOMAIN_BLOCK_COPY_TARGET_ZEROED;
    const remote_typed_param *val = args->params.params_val, *bandwidth;
    xmlDoc *image;

    if (check_flags(args->flags, flags) < 0 ||
        params_check(val, args->params.params_len, known, ARRAY_SIZE(known), sizeof(*known)) < 0 ||
        xml_parse(VIR_FROM_DOMAIN, args->destxml, "the copy's XML", &image) < 0)
        return -1;
    bandwidth = params_find(val, args->params.params_len, VIR_DOMAIN_BLOCK_COPY_BANDWIDTH);
    return block_ops_copy(session, &args->dom, args->path, image,
                          bandwidth ? params_number(bandwidth) : 0,
                          args->flags & VIR_DOMAIN_BLOCK_COPY_SHALLOW);
}

/* ---- commit ---- */

/* Checks that the layers from top down to base can be committed; ret_plan has them. */
static int plan_commit(const xmlNode *disk, const remote_domain_block_commit_args *args,
                       struct block_job *plan)
{
    const char *top_name = args->top ? *args->top : NULL,
               *base_name = args->base ? *args->base : NULL;
    bool shallow = args->flags & VIR_DOMAIN_BLOCK_COMMIT_SHALLOW,
         active = args->flags & VIR_DOMAIN_BLOCK_COMMIT_ACTIVE;
    unsigned top = 0, base = 0, last = chain_length(disk) - 1;

    if (find_layer(disk, top_name, 0, &top) < 0)
        return -1;
    if (active != !top)
        return error_set(
            VIR_FROM_DOMAIN, VIR_ERR_INVALID_ARG,
            top ? "layer %u of disk '%s' is not the active one"
                : "layer %u of disk '%s' is the active one, which is committed by ACTIVE",
            top, args->disk);
    if (top == last)
        return error_set(VIR_FROM_DOMAIN, VIR_ERR_INVALID_ARG,
                         "there is nothing below layer %u of disk '%s'", top, args->disk);
    if (find_layer(disk, base_name, shallow ? top + 1 : last, &base) < 0)
        return -1;
    if (base <= top || (shallow && base != top + 1))
        return error_set(VIR_FROM_DOMAIN, VIR_ERR_INVALID_ARG,
                         "layer %u of disk '%s' is not %sbelow layer %u", base, args->disk,
                         shallow ? "just " : "", top);
    plan->type = top ? VIR_DOMAIN_BLOCK_JOB_TYPE_COMMIT : VIR_DOMAIN_BLOCK_JOB_TYPE_ACTIVE_COMMIT;
    plan->above = top ? top - 1 : 0;
    plan->under = base;
    return 0;
}

int test_domain_block_commit(struct session *session, const remote_domain_block_commit_args *args)
{
    const unsigned known = VIR_DOMAIN_BLOCK_COMMIT_SHALLOW | VIR_DOMAIN_BLOCK_COMMIT_DELETE |
                           VIR_DOMAIN_BLOCK_COMMIT_ACTIVE | VIR_DOMAIN_BLOCK_COMMIT_RELATIVE |
                           VIR_DOMAIN_BLOCK_COMMIT_BANDWIDTH_BYTES;
    struct block_job plan = {0};
    struct machine *m;
    xmlNode *disk;

    if (check_flags(args->flags, known) < 0 ||
        mib_to_bytes(args->bandwidth, args->flags & VIR_DOMAIN_BLOCK_COMMIT_BANDWIDTH_BYTES,
                     &plan.bandwidth) < 0)
        return -1;
    WRITE_WORLD(w, session);
    disk = block_ops_find_disk(w, &args->dom, args->disk, &m);
    if (!disk || block_job_none(m, disk) < 0 || plan_commit(disk, args, &plan) < 0)
        return -1;
    return block_job_begin(w, m, disk, &plan);
}
