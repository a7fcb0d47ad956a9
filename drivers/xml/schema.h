/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a kind of document looks like: its root, the order of the root's children, its identity.
 *
 * A document is kept whole, whatever its writer put into it; a schema says where things belong
 * when it is written out, and names the error domain of what is wrong with it.
 */
#pragma once

#include <stddef.h>

#include <libxml/tree.h>

enum { SCHEMA_MAX_ORDER = 63 };

struct schema {
    const char *root;         /* the root element's name */
    int domain;               /* of errors: VIR_FROM_... */
    const char *const *order; /* of the root's children; the NULL in it is where unknown ones go */
    size_t n_order;           /* at most SCHEMA_MAX_ORDER */
};

/* ---- documents ---- */

/* Parses XML whose root is the schema's, and sorts the root's children. 0, or -1. */
int schema_parse(const struct schema *s, const char *xml, xmlDoc **ret_doc);

/* The same from an element of another document, which stays the caller's. */
int schema_copy_node(const struct schema *s, xmlNode *node, xmlDoc **ret_doc);

/* Whether it is the schema's root element: 0, or -1 with VIR_ERR_XML_ERROR. */
int schema_check(const struct schema *s, const xmlNode *root);

/* ---- the root's children ---- */

/* Brings them in order: stable, comments stay before what they precede. */
void schema_sort(const struct schema *s, xmlNode *root);

/* Puts a child, new or not, where its name belongs: behind those of the same name. */
void schema_put(const struct schema *s, xmlNode *root, xmlNode *node);

/* The child of that name, made in its place when it is missing. */
xmlNode *schema_want(const struct schema *s, xmlNode *root, const char *name);

/* The same; a new one gets the text. */
void schema_want_text(const struct schema *s, xmlNode *root, const char *name, const char *text);

/* ---- identity ---- */

/* Reads <name>, malloc'ed. 0, or -1 with VIR_ERR_NO_NAME, or VIR_ERR_XML_ERROR, as it is
 * always for storage. */
int schema_name(const struct schema *s, const xmlNode *root, char **ret_name);

/* Reads <uuid>, or makes one, and writes it in its usual form. 0 or -1. */
int schema_uuid(const struct schema *s, xmlNode *root, unsigned char *ret_uuid);

/* ---- what people write: <title>, <description>, <metadata> ---- */

/* The child's text, or NULL. */
char *schema_text(const xmlNode *root, const char *element);

/* Sets it; text NULL or empty removes the child. 0, or -1 with VIR_ERR_INVALID_ARG. */
int schema_set_text(const struct schema *s, xmlNode *root, const char *element, const char *text);

/* The element of that namespace inside <metadata>, as its writer gave it, or NULL. */
char *schema_metadata(const xmlNode *root, const char *uri);

/* Sets it; xml NULL removes it. 0, or -1 with the error set. */
int schema_set_metadata(const struct schema *s, xmlNode *root, const char *key, const char *uri,
                        const char *xml);
