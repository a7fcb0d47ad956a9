/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is asked of the kernel for each fd number: the union of what its watches want. */
#include "event/nodes.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/clock.h"

struct fd_node *node_find(const struct handles *handles, int fd)
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

struct fd_node *node_make(struct handles *handles, int fd)
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

void node_disarm(struct handles *handles, struct fd_node *node)
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

int node_refresh(struct handles *handles, struct fd_node *node, bool renew)
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

void node_drop_if_unused(struct handles *handles, struct fd_node *node)
{
    if (!TAILQ_EMPTY(&node->watches))
        return;
    node_disarm(handles, node);
    handles->nodes[node->backend.fd] = NULL;
    free(node);
}

/* ---- another file, another process ---- */

bool node_check(struct handles *handles, struct fd_node *node)
{
    if (!handles->backend->check || handles->backend->check(handles->state, &node->backend) == 0)
        return true;
    node->backend.armed = false;
    node->backend.generation = ++handles->generation;
    node_arm(handles, node);
    return false;
}

void nodes_recheck(struct handles *handles, bool all)
{
    int64_t now = clock_now_ns();
    int64_t left = all ? INT64_MAX : (now - handles->rechecked) / CHECK_NS;
    size_t slots = handles->nodes_room;

    for (; slots > 0 && left > 0; slots--) {
        struct fd_node *node = handles->nodes[handles->recheck_next++ % handles->nodes_room];

        if (!node || node->backend.events == 0)
            continue;
        if (node->backend.armed)
            node_check(handles, node);
        else
            node_arm(handles, node);
        handles->rechecked += CHECK_NS;
        left--;
    }
    if (slots == 0)
        handles->rechecked = now; /* all were looked at */
}

void nodes_arm_again(struct handles *handles, bool all)
{
    for (size_t fd = 0; fd < handles->nodes_room; fd++) {
        struct fd_node *node = handles->nodes[fd];
        bool armed = node && node->backend.armed;

        if (!node || (!armed && !all))
            continue;
        node->backend.armed = false;
        node_disarm(handles, node);
        node_refresh(handles, node, true);
    }
}
