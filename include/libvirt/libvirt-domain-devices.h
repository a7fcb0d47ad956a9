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

/* Flags of the calls that attach, change and detach devices. Since 0.7.7. */
typedef enum {
    /* the running domain; the definition when it does not run */
    VIR_DOMAIN_DEVICE_MODIFY_CURRENT = 0,
    VIR_DOMAIN_DEVICE_MODIFY_LIVE = 1 << 0,
    VIR_DOMAIN_DEVICE_MODIFY_CONFIG = 1 << 1,
    /* also when the guest holds on to it (a medium); since 0.8.6 */
    VIR_DOMAIN_DEVICE_MODIFY_FORCE = 1 << 2,
} virDomainDeviceModifyFlags;

/* Flags of virDomainFDAssociate. Since 9.0.0. */
typedef enum {
    /* restore the label afterwards, as far as possible */
    VIR_DOMAIN_FD_ASSOCIATE_SECLABEL_RESTORE = 1 << 0,
    /* label for writing even if the disk is read-only */
    VIR_DOMAIN_FD_ASSOCIATE_SECLABEL_WRITABLE = 1 << 1,
} virDomainFDAssociateFlags;

/* ---- disks ---- */

/* Sizes of a disk in bytes (virDomainGetBlockInfo). */
typedef struct _virDomainBlockInfo virDomainBlockInfo;
typedef virDomainBlockInfo *virDomainBlockInfoPtr;
struct _virDomainBlockInfo {
    unsigned long long capacity;   /* what the guest sees */
    unsigned long long allocation; /* what is stored of it */
    unsigned long long physical;   /* the end of the file or device */
};

/*
 * Fills *info, which the caller provides, with the sizes of a disk in bytes. disk is its target
 * ("vda") or the path of its source. flags: 0. Returns 0, or -1: VIR_ERR_INVALID_ARG for an
 * unknown disk.
 *
 * Since 0.8.1.
 */
int virDomainGetBlockInfo(virDomainPtr domain, const char *disk, virDomainBlockInfoPtr info,
                          unsigned int flags);

/* Counters of a disk (virDomainBlockStats); -1 where one is lacking. */
typedef struct _virDomainBlockStats virDomainBlockStatsStruct;
typedef virDomainBlockStatsStruct *virDomainBlockStatsPtr;
struct _virDomainBlockStats {
    long long rd_req; /* reads */
    long long rd_bytes;
    long long wr_req; /* writes */
    long long wr_bytes;
    long long errs;
};

/*
 * Counters of a running domain's disk: fills *stats, which the caller provides. disk is as in
 * virDomainGetBlockInfo; size is sizeof(*stats), so that the structure can grow. A counter that
 * the hypervisor lacks is -1. Returns 0 or -1.
 *
 * Since 0.3.2.
 */
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

/*
 * Like virDomainBlockStats with typed parameters, VIR_DOMAIN_BLOCK_STATS_*. With *nparams 0,
 * *nparams becomes how many there are; then call with an array of that size. flags: 0. Returns 0
 * or -1.
 *
 * Since 0.9.5.
 */
int virDomainBlockStatsFlags(virDomainPtr dom, const char *disk, virTypedParameterPtr params,
                             int *nparams, unsigned int flags);

/* Flags of virDomainBlockResize. Since 0.9.11. */
typedef enum {
    VIR_DOMAIN_BLOCK_RESIZE_BYTES = 1 << 0,    /* the size is in bytes, not KiB */
    VIR_DOMAIN_BLOCK_RESIZE_CAPACITY = 1 << 1, /* to the size of the device below; since 10.0.0 */
    VIR_DOMAIN_BLOCK_RESIZE_EXTEND = 1 << 2,   /* refuse to shrink; since 12.3.0 */
} virDomainBlockResizeFlags;

/* What a disk met (virDomainDiskError). Since 0.9.10. */
typedef enum {
    VIR_DOMAIN_DISK_ERROR_NONE = 0,
    VIR_DOMAIN_DISK_ERROR_UNSPEC = 1,
    VIR_DOMAIN_DISK_ERROR_NO_SPACE = 2,
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_DISK_ERROR_LAST = 3,
#endif
} virDomainDiskErrorCode;

