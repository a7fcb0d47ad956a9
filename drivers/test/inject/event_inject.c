/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reads what a call says of an event into its message. The texts of it stay the call's. */
#include "drivers/test/inject/event_inject.h"

#include <string.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "drivers/machine/emit.h"
#include "drivers/test/inject/event_effects.h"
#include "drivers/test/inject/event_table.h"
#include "drivers/test/world/world.h"
#include "drivers/xml/amount.h"
#include "drivers/xml/xml.h"

/* A message in the making, and what it points to beside the call's own texts. */
struct report {
    const struct event_kind *kind;
    union event_message msg;
    unsigned given; /* a bit each field */
    remote_domain_event_graphics_identity identities[REMOTE_DOMAIN_EVENT_GRAPHICS_IDENTITY_MAX];
    u_int n_identities;
    char *optional[2];
    unsigned n_optional;
};

static bool inject_is(const char *name, const char *text, size_t len)
{
    return strlen(name) == len && memcmp(name, text, len) == 0;
}

static bool inject_read_word(const struct event_word *words, const char *text, size_t len,
                             unsigned *ret_value)
{
    while (words->text && !inject_is(words->text, text, len))
        words++;
    if (!words->text)
        return false;
    *ret_value = words->value;
    return true;
}

static bool inject_read_flags(const struct event_word *words, const char *text, unsigned *ret_flags)
{
    unsigned flags = 0, flag;

    for (;;) {
        size_t len = strcspn(text, ",");

        if (!inject_read_word(words, text, len, &flag))
            return false;
        flags |= flag;
        if (!text[len])
            break;
        text += len + 1;
    }
    *ret_flags = flags;
    return true;
}

/* Returns true if the last identity has a type only. */
static bool inject_lacks_name(const struct report *r)
{
    return r->n_identities && !r->identities[r->n_identities - 1].name;
}

/* Puts an identity's type or name into the message: they come in turns. */
static bool inject_read_identity(struct report *r, enum event_shape shape, char *value)
{
    remote_domain_event_graphics_msg *msg = &r->msg.graphics.msg;

    if ((shape == IDENTITY_NAME) != inject_lacks_name(r))
        return false;
    if (shape == IDENTITY_NAME) {
        r->identities[r->n_identities - 1].name = value;
        return true;
    }
    if (r->n_identities == ARRAY_SIZE(r->identities))
        return false;
    r->identities[r->n_identities++].type = value;
    msg->subject.subject_val = r->identities;
    msg->subject.subject_len = r->n_identities;
    return true;
}

/* Puts a field's value into the message; false: it makes no sense. */
static bool inject_read_value(struct report *r, const struct event_field *f, char *value)
{
    void *at = (char *)&r->msg + f->at;

    switch (f->shape) {
    case TEXT:
        *(char **)at = value;
        return true;
    case OPTIONAL_TEXT:
        r->optional[r->n_optional] = value;
        *(char ***)at = &r->optional[r->n_optional++];
        return true;
    case WORD:
        return inject_read_word(f->words, value, strlen(value), at);
    case FLAGS:
        return inject_read_flags(f->words, value, at);
    case BYTES: {
        unsigned long long bytes;

        if (amount_number(value, &bytes) < 0)
            return false;
        *(uint64_t *)at = bytes;
        return true;
    }
    case IDENTITY_TYPE:
    case IDENTITY_NAME:
        return inject_read_identity(r, f->shape, value);
    }
    return false;
}

static bool inject_may_repeat(const struct event_field *f)
{
    return f->shape == IDENTITY_TYPE || f->shape == IDENTITY_NAME;
}

/* Reads NAME=VALUE. */
static int inject_read_field(struct report *r, char *text)
{
    const struct event_field *fields = r->kind->fields, *f = fields;
    size_t len = strcspn(text, "=");
    unsigned bit;

    while (f->name && !inject_is(f->name, text, len))
        f++;
    if (xml_check_text(text, "a field") < 0) /* the machine's XML may tell of it */
        return -1;
    if (!f->name || !text[len])
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "'%s' is no field of event %d", text,
                         r->kind->event);
    bit = 1U << (f - fields);
    if (r->given & bit && !inject_may_repeat(f))
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "event %d has one '%s'",
                         r->kind->event, f->name);
    r->given |= bit;
    if (!inject_read_value(r, f, text + len + 1))
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "'%s' makes no sense in event %d",
                         text, r->kind->event);
    return 0;
}

/* All that an event can't be without is there. */
static int inject_check_whole(const struct report *r)
{
    for (const struct event_field *f = r->kind->fields; f->name; f++) {
        bool given = r->given & 1U << (f - r->kind->fields);
        bool needed = f->shape == TEXT || f->shape == WORD || f->shape == BYTES;

        if ((needed && !given) || (f->shape == IDENTITY_NAME && inject_lacks_name(r)))
            return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "event %d lacks its '%s'",
                             r->kind->event, f->name);
    }
    return 0;
}

void event_inject_watchdog(struct world *w, struct machine *m, const char *action)
{
    remote_domain_event_callback_watchdog_msg msg = {0};
    unsigned value;

    if (!inject_read_word(event_watchdog_actions, action, strlen(action), &value))
        return;
    msg.msg.action = (int)value;
    emit_watchdog(m, msg.msg.action);
    apply_watchdog(w, m, &msg);
}

int event_inject_domain(struct session *session, const vireo_domain_event_args *args)
{
    struct report r = {.kind = event_table_find(args->eventID)};
    struct machine *m;
    char *msg = (char *)&r.msg;

    if (!r.kind)
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "no event %d comes on demand",
                         args->eventID);
    for (u_int i = 0; i < args->fields.fields_len; i++) {
        if (inject_read_field(&r, args->fields.fields_val[i]) < 0)
            return -1;
    }
    if (inject_check_whole(&r) < 0)
        return -1;
    WRITE_WORLD(w, session);
    m = world_find_busy_active(w, &args->dom);
    if (!m)
        return -1;
    emit_event(m, r.kind->event, &r.msg.callback_id, (void *)(msg + r.kind->dom_at),
               r.kind->old_at ? msg + r.kind->old_at : NULL);
    if (r.kind->apply)
        r.kind->apply(w, m, &r.msg);
    return 0;
}
