/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Domains (virtual machines): finding, defining, starting, stopping, asking what they are.
 *
 * The rest of a domain's life is in headers that this one includes at its end: processors, memory
 * and other resources, devices, jobs (save, dump, migration), the guest inside, statistics, events.
 */
#ifndef LIBVIRT_DOMAIN_H
#define LIBVIRT_DOMAIN_H

#include <libvirt/libvirt-host.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A domain: see virDomainLookupByName. */
typedef struct _virDomain virDomain;
typedef virDomain *virDomainPtr;

/* ---- states ---- */

/* What a domain does (virDomainGetState, virDomainInfo). Since 0.0.1. */
typedef enum {
    VIR_DOMAIN_NOSTATE = 0, /* not known */
    VIR_DOMAIN_RUNNING = 1,
    VIR_DOMAIN_BLOCKED = 2, /* waits for something (Xen) */
    VIR_DOMAIN_PAUSED = 3,
    VIR_DOMAIN_SHUTDOWN = 4,    /* is shutting down */
    VIR_DOMAIN_SHUTOFF = 5,     /* does not run */
    VIR_DOMAIN_CRASHED = 6,     /* since 0.0.2 */
    VIR_DOMAIN_PMSUSPENDED = 7, /* suspended by the guest itself; since 0.9.11 */
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_LAST = 8,
#endif
} virDomainState;

/* Why VIR_DOMAIN_NOSTATE. Since 0.9.2. */
typedef enum {
    VIR_DOMAIN_NOSTATE_UNKNOWN = 0,
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_NOSTATE_LAST = 1,
#endif
} virDomainNostateReason;

/* Why VIR_DOMAIN_RUNNING. Since 0.9.2. */
typedef enum {
    VIR_DOMAIN_RUNNING_UNKNOWN = 0,
    VIR_DOMAIN_RUNNING_BOOTED = 1,
    VIR_DOMAIN_RUNNING_MIGRATED = 2,
    VIR_DOMAIN_RUNNING_RESTORED = 3,
    VIR_DOMAIN_RUNNING_FROM_SNAPSHOT = 4,
    VIR_DOMAIN_RUNNING_UNPAUSED = 5,
    VIR_DOMAIN_RUNNING_MIGRATION_CANCELED = 6,
    VIR_DOMAIN_RUNNING_SAVE_CANCELED = 7,
    VIR_DOMAIN_RUNNING_WAKEUP = 8,           /* since 0.9.11 */
    VIR_DOMAIN_RUNNING_CRASHED = 9,          /* went on after a crash; since 1.1.1 */
    VIR_DOMAIN_RUNNING_POSTCOPY = 10,        /* while its memory still arrives; since 1.3.3 */
    VIR_DOMAIN_RUNNING_POSTCOPY_FAILED = 11, /* while its memory fails to arrive; since 8.5.0 */
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_RUNNING_LAST = 12,
#endif
} virDomainRunningReason;

/* Why VIR_DOMAIN_BLOCKED. Since 0.9.2. */
typedef enum {
    VIR_DOMAIN_BLOCKED_UNKNOWN = 0,
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_BLOCKED_LAST = 1,
#endif
} virDomainBlockedReason;

/* Why VIR_DOMAIN_PAUSED. Since 0.9.2. */
typedef enum {
    VIR_DOMAIN_PAUSED_UNKNOWN = 0,
    VIR_DOMAIN_PAUSED_USER = 1, /* virDomainSuspend */
    VIR_DOMAIN_PAUSED_MIGRATION = 2,
    VIR_DOMAIN_PAUSED_SAVE = 3,
    VIR_DOMAIN_PAUSED_DUMP = 4,             /* a core dump */
    VIR_DOMAIN_PAUSED_IOERROR = 5,          /* a disk failed */
    VIR_DOMAIN_PAUSED_WATCHDOG = 6,         /* the guest's watchdog fired */
    VIR_DOMAIN_PAUSED_FROM_SNAPSHOT = 7,    /* it was when the snapshot was taken */
    VIR_DOMAIN_PAUSED_SHUTTING_DOWN = 8,    /* since 0.9.5 */
    VIR_DOMAIN_PAUSED_SNAPSHOT = 9,         /* a snapshot is being taken; since 1.0.1 */
    VIR_DOMAIN_PAUSED_CRASHED = 10,         /* since 1.1.1 */
    VIR_DOMAIN_PAUSED_STARTING_UP = 11,     /* since 1.2.14 */
    VIR_DOMAIN_PAUSED_POSTCOPY = 12,        /* since 1.3.3 */
    VIR_DOMAIN_PAUSED_POSTCOPY_FAILED = 13, /* since 1.3.3 */
    VIR_DOMAIN_PAUSED_API_ERROR = 14,       /* a call failed half-way; since 9.2.0 */
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_PAUSED_LAST = 15,
#endif
} virDomainPausedReason;

