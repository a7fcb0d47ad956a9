/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which definitions a change is for. */
#pragma once

#include <libvirt/libvirt.h>

#define AFFECT_FLAGS (VIR_DOMAIN_AFFECT_LIVE | VIR_DOMAIN_AFFECT_CONFIG)

struct definition;
struct machine;

struct affected {
    struct definition *live, *config; /* NULL: not this one */
};

/* By VIR_DOMAIN_AFFECT_*; none: what is true now. -1 with VIR_ERR_OPERATION_INVALID where the
 * machine has no such definition. */
int machine_affected(struct machine *m, unsigned flags, struct affected *ret_affected);

/* The same for one of them: both at once are VIR_ERR_INVALID_ARG. */
int machine_seen(struct machine *m, unsigned flags, struct affected *ret_affected);

/* Those that are meant, to be changed: definition_edit() was called for each. */
int machine_changed(struct machine *m, unsigned flags, struct affected *ret_affected);
