/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Connections that keep a daemon busy and watch the clock. What goes wrong ends the program with a
 * word about it: a bench has no use for half a figure.
 */
#pragma once

#include <stdbool.h>

#include "bench/wire.h"

struct remote_nonnull_domain;

struct latency {
    double p50_us, p99_us, max_us;
};

/* The domain that the test driver starts with. */
extern struct remote_nonnull_domain drive_domain;

/* The calls that are made, ready to be sent. */
extern struct buf drive_opening; /* CONNECT_OPEN of test:///default */
extern struct buf drive_version; /* CONNECT_GET_LIB_VERSION: the least there is */
extern struct buf drive_info;    /* DOMAIN_GET_INFO of the domain `test` */

/* Clients that are connected and silent (mode_idle). */
extern unsigned drive_silent;

/* Says where the daemon listens; before all else. */
void drive_init(const char *path);

/* Seconds, monotonic. */
double drive_now(void);

/* "wirebench: PATH: what: errno" and the end. */
__attribute__((noreturn)) void drive_die(const char *what);

/* Connects. */
void drive_connect(struct wire *w);

/* Connects and opens test:///default. */
void drive_open(struct wire *w);

/* The same; says whether it could. To be closed in any case. */
bool drive_try(struct wire *w);

/* Connects to the socket for administration, which is beside the other. */
void drive_connect_admin(struct wire *w);

/* One call and its answer. */
void drive_call(struct wire *w, const struct buf *frame);

/* Some calls unseen, then so many, each sent when the one before is answered. */
struct latency drive_latency(struct wire *w, const struct buf *frame, unsigned calls);

/* Keeps depth calls in flight on each connection until so many are answered, or, when calls is 0,
 * for a second. Returns the seconds that took. Out: answers per connection. */
double drive_rate(struct wire *wires, unsigned n_wires, const struct buf *frame, unsigned depth,
                  unsigned long calls, unsigned long *ret_done);

/* Waits for what is still due, and dies unless each call was answered once. */
void drive_settle(struct wire *w);
