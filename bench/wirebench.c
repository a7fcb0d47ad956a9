/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Measures any daemon that speaks the wire, by its socket's path.
 *
 *     wirebench SOCKET MODE...
 *
 *     one         one call in flight: latency, and the daemon's context switches
 *     deep        32 calls in flight on one connection: rate, and what a call costs each side in
 * CPU wide        8 calls in flight on each of 16 connections: rate connects    connect, open, one
 * call, close, over and over: rate idle=N      one call in flight beside N clients that opened and
 * stay silent: latency, and the memory that each of them takes; a further idle=M adds to those N
 *     calls=N     only makes N calls, one in flight; deepcalls=N, 32 in flight: for tracers
 *     ready       waits until the daemon answers a call
 *     start=LINE  runs a daemon by a shell's command line: the time until it answers a call; ends
 * it
 *
 * Each figure is a line "name value" on stdout. Everything runs in this one thread.
 */
#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "bench/wire.h"
#include "common/cleanup.h"

enum { ONE_CALLS = 5000, IDLE_CALLS = 500, DEEP = 32, WIDE = 16, WIDE_DEPTH = 8, WARM_UP = 200 };
enum { IDLE_MAX = 20000 };
static const double measure_s = 1.0, idle_limit_s = 120.0, ready_limit_s = 20.0;

static const char *path;

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

__attribute__((noreturn)) static void die(const char *what)
{
    fprintf(stderr, "wirebench: %s: %s: %s\n", path, what, strerror(errno));
    exit(1);
}

static void opened(struct wire *w)
{
    if (wire_connect(w, path) < 0)
        die("connect");
    if (wire_open(w) < 0)
        die("open");
}

