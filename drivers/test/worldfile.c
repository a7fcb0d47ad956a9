/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Reads a world's XML. A name, UUID or number that is wrong stops the connection with an error
 * that names the file and the element.
 */
#include "drivers/test/worldfile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "drivers/test/definition.h"
#include "drivers/test/file.h"
#include "drivers/test/scenario.h"
#include "drivers/test/world.h"
#include "drivers/test/xml.h"

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

/* Takes the elements of the test namespace out of a <domain>. */
static int take_extensions(xmlNode *domain, int *ret_state, bool *ret_transient, bool *ret_saved)
{
    xmlNode *next;

    for (xmlNode *n = domain->children; n; n = next) {
        next = n->next;
        if (n->type != XML_ELEMENT_NODE || !n->ns ||
            !xmlStrEqual(n->ns->href, BAD_CAST TEST_NAMESPACE))
            continue;
        if (xmlStrEqual(n->name, BAD_CAST "transient")) {
            *ret_transient = true;
        } else if (xmlStrEqual(n->name, BAD_CAST "hasmanagedsave")) {
            *ret_saved = true;
        } else if (xmlStrEqual(n->name, BAD_CAST "runstate")) {
            _cleanup_free_ char *text = xml_text(n);
            int state = text ? atoi(text) : 0;

            if (state != VIR_DOMAIN_RUNNING && state != VIR_DOMAIN_PAUSED &&
                state != VIR_DOMAIN_SHUTOFF && state != VIR_DOMAIN_CRASHED)
                return error_set(VIR_FROM_TEST, VIR_ERR_XML_ERROR,
                                 "<runstate> is '%s', not the number of a state", text ? text : "");
            *ret_state = state;
        }
        xmlUnlinkNode(n);
        xmlFreeNode(n);
    }
    return 0;
}

static int add_domain(struct world *w, xmlNode *domain)
{
    _cleanup_(definition_freep) struct definition *d = NULL;
    int state = VIR_DOMAIN_RUNNING;
    bool transient = false, saved = false;
    struct machine *m;

    if (take_extensions(domain, &state, &transient, &saved) < 0 ||
        definition_from_node(domain, &d) < 0)
        return -1;
    if (world_find_uuid(w, d->uuid) || world_find_name(w, d->name))
        return error_set(VIR_FROM_TEST, VIR_ERR_XML_ERROR, "there are two domains '%s'", d->name);
    if (state == VIR_DOMAIN_SHUTOFF && transient)
        return error_set(VIR_FROM_TEST, VIR_ERR_XML_ERROR,
                         "domain '%s' is transient, and so can not be off", d->name);
    if (saved && (state != VIR_DOMAIN_SHUTOFF || transient))
        return error_set(VIR_FROM_TEST, VIR_ERR_XML_ERROR,
                         "domain '%s' has a managed save image, and so must be off", d->name);
    m = world_add(w, d->uuid, d->name);
    if (!m)
        return -1;
    m->config = take(d);
    m->state = state;
    if (state != VIR_DOMAIN_SHUTOFF) {
        m->live = definition_copy(m->config);
        if (!m->live)
            return -1;
        m->id = ++w->last_id;
        if (transient)
            m->config = definition_free(m->config);
    }
    if (saved) {
        m->saved = definition_copy(m->config);
        return m->saved ? 0 : -1;
    }
    return 0;
}

int worldfile_default(struct world *w)
{
    _cleanup_(xml_doc_freep) xmlDoc *doc = NULL;

    if (xml_parse(default_domain, "the default world", &doc) < 0)
        return -1;
    return add_domain(w, xmlDocGetRootElement(doc)) < 0 ? -1 : families_default(&w->families);
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

static int read_host(struct host *h, const xmlNode *root)
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
        if (read_count(cpu, "num", &h->cpus) < 0)
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

/* A <domain>, here or in the file that it names. */
static int load_domain(struct world *w, xmlNode *node, const char *path)
{
    _cleanup_free_ char *file = xml_attribute(node, "file"), *full = NULL, *text = NULL;
    _cleanup_(xml_doc_freep) xmlDoc *doc = NULL;
    const char *slash = strrchr(path, '/');

    if (!file)
        return add_domain(w, node);
    if (asprintf(&full, "%.*s%s", file[0] == '/' ? 0 : (int)(slash - path) + 1, path, file) < 0) {
        full = NULL;
        return error_oom(VIR_FROM_TEST);
    }
    if (file_read(full, &text) < 0 || xml_parse(text, full, &doc) < 0)
        return -1;
    return add_domain(w, xmlDocGetRootElement(doc));
}

int worldfile_load(struct world *w, const char *path)
{
    _cleanup_free_ char *text = NULL;
    _cleanup_(xml_doc_freep) xmlDoc *doc = NULL;
    xmlNode *root;

    if (file_read(path, &text) < 0 || xml_parse(text, path, &doc) < 0)
        return -1;
    root = xmlDocGetRootElement(doc);
    if (!root || !xmlStrEqual(root->name, BAD_CAST "node"))
        return error_set(VIR_FROM_TEST, VIR_ERR_XML_ERROR,
                         "%s: the root element is <%s>, not <node>", path,
                         root ? (const char *)root->name : "");
    if (read_host(&w->host, root) < 0)
        return -1;
    for (xmlNode *n = xml_child(root, "domain"), *next; n; n = next) {
        next = xml_element(n->next, "domain");
        if (load_domain(w, n, path) < 0)
            return -1;
    }
    if (scenario_load(w, root) < 0)
        return -1;
    return families_load(&w->families, root);
}
