/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Events of domains. A program registers an event loop (libvirt-event.h) first; the loop's thread
 * then runs the callbacks. Pointers that a callback gets are the library's and end with the
 * callback; a domain that is to be kept is taken with virDomainRef.
 */
#ifndef LIBVIRT_DOMAIN_EVENTS_H
#define LIBVIRT_DOMAIN_EVENTS_H

#include <libvirt/libvirt-domain.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- lifecycle: what happened, and a detail whose enum depends on it ---- */

/* What happened in a domain's life. Since 0.5.0. */
typedef enum {
    VIR_DOMAIN_EVENT_DEFINED = 0,
    VIR_DOMAIN_EVENT_UNDEFINED = 1,
    VIR_DOMAIN_EVENT_STARTED = 2,
    VIR_DOMAIN_EVENT_SUSPENDED = 3,
    VIR_DOMAIN_EVENT_RESUMED = 4,
    VIR_DOMAIN_EVENT_STOPPED = 5,
    VIR_DOMAIN_EVENT_SHUTDOWN = 6,    /* since 0.9.8 */
    VIR_DOMAIN_EVENT_PMSUSPENDED = 7, /* since 0.10.2 */
    VIR_DOMAIN_EVENT_CRASHED = 8,     /* since 1.1.1 */
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_EVENT_LAST = 9,
#endif
} virDomainEventType;

/* Detail of VIR_DOMAIN_EVENT_DEFINED. Since 0.5.0. */
typedef enum {
    VIR_DOMAIN_EVENT_DEFINED_ADDED = 0,
    VIR_DOMAIN_EVENT_DEFINED_UPDATED = 1,
    VIR_DOMAIN_EVENT_DEFINED_RENAMED = 2,       /* since 1.2.19 */
    VIR_DOMAIN_EVENT_DEFINED_FROM_SNAPSHOT = 3, /* since 1.3.3 */
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_EVENT_DEFINED_LAST = 4,
#endif
} virDomainEventDefinedDetailType;

/* Detail of VIR_DOMAIN_EVENT_UNDEFINED. Since 0.5.0. */
typedef enum {
    VIR_DOMAIN_EVENT_UNDEFINED_REMOVED = 0,
    VIR_DOMAIN_EVENT_UNDEFINED_RENAMED = 1, /* since 1.2.19 */
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_EVENT_UNDEFINED_LAST = 2,
#endif
} virDomainEventUndefinedDetailType;

/* Detail of VIR_DOMAIN_EVENT_STARTED. Since 0.5.0. */
typedef enum {
    VIR_DOMAIN_EVENT_STARTED_BOOTED = 0,
    VIR_DOMAIN_EVENT_STARTED_MIGRATED = 1,
    VIR_DOMAIN_EVENT_STARTED_RESTORED = 2,
    VIR_DOMAIN_EVENT_STARTED_FROM_SNAPSHOT = 3, /* since 0.8.0 */
    VIR_DOMAIN_EVENT_STARTED_WAKEUP = 4,        /* after the guest hibernated; since 0.9.11 */
    /* the process was replaced by a fresh one; since 11.6.0 */
    VIR_DOMAIN_EVENT_STARTED_RECREATED = 5,
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_EVENT_STARTED_LAST = 6,
#endif
} virDomainEventStartedDetailType;

/* Detail of VIR_DOMAIN_EVENT_SUSPENDED. Since 0.5.0. */
typedef enum {
    VIR_DOMAIN_EVENT_SUSPENDED_PAUSED = 0,
    VIR_DOMAIN_EVENT_SUSPENDED_MIGRATED = 1,
    VIR_DOMAIN_EVENT_SUSPENDED_IOERROR = 2,         /* since 0.8.0 */
    VIR_DOMAIN_EVENT_SUSPENDED_WATCHDOG = 3,        /* since 0.8.0 */
    VIR_DOMAIN_EVENT_SUSPENDED_RESTORED = 4,        /* since 0.9.5 */
    VIR_DOMAIN_EVENT_SUSPENDED_FROM_SNAPSHOT = 5,   /* since 0.9.5 */
    VIR_DOMAIN_EVENT_SUSPENDED_API_ERROR = 6,       /* a call failed half-way; since 1.0.1 */
    VIR_DOMAIN_EVENT_SUSPENDED_POSTCOPY = 7,        /* since 1.3.3 */
    VIR_DOMAIN_EVENT_SUSPENDED_POSTCOPY_FAILED = 8, /* since 1.3.3 */
    VIR_DOMAIN_EVENT_SUSPENDED_GUEST_SHUTDOWN = 9,  /* since 11.10.0 */
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_EVENT_SUSPENDED_LAST = 10,
#endif
} virDomainEventSuspendedDetailType;

