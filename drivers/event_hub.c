/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Subscriptions in one array under one lock, which is held while events go out: that is what makes
 * the end of a subscription final, and keeps events of one thread in order. A host's emit never
 * waits, so the lock is short.
 */
#include "drivers/event_hub.h"

#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "drivers/session.h"
#include "protocol/program.h"

enum { LEGACY_ID = -1 }; /* of the old style */

struct hub_entry {
    struct session *session;
    const struct proc *proc; /* the message that it gets */
    int id;                  /* or LEGACY_ID */
    enum hub_family family;
    struct hub_key only; /* of this object, owned; bytes NULL: of all */
};

/* What the names of a family's messages begin with. */
static const char *const families[] = {
    [HUB_DOMAIN] = "DOMAIN_EVENT_",
    [HUB_NETWORK] = "NETWORK_EVENT_",
    [HUB_STORAGE_POOL] = "STORAGE_POOL_EVENT_",
    [HUB_NODE_DEVICE] = "NODE_DEVICE_EVENT_",
    [HUB_SECRET] = "SECRET_EVENT_",
};

void hub_init(struct hub *hub)
{
    *hub = (struct hub){.lock = PTHREAD_MUTEX_INITIALIZER};
}

static void key_free(struct hub_key *key)
{
    free((void *)(uintptr_t)key->bytes);
}

void hub_done(struct hub *hub)
{
    for (size_t i = 0; i < hub->n_entries; i++)
        key_free(&hub->entries[i].only);
    free(hub->entries);
    pthread_mutex_destroy(&hub->lock);
}

/* The message of an event, of domains in the old or the new style; or NULL. */
static const struct proc *find_proc(enum hub_family family, int event_id, bool legacy)
{
    static const char new_style[] = "DOMAIN_EVENT_CALLBACK_";
    const struct proc *found = NULL;

    for (int i = 1; i <= remote_program.max && event_id >= 0; i++) {
        const struct proc *p = program_proc(&remote_program, i);
        bool with_id;

        if (!p || !(p->flags & PROC_EVENT) || p->event_id != event_id ||
            strncmp(p->name, families[family], strlen(families[family])) != 0)
            continue;
        /* the old style has domains only, and no messages from BLOCK_JOB_2 on */
        with_id = family != HUB_DOMAIN || p->number >= REMOTE_PROC_DOMAIN_EVENT_BLOCK_JOB_2 ||
                  strncmp(p->name, new_style, sizeof(new_style) - 1) == 0;
        if (with_id != legacy)
            found = p;
    }
    return found;
}

static bool is_key(const struct hub_key *a, const struct hub_key *b)
{
    return a->len == b->len && memcmp(a->bytes, b->bytes, a->len) == 0;
}

/* In whichever style. */
static bool is_same(const struct hub_entry *a, const struct hub_entry *b,
                    const struct hub_key *only)
{
    return a->session == b->session && a->family == b->family &&
           a->proc->event_id == b->proc->event_id && !a->only.bytes == !only &&
           (!only || is_key(&a->only, only));
}

int hub_count(struct session *session)
{
    unsigned max = session_max_subscriptions(session);

    if (atomic_fetch_add(&session->subscriptions, 1) < max)
        return 0;
    atomic_fetch_sub(&session->subscriptions, 1);
    return error_set(VIR_FROM_NONE, VIR_ERR_RESOURCE_BUSY,
                     "the client has %u event subscriptions, as many as max_subscriptions allows",
                     max);
}

void hub_uncount(struct session *session)
{
    atomic_fetch_sub(&session->subscriptions, 1);
}

/* Adds the subscription, with the next ID; the key is the hub's on success. */
static int event_hub_add(struct hub *hub, struct hub_entry *new)
{
    struct hub_entry *entries =
        reallocarray(hub->entries, hub->n_entries + 1, sizeof(*hub->entries));

    if (!entries)
        return error_oom(VIR_FROM_NONE);
    hub->entries = entries;
    if (hub_count(new->session) < 0)
        return -1;
    if (new->id != LEGACY_ID)
        new->id = atomic_fetch_add(&new->session->next_callback, 1);
    entries[hub->n_entries++] = *new;
    return 0;
}

static int event_hub_subscribe(struct hub *hub, struct hub_entry *new, int event_id, bool legacy,
                               const struct hub_key *only, int *ret_id)
{
    _cleanup_free_ void *key = NULL;
    LOCK_SCOPE(&hub->lock);

    new->proc = find_proc(new->family, event_id, legacy);
    if (!new->proc)
        return error_set(VIR_FROM_RPC, VIR_ERR_INTERNAL_ERROR, "there is no event %d", event_id);
    for (size_t i = 0; i < hub->n_entries; i++) {
        if (is_same(&hub->entries[i], new, only))
            return error_set(VIR_FROM_NONE, VIR_ERR_INVALID_ARG, "event %d is subscribed already",
                             event_id);
    }
    if (only) {
        key = malloc(only->len + 1);
        if (!key)
            return error_oom(VIR_FROM_NONE);
        memcpy(key, only->bytes, only->len);
        new->only = (struct hub_key){key, only->len};
    }
    new->id = legacy ? LEGACY_ID : 0;
    if (event_hub_add(hub, new) < 0)
        return -1;
    take(key);
    *ret_id = new->id;
    return 0;
}

