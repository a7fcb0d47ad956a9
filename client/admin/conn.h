/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A connection to a daemon's administration: inside it is a connection like any other, of a driver
 * of its own and with a mark of its own, so that neither is taken for the other.
 */
#pragma once

#include <libvirt/libvirt-admin.h>

#include "client/core/conn.h"

enum { ADMIN_MAGIC = 0x5641646d };

struct _virAdmConnect {
    struct _virConnect base;
};

/* The start of a public function: its connection, or NULL: it is none (reported). */
virConnectPtr api_admin(virAdmConnectPtr admin);
