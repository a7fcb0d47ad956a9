/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Virtual networks, their ports, leases and events.
 */
#ifndef LIBVIRT_NETWORK_H
#define LIBVIRT_NETWORK_H

#include <libvirt/libvirt-host.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A virtual network. */
typedef struct _virNetwork virNetwork;
typedef virNetwork *virNetworkPtr;

/* A port of a virtual network. */
typedef struct _virNetworkPort virNetworkPort;
typedef virNetworkPort *virNetworkPortPtr;

/* Filters of virConnectListAllNetworks, in groups of alternatives. Since 0.10.2. */
typedef enum {
    VIR_CONNECT_LIST_NETWORKS_INACTIVE = 1 << 0,
    VIR_CONNECT_LIST_NETWORKS_ACTIVE = 1 << 1,
    VIR_CONNECT_LIST_NETWORKS_PERSISTENT = 1 << 2,
    VIR_CONNECT_LIST_NETWORKS_TRANSIENT = 1 << 3,
    VIR_CONNECT_LIST_NETWORKS_AUTOSTART = 1 << 4,
    VIR_CONNECT_LIST_NETWORKS_NO_AUTOSTART = 1 << 5,
} virConnectListAllNetworksFlags;

/* Flags of virNetworkGetXMLDesc. Since 0.9.10. */
typedef enum {
    VIR_NETWORK_XML_INACTIVE = 1 << 0, /* the definition, not the present state */
} virNetworkXMLFlags;

/* Flags of virNetworkCreateXMLFlags. Since 7.8.0. */
typedef enum {
    VIR_NETWORK_CREATE_VALIDATE = 1 << 0,
} virNetworkCreateFlags;

/* Flags of virNetworkDefineXMLFlags. Since 7.7.0. */
typedef enum {
    VIR_NETWORK_DEFINE_VALIDATE = 1 << 0,
} virNetworkDefineFlags;

/* What virNetworkSetMetadata sets. Since 9.7.0. */
typedef enum {
    VIR_NETWORK_METADATA_DESCRIPTION = 0,
    VIR_NETWORK_METADATA_TITLE = 1,
    VIR_NETWORK_METADATA_ELEMENT = 2,
#ifdef VIR_ENUM_SENTINELS
    VIR_NETWORK_METADATA_LAST = 3,
#endif
} virNetworkMetadataType;

/* ---- virNetworkUpdate: one element of the network's XML ---- */

/* What is done with the element. Since 0.10.2. */
typedef enum {
    VIR_NETWORK_UPDATE_COMMAND_NONE = 0,
    VIR_NETWORK_UPDATE_COMMAND_MODIFY = 1,
    VIR_NETWORK_UPDATE_COMMAND_DELETE = 2,
    VIR_NETWORK_UPDATE_COMMAND_ADD_LAST = 3,
    VIR_NETWORK_UPDATE_COMMAND_ADD_FIRST = 4,
#ifdef VIR_ENUM_SENTINELS
    VIR_NETWORK_UPDATE_COMMAND_LAST = 5,
#endif
} virNetworkUpdateCommand;

/* Which element it is. Since 0.10.2. */
typedef enum {
    VIR_NETWORK_SECTION_NONE = 0,
    VIR_NETWORK_SECTION_BRIDGE = 1,
    VIR_NETWORK_SECTION_DOMAIN = 2,
    VIR_NETWORK_SECTION_IP = 3,
    VIR_NETWORK_SECTION_IP_DHCP_HOST = 4,
    VIR_NETWORK_SECTION_IP_DHCP_RANGE = 5,
    VIR_NETWORK_SECTION_FORWARD = 6,
    VIR_NETWORK_SECTION_FORWARD_INTERFACE = 7,
    VIR_NETWORK_SECTION_FORWARD_PF = 8, /* a physical function */
    VIR_NETWORK_SECTION_PORTGROUP = 9,
    VIR_NETWORK_SECTION_DNS_HOST = 10,
    VIR_NETWORK_SECTION_DNS_TXT = 11,
    VIR_NETWORK_SECTION_DNS_SRV = 12,
#ifdef VIR_ENUM_SENTINELS
    VIR_NETWORK_SECTION_LAST = 13,
#endif
} virNetworkUpdateSection;

