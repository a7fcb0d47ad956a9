/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A domain's devices: changing them, disks and block jobs, network interfaces, consoles and
 * graphics.
 */
#ifndef LIBVIRT_DOMAIN_DEVICES_H
#define LIBVIRT_DOMAIN_DEVICES_H

#include <libvirt/libvirt-domain.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum {
    VIR_DOMAIN_DEVICE_MODIFY_CURRENT = 0,
    VIR_DOMAIN_DEVICE_MODIFY_LIVE = 1 << 0,
    VIR_DOMAIN_DEVICE_MODIFY_CONFIG = 1 << 1,
    VIR_DOMAIN_DEVICE_MODIFY_FORCE = 1 << 2, /* since 0.8.6 */
} virDomainDeviceModifyFlags;

typedef enum {
    VIR_DOMAIN_FD_ASSOCIATE_SECLABEL_RESTORE = 1 << 0,
    VIR_DOMAIN_FD_ASSOCIATE_SECLABEL_WRITABLE = 1 << 1,
} virDomainFDAssociateFlags;

/* Disks. */
typedef struct _virDomainBlockInfo virDomainBlockInfo;
typedef virDomainBlockInfo *virDomainBlockInfoPtr;
struct _virDomainBlockInfo {
    unsigned long long capacity;
    unsigned long long allocation;
    unsigned long long physical;
};

int virDomainGetBlockInfo(virDomainPtr domain, const char *disk, virDomainBlockInfoPtr info,
                          unsigned int flags);

typedef struct _virDomainBlockStats virDomainBlockStatsStruct;
typedef virDomainBlockStatsStruct *virDomainBlockStatsPtr;
struct _virDomainBlockStats {
    long long rd_req;
    long long rd_bytes;
    long long wr_req;
    long long wr_bytes;
    long long errs;
};

int virDomainBlockStats(virDomainPtr dom, const char *disk, virDomainBlockStatsPtr stats,
                        size_t size);

#define VIR_DOMAIN_BLOCK_STATS_ERRS              "errs"
#define VIR_DOMAIN_BLOCK_STATS_FIELD_LENGTH      VIR_TYPED_PARAM_FIELD_LENGTH
#define VIR_DOMAIN_BLOCK_STATS_FLUSH_REQ         "flush_operations"
#define VIR_DOMAIN_BLOCK_STATS_FLUSH_TOTAL_TIMES "flush_total_times"
#define VIR_DOMAIN_BLOCK_STATS_READ_BYTES        "rd_bytes"
#define VIR_DOMAIN_BLOCK_STATS_READ_REQ          "rd_operations"
#define VIR_DOMAIN_BLOCK_STATS_READ_TOTAL_TIMES  "rd_total_times"
#define VIR_DOMAIN_BLOCK_STATS_WRITE_BYTES       "wr_bytes"
#define VIR_DOMAIN_BLOCK_STATS_WRITE_REQ         "wr_operations"
#define VIR_DOMAIN_BLOCK_STATS_WRITE_TOTAL_TIMES "wr_total_times"

int virDomainBlockStatsFlags(virDomainPtr dom, const char *disk, virTypedParameterPtr params,
                             int *nparams, unsigned int flags);

typedef enum {
    VIR_DOMAIN_BLOCK_RESIZE_BYTES = 1 << 0,
    VIR_DOMAIN_BLOCK_RESIZE_CAPACITY = 1 << 1, /* since 10.0.0 */
    VIR_DOMAIN_BLOCK_RESIZE_EXTEND = 1 << 2,   /* since 12.3.0 */
} virDomainBlockResizeFlags;

typedef enum {
    VIR_DOMAIN_DISK_ERROR_NONE = 0,
    VIR_DOMAIN_DISK_ERROR_UNSPEC = 1,
    VIR_DOMAIN_DISK_ERROR_NO_SPACE = 2,
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_DISK_ERROR_LAST = 3,
#endif
} virDomainDiskErrorCode;

typedef struct _virDomainDiskError virDomainDiskError;
typedef virDomainDiskError *virDomainDiskErrorPtr;
struct _virDomainDiskError {
    char *disk;
    int error;
};

