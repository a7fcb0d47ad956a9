/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A migration's cookie: XML that only hosts of this kind read.
 *
 *     <vireo-migration>
 *       <name>web</name> <uuid>...</uuid> <hostname>here</hostname>
 *       <paused/>                               the guest does not run, and is not to
 *       <rest ns='N'/>                          post-copy: more comes in that time
 *       <persistent><domain>...</domain></persistent>
 *       <disks>...</disks>                      drivers/test/migration/migrate_disks.h
 *     </vireo-migration>
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <libxml/tree.h>

#include "drivers/test/migration/migrate.h"

struct machine;

/* A source's; persistent: of the next start, NULL: none. 0 or -1. */
int migrate_cookie_make(const struct machine *m, const struct definition *persistent,
                        xmlDoc **ret_doc);

/* Reads one, or none (*ret_doc is NULL). 0, or -1 with VIR_ERR_INVALID_ARG. */
int migrate_cookie_read(struct migrate_cookie cookie, xmlDoc **ret_doc);

/* The definition in that element, or NULL in *ret_definition. 0 or -1. */
int migrate_cookie_definition(const xmlDoc *doc, const char *element,
                              struct definition **ret_definition);

/* Puts a definition, whose XML is given, in that element. 0 or -1. */
int migrate_cookie_add(xmlDoc *doc, const char *element, const struct definition *d);

/* Whether the guest does not run, and is not to; says so. doc NULL: nothing. */
bool migrate_cookie_paused(const xmlDoc *doc);
void migrate_cookie_pause(xmlDoc *doc);

/* How many ns the rest of the memory still takes; false: all is there. */
bool migrate_cookie_rest(const xmlDoc *doc, uint64_t *ret_ns);
void migrate_cookie_put_rest(xmlDoc *doc, uint64_t ns);

/* The cookie for the next step; doc NULL: none. 0 or -1. */
int migrate_cookie_give(const xmlDoc *doc, struct migrate_reply reply);
