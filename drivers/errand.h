/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Errands of a driver to another host: some calls, one after the other, to a driver of this process
 * or to a daemon behind a UNIX socket. No events, no streams, no threads; who runs the errand waits
 * for each answer, up to a minute.
 */
#pragma once

struct errand;

/* Opens the host of that URI. 0, or -1 with the error set. */
int errand_open(const char *uri, struct errand **ret_errand);

/* Calls a procedure of the program REMOTE; *ret is zeroed by the caller, and freed by it on
 * success. 0 or -1: the other side's error, or ours. */
int errand_call(struct errand *errand, int procedure, const void *args, void *ret);

/* Accepts NULL; returns NULL. Keeps the thread's error. */
struct errand *errand_close(struct errand *errand);

static inline void errand_closep(struct errand **errand)
{
    errand_close(*errand);
}