/* Detail of VIR_DOMAIN_EVENT_RESUMED. Since 0.5.0. */
typedef enum {
    VIR_DOMAIN_EVENT_RESUMED_UNPAUSED = 0,
    VIR_DOMAIN_EVENT_RESUMED_MIGRATED = 1,
    VIR_DOMAIN_EVENT_RESUMED_FROM_SNAPSHOT = 2,   /* since 0.9.5 */
    VIR_DOMAIN_EVENT_RESUMED_POSTCOPY = 3,        /* since 1.3.3 */
    VIR_DOMAIN_EVENT_RESUMED_POSTCOPY_FAILED = 4, /* since 8.5.0 */
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_EVENT_RESUMED_LAST = 5,
#endif
} virDomainEventResumedDetailType;

/* Detail of VIR_DOMAIN_EVENT_STOPPED. Since 0.5.0. */
typedef enum {
    VIR_DOMAIN_EVENT_STOPPED_SHUTDOWN = 0,
    VIR_DOMAIN_EVENT_STOPPED_DESTROYED = 1,
    VIR_DOMAIN_EVENT_STOPPED_CRASHED = 2,
    VIR_DOMAIN_EVENT_STOPPED_MIGRATED = 3,
    VIR_DOMAIN_EVENT_STOPPED_SAVED = 4,
    VIR_DOMAIN_EVENT_STOPPED_FAILED = 5,        /* the hypervisor's process ended badly */
    VIR_DOMAIN_EVENT_STOPPED_FROM_SNAPSHOT = 6, /* since 0.8.0 */
    /* the process is replaced by a fresh one; since 11.6.0 */
    VIR_DOMAIN_EVENT_STOPPED_RECREATED = 7,
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_EVENT_STOPPED_LAST = 8,
#endif
} virDomainEventStoppedDetailType;

/* Detail of VIR_DOMAIN_EVENT_SHUTDOWN. Since 0.9.8. */
typedef enum {
    VIR_DOMAIN_EVENT_SHUTDOWN_FINISHED = 0, /* who asked is not known */
    VIR_DOMAIN_EVENT_SHUTDOWN_GUEST = 1,    /* the guest itself; since 3.4.0 */
    VIR_DOMAIN_EVENT_SHUTDOWN_HOST = 2,     /* somebody on the host asked; since 3.4.0 */
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_EVENT_SHUTDOWN_LAST = 3,
#endif
} virDomainEventShutdownDetailType;

/* Detail of VIR_DOMAIN_EVENT_PMSUSPENDED. Since 0.10.2. */
typedef enum {
    VIR_DOMAIN_EVENT_PMSUSPENDED_MEMORY = 0,
    VIR_DOMAIN_EVENT_PMSUSPENDED_DISK = 1, /* since 1.0.0 */
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_EVENT_PMSUSPENDED_LAST = 2,
#endif
} virDomainEventPMSuspendedDetailType;

/* Detail of VIR_DOMAIN_EVENT_CRASHED. Since 1.1.1. */
typedef enum {
    VIR_DOMAIN_EVENT_CRASHED_PANICKED = 0,
    VIR_DOMAIN_EVENT_CRASHED_CRASHLOADED = 1, /* its crash kernel runs; since 6.1.0 */
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_EVENT_CRASHED_LAST = 2,
#endif
} virDomainEventCrashedDetailType;

/*
 * A lifecycle event: event is a virDomainEventType, detail a value of its detail enum. The value
 * returned is ignored; return 0. Since 0.5.0.
 */
typedef int (*virConnectDomainEventCallback)(virConnectPtr conn, virDomainPtr dom, int event,
                                             int detail, void *opaque);

/* ---- lifecycle only, the old style: one callback function at most once for a connection ---- */

/*
 * Has cb(conn, dom, event, detail, opaque) called for each lifecycle event of every domain. The
 * same cb can't be registered twice. freecb as in virConnectDomainEventRegisterAny. Returns 0 or
 * -1.
 *
 * Since 0.5.0.
 */
int virConnectDomainEventRegister(virConnectPtr conn, virConnectDomainEventCallback cb,
                                  void *opaque, virFreeCallback freecb);

/*
 * Ends what virConnectDomainEventRegister began for cb. Returns 0 (or more), or -1 with
 * VIR_ERR_INVALID_ARG when cb is not registered.
 *
 * Since 0.5.0.
 */
int virConnectDomainEventDeregister(virConnectPtr conn, virConnectDomainEventCallback cb);

/* ---- all events: the number of an event decides the type of its callback ---- */

/*
 * Kinds of event (virConnectDomainEventRegisterAny), each with the type of its callback. Since
 * 0.8.0.
 */
