/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What all parts of a channel share: who waits, who leads, and the end.
 */
#include "client/remote/channel_internal.h"

#include <errno.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "drivers/stream.h"

void channel_ref(struct channel *ch)
{
    atomic_fetch_add(&ch->refs, 1);
}

void channel_unref(void *channel)
{
    struct channel *ch = channel;

    if (atomic_fetch_sub(&ch->refs, 1) != 1)
        return;
    forks_leave(&ch->fork);
    ch->sink.unref(ch->sink.opaque);
    transport_close(ch->transport);
    cleanup_close(&ch->wake_fd);
    output_queue_done(&ch->out);
    input_queue_done(&ch->in);
    error_clear(&ch->death);
    pthread_mutex_destroy(&ch->lock);
    free(ch);
}

/* ---- who waits, who leads ---- */

void channel_wake_waiter(struct queued_call *call)
{
    struct waiter *w = waiter_of(call);

    w->done = true;
    sem_post(&w->woken);
}

void channel_wake_leader(struct channel *ch)
{
    uint64_t one = 1;
    ssize_t ignored;

    if (!ch->reading)
        return;
    ignored = write(ch->wake_fd, &one, sizeof(one));
    (void)ignored;
}

void channel_pass_leadership(struct channel *ch)
{
    struct queued_call *next = TAILQ_FIRST(&ch->calls.calls);

    ch->reading = next != NULL;
    if (next) {
        waiter_of(next)->leads = true;
        sem_post(
            &waiter_of(next)->woken); /* with the lock: it can't be gone before it had it too */
    } else if ((ch->watch_off || ch->watch_old) && ch->watch >= 0) {
        ch->watch_off = ch->watch_old = false;
        virEventUpdateHandle(ch->watch, ch->dead ? 0 : channel_watch_events(ch));
    }
}

int channel_watch_events(const struct channel *ch)
{
    return (ch->full ? 0 : transport_loop_events(ch->transport, POLLIN)) |
           (output_queue_waiting(&ch->out) ? transport_loop_events(ch->transport, POLLOUT) : 0);
}

void channel_rewatch(struct channel *ch)
{
    if (ch->reading)
        ch->watch_old = true; /* who reads says it when it ends */
    else if (ch->watch >= 0 && !ch->watch_off && !ch->dead)
        virEventUpdateHandle(ch->watch, channel_watch_events(ch));
}

/* ---- streams ---- */

void channel_wake_stream(struct channel_stream *s)
{
    struct queued_call *call, *next;

    for (call = TAILQ_FIRST(&s->ch->calls.calls); call; call = next) {
        next = TAILQ_NEXT(call, link);
        if (!call->no_reply || waiter_of(call)->stream != s)
            continue;
        TAILQ_REMOVE(&s->ch->calls.calls, call, link);
        channel_wake_waiter(call);
    }
    stream_wake(s->host);
}

void channel_wake_stream_all(struct channel_stream *s)
{
    channel_wake_stream(s);
    channel_wake_leader(s->ch);
}

/* ---- the end ---- */

void channel_die(struct channel *ch, int reason)
{
    struct channel_stream *s;
    bool tell;

    pthread_mutex_lock(&ch->lock);
    tell = !ch->dead && !ch->closing;
    if (!ch->dead) {
        ch->dead = true;
        error_copy(&ch->death, error_get());
        transport_shutdown(ch->transport);
        call_queue_fail(&ch->calls, &ch->death, channel_wake_waiter);
        LIST_FOREACH (s, &ch->streams, link)
            channel_wake_stream(s);
    }
    pthread_mutex_unlock(&ch->lock);
    if (tell)
        ch->sink.closed(ch->sink.opaque, reason);
}

void channel_break(struct channel *ch, int err)
{
    bool closed = err == EPIPE || err == ECONNRESET;

    error_set_errno(VIR_FROM_RPC, err, "the daemon's socket");
    channel_die(ch, closed ? VIR_CONNECT_CLOSE_REASON_EOF : VIR_CONNECT_CLOSE_REASON_ERROR);
}

bool channel_alive(struct channel *ch)
{
    LOCK_SCOPE(&ch->lock);

    return !ch->dead;
}
