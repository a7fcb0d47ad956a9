/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A loop in a process that forks: the child's copy shares nothing with the parent's.
 *
 * The eventfd and the back end's own descriptors are given back in the child before anything else
 * runs there. New ones are made at the first use, so that a child that never uses the loop, or
 * calls exec, pays nothing and has nothing open.
 */
#include <errno.h>
#include <sys/eventfd.h>

#include "common/cleanup.h"
#include "event/loop_impl.h"

static struct loop *loop_of_member(struct fork_member *m)
{
    return FORK_OWNER(m, struct loop);
}

static void loop_before_fork(struct fork_member *m)
{
    pthread_mutex_lock(&loop_of_member(m)->lock);
}

static void loop_after_fork(struct fork_member *m)
{
    pthread_mutex_unlock(&loop_of_member(m)->lock);
}

/* The thread that ran the loop is not here: nor are the callbacks that it was in. */
static void loop_forget_runner(struct loop *loop)
{
    struct watch *watch;
    struct timer *timer;
    size_t cursor = 0;

    loop->depth = 0;
    loop->current_watch = NULL;
    loop->current_timer = NULL;
    while ((watch = ids_each(&loop->handles.ids, &cursor)))
        watch->suspended = false;
    cursor = 0;
    while ((timer = ids_each(&loop->timers.ids, &cursor))) {
        if (timer->suspended)
            timers_resume(&loop->timers, timer);
    }
}

static void loop_in_child(struct fork_member *m)
{
    struct loop *loop = loop_of_member(m);

    if (loop->depth > 0 && !pthread_equal(loop->runner, pthread_self()))
        loop_forget_runner(loop);
    if (loop->depth == 0)
        pthread_mutex_init(&loop->turn, NULL); /* whoever had it is not here */
    if (!loop->forked) {
        if (loop->handles.backend->leave)
            loop->handles.backend->leave(loop->handles.state);
        close(take_fd(loop->wake_fd));
    }
    loop->forked = true;
    loop->sleeping = false;
    loop->woken = false;
    pthread_mutex_unlock(&loop->lock);
}

void loop_join_forks(struct loop *loop)
{
    static const struct fork_ops ops = {loop_before_fork, loop_after_fork, loop_in_child};

    forks_join(&loop->fork, &ops, FORK_LOOP);
}

int loop_renew(struct loop *loop)
{
    _cleanup_close_ int wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    int r = wake_fd < 0 ? -errno : handles_renew(&loop->handles, wake_fd, true);

    if (r < 0)
        return r;
    loop->wake_fd = take_fd(wake_fd);
    loop->forked = false;
    return 0;
}
