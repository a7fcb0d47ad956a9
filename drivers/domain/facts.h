/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What is asked of a definition most: its text, and what its disks and interfaces go by. One block
 * of memory that never changes, so that copies of a definition share it; a tree of the same takes
 * ten times as much.
 */
#pragma once

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include <libxml/tree.h>

struct disk_facts {
    const char *target, *file, *dev; /* NULL: not said */
    bool empty;
};

struct interface_facts {
    const char *target, *mac; /* NULL: not said */
};

struct facts {
    atomic_uint refs;
    bool perf, iothreads; /* has <perf>, <iothreadids> */
    size_t n_disks, n_interfaces;
    const struct disk_facts *disks;
    const struct interface_facts *interfaces;
    const char *text;   /* as xml_format() writes it */
    const char *public; /* the same without secrets; text itself where there are none */
};

/* Gathers them from a <domain>. NULL without memory, the error set. */
struct facts *facts_gather(const xmlNode *domain);

struct facts *facts_ref(struct facts *f);

/* The last one frees. Accepts NULL; returns NULL. */
struct facts *facts_unref(struct facts *f);

/* The disk with that target or source, the interface with that target or MAC; NULL: none. */
const struct disk_facts *facts_disk(const struct facts *f, const char *path);
const struct interface_facts *facts_interface(const struct facts *f, const char *device);
