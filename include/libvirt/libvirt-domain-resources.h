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

/* ---- memory ---- */

/* Flags of virDomainSetMemoryFlags. Since 0.9.0. */
typedef enum {
    /* the running domain; the definition when it does not run; since 0.9.1 */
    VIR_DOMAIN_MEM_CURRENT = 0,
    VIR_DOMAIN_MEM_LIVE = 1 << 0,    /* the running domain */
    VIR_DOMAIN_MEM_CONFIG = 1 << 1,  /* the definition */
    VIR_DOMAIN_MEM_MAXIMUM = 1 << 2, /* the limit, not what is in use; since 0.9.1 */
} virDomainMemoryModFlags;

/*
 * The domain's memory limit in KiB, or 0 on error.
 *
 * Since 0.0.3.
 */
unsigned long virDomainGetMaxMemory(virDomainPtr domain);

/*
 * Like virDomainSetMemoryFlags with VIR_DOMAIN_MEM_MAXIMUM, for the running domain or, when it
 * does not run, the definition.
 *
 * Since 0.0.3.
 */
int virDomainSetMaxMemory(virDomainPtr domain, unsigned long memory);

/*
 * Sets the memory of a running domain in KiB: like virDomainSetMemoryFlags with
 * VIR_DOMAIN_MEM_LIVE.
 *
 * Since 0.1.1.
 */
int virDomainSetMemory(virDomainPtr domain, unsigned long memory);

/*
 * Sets how much memory the guest has, in KiB, up to its limit; or the limit, with
 * VIR_DOMAIN_MEM_MAXIMUM. flags are virDomainMemoryModFlags. A guest gives memory back in its own
 * time, if it has a balloon.
 *
 * Returns 0, or -1: VIR_ERR_INVALID_ARG for 0 or more than the limit, VIR_ERR_OPERATION_INVALID
 * when a live change is asked of a domain that does not run, or the limit can't be changed while
 * it does.
 *
 * Since 0.9.0.
 */
int virDomainSetMemoryFlags(virDomainPtr domain, unsigned long memory, unsigned int flags);

/* What a value of virDomainMemoryStats means; KiB where nothing else is said. Since 0.7.5. */
typedef enum {
    VIR_DOMAIN_MEMORY_STAT_SWAP_IN = 0,          /* read from swap */
    VIR_DOMAIN_MEMORY_STAT_SWAP_OUT = 1,         /* written to swap */
    VIR_DOMAIN_MEMORY_STAT_MAJOR_FAULT = 2,      /* page faults that read the disk: a count */
    VIR_DOMAIN_MEMORY_STAT_MINOR_FAULT = 3,      /* other page faults: a count */
    VIR_DOMAIN_MEMORY_STAT_UNUSED = 4,           /* not used for anything */
    VIR_DOMAIN_MEMORY_STAT_AVAILABLE = 5,        /* all that the guest sees */
    VIR_DOMAIN_MEMORY_STAT_ACTUAL_BALLOON = 6,   /* what the balloon leaves; since 0.9.3 */
    VIR_DOMAIN_MEMORY_STAT_RSS = 7,              /* of the process on the host; since 0.9.10 */
    VIR_DOMAIN_MEMORY_STAT_USABLE = 8,           /* could be used without swapping; since 2.1.0 */
    VIR_DOMAIN_MEMORY_STAT_LAST_UPDATE = 9,      /* when: seconds since the epoch; since 2.1.0 */
    VIR_DOMAIN_MEMORY_STAT_DISK_CACHES = 10,     /* could be given up quickly; since 4.6.0 */
    VIR_DOMAIN_MEMORY_STAT_HUGETLB_PGALLOC = 11, /* huge pages got: a count; since 5.4.0 */
    VIR_DOMAIN_MEMORY_STAT_HUGETLB_PGFAIL = 12,  /* huge pages not got: a count; since 5.4.0 */
    VIR_DOMAIN_MEMORY_STAT_NR = 13,              /* how many tags there are */
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_MEMORY_STAT_LAST = 13,
#endif
} virDomainMemoryStatTags;

