/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The leases of a network's DHCP server.
 */
#include "client/shell.h"

/* Moves the texts of a lease. */
static virNetworkDHCPLeasePtr lease_new(remote_network_dhcp_lease *from)
{
    virNetworkDHCPLeasePtr lease = calloc(1, sizeof(*lease));

    if (!lease) {
        error_oom(VIR_FROM_NETWORK);
        return NULL;
    }
    *lease = (virNetworkDHCPLease){
        .iface = take(from->iface),
        .expirytime = from->expirytime,
        .type = from->type,
        .mac = shell_optional(from->mac),
        .iaid = shell_optional(from->iaid),
        .ipaddr = take(from->ipaddr),
        .prefix = from->prefix,
        .hostname = shell_optional(from->hostname),
        .clientid = shell_optional(from->clientid),
    };
    return lease;
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
    virConnectPtr conn = shell_network(network);
    virNetworkDHCPLeasePtr *list;
    size_t n;

    if (!conn)
        return -1;
    if (GET(conn, NETWORK_GET_DHCP_LEASES, network_get_dhcp_leases, .net = network_wire(network),
            .mac = OPT(mac), .need_results = leases != NULL, .flags = flags) < 0)
        return -1;
    if (!leases)
        return (int)ret.ret;
    n = ret.leases.leases_len;
    list = calloc(n + 1, sizeof(virNetworkDHCPLeasePtr));
    if (!list) {
        error_oom(VIR_FROM_NETWORK);
        return shell_fail(conn);
    }
    for (size_t i = 0; i < n; i++) {
        list[i] = lease_new(&ret.leases.leases_val[i]);
        if (!list[i]) {
            while (i)
                virNetworkDHCPLeaseFree(list[--i]);
            free(list);
            return shell_fail(conn);
        }
    }
    *leases = list;
    return (int)n;
}
