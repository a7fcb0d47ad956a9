/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The calling end of UNIX sockets.
 */
#pragma once

/* Connects to the stream socket at that path. seconds: how long that, and each later read and write
 * of the socket, may take; 0: for ever. Signals do not end the wait. The descriptor, or -1 with the
 * error set. */
int sock_connect(const char *path, unsigned seconds);
