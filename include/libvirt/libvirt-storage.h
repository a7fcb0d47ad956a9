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

#define VIR_STORAGE_POOL_EVENT_CALLBACK(cb) \
    ((virConnectStoragePoolEventGenericCallback)(void (*)(void))(cb))

/* ---- pools: handles ---- */

/*
 * Takes one more reference to the handle, to be given back with virStoragePoolFree. Returns 0 or
 * -1.
 *
 * Since 0.6.0.
 */
int virStoragePoolRef(virStoragePoolPtr pool);

/*
 * Gives back a reference to the handle; the pool itself is not touched. Returns 0 or -1.
 *
 * Since 0.4.1.
 */
int virStoragePoolFree(virStoragePoolPtr pool);

/*
 * The connection that the pool was got from; no reference is taken. NULL on error.
 *
 * Since 0.4.1.
 */
virConnectPtr virStoragePoolGetConnect(virStoragePoolPtr pool);

/*
 * The pool's name; it belongs to the handle. NULL on error.
 *
 * Since 0.4.1.
 */
const char *virStoragePoolGetName(virStoragePoolPtr pool);

/*
 * Copies the UUID to VIR_UUID_BUFLEN bytes at uuid. Returns 0 or -1.
 *
 * Since 0.4.1.
 */
int virStoragePoolGetUUID(virStoragePoolPtr pool, unsigned char *uuid);

/*
 * Writes the UUID as text to VIR_UUID_STRING_BUFLEN bytes at buf. Returns 0 or -1.
 *
 * Since 0.4.1.
 */
int virStoragePoolGetUUIDString(virStoragePoolPtr pool, char *buf);

/* ---- pools: finding ---- */

/*
 * The pool of that name. Returns it, for virStoragePoolFree, or NULL: VIR_ERR_NO_STORAGE_POOL.
 *
 * Since 0.4.1.
 */
virStoragePoolPtr virStoragePoolLookupByName(virConnectPtr conn, const char *name);

/*
 * The pool whose UUID are the VIR_UUID_BUFLEN bytes at uuid. Returns it, for virStoragePoolFree,
 * or NULL: VIR_ERR_NO_STORAGE_POOL.
 *
 * Since 0.4.1.
 */
virStoragePoolPtr virStoragePoolLookupByUUID(virConnectPtr conn, const unsigned char *uuid);

/*
 * The same with the UUID as text, with or without hyphens.
 *
 * Since 0.4.1.
 */
virStoragePoolPtr virStoragePoolLookupByUUIDString(virConnectPtr conn, const char *uuidstr);

/*
 * The pool that the volume is in. Returns it, for virStoragePoolFree, or NULL.
 *
 * Since 0.4.1.
 */
virStoragePoolPtr virStoragePoolLookupByVolume(virStorageVolPtr vol);

/*
 * The pool that is mounted at, or shown under, that path. Returns it, for virStoragePoolFree, or
 * NULL: VIR_ERR_NO_STORAGE_POOL.
 *
 * Since 4.1.0.
 */
virStoragePoolPtr virStoragePoolLookupByTargetPath(virConnectPtr conn, const char *path);

/*
 * Puts a new array of all pools that fit into *pools; it ends with NULL and belongs to the caller,
 * as does each pool. pools may be NULL: they are counted only. flags are
 * virConnectListAllStoragePoolsFlags. Returns how many there are, or -1.
 *
 * Since 0.10.2.
 */
int virConnectListAllStoragePools(virConnectPtr conn, virStoragePoolPtr **pools,
                                  unsigned int flags);

/*
 * How many pools are active, or -1.
 *
 * Since 0.4.1.
 */
int virConnectNumOfStoragePools(virConnectPtr conn);

/*
 * Puts the names of up to maxnames active pools into the array names; each is the caller's to
 * free(). Returns how many, or -1. virConnectListAllStoragePools does it in one step.
 *
 * Since 0.4.1.
 */
int virConnectListStoragePools(virConnectPtr conn, char **const names, int maxnames);

