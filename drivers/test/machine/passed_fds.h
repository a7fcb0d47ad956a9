/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Descriptors that callers have given to a machine: in groups, until it stops.
 */
#pragma once

#include "rpc/fds.h"

struct passed_fd_group;

/* What one machine holds. */
struct passed_fds {
    struct passed_fd_group *groups;
    unsigned n; /* descriptors */
};

/* Takes all of the list as the group of that name, in whose place it comes; NULL: one more without
 * a name. 0, or -1 with the error set. */
int passed_fds_take(struct passed_fds *fds_of, const char *name, struct fd_list *fds);

/* Closes all of them. */
void passed_fds_close(struct passed_fds *fds_of);
