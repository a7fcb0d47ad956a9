/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * One function a step; the table says what is allowed before a single argument is decoded.
 *
 * The operations are the daemon's own for what concerns the connection itself (connection_ops), and
 * the driver's for all else; both have the contract of the .x file.
 */
#include "daemon/dispatch.h"

#include <stdlib.h>
#include <string.h>

#include <libvirt/virterror.h>

#include "common/buf.h"
#include "common/cleanup.h"
#include "common/error.h"
#include "common/log.h"
#include "daemon/call.h"
#include "daemon/connection_ops.h"
#include "daemon/peer/peer.h"
#include "daemon/peer/peer_output.h"
#include "daemon/service.h"
#include "drivers/driver.h"
#include "drivers/stream.h"
#include "protocol/codec.h"
#include "protocol/message.h"
#include "protocol/program.h"

#define LOG_MODULE "daemon.dispatch"

enum {
    SMALL = 256,             /* arguments and results up to this size live on the stack */
    REPLIES_MAX = 64 * 1024, /* bytes of a batch; then they are sent */
};

/* What this thread has made and not yet sent. */
static __thread struct {
    struct peer *peer;
    struct buf replies;
    struct peer_stream *stream; /* that the call has opened */
    struct fd_list fds;         /* of the reply that was appended last */
} batch;

/* Finds what is called, or says why there is no such thing. */
static int dispatch_find(const struct peer *peer, const struct frame_header *h,
                         const struct served_program **ret_served, const struct proc **ret_proc)
{
    const struct served_program *served = service_find(peer->context->service, h->program);
    const struct program *program;
    const struct proc *proc;

    if (!served)
        return error_set(VIR_FROM_RPC, VIR_ERR_RPC, "program 0x%08x is not served here",
                         h->program);
    program = served->program;
    if (h->version != program->version)
        return error_set(VIR_FROM_RPC, VIR_ERR_RPC, "program %s has version %u, not %u",
                         program->name, program->version, h->version);
    if (h->status != VIR_NET_OK)
        return error_set(VIR_FROM_RPC, VIR_ERR_RPC, "a call has status 0, not %d", h->status);
    proc = program_proc(program, h->procedure);
    if (!proc || proc->flags & PROC_EVENT)
        return error_set(VIR_FROM_RPC, VIR_ERR_RPC, "program %s has no procedure %d to be called",
                         program->name, h->procedure);
    *ret_served = served;
    *ret_proc = proc;
    return 0;
}

static int dispatch_deny(const struct program *program, const struct proc *proc)
{
    return error_set(driver_family(program, proc), VIR_ERR_OPERATION_DENIED,
                     "%s changes something or tells a secret, and the connection is read-only",
                     proc->name);
}

/* 0 if the peer may call it now, or -1 with the error set. No argument has been looked at. */
static int dispatch_authorize(const struct peer *peer, const struct program *program,
                              const struct proc *proc)
{
    if (!peer->auth.done && !(proc->flags & PROC_NOAUTH))
        return error_set(VIR_FROM_RPC, VIR_ERR_RPC, "%s needs authentication first", proc->name);
    if (!peer->opened && !(proc->flags & PROC_NOOPEN))
        return error_set(VIR_FROM_RPC, VIR_ERR_INTERNAL_ERROR,
                         "%s came before the connection was opened", proc->name);
    if (peer->session.readonly && !(proc->flags & PROC_READONLY) && !(proc->flags & PROC_NOOPEN))
        return dispatch_deny(program, proc);
    return 0;
}

/* Runs the daemon's own operation, or else the driver's. */
static int dispatch_invoke(struct peer *peer, const struct call *call,
                           const struct served_program *served, const struct proc *proc,
                           const struct frame_header *h, const void *args, void *ret)
{
    struct proc_extra extra = {.fds = call->fds};

    if (proc_supported(proc, served->own_ops))
        return proc->invoke(served->own_ops, &peer->session, args, ret, &extra);
    if (!served->has_drivers)
        return error_set(VIR_FROM_ADMIN, VIR_ERR_NO_SUPPORT, "%s", proc->name);
    if (proc->flags & (PROC_FDS_CALL | PROC_FDS_REPLY) && !call->fds)
        return error_oom(VIR_FROM_RPC);
    if (proc->flags & PROC_FDS_CALL && call->n_fds != call->fds_kept)
        return error_set(VIR_FROM_RPC, VIR_ERR_RPC,
                         "%s: %u descriptors were announced, %u have come, or may be kept",
                         proc->name, call->n_fds, call->fds_kept);
    if (proc->flags & (PROC_STREAM_READ | PROC_STREAM_WRITE)) {
        batch.stream = streams_open(peer, h);
        if (!batch.stream)
            return -1;
        extra.stream = stream_of_driver(batch.stream);
    }
    return driver_call(&peer->session, served->program, proc, args, ret, &extra);
}

