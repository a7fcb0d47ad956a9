/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Storage pools and the volumes in them.
 */
#ifndef LIBVIRT_STORAGE_H
#define LIBVIRT_STORAGE_H

#include <libvirt/libvirt-host.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A storage pool. */
typedef struct _virStoragePool virStoragePool;
typedef virStoragePool *virStoragePoolPtr;

/* A volume in a storage pool. */
typedef struct _virStorageVol virStorageVol;
typedef virStorageVol *virStorageVolPtr;

/* Flags of virStoragePoolGetXMLDesc. Since 0.9.13. */
typedef enum {
    VIR_STORAGE_XML_INACTIVE = 1 << 0, /* the definition, not the present state */
} virStorageXMLFlags;

/* ---- pools ---- */

/* What a pool does (virStoragePoolInfo). Since 0.4.1. */
typedef enum {
    VIR_STORAGE_POOL_INACTIVE = 0,
    VIR_STORAGE_POOL_BUILDING = 1,
    VIR_STORAGE_POOL_RUNNING = 2,
    VIR_STORAGE_POOL_DEGRADED = 3,     /* works, but a part failed */
    VIR_STORAGE_POOL_INACCESSIBLE = 4, /* runs, but can't be reached; since 0.8.2 */
#ifdef VIR_ENUM_SENTINELS
    VIR_STORAGE_POOL_STATE_LAST = 5,
#endif
} virStoragePoolState;

/* A pool's state and sizes in bytes (virStoragePoolGetInfo). */
typedef struct _virStoragePoolInfo virStoragePoolInfo;
typedef virStoragePoolInfo *virStoragePoolInfoPtr;
struct _virStoragePoolInfo {
    int state; /* a virStoragePoolState */
    unsigned long long capacity;
    unsigned long long allocation;
    unsigned long long available;
};

/* Filters of virConnectListAllStoragePools, in groups of alternatives. Since 0.10.2. */
typedef enum {
    VIR_CONNECT_LIST_STORAGE_POOLS_INACTIVE = 1 << 0,
    VIR_CONNECT_LIST_STORAGE_POOLS_ACTIVE = 1 << 1,
    VIR_CONNECT_LIST_STORAGE_POOLS_PERSISTENT = 1 << 2,
    VIR_CONNECT_LIST_STORAGE_POOLS_TRANSIENT = 1 << 3,
    VIR_CONNECT_LIST_STORAGE_POOLS_AUTOSTART = 1 << 4,
    VIR_CONNECT_LIST_STORAGE_POOLS_NO_AUTOSTART = 1 << 5,
    VIR_CONNECT_LIST_STORAGE_POOLS_DIR = 1 << 6,
    VIR_CONNECT_LIST_STORAGE_POOLS_FS = 1 << 7,
    VIR_CONNECT_LIST_STORAGE_POOLS_NETFS = 1 << 8,
    VIR_CONNECT_LIST_STORAGE_POOLS_LOGICAL = 1 << 9,
    VIR_CONNECT_LIST_STORAGE_POOLS_DISK = 1 << 10,
    VIR_CONNECT_LIST_STORAGE_POOLS_ISCSI = 1 << 11,
    VIR_CONNECT_LIST_STORAGE_POOLS_SCSI = 1 << 12,
    VIR_CONNECT_LIST_STORAGE_POOLS_MPATH = 1 << 13,
    VIR_CONNECT_LIST_STORAGE_POOLS_RBD = 1 << 14,
    VIR_CONNECT_LIST_STORAGE_POOLS_SHEEPDOG = 1 << 15,
    VIR_CONNECT_LIST_STORAGE_POOLS_GLUSTER = 1 << 16,      /* since 1.2.1 */
    VIR_CONNECT_LIST_STORAGE_POOLS_ZFS = 1 << 17,          /* since 1.2.8 */
    VIR_CONNECT_LIST_STORAGE_POOLS_VSTORAGE = 1 << 18,     /* since 3.1.0 */
    VIR_CONNECT_LIST_STORAGE_POOLS_ISCSI_DIRECT = 1 << 19, /* since 5.6.0 */
} virConnectListAllStoragePoolsFlags;

