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
    VIR_NETWORK_UPDATE_COMMAND_ADD_FIRST = 4,
#ifdef VIR_ENUM_SENTINELS
    VIR_NETWORK_UPDATE_COMMAND_ADD_LAST = 3,
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

#define VIR_NETWORK_EVENT_CALLBACK(cb) ((virConnectNetworkEventGenericCallback)(cb))

#ifdef __cplusplus
}
#endif

#endif /* LIBVIRT_NETWORK_H */
