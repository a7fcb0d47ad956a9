/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Snapshots of a machine: they are taken, looked at and thrown away here, and gone back to in
 * revert.c. Memory and disks are kept inside, as in libvirt's test driver, or in files of their
 * own.
 */
#include "drivers/test/disk/snapshot.h"

#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "drivers/xml/checks.h"
#include "drivers/domain/definition.h"
#include "drivers/test/machine/lifecycle.h"
#include "drivers/test/ops.h"
#include "drivers/reply.h"
#include "drivers/xml/schema.h"
#include "drivers/test/disk/snapshot_disks.h"
#include "drivers/domain/tuning.h"
#include "drivers/test/world/world.h"
#include "drivers/xml/xml.h"

static const char *const order[] = {
    "name",  "description", "state",  "parent",         "creationTime", "memory",
    "disks", NULL,          "domain", "inactiveDomain", "cookie",
};
static const struct schema schema = {"domainsnapshot", VIR_FROM_DOMAIN_SNAPSHOT, order,
                                     ARRAY_SIZE(order)};
const struct moment_kind snapshot_kind = {&schema, VIR_ERR_NO_DOMAIN_SNAPSHOT};

static const char *const states[] = {
    "nostate", "running", "blocked",     "paused",        "shutdown",
    "shutoff", "crashed", "pmsuspended", "disk-snapshot",
};
enum { DISK_SNAPSHOT = 8 }; /* of one that ran, without its memory */

#define LIST_FLAGS ((VIR_DOMAIN_SNAPSHOT_LIST_TOPOLOGICAL << 1) - 1U)

struct moment *snapshot_find(struct world *w, const remote_nonnull_domain_snapshot *snapshot,
                             struct machine **ret_machine)
{
    struct machine *m = world_find(w, &snapshot->dom);

    *ret_machine = m;
    return m ? moments_find(&m->snapshots, &snapshot_kind, snapshot->name) : NULL;
}

static int give(const struct machine *m, const struct moment *s,
                remote_nonnull_domain_snapshot *ret)
{
    return reply_text(&ret->name, s->name) < 0 ? -1 : machine_ref(m, &ret->dom);
}

/* ---- taking ---- */

static const struct check checks[] = {
    {"memory@snapshot", false, "no internal external manual", NULL, VIR_FROM_XML,
     VIR_ERR_XML_ERROR},
    {"disks/disk@name", true, NULL, NULL, VIR_FROM_DOMAIN_SNAPSHOT, VIR_ERR_INTERNAL_ERROR},
    {"disks/disk@snapshot", false, "no internal external manual", NULL, VIR_FROM_XML,
     VIR_ERR_XML_ERROR},
};

/* Memory is in the snapshot by itself, in a file of its own, or not. */
static int fill_memory(const struct machine *m, xmlNode *root, bool disk_only, bool *ret_external)
{
    xmlNode *memory = schema_want(&schema, root, "memory");
    bool file = xmlHasProp(memory, BAD_CAST "file");
    _cleanup_free_ char *how = NULL;

    xml_default(memory, "snapshot",
                disk_only || !machine_active(m) ? "no"
                : file                          ? "external"
                                                : "internal");
    how = xml_attribute(memory, "snapshot");
    *ret_external = strcmp(how, "external") == 0;
    if ((disk_only || !machine_active(m)) && (file || strcmp(how, "no") != 0))
        return error_set(VIR_FROM_DOMAIN_SNAPSHOT, VIR_ERR_CONFIG_UNSUPPORTED,
                         "a snapshot of disks alone has no memory of domain '%s'", machine_name(m));
    if (file != *ret_external)
        return error_set(VIR_FROM_DOMAIN_SNAPSHOT, VIR_ERR_XML_ERROR, "<memory snapshot='%s'> %s",
                         how, file ? "has a file" : "has no file");
    return 0;
}

