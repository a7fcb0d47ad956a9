/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The world's time and its sleepers, each with a condition of its own. */
#include "drivers/test/world/virtual_clock.h"

#include <time.h>

#include "common/cleanup.h"
#include "drivers/session.h"

enum { NS = 1000000000 };

/* No sleep is longer: what is waited for may be further away than the clock can say. */
#define LONGEST (3600ULL * NS)

static uint64_t read_clock(clockid_t clock)
{
    struct timespec t;

    clock_gettime(clock, &t);
    return (uint64_t)t.tv_sec * NS + (uint64_t)t.tv_nsec;
}

static uint64_t monotonic(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

void timeline_init(struct timeline *t)
{
    *t = (struct timeline){
        .speed = TIMELINE_REAL,
        .real = monotonic(),
        .born = read_clock(CLOCK_REALTIME),
    };
    pthread_mutex_init(&t->lock, NULL);
    LIST_INIT(&t->waits);
}

void timeline_done(struct timeline *t)
{
    pthread_mutex_destroy(&t->lock);
}

/* ---- the time ---- */

/* The lock is held. */
static uint64_t now_locked(const struct timeline *t)
{
    return t->at + (monotonic() - t->real) / TIMELINE_REAL * t->speed;
}

uint64_t timeline_now(struct timeline *t)
{
    LOCK_SCOPE(&t->lock);

    return now_locked(t);
}

uint64_t timeline_date(struct timeline *t)
{
    LOCK_SCOPE(&t->lock);

    return t->born + now_locked(t);
}

long long timeline_date_seconds(struct timeline *t)
{
    return (long long)(timeline_date(t) / NS);
}

void timeline_set_date(struct timeline *t, unsigned seconds)
{
    LOCK_SCOPE(&t->lock);

    t->born = (uint64_t)seconds * NS - now_locked(t);
}

/* The time goes on from `at`; everybody looks at it again. The lock is held. */
static void go_on_from(struct timeline *t, uint64_t at)
{
    struct timeline_wait *wait;

    t->at = at;
    t->real = monotonic();
    LIST_FOREACH (wait, &t->waits, link)
        pthread_cond_signal(&wait->wake);
}

void timeline_set_speed(struct timeline *t, unsigned percent)
{
    LOCK_SCOPE(&t->lock);
    uint64_t now = now_locked(t);

    t->speed = percent;
    go_on_from(t, now);
}

void timeline_advance(struct timeline *t, uint64_t ns)
{
    LOCK_SCOPE(&t->lock);

    go_on_from(t, now_locked(t) + ns);
}

/* ---- waiting ---- */

void timeline_announce(struct timeline *t, struct timeline_wait *wait,
                       const struct session *session, uint64_t until)
{
    *wait = (struct timeline_wait){
        .session = session, .until = until, .wake = PTHREAD_COND_INITIALIZER};
    LOCK_SCOPE(&t->lock);
    LIST_INSERT_HEAD(&t->waits, wait, link);
}

/* Sleeps once for the time that is left; the lock is held. */
static void sleep_once(struct timeline *t, struct timeline_wait *wait, uint64_t left)
{
    uint64_t ns = t->speed ? left / t->speed * TIMELINE_REAL + TIMELINE_REAL : LONGEST;
    uint64_t until = monotonic() + (ns < LONGEST ? ns : LONGEST);
    const struct timespec at = {
        .tv_sec = (time_t)(until / NS),
        .tv_nsec = (long)(until % NS),
    };

    pthread_cond_clockwait(&wait->wake, &t->lock, CLOCK_MONOTONIC, &at);
}

static bool over(const struct timeline_wait *wait, uint64_t now)
{
    return wait->woken || now >= wait->until || (wait->session && wait->session->gone);
}

static void sleep_until_woken(struct timeline *t, struct timeline_wait *wait)
{
    LOCK_SCOPE(&t->lock);

    for (uint64_t now = now_locked(t); !over(wait, now); now = now_locked(t))
        sleep_once(t, wait, wait->until - now);
    LIST_REMOVE(wait, link);
}

void timeline_sleep(struct timeline *t, struct timeline_wait *wait, struct session *session)
{
    if (session)
        session_waiting(session, true);
    sleep_until_woken(t, wait);
    if (session)
        session_waiting(session, false);
}

void timeline_cancel(struct timeline *t, struct timeline_wait *wait)
{
    LOCK_SCOPE(&t->lock);

    LIST_REMOVE(wait, link);
}

/* The condition is signalled inside the lock: a sleeper's wait ends with its sleep. */
void timeline_move(struct timeline *t, struct timeline_wait *wait, uint64_t until)
{
    LOCK_SCOPE(&t->lock);

    wait->until = until;
    pthread_cond_signal(&wait->wake);
}

void timeline_wake(struct timeline *t, struct timeline_wait *wait)
{
    LOCK_SCOPE(&t->lock);

    wait->woken = true;
    pthread_cond_signal(&wait->wake);
}

void timeline_interrupt(struct timeline *t, const struct session *session)
{
    struct timeline_wait *wait;

    LOCK_SCOPE(&t->lock);
    LIST_FOREACH (wait, &t->waits, link) {
        if (wait->session == session)
            pthread_cond_signal(&wait->wake);
    }
}
