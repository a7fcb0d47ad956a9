/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a command is: a line of a table. main() finds the line, reads the options, connects when the
 * command needs it, and calls run(); what run() returns is the exit status of the program.
 */
#pragma once

#include <stdbool.h>
#include <libvirt/libvirt.h>

#include "client/vireo/args.h"

/* Exit statuses. Scripts count on them: vireo(1). */
enum outcome {
    OUTCOME_OK = 0,
    OUTCOME_FAILED = 1,
    OUTCOME_USAGE = 2,
    OUTCOME_NO_DOMAIN = 3,
    OUTCOME_NO_CONNECTION = 4,
};

struct command;
struct json_object;

struct context {
    const struct command *command;
    const char *called; /* its name or alias, as it was typed */
    virConnectPtr conn; /* NULL in an offline command */
    struct args args;
    bool json;
    struct json_object *made;    /* domains that the command has made, see kept.h; or NULL */
    struct json_object *several; /* JSON of a command with several operands; else NULL */
};

struct command {
    const char *name;
    const char *alias;    /* what virsh calls it, or NULL */
    const char *operands; /* as the help shows them: "NAME [FILE]" */
    const char *summary;
    int min_operands;
    int max_operands;
    const struct arg_option *options; /* NULL: none of its own */
    bool each;                        /* run() is called for each operand by itself */
    bool offline;                     /* needs no connection */
    bool has_maximum;                 /* what it sets has one, which --max sets */
    void (*help)(void);               /* prints what its help has beside its options, or NULL */
    enum outcome (*run)(struct context *c);
};

/* The families; each table ends with a NULL name. */
extern const struct command commands_query[];     /* query domains */
extern const struct command commands_lifecycle[]; /* define, start, stop ... */
extern const struct command commands_config[];    /* memory, vcpus, autostart */
extern const struct command commands_events[];    /* wait for events */
extern const struct command commands_fault[];     /* faults and events on demand, the clock */
extern const struct command commands_host[];      /* the host and the connection */
extern const struct command commands_help[];      /* the commands themselves */

/* The options that every command takes. */
extern const struct arg_option program_options[];

/* Finds a command by name or alias; NULL when there is none. */
const struct command *command_find(const char *name);

/* Tells that there is no such command, and what may be meant. */
enum outcome command_unknown(const char *name);

/* The place-th command, in the order of the help; NULL after the last. */
const struct command *command_at(int place);
