/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Maps and statistics of the host.
 */
#include "client/core/api.h"

VIREO_API int virNodeGetCPUMap(virConnectPtr conn, unsigned char **cpumap, unsigned int *online,
                               unsigned int flags)
{
    RET(remote, REMOTE_PROC_NODE_GET_CPU_MAP, remote_node_get_cpu_map_ret);

    CONN(conn, VIR_FROM_DOMAIN, -1);
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
    RET(remote, REMOTE_PROC_NODE_GET_CPU_STATS, remote_node_get_cpu_stats_ret);

    CONN(conn, VIR_FROM_DOMAIN, -1);
    NEED(conn, VIR_FROM_DOMAIN, -1, nparams);
    if (*nparams)
        NEED(conn, VIR_FROM_DOMAIN, -1, params);
    if (GET(conn, NODE_GET_CPU_STATS, node_get_cpu_stats, .cpuNum = cpuNum, .nparams = *nparams,
            .flags = flags) < 0)
        return -1;
    NODE_STATS(conn, params, nparams);
    return 0;
}

VIREO_API int virNodeGetMemoryStats(virConnectPtr conn, int cellNum, virNodeMemoryStatsPtr params,
                                    int *nparams, unsigned int flags)
{
    RET(remote, REMOTE_PROC_NODE_GET_MEMORY_STATS, remote_node_get_memory_stats_ret);

    CONN(conn, VIR_FROM_DOMAIN, -1);
    NEED(conn, VIR_FROM_DOMAIN, -1, nparams);
    if (*nparams)
        NEED(conn, VIR_FROM_DOMAIN, -1, params);
    if (GET(conn, NODE_GET_MEMORY_STATS, node_get_memory_stats, .cellNum = cellNum,
            .nparams = *nparams, .flags = flags) < 0)
        return -1;
    NODE_STATS(conn, params, nparams);
    return 0;
}

VIREO_API int virNodeGetFreePages(virConnectPtr conn, unsigned int npages, unsigned int *pages,
                                  int startCell, unsigned int cellCount, unsigned long long *counts,
                                  unsigned int flags)
{
    RET(remote, REMOTE_PROC_NODE_GET_FREE_PAGES, remote_node_get_free_pages_ret);
    unsigned n;

    CONN(conn, VIR_FROM_DOMAIN, -1);
    NEED(conn, VIR_FROM_DOMAIN, -1, pages);
    NEED(conn, VIR_FROM_DOMAIN, -1, counts);
    if (!npages || !cellCount || npages > REMOTE_NODE_MAX_CELLS / cellCount) {
        error_set(VIR_FROM_DOMAIN, VIR_ERR_INVALID_ARG, "%u page sizes of %u cells", npages,
                  cellCount);
        return api_fail(conn);
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
