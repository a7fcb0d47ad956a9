/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Checkpoints: points since which a domain's changed disk blocks are tracked, for incremental
 * backups.
 */
#ifndef LIBVIRT_DOMAIN_CHECKPOINT_H
#define LIBVIRT_DOMAIN_CHECKPOINT_H

#include <libvirt/libvirt-domain.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A checkpoint of a domain. */
typedef struct _virDomainCheckpoint virDomainCheckpoint;
typedef virDomainCheckpoint *virDomainCheckpointPtr;

/* Flags of virDomainCheckpointCreateXML. Since 5.6.0. */
typedef enum {
    VIR_DOMAIN_CHECKPOINT_CREATE_REDEFINE = 1 << 0, /* only note it: it exists */
    /* have the agent freeze file systems */
    VIR_DOMAIN_CHECKPOINT_CREATE_QUIESCE = 1 << 1,
    /* check that its bitmaps exist; since 6.10.0 */
    VIR_DOMAIN_CHECKPOINT_CREATE_REDEFINE_VALIDATE = 1 << 2,
} virDomainCheckpointCreateFlags;

/* Filters of the calls that list checkpoints. Since 5.6.0. */
typedef enum {
    VIR_DOMAIN_CHECKPOINT_LIST_DESCENDANTS = 1 << 0, /* all below; asked of a checkpoint */
    VIR_DOMAIN_CHECKPOINT_LIST_ROOTS = 1 << 0,       /* those without a parent; asked of a domain */
    VIR_DOMAIN_CHECKPOINT_LIST_TOPOLOGICAL = 1 << 1, /* parents before children */
    VIR_DOMAIN_CHECKPOINT_LIST_LEAVES = 1 << 2,      /* those without children */
    VIR_DOMAIN_CHECKPOINT_LIST_NO_LEAVES = 1 << 3,
} virDomainCheckpointListFlags;

/* Flags of virDomainCheckpointGetXMLDesc. Since 5.6.0. */
typedef enum {
    VIR_DOMAIN_CHECKPOINT_XML_SECURE = 1 << 0,
    VIR_DOMAIN_CHECKPOINT_XML_NO_DOMAIN = 1 << 1,
    VIR_DOMAIN_CHECKPOINT_XML_SIZE = 1 << 2, /* with how much changed since, in bytes */
} virDomainCheckpointXMLFlags;

/* Flags of virDomainCheckpointDelete. Since 5.6.0. */
typedef enum {
    VIR_DOMAIN_CHECKPOINT_DELETE_CHILDREN = 1 << 0,
    VIR_DOMAIN_CHECKPOINT_DELETE_METADATA_ONLY = 1 << 1, /* forget it, keep its bitmaps */
    VIR_DOMAIN_CHECKPOINT_DELETE_CHILDREN_ONLY = 1 << 2,
} virDomainCheckpointDeleteFlags;

/* ---- handles ---- */

/*
 * Takes one more reference to the handle, to be given back with virDomainCheckpointFree. Returns 0
 * or -1.
 *
 * Since 5.6.0.
 */
int virDomainCheckpointRef(virDomainCheckpointPtr checkpoint);

/*
 * Gives back a reference to the handle; the checkpoint itself is not touched. Returns 0 or -1.
 *
 * Since 5.6.0.
 */
int virDomainCheckpointFree(virDomainCheckpointPtr checkpoint);

/*
 * The connection of the checkpoint's domain; no reference is taken. NULL on error.
 *
 * Since 5.6.0.
 */
virConnectPtr virDomainCheckpointGetConnect(virDomainCheckpointPtr checkpoint);

/*
 * The checkpoint's domain, the handle from which it was got; no reference is taken. NULL on error.
 *
 * Since 5.6.0.
 */
virDomainPtr virDomainCheckpointGetDomain(virDomainCheckpointPtr checkpoint);

/*
 * The checkpoint's name; it belongs to the handle. NULL on error.
 *
 * Since 5.6.0.
 */
const char *virDomainCheckpointGetName(virDomainCheckpointPtr checkpoint);

/* ---- finding ---- */

/*
 * The checkpoint of that name of the domain. Returns it, for virDomainCheckpointFree, or NULL:
 * VIR_ERR_NO_DOMAIN_CHECKPOINT.
 *
 * Since 5.6.0.
 */
virDomainCheckpointPtr virDomainCheckpointLookupByName(virDomainPtr domain, const char *name,
                                                       unsigned int flags);

/*
 * Puts a new array of the domain's checkpoints that fit into *checkpoints; it ends with NULL and
 * belongs to the caller, as does each checkpoint. checkpoints may be NULL: they are counted only.
 * flags are virDomainCheckpointListFlags. Returns how many there are, or -1.
 *
 * Since 5.6.0.
 */
int virDomainListAllCheckpoints(virDomainPtr domain, virDomainCheckpointPtr **checkpoints,
                                unsigned int flags);

/*
 * The same of the checkpoints that were made after this one: of its children, or with
 * VIR_DOMAIN_CHECKPOINT_LIST_DESCENDANTS of theirs too. Returns 0 or -1.
 *
 * Since 5.6.0.
 */
int virDomainCheckpointListAllChildren(virDomainCheckpointPtr checkpoint,
                                       virDomainCheckpointPtr **children, unsigned int flags);

/*
 * The checkpoint that this one was made after. Returns it, for virDomainCheckpointFree, or NULL:
 * VIR_ERR_NO_DOMAIN_CHECKPOINT when it is a first one.
 *
 * Since 5.6.0.
 */
virDomainCheckpointPtr virDomainCheckpointGetParent(virDomainCheckpointPtr checkpoint,
                                                    unsigned int flags);

/* ---- making and asking ---- */

/*
 * Makes a checkpoint of the domain: from now on it is known which blocks of its disks change.
 * flags are virDomainCheckpointCreateFlags. Returns it, for virDomainCheckpointFree, or NULL.
 *
 * Since 5.6.0.
 */
virDomainCheckpointPtr virDomainCheckpointCreateXML(virDomainPtr domain, const char *xmlDesc,
                                                    unsigned int flags);

/*
 * Deletes the checkpoint. flags are virDomainCheckpointDeleteFlags. Returns 0 or -1.
 *
 * Since 5.6.0.
 */
int virDomainCheckpointDelete(virDomainCheckpointPtr checkpoint, unsigned int flags);

/*
 * The description; flags are virDomainCheckpointXMLFlags. VIR_DOMAIN_CHECKPOINT_XML_SECURE is
 * denied to a read-only connection. Returns a new text, or NULL.
 *
 * Since 5.6.0.
 */
char *virDomainCheckpointGetXMLDesc(virDomainCheckpointPtr checkpoint, unsigned int flags);

#ifdef __cplusplus
}
#endif

#endif /* LIBVIRT_DOMAIN_CHECKPOINT_H */