/* Whether the running network, its definition or both change. Since 0.10.2. */
typedef enum {
    VIR_NETWORK_UPDATE_AFFECT_CURRENT = 0,
    VIR_NETWORK_UPDATE_AFFECT_LIVE = 1 << 0,
    VIR_NETWORK_UPDATE_AFFECT_CONFIG = 1 << 1,
} virNetworkUpdateFlags;

/* ---- addresses given out ---- */

/* Families of addresses (virNetworkDHCPLease, virDomainIPAddress). Since 1.2.6. */
typedef enum {
    VIR_IP_ADDR_TYPE_IPV4 = 0,
    VIR_IP_ADDR_TYPE_IPV6 = 1,
#ifdef VIR_ENUM_SENTINELS
    VIR_IP_ADDR_TYPE_LAST = 2,
#endif
} virIPAddrType;

/* An address that a network's DHCP server gave out. */
typedef struct _virNetworkDHCPLease virNetworkDHCPLease;
typedef virNetworkDHCPLease *virNetworkDHCPLeasePtr;
struct _virNetworkDHCPLease {
    char *iface;          /* the network's bridge */
    long long expirytime; /* seconds since the epoch */
    int type;             /* a virIPAddrType */
    char *mac;
    char *iaid; /* of IPv6 only */
    char *ipaddr;
    unsigned int prefix; /* bits of the network's part */
    char *hostname;
    char *clientid;
};

/* ---- ports ---- */

/* Flags of virNetworkPortCreateXML. Since 5.5.0. */
typedef enum {
    /* the port was in use before: take over what it has */
    VIR_NETWORK_PORT_CREATE_RECLAIM = 1 << 0,
    VIR_NETWORK_PORT_CREATE_VALIDATE = 1 << 1, /* since 7.8.0 */
} virNetworkPortCreateFlags;

#define VIR_NETWORK_PORT_BANDWIDTH_IN_AVERAGE  "inbound.average"
#define VIR_NETWORK_PORT_BANDWIDTH_IN_BURST    "inbound.burst"
#define VIR_NETWORK_PORT_BANDWIDTH_IN_FLOOR    "inbound.floor"
#define VIR_NETWORK_PORT_BANDWIDTH_IN_PEAK     "inbound.peak"
#define VIR_NETWORK_PORT_BANDWIDTH_OUT_AVERAGE "outbound.average"
#define VIR_NETWORK_PORT_BANDWIDTH_OUT_BURST   "outbound.burst"
#define VIR_NETWORK_PORT_BANDWIDTH_OUT_PEAK    "outbound.peak"

/* ---- events ---- */

/* Kinds of event of networks. Since 1.2.1. */
typedef enum {
    VIR_NETWORK_EVENT_ID_LIFECYCLE = 0,
    VIR_NETWORK_EVENT_ID_METADATA_CHANGE = 1, /* since 9.8.0 */
#ifdef VIR_ENUM_SENTINELS
    VIR_NETWORK_EVENT_ID_LAST = 2,
#endif
} virNetworkEventID;

/* What happened in a network's life. Since 1.2.1. */
typedef enum {
    VIR_NETWORK_EVENT_DEFINED = 0,
    VIR_NETWORK_EVENT_UNDEFINED = 1,
    VIR_NETWORK_EVENT_STARTED = 2,
    VIR_NETWORK_EVENT_STOPPED = 3,
#ifdef VIR_ENUM_SENTINELS
    VIR_NETWORK_EVENT_LAST = 4,
#endif
} virNetworkEventLifecycleType;

/* An event about which there is nothing more to say. Since 1.2.1. */
typedef void (*virConnectNetworkEventGenericCallback)(virConnectPtr conn, virNetworkPtr net,
                                                      void *opaque);

/* A lifecycle event: event is a virNetworkEventLifecycleType, detail is 0. Since 1.2.1. */
typedef void (*virConnectNetworkEventLifecycleCallback)(virConnectPtr conn, virNetworkPtr net,
                                                        int event, int detail, void *opaque);

/*
 * The metadata changed: type is a virNetworkMetadataType, nsuri the element's, NULL for others.
 * Since 9.8.0.
 */
typedef void (*virConnectNetworkEventMetadataChangeCallback)(virConnectPtr conn, virNetworkPtr net,
                                                             int type, const char *nsuri,
                                                             void *opaque);

#define VIR_NETWORK_EVENT_CALLBACK(cb) ((virConnectNetworkEventGenericCallback)(void (*)(void))(cb))

