/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What to poll for is worked out from the state after every change (peer_pump): readable while the
 * queue of calls and the output are below their limits, writable while output waits. Other threads
 * never touch the watch: they ask the loop to pump.
 */
#include "daemon/peer/peer_watch.h"

#include <libvirt/libvirt-event.h>

#include "common/cleanup.h"
#include "common/clock.h"
#include "common/log.h"
#include "daemon/peer/client_limits.h"
#include "daemon/peer/peer.h"
#include "daemon/peer/peer_input.h"
#include "daemon/peer/peer_output.h"
#include "daemon/peer/queue_limit.h"
#include "event/loop.h"
#include "protocol/keepalive.h"
#include "rpc/keepalive.h"

#define LOG_MODULE "daemon.peer"

/* ---- what to poll for ---- */

/* Returns true if reading on is within the limits. */
static bool peer_may_read(struct peer *peer)
{
    const struct live_limits *l = peer->context->limits;

    return !peer->context->draining && !peer->held && !peer->full &&
           peer->streams.bytes <= l->queue_bytes && peer_queue_has_room(peer);
}

unsigned peer_max_requests(const struct peer *peer)
{
    return peer->full ? 0 : peer->context->limits->max_requests;
}

/* So many bytes of replies wait. Over the limit, the calls that are queued wait as well: each of
 * them would add to it. */
static void peer_note_unread(struct peer *peer, size_t unread)
{
    bool full = unread > peer_allowance(peer, peer->context->limits->output_bytes);

    if (full == peer->full)
        return;
    peer->full = full;
    if (peer->opened)
        pool_flow_limit(peer->context->pool, &peer->flow, peer_max_requests(peer));
}

/* Only for what has changed; loop thread. */
static void peer_update_watch(struct peer *peer, bool reading, bool writing)
{
    if (reading == peer->reading && writing == peer->writing)
        return;
    /* A watch without any interest would not even tell that the client has gone. */
    loop_update_handle(peer->context->loop, peer->watch,
                       VIR_EVENT_HANDLE_HANGUP |
                           (reading ? transport_loop_events(peer->transport, POLLIN) : 0) |
                           (writing ? transport_loop_events(peer->transport, POLLOUT) : 0));
    peer->reading = reading;
    peer->writing = writing;
}

void peer_pump(struct peer *peer)
{
    struct peer_output_state out;
    bool ok, reading;

    if (peer->watch < 0)
        return;
    ok = peer_flush(peer, &out);
    if (!ok || (out.state == PEER_CLOSING && !out.bytes)) {
        peer_close(peer, ok ? "it is done" : "it does not take our bytes");
        return;
    }
    if (out.bytes < STREAM_AHEAD)
        streams_unblock(peer);
    /* First the flag, then the look: a worker that empties the queue in between asks again. */
    peer->throttled = true;
    peer_note_unread(peer, out.replies);
    reading = out.state == PEER_OPEN && peer_may_read(peer);
    peer->throttled = !reading;
    peer_update_watch(peer, reading, out.bytes > 0);
}

void peer_pump_deferred(void *opaque)
{
    struct peer *peer = opaque;

    peer_pump_begins(peer);
    peer_pump(peer);
    peer_unref(peer);
}

static void peer_on_ready(int watch, int fd, int events, void *opaque)
{
    struct peer *peer = opaque;
    /* What peer_pump looks at has not changed, but for the queue. */
    bool nothing_else = events == VIR_EVENT_HANDLE_READABLE && !peer->writing;
    size_t queued = 0;

    if (events & transport_loop_events(peer->transport, POLLIN) &&
        (!peer->context->queue_limit->full || peer_queue_has_room(peer)))
        queued = peer_read(peer);
    else if (events & (VIR_EVENT_HANDLE_HANGUP | VIR_EVENT_HANDLE_ERROR))
        peer_close(peer, "it hung up");
    if (!nothing_else || queued > peer_allowance(peer, peer->context->limits->queue_bytes) ||
        !peer_user_has_room(peer) || !queue_limit_has_room(peer->context->queue_limit))
        peer_pump(peer);
}

/* ---- keepalive ---- */

static void peer_on_keepalive(int timer, void *opaque)
{
    struct peer *peer = opaque;
    const struct live_limits *l = peer->context->limits;
    _cleanup_(buf_free) struct buf ping = {0};
    int64_t silent = clock_now_ms() - peer->heard_at;

    if (!peer->keepalive || !peer->reading) {
        /* A peer that we chose not to read is never called dead, and shall not call us so: its
         * questions lie behind what we do not read, and are answered without. */
        if (peer->keepalive && !peer->writing && keepalive_append(&ping, KEEPALIVE_PROC_PONG) == 0)
            peer_send(peer, &ping);
        peer->heard_at = clock_now_ms();
        return;
    }
    if (silent < (int64_t)l->keepalive_interval * 1000 * (peer->pings + 1))
        return;
    if (peer->pings >= l->keepalive_count) {
        peer_close(peer, "it answers no keepalive");
        return;
    }
    peer->pings++;
    if (keepalive_append(&ping, KEEPALIVE_PROC_PING) == 0)
        peer_send(peer, &ping);
}

/* ---- authentication ---- */

static void peer_on_auth_timeout(int timer, void *opaque)
{
    struct peer *peer = opaque;

    if (auth_is_being_asked(peer))
        return; /* the question has a time limit of its own; then this timer looks again */
    loop_remove_timeout(peer->context->loop, timer);
    peer->auth_timer = -1;
    if (peer->auth.done)
        return;
    log_warning("client %llu (pid %d, uid %d) has not said in %d seconds who it is: "
                "disconnecting it",
                (unsigned long long)peer->id, (int)peer->session.pid, (int)peer->session.uid,
                peer->context->limits->auth_timeout);
    peer_close(peer, "it did not authenticate");
}

/* ---- the beginning ---- */

static void peer_unref_opaque(void *opaque)
{
    peer_unref(opaque);
}

/* A timer with a reference, unless it is of no seconds. */
static int peer_add_timer(struct peer *peer, int seconds, void (*callback)(int timer, void *opaque),
                          int *ret_timer)
{
    int timer;

    if (seconds <= 0)
        return 0;
    peer_ref(peer);
    timer =
        loop_add_timeout(peer->context->loop, seconds * 1000, callback, peer, peer_unref_opaque);
    if (timer < 0) {
        peer_unref(peer);
        return -1;
    }
    *ret_timer = timer;
    return 0;
}

int peer_watch_start(struct peer *peer)
{
    const struct live_limits *l = peer->context->limits;

    peer_ref(peer);
    peer->watch = loop_add_handle(peer->context->loop, peer->transport->fd,
                                  transport_loop_events(peer->transport, POLLIN), peer_on_ready,
                                  peer, peer_unref_opaque);
    if (peer->watch < 0) {
        peer_unref(peer);
        peer->watch = -1;
        return -1;
    }
    /* Without them, a client that says nothing could stay for ever. */
    if ((!peer->auth.done &&
         peer_add_timer(peer, l->auth_timeout, peer_on_auth_timeout, &peer->auth_timer) < 0) ||
        peer_add_timer(peer, l->keepalive_interval, peer_on_keepalive, &peer->timer) < 0) {
        peer_unwatch(peer);
        return -1;
    }
    return 0;
}
