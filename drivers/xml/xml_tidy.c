/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Tidies what a parser has read. The parser takes a prefix that nobody has declared for a part of
 * the name, as libvirt does, and so such elements are ones that no family knows.
 */
#include "drivers/xml/xml_tidy.h"

#include <string.h>

bool xml_is_unbound(const xmlNode *node)
{
    return (node->type == XML_ELEMENT_NODE || node->type == XML_PI_NODE) &&
           strchr((const char *)node->name, ':');
}

static void drop_attributes(xmlNode *node)
{
    xmlAttr *next;

    for (xmlAttr *a = node->properties; a; a = next) {
        next = a->next;
        if (strchr((const char *)a->name, ':'))
            xmlRemoveProp(a);
    }
}

/* The node behind another one in the order of the text, below top; inside: it may be below it. */
static xmlNode *tidy_next(const xmlNode *node, const xmlNode *top, bool inside)
{
    if (inside && node->type == XML_ELEMENT_NODE && node->children)
        return node->children;
    while (node != top && !node->next)
        node = node->parent;
    return node == top ? NULL : node->next;
}

void xml_drop_unbound(xmlNode *node)
{
    xmlNode *next;

    for (xmlNode *n = node; n; n = next) {
        bool goes = n != node && xml_is_unbound(n);

        if (n->type == XML_ELEMENT_NODE && !goes)
            drop_attributes(n);
        next = tidy_next(n, node, !goes);
        if (goes) {
            xmlUnlinkNode(n);
            xmlFreeNode(n);
        }
    }
}

bool xml_drop_doctype(xmlDoc *doc)
{
    xmlDtd *dtd = doc->intSubset;
    bool plain = true;

    for (const xmlNode *n = dtd ? dtd->children : NULL; n; n = n->next)
        plain = plain && n->type != XML_ENTITY_DECL && n->type != XML_ATTRIBUTE_DECL;
    if (dtd && plain) {
        xmlUnlinkNode((xmlNode *)dtd);
        xmlFreeDtd(dtd);
    }
    return plain;
}
