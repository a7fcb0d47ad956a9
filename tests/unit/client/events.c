/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * How registrations for events end: when their free callbacks run, in which thread, and that no
 * callback begins afterwards.
 */
#include <pthread.h>
#include <semaphore.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "tests/unit/suite.h"
#include "tests/unit/turn.h"

static virConnectPtr conn;
static virDomainPtr domain;

/* A callback that may take registrations back while it runs. */
struct listener {
    int id;
    int heard, freed;
    struct listener *ends[2];
    sem_t *entered, *may_leave; /* it stays inside in between */
};

static void end(struct listener *l)
{
    ck_assert_int_eq(virConnectDomainEventDeregisterAny(conn, l->id), 0);
}

static int on_event(virConnectPtr c, virDomainPtr d, int event, int detail, void *opaque)
{
    struct listener *l = opaque;

    (void)c;
    (void)d;
    (void)event;
    (void)detail;
    ck_assert_int_eq(l->freed, 0);
    l->heard++;
    for (int i = 0; i < 2 && l->ends[i]; i++)
        end(l->ends[i]);
    if (l->entered) {
        sem_post(l->entered);
        sem_wait(l->may_leave);
    }
    ck_assert_int_eq(l->freed, 0);
    return 0;
}

static void on_free(void *opaque)
{
    struct listener *l = opaque;

    l->freed++;
}

static void listen_to(virDomainPtr whom, struct listener *l)
{
    l->id = virConnectDomainEventRegisterAny(conn, whom, VIR_DOMAIN_EVENT_ID_LIFECYCLE,
                                             VIR_DOMAIN_EVENT_CALLBACK(on_event), l, on_free);
    ck_assert_int_ge(l->id, 0);
}

static void open_it(void)
{
    ck_assert_int_eq(virEventRegisterDefaultImpl(), 0);
    conn = virConnectOpen("test:///default");
    domain = virDomainLookupByName(conn, "test");
    ck_assert_ptr_nonnull(domain);
}

static void close_it(void)
{
    virDomainFree(domain);
    ck_assert_int_eq(virConnectClose(conn), 0);
}

START_TEST(a_free_callback_runs_before_the_end_of_a_registration_returns)
{
    struct listener l = {0};

    listen_to(domain, &l);
    end(&l);
    ck_assert_int_eq(l.freed, 1);
    turn();
    ck_assert_int_eq(l.freed, 1);
}
END_TEST

START_TEST(an_event_that_waits_is_not_told_to_who_has_left)
{
    struct listener l = {0};

    listen_to(domain, &l);
    ck_assert_int_eq(virDomainSuspend(domain), 0);
    end(&l);
    ck_assert_int_eq(l.freed, 1);
    turn();
    ck_assert_int_eq(l.heard, 0);
    ck_assert_int_eq(l.freed, 1);
}
END_TEST

START_TEST(a_callback_that_ends_itself_and_another_is_freed_when_it_returns)
{
    struct listener first = {0}, second = {0};

    first.ends[0] = &first;
    first.ends[1] = &second;
    listen_to(domain, &first);
    listen_to(NULL, &second);
    ck_assert_int_eq(virDomainSuspend(domain), 0);
    turn();
    ck_assert_int_eq(first.heard, 1);
    ck_assert_int_eq(first.freed, 1);
    ck_assert_int_eq(second.heard, 0);
    ck_assert_int_eq(second.freed, 1);
}
END_TEST

static void *run_loop(void *unused)
{
    turn();
    return unused;
}

START_TEST(a_callback_that_runs_in_another_thread_is_freed_when_it_returns)
{
    sem_t entered, may_leave;
    struct listener l = {.entered = &entered, .may_leave = &may_leave};
    pthread_t loop;

    sem_init(&entered, 0, 0);
    sem_init(&may_leave, 0, 0);
    listen_to(domain, &l);
    ck_assert_int_eq(virDomainSuspend(domain), 0);
    pthread_create(&loop, NULL, run_loop, NULL);
    sem_wait(&entered);
    end(&l);
    ck_assert_int_eq(l.freed, 0);
    sem_post(&may_leave);
    pthread_join(loop, NULL);
    ck_assert_int_eq(l.heard, 1);
    ck_assert_int_eq(l.freed, 1);
    sem_destroy(&entered);
    sem_destroy(&may_leave);
}
END_TEST

START_TEST(closing_says_one_while_a_registration_keeps_the_connection)
{
    struct listener l = {0};

    listen_to(domain, &l);
    ck_assert_int_eq(virConnectRef(conn), 0);
    ck_assert_int_eq(virConnectClose(conn), 1); /* however many are left */
    end(&l);
}
END_TEST

static void on_close(virConnectPtr c, int reason, void *opaque)
{
    (void)c;
    (void)reason;
    (void)opaque;
}

START_TEST(a_close_callback_that_is_taken_back_is_freed_at_once)
{
    struct listener l = {0};

    ck_assert_int_eq(virConnectRegisterCloseCallback(conn, on_close, &l, on_free), 0);
    ck_assert_int_eq(virConnectUnregisterCloseCallback(conn, on_close), 0);
    ck_assert_int_eq(l.freed, 1);
    ck_assert_int_eq(virConnectUnregisterCloseCallback(conn, on_close), -1);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("client_events");
    TCase *tcase = tcase_create("registrations");

    tcase_add_checked_fixture(tcase, open_it, close_it);
    tcase_add_test(tcase, a_free_callback_runs_before_the_end_of_a_registration_returns);
    tcase_add_test(tcase, an_event_that_waits_is_not_told_to_who_has_left);
    tcase_add_test(tcase, a_callback_that_ends_itself_and_another_is_freed_when_it_returns);
    tcase_add_test(tcase, a_callback_that_runs_in_another_thread_is_freed_when_it_returns);
    tcase_add_test(tcase, closing_says_one_while_a_registration_keeps_the_connection);
    tcase_add_test(tcase, a_close_callback_that_is_taken_back_is_freed_at_once);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
