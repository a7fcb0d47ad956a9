/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a host does with its interfaces. The room's guard is held for writing. Each gives 0, or -1
 * with the error set and nothing changed. A member that is NULL: there is nothing to do.
 */
#pragma once

struct interface_room;
struct objects;
struct xml_object;

struct interface_backend {
    /* Takes an interface up that is about to be active, as its live document says; or down. */
    int (*start)(struct interface_room *room, struct xml_object *interface);
    int (*stop)(struct interface_room *room, struct xml_object *interface);
    /* Makes all of them what they were before a transaction. */
    int (*restore)(struct interface_room *room, const struct objects *before);
};
