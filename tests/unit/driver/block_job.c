/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Jobs of disks, in a world whose time the test moves on: a thread of the world ends them, and the
 * test waits for the event.
 */
#include <semaphore.h>

#include "drivers/test/world/world.h"
#include "tests/unit/driver/driver_fixture.h"

#define JOB_TIME (JOB_MS * 1000000ULL)
#define XML                                                                               \
    "<domain type='test'><name>a</name><memory>1024</memory><os><type>hvm</type></os>"    \
    "<devices><disk type='file'><driver name='qemu' type='qcow2'/><source file='/top'/>"  \
    "<backingStore type='file'><format type='qcow2'/><source file='/middle'/>"            \
    "<backingStore type='file'><format type='raw'/><source file='/base'/></backingStore>" \
    "</backingStore><target dev='vda'/></disk><disk type='file' device='cdrom'>"          \
    "<target dev='hdc'/></disk></devices></domain>"

static struct heard h;
static remote_nonnull_domain dom;
static sem_t heard_one;

static void on_emit(struct session *s, const struct program *program, const struct proc *proc,
                    const void *msg)
{
    const remote_domain_event_block_job_2_msg *m = msg;

    h.count++;
    h.numbers[0] = m->type;
    h.numbers[1] = m->status;
    snprintf(h.name, sizeof(h.name), "%s", m->dst);
    sem_post(&heard_one);
}

static void expect_event(int type, int status)
{
    sem_wait(&heard_one);
    ck_assert_int_eq(h.numbers[0], type);
    ck_assert_int_eq(h.numbers[1], status);
    ck_assert_str_eq(h.name, "vda");
}

static void advance(uint64_t ns)
{
    virtual_clock_advance(&world_of(&h.session)->time, ns);
}

static void expect_xml(const char *part, bool there)
{
    remote_domain_get_xml_desc_args args = {.dom = dom};
    remote_domain_get_xml_desc_ret ret = {0};

    GIVES(OPS->domain_get_xml_desc(&h.session, &args, &ret));
    ck_assert_msg((strstr(ret.xml, part) != NULL) == there, "%s is %sin %s", part,
                  there ? "not " : "", ret.xml);
    free(ret.xml);
}

static remote_domain_get_block_job_info_ret info(void)
{
    remote_domain_get_block_job_info_args args = {.dom = dom, .path = TEXT("vda")};
    remote_domain_get_block_job_info_ret ret = {0};

    GIVES(OPS->domain_get_block_job_info(&h.session, &args, &ret));
    return ret;
}

static int end_job(unsigned flags)
{
    remote_domain_block_job_abort_args args = {.dom = dom, .path = TEXT("vda"), .flags = flags};

    return OPS->domain_block_job_abort(&h.session, &args);
}

static int pull(const char *path)
{
    remote_domain_block_pull_args args = {.dom = dom, .path = TEXT(path)};

    return OPS->domain_block_pull(&h.session, &args);
}

static int copy(void)
{
    char *to = TEXT("/copy");
    remote_domain_block_rebase_args args = {
        .dom = dom,
        .path = TEXT("vda"),
        .base = &to,
        .flags = VIR_DOMAIN_BLOCK_REBASE_COPY | VIR_DOMAIN_BLOCK_REBASE_COPY_RAW,
    };

    return OPS->domain_block_rebase(&h.session, &args);
}

static int commit(const char *top, const char *base, unsigned flags)
{
    char *top_text = TEXT(top), *base_text = TEXT(base);
    remote_domain_block_commit_args args = {
        .dom = dom,
        .disk = TEXT("vda"),
        .top = top ? &top_text : NULL,
        .base = base ? &base_text : NULL,
        .flags = flags,
    };

    return OPS->domain_block_commit(&h.session, &args);
}

