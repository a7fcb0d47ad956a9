/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Sets of CPUs or NUMA nodes: "0-3,^2,7" in XML, a bit each (the lowest first) on the wire. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum { CPUSET_BYTES = 512 }; /* 4096 CPUs */

/* Reads a set into a map of CPUSET_BYTES; false: it is none, the map is untouched, no error set. */
bool cpuset_read(const char *text, unsigned char *ret_map);

/* Reads a set into a map of CPUSET_BYTES. 0, or -1 with VIR_ERR_INVALID_ARG. */
int cpuset_parse(const char *text, unsigned char *ret_map);

/* The text of a map; malloc'ed, empty for an empty set, NULL without memory (error set). */
char *cpuset_format(const unsigned char *map, size_t bytes);
