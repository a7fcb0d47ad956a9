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

/* Lifecycle: what happened, and a detail whose enum depends on it. */
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

typedef enum {
    VIR_DOMAIN_EVENT_DEFINED_ADDED = 0,
    VIR_DOMAIN_EVENT_DEFINED_UPDATED = 1,
    VIR_DOMAIN_EVENT_DEFINED_RENAMED = 2,       /* since 1.2.19 */
    VIR_DOMAIN_EVENT_DEFINED_FROM_SNAPSHOT = 3, /* since 1.3.3 */
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_EVENT_DEFINED_LAST = 4,
#endif
} virDomainEventDefinedDetailType;

typedef enum {
    VIR_DOMAIN_EVENT_UNDEFINED_REMOVED = 0,
    VIR_DOMAIN_EVENT_UNDEFINED_RENAMED = 1, /* since 1.2.19 */
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_EVENT_UNDEFINED_LAST = 2,
#endif
} virDomainEventUndefinedDetailType;

typedef enum {
    VIR_DOMAIN_EVENT_STARTED_BOOTED = 0,
    VIR_DOMAIN_EVENT_STARTED_MIGRATED = 1,
    VIR_DOMAIN_EVENT_STARTED_RESTORED = 2,
    VIR_DOMAIN_EVENT_STARTED_FROM_SNAPSHOT = 3, /* since 0.8.0 */
    VIR_DOMAIN_EVENT_STARTED_WAKEUP = 4,        /* since 0.9.11 */
    VIR_DOMAIN_EVENT_STARTED_RECREATED = 5,     /* since 11.6.0 */
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_EVENT_STARTED_LAST = 6,
#endif
} virDomainEventStartedDetailType;

typedef enum {
    VIR_DOMAIN_EVENT_SUSPENDED_PAUSED = 0,
    VIR_DOMAIN_EVENT_SUSPENDED_MIGRATED = 1,
    VIR_DOMAIN_EVENT_SUSPENDED_IOERROR = 2,         /* since 0.8.0 */
    VIR_DOMAIN_EVENT_SUSPENDED_WATCHDOG = 3,        /* since 0.8.0 */
    VIR_DOMAIN_EVENT_SUSPENDED_RESTORED = 4,        /* since 0.9.5 */
    VIR_DOMAIN_EVENT_SUSPENDED_FROM_SNAPSHOT = 5,   /* since 0.9.5 */
    VIR_DOMAIN_EVENT_SUSPENDED_API_ERROR = 6,       /* since 1.0.1 */
    VIR_DOMAIN_EVENT_SUSPENDED_POSTCOPY = 7,        /* since 1.3.3 */
    VIR_DOMAIN_EVENT_SUSPENDED_POSTCOPY_FAILED = 8, /* since 1.3.3 */
    VIR_DOMAIN_EVENT_SUSPENDED_GUEST_SHUTDOWN = 9,  /* since 11.10.0 */
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_EVENT_SUSPENDED_LAST = 10,
#endif
} virDomainEventSuspendedDetailType;

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

typedef enum {
    VIR_DOMAIN_EVENT_STOPPED_SHUTDOWN = 0,
    VIR_DOMAIN_EVENT_STOPPED_DESTROYED = 1,
    VIR_DOMAIN_EVENT_STOPPED_CRASHED = 2,
    VIR_DOMAIN_EVENT_STOPPED_MIGRATED = 3,
    VIR_DOMAIN_EVENT_STOPPED_SAVED = 4,
    VIR_DOMAIN_EVENT_STOPPED_FAILED = 5,
    VIR_DOMAIN_EVENT_STOPPED_FROM_SNAPSHOT = 6, /* since 0.8.0 */
    VIR_DOMAIN_EVENT_STOPPED_RECREATED = 7,     /* since 11.6.0 */
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_EVENT_STOPPED_LAST = 8,
#endif
} virDomainEventStoppedDetailType;

typedef enum {
    VIR_DOMAIN_EVENT_SHUTDOWN_FINISHED = 0,
    VIR_DOMAIN_EVENT_SHUTDOWN_GUEST = 1, /* since 3.4.0 */
    VIR_DOMAIN_EVENT_SHUTDOWN_HOST = 2,  /* since 3.4.0 */
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_EVENT_SHUTDOWN_LAST = 3,
#endif
} virDomainEventShutdownDetailType;

