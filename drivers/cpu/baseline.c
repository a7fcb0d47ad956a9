/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What CPUs have in common. Of x86 it is a set of features, which is told as a model and what
 * differs from it. The model that needs the fewest words is the best; but a guest bears a feature
 * more better than one less than its model promises, so what a model has too much costs extra, the
 * more the more it is:
 *
 *     price = features more + features less + (1 + 2 + ... + half of those less, rounded up)
 *
 * and a model that one of the CPUs has goes before all that have something too much.
 */
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "drivers/cpu/cpu.h"
#include "drivers/reply.h"
#include "drivers/xml/xml.h"

/* The CPUs of a call. */
struct cpus {
    struct cpu *list;
    size_t n;
};

static void cpus_free(struct cpus *c)
{
    for (size_t i = 0; i < c->n; i++)
        cpu_clear(&c->list[i]);
    free(c->list);
}

/* What is told. */
struct common {
    enum cpu_family family;
    const char *model, *vendor;   /* vendor NULL: not to be told */
    bool allow;                   /* another model may take its place */
    struct cpu_features features; /* of x86: all */
};

static int unknown_model(const char *name)
{
    return error_set(VIR_FROM_CPU, VIR_ERR_INTERNAL_ERROR, "no CPU model is called '%s'", name);
}

/* Whether a CPU may be said to be of its vendor. */
static int check_vendor(const struct cpu *cpu, const struct cpu_model *model, bool trust)
{
    if (!cpu->vendor)
        return 0;
    if (!cpu_vendor_known(cpu->family, cpu->vendor))
        return error_set(VIR_FROM_CPU, VIR_ERR_OPERATION_FAILED, "no vendor is called '%s'",
                         cpu->vendor);
    if (!trust && model->vendor && strcmp(model->vendor, cpu->vendor) != 0)
        return error_set(VIR_FROM_CPU, VIR_ERR_OPERATION_FAILED, "'%s' is by '%s', not by '%s'",
                         model->name, model->vendor, cpu->vendor);
    return 0;
}

/* ---- x86 ---- */

/* What they all have. */
struct shared {
    struct cpu_features features;
    const char *vendor; /* whose models may be told; NULL: anybody's */
};

/* One more CPU, and its vendor's name where it or its model has one. Of the first the vendor is
 * believed. */
static int baseline_share(struct shared *shared, const struct cpu *cpu, bool first)
{
    const struct cpu_model *model = cpu_model_find(CPU_X86, cpu->model);
    const char *vendor = cpu->vendor;
    struct cpu_features told;

    if (!model)
        return unknown_model(cpu->model);
    if (cpu_told_features(cpu, CPU_REQUIRE, &told) < 0 || check_vendor(cpu, model, first) < 0)
        return -1;
    if (!vendor && !first)
        vendor = model->vendor;
    if (vendor && shared->vendor && strcmp(vendor, shared->vendor) != 0)
        return error_set(VIR_FROM_CPU, VIR_ERR_OPERATION_FAILED,
                         "CPUs by '%s' and by '%s' have nothing in common", shared->vendor, vendor);
    if (vendor)
        shared->vendor = vendor;
    for (size_t i = 0; i < ARRAY_SIZE(told.words); i++) {
        uint64_t word = told.words[i] | model->has.words[i];

        shared->features.words[i] = first ? word : shared->features.words[i] & word;
    }
    return 0;
}

/* How well a model fits. */
struct fit {
    const struct cpu_model *model;
    bool given;        /* one of the CPUs is of it */
    size_t less, step; /* what it has too much; the last number of the price's sum */
    size_t price;
};

static struct fit baseline_measure(const struct cpu_model *model, const struct shared *shared,
                                   const struct cpus *c)
{
    struct cpu_features more = cpu_features_minus(&shared->features, &model->has),
                        less = cpu_features_minus(&model->has, &shared->features),
                        without = cpu_features_minus(&model->without, &shared->features);
    struct fit f = {.model = model, .less = cpu_features_size(&less) + cpu_features_size(&without)};

    for (size_t i = 0; i < c->n; i++)
        f.given = f.given || strcmp(c->list[i].model, model->name) == 0;
    f.step = (f.less + 1) / 2;
    f.price = cpu_features_size(&more) + f.less + f.step * (f.step + 1) / 2;
    return f;
}

static bool fits_better(const struct fit *one, const struct fit *other)
{
    if (one->given && !one->less && other->less)
        return true;
    return one->price != other->price ? one->price < other->price : one->step < other->step;
}

/* The model that they have in common; the newest wins where two are as good. */
static const struct cpu_model *best_model(const struct shared *shared, const struct cpus *c,
                                          const char *preferred)
{
    const struct cpu_model *models;
    struct fit best = {0};

    for (size_t i = cpu_models(CPU_X86, &models); i-- > 0;) {
        const struct cpu_model *m = &models[i];
        struct fit f;

        if (!m->found || (m->vendor && shared->vendor && strcmp(m->vendor, shared->vendor) != 0))
            continue;
        if (preferred && strcmp(m->name, preferred) == 0)
            return m;
        f = baseline_measure(m, shared, c);
        if (!best.model || fits_better(&f, &best))
            best = f;
    }
    return best.model;
}

