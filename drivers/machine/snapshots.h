/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The snapshots of a machine, as calls name them. The machine is held. */
#pragma once

#include "drivers/machine/machine.h"

/* The machine's snapshot; NULL with the error set. m NULL: it was not found, the error is set. */
struct snapshot_node *snapshots_find(const struct machine *m,
                                     const remote_nonnull_domain_snapshot *snapshot);

/* Fills the reply's. 0, or -1 without memory. */
int snapshots_give(const struct machine *m, const struct snapshot_node *s,
                   remote_nonnull_domain_snapshot *ret);
