/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The packets of streams that come: each to its stream, and how much may wait there.
 */
#include "client/remote/channel_internal.h"

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "protocol/message.h"

enum { TRICKLE_MS = 1000 };

/* With the lock: `full` has become 0, or is that no more. */
static void channel_full_changed(struct channel *ch)
{
    if (ch->trickle >= 0)
        virEventUpdateTimeout(ch->trickle, ch->full ? TRICKLE_MS : -1);
    channel_rewatch(ch);
}

void channel_count_packets(struct channel_stream *s)
{
    bool full = s->packets.held >= (s->full ? STREAM_FULL / 2 : STREAM_FULL);

    if (full == s->full)
        return;
    s->full = full;
    s->ch->full += full ? 1 : (unsigned)-1;
    if (s->ch->full == full)
        channel_full_changed(s->ch);
}

int channel_append_end(struct channel_stream *s, int status)
{
    struct frame_header h = s->header;

    h.type = VIR_NET_STREAM;
    h.status = status;
    packet_queue_close(&s->packets);
    channel_count_packets(s);
    return message_append(output_queue_tail(&s->ch->out), &h, NULL, NULL);
}

/* With the lock. */
static struct channel_stream *channel_stream_find(struct channel *ch, const struct frame_header *h)
{
    struct channel_stream *s;

    LIST_FOREACH (s, &ch->streams, link) {
        if (s->header.serial == h->serial && s->header.procedure == h->procedure &&
            s->header.program == h->program)
            return s;
    }
    return NULL;
}

/* With the lock: the program has left too much unread. The leader flushes. */
static void channel_give_up_stream(struct channel_stream *s)
{
    struct error leading = {0};

    error_copy(&leading, error_get());
    error_set(VIR_FROM_STREAMS, VIR_ERR_OPERATION_FAILED,
              "the stream was given up: the program has left %zu bytes of it unread",
              s->packets.bytes);
    if (channel_append_end(s, VIR_NET_ERROR) == 0)
        error_copy(&s->packets.error, error_get());
    error_adopt(&leading);
}

int channel_take_packet(struct channel *ch, const struct frame *f)
{
    LOCK_SCOPE(&ch->lock);
    struct channel_stream *s = channel_stream_find(ch, &f->header);

    if (!s)
        return 0; /* the daemon may not know yet that it is over */
    if (packet_queue_take(&s->packets, f) < 0)
        return -1;
    channel_count_packets(s);
    if (s->packets.held > STREAM_TOO_MUCH)
        channel_give_up_stream(s);
    channel_wake_stream(s);
    return 0;
}
