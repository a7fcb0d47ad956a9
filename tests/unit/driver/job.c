/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Jobs of machines: another thread saves one while the world's time stands still, so that each step
 * of it can be looked at.
 */
#include <semaphore.h>

#include "drivers/test/world/world.h"
#include "tests/unit/driver/driver_fixture.h"

#define JOB_TIME (JOB_MS * 1000000ULL)

static struct heard h;
static remote_nonnull_domain dom;
static char path[] = "test_driver_job.XXXXXX";
static sem_t asleep;

/* ---- another thread ---- */

static struct {
    pthread_t thread;
    int result, code;
} caller;

static void on_waiting(struct session *s, bool begins)
{
    if (begins)
        sem_post(&asleep);
}

static void *call_save(void *unused)
{
    remote_domain_save_args args = {.dom = dom, .to = path};

    caller.result = OPS->domain_save(&h.session, &args);
    caller.code = error_get()->code;
    return NULL;
}

static void *call_save_as_nothing(void *unused)
{
    char nothing[] = "", *dxml = nothing;
    remote_domain_save_flags_args args = {.dom = dom, .to = path, .dxml = &dxml};

    caller.result = OPS->domain_save_flags(&h.session, &args);
    caller.code = error_get()->code;
    return NULL;
}

static void *call_dump(void *unused)
{
    remote_domain_core_dump_args args = {.dom = dom, .to = path};

    caller.result = OPS->domain_core_dump(&h.session, &args);
    caller.code = error_get()->code;
    return NULL;
}

/* Returns when the call's job has begun. */
static void begin(void *(*call)(void *))
{
    ck_assert_int_eq(pthread_create(&caller.thread, NULL, call, NULL), 0);
    sem_wait(&asleep);
}

static void expect_end(int code)
{
    pthread_join(caller.thread, NULL);
    ck_assert_int_eq(caller.result, code ? -1 : 0);
    if (code)
        ck_assert_int_eq(caller.code, code);
}

static void advance(uint64_t ns)
{
    virtual_clock_advance(&world_of(&h.session)->time, ns);
}

/* ---- looks ---- */

static remote_domain_get_job_info_ret info(void)
{
    remote_domain_get_job_info_args args = {.dom = dom};
    remote_domain_get_job_info_ret ret = {0};

    GIVES(OPS->domain_get_job_info(&h.session, &args, &ret));
    return ret;
}

static int past_type(unsigned flags)
{
    remote_domain_get_job_stats_args args = {.dom = dom, .flags = flags};
    remote_domain_get_job_stats_ret ret = {0};

    GIVES(OPS->domain_get_job_stats(&h.session, &args, &ret));
    xdr_free((xdrproc_t)(void (*)(void))xdr_remote_domain_get_job_stats_ret, (char *)&ret);
    return ret.type;
}

static bool runs(void)
{
    remote_domain_get_state_args args = {.dom = dom};
    remote_domain_get_state_ret ret = {0};

    GIVES(OPS->domain_get_state(&h.session, &args, &ret));
    return ret.state == VIR_DOMAIN_RUNNING;
}

static void set_up(void)
{
    static const struct session_host host = {.emit = hear, .waiting = on_waiting};
    remote_domain_lookup_by_name_args by_name = {.name = TEXT("test")};
    remote_domain_lookup_by_name_ret found = {0};
    int fd = mkstemp(path);

    ck_assert_int_ge(fd, 0);
    close(fd);
    sem_init(&asleep, 0, 0);
    open_world(&h);
    h.session.host = &host;
    GIVES(OPS->domain_lookup_by_name(&h.session, &by_name, &found));
    dom = found.dom;
    virtual_clock_set_speed(&world_of(&h.session)->time, 0);
}

static void tear_down(void)
{
    free(dom.name);
    close_world(&h);
    unlink(path);
    memcpy(path + sizeof(path) - 7, "XXXXXX", 6);
}

/* ---- tests ---- */

START_TEST(a_save_shows_how_far_it_is_and_ends_when_its_time_is_over)
{
    remote_domain_get_job_info_ret i;

    ck_assert_int_eq(info().type, VIR_DOMAIN_JOB_NONE);
    begin(call_save);
    i = info();
    ck_assert_int_eq(i.type, VIR_DOMAIN_JOB_UNBOUNDED);
    ck_assert_uint_eq(i.dataTotal, 2097152ULL * 1024);
    ck_assert_uint_eq(i.dataProcessed, 0);
    advance(JOB_TIME / 4);
    i = info();
    ck_assert_uint_eq(i.dataProcessed, i.dataTotal / 4);
    ck_assert_uint_eq(i.memRemaining, i.memTotal / 4 * 3);
    ck_assert_uint_eq(i.timeElapsed, JOB_MS / 4);
    ck_assert(runs());
    advance(JOB_TIME);
    expect_end(0);
    ck_assert(!runs());
    ck_assert_int_eq(info().type, VIR_DOMAIN_JOB_NONE);
    ck_assert_int_eq(
        past_type(VIR_DOMAIN_JOB_STATS_COMPLETED | VIR_DOMAIN_JOB_STATS_KEEP_COMPLETED),
        VIR_DOMAIN_JOB_COMPLETED);
    ck_assert_int_eq(past_type(VIR_DOMAIN_JOB_STATS_COMPLETED), VIR_DOMAIN_JOB_COMPLETED);
    ck_assert_int_eq(past_type(VIR_DOMAIN_JOB_STATS_COMPLETED), VIR_DOMAIN_JOB_NONE);
}
END_TEST

