/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Measures any daemon that speaks the wire, by its socket's path, or the bare limit.
 *
 *     wirebench --socket PATH MODE...      one | deep | wide | connects | switches | idle=N |
 * calls=N wirebench --limit MODE...            two threads and a queue, no protocol (bench/limit.h)
 *     wirebench --echo MODE...             one thread that reads and answers
 *
 * Each figure is a line "name value" on stdout. calls=N only makes N calls, for tracers.
 */
#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "bench/limit.h"
#include "bench/wire.h"
#include "common/cleanup.h"

enum { ONE_CALLS = 5000, DEEP = 32, WIDE = 16, WIDE_DEPTH = 8, WARM_UP = 200, SWITCH_CALLS = 5000 };
static const double measure_s = 1.0, idle_limit_s = 30.0;

static const char *path;
static int ready_fd = -1;

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

static void mode_one(void)
{
    struct wire w;
    double p50, p99;

    opened(&w);
    single(&w, ONE_CALLS, &p50, &p99);
    printf("one_p50_us %.1f\none_p99_us %.1f\n", p50, p99);
    wire_close(&w);
}

/* Calls a second with `depth` calls in flight on each of n connections. */
static void mode_rate(const char *name, unsigned n_wires, unsigned depth)
{
    struct wire wires[WIDE];
    struct pollfd fds[WIDE];
    double start, end;
    unsigned long done = 0;

    for (unsigned i = 0; i < n_wires; i++) {
        opened(&wires[i]);
        fds[i] = (struct pollfd){.fd = wires[i].fd, .events = POLLIN};
        if (wire_send(&wires[i], depth) < 0)
            die("call");
    }
    start = now();
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
        end = now();
    } while (end - start < measure_s);
    printf("%s_per_s %.0f\n", name, (double)done / (end - start));
    for (unsigned i = 0; i < n_wires; i++)
        wire_close(&wires[i]);
}

static void mode_connects(void)
{
    double start = now(), end;
    unsigned long done = 0;

    do {
        struct wire w;

        opened(&w);
        call(&w);
        wire_close(&w);
        done++;
        end = now();
    } while (end - start < measure_s);
    printf("connects_per_s %.0f\n", (double)done / (end - start));
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

static unsigned long switches(pid_t pid)
{
    char name[600];
    DIR *dir;
    unsigned long sum = 0;

    snprintf(name, sizeof(name), "/proc/%d/task", (int)pid);
    dir = opendir(name);
    if (!dir)
        die(name);
    for (const struct dirent *e; (e = readdir(dir));) {
        if (e->d_name[0] == '.')
            continue;
        snprintf(name, sizeof(name), "/proc/%d/task/%s/status", (int)pid, e->d_name);
        sum += number_after(name, "voluntary_ctxt_switches:");
        sum += number_after(name, "nonvoluntary_ctxt_switches:");
    }
    closedir(dir);
    return sum;
}

static void mode_switches(void)
{
    struct wire w;
    unsigned long before;

    opened(&w);
    before = switches(wire_peer(&w));
    for (unsigned i = 0; i < SWITCH_CALLS; i++)
        call(&w);
    printf("switches_per_call %.2f\n", (double)(switches(wire_peer(&w)) - before) / SWITCH_CALLS);
    wire_close(&w);
}

static unsigned long rss_kib(pid_t pid)
{
    char name[64];

    snprintf(name, sizeof(name), "/proc/%d/smaps_rollup", (int)pid);
    return number_after(name, "Rss:");
}

/* One call beside n clients that opened and stay silent, and what each costs the daemon. A daemon
 * that takes too long to accept them all is left alone: no figure is printed. */
static void mode_idle(unsigned n)
{
    _cleanup_free_ struct wire *idle = calloc(n + 1, sizeof(*idle));
    struct wire w;
    unsigned long before;
    unsigned there = 0;
    double p50, p99, start = now();

    if (!idle)
        die("memory");
    opened(&w);
    before = rss_kib(wire_peer(&w));
    for (; there < n && now() - start < idle_limit_s; there++)
        opened(&idle[there]);
    if (there == n) {
        single(&w, 500, &p50, &p99);
        printf("idle_%u_p50_us %.1f\n", n, p50);
        if (n)
            printf("idle_%u_kib_each %.2f\n", n,
                   ((double)rss_kib(wire_peer(&w)) - (double)before) / n);
    } else {
        fprintf(stderr, "wirebench: %s: only %u of %u clients in %.0f s\n", path, there, n,
                idle_limit_s);
    }
    while (there)
        wire_close(&idle[--there]);
    wire_close(&w);
}

static void mode_calls(unsigned n)
{
    struct wire w;

    opened(&w);
    while (n--)
        call(&w);
    wire_close(&w);
}

static void mode(const char *name)
{
    if (strcmp(name, "one") == 0)
        mode_one();
    else if (strcmp(name, "deep") == 0)
        mode_rate("deep", 1, DEEP);
    else if (strcmp(name, "wide") == 0)
        mode_rate("wide", WIDE, WIDE_DEPTH);
    else if (strcmp(name, "connects") == 0)
        mode_connects();
    else if (strcmp(name, "switches") == 0)
        mode_switches();
    else if (strncmp(name, "idle=", 5) == 0)
        mode_idle(strtoul(name + 5, NULL, 10));
    else if (strncmp(name, "calls=", 6) == 0)
        mode_calls(strtoul(name + 6, NULL, 10));
    else {
        fprintf(stderr, "wirebench: '%s' is no mode\n", name);
        exit(2);
    }
    fflush(stdout);
}

static void say_ready(void)
{
    close(take_fd(ready_fd));
}

/* Forks the limit; returns its pid once it listens. */
static pid_t start_limit(bool echo)
{
    int ends[2];
    pid_t pid;
    char byte;

    if (pipe(ends) < 0)
        die("pipe");
    pid = fork();
    if (pid < 0)
        die("fork");
    if (!pid) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        close(ends[0]);
        ready_fd = ends[1];
        limit_serve(path, echo, say_ready);
        die("limit");
    }
    close(ends[1]);
    while (read(ends[0], &byte, 1) < 0 && errno == EINTR)
        ;
    close(ends[0]);
    return pid;
}

int main(int argc, char **argv)
{
    struct rlimit files;
    char dir[] = "/tmp/wirebench.XXXXXX", own[sizeof(dir) + 8];
    pid_t limit = 0;
    int i = 2;

    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
    if (argc > 3 && strcmp(argv[1], "--socket") == 0) {
        path = argv[2];
        i = 3;
    } else if (argc > 2 && (strcmp(argv[1], "--limit") == 0 || strcmp(argv[1], "--echo") == 0)) {
        path = dir;
        if (!mkdtemp(dir))
            die("mkdtemp");
        snprintf(own, sizeof(own), "%s/sock", dir);
        path = own;
        limit = start_limit(argv[1][2] == 'e');
    } else {
        fputs("usage: wirebench (--socket PATH | --limit | --echo) MODE...\n", stderr);
        return 2;
    }
    for (; i < argc; i++)
        mode(argv[i]);
    if (limit) {
        kill(limit, SIGKILL);
        waitpid(limit, NULL, 0);
        unlink(own);
        rmdir(dir);
    }
    return 0;
}
