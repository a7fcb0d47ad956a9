/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a daemon could do at best: frames of the wire answered with nothing in between.
 *
 *     limit PATH          poll thread: epoll_wait, read all there is, cut it into frames
 *                           -> queue (mutex, condition: woken when it was empty)
 *                              -> worker: takes the whole queue, one write per client in turn
 *     limit --echo PATH   one thread that reads and answers
 *
 * A queued frame keeps its header, for its reply carries the serial number. Nothing is checked,
 * decoded, looked up, counted or logged; a client that does not read blocks everybody.
 */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "common/buf.h"
#include "common/cleanup.h"
#include "protocol/message.h"

enum { QUEUE_MAX = 65536, READ_SIZE = 16384, FDS_MAX = 65536, EVENTS = 64, FRAMES = 1024 };

struct job {
    int fd;
    struct frame_header header;
};

static struct {
    pthread_mutex_t lock;
    pthread_cond_t filled;
    struct job *jobs;
    unsigned count;
} queue = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, NULL, 0};

static void limit_send_all(int fd, struct buf *out)
{
    while (buf_len(out)) {
        ssize_t n = send(fd, buf_bytes(out), buf_len(out), MSG_NOSIGNAL);

        if (n <= 0)
            break;
        buf_eat(out, n);
    }
    buf_reset(out);
}

/* Answers a run of calls, one write for neighbours of one client. */
static void limit_answer(const struct job *jobs, unsigned count, struct buf *out)
{
    static const uint64_t version;

    for (unsigned i = 0; i < count; i++) {
        struct frame_header header = jobs[i].header;
        ptrdiff_t start;

        header.type = VIR_NET_REPLY;
        start = frame_begin(out, &header);
        if (start >= 0 && buf_append(out, &version, sizeof(version)) == 0)
            frame_end(out, start);
        if (i + 1 == count || jobs[i + 1].fd != jobs[i].fd)
            limit_send_all(jobs[i].fd, out);
    }
}

static void *limit_work(void *unused)
{
    struct buf out = {0};
    struct job *mine = calloc(QUEUE_MAX, sizeof(*mine));

    while (mine) {
        unsigned count;

        {
            LOCK_SCOPE(&queue.lock);
            while (!queue.count)
                pthread_cond_wait(&queue.filled, &queue.lock);
            struct job *theirs = queue.jobs;
            queue.jobs = mine;
            mine = theirs;
            count = queue.count;
            queue.count = 0;
        }
        limit_answer(mine, count, &out);
    }
    return NULL;
}

static void hand_over(const struct job *jobs, unsigned count)
{
    LOCK_SCOPE(&queue.lock);
    if (count > QUEUE_MAX - queue.count)
        count = QUEUE_MAX - queue.count;
    memcpy(queue.jobs + queue.count, jobs, count * sizeof(*jobs));
    if (!queue.count && count)
        pthread_cond_signal(&queue.filled);
    queue.count += count;
}

/* Reads once and fills jobs with the whole frames; -1 at the end of the connection. */
static int read_frames(int fd, struct buf *in, struct job jobs[FRAMES])
{
    uint8_t *room = buf_reserve(in, READ_SIZE);
    ssize_t n = room ? recv(fd, room, READ_SIZE, MSG_DONTWAIT) : -1;
    struct frame frame;
    size_t need;
    int found = 0;

    if (n <= 0)
        return n < 0 && room && errno == EAGAIN ? 0 : -1;
    buf_added(in, n);
    for (; found < FRAMES && buf_len(in) &&
           frame_parse(buf_bytes(in), buf_len(in), &frame, &need) == FRAME_READY;
         found++) {
        jobs[found] = (struct job){fd, frame.header};
        buf_eat(in, frame.len);
    }
    return found;
}

static int limit_serve(const char *path, bool echo)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    struct epoll_event events[EVENTS], watch = {.events = EPOLLIN};
    static struct buf in[FDS_MAX];
    static struct job jobs[FRAMES];
    struct buf out = {0};
    pthread_t worker;
    int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), poll_fd = epoll_create1(0);

    if (strlen(path) >= sizeof(at.sun_path)) {
        errno = ENAMETOOLONG;
        return -1;
    }
    strcpy(at.sun_path, path);
    watch.data.fd = listener;
    queue.jobs = calloc(QUEUE_MAX, sizeof(*queue.jobs));
    if (!queue.jobs || (!echo && (errno = pthread_create(&worker, NULL, limit_work, NULL))) ||
        listener < 0 || poll_fd < 0 || bind(listener, (struct sockaddr *)&at, sizeof(at)) < 0 ||
        listen(listener, 4096) < 0 || epoll_ctl(poll_fd, EPOLL_CTL_ADD, listener, &watch) < 0)
        return -1;
    for (;;) {
        int n = epoll_wait(poll_fd, events, EVENTS, -1);

        for (int i = 0; i < n; i++) {
            int fd = events[i].data.fd, found;

            if (fd == listener) {
                watch.data.fd = accept(listener, NULL, NULL);
                if (watch.data.fd >= FDS_MAX)
                    close(watch.data.fd);
                else if (watch.data.fd >= 0)
                    epoll_ctl(poll_fd, EPOLL_CTL_ADD, watch.data.fd, &watch);
                continue;
            }
            found = read_frames(fd, &in[fd], jobs);
            if (found < 0) {
                buf_free(&in[fd]);
                close(fd);
            } else if (echo) {
                limit_answer(jobs, found, &out);
            } else if (found) {
                hand_over(jobs, found);
            }
        }
    }
}

int main(int argc, char **argv)
{
    bool echo = argc == 3 && strcmp(argv[1], "--echo") == 0;
    struct rlimit files;

    if (argc != 2 && !echo) {
        fputs("usage: limit [--echo] SOCKET\n", stderr);
        return 2;
    }
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
    limit_serve(argv[argc - 1], echo);
    fprintf(stderr, "limit: %s: %s\n", argv[argc - 1], strerror(errno));
    return 1;
}
