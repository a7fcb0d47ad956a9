/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What is told of a domain in lists of structures of the program's.
 */
#include "client/core/api.h"
#include "client/core/params.h"

/* ---- file systems of the guest ---- */

static void domain_fill_fs(void *to, void *from)
{
    remote_domain_fsinfo *wire = from;

    *(virDomainFSInfoPtr)to = (virDomainFSInfo){
        .mountpoint = take(wire->mountpoint),
        .name = take(wire->name),
        .fstype = take(wire->fstype),
        .ndevAlias = wire->dev_aliases.dev_aliases_len,
        .devAlias = take(wire->dev_aliases.dev_aliases_val),
    };
    wire->dev_aliases.dev_aliases_len = 0;
}

VIREO_API void virDomainFSInfoFree(virDomainFSInfoPtr info)
{
    if (!info)
        return;
    free(info->mountpoint);
    free(info->name);
    free(info->fstype);
    for (size_t i = 0; i < info->ndevAlias; i++)
        free(info->devAlias[i]);
    free(info->devAlias);
    free(info);
}

VIREO_API int virDomainGetFSInfo(virDomainPtr dom, virDomainFSInfoPtr **info, unsigned int flags)
{
    RET(remote, REMOTE_PROC_DOMAIN_GET_FSINFO, remote_domain_get_fsinfo_ret);
    virConnectPtr conn = api_domain(dom);

    if (!conn || api_may_write(conn, VIR_FROM_DOMAIN, __func__) < 0)
        return -1;
    NEED(conn, VIR_FROM_DOMAIN, -1, info);
    if (GET(conn, DOMAIN_GET_FSINFO, domain_get_fsinfo, .dom = domain_wire(dom), .flags = flags) <
        0)
        return -1;
    if (api_structs(ret.info.info_val, ret.info.info_len, sizeof(remote_domain_fsinfo),
                    sizeof(virDomainFSInfo), domain_fill_fs, info) < 0)
        return api_fail(conn);
    return (int)ret.info.info_len;
}

/* ---- interfaces and their addresses ---- */

static void domain_fill_interface(void *to, void *from)
{
    remote_domain_interface *wire = from;
    virDomainInterfacePtr iface = to;
    size_t n = wire->addrs.addrs_len;

    iface->name = take(wire->name);
    iface->hwaddr = api_optional(wire->hwaddr);
    iface->addrs = n ? calloc(n, sizeof(*iface->addrs)) : NULL;
    for (size_t i = 0; iface->addrs && i < n; i++) {
        remote_domain_ip_addr *addr = &wire->addrs.addrs_val[i];

        iface->addrs[i] = (virDomainIPAddress){addr->type, take(addr->addr), addr->prefix};
        iface->naddrs++;
    }
}

VIREO_API void virDomainInterfaceFree(virDomainInterfacePtr iface)
{
    if (!iface)
        return;
    free(iface->name);
    free(iface->hwaddr);
    for (unsigned i = 0; i < iface->naddrs; i++)
        free(iface->addrs[i].addr);
    free(iface->addrs);
    free(iface);
}

VIREO_API int virDomainInterfaceAddresses(virDomainPtr dom, virDomainInterfacePtr **ifaces,
                                          unsigned int source, unsigned int flags)
{
    RET(remote, REMOTE_PROC_DOMAIN_INTERFACE_ADDRESSES, remote_domain_interface_addresses_ret);
    virConnectPtr conn = api_domain(dom);

    if (!conn)
        return -1;
    NEED(conn, VIR_FROM_DOMAIN, -1, ifaces);
    if (source == VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_AGENT &&
        api_may_write(conn, VIR_FROM_DOMAIN, __func__) < 0)
        return -1;
    if (GET(conn, DOMAIN_INTERFACE_ADDRESSES, domain_interface_addresses, .dom = domain_wire(dom),
            .source = source, .flags = flags) < 0)
        return -1;
    if (api_structs(ret.ifaces.ifaces_val, ret.ifaces.ifaces_len, sizeof(remote_domain_interface),
                    sizeof(virDomainInterface), domain_fill_interface, ifaces) < 0)
        return api_fail(conn);
    return (int)ret.ifaces.ifaces_len;
}

/* ---- I/O threads ---- */

static void domain_fill_iothread(void *to, void *from)
{
    remote_domain_iothread_info *wire = from;

    *(virDomainIOThreadInfoPtr)to = (virDomainIOThreadInfo){
        .iothread_id = wire->iothread_id,
        .cpumaplen = (int)wire->cpumap.cpumap_len,
        .cpumap = (unsigned char *)take(wire->cpumap.cpumap_val),
    };
}

VIREO_API void virDomainIOThreadInfoFree(virDomainIOThreadInfoPtr info)
{
    if (!info)
        return;
    free(info->cpumap);
    free(info);
}

VIREO_API int virDomainGetIOThreadInfo(virDomainPtr dom, virDomainIOThreadInfoPtr **info,
                                       unsigned int flags)
{
    RET(remote, REMOTE_PROC_DOMAIN_GET_IOTHREAD_INFO, remote_domain_get_iothread_info_ret);
    virConnectPtr conn = api_domain(dom);

    if (!conn)
        return -1;
    NEED(conn, VIR_FROM_DOMAIN, -1, info);
    if (GET(conn, DOMAIN_GET_IOTHREAD_INFO, domain_get_iothread_info, .dom = domain_wire(dom),
            .flags = flags) < 0)
        return -1;
    if (api_structs(ret.info.info_val, ret.info.info_len, sizeof(remote_domain_iothread_info),
                    sizeof(virDomainIOThreadInfo), domain_fill_iothread, info) < 0)
        return api_fail(conn);
    return (int)ret.info.info_len;
}

