/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * XML steps. Nothing here writes to a tree that it only reads, so readers may share one.
 */
#include "drivers/test/xml.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/virterror.h>
#include <libxml/parser.h>

#include "common/cleanup.h"
#include "common/error.h"

static void parser_freep(xmlParserCtxt **p)
{
    xmlFreeParserCtxt(*p);
}

int xml_parse(const char *text, const char *what, xmlDoc **ret_doc)
{
    _cleanup_(parser_freep) xmlParserCtxt *parser = xmlNewParserCtxt();
    const xmlError *e;
    xmlDoc *doc;

    if (!parser)
        return error_oom(VIR_FROM_XML);
    doc = xmlCtxtReadMemory(parser, text, (int)strlen(text), what, NULL,
                            XML_PARSE_NONET | XML_PARSE_NOBLANKS | XML_PARSE_NOERROR |
                                XML_PARSE_NOWARNING | XML_PARSE_NOCDATA);
    if (!doc) {
        e = xmlCtxtGetLastError(parser);
        return error_set(VIR_FROM_DOMAIN, VIR_ERR_XML_DETAIL, "%s, line %d: %.*s", what,
                         e ? e->line : 0, e && e->message ? (int)strcspn(e->message, "\n") : 9,
                         e && e->message ? e->message : "not XML  ");
    }
    /* Entities that name one another grow without bound when they are read. */
    if (doc->intSubset) {
        xmlFreeDoc(doc);
        return error_set(VIR_FROM_XML, VIR_ERR_XML_ERROR, "%s has a DOCTYPE, which is not read",
                         what);
    }
    *ret_doc = doc;
    return 0;
}

xmlNode *xml_element(xmlNode *node, const char *name)
{
    for (; node; node = node->next) {
        if (node->type == XML_ELEMENT_NODE &&
            (!name || (!node->ns && xmlStrEqual(node->name, BAD_CAST name))))
            return node;
    }
    return NULL;
}

xmlNode *xml_child_with(const xmlNode *parent, const char *name, const char *attribute,
                        const char *value)
{
    for (xmlNode *n = xml_child(parent, name); n; n = xml_element(n->next, name)) {
        _cleanup_free_ char *is = xml_attribute(n, attribute);

        if (is && strcmp(is, value) == 0)
            return n;
    }
    return NULL;
}

size_t xml_count(const xmlNode *parent, const char *name)
{
    size_t n = 0;

    for (xmlNode *c = xml_child(parent, name); c; c = xml_element(c->next, name))
        n++;
    return n;
}

char *xml_text(const xmlNode *node)
{
    xmlChar *content = node ? xmlNodeGetContent(node) : NULL;
    char *text = NULL, *from = (char *)content;
    size_t len;

    if (!content)
        return NULL;
    from += strspn(from, " \t\r\n");
    len = strlen(from);
    while (len && strchr(" \t\r\n", from[len - 1]))
        len--;
    if (len)
        text = strndup(from, len);
    xmlFree(content);
    return text;
}

char *xml_attribute(const xmlNode *node, const char *name)
{
    xmlChar *value = node ? xmlGetNoNsProp(node, BAD_CAST name) : NULL;
    char *copy = value ? strdup((char *)value) : NULL;

    xmlFree(value);
    return copy;
}

int xml_check_text(const char *text, const char *what)
{
    bool clean = xmlCheckUTF8((const unsigned char *)text);

    for (const char *c = text; *c && clean; c++)
        clean = (unsigned char)*c >= ' ' || strchr("\t\n\r", *c);
    if (!clean)
        return error_set(VIR_FROM_XML, VIR_ERR_INVALID_ARG,
                         "%s has characters that XML can not hold", what);
    return 0;
}

void xml_set_text(xmlNode *node, const char *text)
{
    xmlNodeSetContent(node, NULL);
    xmlNodeAddContent(node, BAD_CAST text);
}

xmlNode *xml_add(xmlNode *parent, const char *name, ...)
{
    xmlNode *node = xmlNewChild(parent, NULL, BAD_CAST name, NULL);
    const char *attribute;
    va_list ap;

    va_start(ap, name);
    while ((attribute = va_arg(ap, const char *)) != NULL)
        xmlSetProp(node, BAD_CAST attribute, BAD_CAST va_arg(ap, const char *));
    va_end(ap);
    return node;
}

void xml_default(xmlNode *node, const char *name, const char *value)
{
    if (!xmlHasProp(node, BAD_CAST name))
        xmlSetProp(node, BAD_CAST name, BAD_CAST value);
}

/* Says whether an element, or what is below it, points at a declaration. */
static bool uses(const xmlNode *node, const xmlNs *ns)
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
        if (uses(n, ns))
            return true;
    }
    return false;
}

