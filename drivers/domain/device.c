/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A caller who means a device describes it: with less than is known of it, and with numbers in any
 * base.
 */
#include "drivers/domain/device.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "drivers/xml/xml.h"
#include "drivers/xml/xml_path.h"

/* ---- the same ---- */

static bool same_value(const char *a, const char *b)
{
    char *end_a, *end_b;
    unsigned long long value_a, value_b;

    if (!a || !b)
        return a == b;
    value_a = strtoull(a, &end_a, 0);
    value_b = strtoull(b, &end_b, 0);
    return strcasecmp(a, b) == 0 || (*a && *b && !*end_a && !*end_b && value_a == value_b);
}

/* Returns true if have has all that wanted says: attributes, elements, text. */
static bool device_covers(const xmlNode *have, const xmlNode *wanted)
{
    for (const xmlAttr *a = wanted->properties; a; a = a->next) {
        _cleanup_free_ char *is = xml_attribute(have, (const char *)a->name);
        _cleanup_free_ char *should = xml_attribute(wanted, (const char *)a->name);

        if (!same_value(is, should))
            return false;
    }
    if (!xml_child(wanted, NULL)) {
        _cleanup_free_ char *is = xml_text(have), *should = xml_text(wanted);

        return !should || same_value(is, should);
    }
    for (const xmlNode *n = xml_child(wanted, NULL); n; n = xml_element(n->next, NULL)) {
        const xmlNode *c = xml_child(have, (const char *)n->name);

        while (c && !device_covers(c, n))
            c = xml_element(c->next, (const char *)n->name);
        if (!c)
            return false;
    }
    return true;
}

xmlNode *device_find(const xmlNode *devices, const xmlNode *wanted)
{
    const char *element = (const char *)wanted->name;
    const char *key = strcmp(element, "disk") == 0        ? "target@dev"
                      : strcmp(element, "interface") == 0 ? "mac@address"
                                                          : NULL;
    _cleanup_free_ char *should = key ? xml_path_get(wanted, key) : NULL;

    for (xmlNode *n = xml_child(devices, element); n; n = xml_element(n->next, element)) {
        _cleanup_free_ char *is = should ? xml_path_get(n, key) : NULL;

        if (should ? same_value(is, should) : device_covers(n, wanted))
            return n;
    }
    return NULL;
}

/* ---- names ---- */

/* The aliases of disks with a drive address: the bus and the parts of the address. */
static char *drive_alias(const xmlNode *disk, const char *bus)
{
    _cleanup_free_ char *controller = xml_path_get(disk, "address@controller");
    _cleanup_free_ char *rail = xml_path_get(disk, "address@bus");
    _cleanup_free_ char *target = xml_path_get(disk, "address@target");
    _cleanup_free_ char *unit = xml_path_get(disk, "address@unit");
    bool scsi = strcmp(bus, "scsi") == 0;
    char *alias;

    if (asprintf(&alias, "%s%s-%s%s%s-%s", bus, controller ? controller : "0", rail ? rail : "0",
                 scsi ? "-" : "",
                 !scsi    ? ""
                 : target ? target
                          : "0",
                 unit ? unit : "0") < 0)
        alias = NULL;
    return error_note_null(alias);
}

/* How many of the same element stand before it. */
static unsigned device_place(const xmlNode *device)
{
    unsigned n = 0;

    for (const xmlNode *c = device->prev; c; c = c->prev)
        n += c->type == XML_ELEMENT_NODE && xmlStrEqual(c->name, device->name);
    return n;
}

char *device_alias(const xmlNode *device)
{
    static const struct {
        const char *element, *alias;
    } names[] = {{"interface", "net"},
                 {"memballoon", "balloon"},
                 {"filesystem", "fs"},
                 {"memory", "dimm"},
                 {"disk", "virtio-disk"}};
    const char *name = (const char *)device->name;
    char *alias = xml_path_get(device, "alias@name");
    _cleanup_free_ char *bus =
        strcmp(name, "disk") == 0 ? xml_path_get(device, "target@bus") : NULL;
    _cleanup_free_ char *target = bus ? xml_path_get(device, "target@dev") : NULL;
    unsigned number = device_place(device);

    if (alias)
        return alias;
    if (bus && xml_child(device, "address") && strcmp(bus, "virtio") != 0)
        return drive_alias(device, bus);
    if (bus && target && strlen(target) == 3)
        number = (unsigned)(target[2] - 'a');
    for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
        if (strcmp(names[i].element, name) == 0)
            name = names[i].alias;
    }
    return error_note_null(asprintf(&alias, "%s%u", name, number) < 0 ? NULL : alias);
}

xmlNode *device_find_alias(const xmlNode *devices, const char *alias)
{
    for (xmlNode *n = xml_child(devices, NULL); n; n = xml_element(n->next, NULL)) {
        _cleanup_free_ char *is = device_alias(n);

        if (is && strcmp(is, alias) == 0)
            return n;
    }
    return NULL;
}

int device_disk_number(const char *target)
{
    const char *letters = target + (target[0] == 'x' || target[0] == 'u' ? 3 : 2);
    int index = 0;

    if (strlen(target) < 3 || !*letters)
        return -1;
    for (; *letters >= 'a' && *letters <= 'z' && index < 100000; letters++)
        index = index * 26 + (*letters - 'a') + 1;
    return index - 1;
}
