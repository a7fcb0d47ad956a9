/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the loop asks of the kernel, behind a table: wait until one of many fds is ready.
 *
 * The loop keeps one struct backend_fd per watched fd number, whatever the number of watches on
 * it. Its generation changes whenever a watch is added, and a report that carries an old one is
 * dropped: it tells of a file that has left this fd number meanwhile. Both ways of waiting are
 * level-triggered, so what is dropped too much is reported again.
 *
 *     arm / disarm     under the loop's lock, any thread
 *     prepare          under the lock, the thread that runs the loop
 *     wait             without the lock, same thread; arm and disarm may happen meanwhile
 *     collect          under the lock, same thread
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct backend_fd {
    int fd;
    uint32_t generation;
    int events;  /* VIR_EVENT_HANDLE_* to wait for, never 0 while armed */
    bool armed;  /* the back end knows it */
    size_t slot; /* the poll back end's place for it */
};

enum {
    BACKEND_ARMED = 0,
    BACKEND_ALWAYS_READY =
        1, /* the kernel does not wait for such a file: it is ready at any time */
};

/* Takes one finding: events are VIR_EVENT_HANDLE_*; 0 means that the fd is closed. */
typedef void (*backend_report_fn)(void *arg, int fd, uint32_t generation, int events);

struct backend {
    const char *name;

    /* Whether arm and disarm reach a wait under way; else the loop has to wake the sleeper. */
    bool live;
    /* Whether it keeps the files that were armed, whatever their numbers have become: then one that
     * lives on elsewhere may be reported for ever, and only renew ends it. */
    bool by_file;

    /* Begins; a byte in the eventfd wake_fd is to end a wait. Returns 0 or -errno. */
    int (*open)(int wake_fd, void **ret_state);
    void *(*close)(void *state);

    /* Waits for f->events on f->fd from now on; called again for any change. Returns
     * BACKEND_ARMED, BACKEND_ALWAYS_READY (and forgets it), or -errno. Does not set f->armed. */
    int (*arm)(void *state, struct backend_fd *f);
    /* Stops that. The fd may be closed already. */
    void (*disarm)(void *state, struct backend_fd *f);

    int (*prepare)(void *state);
    /* Sleeps at most ns nanoseconds (< 0: no limit). Returns how much it found, or -errno; -EINTR
     * is not a failure of the loop's. */
    int (*wait)(void *state, int64_t ns);
    /* Reports what the last wait found. Returns whether the wake_fd was among it. */
    bool (*collect)(void *state, backend_report_fn report, void *arg);

    /* Whether the fd still is the file that was armed: 0, or -errno. NULL where it is not by_file.
     */
    int (*check)(void *state, const struct backend_fd *f);

    /* Forgets every fd and what was found, so that they can be armed again from nothing. Returns 0,
     * or -errno and nothing has changed. */
    int (*renew)(void *state, int wake_fd);
    /* In a forked child: gives back what it shares with its parent; renew follows before anything
     * else. NULL: it shares nothing. */
    void (*leave)(void *state);
};

extern const struct backend backend_epoll;
extern const struct backend backend_poll;

/* The back end of that name; NULL as name: the one in $VIREO_LOOP, else epoll. NULL: none such. */
const struct backend *backend_find(const char *name);