/* Flags of virStoragePoolDefineXML. Since 7.7.0. */
typedef enum {
    VIR_STORAGE_POOL_DEFINE_VALIDATE = 1 << 0,
} virStoragePoolDefineFlags;

/* Flags of virStoragePoolCreate. Since 1.3.1. */
typedef enum {
    VIR_STORAGE_POOL_CREATE_NORMAL = 0,
    VIR_STORAGE_POOL_CREATE_WITH_BUILD = 1 << 0, /* build it first */
    VIR_STORAGE_POOL_CREATE_WITH_BUILD_OVERWRITE = 1 << 1,
    VIR_STORAGE_POOL_CREATE_WITH_BUILD_NO_OVERWRITE = 1 << 2,
} virStoragePoolCreateFlags;

/* Flags of virStoragePoolBuild. Since 0.4.1. */
typedef enum {
    VIR_STORAGE_POOL_BUILD_NEW = 0,
    VIR_STORAGE_POOL_BUILD_REPAIR = 1 << 0,       /* repair what is there */
    VIR_STORAGE_POOL_BUILD_RESIZE = 1 << 1,       /* use what the device grew by */
    VIR_STORAGE_POOL_BUILD_NO_OVERWRITE = 1 << 2, /* since 0.9.5 */
    VIR_STORAGE_POOL_BUILD_OVERWRITE = 1 << 3,    /* since 0.9.5 */
} virStoragePoolBuildFlags;

/* Flags of virStoragePoolDelete. Since 0.4.1. */
typedef enum {
    VIR_STORAGE_POOL_DELETE_NORMAL = 0,
    VIR_STORAGE_POOL_DELETE_ZEROED = 1 << 0, /* overwrite it with zeroes */
} virStoragePoolDeleteFlags;

/* ---- volumes ---- */

/* What a volume is (virStorageVolInfo). Since 0.4.1. */
typedef enum {
    VIR_STORAGE_VOL_FILE = 0,
    VIR_STORAGE_VOL_BLOCK = 1,
    VIR_STORAGE_VOL_DIR = 2,     /* since 0.9.5 */
    VIR_STORAGE_VOL_NETWORK = 3, /* since 0.9.13 */
    VIR_STORAGE_VOL_NETDIR = 4,  /* since 1.2.0 */
    VIR_STORAGE_VOL_PLOOP = 5,   /* since 1.3.4 */
#ifdef VIR_ENUM_SENTINELS
    VIR_STORAGE_VOL_LAST = 6,
#endif
} virStorageVolType;

/* What virStorageVolGetInfoFlags puts in allocation. Since 3.0.0. */
typedef enum {
    VIR_STORAGE_VOL_USE_ALLOCATION = 0, /* what is stored */
    VIR_STORAGE_VOL_GET_PHYSICAL = 1,   /* the end of the file or device */
} virStorageVolInfoFlags;

/* A volume's type and sizes in bytes (virStorageVolGetInfo). */
typedef struct _virStorageVolInfo virStorageVolInfo;
typedef virStorageVolInfo *virStorageVolInfoPtr;
struct _virStorageVolInfo {
    int type; /* a virStorageVolType */
    unsigned long long capacity;
    unsigned long long allocation;
};

/* Flags of the calls that create volumes. Since 1.0.1. */
typedef enum {
    VIR_STORAGE_VOL_CREATE_PREALLOC_METADATA = 1 << 0, /* write the image's tables at once */
    /* a copy that shares blocks until they are written; since 1.2.13 */
    VIR_STORAGE_VOL_CREATE_REFLINK = 1 << 1,
    VIR_STORAGE_VOL_CREATE_VALIDATE = 1 << 2, /* since 8.10.0 */
} virStorageVolCreateFlags;

/* Flags of virStorageVolResize. Since 0.9.10. */
typedef enum {
    VIR_STORAGE_VOL_RESIZE_ALLOCATE = 1 << 0,
    VIR_STORAGE_VOL_RESIZE_DELTA = 1 << 1, /* the size is a difference */
    VIR_STORAGE_VOL_RESIZE_SHRINK = 1 << 2,
} virStorageVolResizeFlags;

