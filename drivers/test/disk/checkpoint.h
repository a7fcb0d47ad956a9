/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Checkpoints, for those who take one on the way. The world is held for writing. */
#pragma once

#include <stdbool.h>

struct machine;
struct snapshot_node;
struct world;

/* Takes one as the XML says, which becomes the current one. 0 or -1. */
int checkpoint_take(struct world *w, struct machine *m, const char *xml, bool redefine,
                    struct snapshot_node **ret_checkpoint);
