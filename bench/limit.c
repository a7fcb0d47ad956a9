/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Two threads and one queue between them:
 *
 *     poll thread: epoll_wait, read all, count frames -> queue (mutex, condition) -> worker: write
 *
 * The worker takes all that is queued in one go. Nothing is decoded, checked or logged.
 */
#include "bench/limit.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "common/buf.h"
#include "common/cleanup.h"
#include "protocol/message.h"

enum { QUEUE_MAX = 4096, READ_SIZE = 65536, FDS_MAX = 65536, EVENTS = 64 };

struct job {
    int fd;
    unsigned replies;
};

static struct {
    pthread_mutex_t lock;
    pthread_cond_t filled;
    struct job jobs[QUEUE_MAX];
    unsigned count;
} queue = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, {{0}}, 0};

static void answer(const struct job *job, struct buf *out)
{
    struct frame_header header = {.type = VIR_NET_REPLY, .status = VIR_NET_OK};
    static const uint64_t version;

    for (unsigned i = 0; i < job->replies; i++) {
        ptrdiff_t start = frame_begin(out, &header);

        if (start < 0 || buf_append(out, &version, sizeof(version)) < 0 ||
            frame_end(out, start) < 0)
            break;
    }
    while (buf_len(out)) {
        ssize_t n = send(job->fd, buf_bytes(out), buf_len(out), MSG_NOSIGNAL);

        if (n <= 0)
            break;
        buf_eat(out, n);
    }
    buf_reset(out);
}

static void *work(void *unused)
{
    static struct job mine[QUEUE_MAX];
    struct buf out = {0};

    for (;;) {
        unsigned count;

        {
            LOCK_SCOPE(&queue.lock);
            while (!queue.count)
                pthread_cond_wait(&queue.filled, &queue.lock);
            count = queue.count;
            memcpy(mine, queue.jobs, count * sizeof(mine[0]));
            queue.count = 0;
        }
        for (unsigned i = 0; i < count; i++)
            answer(&mine[i], &out);
    }
    return NULL;
}

static void hand_over(const struct job *job)
{
    LOCK_SCOPE(&queue.lock);
    if (queue.count == QUEUE_MAX)
        return;
    queue.jobs[queue.count++] = *job;
    if (queue.count == 1)
        pthread_cond_signal(&queue.filled);
}

/* Counts the whole frames; -1 at the end of the connection. */
static int read_frames(int fd, struct buf *in)
{
    uint8_t *room = buf_reserve(in, READ_SIZE);
    ssize_t n = room ? recv(fd, room, READ_SIZE, MSG_DONTWAIT) : -1;
    struct frame frame;
    size_t need;
    int found = 0;

    if (n <= 0)
        return n < 0 && room && errno == EAGAIN ? 0 : -1;
    buf_added(in, n);
    for (; buf_len(in) && frame_look(buf_bytes(in), buf_len(in), &frame, &need) == FRAME_READY;
         found++)
        buf_eat(in, frame.len);
    return found;
}

int limit_serve(const char *path, bool echo, void (*ready)(void))
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    struct epoll_event events[EVENTS], watch = {.events = EPOLLIN};
    static struct buf in[FDS_MAX];
    struct buf out = {0};
    pthread_t worker;
    int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), poll_fd = epoll_create1(0);

    if (strlen(path) >= sizeof(at.sun_path)) {
        errno = ENAMETOOLONG;
        return -1;
    }
    strcpy(at.sun_path, path);
    watch.data.fd = listener;
    if (listener < 0 || poll_fd < 0 || bind(listener, (struct sockaddr *)&at, sizeof(at)) < 0 ||
        listen(listener, 4096) < 0 || epoll_ctl(poll_fd, EPOLL_CTL_ADD, listener, &watch) < 0)
        return -1;
    if (!echo && (errno = pthread_create(&worker, NULL, work, NULL)))
        return -1;
    ready();
    for (;;) {
        int n = epoll_wait(poll_fd, events, EVENTS, -1);

        for (int i = 0; i < n; i++) {
            struct job job = {.fd = events[i].data.fd};
            int found;

            if (job.fd == listener) {
                watch.data.fd = accept(listener, NULL, NULL);
                if (watch.data.fd >= FDS_MAX)
                    close(watch.data.fd);
                else if (watch.data.fd >= 0)
                    epoll_ctl(poll_fd, EPOLL_CTL_ADD, watch.data.fd, &watch);
                continue;
            }
            found = read_frames(job.fd, &in[job.fd]);
            if (found < 0) {
                buf_free(&in[job.fd]);
                in[job.fd] = (struct buf){0};
                close(job.fd);
            } else if (found) {
                job.replies = found;
                if (echo)
                    answer(&job, &out);
                else
                    hand_over(&job);
            }
        }
    }
}
