/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What can be asked of a domain and set on it: state, XML, metadata, jobs, memory, processors,
 * scheduling, devices.
 */
#include "client/shell.h"

#include <string.h>

#include "client/params.h"

/* Hands a result's parameters to a new array of the program's. */
#define NEW_PARAMS(conn, params, nparams)                                               \
    do {                                                                                \
        if (params_from_wire(ret.params.params_val, ret.params.params_len, params) < 0) \
            return shell_fail(conn);                                                    \
        *(nparams) = (int)ret.params.params_len;                                        \
    } while (0)

/* Hands a result's parameters to the array that the program brought. */
#define FILL_PARAMS(conn, params, nparams)                                                \
    do {                                                                                  \
        if (params_fill(ret.params.params_val, ret.params.params_len, params, *(nparams), \
                        nparams) < 0)                                                     \
            return shell_fail(conn);                                                      \
    } while (0)

#define WIRE_PARAMS(n, wire) .params.params_len = (unsigned)(n), .params.params_val = (wire)

/* ---- questions with one number or one text as their answer ---- */

#define ASK(Name, NAME, name, field)                              \
    VIREO_API int virDomain##Name(virDomainPtr domain)            \
    {                                                             \
        RET(DOMAIN_##NAME, domain_##name);                        \
                                                                  \
        DOMAIN(domain, -1);                                       \
        if (DOMAIN_GET(domain, DOMAIN_##NAME, domain_##name) < 0) \
            return -1;                                            \
        return ret.field;                                         \
    }
#define ASK_TEXT(Name, NAME, name, field)                                         \
    VIREO_API char *virDomain##Name(virDomainPtr domain, unsigned int flags)      \
    {                                                                             \
        RET(DOMAIN_##NAME, domain_##name);                                        \
                                                                                  \
        DOMAIN(domain, NULL);                                                     \
        if (DOMAIN_GET(domain, DOMAIN_##NAME, domain_##name, .flags = flags) < 0) \
            return NULL;                                                          \
        return take(ret.field);                                                   \
    }

ASK(IsActive, IS_ACTIVE, is_active, active)
ASK(IsPersistent, IS_PERSISTENT, is_persistent, persistent)
ASK(IsUpdated, IS_UPDATED, is_updated, updated)
ASK(GetMaxVcpus, GET_MAX_VCPUS, get_max_vcpus, num)
ASK_TEXT(GetXMLDesc, GET_XML_DESC, get_xml_desc, xml)
ASK_TEXT(GetHostname, GET_HOSTNAME, get_hostname, hostname)

VIREO_API char *virDomainGetOSType(virDomainPtr domain)
{
    RET(DOMAIN_GET_OS_TYPE, domain_get_os_type);

    DOMAIN(domain, NULL);
    if (DOMAIN_GET(domain, DOMAIN_GET_OS_TYPE, domain_get_os_type) < 0)
        return NULL;
    return take(ret.type);
}

VIREO_API int virDomainGetInfo(virDomainPtr domain, virDomainInfoPtr info)
{
    RET(DOMAIN_GET_INFO, domain_get_info);

    DOMAIN(domain, -1);
    NEED(domain->conn, info, -1);
    if (DOMAIN_GET(domain, DOMAIN_GET_INFO, domain_get_info) < 0)
        return -1;
    *info = (virDomainInfo){
        .state = ret.state,
        .maxMem = ret.maxMem,
        .memory = ret.memory,
        .nrVirtCpu = ret.nrVirtCpu,
        .cpuTime = ret.cpuTime,
    };
    return 0;
}

VIREO_API int virDomainGetState(virDomainPtr domain, int *state, int *reason, unsigned int flags)
{
    RET(DOMAIN_GET_STATE, domain_get_state);

    DOMAIN(domain, -1);
    NEED(domain->conn, state, -1);
    if (DOMAIN_GET(domain, DOMAIN_GET_STATE, domain_get_state, .flags = flags) < 0)
        return -1;
    *state = ret.state;
    if (reason)
        *reason = ret.reason;
    return 0;
}

VIREO_API int virDomainGetControlInfo(virDomainPtr domain, virDomainControlInfoPtr info,
                                      unsigned int flags)
{
    RET(DOMAIN_GET_CONTROL_INFO, domain_get_control_info);

    DOMAIN(domain, -1);
    NEED(domain->conn, info, -1);
    if (DOMAIN_GET(domain, DOMAIN_GET_CONTROL_INFO, domain_get_control_info, .flags = flags) < 0)
        return -1;
    *info = (virDomainControlInfo){ret.state, ret.details, ret.stateTime};
    return 0;
}

VIREO_API int virDomainGetMessages(virDomainPtr domain, char ***msgs, unsigned int flags)
{
    RET(DOMAIN_GET_MESSAGES, domain_get_messages);
    char **list;
    unsigned n;

    DOMAIN(domain, -1);
    NEED(domain->conn, msgs, -1);
    if (DOMAIN_GET(domain, DOMAIN_GET_MESSAGES, domain_get_messages, .flags = flags) < 0)
        return -1;
    n = ret.msgs.msgs_len;
    list = calloc((size_t)n + 1, sizeof(char *));
    if (!list) {
        error_oom(VIR_FROM_DOM);
        return shell_fail(domain->conn);
    }
    for (unsigned i = 0; i < n; i++)
        list[i] = take(ret.msgs.msgs_val[i]);
    *msgs = list;
    return (int)n;
}

/* ---- what belongs to the definition ---- */

VIREO_API int virDomainGetAutostart(virDomainPtr domain, int *autostart)
{
    RET(DOMAIN_GET_AUTOSTART, domain_get_autostart);

    DOMAIN(domain, -1);
    NEED(domain->conn, autostart, -1);
    if (DOMAIN_GET(domain, DOMAIN_GET_AUTOSTART, domain_get_autostart) < 0)
        return -1;
    *autostart = ret.autostart;
    return 0;
}

VIREO_API int virDomainSetAutostart(virDomainPtr domain, int autostart)
{
    DOMAIN(domain, -1);
    return DOMAIN_CALL(domain, DOMAIN_SET_AUTOSTART, domain_set_autostart, .autostart = autostart);
}

VIREO_API int virDomainSetMetadata(virDomainPtr domain, int type, const char *metadata,
                                   const char *key, const char *uri, unsigned int flags)
{
    DOMAIN(domain, -1);
    if (type == VIR_DOMAIN_METADATA_ELEMENT) {
        NEED(domain->conn, uri, -1);
        if (metadata)
            NEED(domain->conn, key, -1);
    } else if (key || uri ||
               (type == VIR_DOMAIN_METADATA_TITLE && metadata && strchr(metadata, '\n'))) {
        error_set(VIR_FROM_DOM, VIR_ERR_INVALID_ARG,
                  key || uri ? "a title or description has neither key nor uri"
                             : "a title is one line");
        return shell_fail(domain->conn);
    }
    return DOMAIN_CALL(domain, DOMAIN_SET_METADATA, domain_set_metadata, .type = type,
                       .metadata = OPT(metadata), .key = OPT(key), .uri = OPT(uri), .flags = flags);
}

VIREO_API char *virDomainGetMetadata(virDomainPtr domain, int type, const char *uri,
                                     unsigned int flags)
{
    RET(DOMAIN_GET_METADATA, domain_get_metadata);

    DOMAIN(domain, NULL);
    if (type == VIR_DOMAIN_METADATA_ELEMENT)
        NEED(domain->conn, uri, NULL);
    if (DOMAIN_GET(domain, DOMAIN_GET_METADATA, domain_get_metadata, .type = type, .uri = OPT(uri),
                   .flags = flags) < 0)
        return NULL;
    return take(ret.metadata);
}

/* ---- jobs ---- */

VIREO_API int virDomainGetJobInfo(virDomainPtr domain, virDomainJobInfoPtr info)
{
    RET(DOMAIN_GET_JOB_INFO, domain_get_job_info);

    DOMAIN(domain, -1);
    NEED(domain->conn, info, -1);
    if (DOMAIN_GET(domain, DOMAIN_GET_JOB_INFO, domain_get_job_info) < 0)
        return -1;
    *info = (virDomainJobInfo){
        .type = ret.type,
        .timeElapsed = ret.timeElapsed,
        .timeRemaining = ret.timeRemaining,
        .dataTotal = ret.dataTotal,
        .dataProcessed = ret.dataProcessed,
        .dataRemaining = ret.dataRemaining,
        .memTotal = ret.memTotal,
        .memProcessed = ret.memProcessed,
        .memRemaining = ret.memRemaining,
        .fileTotal = ret.fileTotal,
        .fileProcessed = ret.fileProcessed,
        .fileRemaining = ret.fileRemaining,
    };
    return 0;
}

VIREO_API int virDomainGetJobStats(virDomainPtr domain, int *type, virTypedParameterPtr *params,
                                   int *nparams, unsigned int flags)
{
    RET(DOMAIN_GET_JOB_STATS, domain_get_job_stats);

    DOMAIN(domain, -1);
    NEED(domain->conn, type, -1);
    NEED(domain->conn, params, -1);
    NEED(domain->conn, nparams, -1);
    if (DOMAIN_GET(domain, DOMAIN_GET_JOB_STATS, domain_get_job_stats, .flags = flags) < 0)
        return -1;
    NEW_PARAMS(domain->conn, params, nparams);
    *type = ret.type;
    return 0;
}

/* ---- memory ---- */

VIREO_API unsigned long virDomainGetMaxMemory(virDomainPtr domain)
{
    RET(DOMAIN_GET_MAX_MEMORY, domain_get_max_memory);

    DOMAIN(domain, 0);
    if (DOMAIN_GET(domain, DOMAIN_GET_MAX_MEMORY, domain_get_max_memory) < 0)
        return 0;
    return ret.memory;
}

/* Memory is given in KiB; none is no amount. */
static int need_memory(virDomainPtr domain, unsigned long memory)
{
    if (memory)
        return 0;
    error_set(VIR_FROM_DOM, VIR_ERR_INVALID_ARG, "a domain cannot have 0 KiB of memory");
    return shell_fail(domain->conn);
}

VIREO_API int virDomainSetMaxMemory(virDomainPtr domain, unsigned long memory)
{
    DOMAIN(domain, -1);
    if (need_memory(domain, memory) < 0)
        return -1;
    return DOMAIN_CALL(domain, DOMAIN_SET_MAX_MEMORY, domain_set_max_memory, .memory = memory);
}

VIREO_API int virDomainSetMemory(virDomainPtr domain, unsigned long memory)
{
    DOMAIN(domain, -1);
    if (need_memory(domain, memory) < 0)
        return -1;
    return DOMAIN_CALL(domain, DOMAIN_SET_MEMORY, domain_set_memory, .memory = memory);
}

VIREO_API int virDomainSetMemoryFlags(virDomainPtr domain, unsigned long memory, unsigned int flags)
{
    DOMAIN(domain, -1);
    if (need_memory(domain, memory) < 0)
        return -1;
    return DOMAIN_CALL(domain, DOMAIN_SET_MEMORY_FLAGS, domain_set_memory_flags, .memory = memory,
                       .flags = flags);
}

VIREO_API int virDomainMemoryStats(virDomainPtr dom, virDomainMemoryStatPtr stats,
                                   unsigned int nr_stats, unsigned int flags)
{
    RET(DOMAIN_MEMORY_STATS, domain_memory_stats);
    unsigned n;

    DOMAIN(dom, -1);
    if (!nr_stats)
        return 0;
    NEED(dom->conn, stats, -1);
    if (nr_stats > VIR_DOMAIN_MEMORY_STAT_NR)
        nr_stats = VIR_DOMAIN_MEMORY_STAT_NR;
    if (DOMAIN_GET(dom, DOMAIN_MEMORY_STATS, domain_memory_stats, .maxStats = nr_stats,
                   .flags = flags) < 0)
        return -1;
    n = ret.stats.stats_len < nr_stats ? ret.stats.stats_len : nr_stats;
    for (unsigned i = 0; i < n; i++) {
        stats[i].tag = ret.stats.stats_val[i].tag;
        stats[i].val = ret.stats.stats_val[i].val;
    }
    return (int)n;
}

VIREO_API int virDomainSetMemoryStatsPeriod(virDomainPtr domain, int period, unsigned int flags)
{
    DOMAIN(domain, -1);
    return DOMAIN_CALL(domain, DOMAIN_SET_MEMORY_STATS_PERIOD, domain_set_memory_stats_period,
                       .period = period, .flags = flags);
}

/* ---- processors ---- */

VIREO_API int virDomainSetVcpus(virDomainPtr domain, unsigned int nvcpus)
{
    DOMAIN(domain, -1);
    return DOMAIN_CALL(domain, DOMAIN_SET_VCPUS, domain_set_vcpus, .nvcpus = nvcpus);
}

VIREO_API int virDomainSetVcpusFlags(virDomainPtr domain, unsigned int nvcpus, unsigned int flags)
{
    DOMAIN(domain, -1);
    return DOMAIN_CALL(domain, DOMAIN_SET_VCPUS_FLAGS, domain_set_vcpus_flags, .nvcpus = nvcpus,
                       .flags = flags);
}

VIREO_API int virDomainGetVcpusFlags(virDomainPtr domain, unsigned int flags)
{
    RET(DOMAIN_GET_VCPUS_FLAGS, domain_get_vcpus_flags);

    DOMAIN(domain, -1);
    if (DOMAIN_GET(domain, DOMAIN_GET_VCPUS_FLAGS, domain_get_vcpus_flags, .flags = flags) < 0)
        return -1;
    return ret.num;
}

/* Says whether a program's array of n maps of maplen bytes can be; reports when not. */
static int check_maps(virDomainPtr domain, long n, int maplen)
{
    if (n >= 0 && maplen >= 0 && n * maplen <= REMOTE_CPUMAPS_MAX)
        return 0;
    error_set(VIR_FROM_DOM, VIR_ERR_INVALID_ARG, "%ld processor maps of %d bytes", n, maplen);
    return shell_fail(domain->conn);
}

/* The answer's maps in the program's array; what the answer lacks is zero. */
static void copy_maps(unsigned char *to, size_t size, const char *from, unsigned len)
{
    memset(to, 0, size);
    if (len)
        memcpy(to, from, len < size ? len : size);
}

VIREO_API int virDomainGetVcpus(virDomainPtr domain, virVcpuInfoPtr info, int maxinfo,
                                unsigned char *cpumaps, int maplen)
{
    RET(DOMAIN_GET_VCPUS, domain_get_vcpus);
    int n;

    DOMAIN(domain, -1);
    NEED(domain->conn, info, -1);
    if (!cpumaps)
        maplen = 0;
    if (check_maps(domain, maxinfo, maplen) < 0)
        return -1;
    if (DOMAIN_GET(domain, DOMAIN_GET_VCPUS, domain_get_vcpus, .maxinfo = maxinfo,
                   .maplen = maplen) < 0)
        return -1;
    n = ret.info.info_len < (unsigned)maxinfo ? (int)ret.info.info_len : maxinfo;
    for (int i = 0; i < n; i++) {
        const remote_vcpu_info *from = &ret.info.info_val[i];

        info[i] = (virVcpuInfo){from->number, from->state, from->cpu_time, from->cpu};
    }
    if (cpumaps)
        copy_maps(cpumaps, (size_t)maxinfo * (size_t)maplen, ret.cpumaps.cpumaps_val,
                  ret.cpumaps.cpumaps_len);
    return n;
}

VIREO_API int virDomainPinVcpu(virDomainPtr domain, unsigned int vcpu, unsigned char *cpumap,
                               int maplen)
{
    DOMAIN(domain, -1);
    NEED(domain->conn, cpumap, -1);
    if (check_maps(domain, 1, maplen) < 0)
        return -1;
    return DOMAIN_CALL(domain, DOMAIN_PIN_VCPU, domain_pin_vcpu, .vcpu = vcpu,
                       .cpumap.cpumap_len = (unsigned)maplen, .cpumap.cpumap_val = (char *)cpumap);
}

VIREO_API int virDomainPinVcpuFlags(virDomainPtr domain, unsigned int vcpu, unsigned char *cpumap,
                                    int maplen, unsigned int flags)
{
    DOMAIN(domain, -1);
    NEED(domain->conn, cpumap, -1);
    if (check_maps(domain, 1, maplen) < 0)
        return -1;
    return DOMAIN_CALL(domain, DOMAIN_PIN_VCPU_FLAGS, domain_pin_vcpu_flags, .vcpu = vcpu,
                       .cpumap.cpumap_len = (unsigned)maplen, .cpumap.cpumap_val = (char *)cpumap,
                       .flags = flags);
}

VIREO_API int virDomainGetVcpuPinInfo(virDomainPtr domain, int ncpumaps, unsigned char *cpumaps,
                                      int maplen, unsigned int flags)
{
    RET(DOMAIN_GET_VCPU_PIN_INFO, domain_get_vcpu_pin_info);

    DOMAIN(domain, -1);
    NEED(domain->conn, cpumaps, -1);
    if (check_maps(domain, ncpumaps, maplen) < 0)
        return -1;
    if (DOMAIN_GET(domain, DOMAIN_GET_VCPU_PIN_INFO, domain_get_vcpu_pin_info, .ncpumaps = ncpumaps,
                   .maplen = maplen, .flags = flags) < 0)
        return -1;
    copy_maps(cpumaps, (size_t)ncpumaps * (size_t)maplen, ret.cpumaps.cpumaps_val,
              ret.cpumaps.cpumaps_len);
    return ret.num;
}

VIREO_API int virDomainPinEmulator(virDomainPtr domain, unsigned char *cpumap, int maplen,
                                   unsigned int flags)
{
    DOMAIN(domain, -1);
    NEED(domain->conn, cpumap, -1);
    if (check_maps(domain, 1, maplen) < 0)
        return -1;
    return DOMAIN_CALL(domain, DOMAIN_PIN_EMULATOR, domain_pin_emulator,
                       .cpumap.cpumap_len = (unsigned)maplen, .cpumap.cpumap_val = (char *)cpumap,
                       .flags = flags);
}

VIREO_API int virDomainGetEmulatorPinInfo(virDomainPtr domain, unsigned char *cpumap, int maplen,
                                          unsigned int flags)
{
    RET(DOMAIN_GET_EMULATOR_PIN_INFO, domain_get_emulator_pin_info);

    DOMAIN(domain, -1);
    NEED(domain->conn, cpumap, -1);
    if (check_maps(domain, 1, maplen) < 0)
        return -1;
    if (DOMAIN_GET(domain, DOMAIN_GET_EMULATOR_PIN_INFO, domain_get_emulator_pin_info,
                   .maplen = maplen, .flags = flags) < 0)
        return -1;
    copy_maps(cpumap, (size_t)maplen, ret.cpumaps.cpumaps_val, ret.cpumaps.cpumaps_len);
    return ret.ret;
}

/* ---- scheduling and counters ---- */

VIREO_API char *virDomainGetSchedulerType(virDomainPtr domain, int *nparams)
{
    RET(DOMAIN_GET_SCHEDULER_TYPE, domain_get_scheduler_type);

    DOMAIN(domain, NULL);
    if (DOMAIN_GET(domain, DOMAIN_GET_SCHEDULER_TYPE, domain_get_scheduler_type) < 0)
        return NULL;
    if (nparams)
        *nparams = ret.nparams;
    return take(ret.type);
}

VIREO_API int virDomainGetSchedulerParameters(virDomainPtr domain, virTypedParameterPtr params,
                                              int *nparams)
{
    RET(DOMAIN_GET_SCHEDULER_PARAMETERS, domain_get_scheduler_parameters);

    DOMAIN(domain, -1);
    NEED(domain->conn, params, -1);
    NEED(domain->conn, nparams, -1);
    if (DOMAIN_GET(domain, DOMAIN_GET_SCHEDULER_PARAMETERS, domain_get_scheduler_parameters,
                   .nparams = *nparams) < 0)
        return -1;
    FILL_PARAMS(domain->conn, params, nparams);
    return 0;
}

VIREO_API int virDomainGetSchedulerParametersFlags(virDomainPtr domain, virTypedParameterPtr params,
                                                   int *nparams, unsigned int flags)
{
    RET(DOMAIN_GET_SCHEDULER_PARAMETERS_FLAGS, domain_get_scheduler_parameters_flags);

    DOMAIN(domain, -1);
    NEED(domain->conn, params, -1);
    NEED(domain->conn, nparams, -1);
    if (DOMAIN_GET(domain, DOMAIN_GET_SCHEDULER_PARAMETERS_FLAGS,
                   domain_get_scheduler_parameters_flags, .nparams = *nparams, .flags = flags) < 0)
        return -1;
    FILL_PARAMS(domain->conn, params, nparams);
    return 0;
}

VIREO_API int virDomainSetSchedulerParameters(virDomainPtr domain, virTypedParameterPtr params,
                                              int nparams)
{
    _cleanup_free_ remote_typed_param *wire = NULL;

    DOMAIN(domain, -1);
    NEED(domain->conn, params, -1);
    if (params_to_wire(params, nparams, &wire) < 0)
        return shell_fail(domain->conn);
    return DOMAIN_CALL(domain, DOMAIN_SET_SCHEDULER_PARAMETERS, domain_set_scheduler_parameters,
                       WIRE_PARAMS(nparams, wire));
}

VIREO_API int virDomainSetSchedulerParametersFlags(virDomainPtr domain, virTypedParameterPtr params,
                                                   int nparams, unsigned int flags)
{
    _cleanup_free_ remote_typed_param *wire = NULL;

    DOMAIN(domain, -1);
    NEED(domain->conn, params, -1);
    if (params_to_wire(params, nparams, &wire) < 0)
        return shell_fail(domain->conn);
    return DOMAIN_CALL(domain, DOMAIN_SET_SCHEDULER_PARAMETERS_FLAGS,
                       domain_set_scheduler_parameters_flags, WIRE_PARAMS(nparams, wire),
                       .flags = flags);
}

VIREO_API int virDomainGetPerfEvents(virDomainPtr domain, virTypedParameterPtr *params,
                                     int *nparams, unsigned int flags)
{
    RET(DOMAIN_GET_PERF_EVENTS, domain_get_perf_events);

    DOMAIN(domain, -1);
    NEED(domain->conn, params, -1);
    NEED(domain->conn, nparams, -1);
    if (DOMAIN_GET(domain, DOMAIN_GET_PERF_EVENTS, domain_get_perf_events, .flags = flags) < 0)
        return -1;
    NEW_PARAMS(domain->conn, params, nparams);
    return 0;
}

VIREO_API int virDomainSetPerfEvents(virDomainPtr domain, virTypedParameterPtr params, int nparams,
                                     unsigned int flags)
{
    _cleanup_free_ remote_typed_param *wire = NULL;

    DOMAIN(domain, -1);
    NEED(domain->conn, params, -1);
    if (params_to_wire(params, nparams, &wire) < 0)
        return shell_fail(domain->conn);
    return DOMAIN_CALL(domain, DOMAIN_SET_PERF_EVENTS, domain_set_perf_events,
                       WIRE_PARAMS(nparams, wire), .flags = flags);
}

/* ---- devices and clock ---- */

VIREO_API int virDomainGetBlockInfo(virDomainPtr domain, const char *disk,
                                    virDomainBlockInfoPtr info, unsigned int flags)
{
    RET(DOMAIN_GET_BLOCK_INFO, domain_get_block_info);

    DOMAIN(domain, -1);
    NEED(domain->conn, disk, -1);
    NEED(domain->conn, info, -1);
    if (DOMAIN_GET(domain, DOMAIN_GET_BLOCK_INFO, domain_get_block_info, .path = text(disk),
                   .flags = flags) < 0)
        return -1;
    *info = (virDomainBlockInfo){
        .capacity = ret.capacity, .allocation = ret.allocation, .physical = ret.physical};
    return 0;
}

VIREO_API int virDomainBlockStats(virDomainPtr dom, const char *disk, virDomainBlockStatsPtr stats,
                                  size_t size)
{
    RET(DOMAIN_BLOCK_STATS, domain_block_stats);
    virDomainBlockStatsStruct all;

    DOMAIN(dom, -1);
    NEED(dom->conn, disk, -1);
    NEED(dom->conn, stats, -1);
    if (DOMAIN_GET(dom, DOMAIN_BLOCK_STATS, domain_block_stats, .path = text(disk)) < 0)
        return -1;
    all = (virDomainBlockStatsStruct){ret.rd_req, ret.rd_bytes, ret.wr_req, ret.wr_bytes, ret.errs};
    memcpy(stats, &all, size < sizeof(all) ? size : sizeof(all));
    return 0;
}

VIREO_API int virDomainBlockStatsFlags(virDomainPtr dom, const char *disk,
                                       virTypedParameterPtr params, int *nparams,
                                       unsigned int flags)
{
    RET(DOMAIN_BLOCK_STATS_FLAGS, domain_block_stats_flags);

    DOMAIN(dom, -1);
    NEED(dom->conn, disk, -1);
    NEED(dom->conn, nparams, -1);
    if (*nparams)
        NEED(dom->conn, params, -1);
    if (DOMAIN_GET(dom, DOMAIN_BLOCK_STATS_FLAGS, domain_block_stats_flags, .path = text(disk),
                   .nparams = *nparams, .flags = flags) < 0)
        return -1;
    if (!*nparams) {
        *nparams = ret.nparams;
        return 0;
    }
    FILL_PARAMS(dom->conn, params, nparams);
    return 0;
}

VIREO_API int virDomainInterfaceStats(virDomainPtr dom, const char *device,
                                      virDomainInterfaceStatsPtr stats, size_t size)
{
    RET(DOMAIN_INTERFACE_STATS, domain_interface_stats);
    struct _virDomainInterfaceStats all;

    DOMAIN(dom, -1);
    NEED(dom->conn, device, -1);
    NEED(dom->conn, stats, -1);
    if (DOMAIN_GET(dom, DOMAIN_INTERFACE_STATS, domain_interface_stats, .device = text(device)) < 0)
        return -1;
    all = (struct _virDomainInterfaceStats){
        .rx_bytes = ret.rx_bytes,
        .rx_packets = ret.rx_packets,
        .rx_errs = ret.rx_errs,
        .rx_drop = ret.rx_drop,
        .tx_bytes = ret.tx_bytes,
        .tx_packets = ret.tx_packets,
        .tx_errs = ret.tx_errs,
        .tx_drop = ret.tx_drop,
    };
    memcpy(stats, &all, size < sizeof(all) ? size : sizeof(all));
    return 0;
}

VIREO_API int virDomainGetTime(virDomainPtr dom, long long *seconds, unsigned int *nseconds,
                               unsigned int flags)
{
    RET(DOMAIN_GET_TIME, domain_get_time);

    DOMAIN(dom, -1);
    if (DOMAIN_GET(dom, DOMAIN_GET_TIME, domain_get_time, .flags = flags) < 0)
        return -1;
    if (seconds)
        *seconds = ret.seconds;
    if (nseconds)
        *nseconds = ret.nseconds;
    return 0;
}

VIREO_API int virDomainSetTime(virDomainPtr dom, long long seconds, unsigned int nseconds,
                               unsigned int flags)
{
    DOMAIN(dom, -1);
    return DOMAIN_CALL(dom, DOMAIN_SET_TIME, domain_set_time, .seconds = seconds,
                       .nseconds = nseconds, .flags = flags);
}
