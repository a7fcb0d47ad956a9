/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A peer: one client's connection, from accept to the end of its last call.
 *
 * The loop thread owns the reading half: it cuts what arrives into frames, answers keepalive
 * itself, and queues calls. The writing half belongs to whoever holds `lock`: a worker sends its
 * reply at once, and leaves to the loop only what the socket would not take.
 *
 *      OPEN ---------> CLOSING ---------> CLOSED --------> freed
 *       |   last reply to flush   fd is shut        no call runs: session ended on a worker,
 *       +---------------------------^               last reference dropped
 *
 * A peer outlives its calls: closing drops what is queued, running calls finish, and their replies
 * go nowhere.
 */
#pragma once

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "common/buf.h"
#include "common/fds.h"
#include "daemon/auth.h"
#include "daemon/peer_role.h"
#include "daemon/pool.h"
#include "daemon/stream.h"
#include "daemon/unread.h"
#include "drivers/session.h"
#include "protocol/frame.h"

struct loop;
struct server;

enum peer_state { PEER_OPEN, PEER_CLOSING, PEER_CLOSED };

/* Bytes of one read. */
enum { PEER_READ_CHUNK = 64 * 1024 };

struct peer {
    struct lane lane; /* first: the pool hands lanes back */
    atomic_uint refs; /* the server's functions count */
    struct session session;
    struct server *server;
    uint64_t id;
    int64_t since; /* seconds since the epoch */
    enum peer_role role;
    TAILQ_ENTRY(peer) link; /* the server's list; loop thread */

    /* Loop thread only. */
    struct buf in;
    _Atomic size_t in_bytes; /* that it takes of the budget; read by any thread */
    struct fd_list in_fds;   /* that came, for a frame that is not whole yet */
    int watch, timer;
    int64_t heard_at; /* monotonic ms */
    unsigned pings;
    bool reading, writing;
    bool full; /* its calls wait until it has read replies */

    struct auth auth;
    struct streams streams; /* with a lock of its own */

    _Atomic bool opened;    /* CONNECT_OPEN went well */
    _Atomic bool keepalive; /* it asked for our pings */
    _Atomic bool throttled; /* not read from, or about to be */
    atomic_uint fds;        /* descriptors of its calls */

    pthread_mutex_t lock; /* guards what follows */
    int fd;
    enum peer_state state;
    struct buf out;
    _Atomic size_t out_bytes; /* that it takes of the budget; read by any thread */
    struct fd_queue out_fds;  /* that leave with it */
    struct unread unread;     /* which of it are events */
    bool pump_asked;          /* the loop was asked to look at this peer */
};

/* Takes over a connected, non-blocking fd. Loop thread. NULL with the error set; fd is closed. */
struct peer *peer_new(struct server *server, int fd, enum peer_role role);

/* Ends the connection now: nothing more is read or sent. Loop thread. reason goes to the log. */
void peer_close(struct peer *peer, const char *reason);

/* Ends the waiting of its calls: they fail as soon as they can. The connection stays. Loop thread.
 */
void peer_interrupt(struct peer *peer);

/* Ends it from any thread: after what waits to be sent was sent. */
void peer_close_later(struct peer *peer);

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

/* How many calls of an opened peer may run at once now. Loop thread. */
unsigned peer_max_requests(const struct peer *peer);

/* Flushes what waits, and makes the watch what the state asks for. Loop thread. */
void peer_pump(struct peer *peer);

/* A call of the peer has left the queue: the loop looks again at whom it does not read from
 * because of limits. Any thread. */
void peer_relieved(struct peer *peer);

/* Frees it; called by server_peer_unref when the last reference goes. */
void peer_release(struct peer *peer);

/* The pool's finished. */
void peer_finished(struct lane *lane);

static inline struct peer *peer_of_lane(struct lane *lane)
{
    return (struct peer *)lane;
}

static inline struct peer *peer_of_session(const struct session *session)
{
    return session->owner;
}
