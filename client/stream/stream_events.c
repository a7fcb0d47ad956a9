/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The callback of a stream: a timer of the program's loop that is due when the driver has woken the
 * stream, and stays due while the callback has something to do.
 *
 *     wake, registered, changed --> due --in the loop: ready?--no--> off
 *                                    ^           |yes
 *                                    \-callback--/
 *
 * The timer is turned off before the driver is asked, so that a wake in between is not lost. The
 * registration keeps the stream alive until the loop has freed it.
 */
#include "client/stream/stream.h"

#include "client/core/api.h"

struct stream_watch {
    virStreamPtr st;
    int events; /* under the stream's lock */
    virStreamEventCallback cb;
    void *opaque;
    virFreeCallback free_cb;
};

/* The loop's, when it has forgotten the timer. */
static void stream_watch_free(void *opaque)
{
    struct stream_watch *w = opaque;

    if (w->free_cb)
        w->free_cb(w->opaque);
    stream_unref(w->st);
    free(w);
}

/* What is waited for; 0: the callback was removed. */
static int watch_events(struct stream_watch *w)
{
    LOCK_SCOPE(&w->st->lock);

    return w->st->watch == w ? w->events : 0;
}

static void watch_on_timer(int timer, void *opaque)
{
    struct stream_watch *w = opaque;
    int events;

    virEventUpdateTimeout(timer, -1);
    events = watch_events(w);
    events = events ? stream_ready(w->st, events) : 0;
    /* Another thread may have removed it meanwhile. */
    if (!events || !watch_events(w))
        return;
    w->cb(w->st, events, w->opaque);
    if (watch_events(w))
        virEventUpdateTimeout(timer, 0);
}

bool stream_unwatch(virStreamPtr st)
{
    struct stream_watch *w;
    int timer;

    pthread_mutex_lock(&st->lock);
    w = take(st->watch);
    timer = st->watch_timer;
    pthread_mutex_unlock(&st->lock);
    if (w)
        virEventRemoveTimeout(timer);
    return w;
}

/* With `lock`. */
static int stream_watch_new(virStreamPtr st, int events, virStreamEventCallback cb, void *opaque,
                            virFreeCallback ff)
{
    struct stream_watch *w;

    if (st->watch)
        return error_set(VIR_FROM_STREAMS, VIR_ERR_INTERNAL_ERROR,
                         "the stream has a callback already");
    w = calloc(1, sizeof(*w));
    if (!w)
        return error_oom(VIR_FROM_STREAMS);
    *w = (struct stream_watch){st, events, cb, opaque, ff};
    st->watch_timer = virEventAddTimeout(0, watch_on_timer, w, stream_watch_free);
    if (st->watch_timer < 0) {
        free(w);
        return error_set(VIR_FROM_STREAMS, VIR_ERR_INTERNAL_ERROR,
                         "callbacks of streams need an event loop");
    }
    atomic_fetch_add(&st->refs, 1);
    st->watch = w;
    return 0;
}

VIREO_API int virStreamEventAddCallback(virStreamPtr stream, int events, virStreamEventCallback cb,
                                        void *opaque, virFreeCallback ff)
{
    int r;

    if (stream_is_one(stream) < 0)
        return -1;
    NEED(stream->conn, VIR_FROM_STREAMS, -1, cb);
    pthread_mutex_lock(&stream->turn);
    r = stream_need_open(stream, __func__);
    if (r == 0) {
        LOCK_SCOPE(&stream->lock);

        r = stream_watch_new(stream, events, cb, opaque, ff);
    }
    pthread_mutex_unlock(&stream->turn);
    return r < 0 ? stream_fail(stream) : 0;
}

static int no_callback(virStreamPtr st)
{
    error_set(VIR_FROM_STREAMS, VIR_ERR_INTERNAL_ERROR, "the stream has no callback");
    return stream_fail(st);
}

VIREO_API int virStreamEventUpdateCallback(virStreamPtr stream, int events)
{
    bool found;

    if (stream_is_one(stream) < 0)
        return -1;
    pthread_mutex_lock(&stream->lock);
    found = stream->watch;
    if (found) {
        stream->watch->events = events;
        virEventUpdateTimeout(stream->watch_timer, 0);
    }
    pthread_mutex_unlock(&stream->lock);
    return found ? 0 : no_callback(stream);
}

VIREO_API int virStreamEventRemoveCallback(virStreamPtr stream)
{
    if (stream_is_one(stream) < 0)
        return -1;
    return stream_unwatch(stream) ? 0 : no_callback(stream);
}
