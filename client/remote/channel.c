/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Calls on a channel: who sends, who reads, who sleeps. What is read is taken apart in
 * channel_input.c.
 */
#include "client/remote/channel_impl.h"
#include "client/remote/channel_stream.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "rpc/address.h"
#include "rpc/sock.h"
#include "protocol/codec.h"
#include "protocol/message.h"
#include "protocol/program.h"

/* ---- make and end ---- */

void channel_ref(struct channel *ch)
{
    atomic_fetch_add(&ch->refs, 1);
}

void channel_unref(void *channel)
{
    struct channel *ch = channel;

    if (atomic_fetch_sub(&ch->refs, 1) != 1)
        return;
    ch->sink.unref(ch->sink.opaque);
    closep(&ch->fd);
    closep(&ch->wake_fd);
    fd_queue_done(&ch->out_fds);
    fd_list_close(&ch->in_fds);
    buf_free(&ch->in);
    buf_free(&ch->out);
    error_clear(&ch->death);
    pthread_mutex_destroy(&ch->lock);
    free(ch);
}

struct channel *channel_connect(const struct transport_address *to, const struct event_sink *sink)
{
    struct channel *ch;
    _cleanup_close_ int fd = sock_connect(to->path, 0);
    _cleanup_close_ int wake_fd = -1;

    if (fd < 0)
        return NULL;
    wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (wake_fd < 0) {
        error_set_errno(VIR_FROM_RPC, errno, "cannot make an eventfd");
        return NULL;
    }
    ch = calloc(1, sizeof(*ch));
    if (!ch) {
        error_oom(VIR_FROM_RPC);
        return NULL;
    }
    atomic_init(&ch->refs, 1);
    pthread_mutex_init(&ch->lock, NULL);
    TAILQ_INIT(&ch->waiters);
    TAILQ_INIT(&ch->done);
    LIST_INIT(&ch->streams);
    fd_queue_init(&ch->out_fds);
    ch->fd = take_fd(fd);
    ch->wake_fd = take_fd(wake_fd);
    ch->watch = ch->timer = ch->trickle = -1;
    ch->sink = *sink;
    sink->ref(sink->opaque);
    return ch;
}

struct channel *channel_close(struct channel *ch)
{
    struct error caller = {0}; /* closing is often the way out of a failure */
    int watch, timer, trickle;

    if (!ch)
        return NULL;
    error_copy(&caller, error_get());
    pthread_mutex_lock(&ch->lock);
    ch->closing = true;
    watch = ch->watch;
    timer = ch->timer;
    trickle = ch->trickle;
    ch->watch = ch->timer = ch->trickle = -1;
    pthread_mutex_unlock(&ch->lock);
    error_set(VIR_FROM_RPC, VIR_ERR_INTERNAL_ERROR, "the connection was closed");
    channel_die(ch, VIR_CONNECT_CLOSE_REASON_CLIENT);
    if (watch >= 0)
        virEventRemoveHandle(watch);
    if (timer >= 0)
        virEventRemoveTimeout(timer);
    if (trickle >= 0)
        virEventRemoveTimeout(trickle);
    channel_unref(ch);
    error_adopt(&caller);
    return NULL;
}

/* With the lock held: everybody who waits fails. Each may be gone as soon as it is woken. */
static void fail_waiters(struct channel *ch)
{
    struct waiter *w;

    while ((w = TAILQ_FIRST(&ch->waiters))) {
        TAILQ_REMOVE(&ch->waiters, w, link);
        error_copy(&w->error, &ch->death);
        w->done = true;
        sem_post(&w->woken);
    }
}

void channel_die(struct channel *ch, int reason)
{
    bool tell;

    pthread_mutex_lock(&ch->lock);
    tell = !ch->dead && !ch->closing;
    if (!ch->dead) {
        ch->dead = true;
        error_copy(&ch->death, error_get());
        shutdown(ch->fd, SHUT_RDWR);
        fail_waiters(ch);
        channel_streams_die(ch);
    }
    pthread_mutex_unlock(&ch->lock);
    if (tell)
        ch->sink.closed(ch->sink.opaque, reason);
}

void channel_broke(struct channel *ch, int err)
{
    bool closed = err == EPIPE || err == ECONNRESET;

    error_set_errno(VIR_FROM_RPC, err, "the daemon's socket");
    channel_die(ch, closed ? VIR_CONNECT_CLOSE_REASON_EOF : VIR_CONNECT_CLOSE_REASON_ERROR);
}