/* ---- disks that failed ---- */

VIREO_API int virDomainGetDiskErrors(virDomainPtr dom, virDomainDiskErrorPtr errors,
                                     unsigned int maxerrors, unsigned int flags)
{
    RET(remote, REMOTE_PROC_DOMAIN_GET_DISK_ERRORS, remote_domain_get_disk_errors_ret);
    virConnectPtr conn = api_domain(dom);
    unsigned n;

    if (!conn)
        return -1;
    if (maxerrors)
        NEED(conn, VIR_FROM_DOMAIN, -1, errors);
    if (maxerrors > REMOTE_DOMAIN_DISK_ERRORS_MAX)
        maxerrors = REMOTE_DOMAIN_DISK_ERRORS_MAX;
    if (GET(conn, DOMAIN_GET_DISK_ERRORS, domain_get_disk_errors, .dom = domain_wire(dom),
            .maxerrors = maxerrors, .flags = flags) < 0)
        return -1;
    n = ret.errors.errors_len < maxerrors ? ret.errors.errors_len : maxerrors;
    for (unsigned i = 0; i < n; i++) {
        remote_domain_disk_error *from = &ret.errors.errors_val[i];

        errors[i] = (virDomainDiskError){take(from->disk), from->error};
    }
    return maxerrors ? (int)n : ret.nerrors;
}

/* ---- security labels ---- */

VIREO_API int virDomainGetSecurityLabelList(virDomainPtr domain, virSecurityLabelPtr *seclabels)
{
    RET(remote, REMOTE_PROC_DOMAIN_GET_SECURITY_LABEL_LIST,
        remote_domain_get_security_label_list_ret);
    virConnectPtr conn = api_domain(domain);
    virSecurityLabelPtr list;
    unsigned n;

    if (!conn)
        return -1;
    NEED(conn, VIR_FROM_DOMAIN, -1, seclabels);
    if (GET(conn, DOMAIN_GET_SECURITY_LABEL_LIST, domain_get_security_label_list,
            .dom = domain_wire(domain)) < 0)
        return -1;
    n = ret.labels.labels_len;
    list = calloc((size_t)n + 1, sizeof(*list));
    if (!list) {
        error_oom(VIR_FROM_DOMAIN);
        return api_fail(conn);
    }
    for (unsigned i = 0; i < n; i++) {
        const remote_domain_get_security_label_ret *from = &ret.labels.labels_val[i];

        api_text_copy(list[i].label, sizeof(list[i].label), from->label.label_val,
                      from->label.label_len);
        list[i].enforcing = from->enforcing;
    }
    *seclabels = list;
    return (int)n;
}

/* ---- statistics by processor ---- */

/* The wire brings the rows of ncpus processors one behind the other; in the program's array each
 * has room for nparams values. */
VIREO_API int virDomainGetCPUStats(virDomainPtr domain, virTypedParameterPtr params,
                                   unsigned int nparams, int start_cpu, unsigned int ncpus,
                                   unsigned int flags)
{
    RET(remote, REMOTE_PROC_DOMAIN_GET_CPU_STATS, remote_domain_get_cpu_stats_ret);
    virConnectPtr conn = api_domain(domain);
    unsigned got, row;

    if (!conn)
        return -1;
    if (start_cpu < -1 || (start_cpu == -1 && ncpus != 1) || (!params) != (!nparams) ||
        (!ncpus && params) || (ncpus && nparams > REMOTE_DOMAIN_GET_CPU_STATS_MAX / ncpus)) {
        error_set(VIR_FROM_DOMAIN, VIR_ERR_INVALID_ARG,
                  "%u values of %u processors from number %d on", nparams, ncpus, start_cpu);
        return api_fail(conn);
    }
    if (GET(conn, DOMAIN_GET_CPU_STATS, domain_get_cpu_stats, .dom = domain_wire(domain),
            .nparams = nparams, .start_cpu = start_cpu, .ncpus = ncpus,
            .flags = flags | VIR_TYPED_PARAM_STRING_OKAY) < 0)
        return -1;
    if (!nparams || !ncpus)
        return ret.nparams;
    got = ret.params.params_len;
    row = ret.nparams > 0 ? (unsigned)ret.nparams : 0;
    if (!row || row > nparams || got > row * ncpus || got % row) {
        error_set(VIR_FROM_RPC, VIR_ERR_RPC, "%u values in rows of %d", got, ret.nparams);
        return api_fail(conn);
    }
    memset(params, 0, sizeof(*params) * nparams * ncpus);
    for (unsigned cpu = 0; cpu < got / row; cpu++) {
        int n;

        if (params_fill(&ret.params.params_val[(size_t)cpu * row], row,
                        &params[(size_t)cpu * nparams], (int)nparams, &n) < 0) {
            virTypedParamsClear(params, (int)(cpu * nparams));
            return api_fail(conn);
        }
    }
    return ret.nparams;
}
