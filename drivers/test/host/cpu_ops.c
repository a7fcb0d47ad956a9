/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Calls about CPU models: their names, comparison with the host's, what several have in common. */
#include <stdlib.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "drivers/cpu/cpu.h"
#include "drivers/reply.h"
#include "drivers/test/host/domain_caps.h"
#include "drivers/test/ops.h"
#include "drivers/test/world/world.h"
#include "drivers/forms/validate.h"

int test_connect_get_cpu_model_names(struct session *session,
                                     const remote_connect_get_cpu_model_names_args *args,
                                     remote_connect_get_cpu_model_names_ret *ret)
{
    const struct cpu_model *models;
    enum cpu_family family;
    size_t n;

    if (check_flags(args->flags, 0) < 0)
        return -1;
    if (cpu_family(args->arch, &family) != 0)
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "no architecture is called '%s'",
                         args->arch);
    if (family == CPU_OTHER)
        return error_set(VIR_FROM_CPU, VIR_ERR_NO_SUPPORT, "CPUs of '%s' have no known models",
                         args->arch);
    n = cpu_models(family, &models);
    ret->ret = (int)n;
    if (!args->need_results)
        return 0;
    ret->models.models_val = calloc(n + 1, sizeof(char *));
    if (!ret->models.models_val)
        return error_oom(VIR_FROM_TEST);
    for (; ret->models.models_len < n; ret->models.models_len++) {
        if (reply_text(&ret->models.models_val[ret->models.models_len],
                       models[ret->models.models_len].name) < 0)
            return -1;
    }
    return 0;
}

static int cpu_ops_read_host(struct session *session, struct cpu *ret_cpu)
{
    READ_WORLD(w, session);

    return w->host.cpu ? cpu_read_node(xmlDocGetRootElement(w->host.cpu), ret_cpu) : 0;
}

/* The answer to both calls. The world is not held while a caller's XML is read. */
static int cpu_ops_compare(struct session *session, const char *xml, unsigned flags,
                           int *ret_result)
{
    _cleanup_(cpu_clear) struct cpu of_host = {0}, cpu = {0};
    _cleanup_free_ char *why = NULL;
    int result;

    if (check_flags(flags, VIR_CONNECT_COMPARE_CPU_FAIL_INCOMPATIBLE |
                               VIR_CONNECT_COMPARE_CPU_VALIDATE_XML) < 0 ||
        validate_document(flags & VIR_CONNECT_COMPARE_CPU_VALIDATE_XML, &cpu_schema, "cpu", xml) <
            0 ||
        cpu_read_any(xml, &cpu) < 0 || cpu_ops_read_host(session, &of_host) < 0)
        return -1;
    result = cpu_compare(&of_host, &cpu, &why);
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
    return cpu_ops_compare(session, args->xml, args->flags, &ret->result);
}

int test_connect_compare_hypervisor_cpu(struct session *session,
                                        const remote_connect_compare_hypervisor_cpu_args *args,
                                        remote_connect_compare_hypervisor_cpu_ret *ret)
{
    if (domain_caps_check(args->emulator, args->arch, args->virttype) < 0)
        return -1;
    return cpu_ops_compare(session, args->xmlCPU, args->flags, &ret->result);
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

int test_connect_baseline_cpu(struct session *session, const remote_connect_baseline_cpu_args *args,
                              remote_connect_baseline_cpu_ret *ret)
{
    if (check_flags(args->flags, VIR_CONNECT_BASELINE_CPU_EXPAND_FEATURES) < 0)
        return -1;
    return cpu_common(args->xmlCPUs.xmlCPUs_val, args->xmlCPUs.xmlCPUs_len, args->flags, &ret->cpu);
}
