/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A reload whose outcome is told to who asks for it.
 *
 * The asker has a socket, whose name the kernel makes up of five hexadecimal digits, and sends
 * SIGHUP with these as its value; the daemon answers to that name. So it works whatever the
 * daemon's settings say, and a SIGHUP from kill(1), which has no value, is a reload, too.
 */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

struct signalfd_siginfo;

/* Asks the daemon of that process ID to read its settings again, and waits for the outcome, half a
 * minute at most. Returns 0 with what has changed in *ret_said, to be freed; or -1 with an error:
 * the reload failed, for that reason, or nobody answered. */
int reload_ask(pid_t pid, char **ret_said);

/* In the daemon: tells who sent the signal, if it asks, how the reload went. Does not wait. */
void reload_answer(const struct signalfd_siginfo *info, bool done, const char *text);
