/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Whether a document is as the RELAX NG schema of its family says. The schemas are files, written
 * from drivers/forms/, in the folder where they are installed or that VIREO_SCHEMA_DIR names.
 */
#pragma once

struct schema;

/*
 * When flagged is not 0, checks a document before it is read: xml has the root of s, and is valid
 * by the file FAMILY.rng, where family is the name of a file without its end, of the caller's
 * for ever ("domain"). The file is read once in a process, by the first who asks.
 *
 * Returns 0; or -1 with the error of a document that can't be read (drivers/xml/schema.h), with
 * VIR_ERR_XML_INVALID_SCHEMA naming the line and element of the first fault, or with
 * VIR_ERR_INTERNAL_ERROR naming a schema that is missing. Any thread, at any time; the time goes
 * with the document's length, so no lock should be held.
 */
int validate_document(unsigned flagged, const struct schema *s, const char *family,
                      const char *xml);
