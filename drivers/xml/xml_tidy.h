/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a parsed document may have that nobody could read in another one. */
#pragma once

#include <stdbool.h>

#include <libxml/tree.h>

/* Takes out the elements, attributes and instructions below a node, and its attributes, whose
 * prefixes nobody has declared: it can be part of any document then. */
void xml_drop_unbound(xmlNode *node);

/* Whether a name is of no namespace, and yet has a prefix. */
bool xml_is_unbound(const xmlNode *node);

/* Takes a DOCTYPE away that has declared nothing which a parser would fill in, neither entities nor
 * attributes. False: it has, and stays. */
bool xml_drop_doctype(xmlDoc *doc);