/* Why VIR_DOMAIN_SHUTDOWN. Since 0.9.2. */
typedef enum {
    VIR_DOMAIN_SHUTDOWN_UNKNOWN = 0,
    VIR_DOMAIN_SHUTDOWN_USER = 1,
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_SHUTDOWN_LAST = 2,
#endif
} virDomainShutdownReason;

/* Why VIR_DOMAIN_SHUTOFF. Since 0.9.2. */
typedef enum {
    VIR_DOMAIN_SHUTOFF_UNKNOWN = 0,
    VIR_DOMAIN_SHUTOFF_SHUTDOWN = 1,  /* the guest shut down */
    VIR_DOMAIN_SHUTOFF_DESTROYED = 2, /* virDomainDestroy */
    VIR_DOMAIN_SHUTOFF_CRASHED = 3,
    VIR_DOMAIN_SHUTOFF_MIGRATED = 4,
    VIR_DOMAIN_SHUTOFF_SAVED = 5,
    VIR_DOMAIN_SHUTOFF_FAILED = 6,        /* it could not be started */
    VIR_DOMAIN_SHUTOFF_FROM_SNAPSHOT = 7, /* it was when the snapshot was taken */
    VIR_DOMAIN_SHUTOFF_DAEMON = 8,        /* the daemon found it gone or gave it up; since 4.10.0 */
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_SHUTOFF_LAST = 9,
#endif
} virDomainShutoffReason;

/* Why VIR_DOMAIN_CRASHED. Since 0.9.2. */
typedef enum {
    VIR_DOMAIN_CRASHED_UNKNOWN = 0,
    VIR_DOMAIN_CRASHED_PANICKED = 1, /* the guest's kernel said so; since 1.1.1 */
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_CRASHED_LAST = 2,
#endif
} virDomainCrashedReason;

/* Why VIR_DOMAIN_PMSUSPENDED. Since 0.9.11. */
typedef enum {
    VIR_DOMAIN_PMSUSPENDED_UNKNOWN = 0,
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_PMSUSPENDED_LAST = 1,
#endif
} virDomainPMSuspendedReason;

/* Why a guest suspended to disk. Since 1.0.0. */
typedef enum {
    VIR_DOMAIN_PMSUSPENDED_DISK_UNKNOWN = 0,
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_PMSUSPENDED_DISK_LAST = 1,
#endif
} virDomainPMSuspendedDiskReason;

/* Whether the hypervisor can be spoken to about a domain (virDomainControlInfo). Since 0.9.3. */
typedef enum {
    VIR_DOMAIN_CONTROL_OK = 0,
    VIR_DOMAIN_CONTROL_JOB = 1,      /* busy with a job; some calls wait */
    VIR_DOMAIN_CONTROL_OCCUPIED = 2, /* waits for an answer of the hypervisor */
    VIR_DOMAIN_CONTROL_ERROR = 3,    /* out of control: details tells why */
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_CONTROL_LAST = 4,
#endif
} virDomainControlState;

/* Details of VIR_DOMAIN_CONTROL_ERROR. Since 1.2.14. */
typedef enum {
    VIR_DOMAIN_CONTROL_ERROR_REASON_NONE = 0,
    VIR_DOMAIN_CONTROL_ERROR_REASON_UNKNOWN = 1,
    VIR_DOMAIN_CONTROL_ERROR_REASON_MONITOR = 2, /* the monitor's connection broke */
    VIR_DOMAIN_CONTROL_ERROR_REASON_INTERNAL = 3,
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_CONTROL_ERROR_REASON_LAST = 4,
#endif
} virDomainControlErrorReason;

/* The state of the control channel (virDomainGetControlInfo). */
typedef struct _virDomainControlInfo virDomainControlInfo;
typedef virDomainControlInfo *virDomainControlInfoPtr;
struct _virDomainControlInfo {
    unsigned int state;           /* a virDomainControlState */
    unsigned int details;         /* a virDomainControlErrorReason */
    unsigned long long stateTime; /* milliseconds in that state */
};

