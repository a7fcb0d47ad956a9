/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Reading <cpu>, and the names of models.
 */
#include "drivers/test/cpu.h"

#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "drivers/test/amount.h"
#include "drivers/test/ops.h"
#include "drivers/test/reply.h"
#include "drivers/test/schema.h"
#include "drivers/test/xml.h"

static const char *const cpu_order[] = {
    "arch", "model", "vendor", "microcode", "topology", NULL, "feature", "pages",
};
const struct schema cpu_schema = {"cpu", VIR_FROM_CPU, cpu_order, ARRAY_SIZE(cpu_order)};

int test_connect_get_cpu_model_names(struct session *session,
                                     const remote_connect_get_cpu_model_names_args *args,
                                     remote_connect_get_cpu_model_names_ret *ret)
{
    const struct cpu_model *models;
    enum cpu_family family;
    size_t n;

    if (check_flags(args->flags, 0) < 0)
        return -1;
    if (cpu_family(args->arch, &family) != 0)
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "no architecture is called '%s'",
                         args->arch);
    if (family == CPU_OTHER)
        return error_set(VIR_FROM_CPU, VIR_ERR_NO_SUPPORT, "CPUs of '%s' have no known models",
                         args->arch);
    n = cpu_models(family, &models);
    ret->ret = (int)n;
    if (!args->need_results)
        return 0;
    ret->models.models_val = calloc(n + 1, sizeof(char *));
    if (!ret->models.models_val)
        return error_oom(VIR_FROM_TEST);
    for (; ret->models.models_len < n; ret->models.models_len++) {
        if (reply_text(&ret->models.models_val[ret->models.models_len],
                       models[ret->models.models_len].name) < 0)
            return -1;
    }
    return 0;
}

/* ---- reading ---- */

/* The whole text of a child, with its blanks; malloc'ed, NULL: absent or empty. */
static char *whole_text(const xmlNode *root, const char *name)
{
    xmlNode *child = xml_child(root, name);
    char *text = child ? (char *)xmlNodeGetContent(child) : NULL;

    if (!text || *text)
        return text;
    free(text);
    return NULL;
}

/* The attributes of children that are numbers, or words. */
static const struct {
    const char *child, *attribute;
    bool wanted, positive;
    const char *words[5]; /* up to NULL; none: it is a number */
} attributes[] = {
    {"signature", "family", true, false, {NULL}},
    {"signature", "model", true, false, {NULL}},
    {"signature", "stepping", false, false, {NULL}},
    {"topology", "sockets", true, true, {NULL}},
    {"topology", "dies", false, true, {NULL}},
    {"topology", "cores", true, true, {NULL}},
    {"topology", "threads", true, true, {NULL}},
    {"cache", "level", false, false, {NULL}},
    {"cache", "mode", true, false, {"emulate", "passthrough", "disable", NULL}},
    {"maxphysaddr", "mode", true, false, {"emulate", "passthrough", NULL}},
    {"maxphysaddr", "bits", false, false, {NULL}},
};

static bool fits(const char *value, const char *const *words, bool positive)
{
    unsigned long long number;

    if (!*words)
        return amount_number(value, &number) == 0 && !(positive && !number);
    while (*words && strcmp(*words, value) != 0)
        words++;
    return *words;
}

static int check_attributes(const xmlNode *root)
{
    for (size_t i = 0; i < ARRAY_SIZE(attributes); i++) {
        const xmlNode *child = xml_child(root, attributes[i].child);
        const char *value = child ? xml_peek(child, attributes[i].attribute) : NULL;

        if (child && !value && attributes[i].wanted)
            return error_set(VIR_FROM_XML, VIR_ERR_XML_ERROR, "<%s> has no attribute %s",
                             attributes[i].child, attributes[i].attribute);
        if (value && !fits(value, attributes[i].words, attributes[i].positive))
            return error_set(VIR_FROM_XML, VIR_ERR_XML_ERROR, "<%s %s='%s'> can't be",
                             attributes[i].child, attributes[i].attribute, value);
    }
    return 0;
}

