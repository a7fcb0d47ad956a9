/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Limits of block I/O: of one disk (<iotune>), and of a group of disks that the domain names
 * (<throttlegroup>), which the disks' <throttlefilters> refer to.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "drivers/domain/affect.h"
#include "drivers/domain/definition.h"
#include "drivers/domain/devices.h"
#include "drivers/machine/hold.h"
#include "drivers/machine/ops.h"
#include "drivers/machine/tuning_ops.h"
#include "drivers/reply.h"
#include "drivers/xml/schema.h"
#include "drivers/xml/xml.h"

#define IOTUNE_LIMIT(at, name)                                                 \
    {                                                                          \
        .known = {name, VIR_TYPED_PARAM_ULLONG}, .path = at name, .unset = "0" \
    }
#define RATES(at)                                                      \
    IOTUNE_LIMIT(at, VIR_DOMAIN_BLOCK_IOTUNE_TOTAL_BYTES_SEC),         \
        IOTUNE_LIMIT(at, VIR_DOMAIN_BLOCK_IOTUNE_READ_BYTES_SEC),      \
        IOTUNE_LIMIT(at, VIR_DOMAIN_BLOCK_IOTUNE_WRITE_BYTES_SEC),     \
        IOTUNE_LIMIT(at, VIR_DOMAIN_BLOCK_IOTUNE_TOTAL_IOPS_SEC),      \
        IOTUNE_LIMIT(at, VIR_DOMAIN_BLOCK_IOTUNE_READ_IOPS_SEC),       \
        IOTUNE_LIMIT(at, VIR_DOMAIN_BLOCK_IOTUNE_WRITE_IOPS_SEC),      \
        IOTUNE_LIMIT(at, VIR_DOMAIN_BLOCK_IOTUNE_TOTAL_BYTES_SEC_MAX), \
        IOTUNE_LIMIT(at, VIR_DOMAIN_BLOCK_IOTUNE_READ_BYTES_SEC_MAX),  \
        IOTUNE_LIMIT(at, VIR_DOMAIN_BLOCK_IOTUNE_WRITE_BYTES_SEC_MAX), \
        IOTUNE_LIMIT(at, VIR_DOMAIN_BLOCK_IOTUNE_TOTAL_IOPS_SEC_MAX),  \
        IOTUNE_LIMIT(at, VIR_DOMAIN_BLOCK_IOTUNE_READ_IOPS_SEC_MAX),   \
        IOTUNE_LIMIT(at, VIR_DOMAIN_BLOCK_IOTUNE_WRITE_IOPS_SEC_MAX),  \
        IOTUNE_LIMIT(at, VIR_DOMAIN_BLOCK_IOTUNE_SIZE_IOPS_SEC)
#define LENGTHS(at)                                                           \
    IOTUNE_LIMIT(at, VIR_DOMAIN_BLOCK_IOTUNE_TOTAL_BYTES_SEC_MAX_LENGTH),     \
        IOTUNE_LIMIT(at, VIR_DOMAIN_BLOCK_IOTUNE_READ_BYTES_SEC_MAX_LENGTH),  \
        IOTUNE_LIMIT(at, VIR_DOMAIN_BLOCK_IOTUNE_WRITE_BYTES_SEC_MAX_LENGTH), \
        IOTUNE_LIMIT(at, VIR_DOMAIN_BLOCK_IOTUNE_TOTAL_IOPS_SEC_MAX_LENGTH),  \
        IOTUNE_LIMIT(at, VIR_DOMAIN_BLOCK_IOTUNE_READ_IOPS_SEC_MAX_LENGTH),   \
        IOTUNE_LIMIT(at, VIR_DOMAIN_BLOCK_IOTUNE_WRITE_IOPS_SEC_MAX_LENGTH)

static const struct tunable disk_table[] = {
    RATES("iotune/"),
    {.known = {VIR_DOMAIN_BLOCK_IOTUNE_GROUP_NAME, VIR_TYPED_PARAM_STRING},
     .path = "iotune/" VIR_DOMAIN_BLOCK_IOTUNE_GROUP_NAME,
     .unset = ""},
    LENGTHS("iotune/"),
};
static const struct tunable group_table[] = {RATES(""), LENGTHS("")};

/* A limit of both ways and one of a way exclude each other; a burst is not below its rate. */
static int iotune_check(const struct tuned *t, const xmlNode *node, const remote_typed_param *val,
                        u_int len)
{
    static const char *const kinds[] = {"bytes_sec", "iops_sec", "bytes_sec_max", "iops_sec_max"};
    static const char *const ways[] = {"total_", "read_", "write_"};
    unsigned long long value[ARRAY_SIZE(kinds)][ARRAY_SIZE(ways)];

    for (size_t k = 0; k < ARRAY_SIZE(kinds); k++) {
        for (size_t i = 0; i < ARRAY_SIZE(ways); i++) {
            char field[64];

            snprintf(field, sizeof(field), "%s%s", ways[i], kinds[k]);
            value[k][i] = tuning_after(t, node, field, val, len);
            if (k >= 2 && value[k][i] && value[k][i] < value[k - 2][i])
                return error_set(FROM_DRIVER, VIR_ERR_INVALID_ARG,
                                 "%s of %llu is below the rate of %llu", field, value[k][i],
                                 value[k - 2][i]);
        }
        if (value[k][0] && (value[k][1] || value[k][2]))
            return error_set(FROM_DRIVER, VIR_ERR_INVALID_ARG,
                             "%s is limited in total, and so not for reading or writing", kinds[k]);
    }
    return 0;
}

/* ---- a disk ---- */

static const struct tuned disk_tuned = {
    .schema = &disk_schema,
    .table = disk_table,
    .n = ARRAY_SIZE(disk_table),
    .find = devices_disk,
    .check = iotune_check,
};

