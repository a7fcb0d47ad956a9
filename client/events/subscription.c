/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the driver is asked for: once for all registrations that want the same of all objects.
 */
#include "client/events/events_impl.h"

#include <stdlib.h>
#include <string.h>

#include "client/core/conn.h"
#include "client/core/object.h"
#include "common/cleanup.h"
#include "drivers/driver.h"
#include "protocol/program.h"
#include "protocol/qemu.h"

static int subscription_call(virConnectPtr conn, const struct event_family *family, int procedure,
                             const void *args, void *ret)
{
    return driver_call(&conn->session, family->program, program_proc(family->program, procedure),
                       args, ret, NULL);
}

/* The registering procedures of all families give a callbackID and nothing else. */
_Static_assert(sizeof(remote_connect_network_event_register_any_ret) == sizeof(int) &&
                   sizeof(qemu_connect_domain_monitor_event_register_ret) == sizeof(int),
               "the result is an int");

static int subscription_ask(virConnectPtr conn, const struct event_request *request,
                            int *ret_driver_id)
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
    return subscription_call(conn, f, f->ask_procedure, args, ret_driver_id);
}

struct subscription *subscription_get(virConnectPtr conn, const struct event_request *request)
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
    if (subscription_ask(conn, request, &s->driver_id) < 0) {
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
void subscription_drop(virConnectPtr conn, struct subscription *s)
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
    if (subscription_call(conn, s->family, s->family->end_procedure, &s->driver_id, NULL) < 0)
        error_reset();
    free(s);
}
