/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Reads a world's XML. A name, UUID or number that is wrong stops the connection with an error
 * that names the file and the element.
 */
#include "drivers/test/world/worldfile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "drivers/cpu/cpu.h"
#include "drivers/domain/definition.h"
#include "drivers/domain/snapshot.h"
#include "drivers/test/world/scenario.h"
#include "drivers/test/world/world.h"
#include "drivers/test/world/worldfile_include.h"
#include "drivers/xml/checks.h"
#include "drivers/xml/schema.h"
#include "drivers/xml/xml.h"

#define TEST_NAMESPACE "http://libvirt.org/schemas/domain/test/1.0"

static const char default_domain[] =
    "<domain type='test'><name>test</name>"
    "<uuid>6695eb01-f6a4-8304-79aa-97f2502e193f</uuid>"
    "<memory>8388608</memory><currentMemory>2097152</currentMemory><vcpu>2</vcpu>"
    "<os><type>hvm</type></os><devices>"
    "<disk type='file' device='disk'><source file='/guest/diskimage1'/>"
    "<target dev='vda' bus='virtio'/>"
    "<address type='pci' domain='0x0000' bus='0x01' slot='0x00' function='0x0'/></disk>"
    "<interface type='network'><mac address='aa:bb:cc:dd:ee:ff'/><source network='default'/>"
    "<target dev='testnet0'/>"
    "<address type='pci' domain='0x0000' bus='0x00' slot='0x01' function='0x0'/></interface>"
    "<memballoon model='virtio'>"
    "<address type='pci' domain='0x0000' bus='0x00' slot='0x02' function='0x0'/></memballoon>"
    "</devices></domain>";

/* What the elements of the test namespace say of a domain. */
struct extensions {
    int state;
    bool transient, saved;
    xmlDoc *snapshots; /* <snapshots> of what was there; NULL: none */
};

static void extensions_done(struct extensions *x)
{
    xmlFreeDoc(x->snapshots);
}

/* Puts the file and the line before what is wrong. Returns -1. */
static int in_file(const char *path, long line)
{
    struct error e = {0};

    error_copy(&e, error_get());
    if (e.str2)
        error_set(e.domain, e.code, "%s, line %ld: %s", path, line, e.str2);
    error_clear(&e);
    return -1;
}

/* A state by its number, as callers get it; an empty element says nothing. */
static int read_state(const xmlNode *n, int *ret_state)
{
    _cleanup_free_ char *text = xml_text(n);

    if (!text)
        return 0;
    if (!checks_number(text) || strlen(text) > 9 || atoi(text) > VIR_DOMAIN_PMSUSPENDED)
        return error_set(VIR_FROM_TEST, VIR_ERR_XML_ERROR,
                         "<runstate> is '%s', not the number of a state", text);
    *ret_state = atoi(text);
    return 0;
}

/* Keeps a snapshot until its machine is there. */
static int keep_snapshot(struct extensions *x, xmlNode *n)
{
    xmlNode *copy;

    if (!x->snapshots)
        x->snapshots = xml_new_doc("snapshots");
    copy = x->snapshots ? xml_copy_node(n, x->snapshots) : NULL;
    if (!copy)
        return error_oom(VIR_FROM_TEST);
    xmlSetNs(copy, NULL);
    xml_forget_namespace(copy, TEST_NAMESPACE);
    xmlAddChild(xmlDocGetRootElement(x->snapshots), copy);
    return 0;
}

/* Takes the elements of the test namespace out of a <domain>. */
static int take_extensions(xmlNode *domain, struct extensions *x)
{
    xmlNode *next;

    for (xmlNode *n = domain->children; n; n = next) {
        next = n->next;
        if (n->type != XML_ELEMENT_NODE || !n->ns ||
            !xmlStrEqual(n->ns->href, BAD_CAST TEST_NAMESPACE))
            continue;
        if (xmlStrEqual(n->name, BAD_CAST "transient"))
            x->transient = true;
        else if (xmlStrEqual(n->name, BAD_CAST "hasmanagedsave"))
            x->saved = true;
        else if ((xmlStrEqual(n->name, BAD_CAST "runstate") && read_state(n, &x->state) < 0) ||
                 (xmlStrEqual(n->name, BAD_CAST "domainsnapshot") && keep_snapshot(x, n) < 0))
            return -1;
        xmlUnlinkNode(n);
        xmlFreeNode(n);
    }
    xml_forget_namespace(domain, TEST_NAMESPACE);
    return 0;
}

