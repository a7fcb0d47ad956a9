/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Who waits on a channel: one leads, which is to poll the socket and to read for all, the others
 * sleep.
 */
#include "client/remote/channel_internal.h"

#include <poll.h>

#include "common/cleanup.h"

/* Leading, without the lock: waits for something to do and does it. */
static void leader_poll(struct channel *ch, bool room_wanted, int timeout)
{
    short for_bytes = transport_wants(ch->transport, POLLIN);
    short for_room = room_wanted ? transport_wants(ch->transport, POLLOUT) : 0;
    struct pollfd p[] = {
        {.fd = ch->transport->fd, .events = (short)(for_bytes | for_room)},
        {.fd = ch->wake_fd, .events = POLLIN},
    };
    uint64_t count;

    if (poll(p, ARRAY_SIZE(p), timeout) < 0)
        return;
    if (p[1].revents) {
        ssize_t ignored = read(ch->wake_fd, &count, sizeof(count));

        (void)ignored;
    }
    if (p[0].revents & for_room)
        channel_flush(ch);
    if (p[0].revents & (for_bytes | POLLHUP | POLLERR)) {
        pthread_mutex_lock(&ch->lock);
        ch->leader_sends = true; /* those that are woken call again: one write for all */
        pthread_mutex_unlock(&ch->lock);
        channel_read(ch);
    }
}

/* Leads until the own reply is there, and passes the leadership on. */
static void leader_run(struct channel *ch, const struct waiter *w)
{
    pthread_mutex_lock(&ch->lock);
    while (!w->done) {
        bool room_wanted = output_queue_waiting(&ch->out) && !ch->out.in_flight;
        int timeout = channel_keepalive_ms(ch);

        pthread_mutex_unlock(&ch->lock);
        leader_poll(ch, room_wanted, timeout);
        channel_keepalive_tick(ch);
        pthread_mutex_lock(&ch->lock);
        ch->leader_sends = false;
        if (output_queue_waiting(&ch->out))
            channel_flush_locked(ch);
    }
    channel_pass_leadership(ch);
    pthread_mutex_unlock(&ch->lock);
}

static void waiter_sleep(struct waiter *w)
{
    while (sem_wait(&w->woken) < 0)
        ; /* a signal */
}

void channel_wait(struct channel *ch, struct waiter *w, bool leads)
{
    if (!leads) {
        waiter_sleep(w);
        leads = w->leads;
    }
    if (leads)
        leader_run(ch, w);
}
