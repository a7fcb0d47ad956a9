/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Reads /proc/PID: task/TID/status and task/TID/schedstat, smaps_rollup.
 */
#include "bench/proc.h"

#include <dirent.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/cleanup.h"

enum { NAME_MAX_LEN = 600 };

static void proc_closedirp(DIR **dir)
{
    if (*dir)
        closedir(*dir);
}

static unsigned long number_after(const char *file, const char *key)
{
    _cleanup_(cleanup_fclose) FILE *f = fopen(file, "re");
    char line[256];

    while (f && fgets(line, sizeof(line), f))
        if (strncmp(line, key, strlen(key)) == 0)
            return strtoul(line + strlen(key), NULL, 10);
    return 0;
}

struct proc_usage proc_usage(pid_t pid)
{
    _cleanup_(proc_closedirp) DIR *dir = NULL;
    char name[NAME_MAX_LEN];
    struct proc_usage sum = {0};

    snprintf(name, sizeof(name), "/proc/%d/task", (int)pid);
    dir = opendir(name);
    for (const struct dirent *e; dir && (e = readdir(dir));) {
        if (e->d_name[0] == '.')
            continue;
        snprintf(name, sizeof(name), "/proc/%d/task/%s/status", (int)pid, e->d_name);
        sum.switches += number_after(name, "voluntary_ctxt_switches:");
        sum.switches += number_after(name, "nonvoluntary_ctxt_switches:");
        snprintf(name, sizeof(name), "/proc/%d/task/%s/schedstat", (int)pid, e->d_name);
        sum.cpu_s += (double)number_after(name, "") * 1e-9;
    }
    return sum;
}

unsigned long proc_rss_kib(pid_t pid)
{
    char name[NAME_MAX_LEN];

    snprintf(name, sizeof(name), "/proc/%d/smaps_rollup", (int)pid);
    return number_after(name, "Rss:");
}

/* Threads that end meanwhile are no loss. */
static void proc_allow(pid_t pid, const cpu_set_t *cpus)
{
    _cleanup_(proc_closedirp) DIR *dir = NULL;
    char name[NAME_MAX_LEN];

    snprintf(name, sizeof(name), "/proc/%d/task", (int)pid);
    dir = opendir(name);
    for (const struct dirent *e; dir && (e = readdir(dir));)
        if (e->d_name[0] != '.')
            sched_setaffinity((pid_t)strtol(e->d_name, NULL, 10), sizeof(*cpus), cpus);
}

static cpu_set_t before;

void proc_pin(pid_t pid)
{
    cpu_set_t one;
    int last = 0;

    sched_getaffinity(0, sizeof(before), &before);
    for (int cpu = 0; cpu < CPU_SETSIZE; cpu++)
        last = CPU_ISSET(cpu, &before) ? cpu : last;
    CPU_ZERO(&one);
    CPU_SET(last, &one);
    proc_allow(pid, &one);
    proc_allow(getpid(), &one);
}

void proc_unpin(pid_t pid)
{
    proc_allow(pid, &before);
    proc_allow(getpid(), &before);
}
