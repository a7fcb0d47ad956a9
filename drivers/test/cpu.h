/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* CPUs as <cpu> describes them. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <libxml/tree.h>

#include "drivers/test/cpu_model.h"

extern const struct schema cpu_schema; /* <cpu> */

/* A CPU that a host has; made by cpu_read(), ended by cpu_clear(). All zero is none. */
struct cpu {
    xmlDoc *doc;
    enum cpu_family family;
    char *arch, *model, *vendor; /* vendor may be NULL */
};

/* Reads <cpu>, and checks it as far as that is possible without knowing its model. 0, or -1 with
 * VIR_ERR_XML_ERROR, _XML_DETAIL or _CONFIG_UNSUPPORTED. */
int cpu_read(const char *xml, struct cpu *ret_cpu);
void cpu_clear(struct cpu *cpu);

/* The features that stand beside the model, whatever is said of them, as numbers of x86. 0, or -1
 * with VIR_ERR_INTERNAL_ERROR when one is none. */
int cpu_told_features(const struct cpu *cpu, struct cpu_features *ret_features);

/* The XML of the CPU that has what all of these have, malloc'ed; flags: of them only
 * VIR_CONNECT_BASELINE_CPU_EXPAND_FEATURES counts. 0, or -1 with the error set. */
int cpu_common(char *const *xmls, size_t n, unsigned flags, char **ret_xml);
