/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What lines of api/X.api call by name. hook_check_X: conn is the connection of the function's
 * object; 0, or -1 with the error set. The others run after a call that succeeded.
 */
#pragma once

#include <libvirt/libvirt.h>

#include "protocol/remote.h"

/* ---- domains ---- */

/* It runs now under the id of the identity that the driver gave back. */
void hook_domain_started(virDomainPtr domain, const remote_nonnull_domain *now);

/* It does not run any more. */
void hook_domain_stopped(virDomainPtr domain);

/* A title and a description have no uri, an element has one. */
int hook_check_metadata(virConnectPtr conn, int type, const char *uri);
int hook_check_network_metadata(virConnectPtr conn, int type, const char *uri);

/* The same for what is to be set; a title is one line; an element that is not removed has a key. */
int hook_check_new_metadata(virConnectPtr conn, int type, const char *metadata, const char *key,
                            const char *uri);

int hook_check_new_network_metadata(virConnectPtr conn, int type, const char *metadata,
                                    const char *key, const char *uri);

/* So many keys can be sent at once. */
int hook_check_keys(virConnectPtr conn, int nkeycodes);

/* So many KiB can be counted in bytes. */
int hook_check_memory(virConnectPtr conn, unsigned long memory);

/* There are such a type and such an action. */
int hook_check_lifecycle(virConnectPtr conn, unsigned type, unsigned action);

/* ---- volumes ---- */

/* A volume becomes nothing only by a change. */
int hook_check_capacity(virConnectPtr conn, unsigned long long capacity, unsigned flags);
