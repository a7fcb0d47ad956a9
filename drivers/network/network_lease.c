/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* DHCP leases of a network, as its backend tells them. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "drivers/network/backend.h"
#include "drivers/network/network.h"
#include "drivers/network/ops.h"
#include "drivers/reply.h"
#include "drivers/xml/xml.h"

/* What is asked for, and the leases that were found. */
struct lease_search {
    const char *mac; /* NULL: any */
    const char *bridge;
    bool need; /* them, and not only their number */
    remote_network_get_dhcp_leases_ret *ret;
};

/* Sets an optional text of a reply. */
static int put_optional(remote_string *ret_text, const char *text)
{
    *ret_text = calloc(1, sizeof(**ret_text));
    return *ret_text ? reply_text(*ret_text, text) : error_oom(VIR_FROM_NETWORK);
}

static int reply_lease(void *opaque, const struct network_lease *found)
{
    const struct lease_search *s = opaque;
    remote_network_dhcp_lease *leases, *lease;

    if (s->mac && strcasecmp(found->mac, s->mac) != 0)
        return 0;
    s->ret->ret++;
    if (!s->need)
        return 0;
    leases =
        reallocarray(s->ret->leases.leases_val, s->ret->leases.leases_len + 1, sizeof(*leases));
    if (!leases)
        return error_oom(VIR_FROM_NETWORK);
    s->ret->leases.leases_val = leases;
    lease = &leases[s->ret->leases.leases_len];
    *lease = (remote_network_dhcp_lease){
        .type = strchr(found->address, ':') ? VIR_IP_ADDR_TYPE_IPV6 : VIR_IP_ADDR_TYPE_IPV4,
        .prefix = found->prefix,
        .expirytime = found->expires,
    };
    /* the codec of the reply frees what is there, when one of these fails */
    s->ret->leases.leases_len++;
    return reply_text(&lease->iface, s->bridge) < 0 ||
                   reply_text(&lease->ipaddr, found->address) < 0 ||
                   put_optional(&lease->mac, found->mac) < 0 ||
                   (found->hostname && put_optional(&lease->hostname, found->hostname) < 0)
               ? -1
               : 0;
}

int network_get_dhcp_leases(struct session *session,
                            const remote_network_get_dhcp_leases_args *args,
                            remote_network_get_dhcp_leases_ret *ret)
{
    _cleanup_free_ char *bridge = NULL;
    struct network_room *room = network_room_of(session);
    READ_GUARD(room->guard);
    const struct xml_object *o = objects_active(&room->networks, args->net.uuid);
    struct lease_search s = {
        .mac = args->mac ? *args->mac : NULL,
        .bridge = "",
        .need = args->need_results,
        .ret = ret,
    };

    if (!o || check_flags(args->flags, 0) < 0)
        return -1;
    bridge = xml_attribute(xml_child(xmlDocGetRootElement(o->live), "bridge"), "name");
    if (bridge)
        s.bridge = bridge;
    return room->backend->leases ? room->backend->leases(room, o, reply_lease, &s) : 0;
}
