/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Where a user's own daemon has its sockets: the daemon and the library must agree.
 */
#pragma once

/* $XDG_RUNTIME_DIR/vireo, else ~/.cache/vireo; to be freed. It need not exist. NULL with an error:
 * neither variable is a path, or no memory. */
char *userdir_runtime(void);
