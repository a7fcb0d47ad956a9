/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Accounts come with a user's first peer and go with its last one, and the pool knows their groups.
 */
#include "daemon/peer/account.h"

#include "daemon/peer/client_limits.h"
#include "daemon/pool/pool_internal.h"
#include "event/loop.h"
#include "tests/unit/suite.h"

static struct pool pool;
static struct accounts accounts;
static struct live_limits limits;
static struct budget budget;
static unsigned n_told;

static void count_told(void *owner)
{
    n_told++;
}

static void setup(void)
{
    pool_init_groups(&pool);
    client_limits_publish(&limits, &(struct client_limits){.user_share = 50,
                                                           .total_queue_bytes = 400,
                                                           .total_buffer_bytes = 400});
    accounts_init(&accounts, &pool, &limits, &budget);
}

static void teardown(void)
{
    ck_assert(LIST_EMPTY(&accounts.list));
    ck_assert(LIST_EMPTY(&pool.groups));
    accounts_done(&accounts);
}

START_TEST(the_peers_of_a_user_have_one_account)
{
    struct account *a = account_open(&accounts, 1000), *b = account_open(&accounts, 1001);

    ck_assert_ptr_ne(a, b);
    ck_assert_ptr_eq(account_open(&accounts, 1000), a);
    ck_assert_ptr_eq(account_open(&accounts, 1001), b);
    ck_assert(a->group.bounded);
    for (unsigned i = 0; i < 2; i++) {
        account_leave(&accounts, a);
        account_leave(&accounts, b);
    }
}
END_TEST

START_TEST(the_last_peer_takes_the_account_along)
{
    struct account *a = account_open(&accounts, 0);

    account_open(&accounts, 0);
    account_leave(&accounts, a);
    ck_assert_ptr_eq(LIST_FIRST(&pool.groups), &a->group);
    account_leave(&accounts, a);
    account_leave(&accounts, NULL);
    ck_assert(LIST_EMPTY(&pool.groups));
    account_leave(&accounts, account_open(&accounts, 0));
}
END_TEST

START_TEST(what_a_user_holds_counts_for_all)
{
    struct loop *loop = loop_new(NULL);
    _Atomic size_t a_bytes = 0, b_bytes = 0, root_bytes = 0;
    struct account *a, *b;

    budget =
        (struct budget){.loop = loop, .limit = &limits.total_buffer_bytes, .exceeded = count_told};
    a = account_open(&accounts, 1);
    b = account_open(&accounts, 2);
    budget_set(&a->budget, &a_bytes, 200);
    budget_set(&b->budget, &b_bytes, 100);
    budget_set(&budget, &root_bytes, 100);
    loop_iterate_for(loop, 0);
    ck_assert_uint_eq(n_told, 0);
    ck_assert_uint_eq(accounts.budget.used, 300);
    ck_assert_uint_eq(budget.used, 400);
    budget_set(&a->budget, &a_bytes, 201);
    budget_set(&budget, &root_bytes, 0);
    loop_iterate_for(loop, 0);
    ck_assert_uint_eq(n_told, 1);
    ck_assert(budget_is_exceeded(&a->budget) && budget_is_exceeded(&accounts.budget));
    ck_assert(!budget_is_exceeded(&b->budget) && !budget_is_exceeded(&budget));
    budget_set(&a->budget, &a_bytes, 0);
    budget_set(&b->budget, &b_bytes, 0);
    ck_assert_uint_eq(budget.used, 0);
    account_leave(&accounts, a);
    account_leave(&accounts, b);
    loop_free(loop);
}
END_TEST

START_TEST(the_queue_of_a_user_and_of_all_have_limits)
{
    struct account *a = account_open(&accounts, 1), *b = account_open(&accounts, 2);

    a->group.queued_bytes = pool.queued_bytes = 199;
    ck_assert(account_queue_has_room(&accounts, a));
    a->group.queued_bytes = pool.queued_bytes = 200;
    ck_assert(!account_queue_has_room(&accounts, a));
    ck_assert(account_queue_has_room(&accounts, b));
    pool.queued_bytes = 300;
    ck_assert(!account_queue_has_room(&accounts, b));
    account_leave(&accounts, a);
    account_leave(&accounts, b);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("account");
    TCase *tc = tcase_create("accounts");

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, the_peers_of_a_user_have_one_account);
    tcase_add_test(tc, the_last_peer_takes_the_account_along);
    tcase_add_test(tc, what_a_user_holds_counts_for_all);
    tcase_add_test(tc, the_queue_of_a_user_and_of_all_have_limits);
    suite_add_tcase(suite, tc);
    return run_suite(suite);
}