typedef enum {
    VIR_DOMAIN_EVENT_ID_LIFECYCLE = 0,  /* virConnectDomainEventCallback */
    VIR_DOMAIN_EVENT_ID_REBOOT = 1,     /* virConnectDomainEventGenericCallback */
    VIR_DOMAIN_EVENT_ID_RTC_CHANGE = 2, /* virConnectDomainEventRTCChangeCallback */
    VIR_DOMAIN_EVENT_ID_WATCHDOG = 3,   /* virConnectDomainEventWatchdogCallback */
    VIR_DOMAIN_EVENT_ID_IO_ERROR = 4,   /* virConnectDomainEventIOErrorCallback */
    VIR_DOMAIN_EVENT_ID_GRAPHICS = 5,   /* virConnectDomainEventGraphicsCallback */
    /* virConnectDomainEventIOErrorReasonCallback; since 0.8.1 */
    VIR_DOMAIN_EVENT_ID_IO_ERROR_REASON = 6,
    /* virConnectDomainEventGenericCallback; since 0.9.2 */
    VIR_DOMAIN_EVENT_ID_CONTROL_ERROR = 7,
    /* virConnectDomainEventBlockJobCallback, disk is a path; since 0.9.4 */
    VIR_DOMAIN_EVENT_ID_BLOCK_JOB = 8,
    /* virConnectDomainEventDiskChangeCallback; since 0.9.7 */
    VIR_DOMAIN_EVENT_ID_DISK_CHANGE = 9,
    /* virConnectDomainEventTrayChangeCallback; since 0.9.11 */
    VIR_DOMAIN_EVENT_ID_TRAY_CHANGE = 10,
    /* virConnectDomainEventPMWakeupCallback; since 0.9.11 */
    VIR_DOMAIN_EVENT_ID_PMWAKEUP = 11,
    /* virConnectDomainEventPMSuspendCallback; since 0.9.11 */
    VIR_DOMAIN_EVENT_ID_PMSUSPEND = 12,
    /* virConnectDomainEventBalloonChangeCallback; since 0.10.0 */
    VIR_DOMAIN_EVENT_ID_BALLOON_CHANGE = 13,
    /* virConnectDomainEventPMSuspendDiskCallback; since 1.0.0 */
    VIR_DOMAIN_EVENT_ID_PMSUSPEND_DISK = 14,
    /* virConnectDomainEventDeviceRemovedCallback; since 1.1.1 */
    VIR_DOMAIN_EVENT_ID_DEVICE_REMOVED = 15,
    /* virConnectDomainEventBlockJobCallback, disk is a target; since 1.2.6 */
    VIR_DOMAIN_EVENT_ID_BLOCK_JOB_2 = 16,
    /* virConnectDomainEventTunableCallback; since 1.2.9 */
    VIR_DOMAIN_EVENT_ID_TUNABLE = 17,
    /* virConnectDomainEventAgentLifecycleCallback; since 1.2.11 */
    VIR_DOMAIN_EVENT_ID_AGENT_LIFECYCLE = 18,
    /* virConnectDomainEventDeviceAddedCallback; since 1.2.15 */
    VIR_DOMAIN_EVENT_ID_DEVICE_ADDED = 19,
    /* virConnectDomainEventMigrationIterationCallback; since 1.3.2 */
    VIR_DOMAIN_EVENT_ID_MIGRATION_ITERATION = 20,
    /* virConnectDomainEventJobCompletedCallback; since 1.3.3 */
    VIR_DOMAIN_EVENT_ID_JOB_COMPLETED = 21,
    /* virConnectDomainEventDeviceRemovalFailedCallback; since 1.3.4 */
    VIR_DOMAIN_EVENT_ID_DEVICE_REMOVAL_FAILED = 22,
    /* virConnectDomainEventMetadataChangeCallback; since 3.0.0 */
    VIR_DOMAIN_EVENT_ID_METADATA_CHANGE = 23,
    /* virConnectDomainEventBlockThresholdCallback; since 3.2.0 */
    VIR_DOMAIN_EVENT_ID_BLOCK_THRESHOLD = 24,
    /* virConnectDomainEventMemoryFailureCallback; since 6.9.0 */
    VIR_DOMAIN_EVENT_ID_MEMORY_FAILURE = 25,
    /* virConnectDomainEventMemoryDeviceSizeChangeCallback; since 7.9.0 */
    VIR_DOMAIN_EVENT_ID_MEMORY_DEVICE_SIZE_CHANGE = 26,
    /* virConnectDomainEventNICMACChangeCallback; since 11.2.0 */
    VIR_DOMAIN_EVENT_ID_NIC_MAC_CHANGE = 27,
    VIR_DOMAIN_EVENT_ID_VCPU_REMOVED = 28, /* since 12.4.0 */
    /* virConnectDomainEventChannelLifecycleCallback; since 12.4.0 */
    VIR_DOMAIN_EVENT_ID_CHANNEL_LIFECYCLE = 29,
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_EVENT_ID_LAST = 30,
#endif
} virDomainEventID;

