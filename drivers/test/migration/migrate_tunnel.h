/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The tunnel: a machine's memory goes over the connection of the daemons, as a stream behind the
 * call that prepares the destination, which lets it run only when all of it is there. Memory of
 * this kind of machine is zeros, so one hole says it.
 */
#pragma once

#include "protocol/remote.h"

struct rpc_client;
struct machine;
struct session;
struct stream;

enum tunnel {
    TUNNEL_NONE,
    TUNNEL_OPEN, /* destination: memory is still to come */
    TUNNEL_DONE,
};

/* Destination: takes the stream for the machine's memory. 0 or -1; the world is held. */
int migrate_tunnel_open(struct session *session, struct machine *m, struct stream *stream);

/* Source: sends the memory through the client's stream, and ends that. 0 or -1; nothing is held. */
int migrate_tunnel_send(struct session *session, const remote_nonnull_domain *dom,
                        struct rpc_client *there);
