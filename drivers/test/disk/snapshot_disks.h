/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The disks of a snapshot. An internal one keeps what it was inside its image; an external one goes
 * on with a new image on top, and what it was is the image below:
 *
 *     before    /disk                          after    /disk.snapshot ---> /disk
 *
 * The world is held for writing.
 */
#pragma once

#include <stdbool.h>

#include <libxml/tree.h>

struct definition;
struct machine;
struct snapshot_node;

/* Says of each disk how it is in the snapshot: as its writer said, else external or internal; an
 * empty drive is not. 0, or -1 with VIR_ERR_CONFIG_UNSUPPORTED: both kinds at once. */
int snapshot_disks_fill(xmlNode *root, const struct definition *d, const char *name, bool external);

/* Puts the new images on the machine's disks. 0, or -1 with the error set. */
int snapshot_disks_push(struct machine *m, const struct snapshot_node *s);

/* The snapshot goes: its images' content goes down into what they stand on. */
void snapshot_disks_merge(struct machine *m, const struct snapshot_node *s);
