/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Devices of a definition that follow from others, as libvirt adds them: controllers, the console
 * of a serial line, a screen; and the order of disks and controllers.
 */
#pragma once

#include <stdbool.h>

#include <libxml/tree.h>

/* Puts disks of one bus (as it is written) in the order of their targets and controllers of one
 * type in that of their indexes, where the first one is. 0, or -1 with the error set. */
int implied_order(xmlNode *devices);

/* Adds the devices that others need, which have their addresses; full: of a full machine. 0, or -1
 * with the error set. */
int implied_devices(xmlNode *devices, bool full);
