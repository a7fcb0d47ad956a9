/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The one place that calls a driver, and answers "not supported". */
#include "drivers/driver.h"

#include <string.h>

#include <libvirt/virterror.h>

#include "common/cleanup.h"
#include "common/error.h"
#include "drivers/document_limits.h"
#include "drivers/libxml.h"
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

/* Says whether memory was missed since this was asked last, where nobody was told. */
static bool driver_lost_memory(void)
{
    libxml_note_lost();
    return error_take_lost();
}

/*
 * Whatever enters a driver is between these two. A call that has read something as absent, for want
 * of memory, is no good call, and what it complains of is not the caller's fault.
 */
static int driver_begin(int family, bool *ret_outer_lost)
{
    if (!libxml_ready())
        return error_oom(family);
    *ret_outer_lost = driver_lost_memory();
    return 0;
}

static int driver_end(int family, bool outer_lost, int r)
{
    if (driver_lost_memory() && (r >= 0 || error_get()->code != VIR_ERR_NO_MEMORY))
        r = error_oom(family);
    if (outer_lost)
        error_note_lost();
    return r;
}

int driver_open(const struct driver *driver, struct session *session, const struct uri *uri,
                unsigned flags)
{
    bool outer_lost = false;
    int r;

    if (driver_begin(driver->error_domain, &outer_lost) < 0)
        return -1;
    r = driver->open(session, uri, flags);
    if (driver_end(driver->error_domain, outer_lost, r) == 0)
        return 0;
    if (r == 0)
        driver->close(session);
    return -1;
}

int driver_call(struct session *session, const struct program *program, const struct proc *proc,
                const void *args, void *ret, const struct proc_extra *extra)
{
    static const struct proc_extra none;
    const struct driver *driver = session->driver;
    const void *ops = driver_ops(driver, program);
    const struct session *before;
    bool outer_lost = false;
    int family = driver_family(program, proc), r;

    if (driver->before && driver->before(session, program, proc, args) < 0)
        return -1;
    if (driver_begin(family, &outer_lost) < 0)
        return -1;
    before = document_limits_enter(session);
    r = ops ? proc->invoke(ops, session, args, ret, extra ? extra : &none) : PROC_UNSUPPORTED;
    document_limits_leave(before);
    if (r == PROC_UNSUPPORTED)
        r = error_set(family, VIR_ERR_NO_SUPPORT, "%s of the %s driver", proc->name, driver->name);
    r = driver_end(family, outer_lost, r);
    if (r < 0)
        error_set_domain(FROM_DRIVER, driver->error_domain);
    return r;
}