START_TEST(a_job_that_is_aborted_leaves_the_domain_as_it_was)
{
    remote_domain_abort_job_args args = {.dom = dom};

    FAILS(VIR_ERR_OPERATION_INVALID, OPS->domain_abort_job(&h.session, &args));
    begin(call_save);
    GIVES(OPS->domain_abort_job(&h.session, &args));
    expect_end(VIR_ERR_OPERATION_ABORTED);
    ck_assert(runs());
    ck_assert_int_eq(past_type(VIR_DOMAIN_JOB_STATS_COMPLETED), VIR_DOMAIN_JOB_CANCELLED);
    FAILS(VIR_ERR_OPERATION_INVALID, OPS->domain_abort_job(&h.session, &args));
}
END_TEST

START_TEST(empty_xml_is_no_xml_for_what_is_saved)
{
    begin(call_save_as_nothing);
    advance(JOB_TIME);
    expect_end(VIR_ERR_XML_DETAIL);
    ck_assert(runs());
}
END_TEST

START_TEST(a_domain_has_one_job_at_a_time)
{
    remote_domain_managed_save_args second = {.dom = dom};
    remote_domain_abort_job_args args = {.dom = dom};

    begin(call_dump);
    FAILS(VIR_ERR_OPERATION_TIMEOUT, OPS->domain_managed_save(&h.session, &second));
    GIVES(OPS->domain_abort_job(&h.session, &args));
    expect_end(VIR_ERR_OPERATION_ABORTED);
}
END_TEST

START_TEST(a_domain_that_stops_takes_its_job_along)
{
    remote_domain_destroy_args destroy = {.dom = dom};

    begin(call_dump);
    GIVES(OPS->domain_destroy(&h.session, &destroy));
    expect_end(VIR_ERR_OPERATION_FAILED);
}
END_TEST

START_TEST(nobody_waits_for_a_client_that_is_gone)
{
    begin(call_save);
    h.session.gone = true;
    test_driver.interrupt(&h.session);
    expect_end(VIR_ERR_OPERATION_ABORTED);
    ck_assert(runs());
}
END_TEST

static void read_completed(struct heard *heard, const void *msg)
{
    const remote_domain_event_callback_job_completed_msg *m = msg;

    heard->numbers[0] = (int)m->params.params_len;
    heard->numbers[1] = m->params.params_val[0].value.remote_typed_param_value_u.i;
}

START_TEST(subscribers_hear_that_a_job_is_over)
{
    remote_connect_domain_event_callback_register_any_args sub = {
        .eventID = VIR_DOMAIN_EVENT_ID_JOB_COMPLETED};
    remote_connect_domain_event_callback_register_any_ret subbed;

    h.read = read_completed;
    GIVES(OPS->connect_domain_event_callback_register_any(&h.session, &sub, &subbed));
    begin(call_dump);
    ck_assert_int_eq(h.count, 0);
    advance(JOB_TIME);
    expect_end(0);
    ck_assert_int_eq(h.count, 1);
    ck_assert_int_gt(h.numbers[0], 5);
    ck_assert_int_eq(h.numbers[1], VIR_DOMAIN_JOB_OPERATION_DUMP);
}
END_TEST

START_TEST(a_limit_slows_progress_from_now_on)
{
    struct progress p;

    progress_begin(&p, 1000, 1000000000, 5);
    ck_assert_uint_eq(progress_done(&p, 500000005), 500);
    progress_limit(&p, 100, 500000005);
    ck_assert_uint_eq(progress_done(&p, 500000005), 500);
    ck_assert_uint_eq(progress_done(&p, 1500000005), 600);
    ck_assert_uint_eq(progress_end(&p), 5500000005);
    progress_limit(&p, 0, 1500000005);
    ck_assert_uint_eq(progress_end(&p), 1900000005);
    ck_assert_uint_eq(progress_done(&p, 1900000006), 1000);
    progress_begin(&p, 0, 10, 5);
    ck_assert_uint_eq(progress_end(&p), 15);
    ck_assert_uint_eq(progress_done(&p, 7), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("test_driver_job");
    TCase *tc = tcase_create("jobs");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, a_save_shows_how_far_it_is_and_ends_when_its_time_is_over);
    tcase_add_test(tc, a_job_that_is_aborted_leaves_the_domain_as_it_was);
    tcase_add_test(tc, empty_xml_is_no_xml_for_what_is_saved);
    tcase_add_test(tc, a_domain_has_one_job_at_a_time);
    tcase_add_test(tc, a_domain_that_stops_takes_its_job_along);
    tcase_add_test(tc, nobody_waits_for_a_client_that_is_gone);
    tcase_add_test(tc, subscribers_hear_that_a_job_is_over);
    tcase_add_test(tc, a_limit_slows_progress_from_now_on);
    suite_add_tcase(suite, tc);
    return run_suite(suite);
}
