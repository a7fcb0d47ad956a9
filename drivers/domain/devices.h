/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The <devices> of a definition: what libvirt fills in, and how a device is found. Not locked:
 * whoever owns the definition locks.
 */
#pragma once

#include <stdbool.h>

#include <libxml/tree.h>

struct definition;
struct disk_facts;
struct interface_facts;
struct schema;

extern const struct schema disk_schema, interface_schema,
    balloon_schema; /* the order of their children */

/* Puts the devices of a new definition in libvirt's order and gives them what their writer left to
 * the hypervisor: buses and drive addresses of disks, the controllers that these need, MACs and
 * names of interfaces, ports. 0, or -1 with an error naming the element. */
int devices_complete(xmlNode *domain);

/* Returns true if an element is a device. */
bool devices_known(const xmlNode *device);

/* The disk of that target or source inside <devices>; NULL, without an error set. */
xmlNode *devices_seek_disk(const xmlNode *devices, const char *path);

/* The disk with that target or source, or NULL with VIR_ERR_INVALID_ARG. */
xmlNode *devices_disk(const struct definition *d, const char *path);
const struct disk_facts *devices_disk_facts(const struct definition *d, const char *path);

/* The memory balloon; NULL: there is none, no error set. */
xmlNode *devices_balloon(const struct definition *d);

/* The interface with that target or MAC, or NULL with VIR_ERR_INVALID_ARG. */
xmlNode *devices_interface(const struct definition *d, const char *device);
const struct interface_facts *devices_interface_facts(const struct definition *d,
                                                      const char *device);