static void call(struct wire *w)
{
    unsigned n;

    if (wire_send(w, 1) < 0 || wire_receive(w, &n) < 0)
        die("call");
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* The latency of single calls, in microseconds. */
static void single(struct wire *w, unsigned calls, double *ret_p50, double *ret_p99)
{
    _cleanup_free_ double *took = calloc(calls, sizeof(*took));

    if (!took)
        die("memory");
    for (unsigned i = 0; i < WARM_UP; i++)
        call(w);
    for (unsigned i = 0; i < calls; i++) {
        double start = now();

        call(w);
        took[i] = (now() - start) * 1e6;
    }
    qsort(took, calls, sizeof(*took), by_size);
    *ret_p50 = took[calls / 2];
    *ret_p99 = took[calls * 99 / 100];
}

static unsigned long number_after(const char *file, const char *key)
{
    _cleanup_(fclosep) FILE *f = fopen(file, "re");
    char line[256];
    unsigned long sum = 0;

    while (f && fgets(line, sizeof(line), f))
        if (strncmp(line, key, strlen(key)) == 0)
            sum += strtoul(line + strlen(key), NULL, 10);
    return sum;
}

/* What all threads of a process have used. */
struct usage {
    unsigned long switches; /* of context */
    double cpu_s;
};

static struct usage usage(pid_t pid)
{
    char name[600];
    DIR *dir;
    struct usage sum = {0};

    snprintf(name, sizeof(name), "/proc/%d/task", (int)pid);
    dir = opendir(name);
    if (!dir)
        die(name);
    for (const struct dirent *e; (e = readdir(dir));) {
        if (e->d_name[0] == '.')
            continue;
        snprintf(name, sizeof(name), "/proc/%d/task/%s/status", (int)pid, e->d_name);
        sum.switches += number_after(name, "voluntary_ctxt_switches:");
        sum.switches += number_after(name, "nonvoluntary_ctxt_switches:");
        snprintf(name, sizeof(name), "/proc/%d/task/%s/schedstat", (int)pid, e->d_name);
        sum.cpu_s += (double)number_after(name, "") * 1e-9;
    }
    closedir(dir);
    return sum;
}

static double own_cpu_s(void)
{
    struct rusage own;

    getrusage(RUSAGE_SELF, &own);
    return (double)(own.ru_utime.tv_sec + own.ru_stime.tv_sec) +
           (double)(own.ru_utime.tv_usec + own.ru_stime.tv_usec) * 1e-6;
}

static void mode_one(void)
{
    struct wire w;
    struct usage before;
    double p50, p99, start = now();

    opened(&w);
    before = usage(wire_peer(&w));
    single(&w, ONE_CALLS, &p50, &p99);
    printf("one_per_s %.0f\n", (ONE_CALLS + WARM_UP) / (now() - start));
    printf("one_p50_us %.1f\none_p99_us %.1f\n", p50, p99);
    printf("one_switches %.2f\n",
           (double)(usage(wire_peer(&w)).switches - before.switches) / (ONE_CALLS + WARM_UP));
    wire_close(&w);
}

/* Keeps `depth` calls in flight on each of the connections for a while or until so many are done
 * (0: any number). Returns how many were. */
static unsigned long keep_busy(struct wire *wires, unsigned n_wires, unsigned depth,
                               unsigned long calls, double *ret_s)
{
    struct pollfd fds[WIDE];
    double start = now(), took;
    unsigned long done = 0;

    for (unsigned i = 0; i < n_wires; i++) {
        fds[i] = (struct pollfd){.fd = wires[i].fd, .events = POLLIN};
        if (wire_send(&wires[i], depth) < 0)
            die("call");
    }
    do {
        if (n_wires > 1 && poll(fds, n_wires, -1) < 0)
            die("poll");
        for (unsigned i = 0; i < n_wires; i++) {
            unsigned n;

            if (n_wires > 1 && !fds[i].revents)
                continue;
            if (wire_receive(&wires[i], &n) < 0 || wire_send(&wires[i], n) < 0)
                die("call");
            done += n;
        }
        took = now() - start;
    } while (calls ? done < calls : took < measure_s);
    *ret_s = took;
    return done;
}

static void mode_rate(const char *name, unsigned n_wires, unsigned depth)
{
    struct wire wires[WIDE];
    struct usage before;
    double took, own = own_cpu_s();
    unsigned long done;

    for (unsigned i = 0; i < n_wires; i++)
        opened(&wires[i]);
    before = usage(wire_peer(&wires[0]));
    done = keep_busy(wires, n_wires, depth, 0, &took);
    printf("%s_per_s %.0f\n", name, (double)done / took);
    printf("%s_cpu_us %.3f\n", name,
           (usage(wire_peer(&wires[0])).cpu_s - before.cpu_s) / (double)done * 1e6);
    printf("%s_client_cpu_us %.3f\n", name, (own_cpu_s() - own) / (double)done * 1e6);
    for (unsigned i = 0; i < n_wires; i++)
        wire_close(&wires[i]);
}

/* No client is there beside the one that comes and goes: a daemon that makes test:///default anew
 * for its first client does so each time. */
static void mode_connects(void)
{
    struct usage before;
    double start, took;
    unsigned long done = 0;
    pid_t pid;
    struct wire w;

    opened(&w);
    pid = wire_peer(&w);
    wire_close(&w);
    before = usage(pid);
    start = now();
    do {
        opened(&w);
        call(&w);
        wire_close(&w);
        done++;
        took = now() - start;
    } while (took < measure_s);
    printf("connects_per_s %.0f\nconnects_cpu_us %.1f\n", (double)done / took,
           (usage(pid).cpu_s - before.cpu_s) / (double)done * 1e6);
}

static unsigned long rss_kib(pid_t pid)
{
    char name[64];

    snprintf(name, sizeof(name), "/proc/%d/smaps_rollup", (int)pid);
    return number_after(name, "Rss:");
}

/* A daemon that takes too long to accept all is left alone: no figure is printed. */
static void mode_idle(unsigned n)
{
    static struct wire idle[IDLE_MAX], active = {.fd = -1};
    static unsigned there;
    static unsigned long before;
    static double start;
    double p50, p99;

    if (active.fd < 0) {
        opened(&active);
        single(&active, WARM_UP, &p50, &p99);
        before = rss_kib(wire_peer(&active));
        printf("rss_mib %.2f\n", (double)before / 1024);
        start = now();
    }
    for (; there < n && there < IDLE_MAX && now() - start < idle_limit_s; there++)
        opened(&idle[there]);
    if (there < n) {
        fprintf(stderr, "wirebench: %s: only %u of %u clients in %.0f s\n", path, there, n,
                idle_limit_s);
        return;
    }
    single(&active, IDLE_CALLS, &p50, &p99);
    printf("idle_%u_p50_us %.1f\nidle_%u_p99_us %.1f\n", n, p50, n, p99);
    if (n)
        printf("idle_%u_kib_each %.2f\n", n,
               ((double)rss_kib(wire_peer(&active)) - (double)before) / n);
}

static void mode_calls(unsigned long n, unsigned depth)
{
    struct wire w;
    double took;

    opened(&w);
    keep_busy(&w, 1, depth, n, &took);
    wire_close(&w);
}

static void mode_ready(void)
{
    double start = now();
    struct wire w;

    while (wire_connect(&w, path) < 0 || wire_open(&w) < 0) {
        wire_close(&w);
        if (now() - start > ready_limit_s)
            die("ready");
        usleep(200);
    }
    wire_close(&w);
}

static void mode_start(const char *line)
{
    double start = now();
    pid_t pid = fork();

    if (pid < 0)
        die("fork");
    if (!pid) {
        execl("/bin/sh", "sh", "-c", line, NULL);
        _exit(127);
    }
    mode_ready();
    printf("start_ms %.1f\n", (now() - start) * 1e3);
    kill(pid, SIGTERM);
    waitpid(pid, NULL, 0);
}

static void mode(const char *name)
{
    if (strcmp(name, "one") == 0)
        mode_one();
    else if (strcmp(name, "deep") == 0)
        mode_rate("deep", 1, DEEP);
    else if (strcmp(name, "eight") == 0)
        mode_rate("eight", 1, WIDE_DEPTH);
    else if (strcmp(name, "wide") == 0)
        mode_rate("wide", WIDE, WIDE_DEPTH);
    else if (strcmp(name, "connects") == 0)
        mode_connects();
    else if (strncmp(name, "idle=", 5) == 0)
        mode_idle(strtoul(name + 5, NULL, 10));
    else if (strncmp(name, "calls=", 6) == 0)
        mode_calls(strtoul(name + 6, NULL, 10), 1);
    else if (strncmp(name, "deepcalls=", 10) == 0)
        mode_calls(strtoul(name + 10, NULL, 10), DEEP);
    else if (strcmp(name, "ready") == 0)
        mode_ready();
    else if (strncmp(name, "start=", 6) == 0)
        mode_start(name + 6);
    else {
        fprintf(stderr, "wirebench: '%s' is no mode\n", name);
        exit(2);
    }
    fflush(stdout);
}

int main(int argc, char **argv)
{
    struct rlimit files;

    if (argc < 3) {
        fputs("usage: wirebench SOCKET MODE...\n", stderr);
        return 2;
    }
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
    path = argv[1];
    for (int i = 2; i < argc; i++)
        mode(argv[i]);
    return 0;
}
