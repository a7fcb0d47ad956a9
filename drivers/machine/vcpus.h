/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which vcpus of a machine are there. */
#pragma once

struct definition;

/* So many, those with the lowest numbers, whoever was chosen before. */
void vcpus_set_count(struct definition *d, unsigned count);
