/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * How many bytes of an output queue are events.
 *
 * Replies and events leave in the order in which they were made, so they share one queue; their
 * limits are different. The queue is a stream of which the positions of events are kept as runs,
 * and what was sent is told by how much still waits:
 *
 *      sent so far      | waits: `len` bytes               | end
 *      .. rr eee rrr ee | eeee rrrrrrrr eeeee rrrr eeeeeee |
 *                         run           run        run
 *
 * Neighbouring events are one run. A zeroed struct is valid. One owner at a time; no lock.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/buf.h"

struct output_runs {
    uint64_t end;    /* bytes that were ever queued */
    struct buf runs; /* of struct run, in order */
    size_t events;   /* their bytes */
};

/* n bytes were queued. 0, or -1 without memory. */
int output_runs_add(struct output_runs *u, size_t n, bool event);

/* How many of the len bytes that wait still are events. */
size_t output_runs_events(struct output_runs *u, size_t len);

void output_runs_done(struct output_runs *u);
