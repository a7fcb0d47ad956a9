/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Snapshots: what kind of moments they are. */
#pragma once

#include "drivers/test/moment.h"
#include "protocol/remote.h"

struct machine;
struct world;

extern const struct moment_kind snapshot_kind;

/* The machine and its snapshot; NULL with the error set. The world is held. */
struct moment *snapshot_find(struct world *w, const remote_nonnull_domain_snapshot *snapshot,
                             struct machine **ret_machine);
