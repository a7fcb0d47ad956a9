/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The hub alone: who hears of what, in which style, how many may listen, and when it ends. */
#include "drivers/event_hub.h"

#include <string.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "drivers/session.h"
#include "protocol/program.h"
#include "tests/unit/suite.h"

/* A session and what it has heard. */
struct listener {
    struct session session;
    int heard;
    int last_proc, last_id, last_event;
};

static struct hub hub;
static unsigned allowed;

/* An emission stops here while the gate is shut. */
static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static pthread_barrier_t inside;
static bool stop_inside;

static void on_emit(struct session *session, const struct program *program, const struct proc *proc,
                    const void *msg)
{
    struct listener *l = session->owner;

    ck_assert_ptr_eq(program, &remote_program);
    l->heard++;
    l->last_proc = proc->number;
    if (proc->number == REMOTE_PROC_DOMAIN_EVENT_LIFECYCLE) {
        l->last_event = ((const remote_domain_event_lifecycle_msg *)msg)->event;
    } else if (proc->number == REMOTE_PROC_DOMAIN_EVENT_CALLBACK_LIFECYCLE) {
        const remote_domain_event_callback_lifecycle_msg *m = msg;

        l->last_id = m->callbackID;
        l->last_event = m->msg.event;
    }
    if (stop_inside) {
        pthread_barrier_wait(&inside);
        pthread_mutex_lock(&gate);
        pthread_mutex_unlock(&gate);
    }
}

static unsigned max_subscriptions(const struct session *session)
{
    return allowed;
}

static const struct session_host host = {.emit = on_emit, .max_subscriptions = max_subscriptions};

static void listener_init(struct listener *l)
{
    *l = (struct listener){.session = {.host = &host, .owner = l}, .last_id = -1};
}

static void set_up(void)
{
    allowed = 1000;
    stop_inside = false;
    hub_init(&hub);
}

static void tear_down(void)
{
    hub_done(&hub);
}

static int subscribe(struct listener *l, int event_id, const remote_nonnull_domain *only,
                     bool legacy)
{
    int id = -2;
    int r = hub_subscribe(&hub, &l->session, event_id, only, legacy, &id);

    return r < 0 ? -2 : id;
}

static remote_nonnull_domain domain(char first)
{
    static char name[] = "a";

    return (remote_nonnull_domain){.name = name, .uuid = {first}, .id = 1};
}

static void start_event(char first)
{
    const remote_nonnull_domain dom = domain(first);

    hub_emit_lifecycle(&hub, &dom, VIR_DOMAIN_EVENT_STARTED, VIR_DOMAIN_EVENT_STARTED_BOOTED);
}

START_TEST(each_style_gets_its_own_message)
{
    struct listener old, new;

    listener_init(&old);
    listener_init(&new);
    ck_assert_int_eq(subscribe(&old, VIR_DOMAIN_EVENT_ID_LIFECYCLE, NULL, true), -1);
    ck_assert_int_eq(subscribe(&new, VIR_DOMAIN_EVENT_ID_LIFECYCLE, NULL, false), 0);
    start_event(1);
    ck_assert_int_eq(old.heard, 1);
    ck_assert_int_eq(old.last_proc, REMOTE_PROC_DOMAIN_EVENT_LIFECYCLE);
    ck_assert_int_eq(old.last_event, VIR_DOMAIN_EVENT_STARTED);
    ck_assert_int_eq(new.heard, 1);
    ck_assert_int_eq(new.last_proc, REMOTE_PROC_DOMAIN_EVENT_CALLBACK_LIFECYCLE);
    ck_assert_int_eq(new.last_id, 0);
    ck_assert_int_eq(new.last_event, VIR_DOMAIN_EVENT_STARTED);
}
END_TEST

