/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Subscriptions in one array under one lock, which is held while events go out: that is what makes
 * the end of a subscription final, and keeps events of one thread in order. A host's emit never
 * waits, so the lock is short.
 */
#include "drivers/hub.h"

#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "drivers/session.h"
#include "protocol/program.h"

struct hub_entry {
    struct session *session;
    const struct proc *proc; /* the message that it gets */
    int id;                  /* -1: old style */
    bool one;                /* only of the domain with this UUID */
    char uuid[16];
};

void hub_init(struct hub *hub)
{
    *hub = (struct hub){.lock = PTHREAD_MUTEX_INITIALIZER};
}

void hub_done(struct hub *hub)
{
    free(hub->entries);
    pthread_mutex_destroy(&hub->lock);
}

/* The message of a domain's event in the old or the new style, or NULL. */
static const struct proc *find_proc(int event_id, bool legacy)
{
    static const char old_style[] = "DOMAIN_EVENT_", new_style[] = "DOMAIN_EVENT_CALLBACK_";
    const struct proc *found = NULL;

    for (int i = 1; i <= remote_program.max && event_id >= 0; i++) {
        const struct proc *p = program_proc(&remote_program, i);
        bool with_id;

        if (!p || !(p->flags & PROC_EVENT) || p->event_id != event_id ||
            strncmp(p->name, old_style, sizeof(old_style) - 1) != 0)
            continue;
        with_id = strncmp(p->name, new_style, sizeof(new_style) - 1) == 0;
        /* messages from BLOCK_JOB_2 on exist with an ID only, whatever they are called */
        if (p->number >= REMOTE_PROC_DOMAIN_EVENT_BLOCK_JOB_2)
            with_id = true;
        if (with_id != legacy)
            found = p;
    }
    return found;
}

static bool is_same(const struct hub_entry *e, const struct session *session,
                    const struct proc *proc, const remote_nonnull_domain *only)
{
    return e->session == session && e->proc == proc && e->one == !!only &&
           (!only || memcmp(e->uuid, only->uuid, sizeof(e->uuid)) == 0);
}

/* Counts one more subscription of the session, if it may have one. */
static int count_one(struct session *session)
{
    unsigned max = session_max_subscriptions(session);

    if (atomic_fetch_add(&session->subscriptions, 1) < max)
        return 0;
    atomic_fetch_sub(&session->subscriptions, 1);
    return error_set(VIR_FROM_NONE, VIR_ERR_RESOURCE_BUSY,
                     "the client has %u event subscriptions, as many as max_subscriptions allows",
                     max);
}

int hub_subscribe(struct hub *hub, struct session *session, int event_id,
                  const remote_nonnull_domain *only, bool legacy, int *next_id, int *ret_id)
{
    const struct proc *proc = find_proc(event_id, legacy);
    struct hub_entry *entries;
    LOCK_SCOPE(&hub->lock);

    if (!proc)
        return error_set(VIR_FROM_NONE, VIR_ERR_INTERNAL_ERROR, "there is no event %d", event_id);
    for (size_t i = 0; i < hub->n_entries; i++) {
        if (is_same(&hub->entries[i], session, proc, only))
            return error_set(VIR_FROM_NONE, VIR_ERR_INVALID_ARG, "event %d is subscribed already",
                             event_id);
    }
    entries = reallocarray(hub->entries, hub->n_entries + 1, sizeof(*entries));
    if (!entries)
        return error_oom(VIR_FROM_NONE);
    hub->entries = entries;
    if (count_one(session) < 0)
        return -1;
    entries[hub->n_entries] = (struct hub_entry){
        .session = session,
        .proc = proc,
        .id = legacy ? -1 : (*next_id)++,
        .one = only,
    };
    if (only)
        memcpy(entries[hub->n_entries].uuid, only->uuid, 16);
    *ret_id = entries[hub->n_entries++].id;
    return 0;
}

