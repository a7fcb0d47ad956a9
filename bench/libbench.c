/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Measures a client library, or a daemon through one: the same program, compiled once, loads
 * libvireo or libvirt's own library by name.
 *
 *     libbench LIBRARY URI MODE...
 *
 *     one         virConnectGetLibVersion in a loop: latency and rate
 *     threads     the same on 8 threads that share the connection: rate
 *     domains=N   the URI is a file of N domains: rates of open, list all, statistics of all (their
 *                 state only, and all that there are), define, and look up + start
 *     probe       nothing, to see whether the library loads and the URI opens
 *
 *     libbench --file N       writes such a file to stdout
 *
 * Each figure is a line "name value" on stdout.
 */
#include <dlfcn.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "bench/machine.h"
#include "common/cleanup.h"

enum { THREADS = 8, LATENCIES_MAX = 4000000, DEFINED = 1000 };
static const double measure_s = 1.0;

#define FUNCTIONS(X)                \
    X(virConnectOpen)               \
    X(virConnectClose)              \
    X(virConnectGetLibVersion)      \
    X(virConnectListAllDomains)     \
    X(virConnectGetAllDomainStats)  \
    X(virDomainStatsRecordListFree) \
    X(virDomainDefineXML)           \
    X(virDomainLookupByName)        \
    X(virDomainCreate)              \
    X(virDomainFree)                \
    X(virGetLastErrorMessage)

static struct {
#define MEMBER(name) __typeof__(name) *name;
    FUNCTIONS(MEMBER)
} lib;

static virConnectPtr conn;
static atomic_bool stop;

static double libbench_now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

__attribute__((noreturn)) static void libbench_die(const char *what, const char *why)
{
    fprintf(stderr, "libbench: %s: %s\n", what, why ? why : "failed");
    exit(1);
}

static void libbench_load(const char *library)
{
    void *handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);

    if (!handle)
        libbench_die(library, dlerror());