START_TEST(one_session_has_one_style_for_an_event_at_a_time)
{
    struct listener l;

    listener_init(&l);
    ck_assert_int_eq(subscribe(&l, VIR_DOMAIN_EVENT_ID_LIFECYCLE, NULL, true), -1);
    ck_assert_int_eq(subscribe(&l, VIR_DOMAIN_EVENT_ID_LIFECYCLE, NULL, false), -2);
    ck_assert_int_eq(error_get()->code, VIR_ERR_INVALID_ARG);
    ck_assert_int_eq(subscribe(&l, VIR_DOMAIN_EVENT_ID_REBOOT, NULL, false), 0);
    start_event(1);
    ck_assert_int_eq(l.heard, 1);
    ck_assert_int_eq(hub_unsubscribe_legacy(&hub, &l.session, VIR_DOMAIN_EVENT_ID_LIFECYCLE), 0);
    ck_assert_int_eq(subscribe(&l, VIR_DOMAIN_EVENT_ID_LIFECYCLE, NULL, false), 1);
    start_event(1);
    ck_assert_int_eq(l.heard, 2);
    ck_assert_int_eq(l.last_proc, REMOTE_PROC_DOMAIN_EVENT_CALLBACK_LIFECYCLE);
}
END_TEST

START_TEST(all_subscribers_hear_the_same_event)
{
    struct listener l[5];

    for (int i = 0; i < 5; i++) {
        listener_init(&l[i]);
        ck_assert_int_eq(subscribe(&l[i], VIR_DOMAIN_EVENT_ID_LIFECYCLE, NULL, false), 0);
    }
    start_event(1);
    ck_assert_int_eq(hub_unsubscribe(&hub, &l[2].session, 0), 0);
    start_event(1);
    for (int i = 0; i < 5; i++)
        ck_assert_int_eq(l[i].heard, i == 2 ? 1 : 2);
}
END_TEST

START_TEST(one_machine_or_all)
{
    const remote_nonnull_domain first = domain(1), second = domain(2);
    struct listener l;

    listener_init(&l);
    ck_assert_int_eq(subscribe(&l, VIR_DOMAIN_EVENT_ID_LIFECYCLE, &first, false), 0);
    start_event(2);
    ck_assert_int_eq(l.heard, 0);
    start_event(1);
    ck_assert_int_eq(l.heard, 1);
    ck_assert_int_eq(subscribe(&l, VIR_DOMAIN_EVENT_ID_LIFECYCLE, &second, false), 1);
    ck_assert_int_eq(subscribe(&l, VIR_DOMAIN_EVENT_ID_LIFECYCLE, NULL, false), 2);
    start_event(2); /* as that machine, and as any */
    ck_assert_int_eq(l.heard, 3);
}
END_TEST

START_TEST(what_cannot_be_subscribed_is_refused)
{
    struct listener l, other;

    listener_init(&l);
    listener_init(&other);
    ck_assert_int_eq(subscribe(&l, 9999, NULL, false), -2);
    ck_assert_int_eq(error_get()->code, VIR_ERR_INTERNAL_ERROR);
    ck_assert_int_eq(subscribe(&l, -1, NULL, true), -2);
    ck_assert_int_eq(subscribe(&l, VIR_DOMAIN_EVENT_ID_METADATA_CHANGE, NULL, true), -2);
    ck_assert_int_eq(subscribe(&l, VIR_DOMAIN_EVENT_ID_REBOOT, NULL, false), 0);
    ck_assert_int_eq(subscribe(&l, VIR_DOMAIN_EVENT_ID_REBOOT, NULL, false), -2);
    ck_assert_int_eq(error_get()->code, VIR_ERR_INVALID_ARG);
    ck_assert_int_eq(hub_unsubscribe(&hub, &l.session, 5), -1);
    ck_assert_int_eq(hub_unsubscribe(&hub, &l.session, -1), -1);
    ck_assert_int_eq(hub_unsubscribe(&hub, &other.session, 0), -1); /* another's */
    ck_assert_int_eq(error_get()->code, VIR_ERR_INTERNAL_ERROR);
}
END_TEST

