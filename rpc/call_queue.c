/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A list in the order of serials: replies come mostly in that order, so the front is looked at
 * first.
 */
#include "rpc/call_queue.h"

#include <libvirt/virterror.h>

#include "protocol/message.h"
#include "rpc/input_queue.h"

void call_queue_number(struct call_queue *q, struct queued_call *call, const struct buf *frame)
{
    call->serial = call_queue_serial(q);
    frame_set_serial(buf_bytes(frame), call->serial);
}

void call_queue_add(struct call_queue *q, struct queued_call *call)
{
    TAILQ_INSERT_TAIL(&q->calls, call, link);
}

struct queued_call *call_queue_take(struct call_queue *q, const struct frame_header *reply)
{
    struct queued_call *call;

    TAILQ_FOREACH (call, &q->calls, link) {
        if (call->serial == reply->serial && !call->no_reply) {
            TAILQ_REMOVE(&q->calls, call, link);
            return call;
        }
    }
    return NULL;
}

void call_queue_remove(struct call_queue *q, struct queued_call *call)
{
    TAILQ_REMOVE(&q->calls, call, link);
}

static int call_read_reply(struct queued_call *call, const struct frame *reply,
                           struct input_queue *in)
{
    if (call->program != reply->header.program || call->procedure != reply->header.procedure)
        return error_set(VIR_FROM_RPC, VIR_ERR_RPC,
                         "the daemon answered call %u of procedure %d with procedure %d",
                         reply->header.serial, call->procedure, reply->header.procedure);
    if (call->fds)
        input_queue_take_fds(in, reply, call->fds);
    if (reply->header.status != VIR_NET_ERROR)
        return buf_append(&call->payload, reply->payload, reply->payload_len);
    if (message_read_error(reply->payload, reply->payload_len, &call->error) < 0)
        return -1;
    if (!call->error.code)
        call->error.code = VIR_ERR_INTERNAL_ERROR;
    return 0;
}

int call_fill(struct queued_call *call, const struct frame *reply, struct input_queue *in)
{
    if (call_read_reply(call, reply, in) == 0)
        return 0;
    error_copy(&call->error, error_get()); /* it has left the queue: a later failure misses it */
    return -1;
}

void call_queue_fail(struct call_queue *q, const struct error *why,
                     void (*wake)(struct queued_call *call))
{
    struct queued_call *call;

    while ((call = TAILQ_FIRST(&q->calls))) {
        TAILQ_REMOVE(&q->calls, call, link);
        error_copy(&call->error, why);
        wake(call);
    }
}

void call_done(struct queued_call *call)
{
    error_clear(&call->error);
    buf_free(&call->payload);
}
