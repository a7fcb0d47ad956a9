/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The writing half of a peer: whoever holds its lock sends. */
#include "daemon/peer/peer_output.h"

#include "common/cleanup.h"
#include "common/log.h"
#include "daemon/peer/budget.h"
#include "daemon/peer/client_fds.h"
#include "daemon/peer/client_limits.h"
#include "daemon/peer/queue_limit.h"
#include "event/loop.h"

#define LOG_MODULE "daemon.peer"

/* Asks the loop to look at the peer; the lock is held. */
static void peer_ask_for_pump(struct peer *peer)
{
    if (peer->pump_asked || peer->state == PEER_CLOSED)
        return;
    peer_ref(peer);
    peer->pump = (struct loop_task){.fn = peer->context->pump, .opaque = peer};
    if (loop_defer_task(peer->context->loop, &peer->pump) == 0)
        peer->pump_asked = true;
    else
        atomic_fetch_sub(&peer->refs, 1); /* not the last one: the caller has one */
}

static void peer_log_disconnect(const struct peer *peer, const char *reason)
{
    log_warning("client %llu (pid %d): %s; disconnecting it", (unsigned long long)peer->id,
                (int)peer->session.pid, reason);
}

/* The lock is held. */
static void peer_send_locked(struct peer *peer, struct buf *frames, bool event)
{
    bool ok;

    if (peer->state != PEER_OPEN) {
        buf_reset(frames);
        return;
    }
    ok = output_queue_send(&peer->out, peer->transport, frames) != OUTPUT_FAILED;
    if (ok && buf_len(frames) &&
        (output_runs_add(&peer->out_runs, buf_len(frames), event) < 0 ||
         output_queue_add(&peer->out, frames) < 0)) {
        peer_log_disconnect(peer, "no memory for what it has not read");
        ok = false;
    }
    if (!ok) {
        /* The loop will see the hang-up too; this only saves the useless bytes. */
        transport_shutdown(peer->transport);
        peer_ask_for_pump(peer);
    } else if (output_queue_len(&peer->out)) {
        peer_ask_for_pump(peer);
    }
    budget_set(peer_budget(peer), &peer->out_bytes, output_queue_size(&peer->out));
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

    if (peer->state == PEER_OPEN && output_queue_expect_fds(&peer->out, frame, fds) == 0) {
        peer_send_locked(peer, frame, false);
    } else if (peer->state == PEER_OPEN) {
        peer_log_disconnect(peer, "no memory for the descriptors of a reply");
        transport_shutdown(peer->transport);
    }
    fd_list_close(fds);
}

void peer_send_event(struct peer *peer, struct buf *frames)
{
    size_t limit = peer->context->limits->event_bytes, unread;
    LOCK_SCOPE(&peer->lock);

    unread = output_runs_events(&peer->out_runs, output_queue_len(&peer->out));
    if (peer->state == PEER_OPEN && unread && unread + buf_len(frames) > limit) {
        log_warning("client %llu (pid %d) does not read its events: %zu bytes wait, "
                    "max_event_queue_bytes is %zu; disconnecting it",
                    (unsigned long long)peer->id, (int)peer->session.pid, unread, limit);
        peer->state = PEER_CLOSING;
        output_queue_done(&peer->out);
        peer_ask_for_pump(peer);
    }
    peer_send_locked(peer, frames, true);
}

size_t peer_unsent(struct peer *peer)
{
    LOCK_SCOPE(&peer->lock);

    return output_queue_len(&peer->out);
}

void peer_close_later(struct peer *peer)
{
    LOCK_SCOPE(&peer->lock);
    if (peer->state == PEER_OPEN) {
        peer->state = PEER_CLOSING;
        peer_ask_for_pump(peer);
    }
}

void peer_disconnect(struct peer *peer, const char *reason)
{
    LOCK_SCOPE(&peer->lock);
    if (peer->state != PEER_OPEN)
        return;
    peer_log_disconnect(peer, reason);
    peer->state = PEER_CLOSING;
    peer_ask_for_pump(peer);
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

    ok = output_queue_flush(&peer->out, peer->transport, NULL) != OUTPUT_FAILED;
    bytes = output_queue_len(&peer->out);
    output_queue_trim(&peer->out, PEER_KEEP_BUFFER);
    budget_set(peer_budget(peer), &peer->out_bytes, output_queue_size(&peer->out));
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
    peer->transport = client_fds_close_transport(peer->transport, peer->in.fds.owner);
    output_queue_done(&peer->out);
    budget_set(peer_budget(peer), &peer->out_bytes, 0);
}
