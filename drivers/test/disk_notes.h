/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a machine knows of its disks beside their XML: the size that one was given, and how much of
 * it may be filled before subscribers are told. The world is held.
 */
#pragma once

struct disk_note;
struct machine;

struct disk_sizes {
    unsigned long long capacity, allocation; /* bytes */
    unsigned long long threshold;            /* of this run; 0: none */
};

/* Those of the disk with that target; of any other, too, there is a usual size. */
struct disk_sizes disk_sizes(const struct machine *m, const char *target);

/* Accepts NULL. */
void disk_notes_free(struct disk_note *notes);