/* What virDomainGetInfo tells. */
typedef struct _virDomainInfo virDomainInfo;
typedef virDomainInfo *virDomainInfoPtr;
struct _virDomainInfo {
    unsigned char state;        /* a virDomainState */
    unsigned long maxMem;       /* KiB at most */
    unsigned long memory;       /* KiB in use */
    unsigned short nrVirtCpu;   /* vCPUs */
    unsigned long long cpuTime; /* nanoseconds of processor time used */
};

/* ---- whom a change is for ---- */

/*
 * Whom a call is about: the running domain, the definition that its next start uses, or both.
 * Since 0.9.2.
 */
typedef enum {
    /* the running domain; the definition when it does not run */
    VIR_DOMAIN_AFFECT_CURRENT = 0,
    VIR_DOMAIN_AFFECT_LIVE = 1 << 0,
    VIR_DOMAIN_AFFECT_CONFIG = 1 << 1,
} virDomainModificationImpact;

/* ---- finding ---- */

/*
 * Finds the running domain with that number. Numbers are given at start and not used twice in a
 * row: remember UUIDs instead. Returns the domain, for virDomainFree, or NULL: VIR_ERR_NO_DOMAIN.
 *
 * Since 0.0.3.
 */
virDomainPtr virDomainLookupByID(virConnectPtr conn, int id);

/*
 * Finds a domain, running or not, by the VIR_UUID_BUFLEN bytes of its UUID. Returns it, for
 * virDomainFree, or NULL: VIR_ERR_NO_DOMAIN.
 *
 * Since 0.0.5.
 */
virDomainPtr virDomainLookupByUUID(virConnectPtr conn, const unsigned char *uuid);

/*
 * Like virDomainLookupByUUID with the UUID as text; dashes may be missing. VIR_ERR_INVALID_ARG
 * when it is none.
 *
 * Since 0.1.1.
 */
virDomainPtr virDomainLookupByUUIDString(virConnectPtr conn, const char *uuidstr);

/*
 * Finds a domain, running or not, by name. Returns it, for virDomainFree, or NULL:
 * VIR_ERR_NO_DOMAIN.
 *
 * Since 0.0.3.
 */
virDomainPtr virDomainLookupByName(virConnectPtr conn, const char *name);

/* Filters of virConnectListAllDomains, in groups of alternatives. Since 0.9.13. */
typedef enum {
    VIR_CONNECT_LIST_DOMAINS_ACTIVE = 1 << 0,
    VIR_CONNECT_LIST_DOMAINS_INACTIVE = 1 << 1,
    VIR_CONNECT_LIST_DOMAINS_PERSISTENT = 1 << 2,
    VIR_CONNECT_LIST_DOMAINS_TRANSIENT = 1 << 3,
    VIR_CONNECT_LIST_DOMAINS_RUNNING = 1 << 4,
    VIR_CONNECT_LIST_DOMAINS_PAUSED = 1 << 5,
    VIR_CONNECT_LIST_DOMAINS_SHUTOFF = 1 << 6,
    VIR_CONNECT_LIST_DOMAINS_OTHER = 1 << 7, /* any other state */
    VIR_CONNECT_LIST_DOMAINS_MANAGEDSAVE = 1 << 8,
    VIR_CONNECT_LIST_DOMAINS_NO_MANAGEDSAVE = 1 << 9,
    VIR_CONNECT_LIST_DOMAINS_AUTOSTART = 1 << 10,
    VIR_CONNECT_LIST_DOMAINS_NO_AUTOSTART = 1 << 11,
    VIR_CONNECT_LIST_DOMAINS_HAS_SNAPSHOT = 1 << 12,
    VIR_CONNECT_LIST_DOMAINS_NO_SNAPSHOT = 1 << 13,
    VIR_CONNECT_LIST_DOMAINS_HAS_CHECKPOINT = 1 << 14, /* since 5.6.0 */
    VIR_CONNECT_LIST_DOMAINS_NO_CHECKPOINT = 1 << 15,  /* since 5.6.0 */
} virConnectListAllDomainsFlags;

/*
 * Lists the domains that pass the filters in flags (virConnectListAllDomainsFlags). Flags of one
 * group are alternatives, and a domain has to pass each group that is given; 0 lists all.
 *
 * domains may be NULL for the number only; else *domains becomes an array with a NULL after its
 * end: free each element with virDomainFree and the array with free(). It is one consistent
 * picture. Returns the number of domains or -1.
 *
 * Since 0.9.13.
 */
int virConnectListAllDomains(virConnectPtr conn, virDomainPtr **domains, unsigned int flags);

/*
 * The number of running domains, or -1.
 *
 * Since 0.0.3.
 */
int virConnectNumOfDomains(virConnectPtr conn);