static int fill(const struct machine *m, struct moment *s, bool disk_only)
{
    xmlNode *root = xmlDocGetRootElement(s->doc);
    bool external = false;

    s->state = disk_only && machine_active(m) ? DISK_SNAPSHOT : m->state;
    s->domain = definition_copy(machine_now(m));
    if (!s->domain || checks_pass(root, checks, ARRAY_SIZE(checks)) < 0 ||
        fill_memory(m, root, disk_only, &external) < 0 ||
        snapshot_disks_fill(root, s->domain, s->name, disk_only || external) < 0)
        return -1;
    if (disk_only && !snapshot_disks_external(s))
        return error_set(VIR_FROM_DOMAIN_SNAPSHOT, VIR_ERR_CONFIG_UNSUPPORTED,
                         "a snapshot of disks alone needs an external one");
    xml_set_text(schema_want(&schema, root, "state"), states[s->state]);
    return 0;
}

static bool is_off(const struct moment *s)
{
    return s->state == VIR_DOMAIN_SHUTOFF || s->state == VIR_DOMAIN_CRASHED ||
           s->state == DISK_SNAPSHOT;
}

/* The state that a redefined one says it has. */
static int read_state(const struct moments *set, struct moment *s)
{
    _cleanup_free_ char *text = xml_text(xml_child(xmlDocGetRootElement(s->doc), "state"));
    const struct moment *old = moments_look(set, s->name);
    size_t i = 0;

    while (text && i < ARRAY_SIZE(states) && strcmp(states[i], text) != 0)
        i++;
    if (!text)
        return error_set(VIR_FROM_DOMAIN_SNAPSHOT, VIR_ERR_XML_ERROR, "<state> is missing");
    if (i == ARRAY_SIZE(states))
        return error_set(VIR_FROM_DOMAIN_SNAPSHOT, VIR_ERR_CONFIG_UNSUPPORTED,
                         "<state> is '%s', no state", text);
    s->state = (int)i;
    if (old && is_off(old) != is_off(s))
        return error_set(VIR_FROM_DOMAIN_SNAPSHOT, VIR_ERR_INVALID_ARG,
                         "snapshot '%s' was of one that was %s, and stays it", s->name,
                         is_off(old) ? "off" : "running");
    return 0;
}

int snapshot_read(const struct moments *set, const char *xml, struct moment **ret_snapshot)
{
    _cleanup_(moment_freep) struct moment *s = NULL;

    if (moment_parse(set, &snapshot_kind, xml, true, 0, &s) < 0 || read_state(set, s) < 0)
        return -1;
    *ret_snapshot = take(s);
    return 0;
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
    _cleanup_(moment_freep) struct moment *fresh = NULL;
    struct moment *s;
    WRITE_WORLD(w, session);
    struct machine *m = world_find(w, &args->dom);

    if (!m || check_flags(args->flags, known) < 0)
        return -1;
    if (current && !redefine)
        return error_set(VIR_FROM_DOMAIN_SNAPSHOT, VIR_ERR_INVALID_ARG,
                         "CURRENT is for redefined snapshots only");
    if (m->checkpoints.n && !redefine)
        return error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_UNSUPPORTED,
                         "domain '%s' has checkpoints, beside which there are no snapshots",
                         machine_name(m));
    if (redefine ? snapshot_read(&m->snapshots, args->xml_desc, &fresh) < 0
                 : moment_parse(&m->snapshots, &snapshot_kind, args->xml_desc, false,
                                timeline_date_seconds(&w->time), &fresh) < 0 ||
                       fill(m, fresh, args->flags & VIR_DOMAIN_SNAPSHOT_CREATE_DISK_ONLY) < 0 ||
                       snapshot_disks_push(m, fresh) < 0)
        return -1;
    if (moments_add(&m->snapshots, fresh, !redefine || current) < 0)
        return -1;
    s = take(fresh);
    if (give(m, s, &ret->snap) < 0)
        return -1;
    if (!redefine && (args->flags & VIR_DOMAIN_SNAPSHOT_CREATE_HALT) && machine_active(m))
        machine_stop(w, m, VIR_DOMAIN_SHUTOFF_FROM_SNAPSHOT,
                     VIR_DOMAIN_EVENT_STOPPED_FROM_SNAPSHOT);
    return 0;
}

