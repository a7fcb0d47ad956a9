/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A machine changes, and all are told.
 */
#include <stdio.h>

#include "bench/drive.h"
#include "bench/modes.h"
#include "bench/proc.h"
#include "common/cleanup.h"
#include "protocol/net.h"
#include "protocol/remote.h"

enum { SUBSCRIBERS = 100, FEW = 10, CHANGES = 2500, FEW_CHANGES = 5000 };

static struct wire actor, wires[SUBSCRIBERS];
static struct buf subscribe, suspend, resume;

static void make_frames(void)
{
    remote_connect_domain_event_callback_register_any_args every = {0};

    if (wire_frame(
            &subscribe, REMOTE_PROGRAM, REMOTE_PROC_CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY,
            (xdrproc_t)xdr_remote_connect_domain_event_callback_register_any_args, &every) < 0 ||
        wire_frame(&suspend, REMOTE_PROGRAM, REMOTE_PROC_DOMAIN_SUSPEND,
                   (xdrproc_t)xdr_remote_nonnull_domain, &drive_domain) < 0 ||
        wire_frame(&resume, REMOTE_PROGRAM, REMOTE_PROC_DOMAIN_RESUME,
                   (xdrproc_t)xdr_remote_nonnull_domain, &drive_domain) < 0)
        drive_die("frames");
}

static void free_frames(void)
{
    buf_free(&subscribe);
    buf_free(&suspend);
    buf_free(&resume);
}

static void events_begin(unsigned subscribers)
{
    make_frames();
    drive_open(&actor);
    for (unsigned i = 0; i < subscribers; i++) {
        drive_open(&wires[i]);
        drive_call(&wires[i], &subscribe);
        wires[i].expects = VIR_NET_MESSAGE;
    }
}

static void events_end(unsigned subscribers)
{
    for (unsigned i = 0; i < subscribers; i++)
        wire_close(&wires[i]);
    wire_close(&actor);
    free_frames();
}

struct told {
    double per_s, cpu_us; /* events, and the daemon's CPU for one */
};

/* Each change is one event to each subscriber, and the next waits until all have it. It runs at the
 * end. */
static struct told events_tell(unsigned subscribers, unsigned changes)
{
    double start = drive_now(), cpu_s = proc_usage(wire_peer(&actor)).cpu_s;

    for (unsigned done = 0; done < changes; done++) {
        drive_call(&actor, done % 2 ? &resume : &suspend);
        for (unsigned i = 0; i < subscribers; i++) {
            unsigned n;

            if (wire_receive(&wires[i], &n) < 0 || n != 1)
                drive_die("event");
        }
    }
    cpu_s = proc_usage(wire_peer(&actor)).cpu_s - cpu_s;
    return (struct told){.per_s = (double)changes * subscribers / (drive_now() - start),
                         .cpu_us = cpu_s / changes / subscribers * 1e6};
}

void mode_events(const char *arg)
{
    struct told t;

    events_begin(SUBSCRIBERS);
    t = events_tell(SUBSCRIBERS, CHANGES);
    events_end(SUBSCRIBERS);
    printf("events_per_s %.0f\nevents_cpu_us %.2f\n", t.per_s, t.cpu_us);
}

/* One more subscribes and never reads: what it costs the others, and what the daemon keeps for it.
 */
void mode_unread(const char *arg)
{
    struct told alone, beside;
    unsigned long before;
    struct wire lazy;

    events_begin(FEW);
    alone = events_tell(FEW, FEW_CHANGES);
    drive_open(&lazy);
    drive_call(&lazy, &subscribe);
    before = proc_rss_kib(wire_peer(&actor));
    beside = events_tell(FEW, FEW_CHANGES);
    printf("unread_rate_kept %.3f\nunread_mib %.2f\n", beside.per_s / alone.per_s,
           ((double)proc_rss_kib(wire_peer(&actor)) - (double)before) / 1024);
    wire_close(&lazy);
    events_end(FEW);
}