/*
 * Fills ids with the numbers of at most maxids running domains. Returns how many were filled, or
 * -1. Domains may come and go since virConnectNumOfDomains was asked: virConnectListAllDomains has
 * no such gap.
 *
 * Since 0.0.3.
 */
int virConnectListDomains(virConnectPtr conn, int *ids, int maxids);

/*
 * The number of domains that are defined and not running, or -1.
 *
 * Since 0.1.5.
 */
int virConnectNumOfDefinedDomains(virConnectPtr conn);

/*
 * Fills names with the names of at most maxnames domains that are defined and not running; the
 * caller frees each with free(). Returns how many were filled, or -1. The gap is that of
 * virConnectListDomains.
 *
 * Since 0.1.1.
 */
int virConnectListDefinedDomains(virConnectPtr conn, char **const names, int maxnames);

/* ---- the handle ---- */

/*
 * Takes one more reference to the handle, to be given back with virDomainFree. Returns 0 or -1.
 *
 * Since 0.6.0.
 */
int virDomainRef(virDomainPtr domain);

/*
 * Gives back a reference to the handle; the domain itself is not touched. Returns 0, or -1 when
 * domain is no domain.
 *
 * Since 0.0.3.
 */
int virDomainFree(virDomainPtr domain);

/*
 * The connection that the domain was got from. No reference is taken: it is valid as long as the
 * domain and must not be closed on behalf of this call. NULL on error.
 *
 * Since 0.3.0.
 */
virConnectPtr virDomainGetConnect(virDomainPtr dom);

/* ---- defining and starting ---- */

/* Flags of the functions that start a domain. Since 0.0.1. */
typedef enum {
    VIR_DOMAIN_NONE = 0,
    VIR_DOMAIN_START_PAUSED = 1 << 0,       /* since 0.8.2 */
    VIR_DOMAIN_START_AUTODESTROY = 1 << 1,  /* destroy it when the connection closes; since 0.9.3 */
    VIR_DOMAIN_START_BYPASS_CACHE = 1 << 2, /* read the image past the page cache; since 0.9.4 */
    VIR_DOMAIN_START_FORCE_BOOT = 1 << 3,   /* discard a managed save image; since 0.9.5 */
    VIR_DOMAIN_START_VALIDATE = 1 << 4,     /* check the XML against its schema; since 1.2.12 */
    VIR_DOMAIN_START_RESET_NVRAM = 1 << 5,  /* begin with fresh firmware variables; since 8.1.0 */
} virDomainCreateFlags;

/* Flags of virDomainDefineXMLFlags. Since 1.2.12. */
typedef enum {
    VIR_DOMAIN_DEFINE_VALIDATE = 1 << 0, /* check the XML against its schema */
} virDomainDefineFlags;

/* Flags of virDomainUndefineFlags. Since 0.9.4. */
typedef enum {
    VIR_DOMAIN_UNDEFINE_MANAGED_SAVE = 1 << 0, /* also remove the managed save image */
    /* also forget snapshots; their data stays; since 0.9.5 */
    VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA = 1 << 1,
    /* also remove the file of firmware variables; since 1.2.9 */
    VIR_DOMAIN_UNDEFINE_NVRAM = 1 << 2,
    /* keep the file of firmware variables; since 2.3.0 */
    VIR_DOMAIN_UNDEFINE_KEEP_NVRAM = 1 << 3,
    VIR_DOMAIN_UNDEFINE_CHECKPOINTS_METADATA = 1 << 4, /* also forget checkpoints; since 5.6.0 */
    /* also remove the virtual TPM's state; since 8.9.0 */
    VIR_DOMAIN_UNDEFINE_TPM = 1 << 5,
    /* keep the virtual TPM's state; since 8.9.0 */
    VIR_DOMAIN_UNDEFINE_KEEP_TPM = 1 << 6,
} virDomainUndefineFlagsValues;

/*
 * Like virDomainDefineXMLFlags with no flags.
 *
 * Since 0.1.1.
 */
virDomainPtr virDomainDefineXML(virConnectPtr conn, const char *xml);

/*
 * Makes a persistent domain of the description xml, or replaces the definition of the domain with
 * the same name and UUID; one that runs uses the new one from its next start. flags are
 * virDomainDefineFlags.
 *
 * Returns the domain, for virDomainFree, or NULL: VIR_ERR_XML_ERROR or VIR_ERR_XML_DETAIL for what
 * can't be read, VIR_ERR_OPERATION_FAILED when the name belongs to another UUID or the UUID to
 * another name.
 *
 * Since 1.2.12.
 */
