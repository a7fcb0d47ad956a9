/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A channel's life, and the calls on it.
 */
#include "client/remote/channel_internal.h"

#include <errno.h>
#include <sys/eventfd.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "protocol/codec.h"
#include "protocol/message.h"
#include "protocol/program.h"
#include "rpc/address.h"

/* ---- make and end ---- */

struct channel *channel_connect(const struct transport_address *to, const struct event_sink *sink)
{
    struct channel *ch;
    _cleanup_(transport_closep) struct transport *transport = transport_connect(to, 0);
    _cleanup_close_ int wake_fd = -1;

    if (!transport)
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
    call_queue_init(&ch->calls);
    TAILQ_INIT(&ch->filled);
    LIST_INIT(&ch->streams);
    output_queue_init(&ch->out);
    ch->transport = take(transport);
    ch->wake_fd = take_fd(wake_fd);
    ch->watch = ch->timer = ch->trickle = -1;
    ch->sink = *sink;
    sink->ref(sink->opaque);
    channel_join_forks(ch);
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

/* ---- calls ---- */

/* Sends the frame under a new serial, that of the stream (may be NULL) too. Returns true when the
 * caller leads; the waiter may be done already. */
static bool channel_submit(struct channel *ch, struct waiter *w, const struct buf *frame,
                           struct channel_stream *stream)
{
    LOCK_SCOPE(&ch->lock);
    bool leads = false;

    call_queue_number(&ch->calls, &w->call, frame);
    if (ch->dead) {
        error_copy(&w->call.error, &ch->death);
    } else if (output_queue_add_fds(&ch->out, frame, w->call.fds) < 0) {
        error_copy(&w->call.error, error_get());
    } else {
        leads = !ch->reading;
        ch->reading = true;
        call_queue_add(&ch->calls, &w->call);
        if (stream)
            channel_stream_begin(stream, w->call.serial);
        channel_flush_locked(ch);
        return leads;
    }
    channel_wake_waiter(&w->call);
    return false;
}

/* Sends the call and waits for its reply. */
static int channel_call_and_wait(struct channel *ch, const struct frame_header *header,
                                 const struct proc *proc, const void *args, void *ret,
                                 struct channel_stream *stream, struct fd_list *fds)
{
    struct waiter w = {
        .call = {.program = header->program, .procedure = header->procedure, .fds = fds},
    };
    _cleanup_(buf_free) struct buf frame = {0};
    int r = -1;

    if (message_append_fds(&frame, header, proc->args_codec, args, fds ? fds->count : 0) < 0)
        return -1;
    sem_init(&w.woken, 0, 0);
    channel_wait(ch, &w, channel_submit(ch, &w, &frame, stream));
    if (w.call.error.code)
        error_adopt(&w.call.error);
    else
        r = codec_decode(buf_bytes(&w.call.payload), buf_len(&w.call.payload), proc->ret_codec,
                         ret);
    sem_destroy(&w.woken);
    call_done(&w.call);
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
    if (channel_call_and_wait(ch, &header, proc, args, ret, stream, fds) < 0) {
        channel_stream_free(stream);
        return -1;
    }
    if (stream)
        channel_stream_attach(stream, proc);
    return 0;
}
