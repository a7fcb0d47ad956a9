/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * No call on a world of many machines costs more per machine when there are more of them. Counted
 * is the processor time of this thread, the least of some tries, for N machines and 8 N: it may
 * grow 24-fold where 8 are due; what looks at all machines once for each would grow 64-fold. A few
 * milliseconds are memory that comes from the system and goes back.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "tests/unit/driver/driver_fixture.h"

enum { FEW = 500, TIMES = 8, MANY = FEW * TIMES, ALLOWED = 3 * TIMES, TRIES = 3 };
static const double memory_s = 0.005;

static char path[] = "/tmp/vireo-many.XXXXXX";
static struct session session;
static unsigned n;

static const char *name_of(unsigned i)
{
    static char name[32];

    snprintf(name, sizeof(name), "machine-%u", i);
    return name;
}

static void write_world(void)
{
    FILE *f = fopen(path, "w");

    ck_assert_ptr_nonnull(f);
    fputs("<node>", f);
    for (unsigned i = 0; i < n; i++)
        fprintf(f,
                "<domain type='test'><name>%s</name><memory>1024</memory><os><type>hvm</type></os>"
                "<devices><disk><source file='/a'/><target dev='vda'/></disk></devices></domain>\n",
                name_of(i));
    fputs("</node>", f);
    ck_assert_int_eq(fclose(f), 0);
}

static void open_all(void)
{
    _cleanup_(uri_freep) struct uri *uri = NULL;
    _cleanup_free_ char *text = NULL;

    ck_assert_int_gt(asprintf(&text, "test://%s", path), 0);
    GIVES(uri_parse(text, &uri));
    GIVES(test_driver.open(&session, uri, 0));
}

static void close_all(void)
{
    test_driver.close(&session);
}

static void list_all(void)
{
    const remote_connect_list_all_domains_args args = {.need_results = 1};
    remote_connect_list_all_domains_ret ret = {0};

    GIVES(OPS->connect_list_all_domains(&session, &args, &ret));
    ck_assert_uint_eq(ret.domains.domains_len, n);
    xdr_free((xdrproc_t)(void (*)(void))xdr_remote_connect_list_all_domains_ret, (char *)&ret);
}

static void count_all(void)
{
    const remote_connect_get_all_domain_stats_args args = {0};
    remote_connect_get_all_domain_stats_ret ret = {0};

    GIVES(OPS->connect_get_all_domain_stats(&session, &args, &ret));
    ck_assert_uint_eq(ret.retStats.retStats_len, n);
    xdr_free((xdrproc_t)(void (*)(void))xdr_remote_connect_get_all_domain_stats_ret, (char *)&ret);
}

static remote_nonnull_domain look_up(unsigned i)
{
    const remote_domain_lookup_by_name_args args = {.name = TEXT(name_of(i))};
    remote_domain_lookup_by_name_ret ret = {0};

    GIVES(OPS->domain_lookup_by_name(&session, &args, &ret));
    return ret.dom;
}

static void look_up_each(void)
{
    for (unsigned i = 0; i < n; i++) {
        remote_nonnull_domain dom = look_up(i);
        const remote_domain_lookup_by_id_args by_id = {.id = dom.id};
        remote_domain_lookup_by_id_ret found = {0};

        GIVES(OPS->domain_lookup_by_id(&session, &by_id, &found));
        ck_assert_mem_eq(found.dom.uuid, dom.uuid, sizeof(dom.uuid));
        free(found.dom.name);
        free(dom.name);
    }
}

static void stop_and_start_each(void)
{
    for (unsigned i = 0; i < n; i++) {
        const remote_domain_destroy_args stop = {.dom = look_up(i)};
        const remote_domain_create_args start = {.dom = stop.dom};

        GIVES(OPS->domain_destroy(&session, &stop));
        GIVES(OPS->domain_create(&session, &start));
        free(stop.dom.name);
    }
}

/* As many new ones as there are, and away with them, the last one first. */
static void define_as_many(void)
{
    char xml[256];

    for (unsigned i = n; i < 2 * n; i++) {
        const remote_domain_define_xml_args args = {.xml = xml};
        remote_domain_define_xml_ret ret = {0};

        snprintf(xml, sizeof(xml),
                 "<domain type='test'><name>%s</name><memory>1</memory><os><type>hvm</type></os>"
                 "</domain>",
                 name_of(i));
        GIVES(OPS->domain_define_xml(&session, &args, &ret));
        free(ret.dom.name);
    }
    for (unsigned i = 2 * n; i-- > n;) {
        const remote_domain_undefine_args args = {.dom = look_up(i)};

        GIVES(OPS->domain_undefine(&session, &args));
        free(args.dom.name);
    }
}

static const struct step {
    const char *name;
    void (*run)(void);
} steps[] = {
    {"open", open_all},
    {"list all", list_all},
    {"statistics of all", count_all},
    {"look up by name and by id", look_up_each},
    {"stop and start", stop_and_start_each},
    {"define and undefine", define_as_many},
    {"close", close_all},
};

static double processor_s(void)
{
    struct timespec t;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* The least that each step took for that many machines. */
static void measure(unsigned machines, double least[ARRAY_SIZE(steps)])
{
    n = machines;
    write_world();
    for (unsigned try = 0; try < TRIES; try++) {
        for (size_t i = 0; i < ARRAY_SIZE(steps); i++) {
            double start = processor_s(), took;

            steps[i].run();
            took = processor_s() - start;
            if (!try || took < least[i])
                least[i] = took;
        }
    }
}

START_TEST(no_call_grows_faster_than_the_number_of_machines)
{
    static const struct session_host host = {.emit = NULL};
    double few[ARRAY_SIZE(steps)], many[ARRAY_SIZE(steps)];
    int fd = mkstemp(path);

    ck_assert_int_ge(fd, 0);
    close(fd);
    session = (struct session){.host = &host, .driver = &test_driver};
    measure(FEW, few);
    measure(MANY, many);
    unlink(path);
    for (size_t i = 0; i < ARRAY_SIZE(steps); i++)
        ck_assert_msg(many[i] < few[i] * ALLOWED + memory_s, "%s: %.3f ms for %d, %.3f ms for %d",
                      steps[i].name, few[i] * 1e3, FEW, many[i] * 1e3, MANY);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("many");
    TCase *t = tcase_create("many");

    tcase_add_test(t, no_call_grows_faster_than_the_number_of_machines);
    suite_add_tcase(suite, t);
    return run_suite(suite);
}
