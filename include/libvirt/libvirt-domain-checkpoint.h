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

#ifdef __cplusplus
}
#endif

#endif /* LIBVIRT_DOMAIN_CHECKPOINT_H */
