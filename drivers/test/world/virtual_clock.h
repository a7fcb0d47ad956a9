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

enum { TIMELINE_REAL = 100, TIMELINE_FASTEST = 100000 };
#define TIMELINE_END ((uint64_t)INT64_MAX) /* ns; then twice as much still fits */

struct timeline {
    pthread_mutex_t lock;
    unsigned speed;    /* percent of the monotonic clock's */
    uint64_t real, at; /* ns: at the monotonic time `real`, it was `at` */
    uint64_t born;     /* ns since 1970: the date when it was 0 */
    LIST_HEAD(, timeline_wait) waits;
};

/* One that waits: made with TIMELINE_WAIT, gone when timeline_sleep has returned. */
struct timeline_wait {
    LIST_ENTRY(timeline_wait) link;
    const struct session *session;
    uint64_t until;
    bool woken;
    pthread_cond_t wake;
};

/* ---- make, end ---- */

void timeline_init(struct timeline *t);
void timeline_done(struct timeline *t);

/* ---- the time: nanoseconds since the world began ---- */

uint64_t timeline_now(struct timeline *t);

/* The date: nanoseconds since 1970. */
uint64_t timeline_date(struct timeline *t);

/* The same in seconds, as documents tell it. */
long long timeline_date_seconds(struct timeline *t);

/* Lets it be that date now. */
void timeline_set_date(struct timeline *t, unsigned seconds);

/* Sets how fast it runs. */
void timeline_set_speed(struct timeline *t, unsigned percent);

/* Moves it on, not beyond TIMELINE_END; whose time has come wakes. */
void timeline_advance(struct timeline *t, uint64_t ns);

/* ---- waiting ---- */

/* Announces that a call of the session (NULL: a thread of the world itself) will sleep; it can be
 * woken from here on. */
void timeline_announce(struct timeline *t, struct timeline_wait *wait,
                       const struct session *session, uint64_t until);

/* Sleeps until the time has come, until it is woken or until the session is gone; the announcement
 * ends. The world is not held. */
void timeline_sleep(struct timeline *t, struct timeline_wait *wait, struct session *session);

/* Ends an announcement without sleep. */
void timeline_cancel(struct timeline *t, struct timeline_wait *wait);

/* Another time is waited for, or, woken, none any more. */
void timeline_move(struct timeline *t, struct timeline_wait *wait, uint64_t until);
void timeline_wake(struct timeline *t, struct timeline_wait *wait);

/* Wakes what waits on behalf of a session whose `gone` is set. */
void timeline_interrupt(struct timeline *t, const struct session *session);