/*
 * How many pools are defined and not active, or -1.
 *
 * Since 0.4.1.
 */
int virConnectNumOfDefinedStoragePools(virConnectPtr conn);

/*
 * As virConnectListStoragePools, of the pools that are defined and not active. Returns 0 or -1.
 *
 * Since 0.4.1.
 */
int virConnectListDefinedStoragePools(virConnectPtr conn, char **const names, int maxnames);

/*
 * Looks for what could be a pool of that type: volume groups, exports of a server that srcSpec
 * (XML, or NULL) names. Returns a new text with a <sources> element, or NULL.
 *
 * Since 0.4.5.
 */
char *virConnectFindStoragePoolSources(virConnectPtr conn, const char *type, const char *srcSpec,
                                       unsigned int flags);

/*
 * Which types of pool there are and what they can do, as XML. Returns a new text, or NULL.
 *
 * Since 5.2.0.
 */
char *virConnectGetStoragePoolCapabilities(virConnectPtr conn, unsigned int flags);

/* ---- pools: defining and running ---- */

/*
 * Makes a persistent pool of the description xml, or replaces the definition of the one with the
 * same name and UUID. flags are virStoragePoolDefineFlags. Returns it, for virStoragePoolFree, or
 * NULL: VIR_ERR_XML_ERROR or VIR_ERR_XML_DETAIL for what can't be read.
 *
 * Since 0.4.1.
 */
virStoragePoolPtr virStoragePoolDefineXML(virConnectPtr conn, const char *xml, unsigned int flags);

/*
 * Starts a pool from the description without keeping a definition. flags are
 * virStoragePoolCreateFlags. Returns it, for virStoragePoolFree, or NULL.
 *
 * Since 0.4.1.
 */
virStoragePoolPtr virStoragePoolCreateXML(virConnectPtr conn, const char *xmlDesc,
                                          unsigned int flags);

/*
 * Makes the storage below the pool: a directory, a file system, a volume group. flags are
 * virStoragePoolBuildFlags. Returns 0 or -1.
 *
 * Since 0.4.1.
 */
int virStoragePoolBuild(virStoragePoolPtr pool, unsigned int flags);

/*
 * Starts a defined pool. flags are virStoragePoolCreateFlags. Returns 0 or -1:
 * VIR_ERR_OPERATION_INVALID when it is active already.
 *
 * Since 0.4.1.
 */
int virStoragePoolCreate(virStoragePoolPtr pool, unsigned int flags);

/*
 * Stops an active pool; its contents stay, a transient pool's handle is of no use then. Returns 0
 * or -1.
 *
 * Since 0.4.1.
 */
int virStoragePoolDestroy(virStoragePoolPtr pool);

/*
 * Deletes the storage below a pool that is not active. flags are virStoragePoolDeleteFlags.
 * Returns 0 or -1.
 *
 * Since 0.4.1.
 */
int virStoragePoolDelete(virStoragePoolPtr pool, unsigned int flags);

/*
 * Removes the definition of a pool that is not active. Returns 0 or -1.
 *
 * Since 0.4.1.
 */
int virStoragePoolUndefine(virStoragePoolPtr pool);

/*
 * Looks again which volumes the pool has. Returns 0 or -1.
 *
 * Since 0.4.1.
 */
int virStoragePoolRefresh(virStoragePoolPtr pool, unsigned int flags);

/*
 * Sets *autostart to 1 if the pool starts with the daemon, else to 0. Returns 0 or -1.
 *
 * Since 0.4.1.
 */
int virStoragePoolGetAutostart(virStoragePoolPtr pool, int *autostart);

/*
 * Sets whether the pool starts with the daemon. Returns 0 or -1.
 *
 * Since 0.4.1.
 */
int virStoragePoolSetAutostart(virStoragePoolPtr pool, int autostart);

/* ---- pools: asking ---- */

/*
 * Fills *info. Returns 0 or -1.
 *
 * Since 0.4.1.
 */
int virStoragePoolGetInfo(virStoragePoolPtr pool, virStoragePoolInfoPtr info);

