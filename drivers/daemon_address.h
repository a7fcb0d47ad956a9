/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Where the daemon of a URI has its socket: one answer for programs, and for drivers that reach
 * another daemon.
 *
 *     ?socket=PATH     that one
 *     .../session      the user's own: $XDG_RUNTIME_DIR/vireo/libvirt-sock, else below ~/.cache
 *     else             RUNSTATEDIR/vireo/libvirt-sock where it exists, else that in /run/libvirt
 */
#pragma once

#include <stdbool.h>

struct driver;
struct uri;

/* Whether the URI means a daemon, and not `local`, the driver of its name in this process: it names
 * a transport or a host, or there is none (NULL). */
bool daemon_address_is_remote(const struct uri *uri, const struct driver *local);

/* The socket that the URI names or implies, or its read-only twin. No URI (NULL): root means the
 * system's daemon, others their own. To be freed; NULL with the error set. */
char *daemon_address_socket(const struct uri *uri, bool readonly);

/* 0 where the URI means a UNIX socket of this host; -1 with the error set: VIR_ERR_NO_SUPPORT for a
 * transport that is not there, VIR_ERR_INVALID_ARG for what can't be. */
int daemon_address_check(const struct uri *uri);