static int share_x86(const struct cpus *c, struct common *ret_common)
{
    const char *preferred = c->list[0].model, *vendor = c->list[0].vendor;
    const struct cpu_model *model;
    struct shared shared = {0};

    for (size_t i = 0; i < c->n; i++) {
        if (baseline_share(&shared, &c->list[i], i == 0) < 0)
            return -1;
        if (strcmp(c->list[i].model, c->list[0].model) != 0)
            preferred = NULL;
        if (!c->list[i].vendor)
            vendor = NULL;
    }
    if (c->n == 1 && !shared.vendor)
        shared.vendor = cpu_model_find(CPU_X86, preferred)->vendor;
    model = best_model(&shared, c, preferred);
    ret_common->model = model->name;
    ret_common->vendor = vendor;
    ret_common->allow = !preferred || strcmp(preferred, model->name) != 0;
    ret_common->features = shared.features;
    return 0;
}

/* ---- others ---- */

/* Models of POWER have nothing in common. */
static int share_ppc(const struct cpus *c, struct common *ret_common)
{
    const struct cpu_model *model = cpu_model_find(CPU_PPC, c->list[0].model);

    if (!model)
        return unknown_model(c->list[0].model);
    for (size_t i = 0; i < c->n; i++) {
        if (strcmp(c->list[i].model, model->name) != 0)
            return error_set(VIR_FROM_CPU, VIR_ERR_OPERATION_FAILED,
                             "'%s' and '%s' have nothing in common", model->name, c->list[i].model);
        if (check_vendor(&c->list[i], model, false) < 0)
            return -1;
    }
    ret_common->model = model->name;
    return 0;
}

/* ---- telling ---- */

static int by_name(const void *one, const void *other)
{
    return strcmp(cpu_feature_name(*(const size_t *)one), cpu_feature_name(*(const size_t *)other));
}

static void put_feature(xmlNode *root, size_t feature, const char *policy)
{
    xml_add(root, "feature", "policy", policy, "name", cpu_feature_name(feature), NULL);
}

static void put_set(xmlNode *root, const struct cpu_features *set, const char *policy)
{
    for (size_t i = 0; i < cpu_feature_count(); i++) {
        if (cpu_features_has(set, i))
            put_feature(root, i, policy);
    }
}

/* What differs from the model; or all, by name. */
static void put_features(xmlNode *root, const struct common *common, bool expand)
{
    const struct cpu_model *model = cpu_model_find(CPU_X86, common->model);
    struct cpu_features more = cpu_features_minus(&common->features, &model->has),
                        less = cpu_features_minus(&model->has, &common->features),
                        without = cpu_features_minus(&model->without, &common->features);
    size_t n = cpu_feature_count(), order[CPU_FEATURES_MAX];

    if (!expand) {
        put_set(root, &more, "require");
        put_set(root, &less, "disable");
        put_set(root, &without, "disable");
        return;
    }
    for (size_t i = 0; i < n; i++)
        order[i] = i;
    qsort(order, n, sizeof(*order), by_name);
    for (size_t i = 0; i < n; i++) {
        if (cpu_features_has(&common->features, order[i]))
            put_feature(root, order[i], "require");
        else if (cpu_features_has(&less, order[i]) || cpu_features_has(&without, order[i]))
            put_feature(root, order[i], "disable");
    }
}

static int put_common(const struct common *common, bool expand, char **ret_xml)
{
    _cleanup_(xml_doc_freep) xmlDoc *doc = xml_new_doc("cpu");
    xmlNode *root = xmlDocGetRootElement(doc);

    if (!root)
        return error_oom(VIR_FROM_CPU);
    xml_set(root, "mode", "custom");
    xml_set(root, "match", "exact");
    xml_set_text(xml_add(root, "model", "fallback", common->allow ? "allow" : "forbid", NULL),
                 common->model);
    if (common->vendor)
        xml_set_text(xml_add(root, "vendor", NULL), common->vendor);
    if (common->family == CPU_X86)
        put_features(root, common, expand);
    *ret_xml = xml_format(root);
    return *ret_xml ? 0 : -1;
}

int cpu_common(char *const *xmls, size_t n, unsigned flags, char **ret_xml)
{
    _cleanup_(cpus_free) struct cpus c = {0};
    struct common common;
    int status = 0;

    if (!n)
        return error_set(VIR_FROM_CPU, VIR_ERR_INVALID_ARG, "no CPUs have nothing in common");
    c.list = calloc(n, sizeof(*c.list));
    if (!c.list)
        return error_oom(VIR_FROM_CPU);
    for (; c.n < n; c.n++) {
        if (cpu_read(xmls[c.n], &c.list[c.n]) < 0)
            return -1;
    }
    common = (struct common){.family = c.list[0].family};
    switch (common.family) {
    case CPU_X86:
        status = share_x86(&c, &common);
        break;
    case CPU_PPC:
        status = share_ppc(&c, &common);
        break;
    case CPU_ARM:
        common.model = c.list[0].model;
        common.allow = true;
        break;
    default:
        status = error_set(VIR_FROM_CPU, VIR_ERR_NO_SUPPORT, "what CPUs of '%s' share is not known",
                           c.list[0].arch);
    }
    if (status < 0)
        return -1;
    return put_common(&common, flags & VIR_CONNECT_BASELINE_CPU_EXPAND_FEATURES, ret_xml);
}
