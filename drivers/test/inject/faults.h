/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Faults that the test driver plays: rules by which calls come late, hang or fail
 * (protocol/vireo.x says what a rule is), so that programs and the daemon can be shown machines
 * that do not answer.
 *
 *     call ---- no rule fits -------------------------------------> operation
 *        \----- DELAY, HANG, BUSY: held ---- time is up, cleared --> operation
 *         \                            \---- its session is gone --> error
 *          \--- ERROR ---------------------------------------------> error
 *
 * Rules belong to a world, and time is the world's: where it stands still, a call is late until the
 * clock is moved on. A held call holds no lock of the world, and unless it is BUSY it has given its
 * worker's place away. Without a rule a call costs one relaxed load. Any thread may call any of
 * this.
 */
#pragma once

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/queue.h>

#include "protocol/vireo_ops.h"

struct proc;
struct session;

struct faults {
    atomic_uint n_rules;
    pthread_mutex_t lock; /* guards what follows */
    TAILQ_HEAD(, fault_rule) rules;
    LIST_HEAD(, fault_held) held; /* calls that wait */
    unsigned last_id;             /* 0: there never was a rule */
};

void faults_init(struct faults *faults);

/* No call is held any more. */
void faults_done(struct faults *faults);

/* Returns true if there is any rule. */
static inline bool faults_any(const struct faults *faults)
{
    return atomic_load_explicit(&faults->n_rules, memory_order_relaxed) > 0;
}

/* Before a call: does to it what the first rule that fits says. 0: it may go on; -1 with the error
 * set. */
int faults_meet(struct faults *faults, struct session *session, const struct proc *proc,
                const void *args);

/* Adds a rule at the end. 0, or -1 with VIR_ERR_INVALID_ARG naming what is wrong with it. */
int faults_add(struct faults *faults, const vireo_fault *fault, unsigned *ret_id);

/* The control calls, on the world of the session; also those of drivers/test/inject/event_inject.h
 * and drivers/test/world/clock_call.h. */
extern const struct vireo_ops faults_ops;
