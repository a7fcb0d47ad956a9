/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A channel in a process that forks. The socket stays the parent's: two readers would take each
 * other's replies. In the child the channel is dead, whoever waited in the parent is not there, and
 * nothing is written, shut down or told. What the child asks goes through a channel of its own.
 */
#include "client/remote/channel_internal.h"

#include <libvirt/virterror.h>

#include "common/cleanup.h"

static struct channel *channel_of_member(struct fork_member *m)
{
    return FORK_OWNER(m, struct channel);
}

static void channel_before_fork(struct fork_member *m)
{
    pthread_mutex_lock(&channel_of_member(m)->lock);
}

static void channel_after_fork(struct fork_member *m)
{
    pthread_mutex_unlock(&channel_of_member(m)->lock);
}

/* The calling thread's error is whatever the program has left there. */
static void channel_set_fork_death(struct channel *ch)
{
    struct error before = {0};

    error_copy(&before, error_get());
    error_set(VIR_FROM_RPC, VIR_ERR_OPERATION_INVALID,
              "the connection belongs to the process that this one was forked from: open another");
    error_copy(&ch->death, error_get());
    error_adopt(&before);
}

static void channel_in_child(struct fork_member *m)
{
    struct channel *ch = channel_of_member(m);

    if (!ch->dead) {
        channel_set_fork_death(ch);
        atomic_store(&ch->left, true);
        ch->sink.left(ch->sink.opaque);
    }
    ch->dead = true;
    ch->reading = ch->leader_sends = ch->starved = false;
    ch->out.in_flight = false;
    call_queue_init(&ch->calls); /* on the stacks of threads that are not here */
    TAILQ_INIT(&ch->filled);
    if (ch->transport->fd >= 0)
        transport_leave(ch->transport);
    pthread_mutex_unlock(&ch->lock);
}

bool channel_left(const struct channel *ch)
{
    return atomic_load(&ch->left);
}

void channel_join_forks(struct channel *ch)
{
    static const struct fork_ops ops = {
        .before = channel_before_fork, .after = channel_after_fork, .child = channel_in_child};

    forks_join(&ch->fork, &ops, FORK_CHANNEL);
}
