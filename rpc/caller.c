/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A frame goes out, and what comes back is read until the answer is there. A stream is frames
 * behind its call, which the other side answers once, at their end.
 */
#include "rpc/caller.h"

#include <errno.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "protocol/codec.h"
#include "protocol/message.h"
#include "protocol/program.h"
#include "rpc/address.h"
#include "rpc/packet_queue.h"
#include "rpc/transport.h"

int caller_connect(struct caller *c, const struct transport_address *to, unsigned seconds)
{
    *c = (struct caller){.seconds = seconds};
    call_queue_init(&c->calls);
    output_queue_init(&c->out);
    c->transport = transport_connect(to, seconds);
    return c->transport ? 0 : -1;
}

void caller_cut(struct caller *c)
{
    transport_shutdown(c->transport);
}

void caller_done(struct caller *c)
{
    c->transport = transport_close(c->transport);
    output_queue_done(&c->out);
    input_queue_done(&c->in);
}

/* ---- frames ---- */

/* Sends what waits. */
static int caller_flush(struct caller *c)
{
    enum output_result r;

    while ((r = output_queue_flush(&c->out, c->transport, NULL)) == OUTPUT_BLOCKED) {
        struct pollfd p = {
            .fd = c->transport->fd,
            .events = transport_wants(c->transport, POLLOUT),
        };
        int ready = poll(&p, 1, (int)c->seconds * 1000);

        if (ready == 0)
            errno = EAGAIN;
        if (ready == 0 || (ready < 0 && errno != EINTR))
            break;
    }
    return r == OUTPUT_SENT
               ? 0
               : error_set_errno(VIR_FROM_RPC, errno, "cannot send to the other daemon");
}

static int caller_receive(struct caller *c, size_t need)
{
    ssize_t n = input_queue_receive_bytes(&c->in, c->transport, need);

    if (n > 0)
        return 0;
    if (n == TRANSPORT_EOF)
        return error_set(VIR_FROM_RPC, VIR_ERR_INTERNAL_ERROR, "the other daemon has gone");
    return error_set_errno(VIR_FROM_RPC, errno, "the other daemon does not answer");
}

/* Reads until a whole frame is at the front, which takes *ret_need bytes. */
static int caller_next_frame(struct caller *c, struct frame *ret, size_t *ret_need)
{
    int r;

    while ((r = input_queue_next(&c->in, ret, ret_need)) == FRAME_PARTIAL) {
        if (caller_receive(c, *ret_need - buf_len(&c->in.bytes)) < 0)
            return -1;
    }
    return r < 0 ? -1 : 0;
}

/* Reads until the reply of the call, which is in the queue, is there; what comes unasked for is
 * dropped. */
static int caller_await_reply(struct caller *c, struct queued_call *call)
{
    struct queued_call *found = NULL;

    while (!found) {
        struct frame f;
        size_t need;

        if (caller_next_frame(c, &f, &need) < 0) {
            call_queue_remove(&c->calls, call);
            return -1;
        }
        if (f.header.type == VIR_NET_REPLY)
            found = call_queue_take(&c->calls, &f.header);
        if (found && call_fill(found, &f, &c->in) < 0)
            return -1;
        input_queue_eat(&c->in, need);
    }
    return 0;
}

/* ---- calls ---- */

/* Sends a call and reads its reply. */
static int caller_exchange(struct caller *c, struct queued_call *call, struct frame_header *header,
                           const struct proc *proc, const void *args)
{
    _cleanup_(buf_free) struct buf frame = {0};

    if (message_append(&frame, header, proc->args_codec, args) < 0)
        return -1;
    call_queue_number(&c->calls, call, &frame);
    header->serial = call->serial;
    if (output_queue_add(&c->out, &frame) < 0 || caller_flush(c) < 0)
        return -1;
    call_queue_add(&c->calls, call);
    return caller_await_reply(c, call);
}

int caller_call(struct caller *c, const struct program *program, const struct proc *proc,
                const void *args, void *ret, struct frame_header *ret_header)
{
    struct queued_call call = {.program = program->number, .procedure = proc->number};
    struct frame_header header = {
        .program = program->number,
        .version = program->version,
        .procedure = proc->number,
        .type = VIR_NET_CALL,
        .status = VIR_NET_OK,
    };
    int r = caller_exchange(c, &call, &header, proc, args);

    if (r == 0 && call.error.code) {
        error_adopt(&call.error);
        r = -1;
    } else if (r == 0 && proc->ret_codec) {
        r = codec_decode(buf_bytes(&call.payload), buf_len(&call.payload), proc->ret_codec, ret);
    }
    call_done(&call);
    if (r == 0 && ret_header)
        *ret_header = header;
    return r;
}

/* ---- streams ---- */

/* Reads until the stream is answered. 0, or -1 with the other side's error or ours set. */
static int caller_await_end(struct caller *c, const struct frame_header *stream)
{
    struct packet_queue packets;
    int r = 0;

    packet_queue_init(&packets);
    packet_queue_close(&packets);
    while (r == 0 && !packets.answered && !packets.error.code) {
        struct frame f;
        size_t need;

        r = caller_next_frame(c, &f, &need);
        if (r < 0)
            break;
        if (f.header.type == VIR_NET_STREAM && f.header.serial == stream->serial)
            r = packet_queue_take(&packets, &f);
        input_queue_eat(&c->in, need);
    }
    if (packets.error.code) {
        error_adopt(&packets.error);
        r = -1;
    }
    packet_queue_done(&packets);
    return r;
}

static struct frame_header caller_packet(const struct frame_header *stream, int type, int status)
{
    struct frame_header h = *stream;

    h.type = type;
    h.status = status;
    return h;
}

int caller_stream_bytes(struct caller *c, const struct frame_header *stream, const void *bytes,
                        size_t len)
{
    const struct frame_header header = caller_packet(stream, VIR_NET_STREAM, VIR_NET_CONTINUE);
    struct buf *out = output_queue_tail(&c->out);
    ptrdiff_t start;

    /* Room for all of it first: half a frame must not stay there. */
    if (!buf_reserve(out, FRAME_MIN + len))
        return -1;
    start = frame_begin(out, &header);
    buf_append(out, bytes, len);
    frame_end(out, start);
    return caller_flush(c);
}

int caller_stream_hole(struct caller *c, const struct frame_header *stream, unsigned long long len)
{
    const struct frame_header header = caller_packet(stream, VIR_NET_STREAM_HOLE, VIR_NET_CONTINUE);
    const virNetStreamHole hole = {.length = (int64_t)len};
    xdrproc_t codec = (xdrproc_t)(void (*)(void))xdr_virNetStreamHole;

    return message_append(output_queue_tail(&c->out), &header, codec, &hole) < 0 ? -1
                                                                                 : caller_flush(c);
}

int caller_stream_close(struct caller *c, const struct frame_header *stream, int status)
{
    const struct frame_header header = caller_packet(stream, VIR_NET_STREAM, status);

    if (message_append(output_queue_tail(&c->out), &header, NULL, NULL) < 0 || caller_flush(c) < 0)
        return -1;
    return caller_await_end(c, stream);
}
