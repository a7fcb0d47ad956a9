/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a hypervisor decides about devices when nobody else did. The rules are those that libvirt's
 * test driver shows: four IDE disks, six SATA or two floppy disks a controller, seven SCSI disks.
 */
#include "drivers/domain/devices.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <libvirt/virterror.h>
#include <libxml/hash.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "drivers/domain/definition.h"
#include "drivers/domain/facts.h"
#include "drivers/xml/random.h"
#include "drivers/xml/schema.h"
#include "drivers/xml/xml.h"

static const char *const device_order[] = {
    "emulator", "disk",       "controller", "lease",   "filesystem", "interface",   "smartcard",
    "serial",   "parallel",   "console",    "channel", "input",      "tpm",         "graphics",
    "audio",    "sound",      "video",      "hostdev", "redirdev",   "redirfilter", "hub",
    "watchdog", "memballoon", "rng",        "nvram",   "panic",      "shmem",       "memory",
    "iommu",    "vsock",      "crypto",     NULL,
};
static const struct schema devices_schema = {"devices", VIR_FROM_DOMAIN, device_order,
                                             ARRAY_SIZE(device_order)};

/* ---- disks ---- */

static const char *const disk_order[] = {
    "driver",     "auth",      "source", "backingStore", "backenddomain",   "geometry",
    "blockio",    "mirror",    "target", "iotune",       "throttlefilters", "readonly",
    "shareable",  "transient", "serial", "wwn",          "vendor",          "product",
    "encryption", "boot",      NULL,     "alias",        "address",
};
const struct schema disk_schema = {"disk", VIR_FROM_DOMAIN, disk_order, ARRAY_SIZE(disk_order)};

static const struct bus {
    const char *prefix; /* of targets */
    const char *name;
    int disks; /* that a controller has; 0: the bus has no drive addresses */
} buses[] = {
    {"hd", "ide", 4},    {"sd", "scsi", 7}, {"fd", "fdc", 2},  {"", "sata", 6},
    {"vd", "virtio", 0}, {"xvd", "xen", 0}, {"ubd", "uml", 0},
};

/* The number of a disk by the letters of its target: a is 0, z 25, aa 26. -1: there are none. */
static int disk_index(const char *target)
{
    const char *letters = target + (target[0] == 'x' || target[0] == 'u' ? 3 : 2);
    int index = 0;

    if (strlen(target) < 3 || !*letters)
        return -1;
    for (; *letters >= 'a' && *letters <= 'z' && index < 100000; letters++)
        index = index * 26 + (*letters - 'a') + 1;
    return index - 1;
}

static const struct bus *find_bus(const char *name, const char *target)
{
    for (size_t i = 0; i < ARRAY_SIZE(buses); i++) {
        if (name ? strcmp(name, buses[i].name) == 0
                 : *buses[i].prefix &&
                       strncmp(target, buses[i].prefix, strlen(buses[i].prefix)) == 0)
            return &buses[i];
    }
    return NULL;
}

/* ---- what is there already ---- */

/* While a definition's devices are completed. Each is looked up in a table, since a document may
 * have as many of them as it likes. */
struct completion {
    xmlNode *devices;
    xmlHashTable *targets;     /* of disks */
    xmlHashTable *controllers; /* by type and index; "" is any index */
    xmlHashTable *nets;        /* the names of interfaces */
    unsigned next_net;
    int n_controllers[ARRAY_SIZE(buses)]; /* there are those before it */
};

static void completion_done(struct completion *c)
{
    xmlHashFree(c->targets, NULL);
    xmlHashFree(c->controllers, NULL);
    xmlHashFree(c->nets, NULL);
}

/* Puts a name (of two parts, or one and NULL) into a table: 0, 1: it was there, -1 with the error
 * set. */
