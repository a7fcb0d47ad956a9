/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The worker pool: threads that run jobs, a batch of one flow after another.
 *
 * A flow is a client's queue. Each batch takes one job of the flow at the front, or a few that are
 * over together before a woken thread would have begun one, and sends the flow to the back: so a
 * flow with a thousand jobs delays another's one job by one batch. At most max_running jobs of a
 * flow run at once. A job that waits for something slow says so (pool_waiting) and counts neither
 * against its flow nor against the pool while it waits; and while enough jobs wait for one domain,
 * further jobs for it are parked (daemon/pool/admission.h).
 *
 *      submit            flows that may run, in order          workers min..max
 *     --------> flow A  [j j j j]  \                           take any job
 *     --------> flow B  [j]         >  new_flows, old_flows -->
 *     --------> flow C  [h]        /   high_flows ------->     priority workers
 *                                                              take high jobs only
 *
 * The flows of one user are a group. Groups take turns, and in a group its flows: a user with a
 * hundred clients has the turns of one. What a bounded group holds of the pool is bounded, and so
 * is what all of these hold together (daemon/pool/share.h); the trusted group is not.
 *
 * With pool_run_loop one more thread is the leader: it runs the event loop, and cheap jobs itself
 * (leader.c).
 *
 * One mutex guards the queues; nothing that is called back runs under it. A sleeper is woken
 * only when there is work and nobody awake will get to it; a woken worker wakes the next one when
 * there is still more. All functions may be called by any thread, unless they say otherwise.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/queue.h>

#include "daemon/pool/admission.h"

struct loop;
struct pool;

struct job {
    STAILQ_ENTRY(job) next;
    uint64_t ticket; /* order of arrival within the flow */
    size_t bytes;    /* what it costs while it waits */
    bool high;       /* priority workers take it too */
    uint64_t key;    /* the domain that it is for; 0: none */
    /* What jobs of this kind cost, in ns: a running mean that the pool keeps; 0: not known yet.
     * NULL: nothing is known of it, ever. */
    _Atomic uint32_t *cost;

    uint32_t expected_ns; /* the pool's: what it was going to cost when it came */
    /* The pool's: of a job that is parked. */
    TAILQ_ENTRY(job) parked;
    struct flow *flow;
    bool was_parked;
};

STAILQ_HEAD(job_list, job);
TAILQ_HEAD(flow_list, flow);
TAILQ_HEAD(group_list, flow_group);

enum pool_kind { POOL_NORMAL, POOL_PRIO, POOL_KINDS };

/* Zero it, then pool_group_init. The members are the pool's. */
struct flow_group {
    LIST_ENTRY(flow_group) known;
    TAILQ_ENTRY(flow_group) link, high_link;
    struct group_list *list;               /* where it stands; NULL: in none */
    struct flow_list new_flows, old_flows; /* those that are ready: one order, in two parts */
    struct flow_list high_flows;
    unsigned n_old_flows;
    uint64_t rounds; /* batches of old flows */
    uint64_t new_at; /* as of a flow, among groups */
    unsigned running[POOL_KINDS],
        waiting;                 /* jobs, by the kind of worker that they are counted as */
    _Atomic size_t queued_bytes; /* written under the pool's lock, read without */
    bool bounded, in_high;
};

/* Zero it, then pool_flow_init. The members are the pool's. */
struct flow {
    TAILQ_ENTRY(flow) link, high_link;
    struct flow_group *group;
    struct flow_list *list;  /* where it stands in its group; NULL: in none */
    struct job_list jobs[2]; /* normal, high */
    uint64_t tickets;
    size_t queued, queued_bytes;
    int64_t queued_ns; /* what those are going to cost */
    size_t parked;     /* of those queued */
    unsigned running, waiting, max_running, max_waiting;
    uint64_t new_at; /* rounds of the group, when it is no longer one that has just had its batch */
    bool in_high, closed, finished;
};

struct pool_ops {
    void (*run)(struct flow *flow, struct job *job); /* on a worker; owns the job */
    void (*batch_end)(struct flow *flow); /* same thread: after one job, or some in a row */
    void (*drop)(struct flow *flow, struct job *job); /* of a closed flow; owns the job */
    void (*finished)(struct flow *flow); /* on a worker: closed, no job runs any more */
};

struct pool_size {
    unsigned min, max, prio;
    unsigned max_waiting; /* jobs that wait and do not count */
    unsigned per_domain;  /* jobs that wait in one domain, after which others are parked */
    unsigned user_share;  /* percent of max, prio and max_waiting that a bounded group may have */
    int idle_seconds;     /* after which a worker above min ends */
};

struct pool_stats {
    unsigned workers, free_workers, prio_workers, waiting;
    size_t queued; /* jobs in all flows, parked ones too */
};

/* Starts min + prio workers. NULL with the error set. ops lives as long as the pool. */
struct pool *pool_new(const struct pool_size *size, const struct pool_ops *ops);

/*
 * Runs the loop in threads of the pool, in one at a time, until it quits. The callbacks of the loop
 * may submit. Returns 0, or -1 with the error set. Before pool_free; once at a time.
 */
int pool_run_loop(struct pool *pool, struct loop *loop);

/* Lets the running jobs finish, drops the queued ones, ends the threads. NULL is fine. */
struct pool *pool_free(struct pool *pool);

/* The group of those who are trusted, which no share bounds. */
struct flow_group *pool_trusted(struct pool *pool);

/* A bounded group of the pool. Its flows are finished before pool_group_done, and that comes before
 * pool_free. */
void pool_group_init(struct pool *pool, struct flow_group *group);
void pool_group_done(struct pool *pool, struct flow_group *group);

void pool_flow_init(struct flow *flow, struct flow_group *group, unsigned max_running,
                    unsigned max_waiting);

/* Changes how many jobs of the flow run at once. */
void pool_flow_limit(struct pool *pool, struct flow *flow, unsigned max_running);

/* Queues a list of jobs (emptied). Returns the bytes the flow has queued then. */
size_t pool_submit(struct pool *pool, struct flow *flow, struct job_list *jobs);

/* How many bytes the flow has queued. */
size_t pool_flow_bytes(struct pool *pool, struct flow *flow);

/* How many bytes all flows have queued. Takes no lock. */
size_t pool_bytes(const struct pool *pool);

/* Returns true if a job of the flow is queued, runs or waits. */
bool pool_flow_busy(struct pool *pool, struct flow *flow);

/* Drops what is queued, takes nothing more; finished() comes once, when the last job has ended. */
void pool_flow_close(struct pool *pool, struct flow *flow);

/* From inside a job of the flow: it begins or ends to wait. */
void pool_waiting(struct pool *pool, struct flow *flow, bool begins);

/* New sizes, effective at once for starts; surplus workers end when idle. A bounded group that held
 * all it might goes on with pool_flow_limit of one of its flows, or when a job of it ends. */
void pool_resize(struct pool *pool, const struct pool_size *size);

void pool_get_stats(struct pool *pool, struct pool_stats *ret_stats);
void pool_get_size(struct pool *pool, struct pool_size *ret_size);
