/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The queue and the registry of a connection's events, and the functions that register.
 */
#include "client/events.h"

#include "client/event_table.h"
#include "client/shell.h"
#include "drivers/driver.h"
#include "protocol/codec.h"

/* What the driver is asked for: one kind of event, of one domain or of all. */
struct subscription {
    struct subscription *next;
    int event_id;
    bool one_domain;
    unsigned char uuid[VIR_UUID_BUFLEN];
    int driver_id; /* the callbackID of its messages */
    unsigned users;
};

/* A callback of the program. */
struct registration {
    struct registration *next;
    int refs; /* the registry's and the dispatch's; changed with the registry's lock */
    bool removed;
    bool old_style;
    int id;
    struct subscription *subscription;
    virConnectPtr conn;
    virConnectDomainEventGenericCallback cb;
    void *opaque;
    virFreeCallback free_cb;
};

struct close_callback {
    virConnectPtr conn;
    virConnectCloseFunc cb;
    void *opaque;
    virFreeCallback free_cb;
};

struct item {
    struct item *next;
    const struct proc *proc;         /* a message: its payload follows */
    struct registration *unregister; /* or: the registry's reference of it */
    struct close_callback *forget;   /* or: a close callback that was removed */
    bool closed;                     /* or: the other side has gone, for that reason */
    int reason;
    size_t len;
    uint8_t payload[];
};

struct events {
    atomic_int refs;

    pthread_mutex_t lock; /* the queue */
    struct item *first, **last;
    int timer; /* -1: none yet */

    pthread_mutex_t registry; /* held while the driver is asked, never while a callback runs */
    struct subscription *subscriptions;
    struct registration *registrations;
    struct close_callback *close_callback;
    int next_id;
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

static void push(struct events *ev, struct item *item)
{
    LOCK_SCOPE(&ev->lock);

    if (ev->timer < 0 && !item->unregister && !item->forget) {
        free(item); /* nobody has ever asked for events */
        return;
    }
    if (!ev->first && ev->timer >= 0)
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
        if (!ev->first)
            ev->last = &ev->first;
    } else if (ev->timer >= 0) {
        virEventUpdateTimeout(ev->timer, -1);
    }
    return item;
}

