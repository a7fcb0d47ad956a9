/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Numbers for objects; the idea is in the header. */
#include "event/ids.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>

enum {
    FIRST_SIZE = 16,
};

static struct ids_slot *slot_of(const struct ids *ids, int id)
{
    return &ids->slots[(size_t)id & (ids->size - 1)];
}

static int ids_grow(struct ids *ids)
{
    struct ids bigger = {.size = ids->size ? ids->size * 2 : FIRST_SIZE};

    bigger.slots = calloc(bigger.size, sizeof(*bigger.slots));
    if (!bigger.slots)
        return -ENOMEM;
    for (size_t i = 0; i < ids->size; i++) {
        if (ids->slots[i].object)
            *slot_of(&bigger, ids->slots[i].id) = ids->slots[i];
    }
    free(ids->slots);
    ids->slots = bigger.slots;
    ids->size = bigger.size;
    return 0;
}

void ids_done(struct ids *ids)
{
    free(ids->slots);
    *ids = (struct ids){0};
}

int ids_add(struct ids *ids, void *object)
{
    int id = ids->last;

    if ((ids->used + 1) * 2 > ids->size && ids_grow(ids) < 0)
        return -ENOMEM;
    do {
        id = id == INT_MAX ? 1 : id + 1;
    } while (slot_of(ids, id)->object);
    *slot_of(ids, id) = (struct ids_slot){.id = id, .object = object};
    ids->last = id;
    ids->used++;
    return id;
}

void *ids_get(const struct ids *ids, int id)
{
    if (id <= 0 || ids->size == 0 || slot_of(ids, id)->id != id)
        return NULL;
    return slot_of(ids, id)->object;
}

void *ids_remove(struct ids *ids, int id)
{
    void *object = ids_get(ids, id);

    if (object) {
        *slot_of(ids, id) = (struct ids_slot){0};
        ids->used--;
    }
    return object;
}

void *ids_each(const struct ids *ids, size_t *cursor)
{
    while (*cursor < ids->size) {
        void *object = ids->slots[(*cursor)++].object;

        if (object)
            return object;
    }
    return NULL;
}
