/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Network interfaces of the host.
 */
#ifndef LIBVIRT_INTERFACE_H
#define LIBVIRT_INTERFACE_H

#include <libvirt/libvirt-host.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A network interface of the host. */
typedef struct _virInterface virInterface;
typedef virInterface *virInterfacePtr;

/* Filters of virConnectListAllInterfaces. Since 0.10.2. */
typedef enum {
    VIR_CONNECT_LIST_INTERFACES_INACTIVE = 1 << 0,
    VIR_CONNECT_LIST_INTERFACES_ACTIVE = 1 << 1,
} virConnectListAllInterfacesFlags;

/* Flags of virInterfaceGetXMLDesc. Since 0.7.3. */
typedef enum {
    VIR_INTERFACE_XML_INACTIVE = 1 << 0, /* the configuration, not the present state */
} virInterfaceXMLFlags;

/* Flags of virInterfaceDefineXML. Since 7.7.0. */
typedef enum {
    VIR_INTERFACE_DEFINE_VALIDATE = 1 << 0,
} virInterfaceDefineFlags;

#ifdef __cplusplus
}
#endif

#endif /* LIBVIRT_INTERFACE_H */