/* The frequency of the clock that x86 counts by. */
static int check_counter(const xmlNode *root)
{
    const xmlNode *tsc = xml_child_with(root, "counter", "name", "tsc");
    const char *frequency = tsc ? xml_peek(tsc, "frequency") : NULL;
    unsigned long long number;

    if (tsc && (!frequency || amount_number(frequency, &number) < 0))
        return error_set(VIR_FROM_XML, VIR_ERR_XML_ERROR, "<counter frequency='%s'> can't be",
                         frequency ? frequency : "");
    return 0;
}

static int check_features(const xmlNode *root)
{
    for (const xmlNode *n = xml_child(root, "feature"); n; n = xml_element(n->next, "feature")) {
        const char *name = xml_peek(n, "name");

        if (!name || !*name)
            return error_set(VIR_FROM_CPU, VIR_ERR_XML_ERROR, "a <feature> has no name");
        if (xml_child_with(root, "feature", "name", name) != n)
            return error_set(VIR_FROM_CPU, VIR_ERR_XML_ERROR, "<feature name='%s'> is there twice",
                             name);
    }
    return 0;
}

int cpu_read(const char *xml, struct cpu *ret_cpu)
{
    static const char *const of_guests[] = {"mode", "migratable"};
    _cleanup_(cpu_clear) struct cpu cpu = {0};
    const char *microcode;
    unsigned long long number;
    xmlNode *root;

    if (xml_parse(VIR_FROM_CPU, xml, "<cpu>", &cpu.doc) < 0)
        return -1;
    root = xmlDocGetRootElement(cpu.doc);
    if (!xml_is(root, "cpu"))
        return error_set(VIR_FROM_CPU, VIR_ERR_XML_ERROR, "the root element is <%s>, not <cpu>",
                         (const char *)root->name);
    for (size_t i = 0; i < ARRAY_SIZE(of_guests); i++) {
        if (xml_peek(root, of_guests[i]))
            return error_set(VIR_FROM_CPU, VIR_ERR_CONFIG_UNSUPPORTED,
                             "<cpu %s='...'> is for guests, and this is a host's", of_guests[i]);
    }
    cpu.arch = whole_text(root, "arch");
    cpu.model = whole_text(root, "model");
    cpu.vendor = whole_text(root, "vendor");
    if (!cpu.arch)
        return error_set(VIR_FROM_CPU, VIR_ERR_XML_ERROR, "<cpu> has no <arch>");
    if (cpu_family(cpu.arch, &cpu.family) != 0)
        return error_set(VIR_FROM_CPU, VIR_ERR_CONFIG_UNSUPPORTED, "<arch> is '%s', which is none",
                         cpu.arch);
    microcode =
        xml_child(root, "microcode") ? xml_peek(xml_child(root, "microcode"), "version") : NULL;
    if (microcode && amount_number(microcode, &number) < 0)
        return error_set(VIR_FROM_CPU, VIR_ERR_CONFIG_UNSUPPORTED,
                         "<microcode version='%s'> is no number", microcode);
    if (check_counter(root) < 0)
        return -1;
    if (!cpu.model)
        return error_set(VIR_FROM_CPU, VIR_ERR_XML_ERROR, "<cpu> has no <model>");
    if (check_attributes(root) < 0 || check_features(root) < 0)
        return -1;
    *ret_cpu = cpu;
    cpu = (struct cpu){0};
    return 0;
}

void cpu_clear(struct cpu *cpu)
{
    xmlFreeDoc(cpu->doc);
    free(cpu->arch);
    free(cpu->model);
    free(cpu->vendor);
}

int cpu_told_features(const struct cpu *cpu, struct cpu_features *ret_features)
{
    struct cpu_features told = {{0}};
    const xmlNode *first = xml_child(xmlDocGetRootElement(cpu->doc), "feature");

    for (const xmlNode *n = first; n; n = xml_element(n->next, "feature")) {
        int feature = cpu_feature_find(xml_peek(n, "name"));

        if (feature < 0)
            return error_set(VIR_FROM_CPU, VIR_ERR_INTERNAL_ERROR, "no CPU feature is called '%s'",
                             xml_peek(n, "name"));
        cpu_features_add(&told, (size_t)feature);
    }
    *ret_features = told;
    return 0;
}
