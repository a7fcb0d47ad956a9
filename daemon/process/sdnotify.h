/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What systemd and the daemon tell each other: readiness, signs of life, and sockets that were
 * opened before the daemon started. Without systemd nothing happens here. Call it from main()'s
 * thread.
 */
#pragma once

#include <stdbool.h>

#include "daemon/peer/peer_role.h"

struct loop;

/* Tell systemd; a failure only costs systemd's view of us and is logged. `status` is a line for
 * `systemctl status`, errnum an errno that goes with it or 0; stopping asks for `seconds`, since
 * its own patience may be shorter. */
void sdnotify_ready(const char *status, int errnum);
void sdnotify_reloading(void);
void sdnotify_stopping(int seconds);

/* Where systemd watches us (WatchdogSec=), sends a sign of life from the loop, twice as often as it
 * is awaited: a loop that does not turn is a daemon that serves nobody. The timer ends with the
 * loop. Returns 0, or -1 with an error. */
int sdnotify_watchdog(struct loop *loop);

/* Whether systemd has opened sockets for this process. Before sdnotify_sockets() takes them. */
bool sdnotify_passes_sockets(void);

/* Calls use(fd, role, opaque) for each socket passed; use owns the fd. Sockets are told apart by
 * the last part of their path. Returns how many there were, or -1 with an error: one that we do not
 * know, or a failure of use (which then returned < 0). */
int sdnotify_sockets(int (*use)(int fd, enum peer_role role, void *opaque), void *opaque);
