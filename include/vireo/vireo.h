/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What libvireo has beside the libvirt API: its own version, faults and events that the test driver
 * plays on demand, and its clock.
 *
 * LIBVIR_VERSION_NUMBER (libvirt-common.h) is the version of the libvirt API that the headers
 * follow; it grows with that API. The macros here are Vireo's own release.
 */
#ifndef VIREO_VIREO_H
#define VIREO_VIREO_H

#define VIREO_VERSION_MAJOR 0
#define VIREO_VERSION_MINOR 1
#define VIREO_VERSION_MICRO 0

/* major * 1,000,000 + minor * 1,000 + micro, as libvirt counts. */
#define VIREO_VERSION_NUMBER \
    (VIREO_VERSION_MAJOR * 1000000 + VIREO_VERSION_MINOR * 1000 + VIREO_VERSION_MICRO)

/* True when the headers are of that release or a later one. */
#define VIREO_CHECK_VERSION(major, minor, micro) \
    ((major)*1000000 + (minor)*1000 + (micro) <= VIREO_VERSION_NUMBER)

#include <libvirt/libvirt.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The URI for a program whose user names none: what virConnectOpen(NULL) would take from
 * $VIREO_DEFAULT_URI, $LIBVIRT_DEFAULT_URI or uri_default, else the daemon that listens now,
 * "vireo:///system" or, of a user other than root, "vireo:///session". flags: VIR_CONNECT_RO to
 * look for sockets that only read. Returns a text to be freed, or NULL: VIR_ERR_SYSTEM_ERROR where
 * no daemon listens (int1 is ENOENT) or none lets the caller in (EACCES). Any thread. Since 0.1.0.
 */
char *vireoFindDaemon(unsigned int flags);

/*
 * Faults: rules by which calls to the test driver (test:///default) come late, hang or fail, so
 * that a program can be tested with domains that do not answer. A rule meets the calls of every
 * connection to the same domains whose procedure and domain match its patterns (those of a shell,
 * "domain_get_*", in either case; "*" is any call, also one that names no domain). The first rule
 * that matches decides. A call that is held ends with VIR_ERR_OPERATION_ABORTED when its client
 * goes away or the daemon stops.
 */
typedef enum {
    VIREO_FAULT_KIND_DELAY = 1, /* the call starts `value` ms later */
    VIREO_FAULT_KIND_HANG = 2,  /* it does not start before the rule is cleared */
    VIREO_FAULT_KIND_ERROR = 3, /* it fails with the virErrorNumber `value` */
    VIREO_FAULT_KIND_BUSY = 4   /* as DELAY, but in the daemon the call counts as working */
} vireoFaultKind;

typedef struct _vireoFault vireoFault;
typedef vireoFault *vireoFaultPtr;
struct _vireoFault {
    unsigned int id;
    char *procedure, *domain; /* patterns */
    int kind;                 /* vireoFaultKind */
    unsigned int value;
    unsigned int count;     /* meets the first so many calls; 0: all */
    unsigned long long met; /* calls so far */
    unsigned int held;      /* calls that wait now */
};

/* Adds a rule behind the others; id, met and held of it are not looked at, and a pattern that is
 * NULL is "*". flags: 0. Returns its id, or -1: VIR_ERR_INVALID_ARG for a rule without sense,
 * VIR_ERR_NO_SUPPORT where the hypervisor is a real one, VIR_ERR_OPERATION_DENIED on a read-only
 * connection. */
int vireoFaultAdd(virConnectPtr conn, const vireoFault *fault, unsigned int flags);

/* The rules, in order: *faults is ended with vireoFaultsFree. flags: 0. Returns how many, or -1. */
int vireoFaultList(virConnectPtr conn, vireoFaultPtr *faults, unsigned int flags);
void vireoFaultsFree(vireoFaultPtr faults, int n);

/* Ends a rule, or with id 0 all; calls that it holds go on. flags: 0. Returns how many rules it
 * were, or -1: VIR_ERR_INVALID_ARG where there is no such rule. */
int vireoFaultClear(virConnectPtr conn, unsigned int id, unsigned int flags);

/*
 * Raises an event of a running domain of the test driver, one that nothing there causes by itself:
 * VIR_DOMAIN_EVENT_ID_IO_ERROR, _GRAPHICS, _IO_ERROR_REASON, _CONTROL_ERROR, _DISK_CHANGE,
 * _DEVICE_REMOVAL_FAILED, _MEMORY_FAILURE, _MEMORY_DEVICE_SIZE_CHANGE, _NIC_MAC_CHANGE,
 * _CHANNEL_LIFECYCLE, _AGENT_LIFECYCLE, _TRAY_CHANGE or _WATCHDOG. Subscribers get it, and then the
 * domain is as the event says: paused, reset, off, with other devices. fields ends with NULL
 * (itself NULL: none) and holds "NAME=VALUE", by the names of vireo(1):
 *
 *     const char *fields[] = {"path=/web.img", "alias=virtio-disk0", "action=report", NULL};
 *     vireoDomainEvent(domain, VIR_DOMAIN_EVENT_ID_IO_ERROR, fields, 0);
 *
 * flags: 0. Returns 0, or -1: VIR_ERR_INVALID_ARG for another event, or a field that it has not,
 * lacks, or that makes no sense; VIR_ERR_NO_DOMAIN; VIR_ERR_OPERATION_INVALID where the domain does
 * not run; VIR_ERR_NO_SUPPORT where the hypervisor is a real one; VIR_ERR_OPERATION_DENIED on a
 * read-only connection.
 */
int vireoDomainEvent(virDomainPtr domain, int eventID, const char *const *fields,
                     unsigned int flags);

/*
 * Advances the test driver's clock by so many milliseconds: jobs are further or done, and dates
 * later. In a world whose file says <clock speed='0'/> time passes in no other way. What
 * was to happen by then has happened, except that calls which waited for it are still to return.
 * ms 0 asks for the time. flags: 0. Returns what the time is then, in milliseconds since 1970, or
 * -1: VIR_ERR_INVALID_ARG beyond the 292 years that a world lasts, VIR_ERR_NO_SUPPORT where the
 * hypervisor is a real one, VIR_ERR_OPERATION_DENIED on a read-only connection.
 */
long long vireoClockAdvance(virConnectPtr conn, unsigned long long ms, unsigned int flags);

#ifdef __cplusplus
}
#endif

#endif /* VIREO_VIREO_H */
