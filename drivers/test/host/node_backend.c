/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the host of a world tells of itself: the same numbers on every machine, but for its pages.
 */
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "drivers/reply.h"
#include "drivers/test/host/backends.h"
#include "drivers/test/host/host.h"
#include "drivers/test/world/world.h"

static struct host *node_host(struct node_room *room)
{
    return &((struct world *)((char *)room - offsetof(struct world, node)))->host;
}

static int host_facts(struct node_room *room, struct node_facts *ret_facts)
{
    *ret_facts = node_host(room)->facts;
    return 0;
}

static int host_sysinfo(struct node_room *room, char **ret_xml)
{
    return reply_text(ret_xml, "<sysinfo type='smbios'>\n"
                               "  <bios>\n"
                               "    <entry name='vendor'>LENOVO</entry>\n"
                               "    <entry name='version'>G4ETA1WW (2.61 )</entry>\n"
                               "    <entry name='date'>05/07/2014</entry>\n"
                               "    <entry name='release'>2.61</entry>\n"
                               "  </bios>\n"
                               "</sysinfo>\n");
}

/* ---- processors ---- */

static int host_cpu_map(struct node_room *room, struct node_cpu_map *ret_map)
{
    ret_map->map = malloc(1);
    if (!ret_map->map)
        return error_oom(VIR_FROM_TEST);
    ret_map->map[0] = 0x15; /* every second of the first six is online */
    ret_map->len = 1;
    ret_map->online = 3;
    ret_map->present = 8;
    return 0;
}

static int host_cpu_times(struct node_room *room, int cpu, struct node_cpu_times *ret_times)
{
    *ret_times = (struct node_cpu_times){
        .user = 9797400000, .kernel = 34678723400000, .idle = 87264900000, .iowait = 763600000};
    return 0;
}

/* ---- memory ---- */

unsigned long long host_cell_memory(int cell)
{
    return 2097152ULL * ((unsigned)cell + 1);
}

static int host_memory(struct node_room *room, int cell, struct node_memory *ret_memory)
{
    unsigned long long total = cell < 0 ? node_host(room)->facts.memory : host_cell_memory(cell);

    *ret_memory = (struct node_memory){total, total / 2, total / 16, total / 8};
    return 0;
}

static int host_free_memory(struct node_room *room, unsigned long long *ret_free)
{
    *ret_free = node_host(room)->facts.memory;
    return 0;
}

static int host_cell_free(struct node_room *room, int cell, unsigned long long *ret_free)
{
    *ret_free = host_cell_memory(cell);
    return 0;
}

/* ---- pages ---- */

/* A cell has three of them: its own small ones, and both kinds of large ones. */
const unsigned host_page_sizes[HOST_PAGE_SIZES] = {4, 8, 2048, 1048576};

unsigned host_page(int cell, size_t kind)
{
    return kind ? host_page_sizes[kind + 1] : host_page_sizes[cell > 0];
}

/* The kind of pages of a cell, 0 the small ones. -1: it has none of that size. */
static int page_kind(int cell, unsigned kib)
{
    for (size_t kind = 0; kind < HOST_PAGE_KINDS; kind++) {
        if (host_page(cell, kind) == kib)
            return (int)kind;
    }
    return error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_FAILED, "cell %d has no pages of %u KiB",
                     cell, kib);
}

/* Pages that nobody has: small ones are what the pools left. */
static int host_free_pages(struct node_room *room, int cell, unsigned kib,
                           unsigned long long *ret_count)
{
    const unsigned long long *pools = node_host(room)->pages[cell % HOST_CELLS];
    int kind = page_kind(cell, kib);
    unsigned long long used = 0;

    if (kind < 0)
        return -1;
    for (size_t i = 1; i < HOST_PAGE_KINDS; i++)
        used += pools[i] * host_page(cell, i);
    *ret_count = kind ? pools[kind] : (host_cell_memory(cell) - used) / kib;
    return 0;
}

static int host_pool_pages(struct node_room *room, int cell, unsigned kib, unsigned long long count,
                           bool more)
{
    int kind = page_kind(cell, kib);
    unsigned long long *pool;

    if (kind < 0)
        return -1;
    pool = &node_host(room)->pages[cell % HOST_CELLS][kind];
    if (!kind || count > host_cell_memory(cell) / kib)
        return error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_FAILED,
                         "cell %d has no room for %llu pages of %u KiB", cell, count, kib);
    *pool = more ? *pool + count : count;
    return 0;
}

static int host_shared(struct node_room *room, unsigned long long ret_values[NODE_SHARED])
{
    memcpy(ret_values, node_host(room)->shared, sizeof(node_host(room)->shared));
    return 0;
}

static int host_set_shared(struct node_room *room, const bool set[NODE_SHARED],
                           const unsigned long long values[NODE_SHARED])
{
    for (size_t i = 0; i < NODE_SHARED; i++) {
        if (set[i])
            node_host(room)->shared[i] = values[i];
    }
    return 0;
}

/* It wakes up in time for the next call. */
static int host_suspend(struct node_room *room, unsigned target, unsigned long long seconds)
{
    return 0;
}

const struct node_backend test_node_backend = {
    .facts = host_facts,
    .sysinfo = host_sysinfo,
    .cpu_map = host_cpu_map,
    .cpu_times = host_cpu_times,
    .memory = host_memory,
    .free_memory = host_free_memory,
    .cell_free = host_cell_free,
    .free_pages = host_free_pages,
    .pool_pages = host_pool_pages,
    .shared = host_shared,
    .set_shared = host_set_shared,
    .suspend = host_suspend,
};
