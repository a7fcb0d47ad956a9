/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The host that a world pretends to be: the same numbers on every machine. */
#pragma once

#include <stddef.h>

#include <libxml/tree.h>

#include "drivers/node/backend.h"

enum { HOST_CELLS = 8 };      /* cells beyond them share their pools */
enum { HOST_PAGE_KINDS = 3 }; /* of a cell */
enum { HOST_PAGE_SIZES = 4 }; /* of all cells */

struct host {
    struct node_facts facts;
    xmlDoc *cpu; /* as its capabilities have it; NULL: of no model */
    unsigned long long pages[HOST_CELLS][HOST_PAGE_KINDS]; /* in the pools of large ones */
    unsigned long long shared[NODE_SHARED];                /* parameters of sharing pages */
};

extern const unsigned host_page_sizes[HOST_PAGE_SIZES]; /* KiB */

/* What a cell has, in KiB: 2 GiB, 4 GiB, ... as libvirt's default host. */
unsigned long long host_cell_memory(int cell);

/* The size of a kind of its pages, in KiB: 0 the small ones. */
unsigned host_page(int cell, size_t kind);
