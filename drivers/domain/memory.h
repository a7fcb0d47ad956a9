/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How much memory a <domain> says that it has. */
#pragma once

#include <libxml/tree.h>

/* Reads it, in KiB: at most, which is what its NUMA cells and memory devices have when nothing
 * else is said, and now. 0, or -1 with an error that names the element. */
int memory_read(const xmlNode *root, unsigned long long *ret_max, unsigned long long *ret_now);
