/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What peers make a server keep beside their calls: the part of a frame that has come, and what
 * they have not read. Each has limits of its own; this is the one for all of them together. Nothing
 * but the peer itself can make it less, so beyond the limit whoever holds most is disconnected.
 */
#pragma once

#include <stddef.h>

struct peer;

enum held { HELD_IN, HELD_OUT, HELD_KINDS };

/* So many bytes of that kind are kept for the peer now. Cheap while they are as many as before.
 * HELD_IN: loop thread; HELD_OUT: under the peer's lock. */
void held_set(struct peer *peer, enum held kind, size_t bytes);
