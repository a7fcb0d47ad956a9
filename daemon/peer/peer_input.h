/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a peer sends: bytes are cut into frames, and calls of them are queued. Loop thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct peer;

/* Reads what has come; closes a peer that has gone or that can't be followed. Returns the bytes of
 * calls that it has queued then. */
size_t peer_read(struct peer *peer);

/* Returns true if more calls of the peer may be queued. One that has none waiting may always send
 * some: others must not be able to lock it out. */
bool peer_queue_has_room(struct peer *peer);

/* Returns true if the calls of the peer's user leave room for more. While they do not, each of his
 * peers that has calls waiting is looked at when one of these leaves the queue. */
bool peer_user_has_room(const struct peer *peer);
