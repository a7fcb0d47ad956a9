/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The packets of streams: those that came wait here, those that leave go to the channel's `out`.
 */
#include "client/remote/channel_stream.h"

#include <string.h>

#include <libvirt/virterror.h>

#include "client/remote/channel_impl.h"
#include "common/cleanup.h"
#include "drivers/stream.h"
#include "protocol/codec.h"
#include "protocol/message.h"
#include "protocol/program.h"

/* What one packet brought. */
struct chunk {
    STAILQ_ENTRY(chunk) next;
    unsigned long long hole; /* 0: bytes */
    size_t at, len;
    uint8_t bytes[];
};

struct channel_stream {
    struct channel *ch; /* outlives it: the host's connection holds it */
    struct stream *host;
    struct frame_header header; /* of its packets; type and status vary */

    /* Guarded by the channel's lock. */
    LIST_ENTRY(channel_stream) link;
    bool listed;
    bool open; /* the call has succeeded */
    STAILQ_HEAD(, chunk) chunks;
    size_t bytes; /* in them */
    bool full;
    bool ended;         /* no more bytes come behind the chunks */
    bool closing;       /* OK or ERROR was sent */
    bool answered;      /* and the daemon has said OK */
    struct error error; /* the daemon's; code 0: none */
};

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
    STAILQ_INIT(&s->chunks);
    return s;
}

void channel_stream_begin(struct channel_stream *s, uint32_t serial)
{
    s->header.serial = serial;
    s->listed = true;
    LIST_INSERT_HEAD(&s->ch->streams, s, link);
}

/* With the lock: so many bytes more, or fewer, wait. */
static void count(struct channel_stream *s, ssize_t change)
{
    bool full;

    s->bytes = (size_t)((ssize_t)s->bytes + change);
    full = s->bytes >= (s->full ? STREAM_FULL / 2 : STREAM_FULL);
    if (full == s->full)
        return;
    s->full = full;
    s->ch->full += full ? 1 : (unsigned)-1;
    if (s->ch->full == full)
        channel_full_changed(s->ch);
}

/* With the lock. */
static void drop_chunks(struct channel_stream *s)
{
    struct chunk *c;

    while ((c = STAILQ_FIRST(&s->chunks))) {
        STAILQ_REMOVE_HEAD(&s->chunks, next);
        free(c);
    }
    count(s, -(ssize_t)s->bytes);
}

/* With the lock: who waits for the stream shall look again. Each may be gone as soon as it is
 * woken. */
static void wake_waiters(struct channel_stream *s)
{
    struct waiter *w, *next;

    for (w = TAILQ_FIRST(&s->ch->waiters); w; w = next) {
        next = TAILQ_NEXT(w, link);
        if (w->stream != s)
            continue;
        TAILQ_REMOVE(&s->ch->waiters, w, link);
        w->done = true;
        sem_post(&w->woken);
    }
}

/* With the lock. */
static void wake(struct channel_stream *s)
{
    wake_waiters(s);
    stream_wake(s->host);
}

/* With the lock: other threads than the leader's say that something has happened. */
static void wake_all(struct channel_stream *s)
{
    wake(s);
    channel_wake_leader(s->ch);
}

/* With the lock: appends a packet without bytes that ends the stream, to be flushed. */
static int append_end(struct channel_stream *s, int status)
{
    struct frame_header h = s->header;

    h.type = VIR_NET_STREAM;
    h.status = status;
    s->closing = true;
    drop_chunks(s);
    return message_append(&s->ch->out, &h, NULL, NULL);
}

void channel_stream_free(void *stream)
{
    struct channel_stream *s = stream;

    if (!s)
        return;
    pthread_mutex_lock(&s->ch->lock);
    drop_chunks(s);
    if (s->listed)
        LIST_REMOVE(s, link);
    if (s->open && !s->closing && !s->error.code && !s->ch->dead &&
        append_end(s, VIR_NET_ERROR) == 0)
        channel_flush_locked(s->ch);
    pthread_mutex_unlock(&s->ch->lock);
    error_clear(&s->error);
    free(s);
}

/* ---- what comes ---- */

