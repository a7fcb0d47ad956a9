/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What clients do to one another. Whoever is there to be a burden is a process of its own, so that
 * only the daemon, and the machine, is shared with the client that is timed.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/drive.h"
#include "bench/modes.h"
#include "bench/proc.h"
#include "common/cleanup.h"
#include "protocol/net.h"
#include "protocol/remote.h"
#include "protocol/vireo.h"

enum { CALLS = 3000, GREEDY = 1000, SHARERS = 4, STORM = 1000, STORMS = 2, SUBSCRIBERS = 100 };
enum { HUNG_MACHINES = 100, HUNG_CLIENTS = 5, HUNG_CALLS = 20, HEALTHY = 4, HEALTHY_DEPTH = 8 };
static const double events_s = 1.0;

/* Forks a burden and returns when it says that it weighs: it gets a descriptor to write a byte to.
 */
static pid_t burden(void (*weigh)(int say_fd))
{
    int ends[2];
    pid_t pid;
    char byte;

    if (pipe(ends) < 0)
        drive_die("pipe");
    pid = fork();
    if (pid < 0)
        drive_die("fork");
    if (!pid) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        close(ends[0]);
        weigh(ends[1]);
        _exit(0);
    }
    close(ends[1]);
    if (read(ends[0], &byte, 1) != 1)
        drive_die("burden");
    close(ends[0]);
    return pid;
}

static void say(int fd)
{
    if (write(fd, "", 1) != 1)
        _exit(1);
}

static void end(pid_t pid)
{
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
}

static void be_greedy(int say_fd)
{
    unsigned long done;
    struct wire w;

    drive_open(&w);
    say(say_fd);
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
    greedy = burden(be_greedy);
    beside = drive_latency(&w, &drive_info, CALLS);
    end(greedy);
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
static void storm(int say_fd)
{
    static struct wire wires[STORM];

    say(say_fd);
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
        pid_t pid = burden(storm);
        bool gone = false;

        while (!gone) {
            double start = drive_now(), took;

            gone = waitpid(pid, NULL, WNOHANG) == pid;
            drive_call(&w, &drive_version);
            took = drive_now() - start;
            slowest = took > slowest ? took : slowest;
        }
    }
    printf("storm_max_ms %.1f\n", slowest * 1e3);
    wire_close(&w);
}

static void fault_call(struct wire *w, int procedure, xdrproc_t codec, const void *args)
{
    _cleanup_(buf_free) struct buf frame = {0};

    if (wire_frame(&frame, VIREO_PROGRAM, procedure, codec, args) < 0)
        drive_die("fault");
    drive_call(w, &frame);
}

/* A few clients pile calls on machines that do not answer, and stay. */
static void be_hung(int say_fd)
{
    struct wire wires[HUNG_CLIENTS];

    for (unsigned i = 0; i < HUNG_CLIENTS; i++) {
        drive_open(&wires[i]);
        for (unsigned j = 0; j < HUNG_CALLS; j++) {
            _cleanup_(buf_free) struct buf frame = {0};
            unsigned number = (i * HUNG_CALLS + j) % HUNG_MACHINES;
            char name[32];
            remote_domain_get_info_args args = {
                .dom = {.name = name, .uuid = {number + 1}, .id = -1}};

            snprintf(name, sizeof(name), "hung-%u", number);
            if (wire_frame(&frame, REMOTE_PROGRAM, REMOTE_PROC_DOMAIN_GET_INFO,
                           (xdrproc_t)xdr_remote_domain_get_info_args, &args) < 0 ||
                wire_send(&wires[i], &frame, 1) < 0)
                _exit(1);
        }
    }
    say(say_fd);
    for (;;)
        pause();
}

struct healthy {
    double per_s;
    struct latency info, version;
};

static struct healthy healthy(void)
{
    struct wire wires[HEALTHY];
    unsigned long done[HEALTHY], sum = 0;
    struct healthy h;
    double took;

