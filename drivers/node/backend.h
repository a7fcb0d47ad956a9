/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a host tells of itself, and lets be changed. The room's guard is held: for writing by those
 * that change something, for reading by the others; by nobody for cpu_map, cpu_stats, sysinfo and
 * suspend. What gives 0 or -1 has the error set with -1. None is NULL but suspend: it never sleeps.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct node_room;

struct node_facts {
    char model[32];
    unsigned long long memory; /* KiB */
    int cpus, mhz, nodes, sockets, cores, threads;
};

struct node_cpu_map {
    unsigned char *map; /* malloc'ed: a bit each CPU that is online */
    size_t len;
    int online, present;
};

/* Nanoseconds since it booted. */
struct node_cpu_times {
    unsigned long long user, kernel, idle, iowait;
};

/* KiB. */
struct node_memory {
    unsigned long long total, free, buffers, cached;
};

/* How pages are shared; in the order of the table of node_memory.c. */
enum { NODE_SHARED = 6 };

struct node_backend {
    int (*facts)(struct node_room *room, struct node_facts *ret_facts);
    /* <sysinfo>, malloc'ed. */
    int (*sysinfo)(struct node_room *room, char **ret_xml);

    int (*cpu_map)(struct node_room *room, struct node_cpu_map *ret_map);
    /* Of one CPU, or of all: VIR_NODE_CPU_STATS_ALL_CPUS. */
    int (*cpu_times)(struct node_room *room, int cpu, struct node_cpu_times *ret_times);

    /* Of a NUMA cell, or of all: VIR_NODE_MEMORY_STATS_ALL_CELLS. */
    int (*memory)(struct node_room *room, int cell, struct node_memory *ret_memory);
    /* What is free, in bytes; the test driver counts in KiB, as libvirt's does. */
    int (*free_memory)(struct node_room *room, unsigned long long *ret_free);
    int (*cell_free)(struct node_room *room, int cell, unsigned long long *ret_free);

    /* Pages of that many KiB in a cell: those that are free; a pool of so many, or so many more. */
    int (*free_pages)(struct node_room *room, int cell, unsigned kib,
                      unsigned long long *ret_count);
    int (*pool_pages)(struct node_room *room, int cell, unsigned kib, unsigned long long count,
                      bool more);

    int (*shared)(struct node_room *room, unsigned long long ret_values[NODE_SHARED]);
    int (*set_shared)(struct node_room *room, const bool set[NODE_SHARED],
                      const unsigned long long values[NODE_SHARED]);

    /* Puts it to sleep, VIR_NODE_SUSPEND_TARGET_..., for so many seconds. */
    int (*suspend)(struct node_room *room, unsigned target, unsigned long long seconds);
};
