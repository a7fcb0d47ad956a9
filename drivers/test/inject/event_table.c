/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Each event is a line of a table: where its message has the domain, which field of the call goes
 * where in the message, and what becomes of the machine.
 */
#include "drivers/test/inject/event_table.h"

#include <libvirt/libvirt.h>

#include "common/cleanup.h"

#define AT(member) offsetof(union event_message, member)

static const struct event_word io_actions[] = {
    {"none", VIR_DOMAIN_EVENT_IO_ERROR_NONE},
    {"pause", VIR_DOMAIN_EVENT_IO_ERROR_PAUSE},
    {"report", VIR_DOMAIN_EVENT_IO_ERROR_REPORT},
    {NULL},
};
static const struct event_field io_error[] = {
    {"path", TEXT, AT(io_error.msg.srcPath)},
    {"alias", TEXT, AT(io_error.msg.devAlias)},
    {"action", WORD, AT(io_error.msg.action), io_actions},
    {NULL},
};
static const struct event_field io_error_reason[] = {
    {"path", TEXT, AT(io_error_reason.msg.srcPath)},
    {"alias", TEXT, AT(io_error_reason.msg.devAlias)},
    {"action", WORD, AT(io_error_reason.msg.action), io_actions},
    {"reason", TEXT, AT(io_error_reason.msg.reason)},
    {NULL},
};

