/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Threads of a machine and the host's CPUs that they run on. */
#pragma once

#include <stddef.h>
#include <sys/types.h>

struct affected;
struct definition;
struct machine;

/* An element of <cputune>; attribute names its id, NULL: there is only one. */
struct pinned {
    const char *element, *attribute;
    unsigned id;
};

#define PINNED_VCPU(n)                                       \
    {                                                        \
        .element = "vcpupin", .attribute = "vcpu", .id = (n) \
    }
#define PINNED_IOTHREAD(n)                                           \
    {                                                                \
        .element = "iothreadpin", .attribute = "iothread", .id = (n) \
    }

/* Fills a map of that many bytes, the lowest CPU first. */
void pin_get(const struct machine *m, const struct definition *d, const struct pinned *what,
             char *map, size_t bytes);

/* The highest CPU that it may run on, of a host with that many. */
int pin_last(const struct machine *m, const struct definition *d, const struct pinned *what,
             int cpus);

/* Pins it in the definitions, and tells subscribers when one is live. 0, or -1 with the error. */
int pin_set(struct machine *m, const struct affected *to, const struct pinned *what,
            const char *map, u_int len);

/* Takes the pin away. */
void pin_forget(struct definition *d, const struct pinned *what);
