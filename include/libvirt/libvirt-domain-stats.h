/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Statistics of many domains in one call, and the names of what they consist of.
 */
#ifndef LIBVIRT_DOMAIN_STATS_H
#define LIBVIRT_DOMAIN_STATS_H

#include <libvirt/libvirt-domain.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Groups of statistics (virConnectGetAllDomainStats). Since 1.2.8. */
typedef enum {
    VIR_DOMAIN_STATS_STATE = 1 << 0,
    VIR_DOMAIN_STATS_CPU_TOTAL = 1 << 1, /* since 1.2.9 */
    VIR_DOMAIN_STATS_BALLOON = 1 << 2,   /* since 1.2.9 */
    VIR_DOMAIN_STATS_VCPU = 1 << 3,      /* since 1.2.9 */
    VIR_DOMAIN_STATS_INTERFACE = 1 << 4, /* since 1.2.9 */
    VIR_DOMAIN_STATS_BLOCK = 1 << 5,     /* since 1.2.9 */
    VIR_DOMAIN_STATS_PERF = 1 << 6,      /* since 1.3.3 */
    VIR_DOMAIN_STATS_IOTHREAD = 1 << 7,  /* since 4.10.0 */
    VIR_DOMAIN_STATS_MEMORY = 1 << 8,    /* since 6.0.0 */
    VIR_DOMAIN_STATS_DIRTYRATE = 1 << 9, /* since 7.2.0 */
    VIR_DOMAIN_STATS_VM = 1 << 10,       /* the hypervisor's own; since 8.9.0 */
} virDomainStatsTypes;

/* Filters as in virConnectListAllDomainsFlags, and how to collect. Since 1.2.8. */
__extension__ typedef enum {
    VIR_CONNECT_GET_ALL_DOMAINS_STATS_ACTIVE = 1 << 0,
    VIR_CONNECT_GET_ALL_DOMAINS_STATS_INACTIVE = 1 << 1,
    VIR_CONNECT_GET_ALL_DOMAINS_STATS_PERSISTENT = 1 << 2,
    VIR_CONNECT_GET_ALL_DOMAINS_STATS_TRANSIENT = 1 << 3,
    VIR_CONNECT_GET_ALL_DOMAINS_STATS_RUNNING = 1 << 4,
    VIR_CONNECT_GET_ALL_DOMAINS_STATS_PAUSED = 1 << 5,
    VIR_CONNECT_GET_ALL_DOMAINS_STATS_SHUTOFF = 1 << 6,
    VIR_CONNECT_GET_ALL_DOMAINS_STATS_OTHER = 1 << 7,
    /* leave out what a busy domain can't tell at once; since 4.5.0 */
    VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT = 1 << 29,
    /* with the disks' backing files; since 1.2.12 */
    VIR_CONNECT_GET_ALL_DOMAINS_STATS_BACKING = 1 << 30,
    /* fail when the driver lacks a group */
    VIR_CONNECT_GET_ALL_DOMAINS_STATS_ENFORCE_STATS = 1U << 31,
} virConnectGetAllDomainStatsFlags;

/* A domain with its statistics; owned by the array it came in. */
typedef struct _virDomainStatsRecord virDomainStatsRecord;
typedef virDomainStatsRecord *virDomainStatsRecordPtr;
struct _virDomainStatsRecord {
    virDomainPtr dom;
    virTypedParameterPtr params;
    int nparams;
};

/*
 * Statistics of many domains.
 *
 * stats are the groups wanted (virDomainStatsTypes; 0: all there are). flags filter the domains as
 * in virConnectListAllDomains and say what to do about missing groups
 * (virConnectGetAllDomainStatsFlags). *retStats becomes an array with a NULL after its end, for
 * virDomainStatsRecordListFree. Returns the number of domains or -1.
 *
 * Since 1.2.8.
 */
int virConnectGetAllDomainStats(virConnectPtr conn, unsigned int stats,
                                virDomainStatsRecordPtr **retStats, unsigned int flags);

/*
 * Like virConnectGetAllDomainStats for the domains of the NULL-terminated array doms, all of one
 * connection. Domains that are gone meanwhile are left out.
 *
 * Since 1.2.8.
 */
int virDomainListGetStats(virDomainPtr *doms, unsigned int stats,
                          virDomainStatsRecordPtr **retStats, unsigned int flags);