/* A value of virDomainMemoryStats. */
typedef struct _virDomainMemoryStat virDomainMemoryStatStruct;
typedef virDomainMemoryStatStruct *virDomainMemoryStatPtr;
struct _virDomainMemoryStat {
    int tag; /* a virDomainMemoryStatTags */
    unsigned long long val;
};

/*
 * Memory statistics of a running domain: fills at most nr_stats elements of stats, each a tag
 * (virDomainMemoryStatTags) with a value. Which there are depends on the driver and on the guest's
 * balloon driver; VIR_DOMAIN_MEMORY_STAT_NR elements hold all. flags: 0. Returns how many were
 * filled, or -1.
 *
 * Since 0.7.5.
 */
int virDomainMemoryStats(virDomainPtr dom, virDomainMemoryStatPtr stats, unsigned int nr_stats,
                         unsigned int flags);

/*
 * How often, in seconds, the guest's balloon driver is asked for its statistics; 0: never. flags
 * are virDomainModificationImpact. Returns 0 or -1.
 *
 * Since 1.1.1.
 */
int virDomainSetMemoryStatsPeriod(virDomainPtr domain, int period, unsigned int flags);

/* Which addresses virDomainMemoryPeek takes. Since 0.4.4. */
typedef enum {
    VIR_MEMORY_VIRTUAL = 1 << 0,
    VIR_MEMORY_PHYSICAL = 1 << 1, /* since 0.7.0 */
} virDomainMemoryFlags;

/* Limits: typed parameters in KiB, and the value that means none. */
#define VIR_DOMAIN_MEMORY_PARAM_UNLIMITED 9007199254740991LL
#define VIR_DOMAIN_MEMORY_HARD_LIMIT      "hard_limit"
#define VIR_DOMAIN_MEMORY_SOFT_LIMIT      "soft_limit"
#define VIR_DOMAIN_MEMORY_MIN_GUARANTEE   "min_guarantee"
#define VIR_DOMAIN_MEMORY_SWAP_HARD_LIMIT "swap_hard_limit"

/* ---- virtual processors ---- */

/* Flags of the calls about the number of vCPUs. Since 0.8.5. */
typedef enum {
    /* the running domain; the definition when it does not run; since 0.9.4 */
    VIR_DOMAIN_VCPU_CURRENT = 0,
    VIR_DOMAIN_VCPU_LIVE = 1 << 0,    /* the running domain */
    VIR_DOMAIN_VCPU_CONFIG = 1 << 1,  /* the definition */
    VIR_DOMAIN_VCPU_MAXIMUM = 1 << 2, /* the maximum, not what is in use */
    /* let the guest agent turn them on and off; since 1.1.0 */
    VIR_DOMAIN_VCPU_GUEST = 1 << 3,
    VIR_DOMAIN_VCPU_HOTPLUGGABLE = 1 << 4, /* those added may be removed again; since 2.4.0 */
    /* do not wait for the guest to let go of them; since 12.4.0 */
    VIR_DOMAIN_VCPU_ASYNC_UNPLUG = 1 << 5,
} virDomainVcpuFlags;

/* What a vCPU does (virVcpuInfo). Since 0.1.4. */
typedef enum {
    VIR_VCPU_OFFLINE = 0,
    VIR_VCPU_RUNNING = 1,
    VIR_VCPU_BLOCKED = 2,
#ifdef VIR_ENUM_SENTINELS
    VIR_VCPU_LAST = 3,
#endif
} virVcpuState;

/* What stands in virVcpuInfo.cpu when it is no processor's number. Since 6.10.0. */
typedef enum {
    VIR_VCPU_INFO_CPU_UNAVAILABLE = -2,
    VIR_VCPU_INFO_CPU_OFFLINE = -1,
} virVcpuHostCpuState;

/* A vCPU of a running domain (virDomainGetVcpus). */
typedef struct _virVcpuInfo virVcpuInfo;
typedef virVcpuInfo *virVcpuInfoPtr;
struct _virVcpuInfo {
    unsigned int number;
    int state;                  /* a virVcpuState */
    unsigned long long cpuTime; /* nanoseconds */
    int cpu;                    /* the host processor it is on, or a virVcpuHostCpuState */
};

/*
 * Like virDomainSetVcpusFlags with VIR_DOMAIN_VCPU_LIVE.
 *
 * Since 0.1.4.
 */
