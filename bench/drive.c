/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * One thread, blocking sockets, and poll(2) where there are several.
 */
#include "bench/drive.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/cleanup.h"
#include "protocol/remote.h"

enum { WARM_UP = 200, WIRES_MAX = 64 };
static const double rate_s = 1.0;

struct buf drive_opening, drive_version, drive_info;
struct remote_nonnull_domain drive_domain = {.name = (char[]){"test"},
                                             .uuid = {0x66, 0x95, 0xeb, 0x01, 0xf6, 0xa4, 0x83,
                                                      0x04, 0x79, 0xaa, 0x97, 0xf2, 0x50, 0x2e,
                                                      0x19, 0x3f},
                                             .id = 1};
unsigned drive_silent;
static const char *socket_path;

void drive_init(const char *path)
{
    char uri[] = "test:///default", *name = uri;
    remote_connect_open_args opening = {.name = &name};

    socket_path = path;
    if (wire_frame(&drive_opening, REMOTE_PROGRAM, REMOTE_PROC_CONNECT_OPEN,
                   (xdrproc_t)xdr_remote_connect_open_args, &opening) < 0 ||
        wire_frame(&drive_version, REMOTE_PROGRAM, REMOTE_PROC_CONNECT_GET_LIB_VERSION, NULL,
                   NULL) < 0 ||
        wire_frame(&drive_info, REMOTE_PROGRAM, REMOTE_PROC_DOMAIN_GET_INFO,
                   (xdrproc_t)xdr_remote_nonnull_domain, &drive_domain) < 0)
        drive_die("frames");
}

double drive_now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

void drive_die(const char *what)
{
    fprintf(stderr, "wirebench: %s: %s: %s\n", socket_path, what, strerror(errno));
    exit(1);
}

void drive_connect(struct wire *w)
{
    if (wire_connect(w, socket_path) < 0)
        drive_die("connect");
}

void drive_connect_admin(struct wire *w)
{
    _cleanup_free_ char *path = NULL;
    const char *slash = strrchr(socket_path, '/');

    if (asprintf(&path, "%.*slibvirt-admin-sock", slash ? (int)(slash + 1 - socket_path) : 0,
                 socket_path) < 0 ||
        wire_connect(w, path) < 0)
        drive_die("administration");
}

void drive_open(struct wire *w)
{
    drive_connect(w);
    drive_call(w, &drive_opening);
}

bool drive_try(struct wire *w)
{
    unsigned n;

    return wire_connect(w, socket_path) == 0 && wire_send(w, &drive_opening, 1) == 0 &&
           wire_receive(w, &n) == 0;
}

void drive_call(struct wire *w, const struct buf *frame)
{
    unsigned n;

    if (wire_send(w, frame, 1) < 0 || wire_receive(w, &n) < 0)
        drive_die("call");
}

static int drive_by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

struct latency drive_latency(struct wire *w, const struct buf *frame, unsigned calls)
{
    _cleanup_free_ double *took = calloc(calls, sizeof(*took));

    if (!took)
        drive_die("memory");
    for (unsigned i = 0; i < WARM_UP; i++)
        drive_call(w, frame);
    for (unsigned i = 0; i < calls; i++) {
        double start = drive_now();

        drive_call(w, frame);
        took[i] = (drive_now() - start) * 1e6;
    }
    qsort(took, calls, sizeof(*took), drive_by_size);
    return (struct latency){took[calls / 2], took[calls * 99 / 100], took[calls - 1]};
}

double drive_rate(struct wire *wires, unsigned n_wires, const struct buf *frame, unsigned depth,
                  unsigned long calls, unsigned long *ret_done)
{
    struct pollfd fds[WIRES_MAX];
    double start = drive_now(), took;
    unsigned long done = 0;

    for (unsigned i = 0; i < n_wires; i++) {
        fds[i] = (struct pollfd){.fd = wires[i].fd, .events = POLLIN};
        ret_done[i] = 0;
        if (wire_send(&wires[i], frame, depth) < 0)
            drive_die("call");
    }
    do {
        bool many = n_wires > 1 || wire_pending(&wires[0]);

        for (unsigned i = 0; many && i < n_wires; i++)
            fds[i].events = POLLIN | (wire_pending(&wires[i]) ? POLLOUT : 0);
        if (many && poll(fds, n_wires, -1) < 0)
            drive_die("poll");
        for (unsigned i = 0; i < n_wires; i++) {
            unsigned n = 0;

            if (many && !fds[i].revents)
                continue;
            if ((!many || fds[i].revents & ~POLLOUT) && wire_receive(&wires[i], &n) < 0)
                drive_die("call");
            if (wire_send(&wires[i], frame, n) < 0)
                drive_die("call");
            done += n;
            ret_done[i] += n;
        }
        took = drive_now() - start;
    } while (calls ? done < calls : took < rate_s);
    return took;
}

void drive_settle(struct wire *w)
{
    unsigned n;

    while (w->answered < wire_sent(w))
        if (wire_receive(w, &n) < 0)
            drive_die("calls that are not answered");
    drive_call(w, &drive_version);
    if (w->answered != wire_sent(w))
        drive_die("calls that are answered twice");
}
