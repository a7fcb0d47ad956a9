/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Statistics of many machines at once. */
#include <stdlib.h>

#include <libvirt/libvirt.h>

#include "drivers/machine/hold.h"
#include "drivers/machine/ops.h"
#include "drivers/reply.h"
#include "drivers/xml/params.h"

static int stats_fill(remote_domain_stats_record *r, const struct machine *m, unsigned groups)
{
    struct params p = PARAMS(r->params);

    return machine_ref(m, &r->dom) < 0 ? -1 : m->table->hypervisor->stats(m, groups, &p);
}

static bool stats_wanted(const struct machine *m, unsigned flags)
{
    const unsigned active = VIR_CONNECT_GET_ALL_DOMAINS_STATS_ACTIVE,
                   inactive = VIR_CONNECT_GET_ALL_DOMAINS_STATS_INACTIVE,
                   persistent = VIR_CONNECT_GET_ALL_DOMAINS_STATS_PERSISTENT,
                   transient = VIR_CONNECT_GET_ALL_DOMAINS_STATS_TRANSIENT,
                   running = VIR_CONNECT_GET_ALL_DOMAINS_STATS_RUNNING,
                   paused = VIR_CONNECT_GET_ALL_DOMAINS_STATS_PAUSED,
                   off = VIR_CONNECT_GET_ALL_DOMAINS_STATS_SHUTOFF,
                   other = VIR_CONNECT_GET_ALL_DOMAINS_STATS_OTHER;
    unsigned state = m->state == VIR_DOMAIN_RUNNING   ? running
                     : m->state == VIR_DOMAIN_PAUSED  ? paused
                     : m->state == VIR_DOMAIN_SHUTOFF ? off
                                                      : other;

    return (!(flags & (active | inactive)) || (flags & (machine_active(m) ? active : inactive))) &&
           (!(flags & (persistent | transient)) ||
            (flags & (m->config ? persistent : transient))) &&
           (!(flags & (running | paused | off | other)) || (flags & state));
}

int machine_connect_get_all_domain_stats(struct session *session,
                                         const remote_connect_get_all_domain_stats_args *args,
                                         remote_connect_get_all_domain_stats_ret *ret)
{
    const unsigned flags_known = ((VIR_CONNECT_GET_ALL_DOMAINS_STATS_OTHER << 1) - 1) |
                                 VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT |
                                 VIR_CONNECT_GET_ALL_DOMAINS_STATS_BACKING |
                                 VIR_CONNECT_GET_ALL_DOMAINS_STATS_ENFORCE_STATS;
    READ_TABLE(t, session);
    size_t n = args->doms.doms_len ? args->doms.doms_len : t->n;
    unsigned known = t->hypervisor->stats_known(),
             groups = args->stats ? args->stats & known : known;

    if (check_flags(args->flags, flags_known) < 0)
        return -1;
    if ((args->flags & VIR_CONNECT_GET_ALL_DOMAINS_STATS_ENFORCE_STATS) && (args->stats & ~known))
        return error_set(FROM_DRIVER, VIR_ERR_ARGUMENT_UNSUPPORTED, "statistics 0x%x are not known",
                         args->stats & ~known);
    ret->retStats.retStats_val = calloc(n ? n : 1, sizeof(*ret->retStats.retStats_val));
    if (!ret->retStats.retStats_val)
        return error_oom(FROM_DRIVER);
    for (size_t i = 0; i < n; i++) {
        const struct machine *m =
            args->doms.doms_len
                ? machine_table_uuid(t, (const unsigned char *)args->doms.doms_val[i].uuid)
                : t->list[i];
        remote_domain_stats_record *r = &ret->retStats.retStats_val[ret->retStats.retStats_len];

        if (!m || !stats_wanted(m, args->flags))
            continue;
        /* A record that is not whole is freed here: the codec frees those that count. */
        if (stats_fill(r, m, groups) < 0) {
            xdr_free((xdrproc_t)(void (*)(void))xdr_remote_domain_stats_record, (char *)r);
            return -1;
        }
        ret->retStats.retStats_len++;
    }
    return 0;
}
