/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Commands that look at domains and change nothing.
 */
#include <fnmatch.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <libvirt/libvirt.h>

#include "client/vireo/text/amount.h"
#include "client/vireo/command.h"
#include "client/vireo/domain.h"
#include "client/vireo/fail.h"
#include "client/vireo/output.h"
#include "common/cleanup.h"

static void stats_freep(virDomainStatsRecordPtr **records)
{
    virDomainStatsRecordListFree(*records);
}

/* Running domains by id, the others after them by name. */
static int by_id_then_name(const void *a, const void *b)
{
    const virDomainPtr x = *(const virDomainPtr *)a, y = *(const virDomainPtr *)b;
    unsigned int id_x = virDomainGetID(x), id_y = virDomainGetID(y);

    if (id_x != id_y)
        return id_x < id_y ? -1 : 1;
    return strcmp(virDomainGetName(x), virDomainGetName(y));
}

static const struct arg_option list_options[] = {
    {"all", 'a', NULL, "those that don't run, too"},
    {"inactive", 0, NULL, "only those that don't run"},
    {"names", 'n', NULL, "only the names, a line each"},
    {NULL},
};

static enum outcome command_list(struct context *c)
{
    static const char *const columns[] = {"id", "name", "uuid", "state", NULL};
    _cleanup_(domains_freep) virDomainPtr *domains = NULL;
    unsigned int filter = args_has(&c->args, "all")        ? 0
                          : args_has(&c->args, "inactive") ? VIR_CONNECT_LIST_DOMAINS_INACTIVE
                                                           : VIR_CONNECT_LIST_DOMAINS_ACTIVE;
    int n = virConnectListAllDomains(c->conn, &domains, filter);

    if (n < 0)
        return fail_library();
    qsort(domains, n, sizeof(*domains), by_id_then_name);

    _cleanup_(json_putp) struct json_object *rows = json_object_new_array();
    for (int i = 0; i < n; i++) {
        int state;

        if (args_has(&c->args, "names")) {
            if (c->json)
                json_object_array_add(rows, json_object_new_string(virDomainGetName(domains[i])));
            else
                puts(virDomainGetName(domains[i]));
            continue;
        }
        /* A domain may go between the list and this question: then it is not listed. */
        if (virDomainGetState(domains[i], &state, NULL, 0) < 0)
            continue;
        struct json_object *row = json_object_new_object();
        domain_describe(row, domains[i]);
        output_string(row, "state", domain_state_name(state));
        json_object_array_add(rows, row);
    }
    if (c->json || !args_has(&c->args, "names"))
        output_table(c, rows, columns);
    return OUTCOME_OK;
}

/* Adds yes, no, or null when the hypervisor can't tell. */
static void add_truth(struct json_object *o, const char *key, int truth)
{
    if (truth < 0)
        output_string(o, key, NULL);
    else
        output_bool(o, key, truth > 0);
}

static enum outcome command_info(struct context *c)
{
    _cleanup_(domain_freep) virDomainPtr domain = NULL;
    _cleanup_(json_putp) struct json_object *o = json_object_new_object();
    virDomainInfo got;
    enum outcome outcome = domain_of_operand(c, &domain);
    int autostart;

    if (outcome != OUTCOME_OK)
        return outcome;
    if (virDomainGetInfo(domain, &got) < 0)
        return fail_library();

    domain_describe(o, domain);
    output_string(o, "state", domain_state_name(got.state));
    _cleanup_free_ char *os_type = virDomainGetOSType(domain);
    output_string(o, "os_type", os_type);
    output_number(o, "vcpus", got.nrVirtCpu);
    output_number(o, "cpu_time_ns", got.cpuTime);
    output_number(o, "memory_kib", got.memory);
    output_number(o, "memory_max_kib", got.maxMem);
    add_truth(o, "persistent", virDomainIsPersistent(domain));
    add_truth(o, "autostart", virDomainGetAutostart(domain, &autostart) < 0 ? -1 : autostart);
    add_truth(o, "managed_save", virDomainHasManagedSaveImage(domain, 0));
    output_record(c, o);
    return OUTCOME_OK;
}

static const struct arg_option xml_options[] = {
    {"inactive", 0, NULL, "as it will be at its next start"},
    {"security", 0, NULL, "with passwords (not on a read-only connection)"},
    {NULL},
};

static enum outcome command_xml(struct context *c)
{
    _cleanup_(domain_freep) virDomainPtr domain = NULL;
    enum outcome outcome = domain_of_operand(c, &domain);
    unsigned int flags = 0;

    if (outcome != OUTCOME_OK)
        return outcome;
    if (args_has(&c->args, "inactive"))
        flags |= VIR_DOMAIN_XML_INACTIVE;
    if (args_has(&c->args, "security"))
        flags |= VIR_DOMAIN_XML_SECURE;
    _cleanup_free_ char *text = virDomainGetXMLDesc(domain, flags);
    if (!text)
        return fail_library();
    if (c->json) {
        _cleanup_(json_putp) struct json_object *o = json_object_new_object();
        output_string(o, "name", virDomainGetName(domain));
        output_string(o, "xml", text);
        output_record(c, o);
    } else {
        output_text(c, "xml", text);
    }
    return OUTCOME_OK;
}