static void set_up(void)
{
    static const struct session_host host = {.emit = on_emit};
    remote_domain_create_xml_args create = {.xml_desc = TEXT(XML)};
    remote_domain_create_xml_ret created = {0};
    remote_connect_domain_event_callback_register_any_args sub = {
        .eventID = VIR_DOMAIN_EVENT_ID_BLOCK_JOB_2};
    remote_connect_domain_event_callback_register_any_ret subbed;

    sem_init(&heard_one, 0, 0);
    open_world(&h);
    h.session.host = &host;
    GIVES(OPS->domain_create_xml(&h.session, &create, &created));
    dom = created.dom;
    GIVES(OPS->connect_domain_event_callback_register_any(&h.session, &sub, &subbed));
    virtual_clock_set_speed(&world_of(&h.session)->time, 0);
}

static void tear_down(void)
{
    free(dom.name);
    close_world(&h);
}

/* ---- tests ---- */

START_TEST(a_pull_ends_with_the_chain)
{
    remote_domain_get_block_job_info_ret i;

    ck_assert_int_eq(info().found, 0);
    GIVES(pull("vda"));
    i = info();
    ck_assert_int_eq(i.found, 1);
    ck_assert_int_eq(i.type, VIR_DOMAIN_BLOCK_JOB_TYPE_PULL);
    ck_assert_uint_eq(i.cur, 0);
    advance(JOB_TIME / 2);
    i = info();
    ck_assert_uint_eq(i.cur, i.end / 2);
    expect_xml("/base", true);
    advance(JOB_TIME);
    expect_event(VIR_DOMAIN_BLOCK_JOB_TYPE_PULL, VIR_DOMAIN_BLOCK_JOB_COMPLETED);
    ck_assert_int_eq(info().found, 0);
    expect_xml("/middle", false);
    expect_xml("<backingStore/>", true);
}
END_TEST

START_TEST(a_disk_has_one_job_which_can_be_limited_and_ended)
{
    remote_domain_block_job_set_speed_args speed = {
        .dom = dom, .path = TEXT("vda"), .bandwidth = 1};

    FAILS(VIR_ERR_INVALID_ARG, end_job(0));
    FAILS(VIR_ERR_INVALID_ARG, OPS->domain_block_job_set_speed(&h.session, &speed));
    FAILS(VIR_ERR_INVALID_ARG, pull("vdb"));
    FAILS(VIR_ERR_INVALID_ARG, pull("hdc"));
    GIVES(pull("/top"));
    FAILS(VIR_ERR_OPERATION_UNSUPPORTED, pull("vda"));
    GIVES(OPS->domain_block_job_set_speed(&h.session, &speed));
    advance(JOB_TIME * 2);
    ck_assert_uint_eq(info().bandwidth, 1);
    ck_assert_uint_eq(info().cur, 1024 * 1024 * JOB_MS * 2 / 1000);
    FAILS(VIR_ERR_OPERATION_INVALID, end_job(VIR_DOMAIN_BLOCK_JOB_ABORT_PIVOT));
    GIVES(end_job(VIR_DOMAIN_BLOCK_JOB_ABORT_ASYNC));
    expect_event(VIR_DOMAIN_BLOCK_JOB_TYPE_PULL, VIR_DOMAIN_BLOCK_JOB_CANCELED);
    expect_xml("/middle", true);
}
END_TEST

START_TEST(a_copy_mirrors_until_the_disk_goes_over_to_it)
{
    GIVES(copy());
    expect_xml("<mirror type='file' job='copy'>", true);
    FAILS(VIR_ERR_BLOCK_COPY_ACTIVE, end_job(VIR_DOMAIN_BLOCK_JOB_ABORT_PIVOT));
    FAILS(VIR_ERR_BLOCK_COPY_ACTIVE, pull("vda"));
    advance(JOB_TIME);
    expect_event(VIR_DOMAIN_BLOCK_JOB_TYPE_COPY, VIR_DOMAIN_BLOCK_JOB_READY);
    expect_xml("ready='yes'", true);
    ck_assert_uint_eq(info().cur, info().end);
    GIVES(end_job(VIR_DOMAIN_BLOCK_JOB_ABORT_PIVOT));
    expect_event(VIR_DOMAIN_BLOCK_JOB_TYPE_COPY, VIR_DOMAIN_BLOCK_JOB_COMPLETED);
    expect_xml("<source file='/copy'/>", true);
    expect_xml("<driver name='qemu' type='raw'/>", true);
    expect_xml("/middle", false);
    expect_xml("<mirror", false);
}
END_TEST

