/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Calls that open a domain's display. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <libvirt/libvirt.h>

#include "common/cleanup.h"
#include "drivers/domain/definition.h"
#include "drivers/reply.h"
#include "drivers/test/ops.h"
#include "drivers/test/world/world.h"
#include "drivers/xml/xml.h"
#include "drivers/xml/xml_path.h"
#include "rpc/fds.h"

/* The machine's display of that number can be talked to: 0, or -1 with the error set. *ret_vnc: a
 * viewer of VNC waits for a greeting. */
static int graphics_find(struct session *session, const remote_nonnull_domain *dom, unsigned idx,
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
    type = xml_path_get(n, "@type");
    *ret_vnc = type && strcmp(type, "vnc") == 0;
    if (!*ret_vnc && !(type && strcmp(type, "spice") == 0))
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG,
                         "display %u of domain '%s' is of type '%s', not vnc or spice", idx,
                         machine_name(m), type ? type : "");
    return 0;
}

/* What a display of VNC says first; then it hangs up, since there is nobody behind it. */
static void graphics_greet(int fd, bool vnc)
{
    static const char greeting[] = "RFB 003.008\n";

    if (vnc)
        send(fd, greeting, sizeof(greeting) - 1, MSG_NOSIGNAL | MSG_DONTWAIT);
}

int test_domain_open_graphics(struct session *session, const remote_domain_open_graphics_args *args,
                              struct fd_list *fds)
{
    bool vnc;

    if (graphics_find(session, &args->dom, args->idx, args->flags, &vnc) < 0)
        return -1;
    if (fds->count != 1)
        return error_set(VIR_FROM_TEST, VIR_ERR_INVALID_ARG,
                         "a display takes one descriptor, not %u", fds->count);
    graphics_greet(fds->fds[0], vnc);
    return 0; /* it is closed with the list */
}

int test_domain_open_graphics_fd(struct session *session,
                                 const remote_domain_open_graphics_fd_args *args,
                                 struct fd_list *fds)
{
    int pair[2];
    bool vnc;

    if (graphics_find(session, &args->dom, args->idx, args->flags, &vnc) < 0)
        return -1;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0)
        return error_set_errno(VIR_FROM_TEST, errno, "cannot make a pair of sockets");
    graphics_greet(pair[1], vnc);
    close(pair[1]);
    fds->fds[fds->count++] = pair[0];
    return 0;
}
