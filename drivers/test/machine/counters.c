/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a running machine's devices, memory and CPUs have counted. Nothing really moves: the numbers
 * follow the clock, or are always the same, as those of libvirt's test driver.
 */
#include "drivers/test/machine/counters.h"

#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "drivers/domain/definition.h"
#include "drivers/domain/devices.h"
#include "drivers/domain/facts.h"
#include "drivers/domain/tuning.h"
#include "drivers/reply.h"
#include "drivers/test/disk/disk_state.h"
#include "drivers/test/ops.h"
#include "drivers/test/world/world.h"
#include "drivers/xml/params.h"
#include "drivers/xml/xml.h"

/* ---- disks ---- */

/* The disk of an active machine, or NULL with the error set. */
static const struct disk_facts *counters_find_disk(struct world *w,
                                                   const remote_nonnull_domain *dom,
                                                   const char *path)
{
    const struct machine *m = world_find_active(w, dom);

    if (m && !*path) {
        error_set(VIR_FROM_TEST, VIR_ERR_OPERATION_UNSUPPORTED,
                  "the counters of all disks together are not kept");
        return NULL;
    }
    return m ? devices_disk_facts(m->live, path) : NULL;
}

remote_domain_block_stats_ret counters_disk(struct virtual_clock *clock)
{
    quad_t us = (quad_t)(virtual_clock_date(clock) / 1000);

    return (remote_domain_block_stats_ret){
        .rd_req = us / 10,
        .rd_bytes = us / 20,
        .wr_req = us / 30,
        .wr_bytes = us / 40,
        .errs = us / 1000000 / 2,
    };
}

int test_domain_block_stats(struct session *session, const remote_domain_block_stats_args *args,
                            remote_domain_block_stats_ret *ret)
{
    READ_WORLD(w, session);

    if (!counters_find_disk(w, &args->dom, args->path))
        return -1;
    *ret = counters_disk(&w->time);
    return 0;
}

int test_domain_block_stats_flags(struct session *session,
                                  const remote_domain_block_stats_flags_args *args,
                                  remote_domain_block_stats_flags_ret *ret)
{
    enum { DISK_PARAMS = 5 };
    struct params p = PARAMS(ret->params);
    READ_WORLD(w, session);
    const remote_domain_block_stats_ret c = counters_disk(&w->time);

    if (check_flags(args->flags, VIR_TYPED_PARAM_STRING_OKAY) < 0)
        return -1;
    ret->nparams = DISK_PARAMS;
    if (!args->nparams)
        return world_find_active(w, &args->dom) ? 0 : -1;
    if (!counters_find_disk(w, &args->dom, args->path) ||
        params_put_llong(&p, VIR_DOMAIN_BLOCK_STATS_WRITE_BYTES, c.wr_bytes) < 0 ||
        params_put_llong(&p, VIR_DOMAIN_BLOCK_STATS_WRITE_REQ, c.wr_req) < 0 ||
        params_put_llong(&p, VIR_DOMAIN_BLOCK_STATS_READ_BYTES, c.rd_bytes) < 0 ||
        params_put_llong(&p, VIR_DOMAIN_BLOCK_STATS_READ_REQ, c.rd_req) < 0 ||
        params_put_llong(&p, VIR_DOMAIN_BLOCK_STATS_ERRS, c.errs) < 0)
        return -1;
    return params_limit(&p, args->nparams, args->flags, &ret->nparams);
}

int test_domain_get_block_info(struct session *session,
                               const remote_domain_get_block_info_args *args,
                               remote_domain_get_block_info_ret *ret)
{
    READ_WORLD(w, session);
    const struct machine *m = world_find(w, &args->dom);
    const struct disk_facts *disk;
    struct disk_sizes sizes;

    if (!m || check_flags(args->flags, 0) < 0)
        return -1;
    disk = devices_disk_facts(machine_now(m), args->path);
    if (!disk)
        return -1;
    if (disk->empty)
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "disk '%s' of '%s' is empty",
                         args->path, machine_name(m));
    sizes = disk_sizes(m, disk->target);
    ret->capacity = sizes.capacity;
    ret->allocation = ret->physical = sizes.allocation;
    return 0;
}

int test_domain_get_disk_errors(struct session *session,
                                const remote_domain_get_disk_errors_args *args,
                                remote_domain_get_disk_errors_ret *ret)
{
    READ_WORLD(w, session);
    const struct machine *m = world_find_active(w, &args->dom);
    const struct facts *facts;
    size_t n;

    if (!m || check_flags(args->flags, 0) < 0)
        return -1;
    facts = definition_facts(m->live);
    if (!facts)
        return -1;
    n = facts->n_disks;
    ret->nerrors = (int)n;
    if (!args->maxerrors)
        return 0;
    ret->errors.errors_val = calloc(n + 1, sizeof(*ret->errors.errors_val));
    if (!ret->errors.errors_val)
        return error_oom(VIR_FROM_TEST);
    for (size_t i = 0; i < n && i < args->maxerrors; i++) {
        remote_domain_disk_error *e = &ret->errors.errors_val[i];

        if (reply_text(&e->disk, facts->disks[i].target) < 0)
            return -1;
        e->error = ret->errors.errors_len % 2 ? VIR_DOMAIN_DISK_ERROR_NO_SPACE
                                              : VIR_DOMAIN_DISK_ERROR_UNSPEC;
        ret->errors.errors_len++;
    }
    ret->nerrors = (int)ret->errors.errors_len;
    return 0;
}

/* ---- interfaces ---- */

