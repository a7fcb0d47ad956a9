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
#include "drivers/test/ops.h"
#include "drivers/machine/pin.h"
#include "drivers/reply.h"
#include "drivers/machine/vcpus.h"
#include "drivers/test/world/world.h"
#include "drivers/xml/xml_path.h"

/* ---- memory ---- */

static int set_max_memory(struct machine *m, const struct affected *to, unsigned long long kib)
{
    if (kib == 0)
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "a domain has some memory");
    if (to->live)
        return error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_INVALID,
                         "the maximum memory of '%s' can not change while it runs",
                         machine_name(m));
    definition_set_max_memory(to->config, kib);
    return 0;
}

static int set_memory(struct session *session, const remote_nonnull_domain *dom,
                      unsigned long long kib, unsigned flags)
{
    WRITE_WORLD(w, session);
    struct machine *m = world_find(w, dom);
    struct affected to;
    remote_nonnull_domain ref;

    if (!m ||
        check_flags(flags, VIR_DOMAIN_AFFECT_LIVE | VIR_DOMAIN_AFFECT_CONFIG |
                               VIR_DOMAIN_MEM_MAXIMUM) < 0 ||
        machine_changed(m, flags, &to) < 0)
        return -1;
    if (flags & VIR_DOMAIN_MEM_MAXIMUM)
        return set_max_memory(m, &to, kib);
    if ((to.live && kib > to.live->max_memory) || (to.config && kib > to.config->max_memory))
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG,
                         "%llu KiB are more than the maximum of '%s'", kib, machine_name(m));
    if (to.config)
        definition_set_memory(to.config, kib);
    if (to.live) {
        definition_set_memory(to.live, kib);
        if (machine_ref(m, &ref) < 0)
            return -1;
        hub_emit_balloon(&w->hub, &ref, kib);
        free(ref.name);
    }
    return 0;
}

int test_domain_set_memory(struct session *session, const remote_domain_set_memory_args *args)
{
    return set_memory(session, &args->dom, args->memory, VIR_DOMAIN_AFFECT_LIVE);
}

int test_domain_set_memory_flags(struct session *session,
                                 const remote_domain_set_memory_flags_args *args)
{
    return set_memory(session, &args->dom, args->memory, args->flags);
}

int test_domain_set_max_memory(struct session *session,
                               const remote_domain_set_max_memory_args *args)
{
    return set_memory(session, &args->dom, args->memory, VIR_DOMAIN_MEM_MAXIMUM);
}

int test_domain_set_memory_stats_period(struct session *session,
                                        const remote_domain_set_memory_stats_period_args *args)
{
    WRITE_WORLD(w, session);
    struct machine *m = world_find(w, &args->dom);
    struct affected to;
    struct definition *both[2];
    char text[12];

    if (!m || check_flags(args->flags, AFFECT_FLAGS) < 0 ||
        machine_changed(m, args->flags, &to) < 0)
        return -1;
    if (args->period < 0)
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "a period of %d seconds",
                         args->period);
    snprintf(text, sizeof(text), "%d", args->period);
    both[0] = to.live;
    both[1] = to.config;
    for (size_t i = 0; i < ARRAY_SIZE(both); i++) {
        xmlNode *balloon = both[i] ? devices_balloon(both[i]) : NULL;

        if (both[i] && !balloon)
            return error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_INVALID,
                             "domain '%s' has no memory balloon", machine_name(m));
        if (balloon)
            xml_path_set(&balloon_schema, balloon, "stats@period", args->period ? text : NULL);
    }
    return 0;
}

/* ---- vcpus ---- */

