/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Which CPUs of the host vcpus, the emulator and iothreads run on: <cputune> has an element for
 * each that is pinned; the others follow <vcpu cpuset='...'>, or run on all.
 */
#include "drivers/machine/pin.h"

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

static const char *const cputune_order[] = {
    "shares",         "global_period",   "global_quota",   "period",
    "quota",          "emulator_period", "emulator_quota", "iothread_period",
    "iothread_quota", "vcpupin",         "emulatorpin",    "iothreadpin",
    "vcpusched",      "emulatorsched",   "iothreadsched",  NULL,
};
static const struct schema cputune_schema = {"cputune", VIR_FROM_DOMAIN, cputune_order,
                                             ARRAY_SIZE(cputune_order)};

static xmlNode *pin_find(const struct definition *d, const struct pinned *what)
{
    const xmlNode *tune = xml_child(definition_root(d), "cputune");
    char id[12];

    snprintf(id, sizeof(id), "%u", what->id);
    if (!tune || !what->attribute)
        return tune ? xml_child(tune, what->element) : NULL;
    return xml_child_with(tune, what->element, what->attribute, id);
}

void pin_get(const struct machine *m, const struct definition *d, const struct pinned *what,
             char *map, size_t bytes)
{
    const xmlNode *pin = pin_find(d, what), *root = definition_root(d);
    _cleanup_free_ char *text = xml_attribute(pin ? pin : xml_child(root, "vcpu"), "cpuset");
    unsigned char all[CPUSET_BYTES] = {0};

    for (unsigned i = 0; i < m->table->hypervisor->cpus; i++)
        all[i / 8] |= (unsigned char)(1U << i % 8);
    if (text && *text)
        cpuset_parse(text, all);
    memset(map, 0, bytes);
    memcpy(map, all, bytes < sizeof(all) ? bytes : sizeof(all));
}

int pin_last(const struct machine *m, const struct definition *d, const struct pinned *what,
             int cpus)
{
    unsigned char map[CPUSET_BYTES];
    int cpu = cpus - 1;

    if (!pin_find(d, what))
        return cpu;
    pin_get(m, d, what, (char *)map, sizeof(map));
    while (cpu >= 0 && !(map[cpu / 8] >> cpu % 8 & 1))
        cpu--;
    return cpu;
}

void pin_forget(struct definition *d, const struct pinned *what)
{
    xmlNode *pin = pin_find(d, what), *tune = pin ? pin->parent : NULL;

    if (!pin)
        return;
    xmlUnlinkNode(pin);
    xmlFreeNode(pin);
    if (!tune->children) {
        xmlUnlinkNode(tune);
        xmlFreeNode(tune);
    }
}

static void pin_write(struct definition *d, const struct pinned *what, const char *cpus)
{
    xmlNode *tune = schema_want(&definition_schema, definition_root(d), "cputune");
    xmlNode *pin = pin_find(d, what);
    char id[12];

    if (!pin) {
        pin = xml_add(tune, what->element, NULL);
        if (what->attribute) {
            snprintf(id, sizeof(id), "%u", what->id);
            xml_set(pin, what->attribute, id);
        }
        schema_sort(&cputune_schema, tune);
    }
    xml_set(pin, "cpuset", cpus);
}

int pin_set(struct machine *m, const struct affected *to, const struct pinned *what,
            const char *map, u_int len)
{
    _cleanup_free_ char *cpus = NULL;
    char field[64];

    if (len > CPUSET_BYTES)
        return error_set(FROM_DRIVER, VIR_ERR_INVALID_ARG, "a CPU map of %u bytes", len);
    cpus = cpuset_format((const unsigned char *)map, len);
    if (!cpus)
        return -1;
    if (!*cpus)
        return error_set(FROM_DRIVER, VIR_ERR_INVALID_ARG, "the set of CPUs is empty");
    if (to->live && APPLY(m, pin, what, cpus) < 0)
        return -1;
    if (to->live)
        pin_write(to->live, what, cpus);
    if (to->config)
        pin_write(to->config, what, cpus);
    if (to->live) {
        if (what->attribute)
            snprintf(field, sizeof(field), "cputune.%s%u", what->element, what->id);
        else
            snprintf(field, sizeof(field), "cputune.%s", what->element);
        emit_tunable(m, field, cpus);
    }
    return 0;
}

/* ---- vcpus ---- */

