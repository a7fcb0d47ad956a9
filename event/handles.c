/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Watches on file descriptors; the idea is in the header. */
#include "event/handles.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "common/cleanup.h"

enum {
    READY = VIR_EVENT_HANDLE_READABLE | VIR_EVENT_HANDLE_WRITABLE,
    BROKEN = VIR_EVENT_HANDLE_ERROR | VIR_EVENT_HANDLE_HANGUP,
    STALE_ROUNDS = 2, /* a report that crosses a removal is stale once, a haunting one for ever */
};

int handles_init(struct handles *handles, const struct backend *backend, int wake_fd)
{
    *handles = (struct handles){.backend = backend};
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

/* ---- nodes ---- */

static struct fd_node *node_find(const struct handles *handles, int fd)
{
    return fd >= 0 && (size_t)fd < handles->nodes_room ? handles->nodes[fd] : NULL;
}

static int table_reserve(struct handles *handles, size_t fd)
{
    size_t room = handles->nodes_room ? handles->nodes_room : 64;
    struct fd_node **nodes;

    if (fd < handles->nodes_room)
        return 0;
    while (room <= fd)
        room *= 2;
    nodes = realloc(handles->nodes, room * sizeof(struct fd_node *));
    if (!nodes)
        return -ENOMEM;
    memset(nodes + handles->nodes_room, 0, (room - handles->nodes_room) * sizeof(struct fd_node *));
    handles->nodes = nodes;
    handles->nodes_room = room;
    return 0;
}

static struct fd_node *node_make(struct handles *handles, int fd)
{
    struct fd_node *node = node_find(handles, fd);

    if (node || table_reserve(handles, (size_t)fd) < 0)
        return node;
    node = calloc(1, sizeof(*node));
    if (!node)
        return NULL;
    node->backend.fd = fd;
    TAILQ_INIT(&node->watches);
    handles->nodes[fd] = node;
    return node;
}

static void node_disarm(struct handles *handles, struct fd_node *node)
{
    if (node->backend.armed) {
        handles->backend->disarm(handles->state, &node->backend);
        node->backend.armed = false;
    }
    if (node->not_pollable) {
        TAILQ_REMOVE(&handles->not_pollable, node, on_not_pollable);
        node->not_pollable = false;
    }
}

/* Tells the back end, which may also say that there is nothing to wait for. */
static int node_arm(struct handles *handles, struct fd_node *node)
{
    int r = handles->backend->arm(handles->state, &node->backend);

    if (r == BACKEND_ARMED) {
        if (node->not_pollable)
            TAILQ_REMOVE(&handles->not_pollable, node, on_not_pollable);
        node->not_pollable = false;
        node->backend.armed = true;
        return 0;
    }
    node_disarm(handles, node);
    if (r == BACKEND_ALWAYS_READY) {
        TAILQ_INSERT_TAIL(&handles->not_pollable, node, on_not_pollable);
        node->not_pollable = true;
        return 0;
    }
    return r;
}

/* Makes what is asked of the kernel the union of what the watches want; renew: in any case. */
static int node_refresh(struct handles *handles, struct fd_node *node, bool renew)
{
    bool waiting = node->backend.armed || node->not_pollable;
    int events = 0;
    struct watch *watch;

    TAILQ_FOREACH (watch, &node->watches, on_node) {
        if (!watch->suspended)
            events |= watch->events;
    }
    if (events == 0) {
        node_disarm(handles, node);
        node->backend.events = 0;
        return 0;
    }
    if (!renew && waiting && events == node->backend.events)
        return 0;
    node->backend.events = events;
    return node_arm(handles, node);
}

static void node_drop_if_unused(struct handles *handles, struct fd_node *node)
{
    if (!TAILQ_EMPTY(&node->watches))
        return;
    node_disarm(handles, node);
    handles->nodes[node->backend.fd] = NULL;
    free(node);
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
    else
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

static void start_anew(struct handles *handles)
{
    if (handles->backend->reset(handles->state) < 0)
        return; /* out of fds: the next round tries again */
    for (size_t fd = 0; fd < handles->nodes_room; fd++) {
        struct fd_node *node = handles->nodes[fd];

        if (node && node->backend.armed) {
            node->backend.armed = false;
            node_arm(handles, node);
        }
    }
    handles->stale_rounds = 0;
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
    if (handles->stale_rounds >= STALE_ROUNDS && handles->backend->reset)
        start_anew(handles);
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
