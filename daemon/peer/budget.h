/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A limit on the sum of many counters of bytes, whose owner is told when it is exceeded.
 *
 * What counts in a budget counts in the one above it as well, and so on; the owner of the highest
 * one is told of all of them.
 *
 * The owner is told by the loop between two of its callbacks: whoever notices the excess may be in
 * the middle of a list, or under a lock, that the owner needs.
 */
#pragma once

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include "event/loop.h"

struct budget {
    struct budget *above; /* NULL: none; then what follows is needed, but the limit always */
    struct loop *loop;
    const _Atomic size_t *limit;   /* may change */
    void (*exceeded)(void *owner); /* loop thread */
    void *owner;

    _Atomic size_t used; /* the sum */
    struct loop_task tell;
    atomic_bool telling; /* `tell` waits in the loop */
};

/* Makes *counter that many bytes. Cheap while they are as many as before. Any thread, but one at a
 * time for each counter. */
void budget_set(struct budget *budget, _Atomic size_t *counter, size_t bytes);

static inline bool budget_is_exceeded(const struct budget *budget)
{
    return budget->used > *budget->limit;
}
