/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Faults, events and the clock of the test driver, on demand.
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <libvirt/virterror.h>
#include <vireo/vireo.h>

#include "client/vireo/command.h"
#include "client/vireo/domain.h"
#include "client/vireo/emit_events.h"
#include "client/vireo/fail.h"
#include "client/vireo/hint.h"
#include "client/vireo/output.h"
#include "client/vireo/text/suggest.h"
#include "common/cleanup.h"

static const struct arg_option fault_options[] = {
    {"procedure", 'p', "PATTERN", "add: calls of these procedures (default: of all)"},
    {"domain", 'd', "PATTERN", "add: calls for these domains (default: for all)"},
    {"delay", 0, "MS", "add: they start so many milliseconds later"},
    {"busy", 0, "MS", "add: they take so many milliseconds of work"},
    {"hang", 0, NULL, "add: they don't start until the fault is cleared"},
    {"error", 0, "CODE", "add: they fail with this error code"},
    {"count", 'n', "N", "add: only the first N of them"},
    {NULL},
};

/* The options that say what becomes of the call. */
static const struct {
    const char *option;
    int kind;
} fault_kinds[] = {
    {"delay", VIREO_FAULT_KIND_DELAY},
    {"hang", VIREO_FAULT_KIND_HANG},
    {"error", VIREO_FAULT_KIND_ERROR},
    {"busy", VIREO_FAULT_KIND_BUSY},
};
enum { N_KINDS = sizeof(fault_kinds) / sizeof(fault_kinds[0]) };

static bool fault_parse_number(const char *text, unsigned int *ret_n)
{
    char *end;

    if (!text)
        return true;
    errno = 0;
    unsigned long n = strtoul(text, &end, 10);
    if (*text < '0' || *text > '9' || errno || *end || n > UINT_MAX)
        return false;
    *ret_n = (unsigned int)n;
    return true;
}

static enum outcome command_fault_add(struct context *c)
{
    vireoFault fault = {
        .procedure = (char *)args_value(&c->args, "procedure"),
        .domain = (char *)args_value(&c->args, "domain"),
    };
    int id;

    for (int i = 0; i < N_KINDS; i++) {
        if (!args_has(&c->args, fault_kinds[i].option))
            continue;
        if (fault.kind)
            return fail_usage("a fault is one of --delay, --busy, --hang and --error");
        fault.kind = fault_kinds[i].kind;
        if (fault.kind != VIREO_FAULT_KIND_HANG &&
            !fault_parse_number(args_value(&c->args, fault_kinds[i].option), &fault.value))
            return fail_usage("--%s takes a number", fault_kinds[i].option);
    }
    if (!fault.kind)
        return fail_usage("a fault is one of --delay, --busy, --hang and --error");
    if (!fault_parse_number(args_value(&c->args, "count"), &fault.count))
        return fail_usage("--count takes a number");
    id = vireoFaultAdd(c->conn, &fault, 0);
    if (id < 0)
        return fail_library();
    if (c->json)
        printf("{\"id\": %d}\n", id);
    else
        printf("%d\n", id);
    return OUTCOME_OK;
}

static const char *kind_name(int kind)
{
    for (int i = 0; i < N_KINDS; i++) {
        if (fault_kinds[i].kind == kind)
            return fault_kinds[i].option;
    }
    return "unknown";
}

static enum outcome command_fault_list(struct context *c)
{
    static const char *const keys[] = {"id",    "procedure", "domain", "kind", "value",
                                       "count", "met",       "held",   NULL};
    _cleanup_(json_putp) struct json_object *rows = json_object_new_array();
    vireoFaultPtr faults = NULL;
    int n = vireoFaultList(c->conn, &faults, 0);

    if (n < 0)
        return fail_library();
    for (int i = 0; i < n; i++) {
        struct json_object *row = json_object_new_object();

        output_number(row, "id", faults[i].id);
        output_string(row, "procedure", faults[i].procedure);
        output_string(row, "domain", faults[i].domain);
        output_string(row, "kind", kind_name(faults[i].kind));
        output_number(row, "value", faults[i].value);
        output_number(row, "count", faults[i].count);
        output_number(row, "met", faults[i].met);
        output_number(row, "held", faults[i].held);
        json_object_array_add(rows, row);
    }
    vireoFaultsFree(faults, n);
    output_table(c, rows, keys);
    return OUTCOME_OK;
}