static const struct event_word phases[] = {
    {"connect", VIR_DOMAIN_EVENT_GRAPHICS_CONNECT},
    {"initialize", VIR_DOMAIN_EVENT_GRAPHICS_INITIALIZE},
    {"disconnect", VIR_DOMAIN_EVENT_GRAPHICS_DISCONNECT},
    {NULL},
};
static const struct event_word address_families[] = {
    {"ipv4", VIR_DOMAIN_EVENT_GRAPHICS_ADDRESS_IPV4},
    {"ipv6", VIR_DOMAIN_EVENT_GRAPHICS_ADDRESS_IPV6},
    {"unix", VIR_DOMAIN_EVENT_GRAPHICS_ADDRESS_UNIX},
    {NULL},
};
static const struct event_field graphics[] = {
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

static const struct event_field control_error[] = {{NULL}};

static const struct event_word disk_reasons[] = {
    {"change-missing", VIR_DOMAIN_EVENT_DISK_CHANGE_MISSING_ON_START},
    {"drop-missing", VIR_DOMAIN_EVENT_DISK_DROP_MISSING_ON_START},
    {NULL},
};
static const struct event_field disk_change[] = {
    {"old-path", OPTIONAL_TEXT, AT(disk_change.msg.oldSrcPath)},
    {"new-path", OPTIONAL_TEXT, AT(disk_change.msg.newSrcPath)},
    {"alias", TEXT, AT(disk_change.msg.devAlias)},
    {"reason", WORD, AT(disk_change.msg.reason), disk_reasons},
    {NULL},
};

static const struct event_field device_removal_failed[] = {
    {"alias", TEXT, AT(device_removal_failed.devAlias)},
    {NULL},
};

static const struct event_word recipients[] = {
    {"hypervisor", VIR_DOMAIN_EVENT_MEMORY_FAILURE_RECIPIENT_HYPERVISOR},
    {"guest", VIR_DOMAIN_EVENT_MEMORY_FAILURE_RECIPIENT_GUEST},
    {NULL},
};
static const struct event_word memory_actions[] = {
    {"ignore", VIR_DOMAIN_EVENT_MEMORY_FAILURE_ACTION_IGNORE},
    {"inject", VIR_DOMAIN_EVENT_MEMORY_FAILURE_ACTION_INJECT},
    {"fatal", VIR_DOMAIN_EVENT_MEMORY_FAILURE_ACTION_FATAL},
    {"reset", VIR_DOMAIN_EVENT_MEMORY_FAILURE_ACTION_RESET},
    {NULL},
};
static const struct event_word memory_flags[] = {
    {"action-required", VIR_DOMAIN_MEMORY_FAILURE_ACTION_REQUIRED},
    {"recursive", VIR_DOMAIN_MEMORY_FAILURE_RECURSIVE},
    {NULL},
};
static const struct event_field memory_failure[] = {
    {"recipient", WORD, AT(memory_failure.recipient), recipients},
    {"action", WORD, AT(memory_failure.action), memory_actions},
    {"flags", FLAGS, AT(memory_failure.flags), memory_flags},
    {NULL},
};

static const struct event_field memory_size[] = {
    {"alias", TEXT, AT(memory_size.alias)},
    {"size", BYTES, AT(memory_size.size)},
    {NULL},
};

static const struct event_field nic_mac[] = {
    {"alias", TEXT, AT(nic_mac.alias)},
    {"old-mac", TEXT, AT(nic_mac.oldMAC)},
    {"new-mac", TEXT, AT(nic_mac.newMAC)},
    {NULL},
};

static const struct event_word channel_states[] = {
    {"connected", VIR_CONNECT_DOMAIN_EVENT_CHANNEL_LIFECYCLE_STATE_CONNECTED},
    {"disconnected", VIR_CONNECT_DOMAIN_EVENT_CHANNEL_LIFECYCLE_STATE_DISCONNECTED},
    {NULL},
};
static const struct event_word channel_reasons[] = {
    {"unknown", VIR_CONNECT_DOMAIN_EVENT_CHANNEL_LIFECYCLE_REASON_UNKNOWN},
    {"domain-started", VIR_CONNECT_DOMAIN_EVENT_CHANNEL_LIFECYCLE_REASON_DOMAIN_STARTED},
    {"channel", VIR_CONNECT_DOMAIN_EVENT_CHANNEL_LIFECYCLE_REASON_CHANNEL},
    {NULL},
};
static const struct event_field channel[] = {
    {"name", TEXT, AT(channel.channelName)},
    {"state", WORD, AT(channel.state), channel_states},
    {"reason", WORD, AT(channel.reason), channel_reasons},
    {NULL},
};

const struct event_word event_watchdog_actions[] = {
    {"none", VIR_DOMAIN_EVENT_WATCHDOG_NONE},
    {"pause", VIR_DOMAIN_EVENT_WATCHDOG_PAUSE},
    {"reset", VIR_DOMAIN_EVENT_WATCHDOG_RESET},
    {"poweroff", VIR_DOMAIN_EVENT_WATCHDOG_POWEROFF},
    {"shutdown", VIR_DOMAIN_EVENT_WATCHDOG_SHUTDOWN},
    {"dump", VIR_DOMAIN_EVENT_WATCHDOG_DEBUG},
    {"inject-nmi", VIR_DOMAIN_EVENT_WATCHDOG_INJECTNMI},
    {NULL},
};
static const struct event_field watchdog[] = {
    {"action", WORD, AT(watchdog.msg.action), event_watchdog_actions},
    {NULL},
};

static const struct event_word trays[] = {
    {"open", VIR_DOMAIN_EVENT_TRAY_CHANGE_OPEN},
    {"close", VIR_DOMAIN_EVENT_TRAY_CHANGE_CLOSE},
    {NULL},
};
static const struct event_field tray_change[] = {
    {"alias", TEXT, AT(tray_change.msg.devAlias)},
    {"reason", WORD, AT(tray_change.msg.reason), trays},
    {NULL},
};

/* The states and reasons of an agent have the words and numbers of a channel's. */
static const struct event_field agent[] = {
    {"state", WORD, AT(agent.state), channel_states},
    {"reason", WORD, AT(agent.reason), channel_reasons},
    {NULL},
};

static const struct event_kind kinds[] = {
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

const struct event_kind *event_table_find(int event)
{
    for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
        if (kinds[i].event == event)
            return &kinds[i];
    }
    return NULL;
}
