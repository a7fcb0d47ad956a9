/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Accounts come with a user's first peer and go with its last one, and the pool knows their groups.
 */
#include "daemon/peer/account.h"

#include "daemon/pool/pool_internal.h"
#include "tests/unit/suite.h"

static struct pool pool;
static struct accounts accounts;

static void setup(void)
{
    pool_init_groups(&pool);
    accounts_init(&accounts, &pool);
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

int main(void)
{
    Suite *suite = suite_create("account");
    TCase *tc = tcase_create("accounts");

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, the_peers_of_a_user_have_one_account);
    tcase_add_test(tc, the_last_peer_takes_the_account_along);
    suite_add_tcase(suite, tc);
    return run_suite(suite);
}
