/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * One line an event: which procedure brings it, where its object is, what its callback gets.
 */
#include "client/events/event_table.h"

#include <stddef.h>

#include "client/core/object.h"
#include "client/core/params.h"
#include "common/cleanup.h"
#include "protocol/program.h"
#include "protocol/qemu.h"

typedef void (*vcpu_removed_callback)(virConnectPtr conn, virDomainPtr dom, unsigned int vcpu,
                                      void *opaque);

/* Defines the function that calls a callback of that type with what is in the message m. */
#define EVENT_OF(message, member, callback, ...)                           \
    static void call_##member(const void *msg, const struct event_call *c) \
    {                                                                      \
        const message *m = msg;                                            \
        callback cb = (callback)c->cb;                                     \
                                                                           \
        (void)m;                                                           \
        cb(c->conn, c->object, __VA_ARGS__);                               \
    }
#define EVENT(member, callback, ...) \
    EVENT_OF(remote_domain_event_##member##_msg, member, callback, __VA_ARGS__)

/* The same with typed parameters, which live as long as the call. */
#define EVENT_PARAMS(member, callback)                                                 \
    static void call_##member(const void *msg, const struct event_call *c)             \
    {                                                                                  \
        const remote_domain_event_##member##_msg *m = msg;                             \
        callback cb = (callback)c->cb;                                                 \
        virTypedParameterPtr params;                                                   \
        int n = (int)m->params.params_len;                                             \
                                                                                       \
        if (params_from_wire(m->params.params_val, m->params.params_len, &params) < 0) \
            return;                                                                    \
        cb(c->conn, c->object, params, n, c->opaque);                                  \
        virTypedParamsFree(params, n);                                                 \
    }

static const char *event_optional(char *const *s)
{
    return s ? *s : NULL;
}

EVENT(callback_lifecycle, virConnectDomainEventCallback, m->msg.event, m->msg.detail, c->opaque)
EVENT(callback_reboot, virConnectDomainEventGenericCallback, c->opaque)
EVENT(callback_rtc_change, virConnectDomainEventRTCChangeCallback, m->msg.offset, c->opaque)
EVENT(callback_watchdog, virConnectDomainEventWatchdogCallback, m->msg.action, c->opaque)
EVENT(callback_io_error, virConnectDomainEventIOErrorCallback, m->msg.srcPath, m->msg.devAlias,
      m->msg.action, c->opaque)

static void call_callback_graphics(const void *msg, const struct event_call *c)
{
    const remote_domain_event_callback_graphics_msg *wrapped = msg;
    const remote_domain_event_graphics_msg *m = &wrapped->msg;
    virConnectDomainEventGraphicsCallback cb = (virConnectDomainEventGraphicsCallback)c->cb;
    virDomainEventGraphicsAddress local = {m->local.family, m->local.node, m->local.service};
    virDomainEventGraphicsAddress remote = {m->remote.family, m->remote.node, m->remote.service};
    virDomainEventGraphicsSubjectIdentity who[REMOTE_DOMAIN_EVENT_GRAPHICS_IDENTITY_MAX];
    virDomainEventGraphicsSubject subject = {(int)m->subject.subject_len, who};

    for (unsigned i = 0; i < m->subject.subject_len; i++) {
        who[i].type = m->subject.subject_val[i].type;
        who[i].name = m->subject.subject_val[i].name;
    }
    cb(c->conn, c->object, m->phase, &local, &remote, m->authScheme, &subject, c->opaque);
}

EVENT(callback_io_error_reason, virConnectDomainEventIOErrorReasonCallback, m->msg.srcPath,
      m->msg.devAlias, m->msg.action, m->msg.reason, c->opaque)
EVENT(callback_control_error, virConnectDomainEventGenericCallback, c->opaque)
EVENT(callback_block_job, virConnectDomainEventBlockJobCallback, m->msg.path, m->msg.type,
      m->msg.status, c->opaque)
EVENT(callback_disk_change, virConnectDomainEventDiskChangeCallback,
      event_optional(m->msg.oldSrcPath), event_optional(m->msg.newSrcPath), m->msg.devAlias,
      m->msg.reason, c->opaque)
EVENT(callback_tray_change, virConnectDomainEventTrayChangeCallback, m->msg.devAlias, m->msg.reason,
      c->opaque)
EVENT(callback_pmwakeup, virConnectDomainEventPMWakeupCallback, m->reason, c->opaque)
EVENT(callback_pmsuspend, virConnectDomainEventPMSuspendCallback, m->reason, c->opaque)
EVENT(callback_balloon_change, virConnectDomainEventBalloonChangeCallback, m->msg.actual, c->opaque)
EVENT(callback_pmsuspend_disk, virConnectDomainEventPMSuspendDiskCallback, m->reason, c->opaque)
EVENT(callback_device_removed, virConnectDomainEventDeviceRemovedCallback, m->msg.devAlias,
      c->opaque)
EVENT(block_job_2, virConnectDomainEventBlockJobCallback, m->dst, m->type, m->status, c->opaque)
EVENT_PARAMS(callback_tunable, virConnectDomainEventTunableCallback)
EVENT(callback_agent_lifecycle, virConnectDomainEventAgentLifecycleCallback, m->state, m->reason,
      c->opaque)
EVENT(callback_device_added, virConnectDomainEventDeviceAddedCallback, m->devAlias, c->opaque)
EVENT(callback_migration_iteration, virConnectDomainEventMigrationIterationCallback, m->iteration,
      c->opaque)
EVENT_PARAMS(callback_job_completed, virConnectDomainEventJobCompletedCallback)
EVENT(callback_device_removal_failed, virConnectDomainEventDeviceRemovalFailedCallback, m->devAlias,
      c->opaque)
EVENT(callback_metadata_change, virConnectDomainEventMetadataChangeCallback, m->type,
      event_optional(m->nsuri), c->opaque)
EVENT(block_threshold, virConnectDomainEventBlockThresholdCallback, m->dev, event_optional(m->path),
      m->threshold, m->excess, c->opaque)
EVENT(memory_failure, virConnectDomainEventMemoryFailureCallback, m->recipient, m->action, m->flags,
      c->opaque)
EVENT(memory_device_size_change, virConnectDomainEventMemoryDeviceSizeChangeCallback, m->alias,
      m->size, c->opaque)
EVENT(nic_mac_change, virConnectDomainEventNICMACChangeCallback, m->alias, m->oldMAC, m->newMAC,
      c->opaque)
EVENT(vcpu_removed, vcpu_removed_callback, m->vcpuid, c->opaque)
EVENT(callback_channel_lifecycle, virConnectDomainEventChannelLifecycleCallback, m->channelName,
      m->state, m->reason, c->opaque)

/* ---- the other families ---- */

#define FAMILY_EVENT(member, callback, ...) \
    EVENT_OF(remote_##member##_msg, member, callback, __VA_ARGS__)

FAMILY_EVENT(network_event_lifecycle, virConnectNetworkEventLifecycleCallback, m->event, m->detail,
             c->opaque)
FAMILY_EVENT(network_event_callback_metadata_change, virConnectNetworkEventMetadataChangeCallback,
             m->type, event_optional(m->nsuri), c->opaque)
FAMILY_EVENT(storage_pool_event_lifecycle, virConnectStoragePoolEventLifecycleCallback, m->event,
             m->detail, c->opaque)
FAMILY_EVENT(storage_pool_event_refresh, virConnectStoragePoolEventGenericCallback, c->opaque)
FAMILY_EVENT(node_device_event_lifecycle, virConnectNodeDeviceEventLifecycleCallback, m->event,
             m->detail, c->opaque)
FAMILY_EVENT(node_device_event_update, virConnectNodeDeviceEventGenericCallback, c->opaque)
FAMILY_EVENT(secret_event_lifecycle, virConnectSecretEventLifecycleCallback, m->event, m->detail,
             c->opaque)
FAMILY_EVENT(secret_event_value_changed, virConnectSecretEventGenericCallback, c->opaque)
EVENT_OF(qemu_domain_monitor_event_msg, monitor, virConnectDomainQemuMonitorEventCallback, m->event,
         m->seconds, m->micros, event_optional(m->details), c->opaque)

/* ---- how they are asked for ---- */

#define FAMILY(family, domain, PROC, ask, object)                                   \
    const struct event_family family##_events = {                                   \
        .kind = &family##_object_kind,                                              \
        .program = &remote_program,                                                 \
        .origin = domain,                                                           \
        .ask_procedure = REMOTE_PROC_CONNECT_##PROC##REGISTER_ANY,                  \
        .end_procedure = REMOTE_PROC_CONNECT_##PROC##DEREGISTER_ANY,                \
        .args_size = sizeof(remote_connect_##ask##_register_any_args),              \
        .event_id_at = offsetof(remote_connect_##ask##_register_any_args, eventID), \
        .object_at = offsetof(remote_connect_##ask##_register_any_args, object),    \
        .text_at = -1,                                                              \
        .flags_at = -1,                                                             \
    };

FAMILY(domain, VIR_FROM_DOMAIN, DOMAIN_EVENT_CALLBACK_, domain_event_callback, dom)
FAMILY(network, VIR_FROM_NETWORK, NETWORK_EVENT_, network_event, net)
FAMILY(storage_pool, VIR_FROM_STORAGE, STORAGE_POOL_EVENT_, storage_pool_event, pool)
FAMILY(node_device, VIR_FROM_NODEDEV, NODE_DEVICE_EVENT_, node_device_event, dev)
FAMILY(secret, VIR_FROM_SECRET, SECRET_EVENT_, secret_event, secret)

const struct event_family monitor_events = {
    .kind = &domain_object_kind,
    .program = &qemu_program,
    .origin = VIR_FROM_NONE,
    .ask_procedure = QEMU_PROC_CONNECT_DOMAIN_MONITOR_EVENT_REGISTER,
    .end_procedure = QEMU_PROC_CONNECT_DOMAIN_MONITOR_EVENT_DEREGISTER,
    .args_size = sizeof(qemu_connect_domain_monitor_event_register_args),
    .event_id_at = -1,
    .object_at = offsetof(qemu_connect_domain_monitor_event_register_args, dom),
    .text_at = offsetof(qemu_connect_domain_monitor_event_register_args, event),
    .flags_at = offsetof(qemu_connect_domain_monitor_event_register_args, flags),
};

#define TYPE_OF(events, number, message, function, object)    \
    {                                                         \
        &events, number, offsetof(message, object), function, \
    }
#define TYPE(MEMBER, member, domain)                                                              \
    TYPE_OF(domain_events, REMOTE_PROC_DOMAIN_EVENT_##MEMBER, remote_domain_event_##member##_msg, \
            call_##member, domain)
#define FAMILY_TYPE(family, MEMBER, member, object) \
    TYPE_OF(family##_events, REMOTE_PROC_##MEMBER, remote_##member##_msg, call_##member, object)

static const struct event_type event_types[] = {
    TYPE(CALLBACK_LIFECYCLE, callback_lifecycle, msg.dom),
    TYPE(CALLBACK_REBOOT, callback_reboot, msg.dom),
    TYPE(CALLBACK_RTC_CHANGE, callback_rtc_change, msg.dom),
    TYPE(CALLBACK_WATCHDOG, callback_watchdog, msg.dom),
    TYPE(CALLBACK_IO_ERROR, callback_io_error, msg.dom),
    TYPE(CALLBACK_GRAPHICS, callback_graphics, msg.dom),
    TYPE(CALLBACK_IO_ERROR_REASON, callback_io_error_reason, msg.dom),
    TYPE(CALLBACK_CONTROL_ERROR, callback_control_error, msg.dom),
    TYPE(CALLBACK_BLOCK_JOB, callback_block_job, msg.dom),
    TYPE(CALLBACK_DISK_CHANGE, callback_disk_change, msg.dom),
    TYPE(CALLBACK_TRAY_CHANGE, callback_tray_change, msg.dom),
    TYPE(CALLBACK_PMWAKEUP, callback_pmwakeup, msg.dom),
    TYPE(CALLBACK_PMSUSPEND, callback_pmsuspend, msg.dom),
    TYPE(CALLBACK_BALLOON_CHANGE, callback_balloon_change, msg.dom),
    TYPE(CALLBACK_PMSUSPEND_DISK, callback_pmsuspend_disk, msg.dom),
    TYPE(CALLBACK_DEVICE_REMOVED, callback_device_removed, msg.dom),
    TYPE(BLOCK_JOB_2, block_job_2, dom),
    TYPE(CALLBACK_TUNABLE, callback_tunable, dom),
    TYPE(CALLBACK_AGENT_LIFECYCLE, callback_agent_lifecycle, dom),
    TYPE(CALLBACK_DEVICE_ADDED, callback_device_added, dom),
    TYPE(CALLBACK_MIGRATION_ITERATION, callback_migration_iteration, dom),
    TYPE(CALLBACK_JOB_COMPLETED, callback_job_completed, dom),
    TYPE(CALLBACK_DEVICE_REMOVAL_FAILED, callback_device_removal_failed, dom),
    TYPE(CALLBACK_METADATA_CHANGE, callback_metadata_change, dom),
    TYPE(BLOCK_THRESHOLD, block_threshold, dom),
    TYPE(MEMORY_FAILURE, memory_failure, dom),
    TYPE(MEMORY_DEVICE_SIZE_CHANGE, memory_device_size_change, dom),
    TYPE(NIC_MAC_CHANGE, nic_mac_change, dom),
    TYPE(VCPU_REMOVED, vcpu_removed, dom),
    TYPE(CALLBACK_CHANNEL_LIFECYCLE, callback_channel_lifecycle, dom),
    FAMILY_TYPE(network, NETWORK_EVENT_LIFECYCLE, network_event_lifecycle, net),
    FAMILY_TYPE(network, NETWORK_EVENT_CALLBACK_METADATA_CHANGE,
                network_event_callback_metadata_change, net),
    FAMILY_TYPE(storage_pool, STORAGE_POOL_EVENT_LIFECYCLE, storage_pool_event_lifecycle, pool),
    FAMILY_TYPE(storage_pool, STORAGE_POOL_EVENT_REFRESH, storage_pool_event_refresh, pool),
    FAMILY_TYPE(node_device, NODE_DEVICE_EVENT_LIFECYCLE, node_device_event_lifecycle, dev),
    FAMILY_TYPE(node_device, NODE_DEVICE_EVENT_UPDATE, node_device_event_update, dev),
    FAMILY_TYPE(secret, SECRET_EVENT_LIFECYCLE, secret_event_lifecycle, secret),
    FAMILY_TYPE(secret, SECRET_EVENT_VALUE_CHANGED, secret_event_value_changed, secret),
    TYPE_OF(monitor_events, QEMU_PROC_DOMAIN_MONITOR_EVENT, qemu_domain_monitor_event_msg,
            call_monitor, dom),
};

const struct event_type *event_type_find(const struct program *program, int procedure)
{
    for (size_t i = 0; i < ARRAY_SIZE(event_types); i++) {
        if (event_types[i].procedure == procedure && event_types[i].family->program == program)
            return &event_types[i];
    }
    return NULL;
}
