/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Reads a definition: what is wrong names its element; what is missing gets libvirt's default;
 * the children of <domain> are put in libvirt's order, unknown ones behind <os>' kin.
 */
#include "drivers/domain/definition.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "drivers/domain/devices.h"
#include "drivers/domain/domain_checks.h"
#include "drivers/domain/facts.h"
#include "drivers/domain/memory.h"
#include "drivers/forms/forms.h"
#include "drivers/xml/amount.h"
#include "drivers/xml/checks.h"
#include "drivers/xml/schema.h"
#include "drivers/xml/xml.h"
#include "protocol/remote.h"

#define XML_ERROR(...)   error_set(VIR_FROM_DOMAIN, VIR_ERR_XML_ERROR, __VA_ARGS__)
#define UNSUPPORTED(...) error_set(VIR_FROM_DOMAIN, VIR_ERR_CONFIG_UNSUPPORTED, __VA_ARGS__)

static const char *const domain_order[] = {
    "name",
    "uuid",
    "genid",
    "hwuuid",
    "title",
    "description",
    "metadata",
    "maxMemory",
    "memory",
    "currentMemory",
    "blkiotune",
    "memtune",
    "memoryBacking",
    "vcpu",
    "vcpus",
    "iothreads",
    "iothreadids",
    "defaultiothread",
    "cputune",
    "numatune",
    "resource",
    "sysinfo",
    "bootloader",
    "bootloader_args",
    "os",
    "idmap",
    "features",
    "cpu",
    "clock",
    "on_poweroff",
    "on_reboot",
    "on_crash",
    "on_lockfailure",
    "pm",
    "perf",
    NULL,
    "devices",
    "seclabel",
    "keywrap",
    "launchSecurity",
};
const struct schema definition_schema = {"domain", VIR_FROM_DOMAIN, domain_order,
                                         ARRAY_SIZE(domain_order)};

static const char *const os_order[] = {"type", NULL};
static const struct schema os_schema = {"os", VIR_FROM_DOMAIN, os_order, ARRAY_SIZE(os_order)};

static void write_number(xmlNode *root, const char *element, unsigned long long value)
{
    xmlNode *n = schema_want(&definition_schema, root, element);
    char text[24];

    snprintf(text, sizeof(text), "%llu", value);
    xml_set_text(n, text);
    if (strcmp(element, "vcpu") != 0)
        xml_set(n, "unit", "KiB");
}

static void write_vcpus(const struct definition *d, xmlNode *root)
{
    xmlNode *n = schema_want(&definition_schema, root, "vcpu");
    char text[12];

    snprintf(text, sizeof(text), "%u", d->vcpus);
    if (d->vcpus == d->max_vcpus)
        xmlUnsetProp(n, BAD_CAST "current");
    else
        xml_set(n, "current", text);
}

static int read_memories(struct definition *d, xmlNode *root)
{
    if (memory_read(root, &d->max_memory, &d->memory) < 0)
        return -1;
    write_number(root, "memory", d->max_memory);
    write_number(root, "currentMemory", d->memory);
    return 0;
}

static int read_vcpus(struct definition *d, xmlNode *root)
{
    xmlNode *n = schema_want(&definition_schema, root, "vcpu");
    _cleanup_free_ char *text = xml_content(n), *current = xml_attribute(n, "current");
    _cleanup_free_ char *placement = xml_attribute(n, "placement");
    unsigned long long max = 1, now;

    if (text && (amount_number(text, &max) < 0 || max > UINT16_MAX))
        return XML_ERROR("<vcpu> is '%s', not a count", text);
    now = max;
    if (current && amount_number(current, &now) < 0)
        return error_set(VIR_FROM_XML, VIR_ERR_XML_ERROR, "<vcpu current='%s'> is not a count",
                         current);
    if (max == 0)
        return error_set(VIR_FROM_DOMAIN, VIR_ERR_INTERNAL_ERROR, "<vcpu> allows no vcpu at all");
    if (now == 0)
        return XML_ERROR("<vcpu current='0'> leaves no vcpu");
    if (now > max)
        return UNSUPPORTED("<vcpu> has %llu of at most %llu vcpus", now, max);
    d->max_vcpus = (unsigned)max;
    d->vcpus = (unsigned)now;
    if (!placement) {
        /* libvirt writes this one first */
        _cleanup_free_ char *cpuset = xml_attribute(n, "cpuset");

        xmlUnsetProp(n, BAD_CAST "cpuset");
        xmlUnsetProp(n, BAD_CAST "current");
        xml_set(n, "placement", "static");
        if (cpuset)
            xml_set(n, "cpuset", cpuset);
    }
    write_number(root, "vcpu", max);
    write_vcpus(d, root);
    return 0;
}