virDomainPtr virDomainDefineXMLFlags(virConnectPtr conn, const char *xml, unsigned int flags);

/*
 * Like virDomainUndefineFlags with no flags.
 *
 * Since 0.1.1.
 */
int virDomainUndefine(virDomainPtr domain);

/*
 * Removes the definition. A running domain goes on as a transient one and is gone when it stops.
 * flags are virDomainUndefineFlagsValues: what is to go, or may stay, along with it; without them
 * a domain that has a managed save image, snapshots or checkpoints is refused with
 * VIR_ERR_OPERATION_INVALID, as is a transient one. Returns 0 or -1.
 *
 * Since 0.9.4.
 */
int virDomainUndefineFlags(virDomainPtr domain, unsigned int flags);

/*
 * Starts a domain from the description xml without keeping a definition (unless there is one of
 * the same name and UUID): it is gone when it stops. flags are virDomainCreateFlags. Returns it,
 * for virDomainFree, or NULL: the errors of virDomainDefineXMLFlags, and VIR_ERR_OPERATION_INVALID
 * when it runs already.
 *
 * Since 0.5.0.
 */
virDomainPtr virDomainCreateXML(virConnectPtr conn, const char *xmlDesc, unsigned int flags);

/*
 * The old name of virDomainCreateXML.
 *
 * Since 0.0.3.
 */
virDomainPtr virDomainCreateLinux(virConnectPtr conn, const char *xmlDesc, unsigned int flags);

/*
 * Like virDomainCreateWithFlags with no flags.
 *
 * Since 0.1.1.
 */
int virDomainCreate(virDomainPtr domain);

/*
 * Starts a defined domain, from its managed save image when it has one. flags are
 * virDomainCreateFlags. Afterwards the handle has the new number (virDomainGetID). Returns 0, or
 * -1: VIR_ERR_OPERATION_INVALID when it runs already.
 *
 * Since 0.8.2.
 */
int virDomainCreateWithFlags(virDomainPtr domain, unsigned int flags);

/*
 * Like virDomainCreateWithFlags and virDomainCreateXML, with open files that the domain's first
 * process inherits. They stay the program's, to be closed by it.
 *
 * Since 1.1.1.
 */
int virDomainCreateWithFiles(virDomainPtr domain, unsigned int nfiles, int *files,
                             unsigned int flags);
virDomainPtr virDomainCreateXMLWithFiles(virConnectPtr conn, const char *xmlDesc,
                                         unsigned int nfiles, int *files, unsigned int flags);

/* ---- pausing and stopping ---- */

/*
 * Pauses a running domain: it keeps its memory and gets no processor time. Returns 0 (also when it
 * was paused), or -1: VIR_ERR_OPERATION_INVALID when it does not run.
 *
 * Since 0.0.3.
 */
int virDomainSuspend(virDomainPtr domain);

/*
 * Lets a paused domain go on. Returns 0 (also when it was running), or -1:
 * VIR_ERR_OPERATION_INVALID when it does not run.
 *
 * Since 0.0.3.
 */
int virDomainResume(virDomainPtr domain);

/* Ways to ask a guest to shut down. Since 0.9.10. */
typedef enum {
    VIR_DOMAIN_SHUTDOWN_DEFAULT = 0, /* the driver chooses */
    VIR_DOMAIN_SHUTDOWN_ACPI_POWER_BTN = 1 << 0,
    VIR_DOMAIN_SHUTDOWN_GUEST_AGENT = 1 << 1,
    VIR_DOMAIN_SHUTDOWN_INITCTL = 1 << 2,  /* init's control file (containers); since 1.0.1 */
    VIR_DOMAIN_SHUTDOWN_SIGNAL = 1 << 3,   /* a signal to init (containers); since 1.0.1 */
    VIR_DOMAIN_SHUTDOWN_PARAVIRT = 1 << 4, /* since 1.2.5 */
} virDomainShutdownFlagValues;

/* Ways to ask a guest to reboot. Since 0.9.10. */
typedef enum {
    VIR_DOMAIN_REBOOT_DEFAULT = 0, /* the driver chooses */
    VIR_DOMAIN_REBOOT_ACPI_POWER_BTN = 1 << 0,
    VIR_DOMAIN_REBOOT_GUEST_AGENT = 1 << 1,
    VIR_DOMAIN_REBOOT_INITCTL = 1 << 2,  /* init's control file (containers); since 1.0.1 */
    VIR_DOMAIN_REBOOT_SIGNAL = 1 << 3,   /* a signal to init (containers); since 1.0.1 */
    VIR_DOMAIN_REBOOT_PARAVIRT = 1 << 4, /* since 1.2.5 */
} virDomainRebootFlagValues;

