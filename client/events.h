/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Events of a connection: a queue that any thread fills, a registry of callbacks, and a timer of
 * the program's loop that empties the one into the other.
 *
 *     daemon's message --channel--\
 *                                  > queue > timer, in the loop's thread > registry > callbacks
 *     driver's emit  -------------/
 *
 * The queue outlives the connection for as long as the loop or the channel may still touch it.
 * Callbacks and free callbacks run from the loop with no lock held. A registration keeps its
 * connection alive. Where a domain or an event is asked for by several registrations, the driver is
 * asked once.
 */
#pragma once

#include <stdbool.h>

#include <libvirt/libvirt.h>

#include "client/remote/remote.h"

struct events;

/* ---- make and end ---- */

struct events *events_new(void);

/* The connection has ended. */
void events_close(struct events *events);

/* Where a driver's news go. */
struct remote_owner events_owner(struct events *events);

/* ---- the close callback ---- */

/* 0, or -1 with the error set: there is one already, or no event loop. */
int events_add_close(virConnectPtr conn, virConnectCloseFunc cb, void *opaque,
                     virFreeCallback freecb);

/* 0, or -1 with the error set: it is not that one. call_free: its free callback runs, later. */
int events_remove_close(virConnectPtr conn, virConnectCloseFunc cb, bool call_free);
