/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * One client's socket: reading, cutting, queueing on the loop; sending from anywhere.
 *
 * What to poll for is worked out from the state after every change (peer_pump, loop thread):
 * readable while the queue of calls and the output are below their limits, writable while output
 * waits. Other threads never touch the watch: they ask the loop to pump.
 */
#include "daemon/peer.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "common/log.h"
#include "daemon/call.h"
#include "daemon/keepalive.h"
#include "daemon/server.h"
#include "daemon/service.h"
#include "daemon/session_host.h"
#include "drivers/driver.h"
#include "event/loop.h"
#include "protocol/keepalive.h"
#include "protocol/message.h"
#include "protocol/program.h"

#define LOG_MODULE "daemon.peer"

enum {
    /* So many bytes of one peer a turn; the others of the loop come next. */
    READ_TURN = 1024 * 1024,
    /* A buffer that grew beyond this is given back when it is empty. */
    KEEP_BUFFER = 4 * 1024,
};

static int64_t now_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- sending ---- */

/* Sends what it can; the lock is held. Returns false when the connection is broken. */
static bool flush(struct peer *peer, struct buf *from)
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

static void pump_deferred(void *opaque)
{
    struct peer *peer = opaque;

    pthread_mutex_lock(&peer->lock);
    peer->pump_asked = false;
    pthread_mutex_unlock(&peer->lock);
    peer_pump(peer);
    server_peer_unref(peer);
}

/* Asks the loop to look at the peer; the lock is held. */
static void ask_for_pump(struct peer *peer)
{
    if (peer->pump_asked || peer->state == PEER_CLOSED)
        return;
    server_peer_ref(peer);
    if (loop_defer(peer->server->loop, pump_deferred, peer) == 0)
        peer->pump_asked = true;
    else
        server_peer_unref(peer);
}

/* The lock is held. */
static void send_locked(struct peer *peer, struct buf *frames, bool event)
{
    bool ok = true;

    if (peer->state != PEER_OPEN) {
        buf_reset(frames);
        return;
    }
    if (!buf_len(&peer->out))
        ok = flush(peer, frames);
    if (ok && buf_len(frames))
        ok = unread_add(&peer->unread, buf_len(frames), event) == 0 &&
             buf_append(&peer->out, buf_bytes(frames), buf_len(frames)) == 0;
    if (!ok) {
        /* The loop will see the hang-up too; this only saves the useless bytes. */
        shutdown(peer->fd, SHUT_RDWR);
        ask_for_pump(peer);
    } else if (buf_len(&peer->out)) {
        ask_for_pump(peer);
    }
    budget_set(&peer->server->budget, &peer->out_bytes, peer->out.size);
    buf_reset(frames);
}

void peer_send(struct peer *peer, struct buf *frames)
{
    LOCK_SCOPE(&peer->lock);
    send_locked(peer, frames, false);
}

void peer_send_fds(struct peer *peer, struct buf *frame, struct fd_list *fds)
{
    LOCK_SCOPE(&peer->lock);

    if (peer->state == PEER_OPEN &&
        fd_queue_add(&peer->out_fds, buf_len(&peer->out) + buf_len(frame) - fds->count, fds) == 0)
        send_locked(peer, frame, false);
    else if (peer->state == PEER_OPEN)
        shutdown(peer->fd, SHUT_RDWR); /* no memory: its reply is lost */
    fd_list_close(fds);
}

void peer_send_event(struct peer *peer, struct buf *frames)
{
    size_t limit = peer->server->limits.event_bytes, unread;
    LOCK_SCOPE(&peer->lock);

    unread = unread_events(&peer->unread, buf_len(&peer->out));
    if (peer->state == PEER_OPEN && unread && unread + buf_len(frames) > limit) {
        log_warning("client %llu (pid %d) does not read its events: %zu bytes wait, "
                    "max_event_queue_bytes is %zu; disconnecting it",
                    (unsigned long long)peer->id, (int)peer->session.pid, unread, limit);
        peer->state = PEER_CLOSING;
        buf_free(&peer->out);
        ask_for_pump(peer);
    }
    send_locked(peer, frames, true);
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
        ask_for_pump(peer);
    }
}

/* ---- reading ---- */

/* Answers and counts keepalive messages without any worker. */
static void take_keepalive(struct peer *peer, const struct frame_header *h)
{
    _cleanup_(buf_free) struct buf pong = {0};

    if (h->procedure == KEEPALIVE_PROC_PING && keepalive_append(&pong, KEEPALIVE_PROC_PONG) == 0)
        peer_send(peer, &pong);
}