/* With the lock. */
static struct channel_stream *find(struct channel *ch, const struct frame_header *h)
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
static void give_up(struct channel_stream *s)
{
    struct error leading = {0};

    error_copy(&leading, error_get());
    error_set(VIR_FROM_STREAMS, VIR_ERR_OPERATION_FAILED,
              "the stream was given up: the program has left %zu bytes of it unread", s->bytes);
    if (append_end(s, VIR_NET_ERROR) == 0)
        error_copy(&s->error, error_get());
    error_adopt(&leading);
}

static int append_chunk(struct channel_stream *s, const struct frame *f, unsigned long long hole)
{
    size_t len = hole ? 0 : f->payload_len;
    struct chunk *c = malloc(sizeof(*c) + len);

    if (!c)
        return error_oom(VIR_FROM_STREAMS);
    c->hole = hole;
    c->at = 0;
    c->len = len;
    if (len)
        memcpy(c->bytes, f->payload, len);
    STAILQ_INSERT_TAIL(&s->chunks, c, next);
    count(s, (ssize_t)len);
    if (s->bytes > STREAM_TOO_MUCH)
        give_up(s);
    return 0;
}

static int take_hole(struct channel_stream *s, const struct frame *f)
{
    virNetStreamHole hole = {0};

    if (codec_decode(f->payload, f->payload_len, (xdrproc_t)xdr_virNetStreamHole, &hole) < 0)
        return -1;
    if (hole.length < 0)
        return error_set(VIR_FROM_RPC, VIR_ERR_RPC, "a hole of %lld bytes came in a stream",
                         (long long)hole.length);
    return hole.length && !s->closing ? append_chunk(s, f, (unsigned long long)hole.length) : 0;
}

static int take_packet(struct channel_stream *s, const struct frame *f)
{
    switch (f->header.status) {
    case VIR_NET_CONTINUE:
        if (f->header.type == VIR_NET_STREAM_HOLE)
            return take_hole(s, f);
        if (!f->payload_len)
            s->ended = true;
        return f->payload_len && !s->closing ? append_chunk(s, f, 0) : 0;
    case VIR_NET_OK:
        s->answered = s->ended = true;
        return 0;
    default:
        if (message_read_error(f->payload, f->payload_len, &s->error) < 0)
            return -1;
        if (!s->error.code)
            s->error.code = VIR_ERR_INTERNAL_ERROR;
        return 0;
    }
}

int channel_stream_take(struct channel *ch, const struct frame *f)
{
    LOCK_SCOPE(&ch->lock);
    struct channel_stream *s = find(ch, &f->header);

    if (!s)
        return 0; /* the daemon may not know yet that it is over */
    if (take_packet(s, f) < 0)
        return -1;
    wake(s);
    return 0;
}

void channel_streams_feed(struct channel *ch)
{
    struct channel_stream *s;

    if (buf_len(&ch->out) > STREAM_OUT / 2)
        return;
    ch->starved = false;
    LIST_FOREACH (s, &ch->streams, link)
        wake_all(s);
}

void channel_streams_die(struct channel *ch)
{
    struct channel_stream *s;

    LIST_FOREACH (s, &ch->streams, link)
        wake(s);
}

/* ---- waiting ---- */

/* With the lock. */
static bool is_readable(struct channel_stream *s)
{
    return !STAILQ_EMPTY(&s->chunks) || s->ended || s->error.code || s->closing || s->ch->dead;
}

static bool has_room(struct channel_stream *s)
{
    if (buf_len(&s->ch->out) < STREAM_OUT || s->error.code || s->closing || s->ch->dead)
        return true;
    s->ch->starved = true;
    return false;
}

static bool is_over(struct channel_stream *s)
{
    return s->answered || s->error.code || s->ch->dead;
}

/* With the lock, which is given up meanwhile: waits until something has happened to the stream. */
static void wait_once(struct channel_stream *s)
{
    struct waiter w = {.stream = s};
    struct channel *ch = s->ch;
    bool leads = !ch->reading;

    sem_init(&w.woken, 0, 0);
    ch->reading = true;
    TAILQ_INSERT_TAIL(&ch->waiters, &w, link);
    pthread_mutex_unlock(&ch->lock);
    channel_wait(ch, &w, leads);
    pthread_mutex_lock(&ch->lock);
    sem_destroy(&w.woken);
    error_clear(&w.error);
}

static void wait_for(void *opaque, bool for_room)
{
    struct channel_stream *s = opaque;
    LOCK_SCOPE(&s->ch->lock);

    while (for_room ? !has_room(s) : !is_readable(s))
        wait_once(s);
}

