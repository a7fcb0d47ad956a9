/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Small positive numbers that name objects: what the event API hands out as watch and timer.
 *
 * Numbers rise, so one that was given back is not given out again soon and a late remove finds
 * nothing rather than a stranger. An object sits in slot `id % size` and a number whose slot is
 * taken is passed over; hence a lookup is one comparison, and growing to twice the size cannot
 * make two objects meet. The table stays at most half full, so that passing over costs O(1) on
 * average.
 *
 * No lock: the owner brings it.
 */
#pragma once

#include <stddef.h>

struct ids_slot {
    int id;
    void *object; /* NULL: free */
};

struct ids {
    struct ids_slot *slots;
    size_t size; /* a power of two, or 0 */
    size_t used;
    int last; /* the number given out most recently */
};

/* Ends a table; the objects are the owner's. A zeroed struct is an empty table. */
void ids_done(struct ids *ids);

/* Gives object a number. Returns it (> 0), or -ENOMEM. */
int ids_add(struct ids *ids, void *object);

/* The object behind a number, NULL when there is none. */
void *ids_get(const struct ids *ids, int id);

/* The same, and forgets it. */
void *ids_remove(struct ids *ids, int id);

/* The first object at or after *cursor (start with 0), which moves past it; NULL at the end. */
void *ids_each(const struct ids *ids, size_t *cursor);
