/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Each device is looked at once or twice, since a document may have as many as it likes. */
#include "drivers/domain/implied.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/virterror.h>
#include <libxml/hash.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "drivers/domain/device.h"
#include "drivers/xml/xml.h"

enum { MOST_CONTROLLERS = 256 };

/* ---- order ---- */

/* A device and what it is sorted by. */
struct device_place {
    xmlNode *device;
    size_t kind; /* which bus or type it is of, by the first of that */
    int number;
    size_t place;
};

static int compare_places(const void *left, const void *right)
{
    const struct device_place *a = left, *b = right;

    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    if (a->number != b->number)
        return a->number < b->number ? -1 : 1;
    return a->place < b->place ? -1 : 1;
}

static void hash_freep(xmlHashTable **table)
{
    xmlHashFree(*table, NULL);
}

/* The number of a kind, from 1; 0 without memory. */
static size_t number_kind(xmlHashTable *kinds, const char *kind, size_t n_kinds)
{
    size_t known = (size_t)xmlHashLookup(kinds, BAD_CAST(kind ? kind : ""));

    if (known)
        return known;
    return xmlHashAddEntry(kinds, BAD_CAST(kind ? kind : ""), (void *)(n_kinds + 1)) < 0
               ? 0
               : n_kinds + 1;
}

/* The kind of a disk or a controller, and its number in it. */
static const char *place_device(const xmlNode *device, int *ret_number)
{
    const xmlNode *target = xml_child(device, "target");
    const char *text;

    if (xml_is(device, "disk")) {
        text = xml_peek(target, "dev");
        *ret_number = text ? device_disk_number(text) : -1;
        return xml_peek(target, "bus");
    }
    text = xml_peek(device, "index");
    *ret_number = text ? atoi(text) : INT_MAX;
    return xml_peek(device, "type");
}

static int put_in_order(xmlNode *devices, const char *element)
{
    size_t n = xml_count(devices, element), i = 0, n_kinds = 0;
    _cleanup_free_ struct device_place *places = NULL;
    _cleanup_(hash_freep) xmlHashTable *kinds = NULL;

    if (n < 2)
        return 0;
    places = calloc(n, sizeof(*places));
    kinds = xmlHashCreate(8);
    if (!places || !kinds)
        return error_oom(VIR_FROM_DOMAIN);
    for (xmlNode *d = xml_child(devices, element); d; d = xml_element(d->next, element)) {
        const char *kind = place_device(d, &places[i].number);

        places[i].device = d;
        places[i].place = i;
        places[i].kind = number_kind(kinds, kind, n_kinds);
        if (!places[i].kind)
            return error_oom(VIR_FROM_DOMAIN);
        n_kinds = places[i].kind > n_kinds ? places[i].kind : n_kinds;
        i++;
    }
    for (i = 1; i < n && compare_places(&places[i - 1], &places[i]) < 0;)
        i++;
    if (i == n)
        return 0;
    qsort(places, n, sizeof(*places), compare_places);
    for (i = 0; i < n; i++) {
        xmlUnlinkNode(places[i].device);
        xmlAddChild(devices, places[i].device);
    }
    return 0;
}

int implied_order(xmlNode *devices)
{
    return put_in_order(devices, "disk") < 0 || put_in_order(devices, "controller") < 0 ? -1 : 0;
}

/* ---- controllers ---- */

/* A controller of that kind and number is there. */
static int want_controller(xmlNode *devices, xmlHashTable *known, const char *type, unsigned index)
{
    char text[12];

    snprintf(text, sizeof(text), "%u", index);
    if (xmlHashLookup2(known, BAD_CAST type, BAD_CAST text))
        return 0;
    if (xmlHashAddEntry2(known, BAD_CAST type, BAD_CAST text, devices) < 0 ||
        !xml_add(devices, "controller", "type", type, "index", text, NULL))
        return error_oom(VIR_FROM_DOMAIN);
    return 0;
}

/* How many controllers a device's address asks for. */
static unsigned controllers_of(const xmlNode *device)
{
    const char *controller = xml_peek(xml_child(device, "address"), "controller");
    unsigned long number = controller ? strtoul(controller, NULL, 0) : 0;

    return number < MOST_CONTROLLERS ? (unsigned)number + 1 : MOST_CONTROLLERS;
}

/* The controllers of a kind up to the last one. */
static int want_controllers(xmlNode *devices, xmlHashTable *known, const char *type, unsigned most)
{
    for (unsigned i = 0; i < most; i++) {
        if (want_controller(devices, known, type, i) < 0)
            return -1;
    }
    return 0;
}

