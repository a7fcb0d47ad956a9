/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Disks that go with a machine (VIR_MIGRATE_NON_SHARED_DISK, _INC): the bytes of the volumes behind
 * them, which the source sends to the destination's volumes once the guest stands still.
 *
 *     source, begin          the cookie says which disks, and how large:
 *                            <disks><disk target='vda' capacity='N' format='raw'/></disks>
 *     destination, prepare   has a volume for each or makes it, in the pool of that path or name
 *     source, in the end     uploads them
 *
 * A disk is that of the XML of its side, a file in a pool or a pool's volume. Of a chain of images
 * the top goes, as in _INC; then its volume has to be there already.
 */
#pragma once

#include <stdbool.h>

#include <libxml/tree.h>

#include "protocol/remote.h"

struct definition;
struct rpc_client;
struct machine;
struct migrate_how;
struct session;
struct world;

/* Source: notes the machine's disks, all that are its own or those that the caller names. 0 or -1;
 * the world is held. */
int migrate_disks_note(struct world *w, const struct machine *m, const struct migrate_how *how,
                       xmlDoc *cookie);

/* What they hold; cookie NULL: none. */
unsigned long long migrate_disks_bytes(const xmlDoc *cookie);

/* Destination: has room for them, as the definition calls them. 0 or -1; the world is held. */
int migrate_disks_expect(struct world *w, const struct definition *d, bool incremental,
                         const xmlDoc *cookie);

/* Source: sends them to where the XML of the other side has them. 0 or -1; nothing is held. */
int migrate_disks_send(struct session *session, const remote_nonnull_domain *dom,
                       struct rpc_client *there, const char *xml, const xmlDoc *cookie);
