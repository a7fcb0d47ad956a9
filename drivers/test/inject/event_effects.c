/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What events do to machines: to their state, or to the XML of the live one. */
#include "drivers/test/inject/event_effects.h"

#include <stdio.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "drivers/domain/definition.h"
#include "drivers/domain/device.h"
#include "drivers/domain/devices.h"
#include "drivers/test/guest/agent.h"
#include "drivers/test/guest/channels.h"
#include "drivers/test/machine/lifecycle.h"
#include "drivers/test/world/world.h"
#include "drivers/xml/xml.h"

/* ---- the whole machine ---- */

static void pause_for(struct world *w, struct machine *m, int reason, int detail)
{
    if (m->state != VIR_DOMAIN_RUNNING)
        return;
    m->state = VIR_DOMAIN_PAUSED;
    m->reason = reason;
    machine_lifecycle(w, m, VIR_DOMAIN_EVENT_SUSPENDED, detail);
}

static void stop_for_io_error(struct world *w, struct machine *m, int action)
{
    if (action == VIR_DOMAIN_EVENT_IO_ERROR_PAUSE)
        pause_for(w, m, VIR_DOMAIN_PAUSED_IOERROR, VIR_DOMAIN_EVENT_SUSPENDED_IOERROR);
}

void apply_io_error(struct world *w, struct machine *m, const void *msg)
{
    const remote_domain_event_callback_io_error_msg *e = msg;

    stop_for_io_error(w, m, e->msg.action);
}

void apply_io_error_reason(struct world *w, struct machine *m, const void *msg)
{
    const remote_domain_event_callback_io_error_reason_msg *e = msg;

    stop_for_io_error(w, m, e->msg.action);
}

void apply_watchdog(struct world *w, struct machine *m, const void *msg)
{
    const remote_domain_event_callback_watchdog_msg *e = msg;

    if (e->msg.action == VIR_DOMAIN_EVENT_WATCHDOG_PAUSE)
        pause_for(w, m, VIR_DOMAIN_PAUSED_WATCHDOG, VIR_DOMAIN_EVENT_SUSPENDED_WATCHDOG);
    else if (e->msg.action == VIR_DOMAIN_EVENT_WATCHDOG_RESET)
        machine_reset(w, m);
    else if (e->msg.action == VIR_DOMAIN_EVENT_WATCHDOG_POWEROFF ||
             e->msg.action == VIR_DOMAIN_EVENT_WATCHDOG_SHUTDOWN)
        machine_shut_down(w, m);
}

void apply_memory_failure(struct world *w, struct machine *m, const void *msg)
{
    const remote_domain_event_memory_failure_msg *e = msg;

    if (e->action == VIR_DOMAIN_EVENT_MEMORY_FAILURE_ACTION_FATAL)
        machine_stop(w, m, VIR_DOMAIN_SHUTOFF_CRASHED, VIR_DOMAIN_EVENT_STOPPED_CRASHED);
    else if (e->action == VIR_DOMAIN_EVENT_MEMORY_FAILURE_ACTION_RESET)
        machine_reset(w, m);
}

void apply_control_error(struct world *w, struct machine *m, const void *msg)
{
    m->control_broken = true;
}

/* ---- devices ---- */

/* The live machine's device of that kind and alias, to be changed; NULL: there is none. */
static xmlNode *event_effects_find(struct machine *m, const char *element, const char *alias)
{
    xmlNode *root = definition_edit(m->live);
    xmlNode *device = root ? device_find_alias(xml_child(root, "devices"), alias) : NULL;

    return device && xml_is(device, element) ? device : NULL;
}

static void take_out(xmlNode *n)
{
    xmlUnlinkNode(n);
    xmlFreeNode(n);
}

void apply_disk_change(struct world *w, struct machine *m, const void *msg)
{
    const remote_domain_event_callback_disk_change_msg *e = msg;
    xmlNode *disk = event_effects_find(m, "disk", e->msg.devAlias),
            *source = xml_child(disk, "source");

    if (disk && e->msg.reason == VIR_DOMAIN_EVENT_DISK_DROP_MISSING_ON_START)
        take_out(disk);
    else if (source && e->msg.newSrcPath)
        xml_set(source, xml_peek(source, "dev") ? "dev" : "file", *e->msg.newSrcPath);
    else if (source)
        take_out(source);
}

void apply_tray_change(struct world *w, struct machine *m, const void *msg)
{
    const remote_domain_event_callback_tray_change_msg *e = msg;
    xmlNode *target = xml_child(event_effects_find(m, "disk", e->msg.devAlias), "target");

    if (target && e->msg.reason == VIR_DOMAIN_EVENT_TRAY_CHANGE_OPEN)
        xml_set(target, "tray", "open");
    else if (target)
        xmlUnsetProp(target, BAD_CAST "tray");
}

void apply_memory_size(struct world *w, struct machine *m, const void *msg)
{
    const remote_domain_event_memory_device_size_change_msg *e = msg;
    xmlNode *target = xml_child(event_effects_find(m, "memory", e->alias), "target");
    xmlNode *current = xml_child(target, "current");
    char kib[24];

    if (!target)
        return;
    snprintf(kib, sizeof(kib), "%llu", (unsigned long long)e->size / 1024);
    if (!current)
        current = xml_add(target, "current", NULL);
    xml_set(current, "unit", "KiB");
    xml_set_text(current, kib);
}

/* Says what the guest does at its end of the channel: it listens, or does not. */
static void set_channel(struct machine *m, const char *name, bool connected)
{
    xmlNode *root = definition_edit(m->live), *devices = xml_child(root, "devices");

    for (xmlNode *n = xml_child(devices, "channel"); n; n = xml_element(n->next, "channel")) {
        xmlNode *target = xml_child(n, "target");
        const char *is = target ? xml_peek(target, "name") : NULL;

        if (is && strcmp(is, name) == 0)
            xml_set(target, "state", (connected ? "connected" : "disconnected"));
    }
    if (strcmp(name, AGENT_CHANNEL) == 0)
        test_machine(m)->guest.agent_gone = !connected;
    chardev_wake(m);
}

void apply_channel_lifecycle(struct world *w, struct machine *m, const void *msg)
{
    const remote_domain_event_callback_channel_lifecycle_msg *e = msg;

    set_channel(m, e->channelName,
                e->state == VIR_CONNECT_DOMAIN_EVENT_CHANNEL_LIFECYCLE_STATE_CONNECTED);
}

void apply_agent_lifecycle(struct world *w, struct machine *m, const void *msg)
{
    const remote_domain_event_callback_agent_lifecycle_msg *e = msg;

    set_channel(m, AGENT_CHANNEL,
                e->state == VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_STATE_CONNECTED);
}