/* A disk with an error (virDomainGetDiskErrors). */
typedef struct _virDomainDiskError virDomainDiskError;
typedef virDomainDiskError *virDomainDiskErrorPtr;
struct _virDomainDiskError {
    char *disk; /* its target, such as vda */
    int error;  /* a virDomainDiskErrorCode */
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

/* ---- block jobs: long operations on a disk's data while the guest runs ---- */

/* What a block job does (virDomainBlockJobInfo, block job events). Since 0.9.4. */
typedef enum {
    VIR_DOMAIN_BLOCK_JOB_TYPE_UNKNOWN = 0,
    VIR_DOMAIN_BLOCK_JOB_TYPE_PULL = 1, /* from the backing file into the image */
    VIR_DOMAIN_BLOCK_JOB_TYPE_COPY = 2, /* to another image; since 0.9.12 */
    /* from an image into its backing file; since 0.10.2 */
    VIR_DOMAIN_BLOCK_JOB_TYPE_COMMIT = 3,
    VIR_DOMAIN_BLOCK_JOB_TYPE_ACTIVE_COMMIT = 4, /* the same from the image in use; since 1.2.6 */
    VIR_DOMAIN_BLOCK_JOB_TYPE_BACKUP = 5,        /* since 6.0.0 */
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_BLOCK_JOB_TYPE_LAST = 6,
#endif
} virDomainBlockJobType;

/* Flags of virDomainBlockJobAbort. Since 0.9.12. */
typedef enum {
    VIR_DOMAIN_BLOCK_JOB_ABORT_ASYNC = 1 << 0, /* do not wait until it ended */
    VIR_DOMAIN_BLOCK_JOB_ABORT_PIVOT = 1 << 1, /* end a copy by going on with the copy */
} virDomainBlockJobAbortFlags;

/* Flags of virDomainGetBlockJobInfo. Since 1.2.9. */
typedef enum {
    VIR_DOMAIN_BLOCK_JOB_INFO_BANDWIDTH_BYTES = 1 << 0, /* bandwidth in bytes/s, not MiB/s */
} virDomainBlockJobInfoFlags;

/* Flags of virDomainBlockJobSetSpeed. Since 1.2.9. */
typedef enum {
    VIR_DOMAIN_BLOCK_JOB_SPEED_BANDWIDTH_BYTES = 1 << 0, /* bandwidth in bytes/s, not MiB/s */
} virDomainBlockJobSetSpeedFlags;

/* A position in a block job's work, in the job's own unit. */
typedef unsigned long long virDomainBlockJobCursor;

/* A block job (virDomainGetBlockJobInfo); it is done when cur equals end. */
typedef struct _virDomainBlockJobInfo virDomainBlockJobInfo;
typedef virDomainBlockJobInfo *virDomainBlockJobInfoPtr;
struct _virDomainBlockJobInfo {
    int type;                /* a virDomainBlockJobType */
    unsigned long bandwidth; /* limit in MiB/s, or bytes/s if asked for; 0: none */
    virDomainBlockJobCursor cur;
    virDomainBlockJobCursor end;
};

/* Flags of virDomainBlockPull. Since 1.2.9. */
typedef enum {
    VIR_DOMAIN_BLOCK_PULL_BANDWIDTH_BYTES = 1 << 6, /* bandwidth in bytes/s, not MiB/s */
} virDomainBlockPullFlags;

/* Flags of virDomainBlockRebase. Since 0.9.12. */
typedef enum {
    VIR_DOMAIN_BLOCK_REBASE_SHALLOW = 1 << 0,   /* copy the top image only */
    VIR_DOMAIN_BLOCK_REBASE_REUSE_EXT = 1 << 1, /* the target exists */
    VIR_DOMAIN_BLOCK_REBASE_COPY_RAW = 1 << 2,  /* the copy is raw */
    VIR_DOMAIN_BLOCK_REBASE_COPY = 1 << 3,      /* copy instead of pull */
    /* keep names of backing files relative; since 1.2.7 */
    VIR_DOMAIN_BLOCK_REBASE_RELATIVE = 1 << 4,
    /* the target is a block device; since 1.2.9 */
    VIR_DOMAIN_BLOCK_REBASE_COPY_DEV = 1 << 5,
    /* bandwidth in bytes/s, not MiB/s; since 1.2.9 */
    VIR_DOMAIN_BLOCK_REBASE_BANDWIDTH_BYTES = 1 << 6,
} virDomainBlockRebaseFlags;

/* Flags of virDomainBlockCommit. Since 0.10.2. */
typedef enum {
    VIR_DOMAIN_BLOCK_COMMIT_SHALLOW = 1 << 0, /* into the next image only */
    VIR_DOMAIN_BLOCK_COMMIT_DELETE = 1 << 1,  /* delete images that are no longer needed */
    /* the image in use may be committed; since 1.2.6 */
    VIR_DOMAIN_BLOCK_COMMIT_ACTIVE = 1 << 2,
    /* keep names of backing files relative; since 1.2.7 */
    VIR_DOMAIN_BLOCK_COMMIT_RELATIVE = 1 << 3,
    /* bandwidth in bytes/s, not MiB/s; since 1.2.9 */
    VIR_DOMAIN_BLOCK_COMMIT_BANDWIDTH_BYTES = 1 << 4,
} virDomainBlockCommitFlags;

/* Flags of virDomainBlockCopy. Since 1.2.8. */
typedef enum {
    VIR_DOMAIN_BLOCK_COPY_SHALLOW = 1 << 0,       /* copy the top image only */
    VIR_DOMAIN_BLOCK_COPY_REUSE_EXT = 1 << 1,     /* the target exists */
    VIR_DOMAIN_BLOCK_COPY_TRANSIENT_JOB = 1 << 2, /* lost if the domain stops; since 3.5.0 */
    /* write to both at once when the copy is complete; since 8.0.0 */
    VIR_DOMAIN_BLOCK_COPY_SYNCHRONOUS_WRITES = 1 << 3,
    /* the target reads as zeroes; since 12.2.0 */
    VIR_DOMAIN_BLOCK_COPY_TARGET_ZEROED = 1 << 4,
} virDomainBlockCopyFlags;

#define VIR_DOMAIN_BLOCK_COPY_BANDWIDTH   "bandwidth"
#define VIR_DOMAIN_BLOCK_COPY_BUF_SIZE    "buf-size"
#define VIR_DOMAIN_BLOCK_COPY_GRANULARITY "granularity"

/* ---- network interfaces ---- */

/* Counters of an interface, as the guest sees them (virDomainInterfaceStats). */
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

/*
 * Counters of a running domain's network interface, as the guest sees them (received means by the
 * guest): fills *stats, which the caller provides. device is the interface's name on the host
 * ("vnet0") or its MAC address; size is sizeof(*stats). A counter that the hypervisor lacks is -1.
 * Returns 0 or -1.
 *
 * Since 0.3.2.
 */
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

/* ---- consoles, channels, screens ---- */

/* Flags of virDomainOpenConsole. Since 0.9.11. */
typedef enum {
    VIR_DOMAIN_CONSOLE_FORCE = 1 << 0, /* take it from whoever has it */
    VIR_DOMAIN_CONSOLE_SAFE = 1 << 1,  /* only if the driver can tell that nobody has it */
} virDomainConsoleFlags;

/* Flags of virDomainOpenChannel. Since 1.0.2. */
typedef enum {
    VIR_DOMAIN_CHANNEL_FORCE = 1 << 0, /* take it from whoever has it */
} virDomainChannelFlags;

/* Flags of the calls that open a display. Since 0.9.7. */
typedef enum {
    VIR_DOMAIN_OPEN_GRAPHICS_SKIPAUTH = 1 << 0, /* without asking for its password */
} virDomainOpenGraphicsFlags;

/* Which displays virDomainGraphicsReload is for. Since 10.2.0. */
typedef enum {
    VIR_DOMAIN_GRAPHICS_RELOAD_TYPE_ANY = 0,
    VIR_DOMAIN_GRAPHICS_RELOAD_TYPE_VNC = 1,
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_GRAPHICS_RELOAD_TYPE_LAST = 2,
#endif
} virDomainGraphicsReloadType;

/* ---- changing devices ---- */

/*
 * Adds the device to the running domain. Like virDomainAttachDeviceFlags with
 * VIR_DOMAIN_AFFECT_LIVE. Returns 0 or -1.
 *
 * Since 0.1.9.
 */
int virDomainAttachDevice(virDomainPtr domain, const char *xml);

/*
 * Adds the device that the XML describes; flags are virDomainDeviceModifyFlags. Returns 0 or -1.
 *
 * Since 0.7.7.
 */
int virDomainAttachDeviceFlags(virDomainPtr domain, const char *xml, unsigned int flags);

/*
 * Takes the device from the running domain. Like virDomainDetachDeviceFlags with
 * VIR_DOMAIN_AFFECT_LIVE. Returns 0 or -1.
 *
 * Since 0.1.9.
 */
int virDomainDetachDevice(virDomainPtr domain, const char *xml);

/*
 * Takes the device away that fits the XML; flags are virDomainDeviceModifyFlags. A guest may give
 * a device back later: VIR_DOMAIN_EVENT_ID_DEVICE_REMOVED tells when. Returns 0 or -1.
 *
 * Since 0.7.7.
 */
int virDomainDetachDeviceFlags(virDomainPtr domain, const char *xml, unsigned int flags);

/*
 * Asks the guest to give the device with that alias back; it is gone when the event
 * VIR_DOMAIN_EVENT_ID_DEVICE_REMOVED tells so. Returns 0 or -1.
 *
 * Since 4.4.0.
 */
int virDomainDetachDeviceAlias(virDomainPtr domain, const char *alias, unsigned int flags);

/*
 * Changes the device that fits the XML to what the XML says; flags are virDomainDeviceModifyFlags.
 * Returns 0 or -1.
 *
 * Since 0.8.0.
 */
int virDomainUpdateDeviceFlags(virDomainPtr domain, const char *xml, unsigned int flags);

/* ---- disks ---- */

/*
 * Reads size bytes from offset on of the disk (its path or target) into buffer. Returns 0 or -1.
 *
 * Since 0.4.2.
 */
int virDomainBlockPeek(virDomainPtr dom, const char *disk, unsigned long long offset, size_t size,
                       void *buffer, unsigned int flags);

/*
 * Makes the disk size KiB large, or bytes with VIR_DOMAIN_BLOCK_RESIZE_BYTES; flags are
 * virDomainBlockResizeFlags. Returns 0 or -1.
 *
 * Since 0.9.8.
 */
int virDomainBlockResize(virDomainPtr dom, const char *disk, unsigned long long size,
                         unsigned int flags);

/*
 * Limits what a domain may read from and write to a disk: params have names
 * VIR_DOMAIN_BLOCK_IOTUNE_*; flags are virDomainModificationImpact. Returns 0 or -1.
 *
 * Since 0.9.8.
 */
int virDomainSetBlockIoTune(virDomainPtr dom, const char *disk, virTypedParameterPtr params,
                            int nparams, unsigned int flags);

/*
 * Fills params with up to *nparams limits of the disk and sets *nparams to their number; with
 * *nparams 0 it is set to how many there are. disk may be NULL then. Returns 0 or -1.
 *
 * Since 0.9.8.
 */
int virDomainGetBlockIoTune(virDomainPtr dom, const char *disk, virTypedParameterPtr params,
                            int *nparams, unsigned int flags);

/*
 * Has the event VIR_DOMAIN_EVENT_ID_BLOCK_THRESHOLD sent once when the domain writes beyond that
 * many bytes of the device (vda, or vda[1] within its chain). Returns 0 or -1.
 *
 * Since 3.1.0.
 */
int virDomainSetBlockThreshold(virDomainPtr domain, const char *dev, unsigned long long threshold,
                               unsigned int flags);

/*
 * Fills errors with up to maxerrors disks that have failed; each disk is the caller's to free().
 * With errors NULL and maxerrors 0 returns how many disks there are. Returns how many, or -1.
 *
 * Since 0.9.10.
 */
int virDomainGetDiskErrors(virDomainPtr dom, virDomainDiskErrorPtr errors, unsigned int maxerrors,
                           unsigned int flags);

/*
 * Makes or changes the group of limits that several disks share; params have names
 * VIR_DOMAIN_BLOCK_IOTUNE_*. Returns 0 or -1.
 *
 * Since 11.2.0.
 */
int virDomainSetThrottleGroup(virDomainPtr dom, const char *group, virTypedParameterPtr params,
                              int nparams, unsigned int flags);

/*
 * Removes the group of limits. Returns 0 or -1: VIR_ERR_OPERATION_INVALID while a disk is in it.
 *
 * Since 11.2.0.
 */
int virDomainDelThrottleGroup(virDomainPtr dom, const char *group, unsigned int flags);

/*
 * Fills *info with the job that runs on the disk. Returns 1, 0 when none runs, or -1.
 *
 * Since 0.9.4.
 */
int virDomainGetBlockJobInfo(virDomainPtr dom, const char *disk, virDomainBlockJobInfoPtr info,
                             unsigned int flags);

/* ---- network interfaces ---- */

/*
 * Changes the bandwidth of the interface (its target or MAC address): params have names
 * VIR_DOMAIN_BANDWIDTH_*; flags are virDomainModificationImpact. Returns 0 or -1.
 *
 * Since 0.9.9.
 */
int virDomainSetInterfaceParameters(virDomainPtr domain, const char *device,
                                    virTypedParameterPtr params, int nparams, unsigned int flags);

/*
 * Fills params with up to *nparams bandwidth values of the interface and sets *nparams to their
 * number; with *nparams 0 it is set to how many there are. Returns 0 or -1.
 *
 * Since 0.9.9.
 */
int virDomainGetInterfaceParameters(virDomainPtr domain, const char *device,
                                    virTypedParameterPtr params, int *nparams, unsigned int flags);

/*
 * Has the interface (NULL: all) announce its addresses to the network again; params, or NULL, say
 * how often.
 *
 * Since 12.5.0.
 */
int virDomainAnnounceInterface(virDomainPtr dom, const char *device, virTypedParameterPtr params,
                               int nparams, unsigned int flags);

/* ---- consoles, channels, screens ---- */

/*
 * Opens st on the console of that alias, NULL: the first one. Bytes go both ways until it is
 * finished. flags are virDomainConsoleFlags. Returns 0 or -1.
 *
 * Since 0.8.6.
 */
int virDomainOpenConsole(virDomainPtr dom, const char *dev_name, virStreamPtr st,
                         unsigned int flags);

/*
 * The same on the channel of that name, NULL: the first one. flags are virDomainChannelFlags.
 *
 * Since 1.0.2.
 */
int virDomainOpenChannel(virDomainPtr dom, const char *name, virStreamPtr st, unsigned int flags);

/*
 * Opens stream on a picture of what the domain's screen of that number shows. flags: 0. Returns the
 * picture's MIME type, to be freed by the caller, or NULL.
 *
 * Since 0.9.2.
 */
char *virDomainScreenshot(virDomainPtr domain, virStreamPtr stream, unsigned int screen,
                          unsigned int flags);

/* ---- graphics ---- */

/*
 * Gives the domain the descriptors as a group, which a disk's description names instead of a file;
 * it has them until it stops. They stay the program's, to be closed by it. flags are
 * virDomainFDAssociateFlags. Returns 0 or -1.
 *
 * Since 9.0.0.
 */
int virDomainFDAssociate(virDomainPtr domain, const char *name, unsigned int nfds, int *fds,
                         unsigned int flags);

/*
 * Has the domain's display of that number serve the socket fd as if a viewer had connected. flags
 * are virDomainOpenGraphicsFlags. Returns 0 or -1.
 *
 * Since 0.9.7.
 */
int virDomainOpenGraphics(virDomainPtr dom, unsigned int idx, int fd, unsigned int flags);

/*
 * The same with a new socket. Returns the viewer's end of it, to be closed by the caller, or -1.
 *
 * Since 1.2.8.
 */
int virDomainOpenGraphicsFD(virDomainPtr dom, unsigned int idx, unsigned int flags);

/*
 * Has the domain's displays read their files (certificates) again; type is a
 * virDomainGraphicsReloadType. Returns 0 or -1.
 *
 * Since 10.2.0.
 */
int virDomainGraphicsReload(virDomainPtr domain, unsigned int type, unsigned int flags);

#ifdef __cplusplus
}
#endif

#endif /* LIBVIRT_DOMAIN_DEVICES_H */
