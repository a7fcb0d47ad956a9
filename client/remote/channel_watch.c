/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A channel while no call waits on it: the program's event loop reads; and keepalive, which runs
 * from the loop's timer, and from whoever leads where no loop runs.
 */
#include "client/remote/channel_impl.h"

#include <time.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "protocol/keepalive.h"
#include "protocol/message.h"

enum {
    TRICKLE_MS = 1000,
    TRICKLE_READS = 4, /* of 64 KiB at least */
};

static int64_t now_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- the watch ---- */

int channel_wanted(const struct channel *ch)
{
    return (ch->full ? 0 : VIR_EVENT_HANDLE_READABLE) |
           (buf_len(&ch->out) ? VIR_EVENT_HANDLE_WRITABLE : 0);
}

void channel_rewatch(struct channel *ch)
{
    if (ch->reading)
        ch->watch_old = true; /* who reads says it when it ends */
    else if (ch->watch >= 0 && !ch->watch_off && !ch->dead)
        virEventUpdateHandle(ch->watch, channel_wanted(ch));
}

static void on_ready(int watch, int fd, int events, void *opaque)
{
    struct channel *ch = opaque;
    bool full;

    pthread_mutex_lock(&ch->lock);
    if (ch->reading || ch->dead) {
        /* A caller reads, and turns the watch on again when the last one leaves. */
        ch->watch_off = true;
        virEventUpdateHandle(watch, 0);
        pthread_mutex_unlock(&ch->lock);
        return;
    }
    ch->reading = true;
    full = ch->full;
    pthread_mutex_unlock(&ch->lock);

    if (events & VIR_EVENT_HANDLE_WRITABLE)
        channel_flush(ch);
    if (events &
        (full ? VIR_EVENT_HANDLE_ERROR | VIR_EVENT_HANDLE_HANGUP : ~VIR_EVENT_HANDLE_WRITABLE))
        channel_read(ch);

    pthread_mutex_lock(&ch->lock);
    virEventUpdateHandle(watch, ch->dead ? 0 : channel_wanted(ch));
    channel_hand_on(ch);
    pthread_mutex_unlock(&ch->lock);
}

/* While a stream is full the loop reads so much less that nothing piles up, and enough for the
 * daemon's pings, which come behind what it has sent ahead. */
static void on_trickle(int timer, void *opaque)
{
    struct channel *ch = opaque;

    pthread_mutex_lock(&ch->lock);
    if (!ch->reading && !ch->dead && ch->full) {
        ch->reading = true;
        pthread_mutex_unlock(&ch->lock);
        for (int i = 0; i < TRICKLE_READS; i++)
            channel_read(ch);
        pthread_mutex_lock(&ch->lock);
        channel_hand_on(ch);
    }
    pthread_mutex_unlock(&ch->lock);
}

void channel_full_changed(struct channel *ch)
{
    if (ch->trickle >= 0)
        virEventUpdateTimeout(ch->trickle, ch->full ? TRICKLE_MS : -1);
    channel_rewatch(ch);
}

void channel_watch(struct channel *ch)
{
    int watch, trickle;

    channel_ref(ch);
    watch = virEventAddHandle(ch->fd, VIR_EVENT_HANDLE_READABLE, on_ready, ch, channel_unref);
    if (watch < 0) {
        error_reset(); /* no loop: callers read for themselves */
        channel_unref(ch);
        return;
    }
    channel_ref(ch);
    trickle = virEventAddTimeout(-1, on_trickle, ch, channel_unref);
    if (trickle < 0) {
        error_reset();
        channel_unref(ch);
    }
    pthread_mutex_lock(&ch->lock);
    ch->watch = watch;
    ch->trickle = trickle;
    pthread_mutex_unlock(&ch->lock);
}

/* ---- keepalive ---- */

int channel_send_keepalive(struct channel *ch, int procedure)
{
    struct frame_header header = {
        .program = KEEPALIVE_PROGRAM,
        .version = KEEPALIVE_PROTOCOL_VERSION,
        .procedure = procedure,
        .type = VIR_NET_MESSAGE,
        .status = VIR_NET_OK,
    };
    struct buf frame = {0};
    int r = message_append(&frame, &header, NULL, NULL);

    if (r == 0)
        r = channel_send(ch, &frame);
    buf_free(&frame);
    return r;
}

int channel_keepalive_ms(const struct channel *ch)
{
    int64_t left = ch->due - now_ms();

    if (!ch->interval_ms)
        return -1;
    return left < 0 ? 0 : (int)left;
}

void channel_keepalive_tick(struct channel *ch)
{
    bool over;

    pthread_mutex_lock(&ch->lock);
    if (!ch->interval_ms || ch->dead || ch->due > now_ms()) {
        pthread_mutex_unlock(&ch->lock);
        return;
    }
    over = ch->unanswered >= ch->count;
    ch->unanswered++;
    ch->due = now_ms() + ch->interval_ms;
    pthread_mutex_unlock(&ch->lock);

    if (over) {
        error_set(VIR_FROM_RPC, VIR_ERR_INTERNAL_ERROR,
                  "the daemon answered none of %u keepalive messages", ch->count);
        channel_die(ch, VIR_CONNECT_CLOSE_REASON_KEEPALIVE);
    } else {
        channel_send_keepalive(ch, KEEPALIVE_PROC_PING);
    }
}

static void on_timer(int timer, void *opaque)
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
    ch->due = now_ms() + ms;
    timer = ch->timer;
    pthread_mutex_unlock(&ch->lock);

    if (timer >= 0) {
        virEventUpdateTimeout(timer, ms ? ms : -1);
        return 0;
    }
    if (!ms)
        return 0;
    channel_ref(ch);
    timer = virEventAddTimeout(ms, on_timer, ch, channel_unref);
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
