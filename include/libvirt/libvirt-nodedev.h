/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Devices of the host.
 */
#ifndef LIBVIRT_NODEDEV_H
#define LIBVIRT_NODEDEV_H

#include <libvirt/libvirt-host.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A device of the host. */
typedef struct _virNodeDevice virNodeDevice;
typedef virNodeDevice *virNodeDevicePtr;

/* Filters of virConnectListAllNodeDevices: what a device can be, and its state. Since 0.10.2. */
__extension__ typedef enum {
    VIR_CONNECT_LIST_NODE_DEVICES_CAP_SYSTEM = 1 << 0,
    VIR_CONNECT_LIST_NODE_DEVICES_CAP_PCI_DEV = 1 << 1,
    VIR_CONNECT_LIST_NODE_DEVICES_CAP_USB_DEV = 1 << 2,
    VIR_CONNECT_LIST_NODE_DEVICES_CAP_USB_INTERFACE = 1 << 3,
    VIR_CONNECT_LIST_NODE_DEVICES_CAP_NET = 1 << 4,
    VIR_CONNECT_LIST_NODE_DEVICES_CAP_SCSI_HOST = 1 << 5,
    VIR_CONNECT_LIST_NODE_DEVICES_CAP_SCSI_TARGET = 1 << 6,
    VIR_CONNECT_LIST_NODE_DEVICES_CAP_SCSI = 1 << 7,
    VIR_CONNECT_LIST_NODE_DEVICES_CAP_STORAGE = 1 << 8,
    VIR_CONNECT_LIST_NODE_DEVICES_CAP_FC_HOST = 1 << 9,          /* since 1.0.4 */
    VIR_CONNECT_LIST_NODE_DEVICES_CAP_VPORTS = 1 << 10,          /* since 1.0.4 */
    VIR_CONNECT_LIST_NODE_DEVICES_CAP_SCSI_GENERIC = 1 << 11,    /* since 1.1.0 */
    VIR_CONNECT_LIST_NODE_DEVICES_CAP_DRM = 1 << 12,             /* since 3.1.0 */
    VIR_CONNECT_LIST_NODE_DEVICES_CAP_MDEV_TYPES = 1 << 13,      /* since 3.4.0 */
    VIR_CONNECT_LIST_NODE_DEVICES_CAP_MDEV = 1 << 14,            /* since 3.4.0 */
    VIR_CONNECT_LIST_NODE_DEVICES_CAP_CCW_DEV = 1 << 15,         /* since 3.4.0 */
    VIR_CONNECT_LIST_NODE_DEVICES_CAP_CSS_DEV = 1 << 16,         /* since 6.8.0 */
    VIR_CONNECT_LIST_NODE_DEVICES_CAP_VDPA = 1 << 17,            /* since 6.9.0 */
    VIR_CONNECT_LIST_NODE_DEVICES_CAP_AP_CARD = 1 << 18,         /* since 7.0.0 */
    VIR_CONNECT_LIST_NODE_DEVICES_CAP_AP_QUEUE = 1 << 19,        /* since 7.0.0 */
    VIR_CONNECT_LIST_NODE_DEVICES_CAP_AP_MATRIX = 1 << 20,       /* since 7.0.0 */
    VIR_CONNECT_LIST_NODE_DEVICES_CAP_VPD = 1 << 21,             /* since 7.9.0 */
    VIR_CONNECT_LIST_NODE_DEVICES_CAP_CCWGROUP_DEV = 1 << 22,    /* since 11.1.0 */
    VIR_CONNECT_LIST_NODE_DEVICES_CAP_CCWGROUP_MEMBER = 1 << 23, /* since 11.1.0 */
    VIR_CONNECT_LIST_NODE_DEVICES_PERSISTENT = 1 << 28,          /* since 10.1.0 */
    VIR_CONNECT_LIST_NODE_DEVICES_TRANSIENT = 1 << 29,           /* since 10.1.0 */
    VIR_CONNECT_LIST_NODE_DEVICES_INACTIVE = 1 << 30,            /* since 7.3.0 */
    VIR_CONNECT_LIST_NODE_DEVICES_ACTIVE = 1U << 31,             /* since 7.3.0 */
} virConnectListAllNodeDeviceFlags;

/* Flags of virNodeDeviceGetXMLDesc. Since 10.1.0. */
typedef enum {
    VIR_NODE_DEVICE_XML_INACTIVE = 1 << 0, /* the definition, not the present state */
} virNodeDeviceXMLFlags;

/* Flags of virNodeDeviceCreateXML. Since 8.10.0. */
typedef enum {
    VIR_NODE_DEVICE_CREATE_XML_VALIDATE = 1 << 0,
} virNodeDeviceCreateXMLFlags;

/* Flags of virNodeDeviceDefineXML. Since 8.10.0. */
typedef enum {
    VIR_NODE_DEVICE_DEFINE_XML_VALIDATE = 1 << 0,
} virNodeDeviceDefineXMLFlags;

/* Whether the device, its definition or both change. Since 10.1.0. */
typedef enum {
    VIR_NODE_DEVICE_UPDATE_AFFECT_CURRENT = 0,
    VIR_NODE_DEVICE_UPDATE_AFFECT_LIVE = 1 << 0,
    VIR_NODE_DEVICE_UPDATE_AFFECT_CONFIG = 1 << 1,
} virNodeDeviceUpdateFlags;

/* ---- events ---- */

/* Kinds of event of devices. Since 2.2.0. */
typedef enum {
    VIR_NODE_DEVICE_EVENT_ID_LIFECYCLE = 0,
    VIR_NODE_DEVICE_EVENT_ID_UPDATE = 1,
#ifdef VIR_ENUM_SENTINELS
    VIR_NODE_DEVICE_EVENT_ID_LAST = 2,
#endif
} virNodeDeviceEventID;

/* What happened in a device's life. Since 2.2.0. */
typedef enum {
    VIR_NODE_DEVICE_EVENT_CREATED = 0,
    VIR_NODE_DEVICE_EVENT_DELETED = 1,
    VIR_NODE_DEVICE_EVENT_DEFINED = 2,   /* since 7.3.0 */
    VIR_NODE_DEVICE_EVENT_UNDEFINED = 3, /* since 7.3.0 */
#ifdef VIR_ENUM_SENTINELS
    VIR_NODE_DEVICE_EVENT_LAST = 4,
#endif
} virNodeDeviceEventLifecycleType;

/* An event about which there is nothing more to say. Since 2.2.0. */
typedef void (*virConnectNodeDeviceEventGenericCallback)(virConnectPtr conn, virNodeDevicePtr dev,
                                                         void *opaque);

/* A lifecycle event: event is a virNodeDeviceEventLifecycleType, detail is 0. Since 2.2.0. */
typedef void (*virConnectNodeDeviceEventLifecycleCallback)(virConnectPtr conn, virNodeDevicePtr dev,
                                                           int event, int detail, void *opaque);

#define VIR_NODE_DEVICE_EVENT_CALLBACK(cb) ((virConnectNodeDeviceEventGenericCallback)(cb))

#ifdef __cplusplus
}
#endif

#endif /* LIBVIRT_NODEDEV_H */
