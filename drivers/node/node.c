/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The host that the world pretends to be: the same numbers on every machine.
 */
#include <stdio.h>
#include <stdlib.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "drivers/node/node.h"
#include "drivers/test/ops.h"
#include "drivers/reply.h"
#include "drivers/test/world/world.h"
#include "drivers/xml/xml.h"

int test_node_get_info(struct session *session, remote_node_get_info_ret *ret)
{
    READ_WORLD(w, session);
    const struct host *h = &w->host;

    memcpy(ret->model, h->model, sizeof(ret->model));
    ret->memory = h->memory;
    ret->cpus = h->cpus;
    ret->mhz = h->mhz;
    ret->nodes = h->nodes;
    ret->sockets = h->sockets;
    ret->cores = h->cores;
    ret->threads = h->threads;
    return 0;
}

unsigned long long node_cell_memory(int cell)
{
    return 2097152ULL * (unsigned)(cell + 1);
}

/* KiB; a cell has three of them: its own small ones, and both kinds of large ones. */
static const unsigned page_sizes[] = {4, 8, 2048, 1048576};

unsigned node_page(int cell, size_t kind)
{
    return kind ? page_sizes[kind + 1] : page_sizes[cell > 0];
}

int test_node_get_cells_free_memory(struct session *session,
                                    const remote_node_get_cells_free_memory_args *args,
                                    remote_node_get_cells_free_memory_ret *ret)
{
    READ_WORLD(w, session);
    int n = w->host.nodes - args->startCell;

    if (args->startCell < 0 || args->startCell >= w->host.nodes || args->maxcells < 1)
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "cell %d of a host with %d",
                         args->startCell, w->host.nodes);
    if (n > args->maxcells)
        n = args->maxcells;
    ret->cells.cells_val = calloc((size_t)n, sizeof(*ret->cells.cells_val));
    if (!ret->cells.cells_val)
        return error_oom(VIR_FROM_TEST);
    for (int i = 0; i < n; i++)
        ret->cells.cells_val[i] = node_cell_memory(args->startCell + i);
    ret->cells.cells_len = (u_int)n;
    return 0;
}

int test_node_get_free_memory(struct session *session, remote_node_get_free_memory_ret *ret)
{
    READ_WORLD(w, session);

    ret->freeMem = w->host.memory;
    return 0;
}

int test_node_get_cpu_map(struct session *session, const remote_node_get_cpu_map_args *args,
                          remote_node_get_cpu_map_ret *ret)
{
    if (check_flags(args->flags, 0) < 0)
        return -1;
    if (args->need_map) {
        ret->cpumap.cpumap_val = malloc(1);
        if (!ret->cpumap.cpumap_val)
            return error_oom(VIR_FROM_TEST);
        ret->cpumap.cpumap_val[0] = 0x15; /* every second of the first six is online */
        ret->cpumap.cpumap_len = 1;
    }
    ret->online = 3;
    ret->ret = 8;
    return 0;
}

int test_node_get_cpu_stats(struct session *session, const remote_node_get_cpu_stats_args *args,
                            remote_node_get_cpu_stats_ret *ret)
{
    static const struct {
        const char *name;
        unsigned long long value;
    } stats[] = {
        {VIR_NODE_CPU_STATS_USER, 9797400000},
        {VIR_NODE_CPU_STATS_KERNEL, 34678723400000},
        {VIR_NODE_CPU_STATS_IDLE, 87264900000},
        {VIR_NODE_CPU_STATS_IOWAIT, 763600000},
    };
    size_t n = ARRAY_SIZE(stats);

    if (check_flags(args->flags, 0) < 0)
        return -1;
    ret->nparams = (int)n;
    if (args->nparams <= 0)
        return 0;
    if ((size_t)args->nparams < n)
        n = (size_t)args->nparams;
    ret->params.params_val = calloc(n, sizeof(*ret->params.params_val));
    if (!ret->params.params_val)
        return error_oom(VIR_FROM_TEST);
    for (; ret->params.params_len < n; ret->params.params_len++) {
        remote_node_get_cpu_stats *p = &ret->params.params_val[ret->params.params_len];

        if (reply_text(&p->field, stats[ret->params.params_len].name) < 0)
            return -1;
        p->value = stats[ret->params.params_len].value;
    }
    return 0;
}

int test_node_get_security_model(struct session *session, remote_node_get_security_model_ret *ret)
{
    ret->model.model_val = strdup("testSecurity");
    ret->doi.doi_val = strdup("");
    if (!ret->model.model_val || !ret->doi.doi_val)
        return error_oom(VIR_FROM_TEST);
    ret->model.model_len = sizeof("testSecurity");
    ret->doi.doi_len = 1;
    return 0;
}