START_TEST(a_copy_that_is_ended_leaves_the_disk_as_it_was)
{
    GIVES(copy());
    advance(JOB_TIME);
    expect_event(VIR_DOMAIN_BLOCK_JOB_TYPE_COPY, VIR_DOMAIN_BLOCK_JOB_READY);
    GIVES(end_job(0));
    expect_event(VIR_DOMAIN_BLOCK_JOB_TYPE_COPY, VIR_DOMAIN_BLOCK_JOB_CANCELED);
    expect_xml("<source file='/top'/>", true);
    expect_xml("<mirror", false);
}
END_TEST

START_TEST(a_commit_takes_the_layers_between_away)
{
    FAILS(VIR_ERR_INVALID_ARG, commit("/nowhere", NULL, 0));
    FAILS(VIR_ERR_INVALID_ARG, commit("/base", NULL, 0));
    FAILS(VIR_ERR_INVALID_ARG, commit("/middle", "/top", 0));
    GIVES(commit("vda[1]", NULL, 0));
    advance(JOB_TIME);
    expect_event(VIR_DOMAIN_BLOCK_JOB_TYPE_COMMIT, VIR_DOMAIN_BLOCK_JOB_COMPLETED);
    expect_xml("<source file='/top'/>", true);
    expect_xml("/middle", false);
    expect_xml("/base", true);
}
END_TEST

START_TEST(the_active_layer_is_committed_by_a_mirror)
{
    const unsigned active = VIR_DOMAIN_BLOCK_COMMIT_ACTIVE,
                   shallow = VIR_DOMAIN_BLOCK_COMMIT_SHALLOW;

    FAILS(VIR_ERR_INVALID_ARG, commit(NULL, NULL, 0));
    FAILS(VIR_ERR_INVALID_ARG, commit("/middle", NULL, active));
    FAILS(VIR_ERR_INVALID_ARG, commit(NULL, "/base", active | shallow));
    GIVES(commit(NULL, NULL, active | shallow));
    expect_xml("<mirror type='file' job='active-commit'>", true);
    advance(JOB_TIME);
    expect_event(VIR_DOMAIN_BLOCK_JOB_TYPE_ACTIVE_COMMIT, VIR_DOMAIN_BLOCK_JOB_READY);
    GIVES(end_job(VIR_DOMAIN_BLOCK_JOB_ABORT_PIVOT));
    expect_event(VIR_DOMAIN_BLOCK_JOB_TYPE_ACTIVE_COMMIT, VIR_DOMAIN_BLOCK_JOB_COMPLETED);
    expect_xml("<source file='/middle'/>", true);
    expect_xml("/top", false);
    expect_xml("<source file='/base'/>", true);
}
END_TEST

START_TEST(a_domain_that_stops_takes_its_jobs_along)
{
    remote_domain_destroy_args destroy = {.dom = dom};

    GIVES(copy());
    GIVES(OPS->domain_destroy(&h.session, &destroy));
    advance(JOB_TIME);
    ck_assert_int_eq(h.count, 0);
}
END_TEST

static int begin_backup(const char *xml)
{
    remote_domain_backup_begin_args args = {.dom = dom, .backup_xml = TEXT(xml)};

    return OPS->domain_backup_begin(&h.session, &args);
}

static int job_type(unsigned flags)
{
    remote_domain_get_job_stats_args args = {.dom = dom, .flags = flags};
    remote_domain_get_job_stats_ret ret = {0};

    GIVES(OPS->domain_get_job_stats(&h.session, &args, &ret));
    xdr_free((xdrproc_t)(void (*)(void))xdr_remote_domain_get_job_stats_ret, (char *)&ret);
    return ret.type;
}

