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

/* ---- past the API: what is done here is not supported by anybody ---- */

/*
 * Sends cmd to the domain's monitor as it is, QMP or with VIR_DOMAIN_QEMU_MONITOR_COMMAND_HMP for
 * people, and puts what the monitor answers as a new text into *result. Returns 0 or -1.
 *
 * Since 0.8.3.
 */
int virDomainQemuMonitorCommand(virDomainPtr domain, const char *cmd, char **result,
                                unsigned int flags);

/*
 * The same with descriptors that go with the command, and, unless outfiles is NULL, those that the
 * monitor answers with: *outfiles is to be freed and they are to be closed by the caller.
 *
 * Since 8.2.0.
 */
int virDomainQemuMonitorCommandWithFiles(virDomainPtr domain, const char *cmd,
                                         unsigned int ninfiles, int *infiles,
                                         unsigned int *noutfiles, int **outfiles, char **result,
                                         unsigned int flags);

/*
 * Takes over a QEMU process that was started by hand. Returns its domain, for virDomainFree, or
 * NULL.
 *
 * Since 0.9.4.
 */
virDomainPtr virDomainQemuAttach(virConnectPtr conn, unsigned int pid_value, unsigned int flags);

/*
 * Sends cmd to the agent in the guest and waits timeout seconds for its answer (or a
 * virDomainQemuAgentCommandTimeoutValues). Returns a new text, or NULL.
 *
 * Since 0.10.0.
 */
char *virDomainQemuAgentCommand(virDomainPtr domain, const char *cmd, int timeout,
                                unsigned int flags);

/*
 * Has cb called for each event of the monitor with that name (NULL: any) of one domain or, with
 * dom NULL, of all. flags are virConnectDomainQemuMonitorEventRegisterFlags: how event is
 * compared. The callback runs from the event loop with opaque; freecb, unless NULL, is called with
 * it at the end. Returns the number for virConnectDomainQemuMonitorEventDeregister, or -1.
 *
 * Since 1.2.3.
 */
int virConnectDomainQemuMonitorEventRegister(virConnectPtr conn, virDomainPtr dom,
                                             const char *event,
                                             virConnectDomainQemuMonitorEventCallback cb,
                                             void *opaque, virFreeCallback freecb,
                                             unsigned int flags);

/*
 * Ends what virConnectDomainQemuMonitorEventRegister began under that number. Returns 0 or -1.
 *
 * Since 1.2.3.
 */
int virConnectDomainQemuMonitorEventDeregister(virConnectPtr conn, int callbackID);

#ifdef __cplusplus
}
#endif

#endif /* LIBVIRT_QEMU_H */
