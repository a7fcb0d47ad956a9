/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the generated stubs call: one function for every procedure of every program.
 */
#pragma once

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "common/forks.h"

#include "protocol/admin_ops.h"
#include "protocol/lxc_ops.h"
#include "protocol/qemu_ops.h"
#include "protocol/remote_ops.h"
#include "protocol/vireo_ops.h"
#include "rpc/address.h"

struct channel;
struct proc_extra;
struct program;
struct session;

/* How a daemon was reached: a forked child goes there again. */
struct remote_way {
    struct transport_address to;
    char *name; /* of the driver there */
    char *want; /* the URI's auth=, or NULL */
    unsigned flags;
    int interval; /* of pings, in seconds; 0: none */
    unsigned count;
};

/* The state of a session with a daemon. */
struct remote {
    struct fork_member fork;
    _Atomic(struct channel *) channel;
    bool keepalive, close_notice; /* the daemon has them */
    atomic_int passes_fds;        /* it takes and gives descriptors; 0: not asked yet, -1: no */

    pthread_mutex_t lock; /* held while a child goes the parent's way */
    struct remote_way way;
    int (*go_again)(struct session *s, struct remote *r); /* NULL: there is no second time */
    struct remote *left; /* has the channel of before the fork, which its streams look at */
};

extern const struct admin_ops admin_stub_ops;
extern const struct remote_ops remote_stub_ops;
extern const struct qemu_ops qemu_stub_ops;
extern const struct lxc_ops lxc_stub_ops;
extern const struct vireo_ops vireo_stub_ops;

/* Sends the call and waits for its reply. 0, or -1 with the daemon's error or our own set. Any
 * thread; calls of several threads are in flight together. */
int remote_call(struct session *session, const struct program *program, int procedure,
                const void *args, void *ret, const struct proc_extra *extra);

/* The session's channel. In a forked child a new one, to the same daemon, from the first call on:
 * the parent's stays the parent's. NULL with the error set. */
struct channel *remote_channel(struct session *session);

/* Whether the daemon supports a FEATURE_*. 1: it does, 0: not, or it does not know the question; -1
 * without a daemon. */
int remote_supports(struct session *s, int feature);

/* Connects the session to the daemon there: its state. 0, or -1 with the error set. */
int remote_attach(struct session *session, const struct transport_address *to);

/* Hangs up, and frees the state; the daemon is told nothing. Keeps the thread's error. */
void remote_detach(struct session *session);