static int want_serial_controllers(xmlNode *devices, xmlHashTable *known, const char *element)
{
    for (xmlNode *n = xml_child(devices, element); n; n = xml_element(n->next, element)) {
        const char *type = xml_peek(xml_child(n, "target"), "type");

        if (type && strcmp(type, "virtio") == 0 &&
            want_controller(devices, known, "virtio-serial", controllers_of(n) - 1) < 0)
            return -1;
    }
    return 0;
}

/* A smartcard has a slot of a controller. */
static int place_smartcards(xmlNode *devices, xmlHashTable *known)
{
    unsigned slot = 0;
    char text[12];

    for (xmlNode *n = xml_child(devices, "smartcard"); n;
         n = xml_element(n->next, "smartcard"), slot++) {
        snprintf(text, sizeof(text), "%u", slot);
        if (!xml_child(n, "address"))
            xml_add(n, "address", "type", "ccid", "controller", "0", "slot", text, NULL);
        if (want_controller(devices, known, "ccid", controllers_of(n) - 1) < 0)
            return -1;
    }
    return 0;
}

/* Notes which controllers there are. */
static int know_controllers(xmlNode *devices, xmlHashTable *known)
{
    for (xmlNode *n = xml_child(devices, "controller"); n; n = xml_element(n->next, "controller")) {
        const char *type = xml_peek(n, "type"), *index = xml_peek(n, "index");

        if (type && index && !xmlHashLookup2(known, BAD_CAST type, BAD_CAST index) &&
            xmlHashAddEntry2(known, BAD_CAST type, BAD_CAST index, devices) < 0)
            return error_oom(VIR_FROM_DOMAIN);
    }
    return 0;
}

/* The parts of one USB 2 controller are controllers with one index. */
static bool is_usb2(const xmlNode *controller)
{
    const char *type = xml_peek(controller, "type"), *model = xml_peek(controller, "model");

    return type && model && strcmp(type, "usb") == 0 && strncmp(model, "ich9-", 5) == 0;
}

/* Controllers without an index get the first one that none of their type has. next: where to look
 * for it, since none comes free. */
static int number_controllers(xmlNode *devices, xmlHashTable *known, xmlHashTable *next)
{
    const xmlNode *before = NULL;

    for (xmlNode *n = xml_child(devices, "controller"); n;
         before = n, n = xml_element(n->next, "controller")) {
        const char *type = xml_peek(n, "type");
        size_t index;
        char text[24];

        if (!type || xml_peek(n, "index"))
            continue;
        if (before && is_usb2(before) && is_usb2(n)) {
            xml_set(n, "index", xml_peek(before, "index"));
            continue;
        }
        for (index = (size_t)xmlHashLookup(next, BAD_CAST type);; index++) {
            snprintf(text, sizeof(text), "%zu", index);
            if (!xmlHashLookup2(known, BAD_CAST type, BAD_CAST text))
                break;
        }
        if (xmlHashUpdateEntry(next, BAD_CAST type, (void *)(index + 1), NULL) < 0 ||
            xmlHashAddEntry2(known, BAD_CAST type, BAD_CAST text, devices) < 0)
            return error_oom(VIR_FROM_DOMAIN);
        xml_set(n, "index", text);
    }
    return 0;
}

/* What devices ask for. */
struct demand {
    unsigned of_disks[4]; /* controllers, by controlled[] */
    unsigned of_hostdevs;
    bool channels, consoles, smartcards;
};

static const char *const controlled[] = {"scsi", "fdc", "ide", "sata"};

static void raise_demand(unsigned *most, const xmlNode *device)
{
    unsigned n = controllers_of(device);

    if (n > *most)
        *most = n;
}

static void gather_demand(const xmlNode *devices, struct demand *d)
{
    for (xmlNode *n = xml_child(devices, NULL); n; n = xml_element(n->next, NULL)) {
        d->channels = d->channels || xml_is(n, "channel");
        d->consoles = d->consoles || xml_is(n, "console");
        d->smartcards = d->smartcards || xml_is(n, "smartcard");
        if (xml_is(n, "disk") && xml_child(n, "address")) {
            const char *bus = xml_peek(xml_child(n, "target"), "bus");

            for (size_t i = 0; bus && i < ARRAY_SIZE(controlled); i++) {
                if (strcmp(bus, controlled[i]) == 0)
                    raise_demand(&d->of_disks[i], n);
            }
        } else if (xml_is(n, "hostdev")) {
            const char *type = xml_peek(n, "type");

            if (type && strcmp(type, "scsi") == 0)
                raise_demand(&d->of_hostdevs, n);
        }
    }
}

