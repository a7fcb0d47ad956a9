/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the kernel has counted for a process.
 */
#pragma once

#include <sys/types.h>

/* All threads that it has together. */
struct proc_usage {
    unsigned long switches; /* of context, voluntary and not */
    double cpu_s;
};

/* Zeros when the process is gone or isn't ours to look at. */
struct proc_usage proc_usage(pid_t pid);

/* Puts a process and ourselves on one processor: what it costs to wake another is the machine's.
 * And lets both go anywhere again. Threads and children that begin meanwhile stay with them. */
void proc_pin(pid_t pid);
void proc_unpin(pid_t pid);

/* The resident set in KiB; 0 as above. */
unsigned long proc_rss_kib(pid_t pid);
