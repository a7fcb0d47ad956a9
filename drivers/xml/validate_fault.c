/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From the root of a document down to the element that its schema does not allow, and what is wrong
 * there. */
#include "drivers/xml/validate_fault.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "drivers/xml/xml.h"

enum { MAX_SHOWN = 60, MAX_SAID = 200 };

/* Of one search. */
struct search {
    const xmlRelaxNG *rng;
    xmlNode *definitions; /* of the grammar: its children */
    char said[MAX_SAID];  /* libxml2's first complaint of the last part that was looked at */
    bool no_memory;
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

/* The definition by which a child is not right; NULL: it is right, or (*ret_unknown) there is none.
 */
static xmlNode *child_fault(struct search *s, xmlNode *definition, xmlNode *child,
                            bool *ret_unknown)
{
    const char *name = (const char *)child->name;
    xmlNode *wrong = NULL;

    for (xmlNode *n = next_pattern(definition, definition, "element", name); n;
         n = next_pattern(definition, n, "element", name)) {
        for (xmlNode *ref = next_in(n, n); ref; ref = next_in(n, ref)) {
            if (!pattern_is(ref, "ref"))
                continue;
            if (element_fits(s, child, xml_peek(ref, "name")))
                return NULL;
            if (!wrong || !knows_attributes(wrong, child))
                wrong = find_definition(s, xml_peek(ref, "name"));
        }
    }
    *ret_unknown = !wrong;
    return wrong;
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

int validate_tell_fault(const xmlRelaxNG *rng, xmlDoc *grammar, const char *family, xmlNode *root)
{
    struct search s = {.rng = rng, .definitions = xmlDocGetRootElement(grammar)->children};
    xmlNode *definition = root_definition(&s), *element = root, *child;
    char said[MAX_SAID + MAX_SHOWN] = "it is not valid";
    bool unknown = false;

    for (child = element->children; definition && child;) {
        xmlNode *wrong = child->type != XML_ELEMENT_NODE || child->ns
                             ? NULL
                             : child_fault(&s, definition, child, &unknown);

        if (unknown)
            break;
        if (wrong) {
            definition = wrong;
            element = child;
        }
        child = wrong ? child->children : child->next;
    }
    if (unknown) {
        snprintf(said, sizeof(said), "it has no place in <%.*s>", MAX_SHOWN,
                 (const char *)element->name);
        element = child;
    } else if (definition) {
        explain_element(&s, element, definition, said, sizeof(said));
    }
    if (s.no_memory)
        return error_oom(VIR_FROM_XML);
    return error_set(VIR_FROM_XML, VIR_ERR_XML_INVALID_SCHEMA, "by %s.rng, line %ld, <%.*s>: %s",
                     family, xmlGetLineNo(element), MAX_SHOWN, (const char *)element->name, said);
}
