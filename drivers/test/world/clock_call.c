/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A world's clock, moved by hand. What the world does by itself at those times is done before the
 * call returns; who sleeps in a call wakes, and goes on when the world is free.
 */
#include "drivers/test/world/clock_call.h"

#include <libvirt/virterror.h>

#include "common/clock.h"
#include "common/error.h"
#include "drivers/test/world/alarms.h"
#include "drivers/test/world/world.h"

int clock_advance(struct session *session, const vireo_clock_advance_args *args,
                  vireo_clock_advance_ret *ret)
{
    WRITE_WORLD(w, session);

    if (args->ms > (VIRTUAL_CLOCK_END - virtual_clock_now(&w->time)) / NS_PER_MS)
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG,
                         "the clock does not go on by as much as %llu ms",
                         (unsigned long long)args->ms);
    virtual_clock_advance(&w->time, args->ms * NS_PER_MS);
    alarms_ring(w);
    ret->date = virtual_clock_date(&w->time) / NS_PER_MS;
    return 0;
}
