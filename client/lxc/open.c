/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The namespaces of a container, as the daemon hands them out.
 */
#include <libvirt/libvirt-lxc.h>

#include "client/core/api.h"
#include "client/domain/files.h"
#include "protocol/lxc.h"

VIREO_API int virDomainLxcOpenNamespace(virDomainPtr domain, int **fdlist, unsigned int flags)
{
    _cleanup_(fd_list_close) struct fd_list fds = {0};
    virConnectPtr conn = api_domain(domain);
    int n;

    if (!conn)
        return -1;
    NEED(conn, VIR_FROM_NONE, -1, fdlist);
    if (api_may_write(conn, VIR_FROM_NONE, __func__) < 0)
        return -1;
    const lxc_domain_open_namespace_args args = {.dom = domain_wire(domain), .flags = flags};

    if (api_call_fds(conn, &lxc_program, LXC_PROC_DOMAIN_OPEN_NAMESPACE, &args, NULL, &fds) < 0)
        return -1;
    n = (int)fds.count;
    return api_take_fds(conn, &fds, fdlist) < 0 ? -1 : n;
}
