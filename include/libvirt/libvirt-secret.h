/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Secrets: pass phrases and keys that volumes, iSCSI, Ceph, TLS and vTPMs need.
 */
#ifndef LIBVIRT_SECRET_H
#define LIBVIRT_SECRET_H

#include <libvirt/libvirt-host.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A secret. */
typedef struct _virSecret virSecret;
typedef virSecret *virSecretPtr;

/* What a secret is for. Since 0.7.1. */
typedef enum {
    VIR_SECRET_USAGE_TYPE_NONE = 0,
    VIR_SECRET_USAGE_TYPE_VOLUME = 1,
    VIR_SECRET_USAGE_TYPE_CEPH = 2,  /* since 0.9.7 */
    VIR_SECRET_USAGE_TYPE_ISCSI = 3, /* since 1.0.4 */
    VIR_SECRET_USAGE_TYPE_TLS = 4,   /* since 2.3.0 */
    VIR_SECRET_USAGE_TYPE_VTPM = 5,  /* since 5.6.0 */
#ifdef VIR_ENUM_SENTINELS
    VIR_SECRET_USAGE_TYPE_LAST = 6,
#endif
} virSecretUsageType;

/* Filters of virConnectListAllSecrets, in groups of alternatives. Since 0.10.2. */
typedef enum {
    VIR_CONNECT_LIST_SECRETS_EPHEMERAL = 1 << 0, /* kept in memory only */
    VIR_CONNECT_LIST_SECRETS_NO_EPHEMERAL = 1 << 1,
    VIR_CONNECT_LIST_SECRETS_PRIVATE = 1 << 2, /* whose value nobody may read */
    VIR_CONNECT_LIST_SECRETS_NO_PRIVATE = 1 << 3,
} virConnectListAllSecretsFlags;

/* Flags of virSecretDefineXML. Since 7.7.0. */
typedef enum {
    VIR_SECRET_DEFINE_VALIDATE = 1 << 0,
} virSecretDefineFlags;

/* ---- events ---- */

/* Kinds of event of secrets. Since 3.0.0. */
typedef enum {
    VIR_SECRET_EVENT_ID_LIFECYCLE = 0,
    VIR_SECRET_EVENT_ID_VALUE_CHANGED = 1,
#ifdef VIR_ENUM_SENTINELS
    VIR_SECRET_EVENT_ID_LAST = 2,
#endif
} virSecretEventID;

/* What happened in a secret's life. Since 3.0.0. */
typedef enum {
    VIR_SECRET_EVENT_DEFINED = 0,
    VIR_SECRET_EVENT_UNDEFINED = 1,
#ifdef VIR_ENUM_SENTINELS
    VIR_SECRET_EVENT_LAST = 2,
#endif
} virSecretEventLifecycleType;

/* An event about which there is nothing more to say. Since 3.0.0. */
typedef void (*virConnectSecretEventGenericCallback)(virConnectPtr conn, virSecretPtr secret,
                                                     void *opaque);

/* A lifecycle event: event is a virSecretEventLifecycleType, detail is 0. Since 3.0.0. */
typedef void (*virConnectSecretEventLifecycleCallback)(virConnectPtr conn, virSecretPtr secret,
                                                       int event, int detail, void *opaque);

#define VIR_SECRET_EVENT_CALLBACK(cb) ((virConnectSecretEventGenericCallback)(cb))

#ifdef __cplusplus
}
#endif

#endif /* LIBVIRT_SECRET_H */