/* ---- networks: handles ---- */

/*
 * Takes one more reference to the handle, to be given back with virNetworkFree. Returns 0 or -1.
 *
 * Since 0.6.0.
 */
int virNetworkRef(virNetworkPtr network);

/*
 * Gives back a reference to the handle; the network itself is not touched. Returns 0 or -1.
 *
 * Since 0.2.0.
 */
int virNetworkFree(virNetworkPtr network);

/*
 * The connection that the network was got from; no reference is taken. NULL on error.
 *
 * Since 0.3.0.
 */
virConnectPtr virNetworkGetConnect(virNetworkPtr net);

/*
 * The network's name; it belongs to the handle. NULL on error.
 *
 * Since 0.2.0.
 */
const char *virNetworkGetName(virNetworkPtr network);

/*
 * Copies the UUID to VIR_UUID_BUFLEN bytes at uuid. Returns 0 or -1.
 *
 * Since 0.2.0.
 */
int virNetworkGetUUID(virNetworkPtr network, unsigned char *uuid);

/*
 * Writes the UUID as text to VIR_UUID_STRING_BUFLEN bytes at buf. Returns 0 or -1.
 *
 * Since 0.2.0.
 */
int virNetworkGetUUIDString(virNetworkPtr network, char *buf);

/* ---- networks: finding ---- */

/*
 * The network of that name. Returns it, for virNetworkFree, or NULL: VIR_ERR_NO_NETWORK.
 *
 * Since 0.2.0.
 */
virNetworkPtr virNetworkLookupByName(virConnectPtr conn, const char *name);

/*
 * The network whose UUID are the VIR_UUID_BUFLEN bytes at uuid. Returns it, for virNetworkFree, or
 * NULL: VIR_ERR_NO_NETWORK.
 *
 * Since 0.2.0.
 */
virNetworkPtr virNetworkLookupByUUID(virConnectPtr conn, const unsigned char *uuid);

/*
 * The same with the UUID as text, with or without hyphens.
 *
 * Since 0.2.0.
 */
virNetworkPtr virNetworkLookupByUUIDString(virConnectPtr conn, const char *uuidstr);

/*
 * Puts a new array of all networks that fit into *nets; it ends with NULL and belongs to the
 * caller, as does each network. nets may be NULL: they are counted only. flags are
 * virConnectListAllNetworksFlags. Returns how many there are, or -1.
 *
 * Since 0.10.2.
 */
int virConnectListAllNetworks(virConnectPtr conn, virNetworkPtr **nets, unsigned int flags);

/*
 * How many networks are active, or -1.
 *
 * Since 0.2.0.
 */
int virConnectNumOfNetworks(virConnectPtr conn);

/*
 * Puts the names of up to maxnames active networks into the array names; each is the caller's to
 * free(). Returns how many, or -1. virConnectListAllNetworks does it in one step.
 *
 * Since 0.2.0.
 */
int virConnectListNetworks(virConnectPtr conn, char **const names, int maxnames);

/*
 * How many networks are defined and not active, or -1.
 *
 * Since 0.2.0.
 */
int virConnectNumOfDefinedNetworks(virConnectPtr conn);

/*
 * As virConnectListNetworks, of the networks that are defined and not active. Returns 0 or -1.
 *
 * Since 0.2.0.
 */
int virConnectListDefinedNetworks(virConnectPtr conn, char **const names, int maxnames);

/* ---- networks: defining and running ---- */

/*
 * Like virNetworkDefineXMLFlags with no flags.
 *
 * Since 0.2.0.
 */
virNetworkPtr virNetworkDefineXML(virConnectPtr conn, const char *xml);

/*
 * Makes a persistent network of the description xml, or replaces the definition of the one with
 * the same name and UUID. flags are virNetworkDefineFlags. Returns it, for virNetworkFree, or
 * NULL: VIR_ERR_XML_ERROR or VIR_ERR_XML_DETAIL for what can't be read.
 *
 * Since 7.7.0.
 */
virNetworkPtr virNetworkDefineXMLFlags(virConnectPtr conn, const char *xml, unsigned int flags);

/*
 * Removes the definition; an active network goes on as a transient one. Returns 0 or -1.
 *
 * Since 0.2.0.
 */
int virNetworkUndefine(virNetworkPtr network);

