/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Trees to text. What is written reads back as the same tree, but for blanks between elements.
 */
#include "drivers/xml/xml.h"

#include <string.h>

#include <libvirt/virterror.h>

#include "common/buf.h"
#include "common/cleanup.h"
#include "common/error.h"

/* Where it goes; without memory the rest is thrown away. */
struct out {
    struct buf text;
    xml_hides_fn *hides; /* NULL: nothing */
    bool failed;
};

static void xml_write_put_bytes(struct out *o, const void *bytes, size_t len)
{
    o->failed = o->failed || buf_append(&o->text, bytes, len) < 0;
}

static void xml_write_put(struct out *o, const char *text)
{
    xml_write_put_bytes(o, text, strlen(text));
}

static const char *xml_write_reference(char c, bool in_attribute)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '\'':
        return "&apos;";
    case '"':
        return "&quot;";
    case '\r':
        return "&#13;";
    case '\n':
        return in_attribute ? "&#10;" : "\n";
    default:
        return in_attribute ? "&#9;" : "\t";
    }
}

static void put_escaped(struct out *o, const xmlChar *from, bool in_attribute)
{
    for (const char *text = (const char *)from; text && *text;) {
        size_t plain = strcspn(text, "&<>'\"\r\n\t");

        xml_write_put_bytes(o, text, plain);
        text += plain;
        if (*text)
            xml_write_put(o, xml_write_reference(*text++, in_attribute));
    }
}

static void put_indent(struct out *o, int level)
{
    static const char blanks[] = "                                ";

    for (int left = level * 2; left > 0; left -= (int)sizeof(blanks) - 1)
        xml_write_put_bytes(o, blanks,
                            left < (int)sizeof(blanks) ? (size_t)left : sizeof(blanks) - 1);
}

static void xml_write_put_name(struct out *o, const xmlNs *ns, const xmlChar *name)
{
    if (ns && ns->prefix) {
        xml_write_put(o, (const char *)ns->prefix);
        xml_write_put(o, ":");
    }
    xml_write_put(o, (const char *)name);
}

static void put_value(struct out *o, const xmlChar *value)
{
    xml_write_put(o, "='");
    put_escaped(o, value, true);
    xml_write_put(o, "'");
}

static void put_attribute(struct out *o, const xmlAttr *a)
{
    const xmlNode *text = a->children;

    xml_write_put(o, " ");
    xml_write_put_name(o, a->ns, a->name);
    if (text && (text->next || text->type != XML_TEXT_NODE)) {
        xmlChar *value = xmlNodeListGetString(a->doc, a->children, 1);

        put_value(o, value);
        xmlFree(value);
    } else {
        put_value(o, text ? text->content : NULL);
    }
}

static void put_start(struct out *o, const xmlNode *node)
{
    xml_write_put(o, "<");
    xml_write_put_name(o, node->ns, node->name);
    for (const xmlNs *ns = node->nsDef; ns; ns = ns->next) {
        xml_write_put(o, ns->prefix ? " xmlns:" : " xmlns");
        xml_write_put(o, ns->prefix ? (const char *)ns->prefix : "");
        if (xml_is(node, "metadata")) { /* its writer's, as what is in it */
            xml_write_put(o, "=\"");
            put_escaped(o, ns->href, true);
            xml_write_put(o, "\"");
        } else {
            put_value(o, ns->href);
        }
    }
    for (const xmlAttr *a = node->properties; a; a = a->next)
        if (!o->hides || !o->hides(node, a))
            put_attribute(o, a);
}

/* Its first child that is written; NULL: there is none. */
static const xmlNode *xml_write_first(const struct out *o, const xmlNode *node)
{
    const xmlNode *n = node->children;

    while (n && o->hides && o->hides(n, NULL))
        n = n->next;
    return n;
}

