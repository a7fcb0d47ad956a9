/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The registry: callbacks of events, and the one for the connection's end.
 */
#include "client/events/events_impl.h"

#include <stdlib.h>

#include "client/core/conn.h"
#include "common/cleanup.h"

/* Makes sure that the loop will call; -1 with the error set: there is no loop. */
static int registry_need_timer(struct events *ev)
{
    int timer;

    LOCK_SCOPE(&ev->lock);
    if (ev->timer >= 0)
        return 0;
    events_ref(ev);
    timer = virEventAddTimeout(-1, events_on_timer, ev, events_unref);
    if (timer < 0) {
        atomic_fetch_sub(&ev->refs, 1);
        return -1;
    }
    ev->timer = timer;
    return 0;
}

/* ---- callbacks of events ---- */

int events_add(virConnectPtr conn, const struct event_request *request)
{
    struct events *ev = conn->events;
    struct registration *r, **end;

    LOCK_SCOPE(&ev->registry);
    for (end = &ev->registrations; *end; end = &(*end)->next) {
        if (request->old_style && (*end)->old_style && (*end)->cb == request->cb)
            return error_set(VIR_FROM_NONE, VIR_ERR_INVALID_ARG,
                             "this lifecycle callback is registered already");
    }
    if (registry_need_timer(ev) < 0)
        return -1;
    r = calloc(1, sizeof(*r));
    if (!r)
        return error_oom(VIR_FROM_EVENT);
    r->subscription = subscription_get(conn, request);
    if (!r->subscription) {
        free(r);
        return -1;
    }
    r->old_style = request->old_style;
    r->id = ev->next_id++;
    r->cb = request->cb;
    r->data = (struct callback_data){
        .conn = conn_ref(conn), .opaque = request->opaque, .free_cb = request->free_cb};
    *end = r;
    return r->id;
}

/* Takes a registration out of the registry; NULL with the error set. */
static struct registration *registry_take(virConnectPtr conn, const struct event_family *family,
                                          int id, event_callback cb)
{
    struct events *ev = conn->events;

    LOCK_SCOPE(&ev->registry);
    for (struct registration **at = &ev->registrations; *at; at = &(*at)->next) {
        struct registration *r = *at;

        if (r->subscription->family != family ||
            (cb ? !r->old_style || r->cb != cb : r->old_style || r->id != id))
            continue;
        *at = r->next;
        r->removed = true;
        subscription_drop(conn, r->subscription);
        r->subscription = NULL;
        return r;
    }
    if (cb)
        error_set(VIR_FROM_NONE, VIR_ERR_INVALID_ARG, "this lifecycle callback is not registered");
    else
        error_set(VIR_FROM_NONE, VIR_ERR_INVALID_ARG, "no event callback has the id %d", id);
    return NULL;
}

int events_remove(virConnectPtr conn, const struct event_family *family, int id, event_callback cb)
{
    struct registration *r = registry_take(conn, family, id, cb);

    if (!r)
        return -1;
    callback_data_ended(conn->events, &r->data);
    return 0;
}

/* ---- the close callback ---- */

int events_add_close(virConnectPtr conn, virConnectCloseFunc cb, void *opaque,
                     virFreeCallback freecb)
{
    struct events *ev = conn->events;
    struct close_callback *cc;

    LOCK_SCOPE(&ev->registry);
    if (ev->close_callback)
        return error_set(VIR_FROM_REMOTE, VIR_ERR_OPERATION_INVALID,
                         "the connection has a close callback already");
    if (registry_need_timer(ev) < 0)
        error_reset(); /* no loop: a call that finds the connection gone tells of it */
    cc = calloc(1, sizeof(*cc));
    if (!cc)
        return error_oom(VIR_FROM_NONE);
    cc->data = (struct callback_data){.conn = conn_ref(conn), .opaque = opaque, .free_cb = freecb};
    cc->cb = cb;
    ev->close_callback = cc;
    return 0;
}

int events_remove_close(virConnectPtr conn, virConnectCloseFunc cb, bool call_free)
{
    struct events *ev = conn->events;
    struct close_callback *cc;

    pthread_mutex_lock(&ev->registry);
    cc = ev->close_callback && ev->close_callback->cb == cb ? take(ev->close_callback) : NULL;
    pthread_mutex_unlock(&ev->registry);
    if (!cc)
        return error_set(VIR_FROM_REMOTE, VIR_ERR_OPERATION_INVALID,
                         "the connection has no such close callback");
    if (!call_free)
        cc->data.free_cb = NULL;
    callback_data_ended(ev, &cc->data);
    return 0;
}
