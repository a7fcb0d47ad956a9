/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a peer is sent: at once as far as the socket takes it, the rest by the loop.
 *
 * The output is behind the peer's lock. Whoever leaves something in it asks the loop to look at the
 * peer (peer_pump), since only the loop's thread touches watches.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "daemon/peer/peer.h"

struct buf;
struct fd_list;

/*
 * Sends whole messages (eaten from *frames, which stays the caller's): at once as far as the
 * socket takes them, the rest by the loop. To a closed peer they go nowhere. Any thread.
 */
void peer_send(struct peer *peer, struct buf *frames);

/* The same for a message that descriptors follow, which leave with its last bytes; the list is
 * empty then. */
void peer_send_fds(struct peer *peer, struct buf *frame, struct fd_list *fds);

/* Same for an event: over the limit of unread bytes the peer is closed, with the reason logged. */
void peer_send_event(struct peer *peer, struct buf *frames);

/* Bytes that wait until the socket takes them. Any thread. */
size_t peer_unsent(struct peer *peer);

/* Ends the connection from any thread: after what waits to be sent was sent. */
void peer_close_later(struct peer *peer);

/* Same, for a peer that would wait for what can't be sent; the reason goes to the log. Any thread.
 */
void peer_disconnect(struct peer *peer, const char *reason);

/* A call of the peer has left the queue: the loop looks again at whom it does not read from
 * because of limits. Any thread. */
void peer_call_left(struct peer *peer);

/* ---- for the loop's thread ---- */

struct peer_output_state {
    size_t bytes;   /* that wait */
    size_t replies; /* of those, that are no events */
    enum peer_state state;
};

/* Sends what the socket takes. Returns false when the connection is broken. */
bool peer_flush(struct peer *peer, struct peer_output_state *ret);

/* The loop looks at the peer now: the next to ask for it is heard. */
void peer_pump_begins(struct peer *peer);

/* Shuts the socket, and drops what waits. */
void peer_output_close(struct peer *peer);
