/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Snapshots: what kind of tree they make. */
#pragma once

#include "drivers/domain/snapshot_tree.h"

extern const struct snapshot_tree_kind snapshot_kind;

enum { SNAPSHOT_OF_DISKS = 8 }; /* the state of one that ran, without its memory */

/* Reads one that was kept before, with its time, state and parent, of the domain with that UUID
 * (NULL: any). 0, or -1 with the error set. */
int snapshot_read(const struct snapshot_tree *set, const char *xml, const unsigned char *uuid,
                  struct snapshot_node **ret_snapshot);

const char *snapshot_state(const struct snapshot_node *s); /* as its XML says it */

/* Whether the machine was off, or is without the memory that it had. */
bool snapshot_is_off(const struct snapshot_node *s);

/* Whether disks are kept in images of their own. */
bool snapshot_is_external(const struct snapshot_node *s);
