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
 * Callbacks run from the loop; that of the connection's end, which needs no loop, in the thread of
 * a call that finds it gone, if that comes first. The free callback runs in the thread that ends
 * the registration, before that call returns; if a callback of the connection runs just then, from
 * the loop when that has returned. Both run with no lock held. A registration keeps its connection
 * alive. What several registrations want of all objects, the driver is asked once. The queue holds
 * EVENTS_MAX_BYTES at most: the events of a loop that does not run are lost, with a warning in the
 * log.
 */
#pragma once

#include <stdbool.h>

#include <libvirt/libvirt.h>

#include "client/events/event_table.h"
#include "client/remote/remote.h"

struct events;

/* ---- make and end ---- */

struct events *events_new(void);

/* The connection has ended. */
void events_close(struct events *events);

/* Where a driver's news go. */
struct event_sink events_sink(struct events *events);

/* ---- registering ---- */

/* What a program asks for. */
struct event_request {
    const struct event_family *family;
    int event_id;     /* -1: the family has none */
    void *object;     /* of the family's kind; NULL: all */
    const char *text; /* NULL: none */
    unsigned flags;
    bool old_style; /* found again by its callback, not by a number */
    event_callback cb;
    void *opaque;
    virFreeCallback free_cb;
};

/* The registration's number, or -1 with the error set. */
int events_add(virConnectPtr conn, const struct event_request *request);

/* Ends the registration of that number, or with cb the old-style one of that callback. 0, or -1
 * with the error set. */
int events_remove(virConnectPtr conn, const struct event_family *family, int id, event_callback cb);

/* The same for public functions: the object is checked, a failure reported. conn of the second is
 * checked, too. */
VIREO_SHARED int api_event_add(virConnectPtr conn, const struct event_request *request);
VIREO_SHARED int api_event_end(virConnectPtr conn, const struct event_family *family, int id);

/* ---- the close callback ---- */

/* 0, or -1 with the error set: there is one already. */
int events_add_close(virConnectPtr conn, virConnectCloseFunc cb, void *opaque,
                     virFreeCallback freecb);

/* 0, or -1 with the error set: it is not that one. call_free: its free callback runs. */
int events_remove_close(virConnectPtr conn, virConnectCloseFunc cb, bool call_free);

/* At the end of a call: if the other side has gone, and nobody was told yet, the close callback is
 * called here and now, and may end the connection. The thread's error stays. */
void events_tell_end(struct events *events);