static struct json_object *parameter_value(const virTypedParameter *p)
{
    switch (p->type) {
    case VIR_TYPED_PARAM_INT:
        return json_object_new_int(p->value.i);
    case VIR_TYPED_PARAM_UINT:
        return json_object_new_int64(p->value.ui);
    case VIR_TYPED_PARAM_LLONG:
        return json_object_new_int64(p->value.l);
    case VIR_TYPED_PARAM_ULLONG:
        return json_object_new_uint64(p->value.ul);
    case VIR_TYPED_PARAM_DOUBLE:
        return json_object_new_double(p->value.d);
    case VIR_TYPED_PARAM_BOOLEAN:
        return json_object_new_boolean(p->value.b);
    case VIR_TYPED_PARAM_STRING:
        return json_object_new_string(p->value.s ? p->value.s : "");
    default:
        return NULL;
    }
}

/* Statistics that are amounts. */
static const struct {
    const char *pattern;
    enum amount_unit unit;
} stats_amounts[] = {
    {"*.bytes", AMOUNT_BYTES},
    {"*.allocation", AMOUNT_BYTES},
    {"*.capacity", AMOUNT_BYTES},
    {"*.physical", AMOUNT_BYTES},
    {"balloon.*fault", AMOUNT_NONE},
    {"balloon.hugetlb*", AMOUNT_NONE},
    {"balloon.last-update", AMOUNT_NONE},
    {"balloon.*", AMOUNT_KIB},
    {"cpu.*", AMOUNT_NS},
    {"*.time", AMOUNT_NS},
    {"*.times", AMOUNT_NS},
};

/* A value as people read it. */
static struct json_object *stats_value(const virTypedParameter *p)
{
    char text[AMOUNT_TEXT_MAX];

    for (size_t i = 0; i < ARRAY_SIZE(stats_amounts) && p->type == VIR_TYPED_PARAM_ULLONG; i++) {
        if (fnmatch(stats_amounts[i].pattern, p->field, 0) == 0)
            return json_object_new_string(amount_text(text, stats_amounts[i].unit, p->value.ul));
    }
    return parameter_value(p);
}

/* In JSON an object a domain; in text a line a value, which grep and awk like. */
static enum outcome show_stats(const struct context *c, virDomainStatsRecordPtr *records)
{
    static const char *const columns[] = {"domain", "field", "value", NULL};
    _cleanup_(json_putp) struct json_object *rows = json_object_new_array();

    for (virDomainStatsRecordPtr *r = records; *r; r++) {
        const char *name = virDomainGetName((*r)->dom);
        struct json_object *one = json_object_new_object();

        for (int i = 0; i < (*r)->nparams; i++) {
            const virTypedParameter *p = &(*r)->params[i];
            if (c->json) {
                json_object_object_add(one, p->field, parameter_value(p));
                continue;
            }
            struct json_object *row = json_object_new_object();
            output_string(row, "domain", name);
            output_string(row, "field", p->field);
            json_object_object_add(row, "value", stats_value(p));
            json_object_array_add(rows, row);
        }
        if (c->json) {
            struct json_object *row = json_object_new_object();
            domain_describe(row, (*r)->dom);
            json_object_object_add(row, "stats", one);
            json_object_array_add(rows, row);
        } else {
            json_object_put(one);
        }
    }
    output_table(c, rows, columns);
    return OUTCOME_OK;
}

/* Of the domains that are named and there. */
static enum outcome stats_of_named(struct context *c)
{
    _cleanup_(stats_freep) virDomainStatsRecordPtr *records = NULL;
    _cleanup_(domains_freep) virDomainPtr *domains =
        calloc((size_t)c->args.n_operands + 1, sizeof(virDomainPtr));
    enum outcome outcome = OUTCOME_OK;
    int n = 0;

    if (!domains)
        return fail_message("out of memory");
    for (int i = 0; i < c->args.n_operands; i++) {
        enum outcome one = domain_of_word(c, args_operand(&c->args, i), &domains[n]);
        n += one == OUTCOME_OK;
        outcome = outcome == OUTCOME_OK ? one : outcome;
    }
    if (n == 0)
        return outcome;
    if (virDomainListGetStats(domains, 0, &records, 0) < 0)
        return fail_library();
    show_stats(c, records);
    return outcome;
}

static enum outcome command_stats(struct context *c)
{
    _cleanup_(stats_freep) virDomainStatsRecordPtr *records = NULL;

    if (c->args.n_operands > 0)
        return stats_of_named(c);
    if (virConnectGetAllDomainStats(c->conn, 0, &records, 0) < 0)
        return fail_library();
    return show_stats(c, records);
}

const struct command commands_query[] = {
    {"list", NULL, "", "list domains", 0, 0, list_options, .run = command_list},
    {"info", "dominfo", "NAME...", "show a domain's state and resources", 1, INT_MAX, .each = true,
     .run = command_info},
    {"xml", "dumpxml", "NAME...", "print a domain's XML", 1, INT_MAX, xml_options, .each = true,
     .run = command_xml},
    {"stats", "domstats", "[NAME...]", "print statistics of domains, or of all", 0, INT_MAX,
     .run = command_stats},
    {NULL},
};
