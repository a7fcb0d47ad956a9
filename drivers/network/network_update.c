/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Changes of parts of a network. A section says where its elements are and what makes two of them
 * the same; a change is made on copies, which replace the documents when all of it went well.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "drivers/network/backend.h"
#include "drivers/network/network.h"
#include "drivers/network/ops.h"
#include "drivers/reply.h"
#include "drivers/session.h"
#include "drivers/xml/xml.h"

#define FAIL(code, ...) error_set(VIR_FROM_NETWORK, code, __VA_ARGS__)

static const struct section {
    const char *parent, *element; /* parent NULL: the root; inside an <ip>: "dhcp" */
    bool in_ip, can_modify;
    bool any;            /* one equal attribute makes two the same, else all that they have */
    const char *keys[4]; /* attributes; ends with NULL */
} sections[] = {
    [VIR_NETWORK_SECTION_IP_DHCP_HOST] = {"dhcp", "host", true, true, true, {"mac", "name", "ip"}},
    [VIR_NETWORK_SECTION_IP_DHCP_RANGE] = {"dhcp", "range", true, false, false, {"start", "end"}},
    [VIR_NETWORK_SECTION_FORWARD_INTERFACE] = {"forward", "interface", .keys = {"dev"}},
    [VIR_NETWORK_SECTION_PORTGROUP] = {NULL, "portgroup", false, true, .keys = {"name"}},
    [VIR_NETWORK_SECTION_DNS_HOST] = {"dns", "host", .keys = {"ip"}},
    [VIR_NETWORK_SECTION_DNS_TXT] = {"dns", "txt", .keys = {"name"}},
    [VIR_NETWORK_SECTION_DNS_SRV] = {"dns", "srv", .keys = {"service", "protocol", "domain"}},
};

/* ---- finding ---- */

static bool section_same(const struct section *s, const xmlNode *a, const xmlNode *b)
{
    bool some = false;

    for (const char *const *key = s->keys; *key; key++) {
        _cleanup_free_ char *x = xml_attribute(a, *key), *y = xml_attribute(b, *key);
        bool same = x && y && strcasecmp(x, y) == 0;

        if (s->any && same)
            return true;
        if (!s->any && (x || y) && !same)
            return false;
        some = some || same;
    }
    return some;
}

/* The element of the parent that is the same as another one; NULL: there is none. */
static xmlNode *section_find(const struct section *s, xmlNode *parent, const xmlNode *like)
{
    for (xmlNode *n = xml_child(parent, s->element); n; n = xml_element(n->next, s->element)) {
        if (section_same(s, n, like))
            return n;
    }
    return NULL;
}

/* The <ip> by number; -1: the first with DHCP or else the first. */
static xmlNode *find_ip(xmlNode *root, int index)
{
    xmlNode *n = xml_child(root, "ip");
    int i = 0;

    while (n && (index < 0 ? !xml_child(n, "dhcp") : i++ < index))
        n = xml_element(n->next, "ip");
    return n || index >= 0 ? n : xml_child(root, "ip");
}

/* Where the section's elements are; made when it is missing. */
static int section_parent(const struct section *s, xmlNode *root, int index, xmlNode **ret_parent)
{
    xmlNode *parent = root;

    if (s->in_ip) {
        parent = find_ip(root, index);
        if (!parent)
            return FAIL(VIR_ERR_OPERATION_INVALID, "the network has no <ip> number %d", index);
        *ret_parent = xml_child(parent, s->parent);
        if (!*ret_parent)
            *ret_parent = xml_add(parent, s->parent, NULL);
    } else {
        *ret_parent = s->parent ? schema_want(&network_schema, root, s->parent) : root;
    }
    return *ret_parent ? 0 : error_oom(VIR_FROM_NETWORK);
}

/* ---- changing ---- */

/* Puts a new element before or behind those of its kind, and in the order of the parent's. */
static void section_put(const struct section *s, xmlNode *parent, xmlNode *new, bool first)
{
    static const char *const order[] = {"range", "forwarder", "txt", "srv", "host", NULL};
    static const struct schema inner = {"", VIR_FROM_NETWORK, order, ARRAY_SIZE(order)};
    xmlNode *other = xml_child(parent, s->element);

    if (first && other)
        xmlAddPrevSibling(other, new);
    else
        schema_put(s->parent ? &inner : &network_schema, parent, new);
}

static int section_add(const struct section *s, xmlNode *parent, xmlNode *new, bool first)
{
    xmlNode *copy;

    if (section_find(s, parent, new))
        return FAIL(VIR_ERR_OPERATION_INVALID, "the network has this <%s> already", s->element);
    copy = xml_copy_node(new, parent->doc);
    if (!copy)
        return error_oom(VIR_FROM_NETWORK);
    section_put(s, parent, copy, first);
    return 0;
}

static void cut_node(xmlNode *n)
{
    xmlUnlinkNode(n);
    xmlFreeNode(n);
}

