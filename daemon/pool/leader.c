/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The leader: one thread of the pool runs the event loop, and between two iterations it runs the
 * cheap jobs that the iteration has brought, so that their way through the daemon wakes nobody.
 *
 *             the loop quits
 *      none <----------------- LEADS --- iterate the loop ----+
 *       ^ |                      | ^                          |
 *       | +--- a worker that ----+ +--- run cheap jobs <------+
 *       |      looks for work
 *       +--- its job says that it waits, or the watchdog has seen it in one job for a tick:
 *            the leader is a worker from now on, and another thread is asked to lead
 *
 * So the loop never waits for a driver for longer than two ticks, whatever a job was expected to
 * cost. A job is only run here while the workers are not all busy: the leader that turns into one
 * of them must not be one too many.
 *
 * The watchdog is a thread that looks once a tick while the leader runs jobs, and sleeps otherwise.
 */
#include <time.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/clock.h"
#include "common/error.h"
#include "common/log.h"
#include "daemon/pool/pool_internal.h"
#include "event/loop.h"

#define LOG_MODULE "daemon.pool"

enum {
    TICK_NS = 1000 * 1000,
    CALM_TICKS = 100,           /* so many without a job, and the watchdog sleeps */
    LEADER_JOBS_NS = 20 * 1000, /* then the sockets are looked at again */
    /* What is cheap and left for after iteration upon iteration is shared with a worker once it has
     * been so for that long, and is worth that much: a second thread at less only competes with the
     * first for its locks, and with the clients for their processors. */
    STREAK_NS = 1000 * 1000,
    BACKLOG_NS = 2 * 1000 * 1000,
};

bool pool_is_leader(const struct pool *pool)
{
    return pool_self.epoch && pool_self.epoch == pool->epoch && pool->has_leader;
}

void pool_pass_leadership(struct pool *pool)
{
    pool->epoch++;
    pool->has_leader = pool->leader_in_job = false;
    pool->workers++;
    if (pool_wake_or_start_worker(pool) < 0)
        log_warning("no other thread can run the event loop: %s", error_get()->message);
}

/* ---- the watchdog ---- */

static void watchdog_sleep_tick(struct pool *pool)
{
    struct timespec until;

    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += TICK_NS;
    if (until.tv_nsec >= 1000000000) {
        until.tv_nsec -= 1000000000;
        until.tv_sec++;
    }
    pthread_cond_timedwait(&pool->watchdog, &pool->lock, &until);
}

static void watchdog_sleep(struct pool *pool)
{
    pool->watchdog_sleeps = true;
    while (pool->watchdog_sleeps && !pool->quit)
        pthread_cond_wait(&pool->watchdog, &pool->lock);
}

static void *watchdog_main(void *opaque)
{
    struct pool *pool = opaque;
    unsigned calm = 0;

    LOCK_SCOPE(&pool->lock);
    while (!pool->quit) {
        uint64_t taken = pool->taken, epoch = pool->epoch;
        bool in_job = pool->leader_in_job;

        if (calm < CALM_TICKS)
            watchdog_sleep_tick(pool);
        else
            watchdog_sleep(pool);
        if (taken != pool->taken) {
            calm = 0;
            continue;
        }
        calm++;
        /* Nothing was taken for a tick: those who were to take it are held up. */
        if (in_job && pool->leader_in_job && epoch == pool->epoch)
            pool_pass_leadership(pool);
        pool_wake_one(pool);
    }
    pool->watchdog_started = false;
    pthread_cond_broadcast(&pool->ended);
    return NULL;
}

void pool_wake_watchdog(struct pool *pool)
{
    if (!pool->watchdog_sleeps)
        return;
    pool->watchdog_sleeps = false;
    pthread_cond_signal(&pool->watchdog);
}

/* ---- leading ---- */

static bool leader_may_run_next(const struct pool *pool)
{
    const struct flow *flow = flow_first(pool);

    return flow && pool_next_is_cheap(pool, flow) && pool_busy(pool) < pool->size.max;
}

/*
 * Runs what is cheap, for so long as one more client can wait for a look at its socket; what is not
 * cheap is the workers'. Returns true if cheap jobs are left for after that look: then nobody is
 * woken for them, unless it has been so for long.
 */
static bool leader_run_cheap_jobs(struct pool *pool, int64_t *streak)
{
    int64_t begun = 0, now = 0;

    while (leader_may_run_next(pool) && now - begun < LEADER_JOBS_NS) {
        if (!begun)
            begun = clock_now_ns();
        pool->leader_in_job = true;
        pool_run_batch(pool, flow_first(pool), false);
        if (!pool_is_leader(pool))
            return false;
        pool->leader_in_job = false;
        now = clock_now_ns();
    }
    if (!leader_may_run_next(pool)) {
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

void pool_lead_loop(struct pool *pool)
{
    struct loop *loop = pool->loop;
    int64_t streak = 0;

    pool->has_leader = true;
    pool->workers--;
    pool_self.epoch = ++pool->epoch;
    if (pool_fill(pool) < 0)
        log_warning("the pool has %u workers: %s", pool->workers, error_get()->message);
    while (pool_is_leader(pool)) {
        bool more = leader_run_cheap_jobs(pool, &streak);
        int r;

        if (!pool_is_leader(pool))
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
    if (pool_is_leader(pool)) {
        pool->has_leader = false;
        pool->workers++;
        pthread_cond_broadcast(&pool->ended);
    }
    pool_self.epoch = 0;
}

int pool_run_loop(struct pool *pool, struct loop *loop)
{
    LOCK_SCOPE(&pool->lock);

    if (!pool->watchdog_started && pool_start_thread(pool, watchdog_main) < 0)
        return -1;
    pool->watchdog_started = true;
    pool->loop = loop;
    if (pool_wake_or_start_worker(pool) < 0) {
        pool->loop = NULL;
        return -1;
    }
    while (pool->loop)
        pthread_cond_wait(&pool->ended, &pool->lock);
    return pool->loop_outcome < 0
               ? error_set(VIR_FROM_EVENT, VIR_ERR_INTERNAL_ERROR, "the event loop has failed")
               : 0;
}
