/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Errands of a driver to another host: some calls, one after the other, to a driver of this process
 * or to a daemon behind a UNIX socket. No events, no threads, and streams to the other side only,
 * one at a time; who runs the errand waits for each answer, up to a minute.
 *
 *     errand_call ---------------> done
 *     errand_stream ---> errand_send ... ---> errand_finish, or errand_give_up
 */
#pragma once

#include <stddef.h>

struct errand;
struct session;

/* Opens the host of that URI on behalf of a session. 0, or -1 with the error set. */
int errand_open(const struct session *session, const char *uri, struct errand **ret_errand);

/* Calls a procedure of the program REMOTE; *ret is zeroed by the caller, and freed by it on
 * success. 0 or -1: the other side's error, or ours. */
int errand_call(struct errand *errand, int procedure, const void *args, void *ret);

/* The same for a procedure that takes a stream, which the errand then has until its end. */
int errand_stream(struct errand *errand, int procedure, const void *args, void *ret);

/* Sends bytes, or (bytes NULL) a hole of that length. 0, or -1 with the error set: give up. */
int errand_send(struct errand *errand, const void *bytes, unsigned long long len);

/* All is sent: 0 when the other side has it, or -1 with the error set. */
int errand_finish(struct errand *errand);

/* The rest does not come. Keeps the thread's error. */
void errand_give_up(struct errand *errand);

/* Cuts the connection: what waits for an answer fails. Any thread. */
void errand_cut(struct errand *errand);

/* Accepts NULL; returns NULL. Keeps the thread's error. */
struct errand *errand_close(struct errand *errand);

static inline void errand_closep(struct errand **errand)
{
    errand_close(*errand);
}
