/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Small steps on libxml2 trees, and the layout in which libvirt writes XML: two spaces a level,
 * single quotes, one element a line.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include <libxml/tree.h>

/* Parses text without network and without expanding entities, as UTF-8 whatever it says of itself.
 * What has a prefix that is not declared is left out. what names it in errors, which are of
 * that domain (VIR_FROM_...). 0, or -1 with VIR_ERR_XML_DETAIL naming the line, or
 * VIR_ERR_XML_ERROR when it is larger than the call may bring (drivers/document_limits.h). */
int xml_parse(int domain, const char *text, const char *what, xmlDoc **ret_doc);

/* The same for what was written by this process, or by who set it up: without limits. */
int xml_parse_known(int domain, const char *text, const char *what, xmlDoc **ret_doc);

/* The same, but the root's children of that name are handed out one by one as they are read, and
 * do not become part of the document: memory is for one of them. They are freed afterwards. Out:
 * the rest. When the function fails, nothing more is read; 0, or -1 with its error. */
typedef int xml_child_fn(xmlNode *child, void *data);
int xml_parse_children(const char *text, const char *what, const char *name, xml_child_fn *each,
                       void *data, xmlDoc **ret_doc);

/* Takes a subtree out of its document, with the namespaces that it uses. */
void xml_cut(xmlNode *node);

/* Next element of that name (NULL: any) at or behind node; NULL: there is none. */
xmlNode *xml_element(xmlNode *node, const char *name);

/* Returns true if an element has that name, and no namespace. */
static inline bool xml_is(const xmlNode *node, const char *name)
{
    return !node->ns && strcmp((const char *)node->name, name) == 0;
}

/* The first child element of that name; parent NULL has none. */
static inline xmlNode *xml_child(const xmlNode *parent, const char *name)
{
    return parent ? xml_element(parent->children, name) : NULL;
}

/* The first child element of that name whose attribute has that value. */
xmlNode *xml_child_with(const xmlNode *parent, const char *name, const char *attribute,
                        const char *value);

/* A list of siblings that are not in a tree. */
struct xml_row {
    xmlNode *first, *last;
};

/* Takes more's siblings behind the row's; O(1), and nothing is asked of libxml2, which merges
 * texts. */
void xml_row_join(struct xml_row *row, struct xml_row *more);

/* How many child elements of that name there are. */
size_t xml_count(const xmlNode *parent, const char *name);

/* The text of an element as it is written; malloc'ed, NULL: absent or empty. */
char *xml_content(const xmlNode *node);

/* The same without blanks at its ends. */
char *xml_text(const xmlNode *node);

/* An attribute's value, which is the tree's; NULL: absent. */
const char *xml_peek(const xmlNode *node, const char *name);

/* The same; malloc'ed. */
char *xml_attribute(const xmlNode *node, const char *name);

/* An element without a parent, or a document with its root. NULL: no memory, which is noted. */
xmlNode *xml_new_node(xmlDoc *doc, const char *name);
xmlDoc *xml_new_doc(const char *root);

/* Adds an element as the last child, with attributes: name and value, and so on to NULL. */
xmlNode *xml_add(xmlNode *parent, const char *name, ...) __attribute__((sentinel));

/* Gives an element an attribute, instead of one that it has. */
void xml_set(xmlNode *node, const char *name, const char *value);

/*
 * Without memory, a change of a tree is lost: libxml2 says NULL, or nothing. The functions of this
 * room remember that for the thread, and bear an element that is NULL; who makes text of a tree, or
 * keeps it, asks whether all changes were made.
 */

/* 0: all since it was asked last; -1 with VIR_ERR_NO_MEMORY. */
int xml_changes_made(void);

/* Whole copies, or NULL with VIR_ERR_NO_MEMORY. */
xmlDoc *xml_copy_doc(const xmlDoc *from);
xmlNode *xml_copy_node(const xmlNode *from, xmlDoc *doc);

/* Gives an element an attribute that it lacks. */
void xml_default(xmlNode *node, const char *name, const char *value);

/* Takes back the declaration of a namespace, unless something below uses it. */
void xml_forget_namespace(xmlNode *node, const char *uri);

/* 0 when XML can hold the text: UTF-8 without control characters. -1 with VIR_ERR_INVALID_ARG
 * naming what it is. */
int xml_check_text(const char *text, const char *what);

/* Makes text the whole content of an element. */
void xml_set_text(xmlNode *node, const char *text);

/* The tree as text; malloc'ed, NULL with the error set. */
char *xml_format(const xmlNode *node);

/* The same without what is not to be seen: attributes (attribute NULL: the node itself) that the
 * function hides. It is not asked about what stands in <metadata>. NULL: it hides nothing. */
typedef bool xml_hides_fn(const xmlNode *node, const xmlAttr *attribute);
char *xml_format_without(const xmlNode *node, xml_hides_fn *hides);

/* The same in libxml2's layout, without the last line's end. */
char *xml_format_foreign(const xmlNode *node);

static inline void xml_doc_freep(xmlDoc **doc)
{
    xmlFreeDoc(*doc);
}
