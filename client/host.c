/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The host: its hypervisor's abilities, processors, memory, security driver; and for whom calls are
 * made.
 */
#include "client/shell.h"

#include <string.h>

#include "client/params.h"

/* ---- texts ---- */

VIREO_API char *virConnectGetHostname(virConnectPtr conn)
{
    RET(CONNECT_GET_HOSTNAME, connect_get_hostname);

    CONN(conn, NULL);
    return GET0(conn, CONNECT_GET_HOSTNAME) < 0 ? NULL : take(ret.hostname);
}

VIREO_API char *virConnectGetCapabilities(virConnectPtr conn)
{
    RET(CONNECT_GET_CAPABILITIES, connect_get_capabilities);

    CONN(conn, NULL);
    return GET0(conn, CONNECT_GET_CAPABILITIES) < 0 ? NULL : take(ret.capabilities);
}

VIREO_API char *virConnectGetSysinfo(virConnectPtr conn, unsigned int flags)
{
    RET(CONNECT_GET_SYSINFO, connect_get_sysinfo);

    CONN(conn, NULL);
    if (GET(conn, CONNECT_GET_SYSINFO, connect_get_sysinfo, .flags = flags) < 0)
        return NULL;
    return take(ret.sysinfo);
}

VIREO_API char *virConnectGetDomainCapabilities(virConnectPtr conn, const char *emulatorbin,
                                                const char *arch, const char *machine,
                                                const char *virttype, unsigned int flags)
{
    RET(CONNECT_GET_DOMAIN_CAPABILITIES, connect_get_domain_capabilities);

    CONN(conn, NULL);
    if (GET(conn, CONNECT_GET_DOMAIN_CAPABILITIES, connect_get_domain_capabilities,
            .emulatorbin = OPT(emulatorbin), .arch = OPT(arch), .machine = OPT(machine),
            .virttype = OPT(virttype), .flags = flags) < 0)
        return NULL;
    return take(ret.capabilities);
}

VIREO_API int virConnectGetMaxVcpus(virConnectPtr conn, const char *type)
{
    RET(CONNECT_GET_MAX_VCPUS, connect_get_max_vcpus);

    CONN(conn, -1);
    if (GET(conn, CONNECT_GET_MAX_VCPUS, connect_get_max_vcpus, .type = OPT(type)) < 0)
        return -1;
    return ret.max_vcpus;
}

VIREO_API int virConnectGetCPUModelNames(virConnectPtr conn, const char *arch, char ***models,
                                         unsigned int flags)
{
    RET(CONNECT_GET_CPU_MODEL_NAMES, connect_get_cpu_model_names);
    char **list;

    CONN(conn, -1);
    NEED(conn, arch, -1);
    if (GET(conn, CONNECT_GET_CPU_MODEL_NAMES, connect_get_cpu_model_names, .arch = text(arch),
            .need_results = models != NULL, .flags = flags) < 0)
        return -1;
    if (!models)
        return ret.ret;
    list = calloc((size_t)ret.models.models_len + 1, sizeof(char *));
    if (!list) {
        error_oom(VIR_FROM_NONE);
        return shell_fail(conn);
    }
    for (unsigned i = 0; i < ret.models.models_len; i++)
        list[i] = take(ret.models.models_val[i]);
    *models = list;
    return ret.ret;
}

/* ---- the node ---- */

VIREO_API int virNodeGetInfo(virConnectPtr conn, virNodeInfoPtr info)
{
    RET(NODE_GET_INFO, node_get_info);

    CONN(conn, -1);
    NEED(conn, info, -1);
    if (GET0(conn, NODE_GET_INFO) < 0)
        return -1;
    *info = (virNodeInfo){
        .memory = ret.memory,
        .cpus = (unsigned)ret.cpus,
        .mhz = (unsigned)ret.mhz,
        .nodes = (unsigned)ret.nodes,
        .sockets = (unsigned)ret.sockets,
        .cores = (unsigned)ret.cores,
        .threads = (unsigned)ret.threads,
    };
    memcpy(info->model, ret.model, sizeof(info->model));
    info->model[sizeof(info->model) - 1] = 0;
    return 0;
}

VIREO_API int virNodeGetCPUMap(virConnectPtr conn, unsigned char **cpumap, unsigned int *online,
                               unsigned int flags)
{
    RET(NODE_GET_CPU_MAP, node_get_cpu_map);

    CONN(conn, -1);
    if (GET(conn, NODE_GET_CPU_MAP, node_get_cpu_map, .need_map = cpumap != NULL,
            .need_online = online != NULL, .flags = flags) < 0)
        return -1;
    if (cpumap)
        *cpumap = (unsigned char *)take(ret.cpumap.cpumap_val);
    if (online)
        *online = ret.online;
    return ret.ret;
}

/* Statistics of the node: fields and values in the caller's array, or with *nparams 0 only how many
 * there are. */
#define NODE_STATS(conn, params, nparams)                                                          \
    do {                                                                                           \
        int n = (int)ret.params.params_len < *(nparams) ? (int)ret.params.params_len : *(nparams); \
                                                                                                   \
        for (int i = 0; i < n; i++) {                                                              \
            const char *field = ret.params.params_val[i].field;                                    \
            size_t len = strnlen(field, sizeof((params)[i].field) - 1);                            \
                                                                                                   \
            memset(&(params)[i], 0, sizeof((params)[i]));                                          \
            memcpy((params)[i].field, field, len);                                                 \
            (params)[i].value = ret.params.params_val[i].value;                                    \
        }                                                                                          \
        *(nparams) = *(nparams) ? n : ret.nparams;                                                 \
    } while (0)

