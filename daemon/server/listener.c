/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Sockets to listen on, and the clients that come through them. */
#include "daemon/server/listener.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <libvirt/libvirt-event.h>
#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "common/log.h"
#include "event/loop.h"

#define LOG_MODULE "daemon.server"

enum {
    ACCEPT_AT_ONCE = 64,   /* connections; then the peers come */
    ACCEPT_RETRY_MS = 100, /* after the process ran out of descriptors */
};

/* ---- accepting ---- */

static void listeners_accept(struct listeners *all, bool on)
{
    if (all->accepting == on)
        return;
    all->accepting = on;
    for (unsigned i = 0; i < all->n; i++)
        loop_update_handle(all->loop, all->list[i].watch, on ? VIR_EVENT_HANDLE_READABLE : 0);
}

void listeners_review(struct listeners *all)
{
    listeners_accept(all, all->events->may_accept(all->owner));
}

static void listeners_on_retry(int timer, void *opaque)
{
    struct listeners *all = opaque;

    loop_update_timeout(all->loop, timer, -1);
    listeners_review(all);
}

static void listener_on_client(int watch, int fd, int events, void *opaque)
{
    struct listener *l = opaque;
    struct listeners *all = l->all;

    for (int i = 0; i < ACCEPT_AT_ONCE; i++) {
        int client;

        if (!all->events->may_accept(all->owner)) {
            all->events->refused(all->owner);
            listeners_accept(all, false);
            return;
        }
        client = accept4(fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (client >= 0) {
            all->events->accepted(all->owner, client, l->role);
        } else if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
            log_warning("cannot accept a client (%s): trying again in %d ms", strerror(errno),
                        ACCEPT_RETRY_MS);
            listeners_accept(all, false);
            loop_update_timeout(all->loop, all->retry_timer, ACCEPT_RETRY_MS);
            return;
        } else if (errno != EINTR && errno != ECONNABORTED) {
            return;
        }
    }
}

/* ---- sockets ---- */

int listeners_add_fd(struct listeners *all, int fd, enum peer_role role, const char *path)
{
    _cleanup_close_ int own = fd;
    struct listener *l;

    if (all->n == LISTENERS_MAX)
        return error_set(VIR_FROM_RPC, VIR_ERR_INTERNAL_ERROR, "more than %d sockets to listen on",
                         LISTENERS_MAX);
    /* A socket that was passed to us may block, and then an accept would stop the loop. */
    if (fcntl(fd, F_SETFL, O_NONBLOCK) < 0)
        return error_set_errno(VIR_FROM_RPC, errno, "cannot make socket %s non-blocking",
                               path ? path : "that was passed");
    l = &all->list[all->n];
    *l = (struct listener){.all = all, .fd = fd, .role = role};
    if (path && !(l->path = strdup(path)))
        return error_oom(VIR_FROM_RPC);
    l->watch =
        loop_add_handle(all->loop, fd, VIR_EVENT_HANDLE_READABLE, listener_on_client, l, NULL);
    if (l->watch < 0) {
        free(take(l->path));
        return error_set_errno(VIR_FROM_RPC, errno, "cannot watch socket %s", path ? path : "");
    }
    all->n++;
    take_fd(own);
    return 0;
}

/* Returns true if somebody answers at the path. */
static bool listener_answers(const struct sockaddr_un *addr)
{
    _cleanup_close_ int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

    if (fd < 0)
        return true;
    return connect(fd, (const struct sockaddr *)addr, sizeof(*addr)) == 0 || errno == EAGAIN;
}

int listeners_add_unix(struct listeners *all, const char *path, enum peer_role role, mode_t perms,
                       gid_t group, int backlog)
{
    struct sockaddr_un addr = {.sun_family = AF_UNIX};
    _cleanup_close_ int fd = -1;
    struct stat st;
    mode_t mask;
    int r;

    if (strlen(path) >= sizeof(addr.sun_path))
        return error_set(VIR_FROM_RPC, VIR_ERR_INVALID_ARG,
                         "the socket path '%s' is longer than %zu bytes", path,
                         sizeof(addr.sun_path) - 1);
    strcpy(addr.sun_path, path);
    if (lstat(path, &st) == 0) {
        if (!S_ISSOCK(st.st_mode))
            return error_set(VIR_FROM_RPC, VIR_ERR_OPERATION_FAILED, "'%s' exists and is no socket",
                             path);
        if (listener_answers(&addr))
            return error_set(VIR_FROM_RPC, VIR_ERR_OPERATION_FAILED,
                             "another daemon listens on '%s'", path);
        unlink(path);
    }
    fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return error_set_errno(VIR_FROM_RPC, errno, "no socket for '%s'", path);
    mask = umask(0777 & ~perms); /* never more open than it shall be, not even for a moment */
    r = bind(fd, (struct sockaddr *)&addr, sizeof(addr));
    umask(mask);
    if (r < 0)
        return error_set_errno(VIR_FROM_RPC, errno, "cannot bind to '%s'", path);
    if ((group != (gid_t)-1 && chown(path, (uid_t)-1, group) < 0) || chmod(path, perms) < 0)
        return error_set_errno(VIR_FROM_RPC, errno, "cannot set group and permissions of '%s'",
                               path);
    if (listen(fd, backlog) < 0)
        return error_set_errno(VIR_FROM_RPC, errno, "cannot listen on '%s'", path);
    return listeners_add_fd(all, take_fd(fd), role, path);
}

/* ---- life ---- */

void listeners_init(struct listeners *all, struct loop *loop, const struct listener_events *events,
                    void *owner)
{
    *all = (struct listeners){
        .loop = loop,
        .events = events,
        .owner = owner,
        .retry_timer = loop_add_timeout(loop, -1, listeners_on_retry, all, NULL),
        .accepting = true,
    };
}

void listeners_close(struct listeners *all)
{
    for (unsigned i = 0; i < all->n; i++) {
        struct listener *l = &all->list[i];

        loop_remove_handle(all->loop, l->watch);
        close(l->fd);
        if (l->path)
            unlink(l->path);
        free(l->path);
    }
    all->n = 0;
}

void listeners_done(struct listeners *all)
{
    listeners_close(all);
    loop_remove_timeout(all->loop, all->retry_timer);
}
