/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Measures any daemon that speaks the wire, by its socket's path.
 */
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#include "bench/drive.h"
#include "bench/modes.h"

static const struct mode {
    const char *name, *help;
    void (*run)(const char *arg);
} modes[] = {
    {"one", "one call in flight: latency, and the daemon's context switches", mode_one},
    {"near", "the same with client and daemon on one processor", mode_near},
    {"info", "the same, and 32 in flight, with the state of a machine instead", mode_info},
    {"deep", "32 calls in flight on one connection: rate, CPU of both sides", mode_deep},
    {"eight", "8 calls in flight on one connection", mode_eight},
    {"wide", "8 calls in flight on each of 16 connections", mode_wide},
    {"connects", "connect, open, one call, close, over and over: rate", mode_connects},
    {"idle=", "N: one call in flight beside N silent clients; further ones add to them", mode_idle},
    {"meek", "one call in flight, alone and beside a client with 1,000 in flight", mode_meek},
    {"share", "4 clients with 1,000 calls in flight each: how evenly they share", mode_share},
    {"storm", "the slowest call while 1,000 clients come and leave at once", mode_storm},
    {"hung", "calls to healthy machines beside hung ones; vireod only", mode_hung},
    {"quota", "calls of a client of whose calls 55 hang; vireod only", mode_quota},
    {"events", "a machine changes, 100 subscribers are told: rate, CPU", mode_events},
    {"unread", "the same to 10, and one more that never reads", mode_unread},
    {"resize=", "SERVER: rate while its pool goes from 1 to 64 workers and back", mode_resize},
    {"domains=", "N:FILE: a world of N machines: open, list, statistics, define, start",
     mode_domains},
    {"calls=", "N: only makes N calls, one in flight: for tracers", mode_calls},
    {"deepcalls=", "N: only makes N calls, 32 in flight", mode_deepcalls},
    {"ready", "waits until the daemon answers a call", mode_ready},
    {"start=", "LINE: runs a daemon by a shell's command line until it answers", mode_start},
};
enum { N_MODES = sizeof(modes) / sizeof(modes[0]) };

static int wirebench_usage(void)
{
    fputs("usage: wirebench SOCKET MODE...\n", stderr);
    for (unsigned i = 0; i < N_MODES; i++)
        fprintf(stderr, "  %-11s %s\n", modes[i].name, modes[i].help);
    return 2;
}

static const struct mode *mode_find(const char *word)
{
    size_t len = strcspn(word, "=") + (strchr(word, '=') != NULL);

    for (unsigned i = 0; i < N_MODES; i++)
        if (strlen(modes[i].name) == len && strncmp(modes[i].name, word, len) == 0)
            return &modes[i];
    return NULL;
}

int main(int argc, char **argv)
{
    struct rlimit files;

    for (int i = 2; i < argc; i++)
        if (!mode_find(argv[i]))
            return wirebench_usage();
    if (argc < 3)
        return wirebench_usage();
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
    drive_init(argv[1]);
    for (int i = 2; i < argc; i++) {
        const struct mode *mode = mode_find(argv[i]);

        mode->run(argv[i] + strlen(mode->name));
        fflush(stdout);
    }
    return 0;
}
