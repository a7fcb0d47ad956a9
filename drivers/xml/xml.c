/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * XML steps. Nothing here writes to a tree that it only reads, so readers may share one.
 */
#include "drivers/xml/xml.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/virterror.h>
#include <libxml/SAX2.h>
#include <libxml/parser.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "drivers/libxml.h"
#include "drivers/xml/bounds.h"
#include "drivers/xml/xml_tidy.h"

static void parser_freep(xmlParserCtxt **p)
{
    xmlFreeParserCtxt(*p);
}

void xml_cut(xmlNode *node)
{
    xmlUnlinkNode(node);
    xmlReconciliateNs(node->doc, node);
}

/* Who gets the children of the root as soon as they are whole. */
struct receiver {
    const char *name;
    xml_child_fn *each;
    void *data;
    bool failed;
};

static void on_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    xmlParserCtxt *parser = context;
    struct receiver *r = parser->_private;
    xmlNode *node = parser->node;

    xmlSAX2EndElementNs(context, name, prefix, uri);
    if (!node || parser->myDoc->intSubset || !node->parent ||
        node->parent != xmlDocGetRootElement(parser->myDoc) || !xml_is(node, r->name))
        return; /* what has a DOCTYPE is read as a whole */
    xml_cut(node);
    if (!parser->nsWellFormed)
        xml_drop_unbound(node);
    if (!r->failed && r->each(node, r->data) < 0) {
        r->failed = true;
        xmlStopParser(parser);
    }
    xmlFreeNode(node);
}

/* libxml2 reports that it has no memory to who listens, and goes on to other errors, which hide it.
 */
#if LIBXML_VERSION < 21200
static void xml_on_error(void *no_memory, xmlError *e)
#else
static void xml_on_error(void *no_memory, const xmlError *e)
#endif
{
    if (e && e->code == XML_ERR_NO_MEMORY)
        *(bool *)no_memory = true;
}

/* Parses; the listener of this thread, the program's maybe, is back in its place afterwards. */
static xmlDoc *xml_read(xmlParserCtxt *parser, const char *text, size_t len, const char *what,
                        const char *encoding, int flags, bool *ret_no_memory)
{
    xmlStructuredErrorFunc listener = xmlStructuredError;
    void *opaque = xmlStructuredErrorContext;
    xmlDoc *doc;

    xmlSetStructuredErrorFunc(ret_no_memory, xml_on_error);
    doc = xmlCtxtReadMemory(parser, text, (int)len, what, encoding, flags);
    xmlSetStructuredErrorFunc(opaque, listener);
    return doc;
}

/* labelled: the text is in the encoding that its first line names; otherwise it is UTF-8, whatever
 * that says. */
static int xml_parse_with(int domain, const char *text, const char *what, bool labelled,
                          struct receiver *receiver, xmlDoc **ret_doc)
{
    /* With less than 250 bytes to go, libxml2 asks at every step whether there are more, which is a
     * fourth of what a small document costs: they get blanks behind them. */
    enum { SMALL = 16384, BLANKS = 256 };
    _cleanup_(parser_freep) xmlParserCtxt *parser = xmlNewParserCtxt();
    _cleanup_free_ char *padded = NULL;
    size_t len = strlen(text);
    /* libxml2 guesses others by the first bytes */
    const char *encoding = labelled || !*text || strchr("< \t\r\n\xef", *text) ? NULL : "UTF-8";
    bool no_memory = false;
    const xmlError *e;
    xmlDoc *doc;

