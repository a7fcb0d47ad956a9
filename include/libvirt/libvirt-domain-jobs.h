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

/* ---- progress ---- */

/* What kind of job a domain is busy with, or how the last one ended. Since 0.7.7. */
typedef enum {
    VIR_DOMAIN_JOB_NONE = 0,
    VIR_DOMAIN_JOB_BOUNDED = 1,   /* one whose end can be told */
    VIR_DOMAIN_JOB_UNBOUNDED = 2, /* one whose end can't be told */
    VIR_DOMAIN_JOB_COMPLETED = 3,
    VIR_DOMAIN_JOB_FAILED = 4,
    VIR_DOMAIN_JOB_CANCELLED = 5,
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_JOB_LAST = 6,
#endif
} virDomainJobType;

/* What a job does (VIR_DOMAIN_JOB_OPERATION). Since 3.3.0. */
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

/* A job's progress (virDomainGetJobInfo): milliseconds and bytes. */
typedef struct _virDomainJobInfo virDomainJobInfo;
typedef virDomainJobInfo *virDomainJobInfoPtr;
struct _virDomainJobInfo {
    int type; /* a virDomainJobType */
    unsigned long long timeElapsed;
    unsigned long long timeRemaining; /* of bounded jobs only */
    unsigned long long dataTotal;     /* memory and files together */
    unsigned long long dataProcessed;
    unsigned long long dataRemaining;
    unsigned long long memTotal;
    unsigned long long memProcessed;
    unsigned long long memRemaining;
    unsigned long long fileTotal;
    unsigned long long fileProcessed;
    unsigned long long fileRemaining;
};

/*
 * The job that the domain is busy with: fills *info, which the caller provides. Without a job its
 * type is VIR_DOMAIN_JOB_NONE. Returns 0 or -1.
 *
 * Since 0.7.7.
 */
int virDomainGetJobInfo(virDomainPtr domain, virDomainJobInfoPtr info);

