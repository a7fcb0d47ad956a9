/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A driver: a const table with designated names; the core knows nothing else of it.
 *
 * The operations are those of the .x files (protocol/remote_ops.h): one a procedure, with the XDR
 * structures as arguments and result, so the same driver serves in the process and over the wire.
 * A missing member means "not supported", which driver_call answers.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "protocol/admin_ops.h"
#include "protocol/lxc_ops.h"
#include "protocol/program.h"
#include "protocol/qemu_ops.h"
#include "protocol/remote_ops.h"
#include "protocol/vireo_ops.h"

struct session;
struct uri;

/* A key of daemon.conf whose name begins with the driver's name and "_". */
struct driver_setting {
    const char *name;
    const char *text; /* NULL: it is a number */
    int64_t number;   /* flags: 0 or 1 */
};

struct driver {
    const char *name;        /* the URI's scheme */
    const char *default_uri; /* what an empty URI means where this is the first driver */
    int error_domain; /* enum virErrorDomain; what FROM_DRIVER (drivers/reply.h) stands for */

    /* Makes session->state for the URI. 0, or < 0 with the error set and nothing kept. */
    int (*open)(struct session *session, const struct uri *uri, unsigned flags);
    /* Ends it: no operation of the session runs any more. Cancels its subscriptions. */
    void (*close)(struct session *session);

    const struct remote_ops *remote;
    const struct qemu_ops *qemu;   /* NULL: none */
    const struct lxc_ops *lxc;     /* NULL: none */
    const struct vireo_ops *vireo; /* NULL: none */
    const struct admin_ops *admin; /* NULL: none, as of every driver of machines */

    /* Comes before each call of an operation; < 0 with the error set: it is not called. NULL: none.
     */
    int (*before)(struct session *session, const struct program *program, const struct proc *proc,
                  const void *args);
    /* session->gone was set: what waits on behalf of the session is to end. Any thread, at any time
     * between open and close; does not wait. NULL: nothing ever waits. */
    void (*interrupt)(struct session *session);

    /*
     * In the life of a daemon, whose clients come and go; each may be NULL. One thread calls them:
     *
     *     configure -> start -> (configure -> reload)... -> stop
     */
    /* Takes all of the driver's settings over; what they point to goes afterwards. 0, or -1 with
     * the error set: the daemon does not start, or its reload fails. */
    int (*configure)(const struct driver_setting *settings, size_t n);
    /* Reads the driver's state: nobody is connected yet. 0, or -1 with the error set. */
    int (*start)(void);
    /* The settings have been read anew: so is what the driver keeps in files of its own. 0, or -1
     * with the error set. */
    int (*reload)(void);
    /* Nobody has been connected for the daemon's idle timeout: false if the driver has a reason to
     * keep the daemon alive. Does not wait. NULL: it never has. */
    bool (*idle)(void);
    /* The daemon ends, and no session is left. Does not come where calls never return: what must
     * last was written when it became so. */
    void (*stop)(void);
};

/* The setting of that name, or NULL. */
static inline const struct driver_setting *driver_setting_find(const struct driver_setting *list,
                                                               size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(list[i].name, name) == 0)
            return &list[i];
    return NULL;
}

/* The driver's operations of a program, or NULL. */
const void *driver_ops(const struct driver *driver, const struct program *program);

/* The domain (VIR_FROM_...) of errors about a procedure as such, that a driver lacks it or that the
 * caller may not call it: clients of libvirt know a call's family by it. */
int driver_family(const struct program *program, const struct proc *proc);

/* The driver's open: 0, or < 0 with the error set and nothing kept. */
int driver_open(const struct driver *driver, struct session *session, const struct uri *uri,
                unsigned flags);

/*
 * Calls the session's driver: 0, or < 0 with the error set; VIR_ERR_NO_SUPPORT naming the procedure
 * where the driver has no operation for it. *ret is zeroed by the caller and freed by it with the
 * codec, whatever this returns. extra may be NULL for procedures without fds or stream.
 */
int driver_call(struct session *session, const struct program *program, const struct proc *proc,
                const void *args, void *ret, const struct proc_extra *extra);
