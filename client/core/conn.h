/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A connection, counted and marked.
 *
 *     virConnectPtr --owns--> session --of--> driver
 *                  \--ref--> sink: hears of what comes without being asked for
 *
 * Objects and registered callbacks keep it alive. The last reference closes the session.
 */
#pragma once

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "client/remote/remote.h"
#include "common/error.h"
#include "common/export.h"
#include "common/forks.h"
#include "drivers/session.h"

struct driver;
struct events;
struct uri;

enum { CONNECT_MAGIC = 0x56436f6e };

struct _virConnect {
    unsigned magic;
    struct fork_member fork;
    atomic_int refs;
    struct event_sink sink; /* session.owner points here; a reference */
    struct session session;
    bool open; /* the driver's open succeeded */
    unsigned flags;
    struct events *events; /* NULL: it has none */
    void (*events_close)(struct events *events);

    pthread_mutex_t lock; /* what follows */
    char *type;           /* once asked for */
    struct error error;
    virErrorFunc handler;
    void *handler_data;
};

/* ---- make ---- */

/* One that is not open yet; takes a reference of the sink. magic: what kind of connection. NULL
 * with the error set. */
VIREO_SHARED virConnectPtr conn_new(unsigned magic, unsigned flags, struct event_sink sink);

/* Opens it with the driver; name is what it says as its URI. 0, or -1 with the error set. */
VIREO_SHARED int conn_open(virConnectPtr conn, const struct driver *driver, const char *name,
                           const struct uri *uri);

VIREO_SHARED virConnectPtr conn_ref(virConnectPtr conn);

/* ---- end: accepts NULL ---- */

/* Returns the references that are left. */
VIREO_SHARED int conn_unref(virConnectPtr conn);
