/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The shell's functions: checks before a call, one report after a failure.
 */
#include "client/shell.h"

#include "client/errors.h"
#include "drivers/driver.h"
#include "protocol/codec.h"

int shell_conn(virConnectPtr conn)
{
    error_reset();
    if (conn && conn->magic == CONNECT_MAGIC)
        return 0;
    error_set(VIR_FROM_NONE, VIR_ERR_INVALID_CONN, NULL);
    return shell_fail(NULL);
}

int shell_domain(virDomainPtr domain)
{
    error_reset();
    if (domain && domain->magic == DOMAIN_MAGIC)
        return 0;
    error_set(VIR_FROM_DOM, VIR_ERR_INVALID_DOMAIN, NULL);
    return shell_fail(NULL);
}

int shell_fail(virConnectPtr conn)
{
    errors_report(conn);
    return -1;
}

int shell_missing(virConnectPtr conn, const char *argument)
{
    error_set(VIR_FROM_NONE, VIR_ERR_INVALID_ARG, "%s must not be NULL", argument);
    return shell_fail(conn);
}

int shell_call(virConnectPtr conn, int procedure, const void *args, void *ret)
{
    const struct proc *proc = program_proc(&remote_program, procedure);

    if (conn->session.readonly && !(proc->flags & PROC_READONLY)) {
        error_set(VIR_FROM_NONE, VIR_ERR_OPERATION_DENIED, "%s on a read-only connection",
                  proc->name);
        return shell_fail(conn);
    }
    if (driver_call(&conn->session, &remote_program, proc, args, ret, NULL) < 0)
        return shell_fail(conn);
    return 0;
}

void shell_ret_free(struct shell_ret *ret)
{
    codec_free(program_proc(&remote_program, ret->procedure)->ret_codec, ret->ret);
}
