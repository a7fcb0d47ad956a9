/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A CPU held against the host's, or against the one that its machines have, which is the same.
 * Of x86 each is a set of features:
 *
 *     wanted    what the model has, and what is required besides
 *     left      what is optional, disabled or forced: whether the host has it does not matter
 *
 * A host that lacks something wanted, or has something forbidden, is incompatible. One that has
 * something that is neither wanted nor left is a superset, which a strict CPU does not bear.
 * A host whose CPU has no model, as that of the default world, is incompatible with all.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "common/error.h"
#include "drivers/cpu/cpu.h"

/* Tells why they do not fit. Returns VIR_CPU_COMPARE_INCOMPATIBLE, or -1 without memory. */
static int __attribute__((format(printf, 2, 3)))
compare_differ(char **ret_why, const char *fmt, ...)
{
    va_list args;
    int len;

    va_start(args, fmt);
    len = vasprintf(ret_why, fmt, args);
    va_end(args);
    if (len < 0) {
        *ret_why = NULL;
        return error_oom(VIR_FROM_CPU);
    }
    return VIR_CPU_COMPARE_INCOMPATIBLE;
}

/* ---- x86 ---- */

struct demands {
    struct cpu_features wanted, left, forbidden;
};

static int model_features(const struct cpu *cpu, struct cpu_features *ret_features)
{
    const struct cpu_model *model = cpu->model ? cpu_model_find(CPU_X86, cpu->model) : NULL;

    if (cpu->model && !model)
        return error_set(VIR_FROM_CPU, VIR_ERR_INTERNAL_ERROR, "no CPU model is called '%s'",
                         cpu->model);
    *ret_features = model ? model->has : (struct cpu_features){{0}};
    return 0;
}

static int read_demands(const struct cpu *cpu, struct demands *ret_demands)
{
    struct demands d = {0};
    struct cpu_features model;

    for (enum cpu_policy p = CPU_REQUIRE; p <= CPU_FORBID; p++) {
        struct cpu_features told;

        if (cpu_told_features(cpu, p, &told) < 0)
            return -1;
        cpu_features_join(p == CPU_REQUIRE  ? &d.wanted
                          : p == CPU_FORBID ? &d.forbidden
                                            : &d.left,
                          &told);
    }
    if (model_features(cpu, &model) < 0)
        return -1;
    cpu_features_join(&d.wanted, &model);
    *ret_demands = d;
    return 0;
}

/* The name of a feature of the set, or NULL. */
static const char *first_of(const struct cpu_features *set)
{
    for (size_t i = 0; i < cpu_feature_count(); i++) {
        if (cpu_features_has(set, i))
            return cpu_feature_name(i);
    }
    return NULL;
}

static int compare_x86(const struct cpu *host, const struct cpu *cpu, char **ret_why)
{
    struct cpu_features has, own, lacks, extra;
    struct demands d;
    const char *name;

    if (read_demands(cpu, &d) < 0 || model_features(host, &has) < 0 ||
        cpu_told_features(host, CPU_REQUIRE, &own) < 0)
        return -1;
    cpu_features_join(&has, &own);
    d.wanted = cpu_features_minus(&d.wanted, &d.left);
    lacks = cpu_features_minus(&d.wanted, &has);
    extra = cpu_features_minus(&has, &d.wanted);
    for (size_t i = 0; i < cpu_feature_count(); i++) {
        if (cpu_features_has(&d.forbidden, i) && cpu_features_has(&has, i))
            return compare_differ(ret_why, "the host's CPU has the feature '%s'",
                                  cpu_feature_name(i));
    }
    name = first_of(&lacks);
    if (name)
        return compare_differ(ret_why, "the host's CPU lacks the feature '%s'", name);
    extra = cpu_features_minus(&extra, &d.left);
    name = first_of(&extra);
    if (name && cpu->strict)
        return compare_differ(ret_why, "the host's CPU has the feature '%s' besides", name);
    return name ? VIR_CPU_COMPARE_SUPERSET : VIR_CPU_COMPARE_IDENTICAL;
}

/* ---- all ---- */

int cpu_compare(const struct cpu *host, const struct cpu *cpu, char **ret_why)
{
    if (!host->model)
        return compare_differ(ret_why, "the model of the host's CPU is not known");
    if (cpu->arch && cpu->family != host->family)
        return compare_differ(ret_why, "the host's CPU is of '%s', not '%s'", host->arch,
                              cpu->arch);
    if (cpu->vendor && (!host->vendor || strcmp(cpu->vendor, host->vendor) != 0))
        return compare_differ(ret_why, "the host's CPU is by '%s', not by '%s'",
                              host->vendor ? host->vendor : "nobody", cpu->vendor);
    if (host->family == CPU_X86)
        return compare_x86(host, cpu, ret_why);
    if (cpu->model && strcmp(cpu->model, host->model) != 0)
        return compare_differ(ret_why, "the host's CPU is '%s', not '%s'", host->model, cpu->model);
    return VIR_CPU_COMPARE_IDENTICAL;
}