int machine_domain_get_block_io_tune(struct session *session,
                                     const remote_domain_get_block_io_tune_args *args,
                                     remote_domain_get_block_io_tune_ret *ret)
{
    return tuning_get(&disk_tuned, session, &args->dom, args->disk ? *args->disk : "",
                      args->nparams, args->flags, PARAMS(ret->params), &ret->nparams);
}

int machine_domain_set_block_io_tune(struct session *session,
                                     const remote_domain_set_block_io_tune_args *args)
{
    return tuning_set(&disk_tuned, session, &args->dom, args->disk, args->params.params_val,
                      args->params.params_len, args->flags);
}

/* ---- a group ---- */

static xmlNode *iotune_groups_of(const struct definition *d)
{
    return xml_child(definition_root(d), "throttlegroups");
}

/* The group of that name; NULL: there is none, no error set. */
static xmlNode *iotune_group_at(const struct definition *d, const char *name)
{
    const xmlNode *groups = iotune_groups_of(d);

    for (xmlNode *n = groups ? xml_child(groups, "throttlegroup") : NULL; n;
         n = xml_element(n->next, "throttlegroup")) {
        _cleanup_free_ char *is = xml_text(xml_child(n, "group_name"));

        if (is && strcmp(is, name) == 0)
            return n;
    }
    return NULL;
}

static xmlNode *iotune_find_group(const struct definition *d, const char *name)
{
    xmlNode *n = iotune_group_at(d, name);

    if (!n)
        error_set(VIR_FROM_DOMAIN, VIR_ERR_INVALID_ARG, "domain '%s' has no group of limits '%s'",
                  d->name, name);
    return n;
}

static void iotune_remove_group(struct definition *d, const char *name)
{
    xmlNode *groups = iotune_groups_of(d), *n = iotune_group_at(d, name);

    if (!n)
        return;
    xmlUnlinkNode(n);
    xmlFreeNode(n);
    if (xml_count(groups, "throttlegroup"))
        return;
    xmlUnlinkNode(groups);
    xmlFreeNode(groups);
}

static const struct schema group_schema = {.root = "throttlegroup", .domain = VIR_FROM_DOMAIN};
static const struct tuned group_tuned = {
    .schema = &group_schema,
    .table = group_table,
    .n = ARRAY_SIZE(group_table),
    .find = iotune_find_group,
    .check = iotune_check,
};

/* A group that limits nothing is none. */
static bool iotune_limits_something(const remote_typed_param *val, u_int len)
{
    for (u_int i = 0; i < len; i++) {
        if (val[i].value.type == VIR_TYPED_PARAM_ULLONG && params_number(&val[i]))
            return true;
    }
    return false;
}

/* Makes an empty group where there is none. Returns true if it did. */
static bool iotune_want_group(struct definition *d, const char *name)
{
    xmlNode *n;

    if (!d || iotune_group_at(d, name))
        return false;
    n = xml_add(schema_want(&definition_schema, definition_root(d), "throttlegroups"),
                "throttlegroup", NULL);
    xml_set_text(xml_add(n, "group_name", NULL), name);
    return true;
}

int machine_domain_set_throttle_group(struct session *session,
                                      const remote_domain_set_throttle_group_args *args)
{
    const remote_typed_param *val = args->params.params_val;
    u_int len = args->params.params_len;
    CHANGE_MACHINE(m, session, &args->dom);
    struct affected to;
    bool live, config;

    if (!m || check_flags(args->flags, AFFECT_FLAGS) < 0 ||
        xml_check_text(args->group, "the name of a group") < 0)
        return -1;
    if (!*args->group || !iotune_limits_something(val, len))
        return error_set(FROM_DRIVER, VIR_ERR_INVALID_ARG,
                         "a group of limits has a name and a limit");
    if (machine_changed(m, args->flags, &to) < 0)
        return -1;
    live = iotune_want_group(to.live, args->group);
    config = iotune_want_group(to.config, args->group);
    if (tuning_check(&group_tuned, &to, args->group, val, len) == 0 &&
        !(to.live && APPLY(m, tune, &group_tuned, args->group, val, len) < 0) &&
        tuning_write(&group_tuned, &to, args->group, val, len) == 0)
        return 0;
    if (live)
        iotune_remove_group(to.live, args->group);
    if (config)
        iotune_remove_group(to.config, args->group);
    return -1;
}

/* A group that is there, and that no disk refers to. */
static int iotune_check_unused(const struct definition *d, const char *name)
{
    const xmlNode *devices = d ? xml_child(definition_root(d), "devices") : NULL;

    if (d && !iotune_find_group(d, name))
        return -1;
    for (xmlNode *n = devices ? xml_child(devices, "disk") : NULL; n;
         n = xml_element(n->next, "disk")) {
        const xmlNode *filters = xml_child(n, "throttlefilters");

        if (filters && xml_child_with(filters, "throttlefilter", "group", name))
            return error_set(VIR_FROM_DOMAIN, VIR_ERR_INVALID_ARG,
                             "a disk of '%s' is in the group '%s'", d->name, name);
    }
    return 0;
}

int machine_domain_del_throttle_group(struct session *session,
                                      const remote_domain_del_throttle_group_args *args)
{
    const char *name = args->group ? *args->group : "";
    CHANGE_MACHINE(m, session, &args->dom);
    struct affected to;

    if (!m || check_flags(args->flags, AFFECT_FLAGS) < 0 ||
        machine_changed(m, args->flags, &to) < 0 || iotune_check_unused(to.live, name) < 0 ||
        iotune_check_unused(to.config, name) < 0)
        return -1;
    if (to.live)
        iotune_remove_group(to.live, name);
    if (to.config)
        iotune_remove_group(to.config, name);
    return 0;
}
