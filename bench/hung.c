/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Machines that hang, and whom that hurts. Only vireod can play them (protocol/vireo.x).
 */
#include <stdio.h>
#include <unistd.h>

#include "bench/burden.h"
#include "bench/drive.h"
#include "bench/modes.h"
#include "common/cleanup.h"
#include "protocol/net.h"
#include "protocol/remote.h"
#include "protocol/vireo.h"

enum { HUNG_MACHINES = 100, HUNG_CLIENTS = 5, HUNG_CALLS = 20, HEALTHY = 4, HEALTHY_DEPTH = 8 };
enum { CALLS = 3000, OWN_HUNG = 55 }; /* of a client's own: its quota of 5, and 50 more */

static void fault_call(struct wire *w, int procedure, xdrproc_t codec, const void *args)
{
    _cleanup_(buf_free) struct buf frame = {0};

    if (wire_frame(&frame, VIREO_PROGRAM, procedure, codec, args) < 0)
        drive_die("fault");
    drive_call(w, &frame);
}

/* The machines need not exist: the fault comes before anybody looks. */
static void hang_machines(struct wire *control)
{
    vireo_fault_add_args add = {.fault = {.procedure = (char[]){"*"},
                                          .domain = (char[]){"hung-*"},
                                          .kind = VIREO_FAULT_HANG}};

    fault_call(control, VIREO_PROC_FAULT_ADD, (xdrproc_t)xdr_vireo_fault_add_args, &add);
}

static void heal_machines(struct wire *control)
{
    vireo_fault_clear_args clear = {0};

    fault_call(control, VIREO_PROC_FAULT_CLEAR, (xdrproc_t)xdr_vireo_fault_clear_args, &clear);
}

/* Calls n machines that do not answer, and does not wait for it. */
static void call_hung(struct wire *w, unsigned first, unsigned n)
{
    for (unsigned number = first; number < first + n; number++) {
        _cleanup_(buf_free) struct buf frame = {0};
        char name[32];
        remote_domain_get_info_args args = {
            .dom = {.name = name, .uuid = {number % HUNG_MACHINES + 1}, .id = -1}};

        snprintf(name, sizeof(name), "hung-%u", number % HUNG_MACHINES);
        if (wire_frame(&frame, REMOTE_PROGRAM, REMOTE_PROC_DOMAIN_GET_INFO,
                       (xdrproc_t)xdr_remote_domain_get_info_args, &args) < 0 ||
            wire_send(w, &frame, 1) < 0)
            drive_die("hung");
    }
}

/* A few clients pile calls on machines that do not answer, and stay. */
static void be_hung(int say_fd)
{
    struct wire wires[HUNG_CLIENTS];

    for (unsigned i = 0; i < HUNG_CLIENTS; i++) {
        drive_open(&wires[i]);
        call_hung(&wires[i], i * HUNG_CALLS, HUNG_CALLS);
    }
    burden_say(say_fd);
    for (;;)
        pause();
}

struct healthy {
    double per_s;
    struct latency info, version;
};

static struct healthy hung_healthy(void)
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

void mode_hung(const char *arg)
{
    struct healthy alone, beside;
    struct wire control;
    pid_t hung;

    drive_open(&control);
    alone = hung_healthy();
    hang_machines(&control);
    hung = burden_begin(be_hung);
    beside = hung_healthy();
    heal_machines(&control);
    burden_end(hung);
    wire_close(&control);
    printf("hung_rate_kept %.3f\n", beside.per_s / alone.per_s);
    printf("hung_p99_times %.2f\n", beside.info.p99_us / alone.info.p99_us);
    printf("hung_high_p99_times %.2f\n", beside.version.p99_us / alone.version.p99_us);
}

/* A client's own calls hang; it is the same client that goes on with machines that do not. */
void mode_quota(const char *arg)
{
    struct latency before, beside;
    struct wire control, w;

    drive_open(&control);
    drive_open(&w);
    before = drive_latency(&w, &drive_info, CALLS);
    hang_machines(&control);
    call_hung(&w, 0, OWN_HUNG);
    beside = drive_latency(&w, &drive_info, CALLS);
    wire_close(&w);
    heal_machines(&control);
    wire_close(&control);
    printf("quota_p50_times %.2f\nquota_p99_times %.2f\n", beside.p50_us / before.p50_us,
           beside.p99_us / before.p99_us);
}
