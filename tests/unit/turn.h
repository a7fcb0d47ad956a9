/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Runs the program's default event loop as far as it goes without waiting. */
#pragma once

#include <libvirt/libvirt.h>

static inline void turn_due(int timer, void *opaque)
{
    (void)timer;
    (void)opaque;
}

/* With all that is there to do; a timer that is always due lets it wait for nothing. */
static inline void turn(void)
{
    int timer = virEventAddTimeout(0, turn_due, NULL, NULL);

    for (int i = 0; i < 3; i++)
        virEventRunDefaultImpl();
    virEventRemoveTimeout(timer);
}
