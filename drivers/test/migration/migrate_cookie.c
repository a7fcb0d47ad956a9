/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Cookies, made, read and handed on. */
#include "drivers/test/migration/migrate_cookie.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "common/uuid.h"
#include "drivers/domain/definition.h"
#include "drivers/test/world/world.h"
#include "drivers/xml/xml.h"

#define ROOT "vireo-migration"

static void add_text(xmlNode *root, const char *name, const char *text)
{
    xml_set_text(xml_add(root, name, NULL), text);
}

int migrate_cookie_make(const struct machine *m, const struct definition *persistent,
                        xmlDoc **ret_doc)
{
    _cleanup_(xml_doc_freep) xmlDoc *doc = xml_new_doc(ROOT);
    xmlNode *root = xmlDocGetRootElement(doc);
    char host[256] = "", uuid[UUID_TEXT];

    if (!root)
        return error_oom(VIR_FROM_TEST);
    gethostname(host, sizeof(host) - 1);
    add_text(root, "name", machine_name(m));
    add_text(root, "uuid", uuid_format(m->uuid, uuid));
    add_text(root, "hostname", host);
    if (machine_active(m) && m->state != VIR_DOMAIN_RUNNING &&
        test_machine(m)->migration.phase != MIGRATION_CUT)
        xml_add(root, "paused", NULL);
    if (persistent && migrate_cookie_add(doc, "persistent", persistent) < 0)
        return -1;
    *ret_doc = take(doc);
    return 0;
}

int migrate_cookie_read(struct migrate_cookie cookie, xmlDoc **ret_doc)
{
    _cleanup_free_ char *text = NULL;
    xmlDoc *doc;

    *ret_doc = NULL;
    if (!cookie.len)
        return 0;
    text = strndup(cookie.bytes, cookie.len);
    if (!text)
        return error_oom(VIR_FROM_TEST);
    if (xml_parse(VIR_FROM_DOMAIN, text, "the migration's cookie", &doc) < 0)
        return -1;
    if (!xmlStrEqual(xmlDocGetRootElement(doc)->name, BAD_CAST ROOT)) {
        xmlFreeDoc(doc);
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG,
                         "the migration's cookie is of another kind of host");
    }
    *ret_doc = doc;
    return 0;
}

int migrate_cookie_definition(const xmlDoc *doc, const char *element,
                              struct definition **ret_definition)
{
    xmlNode *place =
        doc ? xml_child(xmlDocGetRootElement((xmlDoc *)(uintptr_t)doc), element) : NULL;
    xmlNode *domain = place ? xml_child(place, "domain") : NULL;

    *ret_definition = NULL;
    return domain ? definition_from_node(domain, ret_definition) : 0;
}

int migrate_cookie_add(xmlDoc *doc, const char *element, const struct definition *d)
{
    xmlNode *copy = xml_copy_node(definition_root(d), doc);
    xmlNode *parent = copy ? xml_add(xmlDocGetRootElement(doc), element, NULL) : NULL;

    if (!parent) {
        xmlFreeNode(copy);
        return error_oom(VIR_FROM_TEST);
    }
    xmlAddChild(parent, copy);
    return 0;
}

bool migrate_cookie_paused(const xmlDoc *doc)
{
    return doc && xml_child(xmlDocGetRootElement((xmlDoc *)(uintptr_t)doc), "paused");
}

void migrate_cookie_pause(xmlDoc *doc)
{
    if (doc && !migrate_cookie_paused(doc))
        xml_add(xmlDocGetRootElement(doc), "paused", NULL);
}

bool migrate_cookie_rest(const xmlDoc *doc, uint64_t *ret_ns)
{
    xmlNode *rest = doc ? xml_child(xmlDocGetRootElement((xmlDoc *)(uintptr_t)doc), "rest") : NULL;
    const char *ns = xml_peek(rest, "ns");

    if (!ns)
        return false;
    *ret_ns = strtoull(ns, NULL, 10);
    if (*ret_ns > VIRTUAL_CLOCK_END / 2)
        *ret_ns = VIRTUAL_CLOCK_END / 2;
    return true;
}

void migrate_cookie_put_rest(xmlDoc *doc, uint64_t ns)
{
    char text[24];

    snprintf(text, sizeof(text), "%" PRIu64, ns);
    if (doc)
        xml_add(xmlDocGetRootElement(doc), "rest", "ns", text, NULL);
}

int migrate_cookie_give(const xmlDoc *doc, struct migrate_reply reply)
{
    char *text;

    if (!doc)
        return 0;
    text = xml_format(xmlDocGetRootElement((xmlDoc *)(uintptr_t)doc));
    if (!text)
        return -1;
    *reply.bytes = text;
    *reply.len = (u_int)strlen(text);
    return 0;
}