static int completion_add_name(xmlHashTable *table, const char *name, const char *part)
{
    if (xmlHashLookup2(table, BAD_CAST name, BAD_CAST part))
        return 1;
    if (!table || xmlHashAddEntry2(table, BAD_CAST name, BAD_CAST part, table) < 0)
        return error_oom(VIR_FROM_DOMAIN);
    return 0;
}

static int completion_gather_controllers(struct completion *c)
{
    c->controllers = xmlHashCreate(8);
    for (xmlNode *n = xml_child(c->devices, "controller"); n;
         n = xml_element(n->next, "controller")) {
        const char *type = xml_peek(n, "type"), *index = xml_peek(n, "index");

        if (type && completion_add_name(c->controllers, type, index ? index : "") < 0)
            return -1;
    }
    return 0;
}

/* There are controllers of that bus up to an index. */
static int completion_want_controllers(struct completion *c, const struct bus *bus, int last)
{
    int *n = &c->n_controllers[bus - buses];
    char text[12];

    if (!c->controllers && completion_gather_controllers(c) < 0)
        return -1;
    if (xmlHashLookup2(c->controllers, BAD_CAST bus->name, BAD_CAST ""))
        return 0;
    for (; *n <= last && *n < 256; ++*n) {
        int known;

        snprintf(text, sizeof(text), "%d", *n);
        known = completion_add_name(c->controllers, bus->name, text);
        if (known < 0 ||
            (!known && !xml_add(c->devices, "controller", "type", bus->name, "index", text, NULL)))
            return -1;
    }
    return 0;
}

static void address_disk(xmlNode *disk, const struct bus *bus, int index)
{
    int unit = index % bus->disks, rail = 0;
    char controller_text[12], rail_text[12], unit_text[12];

    if (strcmp(bus->name, "ide") == 0) {
        rail = unit / 2;
        unit %= 2;
    }
    snprintf(controller_text, sizeof(controller_text), "%d", index / bus->disks);
    snprintf(rail_text, sizeof(rail_text), "%d", rail);
    snprintf(unit_text, sizeof(unit_text), "%d", unit);
    xml_add(disk, "address", "type", "drive", "controller", controller_text, "bus", rail_text,
            "target", "0", "unit", unit_text, NULL);
}

/* Two disks are never at the same place of a guest. */
static int check_place(struct completion *c, const char *target)
{
    int known;

    if (!c->targets)
        c->targets = xmlHashCreate(8);
    known = completion_add_name(c->targets, target, NULL);
    return known > 0 ? error_set(VIR_FROM_DOMAIN, VIR_ERR_XML_ERROR, "two disks are '%s'", target)
                     : known;
}

static int devices_complete_disk(struct completion *c, xmlNode *disk)
{
    xmlNode *node = xml_child(disk, "target");
    _cleanup_free_ char *target = xml_attribute(node, "dev"), *name = xml_attribute(node, "bus");
    const struct bus *bus;
    int index;

    if (!target)
        return error_set(VIR_FROM_DOMAIN, VIR_ERR_NO_TARGET, "a <disk> has no <target dev=...>");
    if (check_place(c, target) < 0)
        return -1;
    xml_default(disk, "type", "file");
    xml_default(disk, "device", "disk");
    bus = find_bus(name, target);
    if (!bus)
        return 0;
    xml_default(node, "bus", bus->name);
    index = disk_index(target);
    if (!bus->disks || index < 0)
        return 0;
    if (!xml_child(disk, "address"))
        address_disk(disk, bus, index);
    return completion_want_controllers(c, bus, index / bus->disks);
}

static void no_disk(const struct definition *d, const char *path)
{
    error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "domain '%s' has no disk '%s'", d->name, path);
}

xmlNode *devices_seek_disk(const xmlNode *devices, const char *path)
{
    for (xmlNode *n = path ? xml_child(devices, "disk") : NULL; n;
         n = xml_element(n->next, "disk")) {
        const xmlNode *from = xml_child(n, "source");
        const char *target = xml_peek(xml_child(n, "target"), "dev");
        const char *file = xml_peek(from, "file"), *dev = xml_peek(from, "dev");

        if ((target && strcmp(target, path) == 0) || (file && strcmp(file, path) == 0) ||
            (dev && strcmp(dev, path) == 0))
            return n;
    }
    return NULL;
}

