/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a pool is made of, for the files that implement it: pool_lanes.c says which lane's turn it
 * is, pool_threads.c has the workers and their turns, pool_lead.c the one that runs the event loop,
 * pool.c what the outside calls. Every function here wants the pool's lock held.
 */
#pragma once

#include <pthread.h>
#include <stdatomic.h>
#include <sys/types.h>

#include "daemon/pool/pool.h"

struct pool {
    pthread_mutex_t lock;
    pthread_cond_t work, work_high, ended, watch;
    const struct pool_ops *ops;
    struct pool_size size;
    struct lane_list fresh, ready, ready_high; /* fresh and ready are one order, in two parts */
    unsigned n_ready;
    uint64_t turns;                          /* of lanes in ready */
    unsigned workers, idle, prio, idle_prio; /* the leader is none of them */
    unsigned waiting, prio_waiting; /* inside a job that waits: not counted against the sizes */
    struct gates gates;
    size_t queued;
    int64_t queued_ns;            /* that they are going to cost, by what their kinds have cost */
    _Atomic size_t queued_bytes;  /* written under the lock, read without */
    uint64_t taken;               /* jobs so far: the watch sees by it whether things move */
    _Atomic uint32_t finish_cost; /* of ops->finished */
    bool quit;

    struct loop *loop; /* to be run by one thread of ours; NULL: by nobody of us */
    int loop_outcome;
    bool led;      /* somebody has the lead */
    uint64_t term; /* of the lead; who does not find its own any more has lost it */
    bool lead_runs_job, watch_started, watch_sleeps;
};

/* What this thread is and does. */
struct pool_self {
    enum { POOL_STRANGER, POOL_WORKER, POOL_PRIO_WORKER } kind;
    uint64_t key; /* of its job */
    bool waits, gave_turn, gave_place;
    bool waited; /* its job has waited */
    bool visits; /* its job is counted inside its machine */
    struct gate_visit visit;
    uint64_t term; /* of its lead; 0: none */
};
extern __thread struct pool_self pool_self;

/* ---- pool_lanes.c ---- */

/* Whose turn it is; NULL: nobody's. */
struct lane *lane_first(const struct pool *pool);

/* Puts the lane into the lists where it belongs, at the back, or takes it out. After each change.
 */
void lane_place(struct pool *pool, struct lane *lane);

/* Jobs came, or went (all negative). */
void lane_count(struct pool *pool, struct lane *lane, ssize_t jobs, ssize_t bytes, int64_t ns);

/* The next job in order of arrival, or the next high one; NULL: there is none. It stays. */
struct job *lane_peek(const struct lane *lane, bool high_only);

/* Same, and takes it out of its list. */
struct job *lane_next(struct lane *lane, bool high_only);

/* Takes the next job that need not be parked, to be run; NULL: there is none. The lane goes to the
 * back. */
struct job *lane_take(struct pool *pool, struct lane *lane, bool high_only);

/* A job that was parked for the machine may try. */
void lane_let_one_try(struct pool *pool, uint64_t key);

/* This thread's job is inside its machine, if it has one; and has left it. */
void machine_enter(struct pool *pool);
void machine_leave(struct pool *pool);

/* ---- pool_threads.c ---- */

/* Starts what the sizes ask for at least. 0, or -1 with the error set. */
int pool_fill(struct pool *pool);

int pool_start_thread(struct pool *pool, void *(*main)(void *));

/* Wakes or starts one more worker. 0, or -1 with the error set. */
int pool_add_hand(struct pool *pool);

/* Sees to it that somebody gets to the first ready job. */
void pool_wake_one(struct pool *pool);

/* What the job is going to cost; 0: nobody knows. */
uint32_t pool_expected_ns(const struct job *job);

/* How many workers are inside jobs that do not wait. */
unsigned pool_busy(const struct pool *pool);

/* Runs one job of the lane at the front, or a few cheap ones. The lock is let go meanwhile. */
void pool_run_turn(struct pool *pool, struct lane *lane, bool high_only);

/* Says whether the lane's next job is over before a woken thread would have begun it. */
bool pool_cheap(const struct pool *pool, const struct lane *lane);

int64_t pool_now_ns(void);

/* ---- pool_lead.c ---- */

/* Runs the loop, and cheap jobs between its iterations, until the lead is lost or the loop quits.
 */
void pool_lead_here(struct pool *pool);

/* Says whether this thread has the lead. */
bool pool_leads(const struct pool *pool);

/* The leader becomes a worker; another thread takes the lead. */
void pool_hand_lead_over(struct pool *pool);

/* Nobody was woken for what is behind a job: somebody has to see it if that was wrong. */
void pool_be_watched(struct pool *pool);
