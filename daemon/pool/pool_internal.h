/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a pool is made of, for the files that implement it: flows.c and groups.c say which flow is
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
    LIST_HEAD(, flow_group) groups;           /* the bounded ones */
    struct group_list new_groups, old_groups; /* one order, in two parts */
    struct group_list high_groups;
    unsigned n_old_groups;
    uint64_t rounds;                         /* batches of old groups */
    struct flow_group trusted;               /* bounded by the sizes alone */
    struct flow_group closing;               /* flows that have no jobs any more, to be finished */
    unsigned users_running, users_waiting;   /* jobs of bounded groups, on normal workers; all */
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
    uint64_t key;             /* of its job */
    struct flow_group *group; /* where its job is counted */
    bool waits, gave_flow_slot, gave_pool_slot;
    bool waited; /* its job has waited */
    bool inside; /* its job is counted inside its domain */
    struct admission_entry entry;
    uint64_t epoch; /* of its leadership; 0: none */
};
extern __thread struct pool_self pool_self;

/* ---- flows.c ---- */

/* No group has anything yet. */
void pool_init_groups(struct pool *pool);

/* Which flow is next; NULL: none. */
struct flow *flow_first(const struct pool *pool);

/* Which one is next for a priority worker. */
struct flow *flow_first_high(const struct pool *pool);

/* Says whether the flow is the only one that is ready. */
bool flow_is_alone(const struct pool *pool, const struct flow *flow);

/* Puts the flow into the lists where it belongs, at the back, or takes it out. After each change.
 */
void flow_place(struct pool *pool, struct flow *flow);

/* The flow takes no more jobs: from now on it is to be finished. */
void flow_close(struct pool *pool, struct flow *flow);

/* Jobs came, or went (all negative). */
void flow_count(struct pool *pool, struct flow *flow, ssize_t jobs, ssize_t bytes, int64_t ns);

/* The next job in order of arrival, or the next high one; NULL: there is none. It stays. */
struct job *flow_peek(const struct flow *flow, bool high_only);

/* Same, and takes it out of its list. */
struct job *flow_next(struct flow *flow, bool high_only);

/* Takes the next job that need not be parked, to be run; NULL: there is none. The flow goes to the
 * back. A job that was taken is counted until flow_ended. */
struct job *flow_take(struct pool *pool, struct flow *flow, bool high_only);

/* A job that this thread has taken has ended. flow_place is next. */
void flow_ended(struct pool *pool, struct flow *flow);

/* This thread's job begins to wait; false: its group has as many that wait as it may. */
bool group_begin_waiting(struct pool *pool);
void group_end_waiting(struct pool *pool);

/* A job that was parked for the domain may try. */
void flow_let_one_try(struct pool *pool, uint64_t key);

/* ---- groups.c ---- */

/* Puts every group where it belongs by the present sizes. */
void pool_review_groups(struct pool *pool);

/* As flow_place, and to the back as who has had a batch. */
void group_place(struct pool *pool, struct flow_group *group);
void group_to_back(struct pool *pool, struct flow_group *group);

/* A job of the group is going to run in this thread; it has ended. */
void group_begin_running(struct pool *pool, struct flow_group *group);
void group_end_running(struct pool *pool);

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