/*
 * Frees the array that virConnectGetAllDomainStats or virDomainListGetStats gave, with its domains
 * and parameters. NULL is fine.
 *
 * Since 1.2.8.
 */
void virDomainStatsRecordListFree(virDomainStatsRecordPtr *stats);

/*
 * Names of the typed parameters in a record. Where things are numbered there is a COUNT, and each
 * name is PREFIX, the number, and a SUFFIX: "block.0.rd.bytes".
 */

/* VIR_DOMAIN_STATS_STATE */
#define VIR_DOMAIN_STATS_STATE_REASON "state.reason"
#define VIR_DOMAIN_STATS_STATE_STATE  "state.state"

/* VIR_DOMAIN_STATS_CPU_TOTAL: nanoseconds */
#define VIR_DOMAIN_STATS_CPU_CACHE_MONITOR_COUNT                    "cpu.cache.monitor.count"
#define VIR_DOMAIN_STATS_CPU_CACHE_MONITOR_PREFIX                   "cpu.cache.monitor."
#define VIR_DOMAIN_STATS_CPU_CACHE_MONITOR_SUFFIX_BANK_COUNT        ".bank.count"
#define VIR_DOMAIN_STATS_CPU_CACHE_MONITOR_SUFFIX_BANK_PREFIX       ".bank."
#define VIR_DOMAIN_STATS_CPU_CACHE_MONITOR_SUFFIX_BANK_SUFFIX_BYTES ".bytes"
#define VIR_DOMAIN_STATS_CPU_CACHE_MONITOR_SUFFIX_BANK_SUFFIX_ID    ".id"
#define VIR_DOMAIN_STATS_CPU_CACHE_MONITOR_SUFFIX_NAME              ".name"
#define VIR_DOMAIN_STATS_CPU_CACHE_MONITOR_SUFFIX_VCPUS             ".vcpus"
#define VIR_DOMAIN_STATS_CPU_HALTPOLL_FAIL_TIME                     "cpu.haltpoll.fail.time"
#define VIR_DOMAIN_STATS_CPU_HALTPOLL_SUCCESS_TIME                  "cpu.haltpoll.success.time"
#define VIR_DOMAIN_STATS_CPU_SYSTEM                                 "cpu.system"
#define VIR_DOMAIN_STATS_CPU_TIME                                   "cpu.time"
#define VIR_DOMAIN_STATS_CPU_USER                                   "cpu.user"

/* VIR_DOMAIN_STATS_BALLOON: KiB and counts */
#define VIR_DOMAIN_STATS_BALLOON_AVAILABLE       "balloon.available"
#define VIR_DOMAIN_STATS_BALLOON_CURRENT         "balloon.current"
#define VIR_DOMAIN_STATS_BALLOON_DISK_CACHES     "balloon.disk_caches"
#define VIR_DOMAIN_STATS_BALLOON_HUGETLB_PGALLOC "balloon.hugetlb_pgalloc"
#define VIR_DOMAIN_STATS_BALLOON_HUGETLB_PGFAIL  "balloon.hugetlb_pgfail"
#define VIR_DOMAIN_STATS_BALLOON_LAST_UPDATE     "balloon.last-update"
#define VIR_DOMAIN_STATS_BALLOON_MAJOR_FAULT     "balloon.major_fault"
#define VIR_DOMAIN_STATS_BALLOON_MAXIMUM         "balloon.maximum"
#define VIR_DOMAIN_STATS_BALLOON_MINOR_FAULT     "balloon.minor_fault"
#define VIR_DOMAIN_STATS_BALLOON_RSS             "balloon.rss"
#define VIR_DOMAIN_STATS_BALLOON_SWAP_IN         "balloon.swap_in"
#define VIR_DOMAIN_STATS_BALLOON_SWAP_OUT        "balloon.swap_out"
#define VIR_DOMAIN_STATS_BALLOON_UNUSED          "balloon.unused"
#define VIR_DOMAIN_STATS_BALLOON_USABLE          "balloon.usable"

