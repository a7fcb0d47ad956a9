/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A peer: one client's connection, from accept to the end of its last call.
 *
 *      peer_input.c   reading: bytes, frames, calls       peer_watch.c  what to poll for, timers
 *      peer_output.c  sending                             peer.c        beginning and end
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

#include "daemon/auth/auth.h"
#include "daemon/peer/account.h"
#include "daemon/peer/output_runs.h"
#include "daemon/peer/peer_context.h"
#include "daemon/peer/peer_role.h"
#include "daemon/peer/stream.h"
#include "daemon/pool/pool.h"
#include "drivers/session.h"
#include "event/loop.h"
#include "rpc/input_queue.h"
#include "rpc/output_queue.h"
#include "rpc/transport.h"

struct account;

enum peer_state { PEER_OPEN, PEER_CLOSING, PEER_CLOSED };

/* A buffer that grew beyond this is given back when it is empty. */
enum { PEER_KEEP_BUFFER = 4 * 1024 };

struct peer {
    struct flow flow; /* first: the pool hands flows back */
    atomic_uint refs; /* of the loop's watch and timers, the flow, and who uses it just now */
    struct session session;
    struct peer_context *context;
    struct account *account; /* of its user, until its last call has ended; NULL: trusted */
    uint64_t id;
    int64_t since; /* seconds since the epoch */
    enum peer_role role;
    TAILQ_ENTRY(peer) link; /* of its owner's list */

    /* Loop thread only. */
    struct input_queue in;
    _Atomic size_t in_bytes;      /* that it takes of the budget; read by any thread */
    int watch, timer, auth_timer; /* -1: none */
    int64_t heard_at;             /* monotonic ms */
    unsigned pings;
    bool reading, writing;
    bool held; /* not read from before others of its user have authenticated */
    bool full; /* its calls wait until it has read replies */

    struct auth auth;
    struct streams streams; /* with a lock of its own */

    _Atomic bool opened;    /* CONNECT_OPEN went well */
    _Atomic bool keepalive; /* it asked for our pings */
    _Atomic bool throttled; /* not read from, or about to be */
    atomic_uint fds;        /* descriptors of its calls */

    pthread_mutex_t lock;        /* guards what follows */
    struct transport *transport; /* NULL: closed */
    enum peer_state state;
    struct output_queue out;
    _Atomic size_t out_bytes;    /* that it takes of the budget; read by any thread */
    struct output_runs out_runs; /* which of it are events */
    struct loop_task pump;       /* asks the loop to look at this peer */
    bool pump_asked;             /* it waits in the loop */
};

/* Takes over a transport that never waits; peer_watch_start is next. Loop thread. NULL with the
 * error set; the transport is closed. */
struct peer *peer_new(struct peer_context *context, struct transport *transport,
                      enum peer_role role);

/* Ends the connection now: nothing more is read or sent. Loop thread. reason goes to the log. */
void peer_close(struct peer *peer, const char *reason);

/* Takes it out of the loop. Loop thread. */
void peer_unwatch(struct peer *peer);

/* Ends the waiting of its calls: they fail as soon as they can. The connection stays. Loop thread.
 */
void peer_interrupt(struct peer *peer);

/* References. Any thread. */
static inline void peer_ref(struct peer *peer)
{
    atomic_fetch_add_explicit(&peer->refs, 1, memory_order_relaxed);
}

void peer_unref(struct peer *peer);

/* The pool's finished. */
void peer_finished(struct flow *flow);

/* The limit as it is for this peer: that of who has not authenticated is low. */
static inline size_t peer_allowance(const struct peer *peer, size_t limit)
{
    return peer->auth.done ? limit : auth_bytes_max(&peer->auth);
}

/* Says whether the peer is root's or the daemon's own, through a socket that is not for readers. */
bool peer_is_trusted(const struct peer *peer);

/* Where its buffers count. */
static inline struct budget *peer_budget(const struct peer *peer)
{
    return peer->account ? &peer->account->budget : peer->context->budget;
}

static inline struct peer *peer_of_flow(struct flow *flow)
{
    return (struct peer *)flow;
}

static inline struct peer *peer_of_session(const struct session *session)
{
    return session->owner;
}
