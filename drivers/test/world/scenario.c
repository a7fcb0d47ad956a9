/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From a world's file: machines in numbers, faults, what guests say, how time passes, a seed. */
#include "drivers/test/world/scenario.h"

#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "common/uuid.h"
#include "drivers/domain/definition.h"
#include "drivers/test/inject/faults.h"
#include "drivers/test/world/world.h"
#include "drivers/xml/xml.h"

enum { MACHINES_MAX = 100000, NAME_MAX_LEN = 64 };

/* ---- attributes ---- */

/* A number; as it was when the attribute is not there. 0: it is not, 1: it is, -1: it is none. */
static int scenario_number(const xmlNode *node, const char *name, unsigned most, unsigned *value)
{
    _cleanup_free_ char *text = xml_attribute(node, name);
    unsigned long long n;
    char *end;

    if (!text)
        return 0;
    errno = 0;
    n = strtoull(text, &end, 10);
    if (*text < '0' || *text > '9' || *end || errno || n > most)
        return error_set(VIR_FROM_TEST, VIR_ERR_XML_ERROR, "<%s %s='%s'>: not a number up to %u",
                         (const char *)node->name, name, text, most);
    *value = (unsigned)n;
    return 1;
}

/* The same for yes and no. */
static int yes_no(const xmlNode *node, const char *name, bool *value)
{
    _cleanup_free_ char *text = xml_attribute(node, name);

    if (!text)
        return 0;
    if (strcmp(text, "yes") != 0 && strcmp(text, "no") != 0)
        return error_set(VIR_FROM_TEST, VIR_ERR_XML_ERROR, "<%s %s='%s'>: neither 'yes' nor 'no'",
                         (const char *)node->name, name, text);
    *value = strcmp(text, "yes") == 0;
    return 1;
}

/* ---- machines ---- */

/* A UUID that follows from name and number; that of another name is another. */
static void make_uuid(const char *name, unsigned i, unsigned char uuid[16])
{
    uint64_t h = 0xcbf29ce484222325;

    for (const char *c = name; *c; c++)
        h = (h ^ (unsigned char)*c) * 0x100000001b3;
    for (int b = 0; b < 8; b++) {
        uuid[b] = (unsigned char)(h >> 8 * b);
        uuid[15 - b] = (unsigned char)((uint64_t)i >> 8 * b);
    }
    uuid[6] = (uuid[6] & 0x0f) | 0x80; /* version 8: made in a way of one's own */
    uuid[8] = 0x80;
}

static int add_machine(struct world *w, const char *prefix, unsigned i, unsigned memory,
                       bool running)
{
    _cleanup_(definition_freep) struct definition *config = NULL, *live = NULL;
    char xml[512], text[UUID_TEXT];
    unsigned char uuid[16];
    struct machine *m;

    make_uuid(prefix, i, uuid);
    snprintf(xml, sizeof(xml),
             "<domain type='test'><name>%s%u</name><uuid>%s</uuid><memory>%u</memory>"
             "<os><type>hvm</type></os></domain>",
             prefix, i, uuid_format(uuid, text), memory);
    if (definition_parse(xml, &config) < 0 || (running && !(live = definition_copy(config))))
        return -1;
    if (machine_table_name(&w->machines, config->name) || machine_table_uuid(&w->machines, uuid))
        return error_set(VIR_FROM_TEST, VIR_ERR_XML_ERROR, "there are two domains '%s'",
                         config->name);
    m = world_add(w, uuid, config->name);
    if (!m)
        return -1;
    m->config = take(config);
    m->live = take(live);
    if (running) {
        m->state = VIR_DOMAIN_RUNNING;
        machine_table_activate(m);
    }
    return 0;
}