typedef enum {
    VIR_DOMAIN_EVENT_PMSUSPENDED_MEMORY = 0,
    VIR_DOMAIN_EVENT_PMSUSPENDED_DISK = 1, /* since 1.0.0 */
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_EVENT_PMSUSPENDED_LAST = 2,
#endif
} virDomainEventPMSuspendedDetailType;

typedef enum {
    VIR_DOMAIN_EVENT_CRASHED_PANICKED = 0,
    VIR_DOMAIN_EVENT_CRASHED_CRASHLOADED = 1, /* since 6.1.0 */
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_EVENT_CRASHED_LAST = 2,
#endif
} virDomainEventCrashedDetailType;

typedef int (*virConnectDomainEventCallback)(virConnectPtr conn, virDomainPtr dom, int event,
                                             int detail, void *opaque);

/* Lifecycle only, the old style: one callback function at most once for a connection. */
int virConnectDomainEventRegister(virConnectPtr conn, virConnectDomainEventCallback cb,
                                  void *opaque, virFreeCallback freecb);

int virConnectDomainEventDeregister(virConnectPtr conn, virConnectDomainEventCallback cb);

/* All events: the number of an event decides the type of its callback. */
typedef enum {
    VIR_DOMAIN_EVENT_ID_LIFECYCLE = 0,
    VIR_DOMAIN_EVENT_ID_REBOOT = 1,
    VIR_DOMAIN_EVENT_ID_RTC_CHANGE = 2,
    VIR_DOMAIN_EVENT_ID_WATCHDOG = 3,
    VIR_DOMAIN_EVENT_ID_IO_ERROR = 4,
    VIR_DOMAIN_EVENT_ID_GRAPHICS = 5,
    VIR_DOMAIN_EVENT_ID_IO_ERROR_REASON = 6,            /* since 0.8.1 */
    VIR_DOMAIN_EVENT_ID_CONTROL_ERROR = 7,              /* since 0.9.2 */
    VIR_DOMAIN_EVENT_ID_BLOCK_JOB = 8,                  /* since 0.9.4 */
    VIR_DOMAIN_EVENT_ID_DISK_CHANGE = 9,                /* since 0.9.7 */
    VIR_DOMAIN_EVENT_ID_TRAY_CHANGE = 10,               /* since 0.9.11 */
    VIR_DOMAIN_EVENT_ID_PMWAKEUP = 11,                  /* since 0.9.11 */
    VIR_DOMAIN_EVENT_ID_PMSUSPEND = 12,                 /* since 0.9.11 */
    VIR_DOMAIN_EVENT_ID_BALLOON_CHANGE = 13,            /* since 0.10.0 */
    VIR_DOMAIN_EVENT_ID_PMSUSPEND_DISK = 14,            /* since 1.0.0 */
    VIR_DOMAIN_EVENT_ID_DEVICE_REMOVED = 15,            /* since 1.1.1 */
    VIR_DOMAIN_EVENT_ID_BLOCK_JOB_2 = 16,               /* since 1.2.6 */
    VIR_DOMAIN_EVENT_ID_TUNABLE = 17,                   /* since 1.2.9 */
    VIR_DOMAIN_EVENT_ID_AGENT_LIFECYCLE = 18,           /* since 1.2.11 */
    VIR_DOMAIN_EVENT_ID_DEVICE_ADDED = 19,              /* since 1.2.15 */
    VIR_DOMAIN_EVENT_ID_MIGRATION_ITERATION = 20,       /* since 1.3.2 */
    VIR_DOMAIN_EVENT_ID_JOB_COMPLETED = 21,             /* since 1.3.3 */
    VIR_DOMAIN_EVENT_ID_DEVICE_REMOVAL_FAILED = 22,     /* since 1.3.4 */
    VIR_DOMAIN_EVENT_ID_METADATA_CHANGE = 23,           /* since 3.0.0 */
    VIR_DOMAIN_EVENT_ID_BLOCK_THRESHOLD = 24,           /* since 3.2.0 */
    VIR_DOMAIN_EVENT_ID_MEMORY_FAILURE = 25,            /* since 6.9.0 */
    VIR_DOMAIN_EVENT_ID_MEMORY_DEVICE_SIZE_CHANGE = 26, /* since 7.9.0 */
    VIR_DOMAIN_EVENT_ID_NIC_MAC_CHANGE = 27,            /* since 11.2.0 */
    VIR_DOMAIN_EVENT_ID_VCPU_REMOVED = 28,              /* since 12.4.0 */
    VIR_DOMAIN_EVENT_ID_CHANNEL_LIFECYCLE = 29,         /* since 12.4.0 */
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_EVENT_ID_LAST = 30,
#endif
} virDomainEventID;

