/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The queue and the registry of a connection's events.
 */
#include "client/events/events.h"

#include "client/core/shell.h"
#include "common/log.h"
#include "drivers/driver.h"
#include "protocol/codec.h"
#include "protocol/qemu.h"

#define LOG_MODULE "client.events"

enum { EVENTS_MAX_BYTES = 8 << 20 };

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
struct given {
    struct given *next_ended;
    virConnectPtr conn;
    void *opaque;
    virFreeCallback free_cb;
};

struct registration {
    struct given given;
    struct registration *next;
    bool removed;
    bool old_style;
    int id;
    struct subscription *subscription;
    event_callback cb;
};

/* Told once that the connection is gone. */
struct close_callback {
    struct given given;
    virConnectCloseFunc cb;
};

struct item {
    struct item *next;
    const struct program *program; /* a message: */
    const struct proc *proc;       /* its payload follows */
    bool closed;                   /* or: the other side has gone, for that reason */
    int reason;
    size_t len;
    uint8_t payload[];
};

struct events {
    atomic_int refs;

    pthread_mutex_t lock; /* the queue */
    struct item *first, **last;
    size_t bytes;   /* of the messages in it */
    size_t dropped; /* messages since the queue was full */
    int timer;      /* -1: none yet */

    pthread_mutex_t registry; /* held while the driver is asked, never while a callback runs */
    struct subscription *subscriptions;
    struct registration *registrations;
    struct close_callback *close_callback;
    int next_id;
    unsigned dispatching; /* callbacks may run: what is ended now is freed afterwards */
    struct given *ended;
};

/* ---- make and end ---- */

struct events *events_new(void)
{
    struct events *ev = calloc(1, sizeof(*ev));

    if (!ev)
        return NULL;
    atomic_init(&ev->refs, 1);
    pthread_mutex_init(&ev->lock, NULL);
    pthread_mutex_init(&ev->registry, NULL);
    ev->last = &ev->first;
    ev->timer = -1;
    return ev;
}

static void events_ref(void *events)
{
    struct events *ev = events;

    atomic_fetch_add(&ev->refs, 1);
}