static enum outcome command_fault_clear(struct context *c)
{
    const char *which = args_operand(&c->args, 1);
    unsigned int id = 0;
    int n;

    if (!fault_parse_number(which, &id) || (which && !id))
        return fail_usage("no fault has the number '%s'", which);
    n = vireoFaultClear(c->conn, id, 0);
    if (n < 0)
        return fail_library();
    printf(c->json ? "{\"cleared\": %d}\n" : "%d cleared\n", n);
    return OUTCOME_OK;
}

static enum outcome command_fault(struct context *c)
{
    const char *action = args_operand(&c->args, 0);

    if (strcmp(action, "add") == 0 && !args_operand(&c->args, 1))
        return command_fault_add(c);
    if (strcmp(action, "list") == 0 && !args_operand(&c->args, 1))
        return command_fault_list(c);
    if (strcmp(action, "clear") == 0)
        return command_fault_clear(c);
    return fail_usage("usage: vireo fault add|list|clear [ID]");
}

enum { MAX_FIELDS = 64 };

static enum outcome event_unknown(const char *name)
{
    struct suggest s = {.typed = name};

    for (const struct emit_event *e = emit_events; e->name; e++)
        suggest_try(&s, e->name);
    return fail_usage("no event '%s' comes on demand%s", name,
                      suggest_say(&s, "'vireo help emit' shows which do"));
}

static enum outcome command_emit(struct context *c)
{
    _cleanup_(domain_freep) virDomainPtr domain = NULL;
    const struct emit_event *event = emit_event_find(args_operand(&c->args, 1));

    if (!event)
        return event_unknown(args_operand(&c->args, 1));
    enum outcome outcome = domain_of_operand(c, &domain);
    if (outcome != OUTCOME_OK)
        return outcome;
    /* The operands end as argv does, with NULL. */
    if (vireoDomainEvent(domain, event->id, (const char *const *)&c->args.operands[2], 0) == 0)
        return OUTCOME_OK;
    bool misused = virGetLastErrorCode() == VIR_ERR_INVALID_ARG;
    outcome = hint_domain(c, domain);
    _cleanup_free_ char *usage = misused ? emit_event_usage(event) : NULL;
    if (usage)
        fail_message("try 'vireo emit NAME %s%s%s'", event->name, *usage ? " " : "", usage);
    return outcome;
}

static void help_emit(void)
{
    puts("\nEvents and their fields; what is in brackets may be left out:");
    for (const struct emit_event *e = emit_events; e->name; e++) {
        _cleanup_free_ char *usage = emit_event_usage(e);
        if (usage && *usage)
            printf("  %-26s %s\n", e->name, usage);
        else
            printf("  %s\n", e->name);
    }
}

static enum outcome command_clock(struct context *c)
{
    const char *ms = args_operand(&c->args, 1);
    unsigned int n = 0;
    long long date;

    if (strcmp(args_operand(&c->args, 0), "advance") != 0 || !ms)
        return fail_usage("usage: vireo clock advance MS");
    if (!fault_parse_number(ms, &n))
        return fail_usage("'%s' is no number of milliseconds", ms);
    date = vireoClockAdvance(c->conn, n, 0);
    if (date < 0)
        return fail_library();
    printf(c->json ? "{\"date\": %lld}\n" : "%lld\n", date);
    return OUTCOME_OK;
}

const struct command commands_fault[] = {
    {"fault", NULL, "add|list|clear [ID]", "let calls to the test driver hang or fail", 1, 2,
     fault_options, .run = command_fault},
    {"emit", NULL, "NAME EVENT [FIELD=VALUE]...", "raise an event of a domain of the test driver",
     2, 2 + MAX_FIELDS, NULL, .help = help_emit, .run = command_emit},
    {"clock", NULL, "advance MS", "advance the test driver's clock", 2, 2, NULL,
     .run = command_clock},
    {NULL},
};
