/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What clients do to one another. Whoever is there to be a burden is a process of its own, so that
 * only the daemon, and the machine, is shared with the client that is timed.
 */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/burden.h"
#include "bench/drive.h"
#include "bench/modes.h"

enum { CALLS = 3000, GREEDY = 1000, SHARERS = 4, STORM = 1000, STORMS = 2 };

static void be_greedy(int say_fd)
{
    unsigned long done;
    struct wire w;

    drive_open(&w);
    burden_say(say_fd);
    for (;;)
        drive_rate(&w, 1, &drive_info, GREEDY, 0, &done);
}

void mode_meek(const char *arg)
{
    struct latency alone, beside;
    struct wire w;
    pid_t greedy;

    drive_open(&w);
    alone = drive_latency(&w, &drive_info, CALLS);
    greedy = burden_begin(be_greedy);
    beside = drive_latency(&w, &drive_info, CALLS);
    burden_end(greedy);
    wire_close(&w);
    printf("meek_alone_p50_us %.1f\nmeek_alone_p99_us %.1f\n", alone.p50_us, alone.p99_us);
    printf("meek_p50_us %.1f\nmeek_p99_us %.1f\n", beside.p50_us, beside.p99_us);
    printf("meek_p99_times %.2f\n", beside.p99_us / alone.p99_us);
}

void mode_share(const char *arg)
{
    struct wire wires[SHARERS];
    unsigned long done[SHARERS], least, most;

    for (unsigned i = 0; i < SHARERS; i++)
        drive_open(&wires[i]);
    drive_rate(wires, SHARERS, &drive_info, GREEDY, 0, done);
    least = most = done[0];
    for (unsigned i = 0; i < SHARERS; i++) {
        least = done[i] < least ? done[i] : least;
        most = done[i] > most ? done[i] : most;
        wire_close(&wires[i]);
    }
    printf("share_least_of_most %.3f\n", (double)least / (double)most);
}

/* All connect, all open, all leave. */
static void calm_storm(int say_fd)
{
    static struct wire wires[STORM];

    burden_say(say_fd);
    for (unsigned i = 0; i < STORM; i++)
        drive_connect(&wires[i]);
    for (unsigned i = 0; i < STORM; i++)
        if (wire_send(&wires[i], &drive_opening, 1) < 0)
            drive_die("storm");
    for (unsigned i = 0; i < STORM; i++) {
        unsigned n;

        if (wire_receive(&wires[i], &n) < 0)
            drive_die("storm");
    }
}

void mode_storm(const char *arg)
{
    double slowest = 0;
    struct wire w;

    drive_open(&w);
    for (unsigned i = 0; i < STORMS; i++) {
        pid_t pid = burden_begin(calm_storm);
        bool gone = false;

        while (!gone) {
            double start = drive_now(), took;

            gone = waitpid(pid, NULL, WNOHANG) == pid;
            drive_call(&w, &drive_version);
            took = drive_now() - start;
            slowest = took > slowest ? took : slowest;
        }
    }
    if (drive_silent)
        printf("storm_%u_max_ms %.1f\n", drive_silent, slowest * 1e3);
    else
        printf("storm_max_ms %.1f\n", slowest * 1e3);
    wire_close(&w);
}