int virDomainSetVcpus(virDomainPtr domain, unsigned int nvcpus);

/*
 * Sets the number of vCPUs, up to the maximum; or the maximum, with VIR_DOMAIN_VCPU_MAXIMUM and
 * VIR_DOMAIN_VCPU_CONFIG. flags are virDomainVcpuFlags. Returns 0, or -1: VIR_ERR_INVALID_ARG for
 * 0 or more than the maximum, VIR_ERR_OPERATION_INVALID when a live change is asked of a domain
 * that does not run.
 *
 * Since 0.8.5.
 */
int virDomainSetVcpusFlags(virDomainPtr domain, unsigned int nvcpus, unsigned int flags);

/*
 * The number of vCPUs, of the running domain or the definition, in use or at most, as flags
 * (virDomainVcpuFlags) ask; or -1.
 *
 * Since 0.8.5.
 */
int virDomainGetVcpusFlags(virDomainPtr domain, unsigned int flags);

/*
 * How many vCPUs the domain may have: the running domain's maximum, or the hypervisor's when it
 * does not run; -1 on error.
 *
 * Since 0.2.1.
 */
int virDomainGetMaxVcpus(virDomainPtr domain);

/*
 * Processor maps: a bit for each host processor, the lowest bit of the first byte is processor 0.
 * An array of maps holds them one after another, each of maplen bytes;
 * VIR_CPU_MAPLEN is how many a map of that many processors needs.
 */
#define VIR_CPU_MAPLEN(cpu)                   (((cpu) + 7) / 8)
#define VIR_USE_CPU(cpumap, cpu)              ((cpumap)[(cpu) / 8] |= (1 << ((cpu) % 8)))
#define VIR_UNUSE_CPU(cpumap, cpu)            ((cpumap)[(cpu) / 8] &= ~(1 << ((cpu) % 8)))
#define VIR_CPU_USED(cpumap, cpu)             ((cpumap)[(cpu) / 8] & (1 << ((cpu) % 8)))
#define VIR_GET_CPUMAP(cpumaps, maplen, vcpu) (&((cpumaps)[(vcpu) * (maplen)]))
#define VIR_CPU_USABLE(cpumaps, maplen, vcpu, cpu) \
    VIR_CPU_USED(VIR_GET_CPUMAP(cpumaps, maplen, vcpu), cpu)
/* Copies the map of one vCPU; needs <string.h>. */
#define VIR_COPY_CPUMAP(cpumaps, maplen, vcpu, cpumap) \
    memcpy(cpumap, VIR_GET_CPUMAP(cpumaps, maplen, vcpu), maplen)

/*
 * State of the vCPUs of a running domain.
 *
 * info has room for maxinfo elements. cpumaps, unless NULL, has room for maxinfo maps of maplen
 * bytes, one after another, and gets where each vCPU may run; with NULL, maplen is 0. Returns how
 * many elements were filled, or -1.
 *
 * Since 0.1.4.
 */
int virDomainGetVcpus(virDomainPtr domain, virVcpuInfoPtr info, int maxinfo, unsigned char *cpumaps,
                      int maplen);

/*
 * Like virDomainPinVcpuFlags with VIR_DOMAIN_AFFECT_LIVE.
 *
 * Since 0.1.4.
 */
int virDomainPinVcpu(virDomainPtr domain, unsigned int vcpu, unsigned char *cpumap, int maplen);

/*
 * Has a vCPU run on certain host processors only: those set in cpumap, a map of maplen bytes;
 * processors past its end are not allowed. flags are virDomainModificationImpact. Returns 0, or
 * -1: VIR_ERR_INVALID_ARG for a vCPU that is not there.
 *
 * Since 0.9.3.
 */
int virDomainPinVcpuFlags(virDomainPtr domain, unsigned int vcpu, unsigned char *cpumap, int maplen,
                          unsigned int flags);

/*
 * Where vCPUs may run: cpumaps gets the maps of at most ncpumaps vCPUs, each of maplen bytes, one
 * after another. flags are virDomainModificationImpact, a single one. Returns how many maps were
 * filled, or -1.
 *
 * Since 0.9.3.
 */
int virDomainGetVcpuPinInfo(virDomainPtr domain, int ncpumaps, unsigned char *cpumaps, int maplen,
                            unsigned int flags);

