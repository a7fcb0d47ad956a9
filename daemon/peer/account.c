/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A list of accounts by user. Users are few. */
#include "daemon/peer/account.h"

#include <stdlib.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "daemon/peer/client_limits.h"

void accounts_init(struct accounts *accounts, struct pool *pool, const struct live_limits *limits,
                   struct budget *budget)
{
    accounts->pool = pool;
    accounts->limits = limits;
    accounts->budget =
        (struct budget){.above = budget, .limit = &limits->of_all_users.total_buffer_bytes};
    pthread_mutex_init(&accounts->lock, NULL);
    LIST_INIT(&accounts->list);
}

void accounts_done(struct accounts *accounts)
{
    pthread_mutex_destroy(&accounts->lock);
}

struct account *account_open(struct accounts *accounts, unsigned user)
{
    struct account *account;
    LOCK_SCOPE(&accounts->lock);

    LIST_FOREACH (account, &accounts->list, link) {
        if (account->user == user) {
            account->refs++;
            return account;
        }
    }
    account = calloc(1, sizeof(*account));
    if (!account) {
        error_oom(VIR_FROM_RPC);
        return NULL;
    }
    account->user = user;
    account->refs = 1;
    account->budget = (struct budget){.above = &accounts->budget,
                                      .limit = &accounts->limits->of_user.total_buffer_bytes};
    pool_group_init(accounts->pool, &account->group);
    LIST_INSERT_HEAD(&accounts->list, account, link);
    return account;
}

void account_leave(struct accounts *accounts, struct account *account)
{
    if (!account)
        return;
    LOCK_SCOPE(&accounts->lock);
    if (--account->refs)
        return;
    LIST_REMOVE(account, link);
    pool_group_done(accounts->pool, &account->group);
    free(account);
}

bool account_queue_has_room(const struct accounts *accounts, const struct account *account)
{
    const struct live_limits *l = accounts->limits;

    return account->group.queued_bytes < l->of_user.total_queue_bytes &&
           pool_bytes(accounts->pool) < l->of_all_users.total_queue_bytes;
}
