/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a channel reads: frames to replies, events, pings. Only the leader is in here.
 */
#include "client/remote/channel_internal.h"

#include <errno.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "protocol/keepalive.h"
#include "protocol/program.h"

enum { READ_SIZE = 65536 };

/* Gives a waiter its reply; it is woken later. A reply that nobody waits for is dropped. */
static int channel_take_reply(struct channel *ch, const struct frame *f)
{
    struct queued_call *call;

    pthread_mutex_lock(&ch->lock);
    call = call_queue_take(&ch->calls, &f->header);
    pthread_mutex_unlock(&ch->lock);
    if (!call)
        return 0;
    TAILQ_INSERT_TAIL(&ch->filled, call, link);
    return call_fill(call, f, &ch->in);
}

/* Each waiter may be gone as soon as it is woken. */
static void channel_wake_filled(struct channel *ch)
{
    struct queued_call *call, *next;

    for (call = TAILQ_FIRST(&ch->filled); call; call = next) {
        next = TAILQ_NEXT(call, link);
        channel_wake_waiter(call);
    }
    TAILQ_INIT(&ch->filled);
}

static const struct program *channel_program(uint32_t number)
{
    static const struct program *const programs[] = {&remote_program, &qemu_program, &lxc_program};

    for (size_t i = 0; i < ARRAY_SIZE(programs); i++) {
        if (programs[i]->number == number)
            return programs[i];
    }
    return NULL;
}

static int channel_take_message(struct channel *ch, const struct frame *f)
{
    const struct program *program;
    const struct proc *proc;

    if (f->header.program == KEEPALIVE_PROGRAM) {
        if (f->header.procedure == KEEPALIVE_PROC_PING)
            return channel_send_keepalive(ch, KEEPALIVE_PROC_PONG);
        return 0;
    }
    program = channel_program(f->header.program);
    proc = program ? program_proc(program, f->header.procedure) : NULL;
    if (proc && proc->flags & PROC_EVENT)
        ch->sink.message(ch->sink.opaque, program, proc, f->payload, f->payload_len);
    return 0;
}

static int channel_take_frame(struct channel *ch, const struct frame *f)
{
    switch (f->header.type) {
    case VIR_NET_REPLY:
    case VIR_NET_REPLY_WITH_FDS:
        return channel_take_reply(ch, f);
    case VIR_NET_MESSAGE:
        return channel_take_message(ch, f);
    case VIR_NET_STREAM:
    case VIR_NET_STREAM_HOLE:
        return channel_take_packet(ch, f);
    default:
        return 0;
    }
}

/* Takes all whole frames out of the input, and makes room for the rest of the next one. */
static int channel_take_frames(struct channel *ch)
{
    while (buf_len(&ch->in.bytes)) {
        struct frame f;
        size_t need;
        int r = input_queue_next(&ch->in, &f, &need);

        if (r < 0)
            return -1;
        if (r == FRAME_PARTIAL)
            return buf_reserve(&ch->in.bytes, need - buf_len(&ch->in.bytes)) ? 0 : -1;
        if (channel_take_frame(ch, &f) < 0)
            return -1;
        input_queue_eat(&ch->in, need);
    }
    fd_list_close(&ch->in.fds); /* nobody has asked for those */
    return 0;
}

static void channel_read_once(struct channel *ch)
{
    ssize_t n = input_queue_receive(&ch->in, ch->transport, READ_SIZE);

    if (transport_blocked(n))
        return;
    if (n == TRANSPORT_EOF) {
        error_set(VIR_FROM_RPC, VIR_ERR_INTERNAL_ERROR, "the daemon closed the connection");
        channel_die(ch, VIR_CONNECT_CLOSE_REASON_EOF);
        return;
    }
    if (n < 0) {
        channel_break(ch, errno);
        return;
    }
    pthread_mutex_lock(&ch->lock);
    ch->unanswered = 0; /* any traffic shows that the daemon lives */
    pthread_mutex_unlock(&ch->lock);
    if (channel_take_frames(ch) < 0)
        channel_die(ch, VIR_CONNECT_CLOSE_REASON_ERROR);
    channel_wake_filled(ch);
}

void channel_read(struct channel *ch)
{
    do
        channel_read_once(ch);
    while (!transport_wants(ch->transport, POLLIN) && channel_alive(ch));
}
