/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A domain's definition: its XML, in libvirt's form (drivers/forms/), and the few values of it that
 * the hypervisor interprets. What the form knows stays in the XML; a change of an interpreted value
 * goes into both, through the functions here.
 *
 * The XML has two forms, and at least one of them is there:
 *
 *     facts   the text and what is asked most; small, shared by copies; all that most ever have
 *     tree    made when somebody asks for what the facts don't tell, or changes something
 *
 *                        definition_root()
 *          facts only --------------------> both --+
 *              ^                             ^     | definition_edit()
 *              | definition_parse()          |     v
 *              |            definition_facts()  tree only
 *
 * Memory is in KiB. Not locked: who holds the world for reading may look, for writing change.
 * Readers that make the missing form at the same time make it twice, and one wins.
 */
#pragma once

#include <stdatomic.h>
#include <stdbool.h>

#include <libxml/tree.h>

#include "drivers/xml/secrets.h"

struct facts;
struct schema;

struct definition {
    struct facts *_Atomic facts;
    xmlDoc *_Atomic tree;
    char *name;
    unsigned char uuid[16];
    unsigned long long max_memory, memory;
    unsigned max_vcpus, vcpus;
};

extern const struct schema definition_schema; /* the children of <domain> */

/* ---- make ---- */

/* Parses, checks, fills in what is missing. 0, or -1 with an error naming the element. */
int definition_parse(const char *xml, struct definition **ret_definition);

/* The same from an element, which is completed in its place and stays the caller's. */
int definition_from_node(xmlNode *domain, struct definition **ret_definition);

struct definition *definition_copy(const struct definition *from); /* NULL: no memory, error set */

/* ---- use ---- */

/* The XML as libvirt lays it out; id < 1: none. Malloc'ed, or NULL with the error set. */
char *definition_format(const struct definition *d, int id, enum secrets secrets);

/* What is asked most; NULL without memory, the error set. */
const struct facts *definition_facts(const struct definition *d);

/* The root of the tree, to be read; NULL without memory, the error set. */
xmlNode *definition_root(const struct definition *d);

/* The same, to be changed. What was given out before is void. */
xmlNode *definition_edit(struct definition *d);

/* Whether a domain may be called so: 0, or -1 with VIR_ERR_XML_DETAIL. */
int definition_check_name(const char *name);

/* ---- changes, of one that is being edited ---- */

int definition_set_name(struct definition *d, const char *name);
void definition_set_memory(struct definition *d, unsigned long long kib);
void definition_set_max_memory(struct definition *d, unsigned long long kib);
void definition_set_vcpus(struct definition *d, unsigned count);
void definition_set_max_vcpus(struct definition *d, unsigned count);

/* The text of <title> or <description>; text NULL or empty removes it. */
int definition_set_text(struct definition *d, const char *element, const char *text);
char *definition_text(const struct definition *d, const char *element); /* NULL: there is none */

/* The element of that namespace inside <metadata>, or NULL; xml NULL removes it. */
char *definition_metadata(const struct definition *d, const char *uri);
int definition_set_metadata(struct definition *d, const char *key, const char *uri,
                            const char *xml);

/* ---- end ---- */

/* Accepts NULL; returns NULL. */
struct definition *definition_free(struct definition *d);

static inline void definition_freep(struct definition **d)
{
    definition_free(*d);
}
