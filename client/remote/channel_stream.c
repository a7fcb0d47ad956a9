/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the host of a stream calls: it reads the packets that came, and its own go to the channel's
 * `out`.
 */
#include "client/remote/channel_stream.h"

#include <libvirt/virterror.h>

#include "client/remote/channel_internal.h"
#include "common/cleanup.h"
#include "drivers/stream.h"
#include "protocol/message.h"
#include "protocol/program.h"

/* ---- make and end ---- */

struct channel_stream *channel_stream_new(struct channel *ch, const struct frame_header *call,
                                          struct stream *host)
{
    struct channel_stream *s = calloc(1, sizeof(*s));

    if (!s) {
        error_oom(VIR_FROM_STREAMS);
        return NULL;
    }
    s->ch = ch;
    s->host = host;
    s->header = *call;
    packet_queue_init(&s->packets);
    return s;
}

void channel_stream_begin(struct channel_stream *s, uint32_t serial)
{
    s->header.serial = serial;
    s->listed = true;
    LIST_INSERT_HEAD(&s->ch->streams, s, link);
}

void channel_stream_free(void *stream)
{
    struct channel_stream *s = stream;
    bool ended;

    if (!s)
        return;
    pthread_mutex_lock(&s->ch->lock);
    ended = s->packets.closed || s->packets.error.code;
    packet_queue_close(&s->packets);
    channel_count_packets(s);
    if (s->listed)
        LIST_REMOVE(s, link);
    if (s->open && !ended && !s->ch->dead && channel_append_end(s, VIR_NET_ERROR) == 0)
        channel_flush_locked(s->ch);
    pthread_mutex_unlock(&s->ch->lock);
    packet_queue_done(&s->packets);
    free(s);
}

/* ---- waiting ---- */

/* With the lock: nothing more is to be waited for, but for the answer to its end. */
static bool channel_stream_is_over(const struct channel_stream *s)
{
    return s->packets.error.code || s->packets.closed || s->ch->dead;
}

/* With the lock. */
static bool channel_stream_is_readable(struct channel_stream *s)
{
    return !packet_queue_empty(&s->packets) || s->packets.ended || channel_stream_is_over(s);
}

static bool channel_stream_has_room(struct channel_stream *s)
{
    if (output_queue_waiting(&s->ch->out) < STREAM_OUT || channel_stream_is_over(s))
        return true;
    s->ch->starved = true;
    return false;
}

static bool channel_stream_is_answered(const struct channel_stream *s)
{
    return s->packets.answered || s->packets.error.code || s->ch->dead;
}

/* With the lock, which is given up meanwhile: waits until something has happened to the stream. */
static void channel_stream_wait_once(struct channel_stream *s)
{
    struct waiter w = {.call.no_reply = true, .stream = s};
    struct channel *ch = s->ch;
    bool leads = !ch->reading;

    sem_init(&w.woken, 0, 0);
    ch->reading = true;
    call_queue_add(&ch->calls, &w.call);
    pthread_mutex_unlock(&ch->lock);
    channel_wait(ch, &w, leads);
    pthread_mutex_lock(&ch->lock);
    sem_destroy(&w.woken);
    call_done(&w.call);
}

static void channel_stream_wait_for(void *opaque, bool for_room)
{
    struct channel_stream *s = opaque;
    LOCK_SCOPE(&s->ch->lock);

    while (for_room ? !channel_stream_has_room(s) : !channel_stream_is_readable(s))
        channel_stream_wait_once(s);
}

/* ---- what the host asks ---- */

/* With the lock: sets the error that the stream, or its channel, died of. 0: none. */
static int channel_stream_check(struct channel_stream *s)
{
    const struct error *cause = s->packets.error.code ? &s->packets.error
                                : s->ch->dead         ? &s->ch->death
                                                      : NULL;
    struct error copy = {0};

    if (!cause)
        return 0;
    error_copy(&copy, cause);
    error_adopt(&copy);
    return -1;
}

/* With the lock, which is given up meanwhile: reads what the socket has, when nobody else does. */
static void channel_stream_look(struct channel *ch)
{
    if (ch->reading || ch->dead)
        return;
    ch->reading = true;
    pthread_mutex_unlock(&ch->lock);
    channel_read(ch);
    pthread_mutex_lock(&ch->lock);
    channel_pass_leadership(ch);
}