/* Limits on a disk's I/O: typed parameters. */
#define VIR_DOMAIN_BLOCK_IOTUNE_GROUP_NAME                 "group_name"
#define VIR_DOMAIN_BLOCK_IOTUNE_READ_BYTES_SEC             "read_bytes_sec"
#define VIR_DOMAIN_BLOCK_IOTUNE_READ_BYTES_SEC_MAX         "read_bytes_sec_max"
#define VIR_DOMAIN_BLOCK_IOTUNE_READ_BYTES_SEC_MAX_LENGTH  "read_bytes_sec_max_length"
#define VIR_DOMAIN_BLOCK_IOTUNE_READ_IOPS_SEC              "read_iops_sec"
#define VIR_DOMAIN_BLOCK_IOTUNE_READ_IOPS_SEC_MAX          "read_iops_sec_max"
#define VIR_DOMAIN_BLOCK_IOTUNE_READ_IOPS_SEC_MAX_LENGTH   "read_iops_sec_max_length"
#define VIR_DOMAIN_BLOCK_IOTUNE_SIZE_IOPS_SEC              "size_iops_sec"
#define VIR_DOMAIN_BLOCK_IOTUNE_TOTAL_BYTES_SEC            "total_bytes_sec"
#define VIR_DOMAIN_BLOCK_IOTUNE_TOTAL_BYTES_SEC_MAX        "total_bytes_sec_max"
#define VIR_DOMAIN_BLOCK_IOTUNE_TOTAL_BYTES_SEC_MAX_LENGTH "total_bytes_sec_max_length"
#define VIR_DOMAIN_BLOCK_IOTUNE_TOTAL_IOPS_SEC             "total_iops_sec"
#define VIR_DOMAIN_BLOCK_IOTUNE_TOTAL_IOPS_SEC_MAX         "total_iops_sec_max"
#define VIR_DOMAIN_BLOCK_IOTUNE_TOTAL_IOPS_SEC_MAX_LENGTH  "total_iops_sec_max_length"
#define VIR_DOMAIN_BLOCK_IOTUNE_WRITE_BYTES_SEC            "write_bytes_sec"
#define VIR_DOMAIN_BLOCK_IOTUNE_WRITE_BYTES_SEC_MAX        "write_bytes_sec_max"
#define VIR_DOMAIN_BLOCK_IOTUNE_WRITE_BYTES_SEC_MAX_LENGTH "write_bytes_sec_max_length"
#define VIR_DOMAIN_BLOCK_IOTUNE_WRITE_IOPS_SEC             "write_iops_sec"
#define VIR_DOMAIN_BLOCK_IOTUNE_WRITE_IOPS_SEC_MAX         "write_iops_sec_max"
#define VIR_DOMAIN_BLOCK_IOTUNE_WRITE_IOPS_SEC_MAX_LENGTH  "write_iops_sec_max_length"

/* Block jobs: long operations on a disk's data while the guest runs. */
typedef enum {
    VIR_DOMAIN_BLOCK_JOB_TYPE_UNKNOWN = 0,
    VIR_DOMAIN_BLOCK_JOB_TYPE_PULL = 1,
    VIR_DOMAIN_BLOCK_JOB_TYPE_COPY = 2,          /* since 0.9.12 */
    VIR_DOMAIN_BLOCK_JOB_TYPE_COMMIT = 3,        /* since 0.10.2 */
    VIR_DOMAIN_BLOCK_JOB_TYPE_ACTIVE_COMMIT = 4, /* since 1.2.6 */
    VIR_DOMAIN_BLOCK_JOB_TYPE_BACKUP = 5,        /* since 6.0.0 */
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_BLOCK_JOB_TYPE_LAST = 6,
#endif
} virDomainBlockJobType;

typedef enum {
    VIR_DOMAIN_BLOCK_JOB_ABORT_ASYNC = 1 << 0,
    VIR_DOMAIN_BLOCK_JOB_ABORT_PIVOT = 1 << 1,
} virDomainBlockJobAbortFlags;

typedef enum {
    VIR_DOMAIN_BLOCK_JOB_INFO_BANDWIDTH_BYTES = 1 << 0,
} virDomainBlockJobInfoFlags;

typedef enum {
    VIR_DOMAIN_BLOCK_JOB_SPEED_BANDWIDTH_BYTES = 1 << 0,
} virDomainBlockJobSetSpeedFlags;

/* A position in a block job's work, in the job's own unit. */
typedef unsigned long long virDomainBlockJobCursor;

typedef struct _virDomainBlockJobInfo virDomainBlockJobInfo;
typedef virDomainBlockJobInfo *virDomainBlockJobInfoPtr;
struct _virDomainBlockJobInfo {
    int type;
    unsigned long bandwidth;
    virDomainBlockJobCursor cur;
    virDomainBlockJobCursor end;
};

typedef enum {
    VIR_DOMAIN_BLOCK_PULL_BANDWIDTH_BYTES = 1 << 6,
} virDomainBlockPullFlags;

typedef enum {
    VIR_DOMAIN_BLOCK_REBASE_SHALLOW = 1 << 0,
    VIR_DOMAIN_BLOCK_REBASE_REUSE_EXT = 1 << 1,
    VIR_DOMAIN_BLOCK_REBASE_COPY_RAW = 1 << 2,
    VIR_DOMAIN_BLOCK_REBASE_COPY = 1 << 3,
    VIR_DOMAIN_BLOCK_REBASE_RELATIVE = 1 << 4,        /* since 1.2.7 */
    VIR_DOMAIN_BLOCK_REBASE_COPY_DEV = 1 << 5,        /* since 1.2.9 */
    VIR_DOMAIN_BLOCK_REBASE_BANDWIDTH_BYTES = 1 << 6, /* since 1.2.9 */
} virDomainBlockRebaseFlags;

