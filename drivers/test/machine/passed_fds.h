/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Descriptors that callers have given to a machine: in groups, until it stops.
 */
#pragma once

#include "rpc/fds.h"

struct held_group;

/* What one machine holds. */
struct held {
    struct held_group *groups;
    unsigned n; /* descriptors */
};

/* Takes all of the list as the group of that name, in whose place it comes; NULL: one more without
 * a name. 0, or -1 with the error set. */
int held_take(struct held *held, const char *name, struct fd_list *fds);

/* Closes all of them. */
void held_close(struct held *held);
