/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Events on demand: a line each, in the order of the manual.
 */
#include "client/vireo/emit_events.h"

#include <stdio.h>
#include <string.h>
#include <libvirt/libvirt.h>

#define FIELDS(name, ...) static const struct emit_field name[] = {__VA_ARGS__, {0}}
#define IO_ACTIONS        "none|pause|report"
#define FAMILIES          "ipv4|ipv6|unix"
#define STATES            "connected|disconnected"
#define REASONS           "unknown|domain-started|channel"

FIELDS(io_error_fields, {"path", "PATH"}, {"alias", "ALIAS"}, {"action", IO_ACTIONS});
FIELDS(io_error_reason_fields, {"path", "PATH"}, {"alias", "ALIAS"}, {"action", IO_ACTIONS},
       {"reason", "TEXT"});
FIELDS(graphics_fields, {"phase", "connect|initialize|disconnect"}, {"local-family", FAMILIES},
       {"local-node", "ADDRESS"}, {"local-service", "PORT"}, {"remote-family", FAMILIES},
       {"remote-node", "ADDRESS"}, {"remote-service", "PORT"}, {"auth", "SCHEME"},
       {"identity-type", "TYPE", true}, {"identity-name", "NAME", true});
FIELDS(disk_change_fields, {"alias", "ALIAS"}, {"reason", "change-missing|drop-missing"},
       {"old-path", "PATH", true}, {"new-path", "PATH", true});
FIELDS(removal_fields, {"alias", "ALIAS"});
FIELDS(memory_failure_fields, {"recipient", "hypervisor|guest"},
       {"action", "ignore|inject|fatal|reset"}, {"flags", "action-required|recursive", true});
FIELDS(memory_size_fields, {"alias", "ALIAS"}, {"size", "BYTES"});
FIELDS(nic_mac_fields, {"alias", "ALIAS"}, {"old-mac", "MAC"}, {"new-mac", "MAC"});
FIELDS(channel_fields, {"name", "NAME"}, {"state", STATES}, {"reason", REASONS});
FIELDS(agent_fields, {"state", STATES}, {"reason", REASONS});
FIELDS(tray_fields, {"alias", "ALIAS"}, {"reason", "open|close"});
FIELDS(watchdog_fields, {"action", "none|pause|reset|poweroff|shutdown|dump|inject-nmi"});
static const struct emit_field no_fields[] = {{0}};

const struct emit_event emit_events[] = {
    {"io-error", VIR_DOMAIN_EVENT_ID_IO_ERROR, io_error_fields},
    {"io-error-reason", VIR_DOMAIN_EVENT_ID_IO_ERROR_REASON, io_error_reason_fields},
    {"graphics", VIR_DOMAIN_EVENT_ID_GRAPHICS, graphics_fields},
    {"control-error", VIR_DOMAIN_EVENT_ID_CONTROL_ERROR, no_fields},
    {"disk-change", VIR_DOMAIN_EVENT_ID_DISK_CHANGE, disk_change_fields},
    {"device-removal-failed", VIR_DOMAIN_EVENT_ID_DEVICE_REMOVAL_FAILED, removal_fields},
    {"memory-failure", VIR_DOMAIN_EVENT_ID_MEMORY_FAILURE, memory_failure_fields},
    {"memory-device-size-change", VIR_DOMAIN_EVENT_ID_MEMORY_DEVICE_SIZE_CHANGE,
     memory_size_fields},
    {"nic-mac-change", VIR_DOMAIN_EVENT_ID_NIC_MAC_CHANGE, nic_mac_fields},
    {"channel-lifecycle", VIR_DOMAIN_EVENT_ID_CHANNEL_LIFECYCLE, channel_fields},
    {"agent-lifecycle", VIR_DOMAIN_EVENT_ID_AGENT_LIFECYCLE, agent_fields},
    {"tray-change", VIR_DOMAIN_EVENT_ID_TRAY_CHANGE, tray_fields},
    {"watchdog", VIR_DOMAIN_EVENT_ID_WATCHDOG, watchdog_fields},
    {0},
};

const struct emit_event *emit_event_find(const char *name)
{
    for (const struct emit_event *e = emit_events; e->name; e++) {
        if (strcmp(e->name, name) == 0)
            return e;
    }
    return NULL;
}

char *emit_event_usage(const struct emit_event *event)
{
    char *text = NULL;
    size_t size;
    FILE *f = open_memstream(&text, &size);

    if (!f)
        return NULL;
    for (const struct emit_field *field = event->fields; field->name; field++)
        fprintf(f, field->optional ? "%s[%s=%s]" : "%s%s=%s", field == event->fields ? "" : " ",
                field->name, field->values);
    return fclose(f) == 0 ? text : NULL;
}
