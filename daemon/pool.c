/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Workers and turns. Whether a lane stands in a ready list is a pure function of its state
 * (lane_place), worked out after every change.
 */
#include "daemon/pool.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "common/log.h"

#define LOG_MODULE "daemon.pool"

TAILQ_HEAD(lane_list, lane);

struct pool {
    pthread_mutex_t lock;
    pthread_cond_t work, work_high, ended;
    const struct pool_ops *ops;
    struct pool_size size;
    struct lane_list ready, ready_high;
    unsigned workers, idle, prio, idle_prio;
    unsigned waiting, prio_waiting; /* inside a job that waits: not counted against the sizes */
    struct gates gates;
    size_t queued;
    _Atomic size_t queued_bytes; /* written under the lock, read without */
    bool quit;
};

/* What this thread is and does. */
static __thread struct {
    enum { STRANGER, WORKER, PRIO_WORKER } kind;
    uint64_t key; /* of its job */
    bool waits, gave_turn, gave_place;
    struct gate_visit visit;
} self;

static void *worker_main(void *opaque);
static void *prio_main(void *opaque);

/* ---- lanes ---- */

/* Jobs came, or went (both negative); the lock is held. */
static void count(struct pool *pool, struct lane *lane, ssize_t jobs, ssize_t bytes)
{
    lane->queued += (size_t)jobs;
    lane->queued_bytes += (size_t)bytes;
    pool->queued += (size_t)jobs;
    pool->queued_bytes += (size_t)bytes;
}

void pool_lane_init(struct lane *lane, unsigned max_running, unsigned max_waiting)
{
    STAILQ_INIT(&lane->jobs[0]);
    STAILQ_INIT(&lane->jobs[1]);
    lane->max_running = max_running;
    lane->max_waiting = max_waiting;
}

/* Says whether the lane's quota lets one more job run. */
static bool lane_may_run(const struct lane *lane)
{
    return lane->running < lane->max_running;
}

static bool lane_wants_ready(const struct lane *lane)
{
    if (lane->closed)
        return !lane->finished && !lane->running && !lane->waiting;
    return lane->queued > lane->parked && lane_may_run(lane);
}

static bool lane_wants_high(const struct lane *lane)
{
    return !lane->closed && !STAILQ_EMPTY(&lane->jobs[1]) && lane_may_run(lane);
}

/* Puts the lane into the lists where it belongs, at the back, or takes it out. */
static void lane_place(struct pool *pool, struct lane *lane)
{
    bool ready = lane_wants_ready(lane), high = lane_wants_high(lane);

    if (ready && !lane->in_ready)
        TAILQ_INSERT_TAIL(&pool->ready, lane, ready_link);
    else if (!ready && lane->in_ready)
        TAILQ_REMOVE(&pool->ready, lane, ready_link);
    if (high && !lane->in_high)
        TAILQ_INSERT_TAIL(&pool->ready_high, lane, high_link);
    else if (!high && lane->in_high)
        TAILQ_REMOVE(&pool->ready_high, lane, high_link);
    lane->in_ready = ready;
    lane->in_high = high;
}

/* Its turn is over: to the back of both lists. */
static void lane_to_back(struct pool *pool, struct lane *lane)
{
    if (lane->in_ready)
        TAILQ_REMOVE(&pool->ready, lane, ready_link);
    if (lane->in_high)
        TAILQ_REMOVE(&pool->ready_high, lane, high_link);
    lane->in_ready = lane->in_high = false;
    lane_place(pool, lane);
}

/* The next job in order of arrival, or the next high one; NULL: there is none. */
static struct job *lane_next(struct lane *lane, bool high_only)
{
    struct job *normal = STAILQ_FIRST(&lane->jobs[0]), *high = STAILQ_FIRST(&lane->jobs[1]);
    bool take_high = high && (high_only || !normal || high->ticket < normal->ticket);
    struct job *job = take_high ? high : high_only ? NULL : normal;

    if (!job)
        return NULL;
    STAILQ_REMOVE_HEAD(&lane->jobs[take_high], next);
    return job;
}

/* The next job that need not be parked; NULL: there is none. */
static struct job *lane_take(struct pool *pool, struct lane *lane, bool high_only)
{
    struct job *job;

