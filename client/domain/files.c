/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Calls that bring descriptors, or are answered with some. The program's own stay its own: what
 * travels is a duplicate, which the other side closes.
 */
#include "client/domain/files.h"

#include <sys/stat.h>

#include "client/core/api.h"
#include "client/generate/hooks.h"
#include "drivers/driver.h"
#include "rpc/fds.h"

int api_copy_fds(virConnectPtr conn, unsigned n, const int *files, struct fd_list *ret_fds)
{
    if (n && !files)
        return api_missing(conn, VIR_FROM_DOMAIN, "files");
    for (unsigned i = 0; i < n; i++) {
        if (fd_list_add_copy(ret_fds, files[i]) < 0)
            return api_fail(conn);
    }
    return 0;
}

int api_call_fds(virConnectPtr conn, const struct program *program, int procedure, const void *args,
                 void *ret, struct fd_list *fds)
{
    const struct proc *proc = program_proc(program, procedure);
    const struct proc_extra extra = {.fds = fds};

    if (driver_call(&conn->session, program, proc, args, ret, &extra) < 0)
        return api_fail(conn);
    if (!(proc->flags & PROC_FDS_REPLY))
        fd_list_close(fds);
    return 0;
}

int api_take_fds(virConnectPtr conn, struct fd_list *fds, int **ret_fds)
{
    int *out = malloc(sizeof(fds->fds));

    if (!out) {
        error_oom(VIR_FROM_NONE);
        return api_fail(conn);
    }
    memcpy(out, fds->fds, fds->count * sizeof(*out));
    *ret_fds = out;
    fds->count = 0;
    return 0;
}

/* ---- starting with files ---- */

VIREO_API int virDomainCreateWithFiles(virDomainPtr domain, unsigned int nfiles, int *files,
                                       unsigned int flags)
{
    RET(remote, REMOTE_PROC_DOMAIN_CREATE_WITH_FILES, remote_domain_create_with_files_ret);
    _cleanup_(fd_list_close) struct fd_list fds = {0};
    virConnectPtr conn = api_domain(domain);

    if (!conn || api_may_write(conn, VIR_FROM_DOMAIN, __func__) < 0)
        return -1;
    const remote_domain_create_with_files_args args = {.dom = domain_wire(domain), .flags = flags};

    if (api_copy_fds(conn, nfiles, files, &fds) < 0 ||
        api_call_fds(conn, &remote_program, REMOTE_PROC_DOMAIN_CREATE_WITH_FILES, &args, &ret,
                     &fds) < 0)
        return -1;
    hook_domain_started(domain, &ret.dom);
    return 0;
}

VIREO_API virDomainPtr virDomainCreateXMLWithFiles(virConnectPtr conn, const char *xmlDesc,
                                                   unsigned int nfiles, int *files,
                                                   unsigned int flags)
{
    RET(remote, REMOTE_PROC_DOMAIN_CREATE_XML_WITH_FILES, remote_domain_create_xml_with_files_ret);
    _cleanup_(fd_list_close) struct fd_list fds = {0};
    const remote_domain_create_xml_with_files_args args = {.xml_desc = wire_text(xmlDesc),
                                                           .flags = flags};

    CONN(conn, VIR_FROM_DOMAIN, NULL);
    if (api_may_write(conn, VIR_FROM_DOMAIN, __func__) < 0)
        return NULL;
    NEED(conn, VIR_FROM_DOMAIN, NULL, xmlDesc);
    if (api_copy_fds(conn, nfiles, files, &fds) < 0 ||
        api_call_fds(conn, &remote_program, REMOTE_PROC_DOMAIN_CREATE_XML_WITH_FILES, &args, &ret,
                     &fds) < 0)
        return NULL;
    return object_made(&domain_object_kind, conn, NULL, &ret.dom);
}

VIREO_API int virDomainFDAssociate(virDomainPtr domain, const char *name, unsigned int nfds,
                                   int *fds, unsigned int flags)
{
    _cleanup_(fd_list_close) struct fd_list copies = {0};
    virConnectPtr conn = api_domain(domain);

    if (!conn || api_may_write(conn, VIR_FROM_DOMAIN, __func__) < 0)
        return -1;
    NEED(conn, VIR_FROM_DOMAIN, -1, name);
    NEED(conn, VIR_FROM_DOMAIN, -1, fds);
    if (api_nonzero(conn, VIR_FROM_DOMAIN, "nfds", nfds != 0) < 0)
        return -1;
    const remote_domain_fd_associate_args args = {
        .dom = domain_wire(domain), .name = wire_text(name), .flags = flags};

    return api_copy_fds(conn, nfds, fds, &copies) < 0
               ? -1
               : api_call_fds(conn, &remote_program, REMOTE_PROC_DOMAIN_FD_ASSOCIATE, &args, NULL,
                              &copies);
}

/* ---- displays ---- */

VIREO_API int virDomainOpenGraphics(virDomainPtr dom, unsigned int idx, int fd, unsigned int flags)
{
    _cleanup_(fd_list_close) struct fd_list fds = {0};
    virConnectPtr conn = api_domain(dom);
    struct stat st;

    if (!conn || api_at_least(conn, VIR_FROM_DOMAIN, "fd", fd, 0) < 0)
        return -1;
    if (fstat(fd, &st) < 0 || !S_ISSOCK(st.st_mode)) {
        error_set(VIR_FROM_DOMAIN, VIR_ERR_INVALID_ARG, "descriptor %d is no socket", fd);
        return api_fail(conn);
    }
    if (api_may_write(conn, VIR_FROM_DOMAIN, __func__) < 0)
        return -1;
    const remote_domain_open_graphics_args args = {
        .dom = domain_wire(dom), .idx = idx, .flags = flags};

    return api_copy_fds(conn, 1, &fd, &fds) < 0
               ? -1
               : api_call_fds(conn, &remote_program, REMOTE_PROC_DOMAIN_OPEN_GRAPHICS, &args, NULL,
                              &fds);
}

VIREO_API int virDomainOpenGraphicsFD(virDomainPtr dom, unsigned int idx, unsigned int flags)
{
    _cleanup_(fd_list_close) struct fd_list fds = {0};
    virConnectPtr conn = api_domain(dom);

    if (!conn || api_may_write(conn, VIR_FROM_DOMAIN, __func__) < 0)
        return -1;
    const remote_domain_open_graphics_fd_args args = {
        .dom = domain_wire(dom), .idx = idx, .flags = flags};

    if (api_call_fds(conn, &remote_program, REMOTE_PROC_DOMAIN_OPEN_GRAPHICS_FD, &args, NULL,
                     &fds) < 0)
        return -1;
    if (fds.count != 1) {
        error_set(VIR_FROM_DOMAIN, VIR_ERR_INTERNAL_ERROR, "the display came with %u descriptors",
                  fds.count);
        return api_fail(conn);
    }
    fds.count = 0;
    return fds.fds[0];
}
