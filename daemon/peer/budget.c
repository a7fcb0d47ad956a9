/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One sum, kept up to date by the differences. */
#include "daemon/peer/budget.h"

static void budget_tell_owner(void *opaque)
{
    struct budget *budget = opaque;

    budget->telling = false;
    budget->exceeded(budget->owner);
}

void budget_set(struct budget *budget, _Atomic size_t *counter, size_t bytes)
{
    size_t before = *counter;

    if (bytes == before)
        return;
    *counter = bytes;
    budget->used += bytes - before;
    if (bytes <= before || !budget_is_exceeded(budget) || atomic_exchange(&budget->telling, true))
        return;
    budget->tell = (struct loop_task){.fn = budget_tell_owner, .opaque = budget};
    if (loop_defer_task(budget->loop, &budget->tell) < 0)
        budget->telling = false; /* the loop ends */
}
