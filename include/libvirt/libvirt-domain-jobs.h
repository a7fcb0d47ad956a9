/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Long operations on a whole domain: their progress, saving and restoring, core dumps, migration,
 * backup. A domain has at most one such job at a time.
 */
#ifndef LIBVIRT_DOMAIN_JOBS_H
#define LIBVIRT_DOMAIN_JOBS_H

#include <libvirt/libvirt-domain.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Progress. */
typedef enum {
    VIR_DOMAIN_JOB_NONE = 0,
    VIR_DOMAIN_JOB_BOUNDED = 1,
    VIR_DOMAIN_JOB_UNBOUNDED = 2,
    VIR_DOMAIN_JOB_COMPLETED = 3,
    VIR_DOMAIN_JOB_FAILED = 4,
    VIR_DOMAIN_JOB_CANCELLED = 5,
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_JOB_LAST = 6,
#endif
} virDomainJobType;

typedef enum {
    VIR_DOMAIN_JOB_OPERATION_UNKNOWN = 0,
    VIR_DOMAIN_JOB_OPERATION_START = 1,
    VIR_DOMAIN_JOB_OPERATION_SAVE = 2,
    VIR_DOMAIN_JOB_OPERATION_RESTORE = 3,
    VIR_DOMAIN_JOB_OPERATION_MIGRATION_IN = 4,
    VIR_DOMAIN_JOB_OPERATION_MIGRATION_OUT = 5,
    VIR_DOMAIN_JOB_OPERATION_SNAPSHOT = 6,
    VIR_DOMAIN_JOB_OPERATION_SNAPSHOT_REVERT = 7,
    VIR_DOMAIN_JOB_OPERATION_DUMP = 8,
    VIR_DOMAIN_JOB_OPERATION_BACKUP = 9,           /* since 6.0.0 */
    VIR_DOMAIN_JOB_OPERATION_SNAPSHOT_DELETE = 10, /* since 9.0.0 */
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_JOB_OPERATION_LAST = 11,
#endif
} virDomainJobOperation;

typedef struct _virDomainJobInfo virDomainJobInfo;
typedef virDomainJobInfo *virDomainJobInfoPtr;
struct _virDomainJobInfo {
    int type;
    unsigned long long timeElapsed;
    unsigned long long timeRemaining;
    unsigned long long dataTotal;
    unsigned long long dataProcessed;
    unsigned long long dataRemaining;
    unsigned long long memTotal;
    unsigned long long memProcessed;
    unsigned long long memRemaining;
    unsigned long long fileTotal;
    unsigned long long fileProcessed;
    unsigned long long fileRemaining;
};

int virDomainGetJobInfo(virDomainPtr domain, virDomainJobInfoPtr info);

typedef enum {
    VIR_DOMAIN_JOB_STATS_COMPLETED = 1 << 0,
    VIR_DOMAIN_JOB_STATS_KEEP_COMPLETED = 1 << 1, /* since 6.0.0 */
} virDomainGetJobStatsFlags;

