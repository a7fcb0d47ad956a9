/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Where a document is not as its schema says. libxml2 tells where it gave up, which is far above
 * the fault, since it takes an element that is not right for one that is not there. So its parts
 * are looked at alone, from the root down: the schema has each definition as a root, too.
 */
#pragma once

#include <libxml/relaxng.h>
#include <libxml/tree.h>

/* The namespace of roots that are parts (drivers/forms/schemas.py). */
#define VALIDATE_PART "urn:vireo:part"

/* A root that is not valid by rng, whose text is grammar; family names it. Sets the error,
 * VIR_ERR_XML_INVALID_SCHEMA or VIR_ERR_NO_MEMORY; -1, always. */
int validate_tell_fault(const xmlRelaxNG *rng, xmlDoc *grammar, const char *family, xmlNode *root);
