/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Limits and shares of a domain: memory, NUMA, bandwidth of interfaces.
 */
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
#include "drivers/xml/cpuset.h"
#include "drivers/xml/schema.h"
#include "drivers/xml/xml.h"
#include "drivers/xml/xml_path.h"

/* ---- memory ---- */

#define UNLIMITED "9007199254740991" /* VIR_DOMAIN_MEMORY_PARAM_UNLIMITED */
#define TUNE_LIMIT(name)                                                                      \
    {                                                                                         \
        .known = {name, VIR_TYPED_PARAM_ULLONG}, .path = "memtune/" name, .unset = UNLIMITED, \
        .kib = true                                                                           \
    }

static const struct tunable memory_table[] = {
    TUNE_LIMIT(VIR_DOMAIN_MEMORY_HARD_LIMIT),
    TUNE_LIMIT(VIR_DOMAIN_MEMORY_SOFT_LIMIT),
    TUNE_LIMIT(VIR_DOMAIN_MEMORY_SWAP_HARD_LIMIT),
};

static int tune_check_memory(const struct tuned *t, const xmlNode *node,
                             const remote_typed_param *val, u_int len)
{
    if (tuning_after(t, node, VIR_DOMAIN_MEMORY_HARD_LIMIT, val, len) >
        tuning_after(t, node, VIR_DOMAIN_MEMORY_SWAP_HARD_LIMIT, val, len))
        return error_set(FROM_DRIVER, VIR_ERR_INVALID_ARG,
                         "hard_limit would be above swap_hard_limit");
    return 0;
}

static const struct tuned memory_tuned = {
    .schema = &definition_schema,
    .table = memory_table,
    .n = ARRAY_SIZE(memory_table),
    .check = tune_check_memory,
};

int machine_domain_get_memory_parameters(struct session *session,
                                         const remote_domain_get_memory_parameters_args *args,
                                         remote_domain_get_memory_parameters_ret *ret)
{
    return tuning_get(&memory_tuned, session, &args->dom, NULL, args->nparams, args->flags,
                      PARAMS(ret->params), &ret->nparams);
}

int machine_domain_set_memory_parameters(struct session *session,
                                         const remote_domain_set_memory_parameters_args *args)
{
    return tuning_set(&memory_tuned, session, &args->dom, NULL, args->params.params_val,
                      args->params.params_len, args->flags);
}

/* ---- NUMA ---- */

static const char *const numa_modes[] = {"strict", "preferred", "interleave", "restrictive", NULL};

static const struct tunable numa_table[] = {
    {
        .known = {VIR_DOMAIN_NUMA_MODE, VIR_TYPED_PARAM_INT},
        .path = "numatune/memory@mode",
        .unset = "0",
        .names = numa_modes,
    },
    {
        .known = {VIR_DOMAIN_NUMA_NODESET, VIR_TYPED_PARAM_STRING},
        .path = "numatune/memory@nodeset",
        .unset = "",
    },
};

static int tune_check_numa(const struct tuned *t, const xmlNode *node,
                           const remote_typed_param *val, u_int len)
{
    const remote_typed_param *nodes = params_find(val, len, VIR_DOMAIN_NUMA_NODESET);
    unsigned char map[CPUSET_BYTES];
    const char *text = nodes ? nodes->value.remote_typed_param_value_u.s : "";

    return *text ? cpuset_parse(text, map) : 0;
}

static const struct tuned numa_tuned = {
    .schema = &definition_schema,
    .table = numa_table,
    .n = ARRAY_SIZE(numa_table),
    .check = tune_check_numa,
};

int machine_domain_get_numa_parameters(struct session *session,
                                       const remote_domain_get_numa_parameters_args *args,
                                       remote_domain_get_numa_parameters_ret *ret)
{
    return tuning_get(&numa_tuned, session, &args->dom, NULL, args->nparams, args->flags,
                      PARAMS(ret->params), &ret->nparams);
}

int machine_domain_set_numa_parameters(struct session *session,
                                       const remote_domain_set_numa_parameters_args *args)
{
    return tuning_set(&numa_tuned, session, &args->dom, NULL, args->params.params_val,
                      args->params.params_len, args->flags);
}

/* ---- interfaces ---- */

#define BANDWIDTH(way, what)                                                              \
    {                                                                                     \
        .known = {way "." what, VIR_TYPED_PARAM_UINT}, .path = "bandwidth/" way "@" what, \
        .unset = "0",                                                                     \
    }

static const struct tunable interface_table[] = {
    BANDWIDTH("inbound", "average"),  BANDWIDTH("inbound", "peak"),
    BANDWIDTH("inbound", "burst"),    BANDWIDTH("inbound", "floor"),
    BANDWIDTH("outbound", "average"), BANDWIDTH("outbound", "peak"),
    BANDWIDTH("outbound", "burst"),
};

/* A direction is given as a whole: what was not given is gone, and without an average all is. */
static void tune_finish_interface(xmlNode *node, const remote_typed_param *val, u_int len)
{
    static const char *const ways[] = {"inbound", "outbound"};
    bool given[ARRAY_SIZE(ways)] = {false};
    size_t i;

    for (u_int k = 0; k < len; k++)
        given[val[k].field[0] == 'o'] = true;
    for (i = 0; i < ARRAY_SIZE(interface_table); i++) {
        const struct tunable *t = &interface_table[i];
        size_t way = t->known.field[0] == 'o';
        _cleanup_free_ char *average =
            xml_path_get(node, way ? "bandwidth/outbound@average" : "bandwidth/inbound@average");

        if (given[way] && (!average || !params_find(val, len, t->known.field)))
            xml_path_set(&interface_schema, node, t->path, NULL);
    }
}

static const struct tuned interface_tuned = {
    .schema = &interface_schema,
    .table = interface_table,
    .n = ARRAY_SIZE(interface_table),
    .find = devices_interface,
    .finish = tune_finish_interface,
};

int machine_domain_get_interface_parameters(struct session *session,
                                            const remote_domain_get_interface_parameters_args *args,
                                            remote_domain_get_interface_parameters_ret *ret)
{
    return tuning_get(&interface_tuned, session, &args->dom, args->device, args->nparams,
                      args->flags, PARAMS(ret->params), &ret->nparams);
}

int machine_domain_set_interface_parameters(struct session *session,
                                            const remote_domain_set_interface_parameters_args *args)
{
    return tuning_set(&interface_tuned, session, &args->dom, args->device, args->params.params_val,
                      args->params.params_len, args->flags);
}