/* The external disks of all that go. */
static void merge_deleted(struct machine *m, const struct moment *s, unsigned flags)
{
    const unsigned only = VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN_ONLY,
                   below = VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN | only;

    for (size_t i = m->snapshots.n; i-- > 0;) {
        const struct moment *one = m->snapshots.list[i];

        if (one == s ? !(flags & only) : (flags & below) && moment_below(one, s))
            snapshot_disks_merge(m, one);
    }
}

int test_domain_snapshot_delete(struct session *session,
                                const remote_domain_snapshot_delete_args *args)
{
    WRITE_WORLD(w, session);
    struct machine *m;
    struct moment *s = snapshot_find(w, &args->snap, &m);

    if (!s || check_flags(args->flags, VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN |
                                           VIR_DOMAIN_SNAPSHOT_DELETE_METADATA_ONLY |
                                           VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN_ONLY) < 0)
        return -1;
    if (!(args->flags & VIR_DOMAIN_SNAPSHOT_DELETE_METADATA_ONLY))
        merge_deleted(m, s, args->flags);
    moments_remove(&m->snapshots, s, args->flags & ~VIR_DOMAIN_SNAPSHOT_DELETE_METADATA_ONLY);
    return 0;
}

/* ---- looking ---- */

int test_domain_snapshot_get_xml_desc(struct session *session,
                                      const remote_domain_snapshot_get_xml_desc_args *args,
                                      remote_domain_snapshot_get_xml_desc_ret *ret)
{
    READ_WORLD(w, session);
    struct machine *m;
    const struct moment *s = snapshot_find(w, &args->snap, &m);

    if (!s || check_flags(args->flags, VIR_DOMAIN_SNAPSHOT_XML_SECURE) < 0)
        return -1;
    ret->xml = moment_format(s, &snapshot_kind, true);
    return ret->xml ? 0 : -1;
}

int test_domain_snapshot_lookup_by_name(struct session *session,
                                        const remote_domain_snapshot_lookup_by_name_args *args,
                                        remote_domain_snapshot_lookup_by_name_ret *ret)
{
    READ_WORLD(w, session);
    const struct machine *m = world_find(w, &args->dom);
    const struct moment *s;

    if (!m || check_flags(args->flags, 0) < 0)
        return -1;
    s = moments_find(&m->snapshots, &snapshot_kind, args->name);
    return s ? give(m, s, &ret->snap) : -1;
}

int test_domain_has_current_snapshot(struct session *session,
                                     const remote_domain_has_current_snapshot_args *args,
                                     remote_domain_has_current_snapshot_ret *ret)
{
    READ_WORLD(w, session);
    const struct machine *m = world_find(w, &args->dom);

    if (!m || check_flags(args->flags, 0) < 0)
        return -1;
    ret->result = m->snapshots.current ? 1 : 0;
    return 0;
}

int test_domain_snapshot_current(struct session *session,
                                 const remote_domain_snapshot_current_args *args,
                                 remote_domain_snapshot_current_ret *ret)
{
    READ_WORLD(w, session);
    const struct machine *m = world_find(w, &args->dom);

    if (!m || check_flags(args->flags, 0) < 0)
        return -1;
    if (!m->snapshots.current)
        return error_set(VIR_FROM_TEST, VIR_ERR_NO_DOMAIN_SNAPSHOT, "'%s' has no current one",
                         machine_name(m));
    return give(m, m->snapshots.current, &ret->snap);
}

int test_domain_snapshot_get_parent(struct session *session,
                                    const remote_domain_snapshot_get_parent_args *args,
                                    remote_domain_snapshot_get_parent_ret *ret)
{
    READ_WORLD(w, session);
    struct machine *m;
    const struct moment *s = snapshot_find(w, &args->snap, &m);

    if (!s || check_flags(args->flags, 0) < 0)
        return -1;
    if (!s->parent)
        return error_set(VIR_FROM_TEST, VIR_ERR_NO_DOMAIN_SNAPSHOT, "'%s' has no parent", s->name);
    return give(m, s->parent, &ret->snap);
}