#define VIR_DOMAIN_JOB_AUTO_CONVERGE_THROTTLE   "auto_converge_throttle"
#define VIR_DOMAIN_JOB_COMPRESSION_BYTES        "compression_bytes"
#define VIR_DOMAIN_JOB_COMPRESSION_CACHE        "compression_cache"
#define VIR_DOMAIN_JOB_COMPRESSION_CACHE_MISSES "compression_cache_misses"
#define VIR_DOMAIN_JOB_COMPRESSION_OVERFLOW     "compression_overflow"
#define VIR_DOMAIN_JOB_COMPRESSION_PAGES        "compression_pages"
#define VIR_DOMAIN_JOB_DATA_PROCESSED           "data_processed"
#define VIR_DOMAIN_JOB_DATA_REMAINING           "data_remaining"
#define VIR_DOMAIN_JOB_DATA_TOTAL               "data_total"
#define VIR_DOMAIN_JOB_DISK_BPS                 "disk_bps"
#define VIR_DOMAIN_JOB_DISK_PROCESSED           "disk_processed"
#define VIR_DOMAIN_JOB_DISK_REMAINING           "disk_remaining"
#define VIR_DOMAIN_JOB_DISK_TEMP_TOTAL          "disk_temp_total"
#define VIR_DOMAIN_JOB_DISK_TEMP_USED           "disk_temp_used"
#define VIR_DOMAIN_JOB_DISK_TOTAL               "disk_total"
#define VIR_DOMAIN_JOB_DOWNTIME                 "downtime"
#define VIR_DOMAIN_JOB_DOWNTIME_NET             "downtime_net"
#define VIR_DOMAIN_JOB_ERRMSG                   "errmsg"
#define VIR_DOMAIN_JOB_MEMORY_BPS               "memory_bps"
#define VIR_DOMAIN_JOB_MEMORY_CONSTANT          "memory_constant"
#define VIR_DOMAIN_JOB_MEMORY_DIRTY_RATE        "memory_dirty_rate"
#define VIR_DOMAIN_JOB_MEMORY_ITERATION         "memory_iteration"
#define VIR_DOMAIN_JOB_MEMORY_NORMAL            "memory_normal"
#define VIR_DOMAIN_JOB_MEMORY_NORMAL_BYTES      "memory_normal_bytes"
#define VIR_DOMAIN_JOB_MEMORY_PAGE_SIZE         "memory_page_size"
#define VIR_DOMAIN_JOB_MEMORY_POSTCOPY_REQS     "memory_postcopy_requests"
#define VIR_DOMAIN_JOB_MEMORY_PROCESSED         "memory_processed"
#define VIR_DOMAIN_JOB_MEMORY_REMAINING         "memory_remaining"
#define VIR_DOMAIN_JOB_MEMORY_TOTAL             "memory_total"
#define VIR_DOMAIN_JOB_OPERATION                "operation"
#define VIR_DOMAIN_JOB_SETUP_TIME               "setup_time"
#define VIR_DOMAIN_JOB_SUCCESS                  "success"
#define VIR_DOMAIN_JOB_TIME_ELAPSED             "time_elapsed"
#define VIR_DOMAIN_JOB_TIME_ELAPSED_NET         "time_elapsed_net"
#define VIR_DOMAIN_JOB_TIME_REMAINING           "time_remaining"
#define VIR_DOMAIN_JOB_VFIO_DATA_TRANSFERRED    "vfio_data_transferred"

int virDomainGetJobStats(virDomainPtr domain, int *type, virTypedParameterPtr *params, int *nparams,
                         unsigned int flags);

typedef enum {
    VIR_DOMAIN_ABORT_JOB_POSTCOPY = 1 << 0,
} virDomainAbortJobFlagsValues;

int virDomainAbortJob(virDomainPtr domain);

int virDomainAbortJobFlags(virDomainPtr domain, unsigned int flags);

/* Saving to a file and restoring from it. */
typedef enum {
    VIR_DOMAIN_SAVE_BYPASS_CACHE = 1 << 0,
    VIR_DOMAIN_SAVE_RUNNING = 1 << 1,     /* since 0.9.5 */
    VIR_DOMAIN_SAVE_PAUSED = 1 << 2,      /* since 0.9.5 */
    VIR_DOMAIN_SAVE_RESET_NVRAM = 1 << 3, /* since 8.1.0 */
} virDomainSaveRestoreFlags;

int virDomainSave(virDomainPtr domain, const char *to);

int virDomainSaveFlags(virDomainPtr domain, const char *to, const char *dxml, unsigned int flags);

#define VIR_DOMAIN_SAVE_PARAM_DXML                "dxml"
#define VIR_DOMAIN_SAVE_PARAM_FILE                "file"
#define VIR_DOMAIN_SAVE_PARAM_IMAGE_FORMAT        "image_format"
#define VIR_DOMAIN_SAVE_PARAM_IMAGE_FORMAT_BZIP2  "bzip2"
#define VIR_DOMAIN_SAVE_PARAM_IMAGE_FORMAT_GZIP   "gzip"
#define VIR_DOMAIN_SAVE_PARAM_IMAGE_FORMAT_LZOP   "lzop"
#define VIR_DOMAIN_SAVE_PARAM_IMAGE_FORMAT_RAW    "raw"
#define VIR_DOMAIN_SAVE_PARAM_IMAGE_FORMAT_SPARSE "sparse"
#define VIR_DOMAIN_SAVE_PARAM_IMAGE_FORMAT_XZ     "xz"
#define VIR_DOMAIN_SAVE_PARAM_IMAGE_FORMAT_ZSTD   "zstd"
#define VIR_DOMAIN_SAVE_PARAM_PARALLEL_CHANNELS   "parallel.channels"

