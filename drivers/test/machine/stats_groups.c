/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One function a group of statistics; a machine that is off has those of its definition only. */
#include "drivers/test/machine/stats_groups.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "drivers/domain/definition.h"
#include "drivers/domain/facts.h"
#include "drivers/reply.h"
#include "drivers/test/disk/disk_state.h"
#include "drivers/test/machine/counters.h"
#include "drivers/test/world/world.h"
#include "drivers/xml/xml.h"
#include "drivers/xml/xml_path.h"

/* PREFIX.NUMBER.NAME: there are dozens of a machine, too many for snprintf(). */
struct nth_name {
    char text[80];
};

static struct nth_name stats_groups_nth(const char *prefix, unsigned i, const char *name)
{
    struct nth_name to;
    char digits[12], *digit = digits + sizeof(digits), *end;

    *--digit = '\0';
    do
        *--digit = (char)('0' + i % 10);
    while (i /= 10);
    end = stpcpy(stpcpy(to.text, prefix), ".");
    stpcpy(stpcpy(stpcpy(end, digit), "."), name);
    return to;
}

static int put_nth(struct params *p, const char *prefix, unsigned i, const char *name,
                   unsigned long long value)
{
    return params_put_ullong(p, stats_groups_nth(prefix, i, name).text, value);
}

static int put_nth_text(struct params *p, const char *prefix, unsigned i, const char *name,
                        const char *text)
{
    return text ? params_put_string(p, stats_groups_nth(prefix, i, name).text, text) : 0;
}

/* ---- groups ---- */

static int put_state(const struct machine *m, struct params *p)
{
    return params_put_int(p, "state.state", m->state) < 0
               ? -1
               : params_put_int(p, "state.reason", m->reason);
}

static int put_cpu(const struct machine *m, struct params *p)
{
    unsigned long long time = machine_cpu_time(m);

    if (!machine_active(m))
        return 0;
    return params_put_ullong(p, "cpu.time", time) < 0 ||
                   params_put_ullong(p, "cpu.user", time / 2) < 0
               ? -1
               : params_put_ullong(p, "cpu.system", time / 4);
}

static int stats_groups_put_balloon(const struct machine *m, struct params *p)
{
    static const char *const names[] = {
        [VIR_DOMAIN_MEMORY_STAT_SWAP_IN] = "balloon.swap_in",
        [VIR_DOMAIN_MEMORY_STAT_SWAP_OUT] = "balloon.swap_out",
        [VIR_DOMAIN_MEMORY_STAT_MAJOR_FAULT] = "balloon.major_fault",
        [VIR_DOMAIN_MEMORY_STAT_MINOR_FAULT] = "balloon.minor_fault",
        [VIR_DOMAIN_MEMORY_STAT_UNUSED] = "balloon.unused",
        [VIR_DOMAIN_MEMORY_STAT_AVAILABLE] = "balloon.available",
        [VIR_DOMAIN_MEMORY_STAT_RSS] = "balloon.rss",
        [VIR_DOMAIN_MEMORY_STAT_USABLE] = "balloon.usable",
        [VIR_DOMAIN_MEMORY_STAT_LAST_UPDATE] = "balloon.last-update",
        [VIR_DOMAIN_MEMORY_STAT_DISK_CACHES] = "balloon.disk_caches",
        [VIR_DOMAIN_MEMORY_STAT_HUGETLB_PGALLOC] = "balloon.hugetlb_pgalloc",
        [VIR_DOMAIN_MEMORY_STAT_HUGETLB_PGFAIL] = "balloon.hugetlb_pgfail",
    };
    remote_domain_memory_stat stats[MEMORY_COUNTERS];
    const struct definition *d = machine_now(m);

    if (params_put_ullong(p, "balloon.current", d->memory) < 0 ||
        params_put_ullong(p, "balloon.maximum", d->max_memory) < 0)
        return -1;
    if (!machine_active(m))
        return 0;
    counters_memory(m, stats);
    for (size_t i = 0; i < MEMORY_COUNTERS; i++) {
        const char *name = (size_t)stats[i].tag < ARRAY_SIZE(names) ? names[stats[i].tag] : NULL;

        if (name && params_put_ullong(p, name, stats[i].val) < 0)
            return -1;
    }
    return 0;
}