static void on_message(void *events, const struct program *program, const struct proc *proc,
                       const uint8_t *payload, size_t len)
{
    struct item *item;

    if (program != &remote_program)
        return;
    item = calloc(1, sizeof(*item) + len);
    if (!item)
        return;
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

/* ---- dispatch: the loop's thread ---- */

static void registration_unref(struct events *ev, struct registration *r)
{
    int left;

    pthread_mutex_lock(&ev->registry);
    left = --r->refs;
    pthread_mutex_unlock(&ev->registry);
    if (left)
        return;
    if (r->free_cb)
        r->free_cb(r->opaque);
    conn_unref(r->conn);
    free(r);
}

/* The registrations that want the message, each with a reference; *ret_n of them. */
static struct registration **wanting(struct events *ev, int driver_id, int event_id, size_t *ret_n)
{
    struct registration **found;
    size_t n = 0;

    LOCK_SCOPE(&ev->registry);
    for (struct registration *r = ev->registrations; r; r = r->next)
        n++;
    found = calloc(n + 1, sizeof(struct registration *));
    n = 0;
    for (struct registration *r = found ? ev->registrations : NULL; r; r = r->next) {
        if (r->subscription->driver_id != driver_id || r->subscription->event_id != event_id)
            continue;
        r->refs++;
        found[n++] = r;
    }
    *ret_n = n;
    return found;
}

static void call_back(struct events *ev, struct registration *r, const struct event_type *type,
                      const void *msg)
{
    const void *at = (const char *)msg + type->domain_offset;
    struct event_call call = {.conn = r->conn, .cb = r->cb, .opaque = r->opaque};
    bool removed;

    pthread_mutex_lock(&ev->registry);
    removed = r->removed;
    pthread_mutex_unlock(&ev->registry);
    if (removed)
        return;
    call.domain = object_copy(&domain_object_kind, r->conn, NULL, at);
    if (call.domain)
        type->call(msg, &call);
    object_unref(call.domain);
}

static void dispatch_message(struct events *ev, const struct item *item)
{
    const struct event_type *type = event_type_find(item->proc->number);
    struct registration **found;
    size_t n;
    void *msg;

    if (item->proc->number == REMOTE_PROC_CONNECT_EVENT_CONNECTION_CLOSED) {
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
        found = wanting(ev, driver_id, item->proc->event_id, &n);
        for (size_t i = 0; i < n; i++) {
            call_back(ev, found[i], type, msg);
            registration_unref(ev, found[i]);
        }
        free(found);
        codec_free(item->proc->args_codec, msg);
    }
    free(msg);
}

static void dispatch_closed(struct events *ev, int reason)
{
    struct close_callback cc = {0};

    pthread_mutex_lock(&ev->registry);
    if (ev->close_callback) {
        cc = *ev->close_callback;
        conn_ref(cc.conn);
    }
    pthread_mutex_unlock(&ev->registry);
    if (cc.cb)
        cc.cb(cc.conn, reason, cc.opaque);
    conn_unref(cc.conn);
}

static void forget(struct close_callback *cc)
{
    if (cc->free_cb)
        cc->free_cb(cc->opaque);
    conn_unref(cc->conn);
    free(cc);
}

static void on_timer(int timer, void *events)
{
    struct events *ev = events;
    struct item *item;

    events_ref(ev);
    while ((item = pop(ev))) {
        if (item->unregister)
            registration_unref(ev, item->unregister);
        else if (item->forget)
            forget(item->forget);
        else if (item->closed)
            dispatch_closed(ev, item->reason);
        else
            dispatch_message(ev, item);
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

static int ask_driver(virConnectPtr conn, int procedure, const void *args, void *ret)
{
    return driver_call(&conn->session, &remote_program, program_proc(&remote_program, procedure),
                       args, ret, NULL);
}

static struct subscription *subscribe(virConnectPtr conn, virDomainPtr domain, int event_id)
{
    struct events *ev = conn->events;
    remote_nonnull_domain wire;
    remote_connect_domain_event_callback_register_any_args args = {.eventID = event_id};
    remote_connect_domain_event_callback_register_any_ret ret = {0};
    struct subscription *s;

    for (s = ev->subscriptions; s; s = s->next) {
        if (s->event_id == event_id && s->one_domain == (domain != NULL) &&
            (!domain || memcmp(s->uuid, domain->wire.uuid, sizeof(s->uuid)) == 0)) {
            s->users++;
            return s;
        }
    }
    s = calloc(1, sizeof(*s));
    if (!s) {
        error_oom(VIR_FROM_NONE);
        return NULL;
    }
    if (domain) {
        wire = domain_wire(domain);
        args.dom = &wire;
        memcpy(s->uuid, domain->wire.uuid, sizeof(s->uuid));
    }
    if (ask_driver(conn, REMOTE_PROC_CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY, &args, &ret) < 0) {
        free(s);
        return NULL;
    }
    s->event_id = event_id;
    s->one_domain = domain != NULL;
    s->driver_id = ret.callbackID;
    s->users = 1;
    s->next = ev->subscriptions;
    ev->subscriptions = s;
    return s;
}

/* A driver that is gone has nothing to cancel: its error does not count. */
static void unsubscribe(virConnectPtr conn, struct subscription *s)
{
    struct events *ev = conn->events;
    remote_connect_domain_event_callback_deregister_any_args args = {.callbackID = s->driver_id};

    if (--s->users)
        return;
    for (struct subscription **at = &ev->subscriptions; *at; at = &(*at)->next) {
        if (*at == s) {
            *at = s->next;
            break;
        }
    }
    if (ask_driver(conn, REMOTE_PROC_CONNECT_DOMAIN_EVENT_CALLBACK_DEREGISTER_ANY, &args, NULL) < 0)
        error_reset();
    free(s);
}

static int add(virConnectPtr conn, virDomainPtr domain, int event_id,
               virConnectDomainEventGenericCallback cb, void *opaque, virFreeCallback free_cb,
               bool old_style)
{
    struct events *ev = conn->events;
    struct registration *r, **end;

    LOCK_SCOPE(&ev->registry);
    for (end = &ev->registrations; *end; end = &(*end)->next) {
        if (old_style && (*end)->old_style && (*end)->cb == cb)
            return error_set(VIR_FROM_EVENT, VIR_ERR_INVALID_ARG,
                             "this lifecycle callback is registered already");
    }
    if (need_timer(ev) < 0)
        return -1;
    r = calloc(1, sizeof(*r));
    if (!r)
        return error_oom(VIR_FROM_EVENT);
    r->subscription = subscribe(conn, domain, event_id);
    if (!r->subscription) {
        free(r);
        return -1;
    }
    r->refs = 1;
    r->old_style = old_style;
    r->id = ev->next_id++;
    r->cb = cb;
    r->opaque = opaque;
    r->free_cb = free_cb;
    r->conn = conn_ref(conn);
    *end = r;
    return r->id;
}

/* Removes the registration of that id (or, with cb, of that old-style callback). */
static int remove_registration(virConnectPtr conn, int id, virConnectDomainEventGenericCallback cb)
{
    struct events *ev = conn->events;
    struct item *item = calloc(1, sizeof(*item));

    if (!item)
        return error_oom(VIR_FROM_EVENT);
    LOCK_SCOPE(&ev->registry);
    for (struct registration **at = &ev->registrations; *at; at = &(*at)->next) {
        struct registration *r = *at;

        if (cb ? !r->old_style || r->cb != cb : r->old_style || r->id != id)
            continue;
        *at = r->next;
        r->removed = true;
        unsubscribe(conn, r->subscription);
        r->subscription = NULL;
        item->unregister = r; /* its free callback runs from the loop */
        push(ev, item);
        return 0;
    }
    free(item);
    if (cb)
        return error_set(VIR_FROM_NONE, VIR_ERR_INVALID_ARG,
                         "this lifecycle callback is not registered");
    return error_set(VIR_FROM_NONE, VIR_ERR_INVALID_ARG, "no event callback has the id %d", id);
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
    *cc = (struct close_callback){conn_ref(conn), cb, opaque, freecb};
    ev->close_callback = cc;
    return 0;
}

int events_remove_close(virConnectPtr conn, virConnectCloseFunc cb, bool call_free)
{
    struct events *ev = conn->events;
    struct item *item = calloc(1, sizeof(*item));

    if (!item)
        return error_oom(VIR_FROM_NONE);
    LOCK_SCOPE(&ev->registry);
    if (!ev->close_callback || ev->close_callback->cb != cb) {
        free(item);
        return error_set(VIR_FROM_NONE, VIR_ERR_OPERATION_INVALID,
                         "the connection has no such close callback");
    }
    item->forget = take(ev->close_callback);
    if (!call_free)
        item->forget->free_cb = NULL;
    push(ev, item);
    return 0;
}

/* ---- public ---- */

static virConnectDomainEventGenericCallback lifecycle(virConnectDomainEventCallback cb)
{
    return (virConnectDomainEventGenericCallback)(void (*)(void))cb;
}

VIREO_API int virConnectDomainEventRegisterAny(virConnectPtr conn, virDomainPtr dom, int eventID,
                                               virConnectDomainEventGenericCallback cb,
                                               void *opaque, virFreeCallback freecb)
{
    int id;

    CONN(conn, VIR_FROM_DOMAIN, -1);
    NEED(conn, VIR_FROM_DOMAIN, -1, cb);
    if (dom && shell_belongs(conn, VIR_FROM_DOMAIN, &domain_object_kind, dom) < 0)
        return -1;
    if (shell_at_least(conn, VIR_FROM_DOMAIN, "eventID", eventID, 0) < 0)
        return -1;
    id = add(conn, dom, eventID, cb, opaque, freecb, false);
    return id < 0 ? shell_fail(conn) : id;
}

VIREO_API int virConnectDomainEventDeregisterAny(virConnectPtr conn, int callbackID)
{
    CONN(conn, VIR_FROM_DOMAIN, -1);
    if (shell_at_least(conn, VIR_FROM_DOMAIN, "callbackID", callbackID, 0) < 0)
        return -1;
    return remove_registration(conn, callbackID, NULL) < 0 ? shell_fail(conn) : 0;
}

VIREO_API int virConnectDomainEventRegister(virConnectPtr conn, virConnectDomainEventCallback cb,
                                            void *opaque, virFreeCallback freecb)
{
    CONN(conn, VIR_FROM_DOMAIN, -1);
    NEED(conn, VIR_FROM_DOMAIN, -1, cb);
    if (add(conn, NULL, VIR_DOMAIN_EVENT_ID_LIFECYCLE, lifecycle(cb), opaque, freecb, true) < 0)
        return shell_fail(conn);
    return 0;
}

VIREO_API int virConnectDomainEventDeregister(virConnectPtr conn, virConnectDomainEventCallback cb)
{
    CONN(conn, VIR_FROM_DOMAIN, -1);
    NEED(conn, VIR_FROM_DOMAIN, -1, cb);
    if (remove_registration(conn, 0, lifecycle(cb)) < 0)
        return shell_fail(conn);
    return 0;
}
