/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Inside client/events/ only: what a connection's events are made of, and what its files share.
 *
 *     events.c          the queue, which any thread fills
 *     dispatch.c        from the queue to callbacks, in the loop's thread
 *     end.c             the callback of the connection's end, in the loop's thread or a call's
 *     registry.c        the callbacks of events, and that of the connection's end
 *     subscription.c    what the driver is asked for on their behalf
 *     callback_data.c   the end of what a program gave with a callback
 */
#pragma once

#include <pthread.h>
#include <stdatomic.h>

#include "client/events/events.h"
#include "common/forks.h"

/* What the driver is asked for. Those of all objects are shared by their registrations. */
struct subscription {
    struct subscription *next;
    const struct event_family *family;
    int event_id;
    bool shared;
    int driver_id; /* the callbackID of its messages */
    unsigned users;
};

/* What the program gave with a callback; a registration's or the close callback's first member. */
struct callback_data {
    struct callback_data *next_ended;
    virConnectPtr conn;
    void *opaque;
    virFreeCallback free_cb;
};

struct registration {
    struct callback_data data;
    struct registration *next;
    bool removed;
    bool old_style;
    int id;
    struct subscription *subscription;
    event_callback cb;
};

/* Told once that the connection is gone. */
struct close_callback {
    struct callback_data data;
    virConnectCloseFunc cb;
    bool told;
};

struct event_item {
    struct event_item *next;
    const struct program *program; /* a message: */
    const struct proc *proc;       /* its payload follows */
    bool closed;                   /* or: the other side has gone, for that reason */
    int reason;
    size_t len;
    uint8_t payload[];
};

#define EVENTS_GONE (1LL << 32) /* a reason is whatever a daemon says */

struct events {
    struct fork_member fork;
    atomic_int refs;

    pthread_mutex_t lock; /* the queue */
    struct event_item *first, **last;
    size_t bytes;   /* of the messages in it */
    size_t dropped; /* messages since the queue was full */
    int timer;      /* -1: none yet */
    atomic_llong
        gone; /* EVENTS_GONE + why the other side is, and no call has told of it yet; else 0 */

    pthread_mutex_t registry; /* held while the driver is asked, never while a callback runs */
    bool settled;             /* in a fork: nobody else was in the registry */
    struct subscription *subscriptions;
    struct registration *registrations;
    struct close_callback *close_callback;
    int next_id;
    unsigned dispatching; /* callbacks may run: what is ended now is freed afterwards */
    struct callback_data *ended;
};

/* ---- the queue ---- */

void events_ref(void *events);
void events_unref(void *events);

/* Takes the first item; NULL: there is none, and the timer is off. */
struct event_item *events_pop(struct events *ev);

/* The other side has gone: enum virConnectCloseReason. */
void events_push_closed(void *events, int reason);

/* ---- dispatch ---- */

/* The timer's function. */
void events_on_timer(int timer, void *events);

/* Calls the close callback, if there is one and nobody has. */
void events_dispatch_end(struct events *ev, int reason);

/* ---- subscriptions, with the registry's lock ---- */

/* What the driver is asked for: shared where it can be. NULL with the error set. */
struct subscription *subscription_get(virConnectPtr conn, const struct event_request *request);

/* One user less; the last one cancels it. */
void subscription_drop(virConnectPtr conn, struct subscription *s);

/* ---- the ends of callbacks, without a lock ---- */

/* Callbacks may run until callback_data_release: what is ended meanwhile is freed then. */
void callback_data_hold(struct events *ev);
void callback_data_release(struct events *ev);

/* It is in the registry no more. */
void callback_data_ended(struct events *ev, struct callback_data *data);
