/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One device among those of a machine: which one XML means, and what it is called. */
#pragma once

#include <libxml/tree.h>

/* The device that wanted means: the disk with its target, the interface with its MAC, otherwise the
 * first that has all that wanted says. NULL: there is none, no error set. */
xmlNode *device_find(const xmlNode *devices, const xmlNode *wanted);

/* The device of that alias; NULL: there is none, no error set. */
xmlNode *device_find_alias(const xmlNode *devices, const char *alias);

/* Its alias: what <alias> says, or the name that QEMU's driver would give it. Malloc'ed; NULL: no
 * memory. */
char *device_alias(const xmlNode *device);

/* The number of a disk by the letters of its target: a is 0, z 25, aa 26. -1: there are none. */
int device_disk_number(const char *target);
