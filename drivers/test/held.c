/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Descriptors that come with calls: files that a machine starts with, groups that a disk may name,
 * and ends of a connection to a display.
 */
#include "drivers/test/held.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "drivers/test/definition.h"
#include "drivers/test/ops.h"
#include "drivers/test/reply.h"
#include "drivers/test/tuning.h"
#include "drivers/test/world.h"
#include "drivers/test/xml.h"

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

/* ---- starting with files ---- */

/* The machine has just started, and may be gone again: then the files go too. */
static int hold(struct session *session, const remote_nonnull_domain *dom, struct fd_list *fds)
{
    WRITE_WORLD(w, session);
    struct machine *m = world_find_uuid(w, (const unsigned char *)dom->uuid);

    return m && machine_active(m) ? held_take(&m->held, NULL, fds) : 0;
}

int test_domain_create_with_files(struct session *session,
                                  const remote_domain_create_with_files_args *args,
                                  remote_domain_create_with_files_ret *ret, struct fd_list *fds)
{
    const remote_domain_create_with_flags_args start = {.dom = args->dom, .flags = args->flags};
    remote_domain_create_with_flags_ret started = {0};

    if (test_domain_create_with_flags(session, &start, &started) < 0)
        return -1;
    ret->dom = started.dom;
    return hold(session, &ret->dom, fds);
}

int test_domain_create_xml_with_files(struct session *session,
                                      const remote_domain_create_xml_with_files_args *args,
                                      remote_domain_create_xml_with_files_ret *ret,
                                      struct fd_list *fds)
{
    const remote_domain_create_xml_args start = {.xml_desc = args->xml_desc, .flags = args->flags};
    remote_domain_create_xml_ret started = {0};

    if (test_domain_create_xml(session, &start, &started) < 0)
        return -1;
    ret->dom = started.dom;
    return hold(session, &ret->dom, fds);
}

int test_domain_fd_associate(struct session *session, const remote_domain_fd_associate_args *args,
                             struct fd_list *fds)
{
    WRITE_WORLD(w, session);
    struct machine *m = world_find(w, &args->dom);

    if (!m || check_flags(args->flags, VIR_DOMAIN_FD_ASSOCIATE_SECLABEL_RESTORE |
                                           VIR_DOMAIN_FD_ASSOCIATE_SECLABEL_WRITABLE) < 0)
        return -1;
    if (!fds->count)
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG, "group '%s' has no descriptor",
                         args->name);
    return held_take(&m->held, args->name, fds);
}

/* ---- displays ---- */

/* The machine's display of that number can be talked to: 0, or -1 with the error set. *ret_vnc: a
 * viewer of VNC waits for a greeting. */
static int find_display(struct session *session, const remote_nonnull_domain *dom, unsigned idx,
                        unsigned flags, bool *ret_vnc)
{
    READ_WORLD(w, session);
    const struct machine *m = world_find_active(w, dom);
    const xmlNode *devices = m ? xml_child(definition_root(m->live), "devices") : NULL;
    _cleanup_free_ char *type = NULL;
    xmlNode *n;

    if (!m || check_flags(flags, VIR_DOMAIN_OPEN_GRAPHICS_SKIPAUTH) < 0)
        return -1;
    n = xml_child(devices, "graphics");
    for (unsigned i = 0; n && i < idx; i++)
        n = xml_element(n->next, "graphics");
    if (!n)
        return error_set(VIR_FROM_TEST, VIR_ERR_INTERNAL_ERROR, "domain '%s' has no display %u",
                         machine_name(m), idx);
    type = tuning_text(n, "@type");
    *ret_vnc = type && strcmp(type, "vnc") == 0;
    if (!*ret_vnc && !(type && strcmp(type, "spice") == 0))
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG,
                         "display %u of domain '%s' is of type '%s', not vnc or spice", idx,
                         machine_name(m), type ? type : "");
    return 0;
}

/* What a display of VNC says first; then it hangs up, since there is nobody behind it. */
static void greet(int fd, bool vnc)
{
    static const char greeting[] = "RFB 003.008\n";

    if (vnc)
        fds_send(fd, greeting, sizeof(greeting) - 1, -1);
}

int test_domain_open_graphics(struct session *session, const remote_domain_open_graphics_args *args,
                              struct fd_list *fds)
{
    bool vnc;

    if (find_display(session, &args->dom, args->idx, args->flags, &vnc) < 0)
        return -1;
    if (fds->count != 1)
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG,
                         "a display takes one descriptor, not %u", fds->count);
    greet(fds->fds[0], vnc);
    return 0; /* it is closed with the list */
}

int test_domain_open_graphics_fd(struct session *session,
                                 const remote_domain_open_graphics_fd_args *args,
                                 struct fd_list *fds)
{
    int pair[2];
    bool vnc;

    if (find_display(session, &args->dom, args->idx, args->flags, &vnc) < 0)
        return -1;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0)
        return error_set_errno(VIR_FROM_TEST, errno, "cannot make a pair of sockets");
    greet(pair[1], vnc);
    close(pair[1]);
    fds->fds[fds->count++] = pair[0];
    return 0;
}
