/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Keepalive of a channel, which runs from the loop's timer, and from whoever leads where no loop
 * runs.
 */
#include "client/remote/channel_internal.h"

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/clock.h"
#include "protocol/keepalive.h"
#include "rpc/keepalive.h"

int channel_send_keepalive(struct channel *ch, int procedure)
{
    _cleanup_(buf_free) struct buf frame = {0};

    return keepalive_append(&frame, procedure) < 0 ? -1 : channel_send(ch, &frame);
}

int channel_keepalive_ms(const struct channel *ch)
{
    int64_t left = ch->due - clock_now_ms();

    if (!ch->interval_ms)
        return -1;
    return left < 0 ? 0 : (int)left;
}

void channel_keepalive_tick(struct channel *ch)
{
    bool over;

    pthread_mutex_lock(&ch->lock);
    if (!ch->interval_ms || ch->dead || ch->due > clock_now_ms()) {
        pthread_mutex_unlock(&ch->lock);
        return;
    }
    over = ch->unanswered >= ch->count;
    ch->unanswered++;
    ch->due = clock_now_ms() + ch->interval_ms;
    pthread_mutex_unlock(&ch->lock);

    if (over) {
        error_set(VIR_FROM_RPC, VIR_ERR_INTERNAL_ERROR,
                  "the daemon answered none of %u keepalive messages", ch->count);
        channel_die(ch, VIR_CONNECT_CLOSE_REASON_KEEPALIVE);
    } else {
        channel_send_keepalive(ch, KEEPALIVE_PROC_PING);
    }
}

static void keepalive_on_timer(int timer, void *opaque)
{
    struct channel *ch = opaque;
    int left;

    channel_keepalive_tick(ch);
    pthread_mutex_lock(&ch->lock);
    left = ch->dead ? -1 : channel_keepalive_ms(ch);
    pthread_mutex_unlock(&ch->lock);
    virEventUpdateTimeout(timer, left == 0 ? 1 : left);
}

int channel_set_keepalive(struct channel *ch, int interval, unsigned count)
{
    int timer, ms = interval > 0 ? interval * 1000 : 0;

    if (interval > INT32_MAX / 1000)
        return error_set(VIR_FROM_RPC, VIR_ERR_INVALID_ARG,
                         "a keepalive interval of %d seconds is too long", interval);
    pthread_mutex_lock(&ch->lock);
    ch->interval_ms = ms;
    ch->count = count;
    ch->unanswered = 0;
    ch->due = clock_now_ms() + ms;
    timer = ch->timer;
    pthread_mutex_unlock(&ch->lock);

    if (timer >= 0) {
        virEventUpdateTimeout(timer, ms ? ms : -1);
        return 0;
    }
    if (!ms)
        return 0;
    channel_ref(ch);
    timer = virEventAddTimeout(ms, keepalive_on_timer, ch, channel_unref);
    if (timer < 0) {
        error_reset(); /* no loop: pings leave while a call waits */
        channel_unref(ch);
        return 0;
    }
    pthread_mutex_lock(&ch->lock);
    ch->timer = timer;
    pthread_mutex_unlock(&ch->lock);
    return 0;
}
