/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Calls that read and write tunables of a domain. */
#include "drivers/machine/tuning_ops.h"

#include <libvirt/libvirt.h>

#include "drivers/domain/affect.h"
#include "drivers/machine/hold.h"
#include "drivers/reply.h"

int tuning_get(const struct tuned *t, struct session *session, const remote_nonnull_domain *dom,
               const char *what, int room, unsigned flags, struct params p, int *ret_count)
{
    READ_MACHINE(m, session, dom);
    const xmlNode *node;
    struct affected of;

    if (!m || check_flags(flags, AFFECT_FLAGS | VIR_TYPED_PARAM_STRING_OKAY) < 0)
        return -1;
    if (!room) { /* how many there are does not hang on the element, which need not be named */
        *ret_count = (int)t->n;
        return 0;
    }
    if (machine_seen(m, flags, &of) < 0)
        return -1;
    node = tuning_element(t, of.live ? of.live : of.config, what);
    if (!node || tuning_read(t, node, &p) < 0)
        return -1;
    return params_limit(&p, room, flags, ret_count);
}

int tuning_set(const struct tuned *t, struct session *session, const remote_nonnull_domain *dom,
               const char *what, const remote_typed_param *val, u_int len, unsigned flags)
{
    CHANGE_MACHINE(m, session, dom);
    struct affected to;

    if (!m || check_flags(flags, AFFECT_FLAGS | VIR_TYPED_PARAM_STRING_OKAY) < 0 ||
        machine_changed(m, flags, &to) < 0 || tuning_check(t, &to, what, val, len) < 0 ||
        (to.live && APPLY(m, tune, t, what, val, len) < 0))
        return -1;
    return tuning_write(t, &to, what, val, len);
}
