/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Documents by their schema, one element at a time: its children are looked at first, and what is
 * left of each is a sign of the definitions that it meets. libxml2 alone would try what is inside a
 * wrong element once more for every element around it, which is exponential.
 */
#include "drivers/forms/validate_parts.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/virterror.h>
#include <libxml/hash.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "drivers/xml/xml.h"

enum { MAX_SHOWN = 60, MAX_SAID = 200, MAX_CANDIDATES = 24 };

/* The definitions by which an element may be valid, by its place. */
struct candidates {
    size_t n;
    xmlNode *list[MAX_CANDIDATES];
};

/* Of one document. */
struct search {
    const xmlRelaxNG *rng;
    xmlNode *definitions;  /* of the grammar: its children */
    xmlHashTable *places;  /* by definition, and name of a child: its struct candidates */
    xmlNs *met;            /* of signs */
    char said[MAX_SAID];   /* libxml2's first complaint of the last part that was looked at */
    bool no_memory, found; /* found: the fault, which is told below */
    long line;
    char element[MAX_SHOWN + 1], fault[MAX_SAID + 2 * MAX_SHOWN];
};

static void valid_ctxt_freep(xmlRelaxNGValidCtxt **p)
{
    xmlRelaxNGFreeValidCtxt(*p);
}

static void on_complaint(void *data, xmlError *e)
{
    struct search *s = data;

    if (!*s->said && e->message)
        snprintf(s->said, sizeof(s->said), "%.*s", (int)strcspn(e->message, "\n"), e->message);
}

