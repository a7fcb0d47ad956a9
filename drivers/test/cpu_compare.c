/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A CPU held against the host's, or against the one that its machines have, which is the same.
 * A host whose CPU has no model, as that of the default world, is incompatible with all.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "drivers/test/cpu.h"
#include "drivers/test/domain_caps.h"
#include "drivers/test/ops.h"
#include "drivers/test/reply.h"
#include "drivers/test/schema.h"
#include "drivers/test/world.h"
#include "drivers/test/xml.h"

/* What a CPU may say of a feature. */
static const char *const policies[] = {"force", "require", "optional", "disable", "forbid"};

/* Tells why they do not fit. Returns VIR_CPU_COMPARE_INCOMPATIBLE, or -1 without memory. */
static int __attribute__((format(printf, 2, 3))) differ(char **ret_why, const char *fmt, ...)
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

static int compare_features(const xmlNode *host, const xmlNode *cpu, char **ret_why)
{
    const char *match = xml_peek(cpu, "match");

    for (const xmlNode *n = xml_child(cpu, "feature"); n; n = xml_element(n->next, "feature")) {
        const char *name = xml_peek(n, "name"), *policy = xml_peek(n, "policy");
        bool has = name && xml_child_with(host, "feature", "name", name);
        size_t i = 0;

        while (policy && i < ARRAY_SIZE(policies) && strcmp(policies[i], policy) != 0)
            i++;
        if (!name || i == ARRAY_SIZE(policies))
            return error_set(VIR_FROM_CPU, VIR_ERR_XML_ERROR, "<feature> '%s' has the policy '%s'",
                             name ? name : "", policy ? policy : "");
        if (!has && (!policy || strcmp(policy, "require") == 0))
            return differ(ret_why, "the host's CPU lacks the feature '%s'", name);
        if (has && policy && strcmp(policy, "forbid") == 0)
            return differ(ret_why, "the host's CPU has the feature '%s'", name);
    }
    for (const xmlNode *n = xml_child(host, "feature"); n; n = xml_element(n->next, "feature")) {
        const char *name = xml_peek(n, "name");

        if (!name || xml_child_with(cpu, "feature", "name", name))
            continue;
        if (match && strcmp(match, "strict") == 0)
            return differ(ret_why, "the host's CPU has the feature '%s' besides", name);
        return VIR_CPU_COMPARE_SUPERSET;
    }
    return VIR_CPU_COMPARE_IDENTICAL;
}

/* host NULL: its model is not known. VIR_CPU_COMPARE_..., and why they are incompatible, malloc'ed;
 * or -1 with the error set. */
static int compare(const xmlNode *host, const xmlNode *cpu, char **ret_why)
{
    _cleanup_free_ char *arch = xml_text(xml_child(cpu, "arch")),
                        *model = xml_text(xml_child(cpu, "model")),
                        *vendor = xml_text(xml_child(cpu, "vendor")),
                        *host_arch = xml_text(xml_child(host, "arch")),
                        *host_model = xml_text(xml_child(host, "model")),
                        *host_vendor = xml_text(xml_child(host, "vendor"));
    enum cpu_family family, host_family;

    if (!model)
        return error_set(VIR_FROM_CPU, VIR_ERR_XML_ERROR, "<cpu> has no <model>");
    if (arch && cpu_family(arch, &family) != 0)
        return error_set(VIR_FROM_CPU, VIR_ERR_XML_ERROR, "<arch> is '%s', which is none", arch);
    if (!host_arch || !host_model)
        return differ(ret_why, "the model of the host's CPU is not known");
    if (cpu_family(host_arch, &host_family) != 0 || (arch && family != host_family))
        return differ(ret_why, "the host's CPU is of '%s', not '%s'", host_arch, arch);
    if (vendor && (!host_vendor || strcmp(vendor, host_vendor) != 0))
        return differ(ret_why, "the host's CPU is by '%s', not '%s'",
                      host_vendor ? host_vendor : "nobody", vendor);
    if (strcmp(model, host_model) == 0)
        return compare_features(host, cpu, ret_why);
    if (!cpu_model_find(host_family, model))
        return error_set(VIR_FROM_CPU, VIR_ERR_INTERNAL_ERROR, "no CPU model is called '%s'",
                         model);
    return error_set(VIR_FROM_CPU, VIR_ERR_CONFIG_UNSUPPORTED,
                     "what '%s' and the host's '%s' share is not known", model, host_model);
}

/* The answer to both calls. */
static int answer(const struct host *host, const char *xml, unsigned flags, int *ret_result)
{
    _cleanup_(xml_doc_freep) xmlDoc *doc = NULL;
    _cleanup_free_ char *why = NULL;
    int result;

    if (check_flags(flags, VIR_CONNECT_COMPARE_CPU_FAIL_INCOMPATIBLE |
                               VIR_CONNECT_COMPARE_CPU_VALIDATE_XML) < 0 ||
        schema_parse(&cpu_schema, xml, &doc) < 0)
        return -1;
    result = compare(host->cpu ? xmlDocGetRootElement(host->cpu) : NULL, xmlDocGetRootElement(doc),
                     &why);
    if (result < 0)
        return -1;
    if (result == VIR_CPU_COMPARE_INCOMPATIBLE && flags & VIR_CONNECT_COMPARE_CPU_FAIL_INCOMPATIBLE)
        return error_set(VIR_FROM_CPU, VIR_ERR_CPU_INCOMPATIBLE, "%s", why);
    *ret_result = result;
    return 0;
}

int test_connect_compare_cpu(struct session *session, const remote_connect_compare_cpu_args *args,
                             remote_connect_compare_cpu_ret *ret)
{
    READ_WORLD(w, session);

    return answer(&w->host, args->xml, args->flags, &ret->result);
}

int test_connect_compare_hypervisor_cpu(struct session *session,
                                        const remote_connect_compare_hypervisor_cpu_args *args,
                                        remote_connect_compare_hypervisor_cpu_ret *ret)
{
    READ_WORLD(w, session);

    if (domain_caps_check(args->emulator, args->arch, args->virttype) < 0)
        return -1;
    return answer(&w->host, args->xmlCPU, args->flags, &ret->result);
}

int test_connect_baseline_hypervisor_cpu(struct session *session,
                                         const remote_connect_baseline_hypervisor_cpu_args *args,
                                         remote_connect_baseline_hypervisor_cpu_ret *ret)
{
    if (check_flags(args->flags, VIR_CONNECT_BASELINE_CPU_EXPAND_FEATURES |
                                     VIR_CONNECT_BASELINE_CPU_MIGRATABLE |
                                     VIR_CONNECT_BASELINE_CPU_IGNORE_HOST) < 0 ||
        domain_caps_check(args->emulator, args->arch, args->virttype) < 0)
        return -1;
    return cpu_common(args->xmlCPUs.xmlCPUs_val, args->xmlCPUs.xmlCPUs_len, args->flags, &ret->cpu);
}