/* Names that stand in XML and in patterns as they are. */
static bool scenario_plain(const char *name)
{
    return *name && strlen(name) <= NAME_MAX_LEN &&
           name[strspn(
               name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.")] == '\0';
}

static int add_machines(struct world *w, const xmlNode *node)
{
    _cleanup_free_ char *name = xml_attribute(node, "name");
    unsigned count = 1, memory = 1024 * 1024;
    bool running = true;

    if (!name || !scenario_plain(name))
        return error_set(VIR_FROM_TEST, VIR_ERR_XML_ERROR,
                         "<machines name='%s'>: letters, digits and _-. are a name",
                         name ? name : "");
    if (scenario_number(node, "count", MACHINES_MAX, &count) < 0 ||
        scenario_number(node, "memory", UINT_MAX, &memory) < 0 ||
        yes_no(node, "running", &running) < 0)
        return -1;
    for (unsigned i = 0; i < count; i++) {
        if (add_machine(w, name, i, memory, running) < 0)
            return -1;
    }
    return 0;
}

/* ---- faults ---- */

/* What becomes of the call; it is said once. */
static int read_kind(const xmlNode *node, vireo_fault *fault)
{
    static const struct {
        const char *name;
        int kind;
    } kinds[] = {
        {"delay", VIREO_FAULT_DELAY},
        {"error", VIREO_FAULT_ERROR},
        {"busy", VIREO_FAULT_BUSY},
    };
    bool hang = false;
    int said, r;

    said = yes_no(node, "hang", &hang);
    if (said < 0)
        return -1;
    fault->kind = VIREO_FAULT_HANG;
    for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
        r = scenario_number(node, kinds[i].name, INT_MAX, &fault->value);
        if (r < 0)
            return -1;
        if (r > 0)
            fault->kind = kinds[i].kind;
        said += r;
    }
    if (said != 1 || (fault->kind == VIREO_FAULT_HANG && !hang))
        return error_set(VIR_FROM_TEST, VIR_ERR_XML_ERROR,
                         "<fault> says one of delay, busy, error and hang='yes'");
    return 0;
}

static int add_fault(struct world *w, const xmlNode *node)
{
    _cleanup_free_ char *procedure = xml_attribute(node, "procedure");
    _cleanup_free_ char *domain = xml_attribute(node, "domain");
    char any[] = "*";
    vireo_fault fault = {
        .procedure = procedure ? procedure : any,
        .domain = domain ? domain : any,
    };
    unsigned id;

    if (read_kind(node, &fault) < 0 || scenario_number(node, "count", UINT_MAX, &fault.count) < 0)
        return -1;
    return faults_add(&w->faults, &fault, &id);
}

/* ---- consoles ---- */

static int worldfile_add_line(struct world *w, const xmlNode *node)
{
    _cleanup_free_ char *command = xml_attribute(node, "command"), *text = xml_text(node);
    const char *domain = xml_peek(node, "domain");

    if (!command || !*command)
        return error_set(VIR_FROM_TEST, VIR_ERR_XML_ERROR,
                         "<say> has the command that it is the answer to");
    return console_script_add(&w->console_script, domain ? domain : "*", command, text ? text : "");
}

/* ---- time ---- */

static int read_time(struct world *w, const xmlNode *root)
{
    const xmlNode *jobs = xml_child(root, "jobs"), *clock = xml_child(root, "clock");
    unsigned speed = VIRTUAL_CLOCK_REAL, date = 0;
    int dated;

    if ((jobs && scenario_number(jobs, "duration", INT_MAX, &w->job_ms) < 0) ||
        (clock && scenario_number(clock, "speed", VIRTUAL_CLOCK_FASTEST, &speed) < 0))
        return -1;
    dated = clock ? scenario_number(clock, "date", UINT_MAX, &date) : 0;
    if (dated < 0)
        return -1;
    virtual_clock_set_speed(&w->time, speed);
    /* Then: the date of a time that stands still is exact. */
    if (dated)
        virtual_clock_set_date(&w->time, date);
    return 0;
}

/* ---- random numbers ---- */

int scenario_seed(struct world *w, const xmlNode *root)
{
    const xmlNode *random = xml_child(root, "random");
    unsigned seed;
    int r = random ? scenario_number(random, "seed", UINT_MAX, &seed) : 0;

    if (r > 0)
        random_seed(&w->random, seed);
    return r < 0 ? -1 : 0;
}

int scenario_load(struct world *w, const xmlNode *root)
{
    if (xml_child(root, "random") && !w->random.seeded)
        return error_set(VIR_FROM_TEST, VIR_ERR_XML_ERROR,
                         "<random> has a seed, and stands before the first <domain>");
    if (read_time(w, root) < 0)
        return -1;
    for (xmlNode *n = xml_child(root, "machines"); n; n = xml_element(n->next, "machines")) {
        if (add_machines(w, n) < 0)
            return -1;
    }
    for (xmlNode *n = xml_child(root, "say"); n; n = xml_element(n->next, "say")) {
        if (worldfile_add_line(w, n) < 0)
            return -1;
    }
    for (xmlNode *n = xml_child(root, "fault"); n; n = xml_element(n->next, "fault")) {
        if (add_fault(w, n) < 0)
            return -1;
    }
    return 0;
}
