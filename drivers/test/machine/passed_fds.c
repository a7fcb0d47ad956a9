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

enum { PASSED_FDS_MAX = 256 }; /* descriptors of a machine */

struct passed_fd_group {
    struct passed_fd_group *next;
    char *name; /* NULL: none */
    struct fd_list fds;
};

/* ---- what a machine holds ---- */

static void passed_fds_drop(struct passed_fds *fds_of, struct passed_fd_group **at)
{
    struct passed_fd_group *g = *at;

    *at = g->next;
    fds_of->n -= g->fds.count;
    fd_list_close(&g->fds);
    free(g->name);
    free(g);
}

void passed_fds_close(struct passed_fds *fds_of)
{
    while (fds_of->groups)
        passed_fds_drop(fds_of, &fds_of->groups);
}

int passed_fds_take(struct passed_fds *fds_of, const char *name, struct fd_list *fds)
{
    struct passed_fd_group *g;

    if (fds_of->n + fds->count > PASSED_FDS_MAX)
        return error_set(VIR_FROM_TEST, VIR_ERR_RESOURCE_BUSY,
                         "the domain holds %u descriptors: it takes %d at most", fds_of->n,
                         PASSED_FDS_MAX);
    g = calloc(1, sizeof(*g));
    if (!g || (name && reply_text(&g->name, name) < 0)) {
        free(g);
        return error_oom(VIR_FROM_TEST);
    }
    for (struct passed_fd_group **at = &fds_of->groups; name && *at; at = &(*at)->next) {
        if ((*at)->name && strcmp((*at)->name, name) == 0) {
            passed_fds_drop(fds_of, at);
            break;
        }
    }
    fd_list_move(fds, fds->count, &g->fds);
    fds_of->n += g->fds.count;
    g->next = fds_of->groups;
    fds_of->groups = g;
    return 0;
}