static int add_controllers(xmlNode *devices)
{
    _cleanup_(hash_freep) xmlHashTable *known = xmlHashCreate(8), *next = xmlHashCreate(8);
    struct demand d = {{0}};

    if (!known || !next)
        return error_oom(VIR_FROM_DOMAIN);
    gather_demand(devices, &d);
    if (know_controllers(devices, known) < 0 || number_controllers(devices, known, next) < 0)
        return -1;
    for (size_t i = 0; i < ARRAY_SIZE(controlled); i++) {
        if (want_controllers(devices, known, controlled[i], d.of_disks[i]) < 0)
            return -1;
    }
    return (d.channels && want_serial_controllers(devices, known, "channel") < 0) ||
                   (d.consoles && want_serial_controllers(devices, known, "console") < 0) ||
                   (d.smartcards && place_smartcards(devices, known) < 0) ||
                   want_controllers(devices, known, "scsi", d.of_hostdevs) < 0
               ? -1
               : 0;
}

/* ---- lines ---- */

/* Gives serial or parallel lines that have no port the one behind those before them. */
static void number_ports(xmlNode *devices, const char *element)
{
    unsigned long next = 0;
    char text[24];

    for (xmlNode *n = xml_child(devices, element); n; n = xml_element(n->next, element)) {
        xmlNode *target = xml_child(n, "target");
        const char *port;

        snprintf(text, sizeof(text), "%lu", next);
        if (!target)
            target = xml_add(n, "target", NULL);
        xml_default(target, "port", text);
        port = xml_peek(target, "port");
        if (port && strtoul(port, NULL, 0) >= next)
            next = strtoul(port, NULL, 0) + 1;
    }
}

static void remove_targets(xmlNode *line)
{
    for (xmlNode *n = xml_child(line, "target"); n; n = xml_child(line, "target")) {
        xmlUnlinkNode(n);
        xmlFreeNode(n);
    }
}

/* The first console of a full machine is its first serial line. */
static void add_serial(xmlNode *devices)
{
    xmlNode *console = xml_child(devices, "console"), *copy;
    const char *type = xml_peek(xml_child(console, "target"), "type");

    if (!console || xml_child(devices, "serial") || (type && strcmp(type, "serial") != 0))
        return;
    copy = xml_copy_node(console, devices->doc);
    if (!copy)
        return error_note_lost();
    xmlNodeSetName(copy, BAD_CAST "serial");
    remove_targets(copy);
    xmlAddChild(devices, copy);
}

/* And the other way round. */
static void add_console(xmlNode *devices)
{
    xmlNode *console = xml_child(devices, "console"), *serial = xml_child(devices, "serial");
    const char *of = xml_peek(xml_child(console, "target"), "type");
    const char *type = xml_peek(xml_child(serial, "target"), "type");
    const char *port = xml_peek(xml_child(serial, "target"), "port");
    xmlNode *copy;

    if (!serial ||
        (console ? of && strcmp(of, "serial") != 0 : type && strcmp(type, "isa-serial") != 0))
        return;
    copy = xml_copy_node(serial, devices->doc);
    if (!copy)
        return error_note_lost();
    xmlNodeSetName(copy, BAD_CAST "console");
    remove_targets(copy);
    xml_add(copy, "target", "type", "serial", "port", port ? port : "0", NULL);
    if (console) {
        xmlReplaceNode(console, copy);
        xmlFreeNode(console);
    } else {
        xmlAddChild(devices, copy);
    }
}

/* ---- screens ---- */

/* Who can look at a machine looks at something; the first card is the main one. */
static void add_video(xmlNode *devices)
{
    xmlNode *video = xml_child(devices, "video"), *model;

    if (!video && xml_child(devices, "graphics"))
        video = xml_add(devices, "video", NULL);
    if (!video)
        return;
    for (xmlNode *n = video; n; n = xml_element(n->next, "video")) {
        const char *primary = xml_peek(xml_child(n, "model"), "primary");

        if (primary && strcmp(primary, "yes") == 0)
            return;
    }
    model = xml_child(video, "model");
    xml_set(model ? model : xml_add(video, "model", NULL), "primary", "yes");
}

int implied_devices(xmlNode *devices, bool full)
{
    if (full)
        add_serial(devices);
    number_ports(devices, "serial");
    number_ports(devices, "parallel");
    if (full)
        add_console(devices);
    add_video(devices);
    return add_controllers(devices);
}