static int set_vcpus(struct session *session, const remote_nonnull_domain *dom, unsigned count,
                     unsigned flags)
{
    WRITE_WORLD(w, session);
    struct machine *m = world_find(w, dom);
    bool maximum = flags & VIR_DOMAIN_VCPU_MAXIMUM;
    struct affected to;

    if (!m ||
        check_flags(flags, VIR_DOMAIN_AFFECT_LIVE | VIR_DOMAIN_AFFECT_CONFIG |
                               VIR_DOMAIN_VCPU_MAXIMUM) < 0 ||
        machine_changed(m, flags, &to) < 0)
        return -1;
    if (maximum && to.live)
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG,
                         "the maximum of vcpus changes in the persistent definition only");
    if (count == 0 || count > 32)
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "%u vcpus are not between 1 and 32",
                         count);
    if (!maximum &&
        ((to.live && count > to.live->max_vcpus) || (to.config && count > to.config->max_vcpus)))
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "%u vcpus are more than '%s' may have",
                         count, machine_name(m));
    if (to.live)
        vcpus_set_count(to.live, count);
    if (to.config && maximum)
        definition_set_max_vcpus(to.config, count);
    if (to.config)
        vcpus_set_count(to.config, maximum ? to.config->vcpus : count);
    return 0;
}

int test_domain_set_vcpus(struct session *session, const remote_domain_set_vcpus_args *args)
{
    return set_vcpus(session, &args->dom, args->nvcpus, VIR_DOMAIN_AFFECT_LIVE);
}

int test_domain_set_vcpus_flags(struct session *session,
                                const remote_domain_set_vcpus_flags_args *args)
{
    return set_vcpus(session, &args->dom, args->nvcpus, args->flags);
}

static int get_vcpus(struct session *session, const remote_nonnull_domain *dom, unsigned flags,
                     int *ret_num)
{
    READ_WORLD(w, session);
    struct machine *m = world_find(w, dom);
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

int test_domain_get_vcpus_flags(struct session *session,
                                const remote_domain_get_vcpus_flags_args *args,
                                remote_domain_get_vcpus_flags_ret *ret)
{
    return get_vcpus(session, &args->dom, args->flags, &ret->num);
}

int test_domain_get_max_vcpus(struct session *session, const remote_domain_get_max_vcpus_args *args,
                              remote_domain_get_max_vcpus_ret *ret)
{
    return get_vcpus(session, &args->dom, VIR_DOMAIN_AFFECT_LIVE | VIR_DOMAIN_VCPU_MAXIMUM,
                     &ret->num);
}

int test_domain_get_vcpus(struct session *session, const remote_domain_get_vcpus_args *args,
                          remote_domain_get_vcpus_ret *ret)
{
    READ_WORLD(w, session);
    const struct machine *m = world_find_running(w, &args->dom);
    size_t n, maplen;

    if (!m)
        return -1;
    if (args->maxinfo < 0 || args->maplen < 0 || args->maplen > 256)
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "room for %d vcpus with maps of %d",
                         args->maxinfo, args->maplen);
    n = m->live->vcpus < (unsigned)args->maxinfo ? m->live->vcpus : (unsigned)args->maxinfo;
    maplen = (size_t)args->maplen;
    ret->info.info_val = calloc(n ? n : 1, sizeof(*ret->info.info_val));
    ret->cpumaps.cpumaps_val = calloc(n * maplen + 1, 1);
    if (!ret->info.info_val || !ret->cpumaps.cpumaps_val)
        return error_oom(VIR_FROM_TEST);
    for (size_t i = 0; i < n; i++) {
        const struct pinned what = PINNED_VCPU((unsigned)i);

        ret->info.info_val[i] = (remote_vcpu_info){
            .number = (u_int)i,
            .state = VIR_VCPU_RUNNING,
            .cpu_time = machine_cpu_time(m) / 10000,
            .cpu = pin_last(m->live, &what, w->host.cpus),
        };
        pin_get(m->live, &what, ret->cpumaps.cpumaps_val + i * maplen, maplen);
    }
    ret->info.info_len = (u_int)n;
    ret->cpumaps.cpumaps_len = (u_int)(n * maplen);
    return 0;
}