START_TEST(a_backup_that_writes_ends_by_itself)
{
    remote_domain_backup_get_xml_desc_args args = {.dom = dom};
    remote_domain_backup_get_xml_desc_ret ret = {0};

    FAILS(VIR_ERR_NO_DOMAIN_BACKUP, OPS->domain_backup_get_xml_desc(&h.session, &args, &ret));
    FAILS(VIR_ERR_INVALID_ARG,
          begin_backup("<domainbackup><disks><disk name='vdz'/></disks></domainbackup>"));
    FAILS(VIR_ERR_NO_DOMAIN_CHECKPOINT,
          begin_backup("<domainbackup><incremental>c</incremental></domainbackup>"));
    GIVES(begin_backup("<domainbackup/>"));
    GIVES(OPS->domain_backup_get_xml_desc(&h.session, &args, &ret));
    ck_assert_ptr_nonnull(strstr(ret.xml, "<target file='/top.backup'/>"));
    free(ret.xml);
    FAILS(VIR_ERR_OPERATION_TIMEOUT, begin_backup("<domainbackup/>"));
    ck_assert_int_eq(job_type(0), VIR_DOMAIN_JOB_UNBOUNDED);
    advance(JOB_TIME);
    expect_event(VIR_DOMAIN_BLOCK_JOB_TYPE_BACKUP, VIR_DOMAIN_BLOCK_JOB_COMPLETED);
    ck_assert_int_eq(job_type(0), VIR_DOMAIN_JOB_NONE);
    ck_assert_int_eq(job_type(VIR_DOMAIN_JOB_STATS_COMPLETED), VIR_DOMAIN_JOB_COMPLETED);
}
END_TEST

START_TEST(a_backup_that_is_read_lasts_until_it_is_ended)
{
    remote_domain_abort_job_args end = {.dom = dom};
    remote_domain_destroy_args destroy = {.dom = dom};

    GIVES(begin_backup("<domainbackup mode='pull'/>"));
    advance(JOB_TIME * 1000);
    ck_assert_int_eq(job_type(0), VIR_DOMAIN_JOB_UNBOUNDED);
    GIVES(OPS->domain_abort_job(&h.session, &end));
    expect_event(VIR_DOMAIN_BLOCK_JOB_TYPE_BACKUP, VIR_DOMAIN_BLOCK_JOB_COMPLETED);
    ck_assert_int_eq(job_type(0), VIR_DOMAIN_JOB_NONE);
    GIVES(begin_backup("<domainbackup/>"));
    GIVES(OPS->domain_abort_job(&h.session, &end));
    expect_event(VIR_DOMAIN_BLOCK_JOB_TYPE_BACKUP, VIR_DOMAIN_BLOCK_JOB_CANCELED);
    ck_assert_int_eq(job_type(VIR_DOMAIN_JOB_STATS_COMPLETED), VIR_DOMAIN_JOB_CANCELLED);
    GIVES(begin_backup("<domainbackup/>"));
    GIVES(OPS->domain_destroy(&h.session, &destroy));
}
END_TEST

/* Leaks are for the address sanitizer to find. */
START_TEST(a_world_that_ends_takes_its_jobs_along)
{
    GIVES(begin_backup("<domainbackup mode='pull'/>"));
}
END_TEST

/* ---- external snapshots, which make chains longer ---- */

static int take_snapshot(const char *xml, unsigned flags)
{
    remote_domain_snapshot_create_xml_args args = {
        .dom = dom, .xml_desc = TEXT(xml), .flags = flags};
    remote_domain_snapshot_create_xml_ret ret = {0};
    int r = OPS->domain_snapshot_create_xml(&h.session, &args, &ret);

    xdr_free((xdrproc_t)(void (*)(void))xdr_remote_domain_snapshot_create_xml_ret, (char *)&ret);
    return r;
}