/* Flags of virStorageVolDelete. Since 0.4.1. */
typedef enum {
    VIR_STORAGE_VOL_DELETE_NORMAL = 0,
    VIR_STORAGE_VOL_DELETE_ZEROED = 1 << 0,         /* overwrite it with zeroes */
    VIR_STORAGE_VOL_DELETE_WITH_SNAPSHOTS = 1 << 1, /* since 1.2.21 */
} virStorageVolDeleteFlags;

/* How virStorageVolWipePattern overwrites. Since 0.9.10. */
typedef enum {
    VIR_STORAGE_VOL_WIPE_ALG_ZERO = 0, /* once with zeroes */
    VIR_STORAGE_VOL_WIPE_ALG_NNSA = 1,
    VIR_STORAGE_VOL_WIPE_ALG_DOD = 2,
    VIR_STORAGE_VOL_WIPE_ALG_BSI = 3,
    VIR_STORAGE_VOL_WIPE_ALG_GUTMANN = 4,
    VIR_STORAGE_VOL_WIPE_ALG_SCHNEIER = 5,
    VIR_STORAGE_VOL_WIPE_ALG_PFITZNER7 = 6,
    VIR_STORAGE_VOL_WIPE_ALG_PFITZNER33 = 7,
    VIR_STORAGE_VOL_WIPE_ALG_RANDOM = 8,
    VIR_STORAGE_VOL_WIPE_ALG_TRIM = 9, /* discard, where the storage can; since 1.3.2 */
#ifdef VIR_ENUM_SENTINELS
    VIR_STORAGE_VOL_WIPE_ALG_LAST = 10,
#endif
} virStorageVolWipeAlgorithm;

/* Flags of virStorageVolDownload. Since 3.4.0. */
typedef enum {
    VIR_STORAGE_VOL_DOWNLOAD_SPARSE_STREAM = 1 << 0,
} virStorageVolDownloadFlags;

/* Flags of virStorageVolUpload. Since 3.4.0. */
typedef enum {
    VIR_STORAGE_VOL_UPLOAD_SPARSE_STREAM = 1 << 0,
} virStorageVolUploadFlags;

/* ---- events ---- */

/* Kinds of event of pools. Since 2.0.0. */
typedef enum {
    VIR_STORAGE_POOL_EVENT_ID_LIFECYCLE = 0,
    VIR_STORAGE_POOL_EVENT_ID_REFRESH = 1,
#ifdef VIR_ENUM_SENTINELS
    VIR_STORAGE_POOL_EVENT_ID_LAST = 2,
#endif
} virStoragePoolEventID;

/* What happened in a pool's life. Since 2.0.0. */
typedef enum {
    VIR_STORAGE_POOL_EVENT_DEFINED = 0,
    VIR_STORAGE_POOL_EVENT_UNDEFINED = 1,
    VIR_STORAGE_POOL_EVENT_STARTED = 2,
    VIR_STORAGE_POOL_EVENT_STOPPED = 3,
    VIR_STORAGE_POOL_EVENT_CREATED = 4, /* since 3.8.0 */
    VIR_STORAGE_POOL_EVENT_DELETED = 5, /* since 3.8.0 */
#ifdef VIR_ENUM_SENTINELS
    VIR_STORAGE_POOL_EVENT_LAST = 6,
#endif
} virStoragePoolEventLifecycleType;

/* An event about which there is nothing more to say. Since 2.0.0. */
typedef void (*virConnectStoragePoolEventGenericCallback)(virConnectPtr conn,
                                                          virStoragePoolPtr pool, void *opaque);

/* A lifecycle event: event is a virStoragePoolEventLifecycleType, detail is 0. Since 2.0.0. */
typedef void (*virConnectStoragePoolEventLifecycleCallback)(virConnectPtr conn,
                                                            virStoragePoolPtr pool, int event,
                                                            int detail, void *opaque);

#define VIR_STORAGE_POOL_EVENT_CALLBACK(cb) ((virConnectStoragePoolEventGenericCallback)(cb))

#ifdef __cplusplus
}
#endif

#endif /* LIBVIRT_STORAGE_H */
