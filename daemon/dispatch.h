/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * From a call to its reply: look it up, check rights, decode, run the operation, encode, send.
 * Runs on workers.
 */
#pragma once

#include <stdint.h>

struct frame;
struct job;
struct lane;
struct peer;
struct proc;
struct program;

/* The pool's run: takes the job (a struct call) of the lane (a struct peer) over. The reply waits
 * for the end of the turn. */
void dispatch_run(struct lane *lane, struct job *job);

/* The machine that a call is for, as the key of its job: a hash of its UUID; 0: none. Loop thread.
 */
uint64_t dispatch_key(const struct peer *peer, const struct proc *proc, const struct frame *f);

/* The pool's turn_ends: sends the replies that this thread has made for the lane. Also before
 * anything that has to come after them, or that may take long. */
void dispatch_turn_ends(struct lane *lane);

/* Where the pool keeps what calls of the procedure cost (pool.h). Any thread. */
_Atomic uint32_t *dispatch_cost(const struct program *program, const struct proc *proc);
