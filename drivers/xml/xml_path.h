/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Texts at paths below an element: "element/element" is an element's text,
 * "element/element@attribute" an attribute's.
 */
#pragma once

#include <libxml/tree.h>

struct schema;

/* The text at a path; malloc'ed, NULL: there is none. */
char *xml_path_get(const xmlNode *node, const char *path);

/* Sets it, making what is missing; NULL takes it away, and the parents that are left empty. 0, or
 * -1 without memory. */
int xml_path_set(const struct schema *s, xmlNode *node, const char *path, const char *text);

/* The element of a path, and what is left of it: NULL, or the attribute's name. make: what is
 * missing is made, in that schema's order below its root. NULL: there is none, or no memory. */
xmlNode *xml_path_walk(const struct schema *make, xmlNode *node, const char *path,
                       const char **ret_attribute);
