/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a domain gets of the host: processors, memory, scheduling, NUMA, block I/O weights,
 * iothreads.
 */
#ifndef LIBVIRT_DOMAIN_RESOURCES_H
#define LIBVIRT_DOMAIN_RESOURCES_H

#include <libvirt/libvirt-domain.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Memory. */
typedef enum {
    VIR_DOMAIN_MEM_CURRENT = 0, /* since 0.9.1 */
    VIR_DOMAIN_MEM_LIVE = 1 << 0,
    VIR_DOMAIN_MEM_CONFIG = 1 << 1,
    VIR_DOMAIN_MEM_MAXIMUM = 1 << 2, /* since 0.9.1 */
} virDomainMemoryModFlags;

unsigned long virDomainGetMaxMemory(virDomainPtr domain);

int virDomainSetMaxMemory(virDomainPtr domain, unsigned long memory);

int virDomainSetMemory(virDomainPtr domain, unsigned long memory);

int virDomainSetMemoryFlags(virDomainPtr domain, unsigned long memory, unsigned int flags);

typedef enum {
    VIR_DOMAIN_MEMORY_STAT_SWAP_IN = 0,
    VIR_DOMAIN_MEMORY_STAT_SWAP_OUT = 1,
    VIR_DOMAIN_MEMORY_STAT_MAJOR_FAULT = 2,
    VIR_DOMAIN_MEMORY_STAT_MINOR_FAULT = 3,
    VIR_DOMAIN_MEMORY_STAT_UNUSED = 4,
    VIR_DOMAIN_MEMORY_STAT_AVAILABLE = 5,
    VIR_DOMAIN_MEMORY_STAT_ACTUAL_BALLOON = 6,   /* since 0.9.3 */
    VIR_DOMAIN_MEMORY_STAT_RSS = 7,              /* since 0.9.10 */
    VIR_DOMAIN_MEMORY_STAT_USABLE = 8,           /* since 2.1.0 */
    VIR_DOMAIN_MEMORY_STAT_LAST_UPDATE = 9,      /* since 2.1.0 */
    VIR_DOMAIN_MEMORY_STAT_DISK_CACHES = 10,     /* since 4.6.0 */
    VIR_DOMAIN_MEMORY_STAT_HUGETLB_PGALLOC = 11, /* since 5.4.0 */
    VIR_DOMAIN_MEMORY_STAT_HUGETLB_PGFAIL = 12,  /* since 5.4.0 */
    VIR_DOMAIN_MEMORY_STAT_NR = 13,
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_MEMORY_STAT_LAST = 13,
#endif
} virDomainMemoryStatTags;

typedef struct _virDomainMemoryStat virDomainMemoryStatStruct;
typedef virDomainMemoryStatStruct *virDomainMemoryStatPtr;
struct _virDomainMemoryStat {
    int tag;
    unsigned long long val;
};

int virDomainMemoryStats(virDomainPtr dom, virDomainMemoryStatPtr stats, unsigned int nr_stats,
                         unsigned int flags);

int virDomainSetMemoryStatsPeriod(virDomainPtr domain, int period, unsigned int flags);

typedef enum {
    VIR_MEMORY_VIRTUAL = 1 << 0,
    VIR_MEMORY_PHYSICAL = 1 << 1, /* since 0.7.0 */
} virDomainMemoryFlags;

/* Limits: typed parameters in KiB. */
/* "No limit" of a memory parameter, in KiB. */
#define VIR_DOMAIN_MEMORY_PARAM_UNLIMITED 9007199254740991LL
#define VIR_DOMAIN_MEMORY_HARD_LIMIT      "hard_limit"
#define VIR_DOMAIN_MEMORY_SOFT_LIMIT      "soft_limit"
#define VIR_DOMAIN_MEMORY_MIN_GUARANTEE   "min_guarantee"
#define VIR_DOMAIN_MEMORY_SWAP_HARD_LIMIT "swap_hard_limit"

/* Virtual processors. */
typedef enum {
    VIR_DOMAIN_VCPU_CURRENT = 0, /* since 0.9.4 */
    VIR_DOMAIN_VCPU_LIVE = 1 << 0,
    VIR_DOMAIN_VCPU_CONFIG = 1 << 1,
    VIR_DOMAIN_VCPU_MAXIMUM = 1 << 2,
    VIR_DOMAIN_VCPU_GUEST = 1 << 3,        /* since 1.1.0 */
    VIR_DOMAIN_VCPU_HOTPLUGGABLE = 1 << 4, /* since 2.4.0 */
    VIR_DOMAIN_VCPU_ASYNC_UNPLUG = 1 << 5, /* since 12.4.0 */
} virDomainVcpuFlags;

