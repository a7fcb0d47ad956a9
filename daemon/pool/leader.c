/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The lead: one thread of the pool runs the event loop, and between two iterations it runs the
 * cheap jobs that the iteration has brought, so that their way through the daemon wakes nobody.
 *
 *             the loop quits
 *      none <----------------- LEADS --- iterate the loop ----+
 *       ^ |                      | ^                          |
 *       | +--- a worker that ----+ +--- run cheap jobs <------+
 *       |      looks for work
 *       +--- its job says that it waits, or the watch has seen it in one job for a whole tick:
 *            the leader is a worker from now on, and another thread is asked to lead
 *
 * So nobody ever waits for a driver with the loop in hand for longer than two ticks, whatever a job
 * was expected to cost. A job is only run here while the workers are not all busy: the leader that
 * turns into one of them must not be one too many.
 *
 * The watch is a thread that looks once a tick while the leader runs jobs, and sleeps otherwise.
 */
#include <time.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "common/log.h"
#include "daemon/pool/pool_internal.h"
#include "event/loop.h"

#define LOG_MODULE "daemon.pool"

enum {
    TICK_NS = 1000 * 1000,
    CALM_TICKS = 100,         /* so many without a job, and the watch sleeps */
    LEAD_JOBS_NS = 20 * 1000, /* then the sockets are looked at again */
    /* What is cheap and left for after iteration upon iteration is shared with a worker once it has
     * been so for that long, and is worth that much: a second hand at less only competes with the
     * first for its locks, and with the clients for their processors. */
    STREAK_NS = 1000 * 1000,
    BACKLOG_NS = 2 * 1000 * 1000,
};

bool pool_leads(const struct pool *pool)
{
    return pool_self.term && pool_self.term == pool->term && pool->led;
}

void pool_hand_lead_over(struct pool *pool)
{
    pool->term++;
    pool->led = pool->lead_runs_job = false;
    pool->workers++;
    if (pool_add_hand(pool) < 0)
        log_warning("nobody is there to lead but who works: %s", error_get()->message);
}

/* ---- the watch ---- */

static void sleep_for_a_tick(struct pool *pool)
{
    struct timespec until;

    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += TICK_NS;
    if (until.tv_nsec >= 1000000000) {
        until.tv_nsec -= 1000000000;
        until.tv_sec++;
    }
    pthread_cond_timedwait(&pool->watch, &pool->lock, &until);
}

static void sleep_till_woken(struct pool *pool)
{
    pool->watch_sleeps = true;
    while (pool->watch_sleeps && !pool->quit)
        pthread_cond_wait(&pool->watch, &pool->lock);
}

static void *watch_main(void *opaque)
{
    struct pool *pool = opaque;
    unsigned calm = 0;

    LOCK_SCOPE(&pool->lock);
    while (!pool->quit) {
        uint64_t taken = pool->taken, term = pool->term;
        bool in_job = pool->lead_runs_job;

        if (calm < CALM_TICKS)
            sleep_for_a_tick(pool);
        else
            sleep_till_woken(pool);
        if (taken != pool->taken) {
            calm = 0;
            continue;
        }
        calm++;
        /* Nothing was taken for a tick: those who were to take it are held up. */
        if (in_job && pool->lead_runs_job && term == pool->term)
            pool_hand_lead_over(pool);
        pool_wake_one(pool);
    }
    pool->watch_started = false;
    pthread_cond_broadcast(&pool->ended);
    return NULL;
}

void pool_be_watched(struct pool *pool)
{
    if (!pool->watch_sleeps)
        return;
    pool->watch_sleeps = false;
    pthread_cond_signal(&pool->watch);
}

/* ---- leading ---- */

static bool next_is_cheap(const struct pool *pool)
{
    const struct lane *lane = lane_first(pool);

    return lane && pool_cheap(pool, lane) && pool_busy(pool) < pool->size.max;
}

/*
 * Runs what is cheap, for so long as one more client can wait for a look at its socket; what is not
 * cheap is the workers'. Says whether cheap jobs are left for after that look: then nobody is woken
 * for them, unless it has been so for long.
 */
static bool run_cheap_jobs(struct pool *pool, int64_t *streak)
{
    int64_t begun = 0, now = 0;

    while (next_is_cheap(pool) && now - begun < LEAD_JOBS_NS) {
        if (!begun)
            begun = pool_now_ns();
        pool->lead_runs_job = true;
        pool_run_turn(pool, lane_first(pool), false);
        if (!pool_leads(pool))
            return false;
        pool->lead_runs_job = false;
        now = pool_now_ns();
    }
    if (!next_is_cheap(pool)) {
        *streak = 0;
        pool_wake_one(pool);
        return false;
    }
    if (!*streak)
        *streak = begun;
    if (now - *streak > STREAK_NS && pool->queued_ns > BACKLOG_NS) {
        *streak = now;
        pool_wake_one(pool);
    }
    return true;
}

void pool_lead_here(struct pool *pool)
{
    struct loop *loop = pool->loop;
    int64_t streak = 0;

    pool->led = true;
    pool->workers--;
    pool_self.term = ++pool->term;
    if (pool_fill(pool) < 0)
        log_warning("the pool has %u workers: %s", pool->workers, error_get()->message);
    while (pool_leads(pool)) {
        bool more = run_cheap_jobs(pool, &streak);
        int r;

        if (!pool_leads(pool))
            break;
        pthread_mutex_unlock(&pool->lock);
        r = loop_iterate_for(loop, more ? 0 : -1);
        pthread_mutex_lock(&pool->lock);
        if (r < 0 || loop_take_quit(loop)) {
            if (r < 0)
                log_error("%s", error_get()->message);
            pool->loop_outcome = r;
            pool->loop = NULL;
            break;
        }
    }
    if (pool_leads(pool)) {
        pool->led = false;
        pool->workers++;
        pthread_cond_broadcast(&pool->ended);
    }
    pool_self.term = 0;
}

int pool_run_loop(struct pool *pool, struct loop *loop)
{
    LOCK_SCOPE(&pool->lock);

    if (!pool->watch_started && pool_start_thread(pool, watch_main) < 0)
        return -1;
    pool->watch_started = true;
    pool->loop = loop;
    if (pool_add_hand(pool) < 0) {
        pool->loop = NULL;
        return -1;
    }
    while (pool->loop)
        pthread_cond_wait(&pool->ended, &pool->lock);
    return pool->loop_outcome < 0
               ? error_set(VIR_FROM_EVENT, VIR_ERR_INTERNAL_ERROR, "the event loop has failed")
               : 0;
}