xmlNode *devices_disk(const struct definition *d, const char *path)
{
    xmlNode *disk = devices_seek_disk(xml_child(definition_root(d), "devices"), path);

    if (!disk)
        no_disk(d, path);
    return disk;
}

const struct disk_facts *devices_disk_facts(const struct definition *d, const char *path)
{
    const struct facts *facts = definition_facts(d);
    const struct disk_facts *disk = facts ? facts_disk(facts, path) : NULL;

    if (facts && !disk)
        no_disk(d, path);
    return disk;
}

/* ---- interfaces ---- */

static const char *const interface_order[] = {
    "mac",   "source",   "virtualport", "bandwidth", "vlan",    "target", "guest",
    "model", "script",   "driver",      "filterref", "boot",    "tune",   "link",
    "mtu",   "coalesce", NULL,          "alias",     "address",
};
const struct schema interface_schema = {"interface", VIR_FROM_DOMAIN, interface_order,
                                        ARRAY_SIZE(interface_order)};

static int completion_gather_nets(struct completion *c)
{
    c->nets = xmlHashCreate(8);
    for (xmlNode *n = xml_child(c->devices, "interface"); n;
         n = xml_element(n->next, "interface")) {
        const char *target = xml_peek(xml_child(n, "target"), "dev");

        if (target && completion_add_name(c->nets, target, NULL) < 0)
            return -1;
    }
    return 0;
}

/* The first name that no interface has: names only come, so none of the former is free again. */
static int completion_name_interface(struct completion *c, xmlNode *interface)
{
    char name[24];
    int known;

    if (!c->nets && completion_gather_nets(c) < 0)
        return -1;
    do {
        snprintf(name, sizeof(name), "testnet%u", c->next_net++);
        known = completion_add_name(c->nets, name, NULL);
    } while (known > 0);
    return known < 0 || !xml_add(interface, "target", "dev", name, NULL) ? -1 : 0;
}

static int complete_interface(struct completion *c, xmlNode *interface)
{
    unsigned char random[3];
    char mac[18];

    if (!xml_child(interface, "mac")) {
        if (random_draw(random, sizeof(random), "MAC address") < 0)
            return -1;
        snprintf(mac, sizeof(mac), "52:54:00:%02x:%02x:%02x", random[0], random[1], random[2]);
        if (!xml_add(interface, "mac", "address", mac, NULL))
            return -1;
    }
    if (!xml_child(interface, "target") && completion_name_interface(c, interface) < 0)
        return -1;
    schema_sort(&interface_schema, interface);
    return 0;
}

static void no_interface(const struct definition *d, const char *device)
{
    error_set(VIR_FROM_DOMAIN, VIR_ERR_INVALID_ARG, "domain '%s' has no interface '%s'", d->name,
              device);
}

xmlNode *devices_interface(const struct definition *d, const char *device)
{
    xmlNode *devices = xml_child(definition_root(d), "devices");

    for (xmlNode *n = xml_child(devices, "interface"); n; n = xml_element(n->next, "interface")) {
        const char *target = xml_peek(xml_child(n, "target"), "dev");
        const char *mac = xml_peek(xml_child(n, "mac"), "address");

        if ((target && strcmp(target, device) == 0) || (mac && strcasecmp(mac, device) == 0))
            return n;
    }
    no_interface(d, device);
    return NULL;
}

const struct interface_facts *devices_interface_facts(const struct definition *d,
                                                      const char *device)
{
    const struct facts *facts = definition_facts(d);
    const struct interface_facts *interface = facts ? facts_interface(facts, device) : NULL;

    if (facts && !interface)
        no_interface(d, device);
    return interface;
}

/* ---- lines ---- */

