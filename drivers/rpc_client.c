/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * One call at a time: a frame goes out, and what comes back is read until the answer is there. A
 * stream is frames behind its call, which the other side answers once, at their end.
 */
#include "drivers/rpc_client.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "common/buf.h"
#include "common/cleanup.h"
#include "common/error.h"
#include "rpc/sock.h"
#include "drivers/driver.h"
#include "drivers/session.h"
#include "drivers/stream.h"
#include "drivers/uri.h"
#include "drivers/daemon_address.h"
#include "protocol/codec.h"
#include "protocol/frame.h"
#include "protocol/message.h"
#include "protocol/program.h"
#include "protocol/remote.h"

enum { ANSWER_SECONDS = 60, PIECE = 65536 };

struct rpc_client {
    struct session session; /* of a driver here */
    int fd;                 /* of a daemon; -1: it is a driver here */
    uint32_t serial;
    struct buf in;
    const struct proc *streams; /* whose stream it has; NULL: none */
    struct stream stream;       /* of a driver here */
};

/* ---- a driver here ---- */

static void hear_nothing(struct session *session, const struct program *program,
                         const struct proc *proc, const void *msg)
{
}

static const struct session_host host = {.emit = hear_nothing};

static void wake_nobody(struct stream *stream)
{
}

static void end_stream(struct rpc_client *e)
{
    e->streams = NULL;
    if (e->stream.ops)
        e->stream.ops->done(e->stream.opaque);
    e->stream.ops = NULL;
}

/* ---- a daemon ---- */

static int send_all(int fd, const struct buf *out)
{
    const uint8_t *bytes = buf_bytes(out);
    size_t left = buf_len(out);

    while (left) {
        ssize_t n = send(fd, bytes, left, MSG_NOSIGNAL);

        if (n < 0 && errno != EINTR)
            return error_set_errno(VIR_FROM_RPC, errno, "cannot send to the other daemon");
        if (n > 0) {
            bytes += n;
            left -= (size_t)n;
        }
    }
    return 0;
}

static int receive_more(struct rpc_client *e, size_t need)
{
    uint8_t *room = buf_reserve(&e->in, need);
    ssize_t n;

    if (!room)
        return -1;
    do {
        n = recv(e->fd, room, need, 0);
    } while (n < 0 && errno == EINTR);
    if (n < 0)
        return error_set_errno(VIR_FROM_RPC, errno, "the other daemon does not answer");
    if (n == 0)
        return error_set(VIR_FROM_RPC, VIR_ERR_INTERNAL_ERROR, "the other daemon has gone");
    buf_added(&e->in, (size_t)n);
    return 0;
}

/* Reads until the answer is at the front; what comes unasked for is dropped. */
static int receive_answer(struct rpc_client *e, int type, struct frame *ret_frame)
{
    size_t need;
    int r;

    for (;;) {
        r = frame_look(buf_bytes(&e->in), buf_len(&e->in), ret_frame, &need);
        if (r < 0)
            return -1;
        if (r == FRAME_PARTIAL) {
            if (receive_more(e, need - buf_len(&e->in)) < 0)
                return -1;
        } else if (ret_frame->header.type == type && ret_frame->header.serial == e->serial) {
            return 0;
        } else {
            buf_eat(&e->in, ret_frame->len);
        }
    }
}

static int read_answer(const struct frame *f, xdrproc_t codec, void *ret)
{
    struct error theirs = {0};

    if (f->header.status == VIR_NET_OK)
        return codec ? codec_decode(f->payload, f->payload_len, codec, ret) : 0;
    if (message_read_error(f->payload, f->payload_len, &theirs) == 0)
        error_adopt(&theirs);
    return -1;
}

/* Waits for the answer of that type. */
static int hear(struct rpc_client *e, int type, xdrproc_t codec, void *ret)
{
    struct frame answer;
    int r;

    if (receive_answer(e, type, &answer) < 0)
        return -1;
    r = read_answer(&answer, codec, ret);
    buf_eat(&e->in, answer.len);
    return r;
}

