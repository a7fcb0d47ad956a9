/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The help of commands, from their own tables: for people, and for the shell's completion.
 */
#include <limits.h>
#include <stdio.h>

#include "client/vireo/text/colour.h"
#include "client/vireo/command.h"
#include "client/vireo/complete.h"
#include "client/vireo/fail.h"

static const struct arg_option help_options[] = {
    {"names", 0, NULL, "only the names of the commands"},
    {"options", 0, NULL, "only the options of the command"},
    {"complete", 0, NULL, "after --, the words of a command line: what its last word may be"},
    {NULL},
};

static void print_options(const struct arg_option *table)
{
    for (; table && table->name; table++) {
        char text[64];
        snprintf(text, sizeof(text), "--%s%s%s", table->name, table->value ? " " : "",
                 table->value ? table->value : "");
        if (table->letter)
            printf("  -%c, %-16s %s\n", table->letter, text, table->help);
        else
            printf("      %-16s %s\n", text, table->help);
    }
}

static void print_words(const struct arg_option *table)
{
    for (; table && table->name; table++)
        printf("--%s\n", table->name);
}

static void print_heading(const char *text)
{
    printf("%s%s%s\n", colour_begin(stdout, COLOUR_BOLD), text, colour_begin(stdout, COLOUR_PLAIN));
}

static void help_all(void)
{
    const struct command *command;

    puts("usage: vireo [OPTION]... COMMAND [OPERAND]...\n");
    print_heading("Commands:");
    for (int i = 0; (command = command_at(i)); i++) {
        char text[64];
        snprintf(text, sizeof(text), "%s %s", command->name, command->operands);
        printf("  %-26s %s\n", text, command->summary);
    }
    puts("");
    print_heading("Options:");
    print_options(program_options);
    puts("\nA NAME is a domain's name, UUID or id. 'vireo help COMMAND' shows more.\n"
         "Exit status: 0 done, 1 failed, 2 usage error, 3 no such domain, 4 no connection.");
}

static enum outcome command_help(struct context *c)
{
    const char *name = args_operand(&c->args, 0);
    const struct command *command = name ? command_find(name) : NULL;

    if (args_has(&c->args, "complete")) {
        complete_words(c->args.operands, c->args.n_operands);
        return OUTCOME_OK;
    }
    if (c->args.n_operands > 1)
        return fail_usage("usage: vireo help [COMMAND]");

    if (name && !command)
        return command_unknown(name);
    if (args_has(&c->args, "names")) {
        for (int i = 0; (command = command_at(i)); i++)
            puts(command->name);
    } else if (args_has(&c->args, "options")) {
        print_words(program_options);
        print_words(command ? command->options : NULL);
    } else if (!command) {
        help_all();
    } else {
        printf("usage: vireo %s %s\n\n%s%s%s%s\n", command->name, command->operands,
               command->summary, command->alias ? " (also: " : "",
               command->alias ? command->alias : "", command->alias ? ")" : "");
        if (command->options) {
            puts("");
            print_options(command->options);
        }
        if (command->help)
            command->help();
    }
    return OUTCOME_OK;
}

const struct command commands_help[] = {
    {"help", NULL, "[COMMAND]", "show this help, or a command's", 0, INT_MAX, help_options,
     .offline = true, .run = command_help},
    {NULL},
};