/* Flags of virDomainGetJobStats. Since 1.2.9. */
typedef enum {
    VIR_DOMAIN_JOB_STATS_COMPLETED = 1 << 0,      /* the last job, which is then forgotten */
    VIR_DOMAIN_JOB_STATS_KEEP_COMPLETED = 1 << 1, /* do not forget it; since 6.0.0 */
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

/*
 * Like virDomainGetJobInfo with typed parameters: *type becomes a virDomainJobType, *params an
 * array of *nparams VIR_DOMAIN_JOB_* for virTypedParamsFree. flags are virDomainGetJobStatsFlags.
 * Returns 0 or -1.
 *
 * Since 1.0.3.
 */
int virDomainGetJobStats(virDomainPtr domain, int *type, virTypedParameterPtr *params, int *nparams,
                         unsigned int flags);

/* Flags of virDomainAbortJobFlags. Since 8.5.0. */
typedef enum {
    /* also when that interrupts a migration in its post-copy phase */
    VIR_DOMAIN_ABORT_JOB_POSTCOPY = 1 << 0,
} virDomainAbortJobFlagsValues;

/*
 * Like virDomainAbortJobFlags with no flags.
 *
 * Since 0.7.7.
 */
int virDomainAbortJob(virDomainPtr domain);

/*
 * Asks the domain's job to stop; the call that started the job then fails with
 * VIR_ERR_OPERATION_ABORTED. flags are virDomainAbortJobFlagsValues. Returns 0, or -1:
 * VIR_ERR_OPERATION_INVALID when there is no job, or it can't be stopped.
 *
 * Since 8.5.0.
 */
int virDomainAbortJobFlags(virDomainPtr domain, unsigned int flags);

/* ---- saving to a file and restoring from it ---- */

/* Flags of the calls that save and restore. Since 0.9.4. */
typedef enum {
    VIR_DOMAIN_SAVE_BYPASS_CACHE = 1 << 0, /* do not go through the page cache */
    VIR_DOMAIN_SAVE_RUNNING = 1 << 1,      /* restore it running; since 0.9.5 */
    VIR_DOMAIN_SAVE_PAUSED = 1 << 2,       /* restore it paused; since 0.9.5 */
    VIR_DOMAIN_SAVE_RESET_NVRAM = 1 << 3,  /* restore with fresh firmware variables; since 8.1.0 */
} virDomainSaveRestoreFlags;

/*
 * Like virDomainSaveFlags with no new XML and no flags.
 *
 * Since 0.0.3.
 */
int virDomainSave(virDomainPtr domain, const char *to);

/*
 * Writes the memory and state of a running domain to the file to, a path on the host of the
 * hypervisor, and stops it. dxml, unless NULL, is a description to keep in the file instead of the
 * current one, with the same parts that a guest can see. flags are virDomainSaveRestoreFlags.
 *
 * Runs as a job, and returns when it is done: 0, or -1 with the domain still running.
 *
 * Since 0.9.4.
 */
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

/*
 * Like virDomainSaveFlags with typed parameters, VIR_DOMAIN_SAVE_PARAM_*: nparams of them in
 * params. Without VIR_DOMAIN_SAVE_PARAM_FILE it is a managed save. Returns 0 or -1.
 *
 * Since 8.4.0.
 */
int virDomainSaveParams(virDomainPtr domain, virTypedParameterPtr params, int nparams,
                        unsigned int flags);

/*
 * Like virDomainRestoreFlags with no new XML and no flags.
 *
 * Since 0.0.3.
 */
int virDomainRestore(virConnectPtr conn, const char *from);

/*
 * Starts a domain from the file from that virDomainSave wrote, a path on the host of the
 * hypervisor. It then runs or is paused, as it was when it was saved or as flags
 * (virDomainSaveRestoreFlags) say. dxml as for virDomainSaveFlags. Look the domain up to get a
 * handle. Returns 0 or -1.
 *
 * Since 0.9.4.
 */
int virDomainRestoreFlags(virConnectPtr conn, const char *from, const char *dxml,
                          unsigned int flags);

/*
 * Like virDomainRestoreFlags with typed parameters, VIR_DOMAIN_SAVE_PARAM_*: nparams of them in
 * params, VIR_DOMAIN_SAVE_PARAM_FILE among them. Returns 0 or -1.
 *
 * Since 8.4.0.
 */
int virDomainRestoreParams(virConnectPtr conn, virTypedParameterPtr params, int nparams,
                           unsigned int flags);

/* Flags of the calls that read an image's description. Since 5.1.0. */
typedef enum {
    VIR_DOMAIN_SAVE_IMAGE_XML_SECURE = 1 << 0, /* with passwords; not over a read-only connection */
} virDomainSaveImageXMLFlags;

/*
 * The description in a file that virDomainSave wrote, for the caller to free(), or NULL. flags are
 * virDomainSaveImageXMLFlags.
 *
 * Since 0.9.4.
 */
char *virDomainSaveImageGetXMLDesc(virConnectPtr conn, const char *file, unsigned int flags);

/*
 * Replaces the description in a file that virDomainSave wrote by dxml, with the same parts that a
 * guest can see. flags: 0, VIR_DOMAIN_SAVE_RUNNING or VIR_DOMAIN_SAVE_PAUSED, which change what it
 * does once restored. Returns 0 or -1.
 *
 * Since 0.9.4.
 */
int virDomainSaveImageDefineXML(virConnectPtr conn, const char *file, const char *dxml,
                                unsigned int flags);

/* ---- managed save: the driver keeps the file, and the next start resumes from it ---- */

/*
 * Saves a running domain as virDomainSaveFlags does, to a file that the driver keeps; the next
 * start resumes from it. flags are virDomainSaveRestoreFlags. Returns 0, or -1:
 * VIR_ERR_OPERATION_INVALID when it does not run or is transient.
 *
 * Since 0.8.0.
 */
int virDomainManagedSave(virDomainPtr dom, unsigned int flags);

/*
 * 1 when there is a managed save image of the domain, 0 when not, -1 on error. flags: 0.
 *
 * Since 0.8.0.
 */
int virDomainHasManagedSaveImage(virDomainPtr dom, unsigned int flags);

/*
 * Removes the managed save image, so that the domain boots afresh; no error when there is none.
 * flags: 0. Returns 0 or -1.
 *
 * Since 0.8.0.
 */
int virDomainManagedSaveRemove(virDomainPtr dom, unsigned int flags);

/*
 * The description in the managed save image, for the caller to free(), or NULL. flags are
 * virDomainSaveImageXMLFlags.
 *
 * Since 3.7.0.
 */
char *virDomainManagedSaveGetXMLDesc(virDomainPtr domain, unsigned int flags);

/*
 * Replaces the description in the managed save image; as virDomainSaveImageDefineXML. Returns 0 or
 * -1.
 *
 * Since 3.7.0.
 */
int virDomainManagedSaveDefineXML(virDomainPtr domain, const char *dxml, unsigned int flags);

/* ---- core dumps ---- */

/* Flags of virDomainCoreDump. Since 0.7.5. */
typedef enum {
    VIR_DUMP_CRASH = 1 << 0,        /* destroy the guest afterwards */
    VIR_DUMP_LIVE = 1 << 1,         /* let it run meanwhile */
    VIR_DUMP_BYPASS_CACHE = 1 << 2, /* do not go through the page cache; since 0.9.4 */
    VIR_DUMP_RESET = 1 << 3,        /* reset the guest afterwards; since 0.9.7 */
    VIR_DUMP_MEMORY_ONLY = 1 << 4,  /* memory and registers, no devices; since 0.9.13 */
} virDomainCoreDumpFlags;

/* The file that virDomainCoreDumpWithFormat writes. Since 1.2.3. */
typedef enum {
    VIR_DOMAIN_CORE_DUMP_FORMAT_RAW = 0, /* ELF, not compressed */
    VIR_DOMAIN_CORE_DUMP_FORMAT_KDUMP_ZLIB = 1,
    VIR_DOMAIN_CORE_DUMP_FORMAT_KDUMP_LZO = 2,
    VIR_DOMAIN_CORE_DUMP_FORMAT_KDUMP_SNAPPY = 3,
    VIR_DOMAIN_CORE_DUMP_FORMAT_WIN_DMP = 4, /* for Windows' debugger; since 7.4.0 */
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_CORE_DUMP_FORMAT_LAST = 5,
#endif
} virDomainCoreDumpFormat;

/*
 * Like virDomainCoreDumpWithFormat with VIR_DOMAIN_CORE_DUMP_FORMAT_RAW.
 *
 * Since 0.1.9.
 */
int virDomainCoreDump(virDomainPtr domain, const char *to, unsigned int flags);

/*
 * Writes a running domain's memory to the file to, a path on the host of the hypervisor, for a
 * debugger. dumpformat is a virDomainCoreDumpFormat, flags are virDomainCoreDumpFlags: they say
 * what becomes of the guest. Runs as a job, and returns when it is done. Returns 0 or -1.
 *
 * Since 1.2.3.
 */
int virDomainCoreDumpWithFormat(virDomainPtr domain, const char *to, unsigned int dumpformat,
                                unsigned int flags);

/* ---- migration ---- */

/* Flags of the migration calls. Since 0.3.2. */
typedef enum {
    VIR_MIGRATE_LIVE = 1 << 0, /* let the guest run meanwhile */
    /* the daemons talk to each other; since 0.7.2 */
    VIR_MIGRATE_PEER2PEER = 1 << 1,
    /* through the daemons' connection; since 0.7.2 */
    VIR_MIGRATE_TUNNELLED = 1 << 2,
    /* define it at the destination; since 0.7.3 */
    VIR_MIGRATE_PERSIST_DEST = 1 << 3,
    /* undefine it at the source; since 0.7.3 */
    VIR_MIGRATE_UNDEFINE_SOURCE = 1 << 4,
    /* leave it paused at the destination; since 0.7.5 */
    VIR_MIGRATE_PAUSED = 1 << 5,
    VIR_MIGRATE_NON_SHARED_DISK = 1 << 6, /* copy its disks; since 0.8.2 */
    /* copy what its disks have above a shared backing file; since 0.8.2 */
    VIR_MIGRATE_NON_SHARED_INC = 1 << 7,
    /* nobody may change it meanwhile; since 0.9.4 */
    VIR_MIGRATE_CHANGE_PROTECTION = 1 << 8,
    /* even if its disks' caching might lose data; since 0.9.11 */
    VIR_MIGRATE_UNSAFE = 1 << 9,
    VIR_MIGRATE_OFFLINE = 1 << 10,        /* its definition only; since 1.0.1 */
    VIR_MIGRATE_COMPRESSED = 1 << 11,     /* since 1.0.3 */
    VIR_MIGRATE_ABORT_ON_ERROR = 1 << 12, /* a disk's error ends it; since 1.1.0 */
    /* slow the guest down if it changes memory too fast; since 1.2.3 */
    VIR_MIGRATE_AUTO_CONVERGE = 1 << 13,
    /* pin all its memory for RDMA; since 1.2.9 */
    VIR_MIGRATE_RDMA_PIN_ALL = 1 << 14,
    /* may go on at the destination before all memory is there; since 1.3.3 */
    VIR_MIGRATE_POSTCOPY = 1 << 15,
    VIR_MIGRATE_TLS = 1 << 16,      /* since 3.2.0 */
    VIR_MIGRATE_PARALLEL = 1 << 17, /* over several connections; since 5.2.0 */
    /* write disks on both sides at once; since 8.0.0 */
    VIR_MIGRATE_NON_SHARED_SYNCHRONOUS_WRITES = 1 << 18,
    /* go on with a broken post-copy migration; since 8.5.0 */
    VIR_MIGRATE_POSTCOPY_RESUME = 1 << 19,
    VIR_MIGRATE_ZEROCOPY = 1 << 20, /* since 8.5.0 */
} virDomainMigrateFlags;

/* Flags of the calls about migration speed. Since 5.1.0. */
typedef enum {
    VIR_DOMAIN_MIGRATE_MAX_SPEED_POSTCOPY = 1 << 0, /* the speed of the post-copy phase */
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

/*
 * Moves a running domain to the host of dconn. flags are virDomainMigrateFlags; dname is its name
 * there (NULL: the same), uri where the memory is to be sent (NULL: as the destination says),
 * bandwidth a limit in MiB/s (0: none). Returns the domain there, a new object, or NULL: then it
 * runs on here.
 *
 * Since 0.3.2.
 */
virDomainPtr virDomainMigrate(virDomainPtr domain, virConnectPtr dconn, unsigned long flags,
                              const char *dname, const char *uri, unsigned long bandwidth);

/*
 * The same with the description that it is to have there, dxml, with the same parts that the guest
 * can see (NULL: as it is).
 *
 * Since 0.9.2.
 */
virDomainPtr virDomainMigrate2(virDomainPtr domain, virConnectPtr dconn, const char *dxml,
                               unsigned long flags, const char *dname, const char *uri,
                               unsigned long bandwidth);

/*
 * The same with typed parameters, VIR_MIGRATE_PARAM_*: nparams of them in params.
 *
 * Since 1.1.0.
 */
virDomainPtr virDomainMigrate3(virDomainPtr domain, virConnectPtr dconn,
                               virTypedParameterPtr params, unsigned int nparams,
                               unsigned int flags);

/*
 * Tells the host of a running domain to move it: with VIR_MIGRATE_PEER2PEER to the host of the
 * connection duri, else to where the hypervisor's address duri says. Returns 0 or -1.
 *
 * Since 0.7.2.
 */
int virDomainMigrateToURI(virDomainPtr domain, const char *duri, unsigned long flags,
                          const char *dname, unsigned long bandwidth);

/*
 * The same with the connection's URI, dconnuri, and the hypervisor's address, miguri, apart; either
 * may be NULL where it is not needed. Returns 0 or -1.
 *
 * Since 0.9.2.
 */
int virDomainMigrateToURI2(virDomainPtr domain, const char *dconnuri, const char *miguri,
                           const char *dxml, unsigned long flags, const char *dname,
                           unsigned long bandwidth);

/*
 * The same with typed parameters, VIR_MIGRATE_PARAM_*: nparams of them in params. Returns 0 or -1.
 *
 * Since 1.1.0.
 */
int virDomainMigrateToURI3(virDomainPtr domain, const char *dconnuri, virTypedParameterPtr params,
                           unsigned int nparams, unsigned int flags);

/* ---- backup ---- */

/* Flags of virDomainBackupBegin. Since 6.0.0. */
typedef enum {
    VIR_DOMAIN_BACKUP_BEGIN_REUSE_EXTERNAL = 1 << 0, /* the target files exist */
    /* a guest that shuts down is kept until the backup is done; since 11.10.0 */
    VIR_DOMAIN_BACKUP_BEGIN_PRESERVE_SHUTDOWN_DOMAIN = 1 << 1,
} virDomainBackupBeginFlags;

/* ---- jobs on disks ---- */

/*
 * Ends the job on the disk; flags are virDomainBlockJobAbortFlags. Returns 0 or -1.
 *
 * Since 0.9.4.
 */
int virDomainBlockJobAbort(virDomainPtr dom, const char *disk, unsigned int flags);

/*
 * Limits the job on the disk to so many MiB/s, or bytes/s with
 * VIR_DOMAIN_BLOCK_JOB_SPEED_BANDWIDTH_BYTES. Returns 0 or -1.
 *
 * Since 0.9.4.
 */
int virDomainBlockJobSetSpeed(virDomainPtr dom, const char *disk, unsigned long bandwidth,
                              unsigned int flags);

/*
 * Copies into the disk what it takes from the images below it, until it stands alone. bandwidth is
 * in MiB/s, 0: as fast as can be; flags are virDomainBlockPullFlags. Returns 0 or -1.
 *
 * Since 0.9.4.
 */
int virDomainBlockPull(virDomainPtr dom, const char *disk, unsigned long bandwidth,
                       unsigned int flags);

/*
 * The same down to the image base (NULL: to the end), or a copy of the disk with
 * VIR_DOMAIN_BLOCK_REBASE_COPY; flags are virDomainBlockRebaseFlags. Returns 0 or -1.
 *
 * Since 0.9.10.
 */
int virDomainBlockRebase(virDomainPtr dom, const char *disk, const char *base,
                         unsigned long bandwidth, unsigned int flags);

/*
 * Copies the disk to what destxml describes and keeps both equal until virDomainBlockJobAbort;
 * params have names VIR_DOMAIN_BLOCK_COPY_*, flags are virDomainBlockCopyFlags. Returns 0 or -1.
 *
 * Since 1.2.8.
 */
int virDomainBlockCopy(virDomainPtr dom, const char *disk, const char *destxml,
                       virTypedParameterPtr params, int nparams, unsigned int flags);

/*
 * Writes what is in the images from top (NULL: the disk itself) down into base (NULL: the lowest);
 * bandwidth is in MiB/s, flags are virDomainBlockCommitFlags. Returns 0 or -1.
 *
 * Since 0.10.2.
 */
int virDomainBlockCommit(virDomainPtr dom, const char *disk, const char *base, const char *top,
                         unsigned long bandwidth, unsigned int flags);

/* ---- backups ---- */

/*
 * Begins a backup as backupXML says, and with checkpointXML, unless NULL, a checkpoint at the same
 * moment; flags are virDomainBackupBeginFlags. Returns 0 or -1.
 *
 * Since 6.0.0.
 */
int virDomainBackupBegin(virDomainPtr domain, const char *backupXML, const char *checkpointXML,
                         unsigned int flags);

/*
 * The backup that runs, as XML. Returns a new text, or NULL: VIR_ERR_NO_DOMAIN_BACKUP.
 *
 * Since 6.0.0.
 */
char *virDomainBackupGetXMLDesc(virDomainPtr domain, unsigned int flags);

/* ---- migration's knobs ---- */

/*
 * How many milliseconds the guest may stand still at the end of a live migration. Returns 0 or -1.
 *
 * Since 0.8.0.
 */
int virDomainMigrateSetMaxDowntime(virDomainPtr domain, unsigned long long downtime,
                                   unsigned int flags);

/*
 * Sets *downtime to that number of milliseconds. Returns 0 or -1.
 *
 * Since 3.7.0.
 */
int virDomainMigrateGetMaxDowntime(virDomainPtr domain, unsigned long long *downtime,
                                   unsigned int flags);

/*
 * How many bytes of pages the compression of a migration may keep. Returns 0 or -1.
 *
 * Since 1.0.3.
 */
int virDomainMigrateSetCompressionCache(virDomainPtr domain, unsigned long long cacheSize,
                                        unsigned int flags);

/*
 * Sets *cacheSize to that number of bytes. Returns 0 or -1.
 *
 * Since 1.0.3.
 */
int virDomainMigrateGetCompressionCache(virDomainPtr domain, unsigned long long *cacheSize,
                                        unsigned int flags);

/*
 * How many MiB/s a migration may send; with VIR_DOMAIN_MIGRATE_MAX_SPEED_POSTCOPY in its last
 * phase. Returns 0 or -1.
 *
 * Since 0.9.0.
 */
int virDomainMigrateSetMaxSpeed(virDomainPtr domain, unsigned long bandwidth, unsigned int flags);

/*
 * Sets *bandwidth to that number of MiB/s. Returns 0 or -1.
 *
 * Since 0.9.5.
 */
int virDomainMigrateGetMaxSpeed(virDomainPtr domain, unsigned long *bandwidth, unsigned int flags);

/*
 * Lets the guest run on the other host from now on and fetch the rest of its memory there. Returns
 * 0 or -1.
 *
 * Since 1.3.3.
 */
int virDomainMigrateStartPostCopy(virDomainPtr domain, unsigned int flags);

/*
 * Begins to measure, for so many seconds, how fast the guest changes its memory; statistics tell
 * the outcome. flags are virDomainDirtyRateCalcFlags. Returns 0 or -1.
 *
 * Since 7.2.0.
 */
int virDomainStartDirtyRateCalc(virDomainPtr domain, int seconds, unsigned int flags);

#ifdef __cplusplus
}
#endif

#endif /* LIBVIRT_DOMAIN_JOBS_H */