/*
 * Has the emulator's own threads run on certain host processors only; as virDomainPinVcpuFlags.
 * Returns 0 or -1.
 *
 * Since 0.10.0.
 */
int virDomainPinEmulator(virDomainPtr domain, unsigned char *cpumap, int maplen,
                         unsigned int flags);

/*
 * Where the emulator's own threads may run, in cpumap, a map of maplen bytes. flags are
 * virDomainModificationImpact. Returns 1 when filled, 0 when there is no such pinning, -1 on
 * error.
 *
 * Since 0.10.0.
 */
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

/*
 * The name of the domain's scheduler ("posix", "fair", "credit"), for the caller to free(), or
 * NULL. *nparams, unless nparams is NULL, becomes the number of its parameters.
 *
 * Since 0.2.3.
 */
char *virDomainGetSchedulerType(virDomainPtr domain, int *nparams);

/*
 * Like virDomainGetSchedulerParametersFlags with no flags.
 *
 * Since 0.2.3.
 */
int virDomainGetSchedulerParameters(virDomainPtr domain, virTypedParameterPtr params, int *nparams);

/*
 * The scheduler's settings, VIR_DOMAIN_SCHEDULER_*. params has room for *nparams
 * (virDomainGetSchedulerType tells how many there are); *nparams becomes how many were filled.
 * flags are virDomainModificationImpact, a single one. Returns 0 or -1.
 *
 * Since 0.9.2.
 */
int virDomainGetSchedulerParametersFlags(virDomainPtr domain, virTypedParameterPtr params,
                                         int *nparams, unsigned int flags);

/*
 * Like virDomainSetSchedulerParametersFlags with no flags.
 *
 * Since 0.2.3.
 */
int virDomainSetSchedulerParameters(virDomainPtr domain, virTypedParameterPtr params, int nparams);

/*
 * Changes the scheduler's settings: params holds nparams of VIR_DOMAIN_SCHEDULER_*, others stay.
 * flags are virDomainModificationImpact. Returns 0, or -1: VIR_ERR_INVALID_ARG for an unknown
 * name, a wrong type or a value out of range.
 *
 * Since 0.9.2.
 */
int virDomainSetSchedulerParametersFlags(virDomainPtr domain, virTypedParameterPtr params,
                                         int nparams, unsigned int flags);

/* ---- NUMA: typed parameters ---- */

