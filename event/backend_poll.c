/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Waits with ppoll(2): works on every kernel and for every kind of file, at a cost that grows with
 * the number of fds watched. It shows that the loop's contract does not lean on epoll.
 *
 * There are two arrays. `wanted` changes at any time, under the loop's lock. `asked` is the copy
 * that the kernel reads without the lock; it is made again before a wait when something changed.
 * Slot 0 of both is the wake-up eventfd.
 */
#include "config.h"

#include "event/backend.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <fcntl.h>
#include <time.h>
#include <unistd.h>

#include <libvirt/libvirt-event.h>

#include "common/cleanup.h"

struct poll_set {
    struct pollfd *fds;
    uint32_t *generations;
    size_t count;
    size_t room;
};

struct poll_state {
    struct poll_set wanted;
    struct poll_set asked;
    struct backend_fd **owners; /* of the slots of wanted */
    size_t owners_room;
    bool changed;
    int found;
};

static short to_poll(int events)
{
    return (short)((events & VIR_EVENT_HANDLE_READABLE ? POLLIN : 0) |
                   (events & VIR_EVENT_HANDLE_WRITABLE ? POLLOUT : 0));
}

static int from_poll(short events)
{
    return (events & POLLIN ? VIR_EVENT_HANDLE_READABLE : 0) |
           (events & POLLOUT ? VIR_EVENT_HANDLE_WRITABLE : 0) |
           (events & POLLERR ? VIR_EVENT_HANDLE_ERROR : 0) |
           (events & POLLHUP ? VIR_EVENT_HANDLE_HANGUP : 0);
}

static int set_reserve(struct poll_set *set, size_t count)
{
    size_t room = set->room ? set->room : 16;
    struct pollfd *fds;
    uint32_t *generations;

    if (count <= set->room)
        return 0;
    while (room < count)
        room *= 2;
    fds = realloc(set->fds, room * sizeof(*fds));
    if (!fds)
        return -ENOMEM;
    set->fds = fds;
    generations = realloc(set->generations, room * sizeof(*generations));
    if (!generations)
        return -ENOMEM;
    set->generations = generations;
    set->room = room;
    return 0;
}

static int owners_reserve(struct poll_state *state, size_t count)
{
    size_t room = state->owners_room ? state->owners_room * 2 : 16;
    struct backend_fd **owners;

    if (count <= state->owners_room)
        return 0;
    owners = realloc(state->owners, room * sizeof(struct backend_fd *));
    if (!owners)
        return -ENOMEM;
    state->owners = owners;
    state->owners_room = room;
    return 0;
}

static void *poll_close(void *opaque)
{
    struct poll_state *state = opaque;

    if (state) {
        free(state->wanted.fds);
        free(state->wanted.generations);
        free(state->asked.fds);
        free(state->asked.generations);
        free(state->owners);
        free(state);
    }
    return NULL;
}

static int poll_open(int wake_fd, void **ret_state)
{
    struct poll_state *state = calloc(1, sizeof(*state));

    if (!state)
        return -ENOMEM;
    if (set_reserve(&state->wanted, 1) < 0 || owners_reserve(state, 1) < 0) {
        poll_close(state);
        return -ENOMEM;
    }
    state->wanted.fds[0] = (struct pollfd){.fd = wake_fd, .events = POLLIN};
    state->wanted.generations[0] = 0;
    state->wanted.count = 1;
    state->owners[0] = NULL;
    state->changed = true;
    *ret_state = state;
    return 0;
}

static int poll_arm(void *opaque, struct backend_fd *f)
{
    struct poll_state *state = opaque;
    struct poll_set *wanted = &state->wanted;

    if (fcntl(f->fd, F_GETFD) < 0)
        return -errno;
    if (!f->armed) {
        if (set_reserve(wanted, wanted->count + 1) < 0 ||
            owners_reserve(state, wanted->count + 1) < 0)
            return -ENOMEM;
        f->slot = wanted->count++;
        state->owners[f->slot] = f;
    }
    wanted->fds[f->slot] = (struct pollfd){.fd = f->fd, .events = to_poll(f->events)};
    wanted->generations[f->slot] = f->generation;
    state->changed = true;
    return BACKEND_ARMED;
}

static void poll_disarm(void *opaque, struct backend_fd *f)
{
    struct poll_state *state = opaque;
    struct poll_set *wanted = &state->wanted;
    size_t last = --wanted->count;

    wanted->fds[f->slot] = wanted->fds[last];
    wanted->generations[f->slot] = wanted->generations[last];
    state->owners[f->slot] = state->owners[last];
    state->owners[f->slot]->slot = f->slot;
    state->changed = true;
}

static int poll_renew(void *opaque, int wake_fd)
{
    struct poll_state *state = opaque;

    state->wanted.fds[0].fd = wake_fd;
    state->wanted.count = 1;
    state->changed = true;
    state->found = 0;
    return 0;
}

static int poll_prepare(void *opaque)
{
    struct poll_state *state = opaque;
    struct poll_set *wanted = &state->wanted;
    struct poll_set *asked = &state->asked;

    if (!state->changed)
        return 0;
    if (set_reserve(asked, wanted->count) < 0)
        return -ENOMEM;
    memcpy(asked->fds, wanted->fds, wanted->count * sizeof(*wanted->fds));
    memcpy(asked->generations, wanted->generations, wanted->count * sizeof(*wanted->generations));
    asked->count = wanted->count;
    state->changed = false;
    return 0;
}

static int poll_wait_for(void *opaque, int64_t ns)
{
    struct poll_state *state = opaque;
    struct timespec limit = {.tv_sec = ns / 1000000000, .tv_nsec = ns % 1000000000};

    state->found = ppoll(state->asked.fds, state->asked.count, ns < 0 ? NULL : &limit, NULL);
    if (state->found >= 0)
        return state->found;
    state->found = 0;
    return -errno;
}

static bool poll_collect(void *opaque, backend_report_fn report, void *arg)
{
    struct poll_state *state = opaque;
    struct poll_set *asked = &state->asked;
    bool woken = state->found > 0 && asked->fds[0].revents != 0;
    uint64_t count;

    if (woken && read(asked->fds[0].fd, &count, sizeof(count)) < 0)
        woken = false;
    /* The arrays stay as they are while reporting: a report only changes `wanted`. */
    for (size_t i = 1; state->found > 0 && i < asked->count; i++) {
        if (asked->fds[i].revents)
            report(arg, asked->fds[i].fd, asked->generations[i], from_poll(asked->fds[i].revents));
    }
    state->found = 0;
    return woken;
}

const struct backend backend_poll = {
    .name = "poll",
    .live = false,
    .open = poll_open,
    .close = poll_close,
    .arm = poll_arm,
    .disarm = poll_disarm,
    .prepare = poll_prepare,
    .wait = poll_wait_for,
    .collect = poll_collect,
    .renew = poll_renew,
};