/*
 * The description; flags are virStorageXMLFlags. Returns a new text, or NULL.
 *
 * Since 0.4.1.
 */
char *virStoragePoolGetXMLDesc(virStoragePoolPtr pool, unsigned int flags);

/*
 * 1 if the pool is active, 0 if not, -1 on error.
 *
 * Since 0.7.3.
 */
int virStoragePoolIsActive(virStoragePoolPtr pool);

/*
 * 1 if the pool has a definition, 0 if not, -1 on error.
 *
 * Since 0.7.3.
 */
int virStoragePoolIsPersistent(virStoragePoolPtr pool);

/*
 * How many volumes the active pool has, or -1.
 *
 * Since 0.4.1.
 */
int virStoragePoolNumOfVolumes(virStoragePoolPtr pool);

/*
 * Puts the names of up to maxnames volumes of the active pool into the array names; each is the
 * caller's to free(). Returns how many, or -1.
 *
 * Since 0.4.1.
 */
int virStoragePoolListVolumes(virStoragePoolPtr pool, char **const names, int maxnames);

/*
 * Puts a new array of the active pool's volumes into *vols; it ends with NULL and belongs to the
 * caller, as does each volume. vols may be NULL: they are counted only. Returns how many there
 * are, or -1.
 *
 * Since 0.10.2.
 */
int virStoragePoolListAllVolumes(virStoragePoolPtr pool, virStorageVolPtr **vols,
                                 unsigned int flags);

/* ---- volumes: handles ---- */

/*
 * Takes one more reference to the handle, to be given back with virStorageVolFree. Returns 0 or
 * -1.
 *
 * Since 0.6.0.
 */
int virStorageVolRef(virStorageVolPtr vol);

/*
 * Gives back a reference to the handle; the volume itself is not touched. Returns 0 or -1.
 *
 * Since 0.4.1.
 */
int virStorageVolFree(virStorageVolPtr vol);

/*
 * The connection that the volume was got from; no reference is taken. NULL on error.
 *
 * Since 0.4.1.
 */
virConnectPtr virStorageVolGetConnect(virStorageVolPtr vol);

/*
 * The volume's name, one of its kind in the pool; it belongs to the handle. NULL on error.
 *
 * Since 0.4.1.
 */
const char *virStorageVolGetName(virStorageVolPtr vol);

/*
 * The volume's key, one of its kind on the host; it belongs to the handle. NULL on error.
 *
 * Since 0.4.1.
 */
const char *virStorageVolGetKey(virStorageVolPtr vol);

/* ---- volumes: finding and asking ---- */

/*
 * The volume of that name in the pool. Returns it, for virStorageVolFree, or NULL:
 * VIR_ERR_NO_STORAGE_VOL.
 *
 * Since 0.4.1.
 */
virStorageVolPtr virStorageVolLookupByName(virStoragePoolPtr pool, const char *name);

/*
 * The volume with that key, in whichever pool. Returns it, for virStorageVolFree, or NULL:
 * VIR_ERR_NO_STORAGE_VOL.
 *
 * Since 0.4.1.
 */
virStorageVolPtr virStorageVolLookupByKey(virConnectPtr conn, const char *key);

/*
 * The volume at that path on the host. Returns it, for virStorageVolFree, or NULL:
 * VIR_ERR_NO_STORAGE_VOL.
 *
 * Since 0.4.1.
 */
virStorageVolPtr virStorageVolLookupByPath(virConnectPtr conn, const char *path);

/*
 * Like virStorageVolGetInfoFlags with no flags. Returns 0 or -1.
 *
 * Since 0.4.1.
 */
int virStorageVolGetInfo(virStorageVolPtr vol, virStorageVolInfoPtr info);

/*
 * Fills *info. flags are virStorageVolInfoFlags: which size `allocation` tells. Returns 0 or -1.
 *
 * Since 3.0.0.
 */
int virStorageVolGetInfoFlags(virStorageVolPtr vol, virStorageVolInfoPtr info, unsigned int flags);

