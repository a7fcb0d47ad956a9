/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The host's memory: its pages and pools of them, what is free, how the kernel shares it; sleep. */
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "drivers/node/backend.h"
#include "drivers/node/node.h"
#include "drivers/node/ops.h"
#include "drivers/reply.h"
#include "drivers/xml/params.h"

/* ---- pages ---- */

/* Whether the host has the cells; start -1: all that it has. 0 with how many it has, or -1. */
static int check_cells(struct node_room *room, int start, unsigned count, int *ret_cells)
{
    struct node_facts facts;

    if (room->backend->facts(room, &facts) < 0)
        return -1;
    if (start < -1 || start >= facts.nodes || count < 1 ||
        (start >= 0 && count > (unsigned)(facts.nodes - start)))
        return error_set(FROM_DRIVER, VIR_ERR_INVALID_ARG, "%u cells from %d of a host with %d",
                         count, start, facts.nodes);
    *ret_cells = facts.nodes;
    return 0;
}

int node_get_free_pages(struct session *session, const remote_node_get_free_pages_args *args,
                        remote_node_get_free_pages_ret *ret)
{
    struct node_room *room = node_room_of(session);
    READ_GUARD(room->guard);
    u_int sizes = args->pages.pages_len;
    int cells;

    if (check_flags(args->flags, 0) < 0 ||
        check_cells(room, args->startCell, args->cellCount, &cells) < 0)
        return -1;
    if (args->startCell < 0 || !sizes || sizes > 64)
        return error_set(FROM_DRIVER, VIR_ERR_INVALID_ARG, "%u sizes of pages in cell %d", sizes,
                         args->startCell);
    ret->counts.counts_val = calloc((size_t)sizes * args->cellCount, sizeof(u_quad_t));
    if (!ret->counts.counts_val)
        return error_oom(FROM_DRIVER);
    for (u_int cell = 0; cell < args->cellCount; cell++) {
        for (u_int i = 0; i < sizes; i++) {
            unsigned long long count = 0;

            if (room->backend->free_pages(room, args->startCell + (int)cell,
                                          args->pages.pages_val[i], &count) < 0)
                return -1;
            ret->counts.counts_val[ret->counts.counts_len++] = count;
        }
    }
    return 0;
}

/* Pools have that many pages, or that many more. */
int node_alloc_pages(struct session *session, const remote_node_alloc_pages_args *args,
                     remote_node_alloc_pages_ret *ret)
{
    bool set = args->flags & VIR_NODE_ALLOC_PAGES_SET;
    struct node_room *room = node_room_of(session);
    WRITE_GUARD(room->guard);
    int first = args->startCell < 0 ? 0 : args->startCell;
    int cells;

    if (check_flags(args->flags, VIR_NODE_ALLOC_PAGES_SET) < 0 ||
        check_cells(room, args->startCell, args->cellCount, &cells) < 0)
        return -1;
    if (args->startCell >= 0)
        cells = (int)args->cellCount;
    if (args->pageSizes.pageSizes_len != args->pageCounts.pageCounts_len)
        return error_set(FROM_DRIVER, VIR_ERR_INVALID_ARG, "%u sizes of pages with %u counts",
                         args->pageSizes.pageSizes_len, args->pageCounts.pageCounts_len);
    ret->ret = 0;
    for (int cell = first; cell < first + cells; cell++) {
        for (u_int i = 0; i < args->pageSizes.pageSizes_len; i++) {
            if (room->backend->pool_pages(room, cell, args->pageSizes.pageSizes_val[i],
                                          args->pageCounts.pageCounts_val[i], !set) < 0)
                return -1;
            ret->ret++;
        }
    }
    return 0;
}

/* ---- memory ---- */

int node_get_memory_stats(struct session *session, const remote_node_get_memory_stats_args *args,
                          remote_node_get_memory_stats_ret *ret)
{
    struct node_room *room = node_room_of(session);
    READ_GUARD(room->guard);
    struct node_memory memory = {0};
    const struct {
        const char *name;
        const unsigned long long *kib;
    } stats[] = {
        {VIR_NODE_MEMORY_STATS_TOTAL, &memory.total},
        {VIR_NODE_MEMORY_STATS_FREE, &memory.free},
        {VIR_NODE_MEMORY_STATS_BUFFERS, &memory.buffers},
        {VIR_NODE_MEMORY_STATS_CACHED, &memory.cached},
    };
    struct node_facts facts;
    size_t n = args->cellNum < 0 ? ARRAY_SIZE(stats) : 2;

    if (check_flags(args->flags, 0) < 0 || room->backend->facts(room, &facts) < 0)
        return -1;
    if (args->cellNum < VIR_NODE_MEMORY_STATS_ALL_CELLS || args->cellNum >= facts.nodes ||
        args->nparams < 0)
        return error_set(FROM_DRIVER, VIR_ERR_INVALID_ARG, "cell %d of a host with %d",
                         args->cellNum, facts.nodes);
    if (room->backend->memory(room, args->cellNum, &memory) < 0)
        return -1;
    ret->nparams = (int)n;
    if (!args->nparams)
        return 0;
    if ((size_t)args->nparams < n)
        n = (size_t)args->nparams;
    ret->params.params_val = calloc(n, sizeof(*ret->params.params_val));
    if (!ret->params.params_val)
        return error_oom(FROM_DRIVER);
    for (; ret->params.params_len < n; ret->params.params_len++) {
        remote_node_get_memory_stats *p = &ret->params.params_val[ret->params.params_len];

        if (reply_text(&p->field, stats[ret->params.params_len].name) < 0)
            return -1;
        p->value = *stats[ret->params.params_len].kib;
    }
    return 0;
}