/* VIR_DOMAIN_STATS_VCPU */
#define VIR_DOMAIN_STATS_VCPU_CURRENT       "vcpu.current"
#define VIR_DOMAIN_STATS_VCPU_MAXIMUM       "vcpu.maximum"
#define VIR_DOMAIN_STATS_VCPU_PREFIX        "vcpu."
#define VIR_DOMAIN_STATS_VCPU_SUFFIX_DELAY  ".delay"
#define VIR_DOMAIN_STATS_VCPU_SUFFIX_HALTED ".halted"
#define VIR_DOMAIN_STATS_VCPU_SUFFIX_STATE  ".state"
#define VIR_DOMAIN_STATS_VCPU_SUFFIX_TIME   ".time"
#define VIR_DOMAIN_STATS_VCPU_SUFFIX_WAIT   ".wait"

/* Endings of the hypervisor's own vCPU and VM values: current, maximum, sum. */
#define VIR_DOMAIN_STATS_CUSTOM_SUFFIX_TYPE_CUR ".cur"
#define VIR_DOMAIN_STATS_CUSTOM_SUFFIX_TYPE_MAX ".max"
#define VIR_DOMAIN_STATS_CUSTOM_SUFFIX_TYPE_SUM ".sum"

/* VIR_DOMAIN_STATS_INTERFACE */
#define VIR_DOMAIN_STATS_NET_COUNT           "net.count"
#define VIR_DOMAIN_STATS_NET_PREFIX          "net."
#define VIR_DOMAIN_STATS_NET_SUFFIX_NAME     ".name"
#define VIR_DOMAIN_STATS_NET_SUFFIX_RX_BYTES ".rx.bytes"
#define VIR_DOMAIN_STATS_NET_SUFFIX_RX_DROP  ".rx.drop"
#define VIR_DOMAIN_STATS_NET_SUFFIX_RX_ERRS  ".rx.errs"
#define VIR_DOMAIN_STATS_NET_SUFFIX_RX_PKTS  ".rx.pkts"
#define VIR_DOMAIN_STATS_NET_SUFFIX_TX_BYTES ".tx.bytes"
#define VIR_DOMAIN_STATS_NET_SUFFIX_TX_DROP  ".tx.drop"
#define VIR_DOMAIN_STATS_NET_SUFFIX_TX_ERRS  ".tx.errs"
#define VIR_DOMAIN_STATS_NET_SUFFIX_TX_PKTS  ".tx.pkts"

/* VIR_DOMAIN_STATS_BLOCK: bytes, nanoseconds, counts */
#define VIR_DOMAIN_STATS_BLOCK_COUNT                                            "block.count"
#define VIR_DOMAIN_STATS_BLOCK_PREFIX                                           "block."
#define VIR_DOMAIN_STATS_BLOCK_SUFFIX_ALLOCATION                                ".allocation"
#define VIR_DOMAIN_STATS_BLOCK_SUFFIX_BACKINGINDEX                              ".backingIndex"
#define VIR_DOMAIN_STATS_BLOCK_SUFFIX_CAPACITY                                  ".capacity"
#define VIR_DOMAIN_STATS_BLOCK_SUFFIX_ERRORS                                    ".errors"
#define VIR_DOMAIN_STATS_BLOCK_SUFFIX_FL_REQS                                   ".fl.reqs"
#define VIR_DOMAIN_STATS_BLOCK_SUFFIX_FL_TIMES                                  ".fl.times"
#define VIR_DOMAIN_STATS_BLOCK_SUFFIX_LATENCY_HISTOGRAM_FLUSH_PREFIX            ".latency_histogram.flush."
#define VIR_DOMAIN_STATS_BLOCK_SUFFIX_LATENCY_HISTOGRAM_READ_PREFIX             ".latency_histogram.read."
#define VIR_DOMAIN_STATS_BLOCK_SUFFIX_LATENCY_HISTOGRAM_SUFFIX_BIN_COUNT        "bin.count"
#define VIR_DOMAIN_STATS_BLOCK_SUFFIX_LATENCY_HISTOGRAM_SUFFIX_BIN_PREFIX       "bin."
#define VIR_DOMAIN_STATS_BLOCK_SUFFIX_LATENCY_HISTOGRAM_SUFFIX_BIN_SUFFIX_START ".start"
#define VIR_DOMAIN_STATS_BLOCK_SUFFIX_LATENCY_HISTOGRAM_SUFFIX_BIN_SUFFIX_VALUE ".value"
#define VIR_DOMAIN_STATS_BLOCK_SUFFIX_LATENCY_HISTOGRAM_WRITE_PREFIX            ".latency_histogram.write."
#define VIR_DOMAIN_STATS_BLOCK_SUFFIX_LATENCY_HISTOGRAM_ZONE_APPEND_PREFIX \
    ".latency_histogram.zone_append."