static void events_unref(void *events)
{
    struct events *ev = events;

    if (atomic_fetch_sub(&ev->refs, 1) != 1)
        return;
    while (ev->first) {
        struct item *item = ev->first;

        ev->first = item->next;
        free(item);
    }
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

static size_t cost(const struct item *item)
{
    return item->proc ? sizeof(*item) + item->len : 0;
}

static void push(struct events *ev, struct item *item)
{
    LOCK_SCOPE(&ev->lock);

    if (ev->timer < 0) {
        free(item); /* nobody has ever asked for events */
        return;
    }
    if (cost(item) > EVENTS_MAX_BYTES - ev->bytes) {
        if (!ev->dropped++)
            log_warning("the program's event loop does not keep up: events are lost");
        free(item);
        return;
    }
    ev->bytes += cost(item);
    if (!ev->first)
        virEventUpdateTimeout(ev->timer, 0);
    *ev->last = item;
    ev->last = &item->next;
}

static struct item *pop(struct events *ev)
{
    struct item *item;

    LOCK_SCOPE(&ev->lock);
    item = ev->first;
    if (item) {
        ev->first = item->next;
        ev->bytes -= cost(item);
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

static void on_message(void *events, const struct program *program, const struct proc *proc,
                       const uint8_t *payload, size_t len)
{
    struct item *item;

    item = calloc(1, sizeof(*item) + len);
    if (!item)
        return;
    item->program = program;
    item->proc = proc;
    item->len = len;
    if (len)
        memcpy(item->payload, payload, len);
    push(events, item);
}

static void on_closed(void *events, int reason)
{
    struct item *item = calloc(1, sizeof(*item));

    if (!item)
        return;
    item->closed = true;
    item->reason = reason;
    push(events, item);
}

struct remote_owner events_owner(struct events *ev)
{
    return (struct remote_owner){
        .opaque = ev,
        .ref = events_ref,
        .unref = events_unref,
        .message = on_message,
        .closed = on_closed,
    };
}

/* ---- the ends of callbacks ---- */

static void given_free(struct given *g)
{
    while (g) {
        struct given *next = g->next_ended;

        if (g->free_cb)
            g->free_cb(g->opaque);
        conn_unref(g->conn);
        free(g);
        g = next;
    }
}

/* It is in the registry no more. */
static void given_ended(struct events *ev, struct given *g)
{
    bool busy;

    pthread_mutex_lock(&ev->registry);
    busy = ev->dispatching;
    if (busy) {
        g->next_ended = ev->ended;
        ev->ended = g;
    }
    pthread_mutex_unlock(&ev->registry);
    if (!busy)
        given_free(g);
}

/* ---- dispatch: the loop's thread ---- */

static void dispatch_begins(struct events *ev)
{
    LOCK_SCOPE(&ev->registry);
    ev->dispatching++;
}

static void dispatch_ends(struct events *ev)
{
    struct given *ended = NULL;

    pthread_mutex_lock(&ev->registry);
    if (!--ev->dispatching)
        ended = take(ev->ended);
    pthread_mutex_unlock(&ev->registry);
    given_free(ended);
}

/* The registrations that want the message, *ret_n of them. */
static struct registration **wanting(struct events *ev, const struct event_family *family,
                                     int driver_id, int event_id, size_t *ret_n)
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

static void call_back(struct events *ev, struct registration *r, const struct event_type *type,
                      const void *msg)
{
    const void *at = (const char *)msg + type->object_at;
    struct event_call call = {.conn = r->given.conn, .cb = r->cb, .opaque = r->given.opaque};
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

static void dispatch_message(struct events *ev, const struct item *item)
{
    const struct event_type *type = event_type_find(item->program, item->proc->number);
    struct registration **found;
    size_t n;
    void *msg;

    if (item->program == &remote_program &&
        item->proc->number == REMOTE_PROC_CONNECT_EVENT_CONNECTION_CLOSED) {
        remote_connect_event_connection_closed_msg closed = {0};

        if (codec_decode(item->payload, item->len, item->proc->args_codec, &closed) == 0)
            on_closed(ev, closed.reason);
        return;
    }
    msg = type ? calloc(1, item->proc->args_size) : NULL;
    if (!msg)
        return;
    if (codec_decode(item->payload, item->len, item->proc->args_codec, msg) == 0) {
        int driver_id;

        memcpy(&driver_id, msg, sizeof(driver_id)); /* each message starts with its callbackID */
        found = wanting(ev, type->family, driver_id, item->proc->event_id, &n);
        for (size_t i = 0; i < n; i++)
            call_back(ev, found[i], type, msg);
        free(found);
        codec_free(item->proc->args_codec, msg);
    }
    free(msg);
}

static void dispatch_closed(struct events *ev, int reason)
{
    struct close_callback *cc;

    pthread_mutex_lock(&ev->registry);
    cc = ev->close_callback;
    pthread_mutex_unlock(&ev->registry);
    if (!cc)
        return;
    cc->cb(cc->given.conn, reason, cc->given.opaque);

    pthread_mutex_lock(&ev->registry);
    if (ev->close_callback == cc)
        ev->close_callback = NULL;
    else
        cc = NULL; /* it was taken back meanwhile */
    pthread_mutex_unlock(&ev->registry);
    if (cc)
        given_ended(ev, &cc->given);
}

static void on_timer(int timer, void *events)
{
    struct events *ev = events;
    struct item *item;

    events_ref(ev);
    while ((item = pop(ev))) {
        dispatch_begins(ev);
        if (item->closed)
            dispatch_closed(ev, item->reason);
        else
            dispatch_message(ev, item);
        dispatch_ends(ev);
        free(item);
    }
    events_unref(ev);
}

/* Makes sure that the loop will call; -1 with the error set: there is no loop. */
static int need_timer(struct events *ev)
{
    int timer;

    LOCK_SCOPE(&ev->lock);
    if (ev->timer >= 0)
        return 0;
    events_ref(ev);
    timer = virEventAddTimeout(-1, on_timer, ev, events_unref);
    if (timer < 0) {
        atomic_fetch_sub(&ev->refs, 1);
        return -1;
    }
    ev->timer = timer;
    return 0;
}

/* ---- the registry, with its lock held ---- */

static int ask_driver(virConnectPtr conn, const struct event_family *family, int procedure,
                      const void *args, void *ret)
{
    return driver_call(&conn->session, family->program, program_proc(family->program, procedure),
                       args, ret, NULL);
}

/* The registering procedures of all families give a callbackID and nothing else. */
_Static_assert(sizeof(remote_connect_network_event_register_any_ret) == sizeof(int) &&
                   sizeof(qemu_connect_domain_monitor_event_register_ret) == sizeof(int),
               "the result is an int");

static int ask_for(virConnectPtr conn, const struct event_request *request, int *ret_driver_id)
{
    const struct event_family *f = request->family;
    _cleanup_free_ char *args = calloc(1, f->args_size);
    void *object = request->object ? (char *)request->object + f->kind->wire_at : NULL;
    char *text = (char *)(uintptr_t)request->text, **text_at = text ? &text : NULL;

    if (!args)
        return error_oom(f->origin);
    if (f->event_id_at >= 0)
        memcpy(args + f->event_id_at, &request->event_id, sizeof(request->event_id));
    memcpy(args + f->object_at, &object, sizeof(object));
    if (f->text_at >= 0)
        memcpy(args + f->text_at, &text_at, sizeof(text_at));
    if (f->flags_at >= 0)
        memcpy(args + f->flags_at, &request->flags, sizeof(request->flags));
    return ask_driver(conn, f, f->ask_procedure, args, ret_driver_id);
}

static struct subscription *subscribe(virConnectPtr conn, const struct event_request *request)
{
    struct events *ev = conn->events;
    bool shared = !request->object && !request->text && !request->flags;
    struct subscription *s;

    for (s = ev->subscriptions; s && shared; s = s->next) {
        if (s->shared && s->family == request->family && s->event_id == request->event_id) {
            s->users++;
            return s;
        }
    }
    s = calloc(1, sizeof(*s));
    if (!s) {
        error_oom(VIR_FROM_NONE);
        return NULL;
    }
    if (ask_for(conn, request, &s->driver_id) < 0) {
        free(s);
        return NULL;
    }
    s->family = request->family;
    s->event_id = request->event_id;
    s->shared = shared;
    s->users = 1;
    s->next = ev->subscriptions;
    ev->subscriptions = s;
    return s;
}

/* A driver that is gone has nothing to cancel: its error does not count. */
static void unsubscribe(virConnectPtr conn, struct subscription *s)
{
    struct events *ev = conn->events;

    if (--s->users)
        return;
    for (struct subscription **at = &ev->subscriptions; *at; at = &(*at)->next) {
        if (*at == s) {
            *at = s->next;
            break;
        }
    }
    /* The arguments are the callbackID, an int. */
    if (ask_driver(conn, s->family, s->family->end_procedure, &s->driver_id, NULL) < 0)
        error_reset();
    free(s);
}

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
    if (need_timer(ev) < 0)
        return -1;
    r = calloc(1, sizeof(*r));
    if (!r)
        return error_oom(VIR_FROM_EVENT);
    r->subscription = subscribe(conn, request);
    if (!r->subscription) {
        free(r);
        return -1;
    }
    r->old_style = request->old_style;
    r->id = ev->next_id++;
    r->cb = request->cb;
    r->given = (struct given){
        .conn = conn_ref(conn), .opaque = request->opaque, .free_cb = request->free_cb};
    *end = r;
    return r->id;
}

/* Takes a registration out of the registry; NULL with the error set. */
static struct registration *withdraw(virConnectPtr conn, const struct event_family *family, int id,
                                     event_callback cb)
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
        unsubscribe(conn, r->subscription);
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
    struct registration *r = withdraw(conn, family, id, cb);

    if (!r)
        return -1;
    given_ended(conn->events, &r->given);
    return 0;
}

int shell_event_add(virConnectPtr conn, const struct event_request *r)
{
    int id;

    if (!r->cb)
        return shell_missing(conn, r->family->origin, "cb");
    if (r->object && shell_belongs(conn, r->family->origin, r->family->kind, r->object) < 0)
        return -1;
    if (r->family->event_id_at >= 0 &&
        shell_at_least(conn, r->family->origin, "eventID", r->event_id, 0) < 0)
        return -1;
    id = events_add(conn, r);
    return id < 0 ? shell_fail(conn) : id;
}

int shell_event_end(virConnectPtr conn, const struct event_family *family, int id)
{
    if (!shell_conn(conn, family->origin) ||
        shell_at_least(conn, family->origin, "callbackID", id, 0) < 0)
        return -1;
    return events_remove(conn, family, id, NULL) < 0 ? shell_fail(conn) : 0;
}

int events_add_close(virConnectPtr conn, virConnectCloseFunc cb, void *opaque,
                     virFreeCallback freecb)
{
    struct events *ev = conn->events;
    struct close_callback *cc;

    LOCK_SCOPE(&ev->registry);
    if (ev->close_callback)
        return error_set(VIR_FROM_NONE, VIR_ERR_OPERATION_INVALID,
                         "the connection has a close callback already");
    if (need_timer(ev) < 0)
        return -1;
    cc = calloc(1, sizeof(*cc));
    if (!cc)
        return error_oom(VIR_FROM_NONE);
    cc->given = (struct given){.conn = conn_ref(conn), .opaque = opaque, .free_cb = freecb};
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
        return error_set(VIR_FROM_NONE, VIR_ERR_OPERATION_INVALID,
                         "the connection has no such close callback");
    if (!call_free)
        cc->given.free_cb = NULL;
    given_ended(ev, &cc->given);
    return 0;
}