/* ---- what the host asks ---- */

/* With the lock: sets the error that the stream, or its channel, died of. 0: none. */
static int check(struct channel_stream *s)
{
    const struct error *cause = s->error.code ? &s->error : s->ch->dead ? &s->ch->death : NULL;
    struct error copy = {0};

    if (!cause)
        return 0;
    error_copy(&copy, cause);
    error_adopt(&copy);
    return -1;
}

/* With the lock, which is given up meanwhile: reads what the socket has, when nobody else does. */
static void look(struct channel *ch)
{
    if (ch->reading || ch->dead)
        return;
    ch->reading = true;
    pthread_mutex_unlock(&ch->lock);
    channel_read(ch);
    pthread_mutex_lock(&ch->lock);
    channel_hand_on(ch);
}

static ssize_t read_bytes(void *opaque, void *room, size_t size, unsigned long long *ret_hole)
{
    struct channel_stream *s = opaque;
    LOCK_SCOPE(&s->ch->lock);
    struct chunk *c;
    size_t n;

    if (!is_readable(s))
        look(s->ch);
    c = STAILQ_FIRST(&s->chunks);
    if (!c)
        return check(s) < 0 ? -1 : s->ended ? 0 : STREAM_LATER;
    n = size < c->len - c->at ? size : c->len - c->at;
    if (n)
        memcpy(room, c->bytes + c->at, n);
    c->at += n;
    *ret_hole = c->hole;
    if (c->at == c->len) {
        STAILQ_REMOVE_HEAD(&s->chunks, next);
        free(c);
    }
    count(s, -(ssize_t)n);
    return (ssize_t)n;
}

static int write_bytes(void *opaque, const void *bytes, size_t len)
{
    struct channel_stream *s = opaque;
    struct frame_header h = s->header;
    struct buf *out = &s->ch->out;
    LOCK_SCOPE(&s->ch->lock);

    h.type = VIR_NET_STREAM;
    h.status = VIR_NET_CONTINUE;
    if (check(s) < 0)
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

static int write_hole(void *opaque, unsigned long long len)
{
    struct channel_stream *s = opaque;
    struct frame_header h = s->header;
    virNetStreamHole hole = {.length = (int64_t)len};
    LOCK_SCOPE(&s->ch->lock);

    h.type = VIR_NET_STREAM_HOLE;
    h.status = VIR_NET_CONTINUE;
    if (check(s) < 0 || message_append(&s->ch->out, &h, (xdrproc_t)xdr_virNetStreamHole, &hole) < 0)
        return -1;
    channel_flush_locked(s->ch);
    return 0;
}

/* Says OK or ERROR, and waits for the answer. */
static int close_stream(struct channel_stream *s, int status)
{
    LOCK_SCOPE(&s->ch->lock);

    if (check(s) < 0 || append_end(s, status) < 0)
        return -1;
    channel_flush_locked(s->ch);
    wake_all(s); /* those that wait for bytes: there will be none */
    while (!is_over(s))
        wait_once(s);
    return s->answered ? 0 : check(s);
}

static int finish(void *opaque)
{
    return close_stream(opaque, VIR_NET_OK);
}

static int give_up_waiting(void *opaque)
{
    return close_stream(opaque, VIR_NET_ERROR);
}

static bool room(void *opaque)
{
    struct channel_stream *s = opaque;
    LOCK_SCOPE(&s->ch->lock);

    if (!has_room(s))
        channel_flush_locked(s->ch); /* there may be no loop that does it */
    return has_room(s);
}

#define BOTH_WAYS \
    .finish = finish, .abort = give_up_waiting, .done = channel_stream_free, .wait = wait_for
#define READS  .read = read_bytes
#define WRITES .write = write_bytes, .hole = write_hole, .room = room

void channel_stream_attach(struct channel_stream *s, const struct proc *proc)
{
    static const struct stream_ops reads = {BOTH_WAYS, READS};
    static const struct stream_ops writes = {BOTH_WAYS, WRITES};
    static const struct stream_ops both = {BOTH_WAYS, READS, WRITES};
    bool in = proc->flags & PROC_STREAM_READ, out = proc->flags & PROC_STREAM_WRITE;

    s->open = true;
    stream_attach(s->host, in && out ? &both : in ? &reads : &writes, s);
}