/* An event about which there is nothing more to say. Since 0.8.0. */
typedef void (*virConnectDomainEventGenericCallback)(virConnectPtr conn, virDomainPtr dom,
                                                     void *opaque);

/* Turns a callback of any event's type into the one that registering takes. */
#define VIR_DOMAIN_EVENT_CALLBACK(cb) ((virConnectDomainEventGenericCallback)(void (*)(void))(cb))

/*
 * Has a callback called for each event of the kind eventID (virDomainEventID), of one domain or,
 * with dom NULL, of all.
 *
 * cb has the type that the event's own callback typedef says, cast with VIR_DOMAIN_EVENT_CALLBACK.
 * It runs in the event loop, which has to be registered before the connection is opened.
 * freecb(opaque), unless NULL, is called once: before the call returns that takes the callback
 * back, or, if a callback of conn runs just then, when it has returned. After a failure opaque
 * stays the caller's. The registration keeps conn open.
 *
 * Returns the callback's number for virConnectDomainEventDeregisterAny (0 is one), or -1.
 *
 * Since 0.8.0.
 */
int virConnectDomainEventRegisterAny(virConnectPtr conn, virDomainPtr dom, int eventID,
                                     virConnectDomainEventGenericCallback cb, void *opaque,
                                     virFreeCallback freecb);

/*
 * Takes back the callback of that number. A call of it that another thread has begun may still be
 * running. Returns 0 (or more), or -1 with VIR_ERR_INVALID_ARG for an unknown number.
 *
 * Since 0.8.0.
 */
int virConnectDomainEventDeregisterAny(virConnectPtr conn, int callbackID);

/* ---- callbacks of the events, and what their arguments mean ---- */

/* The guest set its clock: utcoffset is how many seconds it is ahead of UTC. Since 0.8.0. */
typedef void (*virConnectDomainEventRTCChangeCallback)(virConnectPtr conn, virDomainPtr dom,
                                                       long long utcoffset, void *opaque);

/* What was done when the guest's watchdog fired. Since 0.8.0. */
typedef enum {
    VIR_DOMAIN_EVENT_WATCHDOG_NONE = 0,
    VIR_DOMAIN_EVENT_WATCHDOG_PAUSE = 1,
    VIR_DOMAIN_EVENT_WATCHDOG_RESET = 2,
    VIR_DOMAIN_EVENT_WATCHDOG_POWEROFF = 3,
    VIR_DOMAIN_EVENT_WATCHDOG_SHUTDOWN = 4,
    VIR_DOMAIN_EVENT_WATCHDOG_DEBUG = 5,
    VIR_DOMAIN_EVENT_WATCHDOG_INJECTNMI = 6, /* since 1.2.17 */
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_EVENT_WATCHDOG_LAST = 7,
#endif
} virDomainEventWatchdogAction;

/* The guest's watchdog fired; action is a virDomainEventWatchdogAction. Since 0.8.0. */
typedef void (*virConnectDomainEventWatchdogCallback)(virConnectPtr conn, virDomainPtr dom,
                                                      int action, void *opaque);

/* What was done when a disk failed. Since 0.8.0. */
typedef enum {
    VIR_DOMAIN_EVENT_IO_ERROR_NONE = 0,   /* nothing: the guest goes on */
    VIR_DOMAIN_EVENT_IO_ERROR_PAUSE = 1,  /* the domain was paused */
    VIR_DOMAIN_EVENT_IO_ERROR_REPORT = 2, /* the guest was told */
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_EVENT_IO_ERROR_LAST = 3,
#endif
} virDomainEventIOErrorAction;

/* A disk failed: the path of its source, its alias, a virDomainEventIOErrorAction. Since 0.8.0. */
typedef void (*virConnectDomainEventIOErrorCallback)(virConnectPtr conn, virDomainPtr dom,
                                                     const char *srcPath, const char *devAlias,
                                                     int action, void *opaque);

/*
 * Like virConnectDomainEventIOErrorCallback with a reason: "enospc", or empty when it is not
 * known. Since 0.8.1.
 */
typedef void (*virConnectDomainEventIOErrorReasonCallback)(virConnectPtr conn, virDomainPtr dom,
                                                           const char *srcPath,
                                                           const char *devAlias, int action,
                                                           const char *reason, void *opaque);

