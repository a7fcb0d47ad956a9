/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the tests of the event loop share: each runs once with every back end. */
#pragma once

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "common/cleanup.h"
#include "event/loop.h"
#include "tests/unit/suite.h"

#define R VIR_EVENT_HANDLE_READABLE
#define W VIR_EVENT_HANDLE_WRITABLE
#define E VIR_EVENT_HANDLE_ERROR
#define H VIR_EVENT_HANDLE_HANGUP

static const char *const backends[] = {"epoll", "poll"};

/* Use in START_TEST bodies that were added with add_for_all. */
#define LOOP()                   loop_new(backends[_i])
#define add_for_all(tcase, test) tcase_add_loop_test(tcase, test, 0, (int)ARRAY_SIZE(backends))

/* What a callback saw, and what it is to do. */
struct seen {
    struct loop *loop;
    int calls;
    int frees;
    int id;
    int fd;
    int events;
    int order; /* place among all calls, 1 first */
    int other; /* a watch or timer to act on */
    int *counter;
};

static inline void on_handle(int watch, int fd, int events, void *opaque)
{
    struct seen *seen = opaque;

    seen->calls++;
    seen->id = watch;
    seen->fd = fd;
    seen->events = events;
    if (seen->counter)
        seen->order = ++*seen->counter;
}

static inline void on_timer(int timer, void *opaque)
{
    on_handle(timer, -1, 0, opaque);
}

static inline void on_free(void *opaque)
{
    struct seen *seen = opaque;

    seen->frees++;
}

/* A connected pair; [0] is watched, a byte written to [1] makes it readable. */
static inline void make_pair(int fds[2])
{
    ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, fds), 0);
}

static inline void poke(int fd)
{
    ck_assert_int_eq(write(fd, "x", 1), 1);
}

static inline int64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}
