/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the test driver keeps for a session. */
#pragma once

#include <stdbool.h>

struct world;

struct test_state {
    struct world *world;
    int next_monitor_callback; /* the next ID of monitors' events, under their lock */
    bool owns;                 /* machines may end with the session */
};
