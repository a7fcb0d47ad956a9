/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * One system call for each send and receive, without SIGPIPE.
 */
#include "rpc/transport_unix.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <libvirt/virterror.h>

#include "common/error.h"
#include "rpc/address.h"
#include "rpc/fds.h"
#include "rpc/sock.h"
#include "rpc/transport.h"

static ssize_t unix_result(ssize_t n, enum transport_result blocked)
{
    if (n >= 0)
        return n;
    return errno == EAGAIN || errno == EWOULDBLOCK ? (ssize_t)blocked : TRANSPORT_FAILED;
}

static ssize_t unix_send(struct transport *t, const void *bytes, size_t len, int fd)
{
    ssize_t n;

    do
        n = fds_send(t->fd, bytes, len, fd);
    while (n < 0 && errno == EINTR);
    return unix_result(n, TRANSPORT_WANTS_WRITE);
}

static ssize_t unix_receive(struct transport *t, void *room, size_t size, struct fd_list *fds)
{
    ssize_t n;

    if (fds)
        return unix_result(fds_receive(t->fd, room, size, fds), TRANSPORT_WANTS_READ);
    do
        n = recv(t->fd, room, size, MSG_DONTWAIT);
    while (n < 0 && errno == EINTR);
    return unix_result(n, TRANSPORT_WANTS_READ);
}

/* Who waits takes no descriptors. */
static ssize_t unix_receive_waiting(struct transport *t, void *room, size_t size,
                                    struct fd_list *fds)
{
    ssize_t n;

    do
        n = recv(t->fd, room, size, 0);
    while (n < 0 && errno == EINTR);
    return unix_result(n, TRANSPORT_WANTS_READ);
}

/* ---- the rest ---- */

static short unix_wants(const struct transport *t, short direction)
{
    return direction;
}

static int unix_peer_identity(const struct transport *t, struct peer_identity *ret)
{
    struct ucred cred;
    socklen_t len = sizeof(cred);

    if (getsockopt(t->fd, SOL_SOCKET, SO_PEERCRED, &cred, &len) < 0)
        return error_set_errno(VIR_FROM_RPC, errno, "a client's identity cannot be read");
    *ret = (struct peer_identity){.pid = cred.pid, .uid = cred.uid, .gid = cred.gid};
    return 0;
}

static void unix_close(struct transport *t)
{
    close(t->fd);
    free(t);
}

#define UNIX_OPS \
    .send = unix_send, .wants = unix_wants, .peer_identity = unix_peer_identity, .close = unix_close

static struct transport *unix_new(int fd, const struct transport_ops *ops)
{
    struct transport *t = malloc(sizeof(*t));

    if (!t) {
        close(fd);
        error_oom(VIR_FROM_RPC);
        return NULL;
    }
    *t = (struct transport){.ops = ops, .fd = fd};
    return t;
}

struct transport *transport_unix_new(int fd)
{
    static const struct transport_ops ops = {UNIX_OPS, .receive = unix_receive};

    return unix_new(fd, &ops);
}

struct transport *transport_unix_new_waiting(int fd)
{
    static const struct transport_ops ops = {UNIX_OPS, .receive = unix_receive_waiting};

    return unix_new(fd, &ops);
}

struct transport *transport_unix_connect(const struct transport_address *to, unsigned seconds)
{
    int fd = sock_connect(to->path, seconds);

    if (fd < 0)
        return NULL;
    return seconds ? transport_unix_new_waiting(fd) : transport_unix_new(fd);
}