static struct frame_header header_of(const struct rpc_client *e, const struct proc *proc, int type,
                                     int status)
{
    return (struct frame_header){
        .program = remote_program.number,
        .version = remote_program.version,
        .procedure = proc->number,
        .type = type,
        .serial = e->serial,
        .status = status,
    };
}

/* Sends a message with a structure, or (codec NULL) a few bytes behind its header. */
static int tell(struct rpc_client *e, const struct frame_header *header, xdrproc_t codec,
                const void *payload, size_t len)
{
    _cleanup_(buf_free) struct buf out = {0};
    ptrdiff_t start;

    if (codec) {
        if (message_append(&out, header, codec, payload) < 0)
            return -1;
    } else {
        start = frame_begin(&out, header);
        if (start < 0 || buf_append(&out, payload, len) < 0 || frame_end(&out, start) < 0)
            return -1;
    }
    return send_all(e->fd, &out);
}

static int call_daemon(struct rpc_client *e, const struct proc *proc, const void *args, void *ret)
{
    struct frame_header header;

    e->serial++;
    header = header_of(e, proc, VIR_NET_CALL, VIR_NET_OK);
    return tell(e, &header, proc->args_codec, args, 0) < 0
               ? -1
               : hear(e, VIR_NET_REPLY, proc->ret_codec, ret);
}

int rpc_client_call(struct rpc_client *e, int procedure, const void *args, void *ret)
{
    const struct proc *proc = program_proc(&remote_program, procedure);

    return e->fd < 0 ? driver_call(&e->session, &remote_program, proc, args, ret, NULL)
                     : call_daemon(e, proc, args, ret);
}

/* ---- streams ---- */

int rpc_client_open_stream(struct rpc_client *e, int procedure, const void *args, void *ret)
{
    const struct proc *proc = program_proc(&remote_program, procedure);
    const struct proc_extra extra = {.stream = &e->stream};

    e->stream = (struct stream){.wake = wake_nobody};
    if (e->fd < 0 ? driver_call(&e->session, &remote_program, proc, args, ret, &extra) < 0
                  : call_daemon(e, proc, args, ret) < 0)
        return -1;
    e->streams = proc;
    return 0;
}

static int send_piece(struct rpc_client *e, const void *bytes, size_t len)
{
    const struct frame_header header = header_of(e, e->streams, VIR_NET_STREAM, VIR_NET_CONTINUE);

    return e->fd < 0 ? e->stream.ops->write(e->stream.opaque, bytes, len)
                     : tell(e, &header, NULL, bytes, len);
}

static int send_hole(struct rpc_client *e, unsigned long long len)
{
    const struct frame_header header =
        header_of(e, e->streams, VIR_NET_STREAM_HOLE, VIR_NET_CONTINUE);
    const virNetStreamHole hole = {.length = (int64_t)len};

    return e->fd < 0 ? e->stream.ops->hole(e->stream.opaque, len)
                     : tell(e, &header, (xdrproc_t)(void (*)(void))xdr_virNetStreamHole, &hole, 0);
}

int rpc_client_send(struct rpc_client *e, const void *bytes, unsigned long long len)
{
    if (!bytes)
        return send_hole(e, len);
    for (const char *at = bytes; len;) {
        size_t n = len < PIECE ? (size_t)len : PIECE;

        if (send_piece(e, at, n) < 0)
            return -1;
        at += n;
        len -= n;
    }
    return 0;
}

int rpc_client_finish(struct rpc_client *e)
{
    const struct frame_header header = header_of(e, e->streams, VIR_NET_STREAM, VIR_NET_OK);
    int r = 0;

    if (e->fd >= 0)
        r = tell(e, &header, NULL, NULL, 0) < 0 ? -1 : hear(e, VIR_NET_STREAM, NULL, NULL);
    else if (e->stream.ops->finish)
        r = e->stream.ops->finish(e->stream.opaque);
    end_stream(e);
    return r;
}

