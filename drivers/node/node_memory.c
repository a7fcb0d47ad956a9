/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The host's memory: its pages and pools of them, what is free, how the kernel shares it; sleep. */
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "drivers/node/node.h"
#include "drivers/test/ops.h"
#include "drivers/xml/params.h"
#include "drivers/reply.h"
#include "drivers/test/world/world.h"

/* ---- pages ---- */

/* The kind of pages of a cell, 0 the small ones. -1: it has none of that size. */
static int find_kind(int cell, unsigned kib)
{
    for (size_t kind = 0; kind < HOST_PAGE_KINDS; kind++) {
        if (node_page(cell, kind) == kib)
            return (int)kind;
    }
    return error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_FAILED, "cell %d has no pages of %u KiB",
                     cell, kib);
}

static int check_cells(const struct world *w, int start, unsigned count)
{
    if (start < -1 || start >= w->host.nodes || count < 1 ||
        (start >= 0 && count > (unsigned)(w->host.nodes - start)))
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "%u cells from %d of a host with %d",
                         count, start, w->host.nodes);
    return 0;
}

/* Pages of a size in a cell that nobody has: small ones are what the pools left. */
static int free_pages(const struct world *w, int cell, unsigned kib, u_quad_t *ret_count)
{
    int kind = find_kind(cell, kib);
    u_quad_t used = 0;

    if (kind < 0)
        return -1;
    for (size_t i = 1; i < HOST_PAGE_KINDS; i++)
        used += w->host.pages[cell % HOST_CELLS][i] * node_page(cell, i);
    *ret_count =
        kind ? w->host.pages[cell % HOST_CELLS][kind] : (node_cell_memory(cell) - used) / kib;
    return 0;
}

int test_node_get_free_pages(struct session *session, const remote_node_get_free_pages_args *args,
                             remote_node_get_free_pages_ret *ret)
{
    READ_WORLD(w, session);
    u_int sizes = args->pages.pages_len;

    if (check_flags(args->flags, 0) < 0 || check_cells(w, args->startCell, args->cellCount) < 0)
        return -1;
    if (args->startCell < 0 || !sizes || sizes > 64)
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "%u sizes of pages in cell %d", sizes,
                         args->startCell);
    ret->counts.counts_val = calloc((size_t)sizes * args->cellCount, sizeof(u_quad_t));
    if (!ret->counts.counts_val)
        return error_oom(VIR_FROM_TEST);
    for (u_int cell = 0; cell < args->cellCount; cell++) {
        for (u_int i = 0; i < sizes; i++) {
            if (free_pages(w, args->startCell + (int)cell, args->pages.pages_val[i],
                           &ret->counts.counts_val[ret->counts.counts_len]) < 0)
                return -1;
            ret->counts.counts_len++;
        }
    }
    return 0;
}

/* Pools have that many pages, or that many more. */
int test_node_alloc_pages(struct session *session, const remote_node_alloc_pages_args *args,
                          remote_node_alloc_pages_ret *ret)
{
    bool set = args->flags & VIR_NODE_ALLOC_PAGES_SET;
    WRITE_WORLD(w, session);
    int first = args->startCell < 0 ? 0 : args->startCell;
    int cells = args->startCell < 0 ? w->host.nodes : (int)args->cellCount;

    if (check_flags(args->flags, VIR_NODE_ALLOC_PAGES_SET) < 0 ||
        check_cells(w, args->startCell, args->cellCount) < 0)
        return -1;
    if (args->pageSizes.pageSizes_len != args->pageCounts.pageCounts_len)
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "%u sizes of pages with %u counts",
                         args->pageSizes.pageSizes_len, args->pageCounts.pageCounts_len);
    ret->ret = 0;
    for (int cell = first; cell < first + cells; cell++) {
        for (u_int i = 0; i < args->pageSizes.pageSizes_len; i++) {
            unsigned size = args->pageSizes.pageSizes_val[i];
            unsigned long long count = args->pageCounts.pageCounts_val[i], *pool;
            int kind = find_kind(cell, size);

            if (kind < 0)
                return -1;
            pool = &w->host.pages[cell % HOST_CELLS][kind];
            if (!kind || count > node_cell_memory(cell) / size)
                return error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_FAILED,
                                 "cell %d has no room for %llu pages of %u KiB", cell, count, size);
            *pool = set ? count : *pool + count;
            ret->ret++;
        }
    }
    return 0;
}

/* ---- memory ---- */

