/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Each event is a line of a table: where its message has the domain, which field of the call goes
 * where in the message, and what becomes of the machine. The texts of the message stay the call's.
 */
#include "drivers/test/inject/event_inject.h"

#include <string.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "drivers/xml/amount.h"
#include "drivers/test/inject/event_effects.h"
#include "drivers/machine/emit.h"
#include "drivers/test/world/world.h"
#include "drivers/xml/xml.h"

/* ---- what events say ---- */

/* The words of a number, or of the bits of flags; the list ends with NULL. */
struct word {
    const char *text;
    unsigned value;
};

enum shape {
    TEXT,
    OPTIONAL_TEXT, /* may be left out */
    WORD,
    FLAGS, /* words with commas; may be left out */
    BYTES,
    IDENTITY_TYPE, /* begins one more identity; may be left out */
    IDENTITY_NAME, /* of the last one */
};

struct field {
    const char *name;
    enum shape shape;
    size_t at; /* in the message */
    const struct word *words;
};

union message {
    int callback_id; /* each begins with it */
    remote_domain_event_callback_io_error_msg io_error;
    remote_domain_event_callback_graphics_msg graphics;
    remote_domain_event_callback_io_error_reason_msg io_error_reason;
    remote_domain_event_callback_control_error_msg control_error;
    remote_domain_event_callback_disk_change_msg disk_change;
    remote_domain_event_callback_device_removal_failed_msg device_removal_failed;
    remote_domain_event_memory_failure_msg memory_failure;
    remote_domain_event_memory_device_size_change_msg memory_size;
    remote_domain_event_nic_mac_change_msg nic_mac;
    remote_domain_event_callback_channel_lifecycle_msg channel;
    remote_domain_event_callback_watchdog_msg watchdog;
    remote_domain_event_callback_tray_change_msg tray_change;
    remote_domain_event_callback_agent_lifecycle_msg agent;
};

#define AT(member) offsetof(union message, member)

static const struct word io_actions[] = {
    {"none", VIR_DOMAIN_EVENT_IO_ERROR_NONE},
    {"pause", VIR_DOMAIN_EVENT_IO_ERROR_PAUSE},
    {"report", VIR_DOMAIN_EVENT_IO_ERROR_REPORT},
    {NULL},
};
static const struct field io_error[] = {
    {"path", TEXT, AT(io_error.msg.srcPath)},
    {"alias", TEXT, AT(io_error.msg.devAlias)},
    {"action", WORD, AT(io_error.msg.action), io_actions},
    {NULL},
};
static const struct field io_error_reason[] = {
    {"path", TEXT, AT(io_error_reason.msg.srcPath)},
    {"alias", TEXT, AT(io_error_reason.msg.devAlias)},
    {"action", WORD, AT(io_error_reason.msg.action), io_actions},
    {"reason", TEXT, AT(io_error_reason.msg.reason)},
    {NULL},
};

static const struct word phases[] = {
    {"connect", VIR_DOMAIN_EVENT_GRAPHICS_CONNECT},
    {"initialize", VIR_DOMAIN_EVENT_GRAPHICS_INITIALIZE},
    {"disconnect", VIR_DOMAIN_EVENT_GRAPHICS_DISCONNECT},
    {NULL},
};
static const struct word address_families[] = {
    {"ipv4", VIR_DOMAIN_EVENT_GRAPHICS_ADDRESS_IPV4},
    {"ipv6", VIR_DOMAIN_EVENT_GRAPHICS_ADDRESS_IPV6},
    {"unix", VIR_DOMAIN_EVENT_GRAPHICS_ADDRESS_UNIX},
    {NULL},
};
static const struct field graphics[] = {
    {"phase", WORD, AT(graphics.msg.phase), phases},
    {"local-family", WORD, AT(graphics.msg.local.family), address_families},
    {"local-node", TEXT, AT(graphics.msg.local.node)},
    {"local-service", TEXT, AT(graphics.msg.local.service)},
    {"remote-family", WORD, AT(graphics.msg.remote.family), address_families},
    {"remote-node", TEXT, AT(graphics.msg.remote.node)},
    {"remote-service", TEXT, AT(graphics.msg.remote.service)},
    {"auth", TEXT, AT(graphics.msg.authScheme)},
    {"identity-type", IDENTITY_TYPE, AT(graphics.msg.subject)},
    {"identity-name", IDENTITY_NAME, AT(graphics.msg.subject)},
    {NULL},
};