void rpc_client_abort(struct rpc_client *e)
{
    const struct frame_header header = header_of(e, e->streams, VIR_NET_STREAM, VIR_NET_ERROR);
    struct error kept = {0};

    error_copy(&kept, error_get());
    if (e->fd >= 0 && tell(e, &header, NULL, NULL, 0) == 0)
        hear(e, VIR_NET_STREAM, NULL, NULL);
    end_stream(e);
    error_adopt(&kept);
}

/* ---- make, end ---- */

static int check_auth(struct rpc_client *e)
{
    remote_auth_list_ret list = {0};
    int type = REMOTE_AUTH_NONE;

    if (rpc_client_call(e, REMOTE_PROC_AUTH_LIST, NULL, &list) < 0)
        return -1;
    if (list.types.types_len)
        type = (int)list.types.types_val[0];
    free(list.types.types_val);
    if (type == REMOTE_AUTH_NONE)
        return 0;
    return error_set(VIR_FROM_REMOTE, VIR_ERR_AUTH_UNAVAILABLE,
                     "the other daemon asks this one for authentication");
}

static int open_daemon(struct rpc_client *e, const struct uri *uri)
{
    _cleanup_(daemon_address_clear) struct transport_address to = {0};
    _cleanup_free_ char *name = uri_for_driver(uri);
    remote_connect_open_args args = {.name = &name};

    if (!name)
        return error_oom(VIR_FROM_REMOTE);
    if (daemon_address_find(uri, false, &to) < 0)
        return -1;
    e->fd = sock_connect(to.path, ANSWER_SECONDS);
    if (e->fd < 0 || check_auth(e) < 0)
        return -1;
    return rpc_client_call(e, REMOTE_PROC_CONNECT_OPEN, &args, NULL);
}

static int open_driver(struct rpc_client *e, const struct driver *driver, const struct uri *uri,
                       const char *text)
{
    e->session = (struct session){
        .host = &host,
        .driver = driver,
        .uri = (char *)(uintptr_t)text,
        .pid = getpid(),
        .uid = geteuid(),
        .gid = getegid(),
    };
    return e->session.driver->open(&e->session, uri, 0);
}

int rpc_client_open(const struct session *session, const char *text, struct rpc_client **ret_client)
{
    const struct driver *local;
    _cleanup_(uri_freep) struct uri *uri = NULL;
    _cleanup_(rpc_client_closep) struct rpc_client *e = NULL;

    if (uri_parse(text, &uri) < 0)
        return -1;
    e = calloc(1, sizeof(*e));
    if (!e)
        return error_oom(VIR_FROM_REMOTE);
    e->fd = -1;
    local = session_find_driver(session, uri->driver);
    if (daemon_address_is_remote(uri, local) ? open_daemon(e, uri) < 0
                                             : open_driver(e, local, uri, text) < 0)
        return -1;
    e->session.uri = NULL;
    *ret_client = take(e);
    return 0;
}

void rpc_client_cut(struct rpc_client *e)
{
    if (e->fd >= 0) {
        shutdown(e->fd, SHUT_RDWR);
        return;
    }
    e->session.gone = true;
    if (e->session.driver->interrupt)
        e->session.driver->interrupt(&e->session);
}

struct rpc_client *rpc_client_close(struct rpc_client *e)
{
    struct error kept = {0};

    if (!e)
        return NULL;
    error_copy(&kept, error_get());
    if (e->streams)
        rpc_client_abort(e);
    if (e->session.state)
        e->session.driver->close(&e->session);
    if (e->fd >= 0) {
        rpc_client_call(e, REMOTE_PROC_CONNECT_CLOSE, NULL, NULL);
        close(e->fd);
    }
    buf_free(&e->in);
    free(e);
    error_adopt(&kept);
    return NULL;
}
