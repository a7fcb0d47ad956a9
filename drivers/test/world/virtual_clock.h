/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A world's time, and those who wait for it to pass.
 *
 * It runs as the monotonic clock does, or `speed` percent as fast; at 0 it stands still until
 * somebody moves it on, so that what happens in the world is the same each time. The world's
 * calendar goes with it: it begins with the date of the host, unless it is told another.
 *
 * A call that waits holds no lock of the world and has given its worker's place away. Any thread
 * may call any of this; the lock here is taken inside the world's.
 */
#pragma once

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/queue.h>

struct session;

enum { VIRTUAL_CLOCK_REAL = 100, VIRTUAL_CLOCK_FASTEST = 100000 };
#define VIRTUAL_CLOCK_END ((uint64_t)INT64_MAX) /* ns; then twice as much still fits */

struct virtual_clock {
    pthread_mutex_t lock;
    unsigned speed;    /* percent of the monotonic clock's */
    uint64_t real, at; /* ns: at the monotonic time `real`, it was `at` */
    uint64_t born;     /* ns since 1970: the date when it was 0 */
    LIST_HEAD(, virtual_clock_wait) waits;
};

/* One that waits: made with VIRTUAL_CLOCK_WAIT, gone when virtual_clock_sleep has returned. */
struct virtual_clock_wait {
    LIST_ENTRY(virtual_clock_wait) link;
    const struct session *session;
    uint64_t until;
    bool woken;
    pthread_cond_t wake;
};

/* ---- make, end ---- */

void virtual_clock_init(struct virtual_clock *t);
void virtual_clock_done(struct virtual_clock *t);

/* ---- the time: nanoseconds since the world began ---- */

uint64_t virtual_clock_now(struct virtual_clock *t);

/* The date: nanoseconds since 1970. */
uint64_t virtual_clock_date(struct virtual_clock *t);

/* The same in seconds, as documents tell it. */
long long virtual_clock_date_seconds(struct virtual_clock *t);

/* Lets it be that date now. */
void virtual_clock_set_date(struct virtual_clock *t, unsigned seconds);

/* Sets how fast it runs. */
void virtual_clock_set_speed(struct virtual_clock *t, unsigned percent);

/* Moves it on, not beyond VIRTUAL_CLOCK_END; whose time has come wakes. */
void virtual_clock_advance(struct virtual_clock *t, uint64_t ns);

/* ---- waiting ---- */

/* Announces that a call of the session (NULL: a thread of the world itself) will sleep; it can be
 * woken from here on. */
void virtual_clock_announce(struct virtual_clock *t, struct virtual_clock_wait *wait,
                            const struct session *session, uint64_t until);

/* Sleeps until the time has come, until it is woken or until the session is gone; the announcement
 * ends. The world is not held. */
void virtual_clock_sleep(struct virtual_clock *t, struct virtual_clock_wait *wait,
                         struct session *session);

/* Ends an announcement without sleep. */
void virtual_clock_cancel(struct virtual_clock *t, struct virtual_clock_wait *wait);

/* Another time is waited for, or, woken, none any more. */
void virtual_clock_move(struct virtual_clock *t, struct virtual_clock_wait *wait, uint64_t until);
void virtual_clock_wake(struct virtual_clock *t, struct virtual_clock_wait *wait);

/* Wakes what waits on behalf of a session whose `gone` is set. */
void virtual_clock_interrupt(struct virtual_clock *t, const struct session *session);