static int pin_vcpu(struct session *session, const remote_nonnull_domain *dom, unsigned vcpu,
                    const char *map, u_int len, unsigned flags)
{
    CHANGE_MACHINE(m, session, dom);
    const struct pinned what = PINNED_VCPU(vcpu);
    struct affected to;

    if (!m || (flags == VIR_DOMAIN_AFFECT_LIVE && machine_check_active(m, FROM_DRIVER) < 0) ||
        check_flags(flags, AFFECT_FLAGS) < 0 || machine_changed(m, flags, &to) < 0)
        return -1;
    if ((to.live && vcpu >= to.live->max_vcpus) || (to.config && vcpu >= to.config->max_vcpus))
        return error_set(FROM_DRIVER, VIR_ERR_INVALID_ARG, "domain '%s' has no vcpu %u",
                         machine_name(m), vcpu);
    return pin_set(m, &to, &what, map, len);
}

int machine_domain_pin_vcpu(struct session *session, const remote_domain_pin_vcpu_args *args)
{
    return pin_vcpu(session, &args->dom, args->vcpu, args->cpumap.cpumap_val,
                    args->cpumap.cpumap_len, VIR_DOMAIN_AFFECT_LIVE);
}

int machine_domain_pin_vcpu_flags(struct session *session,
                                  const remote_domain_pin_vcpu_flags_args *args)
{
    return pin_vcpu(session, &args->dom, args->vcpu, args->cpumap.cpumap_val,
                    args->cpumap.cpumap_len, args->flags);
}

int machine_domain_get_vcpu_pin_info(struct session *session,
                                     const remote_domain_get_vcpu_pin_info_args *args,
                                     remote_domain_get_vcpu_pin_info_ret *ret)
{
    READ_MACHINE(m, session, &args->dom);
    const struct definition *d;
    struct affected of;
    size_t n, bytes;

    if (!m || check_flags(args->flags, AFFECT_FLAGS) < 0 || machine_seen(m, args->flags, &of) < 0)
        return -1;
    if (args->ncpumaps < 0 || args->maplen < 0 || args->maplen > CPUSET_BYTES)
        return error_set(FROM_DRIVER, VIR_ERR_INVALID_ARG, "room for %d vcpus with maps of %d",
                         args->ncpumaps, args->maplen);
    d = of.live ? of.live : of.config;
    n = d->max_vcpus < (unsigned)args->ncpumaps ? d->max_vcpus : (unsigned)args->ncpumaps;
    bytes = (size_t)args->maplen;
    ret->cpumaps.cpumaps_val = calloc(n * bytes + 1, 1);
    if (!ret->cpumaps.cpumaps_val)
        return error_oom(FROM_DRIVER);
    for (unsigned i = 0; i < n; i++) {
        const struct pinned what = PINNED_VCPU(i);

        pin_get(m, d, &what, ret->cpumaps.cpumaps_val + i * bytes, bytes);
    }
    ret->cpumaps.cpumaps_len = (u_int)(n * bytes);
    ret->num = (int)n;
    return 0;
}

/* ---- the emulator ---- */

static const struct pinned pinned_emulator = {.element = "emulatorpin"};

int machine_domain_pin_emulator(struct session *session,
                                const remote_domain_pin_emulator_args *args)
{
    CHANGE_MACHINE(m, session, &args->dom);
    struct affected to;

    if (!m || check_flags(args->flags, AFFECT_FLAGS) < 0 ||
        machine_changed(m, args->flags, &to) < 0)
        return -1;
    return pin_set(m, &to, &pinned_emulator, args->cpumap.cpumap_val, args->cpumap.cpumap_len);
}

int machine_domain_get_emulator_pin_info(struct session *session,
                                         const remote_domain_get_emulator_pin_info_args *args,
                                         remote_domain_get_emulator_pin_info_ret *ret)
{
    READ_MACHINE(m, session, &args->dom);
    struct affected of;

    if (!m || check_flags(args->flags, AFFECT_FLAGS) < 0 || machine_seen(m, args->flags, &of) < 0)
        return -1;
    if (args->maplen <= 0 || args->maplen > CPUSET_BYTES)
        return error_set(FROM_DRIVER, VIR_ERR_INVALID_ARG, "a CPU map of %d bytes", args->maplen);
    ret->cpumaps.cpumaps_val = malloc((size_t)args->maplen);
    if (!ret->cpumaps.cpumaps_val)
        return error_oom(FROM_DRIVER);
    ret->cpumaps.cpumaps_len = (u_int)args->maplen;
    pin_get(m, of.live ? of.live : of.config, &pinned_emulator, ret->cpumaps.cpumaps_val,
            (size_t)args->maplen);
    ret->ret = 1;
    return 0;
}
