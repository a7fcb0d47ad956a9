/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reading <cpu>. */
#include "drivers/cpu/cpu.h"

#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "drivers/reply.h"
#include "drivers/xml/checks.h"
#include "drivers/xml/schema.h"
#include "drivers/xml/xml.h"

static const char *const cpu_order[] = {
    "arch",     "model", "vendor",      "microcode", "signature", "counter",
    "topology", "cache", "maxphysaddr", NULL,        "feature",   "pages",
};
const struct schema cpu_schema = {"cpu", VIR_FROM_CPU, cpu_order, ARRAY_SIZE(cpu_order)};

/* The whole text of a child, with its blanks; malloc'ed, NULL: absent or empty. */
static char *whole_text(const xmlNode *root, const char *name)
{
    xmlNode *child = xml_child(root, name);
    char *text = child ? (char *)xmlNodeGetContent(child) : NULL;

    if (child && !text)
        error_note_lost();
    if (!text || *text)
        return text;
    free(text);
    return NULL;
}

static bool cpu_positive(const char *text)
{
    return checks_number(text) && strspn(text, "0") != strlen(text);
}

static bool cpu_twelve(const char *text)
{
    return strlen(text) == 12;
}

#define XML         VIR_FROM_XML, VIR_ERR_XML_ERROR
#define WRONG       VIR_FROM_CPU, VIR_ERR_XML_ERROR
#define UNSUPPORTED VIR_FROM_CPU, VIR_ERR_CONFIG_UNSUPPORTED

static const struct check of_hosts[] = {
    {"microcode@version", false, NULL, checks_number, UNSUPPORTED},
    {"counter[name=tsc]@frequency", true, NULL, checks_number, XML},
    {"signature@family", true, NULL, checks_number, XML},
    {"signature@model", true, NULL, checks_number, XML},
};
static const struct check of_guests[] = {
    {"@match", false, "minimum exact strict", NULL, XML},
    {"@check", false, "none partial full", NULL, XML},
    {"@mode", false, "custom host-model host-passthrough maximum", NULL, UNSUPPORTED},
    {"model@fallback", EMPTY_IS_NONE, "allow forbid", NULL, UNSUPPORTED},
    {"model@vendor_id", false, NULL, cpu_twelve, WRONG},
    {"feature@policy", false, "require optional disable force forbid", NULL, UNSUPPORTED},
};
static const struct check of_all[] = {
    {"topology@sockets", true, NULL, cpu_positive, XML},
    {"topology@dies", false, NULL, cpu_positive, XML},
    {"topology@cores", true, NULL, cpu_positive, XML},
    {"topology@threads", true, NULL, cpu_positive, XML},
    {"cache@level", false, NULL, checks_number, XML},
    {"cache@mode", true, "emulate passthrough disable", NULL, XML},
    {"maxphysaddr@mode", true, "emulate passthrough", NULL, XML},
    {"maxphysaddr@bits", false, NULL, checks_number, XML},
};

static int by_text(const void *one, const void *other)
{
    return strcmp(*(const char *const *)one, *(const char *const *)other);
}

/* All have names, which are sorted: a stranger may send a great many. */
static int check_features(const xmlNode *root)
{
    _cleanup_free_ const char **names = NULL;
    size_t count = 0, i = 0;

    for (const xmlNode *n = xml_child(root, "feature"); n; n = xml_element(n->next, "feature"))
        count++;
    names = calloc(count + 1, sizeof(*names));
    if (!names)
        return error_oom(VIR_FROM_CPU);
    for (const xmlNode *n = xml_child(root, "feature"); n; n = xml_element(n->next, "feature")) {
        names[i] = xml_peek(n, "name");
        if (!names[i] || !*names[i])
            return error_set(VIR_FROM_CPU, VIR_ERR_XML_ERROR, "a <feature> has no name");
        i++;
    }
    qsort(names, count, sizeof(*names), by_text);
    for (i = 1; i < count; i++) {
        if (strcmp(names[i - 1], names[i]) == 0)
            return error_set(VIR_FROM_CPU, VIR_ERR_XML_ERROR, "<feature name='%s'> is there twice",
                             names[i]);
    }
    return 0;
}

