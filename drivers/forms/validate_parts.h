/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A document by its schema, element by element, so that the time goes with its length, and the
 * fault is where it is: libxml2 alone tells where it gave up, which may be the root. For that,
 * schemas (drivers/forms/schemas.py) have each definition as a root, and signs that stand for
 * elements that meet one.
 */
#pragma once

#include <libxml/relaxng.h>
#include <libxml/tree.h>

/* Namespaces: of roots that are named by their definition; of signs, whose text names those that
 * are met. */
#define VALIDATE_PART "urn:vireo:part"
#define VALIDATE_MET  "urn:vireo:met"

/* rng: compiled from grammar; family names it. The root is used up. 0; or -1 with the error of the
 * first fault, VIR_ERR_XML_INVALID_SCHEMA, or VIR_ERR_NO_MEMORY. */
int validate_parts(const xmlRelaxNG *rng, xmlDoc *grammar, const char *family, xmlNode *root);
