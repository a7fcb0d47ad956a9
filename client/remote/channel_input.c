/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a channel reads: frames to replies, events, pings. Only the leader is in here.
 */
#include "client/remote/channel_impl.h"

#include <errno.h>
#include <string.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "protocol/keepalive.h"
#include "protocol/message.h"
#include "protocol/program.h"

enum { READ_SIZE = 65536 };

/* Takes the waiter of that serial out of the list. NULL: nobody waits for it (any more). */
static struct waiter *take_waiter(struct channel *ch, uint32_t serial)
{
    LOCK_SCOPE(&ch->lock);
    struct waiter *w;

    TAILQ_FOREACH (w, &ch->waiters, link) {
        if (w->serial == serial && !w->stream) {
            TAILQ_REMOVE(&ch->waiters, w, link);
            TAILQ_INSERT_TAIL(&ch->done, w, link);
            return w;
        }
    }
    return NULL;
}

/* Gives a waiter its reply; it is woken later. */
static int fill_reply(struct channel *ch, struct waiter *w, const struct frame *f)
{
    if (w->program != f->header.program || w->procedure != f->header.procedure)
        return error_set(VIR_FROM_RPC, VIR_ERR_RPC,
                         "the daemon answered call %u of procedure %d with procedure %d",
                         f->header.serial, w->procedure, f->header.procedure);
    if (w->fds)
        fd_list_move(&ch->in_fds, f->n_fds < ch->in_fds.count ? f->n_fds : ch->in_fds.count,
                     w->fds);
    if (f->header.status != VIR_NET_ERROR)
        return buf_append(&w->payload, f->payload, f->payload_len);
    if (message_read_error(f->payload, f->payload_len, &w->error) < 0)
        return -1;
    if (!w->error.code)
        w->error.code = VIR_ERR_INTERNAL_ERROR;
    return 0;
}

/* A reply that nobody waits for is dropped. */
static int take_reply(struct channel *ch, const struct frame *f)
{
    struct waiter *w = take_waiter(ch, f->header.serial);

    if (!w || fill_reply(ch, w, f) == 0)
        return 0;
    error_copy(&w->error, error_get()); /* it has left the list: the channel's death misses it */
    return -1;
}

/* Each waiter may be gone as soon as it is woken. */
static void wake_done(struct channel *ch)
{
    struct waiter *w, *next;

    for (w = TAILQ_FIRST(&ch->done); w; w = next) {
        next = TAILQ_NEXT(w, link);
        w->done = true;
        sem_post(&w->woken);
    }
    TAILQ_INIT(&ch->done);
}

static const struct program *program_of(uint32_t number)
{
    static const struct program *const programs[] = {&remote_program, &qemu_program, &lxc_program};

    for (size_t i = 0; i < ARRAY_SIZE(programs); i++) {
        if (programs[i]->number == number)
            return programs[i];
    }
    return NULL;
}

static int take_message(struct channel *ch, const struct frame *f)
{
    const struct program *program;
    const struct proc *proc;

    if (f->header.program == KEEPALIVE_PROGRAM) {
        if (f->header.procedure == KEEPALIVE_PROC_PING)
            return channel_send_keepalive(ch, KEEPALIVE_PROC_PONG);
        return 0;
    }
    program = program_of(f->header.program);
    proc = program ? program_proc(program, f->header.procedure) : NULL;
    if (proc && proc->flags & PROC_EVENT)
        ch->sink.message(ch->sink.opaque, program, proc, f->payload, f->payload_len);
    return 0;
}

static int take_frame(struct channel *ch, const struct frame *f)
{
    switch (f->header.type) {
    case VIR_NET_REPLY:
    case VIR_NET_REPLY_WITH_FDS:
        return take_reply(ch, f);
    case VIR_NET_MESSAGE:
        return take_message(ch, f);
    case VIR_NET_STREAM:
    case VIR_NET_STREAM_HOLE:
        return channel_stream_take(ch, f);
    default:
        return 0;
    }
}

/* Takes all whole frames out of `in`. */
static int take_frames(struct channel *ch)
{
    while (buf_len(&ch->in)) {
        struct frame f;
        size_t need;
        int r;

        r = frame_look(buf_bytes(&ch->in), buf_len(&ch->in), &f, &need);
        if (r < 0)
            return -1;
        if (r == FRAME_READY)
            need = f.len + f.n_fds;
        if (r == FRAME_PARTIAL || buf_len(&ch->in) < need)
            return buf_reserve(&ch->in, need - buf_len(&ch->in)) ? 0 : -1;
        if (take_frame(ch, &f) < 0)
            return -1;
        buf_eat(&ch->in, need);
    }
    fd_list_close(&ch->in_fds); /* nobody has asked for those */
    return 0;
}

static ssize_t receive(struct channel *ch)
{
    uint8_t *room = buf_reserve(&ch->in, READ_SIZE);

    if (!room) {
        errno = ENOMEM;
        return -1;
    }
    return fds_receive(ch->fd, room, buf_room(&ch->in), &ch->in_fds);
}

void channel_read(struct channel *ch)
{
    ssize_t n = receive(ch);

    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (n == 0) {
        error_set(VIR_FROM_RPC, VIR_ERR_INTERNAL_ERROR, "the daemon closed the connection");
        channel_die(ch, VIR_CONNECT_CLOSE_REASON_EOF);
        return;
    }
    if (n < 0) {
        channel_broke(ch, errno);
        return;
    }
    buf_added(&ch->in, (size_t)n);
    pthread_mutex_lock(&ch->lock);
    ch->unanswered = 0; /* any traffic shows that the daemon lives */
    pthread_mutex_unlock(&ch->lock);
    if (take_frames(ch) < 0)
        channel_die(ch, VIR_CONNECT_CLOSE_REASON_ERROR);
    wake_done(ch);
}
