/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Sums, kept up to date by the differences. */
#include "daemon/peer/budget.h"

static void budget_tell_owner(void *opaque)
{
    struct budget *budget = opaque;

    budget->telling = false;
    budget->exceeded(budget->owner);
}

void budget_set(struct budget *budget, _Atomic size_t *counter, size_t bytes)
{
    struct budget *highest = NULL;
    size_t before = *counter;
    bool exceeded = false;

    if (bytes == before)
        return;
    *counter = bytes;
    for (; budget; budget = budget->above) {
        budget->used += bytes - before;
        exceeded = exceeded || budget_is_exceeded(budget);
        highest = budget;
    }
    if (bytes <= before || !exceeded || atomic_exchange(&highest->telling, true))
        return;
    highest->tell = (struct loop_task){.fn = budget_tell_owner, .opaque = highest};
    if (loop_defer_task(highest->loop, &highest->tell) < 0)
        highest->telling = false; /* the loop ends */
}