#define VIR_DOMAIN_STATS_BLOCK_SUFFIX_LIMITS_DISCARD_ALIGNMENT ".limits.discard_alignment"
#define VIR_DOMAIN_STATS_BLOCK_SUFFIX_LIMITS_DISCARD_MAX       ".limits.discard_max"
#define VIR_DOMAIN_STATS_BLOCK_SUFFIX_LIMITS_IOV_HW_MAX        ".limits.iov_hw_max"
#define VIR_DOMAIN_STATS_BLOCK_SUFFIX_LIMITS_IOV_MAX           ".limits.iov_max"
#define VIR_DOMAIN_STATS_BLOCK_SUFFIX_LIMITS_MEMORY_ALIGNMENT_MINIMAL \
    ".limits.memory_alignment_minimal"
#define VIR_DOMAIN_STATS_BLOCK_SUFFIX_LIMITS_MEMORY_ALIGNMENT_OPTIMAL \
    ".limits.memory_alignment_optimal"
#define VIR_DOMAIN_STATS_BLOCK_SUFFIX_LIMITS_REQUEST_ALIGNMENT              ".limits.request_alignment"
#define VIR_DOMAIN_STATS_BLOCK_SUFFIX_LIMITS_TRANSFER_HW_MAX                ".limits.transfer_hw_max"
#define VIR_DOMAIN_STATS_BLOCK_SUFFIX_LIMITS_TRANSFER_MAX                   ".limits.transfer_max"
#define VIR_DOMAIN_STATS_BLOCK_SUFFIX_LIMITS_TRANSFER_OPTIMAL               ".limits.transfer_optimal"
#define VIR_DOMAIN_STATS_BLOCK_SUFFIX_LIMITS_WRITE_ZEROES_ALIGNMENT         ".limits.write_zeroes_alignment"
#define VIR_DOMAIN_STATS_BLOCK_SUFFIX_LIMITS_WRITE_ZEROES_MAX               ".limits.write_zeroes_max"
#define VIR_DOMAIN_STATS_BLOCK_SUFFIX_NAME                                  ".name"
#define VIR_DOMAIN_STATS_BLOCK_SUFFIX_PATH                                  ".path"
#define VIR_DOMAIN_STATS_BLOCK_SUFFIX_PHYSICAL                              ".physical"
#define VIR_DOMAIN_STATS_BLOCK_SUFFIX_RD_BYTES                              ".rd.bytes"
#define VIR_DOMAIN_STATS_BLOCK_SUFFIX_RD_REQS                               ".rd.reqs"
#define VIR_DOMAIN_STATS_BLOCK_SUFFIX_RD_TIMES                              ".rd.times"
#define VIR_DOMAIN_STATS_BLOCK_SUFFIX_THRESHOLD                             ".threshold"
#define VIR_DOMAIN_STATS_BLOCK_SUFFIX_TIMED_GROUP_COUNT                     ".timed_group.count"
#define VIR_DOMAIN_STATS_BLOCK_SUFFIX_TIMED_GROUP_PREFIX                    ".timed_group."
#define VIR_DOMAIN_STATS_BLOCK_SUFFIX_TIMED_GROUP_SUFFIX_FLUSH_LATENCY_AVG  ".flush_latency_avg"
#define VIR_DOMAIN_STATS_BLOCK_SUFFIX_TIMED_GROUP_SUFFIX_FLUSH_LATENCY_MAX  ".flush_latency_max"
#define VIR_DOMAIN_STATS_BLOCK_SUFFIX_TIMED_GROUP_SUFFIX_FLUSH_LATENCY_MIN  ".flush_latency_min"
#define VIR_DOMAIN_STATS_BLOCK_SUFFIX_TIMED_GROUP_SUFFIX_INTERVAL           ".interval"
#define VIR_DOMAIN_STATS_BLOCK_SUFFIX_TIMED_GROUP_SUFFIX_RD_LATENCY_AVG     ".rd_latency_avg"
#define VIR_DOMAIN_STATS_BLOCK_SUFFIX_TIMED_GROUP_SUFFIX_RD_LATENCY_MAX     ".rd_latency_max"
#define VIR_DOMAIN_STATS_BLOCK_SUFFIX_TIMED_GROUP_SUFFIX_RD_LATENCY_MIN     ".rd_latency_min"
#define VIR_DOMAIN_STATS_BLOCK_SUFFIX_TIMED_GROUP_SUFFIX_RD_QUEUE_DEPTH_AVG ".rd_queue_depth_avg"
#define VIR_DOMAIN_STATS_BLOCK_SUFFIX_TIMED_GROUP_SUFFIX_WR_LATENCY_AVG     ".wr_latency_avg"
#define VIR_DOMAIN_STATS_BLOCK_SUFFIX_TIMED_GROUP_SUFFIX_WR_LATENCY_MAX     ".wr_latency_max"
#define VIR_DOMAIN_STATS_BLOCK_SUFFIX_TIMED_GROUP_SUFFIX_WR_LATENCY_MIN     ".wr_latency_min"
#define VIR_DOMAIN_STATS_BLOCK_SUFFIX_TIMED_GROUP_SUFFIX_WR_QUEUE_DEPTH_AVG ".wr_queue_depth_avg"
#define VIR_DOMAIN_STATS_BLOCK_SUFFIX_TIMED_GROUP_SUFFIX_ZONE_APPEND_LATENCY_AVG \
    ".zone_append_latency_avg"
