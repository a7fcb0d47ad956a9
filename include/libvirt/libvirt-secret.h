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

#define VIR_SECRET_EVENT_CALLBACK(cb) ((virConnectSecretEventGenericCallback)(void (*)(void))(cb))

/* ---- handles ---- */

/*
 * Takes one more reference to the handle, to be given back with virSecretFree. Returns 0 or -1.
 *
 * Since 0.7.1.
 */
int virSecretRef(virSecretPtr secret);

/*
 * Gives back a reference to the handle; the secret itself is not touched. Returns 0 or -1.
 *
 * Since 0.7.1.
 */
int virSecretFree(virSecretPtr secret);

/*
 * The connection that the secret was got from; no reference is taken. NULL on error.
 *
 * Since 0.7.1.
 */
virConnectPtr virSecretGetConnect(virSecretPtr secret);

/*
 * Copies the UUID to VIR_UUID_BUFLEN bytes at buf. Returns 0 or -1.
 *
 * Since 0.7.1.
 */
int virSecretGetUUID(virSecretPtr secret, unsigned char *uuid);

/*
 * Writes the UUID as text to VIR_UUID_STRING_BUFLEN bytes at buf. Returns 0 or -1.
 *
 * Since 0.7.1.
 */
int virSecretGetUUIDString(virSecretPtr secret, char *buf);

/*
 * What the secret is used for: a virSecretUsageType, or -1.
 *
 * Since 0.7.1.
 */
int virSecretGetUsageType(virSecretPtr secret);

/*
 * Which volume, target or other user the secret is for; it belongs to the handle. NULL on error.
 *
 * Since 0.7.1.
 */
const char *virSecretGetUsageID(virSecretPtr secret);

/* ---- finding ---- */

/*
 * The secret whose UUID are the VIR_UUID_BUFLEN bytes at uuid. Returns it, for virSecretFree, or
 * NULL: VIR_ERR_NO_SECRET.
 *
 * Since 0.7.1.
 */
virSecretPtr virSecretLookupByUUID(virConnectPtr conn, const unsigned char *uuid);

/*
 * The same with the UUID as text, with or without hyphens.
 *
 * Since 0.7.1.
 */
virSecretPtr virSecretLookupByUUIDString(virConnectPtr conn, const char *uuidstr);

/*
 * The secret for that use: usageType is a virSecretUsageType. Returns it, for virSecretFree, or
 * NULL: VIR_ERR_NO_SECRET.
 *
 * Since 0.7.1.
 */
virSecretPtr virSecretLookupByUsage(virConnectPtr conn, int usageType, const char *usageID);

/*
 * Puts a new array of all secrets that fit into *secrets; it ends with NULL and belongs to the
 * caller, as does each secret. secrets may be NULL: they are counted only. flags are
 * virConnectListAllSecretsFlags. Returns how many there are, or -1.
 *
 * Since 0.10.2.
 */
int virConnectListAllSecrets(virConnectPtr conn, virSecretPtr **secrets, unsigned int flags);

/*
 * How many secrets there are, or -1.
 *
 * Since 0.7.1.
 */
int virConnectNumOfSecrets(virConnectPtr conn);

/*
 * Puts the UUIDs, as text, of up to maxuuids secrets into the array uuids; each is the caller's to
 * free(). Returns how many, or -1.
 *
 * Since 0.7.1.
 */
int virConnectListSecrets(virConnectPtr conn, char **uuids, int maxuuids);

/* ---- defining, and the value ---- */

/*
 * Makes a secret of the description, without a value, or changes the one with that UUID. flags are
 * virSecretDefineFlags. Returns it, for virSecretFree, or NULL.
 *
 * Since 0.7.1.
 */
virSecretPtr virSecretDefineXML(virConnectPtr conn, const char *xml, unsigned int flags);

/*
 * Removes the secret and its value. Returns 0 or -1.
 *
 * Since 0.7.1.
 */
int virSecretUndefine(virSecretPtr secret);

/*
 * The description, without the value. Returns a new text, or NULL.
 *
 * Since 0.7.1.
 */
char *virSecretGetXMLDesc(virSecretPtr secret, unsigned int flags);

/*
 * Makes the value_size bytes at value the secret's value. Returns 0 or -1.
 *
 * Since 0.7.1.
 */
int virSecretSetValue(virSecretPtr secret, const unsigned char *value, size_t value_size,
                      unsigned int flags);

/*
 * The value, *value_size bytes. Returns new memory, or NULL: VIR_ERR_NO_SECRET without a value,
 * VIR_ERR_INVALID_SECRET when it is private.
 *
 * Since 0.7.1.
 */
unsigned char *virSecretGetValue(virSecretPtr secret, size_t *value_size, unsigned int flags);

/* ---- events of secrets ---- */

/*
 * Has cb called for each event of the kind eventID (a virSecretEventID), of one secret or, with
 * secret NULL, of all. VIR_SECRET_EVENT_CALLBACK casts cb. The callback runs from the event loop
 * with opaque; freecb, unless NULL, is called with it at the end. Returns the number for
 * virConnectSecretEventDeregisterAny, or -1.
 *
 * Since 3.0.0.
 */
int virConnectSecretEventRegisterAny(virConnectPtr conn, virSecretPtr secret, int eventID,
                                     virConnectSecretEventGenericCallback cb, void *opaque,
                                     virFreeCallback freecb);

/*
 * Ends what virConnectSecretEventRegisterAny began under that number. Returns 0 or -1.
 *
 * Since 3.0.0.
 */
int virConnectSecretEventDeregisterAny(virConnectPtr conn, int callbackID);

#ifdef __cplusplus
}
#endif

#endif /* LIBVIRT_SECRET_H */