/*
 * The description of the volume. Returns a new text, or NULL.
 *
 * Since 0.4.1.
 */
char *virStorageVolGetXMLDesc(virStorageVolPtr vol, unsigned int flags);

/*
 * Where the volume is on the host, for a disk of a domain. Returns a new text, or NULL.
 *
 * Since 0.4.1.
 */
char *virStorageVolGetPath(virStorageVolPtr vol);

/* ---- volumes: making and changing ---- */

/*
 * Makes a volume of the description in the pool. flags are virStorageVolCreateFlags. Returns it,
 * for virStorageVolFree, or NULL.
 *
 * Since 0.4.1.
 */
virStorageVolPtr virStorageVolCreateXML(virStoragePoolPtr pool, const char *xmlDesc,
                                        unsigned int flags);

/*
 * The same with the contents of clonevol, a volume of the same connection; what the description
 * asks for otherwise (capacity, format) is converted. Returns the new volume, for
 * virStorageVolFree, or NULL.
 *
 * Since 0.6.4.
 */
virStorageVolPtr virStorageVolCreateXMLFrom(virStoragePoolPtr pool, const char *xmlDesc,
                                            virStorageVolPtr clonevol, unsigned int flags);

/*
 * Deletes the volume. flags are virStorageVolDeleteFlags. Returns 0 or -1.
 *
 * Since 0.4.1.
 */
int virStorageVolDelete(virStorageVolPtr vol, unsigned int flags);

/*
 * Like virStorageVolWipePattern with VIR_STORAGE_VOL_WIPE_ALG_ZERO. Returns 0 or -1.
 *
 * Since 0.8.0.
 */
int virStorageVolWipe(virStorageVolPtr vol, unsigned int flags);

/*
 * Overwrites the contents; algorithm is a virStorageVolWipeAlgorithm. Returns 0 or -1.
 *
 * Since 0.9.10.
 */
int virStorageVolWipePattern(virStorageVolPtr vol, unsigned int algorithm, unsigned int flags);

/*
 * Makes the volume larger or, with VIR_STORAGE_VOL_RESIZE_SHRINK, smaller. capacity is in bytes.
 * flags are virStorageVolResizeFlags. Returns 0 or -1.
 *
 * Since 0.9.10.
 */
int virStorageVolResize(virStorageVolPtr vol, unsigned long long capacity, unsigned int flags);

/*
 * Opens stream for writing length bytes (0: as many as come) into the volume from offset on, or for
 * reading length bytes (0: to the end) of it. With the flag ..._SPARSE_STREAM, holes travel as
 * holes. Return 0 or -1.
 *
 * Since 0.9.0.
 */
int virStorageVolUpload(virStorageVolPtr vol, virStreamPtr stream, unsigned long long offset,
                        unsigned long long length, unsigned int flags);
int virStorageVolDownload(virStorageVolPtr vol, virStreamPtr stream, unsigned long long offset,
                          unsigned long long length, unsigned int flags);

/* ---- events of pools ---- */

/*
 * Has cb called for each event of the kind eventID (a virStoragePoolEventID), of one pool or, with
 * pool NULL, of all. VIR_STORAGE_POOL_EVENT_CALLBACK casts cb. The callback runs from the event
 * loop with opaque; freecb, unless NULL, is called with it at the end. Returns the number for
 * virConnectStoragePoolEventDeregisterAny, or -1.
 *
 * Since 2.0.0.
 */
int virConnectStoragePoolEventRegisterAny(virConnectPtr conn, virStoragePoolPtr pool, int eventID,
                                          virConnectStoragePoolEventGenericCallback cb,
                                          void *opaque, virFreeCallback freecb);

/*
 * Ends what virConnectStoragePoolEventRegisterAny began under that number. Returns 0 or -1.
 *
 * Since 2.0.0.
 */
int virConnectStoragePoolEventDeregisterAny(virConnectPtr conn, int callbackID);

#ifdef __cplusplus
}
#endif

#endif /* LIBVIRT_STORAGE_H */
