/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * QEMU's monitor, with descriptors.
 */
#include <libvirt/libvirt-qemu.h>

#include "client/core/api.h"
#include "client/domain/files.h"
#include "protocol/qemu.h"

VIREO_API int virDomainQemuMonitorCommandWithFiles(virDomainPtr domain, const char *cmd,
                                                   unsigned int ninfiles, int *infiles,
                                                   unsigned int *noutfiles, int **outfiles,
                                                   char **result, unsigned int flags)
{
    RET(qemu, QEMU_PROC_DOMAIN_MONITOR_COMMAND_WITH_FILES,
        qemu_domain_monitor_command_with_files_ret);
    _cleanup_(fd_list_close) struct fd_list fds = {0};
    virConnectPtr conn = api_domain(domain);
    unsigned n;

    if (!conn)
        return -1;
    NEED(conn, VIR_FROM_NONE, -1, cmd);
    NEED(conn, VIR_FROM_NONE, -1, result);
    if (api_may_write(conn, VIR_FROM_NONE, __func__) < 0)
        return -1;
    if (ninfiles)
        NEED(conn, VIR_FROM_NONE, -1, infiles);
    if (outfiles)
        NEED(conn, VIR_FROM_NONE, -1, noutfiles);
    const qemu_domain_monitor_command_with_files_args args = {
        .dom = domain_wire(domain), .cmd = wire_text(cmd), .flags = flags};

    if (api_copy_fds(conn, ninfiles, infiles, &fds) < 0 ||
        api_call_fds(conn, &qemu_program, QEMU_PROC_DOMAIN_MONITOR_COMMAND_WITH_FILES, &args, &ret,
                     &fds) < 0)
        return -1;
    n = fds.count;
    if (outfiles) {
        if (api_take_fds(conn, &fds, outfiles) < 0)
            return -1;
        *noutfiles = n;
    }
    *result = take(ret.result);
    return 0;
}
