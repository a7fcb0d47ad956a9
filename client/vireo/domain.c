/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Finding a domain by whatever names it, and saying in which state it is.
 */
#include "client/vireo/domain.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <libvirt/virterror.h>

#include "client/vireo/text/colour.h"
#include "client/vireo/fail.h"
#include "client/vireo/output.h"
#include "client/vireo/text/suggest.h"
#include "common/cleanup.h"

/* A positive number and nothing else; -1 otherwise. */
static int parse_id(const char *text)
{
    char *end;

    if (*text < '0' || *text > '9')
        return -1;
    errno = 0;
    long id = strtol(text, &end, 10);
    return errno || *end || id > INT_MAX ? -1 : (int)id;
}

/* Returns true if a failed look-up only means that the word names no domain in this way. */
static bool domain_not_found(void)
{
    int code = virGetLastErrorCode();

    return code == VIR_ERR_NO_DOMAIN || code == VIR_ERR_INVALID_ARG;
}

void domains_freep(virDomainPtr **domains)
{
    for (virDomainPtr *d = *domains; d && *d; d++)
        virDomainFree(*d);
    free(*domains);
}

static enum outcome domain_unknown(struct context *c, const char *word)
{
    _cleanup_(domains_freep) virDomainPtr *domains = NULL;
    struct suggest s = {.typed = word};
    int n = virConnectListAllDomains(c->conn, &domains, 0);

    for (int i = 0; i < n; i++)
        suggest_try(&s, virDomainGetName(domains[i]));
    fail_message("no domain has the name, UUID or id '%s'%s", word,
                 suggest_say(&s, "'vireo list --all' shows them"));
    return OUTCOME_NO_DOMAIN;
}

enum outcome domain_of_operand(struct context *c, virDomainPtr *ret_domain)
{
    return domain_of_word(c, args_operand(&c->args, 0), ret_domain);
}

enum outcome domain_of_word(struct context *c, const char *word, virDomainPtr *ret_domain)
{
    int id = parse_id(word);
    virDomainPtr domain = NULL;

    if (id >= 0) {
        domain = virDomainLookupByID(c->conn, id);
        if (!domain && !domain_not_found())
            return fail_library();
    }
    if (!domain) {
        domain = virDomainLookupByUUIDString(c->conn, word);
        if (!domain && !domain_not_found())
            return fail_library();
    }
    if (!domain)
        domain = virDomainLookupByName(c->conn, word);
    if (!domain && virGetLastErrorCode() == VIR_ERR_NO_DOMAIN)
        return domain_unknown(c, word);
    if (!domain)
        return fail_library();
    *ret_domain = domain;
    return OUTCOME_OK;
}

const char *domain_state_name(int state)
{
    switch (state) {
    case VIR_DOMAIN_NOSTATE:
        return "no state";
    case VIR_DOMAIN_RUNNING:
        return "running";
    case VIR_DOMAIN_BLOCKED:
        return "blocked";
    case VIR_DOMAIN_PAUSED:
        return "paused";
    case VIR_DOMAIN_SHUTDOWN:
        return "shutting down";
    case VIR_DOMAIN_SHUTOFF:
        return "shut off";
    case VIR_DOMAIN_CRASHED:
        return "crashed";
    case VIR_DOMAIN_PMSUSPENDED:
        return "asleep";
    default:
        return "unknown";
    }
}

void domain_describe(struct json_object *o, virDomainPtr domain)
{
    char uuid[VIR_UUID_STRING_BUFLEN] = "";
    unsigned int id = virDomainGetID(domain);

    if (id == (unsigned int)-1)
        output_string(o, "id", NULL);
    else
        output_number(o, "id", id);
    output_string(o, "name", virDomainGetName(domain));
    output_string(o, "uuid", virDomainGetUUIDString(domain, uuid) < 0 ? NULL : uuid);
}

enum outcome domain_report(const struct context *c, virDomainPtr domain)
{
    const char *text;
    int state;

    if (virDomainGetState(domain, &state, NULL, 0) == 0)
        text = domain_state_name(state);
    else if (virGetLastErrorCode() == VIR_ERR_NO_DOMAIN)
        text = "gone";
    else
        return fail_library();

    if (c->json) {
        _cleanup_(json_putp) struct json_object *o = json_object_new_object();
        domain_describe(o, domain);
        output_string(o, "state", text);
        output_record(c, o);
    } else {
        printf("%s: %s%s%s\n", virDomainGetName(domain),
               colour_begin(stdout, colour_of_state(text)), text,
               colour_begin(stdout, COLOUR_PLAIN));
    }
    return OUTCOME_OK;
}