    while ((job = lane_next(lane, high_only))) {
        if (!job->key || !gates_full(&pool->gates, job->key, pool->size.per_machine))
            break;
        job->lane = lane;
        lane->parked++;
        gates_park(&pool->gates, job);
    }
    if (job) {
        count(pool, lane, -1, -(ssize_t)job->bytes);
        lane->running++;
    }
    lane_to_back(pool, lane);
    return job;
}

/* Somebody has left the machine: the next job that is parked for it may try. */
static void let_one_try(struct pool *pool, uint64_t key)
{
    struct job *job = key ? gates_next(&pool->gates, key) : NULL;

    if (!job)
        return;
    job->lane->parked--;
    STAILQ_INSERT_HEAD(&job->lane->jobs[job->high], job, next);
    lane_place(pool, job->lane);
}

/* ---- threads ---- */

static int start_thread(struct pool *pool, void *(*main)(void *))
{
    pthread_attr_t attr;
    pthread_t thread;
    int r;

    pthread_attr_init(&attr);
    pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
    r = pthread_create(&thread, &attr, main, pool);
    pthread_attr_destroy(&attr);
    return r ? error_set_errno(VIR_FROM_THREAD, r, "a worker thread does not start") : 0;
}

static int start_worker(struct pool *pool)
{
    if (start_thread(pool, worker_main) < 0)
        return -1;
    pool->workers++;
    return 0;
}

static int start_prio(struct pool *pool)
{
    if (start_thread(pool, prio_main) < 0)
        return -1;
    pool->prio++;
    return 0;
}

/* How many workers are at hand for jobs that do not wait. */
static unsigned working(const struct pool *pool)
{
    return pool->workers - pool->waiting;
}

static unsigned working_prio(const struct pool *pool)
{
    return pool->prio - pool->prio_waiting;
}

/* Sees to it that somebody gets to the first ready job. */
static void wake_one(struct pool *pool)
{
    if (!TAILQ_EMPTY(&pool->ready)) {
        if (pool->idle && working(pool) - pool->idle < pool->size.max) {
            pthread_cond_signal(&pool->work);
            return;
        }
        if (working(pool) < pool->size.max && start_worker(pool) == 0)
            return;
    }
    if (TAILQ_EMPTY(&pool->ready_high))
        return;
    if (pool->idle_prio)
        pthread_cond_signal(&pool->work_high);
    else if (working_prio(pool) < pool->size.prio)
        start_prio(pool);
}

/* Runs what the lane at the front has; the lock is held on entry and on return. */
static void run_one(struct pool *pool, struct lane *lane, bool high_only)
{
    struct job *job;

    if (lane->closed) {
        lane->finished = true;
        lane_place(pool, lane);
        wake_one(pool);
        pthread_mutex_unlock(&pool->lock);
        pool->ops->finished(lane);
        pthread_mutex_lock(&pool->lock);
        return;
    }
    job = lane_take(pool, lane, high_only);
    if (!job)
        return;
    self.key = job->key;
    wake_one(pool);
    pthread_mutex_unlock(&pool->lock);
    pool->ops->run(lane, job);
    pthread_mutex_lock(&pool->lock);
    lane->running--;
    lane_place(pool, lane);
    let_one_try(pool, self.key);
}

/* Sleeps until there may be work. Returns false after the idle time without any. */
static bool sleep_for_work(struct pool *pool)
{
    struct timespec until;
    int r;

    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += pool->size.idle_seconds;
    pool->idle++;
    r = pool->workers > pool->size.min ? pthread_cond_timedwait(&pool->work, &pool->lock, &until)
                                       : pthread_cond_wait(&pool->work, &pool->lock);
    pool->idle--;
    return r == 0;
}

/* More workers run than the sizes allow now (a shrink, or jobs that came back from waiting). */
static bool too_many(const struct pool *pool)
{
    return working(pool) > pool->size.max;
}

