/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * From a call to its reply: look it up, check rights, decode, run the operation, encode, send.
 * Runs on workers.
 */
#pragma once

struct job;
struct lane;

/* The pool's run: takes the job (a struct call) of the lane (a struct peer) over. The reply waits
 * for the end of the turn. */
void dispatch_run(struct lane *lane, struct job *job);

/* The pool's turn_ends: sends the replies that this thread has made for the lane. Also before
 * anything that has to come after them, or that may take long. */
void dispatch_turn_ends(struct lane *lane);
