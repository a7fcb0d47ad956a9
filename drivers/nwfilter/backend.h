/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a host does for network filters. The room's guard is held for writing. A member that is
 * NULL: there is nothing to do.
 */
#pragma once

struct nwfilter_room;
struct xml_object;

struct nwfilter_backend {
    /* Puts a filter on the port of a new binding. 0, or -1 with the error set and nothing done. */
    int (*bind)(struct nwfilter_room *room, struct xml_object *binding,
                const struct xml_object *filter);
    /* Takes away what bind has put there. */
    void (*unbind)(struct nwfilter_room *room, struct xml_object *binding);
};