static int count_snapshots(unsigned flags)
{
    remote_domain_snapshot_num_args args = {.dom = dom, .flags = flags};
    remote_domain_snapshot_num_ret ret = {0};

    GIVES(OPS->domain_snapshot_num(&h.session, &args, &ret));
    return ret.num;
}

START_TEST(an_external_snapshot_puts_an_image_on_top)
{
    const unsigned only = VIR_DOMAIN_SNAPSHOT_CREATE_DISK_ONLY;
    remote_domain_snapshot_delete_args drop = {.snap = {.name = TEXT("s"), .dom = dom}};

    GIVES(take_snapshot("<domainsnapshot><name>s</name></domainsnapshot>", only));
    expect_xml("<source file='/top.s'/>", true);
    expect_xml("<source file='/top'/>", true);
    ck_assert_int_eq(count_snapshots(VIR_DOMAIN_SNAPSHOT_LIST_DISK_ONLY), 1);
    ck_assert_int_eq(count_snapshots(VIR_DOMAIN_SNAPSHOT_LIST_EXTERNAL), 1);
    ck_assert_int_eq(count_snapshots(VIR_DOMAIN_SNAPSHOT_LIST_INTERNAL), 0);
    GIVES(OPS->domain_snapshot_delete(&h.session, &drop));
    expect_xml("/top.s", false);
    expect_xml("<source file='/middle'/>", true);
}
END_TEST

START_TEST(a_snapshot_is_inside_or_outside_and_fits_together)
{
    const unsigned only = VIR_DOMAIN_SNAPSHOT_CREATE_DISK_ONLY;

    FAILS(VIR_ERR_CONFIG_UNSUPPORTED,
          take_snapshot("<domainsnapshot><disks><disk name='vda' snapshot='internal'/></disks>"
                        "</domainsnapshot>",
                        only));
    FAILS(VIR_ERR_CONFIG_UNSUPPORTED,
          take_snapshot("<domainsnapshot><memory snapshot='internal'/></domainsnapshot>", only));
    FAILS(VIR_ERR_XML_ERROR,
          take_snapshot("<domainsnapshot><memory snapshot='external'/></domainsnapshot>", 0));
    GIVES(take_snapshot("<domainsnapshot><memory file='/memory'/><disks><disk name='vda'>"
                        "<source file='/over'/></disk></disks></domainsnapshot>",
                        0));
    expect_xml("<source file='/over'/>", true);
    ck_assert_int_eq(count_snapshots(VIR_DOMAIN_SNAPSHOT_LIST_ACTIVE), 1);
    GIVES(pull("vda"));
    FAILS(VIR_ERR_OPERATION_UNSUPPORTED,
          take_snapshot("<domainsnapshot><name>t</name></domainsnapshot>", only));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("test_driver_block_job");
    TCase *tc = tcase_create("jobs of disks");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, a_pull_ends_with_the_chain);
    tcase_add_test(tc, a_disk_has_one_job_which_can_be_limited_and_ended);
    tcase_add_test(tc, a_copy_mirrors_until_the_disk_goes_over_to_it);
    tcase_add_test(tc, a_copy_that_is_ended_leaves_the_disk_as_it_was);
    tcase_add_test(tc, a_commit_takes_the_layers_between_away);
    tcase_add_test(tc, the_active_layer_is_committed_by_a_mirror);
    tcase_add_test(tc, a_domain_that_stops_takes_its_jobs_along);
    tcase_add_test(tc, a_backup_that_writes_ends_by_itself);
    tcase_add_test(tc, a_backup_that_is_read_lasts_until_it_is_ended);
    tcase_add_test(tc, a_world_that_ends_takes_its_jobs_along);
    tcase_add_test(tc, an_external_snapshot_puts_an_image_on_top);
    tcase_add_test(tc, a_snapshot_is_inside_or_outside_and_fits_together);
    suite_add_tcase(suite, tc);
    return run_suite(suite);
}
