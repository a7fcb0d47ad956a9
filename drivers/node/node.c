/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The host itself: its processors, what is free of its memory, its firmware's tables. */
#include "drivers/node/node.h"

#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "drivers/node/backend.h"
#include "drivers/node/ops.h"
#include "drivers/reply.h"

int node_get_info(struct session *session, remote_node_get_info_ret *ret)
{
    struct node_room *room = node_room_of(session);
    READ_GUARD(room->guard);
    struct node_facts facts;

    if (room->backend->facts(room, &facts) < 0)
        return -1;
    memcpy(ret->model, facts.model, sizeof(ret->model));
    ret->memory = facts.memory;
    ret->cpus = facts.cpus;
    ret->mhz = facts.mhz;
    ret->nodes = facts.nodes;
    ret->sockets = facts.sockets;
    ret->cores = facts.cores;
    ret->threads = facts.threads;
    return 0;
}

int node_get_cells_free_memory(struct session *session,
                               const remote_node_get_cells_free_memory_args *args,
                               remote_node_get_cells_free_memory_ret *ret)
{
    struct node_room *room = node_room_of(session);
    READ_GUARD(room->guard);
    struct node_facts facts;
    int n;

    if (room->backend->facts(room, &facts) < 0)
        return -1;
    if (args->startCell < 0 || args->startCell >= facts.nodes || args->maxcells < 1)
        return error_set(FROM_DRIVER, VIR_ERR_INVALID_ARG, "cell %d of a host with %d",
                         args->startCell, facts.nodes);
    n = facts.nodes - args->startCell;
    if (n > args->maxcells)
        n = args->maxcells;
    ret->cells.cells_val = calloc((size_t)n, sizeof(*ret->cells.cells_val));
    if (!ret->cells.cells_val)
        return error_oom(FROM_DRIVER);
    for (int i = 0; i < n; i++) {
        unsigned long long free = 0;

        if (room->backend->cell_free(room, args->startCell + i, &free) < 0)
            return -1;
        ret->cells.cells_val[i] = free;
        ret->cells.cells_len++;
    }
    return 0;
}

int node_get_free_memory(struct session *session, remote_node_get_free_memory_ret *ret)
{
    struct node_room *room = node_room_of(session);
    READ_GUARD(room->guard);
    unsigned long long free = 0;

    if (room->backend->free_memory(room, &free) < 0)
        return -1;
    ret->freeMem = free;
    return 0;
}

int node_get_cpu_map(struct session *session, const remote_node_get_cpu_map_args *args,
                     remote_node_get_cpu_map_ret *ret)
{
    struct node_room *room = node_room_of(session);
    struct node_cpu_map cpus = {0};

    if (check_flags(args->flags, 0) < 0 || room->backend->cpu_map(room, &cpus) < 0)
        return -1;
    if (args->need_map) {
        ret->cpumap.cpumap_val = (char *)cpus.map;
        ret->cpumap.cpumap_len = (u_int)cpus.len;
    } else {
        free(cpus.map);
    }
    ret->online = (u_int)cpus.online;
    ret->ret = cpus.present;
    return 0;
}

int node_get_cpu_stats(struct session *session, const remote_node_get_cpu_stats_args *args,
                       remote_node_get_cpu_stats_ret *ret)
{
    struct node_room *room = node_room_of(session);
    struct node_cpu_times times = {0};
    const struct {
        const char *name;
        const unsigned long long *value;
    } stats[] = {
        {VIR_NODE_CPU_STATS_USER, &times.user},
        {VIR_NODE_CPU_STATS_KERNEL, &times.kernel},
        {VIR_NODE_CPU_STATS_IDLE, &times.idle},
        {VIR_NODE_CPU_STATS_IOWAIT, &times.iowait},
    };
    size_t n = ARRAY_SIZE(stats);

    if (check_flags(args->flags, 0) < 0 || room->backend->cpu_times(room, args->cpuNum, &times) < 0)
        return -1;
    ret->nparams = (int)n;
    if (args->nparams <= 0)
        return 0;
    if ((size_t)args->nparams < n)
        n = (size_t)args->nparams;
    ret->params.params_val = calloc(n, sizeof(*ret->params.params_val));
    if (!ret->params.params_val)
        return error_oom(FROM_DRIVER);
    for (; ret->params.params_len < n; ret->params.params_len++) {
        remote_node_get_cpu_stats *p = &ret->params.params_val[ret->params.params_len];

        if (reply_text(&p->field, stats[ret->params.params_len].name) < 0)
            return -1;
        p->value = *stats[ret->params.params_len].value;
    }
    return 0;
}

int connect_get_sysinfo(struct session *session, const remote_connect_get_sysinfo_args *args,
                        remote_connect_get_sysinfo_ret *ret)
{
    struct node_room *room = node_room_of(session);

    return check_flags(args->flags, 0) < 0 ? -1 : room->backend->sysinfo(room, &ret->sysinfo);
}
