/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Trees are made, copied and changed; what there was no memory for is noted, since libxml2 says
 * little of it.
 */
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "drivers/libxml.h"
#include "drivers/xml/xml.h"

int xml_changes_made(void)
{
    libxml_note_lost();
    return error_take_lost() ? error_oom(VIR_FROM_XML) : 0;
}

/* A document's dictionary says nothing when it has no memory for a name. */
static bool names_copied(const xmlNode *node)
{
    bool whole = node->type != XML_ELEMENT_NODE || node->name;

    if (node->type == XML_ELEMENT_NODE) {
        for (const xmlAttr *a = node->properties; a && whole; a = a->next)
            whole = a->name != NULL;
    }
    if (node->type == XML_ELEMENT_NODE || node->type == XML_DOCUMENT_NODE) {
        for (const xmlNode *n = node->children; n && whole; n = n->next)
            whole = names_copied(n);
    }
    return whole;
}

/* Whether a copy is whole. What failed before it stays to be asked for. */
static bool copied_whole(const xmlNode *copy, bool lost_before)
{
    bool whole;

    libxml_note_lost();
    whole = !error_take_lost() && copy && names_copied(copy);
    if (lost_before)
        error_note_lost();
    if (!whole)
        error_oom(VIR_FROM_XML);
    return whole;
}

static bool begin_copy(void)
{
    libxml_note_lost();
    return error_take_lost();
}

xmlDoc *xml_copy_doc(const xmlDoc *from)
{
    bool before = begin_copy();
    xmlDoc *copy = xmlCopyDoc((xmlDoc *)(uintptr_t)from, 1);

    if (copied_whole((const xmlNode *)copy, before))
        return copy;
    xmlFreeDoc(copy);
    return NULL;
}

xmlNode *xml_copy_node(const xmlNode *from, xmlDoc *doc)
{
    bool before = begin_copy();
    xmlNode *copy = xmlDocCopyNode((xmlNode *)(uintptr_t)from, doc, 1);

    if (copied_whole(copy, before))
        return copy;
    xmlFreeNode(copy);
    return NULL;
}

void xml_set_text(xmlNode *node, const char *text)
{
    if (!node)
        return;
    xmlNodeSetContent(node, NULL);
    xmlNodeAddContent(node, BAD_CAST text);
    if (*text && !node->children)
        error_note_lost();
}

void xml_set(xmlNode *node, const char *name, const char *value)
{
    xmlAttr *a;

    if (!node)
        return;
    a = xmlSetProp(node, BAD_CAST name, BAD_CAST value);
    if (!a || !a->name || (value && *value && !a->children))
        error_note_lost();
    if (a && !a->name)
        xmlRemoveProp(a);
}

xmlNode *xml_new_node(xmlDoc *doc, const char *name)
{
    xmlNode *node = xmlNewDocNode(doc, NULL, BAD_CAST name, NULL);

    if (node && node->name)
        return node;
    xmlFreeNode(node);
    error_note_lost();
    return NULL;
}

xmlDoc *xml_new_doc(const char *root)
{
    _cleanup_(xml_doc_freep) xmlDoc *doc = xmlNewDoc(BAD_CAST "1.0");
    xmlNode *node = doc ? xml_new_node(doc, root) : NULL;

    if (!node) {
        error_note_lost();
        return NULL;
    }
    xmlDocSetRootElement(doc, node);
    return take(doc);
}

xmlNode *xml_add(xmlNode *parent, const char *name, ...)
{
    xmlNode *node = parent ? xml_new_node(parent->doc, name) : NULL;
    const char *attribute;
    va_list ap;

    if (node) {
        xmlSetNs(node, parent->ns);
        xmlAddChild(parent, node);
    } else {
        error_note_lost();
    }
    va_start(ap, name);
    while (node && (attribute = va_arg(ap, const char *)) != NULL)
        xml_set(node, attribute, va_arg(ap, const char *));
    va_end(ap);
    return node;
}

void xml_default(xmlNode *node, const char *name, const char *value)
{
    if (node && !xmlHasProp(node, BAD_CAST name))
        xml_set(node, name, value);
}

/* Returns true if an element, or what is below it, points at a declaration. */
static bool xml_uses(const xmlNode *node, const xmlNs *ns)
{
    if (node->type != XML_ELEMENT_NODE)
        return false;
    if (node->ns == ns)
        return true;
    for (const xmlAttr *a = node->properties; a; a = a->next) {
        if (a->ns == ns)
            return true;
    }
    for (const xmlNode *n = node->children; n; n = n->next) {
        if (xml_uses(n, ns))
            return true;
    }
    return false;
}

void xml_forget_namespace(xmlNode *node, const char *uri)
{
    for (xmlNs **next = &node->nsDef; *next;) {
        xmlNs *ns = *next;

        if (xmlStrEqual(ns->href, BAD_CAST uri) && !xml_uses(node, ns)) {
            *next = ns->next;
            xmlFreeNs(ns);
        } else {
            next = &ns->next;
        }
    }
}

void xml_row_join(struct xml_row *row, struct xml_row *more)
{
    if (!more->first)
        return;
    more->first->prev = row->last;
    if (row->last)
        row->last->next = more->first;
    else
        row->first = more->first;
    row->last = more->last;
    *more = (struct xml_row){NULL, NULL};
}