/* As many as there are identities of them, at least. */
static void read_iothreads(xmlNode *root)
{
    size_t ids = xml_count(xml_child(root, "iothreadids"), "iothread");
    _cleanup_free_ char *text = xml_text(xml_child(root, "iothreads"));
    char count[24];

    if (ids == 0 || (text && strtoull(text, NULL, 0) >= ids))
        return;
    snprintf(count, sizeof(count), "%zu", ids);
    xml_set_text(schema_want(&definition_schema, root, "iothreads"), count);
}

static int read_type(xmlNode *root)
{
    static const char *const types[] = {
        "qemu", "kqemu", "kvm",    "xen",       "lxc",   "uml", "openvz", "test", "vmware",
        "vbox", "phyp",  "hyperv", "parallels", "bhyve", "vz",  "hvf",    "none",
    };
    const char *type = xml_peek(root, "type");

    if (!type || !*type)
        return XML_ERROR("<domain> has no attribute type");
    for (size_t i = 0; i < ARRAY_SIZE(types); i++)
        if (strcmp(types[i], type) == 0)
            return 0;
    return UNSUPPORTED("<domain type='%s'> is not a kind of machine", type);
}

/* A machine that is not started by a boot loader boots from its disk, unless something says what it
 * boots from. */
static void complete_boot(xmlNode *root, xmlNode *os)
{
    if (xml_child(os, "boot"))
        return;
    for (xmlNode *n = xml_child(xml_child(root, "devices"), NULL); n;
         n = xml_element(n->next, NULL)) {
        if (xml_child(n, "boot"))
            return;
    }
    xml_add(os, "boot", "dev", "hd", NULL);
}

static int read_os(xmlNode *root)
{
    static const char types[] = "hvm xen linux exe uml xenpvh";
    static const char archs[] =
        "alpha armv6l armv7l armv7b aarch64 cris i686 ia64 lm32 m68k microblaze mips mipsel mips64 "
        "mips64el openrisc parisc parisc64 ppc ppc64 ppc64le ppcemb riscv32 riscv64 s390 s390x sh4 "
        "sh4eb sparc sparc64 x86_64 xtensa xtensaeb itanium unicore32 loongarch64";
    xmlNode *os = xml_child(root, "os"), *type = xml_child(os, "type");
    _cleanup_free_ char *system = xml_content(type),
                        *loader = xml_content(xml_child(root, "bootloader"));
    const char *arch;

    if (!system && loader) { /* who brings its own is a guest of Xen */
        system = strdup("xen");
        os = schema_want(&definition_schema, root, "os");
        type = schema_want(&os_schema, os, "type");
        xml_set_text(type, "xen");
    }
    if (!system)
        return XML_ERROR("<os> has no <type>");
    if (!checks_word(types, system))
        return UNSUPPORTED("<os><type> is '%s', which is not a kind of system", system);
    arch = xml_peek(type, "arch");
    if (!arch || !*arch)
        xml_set(type, "arch", "i686");
    else if (!checks_word(archs, arch))
        return UNSUPPORTED("<os><type arch='%s'> is not an architecture", arch);
    if (strcmp(system, "hvm") == 0 && !loader)
        complete_boot(root, os);
    return 0;
}

