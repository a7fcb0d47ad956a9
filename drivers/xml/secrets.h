/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What is a secret in the documents of every family, and who may see it.
 *
 * A document leaves with its secrets only when the caller asks for them, by the flag that its call
 * has for that (VIR_DOMAIN_XML_SECURE and its kin), over a connection that may write. Calls of a
 * family without such a flag never tell them. Whatever gives a document to a caller writes it by
 * secrets_format(), or keeps both texts.
 */
#pragma once

#include <stdbool.h>

#include <libxml/tree.h>

struct session;

enum secrets { SECRETS_HIDDEN, SECRETS_SHOWN };

/* What a call gets to see: secure is the flag that asks for them. */
enum secrets secrets_asked(const struct session *session, unsigned flags, unsigned secure);

/* Returns true if there are any at or below the element. */
bool secrets_any(const xmlNode *element);

/* The tree as xml_format() writes it, with or without them. */
char *secrets_format(const xmlNode *element, enum secrets secrets);