/* How far a client of a display is. Since 0.8.0. */
typedef enum {
    VIR_DOMAIN_EVENT_GRAPHICS_CONNECT = 0,
    VIR_DOMAIN_EVENT_GRAPHICS_INITIALIZE = 1, /* it is authenticated */
    VIR_DOMAIN_EVENT_GRAPHICS_DISCONNECT = 2,
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_EVENT_GRAPHICS_LAST = 3,
#endif
} virDomainEventGraphicsPhase;

/* Families of addresses (virDomainEventGraphicsAddress). Since 0.8.0. */
typedef enum {
    VIR_DOMAIN_EVENT_GRAPHICS_ADDRESS_IPV4 = 0,
    VIR_DOMAIN_EVENT_GRAPHICS_ADDRESS_IPV6 = 1,
    VIR_DOMAIN_EVENT_GRAPHICS_ADDRESS_UNIX = 2, /* since 0.9.7 */
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_EVENT_GRAPHICS_ADDRESS_LAST = 3,
#endif
} virDomainEventGraphicsAddressType;

/* One end of a display's connection. */
typedef struct _virDomainEventGraphicsAddress virDomainEventGraphicsAddress;
typedef virDomainEventGraphicsAddress *virDomainEventGraphicsAddressPtr;
struct _virDomainEventGraphicsAddress {
    int family;    /* a virDomainEventGraphicsAddressType */
    char *node;    /* address or path */
    char *service; /* port; NULL for a UNIX socket */
};

/* A name of a display's client. */
typedef struct _virDomainEventGraphicsSubjectIdentity virDomainEventGraphicsSubjectIdentity;
typedef virDomainEventGraphicsSubjectIdentity *virDomainEventGraphicsSubjectIdentityPtr;
struct _virDomainEventGraphicsSubjectIdentity {
    char *type; /* such as x509dname or saslUsername */
    char *name;
};

/* All names of a display's client. */
typedef struct _virDomainEventGraphicsSubject virDomainEventGraphicsSubject;
typedef virDomainEventGraphicsSubject *virDomainEventGraphicsSubjectPtr;
struct _virDomainEventGraphicsSubject {
    int nidentity;
    virDomainEventGraphicsSubjectIdentityPtr identities;
};

/*
 * A client of a display came or went: phase is a virDomainEventGraphicsPhase, local and remote are
 * the two ends, authScheme is how it was authenticated. Since 0.8.0.
 */
typedef void (*virConnectDomainEventGraphicsCallback)(
    virConnectPtr conn, virDomainPtr dom, int phase, const virDomainEventGraphicsAddress *local,
    const virDomainEventGraphicsAddress *remote, const char *authScheme,
    const virDomainEventGraphicsSubject *subject, void *opaque);

/* How a block job ended, or that it can be. Since 0.9.4. */
typedef enum {
    VIR_DOMAIN_BLOCK_JOB_COMPLETED = 0,
    VIR_DOMAIN_BLOCK_JOB_FAILED = 1,
    VIR_DOMAIN_BLOCK_JOB_CANCELED = 2, /* since 0.9.12 */
    /* complete so far: waits for a pivot or abort; since 1.0.0 */
    VIR_DOMAIN_BLOCK_JOB_READY = 3,
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_BLOCK_JOB_LAST = 4,
#endif
} virConnectDomainEventBlockJobStatus;

/*
 * A block job changed: type is a virDomainBlockJobType, status a
 * virConnectDomainEventBlockJobStatus. Since 0.9.4.
 */
typedef void (*virConnectDomainEventBlockJobCallback)(virConnectPtr conn, virDomainPtr dom,
                                                      const char *disk, int type, int status,
                                                      void *opaque);

/* Why a disk's source changed. Since 0.9.7. */
typedef enum {
    VIR_DOMAIN_EVENT_DISK_CHANGE_MISSING_ON_START = 0,
    VIR_DOMAIN_EVENT_DISK_DROP_MISSING_ON_START = 1, /* since 1.1.2 */
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_EVENT_DISK_CHANGE_LAST = 2,
#endif
} virConnectDomainEventDiskChangeReason;

/*
 * A disk's source changed, from oldSrcPath to newSrcPath (NULL: none); reason is a
 * virConnectDomainEventDiskChangeReason. Since 0.9.7.
 */
typedef void (*virConnectDomainEventDiskChangeCallback)(virConnectPtr conn, virDomainPtr dom,
                                                        const char *oldSrcPath,
                                                        const char *newSrcPath,
                                                        const char *devAlias, int reason,
                                                        void *opaque);

