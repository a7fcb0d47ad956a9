/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A peer in the loop: what to poll for, keepalive, and the time that it has to authenticate. Loop
 * thread.
 */
#pragma once

struct peer;

/* Watches a new peer. 0, or -1 with the error set and nothing begun. */
int peer_watch_start(struct peer *peer);

/* Flushes what waits, and makes the watch what the state asks for. */
void peer_pump(struct peer *peer);

/* The same, asked of the loop with a reference (peer_context.pump). */
void peer_pump_deferred(void *peer);

/* How many calls of an opened peer may run at once now. */
unsigned peer_max_requests(const struct peer *peer);
