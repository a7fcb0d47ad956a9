/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The models of CPUs that have a name, by architecture; and what CPUs of one model have in common.
 */
#include "drivers/test/cpu.h"

#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "drivers/test/ops.h"
#include "drivers/test/reply.h"
#include "drivers/test/schema.h"
#include "drivers/test/xml.h"

static const char *const x86[] = {
    "486",
    "pentium",
    "pentium2",
    "pentium3",
    "pentiumpro",
    "coreduo",
    "n270",
    "core2duo",
    "qemu32",
    "kvm32",
    "cpu64-rhel5",
    "cpu64-rhel6",
    "qemu64",
    "kvm64",
    "Conroe",
    "Penryn",
    "Nehalem",
    "Nehalem-IBRS",
    "Westmere",
    "Westmere-IBRS",
    "SandyBridge",
    "SandyBridge-IBRS",
    "IvyBridge",
    "IvyBridge-IBRS",
    "Haswell-noTSX",
    "Haswell-noTSX-IBRS",
    "Haswell",
    "Haswell-IBRS",
    "Broadwell-noTSX",
    "Broadwell-noTSX-IBRS",
    "Broadwell",
    "Broadwell-IBRS",
    "Skylake-Client",
    "Skylake-Client-IBRS",
    "Skylake-Client-noTSX-IBRS",
    "Skylake-Server",
    "Skylake-Server-IBRS",
    "Skylake-Server-noTSX-IBRS",
    "Cascadelake-Server",
    "Cascadelake-Server-noTSX",
    "Icelake-Client",
    "Icelake-Client-noTSX",
    "Icelake-Server",
    "Icelake-Server-noTSX",
    "Cooperlake",
    "Snowridge",
    "athlon",
    "phenom",
    "Opteron_G1",
    "Opteron_G2",
    "Opteron_G3",
    "Opteron_G4",
    "Opteron_G5",
    "EPYC",
    "EPYC-IBPB",
    "EPYC-Rome",
    "EPYC-Milan",
    "Dhyana",
    NULL,
};
static const char *const ppc[] = {
    "POWER6", "POWER7", "POWER8", "POWER9", "POWER10", "POWERPC_e5500", "POWERPC_e6500", NULL,
};
static const char *const none[] = {NULL}; /* known, but no model of it has a name */

static const struct {
    const char *arch;
    const char *const *models;
} families[] = {
    {"i686", x86},    {"x86_64", x86},  {"ppc64", ppc},   {"ppc64le", ppc}, {"aarch64", none},
    {"armv7l", none}, {"armv6l", none}, {"armv7b", none}, {"s390", none},   {"s390x", none},
};

const char *const *cpu_models(const char *arch)
{
    for (size_t i = 0; i < ARRAY_SIZE(families); i++) {
        if (strcmp(families[i].arch, arch) == 0)
            return families[i].models;
    }
    return NULL;
}

int test_connect_get_cpu_model_names(struct session *session,
                                     const remote_connect_get_cpu_model_names_args *args,
                                     remote_connect_get_cpu_model_names_ret *ret)
{
    const char *const *models = cpu_models(args->arch);
    size_t n = 0;

    if (check_flags(args->flags, 0) < 0)
        return -1;
    if (!models)
        return error_set(VIR_FROM_CPU, VIR_ERR_INVALID_ARG, "CPUs of '%s' are not known",
                         args->arch);
    while (models[n])
        n++;
    ret->ret = (int)n;
    if (!args->need_results)
        return 0;
    ret->models.models_val = calloc(n + 1, sizeof(char *));
    if (!ret->models.models_val)
        return error_oom(VIR_FROM_TEST);
    for (; ret->models.models_len < n; ret->models.models_len++) {
        if (reply_text(&ret->models.models_val[ret->models.models_len],
                       models[ret->models.models_len]) < 0)
            return -1;
    }
    return 0;
}

/* ---- what CPUs have in common ---- */

static const char *const cpu_order[] = {
    "arch", "model", "vendor", "microcode", "topology", NULL, "feature", "pages",
};
const struct schema cpu_schema = {"cpu", VIR_FROM_CPU, cpu_order, ARRAY_SIZE(cpu_order)};

/* The <cpu>s of a call, parsed. */
struct cpus {
    xmlDoc **docs;
    size_t n;
};

static void cpus_free(struct cpus *c)
{
    for (size_t i = 0; i < c->n; i++)
        xmlFreeDoc(c->docs[i]);
    free(c->docs);
}