/* Makes a call of the frame, or answers it on the spot. */
static void take_frame(struct peer *peer, const struct frame *f, struct job_list *calls)
{
    const struct frame_header *h = &f->header;
    const struct served_program *served;
    const struct program *program;
    const struct proc *proc;
    struct call *call;

    if (h->program == keepalive_program.number && h->version == keepalive_program.version &&
        h->type == VIR_NET_MESSAGE) {
        take_keepalive(peer, h);
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
    served = service_find(peer->server->service, h->program);
    program = served ? served->program : NULL;
    proc = program ? program_proc(program, h->procedure) : NULL;
    call = call_new(peer, f, program, proc);
    if (!call) {
        peer_close(peer, "no memory for its call");
        return;
    }
    STAILQ_INSERT_TAIL(calls, &call->job, next);
}

/* Cuts bytes into frames. Returns how many bytes they were, or -1 when the peer can't be followed
 * any further. */
static ssize_t take_frames(struct peer *peer, const uint8_t *bytes, size_t len,
                           struct job_list *calls)
{
    size_t need, done = 0;
    struct frame f;

    while (peer->watch >= 0) {
        int r = frame_look(bytes + done, len - done, &f, &need);

        if (r < 0)
            return -1;
        if (r == FRAME_PARTIAL || len - done < f.len + f.n_fds)
            break;
        take_frame(peer, &f, calls);
        done += f.len + f.n_fds;
    }
    if (done == len)
        fd_list_close(&peer->in_fds); /* nobody has said that they would come */
    return (ssize_t)done;
}

/* One recv: > 0 bytes, 0 end or broken, -1 nothing there. */
static ssize_t receive(struct peer *peer, uint8_t *room, size_t size)
{
    ssize_t n = fds_receive(peer->fd, room, size, &peer->in_fds);

    if (n < 0)
        return errno == EAGAIN || errno == EWOULDBLOCK ? -1 : 0;
    return n;
}

/* Reads behind the part of a frame that is there, and cuts. Same outcomes; -2: not to be followed.
 */
static ssize_t read_on(struct peer *peer, struct job_list *calls)
{
    uint8_t *room = buf_reserve(&peer->in, PEER_READ_CHUNK);
    ssize_t n = room ? receive(peer, room, PEER_READ_CHUNK) : 0, done;

    if (n <= 0)
        return n;
    buf_added(&peer->in, (size_t)n);
    done = take_frames(peer, buf_bytes(&peer->in), buf_len(&peer->in), calls);
    if (done < 0)
        return -2;
    buf_eat(&peer->in, (size_t)done);
    if (!buf_len(&peer->in) && peer->in.size > KEEP_BUFFER)
        buf_free(&peer->in);
    return n;
}

/* Reads into a room that all peers share, and keeps only the part of a frame at the end. */
static ssize_t read_afresh(struct peer *peer, struct job_list *calls)
{
    uint8_t *room = peer->server->read_room;
    ssize_t n = receive(peer, room, PEER_READ_CHUNK), done;

    if (n <= 0)
        return n;
    done = take_frames(peer, room, (size_t)n, calls);
    if (done < 0)
        return -2;
    if (done < n && buf_append(&peer->in, room + done, (size_t)(n - done)) < 0)
        return 0;
    return n;
}

/* The limit as it is for this peer: a stranger's are low. */
static size_t allowed(const struct peer *peer, size_t limit)
{
    return peer->auth.done ? limit : auth_bytes_max(&peer->auth);
}

/* Says whether more calls of the peer may be queued. One that has none waiting may always send
 * some: others must not be able to lock it out. */
static bool queue_has_room(struct peer *peer)
{
    size_t queued = pool_lane_bytes(peer->server->pool, &peer->lane);

    return !queued || (queued <= allowed(peer, peer->server->limits.queue_bytes) &&
                       queue_limit_has_room(&peer->server->queue_limit));
}

/* Returns the bytes of calls that the peer has queued then. */
static size_t on_readable(struct peer *peer)
{
    struct job_list calls = STAILQ_HEAD_INITIALIZER(calls);
    size_t got = 0, queued = 0;
    ssize_t n;

    do {
        n = buf_len(&peer->in) ? read_on(peer, &calls) : read_afresh(peer, &calls);
        if (n > 0)
            got += (size_t)n;
    } while (n == PEER_READ_CHUNK && got < READ_TURN && peer->watch >= 0 &&
             !peer->server->queue_limit.full);
    peer->heard_at = now_ms();
    peer->pings = 0;
    if (peer->watch >= 0)
        budget_set(&peer->server->budget, &peer->in_bytes, peer->in.size);
    if (!STAILQ_EMPTY(&calls))
        queued = pool_submit(peer->server->pool, &peer->lane, &calls);
    if (n == -2)
        peer_close(peer, error_get()->message);
    else if (!peer->auth.done && buf_len(&peer->in) > auth_bytes_max(&peer->auth))
        peer_close(peer, "it sends much before it says who it is");
    else if (n == 0)
        peer_close(peer, "it went away");
    return queued;
}

static void on_ready(int watch, int fd, int events, void *opaque)
{
    struct peer *peer = opaque;
    /* What peer_pump looks at has not changed, but for the queue. */
    bool nothing_else = events == VIR_EVENT_HANDLE_READABLE && !peer->writing;
    size_t queued = 0;

    if (events & VIR_EVENT_HANDLE_READABLE &&
        (!peer->server->queue_limit.full || queue_has_room(peer)))
        queued = on_readable(peer);
    else if (events & (VIR_EVENT_HANDLE_HANGUP | VIR_EVENT_HANDLE_ERROR))
        peer_close(peer, "it hung up");
    if (!nothing_else || queued > allowed(peer, peer->server->limits.queue_bytes) ||
        !queue_limit_has_room(&peer->server->queue_limit))
        peer_pump(peer);
}

/* ---- what to poll for ---- */

/* Says whether reading on is within the limits. */
static bool may_read(struct peer *peer)
{
    const struct client_limits *l = &peer->server->limits;

    return !peer->server->draining && !peer->full && peer->streams.bytes <= l->queue_bytes &&
           queue_has_room(peer);
}

unsigned peer_max_requests(const struct peer *peer)
{
    return peer->full ? 0 : peer->server->limits.max_requests;
}

/* So many bytes of replies wait. Over the limit, the calls that are queued wait as well: each of
 * them would add to it. */
static void note_unread(struct peer *peer, size_t unread)
{
    bool full = unread > allowed(peer, peer->server->limits.output_bytes);

    if (full == peer->full)
        return;
    peer->full = full;
    if (peer->opened)
        pool_lane_limit(peer->server->pool, &peer->lane, peer_max_requests(peer));
}

/* Flushes, and makes the watch what the state asks for. Loop thread. */
void peer_pump(struct peer *peer)
{
    enum peer_state state;
    size_t out_bytes, unread;
    bool ok, reading, writing;

    if (peer->watch < 0)
        return;
    pthread_mutex_lock(&peer->lock);
    ok = flush(peer, &peer->out);
    out_bytes = buf_len(&peer->out);
    if (!out_bytes && peer->out.size > KEEP_BUFFER)
        buf_free(&peer->out);
    budget_set(&peer->server->budget, &peer->out_bytes, peer->out.size);
    unread = out_bytes - unread_events(&peer->unread, out_bytes);
    state = peer->state;
    pthread_mutex_unlock(&peer->lock);
    if (!ok || (state == PEER_CLOSING && !out_bytes)) {
        peer_close(peer, ok ? "it is done" : "it does not take our bytes");
        return;
    }
    if (out_bytes < STREAM_AHEAD)
        streams_unblock(peer);
    /* First the flag, then the look: a worker that empties the queue in between asks again. */
    peer->throttled = true;
    note_unread(peer, unread);
    reading = state == PEER_OPEN && may_read(peer);
    peer->throttled = !reading;
    writing = out_bytes > 0;
    if (reading != peer->reading || writing != peer->writing) {
        /* A watch without any interest would not even tell that the client has gone. */
        loop_update_handle(peer->server->loop, peer->watch,
                           VIR_EVENT_HANDLE_HANGUP | (reading ? VIR_EVENT_HANDLE_READABLE : 0) |
                               (writing ? VIR_EVENT_HANDLE_WRITABLE : 0));
        peer->reading = reading;
        peer->writing = writing;
    }
}

void peer_relieved(struct peer *peer)
{
    queue_limit_call_left(&peer->server->queue_limit);
    if (!peer->throttled)
        return;
    LOCK_SCOPE(&peer->lock);
    ask_for_pump(peer);
}

/* ---- keepalive ---- */

static void on_timer(int timer, void *opaque)
{
    struct peer *peer = opaque;
    const struct client_limits *l = &peer->server->limits;
    _cleanup_(buf_free) struct buf ping = {0};
    int64_t silent = now_ms() - peer->heard_at;

    if (!peer->keepalive || !peer->reading) {
        /* A peer that we chose not to read is never called dead, and shall not call us so: its
         * questions lie behind what we do not read, and are answered without. */
        if (peer->keepalive && !peer->writing && keepalive_append(&ping, KEEPALIVE_PROC_PONG) == 0)
            peer_send(peer, &ping);
        peer->heard_at = now_ms();
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

/* ---- life ---- */

static int peer_identify(struct peer *peer)
{
    struct ucred cred;
    socklen_t len = sizeof(cred);

    if (getsockopt(peer->fd, SOL_SOCKET, SO_PEERCRED, &cred, &len) < 0)
        return error_set_errno(VIR_FROM_RPC, errno, "a client's identity cannot be read");
    peer->session.pid = cred.pid;
    peer->session.uid = cred.uid;
    peer->session.gid = cred.gid;
    if (peer->role == PEER_ADMIN && cred.uid != geteuid() && cred.uid != 0)
        return error_set(VIR_FROM_RPC, VIR_ERR_AUTH_FAILED,
                         "user %d may not administer the daemon of user %d", (int)cred.uid,
                         (int)geteuid());
    return 0;
}

/* Dropped by the last reference; no thread knows the peer any more. */
void peer_release(struct peer *peer)
{
    if (peer->fd >= 0)
        close(peer->fd);
    buf_free(&peer->in);
    buf_free(&peer->out);
    fd_list_close(&peer->in_fds);
    fd_queue_done(&peer->out_fds);
    unread_done(&peer->unread);
    auth_free(peer);
    free(peer->session.uri);
    pthread_mutex_destroy(&peer->lock);
    free(peer);
}

static void unref_cb(void *opaque)
{
    server_peer_unref(opaque);
}

struct peer *peer_new(struct server *server, int fd, enum peer_role role)
{
    struct peer *peer = calloc(1, sizeof(*peer));
    const struct client_limits *l = &server->limits;

    if (!peer) {
        close(fd);
        error_oom(VIR_FROM_RPC);
        return NULL;
    }
    /* One call at a time until CONNECT_OPEN. */
    pool_lane_init(&peer->lane, 1, l->max_waiting);
    pthread_mutex_init(&peer->lock, NULL);
    fd_queue_init(&peer->out_fds);
    streams_init(peer);
    peer->server = server;
    peer->fd = fd;
    peer->role = role;
    peer->watch = peer->timer = -1;
    peer->since = time(NULL);
    peer->heard_at = now_ms();
    peer->reading = true;
    peer->session = (struct session){
        .host = &daemon_session_host,
        .owner = peer,
        .readonly = role == PEER_RO,
        .remote = true,
    };
    server_peer_ref(peer); /* the loop's watch */
    if (peer_identify(peer) < 0 ||
        (peer->watch = loop_add_handle(server->loop, fd, VIR_EVENT_HANDLE_READABLE, on_ready, peer,
                                       unref_cb)) < 0) {
        peer_release(peer);
        return NULL;
    }
    auth_begin(peer, server->auth[role]);
    server_peer_ref(peer); /* the lane: dropped in peer_finished */
    if (l->keepalive_interval > 0) {
        server_peer_ref(peer);
        peer->timer =
            loop_add_timeout(server->loop, l->keepalive_interval * 1000, on_timer, peer, unref_cb);
        if (peer->timer < 0)
            server_peer_unref(peer);
    }
    return peer;
}

void peer_interrupt(struct peer *peer)
{
    const struct driver *driver = peer->opened ? peer->session.driver : NULL;

    peer->session.gone = true;
    auth_interrupt(peer);
    if (driver && driver->interrupt)
        driver->interrupt(&peer->session);
}

void peer_close(struct peer *peer, const char *reason)
{
    if (peer->watch < 0)
        return;
    log_debug("client %llu: closing, %s", (unsigned long long)peer->id, reason);
    loop_remove_handle(peer->server->loop, peer->watch);
    if (peer->timer >= 0)
        loop_remove_timeout(peer->server->loop, peer->timer);
    auth_end(peer);
    fd_list_close(&peer->in_fds);
    peer->watch = peer->timer = -1;
    peer->reading = peer->writing = false;
    pthread_mutex_lock(&peer->lock);
    peer->state = PEER_CLOSED;
    close(peer->fd);
    peer->fd = -1;
    buf_free(&peer->out);
    fd_queue_done(&peer->out_fds);
    budget_set(&peer->server->budget, &peer->out_bytes, 0);
    pthread_mutex_unlock(&peer->lock);
    budget_set(&peer->server->budget, &peer->in_bytes, 0);
    peer_interrupt(peer);
    server_peer_gone(peer);
    pool_lane_close(peer->server->pool, &peer->lane);
    queue_limit_call_left(&peer->server->queue_limit);
}

/* On a worker: no call of the peer runs or will run. */
void peer_finished(struct lane *lane)
{
    struct peer *peer = peer_of_lane(lane);

    streams_done(peer);
    server_peer_known(peer); /* or never will be */
    if (peer->opened && peer->session.driver)
        peer->session.driver->close(&peer->session);
    server_peer_unref(peer);
}
