/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the files of a server share. Loop thread. */
#pragma once

#include "daemon/server/server.h"

/* ---- server_peers.c ---- */

/* Whom peers and listeners tell. */
extern const struct peer_events server_peer_events;
extern const struct listener_events server_listener_events;

/* The callback of queue_limit: all peers are looked at again. */
void server_pump_peers(void *server);

/* The callback of the budget. */
void server_shed_peers(void *server);

/* Makes every peer and the listeners obey the present limits. */
void server_enforce_limits(struct server *server);

/* ---- server_idle.c ---- */

/* A client has come or gone: the time without any begins or ends. */
void server_start_idle_timer(struct server *server);

void server_on_idle(int timer, void *server);
