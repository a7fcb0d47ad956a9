/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Reads a definition: what is wrong names its element; what is missing gets libvirt's default;
 * the children of <domain> are put in libvirt's order, unknown ones behind <os>' kin.
 */
#include "drivers/test/definition.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "drivers/test/uuid.h"
#include "drivers/test/xml.h"

#define XML_ERROR(...)   error_set(VIR_FROM_DOMAIN, VIR_ERR_XML_ERROR, __VA_ARGS__)
#define UNSUPPORTED(...) error_set(VIR_FROM_DOMAIN, VIR_ERR_CONFIG_UNSUPPORTED, __VA_ARGS__)

static const char *const order[] = {
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

static size_t rank(const xmlNode *n)
{
    size_t unknown = 0;

    if (n->ns)
        return ARRAY_SIZE(order);
    for (size_t i = 0; i < ARRAY_SIZE(order); i++) {
        if (!order[i])
            unknown = i;
        else if (xmlStrEqual(n->name, BAD_CAST order[i]))
            return i;
    }
    return unknown;
}

/* Puts a child of <domain> where its name belongs. */
static void put_in_order(xmlNode *root, xmlNode *node)
{
    xmlNode *before = NULL;

    xmlUnlinkNode(node);
    for (xmlNode *n = xml_child(root, NULL); n && !before; n = xml_element(n->next, NULL)) {
        if (rank(n) > rank(node))
            before = n;
    }
    if (before)
        xmlAddPrevSibling(before, node);
    else
        xmlAddChild(root, node);
}

static void sort_children(xmlNode *root)
{
    xmlNode *first = root->children, *next;

    /* Unhook all, then hang them in again: stable, comments stay before what they precede. */
    root->children = root->last = NULL;
    for (xmlNode *n = first; n; n = next) {
        next = n->next;
        n->prev = n->next = NULL;
        n->parent = NULL;
        if (n->type == XML_ELEMENT_NODE)
            put_in_order(root, n);
        else
            xmlAddChild(root, n);
    }
}

/* The child of that name, made when it is missing. */
static xmlNode *want_child(xmlNode *root, const char *name)
{
    xmlNode *n = xml_child(root, name);

    if (!n) {
        n = xmlNewDocNode(root->doc, NULL, BAD_CAST name, NULL);
        put_in_order(root, n);
    }
    return n;
}

static void want_text(xmlNode *root, const char *name, const char *text)
{
    xmlNode *n = xml_child(root, name);

    if (!n)
        xml_set_text(want_child(root, name), text);
}

static int number(const char *text, unsigned long long *ret_number)
{
    char *end;

    errno = 0;
    if (*text < '0' || *text > '9')
        return -1;
    *ret_number = strtoull(text, &end, 10);
    return errno || *end ? -1 : 0;
}

/* Bytes in a unit of libvirt's, 0: unknown. */
static unsigned long long unit_bytes(const char *unit)
{
    static const char letters[] = "kmgtpe";
    const char *letter;
    unsigned long long binary = 1, decimal = 1;

    if (strcasecmp(unit, "b") == 0 || strcasecmp(unit, "bytes") == 0)
        return 1;
    letter = strchr(letters, *unit | 0x20);
    if (!*unit || !letter)
        return 0;
    for (const char *l = letters; l <= letter; l++) {
        binary *= 1024;
        decimal *= 1000;
    }
    if (!unit[1] || strcasecmp(unit + 1, "ib") == 0)
        return binary;
    return strcasecmp(unit + 1, "b") == 0 ? decimal : 0;
}

/* Reads an amount of memory and writes it back in KiB. 1: there is no such element. */
static int read_memory(xmlNode *root, const char *name, unsigned long long *ret_kib)
{
    xmlNode *n = xml_child(root, name);
    _cleanup_free_ char *text = xml_text(n), *unit = xml_attribute(n, "unit");
    unsigned long long value, bytes;
    char kib[24];

    if (!n)
        return 1;
    if (!text || number(text, &value) < 0)
        return XML_ERROR("<%s> is '%s', not a number", name, text ? text : "");
    bytes = unit_bytes(unit ? unit : "KiB");
    if (!bytes)
        return error_set(VIR_FROM_DOMAIN, VIR_ERR_INVALID_ARG, "<%s> has the unknown unit '%s'",
                         name, unit);
    if (__builtin_mul_overflow(value, bytes, &value) || value > (unsigned long long)LLONG_MAX)
        return error_set(VIR_FROM_DOMAIN, VIR_ERR_OVERFLOW, "<%s> is too large", name);
    *ret_kib = (value + 1023) / 1024;
    snprintf(kib, sizeof(kib), "%llu", *ret_kib);
    xml_set_text(n, kib);
    xmlSetProp(n, BAD_CAST "unit", BAD_CAST "KiB");
    return 0;
}

static int read_memories(struct definition *d, xmlNode *root)
{
    int r;

    d->max_memory = 0;
    if (read_memory(root, "memory", &d->max_memory) < 0)
        return -1;
    if (d->max_memory == 0)
        return XML_ERROR("<memory> is missing or 0");
    r = read_memory(root, "currentMemory", &d->memory);
    if (r < 0)
        return -1;
    if (r || d->memory == 0 || d->memory > d->max_memory)
        definition_set_memory(d, d->max_memory);
    return 0;
}

static int read_vcpus(struct definition *d, xmlNode *root)
{
    xmlNode *n = want_child(root, "vcpu");
    _cleanup_free_ char *text = xml_text(n), *current = xml_attribute(n, "current");
    _cleanup_free_ char *placement = xml_attribute(n, "placement");
    unsigned long long max = 1, now;

    if (!text)
        xml_set_text(n, "1");
    else if (number(text, &max) < 0 || max > UINT16_MAX)
        return XML_ERROR("<vcpu> is '%s', not a count", text);
    now = max;
    if (current && number(current, &now) < 0)
        return XML_ERROR("<vcpu current='%s'> is not a count", current);
    if (max == 0 || now == 0)
        return XML_ERROR("<vcpu> allows no vcpu at all");
    if (now > max)
        return UNSUPPORTED("<vcpu> has %llu of at most %llu vcpus", now, max);
    d->max_vcpus = (unsigned)max;
    d->vcpus = (unsigned)now;
    if (!placement) {
        /* libvirt writes this one first */
        _cleanup_free_ char *cpuset = xml_attribute(n, "cpuset");

        xmlUnsetProp(n, BAD_CAST "cpuset");
        xmlUnsetProp(n, BAD_CAST "current");
        xmlSetProp(n, BAD_CAST "placement", BAD_CAST "static");
        if (cpuset)
            xmlSetProp(n, BAD_CAST "cpuset", BAD_CAST cpuset);
    }
    definition_set_vcpus(d, d->vcpus);
    return 0;
}

static int read_os(struct definition *d, xmlNode *root)
{
    static const char *const types[] = {"hvm", "xen", "linux", "exe", "uml", "xenpvh"};
    static const char *const archs[] = {
        "alpha",  "armv6l", "armv7l",   "armv7b",   "aarch64",    "cris",
        "i686",   "ia64",   "lm32",     "m68k",     "microblaze", "mips",
        "mipsel", "mips64", "mips64el", "openrisc", "parisc",     "parisc64",
        "ppc",    "ppc64",  "ppc64le",  "ppcemb",   "riscv32",    "riscv64",
        "s390",   "s390x",  "sh4",      "sh4eb",    "sparc",      "sparc64",
        "x86_64", "xtensa", "xtensaeb", "itanium",  "unicore32",  "loongarch64",
    };
    xmlNode *os = xml_child(root, "os"), *type = os ? xml_child(os, "type") : NULL, *boot;
    _cleanup_free_ char *arch = xml_attribute(type, "arch");
    bool known = false;

    d->os_type = xml_text(type);
    if (!d->os_type)
        return XML_ERROR("<os> has no <type>");
    for (size_t i = 0; i < ARRAY_SIZE(types); i++)
        known = known || strcmp(types[i], d->os_type) == 0;
    if (!known)
        return UNSUPPORTED("<os><type> is '%s', which is not a kind of system", d->os_type);
    if (!arch) {
        xmlSetProp(type, BAD_CAST "arch", BAD_CAST "i686");
    } else {
        known = false;
        for (size_t i = 0; i < ARRAY_SIZE(archs); i++)
            known = known || strcmp(archs[i], arch) == 0;
        if (!known)
            return UNSUPPORTED("<os><type arch='%s'> is not an architecture", arch);
    }
    if (strcmp(d->os_type, "hvm") == 0 && !xml_child(os, "boot")) {
        bool in_devices = false;

        for (xmlNode *n = xml_child(root, "devices") ? xml_child(root, "devices")->children : NULL;
             n; n = n->next)
            in_devices = in_devices || xml_element(n->children, "boot");
        if (!in_devices) {
            boot = xmlNewChild(os, NULL, BAD_CAST "boot", NULL);
            xmlSetProp(boot, BAD_CAST "dev", BAD_CAST "hd");
        }
    }
    return 0;
}

static int read_actions(xmlNode *root)
{
    static const struct {
        const char *name, *normal;
    } actions[] = {{"on_poweroff", "destroy"}, {"on_reboot", "restart"}, {"on_crash", "destroy"}};
    static const char *const known[] = {
        "destroy", "restart", "rename-restart", "preserve", "coredump-destroy", "coredump-restart",
    };

    for (size_t i = 0; i < ARRAY_SIZE(actions); i++) {
        _cleanup_free_ char *text = NULL;
        bool found = false;

        want_text(root, actions[i].name, actions[i].normal);
        text = xml_text(xml_child(root, actions[i].name));
        for (size_t k = 0; k < (i == 2 ? 6 : 4); k++)
            found = found || (text && strcmp(text, known[k]) == 0);
        if (!found)
            return UNSUPPORTED("<%s> is '%s', which is not an action", actions[i].name,
                               text ? text : "");
    }
    return 0;
}

static int read_identity(struct definition *d, xmlNode *root)
{
    xmlNode *n;
    _cleanup_free_ char *uuid = NULL;
    char text[UUID_TEXT];

    d->name = xml_text(xml_child(root, "name"));
    if (!d->name)
        return error_set(VIR_FROM_DOMAIN, VIR_ERR_NO_NAME, "<name> is missing or empty");
    if (strchr(d->name, '/'))
        return XML_ERROR("<name> is '%s': a name has no '/'", d->name);
    n = want_child(root, "uuid");
    uuid = xml_text(n);
    if (uuid && uuid_parse(uuid, d->uuid) < 0)
        return error_set(VIR_FROM_DOMAIN, VIR_ERR_INTERNAL_ERROR, "<uuid> is '%s', not a UUID",
                         uuid);
    if (!uuid && uuid_make(d->uuid) < 0)
        return -1;
    xml_set_text(n, uuid_format(d->uuid, text));
    return 0;
}

/* Takes the document over, also on failure. */
static int from_doc(xmlDoc *doc, struct definition **ret_definition)
{
    _cleanup_(definition_freep) struct definition *d = calloc(1, sizeof(*d));
    xmlNode *root = xmlDocGetRootElement(doc), *n;
    _cleanup_free_ char *type = NULL;

    if (!d) {
        xmlFreeDoc(doc);
        return error_oom(VIR_FROM_DOMAIN);
    }
    d->doc = doc;
    if (!root || root->ns || !xmlStrEqual(root->name, BAD_CAST "domain"))
        return error_set(VIR_FROM_XML, VIR_ERR_XML_ERROR, "the root element is <%s>, not <domain>",
                         root ? (const char *)root->name : "");
    type = xml_attribute(root, "type");
    sort_children(root);
    if (read_identity(d, root) < 0)
        return -1;
    if (!type || !*type)
        return XML_ERROR("<domain> has no attribute type");
    if (read_os(d, root) < 0 || read_memories(d, root) < 0 || read_vcpus(d, root) < 0 ||
        read_actions(root) < 0)
        return -1;
    if (!xml_child(root, "clock")) {
        n = want_child(root, "clock");
        xmlSetProp(n, BAD_CAST "offset", BAD_CAST "utc");
    }
    want_child(root, "devices");
    xmlUnsetProp(root, BAD_CAST "id");
    *ret_definition = take(d);
    return 0;
}

int definition_parse(const char *xml, struct definition **ret_definition)
{
    xmlDoc *doc;

    if (xml_parse(xml, "domain XML", &doc) < 0)
        return -1;
    return from_doc(doc, ret_definition);
}

int definition_from_node(xmlNode *domain, struct definition **ret_definition)
{
    xmlDoc *doc = xmlNewDoc(BAD_CAST "1.0");
    xmlNode *copy = doc ? xmlDocCopyNode(domain, doc, 1) : NULL;

    if (!copy) {
        xmlFreeDoc(doc);
        return error_oom(VIR_FROM_DOMAIN);
    }
    xmlDocSetRootElement(doc, copy);
    return from_doc(doc, ret_definition);
}

struct definition *definition_copy(const struct definition *from)
{
    _cleanup_(definition_freep) struct definition *d = malloc(sizeof(*d));

    if (d) {
        *d = *from;
        d->doc = xmlCopyDoc(from->doc, 1);
        d->name = strdup(from->name);
        d->os_type = strdup(from->os_type);
    }
    if (!d || !d->doc || !d->name || !d->os_type) {
        error_oom(VIR_FROM_DOMAIN);
        return NULL;
    }
    return take(d);
}

struct definition *definition_free(struct definition *d)
{
    if (!d)
        return NULL;
    xmlFreeDoc(d->doc);
    free(d->name);
    free(d->os_type);
    free(d);
    return NULL;
}

char *definition_format(const struct definition *d, int id)
{
    const xmlNode *root = xmlDocGetRootElement(d->doc);
    xmlDoc *copy = NULL;
    char *text, number_text[12];

    if (id > 0) {
        copy = xmlCopyDoc(d->doc, 1);
        if (!copy) {
            error_oom(VIR_FROM_DOMAIN);
            return NULL;
        }
        snprintf(number_text, sizeof(number_text), "%d", id);
        root = xmlDocGetRootElement(copy);
        xmlSetProp(xmlDocGetRootElement(copy), BAD_CAST "id", BAD_CAST number_text);
    }
    text = xml_format(root);
    xmlFreeDoc(copy);
    return text;
}

/* ---- interpreted values ---- */

static void set_number(struct definition *d, const char *element, unsigned long long value)
{
    xmlNode *n = want_child(xmlDocGetRootElement(d->doc), element);
    char text[24];

    snprintf(text, sizeof(text), "%llu", value);
    xml_set_text(n, text);
    if (strcmp(element, "vcpu") != 0)
        xmlSetProp(n, BAD_CAST "unit", BAD_CAST "KiB");
}

int definition_set_name(struct definition *d, const char *name)
{
    char *copy = strdup(name);

    if (!copy)
        return error_oom(VIR_FROM_DOMAIN);
    free(d->name);
    d->name = copy;
    xml_set_text(want_child(xmlDocGetRootElement(d->doc), "name"), name);
    return 0;
}

void definition_set_memory(struct definition *d, unsigned long long kib)
{
    d->memory = kib;
    set_number(d, "currentMemory", kib);
}

void definition_set_max_memory(struct definition *d, unsigned long long kib)
{
    d->max_memory = kib;
    set_number(d, "memory", kib);
    if (d->memory > kib)
        definition_set_memory(d, kib);
}

void definition_set_vcpus(struct definition *d, unsigned count)
{
    xmlNode *n = want_child(xmlDocGetRootElement(d->doc), "vcpu");
    char text[12];

    d->vcpus = count;
    snprintf(text, sizeof(text), "%u", count);
    if (count == d->max_vcpus)
        xmlUnsetProp(n, BAD_CAST "current");
    else
        xmlSetProp(n, BAD_CAST "current", BAD_CAST text);
}

void definition_set_max_vcpus(struct definition *d, unsigned count)
{
    d->max_vcpus = count;
    set_number(d, "vcpu", count);
    definition_set_vcpus(d, d->vcpus < count ? d->vcpus : count);
}

/* ---- what people write ---- */

char *definition_text(const struct definition *d, const char *element)
{
    return xml_text(xml_child(xmlDocGetRootElement(d->doc), element));
}

static void remove_node(xmlNode *n)
{
    if (n) {
        xmlUnlinkNode(n);
        xmlFreeNode(n);
    }
}

int definition_set_text(struct definition *d, const char *element, const char *text)
{
    xmlNode *root = xmlDocGetRootElement(d->doc);

    if (strcmp(element, "title") == 0 && text && strchr(text, '\n'))
        return error_set(VIR_FROM_DOMAIN, VIR_ERR_INVALID_ARG, "<title> is one line");
    if (!text || !*text)
        remove_node(xml_child(root, element));
    else
        xml_set_text(want_child(root, element), text);
    return 0;
}

/* The child of <metadata> in that namespace. */
static xmlNode *find_metadata(const struct definition *d, const char *uri)
{
    xmlNode *metadata = xml_child(xmlDocGetRootElement(d->doc), "metadata");

    for (xmlNode *n = metadata ? xml_child(metadata, NULL) : NULL; n;
         n = xml_element(n->next, NULL)) {
        if (n->ns && xmlStrEqual(n->ns->href, BAD_CAST uri))
            return n;
    }
    return NULL;
}

/* Takes a subtree out of its namespace, as its writer gave it. */
static void strip_namespace(xmlNode *n, const char *uri)
{
    if (n->type != XML_ELEMENT_NODE)
        return;
    if (n->ns && xmlStrEqual(n->ns->href, BAD_CAST uri))
        n->ns = NULL;
    for (xmlNode *c = n->children; c; c = c->next)
        strip_namespace(c, uri);
}

char *definition_metadata(const struct definition *d, const char *uri)
{
    _cleanup_(xml_doc_freep) xmlDoc *doc = NULL;
    xmlNode *n = find_metadata(d, uri), *copy;
    xmlNs **next;
    char *text;

    if (!n)
        return NULL;
    doc = xmlNewDoc(BAD_CAST "1.0");
    copy = doc ? xmlDocCopyNode(n, doc, 1) : NULL;
    if (!copy)
        return NULL;
    xmlDocSetRootElement(doc, copy);
    strip_namespace(copy, uri);
    for (next = &copy->nsDef; *next;) {
        xmlNs *ns = *next;

        if (xmlStrEqual(ns->href, BAD_CAST uri)) {
            *next = ns->next;
            xmlFreeNs(ns);
        } else {
            next = &ns->next;
        }
    }
    text = xml_format(copy);
    if (text && *text)
        text[strlen(text) - 1] = '\0'; /* the last line's end */
    return text;
}

/* Puts a subtree of no namespace into one. */
static void set_namespace(xmlNode *n, xmlNs *ns)
{
    if (n->type != XML_ELEMENT_NODE)
        return;
    if (!n->ns)
        n->ns = ns;
    for (xmlNode *c = n->children; c; c = c->next)
        set_namespace(c, ns);
}

int definition_set_metadata(struct definition *d, const char *key, const char *uri, const char *xml)
{
    _cleanup_(xml_doc_freep) xmlDoc *doc = NULL;
    xmlNode *root = xmlDocGetRootElement(d->doc), *metadata, *copy;
    xmlNs *ns;

    if (xml) {
        if (!key || !*key || xmlValidateNCName(BAD_CAST key, 0) != 0)
            return error_set(VIR_FROM_DOMAIN, VIR_ERR_INVALID_ARG,
                             "a metadata element has a prefix, not '%s'", key ? key : "");
        if (xml_parse(xml, "metadata XML", &doc) < 0)
            return -1;
        copy = xmlDocCopyNode(xmlDocGetRootElement(doc), d->doc, 1);
        if (!copy)
            return error_oom(VIR_FROM_DOMAIN);
        ns = xmlNewNs(copy, BAD_CAST uri, BAD_CAST key);
        if (!ns) {
            xmlFreeNode(copy);
            return error_set(VIR_FROM_DOMAIN, VIR_ERR_INVALID_ARG,
                             "the metadata element uses the prefix '%s' itself", key);
        }
        set_namespace(copy, ns);
        remove_node(find_metadata(d, uri));
        xmlAddChild(want_child(root, "metadata"), copy);
        return 0;
    }
    remove_node(find_metadata(d, uri));
    metadata = xml_child(root, "metadata");
    if (metadata && !metadata->children)
        remove_node(metadata);
    return 0;
}