/* Replaces (with new) or deletes. */
static int section_change(const struct section *s, xmlNode *parent, xmlNode *new, bool replace)
{
    xmlNode *old = section_find(s, parent, new), *copy;

    if (!old)
        return FAIL(VIR_ERR_OPERATION_INVALID, "the network has no such <%s>", s->element);
    if (replace) {
        copy = xml_copy_node(new, parent->doc);
        if (!copy)
            return error_oom(VIR_FROM_NETWORK);
        xmlReplaceNode(old, copy);
        xmlFreeNode(old);
        return 0;
    }
    cut_node(old);
    return 0;
}

static int section_update(const struct section *s, xmlDoc *doc,
                          const remote_network_update_args *args, xmlNode *new)
{
    xmlNode *parent = NULL;
    int r;

    if (section_parent(s, xmlDocGetRootElement(doc), args->parentIndex, &parent) < 0)
        return -1;
    switch (args->command) {
    case VIR_NETWORK_UPDATE_COMMAND_ADD_FIRST:
    case VIR_NETWORK_UPDATE_COMMAND_ADD_LAST:
        return section_add(s, parent, new, args->command == VIR_NETWORK_UPDATE_COMMAND_ADD_FIRST);
    case VIR_NETWORK_UPDATE_COMMAND_MODIFY:
        if (!s->can_modify)
            return FAIL(VIR_ERR_OPERATION_UNSUPPORTED, "a <%s> is added or deleted, not modified",
                        s->element);
        return section_change(s, parent, new, true);
    case VIR_NETWORK_UPDATE_COMMAND_DELETE:
        r = section_change(s, parent, new, false);
        if (r == 0 && s->parent && strcmp(s->parent, "forward") != 0 && !xml_child(parent, NULL))
            cut_node(parent);
        return r;
    default:
        return FAIL(VIR_ERR_INVALID_ARG, "there is no command %u of updates", args->command);
    }
}

/* A changed copy; NULL with the error set. */
static xmlDoc *updated_copy(const struct section *s, xmlDoc *doc,
                            const remote_network_update_args *args, xmlNode *new)
{
    _cleanup_(xml_doc_freep) xmlDoc *copy = xml_copy_doc(doc);

    if (!copy) {
        error_oom(VIR_FROM_NETWORK);
        return NULL;
    }
    return section_update(s, copy, args, new) < 0 ? NULL : take(copy);
}

static const struct section *find_section(unsigned number)
{
    const struct section *s = number < ARRAY_SIZE(sections) ? &sections[number] : NULL;

    if (s && s->element)
        return s;
    FAIL(VIR_ERR_OPERATION_UNSUPPORTED, "section %u of a network can not be updated", number);
    return NULL;
}

int network_update(struct session *session, const remote_network_update_args *args)
{
    const unsigned live = VIR_NETWORK_UPDATE_AFFECT_LIVE, config = VIR_NETWORK_UPDATE_AFFECT_CONFIG;
    _cleanup_(xml_doc_freep) xmlDoc *doc = NULL, *new_live = NULL, *new_config = NULL;
    const struct section *s;
    unsigned flags = args->flags;
    xmlNode *new;
    struct network_room *room = network_room_of(session);
    WRITE_GUARD(room->guard);
    struct xml_object *o = objects_uuid(&room->networks, args->net.uuid);

    if (!o || check_flags(flags, live | config) < 0)
        return -1;
    if (!flags)
        flags = o->live ? live : config;
    if ((flags & live && !o->live) || (flags & config && !o->config))
        return FAIL(VIR_ERR_OPERATION_INVALID, "network '%s' is %s", o->name,
                    o->live ? "transient" : "not active");
    s = find_section(args->section);
    if (!s || xml_parse(VIR_FROM_NETWORK, args->xml, "the update", &doc) < 0)
        return -1;
    new = xmlDocGetRootElement(doc);
    if (!new || !xmlStrEqual(new->name, BAD_CAST s->element))
        return FAIL(VIR_ERR_XML_ERROR, "the update is a <%s>, not a <%s>",
                    new ? (const char *)new->name : "", s->element);
    if ((flags & config && !(new_config = updated_copy(s, o->config, args, new))) ||
        (flags & live && !(new_live = updated_copy(s, o->live, args, new))))
        return -1;
    if ((new_config && network_check(xmlDocGetRootElement(new_config)) < 0) ||
        (new_live && network_check(xmlDocGetRootElement(new_live)) < 0))
        return -1;
    if (new_live && room->backend->update && room->backend->update(room, o, new_live) < 0)
        return -1;
    /* what was there goes with new_... */
    if (new_config) {
        xmlDoc *old = o->config;

        o->config = take(new_config);
        new_config = old;
    }
    if (new_live) {
        xmlDoc *old = o->live;

        o->live = take(new_live);
        new_live = old;
    }
    return 0;
}
