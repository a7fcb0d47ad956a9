/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a machine knows of its disks beside their XML: the size that one was given, and how much of
 * it may be filled before subscribers are told. The world is held.
 */
#pragma once

struct disk_state;
struct machine;
struct world;

struct disk_sizes {
    unsigned long long capacity, allocation; /* bytes */
    unsigned long long threshold;            /* of this run; 0: none */
};

/* Those of the disk with that target; of any other, too, there is a usual size. */
struct disk_sizes disk_sizes(const struct machine *m, const char *target);

/* Bytes up to there were written into the volume at that path: machines whose disk it is may have a
 * threshold. The world is held for writing. */
void disk_states_written(struct world *w, const char *path, unsigned long long end);

/* The machine is freed. */
void disk_states_freed(struct world *w, struct machine *m);
