/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* CPUs as <cpu> describes them. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <libxml/tree.h>

#include "drivers/cpu/cpu_model.h"

extern const struct schema cpu_schema; /* <cpu> */

/* A CPU; made by cpu_read_...(), ended by cpu_clear(). All zero is none. */
struct cpu {
    xmlDoc *doc;
    enum cpu_family family;
    char *arch, *model, *vendor; /* each may be NULL in a guest's, and the vendor in a host's */
    bool guest;                  /* as guests are to have it: features have a policy */
    bool strict;                 /* and none besides are borne */
};

/* Read <cpu>, and check it as far as that is possible without knowing its model. The first takes
 * a host's only, the second also that of a guest, the third an element that stays the caller's and
 * is a host's. 0, or -1 with VIR_ERR_XML_ERROR, _XML_DETAIL or _CONFIG_UNSUPPORTED. */
int cpu_read(const char *xml, struct cpu *ret_cpu);
int cpu_read_any(const char *xml, struct cpu *ret_cpu);
int cpu_read_node(xmlNode *node, struct cpu *ret_cpu);
void cpu_clear(struct cpu *cpu);

/* What is said of a feature that stands beside the model. A host's are all required. */
enum cpu_policy {
    CPU_REQUIRE,
    CPU_OPTIONAL,
    CPU_DISABLE,
    CPU_FORCE,
    CPU_FORBID,
};

/* The features of which that is said, as numbers of x86. 0, or -1 with VIR_ERR_INTERNAL_ERROR when
 * one that stands there is none. */
int cpu_told_features(const struct cpu *cpu, enum cpu_policy policy,
                      struct cpu_features *ret_features);

/* The XML of the CPU that has what all of these have, malloc'ed; flags: of them only
 * VIR_CONNECT_BASELINE_CPU_EXPAND_FEATURES counts. 0, or -1 with the error set. */
int cpu_common(char *const *xmls, size_t n, unsigned flags, char **ret_xml);

/* Whether a host can give a CPU: VIR_CPU_COMPARE_..., and *ret_why (malloc'ed) when they are
 * incompatible; or -1 with the error set. */
int cpu_compare(const struct cpu *host, const struct cpu *cpu, char **ret_why);
