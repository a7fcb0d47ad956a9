/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The command line `vireo`: finds the command, connects, runs it. A program of the public API only.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <vireo/vireo.h>

#include "client/vireo/command.h"
#include "client/vireo/fail.h"
#include "client/vireo/hint.h"
#include "client/vireo/kept.h"
#include "client/vireo/output.h"
#include "client/vireo/text/suggest.h"
#include "common/cleanup.h"

const struct arg_option program_options[] = {
    {"connect", 'c', "URI", "the hypervisor to talk to (default: the daemon that runs)",
     "vireo:///system|vireo:///session|test:///default|test+unix:///default"},
    {"readonly", 'r', NULL, "ask for a connection that can't change anything"},
    {"json", 'j', NULL, "print JSON"},
    {"help", 'h', NULL, "show the commands, or the help of one"},
    {"version", 'V', NULL, "show the version of this program"},
    {NULL},
};

/* In the order of the help. */
static const struct command *const families[] = {
    commands_query, commands_lifecycle, commands_config, commands_events,
    commands_fault, commands_host,      commands_help,
};

const struct command *command_at(int place)
{
    for (size_t f = 0; f < sizeof(families) / sizeof(families[0]); f++) {
        for (const struct command *c = families[f]; c->name; c++) {
            if (place-- == 0)
                return c;
        }
    }
    return NULL;
}

const struct command *command_find(const char *name)
{
    const struct command *c;

    for (int i = 0; (c = command_at(i)); i++) {
        if (strcmp(c->name, name) == 0 || (c->alias && strcmp(c->alias, name) == 0))
            return c;
    }
    return NULL;
}

enum outcome command_unknown(const char *name)
{
    struct suggest s = {.typed = name};
    const struct command *c;

    for (int i = 0; (c = command_at(i)); i++) {
        suggest_try(&s, c->name);
        if (c->alias)
            suggest_try(&s, c->alias);
    }
    return fail_usage("no command '%s'%s", name, suggest_say(&s, "'vireo help' shows them"));
}

/* The library would print errors itself; here they are told once, by fail_library(). */
static void ignore_error(void *opaque, virErrorPtr error)
{
}

/* For each operand by itself, whatever became of those before; the first failure is the outcome. */
static enum outcome run_each(struct context *c)
{
    enum outcome outcome = OUTCOME_OK;
    int n = c->args.n_operands;

    if (n > 1 && c->json)
        c->several = json_object_new_array();
    for (; n > 0; n--, c->args.operands++) {
        c->args.n_operands = 1;
        enum outcome one = c->command->run(c);
        outcome = outcome == OUTCOME_OK ? one : outcome;
    }
    output_several(c);
    return outcome;
}

static enum outcome connect_and_run(struct context *c)
{
    const unsigned int flags = args_has(&c->args, "readonly") ? VIR_CONNECT_RO : 0;
    const char *uri = args_value(&c->args, "connect");
    _cleanup_free_ char *found = NULL;

    /* The connection's socket is watched by the loop only when the loop was there first. */
    if (virEventRegisterDefaultImpl() < 0)
        return fail_library();
    if (!uri || !*uri)
        uri = found = vireoFindDaemon(flags);
    if (uri)
        c->conn = virConnectOpenAuth(uri, virConnectAuthPtrDefault, flags);
    if (!c->conn)
        return hint_connection(c, uri);
    enum outcome outcome = c->command->each ? run_each(c) : c->command->run(c);
    virConnectClose(c->conn);
    kept_check(c, uri, flags);
    return outcome;
}

static enum outcome tell_usage(const struct command *command, int n_operands)
{
    fail_usage("usage: vireo %s%s%s", command->name, *command->operands ? " " : "",
               command->operands);
    if (n_operands == 0 && strncmp(command->operands, "NAME", 4) == 0)
        return fail_usage("try 'vireo list --all', which shows the names");
    return fail_usage("try 'vireo help %s'", command->name);
}

/* stdout is where the answer goes: a full disk must not look like success. */
static enum outcome main_finish(enum outcome outcome)
{
    if (fflush(stdout) != 0 || ferror(stdout))
        return fail_message("can't write the output");
    return outcome;
}

int main(int argc, char **argv)
{
    struct context c = {0};

    if (args_read(&c.args, argc, argv, program_options, NULL, true) < 0)
        return OUTCOME_USAGE;
    if (args_has(&c.args, "version")) {
        puts("vireo " PACKAGE_VERSION);
        return main_finish(OUTCOME_OK);
    }

    const char *name = args_operand(&c.args, 0);
    bool asked = args_has(&c.args, "help");
    if (!name && !asked)
        return fail_usage("no command given; 'vireo help' shows them");
    const struct command *command = command_find(name ? name : "help");
    if (!command)
        return command_unknown(name);

    if (name && args_read(&c.args, c.args.n_operands, c.args.operands, program_options,
                          command->options, false) < 0)
        return OUTCOME_USAGE;
    if (args_has(&c.args, "help") && name) {
        /* `vireo list --help` is `vireo help list`. */
        static char *words[2];
        words[0] = (char *)command->name;
        command = command_find("help");
        c.args = (struct args){{program_options, command->options}, {0}, words, 1};
    }
    if (c.args.n_operands < command->min_operands || c.args.n_operands > command->max_operands)
        return tell_usage(command, c.args.n_operands);
    c.command = command;
    c.called = name ? name : command->name;
    c.json = args_has(&c.args, "json");

    virSetErrorFunc(NULL, ignore_error);
    if (virInitialize() < 0)
        return fail_library();
    return main_finish(command->offline ? command->run(&c) : connect_and_run(&c));
}
