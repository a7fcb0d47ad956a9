/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Watches on file descriptors; the idea is in the header. */
#include "event/nodes.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>

#include "common/cleanup.h"

enum {
    READY = VIR_EVENT_HANDLE_READABLE | VIR_EVENT_HANDLE_WRITABLE,
    BROKEN = VIR_EVENT_HANDLE_ERROR | VIR_EVENT_HANDLE_HANGUP,
    STALE_ROUNDS = 2,   /* a report that crosses a removal is stale once, a haunting one for ever */
    CHECK_REPORTS = 16, /* of an fd: then it is asked whether it is another file by now */
    CHECK_ROUNDS = 16,  /* waits: then some are asked that say nothing, too */
};

int handles_init(struct handles *handles, const struct backend *backend, int wake_fd)
{
    *handles = (struct handles){.backend = backend, .wake_fd = wake_fd};
    TAILQ_INIT(&handles->ready);
    TAILQ_INIT(&handles->not_pollable);
    return backend->open(wake_fd, &handles->state);
}

void handles_done(struct handles *handles)
{
    if (handles->backend)
        handles->state = handles->backend->close(handles->state);
    ids_done(&handles->ids);
    free(handles->nodes);
    handles->nodes = NULL;
}

/* ---- watches ---- */

static void handles_unqueue(struct handles *handles, struct watch *watch)
{
    if (watch->revents)
        TAILQ_REMOVE(&handles->ready, watch, on_ready);
    watch->revents = 0;
}

static void watch_unlink(struct handles *handles, struct watch *watch)
{
    struct fd_node *node = watch->node;

    handles_unqueue(handles, watch);
    TAILQ_REMOVE(&node->watches, watch, on_node);
    watch->node = NULL;
    if (TAILQ_EMPTY(&node->watches))
        node_drop_if_unused(handles, node);
    else
        node_refresh(handles, node, false);
}

int handles_add(struct handles *handles, int fd, int events, virEventHandleCallback cb,
                void *opaque, virFreeCallback free_cb)
{
    _cleanup_free_ struct watch *watch = calloc(1, sizeof(*watch));
    struct fd_node *node;
    int r;

    if (fd < 0)
        return -EBADF;
    node = watch ? node_make(handles, fd) : NULL;
    if (!node)
        return -ENOMEM;
    watch->release = (struct release){.free_cb = free_cb, .opaque = opaque};
    watch->events = events & (READY | BROKEN);
    watch->cb = cb;
    watch->node = node;
    watch->id = ids_add(&handles->ids, watch);
    if (watch->id < 0) {
        node_drop_if_unused(handles, node);
        return -ENOMEM;
    }
    TAILQ_INSERT_TAIL(&node->watches, watch, on_node);
    /* The number may belong to another file by now than when the node was armed. */
    node->backend.generation = ++handles->generation;
    r = node_refresh(handles, node, true);
    if (r < 0) {
        ids_remove(&handles->ids, watch->id);
        watch_unlink(handles, watch);
        return r;
    }
    return take(watch)->id;
}

int handles_update(struct handles *handles, int id, int events)
{
    struct watch *watch = ids_get(&handles->ids, id);

    if (!watch)
        return -ENOENT;
    watch->events = events & (READY | BROKEN);
    return node_refresh(handles, watch->node, false);
}

struct watch *handles_remove(struct handles *handles, int id)
{
    struct watch *watch = ids_remove(&handles->ids, id);

    if (!watch)
        return NULL;
    watch->release.removed = true;
    watch_unlink(handles, watch);
    return watch;
}

void handles_suspend(struct handles *handles, struct watch *watch)
{
    if (!watch->node)
        return;
    watch->suspended = true;
    node_refresh(handles, watch->node, false);
}

void handles_resume(struct handles *handles, struct watch *watch)
{
    watch->suspended = false;
    if (watch->node)
        node_refresh(handles, watch->node, false);
}

/* ---- what a wait found ---- */

static void node_found(struct handles *handles, struct fd_node *node, int events)
{
    struct watch *watch;

    TAILQ_FOREACH (watch, &node->watches, on_node) {
        int heard = watch->events && !watch->suspended ? events & (watch->events | BROKEN) : 0;

        if (heard && !watch->revents)
            TAILQ_INSERT_TAIL(&handles->ready, watch, on_ready);
        watch->revents |= heard;
    }
}

static void handles_report(void *arg, int fd, uint32_t generation, int events)
{
    struct handles *handles = arg;
    struct fd_node *node = node_find(handles, fd);

    if (!node || !node->backend.armed || node->backend.generation != generation)
        handles->stale++;
    else if (events == 0)
        node_disarm(handles, node); /* closed under us: silent until somebody adds or updates */
    else if (!handles->recheck || ++node->reports % CHECK_REPORTS || node_check(handles, node))
        node_found(handles, node, events);
}

static void handles_collect_not_pollable(struct handles *handles)
{
    struct fd_node *node, *next;

    for (node = TAILQ_FIRST(&handles->not_pollable); node; node = next) {
        next = TAILQ_NEXT(node, on_not_pollable);
        if (fcntl(node->backend.fd, F_GETFD) < 0)
            node_disarm(handles, node);
        else
            node_found(handles, node, READY);
    }
}

int handles_renew(struct handles *handles, int wake_fd, bool all)
{
    int r = handles->backend->renew(handles->state, wake_fd);

    if (r < 0)
        return r;
    handles->wake_fd = wake_fd;
    handles->stale_rounds = 0;
    nodes_arm_again(handles, all);
    return 0;
}

bool handles_any_not_pollable(const struct handles *handles)
{
    const struct fd_node *node;

    TAILQ_FOREACH (node, &handles->not_pollable, on_not_pollable) {
        if (node->backend.events & READY)
            return true;
    }
    return false;
}

bool handles_collect(struct handles *handles)
{
    bool woken;

    handles->stale = 0;
    woken = handles->backend->collect(handles->state, handles_report, handles);
    handles_collect_not_pollable(handles);
    handles->stale_rounds = handles->stale ? handles->stale_rounds + 1 : 0;
    if (handles->stale_rounds >= STALE_ROUNDS && handles->backend->by_file)
        handles_renew(handles, handles->wake_fd, false); /* no fds: the next round tries again */
    if (handles->recheck && ++handles->rounds % CHECK_ROUNDS == 0)
        nodes_recheck(handles, false);
    return woken;
}

struct watch *handles_pop(struct handles *handles, int *ret_events)
{
    struct watch *watch;

    while ((watch = TAILQ_FIRST(&handles->ready))) {
        /* What it wants may have changed since. */
        int heard =
            watch->events && !watch->suspended ? watch->revents & (watch->events | BROKEN) : 0;

        handles_unqueue(handles, watch);
        if (heard) {
            *ret_events = heard;
            return watch;
        }
    }
    return NULL;
}
