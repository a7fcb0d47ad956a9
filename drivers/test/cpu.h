/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * CPUs as <cpu> describes them. What a model stands for is not known here, only its name: so CPUs
 * are held against one another by the features that are written down beside the same model.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

extern const struct schema cpu_schema; /* <cpu> */

/* The names of an architecture's models, up to NULL; the same for those that are of one family.
 * NULL: the architecture is not known, no error set. */
const char *const *cpu_models(const char *arch);

/* The XML of the CPU that has what all of these have, malloc'ed; flags are
 * VIR_CONNECT_BASELINE_CPU_... 0, or -1 with the error set. */
int cpu_common(char *const *xmls, size_t n, unsigned flags, char **ret_xml);
