/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The leases of a network's DHCP server.
 */
#include "client/core/api.h"

static void fill_lease(void *to, void *from)
{
    remote_network_dhcp_lease *wire = from;

    *(virNetworkDHCPLeasePtr)to = (virNetworkDHCPLease){
        .iface = take(wire->iface),
        .expirytime = wire->expirytime,
        .type = wire->type,
        .mac = api_optional(wire->mac),
        .iaid = api_optional(wire->iaid),
        .ipaddr = take(wire->ipaddr),
        .prefix = wire->prefix,
        .hostname = api_optional(wire->hostname),
        .clientid = api_optional(wire->clientid),
    };
}

VIREO_API void virNetworkDHCPLeaseFree(virNetworkDHCPLeasePtr lease)
{
    if (!lease)
        return;
    free(lease->iface);
    free(lease->mac);
    free(lease->iaid);
    free(lease->ipaddr);
    free(lease->hostname);
    free(lease->clientid);
    free(lease);
}

VIREO_API int virNetworkGetDHCPLeases(virNetworkPtr network, const char *mac,
                                      virNetworkDHCPLeasePtr **leases, unsigned int flags)
{
    RET(remote, REMOTE_PROC_NETWORK_GET_DHCP_LEASES, remote_network_get_dhcp_leases_ret);
    virConnectPtr conn = api_network(network);

    if (!conn)
        return -1;
    if (GET(conn, NETWORK_GET_DHCP_LEASES, network_get_dhcp_leases, .net = network_wire(network),
            .mac = OPT(mac), .need_results = leases != NULL, .flags = flags) < 0)
        return -1;
    if (!leases)
        return (int)ret.ret;
    if (api_structs(ret.leases.leases_val, ret.leases.leases_len, sizeof(remote_network_dhcp_lease),
                    sizeof(virNetworkDHCPLease), fill_lease, leases) < 0)
        return api_fail(conn);
    return (int)ret.leases.leases_len;
}
