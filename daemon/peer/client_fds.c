/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A table of the descriptors that clients have sent, by number, and of users that have sent some.
 */
#include "daemon/peer/client_fds.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/queue.h>
#include <sys/resource.h>

#include "common/cleanup.h"
#include "common/log.h"
#include "daemon/peer/client_limits.h"
#include "daemon/peer/fd_closer.h"
#include "rpc/transport.h"

#define LOG_MODULE "daemon.peer"

enum {
    BUCKETS = 256,
    CLOSING_MAX = 1024, /* of a user who is not trusted: then he is not listened to */
    RESERVE_MAX = 32,   /* for root and administration */
};

struct counted_user {
    LIST_ENTRY(counted_user) link;
    unsigned user;
    unsigned n;
};

struct counted_fd {
    LIST_ENTRY(counted_fd) link;
    int fd;
    struct counted_user *of;
};

static pthread_mutex_t count_lock = PTHREAD_MUTEX_INITIALIZER;
static LIST_HEAD(, counted_fd) counted[BUCKETS];
static LIST_HEAD(, counted_user) users = LIST_HEAD_INITIALIZER(users);
static unsigned n_counted;
static unsigned total_max; /* half of what the process may have */
static int first_reserved;

/* ---- the count; its lock is held ---- */

static struct counted_user *counted_user_find(unsigned user)
{
    struct counted_user *u;

    LIST_FOREACH (u, &users, link) {
        if (u->user == user)
            return u;
    }
    u = calloc(1, sizeof(*u));
    if (u) {
        u->user = user;
        LIST_INSERT_HEAD(&users, u, link);
    }
    return u;
}

static void counted_user_leave(struct counted_user *u)
{
    n_counted--;
    if (--u->n)
        return;
    LIST_REMOVE(u, link);
    free(u);
}

/* The limit that keeps one more out; NULL: it is counted. */
static const char *client_fds_count(int fd, unsigned user, bool trusted,
                                    const struct live_limits *l)
{
    unsigned total = l->total_fds < total_max ? l->total_fds : total_max;
    struct counted_user *u;
    struct counted_fd *c;
    const char *met;

    if (n_counted >= (trusted ? total : total - total / 4))
        return "max_total_fds";
    u = counted_user_find(user);
    c = u ? malloc(sizeof(*c)) : NULL;
    if (c && (trusted || u->n < l->user_fds)) {
        *c = (struct counted_fd){.fd = fd, .of = u};
        LIST_INSERT_HEAD(&counted[(unsigned)fd % BUCKETS], c, link);
        u->n++;
        n_counted++;
        return NULL;
    }
    if (u && !u->n) {
        LIST_REMOVE(u, link);
        free(u);
    }
    met = c ? "max_user_fds" : "the memory";
    free(c);
    return met;
}

/* ---- closing ---- */

/* Closed: whoever it was counted for has one less. */
static void client_fds_closed(unsigned user)
{
    LOCK_SCOPE(&count_lock);
    struct counted_user *u = counted_user_find(user);

    if (u && u->n)
        counted_user_leave(u);
}

/* Its number may be another's as soon as it is closed, so it leaves the table before. */
static bool client_fds_forget(int fd, unsigned *ret_user)
{
    struct counted_fd *c;
    LOCK_SCOPE(&count_lock);

    LIST_FOREACH (c, &counted[(unsigned)fd % BUCKETS], link) {
        if (c->fd != fd)
            continue;
        *ret_user = c->of->user;
        LIST_REMOVE(c, link);
        free(c);
        return true;
    }
    return false;
}

static void client_fds_close(int fd, unsigned owner)
{
    bool was_counted = client_fds_forget(fd, &owner);

    fd_closer_add(owner, fd, was_counted ? client_fds_closed : NULL);
}

/* ---- what others ask ---- */

void client_fds_start(void)
{
    struct rlimit limit = {.rlim_cur = 1024};
    int most, reserve;

    getrlimit(RLIMIT_NOFILE, &limit);
    most = limit.rlim_cur > 1 << 30 ? 1 << 30 : (int)limit.rlim_cur;
    reserve = most / 8 < RESERVE_MAX ? most / 8 : RESERVE_MAX;
    first_reserved = most - reserve;
    total_max = (unsigned)most / 2;
    fds_set_closer(client_fds_close);
}

unsigned client_fds_take(struct fd_list *list, unsigned from, bool trusted,
                         const struct live_limits *limits)
{
    const char *met = NULL;
    unsigned refused = 0;

    for (unsigned i = from; i < list->count && !met; i++) {
        LOCK_SCOPE(&count_lock);

        met = client_fds_count(list->fds[i], list->owner, trusted, limits);
        if (met)
            refused = list->count - i;
    }
    if (!refused)
        return 0;
    log_warning("user %u has sent descriptors beyond what %s allows: closing them", list->owner,
                met);
    for (unsigned i = 0; i < refused; i++)
        fds_close(list->fds[--list->count], list->owner);
    return refused;
}

bool client_fds_may_come(unsigned user, bool trusted)
{
    return trusted || fd_closer_waiting(user) < CLOSING_MAX;
}

struct transport *client_fds_close_transport(struct transport *transport, unsigned user)
{
    int unread = 0, copy = -1;

    transport_shutdown(transport); /* nothing more comes */
    /* Not for who would take all there are. */
    if (ioctl(transport->fd, FIONREAD, &unread) == 0 && unread &&
        fd_closer_waiting(user) < 2 * CLOSING_MAX)
        copy = fcntl(transport->fd, F_DUPFD_CLOEXEC, 0);
    transport = transport_close(transport);
    if (copy >= 0) /* not before: the last one to be closed has the work */
        fd_closer_add(user, copy, NULL);
    return transport;
}

bool client_fds_in_reserve(int fd)
{
    return fd >= first_reserved;
}