int test_node_get_memory_stats(struct session *session,
                               const remote_node_get_memory_stats_args *args,
                               remote_node_get_memory_stats_ret *ret)
{
    READ_WORLD(w, session);
    unsigned long long total = args->cellNum < 0 ? w->host.memory : node_cell_memory(args->cellNum);
    const struct {
        const char *name;
        unsigned long long kib;
    } stats[] = {
        {VIR_NODE_MEMORY_STATS_TOTAL, total},
        {VIR_NODE_MEMORY_STATS_FREE, total / 2},
        {VIR_NODE_MEMORY_STATS_BUFFERS, total / 16},
        {VIR_NODE_MEMORY_STATS_CACHED, total / 8},
    };
    size_t n = args->cellNum < 0 ? ARRAY_SIZE(stats) : 2;

    if (check_flags(args->flags, 0) < 0)
        return -1;
    if (args->cellNum < VIR_NODE_MEMORY_STATS_ALL_CELLS || args->cellNum >= w->host.nodes ||
        args->nparams < 0)
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "cell %d of a host with %d",
                         args->cellNum, w->host.nodes);
    ret->nparams = (int)n;
    if (!args->nparams)
        return 0;
    if ((size_t)args->nparams < n)
        n = (size_t)args->nparams;
    ret->params.params_val = calloc(n, sizeof(*ret->params.params_val));
    if (!ret->params.params_val)
        return error_oom(VIR_FROM_TEST);
    for (; ret->params.params_len < n; ret->params.params_len++) {
        remote_node_get_memory_stats *p = &ret->params.params_val[ret->params.params_len];

        if (reply_text(&p->field, stats[ret->params.params_len].name) < 0)
            return -1;
        p->value = stats[ret->params.params_len].kib;
    }
    return 0;
}

/* ---- pages that are shared ---- */

static const struct shared {
    struct params_known known;
    bool fixed; /* the kernel tells it, and nobody sets it */
} shared[HOST_SHARED] = {
    {{VIR_NODE_MEMORY_SHARED_PAGES_TO_SCAN, VIR_TYPED_PARAM_UINT}, false},
    {{VIR_NODE_MEMORY_SHARED_SLEEP_MILLISECS, VIR_TYPED_PARAM_UINT}, false},
    {{VIR_NODE_MEMORY_SHARED_MERGE_ACROSS_NODES, VIR_TYPED_PARAM_UINT}, false},
    {{VIR_NODE_MEMORY_SHARED_PAGES_SHARED, VIR_TYPED_PARAM_ULLONG}, true},
    {{VIR_NODE_MEMORY_SHARED_PAGES_SHARING, VIR_TYPED_PARAM_ULLONG}, true},
    {{VIR_NODE_MEMORY_SHARED_FULL_SCANS, VIR_TYPED_PARAM_ULLONG}, true},
};

int test_node_get_memory_parameters(struct session *session,
                                    const remote_node_get_memory_parameters_args *args,
                                    remote_node_get_memory_parameters_ret *ret)
{
    struct params p = PARAMS(ret->params);
    READ_WORLD(w, session);

    if (check_flags(args->flags, VIR_TYPED_PARAM_STRING_OKAY) < 0)
        return -1;
    for (size_t i = 0; i < HOST_SHARED; i++) {
        const char *field = shared[i].known.field;
        int r = shared[i].known.type == VIR_TYPED_PARAM_UINT
                    ? params_put_uint(&p, field, (unsigned)w->host.shared[i])
                    : params_put_ullong(&p, field, w->host.shared[i]);

        if (r < 0)
            return -1;
    }
    return params_limit(&p, args->nparams, args->flags, &ret->nparams);
}

int test_node_set_memory_parameters(struct session *session,
                                    const remote_node_set_memory_parameters_args *args)
{
    const remote_typed_param *val = args->params.params_val;
    u_int len = args->params.params_len;
    WRITE_WORLD(w, session);

    if (check_flags(args->flags, VIR_TYPED_PARAM_STRING_OKAY) < 0 ||
        params_check(val, len, shared, HOST_SHARED, sizeof(*shared)) < 0)
        return -1;
    for (size_t i = 0; i < HOST_SHARED; i++) {
        if (shared[i].fixed && params_find(val, len, shared[i].known.field))
            return error_set(VIR_FROM_TEST, VIR_ERR_ARGUMENT_UNSUPPORTED,
                             "parameter '%s' is only read", shared[i].known.field);
    }
    for (size_t i = 0; i < HOST_SHARED; i++) {
        const remote_typed_param *p = params_find(val, len, shared[i].known.field);

        if (p)
            w->host.shared[i] = params_number(p);
    }
    return 0;
}

/* ---- sleep ---- */

int test_node_suspend_for_duration(struct session *session,
                                   const remote_node_suspend_for_duration_args *args)
{
    enum { SHORTEST = 60 }; /* seconds, as libvirt asks of a host */

    if (check_flags(args->flags, 0) < 0)
        return -1;
    if (args->target > VIR_NODE_SUSPEND_TARGET_HYBRID || args->duration < SHORTEST)
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG,
                         "a host does not sleep in the way %u for %llu seconds", args->target,
                         (unsigned long long)args->duration);
    return 0; /* it wakes up in time for the next call */
}