/* What a tray did. Since 0.9.11. */
typedef enum {
    VIR_DOMAIN_EVENT_TRAY_CHANGE_OPEN = 0,
    VIR_DOMAIN_EVENT_TRAY_CHANGE_CLOSE = 1,
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_EVENT_TRAY_CHANGE_LAST = 2,
#endif
} virDomainEventTrayChangeReason;

/* The tray of a removable device moved; reason is a virDomainEventTrayChangeReason. Since 0.9.11.
 */
typedef void (*virConnectDomainEventTrayChangeCallback)(virConnectPtr conn, virDomainPtr dom,
                                                        const char *devAlias, int reason,
                                                        void *opaque);

/* The guest woke up; reason is 0. Since 0.9.11. */
typedef void (*virConnectDomainEventPMWakeupCallback)(virConnectPtr conn, virDomainPtr dom,
                                                      int reason, void *opaque);

/* The guest suspended to memory; reason is 0. Since 0.9.11. */
typedef void (*virConnectDomainEventPMSuspendCallback)(virConnectPtr conn, virDomainPtr dom,
                                                       int reason, void *opaque);

/* The guest suspended to disk; reason is 0. Since 1.0.0. */
typedef void (*virConnectDomainEventPMSuspendDiskCallback)(virConnectPtr conn, virDomainPtr dom,
                                                           int reason, void *opaque);

/* The balloon leaves the guest another amount of memory: actual, in KiB. Since 0.10.0. */
typedef void (*virConnectDomainEventBalloonChangeCallback)(virConnectPtr conn, virDomainPtr dom,
                                                           unsigned long long actual, void *opaque);

/* The device of that alias was added. Since 1.2.15. */
typedef void (*virConnectDomainEventDeviceAddedCallback)(virConnectPtr conn, virDomainPtr dom,
                                                         const char *devAlias, void *opaque);

/* The device of that alias is gone. Since 1.1.1. */
typedef void (*virConnectDomainEventDeviceRemovedCallback)(virConnectPtr conn, virDomainPtr dom,
                                                           const char *devAlias, void *opaque);

/* The guest refused to let go of the device of that alias. Since 1.3.4. */
typedef void (*virConnectDomainEventDeviceRemovalFailedCallback)(virConnectPtr conn,
                                                                 virDomainPtr dom,
                                                                 const char *devAlias,
                                                                 void *opaque);

/*
 * Metadata changed: type is a virDomainMetadataType, nsuri an element's namespace or NULL. Since
 * 3.0.0.
 */
typedef void (*virConnectDomainEventMetadataChangeCallback)(virConnectPtr conn, virDomainPtr dom,
                                                            int type, const char *nsuri,
                                                            void *opaque);

/* A migration begins its next pass over memory, which is numbered from 1. Since 1.3.2. */
typedef void (*virConnectDomainEventMigrationIterationCallback)(virConnectPtr conn,
                                                                virDomainPtr dom, int iteration,
                                                                void *opaque);

/* A job is done: params hold its VIR_DOMAIN_JOB_* statistics. Since 1.3.3. */
typedef void (*virConnectDomainEventJobCompletedCallback)(virConnectPtr conn, virDomainPtr dom,
                                                          virTypedParameterPtr params, int nparams,
                                                          void *opaque);

/* Settings changed: params hold the new values, VIR_DOMAIN_TUNABLE_*. Since 1.2.9. */
typedef void (*virConnectDomainEventTunableCallback)(virConnectPtr conn, virDomainPtr dom,
                                                     virTypedParameterPtr params, int nparams,
                                                     void *opaque);

/* Names of the typed parameters in a tunable event. */
#define VIR_DOMAIN_TUNABLE_BLKDEV_DISK                      "blkdeviotune.disk"
#define VIR_DOMAIN_TUNABLE_BLKDEV_GROUP_NAME                "blkdeviotune.group_name"
#define VIR_DOMAIN_TUNABLE_BLKDEV_READ_BYTES_SEC            "blkdeviotune.read_bytes_sec"
#define VIR_DOMAIN_TUNABLE_BLKDEV_READ_BYTES_SEC_MAX        "blkdeviotune.read_bytes_sec_max"
#define VIR_DOMAIN_TUNABLE_BLKDEV_READ_BYTES_SEC_MAX_LENGTH "blkdeviotune.read_bytes_sec_max_length"
#define VIR_DOMAIN_TUNABLE_BLKDEV_READ_IOPS_SEC             "blkdeviotune.read_iops_sec"
#define VIR_DOMAIN_TUNABLE_BLKDEV_READ_IOPS_SEC_MAX         "blkdeviotune.read_iops_sec_max"
#define VIR_DOMAIN_TUNABLE_BLKDEV_READ_IOPS_SEC_MAX_LENGTH  "blkdeviotune.read_iops_sec_max_length"
#define VIR_DOMAIN_TUNABLE_BLKDEV_SIZE_IOPS_SEC             "blkdeviotune.size_iops_sec"
#define VIR_DOMAIN_TUNABLE_BLKDEV_TOTAL_BYTES_SEC           "blkdeviotune.total_bytes_sec"
#define VIR_DOMAIN_TUNABLE_BLKDEV_TOTAL_BYTES_SEC_MAX       "blkdeviotune.total_bytes_sec_max"
#define VIR_DOMAIN_TUNABLE_BLKDEV_TOTAL_BYTES_SEC_MAX_LENGTH \
    "blkdeviotune.total_bytes_sec_max_length"