static void *worker_main(void *opaque)
{
    struct pool *pool = opaque;

    self.kind = WORKER;
    LOCK_SCOPE(&pool->lock);
    while (pool->quit ? !TAILQ_EMPTY(&pool->ready) : !too_many(pool)) {
        struct lane *lane = TAILQ_FIRST(&pool->ready);

        if (lane)
            run_one(pool, lane, false);
        else if (!sleep_for_work(pool) && pool->workers > pool->size.min &&
                 TAILQ_EMPTY(&pool->ready))
            break;
    }
    pool->workers--;
    wake_one(pool);
    pthread_cond_broadcast(&pool->ended);
    return NULL;
}

static void *prio_main(void *opaque)
{
    struct pool *pool = opaque;

    self.kind = PRIO_WORKER;
    LOCK_SCOPE(&pool->lock);
    while (!pool->quit && working_prio(pool) <= pool->size.prio) {
        struct lane *lane = TAILQ_FIRST(&pool->ready_high);

        if (lane) {
            run_one(pool, lane, true);
            wake_one(pool); /* what the end of the job made ready is not for us */
            continue;
        }
        pool->idle_prio++;
        pthread_cond_wait(&pool->work_high, &pool->lock);
        pool->idle_prio--;
    }
    pool->prio--;
    pthread_cond_broadcast(&pool->ended);
    return NULL;
}

/* ---- the outside ---- */

static int cond_init_monotonic(pthread_cond_t *cond)
{
    pthread_condattr_t attr;

    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(cond, &attr);
    pthread_condattr_destroy(&attr);
    return 0;
}

/* Starts what the sizes ask for at least; the lock is held. */
static int fill(struct pool *pool)
{
    while (pool->workers < pool->size.min) {
        if (start_worker(pool) < 0)
            return -1;
    }
    while (working_prio(pool) < pool->size.prio) {
        if (start_prio(pool) < 0)
            return -1;
    }
    return 0;
}

struct pool *pool_new(const struct pool_size *size, const struct pool_ops *ops)
{
    struct pool *pool = calloc(1, sizeof(*pool));
    int r;

    if (!pool) {
        error_oom(VIR_FROM_RPC);
        return NULL;
    }
    pool->size = *size;
    pool->ops = ops;
    TAILQ_INIT(&pool->ready);
    TAILQ_INIT(&pool->ready_high);
    gates_init(&pool->gates);
    pthread_mutex_init(&pool->lock, NULL);
    cond_init_monotonic(&pool->work);
    cond_init_monotonic(&pool->work_high);
    cond_init_monotonic(&pool->ended);
    pthread_mutex_lock(&pool->lock);
    r = fill(pool);
    pthread_mutex_unlock(&pool->lock);
    return r < 0 ? pool_free(pool) : pool;
}

struct pool *pool_free(struct pool *pool)
{
    if (!pool)
        return NULL;
    pthread_mutex_lock(&pool->lock);
    pool->quit = true;
    pthread_cond_broadcast(&pool->work);
    pthread_cond_broadcast(&pool->work_high);
    while (pool->workers || pool->prio)
        pthread_cond_wait(&pool->ended, &pool->lock);
    pthread_mutex_unlock(&pool->lock);
    pthread_cond_destroy(&pool->work);
    pthread_cond_destroy(&pool->work_high);
    pthread_cond_destroy(&pool->ended);
    pthread_mutex_destroy(&pool->lock);
    free(pool);
    return NULL;
}

/* Hands the jobs of a closed lane back; no lock is held. */
static void drop_all(struct pool *pool, struct lane *lane, struct job_list *jobs)
{
    struct job *job;

    while ((job = STAILQ_FIRST(jobs))) {
        STAILQ_REMOVE_HEAD(jobs, next);
        pool->ops->drop(lane, job);
    }
}

size_t pool_submit(struct pool *pool, struct lane *lane, struct job_list *jobs)
{
    ssize_t n = 0, n_bytes = 0;
    struct job *job;
    size_t bytes;

    pthread_mutex_lock(&pool->lock);
    while (!lane->closed && (job = STAILQ_FIRST(jobs))) {
        STAILQ_REMOVE_HEAD(jobs, next);
        job->ticket = lane->tickets++;
        STAILQ_INSERT_TAIL(&lane->jobs[job->high], job, next);
        n++;
        n_bytes += (ssize_t)job->bytes;
    }
    count(pool, lane, n, n_bytes);
    lane_place(pool, lane);
    if (lane->in_ready || lane->in_high)
        wake_one(pool);
    bytes = lane->queued_bytes;
    pthread_mutex_unlock(&pool->lock);
    drop_all(pool, lane, jobs);
    return bytes;
}

