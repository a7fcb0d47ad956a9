/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What devices and memory have counted: the same for every machine, by the world's clock. */
#pragma once

#include "protocol/remote.h"

struct machine;
struct virtual_clock;

enum { MEMORY_COUNTERS = 13 };
#define DISK_ALLOCATION 1099511627776ULL /* bytes */
#define DISK_CAPACITY   (DISK_ALLOCATION - 5177344)

remote_domain_block_stats_ret counters_disk(struct virtual_clock *clock);
remote_domain_interface_stats_ret counters_interface(struct virtual_clock *clock);

/* Fills all MEMORY_COUNTERS, KiB. */
void counters_memory(const struct machine *m, remote_domain_memory_stat *ret_stats);
