/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Vcpus one by one: <vcpus> says which are there, once somebody has chosen them; without it those
 * with the lowest numbers are.
 */
#include "drivers/machine/vcpus.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "drivers/domain/affect.h"
#include "drivers/domain/definition.h"
#include "drivers/machine/emit.h"
#include "drivers/machine/hold.h"
#include "drivers/machine/ops.h"
#include "drivers/reply.h"
#include "drivers/xml/cpuset.h"
#include "drivers/xml/schema.h"
#include "drivers/xml/xml.h"

enum { VCPUS_MAX = CPUSET_BYTES * 8 };

static bool vcpus_in_map(const unsigned char *map, unsigned i)
{
    return i < VCPUS_MAX && map[i / 8] & (1U << (i % 8));
}

static xmlNode *vcpus_list_of(const struct definition *d)
{
    return xml_child(definition_root(d), "vcpus");
}

static bool vcpus_is_there(const struct definition *d, unsigned i)
{
    const xmlNode *list = vcpus_list_of(d);
    char id[12];
    _cleanup_free_ char *enabled = NULL;
    xmlNode *n;

    if (!list)
        return i < d->vcpus;
    snprintf(id, sizeof(id), "%u", i);
    n = xml_child_with(list, "vcpu", "id", id);
    enabled = n ? xml_attribute(n, "enabled") : NULL;
    return enabled && strcmp(enabled, "yes") == 0;
}

static void vcpus_take_list_away(struct definition *d)
{
    xmlNode *list = vcpus_list_of(d);

    if (!list)
        return;
    xmlUnlinkNode(list);
    xmlFreeNode(list);
}

/* Writes which are there. */
static void vcpus_write_list(struct definition *d, const bool *there)
{
    xmlNode *list;
    unsigned count = 0;

    vcpus_take_list_away(d);
    list = schema_want(&definition_schema, definition_root(d), "vcpus");
    for (unsigned i = 0; i < d->max_vcpus; i++) {
        char id[12], order[12];
        xmlNode *n;

        snprintf(id, sizeof(id), "%u", i);
        n = xml_add(list, "vcpu", "id", id, "enabled", there[i] ? "yes" : "no", "hotpluggable",
                    i ? "yes" : "no", NULL);
        if (!there[i])
            continue;
        snprintf(order, sizeof(order), "%u", ++count);
        xml_set(n, "order", order);
    }
    definition_set_vcpus(d, count);
}

void vcpus_set_count(struct definition *d, unsigned count)
{
    vcpus_take_list_away(d);
    definition_set_vcpus(d, count);
}

/* The first has to be there, and there are no more than the maximum. d NULL: not meant. */
static int vcpus_check_map(const struct definition *d, const unsigned char *map)
{
    if (d && vcpus_in_map(map, 0))
        return error_set(VIR_FROM_DOMAIN, VIR_ERR_INVALID_ARG,
                         "the first vcpu of '%s' does not come and go", d->name);
    for (unsigned i = d ? d->max_vcpus : VCPUS_MAX; i < VCPUS_MAX; i++) {
        if (vcpus_in_map(map, i))
            return error_set(VIR_FROM_DOMAIN, VIR_ERR_INVALID_ARG,
                             "domain '%s' has %u vcpus at most, so no %u", d->name, d->max_vcpus,
                             i);
    }
    return 0;
}

/* Tells of those that leave a running machine: m NULL, nobody is told. */
static int vcpus_set_some(struct machine *m, struct definition *d, const unsigned char *map,
                          bool there)
{
    _cleanup_free_ bool *after = calloc(d->max_vcpus + 1, sizeof(*after));

    if (!after)
        return error_oom(FROM_DRIVER);
    for (unsigned i = 0; i < d->max_vcpus; i++) {
        bool before = vcpus_is_there(d, i);

        after[i] = vcpus_in_map(map, i) ? there : before;
        if (m && before && !after[i])
            emit_vcpu_removed(m, i);
    }
    vcpus_write_list(d, after);
    return 0;
}

int machine_domain_set_vcpu(struct session *session, const remote_domain_set_vcpu_args *args)
{
    unsigned char map[CPUSET_BYTES];
    CHANGE_MACHINE(m, session, &args->dom);
    struct affected to;

    if (!m || check_flags(args->flags, AFFECT_FLAGS) < 0 || cpuset_parse(args->cpumap, map) < 0)
        return -1;
    if (args->state != 0 && args->state != 1)
        return error_set(FROM_DRIVER, VIR_ERR_INVALID_ARG, "a vcpu is there or not, but never %d",
                         args->state);
    if (machine_changed(m, args->flags, &to) < 0 || vcpus_check_map(to.live, map) < 0 ||
        vcpus_check_map(to.config, map) < 0)
        return -1;
    if (to.live && APPLY(m, vcpu, map, args->state) < 0)
        return -1;
    if (to.live && vcpus_set_some(m, to.live, map, args->state) < 0)
        return -1;
    return to.config ? vcpus_set_some(NULL, to.config, map, args->state) : 0;
}