/* Returns true if whitespace between the children would change what is there. */
static bool has_text(const xmlNode *node)
{
    for (const xmlNode *n = node->children; n; n = n->next) {
        if (n->type != XML_ELEMENT_NODE && n->type != XML_COMMENT_NODE && !xmlIsBlankNode(n))
            return true;
    }
    return false;
}

/* An element of <metadata> is its writer's: as libxml2 writes it, which is what libvirt gives. */
static void put_foreign(struct out *o, const xmlNode *node, int level)
{
    xmlBuffer *b = xmlBufferCreate();

    if (!b) {
        o->failed = error_oom(VIR_FROM_XML) < 0;
        return;
    }
    xmlNodeDump(b, node->doc, (xmlNode *)(uintptr_t)node, level, 1);
    xml_write_put(o, (const char *)xmlBufferContent(b));
    xmlBufferFree(b);
}

/* The children of a root that libvirt writes with a start and an end, empty or not. */
static bool never_closed(const xmlNode *node)
{
    static const char *const names[] = {"devices", "ip", "source", "target"};

    for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
        if (xmlStrEqual(node->name, BAD_CAST names[i]))
            return true;
    }
    return false;
}

/* Of the document, or of a domain inside a snapshot. */
static bool in_metadata(const xmlNode *node, int level)
{
    return level >= 2 && xmlStrEqual(node->parent->name, BAD_CAST "metadata") &&
           (level == 2 || xmlStrEqual(node->parent->parent->name, BAD_CAST "domain"));
}

static void put_node(struct out *o, const xmlNode *node, int level, bool verbatim);

static void put_element(struct out *o, const xmlNode *node, int level, bool verbatim)
{
    bool inside = verbatim || has_text(node);

    put_start(o, node);
    if (!xml_write_first(o, node) && !(level == 1 && never_closed(node))) {
        xml_write_put(o, "/>");
        return;
    }
    xml_write_put(o, inside ? ">" : ">\n");
    for (const xmlNode *n = node->children; n; n = n->next)
        put_node(o, n, level + 1, inside);
    if (!inside)
        put_indent(o, level);
    xml_write_put(o, "</");
    xml_write_put_name(o, node->ns, node->name);
    xml_write_put(o, ">");
}

static void put_node(struct out *o, const xmlNode *node, int level, bool verbatim)
{
    if (o->hides && o->hides(node, NULL))
        return;
    if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
        if (verbatim)
            put_escaped(o, node->content, false);
        return;
    }
    if (!verbatim)
        put_indent(o, level);
    if (node->type == XML_COMMENT_NODE) {
        xml_write_put(o, "<!--");
        xml_write_put(o, (const char *)node->content);
        xml_write_put(o, "-->");
    } else if (node->type == XML_ENTITY_REF_NODE) {
        xml_write_put(o, "&");
        xml_write_put(o, (const char *)node->name);
        xml_write_put(o, ";");
    } else if (node->type == XML_ELEMENT_NODE && in_metadata(node, level)) {
        put_foreign(o, node, level);
    } else if (node->type == XML_ELEMENT_NODE) {
        put_element(o, node, level, verbatim);
    }
    if (!verbatim)
        xml_write_put(o, "\n");
}

static char *xml_write_finish(struct out *o)
{
    xml_write_put_bytes(o, "", 1);
    if (o->failed) {
        buf_free(&o->text);
        return NULL;
    }
    return (char *)buf_bytes(&o->text); /* nothing was eaten: it is where the memory begins */
}

char *xml_format(const xmlNode *node)
{
    return xml_format_without(node, NULL);
}

char *xml_format_without(const xmlNode *node, xml_hides_fn *hides)
{
    struct out o = {.hides = hides};

    if (!node)
        error_note_lost();
    if (xml_changes_made() < 0)
        return NULL;
    put_node(&o, node, 0, false);
    return xml_write_finish(&o);
}

char *xml_format_foreign(const xmlNode *node)
{
    struct out o = {0};

    put_foreign(&o, node, 0);
    return xml_write_finish(&o);
}
