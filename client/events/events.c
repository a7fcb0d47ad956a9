/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The queue of a connection's events, and its life.
 */
#include "client/events/events_impl.h"

#include <stdlib.h>
#include <string.h>

#include "client/core/conn.h"
#include "common/cleanup.h"
#include "common/log.h"
#include "protocol/codec.h"
#include "protocol/program.h"
#include "protocol/remote.h"

#define LOG_MODULE "client.events"

enum { EVENTS_MAX_BYTES = 8 << 20 };

/* ---- forks ---- */

static struct events *events_of_member(struct fork_member *m)
{
    return FORK_OWNER(m, struct events);
}

/* The registry's lock is held while a daemon is asked, so no fork waits for it. */
static void events_before_fork(struct fork_member *m)
{
    struct events *ev = events_of_member(m);

    pthread_mutex_lock(&ev->lock);
    ev->settled = pthread_mutex_trylock(&ev->registry) == 0;
}

static void events_after_fork(struct fork_member *m)
{
    struct events *ev = events_of_member(m);

    if (ev->settled)
        pthread_mutex_unlock(&ev->registry);
    pthread_mutex_unlock(&ev->lock);
}

static void events_drop_all(struct events *ev)
{
    struct event_item *item;

    while ((item = ev->first)) {
        ev->first = item->next;
        free(item);
    }
    ev->last = &ev->first;
    ev->bytes = 0;
}

/* What has come by now is the parent's to hear. */
static void events_in_child(struct fork_member *m)
{
    struct events *ev = events_of_member(m);

    events_drop_all(ev);
    atomic_store(&ev->gone, 0);
    if (ev->settled)
        pthread_mutex_unlock(&ev->registry);
    else
        pthread_mutex_init(&ev->registry, NULL);
    pthread_mutex_unlock(&ev->lock);
}

static const struct fork_ops events_fork_ops = {
    .before = events_before_fork, .after = events_after_fork, .child = events_in_child};

/* It holds the connection no more; whoever else does frees it. */
static void callback_data_forget(const struct callback_data *data)
{
    int refs = atomic_load(&data->conn->refs);

    if (refs > 1)
        atomic_store(&data->conn->refs, refs - 1);
}

/* The daemon tells the parent. What the program gave with its callbacks is the parent's to end.
 * Lists that a thread was in stay in memory: one that is not here, or this one, from a callback. */
static void events_left(void *events)
{
    struct events *ev = events;
    struct registration *r, *next_r;
    struct subscription *s, *next_s;
    bool whole = ev->settled && !ev->dispatching;

    for (r = whole ? ev->registrations : NULL; r; r = next_r) {
        next_r = r->next;
        callback_data_forget(&r->data);
        free(r);
    }
    for (s = whole ? ev->subscriptions : NULL; s; s = next_s) {
        next_s = s->next;
        free(s);
    }
    if (whole && ev->close_callback) {
        callback_data_forget(&ev->close_callback->data);
        free(ev->close_callback);
    }
    ev->subscriptions = NULL;
    ev->registrations = NULL;
    ev->close_callback = NULL;
    ev->ended = NULL;
}

/* ---- make and end ---- */

struct events *events_new(void)
{
    struct events *ev = calloc(1, sizeof(*ev));

    if (!ev)
        return NULL;
    atomic_init(&ev->refs, 1);
    atomic_init(&ev->gone, 0);
    pthread_mutex_init(&ev->lock, NULL);
    pthread_mutex_init(&ev->registry, NULL);
    ev->last = &ev->first;
    ev->timer = -1;
    forks_join(&ev->fork, &events_fork_ops, FORK_EVENTS);
    return ev;
}

void events_ref(void *events)
{
    struct events *ev = events;

    atomic_fetch_add(&ev->refs, 1);
}

void events_unref(void *events)
{
    struct events *ev = events;

    if (atomic_fetch_sub(&ev->refs, 1) != 1)
        return;
    forks_leave(&ev->fork);
    events_drop_all(ev);
    pthread_mutex_destroy(&ev->lock);
    pthread_mutex_destroy(&ev->registry);
    free(ev);
}

void events_close(struct events *ev)
{
    int timer;

    if (!ev)
        return;
    pthread_mutex_lock(&ev->lock);
    timer = ev->timer;
    ev->timer = -1;
    pthread_mutex_unlock(&ev->lock);
    if (timer >= 0)
        virEventRemoveTimeout(timer);
    events_unref(ev);
}

/* ---- the queue ---- */

static size_t item_cost(const struct event_item *item)
{
    return item->proc ? sizeof(*item) + item->len : 0;
}

static void queue_push(struct events *ev, struct event_item *item)
{
    LOCK_SCOPE(&ev->lock);

    if (ev->timer < 0) {
        free(item); /* nobody has ever asked for events, or there is no loop */
        return;
    }
    if (item_cost(item) > EVENTS_MAX_BYTES - ev->bytes) {
        if (!ev->dropped++)
            log_warning("the program's event loop does not keep up: events are lost");
        free(item);
        return;
    }
    ev->bytes += item_cost(item);
    if (!ev->first)
        virEventUpdateTimeout(ev->timer, 0);
    *ev->last = item;
    ev->last = &item->next;
}

struct event_item *events_pop(struct events *ev)
{
    struct event_item *item;

    LOCK_SCOPE(&ev->lock);
    item = ev->first;
    if (item) {
        ev->first = item->next;
        ev->bytes -= item_cost(item);
        if (!ev->first)
            ev->last = &ev->first;
        if (!ev->first && ev->dropped) {
            log_warning("the event loop has caught up; %zu events were lost", ev->dropped);
            ev->dropped = 0;
        }
    } else if (ev->timer >= 0) {
        virEventUpdateTimeout(ev->timer, -1);
    }
    return item;
}

static void queue_message(void *events, const struct program *program, const struct proc *proc,
                          const uint8_t *payload, size_t len)
{
    struct event_item *item;

    if (program == &remote_program && proc->number == REMOTE_PROC_CONNECT_EVENT_CONNECTION_CLOSED) {
        remote_connect_event_connection_closed_msg closed = {0};

        if (codec_decode(payload, len, proc->args_codec, &closed) == 0)
            events_push_closed(events, closed.reason);
        return;
    }
    item = calloc(1, sizeof(*item) + len);
    if (!item)
        return;
    item->program = program;
    item->proc = proc;
    item->len = len;
    if (len)
        memcpy(item->payload, payload, len);
    queue_push(events, item);
}

void events_push_closed(void *events, int reason)
{
    struct events *ev = events;
    struct event_item *item = calloc(1, sizeof(*item));

    atomic_store(&ev->gone, EVENTS_GONE + reason);
    if (!item)
        return;
    item->closed = true;
    item->reason = reason;
    queue_push(ev, item);
}

struct event_sink events_sink(struct events *ev)
{
    return (struct event_sink){
        .opaque = ev,
        .ref = events_ref,
        .unref = events_unref,
        .message = queue_message,
        .closed = events_push_closed,
        .left = events_left,
    };
}
