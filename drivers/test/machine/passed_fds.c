/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Descriptors that come with calls: files that a machine starts with, groups that a disk may name.
 */
#include "drivers/test/machine/passed_fds.h"

#include <stdlib.h>
#include <string.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "drivers/reply.h"

enum { HELD_MAX = 256 }; /* descriptors of a machine */

struct held_group {
    struct held_group *next;
    char *name; /* NULL: none */
    struct fd_list fds;
};

/* ---- what a machine holds ---- */

static void drop(struct held *held, struct held_group **at)
{
    struct held_group *g = *at;

    *at = g->next;
    held->n -= g->fds.count;
    fd_list_close(&g->fds);
    free(g->name);
    free(g);
}

void held_close(struct held *held)
{
    while (held->groups)
        drop(held, &held->groups);
}

int held_take(struct held *held, const char *name, struct fd_list *fds)
{
    struct held_group *g;

    if (held->n + fds->count > HELD_MAX)
        return error_set(VIR_FROM_TEST, VIR_ERR_RESOURCE_BUSY,
                         "the domain holds %u descriptors: it takes %d at most", held->n, HELD_MAX);
    g = calloc(1, sizeof(*g));
    if (!g || (name && reply_text(&g->name, name) < 0)) {
        free(g);
        return error_oom(VIR_FROM_TEST);
    }
    for (struct held_group **at = &held->groups; name && *at; at = &(*at)->next) {
        if ((*at)->name && strcmp((*at)->name, name) == 0) {
            drop(held, at);
            break;
        }
    }
    fd_list_move(fds, fds->count, &g->fds);
    held->n += g->fds.count;
    g->next = held->groups;
    held->groups = g;
    return 0;
}
