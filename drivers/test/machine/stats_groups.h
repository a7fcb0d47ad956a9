/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The groups of bulk statistics. The world is held for reading. */
#pragma once

#include "drivers/xml/params.h"

struct machine;

/* The VIR_DOMAIN_STATS_* that there are. */
unsigned stats_known(void);

/* Appends the groups that are asked for. 0, or -1 without memory. */
int stats_put(const struct machine *m, unsigned groups, struct params *p);
