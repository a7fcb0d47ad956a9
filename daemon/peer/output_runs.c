/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Runs of events at positions in the stream; what was sent is forgotten when somebody asks. */
#include "daemon/peer/output_runs.h"

struct run {
    uint64_t begin, end;
};

int output_runs_add(struct output_runs *u, size_t n, bool event)
{
    struct run run = {.begin = u->end, .end = u->end + n};

    if (event) {
        struct run *last = NULL;

        if (buf_len(&u->runs))
            last = (struct run *)(void *)(u->runs.data + u->runs.end) - 1;
        if (last && last->end == run.begin)
            last->end = run.end;
        else if (buf_append(&u->runs, &run, sizeof(run)) < 0)
            return -1;
        u->events += n;
    }
    u->end += n;
    return 0;
}

size_t output_runs_events(struct output_runs *u, size_t len)
{
    uint64_t sent = u->end - len;

    while (buf_len(&u->runs)) {
        struct run *first = (struct run *)(void *)buf_bytes(&u->runs);
        uint64_t upto = first->end < sent ? first->end : sent;

        if (upto > first->begin) {
            u->events -= upto - first->begin;
            first->begin = upto;
        }
        if (first->begin < first->end)
            break;
        buf_eat(&u->runs, sizeof(*first));
    }
    if (!u->events)
        buf_free(&u->runs);
    return u->events;
}

void output_runs_done(struct output_runs *u)
{
    buf_free(&u->runs);
}
