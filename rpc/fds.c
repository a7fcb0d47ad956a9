/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Descriptors: lists, the queue of those that leave, and the two system calls. */
#include "rpc/fds.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"

/* ---- lists ---- */

int fd_list_add_copy(struct fd_list *list, int fd)
{
    int copy;

    if (list->count == FDS_MAX)
        return error_set(VIR_FROM_RPC, VIR_ERR_INVALID_ARG, "a message takes %d descriptors",
                         FDS_MAX);
    copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);
    if (copy < 0)
        return error_set_errno(VIR_FROM_RPC, errno, "cannot duplicate descriptor %d", fd);
    list->fds[list->count++] = copy;
    return 0;
}

void fd_list_move(struct fd_list *from, unsigned n, struct fd_list *to)
{
    memcpy(&to->fds[to->count], from->fds, n * sizeof(int));
    to->count += n;
    from->count -= n;
    memmove(from->fds, &from->fds[n], from->count * sizeof(int));
}

/* Closes a descriptor that may be a stranger's, who may have seen to it that closing the last one
 * of a socket waits for what was sent to be acknowledged. Nobody waits here. */
static void close_strange(int fd)
{
    const struct linger none = {0};

    setsockopt(fd, SOL_SOCKET, SO_LINGER, &none, sizeof(none)); /* fails for all but sockets */
    close(fd);
}

void fd_list_close(struct fd_list *list)
{
    while (list->count)
        close_strange(list->fds[--list->count]);
}

/* ---- out ---- */

void fd_queue_init(struct fd_queue *q)
{
    q->sent = 0;
    STAILQ_INIT(&q->marks);
}

static void drop_first(struct fd_queue *q)
{
    struct fd_mark *m = STAILQ_FIRST(&q->marks);

    STAILQ_REMOVE_HEAD(&q->marks, next);
    close(m->fd);
    free(m);
}

void fd_queue_done(struct fd_queue *q)
{
    while (!STAILQ_EMPTY(&q->marks))
        drop_first(q);
}

int fd_queue_add(struct fd_queue *q, size_t ahead, struct fd_list *list)
{
    struct fd_mark *marks[FDS_MAX];

    for (unsigned i = 0; i < list->count; i++) {
        marks[i] = malloc(sizeof(*marks[i]));
        if (!marks[i]) {
            while (i)
                free(marks[--i]);
            return error_oom(VIR_FROM_RPC);
        }
    }
    for (unsigned i = 0; i < list->count; i++) {
        *marks[i] = (struct fd_mark){.at = q->sent + ahead + i, .fd = list->fds[i]};
        STAILQ_INSERT_TAIL(&q->marks, marks[i], next);
    }
    list->count = 0;
    return 0;
}

size_t fd_queue_next(const struct fd_queue *q, size_t len, int *ret_fd)
{
    const struct fd_mark *m = STAILQ_FIRST(&q->marks);

    *ret_fd = m && m->at == q->sent ? m->fd : -1;
    if (!m || m->at - q->sent >= len)
        return len;
    return *ret_fd >= 0 ? 1 : (size_t)(m->at - q->sent);
}

void fd_queue_sent(struct fd_queue *q, size_t n)
{
    const struct fd_mark *m = STAILQ_FIRST(&q->marks);

    if (n && m && m->at == q->sent)
        drop_first(q);
    q->sent += n;
}

/* ---- the socket ---- */

ssize_t fds_send(int sock, const void *bytes, size_t len, int fd)
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

    if (fd < 0)
        return send(sock, bytes, len, MSG_NOSIGNAL | MSG_DONTWAIT);
    c->cmsg_level = SOL_SOCKET;
    c->cmsg_type = SCM_RIGHTS;
    c->cmsg_len = CMSG_LEN(sizeof(fd));
    memcpy(CMSG_DATA(c), &fd, sizeof(fd));
    return sendmsg(sock, &msg, MSG_NOSIGNAL | MSG_DONTWAIT);
}

static void collect(struct msghdr *msg, struct fd_list *list)
{
    for (struct cmsghdr *c = CMSG_FIRSTHDR(msg); c; c = CMSG_NXTHDR(msg, c)) {
        size_t n = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        int fd;

        if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
            continue;
        for (size_t i = 0; i < n; i++) {
            memcpy(&fd, CMSG_DATA(c) + i * sizeof(int), sizeof(fd));
            if (list->count < FDS_MAX)
                list->fds[list->count++] = fd;
            else
                close_strange(fd);
        }
    }
}

ssize_t fds_receive(int sock, void *room, size_t size, struct fd_list *list)
{
    union {
        struct cmsghdr align;
        char bytes[CMSG_SPACE(sizeof(int) * FDS_MAX)];
    } control;
    struct iovec iov = {.iov_base = room, .iov_len = size};
    struct msghdr msg = {.msg_iov = &iov,
                         .msg_iovlen = 1,
                         .msg_control = &control,
                         .msg_controllen = sizeof(control)};
    ssize_t n;

    do
        n = recvmsg(sock, &msg, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    while (n < 0 && errno == EINTR);
    if (n >= 0 && msg.msg_controllen)
        collect(&msg, list);
    return n;
}
