/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Memory and vcpus: what a machine has now (live), and what it will have after the next start
 * (config).
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include <libvirt/libvirt.h>

#include "drivers/domain/affect.h"
#include "drivers/domain/definition.h"
#include "drivers/domain/devices.h"
#include "drivers/event_hub.h"
#include "drivers/machine/hold.h"
#include "drivers/machine/ops.h"
#include "drivers/machine/vcpus.h"
#include "drivers/reply.h"
#include "drivers/xml/xml_path.h"

/* ---- memory ---- */

static int resources_set_max_memory(struct machine *m, const struct affected *to,
                                    unsigned long long kib)
{
    if (kib == 0)
        return error_set(FROM_DRIVER, VIR_ERR_INVALID_ARG, "a domain has some memory");
    if (to->live)
        return error_set(FROM_DRIVER, VIR_ERR_OPERATION_INVALID,
                         "the maximum memory of '%s' can not change while it runs",
                         machine_name(m));
    definition_set_max_memory(to->config, kib);
    return 0;
}

static int resources_set_memory(struct session *session, const remote_nonnull_domain *dom,
                                unsigned long long kib, unsigned flags)
{
    CHANGE_MACHINE(m, session, dom);
    struct affected to;
    remote_nonnull_domain ref;

    if (!m ||
        check_flags(flags, VIR_DOMAIN_AFFECT_LIVE | VIR_DOMAIN_AFFECT_CONFIG |
                               VIR_DOMAIN_MEM_MAXIMUM) < 0 ||
        machine_changed(m, flags, &to) < 0)
        return -1;
    if (flags & VIR_DOMAIN_MEM_MAXIMUM)
        return resources_set_max_memory(m, &to, kib);
    if ((to.live && kib > to.live->max_memory) || (to.config && kib > to.config->max_memory))
        return error_set(FROM_DRIVER, VIR_ERR_INVALID_ARG,
                         "%llu KiB are more than the maximum of '%s'", kib, machine_name(m));
    if (to.live && APPLY(m, memory, kib) < 0)
        return -1;
    if (to.config)
        definition_set_memory(to.config, kib);
    if (to.live) {
        definition_set_memory(to.live, kib);
        if (machine_ref(m, &ref) < 0)
            return -1;
        hub_emit_balloon(m->table->hub, &ref, kib);
        free(ref.name);
    }
    return 0;
}

int machine_domain_set_memory(struct session *session, const remote_domain_set_memory_args *args)
{
    return resources_set_memory(session, &args->dom, args->memory, VIR_DOMAIN_AFFECT_LIVE);
}

int machine_domain_set_memory_flags(struct session *session,
                                    const remote_domain_set_memory_flags_args *args)
{
    return resources_set_memory(session, &args->dom, args->memory, args->flags);
}

int machine_domain_set_max_memory(struct session *session,
                                  const remote_domain_set_max_memory_args *args)
{
    return resources_set_memory(session, &args->dom, args->memory, VIR_DOMAIN_MEM_MAXIMUM);
}

int machine_domain_set_memory_stats_period(struct session *session,
                                           const remote_domain_set_memory_stats_period_args *args)
{
    CHANGE_MACHINE(m, session, &args->dom);
    struct affected to;
    struct definition *both[2];
    char text[12];

    if (!m || check_flags(args->flags, AFFECT_FLAGS) < 0 ||
        machine_changed(m, args->flags, &to) < 0)
        return -1;
    if (args->period < 0)
        return error_set(FROM_DRIVER, VIR_ERR_INVALID_ARG, "a period of %d seconds", args->period);
    snprintf(text, sizeof(text), "%d", args->period);
    both[0] = to.live;
    both[1] = to.config;
    for (size_t i = 0; i < ARRAY_SIZE(both); i++) {
        xmlNode *balloon = both[i] ? devices_balloon(both[i]) : NULL;

        if (both[i] && !balloon)
            return error_set(FROM_DRIVER, VIR_ERR_OPERATION_INVALID,
                             "domain '%s' has no memory balloon", machine_name(m));
        if (balloon)
            xml_path_set(&balloon_schema, balloon, "stats@period", args->period ? text : NULL);
    }
    return 0;
}

/* ---- vcpus ---- */

static int resources_set_vcpus(struct session *session, const remote_nonnull_domain *dom,
                               unsigned count, unsigned flags)
{
    CHANGE_MACHINE(m, session, dom);
    bool maximum = flags & VIR_DOMAIN_VCPU_MAXIMUM;
    struct affected to;

    if (!m ||
        check_flags(flags, VIR_DOMAIN_AFFECT_LIVE | VIR_DOMAIN_AFFECT_CONFIG |
                               VIR_DOMAIN_VCPU_MAXIMUM) < 0 ||
        machine_changed(m, flags, &to) < 0)
        return -1;
    if (maximum && to.live)
        return error_set(FROM_DRIVER, VIR_ERR_INVALID_ARG,
                         "the maximum of vcpus changes in the persistent definition only");
    if (count == 0 || count > m->table->hypervisor->max_vcpus)
        return error_set(FROM_DRIVER, VIR_ERR_INVALID_ARG, "%u vcpus are not between 1 and %u",
                         count, m->table->hypervisor->max_vcpus);
    if (!maximum &&
        ((to.live && count > to.live->max_vcpus) || (to.config && count > to.config->max_vcpus)))
        return error_set(FROM_DRIVER, VIR_ERR_INVALID_ARG, "%u vcpus are more than '%s' may have",
                         count, machine_name(m));
    if (to.live && APPLY(m, vcpus, count) < 0)
        return -1;
    if (to.live)
        vcpus_set_count(to.live, count);
    if (to.config && maximum)
        definition_set_max_vcpus(to.config, count);
    if (to.config)
        vcpus_set_count(to.config, maximum ? to.config->vcpus : count);
    return 0;
}

int machine_domain_set_vcpus(struct session *session, const remote_domain_set_vcpus_args *args)
{
    return resources_set_vcpus(session, &args->dom, args->nvcpus, VIR_DOMAIN_AFFECT_LIVE);
}

int machine_domain_set_vcpus_flags(struct session *session,
                                   const remote_domain_set_vcpus_flags_args *args)
{
    return resources_set_vcpus(session, &args->dom, args->nvcpus, args->flags);
}

static int resources_get_vcpus(struct session *session, const remote_nonnull_domain *dom,
                               unsigned flags, int *ret_num)
{
    READ_MACHINE(m, session, dom);
    struct affected of;
    const struct definition *d;

    if (!m ||
        check_flags(flags, VIR_DOMAIN_AFFECT_LIVE | VIR_DOMAIN_AFFECT_CONFIG |
                               VIR_DOMAIN_VCPU_MAXIMUM) < 0 ||
        machine_seen(m, flags, &of) < 0)
        return -1;
    d = of.live ? of.live : of.config;
    *ret_num = (int)(flags & VIR_DOMAIN_VCPU_MAXIMUM ? d->max_vcpus : d->vcpus);
    return 0;
}

int machine_domain_get_vcpus_flags(struct session *session,
                                   const remote_domain_get_vcpus_flags_args *args,
                                   remote_domain_get_vcpus_flags_ret *ret)
{
    return resources_get_vcpus(session, &args->dom, args->flags, &ret->num);
}

int machine_domain_get_max_vcpus(struct session *session,
                                 const remote_domain_get_max_vcpus_args *args,
                                 remote_domain_get_max_vcpus_ret *ret)
{
    return resources_get_vcpus(session, &args->dom,
                               VIR_DOMAIN_AFFECT_LIVE | VIR_DOMAIN_VCPU_MAXIMUM, &ret->num);
}