remote_domain_interface_stats_ret counters_interface(struct virtual_clock *clock)
{
    quad_t us = (quad_t)(virtual_clock_date(clock) / 1000), seconds = us / 1000000;

    return (remote_domain_interface_stats_ret){
        .rx_bytes = us / 10,
        .rx_packets = us / 100,
        .rx_errs = seconds,
        .rx_drop = seconds / 2,
        .tx_bytes = us / 20,
        .tx_packets = us / 110,
        .tx_errs = seconds / 3,
        .tx_drop = seconds / 4,
    };
}

int test_domain_interface_stats(struct session *session,
                                const remote_domain_interface_stats_args *args,
                                remote_domain_interface_stats_ret *ret)
{
    READ_WORLD(w, session);
    const struct machine *m = world_find_active(w, &args->dom);

    if (!m || !devices_interface_facts(m->live, args->device))
        return -1;
    *ret = counters_interface(&w->time);
    return 0;
}

/* ---- memory ---- */

void counters_memory(const struct machine *m, remote_domain_memory_stat *ret_stats)
{
    unsigned long long kib = m->live->memory;
    const remote_domain_memory_stat stats[MEMORY_COUNTERS] = {
        {VIR_DOMAIN_MEMORY_STAT_ACTUAL_BALLOON, kib},
        {VIR_DOMAIN_MEMORY_STAT_SWAP_IN, 0},
        {VIR_DOMAIN_MEMORY_STAT_SWAP_OUT, 0},
        {VIR_DOMAIN_MEMORY_STAT_MAJOR_FAULT, 0},
        {VIR_DOMAIN_MEMORY_STAT_MINOR_FAULT, 0},
        {VIR_DOMAIN_MEMORY_STAT_UNUSED, kib / 2},
        {VIR_DOMAIN_MEMORY_STAT_AVAILABLE, kib},
        {VIR_DOMAIN_MEMORY_STAT_USABLE, kib / 2},
        {VIR_DOMAIN_MEMORY_STAT_LAST_UPDATE,
         (unsigned long long)virtual_clock_date_seconds(test_machine(m)->clock)},
        {VIR_DOMAIN_MEMORY_STAT_DISK_CACHES, kib / 8},
        {VIR_DOMAIN_MEMORY_STAT_HUGETLB_PGALLOC, 0},
        {VIR_DOMAIN_MEMORY_STAT_HUGETLB_PGFAIL, 0},
        {VIR_DOMAIN_MEMORY_STAT_RSS, kib / 2},
    };

    memcpy(ret_stats, stats, sizeof(stats));
}

int test_domain_memory_stats(struct session *session, const remote_domain_memory_stats_args *args,
                             remote_domain_memory_stats_ret *ret)
{
    READ_WORLD(w, session);
    const struct machine *m = world_find_active(w, &args->dom);

    if (!m || check_flags(args->flags, 0) < 0)
        return -1;
    ret->stats.stats_val = calloc(MEMORY_COUNTERS, sizeof(*ret->stats.stats_val));
    if (!ret->stats.stats_val)
        return error_oom(VIR_FROM_TEST);
    counters_memory(m, ret->stats.stats_val);
    ret->stats.stats_len = args->maxStats < MEMORY_COUNTERS ? args->maxStats : MEMORY_COUNTERS;
    return 0;
}

/* ---- CPUs ---- */

#define CPU_TIME  24386308517ULL /* ns, of the first; each next one has one more */
#define VCPU_TIME 23151740627ULL

static int put_total(struct params *p, unsigned cpus)
{
    return params_put_ullong(p, VIR_DOMAIN_CPU_STATS_CPUTIME,
                             cpus * CPU_TIME + cpus * (cpus - 1ULL) / 2) < 0 ||
                   params_put_ullong(p, VIR_DOMAIN_CPU_STATS_USERTIME, 5540000000ULL) < 0 ||
                   params_put_ullong(p, VIR_DOMAIN_CPU_STATS_SYSTEMTIME, 6460000000ULL) < 0
               ? -1
               : 0;
}

/*
 * start_cpu -1: the sum. ncpus 0: how many CPUs there are; nparams 0: how many parameters of each.
 * The parameters of all CPUs stand one behind the other.
 */
int test_domain_get_cpu_stats(struct session *session, const remote_domain_get_cpu_stats_args *args,
                              remote_domain_get_cpu_stats_ret *ret)
{
    enum { TOTAL_PARAMS = 3, CPU_PARAMS = 2 };
    struct params p = PARAMS(ret->params);
    READ_WORLD(w, session);
    const struct machine *m = world_find_active(w, &args->dom);
    unsigned cpus = m ? m->live->max_vcpus : 0, start = (unsigned)args->start_cpu;
    int count;

    if (!m || check_flags(args->flags, VIR_TYPED_PARAM_STRING_OKAY) < 0)
        return -1;
    if (args->start_cpu == -1) {
        if (put_total(&p, cpus) < 0)
            return -1;
        return params_limit(&p, (int)(args->nparams < TOTAL_PARAMS ? args->nparams : TOTAL_PARAMS),
                            args->flags, &ret->nparams);
    }
    if (!args->nparams) {
        ret->nparams = args->ncpus ? CPU_PARAMS : (int)cpus;
        return 0;
    }
    if (args->start_cpu < 0 || start >= cpus)
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "domain '%s' has no CPU %d",
                         machine_name(m), args->start_cpu);
    for (unsigned i = start; i < cpus && i - start < args->ncpus; i++) {
        if (params_put_ullong(&p, VIR_DOMAIN_CPU_STATS_CPUTIME, CPU_TIME + i) < 0 ||
            (args->nparams >= CPU_PARAMS &&
             params_put_ullong(&p, VIR_DOMAIN_CPU_STATS_VCPUTIME, VCPU_TIME + i) < 0))
            return -1;
    }
    count = args->nparams < CPU_PARAMS ? (int)args->nparams : CPU_PARAMS;
    ret->nparams = count;
    return 0;
}
