/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The account of a user: what the peers of a server that are one user's cost together.
 *
 * There is one for each user who is a peer and not trusted (peer_is_trusted), of whom
 * max_user_share says how much of the server's limits one may have (daemon/pool/share.h). The peers
 * of root and of the daemon's own user have none, but on the read-only socket.
 */
#pragma once

#include <pthread.h>
#include <stdatomic.h>
#include <sys/queue.h>

#include "daemon/peer/budget.h"
#include "daemon/pool/pool.h"

struct live_limits;

struct account {
    LIST_ENTRY(account) link;
    unsigned user;
    unsigned refs;           /* of peers; the lock of the accounts */
    struct flow_group group; /* of their flows */
    unsigned n_peers;        /* that are connected; loop thread */
    atomic_uint n_unauthenticated;
    struct budget budget; /* of their buffers */
};

struct accounts {
    struct pool *pool;
    const struct live_limits *limits;
    struct budget budget; /* of the buffers of all accounts */
    pthread_mutex_t lock;
    LIST_HEAD(, account) list;
    unsigned n_peers; /* of all accounts; loop thread */
    atomic_uint n_unauthenticated;
    atomic_uint n_held; /* peers that are not read from before others have authenticated */
};

/* budget: the one of all peers' buffers. */
void accounts_init(struct accounts *accounts, struct pool *pool, const struct live_limits *limits,
                   struct budget *budget);

/* Nobody has an account any more. */
void accounts_done(struct accounts *accounts);

/* One more peer of the user. NULL with the error set. Any thread. */
struct account *account_open(struct accounts *accounts, unsigned user);

/* A peer has gone, and none of its calls runs any more; the last one of a user takes the account
 * along. NULL is fine. Any thread; the pool is still there. */
void account_leave(struct accounts *accounts, struct account *account);

/* Says whether the calls of the user that wait, and those of all users, leave room for more. Any
 * thread. */
bool account_queue_has_room(const struct accounts *accounts, const struct account *account);
