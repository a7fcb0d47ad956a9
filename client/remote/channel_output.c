/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What leaves a channel. Who finds no sender sends, also what others append meanwhile.
 */
#include "client/remote/channel_internal.h"

#include <errno.h>

#include "common/cleanup.h"

/* With the lock: the streams that were starved may write again, if there is room. */
static void channel_feed_streams(struct channel *ch)
{
    struct channel_stream *s;

    if (output_queue_waiting(&ch->out) > STREAM_OUT / 2)
        return;
    ch->starved = false;
    LIST_FOREACH (s, &ch->streams, link)
        channel_wake_stream_all(s);
}

void channel_flush_locked(struct channel *ch)
{
    enum output_result r = OUTPUT_SENT;

    if (ch->out.in_flight || ch->leader_sends)
        return;
    if (!ch->dead)
        r = output_queue_flush(&ch->out, ch->transport, &ch->lock);
    if (r == OUTPUT_FAILED && !ch->dead) {
        int err = errno;

        pthread_mutex_unlock(&ch->lock);
        channel_break(ch, err);
        pthread_mutex_lock(&ch->lock);
    }
    if (r == OUTPUT_BLOCKED) {
        channel_wake_leader(ch);
        channel_rewatch(ch);
    }
    if (ch->starved)
        channel_feed_streams(ch);
}

void channel_flush(struct channel *ch)
{
    LOCK_SCOPE(&ch->lock);

    channel_flush_locked(ch);
}

int channel_send(struct channel *ch, const struct buf *frame)
{
    LOCK_SCOPE(&ch->lock);

    if (output_queue_add(&ch->out, frame) < 0)
        return -1;
    channel_flush_locked(ch);
    return 0;
}