typedef void (*virConnectDomainEventGenericCallback)(virConnectPtr conn, virDomainPtr dom,
                                                     void *opaque);

/* Turns a callback of any event's type into the one that registering takes. */
#define VIR_DOMAIN_EVENT_CALLBACK(cb) ((virConnectDomainEventGenericCallback)(cb))

int virConnectDomainEventRegisterAny(virConnectPtr conn, virDomainPtr dom, int eventID,
                                     virConnectDomainEventGenericCallback cb, void *opaque,
                                     virFreeCallback freecb);

int virConnectDomainEventDeregisterAny(virConnectPtr conn, int callbackID);

/* Callbacks of the events, and what their arguments mean. */
typedef void (*virConnectDomainEventRTCChangeCallback)(virConnectPtr conn, virDomainPtr dom,
                                                       long long utcoffset, void *opaque);

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

typedef void (*virConnectDomainEventWatchdogCallback)(virConnectPtr conn, virDomainPtr dom,
                                                      int action, void *opaque);

typedef enum {
    VIR_DOMAIN_EVENT_IO_ERROR_NONE = 0,
    VIR_DOMAIN_EVENT_IO_ERROR_PAUSE = 1,
    VIR_DOMAIN_EVENT_IO_ERROR_REPORT = 2,
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_EVENT_IO_ERROR_LAST = 3,
#endif
} virDomainEventIOErrorAction;

typedef void (*virConnectDomainEventIOErrorCallback)(virConnectPtr conn, virDomainPtr dom,
                                                     const char *srcPath, const char *devAlias,
                                                     int action, void *opaque);

typedef void (*virConnectDomainEventIOErrorReasonCallback)(virConnectPtr conn, virDomainPtr dom,
                                                           const char *srcPath,
                                                           const char *devAlias, int action,
                                                           const char *reason, void *opaque);

typedef enum {
    VIR_DOMAIN_EVENT_GRAPHICS_CONNECT = 0,
    VIR_DOMAIN_EVENT_GRAPHICS_INITIALIZE = 1,
    VIR_DOMAIN_EVENT_GRAPHICS_DISCONNECT = 2,
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_EVENT_GRAPHICS_LAST = 3,
#endif
} virDomainEventGraphicsPhase;

typedef enum {
    VIR_DOMAIN_EVENT_GRAPHICS_ADDRESS_IPV4 = 0,
    VIR_DOMAIN_EVENT_GRAPHICS_ADDRESS_IPV6 = 1,
    VIR_DOMAIN_EVENT_GRAPHICS_ADDRESS_UNIX = 2, /* since 0.9.7 */
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_EVENT_GRAPHICS_ADDRESS_LAST = 3,
#endif
} virDomainEventGraphicsAddressType;

typedef struct _virDomainEventGraphicsAddress virDomainEventGraphicsAddress;
typedef virDomainEventGraphicsAddress *virDomainEventGraphicsAddressPtr;
struct _virDomainEventGraphicsAddress {
    int family;
    char *node;
    char *service;
};

typedef struct _virDomainEventGraphicsSubjectIdentity virDomainEventGraphicsSubjectIdentity;
typedef virDomainEventGraphicsSubjectIdentity *virDomainEventGraphicsSubjectIdentityPtr;
struct _virDomainEventGraphicsSubjectIdentity {
    char *type;
    char *name;
};

typedef struct _virDomainEventGraphicsSubject virDomainEventGraphicsSubject;
typedef virDomainEventGraphicsSubject *virDomainEventGraphicsSubjectPtr;
struct _virDomainEventGraphicsSubject {
    int nidentity;
    virDomainEventGraphicsSubjectIdentityPtr identities;
};