/* ---- pages that are shared ---- */

static const struct shared_page {
    struct params_known known;
    bool fixed; /* the kernel tells it, and nobody sets it */
} shared_pages[NODE_SHARED] = {
    {{VIR_NODE_MEMORY_SHARED_PAGES_TO_SCAN, VIR_TYPED_PARAM_UINT}, false},
    {{VIR_NODE_MEMORY_SHARED_SLEEP_MILLISECS, VIR_TYPED_PARAM_UINT}, false},
    {{VIR_NODE_MEMORY_SHARED_MERGE_ACROSS_NODES, VIR_TYPED_PARAM_UINT}, false},
    {{VIR_NODE_MEMORY_SHARED_PAGES_SHARED, VIR_TYPED_PARAM_ULLONG}, true},
    {{VIR_NODE_MEMORY_SHARED_PAGES_SHARING, VIR_TYPED_PARAM_ULLONG}, true},
    {{VIR_NODE_MEMORY_SHARED_FULL_SCANS, VIR_TYPED_PARAM_ULLONG}, true},
};

int node_get_memory_parameters(struct session *session,
                               const remote_node_get_memory_parameters_args *args,
                               remote_node_get_memory_parameters_ret *ret)
{
    struct params p = PARAMS(ret->params);
    unsigned long long values[NODE_SHARED];
    struct node_room *room = node_room_of(session);
    READ_GUARD(room->guard);

    if (check_flags(args->flags, VIR_TYPED_PARAM_STRING_OKAY) < 0 ||
        room->backend->shared(room, values) < 0)
        return -1;
    for (size_t i = 0; i < NODE_SHARED; i++) {
        const char *field = shared_pages[i].known.field;
        int r = shared_pages[i].known.type == VIR_TYPED_PARAM_UINT
                    ? params_put_uint(&p, field, (unsigned)values[i])
                    : params_put_ullong(&p, field, values[i]);

        if (r < 0)
            return -1;
    }
    return params_limit(&p, args->nparams, args->flags, &ret->nparams);
}

int node_set_memory_parameters(struct session *session,
                               const remote_node_set_memory_parameters_args *args)
{
    const remote_typed_param *val = args->params.params_val;
    u_int len = args->params.params_len;
    bool set[NODE_SHARED] = {false};
    unsigned long long values[NODE_SHARED] = {0};
    struct node_room *room = node_room_of(session);
    WRITE_GUARD(room->guard);

    if (check_flags(args->flags, VIR_TYPED_PARAM_STRING_OKAY) < 0 ||
        params_check(val, len, shared_pages, NODE_SHARED, sizeof(*shared_pages)) < 0)
        return -1;
    for (size_t i = 0; i < NODE_SHARED; i++) {
        if (shared_pages[i].fixed && params_find(val, len, shared_pages[i].known.field))
            return error_set(FROM_DRIVER, VIR_ERR_ARGUMENT_UNSUPPORTED,
                             "parameter '%s' is only read", shared_pages[i].known.field);
    }
    for (size_t i = 0; i < NODE_SHARED; i++) {
        const remote_typed_param *p = params_find(val, len, shared_pages[i].known.field);

        set[i] = p;
        values[i] = p ? params_number(p) : 0;
    }
    return room->backend->set_shared(room, set, values);
}

/* ---- sleep ---- */

int node_suspend_for_duration(struct session *session,
                              const remote_node_suspend_for_duration_args *args)
{
    enum { SHORTEST = 60 }; /* seconds, as libvirt asks of a host */
    struct node_room *room = node_room_of(session);

    if (check_flags(args->flags, 0) < 0)
        return -1;
    if (args->target > VIR_NODE_SUSPEND_TARGET_HYBRID || args->duration < SHORTEST)
        return error_set(FROM_DRIVER, VIR_ERR_INVALID_ARG,
                         "a host does not sleep in the way %u for %llu seconds", args->target,
                         (unsigned long long)args->duration);
    if (!room->backend->suspend)
        return error_set(FROM_DRIVER, VIR_ERR_OPERATION_UNSUPPORTED, "the host does not sleep");
    return room->backend->suspend(room, args->target, args->duration);
}
