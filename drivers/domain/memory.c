/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The memory of a domain: <memory> says it, or the NUMA cells do together. */
#include "drivers/domain/memory.h"

#include <limits.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "drivers/xml/amount.h"
#include "drivers/xml/xml.h"

/* Adds bytes to a sum of KiB. */
static int memory_add(unsigned long long *kib, unsigned long long bytes)
{
    *kib += (bytes + 1023) / 1024;
    if (*kib > LLONG_MAX / 1024)
        return error_set(VIR_FROM_NONE, VIR_ERR_OVERFLOW, "the NUMA cells have too much memory");
    return 0;
}

static int memory_of_cells(const xmlNode *root, unsigned long long *ret_kib)
{
    const xmlNode *numa = xml_child(xml_child(root, "cpu"), "numa");

    *ret_kib = 0;
    for (const xmlNode *n = xml_child(numa, "cell"); n; n = xml_element(n->next, "cell")) {
        const char *text = xml_peek(n, "memory");
        unsigned long long bytes;

        if (!text)
            return error_set(VIR_FROM_XML, VIR_ERR_XML_ERROR, "<cpu/numa/cell@memory> is missing");
        if (amount_bytes(VIR_FROM_XML, "cpu/numa/cell@memory", text, xml_peek(n, "unit"), "KiB",
                         &bytes) < 0 ||
            memory_add(ret_kib, bytes) < 0)
            return -1;
    }
    return 0;
}

static int memory_of_devices(const xmlNode *root, unsigned long long *kib)
{
    for (const xmlNode *n = xml_child(xml_child(root, "devices"), "memory"); n;
         n = xml_element(n->next, "memory")) {
        unsigned long long bytes = 0;

        if (amount_read(VIR_FROM_XML, xml_child(n, "target"), "size", "KiB", &bytes) < 0 ||
            memory_add(kib, bytes) < 0)
            return -1;
    }
    return 0;
}

int memory_read(const xmlNode *root, unsigned long long *ret_max, unsigned long long *ret_now)
{
    unsigned long long max = 0, now = 0, cells;

    if (amount_read(VIR_FROM_XML, root, "memory", "KiB", &max) < 0 ||
        amount_read(VIR_FROM_XML, root, "currentMemory", "KiB", &now) < 0 ||
        memory_of_cells(root, &cells) < 0)
        return -1;
    max = (max + 1023) / 1024;
    now = (now + 1023) / 1024;
    if (!max && cells) {
        if (memory_of_devices(root, &cells) < 0)
            return -1;
        max = cells;
    }
    if (!max)
        return error_set(VIR_FROM_DOMAIN, VIR_ERR_XML_ERROR,
                         "<memory> is missing or 0, and there are no NUMA cells that have some");
    *ret_max = max;
    *ret_now = now && now <= max ? now : max;
    return 0;
}