/* Gives the serial or parallel lines the ports that are next. */
static void number_ports(xmlNode *devices, const char *element)
{
    int port = 0;
    char text[12];

    for (xmlNode *n = xml_child(devices, element); n; n = xml_element(n->next, element), port++) {
        xmlNode *target = xml_child(n, "target");

        snprintf(text, sizeof(text), "%d", port);
        if (!target)
            target = xml_add(n, "target", NULL);
        xml_default(target, "port", text);
    }
}

/* The first console of a full machine is its first serial line. */
static void complete_console(xmlNode *devices, bool full)
{
    xmlNode *console = xml_child(devices, "console"), *serial = xml_child(devices, "serial");
    xmlNode *from = console ? console : serial, *copy;

    if (!full || !from || (console && serial) || (console && xml_child(console, "target")))
        return;
    copy = xml_copy_node(from, devices->doc);
    if (!copy)
        return;
    xmlNodeSetName(copy, BAD_CAST(console ? "serial" : "console"));
    if (!copy->name) {
        xmlFreeNode(copy);
        error_note_lost();
        return;
    }
    xmlAddChild(devices, copy);
    for (xmlNode *n = xml_child(console ? console : copy, "target"); n;) {
        xmlUnlinkNode(n);
        xmlFreeNode(n);
        n = xml_child(console ? console : copy, "target");
    }
    xml_add(console ? console : copy, "target", "type", "serial", "port", "0", NULL);
}

/* Attributes stand as libvirt writes them: the type, the index, and what the controller is made of.
 */
static void complete_controller(xmlNode *controller)
{
    static const char *const behind[] = {"model", "ports", "vectors"};

    xml_default(controller, "index", "0");
    for (size_t i = 0; i < ARRAY_SIZE(behind); i++) {
        _cleanup_free_ char *value = xml_attribute(controller, behind[i]);

        if (!value)
            continue;
        xmlUnsetProp(controller, BAD_CAST behind[i]);
        xml_set(controller, behind[i], value);
    }
}

int devices_complete(xmlNode *domain)
{
    xmlNode *devices = xml_child(domain, "devices"), *os = xml_child(domain, "os");
    _cleanup_free_ char *system = xml_text(xml_child(os, "type"));
    _cleanup_(completion_done) struct completion c = {.devices = devices};

    for (xmlNode *n = xml_child(devices, NULL); n; n = xml_element(n->next, NULL)) {
        if ((xmlStrEqual(n->name, BAD_CAST "disk") && devices_complete_disk(&c, n) < 0) ||
            (xmlStrEqual(n->name, BAD_CAST "interface") && complete_interface(&c, n) < 0))
            return -1;
        if (xmlStrEqual(n->name, BAD_CAST "controller"))
            complete_controller(n);
        if (xmlStrEqual(n->name, BAD_CAST "watchdog"))
            xml_default(n, "action", "reset");
        if (xmlStrEqual(n->name, BAD_CAST "hostdev"))
            xml_default(n, "mode", "subsystem");
    }
    complete_console(devices, system && strcmp(system, "hvm") == 0);
    number_ports(devices, "serial");
    number_ports(devices, "parallel");
    schema_sort(&devices_schema, devices);
    return 0;
}

bool devices_known(const xmlNode *device)
{
    bool known = false;

    for (size_t i = 0; i < ARRAY_SIZE(device_order); i++)
        known = known || (device_order[i] && xmlStrEqual(device->name, BAD_CAST device_order[i]));
    return known && !device->ns;
}

/* ---- the balloon ---- */

static const char *const balloon_order[] = {"stats", "driver", NULL, "alias", "address"};
const struct schema balloon_schema = {"memballoon", VIR_FROM_DOMAIN, balloon_order,
                                      ARRAY_SIZE(balloon_order)};

xmlNode *devices_balloon(const struct definition *d)
{
    return xml_child(xml_child(definition_root(d), "devices"), "memballoon");
}
