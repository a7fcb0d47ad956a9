/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The domain events: from a decoded message to a callback of the event's own type.
 */
#pragma once

#include <libvirt/libvirt.h>

#include "protocol/remote.h"

/* Whom to call. */
struct event_call {
    virConnectPtr conn;
    virDomainPtr domain;
    virConnectDomainEventGenericCallback cb;
    void *opaque;
};

struct event_type {
    int procedure;
    size_t domain_offset; /* of the remote_nonnull_domain in the message; it starts with the
                             callbackID, an int */
    void (*call)(const void *msg, const struct event_call *call);
};

/* The event of that procedure, or NULL: not one of a domain. */
const struct event_type *event_type_find(int procedure);