/* A zeroed structure: in the small room where it fits. NULL without memory. */
static void *dispatch_alloc(size_t size, uint64_t small[SMALL / sizeof(uint64_t)])
{
    if (size > SMALL)
        return calloc(1, size);
    memset(small, 0, size);
    return small;
}

static void dispatch_free(void *room, const uint64_t *small)
{
    if (room != small)
        free(room);
}

/* Appends the reply, with the descriptors that the operation gives. */
static int dispatch_append_reply(const struct call *call, const struct proc *proc,
                                 const struct frame_header *header, struct buf *reply,
                                 const void *ret)
{
    struct frame_header h = *header;

    if (!(proc->flags & PROC_FDS_REPLY))
        return message_append(reply, &h, proc->ret_codec, ret);
    if (call->fds->count)
        h.type = VIR_NET_REPLY_WITH_FDS;
    if (message_append_fds(reply, &h, proc->ret_codec, ret, call->fds->count) < 0)
        return -1;
    fd_list_move(call->fds, call->fds->count, &batch.fds);
    return 0;
}

/* Decodes, runs, and appends the reply. */
static int dispatch_execute(struct peer *peer, const struct call *call,
                            const struct served_program *served, const struct proc *proc,
                            const struct frame_header *h, struct buf *reply, void *args, void *ret)
{
    int r;

    if (codec_decode(call->payload, call->len, proc->args_codec, args) < 0)
        return -1;
    if (peer->session.readonly && proc->writes && proc->writes(args))
        r = dispatch_deny(served->program, proc);
    else
        r = dispatch_invoke(peer, call, served, proc, h, args, ret);
    if (r >= 0)
        r = dispatch_append_reply(call, proc, h, reply, ret);
    codec_free(proc->ret_codec, ret);
    codec_free(proc->args_codec, args);
    return r;
}

static int dispatch_answer(struct peer *peer, const struct call *call, const struct frame_header *h,
                           struct buf *reply)
{
    uint64_t small_args[SMALL / sizeof(uint64_t)], small_ret[SMALL / sizeof(uint64_t)];
    const struct served_program *served = NULL;
    const struct proc *proc = NULL;
    void *args, *ret;
    int r;

    if (dispatch_find(peer, &call->header, &served, &proc) < 0 ||
        dispatch_authorize(peer, served->program, proc) < 0)
        return -1;
    args = dispatch_alloc(proc->args_size, small_args);
    ret = dispatch_alloc(proc->ret_size, small_ret);
    r = args && ret ? dispatch_execute(peer, call, served, proc, h, reply, args, ret)
                    : error_oom(VIR_FROM_RPC);
    dispatch_free(args, small_args);
    dispatch_free(ret, small_ret);
    return r;
}

void dispatch_batch_end(struct flow *flow)
{
    struct peer *peer = peer_of_flow(flow);

    if (batch.peer != peer || !buf_len(&batch.replies))
        return;
    if (batch.fds.count)
        peer_send_fds(peer, &batch.replies, &batch.fds);
    else
        peer_send(peer, &batch.replies);
    buf_free(&batch.replies); /* the thread may end at any time */
}

/* What follows the reply of the call that was just answered. */
static void dispatch_follow_up(struct flow *flow, bool failed)
{
    struct peer_stream *s = batch.stream;

    batch.stream = NULL;
    if (s && (failed || !stream_of_driver(s)->ops)) {
        stream_forget(s);
    } else if (s) {
        dispatch_batch_end(flow); /* packets come behind the reply */
        stream_start(s);
    }
}

void dispatch_run(struct flow *flow, struct job *job)
{
    struct peer *peer = peer_of_flow(flow);
    struct call *call = (struct call *)job;
    struct frame_header h = call->header;
    bool failed, answered = true;

    if (h.type == VIR_NET_STREAM) {
        streams_run(peer, call);
        return;
    }
    batch.peer = peer;
    h.type = VIR_NET_REPLY;
    h.status = VIR_NET_OK;
    peer_call_left(peer);
    error_reset();
    failed = dispatch_answer(peer, call, &h, &batch.replies) < 0;
    if (failed) {
        log_debug("client %llu: procedure %d: %s", (unsigned long long)peer->id,
                  call->header.procedure, error_text(error_get()));
        answered = message_append_error(&batch.replies, &h, error_get()) == 0;
    }
    call_free(peer, call);
    dispatch_follow_up(flow, failed);
    if (batch.fds.count || buf_len(&batch.replies) > REPLIES_MAX || !answered ||
        connection_ends_after(&h))
        dispatch_batch_end(flow);
    if (!answered)
        peer_disconnect(peer, "no memory for a reply");
    else if (connection_ends_after(&h))
        peer_close_later(peer);
}
