/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What calls, clients and a start cost.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/drive.h"
#include "bench/modes.h"
#include "bench/proc.h"
#include "common/cleanup.h"

enum { ONE_CALLS = 5000, IDLE_CALLS = 500, IDLE_MAX = 20000, DEEP = 32, WIDE = 16, WIDE_DEPTH = 8 };
static const double connects_s = 1.0, idle_limit_s = 120.0, ready_limit_s = 20.0;

static double own_cpu_s(void)
{
    struct rusage own;

    getrusage(RUSAGE_SELF, &own);
    return (double)(own.ru_utime.tv_sec + own.ru_stime.tv_sec) +
           (double)(own.ru_utime.tv_usec + own.ru_stime.tv_usec) * 1e-6;
}

static void speed_one(const char *name, const struct buf *frame)
{
    struct wire w;
    struct proc_usage before, after;
    struct latency took;
    double start;

    drive_open(&w);
    before = proc_usage(wire_peer(&w));
    start = drive_now();
    took = drive_latency(&w, frame, ONE_CALLS);
    after = proc_usage(wire_peer(&w));
    printf("%s_per_s %.0f\n", name, ONE_CALLS / (drive_now() - start));
    printf("%s_p50_us %.1f\n%s_p99_us %.1f\n", name, took.p50_us, name, took.p99_us);
    printf("%s_switches %.2f\n", name, (double)(after.switches - before.switches) / ONE_CALLS);
    printf("%s_cpu_us %.2f\n", name, (after.cpu_s - before.cpu_s) / ONE_CALLS * 1e6);
    wire_close(&w);
}

static void speed_rate(const char *name, const struct buf *frame, unsigned n_wires, unsigned depth)
{
    struct wire wires[WIDE];
    unsigned long each[WIDE], done = 0;
    double took, own = own_cpu_s(), theirs;

    for (unsigned i = 0; i < n_wires; i++)
        drive_open(&wires[i]);
    theirs = proc_usage(wire_peer(&wires[0])).cpu_s;
    took = drive_rate(wires, n_wires, frame, depth, 0, each);
    theirs = proc_usage(wire_peer(&wires[0])).cpu_s - theirs;
    own = own_cpu_s() - own;
    for (unsigned i = 0; i < n_wires; i++) {
        done += each[i];
        wire_close(&wires[i]);
    }
    printf("%s_per_s %.0f\n", name, (double)done / took);
    printf("%s_cpu_us %.3f\n", name, theirs / (double)done * 1e6);
    printf("%s_client_cpu_us %.3f\n", name, own / (double)done * 1e6);
}

void mode_one(const char *arg)
{
    speed_one("one", &drive_version);
}

void mode_near(const char *arg)
{
    struct wire w;
    pid_t pid;

    drive_open(&w);
    pid = wire_peer(&w);
    proc_pin(pid);
    speed_one("near", &drive_version);
    proc_unpin(pid);
    wire_close(&w);
}

void mode_info(const char *arg)
{
    speed_one("info_one", &drive_info);
    speed_rate("info_deep", &drive_info, 1, DEEP);
}

void mode_deep(const char *arg)
{
    speed_rate("deep", &drive_version, 1, DEEP);
}

void mode_eight(const char *arg)
{
    speed_rate("eight", &drive_version, 1, WIDE_DEPTH);
}

void mode_wide(const char *arg)
{
    speed_rate("wide", &drive_version, WIDE, WIDE_DEPTH);
}

/* No client is there beside the one that comes and goes: a daemon that makes test:///default anew
 * for its first client does so each time. */
void mode_connects(const char *arg)
{
    double start, took, cpu_s;
    unsigned long done = 0;
    struct wire w;
    pid_t pid;

    drive_open(&w);
    pid = wire_peer(&w);
    wire_close(&w);
    cpu_s = proc_usage(pid).cpu_s;
    start = drive_now();
    do {
        drive_open(&w);
        drive_call(&w, &drive_version);
        wire_close(&w);
        done++;
        took = drive_now() - start;
    } while (took < connects_s);
    printf("connects_per_s %.0f\nconnects_cpu_us %.1f\n", (double)done / took,
           (proc_usage(pid).cpu_s - cpu_s) / (double)done * 1e6);
}

/* A daemon that takes too long to accept all is left alone: no figure is printed. */
void mode_idle(const char *arg)
{
    static struct wire idle[IDLE_MAX], active = {.fd = -1};
    static unsigned long before;
    static double start, none_us;
    unsigned n = strtoul(arg, NULL, 10);
    struct latency took;

    if (active.fd < 0) {
        drive_open(&active);
        drive_latency(&active, &drive_version, 1);
        before = proc_rss_kib(wire_peer(&active));
        printf("rss_mib %.2f\n", (double)before / 1024);
        start = drive_now();
    }
    for (; drive_silent < n && drive_silent < IDLE_MAX && drive_now() - start < idle_limit_s;
         drive_silent++)
        drive_open(&idle[drive_silent]);
    if (drive_silent < n) {
        fprintf(stderr, "wirebench: only %u of %u clients in %.0f s\n", drive_silent, n,
                idle_limit_s);
        return;
    }
    took = drive_latency(&active, &drive_version, IDLE_CALLS);
    printf("idle_%u_p50_us %.1f\nidle_%u_p99_us %.1f\n", n, took.p50_us, n, took.p99_us);
    proc_pin(wire_peer(&active));
    took = drive_latency(&active, &drive_version, IDLE_CALLS);
    proc_unpin(wire_peer(&active));
    printf("idle_%u_near_p50_us %.1f\n", n, took.p50_us);
    if (!n)
        none_us = took.p50_us;
    else
        printf("idle_%u_near_times %.2f\n", n, took.p50_us / none_us);
    if (n)
        printf("idle_%u_kib_each %.2f\n", n,
               ((double)proc_rss_kib(wire_peer(&active)) - (double)before) / n);
}

static void only_calls(unsigned depth, const char *number)
{
    unsigned long done;
    struct wire w;

    drive_open(&w);
    drive_rate(&w, 1, &drive_version, depth, strtoul(number, NULL, 10), &done);
    wire_close(&w);
}

void mode_calls(const char *arg)
{
    only_calls(1, arg);
}

void mode_deepcalls(const char *arg)
{
    only_calls(DEEP, arg);
}

void mode_ready(const char *arg)
{
    double start = drive_now();

    for (;;) {
        struct wire w;
        bool answers = drive_try(&w);

        wire_close(&w);
        if (answers)
            return;
        if (drive_now() - start > ready_limit_s)
            drive_die("ready");
        usleep(200);
    }
}

void mode_start(const char *arg)
{
    double start = drive_now();
    pid_t pid = fork();

    if (pid < 0)
        drive_die("fork");
    if (!pid) {
        execl("/bin/sh", "sh", "-c", arg, NULL);
        _exit(127);
    }
    mode_ready(NULL);
    printf("start_ms %.1f\n", (drive_now() - start) * 1e3);
    kill(pid, SIGTERM);
    waitpid(pid, NULL, 0);
}