bool channel_alive(struct channel *ch)
{
    LOCK_SCOPE(&ch->lock);

    return !ch->dead;
}

/* ---- sending ---- */

void channel_wake_leader(struct channel *ch)
{
    uint64_t one = 1;
    ssize_t ignored;

    if (!ch->reading)
        return;
    ignored = write(ch->wake_fd, &one, sizeof(one));
    (void)ignored;
}

/* With the lock held: sends what the socket takes, giving up the lock for each system call. */
void channel_flush_locked(struct channel *ch)
{
    if (ch->writing || ch->leader_sends)
        return;
    ch->writing = true;
    ch->refused = false;
    while (buf_len(&ch->out) && !ch->dead && !ch->refused) {
        struct buf mine = ch->out;
        ssize_t n;
        size_t len;
        int err, fd;

        ch->out = (struct buf){0};
        ch->in_flight = buf_len(&mine);
        len = fd_queue_next(&ch->out_fds, ch->in_flight, &fd);
        pthread_mutex_unlock(&ch->lock);
        n = fds_send(ch->fd, buf_bytes(&mine), len, fd);
        err = n < 0 ? errno : 0;
        if (n > 0)
            buf_eat(&mine, (size_t)n);
        if (err && err != EAGAIN && err != EINTR)
            channel_broke(ch, err);
        pthread_mutex_lock(&ch->lock);
        ch->refused = err == EAGAIN;
        ch->in_flight = 0;
        fd_queue_sent(&ch->out_fds, n > 0 ? (size_t)n : 0);
        /* What others appended meanwhile comes behind what is left. */
        if (buf_len(&mine)) {
            if (buf_len(&ch->out) &&
                buf_append(&mine, buf_bytes(&ch->out), buf_len(&ch->out)) < 0) {
                pthread_mutex_unlock(&ch->lock);
                channel_die(ch, VIR_CONNECT_CLOSE_REASON_ERROR);
                pthread_mutex_lock(&ch->lock);
            }
            buf_free(&ch->out);
            ch->out = mine;
        } else if (!ch->out.data) {
            buf_reset(&mine);
            ch->out = mine; /* keeps the memory */
        } else {
            buf_free(&mine);
        }
    }
    ch->writing = false;
    if (ch->refused) {
        channel_wake_leader(ch);
        channel_rewatch(ch);
    }
    if (ch->starved)
        channel_streams_feed(ch);
}

void channel_flush(struct channel *ch)
{
    LOCK_SCOPE(&ch->lock);

    channel_flush_locked(ch);
}

int channel_send(struct channel *ch, const struct buf *frame)
{
    LOCK_SCOPE(&ch->lock);

    if (buf_append(&ch->out, buf_bytes(frame), buf_len(frame)) < 0)
        return -1;
    channel_flush_locked(ch);
    return 0;
}

/* ---- waiting ---- */

void channel_hand_on(struct channel *ch)
{
    struct waiter *next = TAILQ_FIRST(&ch->waiters);

    ch->reading = next != NULL;
    if (next) {
        next->lead = true;
        sem_post(&next->woken); /* with the lock: it can't be gone before it had that too */
    } else if ((ch->watch_off || ch->watch_old) && ch->watch >= 0) {
        ch->watch_off = ch->watch_old = false;
        virEventUpdateHandle(ch->watch, ch->dead ? 0 : channel_wanted(ch));
    }
}

/* Without the lock, leading: waits for something to do and does it. */
static void lead_once(struct channel *ch, bool room_wanted, int timeout)
{
    struct pollfd p[] = {
        {.fd = ch->fd, .events = (short)(POLLIN | (room_wanted ? POLLOUT : 0))},
        {.fd = ch->wake_fd, .events = POLLIN},
    };
    uint64_t count;

    if (poll(p, ARRAY_SIZE(p), timeout) < 0)
        return;
    if (p[1].revents) {
        ssize_t ignored = read(ch->wake_fd, &count, sizeof(count));

        (void)ignored;
    }
    if (p[0].revents & POLLOUT)
        channel_flush(ch);
    if (p[0].revents & (POLLIN | POLLHUP | POLLERR)) {
        pthread_mutex_lock(&ch->lock);
        ch->leader_sends = true; /* those that are woken call again: one write for all */
        pthread_mutex_unlock(&ch->lock);
        channel_read(ch);
    }
}

