/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Watches on file descriptors: who wants what of which fd, and whose turn it is.
 *
 *     watch number --ids--> struct watch --.
 *     watch number --ids--> struct watch --+--> struct fd_node --> back end
 *                    fd number --table-->--'    (the union of what its watches want)
 *
 * A node collects the watches of one fd number, because epoll takes an fd only once. What a wait
 * finds is noted in each watch, and watches with something noted queue up in `ready`; so a watch
 * that was removed, or added to a number that was closed and opened again, never gets what was
 * meant for another, and a nested run of the loop shares the queue.
 *
 * A watch that wants nothing (events 0) hears nothing, error and hang-up included; one that wants
 * anything hears of those two as well.
 *
 * No lock: the loop holds its own round every call.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/queue.h>

#include "event/backend.h"
#include "event/ids.h"
#include "event/release.h"

struct fd_node;

struct watch {
    struct release release; /* must be first */
    int id;
    int events;  /* wanted */
    int revents; /* found, waiting in the ready queue when not 0 */
    bool suspended;
    struct fd_node *node; /* NULL after removal */
    virEventHandleCallback cb;
    TAILQ_ENTRY(watch) on_node;
    TAILQ_ENTRY(watch) on_ready;
};

TAILQ_HEAD(watch_list, watch);

struct fd_node {
    struct backend_fd backend;
    bool not_pollable; /* in the list of those that are ready at any time */
    uint8_t reports;   /* since it was made; counted where there are rechecks */
    struct watch_list watches;
    TAILQ_ENTRY(fd_node) on_not_pollable;
};

struct handles {
    const struct backend *backend;
    void *state; /* of the back end */
    struct ids ids;
    struct fd_node **nodes; /* by fd number */
    size_t nodes_room;
    uint32_t generation;
    unsigned stale;        /* reports of this wait that fit no node */
    unsigned stale_rounds; /* waits in a row that had such */
    bool recheck;          /* numbers may become other files under us */
    unsigned rounds;       /* waits, counted where there are rechecks */
    size_t recheck_next;   /* the number, round and round, that is looked at next */
    int64_t rechecked;     /* until when numbers have been looked at */
    int wake_fd;
    struct watch_list ready;
    TAILQ_HEAD(, fd_node) not_pollable;
};

/* Begins; wake_fd ends a wait. Returns 0 or -errno. */
int handles_init(struct handles *handles, const struct backend *backend, int wake_fd);
/* Ends. Every watch must have been removed. */
void handles_done(struct handles *handles);

/* Adds a watch. Returns its number (> 0), or -errno (-EBADF: not an open fd). */
int handles_add(struct handles *handles, int fd, int events, virEventHandleCallback cb,
                void *opaque, virFreeCallback free_cb);
/* Changes what a watch wants. Returns 0, -ENOENT, or -errno (-EBADF: the fd was closed). */
int handles_update(struct handles *handles, int id, int events);
/* Takes a watch out. Returns it for burial (the caller frees it), or NULL: no such watch. */
struct watch *handles_remove(struct handles *handles, int id);

/* Whether some file is ready without asking the kernel. */
bool handles_any_not_pollable(const struct handles *handles);
/* Queues what the last wait found. Returns whether the wake_fd ended it. */
bool handles_collect(struct handles *handles);
/* Has the back end forget everything, and arms again what was armed; all: what any watch wants.
 * Returns 0, or -errno and nothing has changed. */
int handles_renew(struct handles *handles, int wake_fd, bool all);
/* The next watch with something to hear, and what; NULL when the queue is empty. */
struct watch *handles_pop(struct handles *handles, int *ret_events);

/* Keeps a watch from being heard while its own callback runs the loop, and lets it again. */
void handles_suspend(struct handles *handles, struct watch *watch);
void handles_resume(struct handles *handles, struct watch *watch);