/*
 * Like virNetworkCreateXMLFlags with no flags.
 *
 * Since 0.2.0.
 */
virNetworkPtr virNetworkCreateXML(virConnectPtr conn, const char *xmlDesc);

/*
 * Starts a network from the description without keeping a definition. flags are
 * virNetworkCreateFlags. Returns it, for virNetworkFree, or NULL.
 *
 * Since 7.8.0.
 */
virNetworkPtr virNetworkCreateXMLFlags(virConnectPtr conn, const char *xmlDesc, unsigned int flags);

/*
 * Starts a defined network. Returns 0 or -1: VIR_ERR_OPERATION_INVALID when it is active already.
 *
 * Since 0.2.0.
 */
int virNetworkCreate(virNetworkPtr network);

/*
 * Stops an active network; a transient one is gone then. Returns 0 or -1:
 * VIR_ERR_OPERATION_INVALID when it is not active.
 *
 * Since 0.2.0.
 */
int virNetworkDestroy(virNetworkPtr network);

/*
 * Changes a part of the network: section is a virNetworkUpdateSection, command a
 * virNetworkUpdateCommand, xml the element; parentIndex says within which of several parents (-1:
 * whichever fits). flags are virNetworkUpdateFlags: what is changed, the definition or the running
 * network. Returns 0 or -1.
 *
 * Since 0.10.2.
 */
int virNetworkUpdate(virNetworkPtr network, unsigned int command, unsigned int section,
                     int parentIndex, const char *xml, unsigned int flags);

/*
 * Sets *autostart to 1 if the network starts with the daemon, else to 0. Returns 0 or -1.
 *
 * Since 0.2.1.
 */
int virNetworkGetAutostart(virNetworkPtr network, int *autostart);

/*
 * Sets whether the network starts with the daemon. Returns 0 or -1.
 *
 * Since 0.2.1.
 */
int virNetworkSetAutostart(virNetworkPtr network, int autostart);

/* ---- networks: asking ---- */

/*
 * The description; flags are virNetworkXMLFlags. Returns a new text, or NULL.
 *
 * Since 0.2.0.
 */
char *virNetworkGetXMLDesc(virNetworkPtr network, unsigned int flags);

/*
 * The name of the bridge on the host. Returns a new text, or NULL: VIR_ERR_INTERNAL_ERROR when the
 * network has none.
 *
 * Since 0.2.0.
 */
char *virNetworkGetBridgeName(virNetworkPtr network);

/*
 * 1 if the network is active, 0 if not, -1 on error.
 *
 * Since 0.7.3.
 */
int virNetworkIsActive(virNetworkPtr net);

/*
 * 1 if the network has a definition, 0 if not, -1 on error.
 *
 * Since 0.7.3.
 */
int virNetworkIsPersistent(virNetworkPtr net);

/*
 * Puts a new array of the addresses that are given out (of those for mac, unless that is NULL)
 * into *leases; it ends with NULL, and each belongs to the caller, for virNetworkDHCPLeaseFree.
 * leases may be NULL: they are counted only. Returns how many, or -1.
 *
 * Since 1.2.6.
 */
int virNetworkGetDHCPLeases(virNetworkPtr network, const char *mac, virNetworkDHCPLeasePtr **leases,
                            unsigned int flags);

/*
 * Frees a lease and its texts. NULL is allowed.
 *
 * Since 1.2.6.
 */
void virNetworkDHCPLeaseFree(virNetworkDHCPLeasePtr lease);

/*
 * Sets a description, a title or an element of metadata, as virDomainSetMetadata does; type is a
 * virNetworkMetadataType, flags are virNetworkUpdateFlags. metadata NULL removes it. Returns 0 or
 * -1.
 *
 * Since 9.7.0.
 */
int virNetworkSetMetadata(virNetworkPtr network, int type, const char *metadata, const char *key,
                          const char *uri, unsigned int flags);

/*
 * What virNetworkSetMetadata set; uri names the element. Returns a new text, or NULL:
 * VIR_ERR_NO_NETWORK_METADATA when there is none.
 *
 * Since 9.7.0.
 */
char *virNetworkGetMetadata(virNetworkPtr network, int type, const char *uri, unsigned int flags);

/* ---- ports of networks ---- */

