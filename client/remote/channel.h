/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * One socket to a daemon, many threads with calls in flight on it.
 *
 * Nobody owns the socket's reading side for good. Of the threads that wait for a reply one leads:
 *
 *     call --> sent --> leads? --no--> sleeps until its reply is there, or it is made the leader
 *                         |yes
 *                         v
 *                  polls, reads, hands each reply to its waiter by serial
 *                         |own reply is there
 *                         v
 *                  passes the leadership on to another waiter
 *
 * A lone caller thus reads its own reply: no other thread is woken. Of many callers each is woken
 * once a call, with its reply or as the leader, and takes no lock then; what those that the leader
 * has just woken send next, the leader sends in one go before it sleeps again. While no call waits,
 * a watch in the program's event loop (if it has one) reads what comes unasked.
 *
 * Nobody ever blocks in a write either. Bytes go to `out` (rpc/output_queue.h); who finds no sender
 * sends them, also those that others append meanwhile; what the socket refuses stays, and the
 * leader, or else the loop, sends it when there is room.
 *
 * A stream's packets go to its own queue (channel_stream.c), and who waits for one is a waiter like
 * any other.
 *
 * Death is final and reaches everyone: each waiting and later call fails with the reason. In a
 * forked child a channel of its parent's is dead, without a byte or a shutdown on the socket; the
 * child's calls go through one of its own (remote_channel).
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "client/remote/remote.h"

struct channel;
struct proc;
struct proc_extra;
struct program;
struct transport_address;

/* ---- make and end ---- */

/* Connects. NULL with the error set. */
struct channel *channel_connect(const struct transport_address *to, const struct event_sink *sink);

/* Ends it: calls under way fail, nothing reaches the sink any more. Accepts NULL; returns NULL. */
struct channel *channel_close(struct channel *ch);

static inline void channel_closep(struct channel **ch)
{
    channel_close(*ch);
}

/* ---- use: any thread ---- */

/* One call: 0, or -1 with the daemon's or our error set. *ret is the caller's to free. extra (may
 * be NULL): a stream is open after a success;
 * its descriptors are sent, which empties the list, and it has those of the reply after a success.
 */
int channel_call(struct channel *ch, const struct program *program, const struct proc *proc,
                 const void *args, void *ret, const struct proc_extra *extra);

bool channel_alive(struct channel *ch);

/* Whether it was alive when this process was forked, and is its parent's. */
bool channel_left(const struct channel *ch);

/* Watches the socket from the program's event loop, if it has registered one. */
void channel_watch(struct channel *ch);

/* Pings every interval seconds (<= 0: never); count unanswered ones mean death. */
int channel_set_keepalive(struct channel *ch, int interval, unsigned count);
