/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Calls that give a domain descriptors of its caller's. */
#include <libvirt/libvirt.h>

#include "drivers/reply.h"
#include "drivers/test/machine/passed_fds.h"
#include "drivers/test/ops.h"
#include "drivers/test/world/world.h"

/* The machine has just started, and may be gone again: then the files go too. */
static int create_files_keep(struct session *session, const remote_nonnull_domain *dom,
                             struct fd_list *fds)
{
    WRITE_WORLD(w, session);
    struct machine *m = machine_table_uuid(&w->machines, (const unsigned char *)dom->uuid);

    return m && machine_active(m) ? passed_fds_take(&test_machine(m)->passed_fds, NULL, fds) : 0;
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
    return create_files_keep(session, &ret->dom, fds);
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
    return create_files_keep(session, &ret->dom, fds);
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
    return passed_fds_take(&test_machine(m)->passed_fds, args->name, fds);
}