size_t pool_lane_bytes(struct pool *pool, struct lane *lane)
{
    LOCK_SCOPE(&pool->lock);
    return lane->queued_bytes;
}

size_t pool_bytes(const struct pool *pool)
{
    return pool->queued_bytes;
}

bool pool_lane_busy(struct pool *pool, struct lane *lane)
{
    LOCK_SCOPE(&pool->lock);
    return lane->queued || lane->running || lane->waiting;
}

void pool_lane_limit(struct pool *pool, struct lane *lane, unsigned max_running)
{
    LOCK_SCOPE(&pool->lock);
    lane->max_running = max_running;
    lane_place(pool, lane);
    wake_one(pool);
}

void pool_lane_close(struct pool *pool, struct lane *lane)
{
    struct job_list dropped = STAILQ_HEAD_INITIALIZER(dropped);
    struct job *job;

    pthread_mutex_lock(&pool->lock);
    count(pool, lane, -(ssize_t)lane->queued, -(ssize_t)lane->queued_bytes);
    lane->closed = true;
    while (lane->parked && (job = gates_next_of(&pool->gates, lane))) {
        lane->parked--;
        STAILQ_INSERT_TAIL(&dropped, job, next);
    }
    while ((job = lane_next(lane, false))) {
        STAILQ_INSERT_TAIL(&dropped, job, next);
        if (job->was_parked)
            let_one_try(pool, job->key); /* in its stead */
    }
    lane->running++; /* keeps finished() away, after which the lane may be gone */
    lane_place(pool, lane);
    pthread_mutex_unlock(&pool->lock);
    drop_all(pool, lane, &dropped);
    pthread_mutex_lock(&pool->lock);
    lane->running--;
    lane_place(pool, lane);
    wake_one(pool);
    pthread_mutex_unlock(&pool->lock);
}

static void begin_waiting(struct pool *pool, struct lane *lane)
{
    unsigned *waiting = self.kind == WORKER ? &pool->waiting : &pool->prio_waiting;

    self.waits = true;
    if (self.key)
        gates_enter(&pool->gates, &self.visit, self.key);
    self.gave_turn = lane->waiting < lane->max_waiting;
    if (self.gave_turn) {
        lane->waiting++;
        lane->running--;
    }
    self.gave_place = pool->waiting + pool->prio_waiting < pool->size.max_waiting;
    *waiting += self.gave_place;
}

static void end_waiting(struct pool *pool, struct lane *lane)
{
    unsigned *waiting = self.kind == WORKER ? &pool->waiting : &pool->prio_waiting;

    self.waits = false;
    if (self.key)
        gates_leave(&pool->gates, &self.visit);
    if (self.gave_turn) {
        lane->waiting--;
        lane->running++;
    }
    *waiting -= self.gave_place;
}

void pool_waiting(struct pool *pool, struct lane *lane, bool begins)
{
    LOCK_SCOPE(&pool->lock);
    if (self.kind == STRANGER || self.waits == begins)
        return;
    if (begins)
        begin_waiting(pool, lane);
    else
        end_waiting(pool, lane);
    lane_place(pool, lane);
    wake_one(pool);
}

void pool_resize(struct pool *pool, const struct pool_size *size)
{
    LOCK_SCOPE(&pool->lock);
    pool->size = *size;
    if (fill(pool) < 0)
        log_warning("the pool has %u workers, not %u", pool->workers, size->min);
    pthread_cond_broadcast(&pool->work);
    pthread_cond_broadcast(&pool->work_high);
}

void pool_get_size(struct pool *pool, struct pool_size *ret_size)
{
    LOCK_SCOPE(&pool->lock);
    *ret_size = pool->size;
}

void pool_get_stats(struct pool *pool, struct pool_stats *ret_stats)
{
    LOCK_SCOPE(&pool->lock);
    *ret_stats = (struct pool_stats){
        .workers = pool->workers,
        .free_workers = pool->idle,
        .prio_workers = pool->prio,
        .waiting = pool->waiting + pool->prio_waiting,
        .queued = pool->queued,
    };
}