typedef enum {
    VIR_VCPU_OFFLINE = 0,
    VIR_VCPU_RUNNING = 1,
    VIR_VCPU_BLOCKED = 2,
#ifdef VIR_ENUM_SENTINELS
    VIR_VCPU_LAST = 3,
#endif
} virVcpuState;

typedef enum {
    VIR_VCPU_INFO_CPU_UNAVAILABLE = -2,
    VIR_VCPU_INFO_CPU_OFFLINE = -1,
} virVcpuHostCpuState;

typedef struct _virVcpuInfo virVcpuInfo;
typedef virVcpuInfo *virVcpuInfoPtr;
struct _virVcpuInfo {
    unsigned int number;
    int state;
    unsigned long long cpuTime;
    int cpu;
};

int virDomainSetVcpus(virDomainPtr domain, unsigned int nvcpus);

int virDomainSetVcpusFlags(virDomainPtr domain, unsigned int nvcpus, unsigned int flags);

int virDomainGetVcpusFlags(virDomainPtr domain, unsigned int flags);

int virDomainGetMaxVcpus(virDomainPtr domain);

/*
 * Processor maps: a bit for each host processor, the lowest bit of the first byte is processor 0.
 * An array of maps holds them one after another, each of maplen bytes.
 */
#define VIR_CPU_MAPLEN(cpu)                   (((cpu) + 7) / 8) /* bytes of a map that has room for cpu processors \
                                                                 */
#define VIR_USE_CPU(cpumap, cpu)              ((cpumap)[(cpu) / 8] |= (1 << ((cpu) % 8)))
#define VIR_UNUSE_CPU(cpumap, cpu)            ((cpumap)[(cpu) / 8] &= ~(1 << ((cpu) % 8)))
#define VIR_CPU_USED(cpumap, cpu)             ((cpumap)[(cpu) / 8] & (1 << ((cpu) % 8)))
#define VIR_GET_CPUMAP(cpumaps, maplen, vcpu) (&((cpumaps)[(vcpu) * (maplen)]))
#define VIR_CPU_USABLE(cpumaps, maplen, vcpu, cpu) \
    VIR_CPU_USED(VIR_GET_CPUMAP(cpumaps, maplen, vcpu), cpu)
/* Copies the map of one vCPU; needs <string.h>. */
#define VIR_COPY_CPUMAP(cpumaps, maplen, vcpu, cpumap) \
    memcpy(cpumap, VIR_GET_CPUMAP(cpumaps, maplen, vcpu), maplen)

int virDomainGetVcpus(virDomainPtr domain, virVcpuInfoPtr info, int maxinfo, unsigned char *cpumaps,
                      int maplen);

int virDomainPinVcpu(virDomainPtr domain, unsigned int vcpu, unsigned char *cpumap, int maplen);

int virDomainPinVcpuFlags(virDomainPtr domain, unsigned int vcpu, unsigned char *cpumap, int maplen,
                          unsigned int flags);

int virDomainGetVcpuPinInfo(virDomainPtr domain, int ncpumaps, unsigned char *cpumaps, int maplen,
                            unsigned int flags);

int virDomainPinEmulator(virDomainPtr domain, unsigned char *cpumap, int maplen,
                         unsigned int flags);

int virDomainGetEmulatorPinInfo(virDomainPtr domain, unsigned char *cpumap, int maplen,
                                unsigned int flags);

/* Processor time: typed parameters, nanoseconds. */
#define VIR_DOMAIN_CPU_STATS_CPUTIME    "cpu_time"
#define VIR_DOMAIN_CPU_STATS_SYSTEMTIME "system_time"
#define VIR_DOMAIN_CPU_STATS_USERTIME   "user_time"
#define VIR_DOMAIN_CPU_STATS_VCPUTIME   "vcpu_time"

/* Scheduling. */
#define VIR_DOMAIN_SCHEDULER_CAP             "cap"
#define VIR_DOMAIN_SCHEDULER_CPU_SHARES      "cpu_shares"
#define VIR_DOMAIN_SCHEDULER_EMULATOR_PERIOD "emulator_period"
#define VIR_DOMAIN_SCHEDULER_EMULATOR_QUOTA  "emulator_quota"
#define VIR_DOMAIN_SCHEDULER_GLOBAL_PERIOD   "global_period"
#define VIR_DOMAIN_SCHEDULER_GLOBAL_QUOTA    "global_quota"
#define VIR_DOMAIN_SCHEDULER_IOTHREAD_PERIOD "iothread_period"
#define VIR_DOMAIN_SCHEDULER_IOTHREAD_QUOTA  "iothread_quota"
#define VIR_DOMAIN_SCHEDULER_LIMIT           "limit"
#define VIR_DOMAIN_SCHEDULER_RESERVATION     "reservation"
#define VIR_DOMAIN_SCHEDULER_SHARES          "shares"
#define VIR_DOMAIN_SCHEDULER_VCPU_PERIOD     "vcpu_period"
#define VIR_DOMAIN_SCHEDULER_VCPU_QUOTA      "vcpu_quota"
#define VIR_DOMAIN_SCHEDULER_WEIGHT          "weight"