#define VIR_DOMAIN_TUNABLE_BLKDEV_TOTAL_IOPS_SEC            "blkdeviotune.total_iops_sec"
#define VIR_DOMAIN_TUNABLE_BLKDEV_TOTAL_IOPS_SEC_MAX        "blkdeviotune.total_iops_sec_max"
#define VIR_DOMAIN_TUNABLE_BLKDEV_TOTAL_IOPS_SEC_MAX_LENGTH "blkdeviotune.total_iops_sec_max_length"
#define VIR_DOMAIN_TUNABLE_BLKDEV_WRITE_BYTES_SEC           "blkdeviotune.write_bytes_sec"
#define VIR_DOMAIN_TUNABLE_BLKDEV_WRITE_BYTES_SEC_MAX       "blkdeviotune.write_bytes_sec_max"
#define VIR_DOMAIN_TUNABLE_BLKDEV_WRITE_BYTES_SEC_MAX_LENGTH \
    "blkdeviotune.write_bytes_sec_max_length"
#define VIR_DOMAIN_TUNABLE_BLKDEV_WRITE_IOPS_SEC            "blkdeviotune.write_iops_sec"
#define VIR_DOMAIN_TUNABLE_BLKDEV_WRITE_IOPS_SEC_MAX        "blkdeviotune.write_iops_sec_max"
#define VIR_DOMAIN_TUNABLE_BLKDEV_WRITE_IOPS_SEC_MAX_LENGTH "blkdeviotune.write_iops_sec_max_length"
#define VIR_DOMAIN_TUNABLE_CPU_CPU_SHARES                   "cputune.cpu_shares"
#define VIR_DOMAIN_TUNABLE_CPU_EMULATORPIN                  "cputune.emulatorpin"
#define VIR_DOMAIN_TUNABLE_CPU_EMULATOR_PERIOD              "cputune.emulator_period"
#define VIR_DOMAIN_TUNABLE_CPU_EMULATOR_QUOTA               "cputune.emulator_quota"
#define VIR_DOMAIN_TUNABLE_CPU_GLOBAL_PERIOD                "cputune.global_period"
#define VIR_DOMAIN_TUNABLE_CPU_GLOBAL_QUOTA                 "cputune.global_quota"
#define VIR_DOMAIN_TUNABLE_CPU_IOTHREADSPIN                 "cputune.iothreadpin%u"
#define VIR_DOMAIN_TUNABLE_CPU_IOTHREAD_PERIOD              "cputune.iothread_period"
#define VIR_DOMAIN_TUNABLE_CPU_IOTHREAD_QUOTA               "cputune.iothread_quota"
#define VIR_DOMAIN_TUNABLE_CPU_VCPUPIN                      "cputune.vcpupin%u"
#define VIR_DOMAIN_TUNABLE_CPU_VCPU_PERIOD                  "cputune.vcpu_period"
#define VIR_DOMAIN_TUNABLE_CPU_VCPU_QUOTA                   "cputune.vcpu_quota"

/* State of the guest agent. Since 1.2.11. */
typedef enum {
    VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_STATE_CONNECTED = 1,
    VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_STATE_DISCONNECTED = 2,
#ifdef VIR_ENUM_SENTINELS
    VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_STATE_LAST = 3,
#endif
} virConnectDomainEventAgentLifecycleState;

/* Why the guest agent's state changed. Since 1.2.11. */
typedef enum {
    VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_REASON_UNKNOWN = 0,
    VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_REASON_DOMAIN_STARTED = 1,
    /* its channel was opened or closed */
    VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_REASON_CHANNEL = 2,
#ifdef VIR_ENUM_SENTINELS
    VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_REASON_LAST = 3,
#endif
} virConnectDomainEventAgentLifecycleReason;

/*
 * The guest agent came or went: a virConnectDomainEventAgentLifecycleState and a
 * virConnectDomainEventAgentLifecycleReason. Since 1.2.11.
 */
typedef void (*virConnectDomainEventAgentLifecycleCallback)(virConnectPtr conn, virDomainPtr dom,
                                                            int state, int reason, void *opaque);