/* What only guests have: an attribute that says how it is to be matched. */
static int check_kind(const xmlNode *root, const struct cpu *cpu)
{
    const char *mode = xml_peek(root, "mode");

    if (!cpu->guest && mode)
        return error_set(VIR_FROM_CPU, VIR_ERR_CONFIG_UNSUPPORTED,
                         "<cpu mode='%s'> is for guests, and this is a host's", mode);
    if (xml_peek(root, "migratable") && !(mode && checks_word("host-passthrough maximum", mode)))
        return error_set(VIR_FROM_CPU, VIR_ERR_CONFIG_UNSUPPORTED,
                         "<cpu migratable='...'> is for guests that have the host's");
    if (cpu->guest && cpu->arch)
        return error_set(VIR_FROM_CPU, VIR_ERR_XML_ERROR, "the <cpu> of a guest has no <arch>");
    if (!cpu->guest && !cpu->arch)
        return error_set(VIR_FROM_CPU, VIR_ERR_XML_ERROR, "<cpu> has no <arch>");
    return 0;
}

/* Fills cpu, whose doc and kind are known. */
static int read_root(xmlNode *root, struct cpu *cpu)
{
    const char *match = xml_peek(root, "match");

    cpu->arch = whole_text(root, "arch");
    cpu->model = whole_text(root, "model");
    cpu->vendor = whole_text(root, "vendor");
    if (check_kind(root, cpu) < 0)
        return -1;
    if (cpu->arch && cpu_family(cpu->arch, &cpu->family) != 0)
        return error_set(VIR_FROM_CPU, VIR_ERR_CONFIG_UNSUPPORTED, "<arch> is '%s', which is none",
                         cpu->arch);
    if ((cpu->guest ? checks_pass(root, of_guests, ARRAY_SIZE(of_guests))
                    : checks_pass(root, of_hosts, ARRAY_SIZE(of_hosts))) < 0)
        return -1;
    if (!cpu->guest && !cpu->model)
        return error_set(VIR_FROM_CPU, VIR_ERR_XML_ERROR, "<cpu> has no <model>");
    cpu->strict = cpu->guest && match && strcmp(match, "strict") == 0;
    return checks_pass(root, of_all, ARRAY_SIZE(of_all)) < 0 ? -1 : check_features(root);
}

static int read_doc(xmlDoc *doc, bool guests_too, struct cpu *ret_cpu)
{
    _cleanup_(cpu_clear) struct cpu cpu = {.doc = doc};
    xmlNode *root = xmlDocGetRootElement(doc);

    if (!xml_is(root, "cpu"))
        return error_set(VIR_FROM_CPU, VIR_ERR_XML_ERROR, "the root element is <%s>, not <cpu>",
                         (const char *)root->name);
    cpu.guest = guests_too &&
                (xml_peek(root, "mode") || xml_peek(root, "match") || !xml_child(root, "arch"));
    if (read_root(root, &cpu) < 0)
        return -1;
    *ret_cpu = cpu;
    cpu = (struct cpu){0};
    return 0;
}

int cpu_read(const char *xml, struct cpu *ret_cpu)
{
    xmlDoc *doc;

    return xml_parse(VIR_FROM_CPU, xml, "<cpu>", &doc) < 0 ? -1 : read_doc(doc, false, ret_cpu);
}

int cpu_read_any(const char *xml, struct cpu *ret_cpu)
{
    xmlDoc *doc;

    return xml_parse(VIR_FROM_CPU, xml, "<cpu>", &doc) < 0 ? -1 : read_doc(doc, true, ret_cpu);
}

int cpu_read_node(xmlNode *node, struct cpu *ret_cpu)
{
    xmlDoc *doc;

    return schema_copy_node(&cpu_schema, node, &doc) < 0 ? -1 : read_doc(doc, false, ret_cpu);
}

void cpu_clear(struct cpu *cpu)
{
    xmlFreeDoc(cpu->doc);
    free(cpu->arch);
    free(cpu->model);
    free(cpu->vendor);
}

int cpu_told_features(const struct cpu *cpu, enum cpu_policy policy,
                      struct cpu_features *ret_features)
{
    static const char *const policies[] = {
        [CPU_REQUIRE] = "require", [CPU_OPTIONAL] = "optional", [CPU_DISABLE] = "disable",
        [CPU_FORCE] = "force",     [CPU_FORBID] = "forbid",
    };
    const xmlNode *first = cpu->doc ? xml_child(xmlDocGetRootElement(cpu->doc), "feature") : NULL;
    struct cpu_features told = {{0}};

    for (const xmlNode *n = first; n; n = xml_element(n->next, "feature")) {
        int feature = cpu_feature_find(xml_peek(n, "name"));
        const char *said = cpu->guest ? xml_peek(n, "policy") : NULL;

        if (feature < 0)
            return error_set(VIR_FROM_CPU, VIR_ERR_INTERNAL_ERROR, "no CPU feature is called '%s'",
                             xml_peek(n, "name"));
        if (strcmp(said ? said : policies[CPU_REQUIRE], policies[policy]) == 0)
            cpu_features_add(&told, (size_t)feature);
    }
    *ret_features = told;
    return 0;
}
