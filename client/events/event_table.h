/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The events: how they are asked for, and from a decoded message to a callback of the event's own
 * type.
 */
#pragma once

#include <stddef.h>

#include <libvirt/libvirt.h>
#include <libvirt/libvirt-qemu.h>

#include "common/export.h"
#include "protocol/remote.h"

struct object_kind;
struct program;

/* A callback of any type; it is cast to its event's type before it is called. */
typedef void (*event_callback)(void);

/* How the events of one kind of object are asked for. The arguments of the procedure have an
 * event's number, an optional object, and perhaps an optional text and flags, at these places (-1:
 * none). */
struct event_family {
    const struct object_kind *kind;
    const struct program *program;
    int origin; /* the domain of errors */
    int ask_procedure, end_procedure;
    size_t args_size;
    ptrdiff_t event_id_at, object_at, text_at, flags_at;
};

extern const struct event_family domain_events, network_events, storage_pool_events,
    node_device_events, secret_events;
extern VIREO_SHARED const struct event_family monitor_events;

/* Whom to call. */
struct event_call {
    virConnectPtr conn;
    void *object;
    event_callback cb;
    void *opaque;
};

struct event_type {
    const struct event_family *family;
    int procedure;
    size_t object_at; /* of the object's identity in the message; it starts with the callbackID, an
                         int */
    void (*call)(const void *msg, const struct event_call *call);
};

/* The event of that procedure of that program, or NULL: not one of an object. */
const struct event_type *event_type_find(const struct program *program, int procedure);
