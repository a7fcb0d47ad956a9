/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Subscriptions of sessions, in the hub of their machines. */
#include <libvirt/libvirt.h>

#include "drivers/event_hub.h"
#include "drivers/machine/hold.h"
#include "drivers/machine/ops.h"
#include "drivers/session.h"

static int events_subscribe(struct session *s, int event, const remote_nonnull_domain *only,
                            bool legacy, int *ret_id)
{
    return hub_subscribe(machine_table_of(s)->hub, s, event, only, legacy, ret_id);
}

int machine_connect_domain_event_register(struct session *session,
                                          remote_connect_domain_event_register_ret *ret)
{
    int id;

    if (events_subscribe(session, VIR_DOMAIN_EVENT_ID_LIFECYCLE, NULL, true, &id) < 0)
        return -1;
    ret->cb_registered = 1;
    return 0;
}

int machine_connect_domain_event_deregister(struct session *session,
                                            remote_connect_domain_event_deregister_ret *ret)
{
    ret->cb_registered = 0;
    return hub_unsubscribe_legacy(machine_table_of(session)->hub, session,
                                  VIR_DOMAIN_EVENT_ID_LIFECYCLE);
}

int machine_connect_domain_event_register_any(
    struct session *session, const remote_connect_domain_event_register_any_args *args)
{
    int id;

    return events_subscribe(session, args->eventID, NULL, true, &id);
}

int machine_connect_domain_event_deregister_any(
    struct session *session, const remote_connect_domain_event_deregister_any_args *args)
{
    return hub_unsubscribe_legacy(machine_table_of(session)->hub, session, args->eventID);
}

int machine_connect_domain_event_callback_register_any(
    struct session *session, const remote_connect_domain_event_callback_register_any_args *args,
    remote_connect_domain_event_callback_register_any_ret *ret)
{
    return events_subscribe(session, args->eventID, args->dom, false, &ret->callbackID);
}

int machine_connect_domain_event_callback_deregister_any(
    struct session *session, const remote_connect_domain_event_callback_deregister_any_args *args)
{
    return hub_unsubscribe(machine_table_of(session)->hub, session, args->callbackID);
}