typedef enum {
    VIR_DOMAIN_BLOCK_COMMIT_SHALLOW = 1 << 0,
    VIR_DOMAIN_BLOCK_COMMIT_DELETE = 1 << 1,
    VIR_DOMAIN_BLOCK_COMMIT_ACTIVE = 1 << 2,          /* since 1.2.6 */
    VIR_DOMAIN_BLOCK_COMMIT_RELATIVE = 1 << 3,        /* since 1.2.7 */
    VIR_DOMAIN_BLOCK_COMMIT_BANDWIDTH_BYTES = 1 << 4, /* since 1.2.9 */
} virDomainBlockCommitFlags;

typedef enum {
    VIR_DOMAIN_BLOCK_COPY_SHALLOW = 1 << 0,
    VIR_DOMAIN_BLOCK_COPY_REUSE_EXT = 1 << 1,
    VIR_DOMAIN_BLOCK_COPY_TRANSIENT_JOB = 1 << 2,      /* since 3.5.0 */
    VIR_DOMAIN_BLOCK_COPY_SYNCHRONOUS_WRITES = 1 << 3, /* since 8.0.0 */
    VIR_DOMAIN_BLOCK_COPY_TARGET_ZEROED = 1 << 4,      /* since 12.2.0 */
} virDomainBlockCopyFlags;

#define VIR_DOMAIN_BLOCK_COPY_BANDWIDTH   "bandwidth"
#define VIR_DOMAIN_BLOCK_COPY_BUF_SIZE    "buf-size"
#define VIR_DOMAIN_BLOCK_COPY_GRANULARITY "granularity"

/* Network interfaces. */
typedef struct _virDomainInterfaceStats virDomainInterfaceStatsStruct;
typedef virDomainInterfaceStatsStruct *virDomainInterfaceStatsPtr;
struct _virDomainInterfaceStats {
    long long rx_bytes;
    long long rx_packets;
    long long rx_errs;
    long long rx_drop;
    long long tx_bytes;
    long long tx_packets;
    long long tx_errs;
    long long tx_drop;
};

int virDomainInterfaceStats(virDomainPtr dom, const char *device, virDomainInterfaceStatsPtr stats,
                            size_t size);

/* Limits on an interface's traffic: typed parameters, KiB/s and KiB. */
#define VIR_DOMAIN_BANDWIDTH_IN_AVERAGE  "inbound.average"
#define VIR_DOMAIN_BANDWIDTH_IN_BURST    "inbound.burst"
#define VIR_DOMAIN_BANDWIDTH_IN_FLOOR    "inbound.floor"
#define VIR_DOMAIN_BANDWIDTH_IN_PEAK     "inbound.peak"
#define VIR_DOMAIN_BANDWIDTH_OUT_AVERAGE "outbound.average"
#define VIR_DOMAIN_BANDWIDTH_OUT_BURST   "outbound.burst"
#define VIR_DOMAIN_BANDWIDTH_OUT_PEAK    "outbound.peak"

/* Announcing an interface's address to its network: typed parameters. */
#define VIR_DOMAIN_ANNOUNCE_INTERFACE_INITIAL "initial"
#define VIR_DOMAIN_ANNOUNCE_INTERFACE_MAX     "max"
#define VIR_DOMAIN_ANNOUNCE_INTERFACE_ROUNDS  "rounds"
#define VIR_DOMAIN_ANNOUNCE_INTERFACE_STEP    "step"

/* Consoles, channels, screens. */
typedef enum {
    VIR_DOMAIN_CONSOLE_FORCE = 1 << 0,
    VIR_DOMAIN_CONSOLE_SAFE = 1 << 1,
} virDomainConsoleFlags;

typedef enum {
    VIR_DOMAIN_CHANNEL_FORCE = 1 << 0,
} virDomainChannelFlags;

typedef enum {
    VIR_DOMAIN_OPEN_GRAPHICS_SKIPAUTH = 1 << 0,
} virDomainOpenGraphicsFlags;

typedef enum {
    VIR_DOMAIN_GRAPHICS_RELOAD_TYPE_ANY = 0,
    VIR_DOMAIN_GRAPHICS_RELOAD_TYPE_VNC = 1,
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_GRAPHICS_RELOAD_TYPE_LAST = 2,
#endif
} virDomainGraphicsReloadType;

#ifdef __cplusplus
}
#endif

#endif /* LIBVIRT_DOMAIN_DEVICES_H */