/* Gives a machine a snapshot: an element, or the file that it names. <active> makes it current. */
static int add_snapshot(struct world *w, struct machine *m, xmlNode *n, const char *path)
{
    _cleanup_free_ char *file = NULL, *text = NULL, *active = NULL;
    struct snapshot_node *s;

    if (worldfile_include_path(n, path, &file) < 0)
        return -1;
    if (file ? worldfile_read(w, file, &text) < 0 : !(text = xml_format(n)))
        return -1;
    if (snapshot_read(&m->snapshots, text, NULL, &s) < 0)
        return file ? in_file(file, 1) : -1;
    active = xml_text(xml_child(xmlDocGetRootElement(s->doc), "active"));
    return snapshot_tree_add(&m->snapshots, s, active && strcmp(active, "1") == 0);
}

static int add_snapshots(struct world *w, struct machine *m, const struct extensions *x,
                         const char *path)
{
    xmlNode *root = x->snapshots ? xmlDocGetRootElement(x->snapshots) : NULL;

    for (xmlNode *n = root ? xml_child(root, NULL) : NULL; n; n = xml_element(n->next, NULL)) {
        if (add_snapshot(w, m, n, path) < 0)
            return -1;
    }
    return 0;
}

static int count_devices(struct world *w, const xmlNode *domain)
{
    const xmlNode *devices = xml_child(domain, "devices");

    return devices ? world_use_take(&w->use, WORLD_DEVICES, xml_count(devices, NULL)) : 0;
}

/* Adds the machine of an element of the file path. */
static int add_domain(struct world *w, xmlNode *domain, const char *path)
{
    _cleanup_(definition_freep) struct definition *d = NULL;
    _cleanup_(extensions_done) struct extensions x = {.state = VIR_DOMAIN_RUNNING};
    struct machine *m;

    if (take_extensions(domain, &x) < 0 || count_devices(w, domain) < 0 ||
        definition_from_node(domain, &d) < 0)
        return -1;
    if (machine_table_uuid(&w->machines, d->uuid) || machine_table_name(&w->machines, d->name))
        return error_set(VIR_FROM_TEST, VIR_ERR_XML_ERROR, "there are two domains '%s'", d->name);
    if (x.state == VIR_DOMAIN_SHUTOFF && x.transient)
        return error_set(VIR_FROM_TEST, VIR_ERR_XML_ERROR,
                         "domain '%s' is transient, and so can not be off", d->name);
    if (x.saved && (x.state != VIR_DOMAIN_SHUTOFF || x.transient))
        return error_set(VIR_FROM_TEST, VIR_ERR_XML_ERROR,
                         "domain '%s' has a managed save image, and so must be off", d->name);
    m = world_add(w, d->uuid, d->name);
    if (!m)
        return -1;
    m->config = take(d);
    m->state = x.state;
    if (x.state != VIR_DOMAIN_SHUTOFF) {
        m->live = definition_copy(m->config);
        if (!m->live)
            return -1;
        machine_table_activate(m);
        if (x.transient)
            m->config = definition_free(m->config);
    }
    if (x.saved && !(m->saved = definition_copy(m->config)))
        return -1;
    return add_snapshots(w, m, &x, path);
}

int worldfile_default(struct world *w)
{
    _cleanup_(xml_doc_freep) xmlDoc *doc = NULL;

    if (xml_parse_known(VIR_FROM_DOMAIN, default_domain, "the default world", &doc) < 0)
        return -1;
    return add_domain(w, xmlDocGetRootElement(doc), "") < 0 ? -1 : host_objects_default(w);
}

static int read_count(const xmlNode *cpu, const char *name, int *count)
{
    _cleanup_free_ char *text = xml_text(xml_child(cpu, name));
    char *end;
    long value;

    if (!text)
        return 0;
    value = strtol(text, &end, 10);
    if (*end || value < 1 || value > 100000)
        return error_set(VIR_FROM_TEST, VIR_ERR_XML_ERROR, "<cpu><%s> is '%s', not a count", name,
                         text);
    *count = (int)value;
    return 0;
}