static const struct field control_error[] = {{NULL}};

static const struct word disk_reasons[] = {
    {"change-missing", VIR_DOMAIN_EVENT_DISK_CHANGE_MISSING_ON_START},
    {"drop-missing", VIR_DOMAIN_EVENT_DISK_DROP_MISSING_ON_START},
    {NULL},
};
static const struct field disk_change[] = {
    {"old-path", OPTIONAL_TEXT, AT(disk_change.msg.oldSrcPath)},
    {"new-path", OPTIONAL_TEXT, AT(disk_change.msg.newSrcPath)},
    {"alias", TEXT, AT(disk_change.msg.devAlias)},
    {"reason", WORD, AT(disk_change.msg.reason), disk_reasons},
    {NULL},
};

static const struct field device_removal_failed[] = {
    {"alias", TEXT, AT(device_removal_failed.devAlias)},
    {NULL},
};

static const struct word recipients[] = {
    {"hypervisor", VIR_DOMAIN_EVENT_MEMORY_FAILURE_RECIPIENT_HYPERVISOR},
    {"guest", VIR_DOMAIN_EVENT_MEMORY_FAILURE_RECIPIENT_GUEST},
    {NULL},
};
static const struct word memory_actions[] = {
    {"ignore", VIR_DOMAIN_EVENT_MEMORY_FAILURE_ACTION_IGNORE},
    {"inject", VIR_DOMAIN_EVENT_MEMORY_FAILURE_ACTION_INJECT},
    {"fatal", VIR_DOMAIN_EVENT_MEMORY_FAILURE_ACTION_FATAL},
    {"reset", VIR_DOMAIN_EVENT_MEMORY_FAILURE_ACTION_RESET},
    {NULL},
};
static const struct word memory_flags[] = {
    {"action-required", VIR_DOMAIN_MEMORY_FAILURE_ACTION_REQUIRED},
    {"recursive", VIR_DOMAIN_MEMORY_FAILURE_RECURSIVE},
    {NULL},
};
static const struct field memory_failure[] = {
    {"recipient", WORD, AT(memory_failure.recipient), recipients},
    {"action", WORD, AT(memory_failure.action), memory_actions},
    {"flags", FLAGS, AT(memory_failure.flags), memory_flags},
    {NULL},
};

static const struct field memory_size[] = {
    {"alias", TEXT, AT(memory_size.alias)},
    {"size", BYTES, AT(memory_size.size)},
    {NULL},
};

static const struct field nic_mac[] = {
    {"alias", TEXT, AT(nic_mac.alias)},
    {"old-mac", TEXT, AT(nic_mac.oldMAC)},
    {"new-mac", TEXT, AT(nic_mac.newMAC)},
    {NULL},
};

static const struct word channel_states[] = {
    {"connected", VIR_CONNECT_DOMAIN_EVENT_CHANNEL_LIFECYCLE_STATE_CONNECTED},
    {"disconnected", VIR_CONNECT_DOMAIN_EVENT_CHANNEL_LIFECYCLE_STATE_DISCONNECTED},
    {NULL},
};
static const struct word channel_reasons[] = {
    {"unknown", VIR_CONNECT_DOMAIN_EVENT_CHANNEL_LIFECYCLE_REASON_UNKNOWN},
    {"domain-started", VIR_CONNECT_DOMAIN_EVENT_CHANNEL_LIFECYCLE_REASON_DOMAIN_STARTED},
    {"channel", VIR_CONNECT_DOMAIN_EVENT_CHANNEL_LIFECYCLE_REASON_CHANNEL},
    {NULL},
};
static const struct field channel[] = {
    {"name", TEXT, AT(channel.channelName)},
    {"state", WORD, AT(channel.state), channel_states},
    {"reason", WORD, AT(channel.reason), channel_reasons},
    {NULL},
};