static int read_actions(xmlNode *root)
{
    static const struct {
        const char *name, *normal, *words;
    } actions[] = {
        {"on_poweroff", "destroy", "destroy restart rename-restart preserve"},
        {"on_reboot", "restart", "destroy restart rename-restart preserve"},
        {"on_crash", "destroy",
         "destroy restart rename-restart preserve coredump-destroy coredump-restart"},
    };

    for (size_t i = 0; i < ARRAY_SIZE(actions); i++) {
        xmlNode *n = schema_want(&definition_schema, root, actions[i].name);
        _cleanup_free_ char *text = xml_content(n);

        if (!text)
            xml_set_text(n, actions[i].normal);
        else if (!checks_word(actions[i].words, text))
            return UNSUPPORTED("<%s> is '%s', which is not an action", actions[i].name, text);
    }
    return 0;
}

/* ---- forms ---- */

static struct facts *get_facts(const struct definition *from)
{
    struct definition *d = (struct definition *)(uintptr_t)from;
    struct facts *facts = atomic_load(&d->facts), *first = NULL;

    if (facts)
        return facts;
    facts = facts_gather(xmlDocGetRootElement(d->tree));
    if (!facts || atomic_compare_exchange_strong(&d->facts, &first, facts))
        return facts;
    facts_unref(facts);
    return first;
}

const struct facts *definition_facts(const struct definition *d)
{
    return get_facts(d);
}

xmlNode *definition_root(const struct definition *from)
{
    struct definition *d = (struct definition *)(uintptr_t)from;
    xmlDoc *doc = atomic_load(&d->tree), *first = NULL;

    if (doc)
        return xmlDocGetRootElement(doc);
    if (xml_parse_known(VIR_FROM_DOMAIN, atomic_load(&d->facts)->text, d->name, &doc) < 0)
        return NULL;
    if (!atomic_compare_exchange_strong(&d->tree, &first, doc)) {
        xmlFreeDoc(doc);
        doc = first;
    }
    return xmlDocGetRootElement(doc);
}

xmlNode *definition_edit(struct definition *d)
{
    xmlNode *root = definition_root(d);

    if (root)
        d->facts = facts_unref(d->facts);
    return root;
}

/* ---- make, end ---- */

int definition_check_name(const char *name)
{
    if (strchr(name, '\n'))
        return error_set(VIR_FROM_XML, VIR_ERR_XML_DETAIL, "<name> is more than one line");
    return 0;
}

/* As it was written, with the blanks around it. */
static int check_written_name(const xmlNode *root)
{
    _cleanup_free_ char *name = xml_content(xml_child(root, "name"));

    return name ? definition_check_name(name) : 0;
}

/* Completes a sorted <domain> and reads it. */
static int definition_read_domain(xmlNode *root, struct definition **ret_definition)
{
    _cleanup_(definition_freep) struct definition *d = calloc(1, sizeof(*d));
    xmlNode *n;

    if (!d)
        return error_oom(VIR_FROM_DOMAIN);
    if (check_written_name(root) < 0 || schema_name(&definition_schema, root, &d->name) < 0 ||
        schema_uuid(&definition_schema, root, d->uuid) < 0)
        return -1;
    if (read_type(root) < 0 || read_os(root) < 0 || read_memories(d, root) < 0 ||
        read_vcpus(d, root) < 0 || read_actions(root) < 0)
        return -1;
    if (!xml_child(root, "clock")) {
        n = schema_want(&definition_schema, root, "clock");
        xml_set(n, "offset", "utc");
    }
    read_iothreads(root);
    schema_want(&definition_schema, root, "devices");
    if (devices_complete(root) < 0 || domain_checks_pass(root) < 0)
        return -1;
    form_apply(&domain_form, root, true);
    d->facts = facts_gather(root);
    if (!d->facts)
        return -1;
    if (strlen(atomic_load(&d->facts)->text) > REMOTE_STRING_MAX)
        return XML_ERROR("domain '%s' would be described by more than %d bytes, which no reply has",
                         d->name, REMOTE_STRING_MAX);
    *ret_definition = take(d);
    return 0;
}