static void remove_at(struct hub *hub, size_t i)
{
    atomic_fetch_sub(&hub->entries[i].session->subscriptions, 1);
    memmove(&hub->entries[i], &hub->entries[i + 1], (--hub->n_entries - i) * sizeof(*hub->entries));
}

int hub_unsubscribe(struct hub *hub, struct session *session, int id)
{
    LOCK_SCOPE(&hub->lock);

    for (size_t i = 0; i < hub->n_entries && id >= 0; i++) {
        if (hub->entries[i].session == session && hub->entries[i].id == id) {
            remove_at(hub, i);
            return 0;
        }
    }
    return error_set(VIR_FROM_NONE, VIR_ERR_INTERNAL_ERROR, "no subscription has the ID %d", id);
}

int hub_unsubscribe_legacy(struct hub *hub, struct session *session, int event_id)
{
    const struct proc *proc = find_proc(event_id, true);
    LOCK_SCOPE(&hub->lock);

    for (size_t i = 0; i < hub->n_entries && proc; i++) {
        if (hub->entries[i].session == session && hub->entries[i].proc == proc) {
            remove_at(hub, i);
            return 0;
        }
    }
    return error_set(VIR_FROM_NONE, VIR_ERR_INTERNAL_ERROR, "event %d is not subscribed", event_id);
}

void hub_leave(struct hub *hub, struct session *session)
{
    size_t kept = 0;
    LOCK_SCOPE(&hub->lock);

    for (size_t i = 0; i < hub->n_entries; i++) {
        if (hub->entries[i].session != session)
            hub->entries[kept++] = hub->entries[i];
    }
    atomic_fetch_sub(&session->subscriptions, (unsigned)(hub->n_entries - kept));
    hub->n_entries = kept;
}

/* Sends the messages; msg begins with the callback ID, legacy is the same event without. */
static void emit(struct hub *hub, int event_id, const remote_nonnull_domain *dom, int *msg,
                 const void *legacy)
{
    LOCK_SCOPE(&hub->lock);

    for (size_t i = 0; i < hub->n_entries; i++) {
        const struct hub_entry *e = &hub->entries[i];

        if (e->proc->event_id != event_id ||
            (e->one && memcmp(e->uuid, dom->uuid, sizeof(e->uuid)) != 0))
            continue;
        *msg = e->id;
        session_emit(e->session, &remote_program, e->proc, e->id < 0 ? legacy : (const void *)msg);
    }
}

void hub_emit_lifecycle(struct hub *hub, const remote_nonnull_domain *dom, int event, int detail)
{
    remote_domain_event_callback_lifecycle_msg m = {
        .msg = {.dom = *dom, .event = event, .detail = detail}};

    emit(hub, VIR_DOMAIN_EVENT_ID_LIFECYCLE, dom, &m.callbackID, &m.msg);
}

void hub_emit_reboot(struct hub *hub, const remote_nonnull_domain *dom)
{
    remote_domain_event_callback_reboot_msg m = {.msg = {.dom = *dom}};

    emit(hub, VIR_DOMAIN_EVENT_ID_REBOOT, dom, &m.callbackID, &m.msg);
}

void hub_emit_balloon(struct hub *hub, const remote_nonnull_domain *dom, unsigned long long kib)
{
    remote_domain_event_callback_balloon_change_msg m = {.msg = {.dom = *dom, .actual = kib}};

    emit(hub, VIR_DOMAIN_EVENT_ID_BALLOON_CHANGE, dom, &m.callbackID, &m.msg);
}

void hub_emit_metadata(struct hub *hub, const remote_nonnull_domain *dom, int type, const char *uri)
{
    char *text = (char *)(uintptr_t)uri;
    remote_domain_event_callback_metadata_change_msg m = {
        .dom = *dom, .type = type, .nsuri = uri ? &text : NULL};

    emit(hub, VIR_DOMAIN_EVENT_ID_METADATA_CHANGE, dom, &m.callbackID, NULL);
}
