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

#define VIR_NODE_DEVICE_EVENT_CALLBACK(cb) \
    ((virConnectNodeDeviceEventGenericCallback)(void (*)(void))(cb))

/* ---- handles ---- */

/*
 * Takes one more reference to the handle, to be given back with virNodeDeviceFree. Returns 0 or
 * -1.
 *
 * Since 0.6.0.
 */
int virNodeDeviceRef(virNodeDevicePtr dev);

/*
 * Gives back a reference to the handle; the device itself is not touched. Returns 0 or -1.
 *
 * Since 0.5.0.
 */
int virNodeDeviceFree(virNodeDevicePtr dev);

/*
 * The device's name; it belongs to the handle. NULL on error.
 *
 * Since 0.5.0.
 */
const char *virNodeDeviceGetName(virNodeDevicePtr dev);

/*
 * The name of the device that this one is plugged into; it belongs to the handle. NULL: there is
 * none, or an error.
 *
 * Since 0.5.0.
 */
const char *virNodeDeviceGetParent(virNodeDevicePtr dev);

/* ---- finding ---- */

/*
 * The device of that name. Returns it, for virNodeDeviceFree, or NULL: VIR_ERR_NO_NODE_DEVICE.
 *
 * Since 0.5.0.
 */
virNodeDevicePtr virNodeDeviceLookupByName(virConnectPtr conn, const char *name);

/*
 * The SCSI host with those world wide node and port names. Returns it, for virNodeDeviceFree, or
 * NULL: VIR_ERR_NO_NODE_DEVICE.
 *
 * Since 1.0.3.
 */
virNodeDevicePtr virNodeDeviceLookupSCSIHostByWWN(virConnectPtr conn, const char *wwnn,
                                                  const char *wwpn, unsigned int flags);

/*
 * Puts a new array of all devices that fit into *devices; it ends with NULL and belongs to the
 * caller, as does each device. devices may be NULL: they are counted only. flags are
 * virConnectListAllNodeDeviceFlags. Returns how many there are, or -1.
 *
 * Since 0.10.2.
 */
int virConnectListAllNodeDevices(virConnectPtr conn, virNodeDevicePtr **devices,
                                 unsigned int flags);

/*
 * How many devices there are, or have the capability cap, unless that is NULL; -1 on error.
 *
 * Since 0.5.0.
 */
int virNodeNumOfDevices(virConnectPtr conn, const char *cap, unsigned int flags);

/*
 * Puts the names of up to maxnames devices (with the capability cap, unless that is NULL) into the
 * array names; each is the caller's to free(). Returns how many, or -1.
 *
 * Since 0.5.0.
 */
int virNodeListDevices(virConnectPtr conn, const char *cap, char **const names, int maxnames,
                       unsigned int flags);

/*
 * How many capabilities the device has, or -1.
 *
 * Since 0.5.0.
 */
int virNodeDeviceNumOfCaps(virNodeDevicePtr dev);

/*
 * Puts the names of up to maxnames capabilities of the device into the array names; each is the
 * caller's to free(). Returns how many, or -1.
 *
 * Since 0.5.0.
 */
int virNodeDeviceListCaps(virNodeDevicePtr dev, char **const names, int maxnames);

/* ---- asking ---- */

/*
 * The description; flags are virNodeDeviceXMLFlags. Returns a new text, or NULL.
 *
 * Since 0.5.0.
 */
char *virNodeDeviceGetXMLDesc(virNodeDevicePtr dev, unsigned int flags);

/*
 * 1 if the device exists on the host, 0 if it is only defined, -1 on error.
 *
 * Since 7.8.0.
 */
int virNodeDeviceIsActive(virNodeDevicePtr dev);

/*
 * 1 if the device has a definition, 0 if not, -1 on error.
 *
 * Since 7.8.0.
 */
int virNodeDeviceIsPersistent(virNodeDevicePtr dev);

/*
 * Sets *autostart to 1 if the device is made when its parent appears, else to 0. Returns 0 or -1.
 *
 * Since 7.8.0.
 */
