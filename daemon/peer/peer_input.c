/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The reading half of a peer. */
#include "daemon/peer/peer_input.h"

#include <errno.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/clock.h"
#include "common/error.h"
#include "common/log.h"
#include "daemon/call.h"
#include "daemon/peer/account.h"
#include "daemon/peer/budget.h"
#include "daemon/peer/client_fds.h"
#include "daemon/peer/client_limits.h"
#include "daemon/peer/peer.h"
#include "daemon/peer/peer_output.h"
#include "daemon/peer/queue_limit.h"
#include "daemon/service.h"
#include "protocol/keepalive.h"
#include "protocol/program.h"
#include "rpc/keepalive.h"

#define LOG_MODULE "daemon.peer"

/* So many bytes of one peer; then those of the others. */
enum { READ_AT_ONCE = 1024 * 1024 };

/* Answers and counts keepalive messages without any worker. */
static void peer_take_keepalive(struct peer *peer, const struct frame_header *h)
{
    _cleanup_(buf_free) struct buf pong = {0};

    if (h->procedure == KEEPALIVE_PROC_PING && keepalive_append(&pong, KEEPALIVE_PROC_PONG) == 0)
        peer_send(peer, &pong);
}

/* What the header calls; NULL if there is nothing of that number. */
static const struct proc *peer_find_proc(const struct peer *peer, const struct frame_header *h,
                                         const struct program **ret_program)
{
    const struct served_program *served = service_find(peer->context->service, h->program);

    *ret_program = served ? served->program : NULL;
    return served ? program_proc(served->program, h->procedure) : NULL;
}

/* Says whether what there is of a frame shows a call that takes descriptors. */
static bool peer_begins_call_with_fds(const struct peer *peer, const uint8_t *bytes, size_t len)
{
    const struct program *program;
    const struct proc *proc;
    struct frame_header h;

    if (!peer->opened || len < FRAME_MIN)
        return false;
    frame_header_read(bytes + FRAME_LENGTH_LEN, &h);
    if (h.type != VIR_NET_CALL_WITH_FDS)
        return false;
    proc = peer_find_proc(peer, &h, &program);
    return proc && proc->flags & PROC_FDS_CALL;
}

/* Makes a call of the frame, or answers it on the spot. */
static void peer_take_frame(struct peer *peer, const struct frame *f, struct job_list *calls)
{
    const struct frame_header *h = &f->header;
    const struct program *program;
    const struct proc *proc;
    struct call *call;

    if (h->program == keepalive_program.number && h->version == keepalive_program.version &&
        h->type == VIR_NET_MESSAGE) {
        peer_take_keepalive(peer, h);
        return;
    }
    if (h->type == VIR_NET_STREAM || h->type == VIR_NET_STREAM_HOLE) {
        if (streams_take(peer, f) < 0)
            peer_close(peer, "no memory for its stream");
        return;
    }
    if (h->type != VIR_NET_CALL && h->type != VIR_NET_CALL_WITH_FDS) {
        log_debug("client %llu sent a message of type %d; ignored", (unsigned long long)peer->id,
                  h->type);
        return;
    }
    proc = peer_find_proc(peer, h, &program);
    call = call_new(peer, f, program, proc);
    if (!call) {
        peer_close(peer, "no memory for its call");
        return;
    }
    STAILQ_INSERT_TAIL(calls, &call->job, next);
}

/* Cuts bytes into frames. Returns how many bytes they were, or -1 when the peer can't be followed
 * any further. */
static ssize_t peer_take_frames(struct peer *peer, const uint8_t *bytes, size_t len,
                                struct job_list *calls)
{
    size_t need, done = 0;
    struct frame f;

    while (peer->watch >= 0) {
        int r = input_parse(bytes + done, len - done, &f, &need);

        if (r < 0)
            return -1;
        if (r == FRAME_PARTIAL)
            break;
        peer_take_frame(peer, &f, calls);
        done += need;
    }
    /* Nobody has said that those would come. */
    if (peer->in.fds.count && !peer_begins_call_with_fds(peer, bytes + done, len - done))
        fd_list_close(&peer->in.fds);
    return (ssize_t)done;
}

/* Receives once: > 0 bytes, 0 end or broken, -1 nothing there, -3: descriptors that may not come.
 */
