/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Snapshots of domains.
 */
#ifndef LIBVIRT_DOMAIN_SNAPSHOT_H
#define LIBVIRT_DOMAIN_SNAPSHOT_H

#include <libvirt/libvirt-domain.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A snapshot of a domain. */
typedef struct _virDomainSnapshot virDomainSnapshot;
typedef virDomainSnapshot *virDomainSnapshotPtr;

/* Flags of virDomainSnapshotCreateXML. Since 0.9.5. */
typedef enum {
    VIR_DOMAIN_SNAPSHOT_CREATE_REDEFINE = 1 << 0,    /* only note it: it exists */
    VIR_DOMAIN_SNAPSHOT_CREATE_CURRENT = 1 << 1,     /* and make it the current one */
    VIR_DOMAIN_SNAPSHOT_CREATE_NO_METADATA = 1 << 2, /* keep no note of it */
    VIR_DOMAIN_SNAPSHOT_CREATE_HALT = 1 << 3,        /* stop the domain afterwards */
    VIR_DOMAIN_SNAPSHOT_CREATE_DISK_ONLY = 1 << 4,   /* without memory */
    VIR_DOMAIN_SNAPSHOT_CREATE_REUSE_EXT = 1 << 5,   /* the files exist; since 0.9.10 */
    /* have the agent freeze file systems; since 0.9.10 */
    VIR_DOMAIN_SNAPSHOT_CREATE_QUIESCE = 1 << 6,
    VIR_DOMAIN_SNAPSHOT_CREATE_ATOMIC = 1 << 7,   /* all disks or none; since 0.9.11 */
    VIR_DOMAIN_SNAPSHOT_CREATE_LIVE = 1 << 8,     /* let the guest run meanwhile; since 1.0.1 */
    VIR_DOMAIN_SNAPSHOT_CREATE_VALIDATE = 1 << 9, /* since 5.6.0 */
} virDomainSnapshotCreateFlags;

/* Filters of the calls that list snapshots. Since 0.9.5. */
typedef enum {
    /* all below; asked of a snapshot; since 0.9.7 */
    VIR_DOMAIN_SNAPSHOT_LIST_DESCENDANTS = 1 << 0,
    VIR_DOMAIN_SNAPSHOT_LIST_ROOTS = 1 << 0, /* those without a parent; asked of a domain */
    VIR_DOMAIN_SNAPSHOT_LIST_METADATA = 1 << 1,
    VIR_DOMAIN_SNAPSHOT_LIST_LEAVES = 1 << 2,       /* those without children; since 0.9.7 */
    VIR_DOMAIN_SNAPSHOT_LIST_NO_LEAVES = 1 << 3,    /* since 0.9.13 */
    VIR_DOMAIN_SNAPSHOT_LIST_NO_METADATA = 1 << 4,  /* since 0.9.13 */
    VIR_DOMAIN_SNAPSHOT_LIST_INACTIVE = 1 << 5,     /* since 1.0.1 */
    VIR_DOMAIN_SNAPSHOT_LIST_ACTIVE = 1 << 6,       /* since 1.0.1 */
    VIR_DOMAIN_SNAPSHOT_LIST_DISK_ONLY = 1 << 7,    /* since 1.0.1 */
    VIR_DOMAIN_SNAPSHOT_LIST_INTERNAL = 1 << 8,     /* since 1.0.1 */
    VIR_DOMAIN_SNAPSHOT_LIST_EXTERNAL = 1 << 9,     /* since 1.0.1 */
    VIR_DOMAIN_SNAPSHOT_LIST_TOPOLOGICAL = 1 << 10, /* parents before children; since 5.2.0 */
} virDomainSnapshotListFlags;

/* Flags of virDomainRevertToSnapshot. Since 0.9.5. */
typedef enum {
    VIR_DOMAIN_SNAPSHOT_REVERT_RUNNING = 1 << 0,
    VIR_DOMAIN_SNAPSHOT_REVERT_PAUSED = 1 << 1,
    /* even if something might be lost; since 0.9.7 */
    VIR_DOMAIN_SNAPSHOT_REVERT_FORCE = 1 << 2,
    VIR_DOMAIN_SNAPSHOT_REVERT_RESET_NVRAM = 1 << 3, /* since 8.1.0 */
} virDomainSnapshotRevertFlags;

/* Flags of virDomainSnapshotDelete. Since 0.8.0. */
typedef enum {
    VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN = 1 << 0,
    VIR_DOMAIN_SNAPSHOT_DELETE_METADATA_ONLY = 1 << 1, /* forget it, keep its data; since 0.9.5 */
    VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN_ONLY = 1 << 2, /* since 0.9.5 */
} virDomainSnapshotDeleteFlags;

/* Flags of virDomainSnapshotGetXMLDesc. Since 5.1.0. */
typedef enum {
    VIR_DOMAIN_SNAPSHOT_XML_SECURE = 1 << 0,
} virDomainSnapshotXMLFlags;

#ifdef __cplusplus
}
#endif

#endif /* LIBVIRT_DOMAIN_SNAPSHOT_H */