/* How strictly memory comes from the NUMA cells given (VIR_DOMAIN_NUMA_MODE). Since 0.9.9. */
typedef enum {
    VIR_DOMAIN_NUMATUNE_MEM_STRICT = 0,
    VIR_DOMAIN_NUMATUNE_MEM_PREFERRED = 1,
    VIR_DOMAIN_NUMATUNE_MEM_INTERLEAVE = 2,
    /* by cgroup only, so that it can be changed; since 7.3.0 */
    VIR_DOMAIN_NUMATUNE_MEM_RESTRICTIVE = 3,
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

/* ---- I/O threads ---- */

/* An I/O thread (virDomainGetIOThreadInfo). */
typedef struct _virDomainIOThreadInfo virDomainIOThreadInfo;
typedef virDomainIOThreadInfo *virDomainIOThreadInfoPtr;
struct _virDomainIOThreadInfo {
    unsigned int iothread_id;
    unsigned char *cpumap; /* host processors it may run on */
    int cpumaplen;         /* bytes of cpumap */
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

/*
 * Which hardware counters are on: *params becomes an array of booleans VIR_PERF_PARAM_*, *nparams
 * their number, for virTypedParamsFree. flags are virDomainModificationImpact. Returns 0 or -1.
 *
 * Since 1.3.3.
 */
int virDomainGetPerfEvents(virDomainPtr domain, virTypedParameterPtr *params, int *nparams,
                           unsigned int flags);

/*
 * Turns hardware counters on or off: params holds nparams booleans VIR_PERF_PARAM_*, others stay.
 * flags are virDomainModificationImpact. Returns 0 or -1.
 *
 * Since 1.3.3.
 */
int virDomainSetPerfEvents(virDomainPtr domain, virTypedParameterPtr params, int nparams,
                           unsigned int flags);

/* ---- how fast a guest dirties its memory ---- */

/* State of a measurement ("dirtyrate.calc_status"). Since 7.2.0. */
typedef enum {
    VIR_DOMAIN_DIRTYRATE_UNSTARTED = 0,
    VIR_DOMAIN_DIRTYRATE_MEASURING = 1,
    VIR_DOMAIN_DIRTYRATE_MEASURED = 2,
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_DIRTYRATE_LAST = 3,
#endif
} virDomainDirtyRateStatus;

/* How virDomainStartDirtyRateCalc measures. Since 8.1.0. */
typedef enum {
    VIR_DOMAIN_DIRTYRATE_MODE_PAGE_SAMPLING = 0,
    VIR_DOMAIN_DIRTYRATE_MODE_DIRTY_BITMAP = 1,
    VIR_DOMAIN_DIRTYRATE_MODE_DIRTY_RING = 2,
} virDomainDirtyRateCalcFlags;

/* ---- names from before virTypedParameter; use the new ones ---- */

/* Old names of virTypedParameterType. Since 0.2.3. */
typedef enum {
    VIR_DOMAIN_SCHED_FIELD_INT = 1,
    VIR_DOMAIN_SCHED_FIELD_UINT = 2,
    VIR_DOMAIN_SCHED_FIELD_LLONG = 3,
    VIR_DOMAIN_SCHED_FIELD_ULLONG = 4,
    VIR_DOMAIN_SCHED_FIELD_DOUBLE = 5,
    VIR_DOMAIN_SCHED_FIELD_BOOLEAN = 6,
} virSchedParameterType;

/* Old names of virTypedParameterType. Since 0.8.5. */
typedef enum {
    VIR_DOMAIN_MEMORY_PARAM_INT = 1,
    VIR_DOMAIN_MEMORY_PARAM_UINT = 2,
    VIR_DOMAIN_MEMORY_PARAM_LLONG = 3,
    VIR_DOMAIN_MEMORY_PARAM_ULLONG = 4,
    VIR_DOMAIN_MEMORY_PARAM_DOUBLE = 5,
    VIR_DOMAIN_MEMORY_PARAM_BOOLEAN = 6,
} virMemoryParameterType;

/* Old names of virTypedParameterType. Since 0.9.0. */
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

/* ---- cgroups' and NUMA parameters ---- */

/*
 * Changes limits of the domain's memory: params have names VIR_DOMAIN_MEMORY_*; flags are
 * virDomainModificationImpact. Returns 0 or -1.
 *
 * Since 0.8.5.
 */
int virDomainSetMemoryParameters(virDomainPtr domain, virTypedParameterPtr params, int nparams,
                                 unsigned int flags);

/*
 * Fills params with up to *nparams limits and sets *nparams to their number; with *nparams 0 it is
 * set to how many there are. Returns 0 or -1.
 *
 * Since 0.8.5.
 */
int virDomainGetMemoryParameters(virDomainPtr domain, virTypedParameterPtr params, int *nparams,
                                 unsigned int flags);

/*
 * Changes where the domain's memory comes from: params have names VIR_DOMAIN_NUMA_*; flags are
 * virDomainModificationImpact. Returns 0 or -1.
 *
 * Since 0.9.9.
 */
int virDomainSetNumaParameters(virDomainPtr domain, virTypedParameterPtr params, int nparams,
                               unsigned int flags);

/*
 * Fills params with up to *nparams of them and sets *nparams to their number; with *nparams 0 it
 * is set to how many there are. Returns 0 or -1.
 *
 * Since 0.9.9.
 */
int virDomainGetNumaParameters(virDomainPtr domain, virTypedParameterPtr params, int *nparams,
                               unsigned int flags);

/*
 * Changes weights and limits of all of the domain's disks: params have names VIR_DOMAIN_BLKIO_*;
 * flags are virDomainModificationImpact. Returns 0 or -1.
 *
 * Since 0.9.0.
 */
int virDomainSetBlkioParameters(virDomainPtr domain, virTypedParameterPtr params, int nparams,
                                unsigned int flags);

/*
 * Fills params with up to *nparams of them and sets *nparams to their number; with *nparams 0 it
 * is set to how many there are. Returns 0 or -1.
 *
 * Since 0.9.0.
 */
int virDomainGetBlkioParameters(virDomainPtr domain, virTypedParameterPtr params, int *nparams,
                                unsigned int flags);

/* ---- processors one by one ---- */

/*
 * Adds (state 1) or removes (0) those processors ("0-2,5"); flags are virDomainModificationImpact.
 * Returns 0 or -1.
 *
 * Since 3.1.0.
 */
int virDomainSetVcpu(virDomainPtr domain, const char *vcpumap, int state, unsigned int flags);

/*
 * Fills params with ncpus rows of nparams values each, from processor start_cpu on; -1: one row
 * about the domain as a whole. With nparams 0 returns how long a row is, with ncpus 0 how many
 * processors there are. Names are VIR_DOMAIN_CPU_STATS_*. Returns how many values a row has, or
 * -1.
 *
 * Since 0.9.10.
 */
int virDomainGetCPUStats(virDomainPtr domain, virTypedParameterPtr params, unsigned int nparams,
                         int start_cpu, unsigned int ncpus, unsigned int flags);

/* ---- I/O threads ---- */

/*
 * Puts a new array of the domain's I/O threads into *info, each for virDomainIOThreadInfoFree, the
 * array for free(). Returns how many, or -1.
 *
 * Since 1.2.14.
 */
int virDomainGetIOThreadInfo(virDomainPtr dom, virDomainIOThreadInfoPtr **info, unsigned int flags);

/*
 * Frees what is told about a thread. NULL is allowed.
 *
 * Since 1.2.14.
 */
void virDomainIOThreadInfoFree(virDomainIOThreadInfoPtr info);

/*
 * Adds an I/O thread of that number; flags are virDomainModificationImpact. Returns 0 or -1.
 *
 * Since 1.2.15.
 */
int virDomainAddIOThread(virDomainPtr domain, unsigned int iothread_id, unsigned int flags);

/*
 * Removes the I/O thread of that number. Returns 0 or -1.
 *
 * Since 1.2.15.
 */
int virDomainDelIOThread(virDomainPtr domain, unsigned int iothread_id, unsigned int flags);

/*
 * Says on which of the host's processors the I/O thread may run: bit i of the maplen bytes at
 * cpumap stands for processor i. Returns 0 or -1.
 *
 * Since 1.2.14.
 */
int virDomainPinIOThread(virDomainPtr domain, unsigned int iothread_id, unsigned char *cpumap,
                         int maplen, unsigned int flags);

/*
 * Changes how the I/O thread polls: params have names VIR_DOMAIN_IOTHREAD_*. Returns 0 or -1.
 *
 * Since 4.10.0.
 */
int virDomainSetIOThreadParams(virDomainPtr domain, unsigned int iothread_id,
                               virTypedParameterPtr params, int nparams, unsigned int flags);

/* ---- security ---- */

/*
 * Fills *seclabel with the label that the running domain has. Returns 0 or -1.
 *
 * Since 0.6.1.
 */
int virDomainGetSecurityLabel(virDomainPtr domain, virSecurityLabelPtr seclabel);

/*
 * Puts a new array of all labels of the running domain into *seclabels, for free(). Returns how
 * many, or -1.
 *
 * Since 0.10.0.
 */
int virDomainGetSecurityLabelList(virDomainPtr domain, virSecurityLabelPtr *seclabels);

/*
 * Puts what proves that the guest started as meant as a new array into *params, for
 * virTypedParamsFree, and its length into *nparams; names are VIR_DOMAIN_LAUNCH_SECURITY_*.
 * Returns 0 or -1.
 *
 * Since 4.5.0.
 */
int virDomainGetLaunchSecurityInfo(virDomainPtr domain, virTypedParameterPtr *params, int *nparams,
                                   unsigned int flags);

/*
 * Gives the guest, before it runs, a secret or other state: params have names
 * VIR_DOMAIN_LAUNCH_SECURITY_*. Returns 0 or -1.
 *
 * Since 8.0.0.
 */
int virDomainSetLaunchSecurityState(virDomainPtr domain, virTypedParameterPtr params, int nparams,
                                    unsigned int flags);

#ifdef __cplusplus
}
#endif

#endif /* LIBVIRT_DOMAIN_RESOURCES_H */