static int read_host(struct node_facts *h, const xmlNode *root)
{
    const xmlNode *cpu = xml_child(root, "cpu");
    _cleanup_free_ char *memory = xml_text(xml_child(root, "memory"));
    _cleanup_free_ char *model = cpu ? xml_text(xml_child(cpu, "model")) : NULL;
    char *end;

    if (cpu) {
        h->nodes = h->sockets = h->cores = h->threads = 1;
        if (read_count(cpu, "mhz", &h->mhz) < 0 || read_count(cpu, "nodes", &h->nodes) < 0 ||
            read_count(cpu, "sockets", &h->sockets) < 0 ||
            read_count(cpu, "cores", &h->cores) < 0 || read_count(cpu, "threads", &h->threads) < 0)
            return -1;
        if ((long long)h->nodes * h->sockets * h->cores > 4096 || h->threads > 64)
            return error_set(VIR_FROM_TEST, VIR_ERR_XML_ERROR, "<cpu> has too many CPUs");
        h->cpus = h->nodes * h->sockets * h->cores * h->threads;
        if (read_count(cpu, "num", &h->cpus) < 0 || read_count(cpu, "active", &h->cpus) < 0)
            return -1;
        if (model)
            snprintf(h->model, sizeof(h->model), "%s", model);
    }
    if (memory) {
        h->memory = strtoull(memory, &end, 10);
        if (*end || *memory == '-' || !h->memory)
            return error_set(VIR_FROM_TEST, VIR_ERR_XML_ERROR, "<memory> is '%s', not a number",
                             memory);
    }
    return 0;
}

/* The <cpu> of the host's capabilities. */
static int read_host_cpu(struct host *h, const xmlNode *root)
{
    xmlNode *cpu = xml_child(xml_child(root, "host"), "cpu");

    if (!cpu)
        return 0;
    if (!xml_child(cpu, "arch") || !xml_child(cpu, "model"))
        return error_set(VIR_FROM_TEST, VIR_ERR_XML_ERROR,
                         "the <cpu> of <host> has no <arch> or no <model>");
    return schema_copy_node(&cpu_schema, cpu, &h->cpu);
}

/* A file that is being read. */
struct reading {
    struct world *world;
    const char *path;
    bool begun;
};

/* Before anything is made: the root as far as it has been read says what is drawn at random. */
static int worldfile_begin(struct reading *reading, const xmlNode *root)
{
    if (reading->begun)
        return 0;
    reading->begun = true;
    return scenario_seed(reading->world, root);
}

/* A <domain>, here or in the file that it names. */
static int load_domain(xmlNode *node, void *data)
{
    struct reading *reading = data;
    struct world *w = reading->world;
    const char *path = reading->path;
    _cleanup_free_ char *file = NULL, *text = NULL;
    _cleanup_(xml_doc_freep) xmlDoc *doc = NULL;
    long line = xmlGetLineNo(node);

    if (worldfile_begin(reading, xmlDocGetRootElement(node->doc)) < 0)
        return in_file(path, line);
    if (worldfile_include_path(node, path, &file) < 0)
        return -1;
    if (!file)
        return add_domain(w, node, path) < 0 ? in_file(path, line) : 0;
    if (worldfile_read(w, file, &text) < 0 ||
        xml_parse_known(VIR_FROM_DOMAIN, text, file, &doc) < 0)
        return -1;
    node = xmlDocGetRootElement(doc);
    line = xmlGetLineNo(node);
    return add_domain(w, node, file) < 0 ? in_file(file, line) : 0;
}

int worldfile_load(struct world *w, const char *path)
{
    _cleanup_free_ char *text = NULL;
    _cleanup_(xml_doc_freep) xmlDoc *doc = NULL;
    struct reading reading = {.world = w, .path = path};
    RANDOM_SCOPE(&w->random);
    xmlNode *root;

    if (worldfile_read(w, path, &text) < 0 ||
        xml_parse_children(text, path, "domain", load_domain, &reading, &doc) < 0)
        return -1;
    root = xmlDocGetRootElement(doc);
    if (!root || !xmlStrEqual(root->name, BAD_CAST "node"))
        return error_set(VIR_FROM_TEST, VIR_ERR_XML_ERROR,
                         "%s: the root element is <%s>, not <node>", path,
                         root ? (const char *)root->name : "");
    if (read_host(&w->host.facts, root) < 0)
        return in_file(path, xml_child(root, "cpu") ? xmlGetLineNo(xml_child(root, "cpu")) : 1);
    if (read_host_cpu(&w->host, root) < 0)
        return in_file(path, xmlGetLineNo(xml_child(root, "host")));
    if (worldfile_begin(&reading, root) < 0 || users_load(&w->users, root) < 0 ||
        scenario_load(w, root) < 0)
        return in_file(path, xmlGetLineNo(root));
    return host_objects_load(w, root, path);
}
