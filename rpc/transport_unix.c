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

#include "common/cleanup.h"
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

/* ---- out ---- */

static ssize_t unix_send_fd(int sock, const void *bytes, size_t len, int fd)
{
    union {
        struct cmsghdr align;
        char bytes[CMSG_SPACE(sizeof(int))];
    } control = {0};
    struct iovec iov = {.iov_base = (void *)(uintptr_t)bytes, .iov_len = len};
    struct msghdr msg = {.msg_iov = &iov,
                         .msg_iovlen = 1,
                         .msg_control = &control,
                         .msg_controllen = sizeof(control)};
    struct cmsghdr *c = CMSG_FIRSTHDR(&msg);

    c->cmsg_level = SOL_SOCKET;
    c->cmsg_type = SCM_RIGHTS;
    c->cmsg_len = CMSG_LEN(sizeof(fd));
    memcpy(CMSG_DATA(c), &fd, sizeof(fd));
    return sendmsg(sock, &msg, MSG_NOSIGNAL | MSG_DONTWAIT);
}

static ssize_t unix_send(struct transport *t, const void *bytes, size_t len, int fd)
{
    ssize_t n;

    do
        n = fd < 0 ? send(t->fd, bytes, len, MSG_NOSIGNAL | MSG_DONTWAIT)
                   : unix_send_fd(t->fd, bytes, len, fd);
    while (n < 0 && errno == EINTR);
    return unix_result(n, TRANSPORT_WANTS_WRITE);
}

/* ---- in ---- */

/* SCM_MAX_FD: what a message can carry. With room for less the kernel would close the others, in
 * the thread that receives. */
enum { KERNEL_FDS_MAX = 253 };

static void unix_collect(struct msghdr *msg, struct fd_list *list)
{
    for (struct cmsghdr *c = CMSG_FIRSTHDR(msg); c; c = CMSG_NXTHDR(msg, c)) {
        size_t n = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        int fd;

        if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
            continue;
        for (size_t i = 0; i < n; i++) {
            memcpy(&fd, CMSG_DATA(c) + i * sizeof(int), sizeof(fd));
            fd_list_take(list, fd);
        }
    }
}

static ssize_t unix_receive_fds(int sock, void *room, size_t size, int flags, struct fd_list *fds)
{
    union {
        struct cmsghdr align;
        char bytes[CMSG_SPACE(sizeof(int) * KERNEL_FDS_MAX)];
    } control;
    struct iovec iov = {.iov_base = room, .iov_len = size};
    struct msghdr msg = {.msg_iov = &iov,
                         .msg_iovlen = 1,
                         .msg_control = &control,
                         .msg_controllen = sizeof(control)};
    ssize_t n = recvmsg(sock, &msg, flags | MSG_CMSG_CLOEXEC);

    if (n >= 0 && msg.msg_controllen)
        unix_collect(&msg, fds);
    return n;
}

/* Receives bytes without any descriptor. Those that come with some are left where they are: once
 * received, somebody would have to close them. Looked at, they are not. */
static ssize_t unix_receive_plain(int sock, void *room, size_t size, int flags)
{
    struct iovec iov = {.iov_base = room, .iov_len = size};
    struct msghdr msg = {.msg_iov = &iov, .msg_iovlen = 1};
    ssize_t n = recvmsg(sock, &msg, flags | MSG_PEEK);

    if (n <= 0)
        return n;
    if (msg.msg_flags & MSG_CTRUNC) {
        errno = EPERM;
        return -1;
    }
    return recv(sock, room, (size_t)n, flags);
}

static ssize_t unix_receive_flags(const struct transport *t, void *room, size_t size, int flags,
                                  struct fd_list *fds)
{
    ssize_t n;

    do {
        if (fds && fds->refuse)
            n = unix_receive_plain(t->fd, room, size, flags);
        else if (fds)
            n = unix_receive_fds(t->fd, room, size, flags, fds);
        else
            n = recv(t->fd, room, size, flags);
    } while (n < 0 && errno == EINTR);
    return unix_result(n, TRANSPORT_WANTS_READ);
}

static ssize_t unix_receive(struct transport *t, void *room, size_t size, struct fd_list *fds)
{
    return unix_receive_flags(t, room, size, MSG_DONTWAIT, fds);
}

static ssize_t unix_receive_waiting(struct transport *t, void *room, size_t size,
                                    struct fd_list *fds)
{
    return unix_receive_flags(t, room, size, 0, fds);
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

static int unix_peer_groups(const struct transport *t, gid_t **ret_list, size_t *ret_count)
{
    _cleanup_free_ gid_t *list = NULL;
    socklen_t size = 0;

    *ret_list = NULL;
    *ret_count = 0;
    /* ERANGE tells the size; a kernel that does not know (before 4.13) knows of none. */
    if (getsockopt(t->fd, SOL_SOCKET, SO_PEERGROUPS, NULL, &size) == 0 || errno != ERANGE)
        return 0;
    list = malloc(size);
    if (!list)
        return error_oom(VIR_FROM_RPC);
    if (getsockopt(t->fd, SOL_SOCKET, SO_PEERGROUPS, list, &size) < 0)
        return error_set_errno(VIR_FROM_RPC, errno, "a client's groups cannot be read");
    *ret_count = size / sizeof(*list);
    *ret_list = take(list);
    return 0;
}

static void unix_leave(struct transport *t)
{
    close(take_fd(t->fd));
}

static void unix_close(struct transport *t)
{
    cleanup_close(&t->fd);
    free(t);
}

#define UNIX_OPS                                                                 \
    .send = unix_send, .wants = unix_wants, .peer_identity = unix_peer_identity, \
    .peer_groups = unix_peer_groups, .leave = unix_leave, .close = unix_close

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
