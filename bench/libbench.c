/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Measures a client library, or a daemon through one: the same program, compiled once, loads
 * libvireo or libvirt's own library by name.
 *
 *     libbench LIBRARY URI MODE...
 *
 *     one         virConnectGetLibVersion in a loop: latency and rate
 *     threads     the same on 8 threads that share the connection: rate
 *     domains=N   the URI is a file of N domains: rates of open, list all, statistics of all,
 *                 define, and look up + start
 *     probe       nothing, to see whether the library loads and the URI opens
 *
 * With the daemon's process number in BENCH_PID, domains=N tells also what memory each of them
 * takes.
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

#include "bench/proc.h"
#include "common/cleanup.h"

enum { THREADS = 8, LATENCIES_MAX = 4000000, DEFINED = 1000, XML_MAX = 2048 };
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
static pid_t daemon_pid;
static unsigned long rss_before;
static atomic_bool stop;

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

__attribute__((noreturn)) static void die(const char *what, const char *why)
{
    fprintf(stderr, "libbench: %s: %s\n", what, why ? why : "failed");
    exit(1);
}

static void load(const char *library)
{
    void *handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);

    if (!handle)
        die(library, dlerror());
#define LOAD(name)                                                           \
    if (!(lib.name = (__typeof__(lib.name))(uintptr_t)dlsym(handle, #name))) \
        die(#name, dlerror());
    FUNCTIONS(LOAD)
}

/* Dies with the library's words when it returned an error. */
static void check(bool ok, const char *what)
{
    if (!ok)
        die(what, lib.virGetLastErrorMessage());
}

static void call(void)
{
    unsigned long version;

    check(lib.virConnectGetLibVersion(conn, &version) == 0, "virConnectGetLibVersion");
}

static int by_size(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;

    return (x > y) - (x < y);
}

static void mode_one(void)
{
    _cleanup_free_ float *took = calloc(LATENCIES_MAX, sizeof(*took));
    double start = now(), last = start;
    unsigned done = 0;

    if (!took)
        die("memory", NULL);
    while (last - start < measure_s && done < LATENCIES_MAX) {
        double before = last;

        call();
        last = now();
        took[done++] = (float)((last - before) * 1e6);
    }
    printf("lib_one_per_s %.0f\n", done / (last - start));
    qsort(took, done, sizeof(*took), by_size);
    printf("lib_one_p50_us %.1f\n", took[done / 2]);
}

static void *caller(void *ret_done)
{
    unsigned long *done = ret_done;

    while (!atomic_load_explicit(&stop, memory_order_relaxed)) {
        call();
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
    double start = now(), took;
    unsigned long done = 0;

    for (unsigned i = 0; i < THREADS; i++)
        if (pthread_create(&callers[i].thread, NULL, caller, &callers[i].done))
            die("pthread_create", NULL);
    nanosleep(&pause, NULL);
    atomic_store(&stop, true);
    for (unsigned i = 0; i < THREADS; i++) {
        pthread_join(callers[i].thread, NULL);
        done += callers[i].done;
    }
    took = now() - start;
    printf("lib_threads_per_s %.0f\n", (double)done / took);
}

static void domain_xml(char xml[XML_MAX], const char *name)
{
    snprintf(xml, XML_MAX,
             "<domain type='test'>\n"
             "  <name>%s</name>\n"
             "  <memory unit='KiB'>1048576</memory>\n"
             "  <vcpu>2</vcpu>\n"
             "  <os><type arch='x86_64'>hvm</type><boot dev='hd'/></os>\n"
             "  <features><acpi/></features>\n"
             "  <clock offset='utc'/>\n"
             "  <devices>\n"
             "    <disk type='file' device='disk'>\n"
             "      <source file='/var/lib/images/%s.img'/>\n"
             "      <target dev='vda' bus='virtio'/>\n"
             "    </disk>\n"
             "    <interface type='network'><source network='default'/></interface>\n"
             "  </devices>\n"
             "</domain>\n",
             name, name);
}

static void write_file(unsigned n)
{
    char xml[XML_MAX], name[32];

    puts("<node>");
    for (unsigned i = 0; i < n; i++) {
        snprintf(name, sizeof(name), "file-%u", i);
        domain_xml(xml, name);
        fputs(xml, stdout);
    }
    puts("</node>");
}

static double per_s(double n, double start)
{
    return n / (now() - start);
}

/* The connection is new; open_s is what opening it took. */
static void mode_domains(unsigned n, double open_s)
{
    _cleanup_free_ virDomainPtr *domains = NULL;
    virDomainStatsRecordPtr *stats;
    char xml[XML_MAX], name[32];
    double start;

    printf("domains_%u_open_per_s %.0f\n", n, n / open_s);
    if (daemon_pid)
        printf("domains_%u_kib_each %.2f\n", n,
               ((double)proc_rss_kib(daemon_pid) - (double)rss_before) / n);

    start = now();
    check(lib.virConnectListAllDomains(conn, &domains, 0) == (int)n, "virConnectListAllDomains");
    for (unsigned i = 0; i < n; i++)
        lib.virDomainFree(domains[i]);
    printf("domains_%u_list_per_s %.0f\n", n, per_s(n, start));

    start = now();
    check(lib.virConnectGetAllDomainStats(conn, 0, &stats, 0) == (int)n,
          "virConnectGetAllDomainStats");
    lib.virDomainStatsRecordListFree(stats);
    printf("domains_%u_stats_per_s %.0f\n", n, per_s(n, start));

    start = now();
    for (unsigned i = 0; i < DEFINED; i++) {
        virDomainPtr domain;

        snprintf(name, sizeof(name), "new-%u", i);
        domain_xml(xml, name);
        check((domain = lib.virDomainDefineXML(conn, xml)), "virDomainDefineXML");
        lib.virDomainFree(domain);
    }
    printf("domains_%u_define_per_s %.0f\n", n, per_s(DEFINED, start));

    start = now();
    for (unsigned i = 0; i < DEFINED; i++) {
        virDomainPtr domain;

        snprintf(name, sizeof(name), "new-%u", i);
        check((domain = lib.virDomainLookupByName(conn, name)), "virDomainLookupByName");
        check(lib.virDomainCreate(domain) == 0, "virDomainCreate");
        lib.virDomainFree(domain);
    }
    printf("domains_%u_start_per_s %.0f\n", n, per_s(DEFINED, start));
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
    load(argv[1]);
    if (getenv("BENCH_PID")) {
        daemon_pid = (pid_t)strtol(getenv("BENCH_PID"), NULL, 10);
        rss_before = proc_rss_kib(daemon_pid);
    }
    start = now();
    check((conn = lib.virConnectOpen(argv[2])), argv[2]);
    open_s = now() - start;
    for (int i = 3; i < argc; i++) {
        if (strcmp(argv[i], "one") == 0)
            mode_one();
        else if (strcmp(argv[i], "threads") == 0)
            mode_threads();
        else if (strncmp(argv[i], "domains=", 8) == 0)
            mode_domains(strtoul(argv[i] + 8, NULL, 10), open_s);
        else if (strcmp(argv[i], "probe") != 0)
            die(argv[i], "is no mode");
        fflush(stdout);
    }
    lib.virConnectClose(conn);
    return 0;
}
