/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Dispatch: from the queue to the callbacks, in the loop's thread.
 */
#include "client/events/events_impl.h"

#include <stdlib.h>
#include <string.h>

#include "client/core/conn.h"
#include "client/core/object.h"
#include "common/cleanup.h"
#include "protocol/codec.h"
#include "protocol/program.h"

/* The registrations that want the message, *ret_n of them. */
static struct registration **find_registrations(struct events *ev,
                                                const struct event_family *family, int driver_id,
                                                int event_id, size_t *ret_n)
{
    struct registration **found;
    size_t n = 0;

    LOCK_SCOPE(&ev->registry);
    for (struct registration *r = ev->registrations; r; r = r->next)
        n++;
    found = calloc(n + 1, sizeof(struct registration *));
    n = 0;
    for (struct registration *r = found ? ev->registrations : NULL; r; r = r->next) {
        const struct subscription *s = r->subscription;

        if (s->family != family || s->driver_id != driver_id || s->event_id != event_id)
            continue;
        found[n++] = r;
    }
    *ret_n = n;
    return found;
}

static void dispatch_call(struct events *ev, struct registration *r, const struct event_type *type,
                          const void *msg)
{
    const void *at = (const char *)msg + type->object_at;
    struct event_call call = {.conn = r->data.conn, .cb = r->cb, .opaque = r->data.opaque};
    bool removed;

    pthread_mutex_lock(&ev->registry);
    removed = r->removed;
    pthread_mutex_unlock(&ev->registry);
    if (removed)
        return;
    call.object = object_copy(type->family->kind, call.conn, NULL, at);
    if (call.object)
        type->call(msg, &call);
    object_unref(call.object);
}

static void dispatch_event(struct events *ev, const struct event_item *item)
{
    const struct event_type *type = event_type_find(item->program, item->proc->number);
    struct registration **found;
    size_t n;
    void *msg;

    msg = type ? calloc(1, item->proc->args_size) : NULL;
    if (!msg)
        return;
    if (codec_decode(item->payload, item->len, item->proc->args_codec, msg) == 0) {
        int driver_id;

        memcpy(&driver_id, msg, sizeof(driver_id)); /* each message starts with its callbackID */
        found = find_registrations(ev, type->family, driver_id, item->proc->event_id, &n);
        for (size_t i = 0; i < n; i++)
            dispatch_call(ev, found[i], type, msg);
        free(found);
        codec_free(item->proc->args_codec, msg);
    }
    free(msg);
}

void events_on_timer(int timer, void *events)
{
    struct events *ev = events;
    struct event_item *item;

    events_ref(ev);
    while ((item = events_pop(ev))) {
        callback_data_hold(ev);
        if (item->closed)
            events_dispatch_end(ev, item->reason);
        else
            dispatch_event(ev, item);
        callback_data_release(ev);
        free(item);
    }
    events_unref(ev);
}
