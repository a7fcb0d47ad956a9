/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The models of CPUs that have a name, and what those of x86 stand for. The facts are in
 * cpu_models.def; all here is read only once it is made, and any thread may look.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Architectures whose CPUs are told apart in the same way. */
enum cpu_family {
    CPU_X86,
    CPU_PPC,
    CPU_ARM,   /* no model of it has a name */
    CPU_S390,  /* neither */
    CPU_OTHER, /* nothing is known but the architecture */
};

/* Finds the family of an architecture. 0; 1: there is no such architecture, no error set. */
int cpu_family(const char *arch, enum cpu_family *ret_family);

/* ---- features of x86, by number ---- */

#define CPU_FEATURES_MAX 256

struct cpu_features {
    uint64_t words[CPU_FEATURES_MAX / 64];
};

/* How many there are; in their order they are told. */
size_t cpu_feature_count(void);
const char *cpu_feature_name(size_t feature);

/* -1: none is called so, no error set. */
int cpu_feature_find(const char *name);

static inline void cpu_features_add(struct cpu_features *set, size_t feature)
{
    set->words[feature / 64] |= UINT64_C(1) << feature % 64;
}

static inline bool cpu_features_has(const struct cpu_features *set, size_t feature)
{
    return set->words[feature / 64] >> feature % 64 & 1;
}

static inline void cpu_features_join(struct cpu_features *set, const struct cpu_features *more)
{
    for (size_t i = 0; i < sizeof(set->words) / sizeof(*set->words); i++)
        set->words[i] |= more->words[i];
}

/* Which one has and not the other. */
struct cpu_features cpu_features_minus(const struct cpu_features *one,
                                       const struct cpu_features *other);
size_t cpu_features_size(const struct cpu_features *set);

/* ---- models ---- */

struct cpu_model {
    const char *name;
    const char *vendor;          /* NULL: of no one */
    bool found;                  /* what CPUs have in common may be called so */
    struct cpu_features has;     /* what it stands for */
    struct cpu_features without; /* what it lacks, and says so */
};

/* All of a family, from old to new; so many. */
size_t cpu_models(enum cpu_family family, const struct cpu_model **ret_models);

/* NULL: none is called so, no error set. */
const struct cpu_model *cpu_model_find(enum cpu_family family, const char *name);

/* Whether a model of the family is by them. */
bool cpu_vendor_known(enum cpu_family family, const char *vendor);
