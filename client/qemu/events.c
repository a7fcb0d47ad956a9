/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Events of QEMU's monitor.
 */
#include <libvirt/libvirt-qemu.h>

#include "client/core/api.h"
#include "client/events/events.h"

VIREO_API int virConnectDomainQemuMonitorEventRegister(virConnectPtr conn, virDomainPtr dom,
                                                       const char *event,
                                                       virConnectDomainQemuMonitorEventCallback cb,
                                                       void *opaque, virFreeCallback freecb,
                                                       unsigned int flags)
{
    CONN(conn, VIR_FROM_NONE, -1);
    if (api_may_write(conn, VIR_FROM_NONE, __func__) < 0)
        return -1;
    return api_event_add(conn, &(struct event_request){.family = &monitor_events,
                                                       .event_id = -1,
                                                       .object = dom,
                                                       .text = event,
                                                       .flags = flags,
                                                       .cb = (event_callback)cb,
                                                       .opaque = opaque,
                                                       .free_cb = freecb});
}

VIREO_API int virConnectDomainQemuMonitorEventDeregister(virConnectPtr conn, int callbackID)
{
    CONN(conn, VIR_FROM_NONE, -1);
    if (api_may_write(conn, VIR_FROM_NONE, __func__) < 0)
        return -1;
    return api_event_end(conn, &monitor_events, callbackID);
}
