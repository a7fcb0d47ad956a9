/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Filters of guests' network traffic, and their bindings to guests' ports.
 */
#ifndef LIBVIRT_NWFILTER_H
#define LIBVIRT_NWFILTER_H

#include <libvirt/libvirt-host.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A network filter. */
typedef struct _virNWFilter virNWFilter;
typedef virNWFilter *virNWFilterPtr;

/* A filter's binding to a port of a guest. */
typedef struct _virNWFilterBinding virNWFilterBinding;
typedef virNWFilterBinding *virNWFilterBindingPtr;

/* Flags of virNWFilterDefineXMLFlags. Since 7.7.0. */
typedef enum {
    VIR_NWFILTER_DEFINE_VALIDATE = 1 << 0,
} virNWFilterDefineFlags;

/* Flags of virNWFilterBindingCreateXML. Since 7.8.0. */
typedef enum {
    VIR_NWFILTER_BINDING_CREATE_VALIDATE = 1 << 0,
} virNWFilterBindingCreateFlags;

#ifdef __cplusplus
}
#endif

#endif /* LIBVIRT_NWFILTER_H */
