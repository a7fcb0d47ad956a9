/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A channel while no call waits on it: the program's event loop reads.
 */
#include "client/remote/channel_internal.h"

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"

enum { TRICKLE_READS = 4 }; /* of 64 KiB at least */

static void watch_on_ready(int watch, int fd, int events, void *opaque)
{
    struct channel *ch = opaque;
    int for_room, for_bytes = VIR_EVENT_HANDLE_ERROR | VIR_EVENT_HANDLE_HANGUP;

    pthread_mutex_lock(&ch->lock);
    if (ch->reading || ch->dead) {
        /* A caller reads, and turns the watch on again when the last one leaves. */
        ch->watch_off = true;
        virEventUpdateHandle(watch, 0);
        pthread_mutex_unlock(&ch->lock);
        return;
    }
    ch->reading = true;
    for_room = transport_loop_events(ch->transport, POLLOUT);
    if (!ch->full)
        for_bytes |= transport_loop_events(ch->transport, POLLIN);
    pthread_mutex_unlock(&ch->lock);

    if (events & for_room)
        channel_flush(ch);
    if (events & for_bytes)
        channel_read(ch);

    pthread_mutex_lock(&ch->lock);
    virEventUpdateHandle(watch, ch->dead ? 0 : channel_watch_events(ch));
    channel_pass_leadership(ch);
    pthread_mutex_unlock(&ch->lock);
}

/* While a stream is full the loop reads so much less that nothing piles up, and enough for the
 * daemon's pings, which come behind what it has sent ahead. */
static void watch_on_trickle(int timer, void *opaque)
{
    struct channel *ch = opaque;

    pthread_mutex_lock(&ch->lock);
    if (!ch->reading && !ch->dead && ch->full) {
        ch->reading = true;
        pthread_mutex_unlock(&ch->lock);
        for (int i = 0; i < TRICKLE_READS; i++)
            channel_read(ch);
        pthread_mutex_lock(&ch->lock);
        channel_pass_leadership(ch);
    }
    pthread_mutex_unlock(&ch->lock);
}

void channel_watch(struct channel *ch)
{
    int watch, trickle;

    channel_ref(ch);
    watch = virEventAddHandle(ch->transport->fd, VIR_EVENT_HANDLE_READABLE, watch_on_ready, ch,
                              channel_unref);
    if (watch < 0) {
        error_reset(); /* no loop: callers read for themselves */
        channel_unref(ch);
        return;
    }
    channel_ref(ch);
    trickle = virEventAddTimeout(-1, watch_on_trickle, ch, channel_unref);
    if (trickle < 0) {
        error_reset();
        channel_unref(ch);
    }
    pthread_mutex_lock(&ch->lock);
    ch->watch = watch;
    ch->trickle = trickle;
    pthread_mutex_unlock(&ch->lock);
}
