/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the library hands out: connections and domains, counted and marked.
 *
 *     virDomainPtr --ref--> virConnectPtr --owns--> session --> driver (in the process, or remote)
 *                                        \--ref--> events
 *
 * A domain keeps its connection alive; so does each callback that is registered. The last reference
 * of a connection closes the session. Identity never changes, except the id of a domain, which
 * follows its starts and stops and is atomic therefore.
 */
#pragma once

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "client/remote/remote.h"
#include "common/cleanup.h"
#include "common/error.h"
#include "common/export.h"
#include "drivers/session.h"
#include "protocol/remote.h"

struct events;
struct uri;

enum { CONNECT_MAGIC = 0x56436f6e, DOMAIN_MAGIC = 0x56446f6d };

struct _virConnect {
    unsigned magic;
    atomic_int refs;
    struct remote_owner owner; /* session.owner points here */
    struct session session;
    bool open; /* the driver's open succeeded */
    unsigned flags;
    struct events *events;

    pthread_mutex_t lock; /* what follows */
    char *type;           /* once asked for */
    struct error error;
    virErrorFunc handler;
    void *handler_data;
};

struct _virDomain {
    unsigned magic;
    atomic_int refs;
    virConnectPtr conn;
    char *name;
    unsigned char uuid[VIR_UUID_BUFLEN];
    atomic_int id;
};

/* ---- make ---- */

/* A domain of the connection, with its own reference to it; NULL without memory. */
virDomainPtr domain_new(virConnectPtr conn, const remote_nonnull_domain *from);

/* ---- use ---- */

/* The domain as the wire has it; it borrows the name. */
remote_nonnull_domain domain_wire(virDomainPtr domain);

virConnectPtr conn_ref(virConnectPtr conn);

/* ---- end: both accept NULL and return the references that are left ---- */

int conn_unref(virConnectPtr conn);
int domain_unref(virDomainPtr domain);

static inline void domain_unrefp(virDomainPtr *domain)
{
    domain_unref(*domain);
}