/* Leads until the own reply is there, and hands the lead on. */
static void lead(struct channel *ch, struct waiter *w)
{
    pthread_mutex_lock(&ch->lock);
    while (!w->done) {
        bool room_wanted = buf_len(&ch->out) && !ch->writing;
        int timeout = channel_keepalive_ms(ch);

        pthread_mutex_unlock(&ch->lock);
        lead_once(ch, room_wanted, timeout);
        channel_keepalive_tick(ch);
        pthread_mutex_lock(&ch->lock);
        ch->leader_sends = false;
        if (buf_len(&ch->out))
            channel_flush_locked(ch);
    }
    channel_hand_on(ch);
    pthread_mutex_unlock(&ch->lock);
}

/* With the lock: appends the frame, and the descriptors that go with its last bytes. */
static int append_call(struct channel *ch, const struct buf *frame, struct fd_list *fds)
{
    size_t ahead = ch->in_flight + buf_len(&ch->out) + buf_len(frame);

    if (!buf_reserve(&ch->out, buf_len(frame)) ||
        (fds && fd_queue_add(&ch->out_fds, ahead - fds->count, fds) < 0))
        return -1;
    return buf_append(&ch->out, buf_bytes(frame), buf_len(frame)); /* there is room */
}

/* Sends the frame under a new serial, that of the stream (may be NULL) too. Returns true when the
 * caller leads; the waiter may be done already. */
static bool submit(struct channel *ch, struct waiter *w, const struct buf *frame,
                   struct channel_stream *stream)
{
    LOCK_SCOPE(&ch->lock);
    bool leads = false;

    w->serial = ch->next_serial++;
    frame_set_serial(buf_bytes(frame), w->serial);
    if (ch->dead) {
        error_copy(&w->error, &ch->death);
    } else if (append_call(ch, frame, w->fds) < 0) {
        error_copy(&w->error, error_get());
    } else {
        leads = !ch->reading;
        ch->reading = true;
        TAILQ_INSERT_TAIL(&ch->waiters, w, link);
        if (stream)
            channel_stream_begin(stream, w->serial);
        channel_flush_locked(ch);
        return leads;
    }
    w->done = true;
    sem_post(&w->woken);
    return false;
}

static void sleep_till_woken(struct waiter *w)
{
    while (sem_wait(&w->woken) < 0)
        ; /* a signal */
}

void channel_wait(struct channel *ch, struct waiter *w, bool leads)
{
    if (!leads) {
        sleep_till_woken(w);
        leads = w->lead;
    }
    if (leads)
        lead(ch, w);
}

/* Sends the call and waits for its reply. */
static int call_and_wait(struct channel *ch, const struct frame_header *header,
                         const struct proc *proc, const void *args, void *ret,
                         struct channel_stream *stream, struct fd_list *fds)
{
    struct waiter w = {.program = header->program, .procedure = header->procedure, .fds = fds};
    _cleanup_(buf_free) struct buf frame = {0};
    int r = -1;

    if (message_append_fds(&frame, header, proc->args_codec, args, fds ? fds->count : 0) < 0)
        return -1;
    sem_init(&w.woken, 0, 0);
    channel_wait(ch, &w, submit(ch, &w, &frame, stream));
    if (w.error.code)
        error_adopt(&w.error);
    else
        r = codec_decode(buf_bytes(&w.payload), buf_len(&w.payload), proc->ret_codec, ret);
    sem_destroy(&w.woken);
    error_clear(&w.error);
    buf_free(&w.payload);
    return r;
}

int channel_call(struct channel *ch, const struct program *program, const struct proc *proc,
                 const void *args, void *ret, const struct proc_extra *extra)
{
    struct fd_list *fds = extra ? extra->fds : NULL;
    const struct frame_header header = {
        .program = program->number,
        .version = program->version,
        .procedure = proc->number,
        .type = fds && fds->count ? VIR_NET_CALL_WITH_FDS : VIR_NET_CALL,
        .status = VIR_NET_OK,
    };
    struct channel_stream *stream = NULL;

    if (extra && extra->stream) {
        stream = channel_stream_new(ch, &header, extra->stream);
        if (!stream)
            return -1;
    }
    if (call_and_wait(ch, &header, proc, args, ret, stream, fds) < 0) {
        channel_stream_free(stream);
        return -1;
    }
    if (stream)
        channel_stream_attach(stream, proc);
    return 0;
}
