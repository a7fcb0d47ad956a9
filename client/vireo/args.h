/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The words after a command, sorted into options and operands by a table.
 *
 * A command says in a table which options it takes; the program's own options may stand among them,
 * so `vireo --json list` and `vireo list --json` are the same. Operands keep their order.
 */
#pragma once

#include <stdbool.h>

/* One option. The table ends with a NULL name. */
struct arg_option {
    const char *name;  /* the long name, without the dashes */
    char letter;       /* a short form, or 0 */
    const char *value; /* what its value is called in the help; NULL: takes none */
    const char *help;
    const char *choices; /* values for completion, "a|b"; NULL: not known */
};

enum { ARGS_MAX_OPTIONS = 24 };

struct args {
    const struct arg_option *tables[2];
    const char *values[ARGS_MAX_OPTIONS]; /* by place in the tables laid end to end */
    char **operands;                      /* the caller's argv, not a copy */
    int n_operands;
};

/* Reads options of first and then (may be NULL) from argv[1..]. With stop_at_operand the first word
 * that is no option ends the reading, and it and all after it are the operands. What was given
 * before in args stays: a second reading adds to it. Returns 0, or -1 after telling stderr which
 * word is wrong. args borrows argv. */
int args_read(struct args *args, int argc, char **argv, const struct arg_option *first,
              const struct arg_option *then, bool stop_at_operand);

/* Returns true if the option was given. The name must be in a table. */
bool args_has(const struct args *args, const char *name);

/* The option's value, or NULL when it was not given. Borrowed. */
const char *args_value(const struct args *args, const char *name);

/* The operand of that place, or NULL when there are fewer. Borrowed. */
const char *args_operand(const struct args *args, int place);
