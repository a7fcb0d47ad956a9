/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What only QEMU has: its monitor and guest agent, past libvirt's model of a domain.
 */
#ifndef LIBVIRT_QEMU_H
#define LIBVIRT_QEMU_H

#include <libvirt/libvirt.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Flags of virDomainQemuMonitorCommand. Since 0.8.8. */
typedef enum {
    VIR_DOMAIN_QEMU_MONITOR_COMMAND_DEFAULT = 0,
    /* the command is for people's monitor, not JSON */
    VIR_DOMAIN_QEMU_MONITOR_COMMAND_HMP = 1 << 0,
} virDomainQemuMonitorCommandFlags;

/* Special timeouts of virDomainQemuAgentCommand; others are seconds. Since 0.10.0. */
typedef enum {
    VIR_DOMAIN_QEMU_AGENT_COMMAND_BLOCK = -2, /* wait for ever */
    VIR_DOMAIN_QEMU_AGENT_COMMAND_MIN = -2,   /* the least number allowed */
    VIR_DOMAIN_QEMU_AGENT_COMMAND_DEFAULT = -1,
    VIR_DOMAIN_QEMU_AGENT_COMMAND_NOWAIT = 0,
    /* for a command that ends the agent; since 1.2.15 */
    VIR_DOMAIN_QEMU_AGENT_COMMAND_SHUTDOWN = 60,
} virDomainQemuAgentCommandTimeoutValues;

/* ---- events of the monitor ---- */

/* How an event's name is compared. Since 1.2.3. */
typedef enum {
    VIR_CONNECT_DOMAIN_QEMU_MONITOR_EVENT_REGISTER_REGEX = 1 << 0, /* it is a regular expression */
    VIR_CONNECT_DOMAIN_QEMU_MONITOR_EVENT_REGISTER_NOCASE = 1 << 1,
} virConnectDomainQemuMonitorEventRegisterFlags;

/*
 * The monitor sent the event of that name, when it says, with its data as JSON in details or NULL.
 * Since 1.2.3.
 */
typedef void (*virConnectDomainQemuMonitorEventCallback)(virConnectPtr conn, virDomainPtr dom,
                                                         const char *event, long long seconds,
                                                         unsigned int micros, const char *details,
                                                         void *opaque);

#ifdef __cplusplus
}
#endif

#endif /* LIBVIRT_QEMU_H */