int virDomainSaveParams(virDomainPtr domain, virTypedParameterPtr params, int nparams,
                        unsigned int flags);

int virDomainRestore(virConnectPtr conn, const char *from);

int virDomainRestoreFlags(virConnectPtr conn, const char *from, const char *dxml,
                          unsigned int flags);

int virDomainRestoreParams(virConnectPtr conn, virTypedParameterPtr params, int nparams,
                           unsigned int flags);

typedef enum {
    VIR_DOMAIN_SAVE_IMAGE_XML_SECURE = 1 << 0,
} virDomainSaveImageXMLFlags;

char *virDomainSaveImageGetXMLDesc(virConnectPtr conn, const char *file, unsigned int flags);

int virDomainSaveImageDefineXML(virConnectPtr conn, const char *file, const char *dxml,
                                unsigned int flags);

/* Managed save: the driver keeps the file, and the next start resumes from it. */
int virDomainManagedSave(virDomainPtr dom, unsigned int flags);

int virDomainHasManagedSaveImage(virDomainPtr dom, unsigned int flags);

int virDomainManagedSaveRemove(virDomainPtr dom, unsigned int flags);

char *virDomainManagedSaveGetXMLDesc(virDomainPtr domain, unsigned int flags);

int virDomainManagedSaveDefineXML(virDomainPtr domain, const char *dxml, unsigned int flags);

/* Core dumps. */
typedef enum {
    VIR_DUMP_CRASH = 1 << 0,
    VIR_DUMP_LIVE = 1 << 1,
    VIR_DUMP_BYPASS_CACHE = 1 << 2, /* since 0.9.4 */
    VIR_DUMP_RESET = 1 << 3,        /* since 0.9.7 */
    VIR_DUMP_MEMORY_ONLY = 1 << 4,  /* since 0.9.13 */
} virDomainCoreDumpFlags;

typedef enum {
    VIR_DOMAIN_CORE_DUMP_FORMAT_RAW = 0,
    VIR_DOMAIN_CORE_DUMP_FORMAT_KDUMP_ZLIB = 1,
    VIR_DOMAIN_CORE_DUMP_FORMAT_KDUMP_LZO = 2,
    VIR_DOMAIN_CORE_DUMP_FORMAT_KDUMP_SNAPPY = 3,
    VIR_DOMAIN_CORE_DUMP_FORMAT_WIN_DMP = 4, /* since 7.4.0 */
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_CORE_DUMP_FORMAT_LAST = 5,
#endif
} virDomainCoreDumpFormat;

int virDomainCoreDump(virDomainPtr domain, const char *to, unsigned int flags);

int virDomainCoreDumpWithFormat(virDomainPtr domain, const char *to, unsigned int dumpformat,
                                unsigned int flags);

/* Migration. */
typedef enum {
    VIR_MIGRATE_LIVE = 1 << 0,
    VIR_MIGRATE_PEER2PEER = 1 << 1,                      /* since 0.7.2 */
    VIR_MIGRATE_TUNNELLED = 1 << 2,                      /* since 0.7.2 */
    VIR_MIGRATE_PERSIST_DEST = 1 << 3,                   /* since 0.7.3 */
    VIR_MIGRATE_UNDEFINE_SOURCE = 1 << 4,                /* since 0.7.3 */
    VIR_MIGRATE_PAUSED = 1 << 5,                         /* since 0.7.5 */
    VIR_MIGRATE_NON_SHARED_DISK = 1 << 6,                /* since 0.8.2 */
    VIR_MIGRATE_NON_SHARED_INC = 1 << 7,                 /* since 0.8.2 */
    VIR_MIGRATE_CHANGE_PROTECTION = 1 << 8,              /* since 0.9.4 */
    VIR_MIGRATE_UNSAFE = 1 << 9,                         /* since 0.9.11 */
    VIR_MIGRATE_OFFLINE = 1 << 10,                       /* since 1.0.1 */
    VIR_MIGRATE_COMPRESSED = 1 << 11,                    /* since 1.0.3 */
    VIR_MIGRATE_ABORT_ON_ERROR = 1 << 12,                /* since 1.1.0 */
    VIR_MIGRATE_AUTO_CONVERGE = 1 << 13,                 /* since 1.2.3 */
    VIR_MIGRATE_RDMA_PIN_ALL = 1 << 14,                  /* since 1.2.9 */
    VIR_MIGRATE_POSTCOPY = 1 << 15,                      /* since 1.3.3 */
    VIR_MIGRATE_TLS = 1 << 16,                           /* since 3.2.0 */
    VIR_MIGRATE_PARALLEL = 1 << 17,                      /* since 5.2.0 */
    VIR_MIGRATE_NON_SHARED_SYNCHRONOUS_WRITES = 1 << 18, /* since 8.0.0 */
    VIR_MIGRATE_POSTCOPY_RESUME = 1 << 19,               /* since 8.5.0 */
    VIR_MIGRATE_ZEROCOPY = 1 << 20,                      /* since 8.5.0 */
} virDomainMigrateFlags;

