/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The checkpoints of a machine, as calls name them. The machine is held. */
#pragma once

#include "drivers/machine/machine.h"

extern const struct snapshot_tree_kind checkpoint_kind;

/* The machine's checkpoint; NULL with the error set. m NULL: it was not found, the error is set. */
struct snapshot_node *checkpoints_find(const struct machine *m,
                                       const remote_nonnull_domain_checkpoint *checkpoint);

/* Fills the reply's. 0, or -1 without memory. */
int checkpoints_give(const struct machine *m, const struct snapshot_node *c,
                     remote_nonnull_domain_checkpoint *ret);