int virNodeDeviceGetAutostart(virNodeDevicePtr dev, int *autostart);

/*
 * Sets whether the device is made when its parent appears. Returns 0 or -1.
 *
 * Since 7.8.0.
 */
int virNodeDeviceSetAutostart(virNodeDevicePtr dev, int autostart);

/* ---- giving devices to domains ---- */

/*
 * Like virNodeDeviceDetachFlags with no driver and no flags. Returns 0 or -1.
 *
 * Since 0.6.1.
 */
int virNodeDeviceDettach(virNodeDevicePtr dev);

/*
 * Takes the device from the host's driver, for a domain to use; driverName (or NULL for the
 * hypervisor's choice) says which driver holds it meanwhile. Returns 0 or -1.
 *
 * Since 1.0.5.
 */
int virNodeDeviceDetachFlags(virNodeDevicePtr dev, const char *driverName, unsigned int flags);

/*
 * Gives the device back to the host's driver. Returns 0 or -1.
 *
 * Since 0.6.1.
 */
int virNodeDeviceReAttach(virNodeDevicePtr dev);

/*
 * Resets the device. Returns 0 or -1.
 *
 * Since 0.6.1.
 */
int virNodeDeviceReset(virNodeDevicePtr dev);

/* ---- making devices ---- */

/*
 * Makes a device (a virtual host bus adapter, a mediated device) without keeping a definition.
 * flags are virNodeDeviceCreateXMLFlags. Returns it, for virNodeDeviceFree, or NULL.
 *
 * Since 0.6.3.
 */
virNodeDevicePtr virNodeDeviceCreateXML(virConnectPtr conn, const char *xmlDesc,
                                        unsigned int flags);

/*
 * Removes a device that was made. Returns 0 or -1.
 *
 * Since 0.6.3.
 */
int virNodeDeviceDestroy(virNodeDevicePtr dev);

/*
 * Makes the definition of a device. flags are virNodeDeviceDefineXMLFlags. Returns it, for
 * virNodeDeviceFree, or NULL.
 *
 * Since 7.3.0.
 */
virNodeDevicePtr virNodeDeviceDefineXML(virConnectPtr conn, const char *xmlDesc,
                                        unsigned int flags);

/*
 * Removes the definition. Returns 0 or -1.
 *
 * Since 7.3.0.
 */
int virNodeDeviceUndefine(virNodeDevicePtr dev, unsigned int flags);

/*
 * Makes the device that is defined. Returns 0 or -1.
 *
 * Since 7.3.0.
 */
int virNodeDeviceCreate(virNodeDevicePtr dev, unsigned int flags);

/*
 * Changes the definition or the device to the description; flags are virNodeDeviceUpdateFlags.
 * Returns 0 or -1.
 *
 * Since 10.1.0.
 */
int virNodeDeviceUpdate(virNodeDevicePtr dev, const char *xmlDesc, unsigned int flags);

/* ---- events of devices ---- */

/*
 * Has cb called for each event of the kind eventID (a virNodeDeviceEventID), of one device or,
 * with dev NULL, of all. VIR_NODE_DEVICE_EVENT_CALLBACK casts cb. The callback runs from the event
 * loop with opaque; freecb, unless NULL, is called with it at the end. Returns the number for
 * virConnectNodeDeviceEventDeregisterAny, or -1.
 *
 * Since 2.2.0.
 */
int virConnectNodeDeviceEventRegisterAny(virConnectPtr conn, virNodeDevicePtr dev, int eventID,
                                         virConnectNodeDeviceEventGenericCallback cb, void *opaque,
                                         virFreeCallback freecb);

/*
 * Ends what virConnectNodeDeviceEventRegisterAny began under that number. Returns 0 or -1.
 *
 * Since 2.2.0.
 */
int virConnectNodeDeviceEventDeregisterAny(virConnectPtr conn, int callbackID);

#ifdef __cplusplus
}
#endif

#endif /* LIBVIRT_NODEDEV_H */