static int put_vcpus(const struct machine *m, struct params *p)
{
    const struct definition *d = machine_now(m);
    unsigned n = machine_active(m) ? d->vcpus : 0;
    unsigned long long time = machine_cpu_time(m) / 10000;

    if (params_put_uint(p, "vcpu.current", d->vcpus) < 0 ||
        params_put_uint(p, "vcpu.maximum", d->max_vcpus) < 0)
        return -1;
    for (unsigned i = 0; i < n; i++) {
        if (params_put_int(p, stats_groups_nth("vcpu", i, "state").text, VIR_VCPU_RUNNING) < 0 ||
            put_nth(p, "vcpu", i, "time", time) < 0)
            return -1;
    }
    return 0;
}

static int put_interfaces(const struct machine *m, struct params *p)
{
    const remote_domain_interface_stats_ret c = counters_interface(test_machine(m)->clock);
    const struct {
        const char *name;
        quad_t value;
    } counters[] = {
        {"rx.bytes", c.rx_bytes}, {"rx.pkts", c.rx_packets}, {"rx.errs", c.rx_errs},
        {"rx.drop", c.rx_drop},   {"tx.bytes", c.tx_bytes},  {"tx.pkts", c.tx_packets},
        {"tx.errs", c.tx_errs},   {"tx.drop", c.tx_drop},
    };
    const struct facts *facts = definition_facts(machine_now(m));

    if (!machine_active(m))
        return 0;
    if (!facts || params_put_uint(p, "net.count", (unsigned)facts->n_interfaces) < 0)
        return -1;
    for (unsigned i = 0; i < facts->n_interfaces; i++) {
        if (put_nth_text(p, "net", i, "name", facts->interfaces[i].target) < 0)
            return -1;
        for (size_t k = 0; k < ARRAY_SIZE(counters); k++) {
            if (put_nth(p, "net", i, counters[k].name, (unsigned long long)counters[k].value) < 0)
                return -1;
        }
    }
    return 0;
}

static int put_block(const struct machine *m, const struct disk_facts *disk, unsigned i,
                     struct params *p)
{
    const remote_domain_block_stats_ret c = counters_disk(test_machine(m)->clock);
    const struct disk_sizes sizes = disk_sizes(m, disk->target);
    const struct {
        const char *name;
        unsigned long long value;
    } counters[] = {
        {"rd.reqs", (unsigned long long)c.rd_req},
        {"rd.bytes", (unsigned long long)c.rd_bytes},
        {"wr.reqs", (unsigned long long)c.wr_req},
        {"wr.bytes", (unsigned long long)c.wr_bytes},
        {"errors", (unsigned long long)c.errs},
        {"allocation", sizes.allocation},
        {"capacity", sizes.capacity},
        {"physical", sizes.allocation},
    };

    if (put_nth_text(p, "block", i, "name", disk->target) < 0 ||
        put_nth_text(p, "block", i, "path", disk->file) < 0 ||
        put_nth_text(p, "block", i, "path", disk->dev) < 0)
        return -1;
    for (size_t k = 0; k < ARRAY_SIZE(counters) && !disk->empty; k++) {
        bool counted = k < 5; /* while it runs */

        if ((!counted || machine_active(m)) &&
            put_nth(p, "block", i, counters[k].name, counters[k].value) < 0)
            return -1;
    }
    return sizes.threshold ? put_nth(p, "block", i, "threshold", sizes.threshold) : 0;
}

static int put_blocks(const struct machine *m, struct params *p)
{
    const struct facts *facts = definition_facts(machine_now(m));

    if (!facts || params_put_uint(p, "block.count", (unsigned)facts->n_disks) < 0)
        return -1;
    for (unsigned i = 0; i < facts->n_disks; i++) {
        if (put_block(m, &facts->disks[i], i, p) < 0)
            return -1;
    }
    return 0;
}

/* Those that count, and what they have counted. */
static int put_perf(const struct machine *m, struct params *p)
{
    const struct facts *facts = definition_facts(machine_now(m));
    const xmlNode *perf;
    char field[64];

    if (!machine_active(m) || !facts || !facts->perf)
        return facts ? 0 : -1;
    perf = xml_child(definition_root(m->live), "perf");
    if (!perf)
        return -1;
    for (xmlNode *n = xml_child(perf, "event"); n; n = xml_element(n->next, "event")) {
        _cleanup_free_ char *name = xml_attribute(n, "name"), *on = xml_attribute(n, "enabled");

        snprintf(field, sizeof(field), "perf.%s", name ? name : "");
        if (name && on && strcmp(on, "yes") == 0 &&
            params_put_ullong(p, field, machine_cpu_time(m) / 1000) < 0)
            return -1;
    }
    return 0;
}

