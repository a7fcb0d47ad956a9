/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The connection's end: its callback is called once, from the loop or at the end of a call.
 */
#include "client/events/events_impl.h"

#include "common/cleanup.h"
#include "common/error.h"

void events_dispatch_end(struct events *ev, int reason)
{
    struct close_callback *cc;

    pthread_mutex_lock(&ev->registry);
    cc = ev->close_callback;
    if (cc && cc->told)
        cc = NULL; /* by another thread */
    if (cc)
        cc->told = true;
    pthread_mutex_unlock(&ev->registry);
    if (!cc)
        return;
    cc->cb(cc->data.conn, reason, cc->data.opaque);

    pthread_mutex_lock(&ev->registry);
    if (ev->close_callback == cc)
        ev->close_callback = NULL;
    else
        cc = NULL; /* it was taken back meanwhile */
    pthread_mutex_unlock(&ev->registry);
    if (cc)
        callback_data_ended(ev, &cc->data);
}

void events_tell_end(struct events *ev)
{
    struct error caller = {0};
    long long gone = atomic_load(&ev->gone) ? atomic_exchange(&ev->gone, 0) : 0;

    if (!gone)
        return;
    error_copy(&caller, error_get());
    events_ref(ev);
    callback_data_hold(ev);
    events_dispatch_end(ev, (int)(gone - EVENTS_GONE));
    callback_data_release(ev);
    events_unref(ev);
    error_adopt(&caller);
}