#define LOAD(name)                                                           \
    if (!(lib.name = (__typeof__(lib.name))(uintptr_t)dlsym(handle, #name))) \
        libbench_die(#name, dlerror());
    FUNCTIONS(LOAD)
}

/* Dies with the library's words when it returned an error. */
static void libbench_check(bool ok, const char *what)
{
    if (!ok)
        libbench_die(what, lib.virGetLastErrorMessage());
}

static void libbench_call(void)
{
    unsigned long version;

    libbench_check(lib.virConnectGetLibVersion(conn, &version) == 0, "virConnectGetLibVersion");
}

static int libbench_by_size(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;

    return (x > y) - (x < y);
}

static void libbench_one(void)
{
    _cleanup_free_ float *took = calloc(LATENCIES_MAX, sizeof(*took));
    double start = libbench_now(), last = start;
    unsigned done = 0;

    if (!took)
        libbench_die("memory", NULL);
    while (last - start < measure_s && done < LATENCIES_MAX) {
        double before = last;

        libbench_call();
        last = libbench_now();
        took[done++] = (float)((last - before) * 1e6);
    }
    printf("lib_one_per_s %.0f\n", done / (last - start));
    qsort(took, done, sizeof(*took), libbench_by_size);
    printf("lib_one_p50_us %.1f\n", took[done / 2]);
}

static void *libbench_caller(void *ret_done)
{
    unsigned long *done = ret_done;

    while (!atomic_load_explicit(&stop, memory_order_relaxed)) {
        libbench_call();
        (*done)++;
    }
    return NULL;
}

static void mode_threads(void)
{
    struct {
        pthread_t thread;
        unsigned long done;
    } callers[THREADS] = {0};
    struct timespec pause = {(time_t)measure_s, 0};
    double start = libbench_now(), took;
    unsigned long done = 0;

    for (unsigned i = 0; i < THREADS; i++)
        if (pthread_create(&callers[i].thread, NULL, libbench_caller, &callers[i].done))
            libbench_die("pthread_create", NULL);
    nanosleep(&pause, NULL);
    atomic_store(&stop, true);
    for (unsigned i = 0; i < THREADS; i++) {
        pthread_join(callers[i].thread, NULL);
        done += callers[i].done;
    }
    took = libbench_now() - start;
    printf("lib_threads_per_s %.0f\n", (double)done / took);
}

static void write_file(unsigned n)
{
    char xml[MACHINE_XML_MAX], name[32];

    puts("<node>");
    for (unsigned i = 0; i < n; i++) {
        snprintf(name, sizeof(name), "file-%u", i);
        machine_xml(xml, name);
        fputs(xml, stdout);
    }
    puts("</node>");
}

static double per_s(double n, double start)
{
    return n / (libbench_now() - start);
}

/* Statistics of all n domains: state only, or all that there are. */
static void libbench_statistics(const char *name, unsigned n, unsigned which)
{
    virDomainStatsRecordPtr *stats;
    unsigned long params = 0;
    double start = libbench_now(), rate;

    libbench_check(lib.virConnectGetAllDomainStats(conn, which, &stats, 0) == (int)n,
                   "virConnectGetAllDomainStats");
    for (unsigned i = 0; i < n; i++)
        params += (unsigned long)stats[i]->nparams;
    lib.virDomainStatsRecordListFree(stats);
    rate = per_s(n, start);
    printf("lib_%u_%s_per_s %.0f\nlib_%u_%s_params_per_s %.0f\n", n, name, rate, n, name,
           rate * (double)params / n);
}

/* The connection is new; open_s is what opening it took. */
static void libbench_domains(unsigned n, double open_s)
{
    _cleanup_free_ virDomainPtr *domains = NULL;
    char xml[MACHINE_XML_MAX], name[32];
    double start;

    printf("lib_%u_open_per_s %.0f\n", n, n / open_s);

    start = libbench_now();
    libbench_check(lib.virConnectListAllDomains(conn, &domains, 0) == (int)n,
                   "virConnectListAllDomains");
    for (unsigned i = 0; i < n; i++)
        lib.virDomainFree(domains[i]);
    printf("lib_%u_list_per_s %.0f\n", n, per_s(n, start));

    libbench_statistics("state", n, VIR_DOMAIN_STATS_STATE);
    libbench_statistics("stats", n, 0);

    start = libbench_now();
    for (unsigned i = 0; i < DEFINED; i++) {
        virDomainPtr domain;

        snprintf(name, sizeof(name), "new-%u", i);
        machine_xml(xml, name);
        libbench_check((domain = lib.virDomainDefineXML(conn, xml)), "virDomainDefineXML");
        lib.virDomainFree(domain);
    }
    printf("lib_%u_define_per_s %.0f\n", n, per_s(DEFINED, start));

    start = libbench_now();
    for (unsigned i = 0; i < DEFINED; i++) {
        virDomainPtr domain;

        snprintf(name, sizeof(name), "new-%u", i);
        libbench_check((domain = lib.virDomainLookupByName(conn, name)), "virDomainLookupByName");
        libbench_check(lib.virDomainCreate(domain) == 0, "virDomainCreate");
        lib.virDomainFree(domain);
    }
    printf("lib_%u_start_per_s %.0f\n", n, per_s(DEFINED, start));
}

int main(int argc, char **argv)
{
    double start, open_s;

    if (argc == 3 && strcmp(argv[1], "--file") == 0) {
        write_file(strtoul(argv[2], NULL, 10));
        return 0;
    }
    if (argc < 4) {
        fputs("usage: libbench LIBRARY URI MODE...\n       libbench --file N\n", stderr);
        return 2;
    }
    libbench_load(argv[1]);
    start = libbench_now();
    libbench_check((conn = lib.virConnectOpen(argv[2])), argv[2]);
    open_s = libbench_now() - start;
    for (int i = 3; i < argc; i++) {
        if (strcmp(argv[i], "one") == 0)
            libbench_one();
        else if (strcmp(argv[i], "threads") == 0)
            mode_threads();
        else if (strncmp(argv[i], "domains=", 8) == 0)
            libbench_domains(strtoul(argv[i] + 8, NULL, 10), open_s);
        else if (strcmp(argv[i], "probe") != 0)
            libbench_die(argv[i], "is no mode");
        fflush(stdout);
    }
    lib.virConnectClose(conn);
    return 0;
}
