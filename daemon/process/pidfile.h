/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The file with the daemon's process ID. It stays locked for as long as the daemon lives, so that a
 * second one is refused and a file left behind by a crash is no obstacle.
 */
#pragma once

/* Writes and locks the file. Returns a descriptor that holds the lock, or -1 with an error:
 * VIR_ERR_OPERATION_FAILED names the process that holds it. A lock belongs to a process: call it in
 * the one that stays. */
int pidfile_acquire(const char *path);

/* Removes the file and gives the lock back. fd may be -1. */
void pidfile_release(const char *path, int fd);
