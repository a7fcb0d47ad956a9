/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Waits with epoll(7): the cost of a wait depends on what is ready, not on what is watched.
 *
 * Three properties of the kernel shape this file:
 *   - It refuses regular files and directories with EPERM. Those are always ready anyway.
 *   - It forgets an fd that is closed, so a change may find nothing (ENOENT) where the number is
 *     in use again: the entry is then made anew.
 *   - It keys entries by the open file, not by the number. Where a duplicate of a closed fd lives
 *     on (dup, fork), the old entry does too, reports for ever and cannot be deleted. Each entry
 *     carries the generation, so the loop notices; renew replaces the whole epoll instance, which
 *     is the only cure.
 *   - A forked child has not a copy of the instance but the same one: it leaves it at once.
 *
 * The wake-up eventfd is edge-triggered: a write ends one wait and nobody has to read it back.
 */
#include "event/backend.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

#include <libvirt/libvirt-event.h>

#include "common/cleanup.h"

enum {
    BATCH = 256, /* findings a wait; the kernel brings the others first next time */
};

#define WAKE UINT64_MAX

struct epoll_state {
    int epoll_fd; /* -1: left */
    int found;
    bool no_nanoseconds; /* the kernel (or valgrind) has no epoll_pwait2 */
    struct epoll_event events[BATCH];
};

static uint32_t to_epoll(int events)
{
    return (events & VIR_EVENT_HANDLE_READABLE ? EPOLLIN : 0u) |
           (events & VIR_EVENT_HANDLE_WRITABLE ? EPOLLOUT : 0u);
}

static struct epoll_event entry_of(const struct backend_fd *f)
{
    return (struct epoll_event){
        .events = to_epoll(f->events),
        .data.u64 = (uint64_t)f->generation << 32 | (uint32_t)f->fd,
    };
}

static int from_epoll(uint32_t events)
{
    return (events & EPOLLIN ? VIR_EVENT_HANDLE_READABLE : 0) |
           (events & EPOLLOUT ? VIR_EVENT_HANDLE_WRITABLE : 0) |
           (events & EPOLLERR ? VIR_EVENT_HANDLE_ERROR : 0) |
           (events & EPOLLHUP ? VIR_EVENT_HANDLE_HANGUP : 0);
}

/* A new epoll instance that knows the wake_fd. Returns the fd or -errno. */
static int instance_new(int wake_fd)
{
    struct epoll_event event = {.events = EPOLLIN | EPOLLET, .data.u64 = WAKE};
    _cleanup_close_ int fd = epoll_create1(EPOLL_CLOEXEC);

    if (fd < 0 || epoll_ctl(fd, EPOLL_CTL_ADD, wake_fd, &event) < 0)
        return -errno;
    return take_fd(fd);
}

static void *epoll_close(void *opaque)
{
    struct epoll_state *state = opaque;

    if (state) {
        cleanup_close(&state->epoll_fd);
        free(state);
    }
    return NULL;
}

static int epoll_open(int wake_fd, void **ret_state)
{
    _cleanup_free_ struct epoll_state *state = calloc(1, sizeof(*state));

    if (!state)
        return -ENOMEM;
    state->epoll_fd = instance_new(wake_fd);
    if (state->epoll_fd < 0)
        return state->epoll_fd;
    *ret_state = take(state);
    return 0;
}

static int epoll_renew(void *opaque, int wake_fd)
{
    struct epoll_state *state = opaque;
    int fd = instance_new(wake_fd);

    if (fd < 0)
        return fd;
    cleanup_close(&state->epoll_fd);
    state->epoll_fd = fd;
    state->found = 0;
    return 0;
}

static void epoll_leave(void *opaque)
{
    struct epoll_state *state = opaque;

    close(take_fd(state->epoll_fd));
}

static int epoll_arm(void *opaque, struct backend_fd *f)
{
    struct epoll_state *state = opaque;
    struct epoll_event event = entry_of(f);

    /* What is armed is there as a rule, what is not armed is not: one call. The second call is
     * for numbers that were closed, and for entries left by a number closed and opened again. */
    if (epoll_ctl(state->epoll_fd, f->armed ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, f->fd, &event) == 0)
        return BACKEND_ARMED;
    if (errno == ENOENT && epoll_ctl(state->epoll_fd, EPOLL_CTL_ADD, f->fd, &event) == 0)
        return BACKEND_ARMED;
    if (errno == EEXIST && epoll_ctl(state->epoll_fd, EPOLL_CTL_MOD, f->fd, &event) == 0)
        return BACKEND_ARMED;
    return errno == EPERM ? BACKEND_ALWAYS_READY : -errno;
}

static void epoll_disarm(void *opaque, struct backend_fd *f)
{
    struct epoll_state *state = opaque;

    epoll_ctl(state->epoll_fd, EPOLL_CTL_DEL, f->fd, NULL);
}

/* An entry is one of the file and the number, so a change of it fails where either is another. */
static int epoll_check(void *opaque, const struct backend_fd *f)
{
    struct epoll_state *state = opaque;
    struct epoll_event event = entry_of(f);

    return epoll_ctl(state->epoll_fd, EPOLL_CTL_MOD, f->fd, &event) < 0 ? -errno : 0;
}

static int epoll_prepare(void *opaque)
{
    return 0;
}

/* Rounds up: a wait that ends early would make the loop spin until the timer is due. */
static int ms_from_ns(int64_t ns)
{
    int64_t ms = ns < 0 ? -1 : ns / 1000000 + (ns % 1000000 != 0);

    return ms > INT_MAX ? INT_MAX : (int)ms;
}

static int sleep_for(struct epoll_state *state, int64_t ns)
{
#if defined(__GLIBC__) && __GLIBC_PREREQ(2, 35)
    struct timespec limit = {.tv_sec = ns / 1000000000, .tv_nsec = ns % 1000000000};
    int found;

    /* A poll or an endless wait needs no nanoseconds. */
    if (ns > 0 && !state->no_nanoseconds) {
        found = epoll_pwait2(state->epoll_fd, state->events, BATCH, &limit, NULL);
        if (found >= 0 || (errno != ENOSYS && errno != EPERM))
            return found;
        state->no_nanoseconds = true;
    }
#endif
    return epoll_wait(state->epoll_fd, state->events, BATCH, ms_from_ns(ns));
}

static int epoll_wait_for(void *opaque, int64_t ns)
{
    struct epoll_state *state = opaque;

    state->found = sleep_for(state, ns);
    if (state->found >= 0)
        return state->found;
    state->found = 0;
    return -errno;
}

static bool epoll_collect(void *opaque, backend_report_fn report, void *arg)
{
    struct epoll_state *state = opaque;
    bool woken = false;

    for (int i = 0; i < state->found; i++) {
        uint64_t data = state->events[i].data.u64;

        if (data == WAKE)
            woken = true;
        else
            report(arg, (int)(uint32_t)data, (uint32_t)(data >> 32),
                   from_epoll(state->events[i].events));
    }
    state->found = 0;
    return woken;
}

const struct backend backend_epoll = {
    .name = "epoll",
    .live = true,
    .by_file = true,
    .open = epoll_open,
    .close = epoll_close,
    .arm = epoll_arm,
    .disarm = epoll_disarm,
    .prepare = epoll_prepare,
    .wait = epoll_wait_for,
    .collect = epoll_collect,
    .check = epoll_check,
    .renew = epoll_renew,
    .leave = epoll_leave,
};
