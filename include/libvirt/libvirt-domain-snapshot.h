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

/* ---- handles ---- */

/*
 * Takes one more reference to the handle, to be given back with virDomainSnapshotFree. Returns 0
 * or -1.
 *
 * Since 0.9.13.
 */
int virDomainSnapshotRef(virDomainSnapshotPtr snapshot);

/*
 * Gives back a reference to the handle; the snapshot itself is not touched. Returns 0 or -1.
 *
 * Since 0.8.0.
 */
int virDomainSnapshotFree(virDomainSnapshotPtr snapshot);

/*
 * The connection of the snapshot's domain; no reference is taken. NULL on error.
 *
 * Since 0.9.5.
 */
virConnectPtr virDomainSnapshotGetConnect(virDomainSnapshotPtr snapshot);

/*
 * The snapshot's domain, the handle from which it was got; no reference is taken. NULL on error.
 *
 * Since 0.9.5.
 */
virDomainPtr virDomainSnapshotGetDomain(virDomainSnapshotPtr snapshot);

/*
 * The snapshot's name; it belongs to the handle. NULL on error.
 *
 * Since 0.9.5.
 */
const char *virDomainSnapshotGetName(virDomainSnapshotPtr snapshot);

/* ---- finding ---- */

/*
 * The snapshot of that name of the domain. Returns it, for virDomainSnapshotFree, or NULL:
 * VIR_ERR_NO_DOMAIN_SNAPSHOT.
 *
 * Since 0.8.0.
 */
virDomainSnapshotPtr virDomainSnapshotLookupByName(virDomainPtr domain, const char *name,
                                                   unsigned int flags);

/*
 * Puts a new array of the domain's snapshots that fit into *snaps; it ends with NULL and belongs
 * to the caller, as does each snapshot. snaps may be NULL: they are counted only. flags are
 * virDomainSnapshotListFlags. Returns how many there are, or -1.
 *
 * Since 0.9.13.
 */
int virDomainListAllSnapshots(virDomainPtr domain, virDomainSnapshotPtr **snaps,
                              unsigned int flags);

/*
 * The same of the snapshots that were made after this one: of its children, or with
 * VIR_DOMAIN_SNAPSHOT_LIST_DESCENDANTS of theirs too. Returns 0 or -1.
 *
 * Since 0.9.13.
 */
int virDomainSnapshotListAllChildren(virDomainSnapshotPtr snapshot, virDomainSnapshotPtr **snaps,
                                     unsigned int flags);

/*
 * How many snapshots the domain has, or -1. flags are virDomainSnapshotListFlags. Returns 0 or -1.
 *
 * Since 0.8.0.
 */
int virDomainSnapshotNum(virDomainPtr domain, unsigned int flags);

/*
 * Puts the names of up to nameslen snapshots of the domain into the array names; each is the
 * caller's to free(). Returns how many, or -1. virDomainListAllSnapshots does it in one step.
 *
 * Since 0.8.0.
 */
int virDomainSnapshotListNames(virDomainPtr domain, char **names, int nameslen, unsigned int flags);

/*
 * How many children the snapshot has, or -1. flags are virDomainSnapshotListFlags. Returns 0 or
 * -1.
 *
 * Since 0.9.7.
 */
int virDomainSnapshotNumChildren(virDomainSnapshotPtr snapshot, unsigned int flags);

/*
 * As virDomainSnapshotListNames, of the snapshot's children. Returns 0 or -1.
 *
 * Since 0.9.7.
 */
int virDomainSnapshotListChildrenNames(virDomainSnapshotPtr snapshot, char **names, int nameslen,
                                       unsigned int flags);

/*
 * 1 if the domain has a current snapshot, 0 if not, -1 on error.
 *
 * Since 0.8.0.
 */
int virDomainHasCurrentSnapshot(virDomainPtr domain, unsigned int flags);

/*
 * The snapshot that the domain's present state comes from. Returns it, for virDomainSnapshotFree,
 * or NULL: VIR_ERR_NO_DOMAIN_SNAPSHOT.
 *
 * Since 0.8.0.
 */
virDomainSnapshotPtr virDomainSnapshotCurrent(virDomainPtr domain, unsigned int flags);

/*
 * The snapshot that this one was made after. Returns it, for virDomainSnapshotFree, or NULL:
 * VIR_ERR_NO_DOMAIN_SNAPSHOT when it is a first one.
 *
 * Since 0.9.7.
 */
virDomainSnapshotPtr virDomainSnapshotGetParent(virDomainSnapshotPtr snapshot, unsigned int flags);

/* ---- making and using ---- */

/*
 * Makes a snapshot of the domain from the description. flags are virDomainSnapshotCreateFlags.
 * Returns it, for virDomainSnapshotFree, or NULL.
 *
 * Since 0.8.0.
 */
virDomainSnapshotPtr virDomainSnapshotCreateXML(virDomainPtr domain, const char *xmlDesc,
                                                unsigned int flags);

/*
 * Takes the domain back to the snapshot's state. flags are virDomainSnapshotRevertFlags. Returns 0
 * or -1: VIR_ERR_SNAPSHOT_REVERT_RISKY when something would be lost that
 * VIR_DOMAIN_SNAPSHOT_REVERT_FORCE gives up.
 *
 * Since 0.8.0.
 */
int virDomainRevertToSnapshot(virDomainSnapshotPtr snapshot, unsigned int flags);

/*
 * Deletes the snapshot. flags are virDomainSnapshotDeleteFlags: its children too, or what the
 * library knows of it only. Returns 0 or -1.
 *
 * Since 0.8.0.
 */
int virDomainSnapshotDelete(virDomainSnapshotPtr snapshot, unsigned int flags);

/* ---- asking ---- */

/*
 * The description; flags are virDomainSnapshotXMLFlags. VIR_DOMAIN_SNAPSHOT_XML_SECURE is denied
 * to a read-only connection. Returns a new text, or NULL.
 *
 * Since 0.8.0.
 */
char *virDomainSnapshotGetXMLDesc(virDomainSnapshotPtr snapshot, unsigned int flags);

/*
 * 1 if the domain's present state comes from it, 0 if not, -1 on error.
 *
 * Since 0.9.13.
 */
int virDomainSnapshotIsCurrent(virDomainSnapshotPtr snapshot, unsigned int flags);

/*
 * 1 if something is kept about it besides its data, 0 if not, -1 on error.
 *
 * Since 0.9.13.
 */
int virDomainSnapshotHasMetadata(virDomainSnapshotPtr snapshot, unsigned int flags);

#ifdef __cplusplus
}
#endif

#endif /* LIBVIRT_DOMAIN_SNAPSHOT_H */
