/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The memory of the host's NUMA cells, in KiB. */
#pragma once

#include <stddef.h>

enum { HOST_PAGE_KINDS = 3 }; /* of a cell */

/* What a cell has: 2 GiB, 4 GiB, ... as libvirt's default host. */
unsigned long long node_cell_memory(int cell);

/* The size of a kind of its pages: 0 the small ones. */
unsigned node_page(int cell, size_t kind);
