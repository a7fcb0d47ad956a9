/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a pool is made of, for the files that implement it: flows.c says which flow is
 * next, threads.c has the workers and their batches, leader.c the one that runs the event loop,
 * pool.c what the outside calls. Every function here wants the pool's lock held.
 */
#pragma once

#include <pthread.h>
#include <stdatomic.h>
#include <sys/types.h>

#include "daemon/pool/pool.h"

struct pool {
    pthread_mutex_t lock;
    pthread_cond_t work, work_high, ended, watchdog;
    const struct pool_ops *ops;
    struct pool_size size;
    struct flow_list new_flows, old_flows; /* one order, in two parts */
    struct flow_list high_flows;
    unsigned n_old_flows;
    uint64_t rounds;                         /* batches of old flows */
    unsigned workers, idle, prio, idle_prio; /* the leader is none of them */
    unsigned waiting, prio_waiting; /* inside a job that waits: not counted against the sizes */
    struct admission admission;
    size_t queued;
    int64_t queued_ns;            /* that they are going to cost, by what their kinds have cost */
    _Atomic size_t queued_bytes;  /* written under the lock, read without */
    uint64_t taken;               /* jobs so far: the watchdog sees by it whether things move */
    _Atomic uint32_t finish_cost; /* of ops->finished */
    bool quit;

    struct loop *loop; /* to be run by one thread of ours; NULL: by nobody of us */
    int loop_outcome;
    bool has_leader; /* a thread runs the loop */
    uint64_t epoch;  /* of the leadership; a leader of another one has lost it */
    bool leader_in_job, watchdog_started, watchdog_sleeps;
};

/* What this thread is and does. */
struct pool_self {
    enum { POOL_OTHER_THREAD, POOL_WORKER, POOL_PRIO_WORKER } kind;
    uint64_t key; /* of its job */
    bool waits, gave_flow_slot, gave_pool_slot;
    bool waited; /* its job has waited */
    bool inside; /* its job is counted inside its domain */
    struct admission_entry entry;
    uint64_t epoch; /* of its leadership; 0: none */
};
extern __thread struct pool_self pool_self;

/* ---- flows.c ---- */

/* Which flow is next; NULL: none. */
struct flow *flow_first(const struct pool *pool);

/* Puts the flow into the lists where it belongs, at the back, or takes it out. After each change.
 */
void flow_place(struct pool *pool, struct flow *flow);

/* Jobs came, or went (all negative). */
void flow_count(struct pool *pool, struct flow *flow, ssize_t jobs, ssize_t bytes, int64_t ns);

/* The next job in order of arrival, or the next high one; NULL: there is none. It stays. */
struct job *flow_peek(const struct flow *flow, bool high_only);

/* Same, and takes it out of its list. */
struct job *flow_next(struct flow *flow, bool high_only);

/* Takes the next job that need not be parked, to be run; NULL: there is none. The flow goes to the
 * back. */
struct job *flow_take(struct pool *pool, struct flow *flow, bool high_only);

/* A job that was parked for the domain may try. */
void flow_let_one_try(struct pool *pool, uint64_t key);

/* ---- threads.c ---- */

/* Starts what the sizes ask for at least. 0, or -1 with the error set. */
int pool_fill(struct pool *pool);

int pool_start_thread(struct pool *pool, void *(*main)(void *));

/* Wakes or starts one more worker. 0, or -1 with the error set. */
int pool_wake_or_start_worker(struct pool *pool);

/* Sees to it that somebody gets to the first ready job. */
void pool_wake_one(struct pool *pool);

/* What the job is going to cost; 0: nobody knows. */
uint32_t pool_expected_ns(const struct job *job);

/* How many workers are inside jobs that do not wait. */
unsigned pool_busy(const struct pool *pool);

/* Runs one job of the flow at the front, or a few cheap ones. The lock is released meanwhile. */
void pool_run_batch(struct pool *pool, struct flow *flow, bool high_only);

/* Returns true if the flow's next job is over before a woken thread would have begun it. */
bool pool_next_is_cheap(const struct pool *pool, const struct flow *flow);

/* This thread's job is inside its domain, if it has one; and has left it. */
void pool_enter_domain(struct pool *pool);
void pool_leave_domain(struct pool *pool);

/* ---- leader.c ---- */

/* Runs the loop, and cheap jobs between its iterations, until the leadership is lost or the loop
 * quits. */
void pool_lead_loop(struct pool *pool);

/* Returns true if this thread is the leader. */
bool pool_is_leader(const struct pool *pool);

/* The leader becomes a worker; another thread becomes the leader. */
void pool_pass_leadership(struct pool *pool);

/* Nobody was woken for what is behind a job: somebody has to see it if that was wrong. */
void pool_wake_watchdog(struct pool *pool);