char *virDomainGetSchedulerType(virDomainPtr domain, int *nparams);

int virDomainGetSchedulerParameters(virDomainPtr domain, virTypedParameterPtr params, int *nparams);

int virDomainGetSchedulerParametersFlags(virDomainPtr domain, virTypedParameterPtr params,
                                         int *nparams, unsigned int flags);

int virDomainSetSchedulerParameters(virDomainPtr domain, virTypedParameterPtr params, int nparams);

int virDomainSetSchedulerParametersFlags(virDomainPtr domain, virTypedParameterPtr params,
                                         int nparams, unsigned int flags);

/* NUMA: typed parameters. */
typedef enum {
    VIR_DOMAIN_NUMATUNE_MEM_STRICT = 0,
    VIR_DOMAIN_NUMATUNE_MEM_PREFERRED = 1,
    VIR_DOMAIN_NUMATUNE_MEM_INTERLEAVE = 2,
    VIR_DOMAIN_NUMATUNE_MEM_RESTRICTIVE = 3, /* since 7.3.0 */
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_NUMATUNE_MEM_LAST = 4,
#endif
} virDomainNumatuneMemMode;

#define VIR_DOMAIN_NUMA_MODE    "numa_mode"
#define VIR_DOMAIN_NUMA_NODESET "numa_nodeset"

/* Block I/O by cgroup: typed parameters. */
#define VIR_DOMAIN_BLKIO_WEIGHT            "weight"
#define VIR_DOMAIN_BLKIO_DEVICE_READ_BPS   "device_read_bytes_sec"
#define VIR_DOMAIN_BLKIO_DEVICE_READ_IOPS  "device_read_iops_sec"
#define VIR_DOMAIN_BLKIO_DEVICE_WEIGHT     "device_weight"
#define VIR_DOMAIN_BLKIO_DEVICE_WRITE_BPS  "device_write_bytes_sec"
#define VIR_DOMAIN_BLKIO_DEVICE_WRITE_IOPS "device_write_iops_sec"

/* I/O threads. */
typedef struct _virDomainIOThreadInfo virDomainIOThreadInfo;
typedef virDomainIOThreadInfo *virDomainIOThreadInfoPtr;
struct _virDomainIOThreadInfo {
    unsigned int iothread_id;
    unsigned char *cpumap;
    int cpumaplen;
};

#define VIR_DOMAIN_IOTHREAD_POLL_GROW       "poll_grow"
#define VIR_DOMAIN_IOTHREAD_POLL_MAX_NS     "poll_max_ns"
#define VIR_DOMAIN_IOTHREAD_POLL_SHRINK     "poll_shrink"
#define VIR_DOMAIN_IOTHREAD_THREAD_POOL_MAX "thread_pool_max"
#define VIR_DOMAIN_IOTHREAD_THREAD_POOL_MIN "thread_pool_min"

/* Hardware counters (perf events): typed parameters, booleans. */
#define VIR_PERF_PARAM_ALIGNMENT_FAULTS        "alignment_faults"
#define VIR_PERF_PARAM_BRANCH_INSTRUCTIONS     "branch_instructions"
#define VIR_PERF_PARAM_BRANCH_MISSES           "branch_misses"
#define VIR_PERF_PARAM_BUS_CYCLES              "bus_cycles"
#define VIR_PERF_PARAM_CACHE_MISSES            "cache_misses"
#define VIR_PERF_PARAM_CACHE_REFERENCES        "cache_references"
#define VIR_PERF_PARAM_CMT                     "cmt"
#define VIR_PERF_PARAM_CONTEXT_SWITCHES        "context_switches"
#define VIR_PERF_PARAM_CPU_CLOCK               "cpu_clock"
#define VIR_PERF_PARAM_CPU_CYCLES              "cpu_cycles"
#define VIR_PERF_PARAM_CPU_MIGRATIONS          "cpu_migrations"
#define VIR_PERF_PARAM_EMULATION_FAULTS        "emulation_faults"
#define VIR_PERF_PARAM_INSTRUCTIONS            "instructions"
#define VIR_PERF_PARAM_MBML                    "mbml"
#define VIR_PERF_PARAM_MBMT                    "mbmt"
#define VIR_PERF_PARAM_PAGE_FAULTS             "page_faults"
#define VIR_PERF_PARAM_PAGE_FAULTS_MAJ         "page_faults_maj"
#define VIR_PERF_PARAM_PAGE_FAULTS_MIN         "page_faults_min"
#define VIR_PERF_PARAM_REF_CPU_CYCLES          "ref_cpu_cycles"
#define VIR_PERF_PARAM_STALLED_CYCLES_BACKEND  "stalled_cycles_backend"
#define VIR_PERF_PARAM_STALLED_CYCLES_FRONTEND "stalled_cycles_frontend"
#define VIR_PERF_PARAM_TASK_CLOCK              "task_clock"

