/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * cpu_models.def as tables. In it are
 *
 *     FEATURE(name)                                a feature of x86
 *     X86_MODEL(name, vendor, found, like, without, more)
 *                                                  has `more` features than the model `like` before
 *     PPC_MODEL(name, vendor)                      stands for nothing but itself
 *
 * with the fields of struct cpu_model; lists are words. The sets of features are made of them when
 * somebody looks first.
 */
#include "drivers/cpu/cpu_model.h"

#include <assert.h>
#include <pthread.h>
#include <string.h>

#include "common/cleanup.h"

#define X86_MODEL(...)
#define PPC_MODEL(...)
#define FEATURE(name) name,
static const char *const features[] = {
#include "drivers/cpu/cpu_models.def"
};
#undef FEATURE
#undef X86_MODEL
#define FEATURE(name)

static_assert(ARRAY_SIZE(features) <= CPU_FEATURES_MAX, "a set has room for all features");

static const struct {
    const char *like, *without, *more;
} x86_lists[] = {
#define X86_MODEL(name, vendor, found, like, without, more) {like, without, more},
#include "drivers/cpu/cpu_models.def"
#undef X86_MODEL
};

static struct cpu_model x86_models[] = {
#define X86_MODEL(name, vendor, found, like, without, more) {name, vendor, found, {{0}}, {{0}}},
#include "drivers/cpu/cpu_models.def"
#undef X86_MODEL
};
#undef PPC_MODEL

static const struct cpu_model ppc_models[] = {
#define X86_MODEL(...)
#define PPC_MODEL(name, vendor) {name, vendor, true, {{0}}, {{0}}},
#include "drivers/cpu/cpu_models.def"
};

static const struct {
    const char *arch;
    enum cpu_family family;
} archs[] = {
    {"i686", CPU_X86},         {"x86_64", CPU_X86},         {"ppc64", CPU_PPC},
    {"ppc64le", CPU_PPC},      {"aarch64", CPU_ARM},        {"armv6l", CPU_ARM},
    {"armv7b", CPU_ARM},       {"armv7l", CPU_ARM},         {"s390", CPU_S390},
    {"s390x", CPU_S390},       {"alpha", CPU_OTHER},        {"cris", CPU_OTHER},
    {"ia64", CPU_OTHER},       {"lm32", CPU_OTHER},         {"m68k", CPU_OTHER},
    {"microblaze", CPU_OTHER}, {"microblazeel", CPU_OTHER}, {"mips", CPU_OTHER},
    {"mips64", CPU_OTHER},     {"mips64el", CPU_OTHER},     {"mipsel", CPU_OTHER},
    {"openrisc", CPU_OTHER},   {"parisc", CPU_OTHER},       {"parisc64", CPU_OTHER},
    {"ppc", CPU_OTHER},        {"ppcemb", CPU_OTHER},       {"ppcle", CPU_OTHER},
    {"riscv32", CPU_OTHER},    {"riscv64", CPU_OTHER},      {"sh4", CPU_OTHER},
    {"sh4eb", CPU_OTHER},      {"sparc", CPU_OTHER},        {"sparc64", CPU_OTHER},
    {"unicore32", CPU_OTHER},  {"xtensa", CPU_OTHER},       {"xtensaeb", CPU_OTHER},
};

int cpu_family(const char *arch, enum cpu_family *ret_family)
{
    for (size_t i = 0; i < ARRAY_SIZE(archs); i++) {
        if (strcmp(archs[i].arch, arch) == 0) {
            *ret_family = archs[i].family;
            return 0;
        }
    }
    return 1;
}

/* ---- features ---- */

size_t cpu_feature_count(void)
{
    return ARRAY_SIZE(features);
}

const char *cpu_feature_name(size_t feature)
{
    return features[feature];
}

static int find_feature(const char *name, size_t len)
{
    for (size_t i = 0; i < ARRAY_SIZE(features); i++) {
        if (strncmp(features[i], name, len) == 0 && !features[i][len])
            return (int)i;
    }
    return -1;
}

int cpu_feature_find(const char *name)
{
    return find_feature(name, strlen(name));
}

struct cpu_features cpu_features_minus(const struct cpu_features *one,
                                       const struct cpu_features *other)
{
    struct cpu_features rest;

    for (size_t i = 0; i < ARRAY_SIZE(rest.words); i++)
        rest.words[i] = one->words[i] & ~other->words[i];
    return rest;
}

size_t cpu_features_size(const struct cpu_features *set)
{
    size_t n = 0;

    for (size_t i = 0; i < ARRAY_SIZE(set->words); i++)
        n += (size_t)__builtin_popcountll(set->words[i]);
    return n;
}

static void add_words(struct cpu_features *set, const char *words)
{
    for (const char *word = words; word && *word; word += strspn(word, " ")) {
        size_t len = strcspn(word, " ");
        int feature = find_feature(word, len);

        if (feature >= 0)
            cpu_features_add(set, (size_t)feature);
        word += len;
    }
}

/* ---- models ---- */

static pthread_once_t x86_once = PTHREAD_ONCE_INIT;

static void make_x86(void)
{
    for (size_t i = 0; i < ARRAY_SIZE(x86_models); i++) {
        for (size_t j = 0; x86_lists[i].like && j < i; j++) {
            if (strcmp(x86_models[j].name, x86_lists[i].like) == 0)
                x86_models[i].has = x86_models[j].has;
        }
        add_words(&x86_models[i].has, x86_lists[i].more);
        add_words(&x86_models[i].without, x86_lists[i].without);
    }
}

size_t cpu_models(enum cpu_family family, const struct cpu_model **ret_models)
{
    switch (family) {
    case CPU_X86:
        pthread_once(&x86_once, make_x86);
        *ret_models = x86_models;
        return ARRAY_SIZE(x86_models);
    case CPU_PPC:
        *ret_models = ppc_models;
        return ARRAY_SIZE(ppc_models);
    default:
        *ret_models = NULL;
        return 0;
    }
}

const struct cpu_model *cpu_model_find(enum cpu_family family, const char *name)
{
    const struct cpu_model *models;
    size_t n = cpu_models(family, &models);

    for (size_t i = 0; i < n; i++) {
        if (strcmp(models[i].name, name) == 0)
            return &models[i];
    }
    return NULL;
}

bool cpu_vendor_known(enum cpu_family family, const char *vendor)
{
    const struct cpu_model *models;
    size_t n = cpu_models(family, &models);

    for (size_t i = 0; i < n; i++) {
        if (models[i].vendor && strcmp(models[i].vendor, vendor) == 0)
            return true;
    }
    return false;
}
