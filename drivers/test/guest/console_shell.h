/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The commands of the shell behind a guest's console. */
#pragma once

#include <stdbool.h>
#include <stdio.h>

struct machine;
struct world;

/* What a command is called with. */
struct shell_run {
    struct world *w;
    struct machine *m;
    const char *user;
    const char *rest; /* of the line */
    FILE *out;
    bool leaves; /* set by a command: the user has logged out */
};

struct shell_command {
    const char *name, *what;
    void (*run)(struct shell_run *r);
    const char *last; /* words before the machine goes down; NULL: it stays up */
};

/* The command that the line begins with, and what follows it; NULL: there is none of that name. */
const struct shell_command *shell_find(char *text, const char **ret_rest);
