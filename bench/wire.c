/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Calls in one write, replies in as few reads as the kernel allows.
 */
#include "bench/wire.h"

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "protocol/message.h"

enum { READ_SIZE = 16384, SERIAL_AT = 20, PATIENCE_S = 20 };

int wire_connect(struct wire *w, const char *path)
{
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    struct timeval patience = {.tv_sec = PATIENCE_S};

    *w = (struct wire){.fd = -1, .expects = VIR_NET_REPLY};
    if (strlen(path) >= sizeof(to.sun_path)) {
        errno = ENAMETOOLONG;
        return -1;
    }
    strcpy(to.sun_path, path);
    w->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (w->fd < 0 || setsockopt(w->fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience)) < 0)
        return -1;
    return connect(w->fd, (struct sockaddr *)&to, sizeof(to));
}

int wire_flush(struct wire *w)
{
    while (buf_len(&w->out)) {
        ssize_t n = send(w->fd, buf_bytes(&w->out), buf_len(&w->out), MSG_NOSIGNAL | MSG_DONTWAIT);

        if (n < 0 && errno == EAGAIN)
            return 0;
        if (n < 0 && errno != EINTR)
            return -1;
        if (n > 0)
            buf_eat(&w->out, n);
    }
    buf_reset(&w->out);
    return 0;
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
    size_t len = buf_len(frame);
    uint8_t *at = buf_reserve(&w->out, n * len);

    if (!at) {
        errno = ENOMEM;
        return -1;
    }
    for (unsigned i = 0; i < n; i++, at += len) {
        uint32_t serial = htonl(w->serial++);

        memcpy(at, buf_bytes(frame), len);
        memcpy(at + SERIAL_AT, &serial, sizeof(serial));
    }
    buf_added(&w->out, n * len);
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
static int read_more(struct wire *w, size_t need)
{
    size_t missing = need > buf_len(&w->in) ? need - buf_len(&w->in) : 0;
    size_t size = missing > READ_SIZE ? missing : READ_SIZE;
    uint8_t *room = buf_reserve(&w->in, size);
    ssize_t n = -1;

    while (room && (n = recv(w->fd, room, size, 0)) < 0 && errno == EINTR)
        continue;
    if (n <= 0) {
        errno = n ? errno : ECONNRESET;
        return -1;
    }
    buf_added(&w->in, n);
    return 0;
}

/* Takes the next message from what has been read. 1, 0: it is not whole yet, or -1. */
static int wire_cut(struct wire *w, struct frame *ret, size_t *ret_need)
{
    *ret_need = 0;
    if (!buf_len(&w->in) ||
        frame_look(buf_bytes(&w->in), buf_len(&w->in), ret, ret_need) != FRAME_READY)
        return 0;
    if (ret->header.type != w->expects || ret->header.status != VIR_NET_OK) {
        errno = EPROTO;
        return -1;
    }
    buf_eat(&w->in, ret->len);
    return 1;
}

int wire_reply(struct wire *w, struct frame *ret)
{
    size_t need;
    int r;

    while ((r = wire_cut(w, ret, &need)) == 0) {
        if (read_more(w, need) < 0)
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

        if (read_more(w, need) < 0)
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
    struct ucred peer;
    socklen_t len = sizeof(peer);

    return getsockopt(w->fd, SOL_SOCKET, SO_PEERCRED, &peer, &len) < 0 ? -1 : peer.pid;
}

void wire_close(struct wire *w)
{
    if (w->fd >= 0)
        close(w->fd);
    buf_free(&w->in);
    buf_free(&w->out);
    *w = (struct wire){.fd = -1};
}
