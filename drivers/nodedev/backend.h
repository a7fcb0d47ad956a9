/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a host does with its devices. The room's guard is held for writing (for reading by reset).
 * Each gives 0, or -1 with the error set and nothing changed. A member that is NULL: there is
 * nothing to do.
 */
#pragma once

#include <libxml/tree.h>

struct device;
struct nodedev_room;

struct nodedev_backend {
    /* Makes a virtual port or a mediated device that is about to be active, as its live document
     * says, and removes one. */
    int (*start)(struct nodedev_room *room, struct device *device);
    int (*stop)(struct nodedev_room *room, struct device *device);
    /* Changes an active one to what a document says that will be its live one. */
    int (*update)(struct nodedev_room *room, struct device *device, const xmlDoc *doc);

    /* Takes a PCI device from the host's driver for guests, gives it back, resets it. */
    int (*detach)(struct nodedev_room *room, struct device *device);
    int (*attach)(struct nodedev_room *room, struct device *device);
    int (*reset)(struct nodedev_room *room, struct device *device);
};
