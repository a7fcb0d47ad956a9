/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A domain's configuration: memory, processors, autostart. Without a value a command shows, with
 * one it sets.
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <libvirt/libvirt.h>

#include "client/vireo/text/amount.h"
#include "client/vireo/command.h"
#include "client/vireo/domain.h"
#include "client/vireo/fail.h"
#include "client/vireo/hint.h"
#include "client/vireo/output.h"
#include "common/cleanup.h"

/* The flags of memory and vcpus have these values in common. */
static const struct arg_option adjust_options[] = {
    {"max", 'm', NULL, "the domain's maximum"},
    {"config", 0, NULL, "of the configuration, for the next start"},
    {"live", 0, NULL, "of the running domain"},
    {NULL},
};

static unsigned int adjust_impact(const struct context *c)
{
    return (args_has(&c->args, "config") ? VIR_DOMAIN_AFFECT_CONFIG : 0) |
           (args_has(&c->args, "live") ? VIR_DOMAIN_AFFECT_LIVE : 0);
}

static enum outcome show_memory(const struct context *c, virDomainPtr domain)
{
    _cleanup_(json_putp) struct json_object *o = json_object_new_object();
    virDomainInfo got;

    if (virDomainGetInfo(domain, &got) < 0)
        return fail_library();
    output_string(o, "name", virDomainGetName(domain));
    output_number(o, "memory_kib", got.memory);
    output_number(o, "memory_max_kib", got.maxMem);
    output_record(c, o);
    return OUTCOME_OK;
}

static enum outcome command_memory(struct context *c)
{
    _cleanup_(domain_freep) virDomainPtr domain = NULL;
    const char *size = args_operand(&c->args, 1);
    unsigned long kib = 0;
    bool bare = false;

    if (size && !amount_parse_kib(size, &kib, &bare))
        return fail_usage("'%s' is no size: a number of MiB, or one with K, M, G or T", size);
    /* Who types virsh's name of the command may mean virsh's unit. */
    if (size && bare && strcmp(c->called, c->command->name) != 0)
        return fail_usage("'%s %s' is KiB for virsh and MiB here: '%sK' or '%sM'?", c->called, size,
                          size, size);
    enum outcome outcome = domain_of_operand(c, &domain);
    if (outcome != OUTCOME_OK)
        return outcome;
    if (size) {
        unsigned int flags =
            adjust_impact(c) | (args_has(&c->args, "max") ? VIR_DOMAIN_MEM_MAXIMUM : 0);
        if (virDomainSetMemoryFlags(domain, kib, flags) < 0)
            return hint_domain(c, domain);
    }
    return show_memory(c, domain);
}

/* Adds a count, or null where there is none (a domain that does not run has no live one). */
static void add_vcpus(struct json_object *o, const char *key, virDomainPtr domain,
                      unsigned int flags)
{
    int n = virDomainGetVcpusFlags(domain, flags);

    if (n < 0)
        output_string(o, key, NULL);
    else
        output_number(o, key, n);
}

static enum outcome command_vcpus(struct context *c)
{
    _cleanup_(domain_freep) virDomainPtr domain = NULL;
    _cleanup_(json_putp) struct json_object *o = json_object_new_object();
    const char *word = args_operand(&c->args, 1);
    char *end = NULL;
    unsigned long n = word && *word >= '0' && *word <= '9' ? strtoul(word, &end, 10) : 0;

    if (word && (!end || *end || n == 0 || n > INT_MAX))
        return fail_usage("'%s' is no number of processors", word);
    enum outcome outcome = domain_of_operand(c, &domain);
    if (outcome != OUTCOME_OK)
        return outcome;
    if (word) {
        unsigned int flags =
            adjust_impact(c) | (args_has(&c->args, "max") ? VIR_DOMAIN_VCPU_MAXIMUM : 0);
        if (virDomainSetVcpusFlags(domain, (unsigned int)n, flags) < 0)
            return hint_domain(c, domain);
    }
    output_string(o, "name", virDomainGetName(domain));
    add_vcpus(o, "live", domain, VIR_DOMAIN_VCPU_LIVE);
    add_vcpus(o, "live_max", domain, VIR_DOMAIN_VCPU_LIVE | VIR_DOMAIN_VCPU_MAXIMUM);
    add_vcpus(o, "config", domain, VIR_DOMAIN_VCPU_CONFIG);
    add_vcpus(o, "config_max", domain, VIR_DOMAIN_VCPU_CONFIG | VIR_DOMAIN_VCPU_MAXIMUM);
    output_record(c, o);
    return OUTCOME_OK;
}

static enum outcome command_autostart(struct context *c)
{
    _cleanup_(domain_freep) virDomainPtr domain = NULL;
    _cleanup_(json_putp) struct json_object *o = json_object_new_object();
    const char *word = args_operand(&c->args, 1);
    int on = 0;

    if (word && strcmp(word, "on") != 0 && strcmp(word, "off") != 0)
        return fail_usage("autostart is 'on' or 'off', not '%s'", word);
    enum outcome outcome = domain_of_operand(c, &domain);
    if (outcome != OUTCOME_OK)
        return outcome;
    if (word && virDomainSetAutostart(domain, strcmp(word, "on") == 0) < 0)
        return hint_domain(c, domain);
    if (virDomainGetAutostart(domain, &on) < 0)
        return fail_library();
    output_string(o, "name", virDomainGetName(domain));
    output_bool(o, "autostart", on);
    output_record(c, o);
    return OUTCOME_OK;
}

const struct command commands_config[] = {
    {"memory", "setmem", "NAME [SIZE]", "show or set a domain's memory (512M, 2G; bare: MiB)", 1, 2,
     adjust_options, .has_maximum = true, .run = command_memory},
    {"vcpus", "setvcpus", "NAME [N]", "show or set a domain's number of processors", 1, 2,
     adjust_options, .has_maximum = true, .run = command_vcpus},
    {"autostart", NULL, "NAME [on|off]", "show or set whether a domain starts with the host", 1, 2,
     .run = command_autostart},
    {NULL},
};