#define VIR_DOMAIN_STATS_BLOCK_SUFFIX_TIMED_GROUP_SUFFIX_ZONE_APPEND_LATENCY_MAX \
    ".zone_append_latency_max"
#define VIR_DOMAIN_STATS_BLOCK_SUFFIX_TIMED_GROUP_SUFFIX_ZONE_APPEND_LATENCY_MIN \
    ".zone_append_latency_min"
#define VIR_DOMAIN_STATS_BLOCK_SUFFIX_TIMED_GROUP_SUFFIX_ZONE_APPEND_QUEUE_DEPTH_AVG \
    ".zone_append_queue_depth_avg"
#define VIR_DOMAIN_STATS_BLOCK_SUFFIX_WR_BYTES ".wr.bytes"
#define VIR_DOMAIN_STATS_BLOCK_SUFFIX_WR_REQS  ".wr.reqs"
#define VIR_DOMAIN_STATS_BLOCK_SUFFIX_WR_TIMES ".wr.times"

/* VIR_DOMAIN_STATS_PERF */
#define VIR_DOMAIN_STATS_PERF_ALIGNMENT_FAULTS        "perf.alignment_faults"
#define VIR_DOMAIN_STATS_PERF_BRANCH_INSTRUCTIONS     "perf.branch_instructions"
#define VIR_DOMAIN_STATS_PERF_BRANCH_MISSES           "perf.branch_misses"
#define VIR_DOMAIN_STATS_PERF_BUS_CYCLES              "perf.bus_cycles"
#define VIR_DOMAIN_STATS_PERF_CACHE_MISSES            "perf.cache_misses"
#define VIR_DOMAIN_STATS_PERF_CACHE_REFERENCES        "perf.cache_references"
#define VIR_DOMAIN_STATS_PERF_CMT                     "perf.cmt"
#define VIR_DOMAIN_STATS_PERF_CONTEXT_SWITCHES        "perf.context_switches"
#define VIR_DOMAIN_STATS_PERF_CPU_CLOCK               "perf.cpu_clock"
#define VIR_DOMAIN_STATS_PERF_CPU_CYCLES              "perf.cpu_cycles"
#define VIR_DOMAIN_STATS_PERF_CPU_MIGRATIONS          "perf.cpu_migrations"
#define VIR_DOMAIN_STATS_PERF_EMULATION_FAULTS        "perf.emulation_faults"
#define VIR_DOMAIN_STATS_PERF_INSTRUCTIONS            "perf.instructions"
#define VIR_DOMAIN_STATS_PERF_MBML                    "perf.mbml"
#define VIR_DOMAIN_STATS_PERF_MBMT                    "perf.mbmt"
#define VIR_DOMAIN_STATS_PERF_PAGE_FAULTS             "perf.page_faults"
#define VIR_DOMAIN_STATS_PERF_PAGE_FAULTS_MAJ         "perf.page_faults_maj"
#define VIR_DOMAIN_STATS_PERF_PAGE_FAULTS_MIN         "perf.page_faults_min"
#define VIR_DOMAIN_STATS_PERF_REF_CPU_CYCLES          "perf.ref_cpu_cycles"
#define VIR_DOMAIN_STATS_PERF_STALLED_CYCLES_BACKEND  "perf.stalled_cycles_backend"
#define VIR_DOMAIN_STATS_PERF_STALLED_CYCLES_FRONTEND "perf.stalled_cycles_frontend"
#define VIR_DOMAIN_STATS_PERF_TASK_CLOCK              "perf.task_clock"

