/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Calls that every hypervisor answers alike, of one whose changes wait: it has a lock of its table,
 * one of each machine, and a turn for who changes a machine, which is waited for with a deadline.
 */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "drivers/domain/definition.h"
#include "drivers/driver.h"
#include "drivers/event_hub.h"
#include "drivers/machine/hold.h"
#include "drivers/machine/ops.h"
#include "drivers/reply.h"
#include "tests/unit/suite.h"

enum { MS = 1000000, DEADLINE = 50 * MS };

#define GIVES(call) ck_assert_msg((call) == 0, "%s: %s", #call, error_get()->message)
#define FAILS(expected, call)                            \
    do {                                                 \
        ck_assert_msg((call) < 0, "%s succeeds", #call); \
        ck_assert_int_eq(error_get()->code, expected);   \
    } while (0)

struct slow_machine {
    struct machine base; /* first: found by it */
    pthread_rwlock_t lock;
    pthread_mutex_t turn;
};

/* One for all tests: each runs in a process of its own. */
static struct {
    struct machine_table table;
    pthread_rwlock_t lock; /* of the table */
    struct hub hub;
    struct session session;
    pthread_mutex_t lever; /* an apply waits for it */
    pthread_barrier_t applies;
    bool waits, refuses;
    _Atomic unsigned long long applied; /* memory, to whichever machine */
} f;

static struct slow_machine *slow(struct machine *m)
{
    return (struct slow_machine *)m;
}

/* ---- the hypervisor ---- */

static void slow_read_table(struct machine_table *t)
{
    pthread_rwlock_rdlock(&f.lock);
}

static void slow_read_table_done(struct machine_table *t)
{
    pthread_rwlock_unlock(&f.lock);
}

static struct machine *slow_read(struct machine_table *t, const remote_nonnull_domain *dom)
{
    struct machine *m;

    pthread_rwlock_rdlock(&f.lock);
    m = machine_table_find(t, dom);
    if (m)
        pthread_rwlock_rdlock(&slow(m)->lock);
    pthread_rwlock_unlock(&f.lock);
    return m;
}

static void slow_read_done(struct machine *m)
{
    pthread_rwlock_unlock(&slow(m)->lock);
}

static struct machine *slow_change(struct machine_table *t, struct session *session,
                                   const remote_nonnull_domain *dom)
{
    struct timespec until;
    struct machine *m;

    pthread_rwlock_rdlock(&f.lock);
    m = machine_table_find(t, dom); /* none is ever dropped here */
    pthread_rwlock_unlock(&f.lock);
    if (!m)
        return NULL;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += DEADLINE;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    if (pthread_mutex_timedlock(&slow(m)->turn, &until) == ETIMEDOUT) {
        error_set(VIR_FROM_DOMAIN, VIR_ERR_OPERATION_TIMEOUT, "another call changes '%s'",
                  machine_name(m));
        return NULL;
    }
    pthread_rwlock_wrlock(&slow(m)->lock);
    return m;
}

static void slow_change_done(struct machine *m)
{
    pthread_rwlock_unlock(&slow(m)->lock);
    pthread_mutex_unlock(&slow(m)->turn);
}

/* The machine takes its time, or does not want to. */
static int slow_memory(struct machine *m, unsigned long long kib)
{
    if (f.refuses)
        return error_set(VIR_FROM_DOMAIN, VIR_ERR_OPERATION_FAILED, "the balloon is stuck");
    if (f.waits) {
        pthread_rwlock_unlock(&slow(m)->lock);
        pthread_barrier_wait(&f.applies);
        pthread_mutex_lock(&f.lever);
        pthread_mutex_unlock(&f.lever);
        pthread_rwlock_wrlock(&slow(m)->lock);
    }
    f.applied = kib;
    return 0;
}

static unsigned long long slow_cpu_time(const struct machine *m)
{
    return 7;
}

static const struct hypervisor slow_hypervisor = {
    .read_table = slow_read_table,
    .read_table_done = slow_read_table_done,
    .read = slow_read,
    .read_done = slow_read_done,
    .change = slow_change,
    .change_done = slow_change_done,
    .cpu_time = slow_cpu_time,
    .max_vcpus = 4,
    .cpus = 4,
    .mapped_cpus = 8,
    .apply = {.memory = slow_memory},
};

#define MACHINE_ENTRY(op) .op = machine_##op,
static const struct remote_ops slow_ops = {MACHINE_OPS(MACHINE_ENTRY)};
static const struct driver slow_driver = {
    .name = "slow",
    .error_domain = VIR_FROM_QEMU,
    .remote = &slow_ops,
};

static void slow_emit(struct session *s, const struct program *program, const struct proc *proc,
                      const void *msg)
{
}

static const struct session_host host = {.emit = slow_emit};

/* ---- machines ---- */

static remote_nonnull_domain slow_add(unsigned char number, const char *name)
{
    const unsigned char uuid[16] = {[15] = number};
    struct machine *m = machine_table_add(&f.table, sizeof(struct slow_machine), uuid, name);
    remote_nonnull_domain dom = {.name = (char *)(uintptr_t)name};
    char xml[256];

    ck_assert_ptr_nonnull(m);
    snprintf(xml, sizeof(xml),
             "<domain type='test'><name>%s</name><memory>8192</memory>"
             "<os><type>hvm</type></os></domain>",
             name);
    pthread_rwlock_init(&slow(m)->lock, NULL);
    pthread_mutex_init(&slow(m)->turn, NULL);
    GIVES(definition_parse(xml, &m->live));
    m->state = VIR_DOMAIN_RUNNING;
    machine_table_activate(m);
    memcpy(dom.uuid, uuid, sizeof(uuid));
    return dom;
}

static void slow_open(void)
{
    pthread_rwlock_init(&f.lock, NULL);
    pthread_mutex_init(&f.lever, NULL);
    pthread_barrier_init(&f.applies, NULL, 2);
    hub_init(&f.hub);
    f.table.hypervisor = &slow_hypervisor;
    f.table.hub = &f.hub;
    f.session.host = &host;
    f.session.driver = &slow_driver;
    f.session.rooms[ROOM_MACHINE] = &f.table;
}

static void slow_close(void)
{
    while (f.table.n) {
        struct machine *m = f.table.list[0];

        machine_table_drop(m);
        machine_done(m);
        pthread_rwlock_destroy(&slow(m)->lock);
        pthread_mutex_destroy(&slow(m)->turn);
        free(m);
    }
    machine_table_done(&f.table);
    hub_done(&f.hub);
}

static int set_memory(const remote_nonnull_domain *dom, unsigned long long kib)
{
    const remote_domain_set_memory_args args = {.dom = *dom, .memory = kib};

    return slow_ops.domain_set_memory(&f.session, &args);
}

static unsigned long long memory_of(const remote_nonnull_domain *dom)
{
    const remote_domain_get_info_args args = {.dom = *dom};
    remote_domain_get_info_ret ret = {0};

    GIVES(slow_ops.domain_get_info(&f.session, &args, &ret));
    return ret.memory;
}

static void *change_memory(void *dom)
{
    GIVES(set_memory(dom, 4096));
    return NULL;
}

/* ---- tests ---- */

START_TEST(errors_are_of_the_driver_called)
{
    const struct proc *proc = program_proc(&remote_program, REMOTE_PROC_DOMAIN_LOOKUP_BY_NAME);
    const remote_domain_lookup_by_name_args args = {.name = (char *)(uintptr_t) "nobody"};
    remote_domain_lookup_by_name_ret ret = {0};

    slow_open();
    FAILS(VIR_ERR_NO_DOMAIN, driver_call(&f.session, &remote_program, proc, &args, &ret, NULL));
    ck_assert_int_eq(error_get()->domain, VIR_FROM_QEMU);
    slow_close();
}
END_TEST

START_TEST(a_change_that_is_refused_leaves_the_definition)
{
    remote_nonnull_domain dom;

    slow_open();
    dom = slow_add(1, "one");
    f.refuses = true;
    FAILS(VIR_ERR_OPERATION_FAILED, set_memory(&dom, 4096));
    ck_assert_uint_eq(memory_of(&dom), 8192);
    f.refuses = false;
    GIVES(set_memory(&dom, 4096));
    ck_assert_uint_eq(f.applied, 4096);
    ck_assert_uint_eq(memory_of(&dom), 4096);
    slow_close();
}
END_TEST

START_TEST(while_a_change_waits_others_look_and_do_not_change)
{
    remote_nonnull_domain one, two;
    pthread_t thread;

    slow_open();
    one = slow_add(1, "one");
    two = slow_add(2, "two");
    f.waits = true;
    pthread_mutex_lock(&f.lever);
    pthread_create(&thread, NULL, change_memory, &one);
    pthread_barrier_wait(&f.applies);
    f.waits = false; /* the one that waits has read it */
    ck_assert_uint_eq(memory_of(&one), 8192);
    FAILS(VIR_ERR_OPERATION_TIMEOUT, set_memory(&one, 2048));
    GIVES(set_memory(&two, 2048)); /* another machine goes on */
    pthread_mutex_unlock(&f.lever);
    pthread_join(thread, NULL);
    ck_assert_uint_eq(memory_of(&one), 4096);
    ck_assert_uint_eq(memory_of(&two), 2048);
    slow_close();
}
END_TEST

static void *change_and_look(void *dom)
{
    for (unsigned i = 0; i < 500; i++) {
        unsigned long long kib;

        if (set_memory(dom, 1024 + i) < 0) /* the deadline, where it runs slowly */
            ck_assert_int_eq(error_get()->code, VIR_ERR_OPERATION_TIMEOUT);
        kib = memory_of(dom);
        ck_assert(kib >= 1024 && kib <= 8192);
    }
    error_reset();
    return NULL;
}

START_TEST(many_change_and_look_at_once)
{
    remote_connect_num_of_domains_ret count = {0};
    remote_nonnull_domain doms[2];
    pthread_t threads[4];

    slow_open();
    doms[0] = slow_add(1, "one");
    doms[1] = slow_add(2, "two");
    for (size_t i = 0; i < ARRAY_SIZE(threads); i++)
        pthread_create(&threads[i], NULL, change_and_look, &doms[i % 2]);
    GIVES(slow_ops.connect_num_of_domains(&f.session, &count));
    ck_assert_int_eq(count.num, 2);
    for (size_t i = 0; i < ARRAY_SIZE(threads); i++)
        pthread_join(threads[i], NULL);
    slow_close();
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("machines of a hypervisor whose changes wait");
    TCase *tc = tcase_create("machines");

    tcase_add_test(tc, errors_are_of_the_driver_called);
    tcase_add_test(tc, a_change_that_is_refused_leaves_the_definition);
    tcase_add_test(tc, while_a_change_waits_others_look_and_do_not_change);
    tcase_add_test(tc, many_change_and_look_at_once);
    suite_add_tcase(suite, tc);
    return run_suite(suite);
}