/* Flags of virDomainDestroyFlags. Since 0.9.10. */
typedef enum {
    VIR_DOMAIN_DESTROY_DEFAULT = 0,          /* by force if need be */
    VIR_DOMAIN_DESTROY_GRACEFUL = 1 << 0,    /* fail rather than kill the process */
    VIR_DOMAIN_DESTROY_REMOVE_LOGS = 1 << 1, /* also remove its log files; since 8.3.0 */
} virDomainDestroyFlagsValues;

/*
 * Like virDomainShutdownFlags with no flags.
 *
 * Since 0.0.3.
 */
int virDomainShutdown(virDomainPtr domain);

/*
 * Asks the guest to shut down, and does not wait for it: a guest may ignore it. flags are
 * virDomainShutdownFlagValues, the ways to ask that may be tried; 0 lets the driver choose.
 * Returns 0 when asked, or -1: VIR_ERR_OPERATION_INVALID when it does not run.
 *
 * Since 0.9.10.
 */
int virDomainShutdownFlags(virDomainPtr domain, unsigned int flags);

/*
 * Asks the guest to reboot, and does not wait for it. flags are virDomainRebootFlagValues, as in
 * virDomainShutdownFlags. Returns 0 or -1.
 *
 * Since 0.1.0.
 */
int virDomainReboot(virDomainPtr domain, unsigned int flags);

/*
 * Resets a running domain as the button on a machine does: the guest is not asked and loses what
 * it has not written. flags: 0. Returns 0 or -1.
 *
 * Since 0.9.7.
 */
int virDomainReset(virDomainPtr domain, unsigned int flags);

/*
 * Like virDomainDestroyFlags with no flags.
 *
 * Since 0.0.3.
 */
int virDomainDestroy(virDomainPtr domain);

/*
 * Forces a running domain off: the guest is not asked. A transient one is gone; the handle
 * stays valid and is to be freed all the same. flags are virDomainDestroyFlagsValues. Returns 0,
 * or -1: VIR_ERR_OPERATION_INVALID when it does not run.
 *
 * Since 0.9.4.
 */
int virDomainDestroyFlags(virDomainPtr domain, unsigned int flags);

/* What a guest may do that an action is set for (virDomainSetLifecycleAction). Since 3.9.0. */
typedef enum {
    VIR_DOMAIN_LIFECYCLE_POWEROFF = 0,
    VIR_DOMAIN_LIFECYCLE_REBOOT = 1,
    VIR_DOMAIN_LIFECYCLE_CRASH = 2,
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_LIFECYCLE_LAST = 3,
#endif
} virDomainLifecycle;

/* What is then done with the domain. Since 3.9.0. */
typedef enum {
    VIR_DOMAIN_LIFECYCLE_ACTION_DESTROY = 0,
    VIR_DOMAIN_LIFECYCLE_ACTION_RESTART = 1,
    VIR_DOMAIN_LIFECYCLE_ACTION_RESTART_RENAME = 2, /* start it anew under another name */
    VIR_DOMAIN_LIFECYCLE_ACTION_PRESERVE = 3,       /* keep it as it is, for a look */
    VIR_DOMAIN_LIFECYCLE_ACTION_COREDUMP_DESTROY = 4,
    VIR_DOMAIN_LIFECYCLE_ACTION_COREDUMP_RESTART = 5,
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_LIFECYCLE_ACTION_LAST = 6,
#endif
} virDomainLifecycleAction;

/*
 * Says what is done when the guest powers off, reboots or crashes: type is a virDomainLifecycle,
 * action a virDomainLifecycleAction, flags a virDomainModificationImpact. Returns 0, or -1:
 * VIR_ERR_INVALID_ARG for a pair that makes no sense.
 *
 * Since 3.9.0.
 */
int virDomainSetLifecycleAction(virDomainPtr domain, unsigned int type, unsigned int action,
                                unsigned int flags);

/* ---- asking ---- */

/*
 * The domain's name, without asking the daemon; it belongs to the handle. NULL on error.
 *
 * Since 0.0.3.
 */
const char *virDomainGetName(virDomainPtr domain);

/*
 * The domain's number as the handle remembers it, without asking the daemon; (unsigned int)-1 when
 * it does not run, or on error.
 *
 * Since 0.0.3.
 */
unsigned int virDomainGetID(virDomainPtr domain);

/*
 * Writes the UUID's VIR_UUID_BUFLEN bytes to uuid, without asking the daemon. Returns 0 or -1.
 *
 * Since 0.0.5.
 */
