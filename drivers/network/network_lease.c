/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * DHCP leases: one for each interface of a running machine on the network, with the address that
 * the machine says it has. It was renewed just now.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "drivers/test/machine/address.h"
#include "drivers/domain/definition.h"
#include "drivers/network/network.h"
#include "drivers/test/ops.h"
#include "drivers/reply.h"
#include "drivers/test/world/world.h"
#include "drivers/xml/xml.h"

enum { LEASE_SECONDS = 3600 };

/* What is asked for, and the leases that were found. */
struct search {
    struct world *w;
    const struct xml_object *network;
    const char *mac; /* NULL: any */
    const char *bridge;
    long long now; /* the date */
    bool need;     /* them, and not only their number */
    remote_network_get_dhcp_leases_ret *ret;
};

/* Sets an optional text of a reply. */
static int put_optional(remote_string *ret_text, const char *text)
{
    *ret_text = calloc(1, sizeof(**ret_text));
    return *ret_text ? reply_text(*ret_text, text) : error_oom(VIR_FROM_NETWORK);
}

static int add_lease(const struct search *s, const struct machine *m, unsigned i, const char *mac)
{
    remote_network_dhcp_lease *leases, *lease;
    char text[INET_ADDRSTRLEN];

    s->ret->ret++;
    if (!s->need)
        return 0;
    leases =
        reallocarray(s->ret->leases.leases_val, s->ret->leases.leases_len + 1, sizeof(*leases));
    if (!leases)
        return error_oom(VIR_FROM_NETWORK);
    s->ret->leases.leases_val = leases;
    lease = &leases[s->ret->leases.leases_len];
    *lease = (remote_network_dhcp_lease){.type = VIR_IP_ADDR_TYPE_IPV4,
                                         .expirytime = s->now + LEASE_SECONDS};
    machine_address(s->w, m, s->network->name, i, text, &lease->prefix);
    /* the codec of the reply frees what is there, when one of these fails */
    s->ret->leases.leases_len++;
    return reply_text(&lease->iface, s->bridge) < 0 || reply_text(&lease->ipaddr, text) < 0 ||
                   put_optional(&lease->mac, mac) < 0 ||
                   put_optional(&lease->hostname, machine_name(m)) < 0
               ? -1
               : 0;
}

/* The leases of one machine. */
static int search_machine(const struct search *s, const struct machine *m)
{
    const xmlNode *devices = xml_child(definition_root(m->live), "devices");
    xmlNode *n = devices ? xml_child(devices, "interface") : NULL;

    for (unsigned i = 0; n; i++, n = xml_element(n->next, "interface")) {
        _cleanup_free_ char *network = xml_attribute(xml_child(n, "source"), "network");
        _cleanup_free_ char *mac = xml_attribute(xml_child(n, "mac"), "address");

        if (!network || !mac || strcmp(network, s->network->name) != 0 ||
            (s->mac && strcasecmp(mac, s->mac) != 0))
            continue;
        if (add_lease(s, m, i, mac) < 0)
            return -1;
    }
    return 0;
}

int test_network_get_dhcp_leases(struct session *session,
                                 const remote_network_get_dhcp_leases_args *args,
                                 remote_network_get_dhcp_leases_ret *ret)
{
    _cleanup_free_ char *bridge = NULL;
    READ_WORLD(w, session);
    const struct xml_object *o = objects_active(&w->families.networks, args->net.uuid);
    struct search s = {
        .w = w,
        .network = o,
        .mac = args->mac ? *args->mac : NULL,
        .bridge = "",
        .now = timeline_date_seconds(&w->time),
        .need = args->need_results,
        .ret = ret,
    };

    if (!o || check_flags(args->flags, 0) < 0)
        return -1;
    bridge = xml_attribute(xml_child(xmlDocGetRootElement(o->live), "bridge"), "name");
    if (bridge)
        s.bridge = bridge;
    for (size_t i = 0; i < w->n_machines; i++) {
        if (machine_active(w->machines[i]) && search_machine(&s, w->machines[i]) < 0)
            return -1;
    }
    return 0;
}