typedef enum {
    VIR_DOMAIN_MIGRATE_MAX_SPEED_POSTCOPY = 1 << 0,
} virDomainMigrateMaxSpeedFlags;

#define VIR_MIGRATE_PARAM_AUTO_CONVERGE_INCREMENT     "auto_converge.increment"
#define VIR_MIGRATE_PARAM_AUTO_CONVERGE_INITIAL       "auto_converge.initial"
#define VIR_MIGRATE_PARAM_BANDWIDTH                   "bandwidth"
#define VIR_MIGRATE_PARAM_BANDWIDTH_AVAIL_SWITCHOVER  "bandwidth.avail.switchover"
#define VIR_MIGRATE_PARAM_BANDWIDTH_POSTCOPY          "bandwidth.postcopy"
#define VIR_MIGRATE_PARAM_COMPRESSION                 "compression"
#define VIR_MIGRATE_PARAM_COMPRESSION_MT_DTHREADS     "compression.mt.dthreads"
#define VIR_MIGRATE_PARAM_COMPRESSION_MT_LEVEL        "compression.mt.level"
#define VIR_MIGRATE_PARAM_COMPRESSION_MT_THREADS      "compression.mt.threads"
#define VIR_MIGRATE_PARAM_COMPRESSION_XBZRLE_CACHE    "compression.xbzrle.cache"
#define VIR_MIGRATE_PARAM_COMPRESSION_ZLIB_LEVEL      "compression.zlib.level"
#define VIR_MIGRATE_PARAM_COMPRESSION_ZSTD_LEVEL      "compression.zstd.level"
#define VIR_MIGRATE_PARAM_DEST_NAME                   "destination_name"
#define VIR_MIGRATE_PARAM_DEST_XML                    "destination_xml"
#define VIR_MIGRATE_PARAM_DISKS_PORT                  "disks_port"
#define VIR_MIGRATE_PARAM_DISKS_URI                   "disks_uri"
#define VIR_MIGRATE_PARAM_GRAPHICS_URI                "graphics_uri"
#define VIR_MIGRATE_PARAM_LISTEN_ADDRESS              "listen_address"
#define VIR_MIGRATE_PARAM_MIGRATE_DISKS               "migrate_disks"
#define VIR_MIGRATE_PARAM_MIGRATE_DISKS_DETECT_ZEROES "migrate_disks_detect_zeroes"
#define VIR_MIGRATE_PARAM_MIGRATE_DISKS_TARGET_ZERO   "migrate_disks_target_zero"
#define VIR_MIGRATE_PARAM_PARALLEL_CONNECTIONS        "parallel.connections"
#define VIR_MIGRATE_PARAM_PERSIST_XML                 "persistent_xml"
#define VIR_MIGRATE_PARAM_TLS_DESTINATION             "tls.destination"
#define VIR_MIGRATE_PARAM_URI                         "migrate_uri"

/* Backup. */
typedef enum {
    VIR_DOMAIN_BACKUP_BEGIN_REUSE_EXTERNAL = 1 << 0,
    VIR_DOMAIN_BACKUP_BEGIN_PRESERVE_SHUTDOWN_DOMAIN = 1 << 1, /* since 11.10.0 */
} virDomainBackupBeginFlags;

#ifdef __cplusplus
}
#endif

#endif /* LIBVIRT_DOMAIN_JOBS_H */