/* VIR_DOMAIN_STATS_IOTHREAD */
#define VIR_DOMAIN_STATS_IOTHREAD_COUNT              "iothread.count"
#define VIR_DOMAIN_STATS_IOTHREAD_PREFIX             "iothread."
#define VIR_DOMAIN_STATS_IOTHREAD_SUFFIX_POLL_GROW   ".poll-grow"
#define VIR_DOMAIN_STATS_IOTHREAD_SUFFIX_POLL_MAX_NS ".poll-max-ns"
#define VIR_DOMAIN_STATS_IOTHREAD_SUFFIX_POLL_SHRINK ".poll-shrink"

/* VIR_DOMAIN_STATS_MEMORY */
#define VIR_DOMAIN_STATS_MEMORY_BANDWIDTH_MONITOR_COUNT                          "memory.bandwidth.monitor.count"
#define VIR_DOMAIN_STATS_MEMORY_BANDWIDTH_MONITOR_PREFIX                         "memory.bandwidth.monitor."
#define VIR_DOMAIN_STATS_MEMORY_BANDWIDTH_MONITOR_SUFFIX_NAME                    ".name"
#define VIR_DOMAIN_STATS_MEMORY_BANDWIDTH_MONITOR_SUFFIX_NODE_COUNT              ".node.count"
#define VIR_DOMAIN_STATS_MEMORY_BANDWIDTH_MONITOR_SUFFIX_NODE_PREFIX             ".node."
#define VIR_DOMAIN_STATS_MEMORY_BANDWIDTH_MONITOR_SUFFIX_NODE_SUFFIX_BYTES_LOCAL ".bytes.local"
#define VIR_DOMAIN_STATS_MEMORY_BANDWIDTH_MONITOR_SUFFIX_NODE_SUFFIX_BYTES_TOTAL ".bytes.total"
#define VIR_DOMAIN_STATS_MEMORY_BANDWIDTH_MONITOR_SUFFIX_NODE_SUFFIX_ID          ".id"
#define VIR_DOMAIN_STATS_MEMORY_BANDWIDTH_MONITOR_SUFFIX_VCPUS                   ".vcpus"

/* VIR_DOMAIN_STATS_DIRTYRATE */
#define VIR_DOMAIN_STATS_DIRTYRATE_CALC_MODE                        "dirtyrate.calc_mode"
#define VIR_DOMAIN_STATS_DIRTYRATE_CALC_PERIOD                      "dirtyrate.calc_period"
#define VIR_DOMAIN_STATS_DIRTYRATE_CALC_START_TIME                  "dirtyrate.calc_start_time"
#define VIR_DOMAIN_STATS_DIRTYRATE_CALC_STATUS                      "dirtyrate.calc_status"
#define VIR_DOMAIN_STATS_DIRTYRATE_MEGABYTES_PER_SECOND             "dirtyrate.megabytes_per_second"
#define VIR_DOMAIN_STATS_DIRTYRATE_VCPU_PREFIX                      "dirtyrate.vcpu."
#define VIR_DOMAIN_STATS_DIRTYRATE_VCPU_SUFFIX_MEGABYTES_PER_SECOND ".megabytes_per_second"

/* VIR_DOMAIN_STATS_VM: the hypervisor's own values follow the prefix. */
#define VIR_DOMAIN_STATS_VM_PREFIX "vm."

#ifdef __cplusplus
}
#endif

#endif /* LIBVIRT_DOMAIN_STATS_H */
