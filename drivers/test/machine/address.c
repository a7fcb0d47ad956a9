/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Addresses of a machine's interfaces: those on a network have one of the network's, twenty a
 * machine by its ID; the others one of 192.168.0.0.
 */
#include "drivers/test/machine/address.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "drivers/domain/definition.h"
#include "drivers/network/network.h"
#include "drivers/reply.h"
#include "drivers/test/guest/guest.h"
#include "drivers/test/ops.h"
#include "drivers/test/world/world.h"
#include "drivers/xml/xml.h"
#include "drivers/xml/xml_path.h"

/* An IPv4 network, in the host's order. */
struct subnet {
    uint32_t base;
    unsigned prefix;
};

static const struct subnet other_subnet = {0xc0a80000, 24};

/* Reads the first IPv4 <ip> of a network that is there; otherwise *subnet stays. */
static void read_subnet(struct world *w, const char *name, struct subnet *subnet)
{
    const struct xml_object *network = objects_by_name(&w->networks.networks, name);
    const xmlNode *root = network ? xmlDocGetRootElement(xml_object_now(network)) : NULL;
    _cleanup_free_ char *address = root ? xml_path_get(root, "ip@address") : NULL;
    _cleanup_free_ char *netmask = root ? xml_path_get(root, "ip@netmask") : NULL;
    _cleanup_free_ char *prefix = root ? xml_path_get(root, "ip@prefix") : NULL;
    struct in_addr at, mask;

    if (!address || inet_pton(AF_INET, address, &at) != 1)
        return;
    subnet->prefix = prefix ? (unsigned)atoi(prefix) : 24;
    if (netmask && inet_pton(AF_INET, netmask, &mask) == 1)
        subnet->prefix = (unsigned)__builtin_popcount(mask.s_addr);
    if (subnet->prefix < 1 || subnet->prefix > 30)
        subnet->prefix = 24;
    subnet->base = ntohl(at.s_addr) & ~(UINT32_MAX >> subnet->prefix);
}

void machine_address(struct world *w, const struct machine *m, const char *network, unsigned i,
                     char ret_text[INET_ADDRSTRLEN], unsigned *ret_prefix)
{
    struct subnet subnet = other_subnet;
    struct in_addr at;

    if (network) {
        read_subnet(w, network, &subnet);
        i += ((unsigned)m->id - 1) * 20 + 2;
    }
    at.s_addr = htonl(subnet.base + 1 + i % ((UINT32_MAX >> subnet.prefix) - 1));
    inet_ntop(AF_INET, &at, ret_text, INET_ADDRSTRLEN);
    *ret_prefix = subnet.prefix;
}

/* i: the number of the interface. */
static int address_fill(struct world *w, const struct machine *m, const xmlNode *interface,
                        unsigned i, remote_domain_interface *ret)
{
    _cleanup_free_ char *network = xml_path_get(interface, "source@network");
    char *mac = xml_path_get(interface, "mac@address");
    char text[INET_ADDRSTRLEN];

    ret->name = xml_path_get(interface, "target@dev");
    ret->hwaddr = malloc(sizeof(*ret->hwaddr));
    ret->addrs.addrs_val = calloc(1, sizeof(*ret->addrs.addrs_val));
    if (ret->hwaddr)
        *ret->hwaddr = mac;
    else
        free(mac);
    if (!ret->name || !mac || !ret->hwaddr || !ret->addrs.addrs_val)
        return error_oom(VIR_FROM_TEST);
    machine_address(w, m, network, i, text, &ret->addrs.addrs_val[0].prefix);
    ret->addrs.addrs_val[0].type = VIR_IP_ADDR_TYPE_IPV4;
    if (reply_text(&ret->addrs.addrs_val[0].addr, text) < 0)
        return -1;
    ret->addrs.addrs_len = 1;
    return 0;
}

int test_domain_interface_addresses(struct session *session,
                                    const remote_domain_interface_addresses_args *args,
                                    remote_domain_interface_addresses_ret *ret)
{
    READ_WORLD(w, session);
    const struct machine *m = args->source == VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_AGENT
                                  ? guest_find(w, &args->dom)
                                  : world_find_active(w, &args->dom);
    const xmlNode *devices;

    if (!m || check_flags(args->flags, 0) < 0)
        return -1;
    if (args->source > VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_ARP)
        return error_set(VIR_FROM_TEST, VIR_ERR_ARGUMENT_UNSUPPORTED, "addresses have no source %u",
                         args->source);
    devices = xml_child(definition_root(m->live), "devices");
    ret->ifaces.ifaces_val =
        calloc(xml_count(devices, "interface") + 1, sizeof(*ret->ifaces.ifaces_val));
    if (!ret->ifaces.ifaces_val)
        return error_oom(VIR_FROM_TEST);
    for (xmlNode *n = xml_child(devices, "interface"); n; n = xml_element(n->next, "interface")) {
        remote_domain_interface *one = &ret->ifaces.ifaces_val[ret->ifaces.ifaces_len];

        if (address_fill(w, m, n, ret->ifaces.ifaces_len, one) < 0) {
            xdr_free((xdrproc_t)(void (*)(void))xdr_remote_domain_interface, (char *)one);
            return -1;
        }
        ret->ifaces.ifaces_len++;
    }
    return 0;
}