int test_domain_snapshot_is_current(struct session *session,
                                    const remote_domain_snapshot_is_current_args *args,
                                    remote_domain_snapshot_is_current_ret *ret)
{
    READ_WORLD(w, session);
    struct machine *m;
    const struct moment *s = snapshot_find(w, &args->snap, &m);

    if (!s || check_flags(args->flags, 0) < 0)
        return -1;
    ret->current = m->snapshots.current == s;
    return 0;
}

int test_domain_snapshot_has_metadata(struct session *session,
                                      const remote_domain_snapshot_has_metadata_args *args,
                                      remote_domain_snapshot_has_metadata_ret *ret)
{
    READ_WORLD(w, session);
    struct machine *m;

    if (!snapshot_find(w, &args->snap, &m) || check_flags(args->flags, 0) < 0)
        return -1;
    ret->metadata = 1;
    return 0;
}

/* ---- lists ---- */

static bool in_group(unsigned flags, unsigned group, unsigned bit)
{
    return !(flags & group) || (flags & bit);
}

static bool passes(const struct machine *m, const struct moment *s, const struct moment *below,
                   unsigned flags)
{
    return moment_listed(&m->snapshots, s, below, flags) &&
           in_group(flags, VIR_DOMAIN_SNAPSHOT_LIST_METADATA | VIR_DOMAIN_SNAPSHOT_LIST_NO_METADATA,
                    VIR_DOMAIN_SNAPSHOT_LIST_METADATA) &&
           in_group(flags,
                    VIR_DOMAIN_SNAPSHOT_LIST_INACTIVE | VIR_DOMAIN_SNAPSHOT_LIST_ACTIVE |
                        VIR_DOMAIN_SNAPSHOT_LIST_DISK_ONLY,
                    s->state == DISK_SNAPSHOT ? VIR_DOMAIN_SNAPSHOT_LIST_DISK_ONLY
                    : is_off(s)               ? VIR_DOMAIN_SNAPSHOT_LIST_INACTIVE
                                              : VIR_DOMAIN_SNAPSHOT_LIST_ACTIVE) &&
           in_group(flags, VIR_DOMAIN_SNAPSHOT_LIST_INTERNAL | VIR_DOMAIN_SNAPSHOT_LIST_EXTERNAL,
                    snapshot_disks_external(s) ? VIR_DOMAIN_SNAPSHOT_LIST_EXTERNAL
                                               : VIR_DOMAIN_SNAPSHOT_LIST_INTERNAL);
}

/* Fills what passes, NULL where only the count is wanted; the count grows as it does. */
static int collect(const struct machine *m, const struct moment *below, unsigned flags,
                   remote_nonnull_domain_snapshot *val, u_int *len)
{
    *len = 0;
    for (size_t i = 0; i < m->snapshots.n; i++) {
        if (!passes(m, m->snapshots.list[i], below, flags))
            continue;
        if (val && give(m, m->snapshots.list[i], &val[*len]) < 0)
            return -1;
        (*len)++;
    }
    return 0;
}

static int list(const struct machine *m, const struct moment *below, unsigned flags, bool wanted,
                remote_domain_list_all_snapshots_ret *ret)
{
    if (wanted) {
        ret->snapshots.snapshots_val =
            calloc(m->snapshots.n + 1, sizeof(*ret->snapshots.snapshots_val));
        if (!ret->snapshots.snapshots_val)
            return error_oom(VIR_FROM_TEST);
    }
    if (collect(m, below, flags, ret->snapshots.snapshots_val, &ret->snapshots.snapshots_len) < 0)
        return -1;
    ret->ret = (int)ret->snapshots.snapshots_len;
    if (!wanted)
        ret->snapshots.snapshots_len = 0;
    return 0;
}

