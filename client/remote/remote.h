/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The driver for daemons: every operation is sent over a UNIX socket.
 *
 * Whoever opens a session with it sets session->owner to a struct event_sink, which hears of what
 * comes without being asked for.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/export.h"

struct credentials;
struct driver;
struct proc;
struct program;
struct session;

/* Called from any thread, with no lock held; must not call the session. */
struct event_sink {
    void *opaque;
    void (*ref)(void *opaque); /* the connection's end keeps it until it is quiet */
    void (*unref)(void *opaque);
    /* An event of the daemon, still encoded. */
    void (*message)(void *opaque, const struct program *program, const struct proc *proc,
                    const uint8_t *payload, size_t len);
    /* The connection has died: enum virConnectCloseReason. Once. */
    void (*closed)(void *opaque, int reason);
    /* This process was forked, and the other side is its parent's: nothing of it comes here. With
     * the only thread that there is. */
    void (*left)(void *opaque);

    struct credentials *credentials; /* of who opens the session; only meanwhile */
};

extern const struct driver remote_driver;

/* The driver for a daemon's administration: libvirtd:///system, vireod:///session, ... */
extern VIREO_SHARED const struct driver remote_admin_driver;

/* The URI of whose administration is meant when nobody says so. */
VIREO_SHARED const char *remote_admin_default(void);

/* Opens whatever the daemon has, on the default socket. session->uri becomes a URI of this daemon
 * (malloc'ed). As driver->open otherwise. */
int remote_open_default(struct session *session, unsigned flags);

/* Returns true if the daemon is still there, as far as is known. */
VIREO_SHARED bool remote_alive(struct session *session);

/* Pings every interval seconds (<= 0: never), gives up after count unanswered ones. 0; 1: the
 * daemon does not do that; -1. */
int remote_set_keepalive(struct session *session, int interval, unsigned count);

/* Returns true if the daemon tells of the end of its own driver's connection. */
bool remote_has_close_notice(struct session *session);
