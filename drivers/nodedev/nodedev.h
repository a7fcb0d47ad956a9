/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Devices of the host. Those that it was made with are there for good and have no definition;
 * virtual ports are made and destroyed; mediated devices can be defined besides, and started.
 */
#pragma once

#include <stdbool.h>

#include "drivers/guard.h"
#include "drivers/object/objects.h"
#include "drivers/session.h"

struct hub;
struct nodedev_backend;
struct nodedev_room;

/* Where a PCI device is. */
struct pci_address {
    unsigned long domain, bus, slot, function;
};

/* What sessions that share devices share; a driver embeds it. */
struct nodedev_room {
    struct guard *guard; /* of all that is here, and of what the backend keeps */
    struct hub *hub;     /* where events go */
    const struct nodedev_backend *backend;
    /* The name of an active domain that has the device there, or NULL; the guard is held. */
    const char *(*user)(struct nodedev_room *room, const struct pci_address *address);
    struct objects devices;
};

/* Makes it without devices; the driver sets what stands before them. */
void nodedev_room_init(struct nodedev_room *room);
void nodedev_room_done(struct nodedev_room *room);

static inline struct nodedev_room *nodedev_room_of(const struct session *session)
{
    return session->rooms[ROOM_NODEDEV];
}

struct device {
    struct xml_object o;
    bool detached;     /* from the host's driver: a guest may have it */
    char *host_driver; /* that one, meanwhile; NULL: there was none */
};

extern const struct xml_object_kind device_kind;

/* Returns true if a capability of devices is called so. */
bool device_capability_known(const char *name);

/* Returns true if the device has a capability: "net", "scsi_host", and those inside, "fc_host". */
bool device_has(const struct xml_object *o, const char *capability);

/* The text of an element that its capability as a Fibre Channel host has, malloc'ed; or NULL. */
char *device_fc_text(const struct xml_object *o, const char *element);

/* Gives the device of a document, which is made or defined, its name and its parent. 0, or -1 with
 * the error set. */
int nodedev_name(const struct nodedev_room *room, xmlNode *root, bool defining);
