/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Many domains at once: lists and statistics.
 */
#include "client/shell.h"

#include <string.h>

#include "client/params.h"

VIREO_API int virConnectNumOfDomains(virConnectPtr conn)
{
    RET(CONNECT_NUM_OF_DOMAINS, connect_num_of_domains);

    CONN(conn, -1);
    return GET0(conn, CONNECT_NUM_OF_DOMAINS) < 0 ? -1 : ret.num;
}

VIREO_API int virConnectNumOfDefinedDomains(virConnectPtr conn)
{
    RET(CONNECT_NUM_OF_DEFINED_DOMAINS, connect_num_of_defined_domains);

    CONN(conn, -1);
    return GET0(conn, CONNECT_NUM_OF_DEFINED_DOMAINS) < 0 ? -1 : ret.num;
}

static int check_max(virConnectPtr conn, int max)
{
    if (max >= 0)
        return 0;
    error_set(VIR_FROM_NONE, VIR_ERR_INVALID_ARG, "room for %d domains", max);
    return shell_fail(conn);
}

VIREO_API int virConnectListDomains(virConnectPtr conn, int *ids, int maxids)
{
    RET(CONNECT_LIST_DOMAINS, connect_list_domains);
    int n;

    CONN(conn, -1);
    if (check_max(conn, maxids) < 0)
        return -1;
    if (maxids)
        NEED(conn, ids, -1);
    if (maxids > REMOTE_DOMAIN_LIST_MAX)
        maxids = REMOTE_DOMAIN_LIST_MAX;
    if (GET(conn, CONNECT_LIST_DOMAINS, connect_list_domains, .maxids = maxids) < 0)
        return -1;
    n = (int)ret.ids.ids_len < maxids ? (int)ret.ids.ids_len : maxids;
    for (int i = 0; i < n; i++)
        ids[i] = ret.ids.ids_val[i];
    return n;
}

VIREO_API int virConnectListDefinedDomains(virConnectPtr conn, char **const names, int maxnames)
{
    RET(CONNECT_LIST_DEFINED_DOMAINS, connect_list_defined_domains);
    int n;

    CONN(conn, -1);
    if (check_max(conn, maxnames) < 0)
        return -1;
    if (maxnames)
        NEED(conn, names, -1);
    if (maxnames > REMOTE_DOMAIN_LIST_MAX)
        maxnames = REMOTE_DOMAIN_LIST_MAX;
    if (GET(conn, CONNECT_LIST_DEFINED_DOMAINS, connect_list_defined_domains,
            .maxnames = maxnames) < 0)
        return -1;
    n = (int)ret.names.names_len < maxnames ? (int)ret.names.names_len : maxnames;
    for (int i = 0; i < n; i++)
        names[i] = take(ret.names.names_val[i]);
    return n;
}

static void free_domains(virDomainPtr *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        domain_unref(list[i]);
    free(list);
}

/**
 * virConnectListAllDomains:
 * @conn: a connection
 * @domains: NULL, or where a new array goes; it ends with NULL. The caller frees each domain with
 *           virDomainFree(), and the array with free().
 * @flags: VIR_CONNECT_LIST_DOMAINS_*: of each group of flags that is named, one must fit
 *
 * Returns the number of domains, or -1 with the error set.
 */
VIREO_API int virConnectListAllDomains(virConnectPtr conn, virDomainPtr **domains,
                                       unsigned int flags)
{
    RET(CONNECT_LIST_ALL_DOMAINS, connect_list_all_domains);
    virDomainPtr *list;
    size_t n;

    CONN(conn, -1);
    if (GET(conn, CONNECT_LIST_ALL_DOMAINS, connect_list_all_domains,
            .need_results = domains != NULL, .flags = flags) < 0)
        return -1;
    if (!domains)
        return (int)ret.ret;
    n = ret.domains.domains_len;
    list = calloc(n + 1, sizeof(virDomainPtr));
    if (!list) {
        error_oom(VIR_FROM_NONE);
        return shell_fail(conn);
    }
    for (size_t i = 0; i < n; i++) {
        list[i] = domain_new(conn, &ret.domains.domains_val[i]);
        if (!list[i]) {
            free_domains(list, i);
            return shell_fail(conn);
        }
    }
    *domains = list;
    return (int)n;
}

/* ---- statistics ---- */

static virDomainStatsRecordPtr record_new(virConnectPtr conn,
                                          const remote_domain_stats_record *wire)
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
    record->dom = domain_new(conn, &wire->dom);
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
    RET(CONNECT_GET_ALL_DOMAIN_STATS, connect_get_all_domain_stats);
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
        return shell_fail(conn);
    }
    for (size_t i = 0; i < n; i++) {
        list[i] = record_new(conn, &ret.retStats.retStats_val[i]);
        if (!list[i]) {
            virDomainStatsRecordListFree(list);
            return shell_fail(conn);
        }
    }
    *retStats = list;
    return (int)n;
}

VIREO_API int virConnectGetAllDomainStats(virConnectPtr conn, unsigned int stats,
                                          virDomainStatsRecordPtr **retStats, unsigned int flags)
{
    CONN(conn, -1);
    NEED(conn, retStats, -1);
    return get_stats(conn, NULL, 0, stats, retStats, flags);
}

VIREO_API int virDomainListGetStats(virDomainPtr *doms, unsigned int stats,
                                    virDomainStatsRecordPtr **retStats, unsigned int flags)
{
    _cleanup_free_ remote_nonnull_domain *wire = NULL;
    virConnectPtr conn;
    size_t n = 0;

    error_reset();
    NEED(NULL, doms, -1);
    NEED(NULL, retStats, -1);
    DOMAIN(doms[0], -1);
    conn = doms[0]->conn;
    while (doms[n])
        n++;
    wire = calloc(n, sizeof(*wire));
    if (!wire) {
        error_oom(VIR_FROM_NONE);
        return shell_fail(conn);
    }
    for (size_t i = 0; i < n; i++) {
        DOMAIN(doms[i], -1);
        if (doms[i]->conn != conn) {
            error_set(VIR_FROM_DOM, VIR_ERR_INVALID_ARG,
                      "domain '%s' is of another connection than '%s'", doms[i]->name,
                      doms[0]->name);
            return shell_fail(conn);
        }
        wire[i] = domain_wire(doms[i]);
    }
    return get_stats(conn, wire, n, stats, retStats, flags);
}

VIREO_API void virDomainStatsRecordListFree(virDomainStatsRecordPtr *stats)
{
    for (size_t i = 0; stats && stats[i]; i++) {
        virTypedParamsFree(stats[i]->params, stats[i]->nparams);
        domain_unref(stats[i]->dom);
        free(stats[i]);
    }
    free(stats);
}
