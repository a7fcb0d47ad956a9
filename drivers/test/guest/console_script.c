/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A list: a world's file has few of them. */
#include "drivers/test/guest/console_script.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"

struct saying {
    struct saying *next;
    char *machines, *command, *text;
};

static void saying_free(struct saying *s)
{
    free(s->machines);
    free(s->command);
    free(s->text);
    free(s);
}
DEFINE_CLEANUP(struct saying *, saying_free)

int sayings_add(struct sayings *all, const char *machines, const char *command, const char *text)
{
    _cleanup_(saying_freep) struct saying *s = calloc(1, sizeof(*s));

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

const char *sayings_find(const struct sayings *all, const char *machine, const char *command)
{
    for (const struct saying *s = all->first; s; s = s->next) {
        if (fnmatch(s->machines, machine, 0) == 0 && fnmatch(s->command, command, 0) == 0)
            return s->text;
    }
    return NULL;
}

void sayings_done(struct sayings *all)
{
    while (all->first) {
        struct saying *s = all->first;

        all->first = s->next;
        saying_free(s);
    }
    all->last = NULL;
}
