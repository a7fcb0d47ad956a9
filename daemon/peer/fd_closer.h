/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Closes descriptors that strangers have made, in threads of its own.
 *
 * close() of such a one may never return (a file system whose server does not answer). So each
 * owner has a lane with a thread that is there while it is needed, and only what is behind it
 * in that lane waits. The threads are of nobody's concern: the daemon ends without them.
 */
#pragma once

#include <stddef.h>

enum { FD_CLOSER_LANES = 16 }; /* owners beyond that share; the first lane is owner 0's alone */

/* Takes a descriptor over; closed (NULL: nothing) is called from the lane's thread once it is.
 * Never waits. Any thread. */
void fd_closer_add(unsigned owner, int fd, void (*closed)(unsigned owner));

/* How many descriptors of the owner's lane are not closed yet. Any thread. */
size_t fd_closer_waiting(unsigned owner);