VIREO_API int virNodeGetCPUStats(virConnectPtr conn, int cpuNum, virNodeCPUStatsPtr params,
                                 int *nparams, unsigned int flags)
{
    RET(NODE_GET_CPU_STATS, node_get_cpu_stats);

    CONN(conn, -1);
    NEED(conn, nparams, -1);
    if (*nparams)
        NEED(conn, params, -1);
    if (GET(conn, NODE_GET_CPU_STATS, node_get_cpu_stats, .cpuNum = cpuNum, .nparams = *nparams,
            .flags = flags) < 0)
        return -1;
    NODE_STATS(conn, params, nparams);
    return 0;
}

VIREO_API int virNodeGetMemoryStats(virConnectPtr conn, int cellNum, virNodeMemoryStatsPtr params,
                                    int *nparams, unsigned int flags)
{
    RET(NODE_GET_MEMORY_STATS, node_get_memory_stats);

    CONN(conn, -1);
    NEED(conn, nparams, -1);
    if (*nparams)
        NEED(conn, params, -1);
    if (GET(conn, NODE_GET_MEMORY_STATS, node_get_memory_stats, .cellNum = cellNum,
            .nparams = *nparams, .flags = flags) < 0)
        return -1;
    NODE_STATS(conn, params, nparams);
    return 0;
}

VIREO_API int virNodeGetMemoryParameters(virConnectPtr conn, virTypedParameterPtr params,
                                         int *nparams, unsigned int flags)
{
    RET(NODE_GET_MEMORY_PARAMETERS, node_get_memory_parameters);

    CONN(conn, -1);
    NEED(conn, nparams, -1);
    if (*nparams)
        NEED(conn, params, -1);
    if (GET(conn, NODE_GET_MEMORY_PARAMETERS, node_get_memory_parameters, .nparams = *nparams,
            .flags = flags) < 0)
        return -1;
    if (!*nparams) {
        *nparams = ret.nparams;
        return 0;
    }
    if (params_fill(ret.params.params_val, ret.params.params_len, params, *nparams, nparams) < 0)
        return shell_fail(conn);
    return 0;
}

VIREO_API unsigned long long virNodeGetFreeMemory(virConnectPtr conn)
{
    RET(NODE_GET_FREE_MEMORY, node_get_free_memory);

    CONN(conn, 0);
    return GET0(conn, NODE_GET_FREE_MEMORY) < 0 ? 0 : ret.freeMem;
}

VIREO_API int virNodeGetCellsFreeMemory(virConnectPtr conn, unsigned long long *freeMems,
                                        int startCell, int maxCells)
{
    RET(NODE_GET_CELLS_FREE_MEMORY, node_get_cells_free_memory);
    int n;

    CONN(conn, -1);
    NEED(conn, freeMems, -1);
    if (GET(conn, NODE_GET_CELLS_FREE_MEMORY, node_get_cells_free_memory, .startCell = startCell,
            .maxcells = maxCells) < 0)
        return -1;
    n = (int)ret.cells.cells_len < maxCells ? (int)ret.cells.cells_len : maxCells;
    for (int i = 0; i < n; i++)
        freeMems[i] = ret.cells.cells_val[i];
    return n;
}

VIREO_API int virNodeGetFreePages(virConnectPtr conn, unsigned int npages, unsigned int *pages,
                                  int startCell, unsigned int cellCount, unsigned long long *counts,
                                  unsigned int flags)
{
    RET(NODE_GET_FREE_PAGES, node_get_free_pages);
    unsigned n;

    CONN(conn, -1);
    NEED(conn, pages, -1);
    NEED(conn, counts, -1);
    if (!npages || !cellCount || npages > REMOTE_NODE_MAX_CELLS / cellCount) {
        error_set(VIR_FROM_NONE, VIR_ERR_INVALID_ARG, "%u page sizes of %u cells", npages,
                  cellCount);
        return shell_fail(conn);
    }
    if (GET(conn, NODE_GET_FREE_PAGES, node_get_free_pages, .pages.pages_len = npages,
            .pages.pages_val = pages, .startCell = startCell, .cellCount = cellCount,
            .flags = flags) < 0)
        return -1;
    n = ret.counts.counts_len < npages * cellCount ? ret.counts.counts_len : npages * cellCount;
    for (unsigned i = 0; i < n; i++)
        counts[i] = ret.counts.counts_val[i];
    return (int)n;
}

/* The texts of a security model are arrays of characters that may lack their end. */
static void copy_chars(char *to, size_t size, const char *from, unsigned len)
{
    size_t n = len < size - 1 ? len : size - 1;

    memset(to, 0, size);
    if (n)
        memcpy(to, from, n);
}

VIREO_API int virNodeGetSecurityModel(virConnectPtr conn, virSecurityModelPtr secmodel)
{
    RET(NODE_GET_SECURITY_MODEL, node_get_security_model);

    CONN(conn, -1);
    NEED(conn, secmodel, -1);
    if (GET0(conn, NODE_GET_SECURITY_MODEL) < 0)
        return -1;
    copy_chars(secmodel->model, sizeof(secmodel->model), ret.model.model_val, ret.model.model_len);
    copy_chars(secmodel->doi, sizeof(secmodel->doi), ret.doi.doi_val, ret.doi.doi_len);
    return 0;
}

/* ---- identity and authentication ---- */

VIREO_API int virConnectSetIdentity(virConnectPtr conn, virTypedParameterPtr params, int nparams,
                                    unsigned int flags)
{
    _cleanup_free_ remote_typed_param *wire = NULL;

    CONN(conn, -1);
    NEED(conn, params, -1);
    if (params_to_wire(params, nparams, &wire) < 0)
        return shell_fail(conn);
    return CALL(conn, CONNECT_SET_IDENTITY, connect_set_identity,
                .params.params_len = (unsigned)nparams, .params.params_val = wire, .flags = flags);
}