int test_connect_get_sysinfo(struct session *session, const remote_connect_get_sysinfo_args *args,
                             remote_connect_get_sysinfo_ret *ret)
{
    if (check_flags(args->flags, 0) < 0)
        return -1;
    return reply_text(&ret->sysinfo, "<sysinfo type='smbios'>\n"
                                     "  <bios>\n"
                                     "    <entry name='vendor'>LENOVO</entry>\n"
                                     "    <entry name='version'>G4ETA1WW (2.61 )</entry>\n"
                                     "    <entry name='date'>05/07/2014</entry>\n"
                                     "    <entry name='release'>2.61</entry>\n"
                                     "  </bios>\n"
                                     "</sysinfo>\n");
}

/* ---- capabilities ---- */

/* The CPU with the sizes of its pages, indented as it is in the whole. */
static int put_cpu(FILE *f, xmlDoc *cpu)
{
    _cleanup_(xml_doc_freep) xmlDoc *doc = xmlCopyDoc(cpu, 1);
    _cleanup_free_ char *text = NULL;
    char size[12], *rest = NULL;

    if (!doc)
        return error_oom(VIR_FROM_TEST);
    for (size_t i = 0; i < ARRAY_SIZE(page_sizes); i++) {
        snprintf(size, sizeof(size), "%u", page_sizes[i]);
        xml_add(xmlDocGetRootElement(doc), "pages", "unit", "KiB", "size", size, NULL);
    }
    text = xml_format(xmlDocGetRootElement(doc));
    if (!text)
        return -1;
    for (char *line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
        fprintf(f, "    %s\n", line);
    return 0;
}

/* One of no model. */
static void put_plain_cpu(FILE *f)
{
    fputs("    <cpu>\n      <arch>i686</arch>\n"
          "      <features>\n        <pae/>\n        <nonpae/>\n      </features>\n",
          f);
    for (size_t i = 0; i < ARRAY_SIZE(page_sizes); i++)
        fprintf(f, "      <pages unit='KiB' size='%u'/>\n", page_sizes[i]);
    fputs("    </cpu>\n", f);
}

static void put_cell(FILE *f, const struct host *h, int cell)
{
    int per_cell = h->cpus / h->nodes;

    fprintf(f,
            "        <cell id='%d'>\n"
            "          <memory unit='KiB'>%llu</memory>\n",
            cell, node_cell_memory(cell));
    for (size_t i = 0; i < ARRAY_SIZE(page_sizes) - 1; i++)
        fprintf(f, "          <pages unit='KiB' size='%u'>%llu</pages>\n", node_page(cell, i),
                i ? 0 : node_cell_memory(cell) / node_page(cell, i));
    fprintf(f, "          <cpus num='%d'>\n", per_cell);
    for (int i = 0; i < per_cell; i++)
        fprintf(f,
                "            <cpu id='%d' socket_id='%d' die_id='0' core_id='%d' "
                "siblings='%d'/>\n",
                cell * per_cell + i, cell, i, cell * per_cell + i);
    fputs("          </cpus>\n        </cell>\n", f);
}

static void put_guest(FILE *f, const char *os_type)
{
    fprintf(f,
            "  <guest>\n    <os_type>%s</os_type>\n    <arch name='i686'>\n"
            "      <wordsize>32</wordsize>\n      <emulator>/usr/bin/test-hv</emulator>\n"
            "      <domain type='test'/>\n    </arch>\n"
            "    <features>\n      <pae/>\n      <nonpae/>\n    </features>\n  </guest>\n\n",
            os_type);
}

int test_connect_get_capabilities(struct session *session, remote_connect_get_capabilities_ret *ret)
{
    READ_WORLD(w, session);
    size_t size;
    FILE *f = open_memstream(&ret->capabilities, &size);

    if (!f)
        return error_oom(VIR_FROM_TEST);
    fputs("<capabilities>\n\n  <host>\n", f);
    if (!w->host.cpu) {
        put_plain_cpu(f);
    } else if (put_cpu(f, w->host.cpu) < 0) {
        fclose(f);
        return -1;
    }
    fputs("    <power_management/>\n    <iommu support='no'/>\n    <topology>\n", f);
    fprintf(f, "      <cells num='%d'>\n", w->host.nodes);
    for (int i = 0; i < w->host.nodes; i++)
        put_cell(f, &w->host, i);
    fputs("      </cells>\n    </topology>\n    <secmodel>\n      <model>testSecurity</model>\n"
          "      <doi></doi>\n    </secmodel>\n  </host>\n\n",
          f);
    put_guest(f, "hvm");
    put_guest(f, "xen");
    fputs("</capabilities>\n", f);
    return fclose(f) == 0 ? 0 : error_oom(VIR_FROM_TEST);
}
