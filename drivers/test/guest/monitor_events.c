/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Subscriptions to events of monitors in a list under one lock, which is held while they go out. */
#include "drivers/test/guest/monitor_events.h"

#include <regex.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt-qemu.h>
#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "drivers/event_hub.h"
#include "drivers/reply.h"
#include "drivers/session.h"
#include "drivers/test/guest/qemu.h"
#include "drivers/test/world/state.h"
#include "drivers/test/world/world.h"
#include "protocol/program.h"

enum {
    REGEX = VIR_CONNECT_DOMAIN_QEMU_MONITOR_EVENT_REGISTER_REGEX,
    NOCASE = VIR_CONNECT_DOMAIN_QEMU_MONITOR_EVENT_REGISTER_NOCASE,
};

struct monitor_watch {
    struct monitor_watch *next;
    struct session *session;
    int id;
    bool of_one; /* of this domain */
    unsigned char uuid[16];
    char *event; /* NULL: all */
    unsigned flags;
    regex_t regex; /* compiled where flags say so */
};

static void watch_free(struct monitor_watch *x)
{
    if (x->event && x->flags & REGEX)
        regfree(&x->regex);
    free(x->event);
    free(x);
}

void monitor_watches_init(struct monitor_watches *watches)
{
    *watches = (struct monitor_watches){.lock = PTHREAD_MUTEX_INITIALIZER};
}

void monitor_watches_done(struct monitor_watches *watches)
{
    while (watches->first) {
        struct monitor_watch *x = watches->first;

        watches->first = x->next;
        watch_free(x);
    }
    pthread_mutex_destroy(&watches->lock);
}

/* Ends those of a session: all, or the one of that ID. Returns true if there was one. */
static bool remove_of(struct monitor_watches *watches, struct session *session, bool all, int id)
{
    bool found = false;
    LOCK_SCOPE(&watches->lock);

    for (struct monitor_watch **at = &watches->first; *at;) {
        struct monitor_watch *x = *at;

        if (x->session != session || (!all && x->id != id)) {
            at = &x->next;
            continue;
        }
        *at = x->next;
        hub_uncount(session);
        watch_free(x);
        found = true;
    }
    return found;
}

void monitor_watches_leave(struct monitor_watches *watches, struct session *session)
{
    remove_of(watches, session, true, 0);
}

/* ---- events ---- */

static bool monitor_events_wants(const struct monitor_watch *x, const unsigned char *uuid,
                                 const char *event)
{
    if (x->of_one && memcmp(x->uuid, uuid, sizeof(x->uuid)) != 0)
        return false;
    if (!x->event)
        return true;
    if (x->flags & REGEX)
        return regexec(&x->regex, event, 0, NULL, 0) == 0;
    return (x->flags & NOCASE ? strcasecmp(x->event, event) : strcmp(x->event, event)) == 0;
}

void monitor_says(struct world *w, const remote_nonnull_domain *dom, const char *event,
                  const char *details)
{
    struct monitor_watches *watches = &w->monitor_watches;
    const struct proc *proc = program_proc(&qemu_program, QEMU_PROC_DOMAIN_MONITOR_EVENT);
    char *text = (char *)(uintptr_t)details;
    qemu_domain_monitor_event_msg msg = {
        .dom = *dom,
        .event = (char *)(uintptr_t)event,
        .details = details ? &text : NULL,
    };
    uint64_t now;
    LOCK_SCOPE(&watches->lock);

    if (!watches->first)
        return;
    now = virtual_clock_date(&w->time) / 1000;
    msg.seconds = (quad_t)(now / 1000000);
    msg.micros = (u_int)(now % 1000000);
    for (struct monitor_watch *x = watches->first; x; x = x->next) {
        if (!monitor_events_wants(x, (const unsigned char *)dom->uuid, event))
            continue;
        msg.callbackID = x->id;
        session_emit(x->session, &qemu_program, proc, &msg);
    }
}

/* ---- operations ---- */

static void watch_freep(struct monitor_watch **x)
{
    if (*x)
        watch_free(*x);
}

/* Takes the event's name, or the pattern for it. 0 or -1. */
static int take_event(struct monitor_watch *x, const char *event, unsigned flags)
{
    x->event = strdup(event);
    if (!x->event)
        return error_oom(VIR_FROM_QEMU);
    if (flags & REGEX &&
        regcomp(&x->regex, event, REG_EXTENDED | REG_NOSUB | (flags & NOCASE ? REG_ICASE : 0)) != 0)
        return error_set(VIR_FROM_QEMU, VIR_ERR_INVALID_ARG, "'%s' is not a regular expression",
                         event);
    x->flags = flags;
    return 0;
}

int test_connect_domain_monitor_event_register(
    struct session *session, const qemu_connect_domain_monitor_event_register_args *args,
    qemu_connect_domain_monitor_event_register_ret *ret)
{
    struct test_state *state = session->state;
    struct monitor_watches *watches = &state->world->monitor_watches;
    _cleanup_(watch_freep) struct monitor_watch *x = calloc(1, sizeof(*x));

    if (!x)
        return error_oom(VIR_FROM_QEMU);
    if (check_flags(args->flags, REGEX | NOCASE) < 0 ||
        (args->event && take_event(x, *args->event, args->flags) < 0) || hub_count(session) < 0)
        return -1;
    x->session = session;
    x->of_one = args->dom;
    if (args->dom)
        memcpy(x->uuid, args->dom->uuid, sizeof(x->uuid));
    LOCK_SCOPE(&watches->lock);
    ret->callbackID = x->id = state->next_monitor_callback++;
    x->next = watches->first;
    watches->first = take(x);
    return 0;
}

int test_connect_domain_monitor_event_deregister(
    struct session *session, const qemu_connect_domain_monitor_event_deregister_args *args)
{
    if (!remove_of(&world_of(session)->monitor_watches, session, false, args->callbackID))
        return error_set(VIR_FROM_NONE, VIR_ERR_INTERNAL_ERROR, "no subscription has the ID %d",
                         args->callbackID);
    return 0;
}