static const struct word watchdog_actions[] = {
    {"none", VIR_DOMAIN_EVENT_WATCHDOG_NONE},
    {"pause", VIR_DOMAIN_EVENT_WATCHDOG_PAUSE},
    {"reset", VIR_DOMAIN_EVENT_WATCHDOG_RESET},
    {"poweroff", VIR_DOMAIN_EVENT_WATCHDOG_POWEROFF},
    {"shutdown", VIR_DOMAIN_EVENT_WATCHDOG_SHUTDOWN},
    {"dump", VIR_DOMAIN_EVENT_WATCHDOG_DEBUG},
    {"inject-nmi", VIR_DOMAIN_EVENT_WATCHDOG_INJECTNMI},
    {NULL},
};
static const struct field watchdog[] = {
    {"action", WORD, AT(watchdog.msg.action), watchdog_actions},
    {NULL},
};

static const struct word trays[] = {
    {"open", VIR_DOMAIN_EVENT_TRAY_CHANGE_OPEN},
    {"close", VIR_DOMAIN_EVENT_TRAY_CHANGE_CLOSE},
    {NULL},
};
static const struct field tray_change[] = {
    {"alias", TEXT, AT(tray_change.msg.devAlias)},
    {"reason", WORD, AT(tray_change.msg.reason), trays},
    {NULL},
};

/* The states and reasons of an agent have the words and numbers of a channel's. */
static const struct field agent[] = {
    {"state", WORD, AT(agent.state), channel_states},
    {"reason", WORD, AT(agent.reason), channel_reasons},
    {NULL},
};

/* old_at: the message of the old style, 0 where there is none; apply: what it does to the
 * machine, NULL: nothing. */
static const struct kind {
    int event;
    const struct field *fields;
    size_t dom_at, old_at;
    apply_fn *apply;
} kinds[] = {
#define BOTH(id, member, apply)                                                     \
    {                                                                               \
        VIR_DOMAIN_EVENT_ID_##id, member, AT(member.msg.dom), AT(member.msg), apply \
    }
#define NEW(id, member, apply)                                     \
    {                                                              \
        VIR_DOMAIN_EVENT_ID_##id, member, AT(member.dom), 0, apply \
    }
    BOTH(IO_ERROR, io_error, apply_io_error),
    BOTH(GRAPHICS, graphics, NULL),
    BOTH(IO_ERROR_REASON, io_error_reason, apply_io_error_reason),
    BOTH(CONTROL_ERROR, control_error, apply_control_error),
    BOTH(DISK_CHANGE, disk_change, apply_disk_change),
    BOTH(TRAY_CHANGE, tray_change, apply_tray_change),
    BOTH(WATCHDOG, watchdog, apply_watchdog),
    NEW(AGENT_LIFECYCLE, agent, apply_agent_lifecycle),
    NEW(DEVICE_REMOVAL_FAILED, device_removal_failed, NULL),
    NEW(MEMORY_FAILURE, memory_failure, apply_memory_failure),
    NEW(MEMORY_DEVICE_SIZE_CHANGE, memory_size, apply_memory_size),
    NEW(NIC_MAC_CHANGE, nic_mac, NULL),
    NEW(CHANNEL_LIFECYCLE, channel, apply_channel_lifecycle),
#undef BOTH
#undef NEW
};

/* ---- what a call says ---- */

/* A message in the making, and what it points to beside the call's own texts. */
struct report {
    const struct kind *kind;
    union message msg;
    unsigned given; /* a bit each field */
    remote_domain_event_graphics_identity identities[REMOTE_DOMAIN_EVENT_GRAPHICS_IDENTITY_MAX];
    u_int n_identities;
    char *optional[2];
    unsigned n_optional;
};

static bool is(const char *name, const char *text, size_t len)
{
    return strlen(name) == len && memcmp(name, text, len) == 0;
}

