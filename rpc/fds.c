/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Lists, and the queue of those that leave. */
#include "rpc/fds.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"

/* ---- lists ---- */

static void (*fds_closer)(int fd, unsigned owner);

void fds_set_closer(void (*closer)(int fd, unsigned owner))
{
    fds_closer = closer;
}

void fds_close(int fd, unsigned owner)
{
    /* A stranger may have seen to it that closing the last descriptor of a socket waits for what
     * was sent to be acknowledged. Nobody waits here. */
    const struct linger none = {0};

    if (fds_closer) {
        fds_closer(fd, owner);
        return;
    }
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &none, sizeof(none)); /* fails for all but sockets */
    close(fd);
}

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

void fd_list_take(struct fd_list *list, int fd)
{
    if (list->count < FDS_MAX)
        list->fds[list->count++] = fd;
    else
        fds_close(fd, list->owner);
}

void fd_list_move(struct fd_list *from, unsigned n, struct fd_list *to)
{
    memcpy(&to->fds[to->count], from->fds, n * sizeof(int));
    to->count += n;
    if (n)
        to->owner = from->owner;
    from->count -= n;
    memmove(from->fds, &from->fds[n], from->count * sizeof(int));
}

void fd_list_close(struct fd_list *list)
{
    while (list->count)
        fds_close(list->fds[--list->count], list->owner);
}

/* ---- out ---- */

void fd_queue_init(struct fd_queue *q)
{
    q->sent = 0;
    STAILQ_INIT(&q->marks);
}

static void fd_queue_drop_first(struct fd_queue *q)
{
    struct fd_mark *m = STAILQ_FIRST(&q->marks);

    STAILQ_REMOVE_HEAD(&q->marks, next);
    close(m->fd);
    free(m);
}

void fd_queue_done(struct fd_queue *q)
{
    while (!STAILQ_EMPTY(&q->marks))
        fd_queue_drop_first(q);
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
        fd_queue_drop_first(q);
    q->sent += n;
}
