/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What is asked of the kernel for each fd number: the union of what its watches want. The part of
 * struct handles that speaks with the back end. No lock: as for handles.
 */
#pragma once

#include "event/handles.h"

/* The node of the number, NULL: none. _make: it is there, or there is no memory. */
struct fd_node *node_find(const struct handles *handles, int fd);
struct fd_node *node_make(struct handles *handles, int fd);
void node_drop_if_unused(struct handles *handles, struct fd_node *node);

/* Asks what the watches want; renew: also where that has not changed. 0, or -errno: silent. */
int node_refresh(struct handles *handles, struct fd_node *node, bool renew);
/* Asks nothing. */
void node_disarm(struct handles *handles, struct fd_node *node);

/* Whether the number still is the file that was armed. If not, the file that it is now has been
 * armed, and the other one's reports are stale. */
bool node_check(struct handles *handles, struct fd_node *node);

/* Looks at numbers whose watches want something: another file may have one by now. all: at each of
 * them; else, going round, at one for each CHECK_NS since the last look, so that it never takes
 * more than some hundredths of the time, however many are watched. */
enum { CHECK_NS = 50000 };
void nodes_recheck(struct handles *handles, bool all);

/* The back end has forgotten everything: arms what was armed; all: and what may be. */
void nodes_arm_again(struct handles *handles, bool all);