/*
 * The port of the network with that UUID. Returns it, for virNetworkPortFree, or NULL:
 * VIR_ERR_NO_NETWORK_PORT.
 *
 * Since 5.5.0.
 */
virNetworkPortPtr virNetworkPortLookupByUUID(virNetworkPtr net, const unsigned char *uuid);

/*
 * The same with the UUID as text.
 *
 * Since 5.5.0.
 */
virNetworkPortPtr virNetworkPortLookupByUUIDString(virNetworkPtr net, const char *uuidstr);

/*
 * Makes a port of the network from the description. flags are virNetworkPortCreateFlags. Returns
 * it, for virNetworkPortFree, or NULL.
 *
 * Since 5.5.0.
 */
virNetworkPortPtr virNetworkPortCreateXML(virNetworkPtr net, const char *xmldesc,
                                          unsigned int flags);

/*
 * The network that the port belongs to; no reference is taken. NULL on error.
 *
 * Since 5.5.0.
 */
virNetworkPtr virNetworkPortGetNetwork(virNetworkPortPtr port);

/*
 * The description of the port. Returns a new text, or NULL.
 *
 * Since 5.5.0.
 */
char *virNetworkPortGetXMLDesc(virNetworkPortPtr port, unsigned int flags);

/*
 * Copies the UUID to VIR_UUID_BUFLEN bytes at uuid. Returns 0 or -1.
 *
 * Since 5.5.0.
 */
int virNetworkPortGetUUID(virNetworkPortPtr port, unsigned char *uuid);

/*
 * Writes the UUID as text to VIR_UUID_STRING_BUFLEN bytes at buf. Returns 0 or -1.
 *
 * Since 5.5.0.
 */
int virNetworkPortGetUUIDString(virNetworkPortPtr port, char *buf);

/*
 * Changes the port's bandwidth: params have names VIR_NETWORK_PORT_BANDWIDTH_*. Returns 0 or -1.
 *
 * Since 5.5.0.
 */
int virNetworkPortSetParameters(virNetworkPortPtr port, virTypedParameterPtr params, int nparams,
                                unsigned int flags);

/*
 * Puts a new array of the port's parameters into *params, for virTypedParamsFree, and their number
 * into *nparams. Returns 0 or -1.
 *
 * Since 5.5.0.
 */
int virNetworkPortGetParameters(virNetworkPortPtr port, virTypedParameterPtr *params, int *nparams,
                                unsigned int flags);

/*
 * Removes the port. Returns 0 or -1.
 *
 * Since 5.5.0.
 */
int virNetworkPortDelete(virNetworkPortPtr port, unsigned int flags);

/*
 * Puts a new array of the network's ports into *ports; it ends with NULL and belongs to the
 * caller, as does each port. ports may be NULL: they are counted only. Returns how many there are,
 * or -1.
 *
 * Since 5.5.0.
 */
int virNetworkListAllPorts(virNetworkPtr network, virNetworkPortPtr **ports, unsigned int flags);

/*
 * Gives back a reference to the handle; the port itself is not touched. Returns 0 or -1.
 *
 * Since 5.5.0.
 */
int virNetworkPortFree(virNetworkPortPtr port);

/*
 * Takes one more reference to the handle, to be given back with virNetworkPortFree. Returns 0 or
 * -1.
 *
 * Since 5.5.0.
 */
int virNetworkPortRef(virNetworkPortPtr port);

/* ---- events of networks ---- */

/*
 * Has cb called for each event of the kind eventID (a virNetworkEventID), of one network or, with
 * net NULL, of all. VIR_NETWORK_EVENT_CALLBACK casts cb. The callback runs from the event loop
 * with opaque; freecb, unless NULL, is called with it at the end. Returns the number for
 * virConnectNetworkEventDeregisterAny, or -1.
 *
 * Since 1.2.1.
 */
int virConnectNetworkEventRegisterAny(virConnectPtr conn, virNetworkPtr net, int eventID,
                                      virConnectNetworkEventGenericCallback cb, void *opaque,
                                      virFreeCallback freecb);

/*
 * Ends what virConnectNetworkEventRegisterAny began under that number. Returns 0 or -1.
 *
 * Since 1.2.1.
 */
int virConnectNetworkEventDeregisterAny(virConnectPtr conn, int callbackID);

#ifdef __cplusplus
}
#endif

#endif /* LIBVIRT_NETWORK_H */