typedef void (*virConnectDomainEventGraphicsCallback)(
    virConnectPtr conn, virDomainPtr dom, int phase, const virDomainEventGraphicsAddress *local,
    const virDomainEventGraphicsAddress *remote, const char *authScheme,
    const virDomainEventGraphicsSubject *subject, void *opaque);

typedef enum {
    VIR_DOMAIN_BLOCK_JOB_COMPLETED = 0,
    VIR_DOMAIN_BLOCK_JOB_FAILED = 1,
    VIR_DOMAIN_BLOCK_JOB_CANCELED = 2, /* since 0.9.12 */
    VIR_DOMAIN_BLOCK_JOB_READY = 3,    /* since 1.0.0 */
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_BLOCK_JOB_LAST = 4,
#endif
} virConnectDomainEventBlockJobStatus;

typedef void (*virConnectDomainEventBlockJobCallback)(virConnectPtr conn, virDomainPtr dom,
                                                      const char *disk, int type, int status,
                                                      void *opaque);

typedef enum {
    VIR_DOMAIN_EVENT_DISK_CHANGE_MISSING_ON_START = 0,
    VIR_DOMAIN_EVENT_DISK_DROP_MISSING_ON_START = 1, /* since 1.1.2 */
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_EVENT_DISK_CHANGE_LAST = 2,
#endif
} virConnectDomainEventDiskChangeReason;

typedef void (*virConnectDomainEventDiskChangeCallback)(virConnectPtr conn, virDomainPtr dom,
                                                        const char *oldSrcPath,
                                                        const char *newSrcPath,
                                                        const char *devAlias, int reason,
                                                        void *opaque);

typedef enum {
    VIR_DOMAIN_EVENT_TRAY_CHANGE_OPEN = 0,
    VIR_DOMAIN_EVENT_TRAY_CHANGE_CLOSE = 1,
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_EVENT_TRAY_CHANGE_LAST = 2,
#endif
} virDomainEventTrayChangeReason;

typedef void (*virConnectDomainEventTrayChangeCallback)(virConnectPtr conn, virDomainPtr dom,
                                                        const char *devAlias, int reason,
                                                        void *opaque);

typedef void (*virConnectDomainEventPMWakeupCallback)(virConnectPtr conn, virDomainPtr dom,
                                                      int reason, void *opaque);

typedef void (*virConnectDomainEventPMSuspendCallback)(virConnectPtr conn, virDomainPtr dom,
                                                       int reason, void *opaque);

typedef void (*virConnectDomainEventPMSuspendDiskCallback)(virConnectPtr conn, virDomainPtr dom,
                                                           int reason, void *opaque);

typedef void (*virConnectDomainEventBalloonChangeCallback)(virConnectPtr conn, virDomainPtr dom,
                                                           unsigned long long actual, void *opaque);

typedef void (*virConnectDomainEventDeviceAddedCallback)(virConnectPtr conn, virDomainPtr dom,
                                                         const char *devAlias, void *opaque);

typedef void (*virConnectDomainEventDeviceRemovedCallback)(virConnectPtr conn, virDomainPtr dom,
                                                           const char *devAlias, void *opaque);

typedef void (*virConnectDomainEventDeviceRemovalFailedCallback)(virConnectPtr conn,
                                                                 virDomainPtr dom,
                                                                 const char *devAlias,
                                                                 void *opaque);

typedef void (*virConnectDomainEventMetadataChangeCallback)(virConnectPtr conn, virDomainPtr dom,
                                                            int type, const char *nsuri,
                                                            void *opaque);

typedef void (*virConnectDomainEventMigrationIterationCallback)(virConnectPtr conn,
                                                                virDomainPtr dom, int iteration,
                                                                void *opaque);

typedef void (*virConnectDomainEventJobCompletedCallback)(virConnectPtr conn, virDomainPtr dom,
                                                          virTypedParameterPtr params, int nparams,
                                                          void *opaque);

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

typedef enum {
    VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_STATE_CONNECTED = 1,
    VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_STATE_DISCONNECTED = 2,
#ifdef VIR_ENUM_SENTINELS
    VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_STATE_LAST = 3,
#endif
} virConnectDomainEventAgentLifecycleState;

