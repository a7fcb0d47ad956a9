/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which definitions of a machine a change is for. */
#include "drivers/domain/affect.h"

#include <libvirt/virterror.h>

#include "common/error.h"
#include "drivers/domain/definition.h"
#include "drivers/test/world/world.h"

int machine_affected(struct machine *m, unsigned flags, struct affected *ret_affected)
{
    bool live = flags & VIR_DOMAIN_AFFECT_LIVE, config = flags & VIR_DOMAIN_AFFECT_CONFIG;

    if (!live && !config) {
        live = machine_active(m);
        config = !live;
    }
    if (live && !m->live)
        return error_set(VIR_FROM_DOMAIN, VIR_ERR_OPERATION_INVALID, "domain '%s' is not running",
                         machine_name(m));
    if (config && !m->config)
        return error_set(VIR_FROM_DOMAIN, VIR_ERR_OPERATION_INVALID,
                         "domain '%s' is transient and has no persistent definition",
                         machine_name(m));
    *ret_affected = (struct affected){live ? m->live : NULL, config ? m->config : NULL};
    return 0;
}

int machine_seen(struct machine *m, unsigned flags, struct affected *ret_affected)
{
    if ((flags & AFFECT_FLAGS) == AFFECT_FLAGS)
        return error_set(VIR_FROM_DOMAIN, VIR_ERR_INVALID_ARG,
                         "what is now and what will be are not seen at once");
    return machine_affected(m, flags, ret_affected);
}

int machine_changed(struct machine *m, unsigned flags, struct affected *ret_affected)
{
    struct affected to;

    if (machine_affected(m, flags, &to) < 0 || (to.live && !definition_edit(to.live)) ||
        (to.config && !definition_edit(to.config)))
        return -1;
    *ret_affected = to;
    return 0;
}