    for (unsigned i = 0; i < HEALTHY; i++)
        drive_open(&wires[i]);
    h.info = drive_latency(&wires[0], &drive_info, CALLS);
    h.version = drive_latency(&wires[0], &drive_version, CALLS);
    took = drive_rate(wires, HEALTHY, &drive_info, HEALTHY_DEPTH, 0, done);
    for (unsigned i = 0; i < HEALTHY; i++) {
        sum += done[i];
        wire_close(&wires[i]);
    }
    h.per_s = (double)sum / took;
    return h;
}

/* The machines that hang need not exist: the fault comes before anybody looks. */
void mode_hung(const char *arg)
{
    vireo_fault_add_args add = {.fault = {.procedure = (char[]){"*"},
                                          .domain = (char[]){"hung-*"},
                                          .kind = VIREO_FAULT_HANG}};
    vireo_fault_clear_args clear = {0};
    struct healthy alone, beside;
    struct wire control;
    pid_t hung;

    drive_open(&control);
    alone = healthy();
    fault_call(&control, VIREO_PROC_FAULT_ADD, (xdrproc_t)xdr_vireo_fault_add_args, &add);
    hung = burden(be_hung);
    beside = healthy();
    fault_call(&control, VIREO_PROC_FAULT_CLEAR, (xdrproc_t)xdr_vireo_fault_clear_args, &clear);
    end(hung);
    wire_close(&control);
    printf("hung_rate_kept %.3f\n", beside.per_s / alone.per_s);
    printf("hung_p99_times %.2f\n", beside.info.p99_us / alone.info.p99_us);
    printf("hung_high_p99_times %.2f\n", beside.version.p99_us / alone.version.p99_us);
}

/* Each change is one event to each subscriber. */
void mode_events(const char *arg)
{
    static struct wire wires[SUBSCRIBERS];
    remote_connect_domain_event_callback_register_any_args every = {0};
    _cleanup_(buf_free) struct buf subscribe = {0}, suspend = {0}, resume = {0};
    unsigned long changes = 0;
    double start, took, cpu_s;
    struct wire actor;

    if (wire_frame(
            &subscribe, REMOTE_PROGRAM, REMOTE_PROC_CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY,
            (xdrproc_t)xdr_remote_connect_domain_event_callback_register_any_args, &every) < 0 ||
        wire_frame(&suspend, REMOTE_PROGRAM, REMOTE_PROC_DOMAIN_SUSPEND,
                   (xdrproc_t)xdr_remote_nonnull_domain, &drive_domain) < 0 ||
        wire_frame(&resume, REMOTE_PROGRAM, REMOTE_PROC_DOMAIN_RESUME,
                   (xdrproc_t)xdr_remote_nonnull_domain, &drive_domain) < 0)
        drive_die("frames");
    drive_open(&actor);
    for (unsigned i = 0; i < SUBSCRIBERS; i++) {
        drive_open(&wires[i]);
        drive_call(&wires[i], &subscribe);
        wires[i].expects = VIR_NET_MESSAGE;
    }
    cpu_s = proc_usage(wire_peer(&actor)).cpu_s;
    start = drive_now();
    do {
        drive_call(&actor, changes % 2 ? &resume : &suspend);
        for (unsigned i = 0; i < SUBSCRIBERS; i++) {
            unsigned n;

            if (wire_receive(&wires[i], &n) < 0 || n != 1)
                drive_die("event");
        }
        changes++;
        took = drive_now() - start;
    } while (took < events_s || changes % 2); /* it runs at the end */
    cpu_s = proc_usage(wire_peer(&actor)).cpu_s - cpu_s;
    printf("events_per_s %.0f\nevents_cpu_us %.2f\n", (double)changes * SUBSCRIBERS / took,
           cpu_s / ((double)changes * SUBSCRIBERS) * 1e6);
    for (unsigned i = 0; i < SUBSCRIBERS; i++)
        wire_close(&wires[i]);
    wire_close(&actor);
}
