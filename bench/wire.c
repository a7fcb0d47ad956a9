/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Calls in one write, replies in as few reads as the kernel allows.
 */
#include "bench/wire.h"

#include <errno.h>
#include <string.h>

#include "protocol/message.h"
#include "rpc/address.h"
#include "rpc/transport.h"

enum { READ_SIZE = 16384, PATIENCE_S = 20 };

int wire_connect(struct wire *w, const char *path)
{
    const struct transport_address to = {.transport = "unix", .path = (char *)(uintptr_t)path};

    *w = (struct wire){.fd = -1, .expects = VIR_NET_REPLY};
    call_queue_init(&w->calls);
    output_queue_init(&w->out);
    w->transport = transport_connect(&to, PATIENCE_S);
    if (!w->transport)
        return -1;
    w->fd = w->transport->fd;
    return 0;
}

int wire_flush(struct wire *w)
{
    return output_queue_flush(&w->out, w->transport, NULL) == OUTPUT_FAILED ? -1 : 0;
}

int wire_frame(struct buf *ret, uint32_t program, int procedure, xdrproc_t codec, const void *args)
{
    struct frame_header header = {.program = program,
                                  .version = 1,
                                  .procedure = procedure,
                                  .type = VIR_NET_CALL,
                                  .status = VIR_NET_OK};

    *ret = (struct buf){0};
    if (message_append(ret, &header, codec, args) < 0) {
        errno = ENOMEM;
        return -1;
    }
    return 0;
}

/* Adds n copies to what is to be sent. */
static int wire_append(struct wire *w, const struct buf *frame, unsigned n)
{
    struct buf *out = output_queue_tail(&w->out);
    size_t len = buf_len(frame);
    uint8_t *at = buf_reserve(out, n * len);

    if (!at) {
        errno = ENOMEM;
        return -1;
    }
    for (unsigned i = 0; i < n; i++, at += len) {
        memcpy(at, buf_bytes(frame), len);
        frame_set_serial(at, call_queue_serial(&w->calls));
    }
    buf_added(out, n * len);
    return 0;
}

int wire_put(struct wire *w, const struct buf *frame)
{
    return wire_append(w, frame, 1);
}

int wire_send(struct wire *w, const struct buf *frame, unsigned n)
{
    return wire_append(w, frame, n) < 0 ? -1 : wire_flush(w);
}

/* Reads once, with room for what is known to come. */
static int wire_read_more(struct wire *w, size_t need)
{
    size_t len = buf_len(&w->in.bytes), missing = need > len ? need - len : 0;
    size_t size = missing > READ_SIZE ? missing : READ_SIZE;
    ssize_t n = input_queue_receive_bytes(&w->in, w->transport, size);

    if (n == TRANSPORT_EOF)
        errno = ECONNRESET;
    return n > 0 ? 0 : -1;
}

/* Takes the next message from what has been read. 1, 0: it is not whole yet, or -1. */
static int wire_cut(struct wire *w, struct frame *ret, size_t *ret_need)
{
    *ret_need = 0;
    if (!buf_len(&w->in.bytes) || input_queue_next(&w->in, ret, ret_need) != FRAME_READY)
        return 0;
    if (ret->header.type != w->expects || ret->header.status != VIR_NET_OK) {
        errno = EPROTO;
        return -1;
    }
    input_queue_eat(&w->in, *ret_need);
    return 1;
}

int wire_reply(struct wire *w, struct frame *ret)
{
    size_t need;
    int r;

    while ((r = wire_cut(w, ret, &need)) == 0) {
        if (wire_read_more(w, need) < 0)
            return -1;
    }
    return r < 0 ? -1 : 0;
}

int wire_receive(struct wire *w, unsigned *ret_n)
{
    unsigned found = 0;
    size_t need = 0;

    do {
        struct frame frame;
        int r;

        if (wire_read_more(w, need) < 0)
            return -1;
        while ((r = wire_cut(w, &frame, &need)) > 0)
            found++;
        if (r < 0)
            return -1;
    } while (!found);
    w->answered += found;
    *ret_n = found;
    return 0;
}

pid_t wire_peer(const struct wire *w)
{
    struct peer_identity peer;

    return transport_peer_identity(w->transport, &peer) < 0 ? -1 : peer.pid;
}

void wire_close(struct wire *w)
{
    transport_close(w->transport);
    input_queue_done(&w->in);
    output_queue_done(&w->out);
    *w = (struct wire){.fd = -1};
}
