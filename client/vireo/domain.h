/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A domain as people name it and as we show it.
 */
#pragma once

#include <json-c/json.h>

#include "client/vireo/command.h"

/* The domain of the command's first operand: an id, a UUID or a name, tried in that order, so that
 * a domain with a number for a name is reached by its UUID. Returns OUTCOME_OK and the domain,
 * which the caller frees; or tells why not. */
enum outcome domain_of_operand(struct context *c, virDomainPtr *ret_domain);

/* The same of any word. */
enum outcome domain_of_word(struct context *c, const char *word, virDomainPtr *ret_domain);

/* A state's name; "unknown" for a number that is none. */
const char *domain_state_name(int state);

/* Adds id (null unless running), name and uuid. */
void domain_describe(struct json_object *o, virDomainPtr domain);

/* Tells what became of the domain: "web: running". */
enum outcome domain_report(const struct context *c, virDomainPtr domain);

/* Frees a list that ends with NULL, and what is in it. */
void domains_freep(virDomainPtr **domains);

static inline void domain_freep(virDomainPtr *domain)
{
    if (*domain)
        virDomainFree(*domain);
}
