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

/* ---- handles ---- */

/*
 * Takes one more reference to the handle, to be given back with virInterfaceFree. Returns 0 or -1.
 *
 * Since 0.6.4.
 */
int virInterfaceRef(virInterfacePtr iface);

/*
 * Gives back a reference to the handle; the interface itself is not touched. Returns 0 or -1.
 *
 * Since 0.6.4.
 */
int virInterfaceFree(virInterfacePtr iface);

/*
 * The connection that the interface was got from; no reference is taken. NULL on error.
 *
 * Since 0.6.4.
 */
virConnectPtr virInterfaceGetConnect(virInterfacePtr iface);

/*
 * The interface's name; it belongs to the handle. NULL on error.
 *
 * Since 0.6.4.
 */
const char *virInterfaceGetName(virInterfacePtr iface);

/*
 * The interface's MAC address as text; it belongs to the handle. NULL on error.
 *
 * Since 0.6.4.
 */
const char *virInterfaceGetMACString(virInterfacePtr iface);

/* ---- finding ---- */

/*
 * The interface of that name. Returns it, for virInterfaceFree, or NULL: VIR_ERR_NO_INTERFACE.
 *
 * Since 0.6.4.
 */
virInterfacePtr virInterfaceLookupByName(virConnectPtr conn, const char *name);

/*
 * The interface with that MAC address. Returns it, for virInterfaceFree, or NULL:
 * VIR_ERR_NO_INTERFACE, VIR_ERR_MULTIPLE_INTERFACES when several have it.
 *
 * Since 0.6.4.
 */
virInterfacePtr virInterfaceLookupByMACString(virConnectPtr conn, const char *macstr);

/*
 * Puts a new array of all interfaces that fit into *ifaces; it ends with NULL and belongs to the
 * caller, as does each interface. ifaces may be NULL: they are counted only. flags are
 * virConnectListAllInterfacesFlags. Returns how many there are, or -1.
 *
 * Since 0.10.2.
 */
int virConnectListAllInterfaces(virConnectPtr conn, virInterfacePtr **ifaces, unsigned int flags);

/*
 * How many interfaces are active, or -1.
 *
 * Since 0.6.4.
 */
int virConnectNumOfInterfaces(virConnectPtr conn);

/*
 * Puts the names of up to maxnames active interfaces into the array names; each is the caller's to
 * free(). Returns how many, or -1.
 *
 * Since 0.6.4.
 */
int virConnectListInterfaces(virConnectPtr conn, char **const names, int maxnames);

/*
 * How many interfaces are defined and not active, or -1.
 *
 * Since 0.7.0.
 */
int virConnectNumOfDefinedInterfaces(virConnectPtr conn);

/*
 * As virConnectListInterfaces, of the interfaces that are defined and not active. Returns 0 or -1.
 *
 * Since 0.7.0.
 */
int virConnectListDefinedInterfaces(virConnectPtr conn, char **const names, int maxnames);

/* ---- defining and running ---- */

/*
 * Makes an interface of the description, or replaces the definition of the one of that name. flags
 * are virInterfaceDefineFlags. Returns it, for virInterfaceFree, or NULL.
 *
 * Since 0.6.4.
 */
virInterfacePtr virInterfaceDefineXML(virConnectPtr conn, const char *xml, unsigned int flags);

/*
 * Removes the definition. Returns 0 or -1.
 *
 * Since 0.6.4.
 */
int virInterfaceUndefine(virInterfacePtr iface);

/*
 * Brings a defined interface up. Returns 0 or -1.
 *
 * Since 0.6.4.
 */
int virInterfaceCreate(virInterfacePtr iface, unsigned int flags);

/*
 * Takes an active interface down. Returns 0 or -1.
 *
 * Since 0.6.4.
 */
int virInterfaceDestroy(virInterfacePtr iface, unsigned int flags);

/*
 * 1 if the interface is up, 0 if not, -1 on error.
 *
 * Since 0.7.3.
 */
int virInterfaceIsActive(virInterfacePtr iface);

/*
 * The description; flags are virInterfaceXMLFlags. Returns a new text, or NULL.
 *
 * Since 0.6.4.
 */
char *virInterfaceGetXMLDesc(virInterfacePtr iface, unsigned int flags);

/* ---- changes that can be taken back ---- */

/*
 * Remembers all definitions, to come back to with virInterfaceChangeRollback. Returns 0 or -1:
 * VIR_ERR_OPERATION_INVALID when a change has begun already.
 *
 * Since 0.9.2.
 */
int virInterfaceChangeBegin(virConnectPtr conn, unsigned int flags);

/*
 * Keeps what was changed since virInterfaceChangeBegin. Returns 0 or -1.
 *
 * Since 0.9.2.
 */
int virInterfaceChangeCommit(virConnectPtr conn, unsigned int flags);

/*
 * Takes back what was changed since virInterfaceChangeBegin. Returns 0 or -1.
 *
 * Since 0.9.2.
 */
int virInterfaceChangeRollback(virConnectPtr conn, unsigned int flags);

#ifdef __cplusplus
}
#endif

#endif /* LIBVIRT_INTERFACE_H */
