/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The functions that register callbacks for events, of every family.
 */
#include "client/core/api.h"
#include "client/events/events.h"

int api_event_add(virConnectPtr conn, const struct event_request *r)
{
    int id;

    if (!r->cb)
        return api_missing(conn, r->family->origin, "cb");
    if (r->object && api_belongs(conn, r->family->origin, r->family->kind, r->object) < 0)
        return -1;
    if (r->family->event_id_at >= 0 &&
        api_at_least(conn, r->family->origin, "eventID", r->event_id, 0) < 0)
        return -1;
    id = events_add(conn, r);
    return id < 0 ? api_fail(conn) : id;
}

int api_event_end(virConnectPtr conn, const struct event_family *family, int id)
{
    if (!api_conn(conn, family->origin) ||
        api_at_least(conn, family->origin, "callbackID", id, 0) < 0)
        return -1;
    return events_remove(conn, family, id, NULL) < 0 ? api_fail(conn) : 0;
}

/* The functions of a family. Their whole names stand where they are made, to be found. */
#define REGISTER(function, events, object_type, callback)                                    \
    VIREO_API int function(virConnectPtr conn, object_type object, int eventID, callback cb, \
                           void *opaque, virFreeCallback freecb)                             \
    {                                                                                        \
        CONN(conn, events.origin, -1);                                                       \
        return api_event_add(conn, &(struct event_request){.family = &events,                \
                                                           .event_id = eventID,              \
                                                           .object = object,                 \
                                                           .cb = (event_callback)cb,         \
                                                           .opaque = opaque,                 \
                                                           .free_cb = freecb});              \
    }
#define DEREGISTER(function, events)                           \
    VIREO_API int function(virConnectPtr conn, int callbackID) \
    {                                                          \
        return api_event_end(conn, &events, callbackID);       \
    }

REGISTER(virConnectDomainEventRegisterAny, domain_events, virDomainPtr,
         virConnectDomainEventGenericCallback)
DEREGISTER(virConnectDomainEventDeregisterAny, domain_events)

REGISTER(virConnectNetworkEventRegisterAny, network_events, virNetworkPtr,
         virConnectNetworkEventGenericCallback)
DEREGISTER(virConnectNetworkEventDeregisterAny, network_events)

REGISTER(virConnectStoragePoolEventRegisterAny, storage_pool_events, virStoragePoolPtr,
         virConnectStoragePoolEventGenericCallback)
DEREGISTER(virConnectStoragePoolEventDeregisterAny, storage_pool_events)

REGISTER(virConnectNodeDeviceEventRegisterAny, node_device_events, virNodeDevicePtr,
         virConnectNodeDeviceEventGenericCallback)
DEREGISTER(virConnectNodeDeviceEventDeregisterAny, node_device_events)

REGISTER(virConnectSecretEventRegisterAny, secret_events, virSecretPtr,
         virConnectSecretEventGenericCallback)
DEREGISTER(virConnectSecretEventDeregisterAny, secret_events)

/* ---- the old style: domains only, and only what happens in their lives ---- */

VIREO_API int virConnectDomainEventRegister(virConnectPtr conn, virConnectDomainEventCallback cb,
                                            void *opaque, virFreeCallback freecb)
{
    int id;

    CONN(conn, VIR_FROM_DOMAIN, -1);
    id = api_event_add(conn, &(struct event_request){.family = &domain_events,
                                                     .event_id = VIR_DOMAIN_EVENT_ID_LIFECYCLE,
                                                     .old_style = true,
                                                     .cb = (event_callback)cb,
                                                     .opaque = opaque,
                                                     .free_cb = freecb});
    return id < 0 ? -1 : 0;
}

VIREO_API int virConnectDomainEventDeregister(virConnectPtr conn, virConnectDomainEventCallback cb)
{
    CONN(conn, VIR_FROM_DOMAIN, -1);
    NEED(conn, VIR_FROM_DOMAIN, -1, cb);
    if (events_remove(conn, &domain_events, 0, (event_callback)cb) < 0)
        return api_fail(conn);
    return 0;
}