/* The text of a child that all have, and all the same. 0, or -1. */
static int common_text(const struct cpus *c, const char *child, char **ret_text)
{
    _cleanup_free_ char *first = NULL;

    for (size_t i = 0; i < c->n; i++) {
        _cleanup_free_ char *text = xml_text(xml_child(xmlDocGetRootElement(c->docs[i]), child));

        if (!text)
            return error_set(VIR_FROM_CPU, VIR_ERR_XML_ERROR, "<cpu> has no <%s>", child);
        if (first && strcmp(first, text) != 0)
            return error_set(VIR_FROM_CPU, VIR_ERR_CONFIG_UNSUPPORTED,
                             "CPUs '%s' and '%s' have another <%s>: what they share is not known",
                             first, text, child);
        if (!first)
            first = take(text);
    }
    *ret_text = take(first);
    return 0;
}

/* Says whether the CPU demands a feature. */
static bool has_feature(const xmlNode *cpu, const char *name)
{
    const xmlNode *n = xml_child_with(cpu, "feature", "name", name);
    _cleanup_free_ char *policy = n ? xml_attribute(n, "policy") : NULL;

    return n && (!policy || strcmp(policy, "require") == 0 || strcmp(policy, "force") == 0);
}

/* Writes the CPU that has what all of them have. 0, or -1. */
static int put_common(const struct cpus *c, const char *model, char **ret_xml)
{
    _cleanup_(xml_doc_freep) xmlDoc *doc = xmlNewDoc(BAD_CAST "1.0");
    xmlNode *root = doc ? xmlNewDocNode(doc, NULL, BAD_CAST "cpu", NULL) : NULL;
    xmlNode *first = xmlDocGetRootElement(c->docs[0]);

    if (!root)
        return error_oom(VIR_FROM_CPU);
    xmlDocSetRootElement(doc, root);
    xmlSetProp(root, BAD_CAST "mode", BAD_CAST "custom");
    xmlSetProp(root, BAD_CAST "match", BAD_CAST "exact");
    xml_set_text(xml_add(root, "model", "fallback", "forbid", NULL), model);
    for (xmlNode *n = xml_child(first, "feature"); n; n = xml_element(n->next, "feature")) {
        _cleanup_free_ char *name = xml_attribute(n, "name");
        bool all = name;

        for (size_t i = 0; i < c->n && all; i++)
            all = has_feature(xmlDocGetRootElement(c->docs[i]), name);
        if (all)
            xml_add(root, "feature", "policy", "require", "name", name, NULL);
    }
    *ret_xml = xml_format(root);
    return *ret_xml ? 0 : -1;
}

int cpu_common(char *const *xmls, size_t n, unsigned flags, char **ret_xml)
{
    _cleanup_(cpus_free) struct cpus c = {0};
    _cleanup_free_ char *arch = NULL, *model = NULL;

    if (check_flags(flags, VIR_CONNECT_BASELINE_CPU_EXPAND_FEATURES |
                               VIR_CONNECT_BASELINE_CPU_MIGRATABLE |
                               VIR_CONNECT_BASELINE_CPU_IGNORE_HOST) < 0)
        return -1;
    if (flags & VIR_CONNECT_BASELINE_CPU_EXPAND_FEATURES)
        return error_set(VIR_FROM_CPU, VIR_ERR_CONFIG_UNSUPPORTED,
                         "which features a model stands for is not known");
    if (!n)
        return error_set(VIR_FROM_CPU, VIR_ERR_INVALID_ARG, "no CPUs have nothing in common");
    c.docs = calloc(n, sizeof(*c.docs));
    if (!c.docs)
        return error_oom(VIR_FROM_CPU);
    for (; c.n < n; c.n++) {
        if (schema_parse(&cpu_schema, xmls[c.n], &c.docs[c.n]) < 0)
            return -1;
    }
    if (common_text(&c, "arch", &arch) < 0 || common_text(&c, "model", &model) < 0)
        return -1;
    return put_common(&c, model, ret_xml);
}

int test_connect_baseline_cpu(struct session *session, const remote_connect_baseline_cpu_args *args,
                              remote_connect_baseline_cpu_ret *ret)
{
    return cpu_common(args->xmlCPUs.xmlCPUs_val, args->xmlCPUs.xmlCPUs_len, args->flags, &ret->cpu);
}