/* Returns true if a node of the grammar is an element of that name: all are of one namespace. */
static bool pattern_is(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

static bool pattern_names(const xmlNode *node, const char *name)
{
    const char *is = xml_peek(node, "name");

    return is && strcmp(is, name) == 0;
}

/* What an element may contain, by name. */
static xmlNode *find_definition(const struct search *s, const char *name)
{
    for (xmlNode *n = s->definitions; n; n = n->next) {
        if (pattern_is(n, "define") && pattern_names(n, name))
            return n;
    }
    return NULL;
}

/* The next node of a pattern in the order of the text, inside top; NULL: that was the last. */
static xmlNode *next_in(const xmlNode *top, xmlNode *node)
{
    if (node->children)
        return node->children;
    while (node != top && !node->next)
        node = node->parent;
    return node == top ? NULL : node->next;
}

/* The next pattern of an element or attribute of that name in a definition, behind from. */
static xmlNode *next_pattern(xmlNode *definition, xmlNode *from, const char *kind, const char *name)
{
    for (xmlNode *n = next_in(definition, from); n; n = next_in(definition, n)) {
        if (pattern_is(n, kind) && pattern_names(n, name))
            return n;
    }
    return NULL;
}

/* Returns true if an element is valid by a definition. It may be changed by then: give a copy's
 * root. */
static bool part_fits(struct search *s, xmlNode *part, const char *definition)
{
    _cleanup_(valid_ctxt_freep) xmlRelaxNGValidCtxt *ctxt =
        xmlRelaxNGNewValidCtxt((xmlRelaxNG *)s->rng);
    xmlNs *ns = xmlNewNs(part, BAD_CAST VALIDATE_PART, BAD_CAST "vireo-part");

    if (!ctxt || (!ns && !(ns = xmlSearchNsByHref(part->doc, part, BAD_CAST VALIDATE_PART)))) {
        s->no_memory = true;
        return true;
    }
    xmlSetNs(part, ns);
    xmlNodeSetName(part, BAD_CAST definition);
    *s->said = '\0';
    xmlRelaxNGSetValidStructuredErrors(ctxt, on_complaint, s);
    return xmlRelaxNGValidateDoc(ctxt, part->doc) == 0;
}

/* A document of which an element of another one is the root; NULL: no memory. */
static xmlDoc *part_copy(struct search *s, xmlNode *element)
{
    xmlDoc *doc = xmlNewDoc(NULL);
    xmlNode *copy = doc ? xmlDocCopyNode(element, doc, 1) : NULL;

    if (copy) {
        xmlDocSetRootElement(doc, copy);
        return doc;
    }
    xmlFreeDoc(doc);
    s->no_memory = true;
    return NULL;
}

static bool element_fits(struct search *s, xmlNode *element, const char *definition)
{
    _cleanup_(xml_doc_freep) xmlDoc *doc = part_copy(s, element);

    return !doc || part_fits(s, xmlDocGetRootElement(doc), definition);
}

/* Returns true if an element fits once an attribute has another value; NULL: is not there. */
static bool fits_with(struct search *s, xmlNode *element, const char *definition, const char *name,
                      const char *value)
{
    _cleanup_(xml_doc_freep) xmlDoc *doc = part_copy(s, element);

    if (!doc)
        return false;
    if (value)
        xmlSetProp(xmlDocGetRootElement(doc), BAD_CAST name, BAD_CAST value);
    else
        xmlUnsetProp(xmlDocGetRootElement(doc), BAD_CAST name);
    return part_fits(s, xmlDocGetRootElement(doc), definition);
}

/* Returns true if an attribute's value is what is wrong: with none, or with another word, all is
 * well. */
static bool value_wrong(struct search *s, xmlNode *element, xmlNode *definition, const char *name)
{
    const char *by = xml_peek(definition, "name");

    if (fits_with(s, element, by, name, NULL))
        return true;
    for (xmlNode *n = next_pattern(definition, definition, "attribute", name); n;
         n = next_pattern(definition, n, "attribute", name)) {
        for (xmlNode *v = next_in(n, n); v; v = next_in(n, v)) {
            _cleanup_free_ char *word = pattern_is(v, "value") ? xml_text(v) : NULL;

            if (word && fits_with(s, element, by, name, word))
                return true;
        }
    }
    return false;
}

/* What is wrong with an element whose children are right; said: room for it. */
static void explain_element(struct search *s, xmlNode *element, xmlNode *definition, char *said,
                            size_t size)
{
    _cleanup_free_ char *text = NULL;

    for (const xmlAttr *a = element->properties; a; a = a->next) {
        const char *name = (const char *)a->name;
        const char *value = xml_peek(element, name);

        if (a->ns)
            continue;
        if (!next_pattern(definition, definition, "attribute", name)) {
            snprintf(said, size, "attribute '%s' is unknown", name);
            return;
        }
        if (value_wrong(s, element, definition, name)) {
            snprintf(said, size, "attribute '%s' cannot be '%.*s' here", name, MAX_SHOWN,
                     value ? value : "");
            return;
        }
    }
    text = xml_element(element->children, NULL) ? NULL : xml_text(element);
    if (text) {
        snprintf(said, size, "it cannot be '%.*s'", MAX_SHOWN, text);
        return;
    }
    element_fits(s, element, xml_peek(definition, "name"));
    snprintf(said, size, "%s", *s->said ? s->said : "it is not valid");
}

/* Returns true if a definition has all attributes of an element. */
static bool knows_attributes(xmlNode *definition, const xmlNode *element)
{
    for (const xmlAttr *a = element->properties; a; a = a->next) {
        if (!a->ns && !next_pattern(definition, definition, "attribute", (const char *)a->name))
            return false;
    }
    return true;
}

static void add_candidate(struct candidates *c, xmlNode *definition)
{
    for (size_t i = 0; i < c->n; i++) {
        if (c->list[i] == definition)
            return;
    }
    if (definition && c->n < MAX_CANDIDATES)
        c->list[c->n++] = definition;
}

/* The definitions of a child of that name in a definition; NULL: no memory. */
static const struct candidates *find_places(struct search *s, xmlNode *definition, const char *name)
{
    const xmlChar *by = BAD_CAST xml_peek(definition, "name");
    struct candidates *c = xmlHashLookup2(s->places, by, BAD_CAST name);

    if (c)
        return c;
    c = calloc(1, sizeof(*c));
    if (!c)
        return NULL;
    for (xmlNode *n = next_pattern(definition, definition, "element", name); n;
         n = next_pattern(definition, n, "element", name)) {
        for (xmlNode *ref = next_in(n, n); ref; ref = next_in(n, ref)) {
            if (pattern_is(ref, "ref"))
                add_candidate(c, find_definition(s, xml_peek(ref, "name")));
        }
    }
    if (xmlHashAddEntry2(s->places, by, BAD_CAST name, c) == 0)
        return c;
    free(c);
    return NULL;
}

static void free_places(void *payload, const xmlChar *name)
{
    (void)name;
    free(payload);
}

/* Returns true if a definition allows elements of any name, whether or not they have a namespace.
 */
static bool allows_any(xmlNode *definition)
{
    for (xmlNode *n = next_in(definition, definition); n; n = next_in(definition, n)) {
        if (pattern_is(n, "ref") && !pattern_is(n->parent, "element") &&
            (pattern_names(n, "element") || pattern_names(n, "anything")))
            return true;
    }
    return false;
}

static void note_fault(struct search *s, const xmlNode *element)
{
    s->found = true;
    s->line = xmlGetLineNo(element);
    snprintf(s->element, sizeof(s->element), "%.*s", MAX_SHOWN, (const char *)element->name);
}

/* What is left of an element that is right: the names of the definitions that it meets. */
static void leave_sign(struct search *s, xmlNode *element, const struct candidates *met)
{
    xmlFreePropList(element->properties);
    element->properties = NULL;
    xmlFreeNodeList(element->children);
    element->children = element->last = NULL;
    xmlSetNs(element, s->met);
    for (size_t i = 0; i < met->n; i++) {
        xmlNodeAddContent(element, BAD_CAST(i ? "" : " "));
        xmlNodeAddContent(element, BAD_CAST xml_peek(met->list[i], "name"));
        xmlNodeAddContent(element, BAD_CAST " ");
    }
}

/* The definitions of a child, of all that its parent may be; n is 0: there are none, unless
 * *ret_any. */
static struct candidates child_places(struct search *s, const struct candidates *may,
                                      const xmlNode *child, bool *ret_any)
{
    struct candidates found = {0};

    *ret_any = child->type != XML_ELEMENT_NODE || child->ns;
    for (size_t i = 0; i < may->n && !*ret_any; i++) {
        const struct candidates *c = find_places(s, may->list[i], (const char *)child->name);

        for (size_t k = 0; c && k < c->n; k++)
            add_candidate(&found, c->list[k]);
        s->no_memory |= !c;
        *ret_any = c && !c->n && allows_any(may->list[i]);
    }
    return found;
}

static bool meet_definitions(struct search *s, xmlNode *element, const struct candidates *may);

/* Returns true if all children of an element that may be one of these are right. */
static bool meet_children(struct search *s, xmlNode *element, const struct candidates *may)
{
    for (xmlNode *child = element->children; child; child = child->next) {
        bool any;
        struct candidates of_child = child_places(s, may, child, &any);

        if (any)
            continue;
        if (!of_child.n && !s->no_memory) {
            snprintf(s->fault, sizeof(s->fault), "it has no place in <%.*s>", MAX_SHOWN,
                     (const char *)element->name);
            note_fault(s, child);
        }
        if (s->found || s->no_memory || !meet_definitions(s, child, &of_child))
            return false;
    }
    return true;
}

/* Looks at an element that may be one of these, and leaves its sign. Returns false when something
 * is wrong, in it or with it. */
static bool meet_definitions(struct search *s, xmlNode *element, const struct candidates *may)
{
    struct candidates met = {0};
    xmlNode *likely = may->list[0];

    if (!meet_children(s, element, may))
        return false;
    for (size_t i = 0; i < may->n; i++) {
        if (element_fits(s, element, xml_peek(may->list[i], "name")))
            add_candidate(&met, may->list[i]);
    }
    if (s->no_memory)
        return false;
    if (met.n) {
        leave_sign(s, element, &met);
        return true;
    }
    for (size_t i = 0; i < may->n && !knows_attributes(likely, element); i++)
        likely = may->list[i];
    note_fault(s, element);
    explain_element(s, element, likely, s->fault, sizeof(s->fault));
    return false;
}

/* The definition of the root. */
static xmlNode *root_definition(const struct search *s)
{
    for (xmlNode *n = s->definitions; n; n = n->next) {
        for (xmlNode *ref = pattern_is(n, "start") ? next_in(n, n) : NULL; ref;
             ref = next_in(n, ref)) {
            if (pattern_is(ref, "ref"))
                return find_definition(s, xml_peek(ref, "name"));
        }
    }
    return NULL;
}

int validate_parts(const xmlRelaxNG *rng, xmlDoc *grammar, const char *family, xmlNode *root)
{
    struct search s = {.rng = rng, .definitions = xmlDocGetRootElement(grammar)->children};
    struct candidates start = {0};
    bool valid;

    add_candidate(&start, root_definition(&s));
    if (!start.n)
        return error_set(VIR_FROM_XML, VIR_ERR_INTERNAL_ERROR, "schema %s.rng is not one of ours",
                         family);
    s.places = xmlHashCreate(64);
    s.met = xmlNewNs(root, BAD_CAST VALIDATE_MET, BAD_CAST "vireo-met");
    valid = s.places && s.met && meet_definitions(&s, root, &start);
    xmlHashFree(s.places, free_places);
    if (valid)
        return 0;
    if (s.no_memory || !s.found)
        return error_oom(VIR_FROM_XML);
    return error_set(VIR_FROM_XML, VIR_ERR_XML_INVALID_SCHEMA, "by %s.rng, line %ld, <%s>: %s",
                     family, s.line, s.element, s.fault);
}