typedef enum {
    VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_REASON_UNKNOWN = 0,
    VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_REASON_DOMAIN_STARTED = 1,
    VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_REASON_CHANNEL = 2,
#ifdef VIR_ENUM_SENTINELS
    VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_REASON_LAST = 3,
#endif
} virConnectDomainEventAgentLifecycleReason;

typedef void (*virConnectDomainEventAgentLifecycleCallback)(virConnectPtr conn, virDomainPtr dom,
                                                            int state, int reason, void *opaque);

typedef enum {
    VIR_CONNECT_DOMAIN_EVENT_CHANNEL_LIFECYCLE_STATE_CONNECTED = 1,
    VIR_CONNECT_DOMAIN_EVENT_CHANNEL_LIFECYCLE_STATE_DISCONNECTED = 2,
#ifdef VIR_ENUM_SENTINELS
    VIR_CONNECT_DOMAIN_EVENT_CHANNEL_LIFECYCLE_STATE_LAST = 3,
#endif
} virConnectDomainEventChannelLifecycleState;

typedef enum {
    VIR_CONNECT_DOMAIN_EVENT_CHANNEL_LIFECYCLE_REASON_UNKNOWN = 0,
    VIR_CONNECT_DOMAIN_EVENT_CHANNEL_LIFECYCLE_REASON_DOMAIN_STARTED = 1,
    VIR_CONNECT_DOMAIN_EVENT_CHANNEL_LIFECYCLE_REASON_CHANNEL = 2,
#ifdef VIR_ENUM_SENTINELS
    VIR_CONNECT_DOMAIN_EVENT_CHANNEL_LIFECYCLE_REASON_LAST = 3,
#endif
} virConnectDomainEventChannelLifecycleReason;

typedef void (*virConnectDomainEventChannelLifecycleCallback)(virConnectPtr conn, virDomainPtr dom,
                                                              const char *channelName, int state,
                                                              int reason, void *opaque);

typedef void (*virConnectDomainEventBlockThresholdCallback)(virConnectPtr conn, virDomainPtr dom,
                                                            const char *dev, const char *path,
                                                            unsigned long long threshold,
                                                            unsigned long long excess,
                                                            void *opaque);

typedef enum {
    VIR_DOMAIN_EVENT_MEMORY_FAILURE_RECIPIENT_HYPERVISOR = 0,
    VIR_DOMAIN_EVENT_MEMORY_FAILURE_RECIPIENT_GUEST = 1,
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_EVENT_MEMORY_FAILURE_RECIPIENT_LAST = 2,
#endif
} virDomainMemoryFailureRecipientType;

typedef enum {
    VIR_DOMAIN_EVENT_MEMORY_FAILURE_ACTION_IGNORE = 0,
    VIR_DOMAIN_EVENT_MEMORY_FAILURE_ACTION_INJECT = 1,
    VIR_DOMAIN_EVENT_MEMORY_FAILURE_ACTION_FATAL = 2,
    VIR_DOMAIN_EVENT_MEMORY_FAILURE_ACTION_RESET = 3,
#ifdef VIR_ENUM_SENTINELS
    VIR_DOMAIN_EVENT_MEMORY_FAILURE_ACTION_LAST = 4,
#endif
} virDomainMemoryFailureActionType;

typedef enum {
    VIR_DOMAIN_MEMORY_FAILURE_ACTION_REQUIRED = 1 << 0,
    VIR_DOMAIN_MEMORY_FAILURE_RECURSIVE = 1 << 1,
} virDomainMemoryFailureFlags;

typedef void (*virConnectDomainEventMemoryFailureCallback)(virConnectPtr conn, virDomainPtr dom,
                                                           int recipient, int action,
                                                           unsigned int flags, void *opaque);

typedef void (*virConnectDomainEventMemoryDeviceSizeChangeCallback)(
    virConnectPtr conn, virDomainPtr dom, const char *alias, unsigned long long size, void *opaque);

typedef void (*virConnectDomainEventNICMACChangeCallback)(virConnectPtr conn, virDomainPtr dom,
                                                          const char *alias, const char *oldMAC,
                                                          const char *newMAC, void *opaque);

#ifdef __cplusplus
}
#endif

#endif /* LIBVIRT_DOMAIN_EVENTS_H */
