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

/* The pool's run: takes the job (a struct call) of the lane (a struct peer) over. */
void dispatch_run(struct lane *lane, struct job *job);

/* The machine that a call is for, as the key of its job: a hash of its UUID; 0: none. Loop thread.
 */
uint64_t dispatch_key(const struct peer *peer, const struct proc *proc, const struct frame *f);
