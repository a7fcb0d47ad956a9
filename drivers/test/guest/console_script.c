/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A list: a world's file has few of them. */
#include "drivers/test/guest/console_script.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"

struct console_line {
    struct console_line *next;
    char *machines, *command, *text;
};

static void console_line_free(struct console_line *s)
{
    free(s->machines);
    free(s->command);
    free(s->text);
    free(s);
}
DEFINE_CLEANUP(struct console_line *, console_line_free)

int console_script_add(struct console_script *all, const char *machines, const char *command,
                       const char *text)
{
    _cleanup_(console_line_freep) struct console_line *s = calloc(1, sizeof(*s));

    if (!s)
        return error_oom(VIR_FROM_TEST);
    s->machines = strdup(machines);
    s->command = strdup(command);
    s->text = strdup(text);
    if (!s->machines || !s->command || !s->text)
        return error_oom(VIR_FROM_TEST);
    if (all->last)
        all->last->next = s;
    else
        all->first = s;
    all->last = take(s);
    return 0;
}

const char *console_script_find(const struct console_script *all, const char *machine,
                                const char *command)
{
    for (const struct console_line *s = all->first; s; s = s->next) {
        if (fnmatch(s->machines, machine, 0) == 0 && fnmatch(s->command, command, 0) == 0)
            return s->text;
    }
    return NULL;
}

void console_script_done(struct console_script *all)
{
    while (all->first) {
        struct console_line *s = all->first;

        all->first = s->next;
        console_line_free(s);
    }
    all->last = NULL;
}