static ssize_t channel_stream_read_bytes(void *opaque, void *room, size_t size,
                                         unsigned long long *ret_hole)
{
    struct channel_stream *s = opaque;
    LOCK_SCOPE(&s->ch->lock);
    ssize_t n;

    if (!channel_stream_is_readable(s))
        channel_stream_look(s->ch);
    if (packet_queue_empty(&s->packets))
        return channel_stream_check(s) < 0 ? -1 : s->packets.ended ? 0 : STREAM_LATER;
    n = packet_queue_read(&s->packets, room, size, ret_hole);
    channel_count_packets(s);
    return n;
}

static int channel_stream_write_bytes(void *opaque, const void *bytes, size_t len)
{
    struct channel_stream *s = opaque;
    struct frame_header h = s->header;
    LOCK_SCOPE(&s->ch->lock);
    struct buf *out = output_queue_tail(&s->ch->out);

    h.type = VIR_NET_STREAM;
    h.status = VIR_NET_CONTINUE;
    if (channel_stream_check(s) < 0)
        return -1;
    for (size_t at = 0; at < len;) {
        size_t n = len - at < VIR_NET_MESSAGE_LEGACY_PAYLOAD_MAX
                       ? len - at
                       : VIR_NET_MESSAGE_LEGACY_PAYLOAD_MAX;

        /* Room for all of it first: half a frame must not stay there. */
        if (!buf_reserve(out, FRAME_MIN + n))
            return -1;
        ptrdiff_t start = frame_begin(out, &h);

        buf_append(out, (const char *)bytes + at, n);
        frame_end(out, start);
        at += n;
    }
    channel_flush_locked(s->ch);
    return 0;
}

static int channel_stream_write_hole(void *opaque, unsigned long long len)
{
    struct channel_stream *s = opaque;
    struct frame_header h = s->header;
    virNetStreamHole hole = {.length = (int64_t)len};
    LOCK_SCOPE(&s->ch->lock);

    h.type = VIR_NET_STREAM_HOLE;
    h.status = VIR_NET_CONTINUE;
    if (channel_stream_check(s) < 0 || message_append(output_queue_tail(&s->ch->out), &h,
                                                      (xdrproc_t)xdr_virNetStreamHole, &hole) < 0)
        return -1;
    channel_flush_locked(s->ch);
    return 0;
}

/* Says OK or ERROR, and waits for the answer. */
static int channel_stream_close(struct channel_stream *s, int status)
{
    LOCK_SCOPE(&s->ch->lock);

    if (channel_stream_check(s) < 0 || channel_append_end(s, status) < 0)
        return -1;
    channel_flush_locked(s->ch);
    channel_wake_stream_all(s); /* those that wait for bytes: there will be none */
    while (!channel_stream_is_answered(s))
        channel_stream_wait_once(s);
    return s->packets.answered ? 0 : channel_stream_check(s);
}

static int channel_stream_finish(void *opaque)
{
    return channel_stream_close(opaque, VIR_NET_OK);
}

static int channel_stream_abort(void *opaque)
{
    return channel_stream_close(opaque, VIR_NET_ERROR);
}

static bool channel_stream_room(void *opaque)
{
    struct channel_stream *s = opaque;
    LOCK_SCOPE(&s->ch->lock);

    if (!channel_stream_has_room(s))
        channel_flush_locked(s->ch); /* there may be no loop that does it */
    return channel_stream_has_room(s);
}

#define BOTH_WAYS                                                                                \
    .finish = channel_stream_finish, .abort = channel_stream_abort, .done = channel_stream_free, \
    .wait = channel_stream_wait_for
#define READS .read = channel_stream_read_bytes
#define WRITES                                                              \
    .write = channel_stream_write_bytes, .hole = channel_stream_write_hole, \
    .room = channel_stream_room

void channel_stream_attach(struct channel_stream *s, const struct proc *proc)
{
    static const struct stream_ops reads = {BOTH_WAYS, READS};
    static const struct stream_ops writes = {BOTH_WAYS, WRITES};
    static const struct stream_ops both = {BOTH_WAYS, READS, WRITES};
    bool in = proc->flags & PROC_STREAM_READ, out = proc->flags & PROC_STREAM_WRITE;

    s->open = true;
    stream_attach(s->host, in && out ? &both : in ? &reads : &writes, s);
}