void xml_forget_namespace(xmlNode *node, const char *uri)
{
    for (xmlNs **next = &node->nsDef; *next;) {
        xmlNs *ns = *next;

        if (xmlStrEqual(ns->href, BAD_CAST uri) && !uses(node, ns)) {
            *next = ns->next;
            xmlFreeNs(ns);
        } else {
            next = &ns->next;
        }
    }
}

/* ---- writing ---- */

static void put_escaped(FILE *f, const xmlChar *text)
{
    for (const char *c = (const char *)text; c && *c; c++) {
        switch (*c) {
        case '&':
            fputs("&amp;", f);
            break;
        case '<':
            fputs("&lt;", f);
            break;
        case '>':
            fputs("&gt;", f);
            break;
        case '\'':
            fputs("&apos;", f);
            break;
        case '"':
            fputs("&quot;", f);
            break;
        case '\r':
            fputs("&#13;", f);
            break;
        default:
            fputc(*c, f);
        }
    }
}

static void put_name(FILE *f, const xmlNs *ns, const xmlChar *name)
{
    if (ns && ns->prefix)
        fprintf(f, "%s:", ns->prefix);
    fputs((const char *)name, f);
}

static void put_start(FILE *f, const xmlNode *node)
{
    fputc('<', f);
    put_name(f, node->ns, node->name);
    for (const xmlNs *ns = node->nsDef; ns; ns = ns->next) {
        fprintf(f, " xmlns%s%s='", ns->prefix ? ":" : "", ns->prefix ? (char *)ns->prefix : "");
        put_escaped(f, ns->href);
        fputc('\'', f);
    }
    for (const xmlAttr *a = node->properties; a; a = a->next) {
        xmlChar *value = xmlNodeListGetString(node->doc, a->children, 1);

        fputc(' ', f);
        put_name(f, a->ns, a->name);
        fputs("='", f);
        put_escaped(f, value);
        fputc('\'', f);
        xmlFree(value);
    }
}

/* Says whether whitespace between the children would change what is there. */
static bool has_text(const xmlNode *node)
{
    for (const xmlNode *n = node->children; n; n = n->next) {
        if (n->type != XML_ELEMENT_NODE && n->type != XML_COMMENT_NODE && !xmlIsBlankNode(n))
            return true;
    }
    return false;
}

/* An element of <metadata> is its writer's: as libxml2 writes it, which is what libvirt gives. */
static void put_foreign(FILE *f, const xmlNode *node, int level)
{
    xmlBuffer *b = xmlBufferCreate();

    if (!b)
        return;
    xmlNodeDump(b, node->doc, (xmlNode *)(uintptr_t)node, level, 1);
    fputs((const char *)xmlBufferContent(b), f);
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

static void put_node(FILE *f, const xmlNode *node, int level, bool verbatim)
{
    bool inside = verbatim || has_text(node);
    bool open;

    if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
        if (verbatim)
            put_escaped(f, node->content);
        return;
    }
    if (!verbatim)
        fprintf(f, "%*s", level * 2, "");
    if (node->type == XML_COMMENT_NODE) {
        fprintf(f, "<!--%s-->", node->content);
    } else if (node->type == XML_ENTITY_REF_NODE) {
        fprintf(f, "&%s;", node->name);
    } else if (node->type == XML_ELEMENT_NODE && in_metadata(node, level)) {
        put_foreign(f, node, level);
    } else if (node->type == XML_ELEMENT_NODE) {
        put_start(f, node);
        open = level == 1 && never_closed(node);
        if (!node->children && !open) {
            fputs("/>", f);
        } else {
            fputs(inside ? ">" : ">\n", f);
            for (const xmlNode *n = node->children; n; n = n->next)
                put_node(f, n, level + 1, inside);
            if (!inside)
                fprintf(f, "%*s", level * 2, "");
            fputs("</", f);
            put_name(f, node->ns, node->name);
            fputc('>', f);
        }
    }
    if (!verbatim)
        fputc('\n', f);
}

static char *format(const xmlNode *node, bool foreign)
{
    char *text = NULL;
    size_t size;
    FILE *f = open_memstream(&text, &size);

    if (f && foreign)
        put_foreign(f, node, 0);
    else if (f)
        put_node(f, node, 0, false);
    if (!f || fclose(f) != 0) {
        free(text);
        error_oom(VIR_FROM_XML);
        return NULL;
    }
    return text;
}

char *xml_format(const xmlNode *node)
{
    return format(node, false);
}

char *xml_format_foreign(const xmlNode *node)
{
    return format(node, true);
}
