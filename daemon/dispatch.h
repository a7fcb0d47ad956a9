/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * From a call to its reply: look it up, check rights, decode, run the operation, encode, send.
 * Runs on workers.
 */
#pragma once

struct job;
struct flow;

/* The pool's run: takes the job (a struct call) of the flow (a struct peer) over. The reply waits
 * for the end of the batch. */
void dispatch_run(struct flow *flow, struct job *job);

/* The pool's batch_end: sends the replies that this thread has made for the flow. Also before
 * anything that has to come after them, or that may take long. */
void dispatch_batch_end(struct flow *flow);