START_TEST(the_limit_counts_what_is_there)
{
    const remote_nonnull_domain first = domain(1);
    struct listener l, other;

    listener_init(&l);
    listener_init(&other);
    allowed = 2;
    ck_assert_int_eq(subscribe(&l, VIR_DOMAIN_EVENT_ID_LIFECYCLE, NULL, false), 0);
    ck_assert_int_eq(subscribe(&l, VIR_DOMAIN_EVENT_ID_REBOOT, NULL, true), -1);
    ck_assert_int_eq(subscribe(&l, VIR_DOMAIN_EVENT_ID_LIFECYCLE, &first, false), -2);
    ck_assert_int_eq(error_get()->code, VIR_ERR_RESOURCE_BUSY);
    ck_assert_ptr_nonnull(strstr(error_get()->message, "max_subscriptions"));
    ck_assert_int_eq(subscribe(&other, VIR_DOMAIN_EVENT_ID_LIFECYCLE, NULL, false), 0);
    ck_assert_int_eq(hub_unsubscribe(&hub, &l.session, 0), 0);
    ck_assert_int_eq(subscribe(&l, VIR_DOMAIN_EVENT_ID_LIFECYCLE, &first, false), 1);
    hub_leave(&hub, &l.session);
    ck_assert_uint_eq(l.session.subscriptions, 0);
    ck_assert_uint_eq(other.session.subscriptions, 1);
}
END_TEST

START_TEST(a_session_that_left_hears_nothing)
{
    struct listener gone, here;

    listener_init(&gone);
    listener_init(&here);
    for (int event = VIR_DOMAIN_EVENT_ID_LIFECYCLE; event <= VIR_DOMAIN_EVENT_ID_WATCHDOG;
         event++) {
        ck_assert_int_ge(subscribe(&gone, event, NULL, false), 0);
        ck_assert_int_ge(subscribe(&here, event, NULL, false), 0);
    }
    hub_leave(&hub, &gone.session);
    start_event(1);
    ck_assert_int_eq(gone.heard, 0);
    ck_assert_int_eq(here.heard, 1);
    hub_leave(&hub, &here.session);
    hub_leave(&hub, &here.session);
    ck_assert_uint_eq(hub.n_entries, 0);
}
END_TEST

static void *emit_main(void *opaque)
{
    start_event(1);
    return NULL;
}

static atomic_bool left;

static void *leave_main(void *opaque)
{
    struct listener *l = opaque;

    ck_assert_int_eq(hub_unsubscribe(&hub, &l->session, 0), 0);
    left = true;
    return NULL;
}

/* The end of a subscription waits for the emission that is on its way, and none comes later. */
START_TEST(the_end_of_a_subscription_is_final)
{
    pthread_t emitter, leaver;
    struct listener l;

    listener_init(&l);
    left = false;
    ck_assert_int_eq(subscribe(&l, VIR_DOMAIN_EVENT_ID_LIFECYCLE, NULL, false), 0);
    pthread_barrier_init(&inside, NULL, 2);
    pthread_mutex_lock(&gate);
    stop_inside = true;
    pthread_create(&emitter, NULL, emit_main, NULL);
    pthread_barrier_wait(&inside); /* the event is being handed over */
    pthread_create(&leaver, NULL, leave_main, &l);
    ck_assert(!left);
    pthread_mutex_unlock(&gate);
    pthread_join(emitter, NULL);
    pthread_join(leaver, NULL);
    stop_inside = false;
    ck_assert(left);
    ck_assert_int_eq(l.heard, 1);
    start_event(1);
    ck_assert_int_eq(l.heard, 1);
    pthread_barrier_destroy(&inside);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("hub");
    TCase *t = tcase_create("hub");

    tcase_add_checked_fixture(t, set_up, tear_down);
    tcase_add_test(t, each_style_gets_its_own_message);
    tcase_add_test(t, one_session_has_one_style_for_an_event_at_a_time);
    tcase_add_test(t, all_subscribers_hear_the_same_event);
    tcase_add_test(t, one_machine_or_all);
    tcase_add_test(t, what_cannot_be_subscribed_is_refused);
    tcase_add_test(t, the_limit_counts_what_is_there);
    tcase_add_test(t, a_session_that_left_hears_nothing);
    tcase_add_test(t, the_end_of_a_subscription_is_final);
    suite_add_tcase(suite, t);
    return run_suite(suite);
}