static bool read_word(const struct word *words, const char *text, size_t len, unsigned *ret_value)
{
    while (words->text && !is(words->text, text, len))
        words++;
    if (!words->text)
        return false;
    *ret_value = words->value;
    return true;
}

static bool read_flags(const struct word *words, const char *text, unsigned *ret_flags)
{
    unsigned flags = 0, flag;

    for (;;) {
        size_t len = strcspn(text, ",");

        if (!read_word(words, text, len, &flag))
            return false;
        flags |= flag;
        if (!text[len])
            break;
        text += len + 1;
    }
    *ret_flags = flags;
    return true;
}

/* Says whether the last identity has a type only. */
static bool lacks_name(const struct report *r)
{
    return r->n_identities && !r->identities[r->n_identities - 1].name;
}

/* Puts an identity's type or name into the message: they come in turns. */
static bool read_identity(struct report *r, enum shape shape, char *value)
{
    remote_domain_event_graphics_msg *msg = &r->msg.graphics.msg;

    if ((shape == IDENTITY_NAME) != lacks_name(r))
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
static bool read_value(struct report *r, const struct field *f, char *value)
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
        return read_word(f->words, value, strlen(value), at);
    case FLAGS:
        return read_flags(f->words, value, at);
    case BYTES: {
        unsigned long long bytes;

        if (amount_number(value, &bytes) < 0)
            return false;
        *(uint64_t *)at = bytes;
        return true;
    }
    case IDENTITY_TYPE:
    case IDENTITY_NAME:
        return read_identity(r, f->shape, value);
    }
    return false;
}

static bool may_repeat(const struct field *f)
{
    return f->shape == IDENTITY_TYPE || f->shape == IDENTITY_NAME;
}

/* Reads NAME=VALUE. */
static int read_field(struct report *r, char *text)
{
    const struct field *fields = r->kind->fields, *f = fields;
    size_t len = strcspn(text, "=");
    unsigned bit;

    while (f->name && !is(f->name, text, len))
        f++;
    if (xml_check_text(text, "a field") < 0) /* the machine's XML may tell of it */
        return -1;
    if (!f->name || !text[len])
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "'%s' is no field of event %d", text,
                         r->kind->event);
    bit = 1U << (f - fields);
    if (r->given & bit && !may_repeat(f))
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "event %d has one '%s'",
                         r->kind->event, f->name);
    r->given |= bit;
    if (!read_value(r, f, text + len + 1))
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "'%s' makes no sense in event %d",
                         text, r->kind->event);
    return 0;
}

/* All that an event can't be without is there. */
static int check_whole(const struct report *r)
{
    for (const struct field *f = r->kind->fields; f->name; f++) {
        bool given = r->given & 1U << (f - r->kind->fields);
        bool needed = f->shape == TEXT || f->shape == WORD || f->shape == BYTES;

        if ((needed && !given) || (f->shape == IDENTITY_NAME && lacks_name(r)))
            return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "event %d lacks its '%s'",
                             r->kind->event, f->name);
    }
    return 0;
}

void event_inject_watchdog(struct world *w, struct machine *m, const char *action)
{
    remote_domain_event_callback_watchdog_msg msg = {0};
    unsigned value;

    if (!read_word(watchdog_actions, action, strlen(action), &value))
        return;
    msg.msg.action = (int)value;
    emit_watchdog(m, msg.msg.action);
    apply_watchdog(w, m, &msg);
}

int event_inject_domain(struct session *session, const vireo_domain_event_args *args)
{
    struct report r = {.kind = kinds};
    struct machine *m;
    char *msg = (char *)&r.msg;

    while (r.kind < kinds + ARRAY_SIZE(kinds) && r.kind->event != args->eventID)
        r.kind++;
    if (r.kind == kinds + ARRAY_SIZE(kinds))
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "no event %d comes on demand",
                         args->eventID);
    for (u_int i = 0; i < args->fields.fields_len; i++) {
        if (read_field(&r, args->fields.fields_val[i]) < 0)
            return -1;
    }
    if (check_whole(&r) < 0)
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
