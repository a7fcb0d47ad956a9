/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The one place that calls a driver, and answers "not supported". */
#include "drivers/driver.h"

#include <pthread.h>
#include <string.h>

#include <libvirt/virterror.h>
#include <libxml/globals.h>
#include <libxml/parser.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "drivers/document_limits.h"
#include "drivers/reply.h"
#include "drivers/session.h"

const void *driver_ops(const struct driver *driver, const struct program *program)
{
    if (program == &remote_program)
        return driver->remote;
    if (program == &qemu_program)
        return driver->qemu;
    if (program == &lxc_program)
        return driver->lxc;
    if (program == &vireo_program)
        return driver->vireo;
    if (program == &admin_program)
        return driver->admin;
    return NULL;
}

/* The first word that the procedure's name has decides; what is of no family, calls about the node
 * too, is the domains'. */
int driver_family(const struct program *program, const struct proc *proc)
{
    static const struct {
        const char *word;
        int domain;
    } families[] = {
        {"DOMAIN_SNAPSHOT", VIR_FROM_DOMAIN_SNAPSHOT},
        {"DOMAIN_CHECKPOINT", VIR_FROM_DOMAIN_CHECKPOINT},
        {"DOMAIN_", VIR_FROM_DOMAIN},
        {"NWFILTER", VIR_FROM_NWFILTER},
        {"NETWORK", VIR_FROM_NETWORK},
        {"STORAGE", VIR_FROM_STORAGE},
        {"NODE_DEVICE", VIR_FROM_NODEDEV},
        {"_DEVICES", VIR_FROM_NODEDEV},
        {"INTERFACE", VIR_FROM_INTERFACE},
        {"SECRET", VIR_FROM_SECRET},
    };

    if (program != &remote_program)
        return VIR_FROM_NONE;
    for (size_t i = 0; i < ARRAY_SIZE(families); i++)
        if (strstr(proc->name, families[i].word))
            return families[i].domain;
    return VIR_FROM_DOMAIN;
}

/* What libxml2 keeps for a thread is made when the thread first needs it, and it does not survive
 * that there is no memory for that. */
static bool driver_thread_ready(void)
{
#if LIBXML_VERSION < 21200
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    /* Without it, threads that need libxml2 first at the same time race. */
    pthread_once(&once, xmlInitParser);
    return xmlGetGlobalState() != NULL;
#else
    return true;
#endif
}

int driver_call(struct session *session, const struct program *program, const struct proc *proc,
                const void *args, void *ret, const struct proc_extra *extra)
{
    static const struct proc_extra none;
    const struct driver *driver = session->driver;
    const void *ops = driver_ops(driver, program);
    const struct session *before;
    int r;

    if (driver->before && driver->before(session, program, proc, args) < 0)
        return -1;
    if (!driver_thread_ready())
        return error_oom(driver_family(program, proc));
    before = document_limits_enter(session);
    r = ops ? proc->invoke(ops, session, args, ret, extra ? extra : &none) : PROC_UNSUPPORTED;
    document_limits_leave(before);
    if (r == PROC_UNSUPPORTED)
        return error_set(driver_family(program, proc), VIR_ERR_NO_SUPPORT, "%s of the %s driver",
                         proc->name, driver->name);
    if (r < 0)
        error_set_domain(FROM_DRIVER, driver->error_domain);
    return r;
}