static int put_iothreads(const struct machine *m, struct params *p)
{
    const struct facts *facts = definition_facts(machine_now(m));
    const xmlNode *ids = NULL;

    if (!machine_active(m) || !facts)
        return facts ? 0 : -1;
    if (facts->iothreads && !(ids = xml_child(definition_root(m->live), "iothreadids")))
        return -1;
    if (params_put_uint(p, "iothread.count", ids ? (unsigned)xml_count(ids, "iothread") : 0) < 0)
        return -1;
    for (xmlNode *n = ids ? xml_child(ids, "iothread") : NULL; n;
         n = xml_element(n->next, "iothread")) {
        static const struct {
            const char *name, *path;
        } polls[] = {{"poll-max-ns", "poll@max"},
                     {"poll-grow", "poll@grow"},
                     {"poll-shrink", "poll@shrink"}};
        _cleanup_free_ char *id = xml_attribute(n, "id");

        for (size_t k = 0; id && k < ARRAY_SIZE(polls); k++) {
            _cleanup_free_ char *text = xml_path_get(n, polls[k].path);

            if (put_nth(p, "iothread", (unsigned)strtoul(id, NULL, 10), polls[k].name,
                        text ? strtoull(text, NULL, 10) : 0) < 0)
                return -1;
        }
    }
    return 0;
}

/* Of this life, once it was asked for. */
static int put_dirty_rate(const struct machine *m, struct params *p)
{
    static const char *const modes[] = {"page-sampling", "dirty-bitmap", "dirty-ring"};
    enum { RATE = 4 }; /* MiB/s of a vcpu: the guest is at work */
    const struct dirty_rate *d = &test_machine(m)->dirty;
    const struct definition *now = machine_now(m);
    bool measured;

    if (!machine_active(m) || d->run != m->id)
        return 0;
    measured = virtual_clock_now(test_machine(m)->clock) >= d->until;
    if (params_put_int(p, VIR_DOMAIN_STATS_DIRTYRATE_CALC_STATUS,
                       measured ? VIR_DOMAIN_DIRTYRATE_MEASURED : VIR_DOMAIN_DIRTYRATE_MEASURING) <
            0 ||
        params_put_llong(p, VIR_DOMAIN_STATS_DIRTYRATE_CALC_START_TIME, d->began) < 0 ||
        params_put_int(p, VIR_DOMAIN_STATS_DIRTYRATE_CALC_PERIOD, d->seconds) < 0 ||
        params_put_string(p, VIR_DOMAIN_STATS_DIRTYRATE_CALC_MODE, modes[d->mode]) < 0)
        return -1;
    if (measured && params_put_llong(p, VIR_DOMAIN_STATS_DIRTYRATE_MEGABYTES_PER_SECOND,
                                     (long long)RATE * now->vcpus) < 0)
        return -1;
    for (unsigned i = 0;
         measured && d->mode == VIR_DOMAIN_DIRTYRATE_MODE_DIRTY_RING && i < now->vcpus; i++) {
        char field[64];

        snprintf(field, sizeof(field), "dirtyrate.vcpu.%u.megabytes_per_second", i);
        if (params_put_llong(p, field, RATE) < 0)
            return -1;
    }
    return 0;
}

/* ---- all ---- */

static const struct {
    unsigned flag;
    int (*put)(const struct machine *m, struct params *p);
} groups[] = {
    {VIR_DOMAIN_STATS_STATE, put_state},
    {VIR_DOMAIN_STATS_CPU_TOTAL, put_cpu},
    {VIR_DOMAIN_STATS_BALLOON, stats_groups_put_balloon},
    {VIR_DOMAIN_STATS_VCPU, put_vcpus},
    {VIR_DOMAIN_STATS_INTERFACE, put_interfaces},
    {VIR_DOMAIN_STATS_BLOCK, put_blocks},
    {VIR_DOMAIN_STATS_PERF, put_perf},
    {VIR_DOMAIN_STATS_IOTHREAD, put_iothreads},
    {VIR_DOMAIN_STATS_DIRTYRATE, put_dirty_rate},
};

unsigned stats_known(void)
{
    unsigned known = 0;

    for (size_t i = 0; i < ARRAY_SIZE(groups); i++)
        known |= groups[i].flag;
    return known;
}

int stats_put(const struct machine *m, unsigned wanted, struct params *p)
{
    for (size_t i = 0; i < ARRAY_SIZE(groups); i++) {
        if ((wanted & groups[i].flag) && groups[i].put(m, p) < 0)
            return -1;
    }
    return 0;
}
