/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a machine is called in replies, and which of its definitions a change is for. */
#include "drivers/machine/machine.h"

#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "common/error.h"
#include "drivers/domain/affect.h"
#include "drivers/domain/definition.h"
#include "drivers/reply.h"

int machine_ref(const struct machine *m, remote_nonnull_domain *ret_domain)
{
    ret_domain->name = strdup(machine_name(m));
    if (!ret_domain->name)
        return error_oom(FROM_DRIVER);
    memcpy(ret_domain->uuid, m->uuid, 16);
    ret_domain->id = m->id;
    return 0;
}

int machine_check_active(const struct machine *m, int error_domain)
{
    return machine_active(m) ? 0
                             : error_set(error_domain, VIR_ERR_OPERATION_INVALID,
                                         "domain '%s' is not running", machine_name(m));
}

/* ---- definitions that a change is for ---- */

int machine_affected(struct machine *m, unsigned flags, struct affected *ret_affected)
{
    bool live = flags & VIR_DOMAIN_AFFECT_LIVE, config = flags & VIR_DOMAIN_AFFECT_CONFIG;

    if (!live && !config) {
        live = machine_active(m);
        config = !live;
    }
    if (live && machine_check_active(m, VIR_FROM_DOMAIN) < 0)
        return -1;
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

/* ---- end ---- */

void machine_done(struct machine *m)
{
    definition_free(m->live);
    definition_free(m->config);
    definition_free(m->saved);
    free(m->name);
    snapshot_tree_done(&m->snapshots);
    snapshot_tree_done(&m->checkpoints);
}