int virDomainGetUUID(virDomainPtr domain, unsigned char *uuid);

/*
 * Writes the UUID as text with dashes and small letters to buf, which has room for
 * VIR_UUID_STRING_BUFLEN bytes. Does not ask the daemon. Returns 0 or -1.
 *
 * Since 0.1.1.
 */
int virDomainGetUUIDString(virDomainPtr domain, char *buf);

/*
 * What kind of guest it is: "hvm", "linux", "exe", "xen"; for the caller to free(), or NULL.
 *
 * Since 0.0.3.
 */
char *virDomainGetOSType(virDomainPtr domain);

/*
 * Fills *info, which the caller provides: state, memory, vCPUs, processor time. Returns 0 or -1.
 *
 * Since 0.0.3.
 */
int virDomainGetInfo(virDomainPtr domain, virDomainInfoPtr info);

/*
 * The state (virDomainState) in *state and why it is so in *reason, whose enum depends on the
 * state: virDomainRunningReason and so on. reason may be NULL. flags: 0. Returns 0 or -1.
 *
 * Since 0.9.2.
 */
int virDomainGetState(virDomainPtr domain, int *state, int *reason, unsigned int flags);

/*
 * Whether the channel through which the hypervisor controls the domain works, in *info, which the
 * caller provides. flags: 0. Returns 0, or -1: VIR_ERR_OPERATION_INVALID when it does not run.
 *
 * Since 0.9.3.
 */
int virDomainGetControlInfo(virDomainPtr domain, virDomainControlInfoPtr info, unsigned int flags);

/*
 * 1 when the domain runs (paused counts as running), 0 when not, -1 on error.
 *
 * Since 0.7.3.
 */
int virDomainIsActive(virDomainPtr dom);

/*
 * 1 when the domain has a definition that outlives its run, 0 when not, -1 on error.
 *
 * Since 0.7.3.
 */
int virDomainIsPersistent(virDomainPtr dom);

/*
 * 1 when the definition was changed since it was defined or loaded, 0 when not, -1 on error.
 *
 * Since 0.8.6.
 */
int virDomainIsUpdated(virDomainPtr dom);

/* Flags of virDomainGetXMLDesc. Since 0.3.3. */
typedef enum {
    VIR_DOMAIN_XML_SECURE = 1 << 0,     /* with passwords; not over a read-only connection */
    VIR_DOMAIN_XML_INACTIVE = 1 << 1,   /* what the next start uses */
    VIR_DOMAIN_XML_UPDATE_CPU = 1 << 2, /* the CPU as this host makes it; since 0.8.0 */
    /* without what a migration's other side can't know; since 1.0.0 */
    VIR_DOMAIN_XML_MIGRATABLE = 1 << 3,
} virDomainXMLFlags;

/*
 * The domain's description as XML, for the caller to free(), or NULL. flags are virDomainXMLFlags;
 * without VIR_DOMAIN_XML_INACTIVE it is what a running domain runs with.
 *
 * Since 0.0.3.
 */
char *virDomainGetXMLDesc(virDomainPtr domain, unsigned int flags);

/* Which messages virDomainGetMessages gives. Since 7.1.0. */
typedef enum {
    VIR_DOMAIN_MESSAGE_DEPRECATION = 1 << 0,
    VIR_DOMAIN_MESSAGE_TAINTING = 1 << 1,
    VIR_DOMAIN_MESSAGE_IOERRORS = 1 << 2, /* since 11.1.0 */
} virDomainMessageType;

/*
 * Remarks about the domain, such as tainting. flags are virDomainMessageType; 0 gives all. *msgs
 * becomes an array with a NULL after its end: the caller frees each string and the array with
 * free(). Returns the number or -1.
 *
 * Since 7.1.0.
 */
int virDomainGetMessages(virDomainPtr domain, char ***msgs, unsigned int flags);

/* ---- changing what belongs to the definition ---- */

/*
 * Gives a defined domain another name. It must not run, nor have snapshots, checkpoints or a
 * managed save image (VIR_ERR_OPERATION_INVALID); the new name must be free and without a slash.
 * The handle keeps the old name: look the domain up again. flags: 0. Returns 0 or -1.
 *
 * Since 1.2.19.
 */
int virDomainRename(virDomainPtr dom, const char *new_name, unsigned int flags);

/*
 * Whether the domain starts with its host: *autostart becomes 0 or 1. Returns 0 or -1.
 *
 * Since 0.2.1.
 */
int virDomainGetAutostart(virDomainPtr domain, int *autostart);

