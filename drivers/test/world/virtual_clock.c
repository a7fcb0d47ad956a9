/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The world's time and its sleepers, each with a condition of its own. */
#include "drivers/test/world/virtual_clock.h"

#include <time.h>

#include "common/cleanup.h"
#include "common/clock.h"
#include "drivers/session.h"

/* No sleep is longer: what is waited for may be further away than the clock can say. */
#define LONGEST (3600ULL * NS_PER_S)

static uint64_t read_clock(clockid_t clock)
{
    struct timespec t;

    clock_gettime(clock, &t);
    return (uint64_t)t.tv_sec * NS_PER_S + (uint64_t)t.tv_nsec;
}

static uint64_t virtual_clock_monotonic(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

void virtual_clock_init(struct virtual_clock *t)
{
    *t = (struct virtual_clock){
        .speed = VIRTUAL_CLOCK_REAL,
        .real = virtual_clock_monotonic(),
        .born = read_clock(CLOCK_REALTIME),
    };
    pthread_mutex_init(&t->lock, NULL);
    LIST_INIT(&t->waits);
}

void virtual_clock_done(struct virtual_clock *t)
{
    pthread_mutex_destroy(&t->lock);
}

/* ---- the time ---- */

/* The lock is held. */
static uint64_t now_locked(const struct virtual_clock *t)
{
    return t->at + (virtual_clock_monotonic() - t->real) / VIRTUAL_CLOCK_REAL * t->speed;
}

uint64_t virtual_clock_now(struct virtual_clock *t)
{
    LOCK_SCOPE(&t->lock);

    return now_locked(t);
}

uint64_t virtual_clock_date(struct virtual_clock *t)
{
    LOCK_SCOPE(&t->lock);

    return t->born + now_locked(t);
}

long long virtual_clock_date_seconds(struct virtual_clock *t)
{
    return (long long)(virtual_clock_date(t) / NS_PER_S);
}

void virtual_clock_set_date(struct virtual_clock *t, unsigned seconds)
{
    LOCK_SCOPE(&t->lock);

    t->born = (uint64_t)seconds * NS_PER_S - now_locked(t);
}

/* The time goes on from `at`; everybody looks at it again. The lock is held. */
static void go_on_from(struct virtual_clock *t, uint64_t at)
{
    struct virtual_clock_wait *wait;

    t->at = at;
    t->real = virtual_clock_monotonic();
    LIST_FOREACH (wait, &t->waits, link)
        pthread_cond_signal(&wait->wake);
}

void virtual_clock_set_speed(struct virtual_clock *t, unsigned percent)
{
    LOCK_SCOPE(&t->lock);
    uint64_t now = now_locked(t);

    t->speed = percent;
    go_on_from(t, now);
}

void virtual_clock_advance(struct virtual_clock *t, uint64_t ns)
{
    LOCK_SCOPE(&t->lock);

    go_on_from(t, now_locked(t) + ns);
}

/* ---- waiting ---- */

void virtual_clock_announce(struct virtual_clock *t, struct virtual_clock_wait *wait,
                            const struct session *session, uint64_t until)
{
    *wait = (struct virtual_clock_wait){
        .session = session, .until = until, .wake = PTHREAD_COND_INITIALIZER};
    LOCK_SCOPE(&t->lock);
    LIST_INSERT_HEAD(&t->waits, wait, link);
}

/* Sleeps once for the time that is left; the lock is held. */
static void sleep_once(struct virtual_clock *t, struct virtual_clock_wait *wait, uint64_t left)
{
    uint64_t ns = t->speed ? left / t->speed * VIRTUAL_CLOCK_REAL + VIRTUAL_CLOCK_REAL : LONGEST;
    uint64_t until = virtual_clock_monotonic() + (ns < LONGEST ? ns : LONGEST);
    const struct timespec at = {
        .tv_sec = (time_t)(until / NS_PER_S),
        .tv_nsec = (long)(until % NS_PER_S),
    };

    pthread_cond_clockwait(&wait->wake, &t->lock, CLOCK_MONOTONIC, &at);
}

static bool virtual_clock_over(const struct virtual_clock_wait *wait, uint64_t now)
{
    return wait->woken || now >= wait->until || (wait->session && wait->session->gone);
}

static void sleep_until_woken(struct virtual_clock *t, struct virtual_clock_wait *wait)
{
    LOCK_SCOPE(&t->lock);

    for (uint64_t now = now_locked(t); !virtual_clock_over(wait, now); now = now_locked(t))
        sleep_once(t, wait, wait->until - now);
    LIST_REMOVE(wait, link);
}

void virtual_clock_sleep(struct virtual_clock *t, struct virtual_clock_wait *wait,
                         struct session *session)
{
    if (session)
        session_waiting(session, true);
    sleep_until_woken(t, wait);
    if (session)
        session_waiting(session, false);
}

void virtual_clock_cancel(struct virtual_clock *t, struct virtual_clock_wait *wait)
{
    LOCK_SCOPE(&t->lock);

    LIST_REMOVE(wait, link);
}

/* The condition is signalled inside the lock: a sleeper's wait ends with its sleep. */
void virtual_clock_move(struct virtual_clock *t, struct virtual_clock_wait *wait, uint64_t until)
{
    LOCK_SCOPE(&t->lock);

    wait->until = until;
    pthread_cond_signal(&wait->wake);
}

void virtual_clock_wake(struct virtual_clock *t, struct virtual_clock_wait *wait)
{
    LOCK_SCOPE(&t->lock);

    wait->woken = true;
    pthread_cond_signal(&wait->wake);
}

void virtual_clock_interrupt(struct virtual_clock *t, const struct session *session)
{
    struct virtual_clock_wait *wait;

    LOCK_SCOPE(&t->lock);
    LIST_FOREACH (wait, &t->waits, link) {
        if (wait->session == session)
            pthread_cond_signal(&wait->wake);
    }
}
