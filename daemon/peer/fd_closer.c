/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A list and a thread a lane; the thread leaves when it had nothing to do for some seconds. */
#include "daemon/peer/fd_closer.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "common/cleanup.h"
#include "common/log.h"

#define LOG_MODULE "daemon.peer"

enum {
    IDLE_SECONDS = 5,
    STACK_SIZE = 256 * 1024,
    SPARES = 64,
};

struct closing_fd {
    STAILQ_ENTRY(closing_fd) next;
    int fd;
    unsigned owner;
    void (*closed)(unsigned owner);
    bool taken; /* of a spare one */
};

struct fd_lane {
    pthread_cond_t work;
    STAILQ_HEAD(, closing_fd) list;
    _Atomic size_t waiting; /* of the list, and the one that is being closed */
    bool running;           /* it has a thread */
};

static pthread_mutex_t lanes_lock =
    PTHREAD_MUTEX_INITIALIZER; /* of all lanes; nobody waits in it */
static struct fd_lane lanes[FD_CLOSER_LANES];
static struct closing_fd spares[SPARES]; /* where there is no memory; guarded by the lock as well */

static struct fd_lane *fd_lane_of(unsigned owner)
{
    return &lanes[owner ? 1 + owner % (FD_CLOSER_LANES - 1) : 0];
}

size_t fd_closer_waiting(unsigned owner)
{
    return fd_lane_of(owner)->waiting;
}

/* NULL: no memory, and all spare ones are taken. The lock is held. */
static struct closing_fd *closing_fd_new(void)
{
    struct closing_fd *c = malloc(sizeof(*c));

    for (size_t i = 0; !c && i < SPARES; i++) {
        if (!spares[i].taken)
            c = &spares[i];
    }
    return c;
}

static void closing_fd_free(struct closing_fd *c)
{
    LOCK_SCOPE(&lanes_lock);

    if (c >= spares && c < spares + SPARES)
        c->taken = false;
    else
        free(c);
}

/* The next one of the lane; NULL: there was none for so long that the thread ends. */
static struct closing_fd *fd_lane_next(struct fd_lane *lane)
{
    struct closing_fd *c;
    struct timespec until;
    LOCK_SCOPE(&lanes_lock);

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += IDLE_SECONDS;
    while (STAILQ_EMPTY(&lane->list)) {
        if (pthread_cond_timedwait(&lane->work, &lanes_lock, &until) && STAILQ_EMPTY(&lane->list)) {
            lane->running = false;
            return NULL;
        }
    }
    c = STAILQ_FIRST(&lane->list);
    STAILQ_REMOVE_HEAD(&lane->list, next);
    return c;
}

static void *fd_lane_main(void *opaque)
{
    const struct linger none = {0};
    struct fd_lane *lane = opaque;
    struct closing_fd *c;

    while ((c = fd_lane_next(lane))) {
        /* Nor does it wait for what was sent through a socket to be acknowledged. */
        setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &none, sizeof(none)); /* fails for all else */
        close(c->fd);
        lane->waiting--;
        if (c->closed)
            c->closed(c->owner);
        closing_fd_free(c);
    }
    return NULL;
}

static int fd_lane_start(struct fd_lane *lane)
{
    pthread_attr_t attr;
    pthread_t thread;
    int r;

    pthread_attr_init(&attr);
    pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
    pthread_attr_setstacksize(&attr, STACK_SIZE);
    r = pthread_create(&thread, &attr, fd_lane_main, lane);
    pthread_attr_destroy(&attr);
    return r;
}

void fd_closer_add(unsigned owner, int fd, void (*closed)(unsigned owner))
{
    struct fd_lane *lane = fd_lane_of(owner);
    struct closing_fd *c;
    int r;
    LOCK_SCOPE(&lanes_lock);

    c = closing_fd_new();
    if (!c) { /* rather open for ever than everybody stopped */
        log_error("no memory to close descriptor %d of user %u: it stays open", fd, owner);
        return;
    }
    *c = (struct closing_fd){.fd = fd, .owner = owner, .closed = closed, .taken = true};
    if (!lane->list.stqh_last) {
        STAILQ_INIT(&lane->list);
        pthread_cond_init(&lane->work, NULL);
    }
    STAILQ_INSERT_TAIL(&lane->list, c, next);
    lane->waiting++;
    if (lane->running) {
        pthread_cond_signal(&lane->work);
        return;
    }
    r = fd_lane_start(lane);
    lane->running = r == 0;
    if (r) /* the next one tries again */
        log_warning("no thread to close descriptors of user %u: %s", owner, strerror(r));
}
