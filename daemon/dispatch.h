/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * From a call to its reply: look it up, check rights, decode, run the operation, encode, send.
 * Runs on workers.
 */
#pragma once

struct job;
struct lane;

/* The pool's run: takes the job (a struct call) of the lane (a struct peer) over. */
void dispatch_run(struct lane *lane, struct job *job);
