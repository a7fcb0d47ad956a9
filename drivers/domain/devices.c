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
#include "common/uuid.h"
#include "drivers/domain/definition.h"
#include "drivers/domain/device.h"
#include "drivers/domain/facts.h"
#include "drivers/domain/implied.h"
#include "drivers/xml/random.h"
#include "drivers/xml/schema.h"
#include "drivers/xml/xml.h"

static const char *const device_names[] = {
    "emulator", "disk",       "controller", "lease",   "filesystem", "interface",   "smartcard",
    "serial",   "parallel",   "console",    "channel", "input",      "tpm",         "graphics",
    "audio",    "sound",      "video",      "hostdev", "redirdev",   "redirfilter", "hub",
    "watchdog", "memballoon", "rng",        "nvram",   "panic",      "shmem",       "memory",
    "iommu",    "vsock",      "crypto",
};

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
    xmlHashTable *targets; /* of disks */
    xmlHashTable *nets;    /* the names of interfaces */
    unsigned next_net;
};

static void completion_done(struct completion *c)
{
    xmlHashFree(c->targets, NULL);
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
    index = device_disk_number(target);
    if (!bus->disks || index < 0)
        return 0;
    if (!xml_child(disk, "address"))
        address_disk(disk, bus, index);
    return 0;
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

/* Whether a name is one that a running machine's interface was given. */
static bool names_tap(const char *name)
{
    static const char *const prefixes[] = {"vnet", "macvtap", "macvlan"};

    for (size_t i = 0; i < ARRAY_SIZE(prefixes); i++) {
        if (strncmp(name, prefixes[i], strlen(prefixes[i])) == 0)
            return true;
    }
    return false;
}

static int completion_gather_nets(struct completion *c)
{
    c->nets = xmlHashCreate(8);
    for (xmlNode *n = xml_child(c->devices, "interface"); n;
         n = xml_element(n->next, "interface")) {
        const char *target = xml_peek(xml_child(n, "target"), "dev");

        if (target && !names_tap(target) && completion_add_name(c->nets, target, NULL) < 0)
            return -1;
    }
    return 0;
}

/* The first name that no interface has: names only come, so none of the former is free again. */
static int completion_name_interface(struct completion *c, xmlNode *interface)
{
    xmlNode *target = xml_child(interface, "target");
    const char *given = xml_peek(target, "dev");
    char name[24];
    int known;

    if (given && !names_tap(given))
        return 0;

    if (!c->nets && completion_gather_nets(c) < 0)
        return -1;
    do {
        snprintf(name, sizeof(name), "testnet%u", c->next_net++);
        known = completion_add_name(c->nets, name, NULL);
    } while (known > 0);
    if (known < 0)
        return -1;
    xml_set(target ? target : xml_add(interface, "target", NULL), "dev", name);
    return 0;
}

/* A port of a virtual switch has identities. */
static int complete_virtualport(xmlNode *interface)
{
    static const struct {
        const char *type, *attribute;
    } made[] = {{"", "instanceid"},
                {"", "interfaceid"},
                {"802.1Qbg", "instanceid"},
                {"openvswitch", "interfaceid"}};
    xmlNode *port = xml_child(interface, "virtualport"),
            *parameters = xml_child(port, "parameters");
    const char *type = xml_peek(port, "type");
    unsigned char uuid[UUID_LEN];
    char text[UUID_TEXT];

    for (size_t i = 0; port && i < ARRAY_SIZE(made); i++) {
        if (strcmp(made[i].type, type ? type : "") != 0 || xml_peek(parameters, made[i].attribute))
            continue;
        if (random_uuid(uuid) < 0)
            return -1;
        if (!parameters)
            parameters = xml_add(port, "parameters", NULL);
        xml_set(parameters, made[i].attribute, uuid_format(uuid, text));
    }
    return 0;
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
    if (completion_name_interface(c, interface) < 0)
        return -1;
    if (complete_virtualport(interface) < 0)
        return -1;
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

/* ---- all ---- */

int devices_complete(xmlNode *domain)
{
    xmlNode *devices = xml_child(domain, "devices"), *os = xml_child(domain, "os");
    _cleanup_free_ char *system = xml_text(xml_child(os, "type"));
    _cleanup_(completion_done) struct completion c = {.devices = devices};

    if (implied_order(devices) < 0)
        return -1;
    for (xmlNode *n = xml_child(devices, NULL); n; n = xml_element(n->next, NULL)) {
        if ((xmlStrEqual(n->name, BAD_CAST "disk") && devices_complete_disk(&c, n) < 0) ||
            (xmlStrEqual(n->name, BAD_CAST "interface") && complete_interface(&c, n) < 0))
            return -1;
    }
    if (implied_devices(devices, system && strcmp(system, "hvm") == 0) < 0)
        return -1;
    return 0;
}

bool devices_known(const xmlNode *device)
{
    bool known = false;

    for (size_t i = 0; i < ARRAY_SIZE(device_names); i++)
        known = known || xmlStrEqual(device->name, BAD_CAST device_names[i]);
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
