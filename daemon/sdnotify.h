/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What systemd and the daemon tell each other: readiness, and sockets that were opened before the
 * daemon started. Without systemd nothing happens here. Call it from main()'s thread.
 */
#pragma once

#include <stdbool.h>

#include "daemon/peer.h"

/* Tell systemd; a failure only costs systemd's view of us and is logged. */
void sdnotify_ready(void);
void sdnotify_reloading(void);
void sdnotify_stopping(void);

/* Calls use(fd, role, opaque) for each socket passed; use owns the fd. Sockets are told apart by
 * the last part of their path. Returns how many there were, or -1 with an error: one that we do not
 * know, or a failure of use (which then returned < 0). */
int sdnotify_sockets(int (*use)(int fd, enum peer_role role, void *opaque), void *opaque);
