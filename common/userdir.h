/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Where a user's own daemon has its sockets: the daemon and the library must agree.
 */
#pragma once

/* $XDG_RUNTIME_DIR/NAME, else ~/.cache/NAME; to be freed. It need not exist. NULL with an error:
 * neither variable is a path, or no memory. */
char *userdir_runtime(const char *name);
