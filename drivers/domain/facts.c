/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The block is measured, then filled: the structure, its disks, its interfaces, and all texts.
 */
#include "drivers/domain/facts.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "drivers/xml/secrets.h"
#include "drivers/xml/xml.h"

static struct disk_facts look_at_disk(const xmlNode *disk)
{
    const xmlNode *source = xml_child(disk, "source");

    return (struct disk_facts){
        .target = xml_peek(xml_child(disk, "target"), "dev"),
        .file = xml_peek(source, "file"),
        .dev = xml_peek(source, "dev"),
        .empty = !source,
    };
}

static struct interface_facts look_at_interface(const xmlNode *interface)
{
    return (struct interface_facts){
        .target = xml_peek(xml_child(interface, "target"), "dev"),
        .mac = xml_peek(xml_child(interface, "mac"), "address"),
    };
}

static size_t room_for(const char *text)
{
    return text ? strlen(text) + 1 : 0;
}

/* Moves a text into the block. */
static void facts_keep(const char **text, char **end)
{
    if (*text)
        *text = memcpy(*end, *text, room_for(*text));
    *end += room_for(*text);
}

struct facts *facts_gather(const xmlNode *domain)
{
    const xmlNode *devices = xml_child(domain, "devices");
    _cleanup_free_ char *text = xml_format(domain), *public = NULL;
    bool secret = secrets_any(domain);
    size_t n_disks = 0, n_interfaces = 0, size = room_for(text);
    struct disk_facts *disks;
    struct interface_facts *interfaces;
    struct facts *f;
    char *end;

    if (!text || (secret && !(public = secrets_format(domain, SECRETS_HIDDEN))))
        return NULL;
    size += room_for(public);
    for (xmlNode *n = xml_child(devices, NULL); n; n = xml_element(n->next, NULL)) {
        if (xml_is(n, "disk")) {
            const struct disk_facts d = look_at_disk(n);

            size += sizeof(d) + room_for(d.target) + room_for(d.file) + room_for(d.dev);
            n_disks++;
        } else if (xml_is(n, "interface")) {
            const struct interface_facts i = look_at_interface(n);

            size += sizeof(i) + room_for(i.target) + room_for(i.mac);
            n_interfaces++;
        }
    }
    f = malloc(sizeof(*f) + size);
    if (!f) {
        error_oom(VIR_FROM_DOMAIN);
        return NULL;
    }
    disks = (struct disk_facts *)(f + 1);
    interfaces = (struct interface_facts *)(disks + n_disks);
    end = (char *)(interfaces + n_interfaces);
    *f = (struct facts){
        .perf = xml_child(domain, "perf"),
        .iothreads = xml_child(domain, "iothreadids"),
        .disks = disks,
        .interfaces = interfaces,
        .text = text,
        .public = public,
    };
    atomic_init(&f->refs, 1);
    facts_keep(&f->text, &end);
    facts_keep(&f->public, &end);
    if (!secret)
        f->public = f->text;
    for (xmlNode *n = xml_child(devices, NULL); n; n = xml_element(n->next, NULL)) {
        if (xml_is(n, "disk")) {
            struct disk_facts *d = &disks[f->n_disks++];

            *d = look_at_disk(n);
            facts_keep(&d->target, &end);
            facts_keep(&d->file, &end);
            facts_keep(&d->dev, &end);
        } else if (xml_is(n, "interface")) {
            struct interface_facts *i = &interfaces[f->n_interfaces++];

            *i = look_at_interface(n);
            facts_keep(&i->target, &end);
            facts_keep(&i->mac, &end);
        }
    }
    return f;
}

struct facts *facts_ref(struct facts *f)
{
    atomic_fetch_add_explicit(&f->refs, 1, memory_order_relaxed);
    return f;
}

struct facts *facts_unref(struct facts *f)
{
    if (f && atomic_fetch_sub(&f->refs, 1) == 1)
        free(f);
    return NULL;
}

static bool facts_same(const char *a, const char *b)
{
    return a && strcmp(a, b) == 0;
}

const struct disk_facts *facts_disk(const struct facts *f, const char *path)
{
    for (size_t i = 0; i < f->n_disks; i++) {
        const struct disk_facts *d = &f->disks[i];

        if (facts_same(d->target, path) || facts_same(d->file, path) || facts_same(d->dev, path))
            return d;
    }
    return NULL;
}

const struct interface_facts *facts_interface(const struct facts *f, const char *device)
{
    for (size_t i = 0; i < f->n_interfaces; i++) {
        const struct interface_facts *one = &f->interfaces[i];

        if (facts_same(one->target, device) || (one->mac && strcasecmp(one->mac, device) == 0))
            return one;
    }
    return NULL;
}