/* State of a channel's guest end. Since 12.4.0. */
typedef enum {
    VIR_CONNECT_DOMAIN_EVENT_CHANNEL_LIFECYCLE_STATE_CONNECTED = 1,
    VIR_CONNECT_DOMAIN_EVENT_CHANNEL_LIFECYCLE_STATE_DISCONNECTED = 2,
#ifdef VIR_ENUM_SENTINELS
    VIR_CONNECT_DOMAIN_EVENT_CHANNEL_LIFECYCLE_STATE_LAST = 3,
#endif
} virConnectDomainEventChannelLifecycleState;

/* Why a channel's state changed. Since 12.4.0. */
typedef enum {
    VIR_CONNECT_DOMAIN_EVENT_CHANNEL_LIFECYCLE_REASON_UNKNOWN = 0,
    VIR_CONNECT_DOMAIN_EVENT_CHANNEL_LIFECYCLE_REASON_DOMAIN_STARTED = 1,
    VIR_CONNECT_DOMAIN_EVENT_CHANNEL_LIFECYCLE_REASON_CHANNEL = 2,
#ifdef VIR_ENUM_SENTINELS
    VIR_CONNECT_DOMAIN_EVENT_CHANNEL_LIFECYCLE_REASON_LAST = 3,
#endif
} virConnectDomainEventChannelLifecycleReason;

/* The guest opened or closed the channel of that name. Since 12.4.0. */
typedef void (*virConnectDomainEventChannelLifecycleCallback)(virConnectPtr conn, virDomainPtr dom,
                                                              const char *channelName, int state,
                                                              int reason, void *opaque);

/*
 * A disk was written past a threshold set by virDomainSetBlockThreshold: dev is its target, path
 * its file or NULL, both others are bytes. Since 3.2.0.
 */
typedef void (*virConnectDomainEventBlockThresholdCallback)(virConnectPtr conn, virDomainPtr dom,
                                                            const char *dev, const char *path,
                                                            unsigned long long threshold,
                                                            unsigned long long excess,
                                                            void *opaque);

/* Whose memory failed. Since 6.9.0. */
typedef enum {
    VIR_DOMAIN_EVENT_MEMORY_FAILURE_RECIPIENT_HYPERVISOR = 0,
    VIR_DOMAIN_EVENT_MEMORY_FAILURE_RECIPIENT_GUEST = 1,
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_EVENT_MEMORY_FAILURE_RECIPIENT_LAST = 2,
#endif
} virDomainMemoryFailureRecipientType;

/* What was done about it. Since 6.9.0. */
typedef enum {
    VIR_DOMAIN_EVENT_MEMORY_FAILURE_ACTION_IGNORE = 0,
    VIR_DOMAIN_EVENT_MEMORY_FAILURE_ACTION_INJECT = 1, /* the guest was told */
    VIR_DOMAIN_EVENT_MEMORY_FAILURE_ACTION_FATAL = 2,  /* the domain can't go on */
    VIR_DOMAIN_EVENT_MEMORY_FAILURE_ACTION_RESET = 3,
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_EVENT_MEMORY_FAILURE_ACTION_LAST = 4,
#endif
} virDomainMemoryFailureActionType;

/* More about a memory failure. Since 6.9.0. */
typedef enum {
    VIR_DOMAIN_MEMORY_FAILURE_ACTION_REQUIRED = 1 << 0, /* the failed memory was being used */
    VIR_DOMAIN_MEMORY_FAILURE_RECURSIVE = 1 << 1,       /* it failed while a failure was handled */
} virDomainMemoryFailureFlags;

/*
 * Memory failed: recipient is a virDomainMemoryFailureRecipientType, action a
 * virDomainMemoryFailureActionType, flags are virDomainMemoryFailureFlags. Since 6.9.0.
 */
typedef void (*virConnectDomainEventMemoryFailureCallback)(virConnectPtr conn, virDomainPtr dom,
                                                           int recipient, int action,
                                                           unsigned int flags, void *opaque);

/* The guest took another amount of the memory device of that alias: size, in KiB. Since 7.9.0. */
typedef void (*virConnectDomainEventMemoryDeviceSizeChangeCallback)(
    virConnectPtr conn, virDomainPtr dom, const char *alias, unsigned long long size, void *opaque);

/* The guest changed the MAC address of the interface of that alias. Since 11.2.0. */
typedef void (*virConnectDomainEventNICMACChangeCallback)(virConnectPtr conn, virDomainPtr dom,
                                                          const char *alias, const char *oldMAC,
                                                          const char *newMAC, void *opaque);

#ifdef __cplusplus
}
#endif

#endif /* LIBVIRT_DOMAIN_EVENTS_H */
