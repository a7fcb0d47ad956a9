/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The pool's size changes every millisecond, from 1 to 64 workers and back, while it has work.
 */
#include <stdio.h>
#include <unistd.h>

#include "bench/burden.h"
#include "bench/drive.h"
#include "bench/modes.h"
#include "common/cleanup.h"
#include "protocol/admin.h"

enum { CLIENTS = 4, DEPTH = 8, LEAST = 1, MOST = 64, UINT_PARAM = 2, EVERY_US = 1000 };

static const char *server;

static void frame_of(struct buf *ret, unsigned workers)
{
    admin_typed_param params[] = {
        {.field = (char[]){"minWorkers"}, .value = {.type = UINT_PARAM}},
        {.field = (char[]){"maxWorkers"}, .value = {.type = UINT_PARAM}},
    };
    admin_server_set_threadpool_parameters_args args = {
        .srv = {.name = (char *)server}, .params = {.params_len = 2, .params_val = params}};

    params[0].value.admin_typed_param_value_u.ui = LEAST;
    params[1].value.admin_typed_param_value_u.ui = workers;
    if (wire_frame(ret, ADMIN_PROGRAM, ADMIN_PROC_SERVER_SET_THREADPOOL_PARAMETERS,
                   (xdrproc_t)xdr_admin_server_set_threadpool_parameters_args, &args) < 0)
        drive_die("frames");
}

static void keep_resizing(int say_fd)
{
    struct buf opening, less, more;
    admin_connect_open_args args = {0};
    struct wire w;

    if (wire_frame(&opening, ADMIN_PROGRAM, ADMIN_PROC_CONNECT_OPEN,
                   (xdrproc_t)xdr_admin_connect_open_args, &args) < 0)
        drive_die("frames");
    frame_of(&less, LEAST);
    frame_of(&more, MOST);
    drive_connect_admin(&w);
    drive_call(&w, &opening);
    burden_say(say_fd);
    for (;;) {
        drive_call(&w, &more);
        usleep(EVERY_US);
        drive_call(&w, &less);
        usleep(EVERY_US);
    }
}

static double resize_rate(void)
{
    struct wire wires[CLIENTS];
    unsigned long done[CLIENTS], sum = 0;
    double took;

    for (unsigned i = 0; i < CLIENTS; i++)
        drive_open(&wires[i]);
    took = drive_rate(wires, CLIENTS, &drive_info, DEPTH, 0, done);
    for (unsigned i = 0; i < CLIENTS; i++) {
        drive_settle(&wires[i]);
        sum += done[i];
        wire_close(&wires[i]);
    }
    return (double)sum / took;
}

void mode_resize(const char *arg)
{
    double before, beside;
    pid_t resizer;

    server = arg;
    before = resize_rate();
    resizer = burden_begin(keep_resizing);
    beside = resize_rate();
    burden_end(resizer);
    printf("resize_rate_kept %.3f\n", beside / before);
}
