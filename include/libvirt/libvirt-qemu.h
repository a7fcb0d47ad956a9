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

typedef enum {
    VIR_DOMAIN_QEMU_MONITOR_COMMAND_DEFAULT = 0,
    VIR_DOMAIN_QEMU_MONITOR_COMMAND_HMP = 1 << 0,
} virDomainQemuMonitorCommandFlags;

typedef enum {
    VIR_DOMAIN_QEMU_AGENT_COMMAND_BLOCK = -2,
    VIR_DOMAIN_QEMU_AGENT_COMMAND_MIN = -2,
    VIR_DOMAIN_QEMU_AGENT_COMMAND_DEFAULT = -1,
    VIR_DOMAIN_QEMU_AGENT_COMMAND_NOWAIT = 0,
    VIR_DOMAIN_QEMU_AGENT_COMMAND_SHUTDOWN = 60, /* since 1.2.15 */
} virDomainQemuAgentCommandTimeoutValues;

/* Events of the monitor. */
typedef enum {
    VIR_CONNECT_DOMAIN_QEMU_MONITOR_EVENT_REGISTER_REGEX = 1 << 0,
    VIR_CONNECT_DOMAIN_QEMU_MONITOR_EVENT_REGISTER_NOCASE = 1 << 1,
} virConnectDomainQemuMonitorEventRegisterFlags;

typedef void (*virConnectDomainQemuMonitorEventCallback)(virConnectPtr conn, virDomainPtr dom,
                                                         const char *event, long long seconds,
                                                         unsigned int micros, const char *details,
                                                         void *opaque);

#ifdef __cplusplus
}
#endif

#endif /* LIBVIRT_QEMU_H */
