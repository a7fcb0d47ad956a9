/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The writing half of a peer: whoever holds its lock sends. */
#include "daemon/peer_output.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/cleanup.h"
#include "common/log.h"
#include "daemon/budget.h"
#include "daemon/client_limits.h"
#include "daemon/queue_limit.h"
#include "event/loop.h"

#define LOG_MODULE "daemon.peer"

/* Sends what it can; the lock is held. Returns false when the connection is broken. */
static bool peer_flush_locked(struct peer *peer, struct buf *from)
{
    while (buf_len(from)) {
        int fd;
        size_t len = fd_queue_next(&peer->out_fds, buf_len(from), &fd);
        ssize_t n = fds_send(peer->fd, buf_bytes(from), len, fd);

        fd_queue_sent(&peer->out_fds, n > 0 ? (size_t)n : 0);
        if (n >= 0)
            buf_eat(from, (size_t)n);
        else if (errno == EAGAIN || errno == EWOULDBLOCK)
            return true;
        else if (errno != EINTR)
            return false;
    }
    return true;
}

/* Asks the loop to look at the peer; the lock is held. */
static void peer_ask_for_pump(struct peer *peer)
{
    if (peer->pump_asked || peer->state == PEER_CLOSED)
        return;
    peer_ref(peer);
    if (loop_defer(peer->context->loop, peer->context->pump, peer) == 0)
        peer->pump_asked = true;
    else
        atomic_fetch_sub(&peer->refs, 1); /* not the last one: the caller has one */
}

/* The lock is held. */
static void peer_send_locked(struct peer *peer, struct buf *frames, bool event)
{
    bool ok = true;

    if (peer->state != PEER_OPEN) {
        buf_reset(frames);
        return;
    }
    if (!buf_len(&peer->out))
        ok = peer_flush_locked(peer, frames);
    if (ok && buf_len(frames))
        ok = output_runs_add(&peer->out_runs, buf_len(frames), event) == 0 &&
             buf_append(&peer->out, buf_bytes(frames), buf_len(frames)) == 0;
    if (!ok) {
        /* The loop will see the hang-up too; this only saves the useless bytes. */
        shutdown(peer->fd, SHUT_RDWR);
        peer_ask_for_pump(peer);
    } else if (buf_len(&peer->out)) {
        peer_ask_for_pump(peer);
    }
    budget_set(peer->context->budget, &peer->out_bytes, peer->out.size);
    buf_reset(frames);
}

void peer_send(struct peer *peer, struct buf *frames)
{
    LOCK_SCOPE(&peer->lock);
    peer_send_locked(peer, frames, false);
}

void peer_send_fds(struct peer *peer, struct buf *frame, struct fd_list *fds)
{
    LOCK_SCOPE(&peer->lock);

    if (peer->state == PEER_OPEN &&
        fd_queue_add(&peer->out_fds, buf_len(&peer->out) + buf_len(frame) - fds->count, fds) == 0)
        peer_send_locked(peer, frame, false);
    else if (peer->state == PEER_OPEN)
        shutdown(peer->fd, SHUT_RDWR); /* no memory: its reply is lost */
    fd_list_close(fds);
}

void peer_send_event(struct peer *peer, struct buf *frames)
{
    size_t limit = peer->context->limits->event_bytes, unread;
    LOCK_SCOPE(&peer->lock);

    unread = output_runs_events(&peer->out_runs, buf_len(&peer->out));
    if (peer->state == PEER_OPEN && unread && unread + buf_len(frames) > limit) {
        log_warning("client %llu (pid %d) does not read its events: %zu bytes wait, "
                    "max_event_queue_bytes is %zu; disconnecting it",
                    (unsigned long long)peer->id, (int)peer->session.pid, unread, limit);
        peer->state = PEER_CLOSING;
        buf_free(&peer->out);
        peer_ask_for_pump(peer);
    }
    peer_send_locked(peer, frames, true);
}

size_t peer_unsent(struct peer *peer)
{
    LOCK_SCOPE(&peer->lock);

    return buf_len(&peer->out);
}

void peer_close_later(struct peer *peer)
{
    LOCK_SCOPE(&peer->lock);
    if (peer->state == PEER_OPEN) {
        peer->state = PEER_CLOSING;
        peer_ask_for_pump(peer);
    }
}

void peer_call_left(struct peer *peer)
{
    queue_limit_call_left(peer->context->queue_limit);
    if (!peer->throttled)
        return;
    LOCK_SCOPE(&peer->lock);
    peer_ask_for_pump(peer);
}

/* ---- for the loop's thread ---- */

bool peer_flush(struct peer *peer, struct peer_output_state *ret)
{
    size_t bytes;
    bool ok;
    LOCK_SCOPE(&peer->lock);

    ok = peer_flush_locked(peer, &peer->out);
    bytes = buf_len(&peer->out);
    if (!bytes && peer->out.size > PEER_KEEP_BUFFER)
        buf_free(&peer->out);
    budget_set(peer->context->budget, &peer->out_bytes, peer->out.size);
    *ret = (struct peer_output_state){
        .bytes = bytes,
        .replies = bytes - output_runs_events(&peer->out_runs, bytes),
        .state = peer->state,
    };
    return ok;
}

void peer_pump_begins(struct peer *peer)
{
    LOCK_SCOPE(&peer->lock);
    peer->pump_asked = false;
}

void peer_output_close(struct peer *peer)
{
    LOCK_SCOPE(&peer->lock);
    peer->state = PEER_CLOSED;
    close(peer->fd);
    peer->fd = -1;
    buf_free(&peer->out);
    fd_queue_done(&peer->out_fds);
    budget_set(peer->context->budget, &peer->out_bytes, 0);
}