int hub_subscribe(struct hub *hub, struct session *session, int event_id,
                  const remote_nonnull_domain *only, bool legacy, int *ret_id)
{
    const struct hub_key key = {only ? only->uuid : NULL, sizeof(only->uuid)};
    struct hub_entry new = {.session = session, .family = HUB_DOMAIN};

    return event_hub_subscribe(hub, &new, event_id, legacy, only ? &key : NULL, ret_id);
}

int hub_subscribe_to(struct hub *hub, struct session *session, enum hub_family family, int event_id,
                     const struct hub_key *only, int *ret_id)
{
    struct hub_entry new = {.session = session, .family = family};

    return event_hub_subscribe(hub, &new, event_id, false, only, ret_id);
}

static void remove_at(struct hub *hub, size_t i)
{
    hub_uncount(hub->entries[i].session);
    key_free(&hub->entries[i].only);
    memmove(&hub->entries[i], &hub->entries[i + 1], (--hub->n_entries - i) * sizeof(*hub->entries));
}

int hub_unsubscribe_from(struct hub *hub, struct session *session, enum hub_family family, int id)
{
    LOCK_SCOPE(&hub->lock);

    for (size_t i = 0; i < hub->n_entries && id >= 0; i++) {
        if (hub->entries[i].session == session && hub->entries[i].id == id &&
            hub->entries[i].family == family) {
            remove_at(hub, i);
            return 0;
        }
    }
    return error_set(VIR_FROM_RPC, VIR_ERR_INTERNAL_ERROR, "no subscription has the ID %d", id);
}

int hub_unsubscribe(struct hub *hub, struct session *session, int id)
{
    return hub_unsubscribe_from(hub, session, HUB_DOMAIN, id);
}

int hub_unsubscribe_legacy(struct hub *hub, struct session *session, int event_id)
{
    const struct proc *proc = find_proc(HUB_DOMAIN, event_id, true);
    LOCK_SCOPE(&hub->lock);

    for (size_t i = 0; i < hub->n_entries && proc; i++) {
        if (hub->entries[i].session == session && hub->entries[i].proc == proc) {
            remove_at(hub, i);
            return 0;
        }
    }
    return error_set(VIR_FROM_RPC, VIR_ERR_INTERNAL_ERROR, "event %d is not subscribed", event_id);
}

void hub_leave(struct hub *hub, struct session *session)
{
    size_t kept = 0;
    LOCK_SCOPE(&hub->lock);

    for (size_t i = 0; i < hub->n_entries; i++) {
        if (hub->entries[i].session != session)
            hub->entries[kept++] = hub->entries[i];
        else
            key_free(&hub->entries[i].only);
    }
    atomic_fetch_sub(&session->subscriptions, (unsigned)(hub->n_entries - kept));
    hub->n_entries = kept;
    session->next_callback = 0;
}

/* Sends the messages; msg begins with the callback ID, legacy is the same event without. */
static void send_all(struct hub *hub, enum hub_family family, int event_id,
                     const struct hub_key *of, int *msg, const void *legacy)
{
    bool lost = error_take_lost();
    LOCK_SCOPE(&hub->lock);

    for (size_t i = 0; i < hub->n_entries; i++) {
        const struct hub_entry *e = &hub->entries[i];

        if (e->family != family || e->proc->event_id != event_id ||
            (e->only.bytes && !is_key(&e->only, of)))
            continue;
        *msg = e->id;
        session_emit(e->session, &remote_program, e->proc, e->id < 0 ? legacy : (const void *)msg);
    }
    /* What a subscriber misses is not missed by the call that changed something. */
    error_take_lost();
    if (lost)
        error_note_lost();
}

void hub_emit(struct hub *hub, enum hub_family family, int event_id, const struct hub_key *of,
              int *msg)
{
    send_all(hub, family, event_id, of, msg, NULL);
}

void hub_emit_domain(struct hub *hub, int event_id, const remote_nonnull_domain *dom, int *msg,
                     const void *legacy)
{
    const struct hub_key key = {dom->uuid, sizeof(dom->uuid)};

    send_all(hub, HUB_DOMAIN, event_id, &key, msg, legacy);
}

void hub_emit_lifecycle(struct hub *hub, const remote_nonnull_domain *dom, int event, int detail)
{
    remote_domain_event_callback_lifecycle_msg m = {
        .msg = {.dom = *dom, .event = event, .detail = detail}};

    hub_emit_domain(hub, VIR_DOMAIN_EVENT_ID_LIFECYCLE, dom, &m.callbackID, &m.msg);
}

void hub_emit_reboot(struct hub *hub, const remote_nonnull_domain *dom)
{
    remote_domain_event_callback_reboot_msg m = {.msg = {.dom = *dom}};

    hub_emit_domain(hub, VIR_DOMAIN_EVENT_ID_REBOOT, dom, &m.callbackID, &m.msg);
}

void hub_emit_balloon(struct hub *hub, const remote_nonnull_domain *dom, unsigned long long kib)
{
    remote_domain_event_callback_balloon_change_msg m = {.msg = {.dom = *dom, .actual = kib}};

    hub_emit_domain(hub, VIR_DOMAIN_EVENT_ID_BALLOON_CHANGE, dom, &m.callbackID, &m.msg);
}

void hub_emit_metadata(struct hub *hub, const remote_nonnull_domain *dom, int type, const char *uri)
{
    char *text = (char *)(uintptr_t)uri;
    remote_domain_event_callback_metadata_change_msg m = {
        .dom = *dom, .type = type, .nsuri = uri ? &text : NULL};

    hub_emit_domain(hub, VIR_DOMAIN_EVENT_ID_METADATA_CHANGE, dom, &m.callbackID, NULL);
}
