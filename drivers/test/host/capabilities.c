/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The capabilities of a world: the host that it pretends to be, and the guests that run on it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "common/text_stream.h"
#include "drivers/reply.h"
#include "drivers/test/host/host.h"
#include "drivers/test/ops.h"
#include "drivers/test/world/world.h"
#include "drivers/xml/xml.h"

/* The CPU with the sizes of its pages, indented as it is in the whole. */
static int put_host_cpu(FILE *f, xmlDoc *cpu)
{
    _cleanup_(xml_doc_freep) xmlDoc *doc = xml_copy_doc(cpu);
    _cleanup_free_ char *text = NULL;
    char size[12], *rest = NULL;

    if (!doc)
        return error_oom(VIR_FROM_TEST);
    for (size_t i = 0; i < HOST_PAGE_SIZES; i++) {
        snprintf(size, sizeof(size), "%u", host_page_sizes[i]);
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
    for (size_t i = 0; i < HOST_PAGE_SIZES; i++)
        fprintf(f, "      <pages unit='KiB' size='%u'/>\n", host_page_sizes[i]);
    fputs("    </cpu>\n", f);
}

static void put_cell(FILE *f, const struct host *h, int cell)
{
    int per_cell = h->facts.cpus / h->facts.nodes;

    fprintf(f,
            "        <cell id='%d'>\n"
            "          <memory unit='KiB'>%llu</memory>\n",
            cell, host_cell_memory(cell));
    for (size_t i = 0; i < HOST_PAGE_SIZES - 1; i++)
        fprintf(f, "          <pages unit='KiB' size='%u'>%llu</pages>\n", host_page(cell, i),
                i ? 0 : host_cell_memory(cell) / host_page(cell, i));
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
    FILE *f = text_stream_open(&ret->capabilities, &size);

    if (!f)
        return error_oom(VIR_FROM_TEST);
    fputs("<capabilities>\n\n  <host>\n", f);
    if (!w->host.cpu) {
        put_plain_cpu(f);
    } else if (put_host_cpu(f, w->host.cpu) < 0) {
        fclose(f);
        return -1;
    }
    fputs("    <power_management/>\n    <iommu support='no'/>\n    <topology>\n", f);
    fprintf(f, "      <cells num='%d'>\n", w->host.facts.nodes);
    for (int i = 0; i < w->host.facts.nodes; i++)
        put_cell(f, &w->host, i);
    fputs("      </cells>\n    </topology>\n    <secmodel>\n      <model>testSecurity</model>\n"
          "      <doi></doi>\n    </secmodel>\n  </host>\n\n",
          f);
    put_guest(f, "hvm");
    put_guest(f, "xen");
    fputs("</capabilities>\n", f);
    return fclose(f) == 0 ? 0 : error_oom(VIR_FROM_TEST);
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