/*
 * Has the domain start with its host (autostart 1) or not (0). A transient domain can't:
 * VIR_ERR_OPERATION_INVALID. Returns 0 or -1.
 *
 * Since 0.2.1.
 */
int virDomainSetAutostart(virDomainPtr domain, int autostart);

/* What virDomainSetMetadata sets. Since 0.9.10. */
typedef enum {
    VIR_DOMAIN_METADATA_DESCRIPTION = 0,
    VIR_DOMAIN_METADATA_TITLE = 1,   /* one line */
    VIR_DOMAIN_METADATA_ELEMENT = 2, /* XML of the caller's own */
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_METADATA_LAST = 3,
#endif
} virDomainMetadataType;

/*
 * Sets the domain's title, description or an element of the caller's own; type is a
 * virDomainMetadataType.
 *
 * metadata is the text, or the element as XML; NULL removes. For VIR_DOMAIN_METADATA_ELEMENT, uri
 * is the namespace that tells elements apart, and key the prefix to write it with (needed unless
 * it is removed); for the others both are NULL. A title has no line break. flags are
 * virDomainModificationImpact. Returns 0 or -1.
 *
 * Since 0.9.10.
 */
int virDomainSetMetadata(virDomainPtr domain, int type, const char *metadata, const char *key,
                         const char *uri, unsigned int flags);

/*
 * The title, description or element that virDomainSetMetadata set, for the caller to free(). uri
 * is the element's namespace, else NULL; flags are virDomainModificationImpact. NULL with
 * VIR_ERR_NO_DOMAIN_METADATA when there is none.
 *
 * Since 0.9.10.
 */
char *virDomainGetMetadata(virDomainPtr domain, int type, const char *uri, unsigned int flags);

/* ---- what a hypervisor offers to its domains ---- */

/* Flags of virConnectGetDomainCapabilities. Since 11.0.0. */
typedef enum {
    /* turn CPU features off that are deprecated */
    VIR_CONNECT_GET_DOMAIN_CAPABILITIES_DISABLE_DEPRECATED_FEATURES = 1 << 0,
    VIR_CONNECT_GET_DOMAIN_CAPABILITIES_EXPAND_CPU_FEATURES = 1 << 1,    /* since 12.2.0 */
    VIR_CONNECT_GET_DOMAIN_CAPABILITIES_SUPPORTED_CPU_FEATURES = 1 << 2, /* since 12.5.0 */
} virConnectGetDomainCapabilitiesFlags;

/*
 * XML that tells what a domain can have under that emulator binary, architecture, machine type and
 * virtualization type; NULL for each lets the driver choose. flags are
 * virConnectGetDomainCapabilitiesFlags. The caller frees it with free(). NULL on error.
 *
 * Since 1.2.7.
 */
char *virConnectGetDomainCapabilities(virConnectPtr conn, const char *emulatorbin, const char *arch,
                                      const char *machine, const char *virttype,
                                      unsigned int flags);

/* ---- descriptions in the hypervisor's own format ---- */

/*
 * The description of what nativeConfig, in that format of the hypervisor, would run. Returns a new
 * text, or NULL.
 *
 * Since 0.6.4.
 */
char *virConnectDomainXMLFromNative(virConnectPtr conn, const char *nativeFormat,
                                    const char *nativeConfig, unsigned int flags);

/*
 * The configuration, in that format of the hypervisor, that runs the description domainXml.
 * Returns a new text, or NULL.
 *
 * Since 0.6.4.
 */
char *virConnectDomainXMLToNative(virConnectPtr conn, const char *nativeFormat,
                                  const char *domainXml, unsigned int flags);

/* ---- starting once ---- */

/*
 * Sets *autostart to 1 if the domain starts with the host the next time only, else to 0. Returns 0
 * or -1.
 *
 * Since 11.2.0.
 */
int virDomainGetAutostartOnce(virDomainPtr domain, int *autostart);

/*
 * Sets whether the domain starts with the host the next time only. Returns 0 or -1.
 *
 * Since 11.2.0.
 */
int virDomainSetAutostartOnce(virDomainPtr domain, int autostart);

#ifdef __cplusplus
}
#endif

#include <libvirt/libvirt-domain-devices.h>
#include <libvirt/libvirt-domain-events.h>
#include <libvirt/libvirt-domain-guest.h>
#include <libvirt/libvirt-domain-jobs.h>
#include <libvirt/libvirt-domain-resources.h>
#include <libvirt/libvirt-domain-stats.h>

#endif /* LIBVIRT_DOMAIN_H */