static ssize_t peer_receive(struct peer *peer, uint8_t *room, size_t size)
{
    struct fd_list *fds = &peer->in.fds;
    unsigned had = fds->count;
    bool trusted = peer_is_trusted(peer);
    ssize_t n;

    fds->refuse = !peer->opened || peer->role != PEER_RW;
    if (!client_fds_may_come(fds->owner, trusted)) {
        log_warning("client %llu: very many descriptors of user %u do not close: disconnecting it",
                    (unsigned long long)peer->id, fds->owner);
        return 0;
    }
    n = transport_receive(peer->transport, room, size, fds);
    if (fds->count > had)
        client_fds_take(fds, had, trusted, peer->context->limits);
    if (n == TRANSPORT_FAILED && errno == EPERM)
        return -3;
    if (n < 0)
        return transport_blocked(n) ? -1 : 0;
    return n;
}

/* Reads behind the part of a frame that is there, and cuts. Same outcomes; -2: not to be followed.
 */
static ssize_t peer_read_on(struct peer *peer, struct job_list *calls)
{
    uint8_t *room = buf_reserve(&peer->in.bytes, PEER_READ_CHUNK);
    ssize_t n = room ? peer_receive(peer, room, PEER_READ_CHUNK) : 0, done;

    if (n <= 0)
        return n;
    buf_added(&peer->in.bytes, (size_t)n);
    done = peer_take_frames(peer, buf_bytes(&peer->in.bytes), buf_len(&peer->in.bytes), calls);
    if (done < 0)
        return -2;
    input_queue_eat(&peer->in, (size_t)done);
    if (!buf_len(&peer->in.bytes) && peer->in.bytes.size > PEER_KEEP_BUFFER)
        buf_free(&peer->in.bytes);
    return n;
}

/* Reads into a room that all peers share, and keeps only the part of a frame at the end. */
static ssize_t peer_read_afresh(struct peer *peer, struct job_list *calls)
{
    uint8_t *room = peer->context->read_room;
    ssize_t n = peer_receive(peer, room, PEER_READ_CHUNK), done;

    if (n <= 0)
        return n;
    done = peer_take_frames(peer, room, (size_t)n, calls);
    if (done < 0)
        return -2;
    if (done < n && buf_append(&peer->in.bytes, room + done, (size_t)(n - done)) < 0)
        return 0;
    return n;
}

/* Once it is closed, a worker takes it out of its account. */
bool peer_user_has_room(const struct peer *peer)
{
    return peer->watch < 0 || !peer->account ||
           account_queue_has_room(peer->context->accounts, peer->account);
}

bool peer_queue_has_room(struct peer *peer)
{
    size_t queued = pool_flow_bytes(peer->context->pool, &peer->flow);

    return !queued ||
           (queued <= peer_allowance(peer, peer->context->limits->queue_bytes) &&
            peer_user_has_room(peer) && queue_limit_has_room(peer->context->queue_limit));
}

/* n bytes came last, got bytes in all. What the transport keeps is read to its end, since the
 * socket would not tell of it. */
static bool peer_read_more(const struct peer *peer, size_t n, size_t got)
{
    return (n == PEER_READ_CHUNK && got < READ_AT_ONCE && !peer->context->queue_limit->full) ||
           !transport_wants(peer->transport, POLLIN);
}

static void peer_close_strange(struct peer *peer)
{
    log_warning("client %llu (pid %d, uid %d) sends descriptors before it has opened a connection "
                "or as a reader: disconnecting it",
                (unsigned long long)peer->id, (int)peer->session.pid, (int)peer->session.uid);
    peer_close(peer, "it sends descriptors");
}

size_t peer_read(struct peer *peer)
{
    struct job_list calls = STAILQ_HEAD_INITIALIZER(calls);
    size_t got = 0, queued = 0;
    ssize_t n;

    do {
        n = buf_len(&peer->in.bytes) ? peer_read_on(peer, &calls) : peer_read_afresh(peer, &calls);
        if (n > 0)
            got += (size_t)n;
    } while (n > 0 && peer->watch >= 0 && peer_read_more(peer, (size_t)n, got));
    peer->heard_at = clock_now_ms();
    peer->pings = 0;
    if (peer->watch >= 0)
        budget_set(peer_budget(peer), &peer->in_bytes, peer->in.bytes.size);
    if (!STAILQ_EMPTY(&calls))
        queued = pool_submit(peer->context->pool, &peer->flow, &calls);
    if (n == -2)
        peer_close(peer, error_text(error_get()));
    else if (!peer->auth.done && buf_len(&peer->in.bytes) > auth_bytes_max(&peer->auth))
        peer_close(peer, "it sends much before it says who it is");
    else if (n == -3)
        peer_close_strange(peer);
    else if (n == 0)
        peer_close(peer, "it went away");
    return queued;
}