int virDomainGetPerfEvents(virDomainPtr domain, virTypedParameterPtr *params, int *nparams,
                           unsigned int flags);

int virDomainSetPerfEvents(virDomainPtr domain, virTypedParameterPtr params, int nparams,
                           unsigned int flags);

/* How fast a guest dirties its memory. */
typedef enum {
    VIR_DOMAIN_DIRTYRATE_UNSTARTED = 0,
    VIR_DOMAIN_DIRTYRATE_MEASURING = 1,
    VIR_DOMAIN_DIRTYRATE_MEASURED = 2,
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_DIRTYRATE_LAST = 3,
#endif
} virDomainDirtyRateStatus;

typedef enum {
    VIR_DOMAIN_DIRTYRATE_MODE_PAGE_SAMPLING = 0,
    VIR_DOMAIN_DIRTYRATE_MODE_DIRTY_BITMAP = 1,
    VIR_DOMAIN_DIRTYRATE_MODE_DIRTY_RING = 2,
} virDomainDirtyRateCalcFlags;

/* Names of typed parameters and their types from before virTypedParameter; use the new ones. */
typedef enum {
    VIR_DOMAIN_SCHED_FIELD_INT = 1,
    VIR_DOMAIN_SCHED_FIELD_UINT = 2,
    VIR_DOMAIN_SCHED_FIELD_LLONG = 3,
    VIR_DOMAIN_SCHED_FIELD_ULLONG = 4,
    VIR_DOMAIN_SCHED_FIELD_DOUBLE = 5,
    VIR_DOMAIN_SCHED_FIELD_BOOLEAN = 6,
} virSchedParameterType;

typedef enum {
    VIR_DOMAIN_MEMORY_PARAM_INT = 1,
    VIR_DOMAIN_MEMORY_PARAM_UINT = 2,
    VIR_DOMAIN_MEMORY_PARAM_LLONG = 3,
    VIR_DOMAIN_MEMORY_PARAM_ULLONG = 4,
    VIR_DOMAIN_MEMORY_PARAM_DOUBLE = 5,
    VIR_DOMAIN_MEMORY_PARAM_BOOLEAN = 6,
} virMemoryParameterType;

typedef enum {
    VIR_DOMAIN_BLKIO_PARAM_INT = 1,
    VIR_DOMAIN_BLKIO_PARAM_UINT = 2,
    VIR_DOMAIN_BLKIO_PARAM_LLONG = 3,
    VIR_DOMAIN_BLKIO_PARAM_ULLONG = 4,
    VIR_DOMAIN_BLKIO_PARAM_DOUBLE = 5,
    VIR_DOMAIN_BLKIO_PARAM_BOOLEAN = 6,
} virBlkioParameterType;

typedef struct _virTypedParameter virSchedParameter;
typedef virSchedParameter *virSchedParameterPtr;
typedef struct _virTypedParameter virMemoryParameter;
typedef virMemoryParameter *virMemoryParameterPtr;
typedef struct _virTypedParameter virBlkioParameter;
typedef virBlkioParameter *virBlkioParameterPtr;
#define VIR_DOMAIN_SCHED_FIELD_LENGTH  VIR_TYPED_PARAM_FIELD_LENGTH
#define VIR_DOMAIN_MEMORY_FIELD_LENGTH VIR_TYPED_PARAM_FIELD_LENGTH
#define VIR_DOMAIN_BLKIO_FIELD_LENGTH  VIR_TYPED_PARAM_FIELD_LENGTH

#ifdef __cplusplus
}
#endif

#endif /* LIBVIRT_DOMAIN_RESOURCES_H */
