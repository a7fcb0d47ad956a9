/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Snapshots: what kind of moments they are. */
#pragma once

#include "drivers/domain/snapshot_tree.h"
#include "protocol/remote.h"

struct machine;
struct world;

extern const struct moment_kind snapshot_kind;

/* Reads one that was kept before, with its time, state and parent. 0, or -1 with the error set. */
int snapshot_read(const struct moments *set, const char *xml, struct moment **ret_snapshot);

/* The machine and its snapshot; NULL with the error set. The world is held. */
struct moment *snapshot_find(struct world *w, const remote_nonnull_domain_snapshot *snapshot,
                             struct machine **ret_machine);
