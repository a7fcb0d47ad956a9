/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Where the daemon of a URI has its socket: one answer for programs, and for drivers that reach
 * another daemon.
 *
 *     ?socket=PATH     that one
 *     else, of these the first that exists:
 *                      RUNSTATEDIR/vireo/libvirt-sock                 unless mode=direct
 *                      /run/libvirt/virtDRIVERd-sock                  unless mode=legacy
 *                      /run/libvirt/libvirt-sock                      unless mode=direct
 *     .../session      the same in the user's own folders, $XDG_RUNTIME_DIR/vireo and /libvirt,
 * else below ~/.cache
 */
#pragma once

#include <stdbool.h>

#include "rpc/address.h"

struct driver;
struct uri;

/* Whether the URI means a daemon, and not `local`, the driver of its name in this process: it names
 * a transport or a host, or there is none (NULL). */
bool daemon_address_is_remote(const struct uri *uri, const struct driver *local);

/* What the URI names or implies: the daemon's socket, or its read-only twin. No URI (NULL): root
 * means the system's daemon, others their own. 0, to be ended with daemon_address_clear; or -1 with
 * the error set: VIR_ERR_NO_SUPPORT for a transport that is not there, VIR_ERR_INVALID_ARG for what
 * can't be. */
int daemon_address_find(const struct uri *uri, bool readonly, struct transport_address *ret);

/* Frees what find has filled in; accepts a zeroed one. */
void daemon_address_clear(struct transport_address *address);
