/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Arrays of structures and of processor maps of a domain.
 */
#include "client/core/api.h"

VIREO_API int virDomainMemoryStats(virDomainPtr dom, virDomainMemoryStatPtr stats,
                                   unsigned int nr_stats, unsigned int flags)
{
    RET(remote, REMOTE_PROC_DOMAIN_MEMORY_STATS, remote_domain_memory_stats_ret);
    virConnectPtr conn;
    unsigned n;

    DOMAIN(dom, -1);
    conn = dom->base.conn;
    if (!nr_stats)
        return 0;
    NEED(conn, VIR_FROM_DOMAIN, -1, stats);
    if (nr_stats > VIR_DOMAIN_MEMORY_STAT_NR)
        nr_stats = VIR_DOMAIN_MEMORY_STAT_NR;
    if (GET(conn, DOMAIN_MEMORY_STATS, domain_memory_stats, .dom = domain_wire(dom),
            .maxStats = nr_stats, .flags = flags) < 0)
        return -1;
    n = ret.stats.stats_len < nr_stats ? ret.stats.stats_len : nr_stats;
    for (unsigned i = 0; i < n; i++) {
        stats[i].tag = ret.stats.stats_val[i].tag;
        stats[i].val = ret.stats.stats_val[i].val;
    }
    return (int)n;
}

/* A program's array of n maps of maplen bytes can be: 0, or -1 with the error reported. */
static int check_maps(virDomainPtr domain, long n, int maplen)
{
    if (n >= 0 && maplen >= 0 && n * maplen <= REMOTE_CPUMAPS_MAX)
        return 0;
    error_set(VIR_FROM_DOMAIN, VIR_ERR_INVALID_ARG, "%ld processor maps of %d bytes", n, maplen);
    return api_fail(domain->base.conn);
}

VIREO_API int virDomainGetVcpus(virDomainPtr domain, virVcpuInfoPtr info, int maxinfo,
                                unsigned char *cpumaps, int maplen)
{
    RET(remote, REMOTE_PROC_DOMAIN_GET_VCPUS, remote_domain_get_vcpus_ret);
    virConnectPtr conn;
    int n;

    DOMAIN(domain, -1);
    conn = domain->base.conn;
    NEED(conn, VIR_FROM_DOMAIN, -1, info);
    if (!cpumaps && maplen) {
        error_set(VIR_FROM_DOMAIN, VIR_ERR_INVALID_ARG, "maplen is %d without cpumaps", maplen);
        return api_fail(conn);
    }
    if (api_at_least(conn, VIR_FROM_DOMAIN, "maxinfo", maxinfo, 1) < 0 ||
        (cpumaps && api_at_least(conn, VIR_FROM_DOMAIN, "maplen", maplen, 1) < 0) ||
        check_maps(domain, maxinfo, maplen) < 0)
        return -1;
    if (GET(conn, DOMAIN_GET_VCPUS, domain_get_vcpus, .dom = domain_wire(domain),
            .maxinfo = maxinfo, .maplen = maplen) < 0)
        return -1;
    n = ret.info.info_len < (unsigned)maxinfo ? (int)ret.info.info_len : maxinfo;
    for (int i = 0; i < n; i++) {
        const remote_vcpu_info *from = &ret.info.info_val[i];

        info[i] = (virVcpuInfo){from->number, from->state, from->cpu_time, from->cpu};
    }
    if (cpumaps)
        api_bytes_copy(cpumaps, (size_t)maxinfo * (size_t)maplen, ret.cpumaps.cpumaps_val,
                       ret.cpumaps.cpumaps_len);
    return n;
}

VIREO_API int virDomainGetVcpuPinInfo(virDomainPtr domain, int ncpumaps, unsigned char *cpumaps,
                                      int maplen, unsigned int flags)
{
    RET(remote, REMOTE_PROC_DOMAIN_GET_VCPU_PIN_INFO, remote_domain_get_vcpu_pin_info_ret);
    virConnectPtr conn;

    DOMAIN(domain, -1);
    conn = domain->base.conn;
    NEED(conn, VIR_FROM_DOMAIN, -1, cpumaps);
    if (api_at_least(conn, VIR_FROM_DOMAIN, "ncpumaps", ncpumaps, 1) < 0 ||
        api_at_least(conn, VIR_FROM_DOMAIN, "maplen", maplen, 1) < 0 ||
        check_maps(domain, ncpumaps, maplen) < 0)
        return -1;
    if (GET(conn, DOMAIN_GET_VCPU_PIN_INFO, domain_get_vcpu_pin_info, .dom = domain_wire(domain),
            .ncpumaps = ncpumaps, .maplen = maplen, .flags = flags) < 0)
        return -1;
    api_bytes_copy(cpumaps, (size_t)ncpumaps * (size_t)maplen, ret.cpumaps.cpumaps_val,
                   ret.cpumaps.cpumaps_len);
    return ret.num;
}