int definition_parse(const char *xml, struct definition **ret_definition)
{
    _cleanup_(xml_doc_freep) xmlDoc *doc = NULL;

    if (schema_parse(&definition_schema, xml, &doc) < 0)
        return -1;
    return definition_read_domain(xmlDocGetRootElement(doc), ret_definition);
}

int definition_from_node(xmlNode *domain, struct definition **ret_definition)
{
    if (schema_check(&definition_schema, domain) < 0)
        return -1;
    schema_sort(&definition_schema, domain);
    return definition_read_domain(domain, ret_definition);
}

struct definition *definition_copy(const struct definition *from)
{
    _cleanup_(definition_freep) struct definition *d = NULL;
    struct facts *facts = get_facts(from);

    if (!facts)
        return NULL;
    d = malloc(sizeof(*d));
    if (d) {
        *d = (struct definition){
            .max_memory = from->max_memory,
            .memory = from->memory,
            .max_vcpus = from->max_vcpus,
            .vcpus = from->vcpus,
            .name = strdup(from->name),
        };
        memcpy(d->uuid, from->uuid, sizeof(d->uuid));
        atomic_init(&d->facts, facts_ref(facts));
    }
    if (!d || !d->name) {
        error_oom(VIR_FROM_DOMAIN);
        return NULL;
    }
    return take(d);
}

struct definition *definition_free(struct definition *d)
{
    if (!d)
        return NULL;
    xmlFreeDoc(d->tree);
    facts_unref(d->facts);
    free(d->name);
    free(d);
    return NULL;
}

char *definition_format(const struct definition *d, int id, enum secrets secrets)
{
    const struct facts *facts = definition_facts(d);
    const char *from;
    size_t before;
    char *text;

    if (!facts)
        return NULL;
    from = secrets == SECRETS_SHOWN ? facts->text : facts->public;
    before = strcspn(from, ">"); /* none stands inside an attribute */
    if (id < 1)
        text = strdup(from);
    else if (asprintf(&text, "%.*s id='%d'%s", (int)before, from, id, from + before) < 0)
        text = NULL;
    if (!text)
        error_oom(VIR_FROM_DOMAIN);
    return text;
}

/* ---- interpreted values ---- */

int definition_set_name(struct definition *d, const char *name)
{
    char *copy = strdup(name);

    if (!copy)
        return error_oom(VIR_FROM_DOMAIN);
    free(d->name);
    d->name = copy;
    xml_set_text(schema_want(&definition_schema, xmlDocGetRootElement(d->tree), "name"), name);
    return 0;
}

void definition_set_memory(struct definition *d, unsigned long long kib)
{
    d->memory = kib;
    write_number(xmlDocGetRootElement(d->tree), "currentMemory", kib);
}

void definition_set_max_memory(struct definition *d, unsigned long long kib)
{
    d->max_memory = kib;
    write_number(xmlDocGetRootElement(d->tree), "memory", kib);
    if (d->memory > kib)
        definition_set_memory(d, kib);
}

void definition_set_vcpus(struct definition *d, unsigned count)
{
    d->vcpus = count;
    write_vcpus(d, xmlDocGetRootElement(d->tree));
}

void definition_set_max_vcpus(struct definition *d, unsigned count)
{
    d->max_vcpus = count;
    write_number(xmlDocGetRootElement(d->tree), "vcpu", count);
    definition_set_vcpus(d, d->vcpus < count ? d->vcpus : count);
}

/* ---- what people write ---- */

char *definition_text(const struct definition *d, const char *element)
{
    return schema_text(definition_root(d), element);
}

int definition_set_text(struct definition *d, const char *element, const char *text)
{
    return schema_set_text(&definition_schema, xmlDocGetRootElement(d->tree), element, text);
}

char *definition_metadata(const struct definition *d, const char *uri)
{
    return schema_metadata(definition_root(d), uri);
}

int definition_set_metadata(struct definition *d, const char *key, const char *uri, const char *xml)
{
    return schema_set_metadata(&definition_schema, xmlDocGetRootElement(d->tree), key, uri, xml);
}