static int list_names(const struct machine *m, const struct moment *below, unsigned flags, int max,
                      remote_domain_snapshot_list_names_ret *ret)
{
    if (max < 0)
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "room for %d names", max);
    ret->names.names_val = calloc(m->snapshots.n + 1, sizeof(char *));
    if (!ret->names.names_val)
        return error_oom(VIR_FROM_TEST);
    for (size_t i = 0; i < m->snapshots.n && ret->names.names_len < (u_int)max; i++) {
        const struct moment *s = m->snapshots.list[i];

        if (!passes(m, s, below, flags))
            continue;
        if (reply_text(&ret->names.names_val[ret->names.names_len], s->name) < 0)
            return -1;
        ret->names.names_len++;
    }
    return 0;
}

int test_domain_snapshot_num(struct session *session, const remote_domain_snapshot_num_args *args,
                             remote_domain_snapshot_num_ret *ret)
{
    READ_WORLD(w, session);
    const struct machine *m = world_find(w, &args->dom);

    if (!m || check_flags(args->flags, LIST_FLAGS) < 0)
        return -1;
    return collect(m, NULL, args->flags, NULL, (u_int *)&ret->num);
}

int test_domain_snapshot_list_names(struct session *session,
                                    const remote_domain_snapshot_list_names_args *args,
                                    remote_domain_snapshot_list_names_ret *ret)
{
    READ_WORLD(w, session);
    const struct machine *m = world_find(w, &args->dom);

    if (!m || check_flags(args->flags, LIST_FLAGS) < 0)
        return -1;
    return list_names(m, NULL, args->flags, args->maxnames, ret);
}

int test_domain_list_all_snapshots(struct session *session,
                                   const remote_domain_list_all_snapshots_args *args,
                                   remote_domain_list_all_snapshots_ret *ret)
{
    READ_WORLD(w, session);
    const struct machine *m = world_find(w, &args->dom);

    if (!m || check_flags(args->flags, LIST_FLAGS) < 0)
        return -1;
    return list(m, NULL, args->flags, args->need_results, ret);
}

int test_domain_snapshot_num_children(struct session *session,
                                      const remote_domain_snapshot_num_children_args *args,
                                      remote_domain_snapshot_num_children_ret *ret)
{
    READ_WORLD(w, session);
    struct machine *m;
    const struct moment *s = snapshot_find(w, &args->snap, &m);

    if (!s || check_flags(args->flags, LIST_FLAGS) < 0)
        return -1;
    return collect(m, s, args->flags, NULL, (u_int *)&ret->num);
}

int test_domain_snapshot_list_children_names(
    struct session *session, const remote_domain_snapshot_list_children_names_args *args,
    remote_domain_snapshot_list_children_names_ret *ret)
{
    remote_domain_snapshot_list_names_ret names = {0};
    READ_WORLD(w, session);
    struct machine *m;
    const struct moment *s = snapshot_find(w, &args->snap, &m);
    int r;

    if (!s || check_flags(args->flags, LIST_FLAGS) < 0)
        return -1;
    r = list_names(m, s, args->flags, args->maxnames, &names);
    ret->names.names_len = names.names.names_len;
    ret->names.names_val = names.names.names_val;
    return r;
}

int test_domain_snapshot_list_all_children(
    struct session *session, const remote_domain_snapshot_list_all_children_args *args,
    remote_domain_snapshot_list_all_children_ret *ret)
{
    remote_domain_list_all_snapshots_ret all = {0};
    READ_WORLD(w, session);
    struct machine *m;
    const struct moment *s = snapshot_find(w, &args->snapshot, &m);
    int r;

    if (!s || check_flags(args->flags, LIST_FLAGS) < 0)
        return -1;
    r = list(m, s, args->flags, args->need_results, &all);
    ret->snapshots.snapshots_len = all.snapshots.snapshots_len;
    ret->snapshots.snapshots_val = all.snapshots.snapshots_val;
    ret->ret = all.ret;
    return r;
}
