/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A burden: a process that is there to be in the way of the client that is timed, so that the two
 * share the daemon and the machine only.
 */
#pragma once

#include <sys/types.h>

/* Forks weigh(fd) and returns when it says that it weighs. Its end comes with ours at the latest.
 */
pid_t burden_begin(void (*weigh)(int say_fd));

/* Said by a burden: it weighs. */
void burden_say(int say_fd);

/* Ends it, wherever it is. */
void burden_end(pid_t pid);