    if (len < SMALL && (padded = malloc(len + BLANKS)) != NULL) {
        memcpy(padded, text, len);
        memset(padded + len, ' ', BLANKS);
        text = padded;
        len += BLANKS;
    }
    if (!parser || len > INT_MAX)
        return error_oom(VIR_FROM_XML);
    if (receiver) {
        parser->_private = receiver;
        parser->sax->endElementNs = on_end;
    }
    libxml_note_lost();
    doc = xml_read(parser, text, len, what, encoding,
                   (labelled ? 0 : XML_PARSE_IGNORE_ENC) | XML_PARSE_NONET | XML_PARSE_NOBLANKS |
                       XML_PARSE_NOERROR | XML_PARSE_NOWARNING,
                   &no_memory);
    if (receiver && receiver->failed) {
        xmlFreeDoc(doc);
        return -1;
    }
    e = xmlGetLastError();
    if (no_memory || parser->errNo == XML_ERR_NO_MEMORY || (e && e->code == XML_ERR_NO_MEMORY) ||
        (doc && !xmlDocGetRootElement(doc))) {
        xmlFreeDoc(doc);
        xmlResetLastError();
        return error_oom(VIR_FROM_XML);
    }
    if (!doc) {
        e = xmlCtxtGetLastError(parser);
        return error_set(domain, VIR_ERR_XML_DETAIL, "%s, line %d: %.*s", what, e ? e->line : 0,
                         e && e->message ? (int)strcspn(e->message, "\n") : 9,
                         e && e->message ? e->message : "not XML  ");
    }
    /* Entities that name one another grow without bound when they are read. */
    if (!xml_drop_doctype(doc)) {
        xmlFreeDoc(doc);
        return error_set(VIR_FROM_XML, VIR_ERR_XML_ERROR,
                         "%s has a DOCTYPE that declares something, which is not read", what);
    }
    if (!parser->nsWellFormed)
        xml_drop_unbound(xmlDocGetRootElement(doc));
    *ret_doc = doc;
    return 0;
}

int xml_parse(int domain, const char *text, const char *what, xmlDoc **ret_doc)
{
    libxml_note_lost();
    if (bounds_check(text, strlen(text), what) < 0)
        return -1;
    return xml_parse_with(domain, text, what, false, NULL, ret_doc);
}

int xml_parse_known(int domain, const char *text, const char *what, xmlDoc **ret_doc)
{
    return xml_parse_with(domain, text, what, true, NULL, ret_doc);
}

int xml_parse_children(const char *text, const char *what, const char *name, xml_child_fn *each,
                       void *data, xmlDoc **ret_doc)
{
    struct receiver receiver = {.name = name, .each = each, .data = data};

    return xml_parse_with(VIR_FROM_DOMAIN, text, what, true, &receiver, ret_doc);
}

xmlNode *xml_element(xmlNode *node, const char *name)
{
    for (; node; node = node->next) {
        if (node->type == XML_ELEMENT_NODE && (!name || xml_is(node, name)))
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

/* What an element or attribute holds when that is one piece of text, as nearly always; NULL: it is
 * not. The tree's own. */
static const char *one_text(const xmlNode *children)
{
    if (!children)
        return "";
    return children->type == XML_TEXT_NODE && !children->next ? (const char *)children->content
                                                              : NULL;
}

/* The same, or what is made of it, which is *ret_made then. NULL: there is no node. */
static const char *node_text(const xmlNode *node, xmlChar **ret_made)
{
    const char *text = node ? one_text(node->children) : NULL;

    *ret_made = NULL;
    if (text || !node)
        return text;
    *ret_made = xmlNodeGetContent(node);
    if (!*ret_made)
        error_note_lost();
    return (const char *)*ret_made;
}

char *xml_content(const xmlNode *node)
{
    xmlChar *made;
    const char *from = node_text(node, &made);
    char *text = from && *from ? strdup(from) : NULL;

    if (from && *from && !text)
        error_note_lost();
    xmlFree(made);
    return text;
}

char *xml_text(const xmlNode *node)
{
    xmlChar *made;
    const char *from = node_text(node, &made);
    char *text = NULL;
    size_t len;

    if (!from)
        return NULL;
    from += strspn(from, " \t\r\n");
    len = strlen(from);
    while (len && strchr(" \t\r\n", from[len - 1]))
        len--;
    if (len && !(text = strndup(from, len)))
        error_note_lost();
    xmlFree(made);
    return text;
}

const char *xml_peek(const xmlNode *node, const char *name)
{
    for (const xmlAttr *a = node ? node->properties : NULL; a; a = a->next) {
        if (!a->ns && xmlStrEqual(a->name, BAD_CAST name))
            return one_text(a->children);
    }
    return NULL;
}

char *xml_attribute(const xmlNode *node, const char *name)
{
    const char *value = xml_peek(node, name);

    return value ? error_note_null(strdup(value)) : NULL;
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
