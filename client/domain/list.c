/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Statistics of many domains at once.
 */
#include "client/core/api.h"

#include "client/core/params.h"

static virDomainStatsRecordPtr record_new(virConnectPtr conn, remote_domain_stats_record *wire)
{
    virDomainStatsRecordPtr record = calloc(1, sizeof(*record));

    if (!record) {
        error_oom(VIR_FROM_NONE);
        return NULL;
    }
    if (params_from_wire(wire->params.params_val, wire->params.params_len, &record->params) < 0) {
        free(record);
        return NULL;
    }
    record->nparams = (int)wire->params.params_len;
    record->dom = object_new(&domain_object_kind, conn, NULL, &wire->dom);
    if (!record->dom) {
        virTypedParamsFree(record->params, record->nparams);
        free(record);
        return NULL;
    }
    return record;
}

static int get_stats(virConnectPtr conn, remote_nonnull_domain *doms, size_t n_doms,
                     unsigned int stats, virDomainStatsRecordPtr **retStats, unsigned int flags)
{
    RET(remote, REMOTE_PROC_CONNECT_GET_ALL_DOMAIN_STATS, remote_connect_get_all_domain_stats_ret);
    virDomainStatsRecordPtr *list;
    size_t n;

    if (GET(conn, CONNECT_GET_ALL_DOMAIN_STATS, connect_get_all_domain_stats,
            .doms.doms_len = (unsigned)n_doms, .doms.doms_val = doms, .stats = stats,
            .flags = flags) < 0)
        return -1;
    n = ret.retStats.retStats_len;
    list = calloc(n + 1, sizeof(virDomainStatsRecordPtr));
    if (!list) {
        error_oom(VIR_FROM_NONE);
        return api_fail(conn);
    }
    for (size_t i = 0; i < n; i++) {
        list[i] = record_new(conn, &ret.retStats.retStats_val[i]);
        if (!list[i]) {
            virDomainStatsRecordListFree(list);
            return api_fail(conn);
        }
    }
    *retStats = list;
    return (int)n;
}

VIREO_API int virConnectGetAllDomainStats(virConnectPtr conn, unsigned int stats,
                                          virDomainStatsRecordPtr **retStats, unsigned int flags)
{
    CONN(conn, VIR_FROM_DOMAIN, -1);
    NEED(conn, VIR_FROM_DOMAIN, -1, retStats);
    return get_stats(conn, NULL, 0, stats, retStats, flags);
}

VIREO_API int virDomainListGetStats(virDomainPtr *doms, unsigned int stats,
                                    virDomainStatsRecordPtr **retStats, unsigned int flags)
{
    _cleanup_free_ remote_nonnull_domain *wire = NULL;
    virConnectPtr conn;
    size_t n = 0;

    error_reset();
    NEED(NULL, VIR_FROM_DOMAIN, -1, doms);
    NEED(NULL, VIR_FROM_DOMAIN, -1, retStats);
    DOMAIN(doms[0], -1);
    conn = doms[0]->base.conn;
    while (doms[n])
        n++;
    wire = calloc(n, sizeof(*wire));
    if (!wire) {
        error_oom(VIR_FROM_NONE);
        return api_fail(conn);
    }
    for (size_t i = 0; i < n; i++) {
        if (api_belongs(conn, VIR_FROM_DOMAIN, &domain_object_kind, doms[i]) < 0)
            return -1;
        wire[i] = domain_wire(doms[i]);
    }
    return get_stats(conn, wire, n, stats, retStats, flags);
}

VIREO_API void virDomainStatsRecordListFree(virDomainStatsRecordPtr *stats)
{
    for (size_t i = 0; stats && stats[i]; i++) {
        virTypedParamsFree(stats[i]->params, stats[i]->nparams);
        object_unref(stats[i]->dom);
        free(stats[i]);
    }
    free(stats);
}
