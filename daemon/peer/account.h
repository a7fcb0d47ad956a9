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
#include <sys/queue.h>

#include "daemon/pool/pool.h"

struct account {
    LIST_ENTRY(account) link;
    unsigned user;
    unsigned refs;           /* of peers; the lock of the accounts */
    struct flow_group group; /* of their flows */
    unsigned n_peers;        /* that are connected; loop thread */
};

struct accounts {
    struct pool *pool;
    pthread_mutex_t lock;
    LIST_HEAD(, account) list;
    unsigned n_peers; /* of all accounts; loop thread */
};

void accounts_init(struct accounts *accounts, struct pool *pool);

/* Nobody has an account any more. */
void accounts_done(struct accounts *accounts);

/* One more peer of the user. NULL with the error set. Any thread. */
struct account *account_open(struct accounts *accounts, unsigned user);

/* A peer has gone, and none of its calls runs any more; the last one of a user takes the account
 * along. NULL is fine. Any thread; the pool is still there. */
void account_leave(struct accounts *accounts, struct account *account);
