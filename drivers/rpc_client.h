/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A driver's client of another host: some calls, one after the other, to a driver of this process
 * or to a daemon behind a UNIX socket. No events, no threads, and streams to the other side only,
 * one at a time; who calls waits for each answer, up to a minute.
 *
 *     rpc_client_call ---------------> done
 *     rpc_client_open_stream ---> rpc_client_send ... ---> rpc_client_finish, or rpc_client_abort
 */
#pragma once

#include <stddef.h>

struct rpc_client;
struct session;

/* Opens the host of that URI on behalf of a session, with its caller's rights. 0, or -1 with the
 * error set. */
int rpc_client_open(const struct session *session, const char *uri, struct rpc_client **ret_client);

/* Calls a procedure of the program REMOTE; *ret is zeroed by the caller, and freed by it on
 * success. 0 or -1: the other side's error, or ours. */
int rpc_client_call(struct rpc_client *client, int procedure, const void *args, void *ret);

/* The same for a procedure that takes a stream, which the client then has until its end. */
int rpc_client_open_stream(struct rpc_client *client, int procedure, const void *args, void *ret);

/* Sends bytes, or (bytes NULL) a hole of that length. 0, or -1 with the error set: give up. */
int rpc_client_send(struct rpc_client *client, const void *bytes, unsigned long long len);

/* All is sent: 0 when the other side has it, or -1 with the error set. */
int rpc_client_finish(struct rpc_client *client);

/* The rest does not come. Keeps the thread's error. */
void rpc_client_abort(struct rpc_client *client);

/* Cuts the connection: what waits for an answer fails. Any thread. */
void rpc_client_cut(struct rpc_client *client);

/* Accepts NULL; returns NULL. Keeps the thread's error. */
struct rpc_client *rpc_client_close(struct rpc_client *client);

static inline void rpc_client_closep(struct rpc_client **client)
{
    rpc_client_close(*client);
}
